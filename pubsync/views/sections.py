"""Works, talks and courses to the sections of a page: which, in what groups, in what order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Generic, TypeAlias, TypeVar

from pubsync.frozen import frozen
from pubsync.records.course import Course
from pubsync.records.dates import PartialDate, parse_date
from pubsync.records.talk import Talk
from pubsync.records.terms import in_order, parse_term, term_identity
from pubsync.records.work import Work

Shown: TypeAlias = Work | Talk | Course
One = TypeVar("One", Work, Talk, Course)

FORTHCOMING = "forthcoming"
"""The group of works without a year that await publication."""
UNDATED = "undated"
NO_VENUE = "no_venue"
GROUPINGS = ("year", "type", "venue", "none")
SORTS = ("newest", "oldest", "title", "own")
_TYPE_ORDER = (
    "book",
    "article-journal",
    "paper-conference",
    "chapter",
    "article",
    "manuscript",
    "report",
    "thesis",
    "patent",
)


@frozen()
class Group(Generic[One]):
    """Entries under one heading.

    ``key`` is a year, a CSL type, a venue, ``forthcoming``, ``undated``, ``no_venue``, or "" for no heading.
    """

    key: str
    entries: tuple[One, ...]


@frozen()
class Section(Generic[One]):
    """One of ``publications``, ``talks`` and ``teaching``, in the order of the page."""

    name: str
    groups: tuple[Group[One], ...]

    def entries(self) -> tuple[One, ...]:
        """Return all entries in their order."""
        return tuple(entry for group in self.groups for entry in group.entries)


def publications(
    works: Iterable[Work], *, group_by: str, sort: str = "newest", exclude_types: Collection[str] = (), limit: int = 0
) -> Section[Work]:
    """Return the section of publications; what awaits publication goes before its equals.

    Args:
        works: in any order.
        group_by: one of ``GROUPINGS``; venues stand in the order of their first work.
        sort: one of ``SORTS``; ``own`` puts the works that the person placed first, in that order.
        exclude_types: CSL types that are left out.
        limit: how many of the first to show, 0 for all.
    """
    shown = sorted((work for work in works if work.type not in exclude_types), key=_newest_first)
    if sort == "oldest":
        shown.reverse()
    if sort == "title":
        shown.sort(key=lambda work: (work.title.casefold(), work.key))
    if sort == "own":
        shown.sort(key=lambda work: (not work.place, work.place))
    return Section("publications", _grouped(shown[: limit or None], group_by))


def talks(all_talks: Iterable[Talk], *, group_by: str = "none", limit: int = 0) -> Section[Talk]:
    """Return the section of talks, newest first."""
    ordered = sorted(all_talks, key=lambda talk: (*_descending(talk.start), talk.title.casefold(), talk.key))
    ordered = ordered[: limit or None]
    return Section(
        "talks", _in_groups(ordered, lambda talk: _year(talk.start)) if group_by == "year" else _one(ordered)
    )


def teaching(courses: Iterable[Course], *, group_by: str = "none", limit: int = 0) -> Section[Course]:
    """Return the section of teaching, newest first; a course with ``show: each`` is one entry a term."""
    expanded = [one for course in courses for one in _by_term(course)]
    ordered = sorted(expanded, key=lambda one: (*_descending(_last_held(one)), one.title.casefold(), one.key))
    ordered = ordered[: limit or None]
    by_year = group_by == "year"
    return Section("teaching", _in_groups(ordered, lambda one: _year(_last_held(one))) if by_year else _one(ordered))


def course_start(course: Course) -> PartialDate | None:
    """Return when a course began: its start, else the beginning of its newest term."""
    if course.start or not course.terms:
        return course.start
    return max((found for term in course.terms if (found := term_start(term))), default=None)


def _last_held(course: Course) -> PartialDate | None:
    """Return when a course was last held: its newest term, or its start where that is later or no term is known."""
    terms = course_start(replace(course, start=None))
    return max((one for one in (course.start, terms) if one), default=None)


def term_start(term: str) -> PartialDate | None:
    """Return when a term such as ``2024-fall`` begins, to the month; to the year where its season is no known one."""
    found = parse_term(term)
    return found.starts if found else parse_date(term)


def _by_term(course: Course) -> Sequence[Course]:
    if course.show != "each" or len(course.terms) <= 1:
        return (course,)
    return [
        replace(course, key=f"{course.key}-{name}", terms=(term,), start=None, occurrence=name, permalink="")
        for term in in_order(course.terms)
        for name in (re.sub(r"[^\w.-]+", "-", term_identity(term)),)
    ]


def _newest_first(work: Work) -> tuple[int, bool, int, int, str, str]:
    year, month, day = _descending(work.issued)
    if not work.issued and work.status:
        year = -dt.MAXYEAR
    return (year, not work.status, month, day, work.title.casefold(), work.key)


def _descending(date: PartialDate | None) -> tuple[int, int, int]:
    return (-date.year, -date.month, -date.day) if date else (0, 0, 0)


def _grouped(works: Sequence[Work], group_by: str) -> tuple[Group[Work], ...]:
    if group_by == "year":
        return _in_groups(works, lambda work: _year(work.issued) if work.issued or not work.status else FORTHCOMING)
    if group_by == "type":
        found = {group.key: group for group in _in_groups(works, lambda work: work.type)}
        order = [*(kind for kind in _TYPE_ORDER if kind in found), *sorted(set(found) - set(_TYPE_ORDER))]
        return tuple(found[kind] for kind in order)
    if group_by == "venue":
        return _in_groups(works, lambda work: work.container_title or work.publisher or NO_VENUE)
    return _one(works)


def _year(date: PartialDate | None) -> str:
    return str(date.year) if date else UNDATED


def _one(entries: Sequence[One]) -> tuple[Group[One], ...]:
    return (Group("", tuple(entries)),) if entries else ()


def _in_groups(entries: Sequence[One], key_of: Callable[[One], str]) -> tuple[Group[One], ...]:
    groups: dict[str, list[One]] = {}
    for entry in entries:
        groups.setdefault(key_of(entry), []).append(entry)
    return tuple(Group(key, tuple(members)) for key, members in groups.items())
