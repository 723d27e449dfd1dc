"""A hand-made file of a collection: what it shows, whatever keys it has and whatever its name is.

academicpages' ``_publications``, ``_talks`` and ``_teaching``, Hugo's ``content/publication*/SLUG/index.md`` and their
like. What a template left in the file is no fact about the entry, and what can't be told stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pubsync.errors import SiteError
from pubsync.formats.notices import FormatNotice
from pubsync.frozen import frozen
from pubsync.records.any_record import AnyRecord
from pubsync.records.base import Value
from pubsync.records.course import CourseRecord
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.records.talk import TalkRecord
from pubsync.sites.frontmatter import FrontMatter, parse
from pubsync.sites.handmade import fields
from pubsync.sites.handmade.placeholders import is_placeholder

ENTRY_ID = "entry"
"""The id of the one record that a file of its own has."""
_NOTHING_SHOWN = "it has no front matter, so the site's generator shows it in no list"


@frozen(kw_only=True)
class HandEntry:
    """What a hand-made file shows.

    ``placeholder`` is whether it is one of the template's own examples, which shows nothing of the person's;
    ``permalink`` is the address that the file gives itself, "" where it gives none.
    """

    path: str
    record: AnyRecord
    placeholder: bool = False
    permalink: str = ""


class EntryReading(NamedTuple):
    """A file as read: ``entry`` is None where it shows nothing, and ``notice`` then says why where that is a fault."""

    entry: HandEntry | None
    notice: FormatNotice | None = None


def source_name(path: str) -> str:
    """Return the name of the source that a hand-made file is; names of sources hold no ``#``."""
    return f"site:{path.replace('#', '%23')}"


def read_entry(path: str, content: bytes, kind: str, *, owner: Name | None = None) -> EntryReading:
    """Read a file that shows one work, talk or course; never raises.

    Args:
        path: relative to the site's root.
        content: the file's bytes.
        kind: ``work``, ``talk`` or ``course``.
        owner: the person whose site it is: Hugo's ``admin`` and ``me`` stand for them.
    """
    try:
        front = parse(content, path)
    except SiteError as error:
        return EntryReading(None, FormatNotice(error.what, error.where or path))
    if front is None:
        return EntryReading(None, FormatNotice(_NOTHING_SHOWN, path))
    return EntryReading(_entry(path, front, kind, owner))


def _entry(path: str, front: FrontMatter, kind: str, owner: Name | None) -> HandEntry | None:
    shown = fields.Shown.of(path, front.values, front.body)
    title = shown.title()
    if not title:
        return None
    makers: Mapping[str, Callable[[fields.Shown, str, Name | None], AnyRecord]] = {
        "work": _work,
        "talk": _talk,
        "course": _course,
    }
    return HandEntry(
        path=path,
        record=makers[kind](shown, title, owner),
        placeholder=is_placeholder(front.values, front.body),
        permalink=_permalink(front.values),
    )


def _permalink(values: Mapping[str, Value]) -> str:
    address = values.get("permalink") or values.get("url")
    return address.strip() if isinstance(address, str) and address.startswith("/") else ""


def _work(shown: fields.Shown, title: str, owner: Name | None) -> Record:
    authors, complete = shown.authors(title, owner)
    venue, status = shown.venue_and_status()
    return Record(
        source=source_name(shown.path),
        id=ENTRY_ID,
        type=shown.work_type(),
        title=title,
        author=authors,
        author_complete=complete,
        issued=shown.date(),
        container_title=venue,
        abstract=shown.text("abstract"),
        status=status,
        identifiers=shown.identifiers(),
        links=shown.links(),
    )


def _talk(shown: fields.Shown, title: str, _: Name | None) -> TalkRecord:
    return TalkRecord(
        source=source_name(shown.path),
        id=ENTRY_ID,
        title=title,
        type=shown.text("type"),
        start=shown.date(exact=True),
        end=shown.end(),
        venue=shown.text("venue", "event_name", "event", "conference"),
        location=shown.text("location", "place", "city"),
        links=shown.links(),
    )


def _course(shown: fields.Shown, title: str, _: Name | None) -> CourseRecord:
    return CourseRecord(
        source=source_name(shown.path),
        id=ENTRY_ID,
        title=title,
        type=shown.text("type"),
        role=shown.text("role"),
        level=shown.text("level"),
        start=shown.date(),
        end=shown.end(),
        venue=shown.text("venue", "university", "school", "institution"),
        location=shown.text("location", "place", "city"),
        terms=shown.terms(),
        links=shown.links(),
    )


_MAKERS: Mapping[str, Callable[[fields.Shown, str, Name | None], AnyRecord]] = {
    "work": _work,
    "talk": _talk,
    "course": _course,
}
