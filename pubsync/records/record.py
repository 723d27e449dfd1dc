"""What one source says of one work, kept as it said it."""

from __future__ import annotations

from typing import NamedTuple, Self

from pubsync.frozen import frozen
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.text import Translatable


class RecordId(NamedTuple):
    """The name of a record for life: the unique name of its source, and the id it has there."""

    source: str
    id: str

    def __str__(self) -> str:
        """``source#id``, as written in ``curation.yaml`` and in the ledger."""
        return f"{self.source}#{self.id}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``str`` wrote. Source names hold no ``#``.

        Raises:
            ValueError: where the text names no source or no id.
        """
        source, separator, identity = text.partition("#")
        if not (source and separator and identity):
            message = f"{text!r} is no record id; one looks like bibtex:publications.bib#qi2020"
            raise ValueError(message)
        return cls(source, identity)


@frozen(kw_only=True)
class Bibliographic(Translatable):
    """The fields that a Record and a Work have in common, in CSL's words; empty means unknown.

    Texts are plain Unicode: LaTeX and HTML are decoded where they come in, but mathematics stays as ``$…$``.
    """

    type: str = ""
    """A CSL type such as ``article-journal``; a preprint is an ``article``."""
    title: str = ""
    author: tuple[Name, ...] = ()
    author_complete: bool = True
    """False where the source cut its list ("and others", "…"): an absent name then says nothing."""
    editor: tuple[Name, ...] = ()
    issued: PartialDate | None = None
    container_title: str = ""
    collection_title: str = ""
    publisher: str = ""
    publisher_place: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    edition: str = ""
    genre: str = ""
    """What kind of its type, such as ``PhD thesis`` or ``Technical report``."""
    event_title: str = ""
    event_place: str = ""
    abstract: str = ""
    note: str = ""
    status: str = ""
    """``submitted``, ``accepted`` or ``in press``; empty once published."""
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    citations: int | None = None

    def identifier(self, scheme: str) -> str:
        """Return the first identifier of ``scheme``, or ""."""
        return next((found.value for found in self.identifiers if found.scheme == scheme), "")

    def authors(self, language: str = "") -> tuple[Name, ...]:  # noqa: ARG002 - a Work knows them by language
        """Return the authors as a page in ``language`` (a BCP 47 tag) names them, one by one those of ``author``."""
        return self.author

    def link(self, kind: str) -> str:
        """Return the first link of ``kind``, or ""."""
        return next((found.url for found in self.links if found.kind == kind), "")


@frozen(kw_only=True)
class Record(Bibliographic):
    """What one source says of one work."""

    source: str
    """The unique name of the source; it begins with its kind, as in ``scholar:rme-IWIAAAAJ``."""
    id: str
    keywords: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    """Fields of the source's own that some output may want, such as al-folio's ``selected`` and ``abbr``."""

    @property
    def record_id(self) -> RecordId:
        """The record's name for life."""
        return RecordId(self.source, self.id)

    @property
    def source_kind(self) -> str:
        """The kind of its source: ``bibtex``, ``scholar`` and so on."""
        return self.source.partition(":")[0]
