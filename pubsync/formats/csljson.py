"""CSL-JSON: a list of entries to Records; ``citing.csl`` writes them.

The format is that of https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html with the field names of the
CSL schema. What a field holds in a wrong shape is left out, never an error: exports of other programs are dirty.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pubsync.errors import PubsyncError
from pubsync.matching.collector import resting_collector
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import (
    Identifier,
    Link,
    doi_identifier,
    identifiers_in_url,
    normal_arxiv,
    normal_isbn,
)
from pubsync.records.names import Name
from pubsync.records.record import Record

_TEXTS = {
    "type": "type",
    "title": "title",
    "container-title": "container_title",
    "collection-title": "collection_title",
    "publisher": "publisher",
    "publisher-place": "publisher_place",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "number": "number",
    "edition": "edition",
    "genre": "genre",
    "event-title": "event_title",
    "event-place": "event_place",
    "abstract": "abstract",
    "note": "note",
    "status": "status",
    "language": "language",
}
_IDENTIFIERS = {"doi": "DOI", "isbn": "ISBN", "pmid": "PMID", "pmcid": "PMCID", "arxiv": "arXiv"}
_SCHEMES = {
    spelling: scheme
    for scheme, written in (_IDENTIFIERS | {"url": "URL"}).items()
    for spelling in (scheme, written, scheme.upper())
}
_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?!\d)")
_LAST_YEAR = 9999
_OTHERS = ("others", "et al", "et al.", "...", "…")


def read(text: str, *, source: str, mark: str = "") -> tuple[Record, ...]:
    """Return the Records of a CSL-JSON list (or of one entry), in its order.

    An entry's own ``source`` begins the name of its Record's source (``scholar`` and so on, by which rules that suit
    one source's noise are chosen), else ``source`` names it. An id that comes again is ``id@N``, a missing one
    ``@N``, N being the entry's position counted from 1. What is no entry at all is left out.

    Where ``mark`` is given, sources are called by their kind and it (``scholar:MARK``), so that several files' Records
    can be told apart, and ids are unique whatever the source.

    Raises:
        PubsyncError: where the text is no JSON, or no list of entries.
    """
    with resting_collector():
        return from_entries(_entries(text, source), source=source, mark=mark)


def _entries(text: str, source: str) -> list[object]:
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PubsyncError("this is no JSON", where=source, remedy="export the list again as CSL-JSON") from error
    if isinstance(entries, dict):
        entries = entries["items"] if isinstance(entries.get("items"), list) else [entries]
    if not isinstance(entries, list):
        raise PubsyncError("this JSON is no list of entries", where=source, remedy="export the list as CSL-JSON")
    return entries


def from_entries(entries: Iterable[object], *, source: str, mark: str = "") -> tuple[Record, ...]:
    """Return the Records of parsed entries; see ``read`` for ids and sources."""
    seen: set[tuple[str, str]] = set()
    records = []
    for position, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            continue
        given = entry.get("source")
        origin = _origin(given if isinstance(given, str) else "", source, mark)
        identity = _text(entry.get("id")) or f"@{position}"
        known_as = ("" if mark else origin, identity)
        if known_as in seen:
            identity = f"{identity}@{position}"
            known_as = (known_as[0], identity)
        seen.add(known_as)
        records.append(_record(entry, origin, identity))
    return tuple(records)


@lru_cache(maxsize=1024)
def _origin(given: str, source: str, mark: str) -> str:
    origin = given.replace("#", "").strip() or source
    return f"{origin.partition(':')[0]}:{mark}" if mark else origin


def _record(entry: dict[str, Any], source: str, identity: str) -> Record:
    fields: dict[str, Any] = {"source": source, "id": identity}
    if not _SCHEMES.keys().isdisjoint(entry):
        fields["identifiers"] = _identifiers(entry)
    for key, value in entry.items():
        ours = _TEXTS.get(key)
        if ours is not None:
            fields[ours] = _text(value)
        elif key == "author":
            fields["author"], fields["author_complete"] = _names(value)
        elif key == "editor":
            fields["editor"] = _names(value)[0]
        elif key == "issued":
            fields["issued"] = _date(value)
        elif key == "URL":
            fields["links"] = _links(value)
        elif key == "citations":
            fields["citations"] = _count(value)
    return Record(**fields)


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _text(value: object) -> str:
    text = value if isinstance(value, str) else _as_text(value)
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAGS.sub("", text)
    return " ".join(text.split())


def _as_text(value: object) -> str:
    if isinstance(value, list):
        value = next((part for part in value if isinstance(part, str)), "")
    return "" if isinstance(value, bool) or not isinstance(value, (str, int)) else str(value)


def _names(value: object) -> tuple[tuple[Name, ...], bool]:
    if not isinstance(value, list):
        return (), True
    names = [name for one in value if (name := _name(one)) is not None]
    if names and (names[-1].literal or str(names[-1])).casefold() in _OTHERS:
        return tuple(names[:-1]), False
    return tuple(names), True


def _name(value: object) -> Name | None:
    if isinstance(value, str):
        value = {"literal": value}
    if not isinstance(value, dict):
        return None
    literal = value.get("literal")
    if isinstance(literal, str) and (name := _literal(literal)):
        return name
    family, given = _text(value.get("family")), _text(value.get("given"))
    if not family:
        return Name(literal=given) if given else None
    dropping = _text(value.get("dropping-particle"))
    particle = _text(value.get("non-dropping-particle"))
    return Name(family, f"{given} {dropping}".strip(), particle, _text(value.get("suffix")))


@lru_cache(maxsize=65536)
def _literal(written: str) -> Name | None:
    """One object for a name that comes again and again."""
    text = _text(written)
    return Name(literal=text) if text else None


def _date(value: object) -> PartialDate | None:
    if isinstance(value, dict):
        parts = value.get("date-parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list):
            return _day(tuple([_number(part) for part in parts[0]]))
        value = value.get("raw") or value.get("literal")
    found = _YEAR.search(str(value)) if isinstance(value, str | int) else None
    return _day(tuple([int(part or 0) for part in found.groups()])) if found else None


def _number(part: object) -> int:
    if type(part) is int and 0 <= part <= _LAST_YEAR:
        return part
    text = str(part).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("2000") else 0


@lru_cache(maxsize=4096)
def _day(parts: tuple[int, ...]) -> PartialDate | None:
    """Return the date at the precision at which it can be one: a 31 February is February."""
    for known in range(min(len(parts), 3), 0, -1):
        try:
            return PartialDate(*parts[:known])
        except ValueError:
            continue
    return None


def _identifiers(entry: dict[str, Any]) -> tuple[Identifier, ...]:
    found = [
        one
        for key, value in entry.items()
        if (scheme := _SCHEMES.get(key)) and (text := _text(value))
        for one in _identifiers_of(scheme, text)
        if one.value
    ]
    return tuple(dict.fromkeys(found))


def _identifiers_of(scheme: str, text: str) -> Iterable[Identifier]:
    if scheme == "doi":
        identifier = doi_identifier(text)
        return (identifier,) if identifier else ()
    if scheme == "isbn":
        return [Identifier("isbn", normal_isbn(isbn)) for isbn in re.split(r"[,;\s]\s*", text)]
    if scheme == "arxiv":
        return (Identifier("arxiv", normal_arxiv(text)),)
    if scheme == "url":
        return identifiers_in_url(text)
    return (Identifier(scheme, text.casefold()),)


def _links(value: object) -> tuple[Link, ...]:
    address = _text(value)
    return (Link("url", address),) if address.startswith(("http://", "https://")) else ()
