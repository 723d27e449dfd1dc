"""al-folio's bibliography and the counts of its badges."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.citing.escape import plain
from pubsync.formats import bibtex
from pubsync.records.base import Row
from pubsync.records.counts import Counts
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import RecordId
from pubsync.records.text import plain_form
from pubsync.records.work import Work
from pubsync.sites.al_folio import AlFolio
from pubsync.sites.al_folio_fields import al_folio_fields
from pubsync.sites.interface import DataFile, Material
from tests.sites.writing import HOSTILE, base, data_files, material, rows, table, work

BIB = "_bibliography/papers.bib"
COUNTS = "_data/citations.yml"
WHOLE = work(
    doi="10.18653/v1/2020.emnlp",
    arxiv="2001.04063",
    rows=("rme-IWIAAAAJ:qjMakFHDy7sC", "rme-IWIAAAAJ:Abc"),
    author=(Name("Qi", "Weizhen", roles=("equal",)), Name(literal="严昱", roles=("equal",)), Name("Duan", "Nan")),
    author_complete=False,
    abstract="Long.\nAnd 50% longer.",
    award="Best Paper",
    selected=True,
    links=(
        Link("url", "https://aclanthology.org/2020.emnlp"),
        Link("pdf", "https://a.org/~qi/a--b.pdf"),
        Link("code", "https://github.com/x/y"),
        Link("project", "https://p.org"),
        Link("video", "javascript:alert(1)"),
    ),
    extra=(("abbr", "EMNLP"), ("preview", "prophet_net.gif"), ("slides", "talks/qi.pdf"), ("altmetric", "false")),
)


def bib(drawn_on: Material) -> DataFile:
    return data_files(AlFolio(), drawn_on)[BIB]


def entry(one: Work) -> dict[str, str]:
    (found,) = rows(bib(material(one))).values()
    return {name: value for name, value in found.items() if isinstance(value, str)}


def decoded(value: str) -> str:
    """What jekyll-scholar's LaTeX filter leaves of a value, as far as it could make markup."""
    return re.sub(r"\\([$%;#_&])", r"\1", value.replace(r"\textbackslash{}", "\\")).translate(
        str.maketrans("", "", "{}$")
    )


def test_a_whole_entry() -> None:
    file = bib(material(WHOLE))
    assert (file.format, file.head) == ("bibtex", "---\n---\n")
    (row,) = table(file).rows
    assert (row.key, row.id, row.type) == ("qi2020prophetnet", "qi2020prophetnet", "inproceedings")
    assert dict(row.fields) == {
        "author": "Qi*, Weizhen and {严昱*} and Duan, Nan and others",
        "title": r"{ProphetNet} for {R\&D}",
        "booktitle": "Findings of EMNLP",
        "abstract": r"Long. And 50\% longer.",
        "year": "2020",
        "month": "nov",
        "doi": "10.18653/v1/2020.emnlp",
        "eprint": "2001.04063",
        "archiveprefix": "arXiv",
        "altmetric": "false",
        "pdf": "https://a.org/%7Eqi/a%2D-b.pdf",
        "code": "https://github.com/x/y",
        "slides": "talks/qi.pdf",
        "website": "https://p.org",
        "url": "https://aclanthology.org/2020.emnlp",
        "html": "https://aclanthology.org/2020.emnlp",
        "preview": "prophet_net.gif",
        "abbr": "EMNLP",
        "award": "Best Paper",
        "arxiv": "2001.04063",
        "selected": "true",
        "bibtex_show": "true",
        "google_scholar_id": "Abc",
    }


def test_what_is_unknown_has_no_field() -> None:
    assert entry(Work(key="k", title="T")) == {"title": "T", "bibtex_show": "true"}


def test_signs_are_those_of_the_settings_but_for_those_by_which_the_theme_would_miss_the_own_name() -> None:
    author = (Name("Qi", "Weizhen", roles=("equal",)), Name("Yan", "Yu", roles=("corresponding",)))
    for signs, expected in (("†*", "Qi†, Weizhen and Yan*, Yu"), ("*✉", "Qi*, Weizhen and Yan†, Yu")):
        marks = {"equal": signs[0], "corresponding": signs[1]}
        fields = al_folio_fields(work(author=author), "", "", marks=marks, doi_button=True)[1]
        assert fields["author"] == expected


def test_a_corresponding_author_has_a_mark_too_and_no_field_has_a_name_that_ruby_cant_read() -> None:
    found = entry(work(author=(Name("Qi", "W."), Name("Yan", "Yu", roles=("corresponding", "equal")))))
    assert found["author"] == "Qi, W. and Yan†*, Yu"
    assert all(re.fullmatch(r"[a-z_]+", name) for name in found)


@pytest.mark.parametrize(("said", "shown"), [("true", "true"), ("false", None), ("", None)])
def test_a_word_of_the_persons_shows_or_hides_the_bibtex(said: str, shown: str | None) -> None:
    assert entry(work(extra=(("bibtex_show", said),))).get("bibtex_show") == shown


def test_a_selection_in_another_bib_of_the_persons_holds() -> None:
    assert entry(work(extra=(("selected", "true"),)))["selected"] == "true"
    assert "selected" not in entry(work(extra=(("selected", "false"),)))


def test_a_doi_gets_a_button_of_its_own_where_the_theme_has_none() -> None:
    one = work(doi="10.1/x")
    assert "html" not in entry(one)
    old = material(one, files={"_layouts/bib.liquid": "{{ entry.title }}"})
    new = material(one, files={"_layouts/bib.liquid": '<a href="https://doi.org/{{ entry.doi }}">'})
    assert rows(bib(old))["qi2020prophetnet"]["html"] == "https://doi.org/10.1/x"
    assert "html" not in rows(bib(new))["qi2020prophetnet"]


MINE = """---
---
@article{Mine2020, title = {ProphetNet}, author = {Me}, date = {2020-11}, journaltitle = {EMNLP},
  arxiv = {2001.04063}}
"""


def mine(**fields: Any) -> Work:
    return work(records=(RecordId(f"bibtex:{BIB}", "Mine2020"),), arxiv="2001.04063", **fields)


def test_an_entry_of_the_persons_keeps_key_type_and_what_it_says_in_other_fields() -> None:
    (row,) = table(bib(material(mine(), files={BIB: MINE}))).rows
    assert (row.id, row.type) == ("Mine2020", "article")
    assert not {"year", "month", "journal", "booktitle", "eprint", "archiveprefix"} & dict(row.fields).keys()
    assert {"title", "author", "arxiv"} <= dict(row.fields).keys()
    assert "bibtex_show" not in dict(row.fields)


def test_what_pubsync_wrote_into_an_entry_is_no_word_of_the_persons() -> None:
    text = "@misc{Mine2020, title = {ProphetNet}, journal = {arXiv}}"
    written = Row(key="qi2020prophetnet", id="Mine2020", fields=(("journal", "arXiv"),), type="misc")
    for fields, wanted in (((), False), ((written,), True)):
        drawn = material(mine(), files={BIB: text}, bases={BIB: base(*fields, made=("Mine2020",))})
        assert ("booktitle" in rows(bib(drawn))["Mine2020"]) == wanted


def test_an_entry_that_pubsync_made_follows_the_works_type() -> None:
    written = Row(key="qi2020prophetnet", id="Mine2020", fields=(), type="misc")
    text = "@misc{Mine2020, title = {ProphetNet}}"
    made = material(mine(), files={BIB: text}, bases={BIB: base(written, made=("Mine2020",))})
    adopted = material(mine(), files={BIB: text}, bases={BIB: base(written)})
    assert [row.type for one in (made, adopted) for row in table(bib(one)).rows] == ["inproceedings", "misc"]


def test_a_venue_goes_where_the_entrys_own_type_has_it() -> None:
    text = "@conference{Mine2020, title = {ProphetNet}}"
    assert "booktitle" in rows(bib(material(mine(), files={BIB: text})))["Mine2020"]


def test_the_order_of_the_works_is_the_order_of_the_entries_and_changes_nothing_else() -> None:
    works = (WHOLE, work("b", title="B"), mine(key="c"))
    forward = bib(material(*works, files={BIB: MINE}))
    backward = bib(material(*reversed(works), files={BIB: MINE}))
    assert table(forward).rows == tuple(reversed(table(backward).rows))


def test_counts_stand_by_one_row_for_each_work() -> None:
    other = work("b", title="A <b> title", rows=("rme-IWIAAAAJ:B1",), issued=None)
    unlisted = work("c", title="C")
    counts = Counts(date="2026-05-13", works={"qi2020prophetnet": 25})
    file = data_files(AlFolio(), material(other, WHOLE, unlisted, counts=counts))[COUNTS]
    assert rows(file, "metadata") == {"": {"last_updated": "2026-05-13"}}
    assert rows(file, "papers") == {
        "rme-IWIAAAAJ:Abc": {"citations": 25, "title": "ProphetNet for R&amp;D", "year": "2020"},
        "rme-IWIAAAAJ:B1": {"citations": 0, "title": "A &lt;b&gt; title"},
    }
    assert [row.id for row in table(file, "papers").rows] == ["rme-IWIAAAAJ:Abc", "rme-IWIAAAAJ:B1"]


def test_the_row_that_the_person_named_bears_the_counts() -> None:
    named = work(rows=("rme-IWIAAAAJ:Abc", "rme-IWIAAAAJ:Xyz"), extra=(("google_scholar_id", "Xyz"),))
    files = data_files(AlFolio(), material(named, counts=Counts(date="2026-05-13", works={named.key: 3})))
    assert rows(files[BIB])[named.key]["google_scholar_id"] == "Xyz"
    assert rows(files[COUNTS], "papers")["rme-IWIAAAAJ:Xyz"]["citations"] == 3


def test_only_rows_of_the_sites_own_profile_are_named() -> None:
    theirs = work(rows=("aaaaaaaaaaaa:1", "rme-IWIAAAAJ:2"))
    assert rows(bib(material(theirs, scholar_id="rme-IWIAAAAJ")))[theirs.key]["google_scholar_id"] == "2"
    assert "google_scholar_id" not in rows(bib(material(theirs, scholar_id="bbbbbbbbbbbb")))[theirs.key]


def test_without_counts_there_is_no_file_of_counts() -> None:
    assert data_files(AlFolio(), material(WHOLE)).keys() == {BIB}


def hostile(text: str) -> Work:
    fields = (
        "abbr",
        "award_name",
        "annotation",
        "additional_info",
        "preview",
        "html",
        "hal",
        "altmetric",
        "organization",
    )
    return Work(
        key="k",
        title=f"T {text}",
        type="article-journal",
        author=(Name(text, text, roles=("equal",)), Name(literal=text)),
        container_title=text,
        abstract=text,
        note=text,
        award=text,
        issued=PartialDate(2020),
        identifiers=(Identifier("doi", f"10.1/{text}"), Identifier("pmid", text), Identifier("arxiv", text)),
        links=(Link("url", text), Link("pdf", f"https://a.org/{text}")),
        extra=tuple((name, text) for name in fields),
    )


def check_harmless(found: dict[str, str]) -> None:
    for name, value in found.items():
        assert value.splitlines() == [value], name
        depths = [value[:end].count("{") - value[:end].count("}") for end in range(len(value) + 1)]
        assert min(depths) == depths[-1] == 0, name
        if name != "doi":  # stands within an attribute only
            assert not re.search(r"<[a-zA-Z/!?]", decoded(value)), name
    for name in ("doi", "pmid", "arxiv", "preview", "html", "pdf", "url", "hal", "altmetric"):
        assert '"' not in found.get(name, ""), name
    for name in ("url", "pdf", "html"):
        assert not re.match(r"(?!https?:)[a-z]+:", found.get(name, "https:")), name
    assert not re.search(r"['\"`\\<>]|&[#\w]", decoded(found.get("author", ""))), "names stand in a script"


def test_hostile_texts_are_one_harmless_line_each() -> None:
    check_harmless(entry(hostile(HOSTILE)))
    check_harmless(entry(hostile("$<{script}>$ <$script src=x$ ';alert(1);' &#39; \\x3c `a")))


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("<>{}$\\'\"`&#;()[]!?/:=-~ %\nsaB1*†|^") | st.characters(), max_size=30))
def test_any_text_is_one_harmless_line(text: str) -> None:
    check_harmless(entry(hostile(text)))


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ab <>{}$\\&#%_^~é中-'\"`"), max_size=20))
def test_what_stands_in_the_file_still_says_what_the_title_said(text: str) -> None:
    title = f"Start {text} end"
    found = entry(work(title=title))
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in found.items())
    reading = bibtex.read(f"---\n---\n@article{{k,\n{lines}}}\n", source="s", where="w")
    assert reading.notices == ()
    assert plain_form(reading.records[0].title) == plain_form(plain(title))


@pytest.mark.parametrize(
    "award", ["[x](javascript:alert(1))", "a {: onclick='x'}", "<img>", "[a]: javascript:x", "![x]( data:x)"]
)
def test_markdown_that_could_act_is_plain_words(award: str) -> None:
    shown = decoded(entry(work(award=award))["award"])
    assert not re.search(r"\]\s*[(:]|\{:|<[a-z]", shown)


def test_markdown_that_formats_stays() -> None:
    assert entry(work(award="**Best** [paper](https://a.org)"))["award"] == "**Best** [paper](https://a.org)"
