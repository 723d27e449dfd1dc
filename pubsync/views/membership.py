"""Whose a work is: one person's list, and a lab's, where members come and go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from pubsync.frozen import frozen
from pubsync.records.course import Course
from pubsync.records.dates import PartialDate
from pubsync.records.people import Person, finder
from pubsync.records.talk import Talk
from pubsync.records.work import Work
from pubsync.views.sections import course_start

Subject = TypeVar("Subject", Work, Talk, Course)


@frozen(kw_only=True)
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
    return lists(subjects, [member])[member.id]


def lists(subjects: Iterable[Subject], members: Sequence[Member]) -> dict[str, tuple[Subject, ...]]:
    """Return what is each member's, as ``theirs`` does, by their id; each subject is looked at once for all."""
    naming = _naming(members)
    found: dict[str, list[Subject]] = {member.id: [] for member in members}
    for subject in subjects:
        for member in naming(subject):
            if _within(subject, member):
                found[member.id].append(subject)
    return {whose: tuple(own) for whose, own in found.items()}


def union(subjects: Iterable[Subject], members: Sequence[Member]) -> tuple[Subject, ...]:
    """Return what is any member's, each once, in the order given.

    What comes from a source of nobody's own and names none of the members is the site's all the same: an absent or
    cut author list is no evidence.
    """
    naming = _naming(members)

    def is_ours(subject: Subject) -> bool:
        named = naming(subject)
        return not named or any(_within(subject, member) for member in named)

    return tuple(filter(is_ours, subjects))


def _naming(members: Sequence[Member]) -> Callable[[Work | Talk | Course], list[Member]]:
    """Return what tells whom a work, a talk or a course names: by a source of theirs, or among its authors."""
    places_of = finder([member.person for member in members])
    by_source: dict[str, list[int]] = {}
    for place, member in enumerate(members):
        for source in member.sources:
            by_source.setdefault(source, []).append(place)

    def naming(subject: Work | Talk | Course) -> list[Member]:
        told = {place for record in subject.records for place in by_source.get(record.source, ())}
        names = subject.author if isinstance(subject, Work) else ()
        named = _named([frozenset(places_of(name)) for name in names], told)
        return [members[place] for place in told | named]

    return naming


def _named(places: Sequence[frozenset[int]], told: Collection[int]) -> set[int]:
    """Return whom a work's names mean, each given as the places of those it fits; ``told`` have it in their sources.

    "J. Wang" fits two members: where the work stands in the source of one of them, and no other of its names is
    theirs, it is that one.
    """
    alone = {place for fitting in places if len(fitting) == 1 for place in fitting}
    found = set(alone)
    for fitting, times in Counter(one for one in places if len(one) > 1).items():
        if len((fitting & set(told)) - alone) < times:
            found |= fitting
    return found


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
