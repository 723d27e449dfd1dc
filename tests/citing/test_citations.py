from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.citing.citations import Citer
from pubsync.errors import SettingsError
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import Bibliographic
from pubsync.records.text import Translation
from pubsync.records.two_scripts import AuthorsIn
from pubsync.records.work import Work

QI = Name("Qi", "Weizhen")
ZHOU = Name("Zhou", "Hao")
LI = Name("Li", "Houqiang")
HAN = Name(literal="齐炜祯")


def is_own(name: Name) -> bool:
    return name.family == "Qi" or name.literal == "齐炜祯" or name == Name("齐", "炜祯")


def work(kind: str = "article-journal", title: str = "A title", **fields: Any) -> Bibliographic:
    return Bibliographic(type=kind, title=title, **fields)


def cited(style: str, cited_work: Bibliographic, language: str = "en") -> str:
    return Citer(style, language, is_own).html(cited_work, "key")


JOURNAL = work(
    title="Deep sign language translation with monolingual data",
    author=(ZHOU, QI, LI),
    issued=PartialDate(2021, 6),
    container_title="IEEE Transactions on Multimedia",
    volume="23",
    issue="4",
    page="768--779",
    identifiers=(Identifier("doi", "10.1109/tmm.2020.3006372"),),
)
CONFERENCE = work(
    "paper-conference",
    "ProphetNet: Predicting Future N-gram",
    author=(QI, *(Name(f"Yan{letter}", "Yu") for letter in "abcdefg")),
    issued=PartialDate(2020, 11),
    container_title="Findings of EMNLP 2020",
    page="2401-2410",
    publisher="ACL",
)
CHAPTER = work(
    "chapter",
    "Neural text generation",
    author=(ZHOU, QI),
    editor=(Name("Smith", "Jane"), Name("Doe", "John")),
    issued=PartialDate(2019),
    container_title="Handbook of Language",
    publisher="Springer",
    publisher_place="Berlin",
    page="101-140",
    edition="2",
)
BOOK = work(
    "book",
    "Foundations",
    author=(Name("Gogh", "Vincent Willem", "van"), Name("King", "Martin Luther", suffix="Jr.")),
    issued=PartialDate(2018),
    publisher="MIT Press",
    publisher_place="Cambridge, MA",
    edition="3",
)
THESIS = work(
    "thesis", "Future prediction", author=(QI,), issued=PartialDate(2022), publisher="USTC", genre="PhD thesis"
)
REPORT = work(
    "report",
    "On attention",
    author=(ZHOU,),
    issued=PartialDate(2017, 3),
    publisher="Microsoft Research",
    number="MSR-TR-2017-12",
    genre="Technical report",
)
PATENT = work("patent", "Generating text", author=(ZHOU, QI), issued=PartialDate(2020, 5, 3), number="US 10,123,456 B2")
PREPRINT = work(
    "article",
    "Visual ChatGPT",
    author=(ZHOU, QI, LI),
    issued=PartialDate(2023, 3),
    container_title="arXiv",
    identifiers=(Identifier("arxiv", "2303.04671"),),
)
TALK = work(
    "speech",
    "Pretraining",
    author=(QI,),
    issued=PartialDate(2021, 7, 20),
    event_title="ICML Workshop",
    event_place="Vienna",
    genre="Invited talk",
)
DATASET = work(
    "dataset",
    "GLGE benchmark",
    author=(QI, LI),
    issued=PartialDate(2021),
    publisher="Zenodo",
    identifiers=(Identifier("doi", "10.5281/zenodo.123"),),
)
CHINESE = work(
    title="基于预训练的文本生成方法研究",
    author=(HAN, Name(literal="王小明"), Name(literal="李华"), Name(literal="赵强")),
    issued=PartialDate(2021, 5),
    container_title="计算机学报",
    volume="44",
    issue="5",
    page="1001-1012",
)

APA = [
    (
        JOURNAL,
        (
            "Zhou, H., <b>Qi, W.</b>, &amp; Li, H. (2021). Deep sign language translation with monolingual data. "
            "<i>IEEE Transactions on Multimedia</i>, <i>23</i>(4), 768–779. https://doi.org/10.1109/tmm.2020.3006372"
        ),
    ),
    (
        CONFERENCE,
        (
            "<b>Qi, W.</b>, Yana, Y., Yanb, Y., Yanc, Y., Yand, Y., Yane, Y., Yanf, Y., &amp; Yang, Y. (2020). "
            "ProphetNet: Predicting Future N-gram. <i>Findings of EMNLP 2020</i>, 2401–2410."
        ),
    ),
    (
        CHAPTER,
        (
            "Zhou, H., &amp; <b>Qi, W.</b> (2019). Neural text generation. In J. Smith &amp; J. Doe (Eds.), "
            "<i>Handbook of Language</i> (2nd ed., pp. 101–140). Springer."
        ),
    ),
    (BOOK, "van Gogh, V. W., &amp; King, M. L., Jr. (2018). <i>Foundations</i> (3rd ed.). MIT Press."),
    (THESIS, "<b>Qi, W.</b> (2022). <i>Future prediction</i> [PhD thesis]. USTC."),
    (REPORT, "Zhou, H. (2017). <i>On attention</i> (Technical Report MSR-TR-2017-12). Microsoft Research."),
    (PATENT, "Zhou, H., &amp; <b>Qi, W.</b> (2020). <i>Generating text</i> (Patent No. US 10,123,456 B2)."),
    (
        PREPRINT,
        (
            "Zhou, H., <b>Qi, W.</b>, &amp; Li, H. (2023). <i>Visual ChatGPT</i> (arXiv:2303.04671). arXiv. "
            "https://arxiv.org/abs/2303.04671"
        ),
    ),
    (TALK, "<b>Qi, W.</b> (2021, July 20). <i>Pretraining</i> [Invited talk]. ICML Workshop, Vienna."),
    (
        DATASET,
        (
            "<b>Qi, W.</b>, &amp; Li, H. (2021). <i>GLGE benchmark</i> [Dataset]. Zenodo. "
            "https://doi.org/10.5281/zenodo.123"
        ),
    ),
]
IEEE = [
    (
        JOURNAL,
        (
            "H. Zhou, <b>W. Qi</b>, and H. Li, “Deep sign language translation with monolingual data,” "
            "<i>IEEE Transactions on Multimedia</i>, vol. 23, no. 4, pp. 768–779, Jun. 2021, "
            "doi: 10.1109/tmm.2020.3006372."
        ),
    ),
    (
        CONFERENCE,
        (
            "<b>W. Qi</b> <i>et al.</i>, “ProphetNet: Predicting Future N-gram,” in <i>Findings of EMNLP 2020</i>, "
            "ACL, Nov. 2020, pp. 2401–2410."
        ),
    ),
    (
        CHAPTER,
        (
            "H. Zhou and <b>W. Qi</b>, “Neural text generation,” in <i>Handbook of Language</i>, 2nd ed., J. Smith and "
            "J. Doe, Eds., Berlin: Springer, 2019, pp. 101–140."
        ),
    ),
    (BOOK, "V. W. van Gogh and M. L. King Jr., <i>Foundations</i>, 3rd ed. Cambridge, MA: MIT Press, 2018."),
    (THESIS, "<b>W. Qi</b>, “Future prediction,” PhD thesis, USTC, 2022."),
    (TALK, "<b>W. Qi</b>, “Pretraining,” presented at the ICML Workshop, Jul. 20, 2021."),
]
CHICAGO = [
    (
        JOURNAL,
        (
            "Zhou, Hao, <b>Weizhen Qi</b>, and Houqiang Li. 2021. “Deep Sign Language Translation with Monolingual "
            "Data.” <i>IEEE Transactions on Multimedia</i> 23 (4): 768–79. https://doi.org/10.1109/tmm.2020.3006372."
        ),
    ),
    (
        CHAPTER,
        (
            "Zhou, Hao, and <b>Weizhen Qi</b>. 2019. “Neural Text Generation.” In <i>Handbook of Language</i>, 2nd "
            "ed., edited by Jane Smith and John Doe. Springer."
        ),
    ),
    (BOOK, "Gogh, Vincent Willem van, and Martin Luther King Jr. 2018. <i>Foundations</i>. 3rd ed. MIT Press."),
    (THESIS, "<b>Qi, Weizhen</b>. 2022. “Future Prediction.” PhD thesis, USTC."),
]
MLA = [
    (
        JOURNAL,
        (
            "Zhou, Hao, et al. “Deep Sign Language Translation with Monolingual Data.” <i>IEEE Transactions on "
            "Multimedia</i>, vol. 23, no. 4, June 2021, pp. 768–79, https://doi.org/10.1109/tmm.2020.3006372."
        ),
    ),
    (
        CHAPTER,
        (
            "Zhou, Hao, and <b>Weizhen Qi</b>. “Neural Text Generation.” <i>Handbook of Language</i>, edited by Jane "
            "Smith and John Doe, 2nd ed., Springer, 2019, pp. 101–40."
        ),
    ),
]
GB_T_7714 = [
    (
        JOURNAL,
        (
            "ZHOU H, <b>QI W</b>, LI H. Deep sign language translation with monolingual data[J/OL]. IEEE Transactions "
            "on Multimedia, 2021, 23(4): 768-779. DOI:10.1109/tmm.2020.3006372."
        ),
    ),
    (
        CONFERENCE,
        (
            "<b>QI W</b>, YANA Y, YANB Y, et al. ProphetNet: Predicting Future N-gram[C]//Findings of EMNLP 2020. ACL, "
            "2020: 2401-2410."
        ),
    ),
    (THESIS, "<b>QI W</b>. Future prediction[D]. USTC, 2022."),
    (PATENT, "ZHOU H, <b>QI W</b>. Generating text: US 10,123,456 B2[P]. 2020-05-03."),
    (
        CHINESE,
        "<b>齐炜祯</b>, 王小明, 李华, 等. 基于预训练的文本生成方法研究[J]. 计算机学报, 2021, 44(5): 1001-1012.",
    ),
]
VANCOUVER = [
    (
        JOURNAL,
        (
            "Zhou H, <b>Qi W</b>, Li H. Deep sign language translation with monolingual data. IEEE Transactions on "
            "Multimedia. 2021 Jun;23(4):768–79. doi:10.1109/tmm.2020.3006372"
        ),
    ),
]
GOLDEN = [
    (style, cited_work, expected)
    for style, citations in (
        ("apa", APA),
        ("ieee", IEEE),
        ("chicago", CHICAGO),
        ("mla", MLA),
        ("gb-t-7714", GB_T_7714),
        ("vancouver", VANCOUVER),
    )
    for cited_work, expected in citations
]


@pytest.mark.parametrize(
    ("style", "cited_work", "expected"), GOLDEN, ids=[f"{style}-{cited_work.type}" for style, cited_work, _ in GOLDEN]
)
def test_every_type_in_the_styles_in_use(style: str, cited_work: Bibliographic, expected: str) -> None:
    assert cited(style, cited_work) == expected


@pytest.mark.parametrize(
    ("style", "language", "expected"),
    [
        (
            "apa",
            "zh",
            (
                "<b>齐炜祯</b>, 王小明, 等. (不详). 基于预训练的文本生成方法研究. <i>计算机学报</i>, <i>44</i>(5), "
                "1001～1012."
            ),
        ),
        (
            "apa",
            "en",
            (
                "<b>齐炜祯</b>, 王小明, et al. (n.d.). 基于预训练的文本生成方法研究. <i>计算机学报</i>, <i>44</i>(5), "
                "1001–1012."
            ),
        ),
        (
            "gb-t-7714",
            "zh",
            "<b>齐炜祯</b>, 王小明, 等. 基于预训练的文本生成方法研究[J]. 计算机学报, 44(5): 1001-1012.",
        ),
    ],
)
def test_a_chinese_work_has_the_words_of_the_page(style: str, language: str, expected: str) -> None:
    cut = replace(CHINESE, author=CHINESE.author[:2], author_complete=False, issued=None)
    assert cited(style, cut, language) == expected


def test_a_chinese_name_is_never_initialled_nor_turned_round() -> None:
    parts = replace(CHINESE, author=(Name("齐", "炜祯"), Name("王", "小明")))
    assert cited("apa", parts).startswith("<b>齐炜祯</b>, &amp; 王小明. (2021)")
    assert cited("ieee", parts, "zh").startswith("<b>齐炜祯</b>和王小明, ")


def test_on_a_chinese_page_a_work_in_latin_letters_has_english_words() -> None:
    cut = replace(JOURNAL, author_complete=False)
    assert cited("gb-t-7714", cut, "zh").startswith("ZHOU H, <b>QI W</b>, LI H, et al. Deep")
    assert cited("apa", replace(JOURNAL, issued=None), "zh") == cited("apa", replace(JOURNAL, issued=None), "en")


def test_a_page_shows_the_title_in_its_language() -> None:
    both = replace(CHINESE, translations=(Translation("title", "en", "A study"),), language="zh")
    assert "A study" in cited("apa", both, "en")
    assert "基于预训练" in cited("apa", both, "zh")


def test_what_is_missing_leaves_no_trace() -> None:
    bare = work(title="Something", author=(ZHOU, QI))
    assert cited("apa", bare) == "Zhou, H., &amp; <b>Qi, W.</b> (n.d.). <i>Something</i>."
    assert cited("ieee", bare) == "H. Zhou and <b>W. Qi</b>, “Something.”"
    assert cited("chicago", bare) == "Zhou, Hao, and <b>Weizhen Qi</b>. n.d. <i>Something</i>."
    assert cited("mla", bare) == "Zhou, Hao, and <b>Weizhen Qi</b>. <i>Something</i>."
    assert cited("gb-t-7714", bare) == "ZHOU H, <b>QI W</b>. Something[J]."
    anonymous = work(title="Anonymous", issued=PartialDate(2020), container_title="Journal X", volume="3")
    assert cited("apa", anonymous) == "Anonymous. (2020). <i>Journal X</i>, <i>3</i>."
    assert cited("ieee", anonymous) == "“Anonymous,” <i>Journal X</i>, vol. 3, 2020."
    assert cited("nature", replace(bare, container_title="Nature", volume="3")).endswith("<i>Nature</i> <b>3</b>.")


@pytest.mark.parametrize("style", ["apa", "angewandte-chemie", "chicago-notes", "nature"])
def test_a_title_alone_is_shown_whatever_the_style_leaves_out(style: str) -> None:
    assert "a title alone" in cited(style, work("", "A title alone")).lower()


def test_a_title_that_ends_in_a_mark_takes_no_second() -> None:
    question = work(title="Is attention all?", author=(QI,), issued=PartialDate(2020), container_title="Journal of Q!")
    assert cited("apa", question) == "<b>Qi, W.</b> (2020). Is attention all? <i>Journal of Q!</i>"
    assert cited("ieee", question) == "<b>W. Qi</b>, “Is attention all?” <i>Journal of Q!</i>, 2020."
    assert cited("mla", question).startswith("<b>Qi, Weizhen</b>. “Is Attention All?” <i>")


def test_the_status_shows_instead_of_a_year() -> None:
    assert "(in press)" in cited("apa", work(author=(QI,), status="in press"))


def test_a_cut_list_says_so_in_every_style() -> None:
    cut = replace(JOURNAL, author=(ZHOU, QI), author_complete=False)
    assert cited("apa", cut).startswith("Zhou, H., <b>Qi, W.</b>, et al. (2021)")
    assert cited("ieee", cut).startswith("H. Zhou, <b>W. Qi</b>, <i>et al.</i>, “Deep")
    assert cited("chicago", cut).startswith("Zhou, Hao, <b>Weizhen Qi</b>, et al. 2021")
    assert cited("vancouver", cut).startswith("Zhou H, <b>Qi W</b>, et al. Deep")
    assert cited("apa", replace(cut, author=(QI,))).startswith("<b>Qi, W.</b> et al. (2021)")


def test_twenty_authors_stand_in_apa_and_the_own_name_among_the_left_out_is_not_bold() -> None:
    others = tuple(Name(f"Author{number}", "A") for number in range(30))
    assert "Author18, A., … Author29, A. (2021)" in cited("apa", replace(JOURNAL, author=others))
    hidden = replace(JOURNAL, author=(*others[:25], QI, *others[25:]))
    assert "<b>" not in cited("apa", hidden)
    assert "… <b>Qi, W.</b> (2021)" in cited("apa", replace(JOURNAL, author=(*others, QI)))


def test_every_own_name_is_bold_and_no_namesake() -> None:
    doubled = replace(JOURNAL, author=(QI, Name("Qin", "Wei"), HAN), title="On Qi, W.")
    assert re.findall(r"<b>(.*?)</b>", cited("apa", doubled)) == ["Qi, W.", "齐炜祯"]


def test_highlighting_can_be_left_out() -> None:
    assert "<b>" not in Citer("apa", "en", is_own, "none").html(JOURNAL, "k")


def test_marks_follow_the_names_that_have_a_role() -> None:
    authors = (replace(QI, roles=("corresponding", "equal")), replace(ZHOU, roles=("equal",)))
    citer = Citer("apa", "en", is_own, marks={"equal": "*", "corresponding": "†"})
    printed = citer.html(replace(JOURNAL, author=authors), "k")
    assert printed.startswith("<b>Qi, W.</b><sup>†*</sup>, &amp; Zhou, H.<sup>*</sup> (2021)")


@pytest.mark.parametrize("owner", ["Qi", "Nobody"])
def test_a_mark_behind_the_last_initial_takes_no_second_full_stop(owner: str) -> None:
    citer = Citer("apa", "en", lambda name: name.family == owner, marks={"corresponding": "*"})
    shown = re.sub("</?b>", "", citer.html(work(author=(replace(QI, roles=("corresponding",)),)), "k"))
    assert shown.startswith("Qi, W.<sup>*</sup> (")


def test_mathematics_stays_as_it_is() -> None:
    formula = work(title=r"on $\alpha, ..$-divergence of $a + b$", author=(QI,), issued=PartialDate(2020))
    for style in ("apa", "chicago", "ieee", "gb-t-7714"):
        assert r"$\alpha, ..$-divergence of $a + b$" in re.sub("(?i)^.*?(?=on )", "", cited(style, formula)).replace(
            "Divergence", "divergence"
        )


def test_one_citation_does_not_change_another() -> None:
    works = [cited_work for cited_work, _ in APA]
    for style in ("apa", "ieee", "chicago", "mla", "gb-t-7714"):
        forwards, backwards = Citer(style, "en", is_own), Citer(style, "en", is_own)
        first = [forwards.html(one, "k") for one in works]
        assert [backwards.html(one, "k") for one in reversed(works)] == first[::-1]
        assert [forwards.html(one, "k") for one in works] == first


@pytest.mark.parametrize("language", ["zh-Hans-CN", "ZH-cn", "zh"])
def test_languages_go_by_any_tag(language: str) -> None:
    assert "等" in cited("apa", replace(CHINESE, author_complete=False), language)


@pytest.mark.parametrize("language", ["", "../../x", "'] | //*[", "tlh"])
def test_an_unknown_language_is_english(language: str) -> None:
    assert cited("apa", JOURNAL, language) == APA[0][1]


def test_a_style_keeps_its_own_kind_of_english() -> None:
    assert "(eds Smith, J. &amp; Doe, J.)" in cited("nature", CHAPTER)


def test_other_languages_have_csls_words() -> None:
    assert "et H. Li" in cited("ieee", JOURNAL, "fr")
    assert "Juni" in cited("chicago-author-date", replace(TALK, type="webpage", issued=PartialDate(2021, 6, 1)), "de")


def test_unknown_styles_and_broken_ones_are_errors(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="apa"):
        Citer("aap", "en", is_own)
    broken = tmp_path / "broken.csl"
    broken.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl"><macro name="a"><text macro="a"/></macro>'
        '<bibliography><layout><text macro="a"/></layout></bibliography></style>',
        encoding="utf-8",
    )
    for style in (
        broken.read_text(encoding="utf-8"),
        broken.read_text(encoding="utf-8").replace('macro="a"/', 'macro="b"/'),
    ):
        broken.write_text(style, encoding="utf-8")
        with pytest.raises(SettingsError) as caught:
            Citer(str(broken), "en", is_own).html(JOURNAL, "k")
        assert caught.value.where == str(broken)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("variable", "printed"),
    [
        *(
            ("abstract", "Of it all."),
            ("note", "To be read."),
            ("collection-title", "A series"),
            ("status", "in press"),
        ),
        *(("DOI", "10.1109/x"), ("URL", "https://example.org/"), ("page-first", "768"), ("publisher-place", "Oslo")),
        *(("container-title", "A journal"), ("language", "en"), ("event", "An event"), ("event-title", "An event")),
    ],
)
def test_a_style_prints_whatever_it_asks_for(tmp_path: Path, variable: str, printed: str, encoding: str) -> None:
    style = tmp_path / "own.csl"
    style.write_text(
        f'<?xml version="1.0" encoding="{encoding}"?><style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"'
        f' class="in-text"><bibliography><layout><text variable="{variable}"/></layout></bibliography></style>',
        encoding=encoding,
    )
    told = work(
        title="A title",
        abstract="Of it all.",
        note="To be read.",
        collection_title="A series",
        status="in press",
        identifiers=(Identifier("doi", "10.1109/x"),),
        links=(Link("url", "https://example.org/"),),
        page="768-779",
        publisher_place="Oslo",
        container_title="A journal",
        language="en",
        event_title="An event",
    )
    assert cited(str(style), told) == printed


TAG = re.compile(r'</?(?:i|b|sup|sub)>|<span style="font-variant:small-caps">|</span>')
hostile = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.lists(
        st.sampled_from(
            [
                *(
                    "<script>",
                    "</b>",
                    "<b>",
                    "&",
                    "&amp;",
                    '"',
                    "'",
                    "“",
                    "”",
                    "..",
                    "()",
                    "( )",
                    "$x$",
                    "$",
                    "{{",
                    "[",
                    "]",
                ),
                *(
                    "\U0010f700",
                    "\U0010f701",
                    "\U0010f720",
                    '<span class="nocase">',
                    "</span>",
                    "\u202e",
                    "\n",
                    " ",
                    ",",
                    "-",
                ),
            ]
        ),
        max_size=8,
    ).map("".join),
)
names = st.builds(Name, family=hostile, given=hostile, non_dropping_particle=hostile, suffix=hostile)
works = st.builds(
    Bibliographic,
    type=st.sampled_from(
        ["", "article", "article-journal", "paper-conference", "book", "chapter", "thesis", "speech", "no"]
    ),
    title=hostile,
    author=st.lists(st.one_of(names, st.builds(Name, literal=hostile)), max_size=4).map(tuple),
    editor=st.lists(names, max_size=2).map(tuple),
    author_complete=st.booleans(),
    container_title=hostile,
    publisher=hostile,
    volume=hostile,
    issue=hostile,
    page=hostile,
    number=hostile,
    edition=hostile,
    genre=hostile,
    status=hostile,
    event_title=hostile,
    identifiers=st.lists(st.builds(Identifier, st.just("doi"), hostile), max_size=1).map(tuple),
    links=st.lists(st.builds(Link, st.just("url"), hostile), max_size=1).map(tuple),
)
CITERS = {
    style: Citer(style, "en", lambda name: len(name.family) % 2 == 0) for style in ("apa", "ieee", "gb-t-7714", "mla")
}


@settings(deadline=None)
@given(works, st.sampled_from(sorted(CITERS)))
def test_nothing_in_a_work_can_be_markup(hostile_work: Bibliographic, style: str) -> None:
    citation = CITERS[style].html(hostile_work, "k")
    without = TAG.sub("", citation)
    assert "<" not in without
    assert ">" not in without
    assert html.escape(html.unescape(without), quote=False) == without
    assert "\n" not in citation
    open_tags: list[str] = []
    for tag in TAG.findall(citation):
        name = tag.strip("</>").partition(" ")[0]
        if tag.startswith("</"):
            assert open_tags.pop() == name
        else:
            open_tags.append(name)
    assert not open_tags


def test_an_endless_list_of_authors_ends_in_et_al() -> None:
    crowd = replace(JOURNAL, author=tuple(Name(f"Author{number}", "A") for number in range(10_000)))
    citation = cited("nature-no-et-al", crowd)
    assert re.search(r"Author5999, A\., (<i>)?et al\.(</i>)? Deep", citation)


def test_huge_fields_take_no_time_and_no_room() -> None:
    long = "9" * 1_000_000
    huge = work(title=long, author=(QI,) * 20_000, page=f"{long}-{long}", volume=long, container_title=", (" * 300_000)
    for style in ("apa", "ieee", "association-for-computational-linguistics"):
        assert len(cited(style, huge)) < 300_000


TWICE = Work(
    key="k",
    type="article-journal",
    title="On tea",
    author=(replace(ZHOU, roles=("equal",)), Name("Tsi", "Wilson")),
    author_in=(AuthorsIn("zh", (Name(literal="周浩"), HAN)),),
    translations=(Translation("title", "zh", "论茶"),),
)


def test_a_page_shows_the_authors_in_its_script_with_their_marks_and_pages() -> None:
    page_of = {"Zhou": "https://zhou.org"}.get
    for language, expected in (("zh", "周浩"), ("en", "Zhou, H.")):
        citer = Citer("apa", language, is_own, marks={"equal": "*"}, page_of=lambda name: page_of(name.family, ""))
        assert f'<a href="https://zhou.org">{expected}</a><sup>*</sup>' in citer.html(TWICE, "k")


@pytest.mark.parametrize("known", ["齐炜祯", "Wilson Tsi"])
def test_the_own_name_stands_out_whichever_script_it_is_known_in(known: str) -> None:
    for language, expected in (("zh", "<b>齐炜祯</b>"), ("en", "Tsi, W.")):
        citation = Citer("apa", language, lambda name: str(name) == known).cite(TWICE, "k")
        assert expected in citation.html()
        assert ("<b>" in citation.html(lambda name: str(name) == known)) == bool(citation.own)
    assert "<b>齐炜祯</b>" in Citer("gb-t-7714", "zh", lambda name: str(name) == known).html(TWICE, "k")
