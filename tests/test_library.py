from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.errors import LedgerError
from pubsync.library import (
    LEDGER_PATH,
    Library,
    counts_from_text,
    counts_to_text,
    keys_shown,
    ledger_from_text,
    ledger_to_text,
    people_in,
    plan_library,
    read_library,
)
from pubsync.records.base import Chunk, FileBase, Row, TableBase
from pubsync.records.counts import Counts
from pubsync.records.identifiers import Identifier
from pubsync.records.ledger import Ledger, LedgerEntry
from tests.builders import rid

texts = st.text(max_size=20)
entries = st.builds(
    LedgerEntry,
    key=st.text("abc-123", min_size=1, max_size=8),
    kind=st.sampled_from(["work", "talk", "course"]),
    records=st.lists(st.sampled_from([rid("a"), rid("b#c")]), max_size=2).map(tuple),
    former=st.lists(st.just(rid("z")), max_size=1).map(tuple),
    title=texts,
    issued=st.sampled_from(["", "2020-05"]),
    identifiers=st.lists(st.just(Identifier("doi", "10.1000/a:b")), max_size=1).map(tuple),
    names=st.dictionaries(st.sampled_from(["file:academicpages", "permalink:academicpages"]), texts).map(
        lambda names: tuple(names.items())
    ),
    redirects=st.lists(texts, max_size=2).map(tuple),
    merged_into=st.sampled_from(["", "other"]),
)


def test_people_are_read_back_as_they_were_and_damaged_ones_are_nobody() -> None:
    people = (("Weizhen Qi", "齐炜祯"), ("Na Li",))
    assert people_in(json.loads(ledger_to_text(Ledger(), "1.0", people))) == people
    for damaged in ({}, {"people": "Na Li"}, {"people": [[], {}, 3]}):
        assert people_in(damaged) == ()


def test_what_is_written_with_all_that_a_ledger_tells_is_read_back_and_not_taken_for_a_newer_release_s(
    tmp_path: Path,
) -> None:
    library = Library(rendered_by="1.0", people=(("Weizhen Qi", "齐炜祯"),))
    for planned in plan_library(read_library(tmp_path), library):
        (tmp_path / planned.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / planned.path).write_bytes(planned.content or b"")
    assert read_library(tmp_path).library == library


@given(
    st.lists(entries, max_size=4),
    st.sampled_from(["", "1.0"]),
    st.lists(st.lists(texts, min_size=1, max_size=2), max_size=2),
)
def test_a_ledger_is_read_back_as_it_was(made: list[LedgerEntry], rendered_by: str, people: list[list[str]]) -> None:
    ledger = Ledger(tuple(made))
    assert ledger_from_text(ledger_to_text(ledger, rendered_by, people)) == ledger


def test_counts_are_read_back_as_they_were() -> None:
    counts = Counts(date="2026-03-01", source="s", citations=5, h_index=None, by_year=((2020, 1),), works={"a": 5})
    assert counts_from_text(counts_to_text(counts)) == counts


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 1}', "<<<<<<< HEAD\n", '{"version": 1, "entries": [{}]}']
)
def test_damage_is_an_error_that_says_how_to_get_the_file_back(text: str) -> None:
    for read in (ledger_from_text, counts_from_text):
        with pytest.raises(LedgerError) as caught:
            read(text)
        assert "git checkout HEAD" in caught.value.remedy


def test_a_newer_version_is_refused_not_guessed() -> None:
    newer = json.dumps({"version": 99, "entries": []})
    with pytest.raises(LedgerError, match="newer pubsync"):
        ledger_from_text(newer)


def test_only_what_differs_is_written_and_bases_of_gone_files_are_removed(tmp_path: Path) -> None:
    library = Library(
        ledger=Ledger((LedgerEntry(key="k", kind="work", records=(rid("a"),)),)), bases={"a.md": FileBase(key="k")}
    )
    for planned in plan_library(read_library(tmp_path), library):
        assert planned.content is not None
        path = tmp_path / planned.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(planned.content)
    stored = read_library(tmp_path)
    assert (stored.library.ledger, dict(stored.library.bases)) == (library.ledger, library.bases)
    assert plan_library(stored, stored.library) == ()
    (removed,) = plan_library(stored, Library(ledger=library.ledger))
    assert (removed.path, removed.content) == ("_pubsync/base/a.md.json", None)


def test_bases_without_a_ledger_are_an_error(tmp_path: Path) -> None:
    for planned in plan_library(read_library(tmp_path), Library(bases={"a.md": FileBase(key="k")})):
        path = tmp_path / planned.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(planned.content or b"")
    (tmp_path / LEDGER_PATH).unlink()
    with pytest.raises(LedgerError, match="the ledger is missing"):
        read_library(tmp_path)


def test_keys_shown_are_those_of_files_of_region_entries_and_of_rows() -> None:
    page = FileBase(regions=(("publications", (Chunk("heading", "2020", "x"), Chunk("entry", "a", "x"))),))
    table = TableBase(place="", rows=(Row(key="c", id="c2020", fields=()), Row(key="", id="preamble", fields=())))
    bases = {"p.md": page, "_p/b.md": FileBase(key="b"), "papers.bib": FileBase(tables=(table,))}
    assert keys_shown(bases) == {"a", "b", "c"}
