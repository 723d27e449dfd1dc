"""A row of a profile to a Record. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier
from pubsync.records.record import Record
from pubsync.records.text import plain_form, without_gaps
from pubsync.sources.scholar.author_line import read_authors
from pubsync.sources.scholar.venue_line import plausible_year, read_venue


def row_to_record(row: Mapping[str, Any], author_line: str, source: str) -> Record:
    """Return what a row says of a work.

    Args:
        row: a publication as scholarly reads it off the list: ``author_pub_id``, ``num_citations``, ``cites_id`` and
            ``bib`` with ``title``, ``pub_year`` and ``citation`` (the venue's line); all but the first may be absent.
        author_line: the authors as printed, which scholarly drops; "" where they are unknown.
        source: the source's name.

    ``extra`` holds ``cites_id``, and ``container_cut: yes`` where only the beginning of the container is known.
    """
    bib = row.get("bib", {})
    venue = read_venue(str(bib.get("citation") or ""))
    year = plausible_year(bib.get("pub_year")) or venue.year
    author, complete = read_authors(author_line)
    extra = {"cites_id": ",".join(row.get("cites_id") or ()), "container_cut": "yes" if venue.cut else ""}
    return Record(
        source=source,
        id=str(row["author_pub_id"]),
        type=venue.type,
        title=without_gaps(" ".join(str(bib.get("title") or "").split())),
        author=author,
        author_complete=complete,
        issued=PartialDate(year) if year else None,
        container_title=venue.container_title,
        publisher=venue.publisher,
        volume=venue.volume,
        issue=venue.issue,
        page=venue.page,
        number=venue.number,
        genre=venue.genre,
        identifiers=(Identifier("arxiv", venue.arxiv),) if venue.arxiv else (),
        citations=int(row.get("num_citations") or 0),
        extra=tuple((name, value) for name, value in extra.items() if value),
    )


def row_mark(record: Record) -> str:
    """Return a short mark of what a row says of its work, which changes with title, venue and year alone.

    Spelling in capitals, accents and signs is left out, and so are citations and authors. ``record`` must be as the
    row gave it: what a work's own page adds would change the mark.
    """
    year = str(record.issued.year) if record.issued else ""
    venue = (record.container_title, record.volume, record.issue, record.page, record.number, record.publisher)
    told = "|".join(plain_form(text) for text in (record.title, *venue, year))
    return f"{zlib.crc32(told.encode()):08x}"
