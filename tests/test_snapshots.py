from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pubsync.errors import LedgerError
from pubsync.records.course import CourseRecord
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Link
from pubsync.records.names import Name
from pubsync.records.talk import TalkRecord
from pubsync.records.text import Translation
from pubsync.snapshots import Snapshot, snapshot_from_text, snapshot_path, snapshot_to_text
from tests.builders import record

SOURCE = "bibtex:a.bib"
RICH = record(
    "a",
    "Über 茶 $x^2$",
    doi="10.1/x",
    arxiv="2001.04063",
    language="de",
    author=(Name(family="Lee", given="Ann", roles=("equal",)), Name(literal="齐炜祯")),
    author_complete=False,
    issued=PartialDate(2020, 5),
    links=(Link("pdf", "https://a/b"),),
    translations=(Translation("title", "zh", "茶"),),
    extra=(("selected", "true"),),
    keywords=("tea",),
)
TALK = TalkRecord(source=SOURCE, id="t", title="T", start=PartialDate(2023, 4, 26), venue="V")
COURSE = CourseRecord(source=SOURCE, id="c", title="C", terms=("2024-fall",), show="each")


def test_every_kind_of_record_is_read_back_as_it_was() -> None:
    snapshot = Snapshot(
        source=SOURCE,
        records=(RICH, COURSE, TALK),
        gone=(record("z"),),
        unchanged_since="2026-03-01",
        partial="100 rows",
    )
    read = snapshot_from_text(snapshot_to_text(snapshot), "x")
    assert read == replace(snapshot, records=tuple(sorted(snapshot.records, key=lambda one: one.id)))


def test_what_changes_nightly_is_left_out() -> None:
    counted = Snapshot(source=SOURCE, records=(replace(RICH, citations=7),))
    assert snapshot_to_text(counted) == snapshot_to_text(Snapshot(source=SOURCE, records=(RICH,)))


def test_the_order_of_an_answer_changes_nothing() -> None:
    one, other = Snapshot(source=SOURCE, records=(RICH, TALK)), Snapshot(source=SOURCE, records=(TALK, RICH))
    assert snapshot_to_text(one) == snapshot_to_text(other)


def test_one_more_record_is_one_more_line() -> None:
    before = snapshot_to_text(Snapshot(source=SOURCE, records=(RICH,))).splitlines()
    after = snapshot_to_text(Snapshot(source=SOURCE, records=(RICH, TALK))).splitlines()
    assert len(after) == len(before) + 1


def test_sources_of_like_names_have_files_of_their_own() -> None:
    names = ["bibtex:a/b.bib", "bibtex:a_b.bib", "bibtex:A b.bib", "scholar:a_b.bib", "bibtex:../../x", "bibtex:齐"]
    paths = {snapshot_path(name).casefold() for name in names}
    assert len(paths) == len(names)
    assert all(path.startswith("_pubsync/snapshots/") and path.count("/") == 2 for path in paths)


@pytest.mark.parametrize("text", ["", "{}", "[]", "<<<<<<< HEAD\n", '{"version": 1, "source": "s", "records": [{}]}'])
def test_a_damaged_snapshot_is_an_error_that_says_how_to_get_it_back(text: str) -> None:
    with pytest.raises(LedgerError) as caught:
        snapshot_from_text(text, "_pubsync/snapshots/x.json")
    assert caught.value.where == "_pubsync/snapshots/x.json"
    assert "git checkout" in caught.value.remedy


def test_a_snapshot_of_a_newer_version_is_refused() -> None:
    document = json.loads(snapshot_to_text(Snapshot(source=SOURCE, records=()))) | {"version": 99}
    with pytest.raises(LedgerError, match="newer pubsync"):
        snapshot_from_text(json.dumps(document), "x")
