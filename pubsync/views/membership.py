"""Whose a work is: one person's list, and a lab's, where members come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from pubsync.records.course import Course
from pubsync.records.dates import PartialDate
from pubsync.records.names import Name
from pubsync.records.people import Person, knower
from pubsync.records.talk import Talk
from pubsync.records.work import Work
from pubsync.views.sections import course_start

Subject = TypeVar("Subject", Work, Talk, Course)
Knower: TypeAlias = Callable[[Name], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of the people of a site.

    ``id`` is the word for them in ``person=``. ``sources`` are the names of their own sources. ``since`` and ``until``
    bound what counts as theirs here, both inclusive at their precision; None: no bound.
    """

    id: str
    person: Person
    sources: frozenset[str] = frozenset()
    since: PartialDate | None = None
    until: PartialDate | None = None


def theirs(subjects: Iterable[Subject], member: Member) -> tuple[Subject, ...]:
    """Return what is a member's, in the order given: named in a source of theirs, or with them among the authors."""
    is_named = knower(member.person)
    return tuple(one for one in subjects if _names(one, member, is_named) and _within(one, member))


def union(subjects: Iterable[Subject], members: Sequence[Member]) -> tuple[Subject, ...]:
    """Return what is any member's, each once, in the order given.

    What comes from a source of nobody's own and names none of the members is the site's all the same: an absent or
    cut author list is no evidence.
    """
    known = [(member, knower(member.person)) for member in members]
    return tuple(one for one in subjects if _is_ours(one, known))


def _is_ours(subject: Work | Talk | Course, members: Sequence[tuple[Member, Knower]]) -> bool:
    naming = [member for member, is_named in members if _names(subject, member, is_named)]
    return not naming or any(_within(subject, member) for member in naming)


def _names(subject: Work | Talk | Course, member: Member, is_named: Knower) -> bool:
    if any(record.source in member.sources for record in subject.records):
        return True
    return isinstance(subject, Work) and any(map(is_named, subject.author))


def _within(subject: Work | Talk | Course, member: Member) -> bool:
    """A date that is not known to the day is inside where any day of it is; what has no date is inside."""
    date = _date(subject)
    if date is None:
        return True
    after = member.since is None or date.last_day() >= member.since.first_day()
    return after and (member.until is None or date.first_day() <= member.until.last_day())


def _date(subject: Work | Talk | Course) -> PartialDate | None:
    if isinstance(subject, Work):
        return subject.issued
    return course_start(subject) if isinstance(subject, Course) else subject.start
