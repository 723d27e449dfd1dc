"""Records of talks and courses from several sources to the talks and courses that they are of.

Careful: where it is not clear that two records are one, they stay apart and the pair is handed to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import combinations
from typing import Any, NamedTuple, TypeVar

from pubsync.matching.occasion_pairs import Judgement, judge_courses, judge_talks, title_forms
from pubsync.records.course import CourseRecord
from pubsync.records.dates import PartialDate
from pubsync.records.record import RecordId
from pubsync.records.talk import TalkRecord
from pubsync.records.terms import in_order, parse_term, term_identity

Kind = TypeVar("Kind", TalkRecord, CourseRecord)
Pair = tuple[RecordId, RecordId]

_TRUST = {"talks": 0, "teaching": 0, "bibtex": 1, "calendar": 3}
"""By the kind of the source: what is kept by hand for the page, then other sources, then calendars."""
_OTHERS = 2
_LONGEST_RANGE = 31
_TIED = "it may be either of two that are not the same"


class Undecided(NamedTuple):
    """Two records that may be one, and why that is not clear; ``left`` is the smaller id."""

    left: RecordId
    right: RecordId
    reason: str


class OccasionGroups(NamedTuple):
    """Which records are one talk or course.

    ``groups`` holds every record once, each group sorted and the groups by their first record; ``undecided`` has at
    most one pair of any two groups.
    """

    groups: tuple[tuple[RecordId, ...], ...]
    undecided: tuple[Undecided, ...]


def group_talks(
    records: Sequence[TalkRecord],
    *,
    joined: Iterable[Pair] = (),
    parted: Iterable[Pair] = (),
    established: Iterable[Sequence[RecordId]] = (),
) -> OccasionGroups:
    """Return which records are one talk; the order of ``records`` changes nothing.

    ``joined`` and ``parted`` are a person's word. ``established`` are groups that already are one talk on the page:
    they stay so, unless a person parted two of theirs.
    """
    return _Grouping(records, judge_talks, _talk_keys).groups(joined, parted, established)


def group_courses(
    records: Sequence[CourseRecord],
    *,
    joined: Iterable[Pair] = (),
    parted: Iterable[Pair] = (),
    established: Iterable[Sequence[RecordId]] = (),
) -> OccasionGroups:
    """Return which records are one course; see ``group_talks``."""
    return _Grouping(records, judge_courses, _course_keys).groups(joined, parted, established)


def in_order_of_trust(records: Iterable[Kind]) -> list[Kind]:
    """Return records with the ones to be believed first: files of talks and teaching, then .bib files, then calendars."""
    return sorted(records, key=lambda one: (_TRUST.get(one.source.partition(":")[0], _OTHERS), one.record_id))


def merged_fields(records: Sequence[Kind]) -> dict[str, Any]:
    """Return the fields of the talk or course that records are of, all but its key.

    Each is from the most trusted record that has it; but of dates that agree the more precise counts, of links there is
    one of each kind, and a course has the terms that any of them names.
    """
    ordered = in_order_of_trust(records)
    names = [field.name for field in fields(ordered[0]) if field.name not in ("source", "id")]
    merged = {name: next(filter(None, (getattr(one, name) for one in ordered)), getattr(ordered[0], name)) for name in names}
    merged["start"], merged["end"] = _merged_dates(ordered)
    links = {link.kind: link for one in reversed(ordered) for link in reversed(one.links)}
    merged["links"] = tuple(sorted(links.values(), key=[link for one in ordered for link in one.links].index))
    translations = {(one.field, one.language): one for record in reversed(ordered) for one in record.translations}
    merged["translations"] = tuple(dict.fromkeys(translations[one.field, one.language] for record in ordered for one in record.translations))
    if isinstance(ordered[0], CourseRecord):
        merged["terms"] = _merged_terms(term for one in ordered if isinstance(one, CourseRecord) for term in one.terms)
    return merged
