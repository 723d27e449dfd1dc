"""Rows of a Scholar profile read as records: lines as Scholar prints them, and pages that are damaged in any way."""

from __future__ import annotations

import re
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pubsync.errors import SourceError
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.sources.interface import Answer, Statistics
from pubsync.sources.scholar import ScholarSource
from pubsync.sources.scholar.author_line import read_authors
from pubsync.sources.scholar.guard import Guard, Reply
from pubsync.sources.scholar.pages import plain_count, read_profile
from pubsync.sources.scholar.rows import row_mark, row_to_record
from pubsync.sources.scholar.venue_line import FIRST_YEAR, LAST_YEAR, read_venue
from tests.fakes.scholar_pages import Paper, Profile, many_papers, paper_page, profile_page

JANE = Profile(id="4bahYMkAAAAJ", name="Jane Q. Doe", papers=many_papers(3))
PAGE = profile_page(JANE).encode()
OWN_PAGE = paper_page(JANE, JANE.papers[0].id).encode()


def row(author_line: str = "", **bib: str) -> Record:
    publication = {"author_pub_id": "4bahYMkAAAAJ:u5HHmVD_uO8C", "num_citations": 0, "bib": {"title": "T", **bib}}
    return row_to_record(publication, author_line, "scholar:jane")


def test_the_blanks_that_scholar_puts_into_numbers_go() -> None:
    assert row(title="新冠疫情期间北京市PM2. 5污染特征").title == "新冠疫情期间北京市PM2.5污染特征"


# The venue's line


@pytest.mark.parametrize(
    ("line", "container", "volume", "issue", "page", "year"),
    [
        ("Nature 591 (7850), 379-384, 2021", "Nature", "591", "7850", "379-384", 2021),
        (
            "Journal of Memory and Language 144, 104650, 2025",
            "Journal of Memory and Language",
            "144",
            "",
            "104650",
            2025,
        ),
        ("PLoS ONE 9 (2), e87357, 2014", "PLoS ONE", "9", "2", "e87357", 2014),
        ("Genome biology 12 (Suppl 1), S3, 2012", "Genome biology", "12", "Suppl 1", "S3", 2012),
        ("Proc. ACM Softw. Eng. 1 (FSE), 115:1-115:28", "Proc. ACM Softw. Eng.", "1", "FSE", "115:1-115:28", None),
        ("Some Journal 2018 (5), 1-30, 2018", "Some Journal", "2018", "5", "1-30", 2018),
        ("上海海洋大学学报 24 (3), 1-9, 2015", "上海海洋大学学报", "24", "3", "1-9", 2015),
        (
            "Findings of the ACL: EMNLP 2020, 2678-2697, 2020",
            "Findings of the ACL: EMNLP 2020",
            "",
            "",
            "2678-2697",
            2020,
        ),
        (
            "18th Conference on Cloud (CLOUD), 186-198, 2025",
            "18th Conference on Cloud (CLOUD)",
            "",
            "",
            "186-198",
            2025,
        ),
        ("Workshop on X 2020 (WX), 2020", "Workshop on X 2020 (WX)", "", "", "", 2020),
        ("NeurIPS 2024 Competition Track, 2024", "NeurIPS 2024 Competition Track", "", "", "", 2024),
        ("EvalEval Coalition Blog, April, 2026", "EvalEval Coalition Blog, April", "", "", "", 2026),
        ("The Second Workshop on Models, 0", "The Second Workshop on Models", "", "", "", None),
        ("Journal of Vision 0 (2), 1-9, 2000", "Journal of Vision", "", "2", "1-9", 2000),
        ("2020", "", "", "", "", 2020),
        ("", "", "", "", "", None),
    ],
)
def test_the_venues_line_is_parted(
    line: str, container: str, volume: str, issue: str, page: str, year: int | None
) -> None:
    found = read_venue(line)
    assert (found.container_title, found.volume, found.issue, found.page) == (container, volume, issue, page)
    assert (found.year, found.cut, found.type) == (year, False, "")


@pytest.mark.parametrize(
    ("line", "container", "cut", "volume", "issue"),
    [
        (
            "Proceedings of the 2024 Conference of the …, 2024",
            "Proceedings of the 2024 Conference of the",
            True,
            "",
            "",
        ),
        (
            "Proceedings of the 2024 Conference of the ..., 2024",
            "Proceedings of the 2024 Conference of the",
            True,
            "",
            "",
        ),
        ("Journal of Information Science 58 (7 …, 2024", "Journal of Information Science", False, "58", ""),
        ("Some Journal 12 (3), 1234 …, 2024", "Some Journal", False, "12", "3"),
        ("…, 2024", "", False, "", ""),
    ],
)
def test_of_a_line_that_is_cut_the_whole_parts_are_kept(
    line: str, container: str, *, cut: bool, volume: str, issue: str
) -> None:
    found = read_venue(line)
    assert (found.container_title, found.cut, found.volume, found.issue) == (container, cut, volume, issue)
    assert (found.page, found.year) == ("", 2024)


def test_a_cut_container_is_marked_in_the_record() -> None:
    record = row(citation="Proceedings of the 2024 Conference of the …, 2024")
    assert record.container_title == "Proceedings of the 2024 Conference of the"
    assert record.extra == (("container_cut", "yes"),)


@pytest.mark.parametrize(
    ("line", "arxiv"),
    [
        ("arXiv preprint arXiv:2001.04063, 2020", "2001.04063"),
        ("arXiv e-prints, arXiv: 2303.09435, 2023", "2303.09435"),
        ("arXiv preprint cs/0112017, 2001", "cs/0112017"),
        ("CoRR abs/2001.04063, 2020", "2001.04063"),
        ("arXiv preprint arXiv:2001.04 …, 2020", ""),
        ("arXiv, 2020", ""),
    ],
)
def test_arxiv_preprints(line: str, arxiv: str) -> None:
    record = row(citation=line)
    assert (record.type, record.container_title) == ("article", "arXiv")
    assert record.identifiers == ((Identifier("arxiv", arxiv),) if arxiv else ())


@pytest.mark.parametrize(
    ("line", "server", "number"),
    [
        ("bioRxiv, 2020.05.01.072000, 2020", "bioRxiv", "2020.05.01.072000"),
        ("Available at SSRN 3456789, 2019", "SSRN", "3456789"),
        ("medRxiv, 2021", "medRxiv", ""),
    ],
)
def test_other_preprints(line: str, server: str, number: str) -> None:
    record = row(citation=line)
    assert (record.type, record.container_title, record.number) == ("article", server, number)


@pytest.mark.parametrize(
    ("line", "genre", "number"),
    [
        ("US Patent App. 18/454,124, 2025", "US Patent App.", "18/454,124"),
        ("US Patent 12,093,645, 2024", "US Patent", "12,093,645"),
        ("CN Patent 110,888,888, 2020", "CN Patent", "110,888,888"),
    ],
)
def test_patents(line: str, genre: str, number: str) -> None:
    record = row(citation=line)
    assert (record.type, record.genre, record.number, record.container_title) == ("patent", genre, number, "")


@pytest.mark.parametrize("publisher", ["Springer", "Cambridge University Press", "MIT Press"])
def test_a_publisher_is_no_container(publisher: str) -> None:
    record = row(citation=f"{publisher}, 2010")
    assert (record.publisher, record.container_title) == (publisher, "")


@pytest.mark.parametrize(
    ("year", "line", "issued"),
    [
        ("2021", "Nature 1, 2021", PartialDate(2021)),
        ("", "Nature 1, 2021", PartialDate(2021)),
        ("0", "Nature 1, 0", None),
        ("0", "", None),
        ("99999", "", None),
        ("1066", "", None),
        ("MMXX", "", None),
    ],
)
def test_a_year_is_one_that_a_paper_may_be_of(year: str, line: str, issued: PartialDate | None) -> None:
    assert row(pub_year=year, citation=line).issued == issued


def test_a_row_that_tells_nothing_but_its_title() -> None:
    record = row_to_record({"author_pub_id": "a:b", "bib": {"title": " Fisheries \n Science "}}, "", "scholar:jane")
    assert record == Record(
        source="scholar:jane", id="a:b", title="Fisheries Science", author_complete=False, citations=0
    )


# The authors' line


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("W Qi", Name(family="Qi", given="W")),
        ("WN Qi", Name(family="Qi", given="W N")),
        ("W. N. Qi", Name(family="Qi", given="W N")),
        ("Qi W", Name(family="Qi", given="W")),
        ("L CHOSHEN", Name(family="CHOSHEN", given="L")),
        ("CHOSHEN L", Name(family="CHOSHEN", given="L")),
        ("L van der Maaten", Name(family="Maaten", given="L", non_dropping_particle="van der")),
        ("AF de Oliveira", Name(family="Oliveira", given="A F", non_dropping_particle="de")),
        ("F Maia Polo", Name(family="Maia Polo", given="F")),
        ("R Brüel-Gabrielsson", Name(family="Brüel-Gabrielsson", given="R")),
        ("R Smith Jr", Name(family="Smith", given="R", suffix="Jr")),
        ("Jane Q Doe", Name(family="Doe", given="Jane Q")),
        ("Laurens van der Maaten", Name(family="Maaten", given="Laurens", non_dropping_particle="van der")),
        ("Л Толстой", Name(family="Толстой", given="Л")),
        ("齐炜祯", Name(literal="齐炜祯")),
        ("齐 炜祯", Name(literal="齐炜祯")),
        ("Wei 张", Name(literal="Wei 张")),
        ("CMS Collaboration", Name(literal="CMS Collaboration")),
        ("OpenAI", Name(literal="OpenAI")),
    ],
)
def test_a_name_is_parted(written: str, name: Name) -> None:
    assert read_authors(f"{written}, A Last") == ((name, Name(family="Last", given="A")), True)


@pytest.mark.parametrize("end", ["...", "…", "et al.", "others", "B Wil…"])
def test_a_cut_list_is_known_to_be_cut(end: str) -> None:
    assert read_authors(f"W Qi, Y Yan, {end}") == ((Name(family="Qi", given="W"), Name(family="Yan", given="Y")), False)


@pytest.mark.parametrize("line", ["", "  ", "...", ", ,"])
def test_no_authors_are_unknown_authors(line: str) -> None:
    assert read_authors(line) == ((), False)


# Counts


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("0", 0),
        ("1234", 1234),
        ("1,234", 1234),
        ("1.234.567", 1234567),
        ("1 234", 1234),
        ("12\u00a0345", 12345),
        ("12\u202f345", 12345),
        ("1'234", 1234),
        ("1’234", 1234),
        ("1,23,456", 123456),
        ("۱۲۳۴", 1234),
        ("١٬٢٣٤", 1234),
        ("\u200f123\u200f", 123),
        (" 7\n", 7),
        ("", None),
        ("many", None),
        ("1.5", None),
        ("1,2345", None),
        ("-3", None),
        ("²", None),
        ("9" * 40, None),
    ],
)
def test_a_count_is_read_in_any_languages_format(written: str, count: int | None) -> None:
    assert plain_count(written) == count


def statistics(**profile: Any) -> Statistics:
    page = profile_page(Profile(id=JANE.id, name="Jane", papers=JANE.papers, **profile))
    return read_profile(page, JANE.id, "scholar:jane").statistics


def test_statistics_are_citations_and_h_index_of_all_years_and_the_chart() -> None:
    told = statistics(counts=(12345, 226, 40, 9, 8, 7), by_year=((2019, 3), (2020, 0), (2021, 12)))
    assert told == Statistics(citations=12345, h_index=40, by_year=((2019, 3), (2020, 0), (2021, 12)))


def test_a_profile_that_nobody_cites_has_none_and_one_without_counts_has_unknown_ones() -> None:
    assert statistics(counts=(0,) * 6, by_year=()) == Statistics(citations=0, h_index=0)
    assert statistics(counts=(), by_year=()) == Statistics()


def test_a_chart_that_cant_be_read_is_no_chart() -> None:
    page = profile_page(JANE).replace("z-index:1", "z-index:9")
    told = read_profile(page, JANE.id, "scholar:jane").statistics
    assert (told.by_year, told.citations) == ((), 304)


def test_a_row_is_marked_by_its_title_venue_and_year_alone() -> None:
    one = row("W Qi, ...", title="Prophet nets", citation="Nature 1 (2), 3-4", pub_year="2020")
    same = row("W Qi, Y Yan", title="PROPHET-NETS", citation="NATURE 1 (2), 3–4", pub_year="2020")
    assert row_mark(one) == row_mark(same)
    for bib in ({"title": "Other"}, {"citation": "Science 1 (2), 3-4"}, {"citation": "Nature 1 (2), 3-5"}):
        told = {"title": "Prophet nets", "citation": "Nature 1 (2), 3-4", "pub_year": "2020", **bib}
        assert row_mark(row("W Qi, ...", **told)) != row_mark(one)
    assert row_mark(row(title="Prophet nets", citation="Nature 1 (2), 3-4", pub_year="2021")) != row_mark(one)


# Whatever Scholar sends


@given(st.text(max_size=300))
def test_any_line_can_be_read(line: str) -> None:
    names, complete = read_authors(line)
    assert all(str(name).strip() for name in names)
    assert names or not complete
    year = read_venue(line).year
    assert year is None or FIRST_YEAR <= year <= LAST_YEAR


LINES = re.compile(r"[B-Z][a-z ]{1,20} [1-9]\d{0,3}( \([1-9]\d{0,2}\))?, \d{1,4}-\d{1,4}, (19|20)\d\d", re.ASCII)


@given(st.from_regex(LINES, fullmatch=True))
def test_nothing_of_a_line_is_lost(line: str) -> None:
    found = read_venue(line)
    told = (found.container_title, found.volume, found.issue, found.page, str(found.year))
    assert "".join(told).replace(" ", "") == line.translate(dict.fromkeys(map(ord, " (),")))


TAGS = (
    "</tr>",
    "</div>",
    "<tr class='gsc_a_tr'>",
    "<a class='gsc_a_at' href='?'>",
    "<!--",
    "<script>",
    "<table>",
    "<svg>",
)
BITS = ("<", ">", '"', "&#0;", "&nbsp;", "\0", " disabled", "99999999999999999999", "-1", "]]>", "é", "齐")
MARKUP = st.sampled_from([bit.encode() for bit in (*TAGS, *BITS)])
CHANGE = st.tuples(
    st.integers(0, len(PAGE)), st.integers(0, 60), st.one_of(st.binary(max_size=8), MARKUP, st.just(b""))
)


def changed(page: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for at, length, put in changes:
        page = page[:at] + put + page[at + length :]
    return page


def fetched(*pages: bytes, **options: Any) -> Answer | SourceError:
    """Fetch with these answers of Scholar's; any other error than a SourceError fails the test."""
    source = ScholarSource(name="scholar:jane", scholar_id=JANE.id, pause=0, **options)
    replies = [Reply(200, {"content-type": "text/html; charset=UTF-8"}, page) for page in pages]
    with mock.patch.object(Guard, "ask", side_effect=replies):
        try:
            return source.fetch(None)
        except SourceError as error:
            return error


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGE, min_size=1, max_size=5))
def test_a_damaged_page_is_a_list_or_a_source_error(changes: list[tuple[int, int, bytes]]) -> None:
    answer = fetched(changed(PAGE, changes))
    for record in answer.records if isinstance(answer, Answer) else ():
        assert isinstance(record, Record)
        assert record.id.count(":") == 1
        assert record.title.strip()
        assert record.author or not record.author_complete


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(PAGE)), st.binary(max_size=200))
def test_a_page_that_ends_early_or_is_something_else(end: int, other: bytes) -> None:
    answer = fetched(PAGE[:end])
    assert isinstance(answer, SourceError) or len(answer.records) == 3
    assert isinstance(fetched(other), SourceError)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGE, min_size=1, max_size=5))
def test_a_damaged_page_of_one_work_leaves_the_list_whole(changes: list[tuple[int, int, bytes]]) -> None:
    answer = fetched(PAGE, changed(OWN_PAGE, changes), details=1)
    assert isinstance(answer, Answer)
    assert [record.id for record in answer.records] == [f"{JANE.id}:{paper.id}" for paper in JANE.papers]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(*(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60) for _ in range(3)))
def test_any_text_in_a_row_comes_through(title: str, authors: str, venue: str) -> None:
    paper = Paper(id="x", title=title, authors=authors, venue=venue, year="2020")
    answer = fetched(profile_page(Profile(id=JANE.id, name="Jane", papers=(paper, *JANE.papers))).encode())
    assert isinstance(answer, Answer)
    records = [record for record in answer.records if isinstance(record, Record)]
    assert len(records) == (4 if title.strip() else 3)
    if title.strip():
        assert records[0].title.split() == title.split()
        assert records[0].author == read_authors(" ".join(authors.split()))[0]
