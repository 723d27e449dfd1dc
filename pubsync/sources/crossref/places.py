"""Where a work appeared: in a journal, in the proceedings of a meeting, in a book of a series, on a server. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from pubsync.formats.bibtex.types import preprint_server
from pubsync.sources.answers import part, parts, raw
from pubsync.sources.crossref.markup import text

_SERVERS = {
    "biorxiv.org": "bioRxiv", "medrxiv.org": "medRxiv", "chemrxiv.org": "ChemRxiv", "ssrn.com": "SSRN",
    "researchsquare.com": "Research Square", "preprints.org": "Preprints.org", "techrxiv.org": "TechRxiv",
    "psyarxiv.com": "PsyArXiv", "eartharxiv.org": "EarthArXiv", "engrxiv.org": "engrXiv", "chinaxiv.org": "ChinaXiv",
}  # fmt: skip
"""Servers of preprints by their hosts: lists of works tell the address, and not the institution."""
_SERVERS_BY_PREFIX = {"10.31234/": "PsyArXiv", "10.31235/": "SocArXiv", "10.31223/": "EarthArXiv"}

_SERIES = re.compile(
    r"^(?:lecture notes|communications in computer|advances in (?:intelligent|experimental)|ifip advances|studies in|"
    r"springer (?:proceedings|series|tracts)|acs symposium series|methods in molecular|leibniz international)",
    re.IGNORECASE,
)
_MEETING = re.compile(r"\b(?:proceedings|conference|symposium|workshop|congress)\b", re.IGNORECASE)
_IS_SERVER = re.compile(r"rxiv\b|\bpreprints?\b|\barchive\b", re.IGNORECASE)
_IN_BOOKS = ("chapter", "paper-conference")
_LONGEST = 300


class Place(NamedTuple):
    """Where a work appeared, and the CSL type that it therefore has."""

    type: str
    container: str = ""
    collection: str = ""
    publisher: str = ""
    event: str = ""
    event_place: str = ""


def place_of(work: Mapping[str, object], kind: str) -> Place:
    """Return where a work of the CSL type ``kind`` appeared.

    A book's series stands before the book among the titles of containers, or alone. Springer registers papers of
    conferences as chapters: what names a meeting is one of its papers.
    """
    publisher = text(work.get("publisher"))
    if kind == "article":
        server = _server(work, publisher)
        return Place(kind, server, publisher="" if server else publisher)
    if kind == "thesis":
        return Place(kind, publisher=_institution(work) or publisher)
    event, event_place = _event(work)
    listed = work.get("container-title")
    titles = [found for one in (listed if isinstance(listed, list) else [listed]) if (found := text(one))]
    container, collection = _book_and_series(titles, kind)
    if kind == "chapter" and (event or _MEETING.search(container[:_LONGEST])):
        kind = "paper-conference"
    if kind == "book":
        container, collection = "", container
    return Place(kind, container, collection, publisher, event, event_place)


def _book_and_series(titles: list[str], kind: str) -> tuple[str, str]:
    if kind not in _IN_BOOKS or not titles:
        return (titles[0] if titles else ""), ""
    series = [one for one in titles if _SERIES.match(one)]
    books = [one for one in titles if one not in series]
    if not series and len(books) > 1:
        return books[1], books[0]
    return (books[0] if books else ""), (series[0] if series else "")


def _event(work: Mapping[str, object]) -> tuple[str, str]:
    """Return a meeting's name and place; Springer tells them as assertions."""
    told = {raw(one.get("name")): text(one.get("value")) for one in parts(work.get("assertion"))}
    event = text(part(work, "event", "name")) or told.get("conference_name", "")
    towns = [told.get(name, "") for name in ("conference_city", "conference_country")]
    return event, text(part(work, "event", "location")) or ", ".join(filter(None, towns))


def _server(work: Mapping[str, object], publisher: str) -> str:
    """Return the server that a preprint waits on, "" where nothing names it."""
    institution = _institution(work)
    known = preprint_server(institution)
    if known or _IS_SERVER.search(institution[:_LONGEST]):
        return known.server if known else institution
    doi = raw(work.get("DOI")).casefold()
    by_prefix = next((name for prefix, name in _SERVERS_BY_PREFIX.items() if doi.startswith(prefix)), "")
    known = preprint_server(publisher)
    return by_prefix or _by_host(raw(part(work, "resource", "primary", "URL"))) or (known.server if known else "")


def _by_host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return next((name for known, name in _SERVERS.items() if host == known or host.endswith(f".{known}")), "")


def _institution(work: Mapping[str, object]) -> str:
    return next((name for one in parts(work.get("institution")) if (name := text(one.get("name")))), "")
