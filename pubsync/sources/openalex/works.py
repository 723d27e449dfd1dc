"""OpenAlex's works to Records. Pure.

The shape is that of https://help.openalex.org/data/works/attributes/.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from pubsync.records.dates import PartialDate, parse_date
from pubsync.records.identifiers import Identifier, Link, doi_identifier, identifiers_in_url
from pubsync.records.record import Record
from pubsync.sources.answers import address, count, part, parts, raw, text, title
from pubsync.sources.openalex.author import short_id
from pubsync.sources.openalex.authorships import read_authors
from pubsync.sources.openalex.venues import read_venue

MOST_WORDS = 5_000
"""Of an abstract; what is longer is a whole text that was taken for one."""

_PMID = re.compile(r"(\d{1,9})/?$", re.ASCII)


class Reading(NamedTuple):
    """Records by their id, sorted, and how many works could not be read."""

    records: tuple[Record, ...]
    unreadable: int


def read_works(works: Iterable[dict[str, object]], source: str, people: Collection[str] = ()) -> Reading:
    """Return the Records of works; one without an id or a title is none.

    ``people`` holds ids and ORCID iDs of the person who was asked for, as ``read_authors`` takes them.
    """
    found: dict[str, Record] = {}
    unreadable = 0
    for work in works:
        record = _record(work, source, people)
        if record is None:
            unreadable += 1
        else:
            found.setdefault(record.id, record)
    return Reading(tuple(found[id_] for id_ in sorted(found)), unreadable)


def _record(work: dict[str, object], source: str, people: Collection[str]) -> Record | None:
    id_ = short_id(work.get("id"))
    name = title(work.get("title")) or title(work.get("display_name"))
    if not (id_.startswith("W") and name):
        return None
    authors, venue = read_authors(work, people), read_venue(work)
    extra = {"affiliation": authors.affiliation, "retracted": "yes" if work.get("is_retracted") is True else ""}
    return Record(
        source=source,
        id=id_,
        type=venue.type,
        genre=venue.genre,
        title=name,
        author=authors.names,
        author_complete=authors.complete,
        issued=_issued(work),
        container_title=venue.container,
        publisher=venue.publisher,
        **(_numbers(work) if venue.type != "article" else {}),
        abstract=_abstract(work.get("abstract_inverted_index")),
        identifiers=_identifiers(work, id_),
        links=_links(work),
        citations=count(work.get("cited_by_count")),
        extra=tuple((field, value) for field, value in extra.items() if value),
    )


def _issued(work: dict[str, object]) -> PartialDate | None:
    """Return the date; OpenAlex writes the first of January where it knows the year alone."""
    whole = parse_date(raw(work.get("publication_date"))) or parse_date(raw(work.get("publication_year")))
    return PartialDate(whole.year) if whole and (whole.month, whole.day) == (1, 1) else whole


def _numbers(work: dict[str, object]) -> dict[str, Any]:
    biblio = work.get("biblio")
    first, last = text(part(biblio, "first_page")), text(part(biblio, "last_page"))
    return {
        "volume": text(part(biblio, "volume")),
        "issue": text(part(biblio, "issue")),
        "page": f"{first}-{last}" if first and last and last != first else first,
    }


def _abstract(index: object) -> str:
    """Return the text of an inverted index: each word with the places where it stands."""
    placed = [
        (place, word)
        for word, places in (index.items() if isinstance(index, dict) else ())
        if isinstance(places, list)
        for place in places
        if count(place) is not None
    ]
    if len(placed) > MOST_WORDS:
        return ""
    return text(" ".join(str(word) for _, word in sorted(placed)))


def _identifiers(work: dict[str, object], id_: str) -> tuple[Identifier, ...]:
    ids = work.get("ids")
    pmid, pmcid = (_PMID.search(raw(part(ids, key))) for key in ("pmid", "pmcid"))
    found = [
        doi_identifier(raw(work.get("doi")) or raw(part(ids, "doi"))),
        *(one for one in _in_locations(work) if one.scheme == "arxiv"),
        Identifier("pmid", pmid.group(1)) if pmid else None,
        Identifier("pmcid", f"PMC{pmcid.group(1)}") if pmcid else None,
        Identifier("openalex", id_),
    ]
    return tuple(dict.fromkeys(one for one in found if one and one.value))


def _in_locations(work: dict[str, object]) -> Iterable[Identifier]:
    return (
        one for place in parts(work.get("locations")) for one in identifiers_in_url(raw(place.get("landing_page_url")))
    )


def _links(work: dict[str, object]) -> tuple[Link, ...]:
    """Return the page of the work, and the PDF that everybody may read."""
    url = address(part(work, "primary_location", "landing_page_url"))
    places = [work.get("best_oa_location"), *parts(work.get("locations"))]
    free = (address(part(place, "pdf_url")) for place in places if part(place, "is_oa") is True)
    pdf = next(filter(None, free), "")
    return tuple(link for link in (Link("url", url), Link("pdf", pdf)) if link.url)
