"""CSL-JSON: a list of entries to Records and back.

The format is that of https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html with the field names of the
CSL schema. What a field holds in a wrong shape is left out, never an error: exports of other programs are dirty.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
from pubsync.records.record import Record, RecordId

_TEXTS = {
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
_LEFT_TO_RIGHT = tuple(_TEXTS.items())
_IDENTIFIERS = {"doi": "DOI", "isbn": "ISBN", "pmid": "PMID", "pmcid": "PMCID", "arxiv": "arXiv"}
_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?!\d)")
_OTHERS = ("others", "et al", "et al.", "...", "…")


def read(text: str, *, source: str) -> tuple[Record, ...]:
    """Return the Records of a CSL-JSON list (or of one entry), in its order.

    An entry's own ``source`` begins the name of its Record's source (``scholar`` and so on, by which rules that suit
    one source's noise are chosen), else ``source`` names it. An id that comes again is ``id@N``, a missing one
    ``@N``, N being the entry's position counted from 1. What is no entry at all is left out.

    Raises:
        PubsyncError: where the text is no JSON, or no list of entries.
    """
    with resting_collector():
        return from_entries(_entries(text, source), source=source)


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


def from_entries(entries: Iterable[object], *, source: str) -> tuple[Record, ...]:
    """Return the Records of parsed entries; see ``read`` for ids and sources."""
    seen: Counter[RecordId] = Counter()
    records = []
    for position, entry in enumerate(entries, start=1):
        if not isinstance(entry, Mapping):
            continue
        record = _record(entry, _source(entry.get("source")) or source, f"@{position}")
        seen[record.record_id] += 1
        if seen[record.record_id] > 1:
            record = _record(entry, record.source, f"@{position}", repeated=True)
        records.append(record)
    return tuple(records)


def _record(entry: Mapping[str, Any], source: str, place: str, *, repeated: bool = False) -> Record:
    identity = _text(entry.get("id"))
    names, complete = _names(entry.get("author"))
    # Only what is there is given, since most entries have few of the fields.
    fields: dict[str, Any] = {}
    for theirs, ours in _LEFT_TO_RIGHT:
        if theirs in entry and (value := _text(entry[theirs])):
            fields[ours] = value
    return Record(
        source=source,
        id=identity + place if repeated else identity or place,
        type=_text(entry.get("type")),
        author=names,
        author_complete=complete,
        editor=_names(entry["editor"])[0] if "editor" in entry else (),
        issued=_date(entry.get("issued")),
        identifiers=_identifiers(entry),
        links=_links(entry),
        citations=_count(entry.get("citations")),
        **fields,
    )


def _source(value: object) -> str:
    return value.replace("#", "").strip() if isinstance(value, str) else ""


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _text(value: object) -> str:
    if isinstance(value, list):
        value = next((part for part in value if isinstance(part, str)), "")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value)
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAGS.sub("", text)
    return " ".join(text.split())


def _names(value: object) -> tuple[tuple[Name, ...], bool]:
    if not isinstance(value, list):
        return (), True
    names = [name for name in map(_name, value) if name is not None]
    kept = tuple(name for name in names if str(name).casefold() not in _OTHERS)
    return kept, len(kept) == len(names)


def _name(value: object) -> Name | None:
    if isinstance(value, str):
        value = {"literal": value}
    if not isinstance(value, Mapping):
        return None
    literal = _text(value.get("literal"))
    if literal:
        return Name(literal=literal)
    family, given = _text(value.get("family")), _text(value.get("given"))
    if not family:
        return Name(literal=given) if given else None
    dropping = _text(value.get("dropping-particle"))
    particle = _text(value.get("non-dropping-particle"))
    return Name(family, f"{given} {dropping}".strip(), particle, _text(value.get("suffix")))


def _date(value: object) -> PartialDate | None:
    if isinstance(value, Mapping):
        parts = value.get("date-parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list):
            return _day([_number(part) for part in parts[0]])
        value = value.get("raw") or value.get("literal")
    found = _YEAR.search(str(value)) if isinstance(value, str | int) else None
    return _day([int(part or 0) for part in found.groups()]) if found else None


def _number(part: object) -> int:
    text = str(part).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("2000") else 0


def _day(parts: Sequence[int]) -> PartialDate | None:
    """Return the date at the precision at which it can be one: a 31 February is February."""
    for known in range(min(len(parts), 3), 0, -1):
        try:
            return PartialDate(*parts[:known])
        except ValueError:
            continue
    return None


def _identifiers(entry: Mapping[str, Any]) -> tuple[Identifier, ...]:
    found: list[Identifier | None] = []
    for key, value in entry.items():
        scheme = key.casefold()
        if scheme not in _IDENTIFIERS and scheme != "url":
            continue
        text = _text(value)
        if scheme == "doi":
            found.append(doi_identifier(text))
        elif scheme == "isbn":
            found.extend(Identifier("isbn", isbn) for isbn in map(normal_isbn, re.split(r"[,;\s]\s*", text)) if isbn)
        elif scheme == "arxiv":
            found.append(Identifier("arxiv", normal_arxiv(text)))
        elif scheme == "url":
            found.extend(identifiers_in_url(text))
        else:
            found.append(Identifier(scheme, text.casefold()))
    return tuple(dict.fromkeys(one for one in found if one is not None and one.value))


def _links(entry: Mapping[str, Any]) -> tuple[Link, ...]:
    address = _text(entry.get("URL"))
    return (Link("url", address),) if address.startswith(("http://", "https://")) else ()


def write(records: Iterable[Record], *, with_source: bool = False) -> str:
    """Return the Records as a CSL-JSON text, one entry after the other, empty fields left out.

    ``with_source`` adds each Record's ``source``, so that ``read`` gives the same Records again.
    """
    entries = [to_entry(record, with_source=with_source) for record in records]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def to_entry(record: Record, *, with_source: bool = False) -> dict[str, Any]:
    """Return one Record as a CSL-JSON entry."""
    entry: dict[str, Any] = {"id": record.id}
    if with_source:
        entry["source"] = record.source
    if record.type:
        entry["type"] = record.type
    for theirs, ours in _LEFT_TO_RIGHT:
        if value := getattr(record, ours):
            entry[theirs] = value
    if record.author:
        names = [_to_name(name) for name in record.author]
        entry["author"] = names if record.author_complete else [*names, {"literal": "others"}]
    if record.editor:
        entry["editor"] = [_to_name(name) for name in record.editor]
    if record.issued:
        date = record.issued
        entry["issued"] = {"date-parts": [[date.year, date.month, date.day][: date.precision]]}
    for scheme, theirs in _IDENTIFIERS.items():
        if value := record.identifier(scheme):
            entry[theirs] = value
    if address := record.link("url"):
        entry["URL"] = address
    if record.citations is not None:
        entry["citations"] = record.citations
    return entry


def _to_name(name: Name) -> dict[str, str]:
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.non_dropping_particle,
        "suffix": name.suffix,
    }
    return {key: value for key, value in parts.items() if value}
