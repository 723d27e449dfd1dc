"""What must hold of any records."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.matching import judge, match
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier
from pubsync.records.names import Name
from pubsync.records.record import Record

WORDS = (
    "adaptive",
    "query",
    "graph",
    "wavelet",
    "part",
    "ii",
    "second",
    "erratum",
    "to",
    "the",
    "学",
    "a:",
    "$x$",
    "2019",
    "…",
)
titles = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join) | st.text(max_size=30)
names = st.sampled_from(("Qi, W", "W Qi", "齐炜祯", "J van Dyk", "Lee", "", ",", "A.B.Cde F.Ghi")).map(
    lambda text: Name(literal=text)
)
optional_year = st.none() | st.integers(2015, 2020).map(PartialDate)
dois = st.sampled_from(
    ((), (Identifier("doi", "10.1/a"),), (Identifier("doi", "10.1/b"),), (Identifier("arxiv", "1901.00001"),))
)


@st.composite
def record_lists(draw: st.DrawFn) -> list[Record]:
    """Draw a handful of records much like each other."""
    return [
        Record(
            source=draw(st.sampled_from(("bibtex:a.bib", "scholar:x", "dblp:y", "file"))),
            id=str(number),
            title=draw(titles),
            author=tuple(draw(st.lists(names, max_size=3))),
            issued=draw(optional_year),
            container_title=draw(st.sampled_from(("", "VLDB", "The VLDB Journal", "arXiv", "Proc. …"))),
            volume=draw(st.sampled_from(("", "1", "2"))),
            page=draw(st.sampled_from(("", "1-9", "33"))),
            identifiers=draw(dois),
        )
        for number in range(draw(st.integers(0, 7)))
    ]


some = settings(max_examples=60, deadline=None)


@some
@given(record_lists(), st.booleans())
def test_judging_is_symmetric(records: list[Record], one_person: bool) -> None:
    for left, right in itertools.combinations(records, 2):
        assert judge(left, right, one_person=one_person) == judge(right, left, one_person=one_person)


@some
@given(record_lists(), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(records: list[Record], one_person: bool, chance: random.Random) -> None:
    shuffled = records.copy()
    chance.shuffle(shuffled)
    assert match(records, one_person=one_person) == match(shuffled, one_person=one_person)


@some
@given(record_lists())
def test_every_record_is_in_exactly_one_group(records: list[Record]) -> None:
    members = sorted(one for group in match(records).groups for one in group)
    assert members == sorted(one.record_id for one in records)


@some
@given(record_lists(), st.booleans())
def test_groups_stand_once_they_are_on_the_page(records: list[Record], one_person: bool) -> None:
    first = match(records, one_person=one_person)
    again = match(records, established=first.groups, one_person=one_person)
    assert again.groups == first.groups


@some
@given(record_lists(), st.booleans())
def test_no_veto_within_a_group(records: list[Record], one_person: bool) -> None:
    known = {one.record_id: one for one in records}
    for group in match(records, one_person=one_person).groups:
        for left, right in itertools.combinations(group, 2):
            assert not judge(known[left], known[right], one_person=one_person).veto


@some
@given(record_lists(), st.data())
def test_cannot_links_are_respected(records: list[Record], data: st.DataObject) -> None:
    pairs = list(itertools.combinations([one.record_id for one in records], 2))
    cannot = data.draw(st.lists(st.sampled_from(pairs), max_size=4)) if pairs else []
    links = data.draw(st.lists(st.sampled_from(pairs), max_size=4)) if pairs else []
    groups = [set(group) for group in match(records, cannot=cannot, links=links).groups]
    assert not any(set(pair) <= group for pair in cannot for group in groups)


@some
@given(record_lists())
def test_another_record_never_splits_what_an_identifier_proves(records: list[Record]) -> None:
    title, names = (
        "Adaptive filters for continuous queries over streams",
        (Name("Olston", "Chris"), Name("Jiang", "Jing")),
    )
    twins = [
        Record(source="crossref", id="p", title=title, author=names, identifiers=(Identifier("doi", "10.9/z"),)),
        Record(
            source="openalex", id="q", title=title.upper(), author=names, identifiers=(Identifier("doi", "10.9/z"),)
        ),
    ]
    group = {one.record_id for one in twins}
    assert any(group <= set(found) for found in match([*records, *twins]).groups)


_CHILD = """
from tests.matching.making import scholar
from pubsync.matching import judge
left = scholar("Adult distance learning in communities of practice: a framework", id="a")
title = "Adult distance learning in communities of practice: a new look, an era, notes, issues and results"
right = scholar(title, id="b")
print(judge(left, right))
"""


def test_a_verdict_is_the_same_to_the_last_bit_in_every_process() -> None:
    """Sums of weights must not depend on the order in which a set lists its words, which each process chooses anew."""
    root = Path(__file__).resolve().parents[2]
    told = {
        subprocess.run(
            [sys.executable, "-c", _CHILD],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3", "4", "5")
    }
    assert len(told) == 1
