from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.merging import is_preprint, merge
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.records.text import Translation
from pubsync.records.work import FieldOrigin
from tests.builders import record, rid

SCHOLAR = "scholar:aaaaaaaaaaaa#x"
FULL = (Name(family="Lee", given="Ann"), Name(family="Wu", given="Bo"), Name(family="Ray", given="Cy"))


def paper(identity: str = "paper", **fields: object) -> Record:
    return record(identity, **({"type": "paper-conference", "container_title": "ICML"} | fields))  # type: ignore[arg-type]


def preprint(identity: str = "pre", **fields: object) -> Record:
    return record(identity, **({"type": "article", "container_title": "arXiv", "arxiv": "2001.04063"} | fields))  # type: ignore[arg-type]


def test_the_published_version_leads_and_the_preprint_stays_linked() -> None:
    work = merge("k", [preprint(year=2020), paper(year=2021, doi="10.1/x")])
    assert (work.type, work.container_title, work.issued) == ("paper-conference", "ICML", PartialDate(2021))
    assert work.identifiers == (Identifier("doi", "10.1/x"), Identifier("arxiv", "2001.04063"))


def test_a_preprints_venue_never_fills_the_published_version() -> None:
    assert merge("k", [paper(container_title=""), preprint()]).container_title == ""


def test_a_title_changed_on_publication_is_kept_beside_the_new_one() -> None:
    work = merge("k", [preprint(title="Old words"), paper(title="New words")])
    assert (work.title, work.preprint_title) == ("New words", "Old words")
    assert merge("k", [preprint(title="same WORDS"), paper(title="Same words")]).preprint_title == ""


def test_a_whole_author_list_goes_before_a_cut_one_of_a_better_source() -> None:
    cut = paper(author=FULL[:1], author_complete=False)
    whole = record(SCHOLAR, author=FULL, container_title="ICML")
    work = merge("k", [cut, whole])
    assert work.author == FULL
    assert work.author_complete


def test_a_list_known_to_be_cut_is_called_so() -> None:
    assert not merge("k", [paper(author=FULL[:2], author_complete=False)]).author_complete


def test_names_written_out_go_before_initials() -> None:
    initials = paper("a", author=(Name(family="Lee", given="A."), Name(family="Wu", given="BC")))
    written = record(SCHOLAR, author=FULL[:2], container_title="ICML")
    assert merge("k", [initials, written]).author == FULL[:2]


def test_proper_casing_goes_before_capitals() -> None:
    shouting, proper = paper("a", title="ON BERT AND ITS KIN"), paper("b", title="On BERT and its kin")
    assert merge("k", [shouting, proper]).title == "On BERT and its kin"


def test_a_title_cut_within_a_word_gives_way_to_the_whole_one() -> None:
    cut, whole = (
        paper("a", title="On the origin of spec"),
        record(SCHOLAR, title="On the origin of species", type="chapter"),
    )
    assert merge("k", [cut, whole]).title == "On the origin of species"


def test_a_venue_that_its_source_cut_gives_way_to_a_whole_one() -> None:
    cut = paper("a", container_title="Proceedings of the", extra=(("container_cut", "yes"),))
    whole = record(SCHOLAR, container_title="Proceedings of the ACL")
    work = merge("k", [cut, whole])
    assert work.container_title == "Proceedings of the ACL"
    assert work.extra == ()


def test_the_most_precise_date_that_agrees_is_taken() -> None:
    year, month, other = (
        paper("a", issued=PartialDate(2021)),
        paper("b", issued=PartialDate(2021, 7)),
        paper("c", issued=PartialDate(2020, 6, 9)),
    )
    assert merge("k", [year, month, other]).issued == PartialDate(2021, 7)


def test_a_status_ends_by_itself_on_publication() -> None:
    accepted = paper("a", status="accepted")
    assert merge("k", [accepted]).status == "accepted"
    assert merge("k", [accepted, record(SCHOLAR, container_title="ICML")]).status == "accepted"
    assert merge("k", [accepted, record("crossref:x#1", container_title="ICML")]).status == ""


def test_titles_in_two_scripts_are_both_kept() -> None:
    work = merge("k", [paper(title="A study of tea"), record(SCHOLAR, title="茶的研究", container_title="学报")])
    assert work.text("title", "zh") == "茶的研究"
    assert work.text("title", "en") == "A study of tea"


def test_a_translation_that_a_source_gives_is_kept() -> None:
    work = merge("k", [paper(translations=(Translation("title", "zh", "题目"),))])
    assert work.text("title", "zh") == "题目"


def test_links_of_all_versions_are_kept_one_a_kind() -> None:
    work = merge(
        "k",
        [
            paper(links=(Link("pdf", "https://a/p"),)),
            preprint(links=(Link("pdf", "https://b"), Link("code", "https://c"))),
        ],
    )
    assert work.links == (Link("code", "https://c"), Link("pdf", "https://a/p"))


def test_the_page_of_a_preprint_is_called_so_once_the_paper_is_published() -> None:
    page = Link("url", "https://eartharxiv.org/view/7001/")
    assert merge("k", [paper(), preprint(links=(page,))]).links == (Link("preprint", page.url),)
    assert merge("k", [preprint(links=(page,))]).links == (page,)
    doi = Link("url", "https://doi.org/10.1000/x")
    assert merge("k", [paper(), preprint(links=(doi,))]).links == (doi,)


def test_every_field_tells_where_it_comes_from() -> None:
    work = merge("k", [paper(doi="10.1/x"), preprint(abstract="Why.")])
    origins = dict(work.origins)
    assert origins["container_title"] == rid("paper")
    assert origins["abstract"] == rid("pre")
    assert FieldOrigin("title", rid("paper")) in work.origins


@pytest.mark.parametrize(
    ("venue", "expected"),
    [
        ("Proceedings of the AAAI Conference on Artificial Intelligence", "paper-conference"),
        ("International Conference on Machine Learning", "paper-conference"),
        ("Findings of the Association for Computational Linguistics", "paper-conference"),
        ("Proceedings of the National Academy of Sciences", ""),
        ("Proceedings of the IEEE", ""),
        ("IEEE Transactions on Robotics", "article-journal"),
        ("上海海洋大学学报", "article-journal"),
        ("Nature", ""),
    ],
)
def test_a_venue_may_tell_the_type_that_no_source_names(venue: str, expected: str) -> None:
    assert merge("k", [record(SCHOLAR, container_title=venue)]).type == expected
    assert merge("k", [record(SCHOLAR, container_title=venue, type="book")]).type == "book"


def test_what_is_a_preprint() -> None:
    assert is_preprint(record("a", type="article"))
    assert is_preprint(record("a", container_title="arXiv preprint arXiv:2001.04063"))
    assert is_preprint(record("a", container_title="CoRR"))
    assert not is_preprint(record("a", type="article-journal", container_title="Correspondence"))
    assert not is_preprint(record(SCHOLAR, title="No venue at all"))


pool = [
    preprint("p1", title="ON X"),
    preprint("p2", abstract="why", issued=PartialDate(2020, 5)),
    paper("b1", title="On X"),
    paper("b2", volume="3", issued=PartialDate(2021, 2)),
    record("scholar:aaaaaaaaaaaa#s1", title="On x"),
    record("scholar:aaaaaaaaaaaa#s2", title="On X: a study", author=FULL),
]


@given(st.lists(st.sampled_from(pool), min_size=1, unique=True), st.randoms())
def test_the_order_of_records_changes_nothing(records: list[Record], order: random.Random) -> None:
    shuffled = list(records)
    order.shuffle(shuffled)
    assert merge("k", shuffled) == merge("k", records)


def test_a_journals_names_in_two_scripts_are_each_others_translation() -> None:
    chinese = paper("zh", title="黑碳气溶胶的垂直分布", container_title="中国环境科学")
    english = paper("en", title="Black carbon", container_title="China Environmental Science")
    work = merge("k", [chinese, english, preprint(title="Black carbon")])
    venues = {work.text("container_title", language) for language in ("zh", "en")}
    assert venues == {"中国环境科学", "China Environmental Science"}
    alone = merge("k", [chinese, preprint(title="Black carbon")])
    assert alone.text("container_title", "en") == "中国环境科学"


@pytest.mark.parametrize("said", ["en", "zh"])
def test_what_a_record_says_of_its_language_is_not_said_of_a_title_in_the_other_script(said: str) -> None:
    place = {"container_title": "", "type": "article-journal"}
    chinese = paper("b", title="黑碳气溶胶", language="zh" if said == "zh" else "", **place)
    english = paper("a", title="Black carbon", language="en" if said == "en" else "", **place)
    work = merge("k", [chinese, english])
    assert (work.text("title", "zh"), work.text("title", "en")) == ("黑碳气溶胶", "Black carbon")
    assert work.languages("title") == {"zh", "en"}
    assert work.language in ("", "zh" if work.title == "黑碳气溶胶" else "en")


def test_a_universitys_names_in_two_scripts_are_each_others_translation() -> None:
    place = {"type": "thesis", "container_title": ""}
    chinese = paper("zh", title="湖泊光学", publisher="南京大学", publisher_place="南京", **place)
    english = paper("en", title="Lake optics", publisher="Nanjing University", publisher_place="Nanjing", **place)
    work = merge("k", [chinese, english])
    for field, names in {
        "publisher": ("南京大学", "Nanjing University"),
        "publisher_place": ("南京", "Nanjing"),
    }.items():
        assert (work.text(field, "zh"), work.text(field, "en")) == names


def test_what_a_preprints_entry_notes_of_itself_is_not_noted_of_the_paper() -> None:
    assert merge("k", [paper(), preprint(note="Preprint, under review")]).note == ""
    assert merge("k", [paper(), preprint(note="Best paper award")]).note == "Best paper award"
    assert merge("k", [preprint(note="Preprint, under review")]).note == "Preprint, under review"
