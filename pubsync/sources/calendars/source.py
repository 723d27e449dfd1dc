"""A calendar as a source of talks or courses, from a file or an address."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pubsync.errors import SourceError
from pubsync.frozen import frozen
from pubsync.records.any_record import AnyRecord
from pubsync.sources.calendars.content import Block, read_contents
from pubsync.sources.calendars.events import Event, read_event
from pubsync.sources.calendars.occasions import public_occasions
from pubsync.sources.calendars.records import course_records, talk_records
from pubsync.sources.calendars.wording import LONGEST
from pubsync.sources.http import Http
from pubsync.sources.interface import Answer, Notice

LARGEST = 5_000_000
"""Bytes; a calendar of talks has a hundredth of it."""
_WEB = {"webcal": "https", "webcals": "https", "https": "https", "http": "http"}
_NOT_FOUND = 404


@frozen(kw_only=True)
class CalendarSource:
    """A calendar of talks or of courses; see ``Source``.

    Either ``path``, a file below ``root`` (the site's folder), or ``url`` is set. The address of a private calendar is
    a secret, so it shows nowhere. ``only`` is a word that the title or a category of an event holds, for a calendar
    that has other events too. ``contact``, ``proxy``, ``timeout`` and ``cache`` are as for ``Http``.
    """

    name: str
    kind: Literal["talks", "teaching"]
    path: str = ""
    url: str = field(default="", repr=False)
    root: Path = Path()
    only: str = ""
    contact: str = ""
    proxy: str = field(default="", repr=False)
    timeout: float = 20
    cache: Path | None = None

    @property
    def remote(self) -> bool:
        """Whether it is on the network."""
        return bool(self.url)

    def fetch(self, previous: Answer | None) -> Answer:  # noqa: ARG002 - a calendar is whole or an error
        """Read the file, or ask for the address once; see ``Source``."""
        content, requests = self._asked() if self.url else (_content(self.root / self.path, self.path), 0)
        where = self.name if self.url else self.path
        records, notices = read_calendar(content, source=self.name, kind=self.kind, only=self.only, where=where)
        return Answer(records=records, notices=notices, requests=requests)

    def _asked(self) -> tuple[bytes, int]:
        http = Http(
            name=self.name,
            contact=self.contact,
            proxy=self.proxy,
            timeout=self.timeout,
            largest=LARGEST,
            cache=self.cache,
        )
        reply = http.get(_address(self.url, self.name), accept="text/calendar, text/plain;q=0.5, */*;q=0.1")
        if reply.status == _NOT_FOUND:
            raise SourceError(
                "has no calendar at its address (HTTP 404)", where=self.name, remedy="copy the address anew"
            )
        return reply.body, http.requests


def read_calendar(
    content: bytes, *, source: str, kind: Literal["talks", "teaching"], only: str, where: str
) -> tuple[tuple[AnyRecord, ...], tuple[Notice, ...]]:
    """Return the records of a calendar in order of their days, and what the person should know of the rest.

    Raises:
        SourceError: where it is no calendar, breaks off or is too large.
    """
    contents = read_contents(content, where)
    notices = list(contents.notices)
    events: list[Event] = []
    for block in contents.blocks:
        found = _event_or_notice(block, where)
        if isinstance(found, Notice):
            notices.append(found)
        else:
            events.append(found)
    public = public_occasions(events, only=only, where=where)
    notices += public.notices
    notices += [
        Notice(
            f"the description of {one.event.title:.80} is cut",
            f"{where}:{one.event.line}",
            f"{LONGEST} characters are read",
        )
        for one in public.occasions
        if len(one.event.description) > LONGEST
    ]
    make = talk_records if kind == "talks" else course_records
    return make(public.occasions, source), tuple(notices)


def _event_or_notice(block: Block, where: str) -> Event | Notice:
    try:
        return read_event(block)
    except ValueError as error:
        return Notice(str(error), f"{where}:{block.line}", "mend it in the calendar; the other events are used")


def _address(url: str, name: str) -> str:
    scheme = urlsplit(url.strip()).scheme.casefold()
    if scheme not in _WEB:
        raise SourceError(
            "is no address of a calendar", where=name, remedy="give one that begins with https:// or webcal://"
        )
    return f"{_WEB[scheme]}{url.strip()[len(scheme) :]}"


def _content(path: Path, shown: str) -> bytes:
    try:
        # A pipe or a device would be waited for without end.
        if path.exists() and not path.is_file():
            raise SourceError("is no file", where=shown, remedy="give a calendar's file (.ics)")
        if path.stat().st_size > LARGEST:
            raise SourceError("is larger than 5 MB", where=shown, remedy="keep talks in a calendar of theirs")
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError("no such file", where=shown, remedy="create it, or mend its path in pubsync.yaml") from None
    except (OSError, ValueError) as error:
        raise SourceError("can't be read", where=shown, remedy="check its path and its permissions") from error
