"""Which works, talks or courses a region shows: only some types or venues, a span of years, the selected ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from pubsync.records.course import Course
from pubsync.records.talk import Talk
from pubsync.records.work import Work

Subject = TypeVar("Subject", Work, Talk, Course)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a region asks for besides its grouping; empty fields choose nothing. ``limit`` 0: all."""

    sort: str = ""
    selected: bool = False
    limit: int = 0


def chosen(subjects: Iterable[Subject], choice: Choice) -> tuple[Subject, ...]:
    """Return what the choice lets through, in the order given."""
    return tuple(one for one in subjects if not choice.selected or (isinstance(one, Work) and one.selected))
