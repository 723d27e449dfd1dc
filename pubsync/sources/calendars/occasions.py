"""Events to occasions: which are wanted and public, and which belong to one series. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

from pubsync.frozen import frozen
from pubsync.records.text import has_han, plain_form
from pubsync.sources.calendars.events import Event
from pubsync.sources.interface import Notice

_USED = "the other events are used"


@frozen(kw_only=True)
class Occasion:
    """An event with the days on which it begins; none where its series has no end. ``id`` is its name for life."""

    id: str
    event: Event
    days: tuple[dt.date, ...]


@frozen(kw_only=True)
class _Series:
    """All that a calendar says under one UID: the event itself, None where it is missing, and its changed days."""

    id: str
    event: Event | None
    changed: tuple[Event, ...]


class Public(NamedTuple):
    """The occasions that may be shown, and what the person should know of others."""

    occasions: tuple[Occasion, ...]
    notices: tuple[Notice, ...]


def public_occasions(events: Iterable[Event], *, only: str, where: str) -> Public:
    """Return what is wanted, public and not cancelled, in order of day and id.

    ``only`` is a word that an event's title or one of its categories has to hold, "" for no such word. A changed day
    of a series is part of it; one that has a title of its own is an occasion of its own, and so is one whose series
    is not in the calendar. Titles of private events show nowhere.
    """
    sieve = _Sieve(only, where)
    for series in _by_uid(events):
        sieve.take(series)
    return sieve.public()


class _Sieve:
    def __init__(self, only: str, where: str) -> None:
        self._only = only.strip()
        self._where = where
        self._found: list[Occasion] = []
        self._notices: list[Notice] = []
        self._seen = 0
        self._secret = 0

    def take(self, series: _Series) -> None:
        self._seen += 1
        event, is_wanted = series.event, bool(series.event and self._is_wanted(series.event))
        own = [one for one in series.changed if _is_its_own(one, event) and (is_wanted or self._is_wanted(one))]
        if event and (event.secret or event.cancelled):
            own = []
        for one in own:
            self._add(one, f"{series.id}/{one.instead_of}" if one.instead_of else series.id, (one.start,))
        if event and is_wanted:
            self._add(event, series.id, _days(event, series.changed))

    def public(self) -> Public:
        notices = sorted(self._notices, key=lambda notice: (notice.where, notice.what))
        if self._secret:
            number = f"{self._secret} private event{'s are' if self._secret > 1 else ' is'}"
            notices.append(Notice(f"{number} left out", self._where, _USED))
        if self._only and self._seen and not (self._found or notices):
            what = f"no event has the word {self._only} in its title or its categories"
            notices.append(Notice(what, self._where, "mend `only` in pubsync.yaml, or give events that category"))
        return Public(tuple(sorted(self._found, key=lambda one: (one.event.start, one.id))), tuple(notices))

    def _add(self, event: Event, identity: str, days: tuple[dt.date, ...] | None) -> None:
        if event.secret:
            self._secret += 1
        elif event.cancelled:
            self._tell(event, "is cancelled, and left out", _USED)
        elif days is not None:
            self._found.append(Occasion(id=identity, event=event, days=days))
            if event.unread:
                self._tell(event, "repeats in a way that is not read, and is taken as one", "repeat it by day or week")

    def _tell(self, event: Event, what: str, remedy: str) -> None:
        self._notices.append(Notice(f"{event.title:.80} {what}", f"{self._where}:{event.line}", remedy))

    def _is_wanted(self, event: Event) -> bool:
        if not self._only:
            return True
        word = re.escape(self._only)
        form = re.compile(word if has_han(self._only) else rf"(?<!\w){word}s?(?!\w)", re.IGNORECASE)
        return any(form.search(text) for text in (event.title, *event.categories))


def _by_uid(events: Iterable[Event]) -> list[_Series]:
    """Return the series in a defined order; of several versions of an event the newest counts."""
    versions: dict[tuple[str, dt.date | None], Event] = {}
    for event in events:
        place = (event.uid or f"{event.start} {event.title}", event.instead_of)
        versions[place] = max(versions.get(place, event), event, key=lambda one: one.revision)
    changed: dict[str, list[Event]] = {uid: [] for uid, _ in sorted(versions, key=lambda place: place[0])}
    for (uid, day), event in versions.items():
        if day is not None:
            changed[uid].append(event)
    return [
        _Series(
            id=uid, event=versions.get((uid, None)), changed=tuple(sorted(days, key=lambda one: (one.start, one.line)))
        )
        for uid, days in changed.items()
    ]


def _is_its_own(changed: Event, event: Event | None) -> bool:
    return event is None or plain_form(changed.title) != plain_form(event.title)


def _days(event: Event, changed: Iterable[Event]) -> tuple[dt.date, ...] | None:
    """Return the days on which an event takes place as itself; None where all are changed to something else."""
    regular = event.days()
    if regular is None:
        return ()
    days = set(regular) - {one.instead_of for one in changed}
    days |= {one.start for one in changed if not (one.secret or one.cancelled or _is_its_own(one, event))}
    return tuple(sorted(days)) or None
