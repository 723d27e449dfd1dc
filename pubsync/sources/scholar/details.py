"""What a work's own page adds to its row, and how it is kept from run to run. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Link, identifiers_in_url
from pubsync.records.record import Record
from pubsync.records.text import plain_form
from pubsync.sources.scholar.author_line import read_authors
from pubsync.sources.scholar.rows import row_mark

_MARK = "scholar_details"
_STALE = "stale"
_LONGEST_URL = 2000


def has_details(record: Record) -> bool:
    """Whether the work's own page has been read since its row last changed."""
    return _mark(record) not in ("", _STALE)


def with_details(record: Record, work: Mapping[str, Any], date: PartialDate | None) -> Record:
    """Return the row's record completed by the work's page, and marked so that it is not asked for again.

    The arguments are those of ``completed``. The mark tells the row that the page was read for (see ``row_mark``).
    """
    whole = completed(record, work, date)
    return replace(whole, extra=(*_without_mark(whole), (_MARK, row_mark(record))))


def completed(record: Record, work: Mapping[str, Any], date: PartialDate | None) -> Record:
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
        extra=extra,
    )


def keep_details(row: Record, before: Record | None) -> Record:
    """Return the row's record with what ``before`` knows from the work's own page.

    Where the row is as it was when that page was read, all of it stays. Where its venue or year has changed, the
    authors and the abstract stay until the page is read again. Where it speaks of another paper, nothing does: Scholar
    gives ids out again now and then.
    """
    mark = _mark(before) if before else ""
    if before is None or not mark:
        return row
    if mark == row_mark(row):
        counted = tuple(pair for pair in row.extra if pair[0] == "cites_id")
        rest = tuple(pair for pair in before.extra if pair[0] != "cites_id")
        return replace(before, citations=row.citations, extra=(*counted, *rest))
    if not _same_title(row, before):
        return row
    return replace(
        row,
        author=before.author,
        author_complete=before.author_complete,
        abstract=before.abstract,
        extra=(*row.extra, (_MARK, _STALE)),
    )


def _mark(record: Record) -> str:
    return next((value for name, value in record.extra if name == _MARK), "")


def _without_mark(record: Record) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in record.extra if pair[0] != _MARK)


def _same_title(row: Record, before: Record) -> bool:
    beginning = plain_form(_uncut(row.title))
    return bool(beginning) and plain_form(before.title).startswith(beginning)


def _longer(cut: str, whole: str) -> str:
    """Return the page's title where the row's is cut; else the row's, by which the two are compared next time."""
    return whole if "…" in cut and whole.startswith(_uncut(cut)) else cut


def _uncut(title: str) -> str:
    return title.partition("…")[0].rstrip()
