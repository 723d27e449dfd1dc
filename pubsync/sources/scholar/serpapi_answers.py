"""What SerpApi answers about a profile, read as Scholar's own pages are. Pure.

Documented at https://serpapi.com/google-scholar-author-api, ``-articles``, ``-cited-by`` and ``-citation``; its errors
at https://serpapi.com/api-status-and-error-codes and https://serpapi.com/search-errors.
"""

from __future__ import annotations

import re
from typing import Any

from pubsync.errors import SourceError
from pubsync.records.record import Record
from pubsync.sources.answers import address, count, part, parts, raw
from pubsync.sources.http import RefusedError
from pubsync.sources.interface import Statistics
from pubsync.sources.scholar.details import with_details
from pubsync.sources.scholar.listing import ListPage
from pubsync.sources.scholar.pages import PageError, plain_count, slashed_date
from pubsync.sources.scholar.rows import row_to_record
from pubsync.sources.scholar.venue_line import plausible_year

_NOTHING_FOUND = re.compile(r"hasn.t returned any results", re.IGNORECASE)
_USED_UP = re.compile(r"run out of searches|searches for the month|exhausted|throughput", re.IGNORECASE)
_BAD_KEY = re.compile(r"api key|unauthorized", re.IGNORECASE)
_DONE = ("Success", "Cached", "")
_ID = re.compile(r"[\w-]{4,40}:[\w-]{1,40}", re.ASCII)
_LATER = "the next run asks again"
_ABSTRACT = re.compile(r"abstract\b[\s:.]*", re.IGNORECASE)
_FIELDS = ("journal", "conference", "volume", "pages", "publisher")


def read_list(document: object, start: int, scholar_id: str, source: str) -> ListPage:
    """Return the page of a profile's list that begins with row ``start``; ``source`` is the source's name.

    Raises:
        RefusedError: where SerpApi refuses the key or has no searches left for it.
        SourceError: where it has no such profile, another person's, or no answer for another reason.
    """
    if _says_nothing_is_found(document, source):
        if start:
            return ListPage((), unreadable=0, more=False)
        remedy = "check the id: it stands after user= in the profile's address"
        raise SourceError("SerpApi finds no such profile", where=source, remedy=remedy)
    owner_id = raw(part(document, "search_parameters", "author_id"))
    articles = part(document, "articles")
    found = parts(articles)
    records = tuple(record for article in found if (record := _row(article, scholar_id, source)))
    if (owner_id and owner_id != scholar_id) or (found and not records):
        raise SourceError(
            f"SerpApi's answer is not of the profile {scholar_id!a}, or can't be read",
            where=source,
            remedy="if it lasts for days, look for a newer pubsync",
        )
    if start and articles is None:
        return ListPage((), unreadable=0, more=False)
    if not isinstance(articles, list) or not (start or raw(part(document, "author", "name"))):
        raise SourceError("SerpApi's answer has no author or no articles", where=source, remedy=_LATER)
    return ListPage(
        records,
        unreadable=len(articles) - len(records),
        more=bool(raw(part(document, "serpapi_pagination", "next"))),
        owner=raw(part(document, "author", "name")),
        statistics=_statistics(document),
    )


def read_citation(document: object, record: Record) -> Record:
    """Return a row's record completed by what the work's own page says (``view_op=view_citation``).

    Raises:
        RefusedError: as ``read_list``.
        PageError: where the answer does not tell who wrote the work.
        SourceError: where there is no answer.
    """
    _says_nothing_is_found(document, record.source)
    citation = part(document, "citation")
    told: dict[str, Any] = {field: raw(part(citation, field)) for field in _FIELDS}
    told["author"] = raw(part(citation, "authors")) or raw(part(citation, "inventors"))
    if not told["author"]:
        raise PageError("SerpApi's answer on a work names no authors", where=record.source, remedy=_LATER)
    told["title"] = raw(part(citation, "title"))
    told["number"] = raw(part(citation, "issue"))
    told["abstract"] = _ABSTRACT.sub("", raw(part(citation, "description")), count=1)
    work = {"bib": told, "pub_url": address(part(citation, "link"))}
    return with_details(record, work, slashed_date(raw(part(citation, "publication_date"))))


def _says_nothing_is_found(document: object, source: str) -> bool:
    """Whether the answer is the one for no results; any other that is none of results is an error."""
    if not isinstance(document, dict):
        raise SourceError("SerpApi answered with something else than an object", where=source, remedy=_LATER)
    error, status = raw(document.get("error")), raw(part(document, "search_metadata", "status"))
    if _USED_UP.search(error):
        raise refusal(429, None, source)
    if error and _BAD_KEY.search(error):
        raise refusal(401, None, source)
    if _NOTHING_FOUND.search(error):
        return True
    if error or status not in _DONE:
        told = re.sub(r"[^\w '’.,:()`-]", "", error)[:200] or f"the search is {status[:40]!a}"
        raise SourceError(f"SerpApi has no answer: {told}", where=source, remedy=_LATER)
    return False


def refusal(status: int, retry_after: int | None, source: str) -> RefusedError:
    """Return the error for a refusal by SerpApi, in its own words."""
    if status == 429:  # noqa: PLR2004 - Too Many Requests
        what = "SerpApi has no searches left for this key, or was asked too often in an hour"
        remedy = "they come back every month; a larger plan or a BibTeX export of the profile has no such end"
    else:
        what = f"SerpApi does not take the key (HTTP {status})"
        remedy = "set SERPAPI_API_KEY to the one shown at https://serpapi.com/manage-api-key"
    return RefusedError(what, status=status, retry_after=retry_after, where=source, remedy=remedy)


def _row(article: dict[str, object], scholar_id: str, source: str) -> Record | None:
    """Return the record of a row, None where it can't be read or is of another profile."""
    id_, title = raw(article.get("citation_id")), raw(article.get("title"))
    if not _ID.fullmatch(id_) or not id_.startswith(f"{scholar_id}:") or not title:
        return None
    cited = part(article, "cited_by", "value")
    row = {
        "author_pub_id": id_,
        "bib": {"title": title, "pub_year": raw(article.get("year")), "citation": raw(article.get("publication"))},
        "num_citations": _number(cited),
        "cites_id": [one for one in raw(part(article, "cited_by", "cites_id")).split(",") if one],
    }
    return row_to_record(row, raw(article.get("authors")), source)


def _number(value: object) -> int | None:
    return plain_count(value) if isinstance(value, str) else count(value)


def _statistics(document: object) -> Statistics:
    figures: dict[str, int | None] = {}
    for line in parts(part(document, "cited_by", "table")):
        figures |= {name: _number(part(values, "all")) for name, values in line.items()}
    years = {
        year: received
        for bar in parts(part(document, "cited_by", "graph"))
        if (year := plausible_year(raw(bar.get("year")))) and (received := _number(bar.get("citations"))) is not None
    }
    # A year without citations has no bar.
    span = range(min(years), max(years) + 1) if years else ()
    return Statistics(
        citations=figures.get("citations"),
        h_index=figures.get("h_index"),
        by_year=tuple((year, years.get(year, 0)) for year in span),
    )
