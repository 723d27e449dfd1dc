"""What we hold to be true of one work."""

from __future__ import annotations

from typing import NamedTuple

from pubsync.frozen import frozen
from pubsync.records.names import Name
from pubsync.records.record import Bibliographic, RecordId
from pubsync.records.two_scripts import AuthorsIn, authors_in


class FieldOrigin(NamedTuple):
    """Where a field's value comes from: a record, or a decision of the person (``record`` is None)."""

    field: str
    record: RecordId | None


class Relation(NamedTuple):
    """A tie to another work: ``extended``, ``talk``, ``erratum``, ``part``, ``thesis`` and so on."""

    kind: str
    key: str


@frozen(kw_only=True)
class Work(Bibliographic):
    """One work, merged from the records of all sources.

    ``key`` is its name for life. ``records`` is sorted; ``origins`` has one row for every field that is set.
    """

    key: str
    records: tuple[RecordId, ...] = ()
    origins: tuple[FieldOrigin, ...] = ()
    related: tuple[Relation, ...] = ()
    keywords: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    award: str = ""
    labels: tuple[str, ...] = ()
    selected: bool = False
    place: int = 0
    """Its place in the person's own order, from 1; 0 where they gave it none."""
    preprint_title: str = ""
    """The preprint's title, where publication changed it."""
    author_in: tuple[AuthorsIn, ...] = ()
    """The same authors in another script, where a source names them all so."""

    def authors(self, language: str = "") -> tuple[Name, ...]:
        """Return the authors as a page in ``language`` (a BCP 47 tag) names them, one by one those of ``author``."""
        return authors_in(language, self.author, self.author_in)
