"""One event of a calendar, read by the library icalendar (https://icalendar.readthedocs.io): its days and its texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from pubsync.frozen import frozen
from pubsync.sources.calendars.content import Block
from pubsync.sources.calendars.repetition import Rule, days_of, read_rule
from pubsync.sources.markup import one_line

_OVER_MIDNIGHT = dt.timedelta(hours=12)
"""What is shorter and ends on the next day is one evening, not two days."""
_SECRET = frozenset(("PRIVATE", "CONFIDENTIAL"))
_LIBRARY_ERRORS = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, OSError)


class Attached(NamedTuple):
    """A file that an event points to."""

    name: str
    url: str


@frozen(kw_only=True)
class Event:
    """An event as its calendar has it; days are those of its own time zone, ``end`` is its last.

    ``instead_of`` is the day of a series that it takes the place of (RECURRENCE-ID). ``rule`` says how it repeats, and
    ``unread`` that it does in a way that is not read. ``revision`` orders the versions of one event.
    """

    line: int
    uid: str
    instead_of: dt.date | None
    title: str
    start: dt.date
    end: dt.date
    location: str
    description: str
    url: str
    attached: tuple[Attached, ...]
    categories: tuple[str, ...]
    secret: bool
    cancelled: bool
    rule: Rule | None
    unread: bool
    more_days: tuple[dt.date, ...]
    left_out: frozenset[dt.date]
    revision: tuple[int, str, str]

    def days(self) -> frozenset[dt.date] | None:
        """Return the days on which it begins; None of a series without an end."""
        regular = days_of(self.rule, self.start) if self.rule else (self.start,)
        return frozenset({*regular, *self.more_days} - self.left_out) if regular else None


def read_event(block: Block) -> Event:
    """Return the event that a block writes.

    Raises:
        ValueError: where it has no title or no day, in words for a person that give nothing of its texts away.
    """
    from icalendar import Event as Component  # noqa: PLC0415 - loaded only where there is a calendar

    try:
        component: Any = Component.from_ical(block.text)
        return _Reading(component, block).event()
    except _LIBRARY_ERRORS as error:
        reason = str(error) if isinstance(error, UnreadableError) else "it is damaged"
        message = f"an event is left out: {reason}"
        raise ValueError(message) from error


class UnreadableError(ValueError):
    """An event says too little."""


class _Reading:
    """The properties of one event, first values first."""

    def __init__(self, component: Any, block: Block) -> None:  # noqa: ANN401 - the library's types are loose
        self._component = component
        self._block = block
        start = next(self._moments("DTSTART"), None)
        if start is None:
            message = "it has no date to begin on (DTSTART)"
            raise UnreadableError(message)
        self._start = start
        zone = start.tzinfo if isinstance(start, dt.datetime) else None
        self._zone = _zone(block.zone) if zone is None or _is_utc(zone) else zone

    def event(self) -> Event:
        title = self._text("SUMMARY")
        if not title:
            message = "it has no title (SUMMARY)"
            raise UnreadableError(message)
        start = self._day(self._start)
        rule, unread = self._rule()
        return Event(
            line=self._block.line,
            uid=self._text("UID"),
            instead_of=next(map(self._day, self._moments("RECURRENCE-ID")), None),
            title=title,
            start=start,
            end=max(start, self._last_day()),
            location=self._written("LOCATION"),
            description=self._written("DESCRIPTION"),
            url=self._text("URL"),
            attached=tuple(
                Attached(one_line(str(found.params.get("FILENAME", ""))), one_line(str(found)))
                for found in self._all("ATTACH")
                if hasattr(found, "params")
            ),
            categories=tuple(filter(None, map(one_line, self._categories()))),
            secret=self._text("CLASS").upper() in _SECRET,
            cancelled=self._text("STATUS").upper() == "CANCELLED",
            rule=rule,
            unread=unread,
            more_days=tuple(map(self._day, self._moments("RDATE"))),
            left_out=frozenset(map(self._day, self._moments("EXDATE"))),
            revision=(self._sequence(), str(next(self._moments("LAST-MODIFIED"), "")), self._block.text),
        )

    def _last_day(self) -> dt.date:
        """The day on which it ends; the end of an all-day event is the day after (RFC 5545, 3.6.1)."""
        start, end = self._start, next(self._moments("DTEND"), None)
        if end is None:
            length = next((found.dt for found in self._all("DURATION") if hasattr(found, "dt")), dt.timedelta())
            end = start + length if isinstance(length, dt.timedelta) else start
        if not isinstance(start, dt.datetime) or not isinstance(end, dt.datetime):
            return self._day(end) - dt.timedelta(days=1)
        last = self._local(end)
        if last - self._local(start) < _OVER_MIDNIGHT:
            return self._day(start)
        return (last - dt.timedelta(microseconds=1)).date()

    def _rule(self) -> tuple[Rule | None, bool]:
        """Return how it repeats, and whether that can't be read."""
        for found in self._all("RRULE"):
            try:
                until = next((self._day(last) for last in found.get("UNTIL", ()) if isinstance(last, dt.date)), None)
                return read_rule(found, until), False
            except _LIBRARY_ERRORS:
                return None, True
        return None, any(name == "RRULE" for name, _ in self._component.errors)

    def _day(self, moment: dt.date) -> dt.date:
        return self._local(moment).date() if isinstance(moment, dt.datetime) else moment

    def _local(self, moment: dt.datetime) -> dt.datetime:
        """Return what the clock shows where the event is; one in another zone than UTC is written so already."""
        if self._zone is not None and moment.tzinfo is not None and _is_utc(moment.tzinfo):
            moment = moment.astimezone(self._zone)
        return moment.replace(tzinfo=None)

    def _moments(self, name: str) -> Iterator[dt.date]:
        """Yield the days and times of a property; of a period its beginning."""
        for found in self._all(name):
            for one in getattr(found, "dts", (found,)):
                moment = getattr(one, "dt", None)
                moment = moment[0] if isinstance(moment, tuple) and moment else moment
                if isinstance(moment, dt.date):
                    yield moment

    def _all(self, name: str) -> list[Any]:
        """Return the values of a property but for those that the library could not read."""
        from icalendar import vBroken  # noqa: PLC0415 - as above

        found = self._component.get(name, [])
        return [one for one in (found if isinstance(found, list) else [found]) if not isinstance(one, vBroken)]

    def _written(self, name: str) -> str:
        return next((str(found) for found in self._all(name)), "")

    def _text(self, name: str) -> str:
        return one_line(self._written(name))

    def _categories(self) -> Iterator[str]:
        for found in self._all("CATEGORIES"):
            yield from map(str, getattr(found, "cats", ()))

    def _sequence(self) -> int:
        written = self._written("SEQUENCE")
        return int(written) if written.isdecimal() and len(written) < len("1000000000") else 0


def _zone(name: str) -> dt.tzinfo | None:
    """Return the time zone of a name, as Windows or IANA has it; None where there is none."""
    from icalendar.timezone import tzp  # noqa: PLC0415 - as above

    try:
        return tzp.timezone(name) if name else None
    except _LIBRARY_ERRORS:
        return None


def _is_utc(zone: dt.tzinfo) -> bool:
    return str(zone) in ("UTC", "Etc/UTC")
