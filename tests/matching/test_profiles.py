"""Real profiles beside the same people's .bib files, where they stand beside the checkout."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from pubsync.formats import bibtex
from pubsync.matching import Matching, match
from pubsync.matching.normalize import fold, has_cjk
from pubsync.records.record import Record
from tests.matching.making import scholar

PROFILES = Path(__file__).resolve().parents[3] / "shared" / "data" / "scholar-bibtex"
FOLDERS = sorted(path for path in PROFILES.glob("*") if path.is_dir())
pytestmark = pytest.mark.skipif(not FOLDERS, reason="the profiles are not beside this checkout")
Pairs = set[frozenset[str]]


def loaded(folder: Path, name: str) -> Any:
    path = folder / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def records_of(folder: Path) -> list[Record]:
    rows = loaded(folder, "scholar.json")["rows"]
    records = [
        scholar(
            row["title"],
            "; ".join(name for name in (row["authors"] or "").split(", ") if name.strip(".…")),
            int(row["year"] or 0),
            id=row["author_pub_id"],
            author_complete=not (row["authors"] or "").endswith(("...", "…")),
            citations=row["num_citations"],
        )
        for row in rows
    ]
    path = folder / "papers.bib"
    if path.exists():
        text = path.read_text(encoding="utf-8", errors="replace")
        records += bibtex.read(text, source="bibtex:papers.bib", where="papers.bib").records
    return records


def pairs_in(found: Matching) -> Pairs:
    return {
        frozenset((left.id, right.id)) for group in found.groups for left, right in itertools.combinations(group, 2)
    }


def labelled(folder: Path, name: str) -> Pairs:
    return {frozenset(row[:2]) for row in loaded(folder, name) if "unsure" not in row[2].casefold()}


@pytest.fixture(scope="module")
def outcomes() -> list[tuple[Path, dict[str, Record], Pairs, Pairs]]:
    """Each profile: its folder, its records, the pairs joined and those undecided."""
    found = []
    for folder in FOLDERS:
        records = records_of(folder)
        matching = match(records, one_person=True)
        asked = {frozenset((one.left.id, one.right.id)) for one in matching.undecided}
        found.append((folder, {one.id: one for one in records}, pairs_in(matching), asked))
    return found


def test_no_false_pair(outcomes: list[tuple[Path, dict[str, Record], Pairs, Pairs]]) -> None:
    for folder, _, joined, _ in outcomes:
        assert not joined & labelled(folder, "hard_negatives.json")


def test_labels_are_found(outcomes: list[tuple[Path, dict[str, Record], Pairs, Pairs]]) -> None:
    equal: list[bool] = []
    other: list[bool] = []
    for folder, known, joined, _ in outcomes:
        for pair in labelled(folder, "labels_all.json"):
            if not pair <= known.keys() or len({has_cjk(known[one].title) for one in pair}) > 1:
                continue
            titles = {fold(known[one].title).replace(" ", "") for one in pair}
            (equal if len(titles) == 1 else other).append(pair in joined)
    assert sum(equal) >= 0.99 * len(equal)
    assert sum(other) >= 0.7 * len(other)


def test_duplicates_within_a_profile(outcomes: list[tuple[Path, dict[str, Record], Pairs, Pairs]]) -> None:
    within = [
        (pair in joined, pair in joined | asked)
        for folder, known, joined, asked in outcomes
        for pair in labelled(folder, "within_dups.json")
        if len({has_cjk(known[one].title) for one in pair}) == 1
    ]
    assert sum(found for found, _ in within) >= 0.6 * len(within)


def test_the_undecided_are_few(outcomes: list[tuple[Path, dict[str, Record], Pairs, Pairs]]) -> None:
    assert sum(len(asked) for *_, asked in outcomes) <= 40
