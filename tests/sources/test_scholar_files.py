"""Profiles from files: scholarly's dump, Scholar's own exports, and pages saved from a browser."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pubsync.errors import SourceError
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.sources.interface import Answer, Source, Statistics
from pubsync.sources.scholar import ScholarFileSource
from tests.fakes.scholar_pages import CAPTCHAS, Paper, many_papers, profile_page
from tests.fakes.scholar_source import JANE

NAME = "scholar:profile"


def read(
    folder: Path, content: str | bytes | object, previous: Answer | None = None, scholar_id: str = "", file: str = "p"
) -> Answer:
    """Read a file of this content; anything but text and bytes is written as JSON."""
    if not isinstance(content, str | bytes):
        content = json.dumps(content)
    (folder / file).write_bytes(content.encode() if isinstance(content, str) else content)
    return ScholarFileSource(name=NAME, path=file, root=folder, scholar_id=scholar_id).fetch(previous)


def works(answer: Answer) -> list[Record]:
    return [record for record in answer.records if isinstance(record, Record)]


def ids(answer: Answer) -> list[str]:
    return [record.id for record in answer.records]


# scholarly's dump, as AcadHomepage keeps it


def publication(number: str, title: str, **fields: Any) -> dict[str, Any]:
    return {
        "container_type": "Publication",
        "source": "AUTHOR_PUBLICATION_ENTRY",
        "bib": {"title": title, **fields.pop("bib", {})},
        "filled": False,
        "author_pub_id": f"{JANE.id}:{number}",
        "num_citations": 0,
        **fields,
    }


def dump(*publications: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "container_type": "Author",
        "filled": ["basics", "publications", "indices", "counts"],
        "scholar_id": JANE.id,
        "source": "AUTHOR_PROFILE_PAGE",
        "name": "Jane Q. Doe",
        "affiliation": "Example University",
        "interests": [],
        "email_domain": "@example.edu",
        "citedby": 304,
        "publications": {one["author_pub_id"]: one for one in publications},
        "citedby5y": 226,
        "hindex": 9,
        "hindex5y": 9,
        "i10index": 8,
        "i10index5y": 7,
        "cites_per_year": {"2019": 3, "2020": 0, "2021": 12},
        "updated": "2026-03-17 08:54:33.008930",
        **fields,
    }


CITED = publication(
    "u5HHmVD_uO8C",
    "An overview of teapots",
    bib={"pub_year": "2023", "citation": "Journal of Tea 12 (3), 1-9, 2023"},
    num_citations=735,
    citedby_url="https://scholar.google.com/scholar?oi=bibs&hl=en&cites=6515038324654839619,7",
    cites_id=["6515038324654839619", "7"],
)


def test_a_dump_gives_the_records_that_the_profile_gives(tmp_path: Path) -> None:
    answer = read(tmp_path, dump(CITED))
    (record,) = works(answer)
    assert (record.id, record.source, record.title) == (f"{JANE.id}:u5HHmVD_uO8C", NAME, "An overview of teapots")
    assert (record.container_title, record.volume, record.issue, record.page) == ("Journal of Tea", "12", "3", "1-9")
    assert (record.issued, record.citations) == (PartialDate(2023), 735)
    assert record.extra == (("cites_id", "6515038324654839619,7"),)
    assert (record.author, record.author_complete) == ((), False)


def test_a_dump_tells_owner_and_statistics(tmp_path: Path) -> None:
    answer = read(tmp_path, dump(CITED))
    assert (answer.owner, answer.partial, answer.notices, answer.requests) == ("Jane Q. Doe", "", (), 0)
    assert answer.statistics == Statistics(citations=304, h_index=9, by_year=((2019, 3), (2020, 0), (2021, 12)))


def test_what_scholarly_filled_in_a_publication_is_used(tmp_path: Path) -> None:
    filled = publication(
        "u5HHmVD_uO8C",
        "An overview of teapots",
        bib={
            "pub_year": 2023,
            "author": "Jane Q Doe and Anna Müller",
            "journal": "Journal of Tea",
            "volume": "12",
            "number": "3",
            "pages": "1-9",
            "publisher": "Leaf",
            "abstract": "We study.",
        },
        filled=True,
        pub_url="https://doi.org/10.1000/tea",
    )
    (record,) = works(read(tmp_path, dump(filled)))
    assert [str(name) for name in record.author] == ["Jane Q Doe", "Anna Müller"]
    assert (record.author_complete, record.container_title, record.publisher) == (True, "Journal of Tea", "Leaf")
    assert (record.issue, record.abstract, record.issued) == ("3", "We study.", PartialDate(2023))
    assert record.identifiers == (Identifier("doi", "10.1000/tea"),)


def test_publications_in_a_list_as_scholarly_returns_them_are_read_too(tmp_path: Path) -> None:
    assert ids(read(tmp_path, dump() | {"publications": [CITED]})) == [f"{JANE.id}:u5HHmVD_uO8C"]


def test_a_publication_that_cant_be_read_is_told(tmp_path: Path) -> None:
    bad = dump(CITED)
    bad["publications"] |= {"no id": {"bib": {"title": "T"}}, "x": None, f"{JANE.id}:y": {"bib": {"title": 3.5}}}
    answer = read(tmp_path, bad)
    assert ids(answer) == [f"{JANE.id}:u5HHmVD_uO8C"]
    assert len(answer.notices) == 3
    assert "no id" in answer.notices[0].what


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (json.dumps(dump(CITED))[:-40], "no whole JSON"),
        ("[" * 100_000, "no whole JSON"),
        ('{"schemaVersion": 1, "label": "citations", "message": "304"}', "without the publications"),
        ("[]", "without the publications"),
        (json.dumps(dump()), "names no works"),
    ],
)
def test_a_dump_that_is_none_is_said(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(SourceError, match=told) as failure:
        read(tmp_path, content)
    assert (failure.value.where, bool(failure.value.remedy)) == ("p", True)


@pytest.mark.parametrize("fields", [{}, {"scholar_id": None}])
def test_another_persons_dump_is_not_believed(tmp_path: Path, fields: dict[str, Any]) -> None:
    with pytest.raises(SourceError, match="of the profile '4bahYMkAAAAJ', not of 'rme-IWIAAAAJ'"):
        read(tmp_path, dump(CITED, **fields), scholar_id="rme-IWIAAAAJ")
    assert read(tmp_path, dump(CITED, **fields), scholar_id=JANE.id).records


# Scholar's CSV


CSV = (
    "\ufeffAuthors,Title,Publication,Volume,Number,Pages,Year,Publisher\n"
    '"Doe, Jane Q; García-López, José; De Santi, C; ","Steeping, brewing and pouring",Journal of Tea,12,3,1-9,2023,'
    "Leaf\n"
    '"Doe, Jane Q; ",Teapots,arXiv preprint arXiv:2303.04671,,,,2023,\n'
    '"Doe, Jane Q; 张, 三; others; ",A handbook of tea,,,,,,Springer\n'
)


def test_a_csv_export_gives_whole_names_and_the_venue(tmp_path: Path) -> None:
    first, second, third = works(read(tmp_path, CSV))
    assert first.author == (
        Name(family="Doe", given="Jane Q"),
        Name(family="García-López", given="José"),
        Name(family="De Santi", given="C."),
    )
    assert (first.title, first.author_complete) == ("Steeping, brewing and pouring", True)
    assert (first.container_title, first.volume, first.issue, first.page) == ("Journal of Tea", "12", "3", "1-9")
    assert (first.publisher, first.issued, first.citations) == ("Leaf", PartialDate(2023), None)
    assert (second.type, second.container_title) == ("article", "arXiv")
    assert second.identifiers == (Identifier("arxiv", "2303.04671"),)
    assert (third.author_complete, third.issued, third.publisher) == (False, None, "Springer")


def test_a_csv_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    text = CSV.splitlines()[0].replace(",", ";") + '\r\n"Doe, J; Roe, R; ";T;J;1;;2;2020;\r\n\r\n'
    (record,) = works(read(tmp_path, text))
    assert [name.family for name in record.author] == ["Doe", "Roe"]
    assert (record.title, record.container_title, record.page) == ("T", "J", "2")


@pytest.mark.parametrize(
    ("end", "told"),
    [('"Doe, Jane; ",A title,Jour', "breaks off within a row"), ('"Doe, Jane; ","A title that is', "no whole table")],
)
def test_a_csv_that_breaks_off_is_said_with_its_line(tmp_path: Path, end: str, told: str) -> None:
    with pytest.raises(SourceError, match=told) as failure:
        read(tmp_path, CSV + end)
    assert failure.value.where == "p:5"


def test_a_row_without_a_title_is_told(tmp_path: Path) -> None:
    answer = read(tmp_path, CSV + '"Doe, Jane; ",,J,,,,2020,\n')
    assert (len(answer.records), answer.notices[0].where) == (3, "p:5")


# The other exports

BIB = """@article{doe2023steeping,
  title={Steeping, brewing and pouring},
  author={Doe, Jane Q and Garc{\\'\\i}a-L{\\'o}pez, Jos{\\'e} and De Santi, C},
  journal={Journal of Tea},
  volume={12},
  number={3},
  pages={1--9},
  year={2023},
  publisher={Leaf}
}

@article{doe2023teapots,
  title={Teapots},
  author={Doe, Jane Q and others},
  journal={arXiv preprint arXiv:2303.04671},
  year={2023}
}
@inproceedings{doe2023teapots,
  title={Kettles},
  author={Doe, Jane Q},
  booktitle={Proceedings of Tea},
  year={2023}
}
"""
RIS = """TY  - JOUR
T1  - Steeping, brewing and pouring
A1  - Doe, Jane Q
A1  - García-López, José
JO  - Journal of Tea
VL  - 12
IS  - 3
SP  - 1
EP  - 9
Y1  - 2023
PB  - Leaf
ER  -
"""
ENW = """%0 Journal Article
%T Steeping, brewing and pouring
%A Doe, Jane Q
%A García-López, José
%J Journal of Tea
%V 12
%N 3
%P 1-9
%@ 1471-2105
%D 2023
%I Leaf

"""


def test_a_bibtex_export_has_no_ids_of_its_keys_since_scholar_repeats_them(tmp_path: Path) -> None:
    answer = read(tmp_path, BIB)
    assert ids(answer) == ["steeping-brewing-and-pouring-2023", "teapots-2023", "kettles-2023"]
    assert answer.notices == ()
    assert [record.author_complete for record in works(answer)] == [True, False, True]


@pytest.mark.parametrize("text", [RIS, ENW])
def test_ris_and_endnote_exports_are_read(tmp_path: Path, text: str) -> None:
    (record,) = works(read(tmp_path, text))
    assert (record.id, record.container_title) == ("steeping-brewing-and-pouring-2023", "Journal of Tea")
    assert [str(name) for name in record.author] == ["Jane Q Doe", "José García-López"]


def test_one_export_can_take_the_place_of_another(tmp_path: Path) -> None:
    assert len({ids(read(tmp_path, text))[0] for text in (CSV, BIB, RIS, ENW)}) == 1


def test_a_talk_in_a_bibtex_file_is_told(tmp_path: Path) -> None:
    answer = read(tmp_path, BIB + "@misc{t, title={Tea}, howpublished={Invited talk}, year={2020}}\n")
    assert (len(answer.records), "talks" in answer.notices[0].what) == (3, True)


# Ids made from content


def table(*rows: tuple[str, str, str]) -> str:
    head = "Authors,Title,Publication,Volume,Number,Pages,Year,Publisher\n"
    return head + "".join(f'"Doe, J; ","{title}","{venue}",,,,{year},\n' for title, venue, year in rows)


@given(st.permutations([("Tea", "A", "2020"), ("Tea", "B", "2020"), ("Tea", "", "2021"), ("Über Tee!", "C", "")]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_ids_do_not_depend_on_the_order(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    named = {(record.title, record.container_title): record.id for record in works(read(tmp_path, table(*rows)))}
    assert named["Tea", "A"] == "tea-2020"
    assert named["Tea", "B"].startswith("tea-2020-")
    assert (named["Tea", ""], named["Über Tee!", "C"]) == ("tea-2021", "uber-tee")


def test_the_work_that_had_the_id_keeps_it_when_another_of_its_title_comes(tmp_path: Path) -> None:
    before = read(tmp_path, table(("Tea", "B", "2020")))
    both = read(tmp_path, table(("Tea", "A", "2020"), ("Tea", "B", "2020")), before)
    named = {record.container_title: record.id for record in works(both)}
    assert named["B"] == "tea-2020"
    left = read(tmp_path, table(("Tea", "A", "2020")), both)
    assert ids(left) == [named["A"]]


def test_the_same_row_twice_has_two_ids(tmp_path: Path) -> None:
    assert len(set(ids(read(tmp_path, table(*[("Tea", "A", "2020")] * 3))))) == 3


def test_capitals_accents_and_signs_change_no_id_and_long_titles_are_told_apart(tmp_path: Path) -> None:
    same = {ids(read(tmp_path, table((title, "", "2020"))))[0] for title in ("Über Tee: eins", "uber  tee - EINS")}
    assert same == {"uber-tee-eins-2020"}
    long = "A very long title on tea and everything that can be said of it, Part "
    parts = ids(read(tmp_path, table((f"{long}I", "", "2020"), (f"{long}II", "", "2020"))))
    assert len(set(parts)) == 2
    assert all(len(id_) < 80 for id_ in parts)
    assert ids(read(tmp_path, table(("品茶", "", "2020"), ("???", "", ""))))[0] == "品茶-2020"


# Pages saved from a browser


def saved(page: str, *, absolute: bool = True) -> str:
    """Return a page as Chrome's "web page, complete" writes it."""
    mark = f"<!-- saved from url=(0064)https://scholar.google.com/citations?user={JANE.id}&hl=de -->"
    page = page.replace("<!doctype html>", f"<!DOCTYPE html>\n{mark}\n").replace("</head>", "</head>\n")
    return page.replace('href="/citations', 'href="https://scholar.google.com/citations') if absolute else page


def expanded(papers: int) -> str:
    """A page on which a person pressed "Show more" to the end."""
    page = profile_page(replace(JANE, papers=many_papers(papers)), 0, papers)
    return page.replace('class="gs_btnPD gs_in_ib"', 'class="gs_btnPD gs_in_ib" disabled=""')


@pytest.mark.parametrize("absolute", [True, False])
def test_a_saved_page_gives_all_rows_that_were_on_the_screen(tmp_path: Path, *, absolute: bool) -> None:
    answer = read(tmp_path, saved(expanded(230), absolute=absolute), file="Jane Q. Doe - Google Scholar.html")
    assert ids(answer) == [f"{JANE.id}:{paper.id}" for paper in many_papers(230)]
    assert (answer.owner, answer.partial, answer.statistics.citations) == ("Jane Q. Doe", "", 304)
    assert works(answer)[0].citations == 99


def test_a_saved_page_that_was_not_expanded_is_partial(tmp_path: Path) -> None:
    page = profile_page(replace(JANE, papers=many_papers(230)), 0, 20)
    answer = read(tmp_path, saved(page))
    assert (answer.partial, len(answer.records)) == ("20 rows; more exist", 20)
    assert "Show more" in answer.notices[0].remedy


def test_an_address_beside_a_script_is_found(tmp_path: Path) -> None:
    page = saved(expanded(2)).replace(
        f'href="https://scholar.google.com/citations?view_op=view_citation&amp;hl=en&amp;user={JANE.id}',
        f'href="javascript:void(0)" data-href="/citations?view_op=view_citation&amp;hl=en&amp;user={JANE.id}',
    )
    assert page.count("javascript:void(0)") > 2
    assert len(read(tmp_path, page).records) == 2


def test_a_page_in_another_languages_numbers_is_read(tmp_path: Path) -> None:
    paper = Paper(id="x", title="T", year="2021", citations=1234)
    page = profile_page(replace(JANE, papers=(paper,))).replace(">1234<", ">1.234<").replace(">304<", ">12\u202f345<")
    answer = read(tmp_path, saved(page.replace(">2021<", ">۲۰۲۱<")))
    assert (works(answer)[0].citations, answer.statistics.citations) == (1234, 12345)
    assert works(answer)[0].issued == PartialDate(2021)


def test_another_persons_page_is_not_believed(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="profile of '4bahYMkAAAAJ', not of 'rme-IWIAAAAJ'"):
        read(tmp_path, saved(expanded(2)), scholar_id="rme-IWIAAAAJ")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (saved(expanded(3))[:2000], "no whole page of a profile"),
        ("<html><body>Sign in</body></html>", "no whole page of a profile"),
        (CAPTCHAS["full page"], "asks for a CAPTCHA"),
        (saved(profile_page(replace(JANE, papers=()))), "names no works"),
    ],
)
def test_a_page_that_is_none_of_a_profile_is_said(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(SourceError, match=told) as failure:
        read(tmp_path, content)
    assert failure.value.where == "p"
    assert failure.value.remedy


# Any file


def test_it_is_a_source_of_the_repository() -> None:
    jane: Source = ScholarFileSource(name=NAME, path="p", root=Path())
    assert (jane.name, jane.remote) == (NAME, False)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (gzip.compress(b"{}", mtime=0), "gzip"),
        (b"PK\x03\x04rest", "zip archive"),
        (b"%PDF-1.7", "PDF"),
        (b"From: <Saved by Blink>\r\nSnapshot-Content-Location: x", "MHTML"),
        (b"bplist00\xd1", "Safari"),
        (b" \n", "is empty"),
        (b"\xff\x00", "not UTF-8"),
        (b"Dear all,\nhere are my papers.", "no file of a profile"),
    ],
)
def test_a_file_of_another_form_is_said_with_what_to_do(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(SourceError, match=told) as failure:
        read(tmp_path, content)
    assert failure.value.where == "p"
    assert failure.value.remedy


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_of_the_byte_order_are_understood(tmp_path: Path, encoding: str) -> None:
    assert len(read(tmp_path, json.dumps(dump(CITED)).encode(encoding)).records) == 1
    assert len(read(tmp_path, CSV.lstrip("\ufeff").encode(encoding)).records) == 3


@pytest.mark.parametrize("path", ["../p", "nowhere", "link", "folder", "pipe/p"])
def test_a_path_that_leads_elsewhere_is_said(tmp_path: Path, path: str) -> None:
    root = tmp_path / "site"
    (root / "folder").mkdir(parents=True)
    (root / "pipe").touch()
    (tmp_path / "p").write_text(json.dumps(dump(CITED)))
    (root / "link").symlink_to(tmp_path / "p")
    with pytest.raises(SourceError) as failure:
        ScholarFileSource(name=NAME, path=path, root=root).fetch(None)
    assert (failure.value.where, bool(failure.value.remedy)) == (path, True)
    assert ScholarFileSource(name=NAME, path=str(tmp_path / "p"), root=root).fetch(None).records


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)
KEYS = ("bib", "author_pub_id", "num_citations", "cites_id", "pub_url")
DAMAGED = st.fixed_dictionaries(
    {
        "publications": st.dictionaries(st.just(f"{JANE.id}:x") | st.text(max_size=5), JSON)
        | st.lists(
            st.dictionaries(st.sampled_from(KEYS), JSON | st.fixed_dictionaries({"title": JSON, "author": JSON}))
        )
    },
    optional=dict.fromkeys(("scholar_id", "name", "citedby", "hindex", "cites_per_year"), JSON),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DAMAGED | JSON)
def test_any_json_is_a_list_or_a_source_error(tmp_path: Path, content: object) -> None:
    try:
        answer = read(tmp_path, json.dumps(content).encode("utf-8", "surrogatepass"))
    except SourceError:
        return
    assert all(record.title.strip() and ":" in record.id for record in works(answer))


BEGINNINGS = ("", "@article{a,", "TY  - JOUR\nT1  - ", "%0 Journal Article\n%T ", CSV, BIB, "<html>", "{")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(BEGINNINGS), st.text(max_size=200) | st.binary(max_size=200))
def test_any_file_is_a_list_or_a_source_error(tmp_path: Path, beginning: str, rest: str | bytes) -> None:
    octets = rest if isinstance(rest, bytes) else rest.encode("utf-8", "surrogatepass")
    try:
        answer = read(tmp_path, beginning.encode() + octets)
    except SourceError:
        return
    assert answer.records
    assert len(set(ids(answer))) == len(answer.records)
