"""AcadHomepage's two files of citation counts."""

from __future__ import annotations

import json

from pubsync.records.counts import Counts
from pubsync.records.names import Name
from pubsync.records.record import RecordId
from pubsync.records.work import Work
from pubsync.sites.acad_homepage import AcadHomepage
from pubsync.sites.interface import Material
from pubsync.sources.scholar.dump import read_dump
from tests.sites.writing import HOSTILE, data_files, material, rows, work

FOLDER = "google_scholar_crawler/results"
ROWS = ("rme-IWIAAAAJ:Abc", "rme-IWIAAAAJ:Xyz")
COUNTS = Counts(
    date="2026-05-13", citations=1204, h_index=12, by_year=((2025, 300), (2026, 99)), works={"qi2020prophetnet": 640}
)


def drawn(*works: Work, counts: Counts = COUNTS) -> Material:
    return material(*works, counts=counts, scholar_id="rme-IWIAAAAJ")


def test_the_dump_of_a_profile() -> None:
    author = (Name("Qi", "Weizhen"), Name(literal="严昱"))
    file = data_files(AcadHomepage(), drawn(work(rows=ROWS, author=author)))[f"{FOLDER}/gs_data.json"]
    assert file.format == "json"
    assert rows(file)[""] == {
        "scholar_id": "rme-IWIAAAAJ",
        "name": "Weizhen Qi",
        "citedby": 1204,
        "hindex": 12,
        "updated": "2026-05-13",
    }
    assert rows(file, "cites_per_year")[""] == {"2025": 300, "2026": 99}
    bib = {
        "title": "ProphetNet for R&D",
        "pub_year": "2020",
        "author": "Weizhen Qi and 严昱",
        "venue": "Findings of EMNLP",
    }
    assert rows(file, "publications") == {row: {"bib": bib, "author_pub_id": row, "num_citations": 640} for row in ROWS}


def test_the_badge() -> None:
    file = data_files(AcadHomepage(), drawn())[f"{FOLDER}/gs_data_shieldsio.json"]
    assert rows(file)[""] == {"schemaVersion": 1, "label": "citations", "message": "1204"}


def test_before_anything_was_counted_there_are_no_files() -> None:
    assert not data_files(AcadHomepage(), drawn(work(rows=ROWS), counts=Counts()))


def test_where_the_source_names_no_total_it_is_that_of_the_works() -> None:
    counts = Counts(date="2026-05-13", works={"a": 3, "b": 4, "hidden": 50})
    files = data_files(AcadHomepage(), drawn(work("a"), work("b"), counts=counts))
    assert rows(files[f"{FOLDER}/gs_data_shieldsio.json"])[""]["message"] == "7"
    assert "hindex" not in rows(files[f"{FOLDER}/gs_data.json"])[""]


def test_a_row_that_nobody_cited_is_there_for_the_pages_script() -> None:
    file = data_files(AcadHomepage(), drawn(work("b", rows=ROWS[:1])))[f"{FOLDER}/gs_data.json"]
    assert rows(file, "publications")[ROWS[0]]["num_citations"] == 0


def test_only_rows_of_scholars_own_and_of_this_profile_are_named() -> None:
    records = (
        RecordId("scholar:gs.bib", "title2020"),
        RecordId("scholar:x", "aaaaaaaaaaaa:1"),
        RecordId("scholar:x", "no row of scholars"),
        RecordId("openalex:A1", "rme-IWIAAAAJ:W1"),
    )
    for scholar_id, known in (("rme-IWIAAAAJ", set()), ("", {"aaaaaaaaaaaa:1"})):
        drawn_on = material(work(records=records), counts=COUNTS, scholar_id=scholar_id)
        file = data_files(AcadHomepage(), drawn_on)[f"{FOLDER}/gs_data.json"]
        assert rows(file, "publications").keys() == known


def test_another_folder_and_another_order_of_works() -> None:
    works = (work("a", rows=("rme-IWIAAAAJ:2",)), work("b", rows=("rme-IWIAAAAJ:1",)))
    forward = list(AcadHomepage("data").files(drawn(*works)))
    assert list(AcadHomepage("data").files(drawn(*reversed(works)))) == forward
    assert [file.path for file in forward] == ["data/gs_data.json", "data/gs_data_shieldsio.json"]


def test_pubsync_itself_reads_the_dump_again() -> None:
    file = data_files(AcadHomepage(), drawn(work(rows=ROWS[:1], title=f"T {HOSTILE}")))[f"{FOLDER}/gs_data.json"]
    document = rows(file)[""] | {"publications": dict(rows(file, "publications"))}
    reading = read_dump(json.dumps(document), "scholar:x", "gs_data.json")
    assert (reading.owner, reading.owner_id, reading.statistics.citations) == ("Weizhen Qi", "rme-IWIAAAAJ", 1204)
    (record,) = reading.records
    assert (record.id, record.citations) == (ROWS[0], 640)
    assert [name.family for name in record.author] == ["Qi", "Yan"]
