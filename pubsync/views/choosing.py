"""Which works, talks or courses a region shows: only some types or venues, a span of years, the selected ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pubsync.frozen import frozen
from pubsync.records.course import Course
from pubsync.records.talk import Talk
from pubsync.records.work import Work
from pubsync.views.conditions import all_of, at_venue, of_type, titled_in, within

Subject = TypeVar("Subject", Work, Talk, Course)


@frozen(kw_only=True)
class Choice:
    """What a region asks for besides its grouping; empty fields and None choose nothing. ``limit`` 0: all.

    The others mean what they mean in a count, see ``CountQuestion``.
    """

    sort: str = ""
    selected: bool = False
    limit: int = 0
    since: int | None = None
    until: int | None = None
    types: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def chosen(subjects: Iterable[Subject], choice: Choice) -> tuple[Subject, ...]:
    """Return what certainly is what the choice asks for, in the order given."""
    return tuple(one for one in subjects if _suits(one, choice))


def _suits(subject: Work | Talk | Course, choice: Choice) -> bool:
    if choice.selected and not (isinstance(subject, Work) and subject.selected):
        return False
    answers = (
        within(subject, choice.since, choice.until),
        of_type(subject, choice.types),
        at_venue(subject, choice.venues),
        titled_in(subject, choice.languages),
    )
    return all_of(answers) is True
