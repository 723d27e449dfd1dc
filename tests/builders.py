"""Small makers of records and works, so that a test shows only what matters to it."""

from __future__ import annotations

from typing import Any

from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier
from pubsync.records.names import Name
from pubsync.records.record import Record, RecordId


def rid(text: str) -> RecordId:
    """``bibtex:a.bib#x``; a bare ``x`` stands for that."""
    return RecordId.parse(text) if "#" in text else RecordId("bibtex:a.bib", text)


def record(identity: str, title: str = "A title", *, year: int | None = 2020, **fields: Any) -> Record:
    """A record of the source that ``identity`` names (see ``rid``), by Ann Lee and Bo Wu."""
    one = rid(identity)
    doi = fields.pop("doi", "")
    arxiv = fields.pop("arxiv", "")
    identifiers = [Identifier("doi", doi)] if doi else []
    identifiers += [Identifier("arxiv", arxiv)] if arxiv else []
    filled: dict[str, Any] = {
        "author": (Name(family="Lee", given="Ann"), Name(family="Wu", given="Bo")),
        "issued": PartialDate(year) if year else None,
        "identifiers": tuple(identifiers),
    }
    return Record(source=one.source, id=one.id, title=title, **(filled | fields))
