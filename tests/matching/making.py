"""Short ways to write records down."""

from __future__ import annotations

from typing import Any

from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier
from pubsync.records.names import Name
from pubsync.records.record import Record, RecordId

_COUNT = iter(range(10**9))


def paper(title: str, authors: str = "", year: int = 0, venue: str = "", **fields: Any) -> Record:
    """Return a record; authors are parted by "; ", each "Family, Given" or as Scholar writes them."""
    doi, arxiv = fields.pop("doi", ""), fields.pop("arxiv", "")
    identifiers = [Identifier("doi", doi)] if doi else []
    identifiers += [Identifier("arxiv", arxiv)] if arxiv else []
    return Record(
        source=fields.pop("source", "file"),
        id=fields.pop("id", "") or f"r{next(_COUNT)}",
        title=title,
        author=tuple(_name(written) for written in authors.split("; ") if written),
        issued=PartialDate(year) if year else None,
        container_title=venue,
        identifiers=tuple(identifiers),
        **fields,
    )


def scholar(title: str, authors: str = "", year: int = 0, venue: str = "", **fields: Any) -> Record:
    """Return a row of a Scholar profile."""
    return paper(title, authors, year, venue, source="scholar:abc", **fields)


def entry(title: str, authors: str = "", year: int = 0, venue: str = "", **fields: Any) -> Record:
    """Return an entry of a .bib file."""
    return paper(title, authors, year, venue, source="bibtex:papers.bib", **fields)


def _name(written: str) -> Name:
    family, comma, given = written.partition(", ")
    return Name(family=family, given=given) if comma else Name(literal=written)


def groups_of(groups: tuple[tuple[RecordId, ...], ...]) -> list[list[str]]:
    """Return the groups of two and more by their records' ids."""
    return [[one.id for one in group] for group in groups if len(group) > 1]
