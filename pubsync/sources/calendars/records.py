"""Occasions to the records of talks and courses. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from pubsync.records.course import CourseRecord
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Link
from pubsync.records.spoken import is_kind, without_kind
from pubsync.records.talk import TalkRecord
from pubsync.records.terms import in_order, parse_term, split_term
from pubsync.records.text import plain_form
from pubsync.sources.calendars.events import Event
from pubsync.sources.calendars.occasions import Occasion
from pubsync.sources.calendars.places import read_place
from pubsync.sources.calendars.wording import read_description, read_links

_BETWEEN_TERMS = dt.timedelta(days=56)
"""A longer pause within a series is one between two terms."""


def talk_records(occasions: Iterable[Occasion], source: str) -> tuple[TalkRecord, ...]:
    """Return a talk for each occasion: a series is one, from its first day to its last."""
    return tuple(
        TalkRecord(source=source, id=one.id, **_texts(one.event, one.event.title), **_dates(one)) for one in occasions
    )


def course_records(occasions: Iterable[Occasion], source: str) -> tuple[CourseRecord, ...]:
    """Return a course for all occasions of one title, however often it is given.

    Its terms are those that titles or categories name (``Analysis (WS 2023/24)``), and of other runs their years: the
    days alone don't tell what a university calls its terms. A course that runs once and names no term has its dates.
    The id is that of its oldest occasion; texts are those of the newest that has them.
    """
    courses: dict[str, list[Occasion]] = {}
    for one in occasions:
        title, _ = split_term(one.event.title)
        courses.setdefault(plain_form(without_kind(title).title) or one.id, []).append(one)
    return tuple(
        _course(sorted(given, key=lambda one: (_first_day(one), one.id)), source) for given in courses.values()
    )


def _course(given: Sequence[Occasion], source: str) -> CourseRecord:
    fields: dict[str, Any] = {}
    for one in reversed(given):
        title, _ = split_term(one.event.title)
        for name, value in _texts(one.event, title).items():
            if name == "links":
                fields[name] = _one_of_each_kind((*fields.get(name, ()), *value))
            elif not fields.get(name):
                fields[name] = value
    runs = [run for one in given for run in _runs(one)]
    named = [term for one in given for term in _named_terms(one.event)]
    if len(runs) == 1:
        return CourseRecord(source=source, id=given[0].id, **fields, **_dates(given[0]), terms=in_order(named))
    unnamed = [str(run[0].year) for one in given if not _named_terms(one.event) for run in _runs(one)]
    return CourseRecord(source=source, id=given[0].id, **fields, terms=in_order((*named, *unnamed)))


def _texts(event: Event, title: str) -> dict[str, Any]:
    spoken = without_kind(title)
    place = read_place(event.location)
    described = read_description(event.description)
    kind = spoken.kind or next(filter(is_kind, event.categories), "")
    return {
        "title": spoken.title,
        "type": kind[:1].upper() + kind[1:],
        "venue": place.venue or spoken.venue,
        "location": place.location,
        "description": described.text,
        "links": read_links(event.url, event.attached, described.links),
    }


def _dates(one: Occasion) -> dict[str, Any]:
    """Return its first and, where that is another, its last day; a series without an end has no last."""
    first = _first_day(one)
    last = one.days[-1] + (one.event.end - one.event.start) if one.days else first
    return {"start": _partial(first), "end": _partial(last) if last > first else None}


def _first_day(one: Occasion) -> dt.date:
    return one.days[0] if one.days else one.event.start


def _partial(day: dt.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _runs(one: Occasion) -> list[list[dt.date]]:
    """Return the days of each term."""
    days = one.days or (one.event.start,)
    runs = [[days[0]]]
    for before, day in pairwise(days):
        if day - before > _BETWEEN_TERMS:
            runs.append([])
        runs[-1].append(day)
    return runs


def _named_terms(event: Event) -> list[str]:
    _, term = split_term(event.title)
    return [*([term] if term else []), *(category for category in event.categories if parse_term(category))]


def _one_of_each_kind(links: Iterable[Link]) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for link in links:
        found.setdefault(link.kind, link)
    return tuple(found.values())
