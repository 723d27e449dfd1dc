"""``gs_data.json``: a profile as scholarly writes it, and as AcadHomepage's nightly action keeps it. Pure.

It is scholarly's ``Author`` (https://scholarly.readthedocs.io/en/stable/DataTypes.html); AcadHomepage
(https://github.com/RayeRen/acad-homepage.github.io, ``google_scholar_crawler``) keys its publications by
``author_pub_id`` and adds ``updated``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pubsync.errors import SourceError
from pubsync.records.record import Record
from pubsync.sources.answers import address, count, part, raw
from pubsync.sources.interface import Notice, Statistics
from pubsync.sources.scholar.details import completed
from pubsync.sources.scholar.file_reading import FileReading
from pubsync.sources.scholar.rows import row_to_record

_ID = re.compile(r"[\w-]{4,40}:[\w-]{1,40}", re.ASCII)
_YEAR = re.compile(r"[12][0-9]{3}")
_DETAILS = ("author", "journal", "conference", "volume", "number", "pages", "publisher", "abstract")
_REMEDY = "give the file gs_data.json that scholarly or AcadHomepage's action wrote"


def read_dump(text: str, source: str, where: str) -> FileReading:
    """Return what a dump holds; ``source`` is the source's name, ``where`` the file's.

    Raises:
        SourceError: where it is no whole JSON, or none of a profile.
    """
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError("is no whole JSON", where=where, remedy=_REMEDY) from error
    publications = part(document, "publications")
    if not isinstance(publications, dict | list):
        raise SourceError("is JSON without the publications of a profile", where=where, remedy=_REMEDY)
    records: list[Record] = []
    notices: list[Notice] = []
    for key, publication in _entries(publications):
        record = _record(publication, key, source)
        if record:
            records.append(record)
        else:
            what = f"a publication without a title or an id is left out ({(key or '?')[:60]!a})"
            notices.append(Notice(what, where, "the others are used"))
    unique = {record.id: record for record in reversed(records)}
    return FileReading(
        tuple(unique[id_] for id_ in dict.fromkeys(record.id for record in records)),
        has_ids=True,
        notices=tuple(notices),
        owner=raw(part(document, "name")),
        owner_id=raw(part(document, "scholar_id")) or _owner_of(records),
        statistics=_statistics(document),
    )


def _entries(publications: dict[str, object] | list[object]) -> Iterator[tuple[str, object]]:
    if isinstance(publications, dict):
        yield from publications.items()
    else:
        yield from (("", publication) for publication in publications)


def _record(publication: object, key: str, source: str) -> Record | None:
    """Return the record of a publication, None where it has no id of Scholar's or no title."""
    bib = part(publication, "bib")
    id_, title = raw(part(publication, "author_pub_id")) or key, raw(part(bib, "title"))
    if not _ID.fullmatch(id_) or not title:
        return None
    cites = part(publication, "cites_id")
    row = {
        "author_pub_id": id_,
        "bib": {"title": title, "pub_year": raw(part(bib, "pub_year")), "citation": raw(part(bib, "citation"))},
        "num_citations": count(part(publication, "num_citations")),
        "cites_id": [raw(one) for one in cites if raw(one)] if isinstance(cites, list) else [],
    }
    record = row_to_record(row, "", source)
    told = {field: raw(part(bib, field)) for field in _DETAILS}
    if not any(told.values()):
        return record
    return completed(record, {"bib": told, "pub_url": address(part(publication, "pub_url"))}, None)


def _owner_of(records: list[Record]) -> str:
    """Return whose ids they are, where they are all one person's."""
    owners = {record.id.partition(":")[0] for record in records}
    return owners.pop() if len(owners) == 1 else ""


def _statistics(document: object) -> Statistics:
    years = part(document, "cites_per_year")
    by_year = {
        int(year): received
        for year, told in (years.items() if isinstance(years, dict) else ())
        if _YEAR.fullmatch(year) and (received := count(told)) is not None
    }
    return Statistics(
        citations=count(part(document, "citedby")),
        h_index=count(part(document, "hindex")),
        by_year=tuple(sorted(by_year.items())),
    )
