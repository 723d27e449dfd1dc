"""A record prepared for comparison: every form is made once, and only when it is first asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Generic, TypeVar

from pubsync.matching.marks import TitleMarks, title_marks
from pubsync.matching.names import AuthorsForm, authors_form
from pubsync.matching.normalize import LONGEST, TitleForm, title_form
from pubsync.matching.venues import VenueForm, venue_form
from pubsync.records.record import Record

_NUMBER = re.compile(r"[a-z]*\d+")
_PREPRINT_DOIS = (
    "10.48550/", "10.1101/", "10.2139/ssrn", "10.31234/", "10.26434/", "10.36227/", "10.20944/", "10.21203/",
    "10.5281/", "10.31219/", "10.31235/", "10.31222/", "10.31223/", "10.22541/", "10.64898/",
)  # fmt: skip
NO_IDENTIFIERS = frozenset[str]()
_SAID = attrgetter(*sorted({field.name for field in fields(Record)} - {"id", "source"}))
_VERSION = re.compile(r"(?:\.pub\d+|\.v\d+|v\d+|/v\d+)$")


Form = TypeVar("Form")


class made_once(Generic[Form]):  # noqa: N801 - reads as the decorator that it is
    """``functools.cached_property`` without the lock that it takes before Python 3.12, which costs more than a form."""

    def __init__(self, make: Callable[[Portrait], Form]) -> None:
        """Keep the function that makes the form."""
        self.make = make
        self.__doc__ = make.__doc__

    def __get__(self, portrait: Portrait, _: type[Portrait]) -> Form:
        """Make the form; it is then an attribute of the portrait's own, which is looked up first."""
        form = self.make(portrait)
        setattr(portrait, self.make.__name__, form)
        return form


class Portrait:
    """A record with its forms."""

    def __init__(self, record: Record) -> None:
        """Keep the record; nothing is computed yet but its title."""
        self.record = record
        self.record_id = record.record_id
        self.kind = record.source_kind
        self.year = record.issued.year if record.issued else 0
        self.title: TitleForm = title_form(record.title, scholar=self.kind == "scholar")

    def said(self) -> object:
        """Return all that matching can tell of the record by itself: what it says, and what kind of source it is of."""
        return self.kind, *_SAID(self.record)

    @made_once
    def marks(self) -> TitleMarks:
        """What the title says of the work's kind and number."""
        return title_marks(self.title)

    @made_once
    def authors(self) -> AuthorsForm:
        """The authors."""
        return authors_form(self.record.author, complete=self.record.author_complete)

    @made_once
    def venue_name(self) -> str:
        """The venue as written."""
        return (self.record.container_title or self.record.event_title)[:LONGEST]

    @made_once
    def venue(self) -> VenueForm:
        """The venue."""
        return venue_form(self.venue_name)

    @made_once
    def is_placed(self) -> bool:
        """Whether it names any of volume, issue and page."""
        return bool(self.record.volume or self.record.issue or self.record.page)

    @made_once
    def volume(self) -> str:
        """The volume's number."""
        found = _NUMBER.search(self.record.volume.casefold())
        # Some sources give the year for the volume.
        return found.group() if found and found.group() != str(self.year) else ""

    @made_once
    def issue(self) -> str:
        """The issue's number."""
        found = _NUMBER.search(self.record.issue.casefold())
        return found.group() if found else ""

    @made_once
    def first_page(self) -> str:
        """The first page, or the article's number."""
        found = _NUMBER.search(self.record.page.casefold())
        return found.group().lstrip("0") if found else ""

    @made_once
    def dois(self) -> frozenset[str]:
        """DOIs of record, without the version that some carry; preprint servers' are left out."""
        if not self.record.identifiers:
            return NO_IDENTIFIERS
        return frozenset(
            _VERSION.sub("", one.value)
            for one in self.record.identifiers
            if one.scheme == "doi" and not one.value.startswith(_PREPRINT_DOIS)
        )

    @made_once
    def preprint_ids(self) -> frozenset[str]:
        """Identifiers of preprints: arXiv ids and the DOIs of preprint servers, without their version."""
        if not self.record.identifiers:
            return NO_IDENTIFIERS
        return frozenset(
            _VERSION.sub("", one.value)
            for one in self.record.identifiers
            if one.scheme == "arxiv" or (one.scheme == "doi" and one.value.startswith(_PREPRINT_DOIS))
        )

    @made_once
    def is_preprint(self) -> bool:
        """Whether the record speaks of a preprint: by its venue, or by having no other identifier and no venue."""
        if self.venue.kind == "preprint":
            return True
        return bool(self.preprint_ids) and not self.dois and not self.venue_name
