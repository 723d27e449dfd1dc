"""What kind of work it is, and where it appeared. Pure.

Types are those of https://help.openalex.org/data/work-types/; those of locations, as Crossref and repositories write
them, are finer where OpenAlex says no more than ``article``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pubsync.formats.bibtex.types import preprint_server
from pubsync.sources.answers import part, raw, text

_ARTICLE = "article-journal"
_TYPES = {
    **dict.fromkeys(("article", "data-paper", "software-paper", "editorial", "letter", "review"), _ARTICLE),
    **dict.fromkeys(("erratum", "retraction"), _ARTICLE),
    **dict.fromkeys(("conference-paper", "conference-abstract"), "paper-conference"),
    "book": "book",
    "book-chapter": "chapter",
    "book-review": "review-book",
    "dataset": "dataset",
    "dissertation": "thesis",
    "libguides": "webpage",
    "peer-review": "review",
    "preprint": "article",
    "reference-entry": "entry-encyclopedia",
    "report": "report",
    "software": "software",
    "standard": "standard",
}
_RAW_TYPES = {
    **dict.fromkeys(
        ("proceedings-article", "conference-paper", "conference-object", "conferenceobject"), "paper-conference"
    ),
    **dict.fromkeys(("book-chapter", "book-part", "book-section"), "chapter"),
    **dict.fromkeys(("posted-content", "preprint"), "article"),
    **dict.fromkeys(("dissertation", "doctoralthesis", "masterthesis", "bachelorthesis"), "thesis"),
    **dict.fromkeys(("report", "working-paper", "workingpaper"), "report"),
}
_GENRES = {"conference-abstract": "Abstract"}
_IN_PARENTHESES = re.compile(r"\s*\([^()]{0,200}\)$")
_PUBLISHED = ("publishedversion", "acceptedversion")


class Venue(NamedTuple):
    """A work's CSL type and genre, what it appeared in, and at whom."""

    type: str
    genre: str
    container: str
    publisher: str


def read_venue(work: dict[str, object]) -> Venue:
    """Return where a work appeared.

    A repository is no container of what it only keeps: preprints stand on a server, and of other works the venue is
    unknown there.
    """
    location = work.get("primary_location")
    host = part(location, "source")
    kind = _kind(work, location, host)
    container = text(part(host, "display_name"))
    if kind == "article":
        name = _IN_PARENTHESES.sub("", container) or text(part(location, "raw_source_name"))
        server = preprint_server(name)
        return Venue(kind, "", server.server if server else "", "" if server else name)
    genre = _GENRES.get(raw(work.get("type")), "")
    if _is_repository(host):
        return Venue(kind, genre, "", "")
    container = container or text(part(location, "raw_source_name"))
    return Venue(kind, genre, "" if kind == "book" else container, text(part(host, "host_organization_name")))


def _kind(work: dict[str, object], location: object, host: object) -> str:
    kind = _TYPES.get(raw(work.get("type")).casefold(), "")
    if kind != _ARTICLE:
        return kind
    named = raw(part(location, "raw_type")).casefold().rpartition("/")[2]
    if named in _RAW_TYPES:
        return _RAW_TYPES[named]
    if raw(part(host, "type")) == "conference":
        return "paper-conference"
    waits = _is_repository(host) and raw(part(location, "version")).casefold() not in _PUBLISHED
    return "article" if waits else _ARTICLE


def _is_repository(host: object) -> bool:
    return raw(part(host, "type")) == "repository"
