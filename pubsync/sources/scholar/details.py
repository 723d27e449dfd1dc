"""What a work's own page adds to its row, and how it is kept from run to run. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Link, identifiers_in_url
from pubsync.records.record import Record
from pubsync.sources.scholar.author_line import read_authors

_MARK = ("details", "yes")
_LONGEST_URL = 2000


def has_details(record: Record) -> bool:
    """Whether the work's own page has been read."""
    return _MARK in record.extra


def with_details(record: Record, work: Mapping[str, Any], date: PartialDate | None) -> Record:
    """Return the row's record completed by the work's page.

    Args:
        record: the row's.
        work: what scholarly reads off the work's page: ``bib`` and ``pub_url``.
        date: the date on that page.
    """
    bib = {name: " ".join(str(value).split()) for name, value in work.get("bib", {}).items()}
    author, complete = read_authors(bib.get("author", "").replace(" and ", ", "))
    container = bib.get("journal") or bib.get("conference") or ""
    extra = tuple(pair for pair in record.extra if not (container and pair[0] == "container_cut"))
    url = str(work.get("pub_url", ""))
    url = url if url.startswith(("https://", "http://")) and len(url) < _LONGEST_URL else ""
    found = identifiers_in_url(url)
    return replace(
        record,
        title=_longer(record.title, bib.get("title", "")),
        author=author or record.author,
        author_complete=complete if author else record.author_complete,
        issued=date or record.issued,
        container_title=container or record.container_title,
        volume=bib.get("volume") or record.volume,
        issue=bib.get("number") or record.issue,
        page=bib.get("pages") or record.page,
        publisher=bib.get("publisher") or record.publisher,
        abstract=bib.get("abstract") or record.abstract,
        links=(Link("url", url),) if url else (),
        identifiers=(*record.identifiers, *(each for each in found if each not in record.identifiers)),
        extra=(*extra, _MARK),
    )


def keep_details(row: Record, before: Record | None) -> Record:
    """Return ``before``, which has details, with the row's counts; the row itself where it speaks of another paper.

    Scholar gives ids out again now and then, so the beginning of the title has to agree as well, and the year.
    """
    if before is None or not has_details(before) or not _same_paper(row, before):
        return row
    counted = {name: value for name, value in row.extra if name == "cites_id"}
    extra = (*counted.items(), *(pair for pair in before.extra if pair[0] not in counted))
    return replace(before, citations=row.citations, extra=extra)


def _same_paper(row: Record, before: Record) -> bool:
    years = {date.year for date in (row.issued, before.issued) if date}
    return before.title.startswith(_uncut(row.title)) and len(years) < 2  # noqa: PLR2004 - one year or none


def _longer(cut: str, whole: str) -> str:
    """Return the page's title where the row's is cut; else the row's, by which the two are compared next time."""
    return whole if "…" in cut and whole.startswith(_uncut(cut)) else cut


def _uncut(title: str) -> str:
    return title.partition("…")[0].rstrip()
