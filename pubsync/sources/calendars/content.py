"""The lines of an iCalendar file to its events, each with the line it begins on; what is broken stays where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pubsync.errors import SourceError
from pubsync.frozen import frozen
from pubsync.sources.interface import Notice

MOST_EVENTS = 5_000
"""Of one calendar; thirty years of a busy person's talks are a fifth of it."""
_DEEPEST = 10
_KEPT = frozenset(
    (
        *(b"UID", b"RECURRENCE-ID", b"SEQUENCE", b"LAST-MODIFIED", b"STATUS", b"CLASS", b"CATEGORIES", b"SUMMARY"),
        *(b"DTSTART", b"DTEND", b"DURATION", b"RRULE", b"RDATE", b"EXDATE", b"LOCATION", b"DESCRIPTION", b"URL"),
        b"ATTACH",
    )
)
_NAME = re.compile(rb"([A-Za-z0-9-]+)(?=[;:])")
_ENCLOSED = re.compile(rb"^[^:]*;\s*VALUE\s*=\s*BINARY", re.IGNORECASE)
_MEND = "mend it there; the other events are used"
_NOT_UTF_8 = "is not UTF-8, and was read as Windows-1252 in part"


@dataclass(slots=True)
class Block:
    """One event as written: its properties that are of use, unfolded.

    ``line`` is where it begins, from 1; ``zone`` the time zone that the calendar around it names, "" where it names
    none.
    """

    line: int
    zone: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The event by itself, as a reader of iCalendar takes it."""
        return "\r\n".join(("BEGIN:VEVENT", *self.lines, "END:VEVENT", ""))


@frozen()
class Contents:
    """The events of a calendar in their order, and what is wrong with others."""

    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...]


def read_contents(content: bytes, where: str) -> Contents:
    """Return the events of one or several calendars; ``where`` names the file or source.

    Raises:
        SourceError: where it is no calendar, or only the beginning of one.
    """
    reader = _Reader(where)
    lines = _unfolded(content)
    first = next(lines, (1, b""))
    if first[1].strip().upper() != b"BEGIN:VCALENDAR":
        raise _no_calendar(first[1], where)
    reader.take(*first)
    for number, line in lines:
        reader.take(number, line)
    return reader.finish()


def _no_calendar(first: bytes, where: str) -> SourceError:
    if not first:
        return SourceError("is empty, and no calendar", where=where, remedy="export the calendar again")
    if first.lstrip().startswith(b"<"):
        return SourceError(
            "is a web page and no calendar; it may ask to log in",
            where=where,
            remedy="use the address of the calendar's iCalendar export (.ics), which needs no login",
        )
    return SourceError(
        "is no iCalendar file: it does not begin with BEGIN:VCALENDAR",
        where=where,
        remedy="export the calendar as iCalendar (.ics)",
    )


def _unfolded(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each content line with its number; octets are joined before they are decoded, as RFC 5545, 3.1 asks."""
    started, pieces = 0, list[bytes]()
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if pieces and line[:1] in (b" ", b"\t"):
            pieces.append(line[1:])
        elif line.strip():
            if pieces:
                yield started, b"".join(pieces)
            started, pieces = number, [line]
    if pieces:
        yield started, b"".join(pieces)


class _Reader:
    """Takes line after line and knows within which components it stands."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._open: list[bytes] = []
        self._event: Block | None = None
        self._blocks: list[Block] = []
        self._notices: list[Notice] = []
        self._zone = ""
        self._first_of_calendar = 0
        self._guessed = False

    def take(self, number: int, line: bytes) -> None:
        found = _NAME.match(line)
        name = found.group().upper() if found else b""
        if name == b"BEGIN":
            self._begin(number, line[6:].strip().upper())
        elif name == b"END":
            self._end(line[4:].strip().upper())
        elif self._event and self._open[-1] == b"VEVENT":
            if name in _KEPT and not (name == b"ATTACH" and _ENCLOSED.match(line)):
                self._event.lines.append(self._decoded(line))
        elif name == b"X-WR-TIMEZONE" and self._open == [b"VCALENDAR"]:
            self._zone = self._decoded(line).partition(":")[2].strip()

    def finish(self) -> Contents:
        """Return what was read.

        Raises:
            SourceError: where a calendar never ended.
        """
        if self._open:
            raise SourceError(
                "breaks off: a calendar in it has no END:VCALENDAR", where=self._where, remedy="export or load it again"
            )
        notices = [Notice(_NOT_UTF_8, self._where, "save it in the UTF-8 encoding")] if self._guessed else []
        return Contents(tuple(self._blocks), (*notices, *self._notices))

    def _begin(self, number: int, component: bytes) -> None:
        if component in (b"VEVENT", b"VCALENDAR") and self._event:
            self._give_up()
        if len(self._open) >= _DEEPEST:
            raise SourceError("is nested deeper than any calendar", where=f"{self._where}:{number}", remedy=_MEND)
        self._open.append(component)
        if self._open == [b"VCALENDAR"]:
            self._zone, self._first_of_calendar = "", len(self._blocks)
        elif self._open == [b"VCALENDAR", b"VEVENT"]:
            self._event = Block(number)

    def _end(self, component: bytes) -> None:
        if component not in self._open:
            return
        if component == b"VEVENT" and self._event:
            self._keep(self._event)
        elif self._event and self._open.index(component) < self._open.index(b"VEVENT"):
            self._give_up()
        while self._open.pop() != component:
            pass
        if not self._open:
            # The zone may stand after the events that it is for.
            for block in self._blocks[self._first_of_calendar :]:
                block.zone = self._zone

    def _keep(self, event: Block) -> None:
        if len(self._blocks) >= MOST_EVENTS:
            raise SourceError(
                f"has more than {MOST_EVENTS} events",
                where=self._where,
                remedy="keep talks in a calendar of theirs, and give that one",
            )
        self._blocks.append(event)
        self._event = None

    def _give_up(self) -> None:
        """Leave out the event that is open: another component begins or ends within it."""
        if self._event:
            where = f"{self._where}:{self._event.line}"
            self._notices.append(Notice("an event without END:VEVENT is left out", where, _MEND))
        self._event = None
        while self._open and self._open[-1] != b"VCALENDAR":
            self._open.pop()

    def _decoded(self, line: bytes) -> str:
        """One stray byte, as from an old program's export, must not cost the calendar."""
        try:
            return line.decode()
        except UnicodeDecodeError:
            self._guessed = True
            return line.decode("cp1252", errors="replace")
