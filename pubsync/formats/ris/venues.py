"""Where a work appeared: what one program writes as the journal, another has for a series or a conference."""

from __future__ import annotations

import re

from pubsync.formats.bibtex.types import Preprint, preprint_server, read_status
from pubsync.formats.ris.entry import Entry
from pubsync.formats.ris.parallel import in_other_language
from pubsync.formats.ris.people import joined
from pubsync.formats.ris.types import is_article
from pubsync.frozen import frozen
from pubsync.records.text import Translation

_JOURNALS = ("journal", "container", "journal_too", "book_title", "short_journal")
_BOOKS = ("book_title", "container", "journal", "journal_too", "short_journal")
_NOWHERE = ("thesis", "book", "report", "patent", "standard", "manuscript", "software", "dataset", "legislation")
IN_BOOKS = ("chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary")
"""Types of what is part of a volume."""
_INDEXED = re.compile(r"(?:pubmed|embase|cinahl) \d", re.IGNORECASE)
_LONGEST_PLACE = 60
"""Characters: what is longer is somebody's address."""


@frozen(kw_only=True)
class Venue:
    """Where it appeared: ``preprint`` where that is a server, ``status`` where it has not appeared yet."""

    container: str = ""
    preprint: Preprint | None = None
    status: str = ""
    series: str = ""
    publisher: str = ""
    publisher_place: str = ""
    event: str = ""
    event_place: str = ""
    translations: tuple[Translation, ...] = ()


def read_venue(entry: Entry, kind: str) -> Venue:
    """Return where an entry of a type appeared."""
    container, event = _container(entry, kind)
    status = read_status(container)
    if status:
        container = "" if status.status == "submitted" else status.venue
    publisher = _publisher(entry, kind)
    at_server, by_server = preprint_server(container), preprint_server(publisher)
    preprint = at_server or (by_server if not container else None)
    if preprint:
        container, publisher = preprint.server, "" if by_server else publisher
    others = entry.texts("journal", "container", "journal_other")
    event_place, publisher_place = _places(entry, kind)
    return Venue(
        container=container,
        preprint=preprint,
        status=status.status if status else "",
        series=_series(entry, kind),
        publisher="" if publisher == container else publisher,
        publisher_place=publisher_place,
        event=event,
        event_place=event_place,
        translations=tuple(in_other_language("container_title", container, others)) if container else (),
    )


def _container(entry: Entry, kind: str) -> tuple[str, str]:
    """Return what a work is part of, and the conference it was given at."""
    if kind in _NOWHERE:
        # Some write a preprint as a manuscript, a report or a data set.
        server = entry.text(*_JOURNALS)
        return (server if preprint_server(server) else ""), ""
    if kind != "paper-conference":
        return entry.text(*(_BOOKS if kind in IN_BOOKS else _JOURNALS)), entry.text("event")
    book, named = entry.text(*_BOOKS), entry.text("proceedings")
    if not named or _INDEXED.match(named) or entry.is_from("wos:", "web of science"):
        return book, entry.text("event")
    # C3 is the proceedings for EndNote and Zotero, the conference for Scopus, authors' homes for Web of Science.
    if entry.is_from("scopus"):
        return book or named, named if book else ""
    return named, "" if book == named else book


def _publisher(entry: Entry, kind: str) -> str:
    if kind == "thesis":
        return entry.text("publisher", "container", "journal")
    if kind == "patent":
        return joined(entry.all("author2", "translator")) or entry.text("publisher")
    return entry.text("publisher")


def _series(entry: Entry, kind: str) -> str:
    if is_article(kind) or kind in ("thesis", "patent"):
        return ""
    return entry.text("series", "container") if kind in ("book", "report") else entry.text("series")


def _places(entry: Entry, kind: str) -> tuple[str, str]:
    """Return the place of the conference and that of the publisher, which some have in each other's field."""
    place, other = (_place(entry, word) for word in ("place", "place_too"))
    if kind != "paper-conference":
        return "", "" if is_article(kind) else place
    event = _place(entry, "event_place")
    if place and other:
        return event or place, other
    return (event or place, "") if entry.is_from("cnki") else (event, place or other)


def _place(entry: Entry, word: str) -> str:
    text = entry.text(word)
    return text if len(text) <= _LONGEST_PLACE and "@" not in text else ""
