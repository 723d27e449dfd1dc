"""``_pubsync/``: the ledger, the decisions, the base and the counts, read from the site and planned back into it.

One line for one fact, in a stable order, so that a night's change is a few lines in git.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from pubsync.curation import PATH as CURATION_PATH
from pubsync.curation import Curation, parse_curation
from pubsync.errors import LedgerError, NewerError, PubsyncError, check_version
from pubsync.frozen import frozen
from pubsync.jsontext import read_json
from pubsync.records.base import FileBase
from pubsync.records.base_text import base_from_json, base_to_json
from pubsync.records.counts import Counts
from pubsync.records.identifiers import Identifier
from pubsync.records.ledger import Ledger, LedgerEntry
from pubsync.records.plan import PlannedFile
from pubsync.records.record import RecordId
from pubsync.snapshots import FOLDER as SNAPSHOTS
from pubsync.snapshots import Snapshot, snapshot_from_text, snapshot_path, snapshot_to_text

LEDGER_PATH = "_pubsync/library.json"
COUNTS_PATH = "_pubsync/citations.json"
BASE_FOLDER = "_pubsync/base"
VERSION = 1
_TEXTS = ("title", "type", "issued", "merged_into")
_ENTRY_FACTS = frozenset({"key", "kind", "records", "former", "identifiers", "names", "redirects", *_TEXTS})
_ENTRY_KINDS = frozenset({"work", "talk", "course"})
_LEDGER_FACTS = frozenset({"version", "rendered_by", "people", "entries"})
_OPTIONAL = frozenset({"rendered_by", "people"})
_COUNTS_FACTS = frozenset({"version", "date", "source", "citations", "h_index", "by_year", "works"})


@frozen(kw_only=True)
class Library:
    """All that pubsync keeps in the site's repository.

    ``bases`` are by the path of the site's file, ``snapshots`` by the name of the source.
    """

    ledger: Ledger = field(default_factory=Ledger)
    curation_text: str = ""
    curation: Curation = field(default_factory=Curation)
    counts: Counts = field(default_factory=Counts)
    bases: Mapping[str, FileBase] = field(default_factory=dict)
    snapshots: Mapping[str, Snapshot] = field(default_factory=dict)
    rendered_by: str = ""
    """The version of pubsync that last wrote the site; "" where none did."""
    people: tuple[tuple[str, ...], ...] = ()
    """Each of the people by name and aliases, as the settings had them when the site was last written."""


@frozen()
class StoredLibrary:
    """A library as read, with the bytes it was read from: the preconditions of writing it back.

    ``read`` is the library just as those bytes hold it, whatever becomes of ``library``: what of it comes back
    unchanged is not put into words again.
    """

    library: Library
    contents: Mapping[str, bytes]
    read: Library = field(default_factory=Library)


def read_library(root: Path) -> StoredLibrary:
    """Read ``_pubsync/`` of the site in ``root``; what is not there yet is empty.

    Raises:
        LedgerError: where a file is damaged or holds merge-conflict marks.
        NewerError: where a newer pubsync wrote one.
        CurationError: where a decision can't be read.
    """
    contents = {path: content for path in _paths(root) if (content := _read(root, path)) is not None}
    texts = {path: _text(content, path) for path, content in contents.items()}
    bases, snapshots = {}, {}
    for path, text in texts.items():
        if path.startswith(f"{BASE_FOLDER}/"):
            bases[path.removeprefix(f"{BASE_FOLDER}/").removesuffix(".json")] = base_from_json(text, path)
        elif path.startswith(f"{SNAPSHOTS}/"):
            snapshot = snapshot_from_text(text, path)
            snapshots[snapshot.source] = snapshot
    if bases and LEDGER_PATH not in texts:
        raise LedgerError(
            "the ledger is missing, and without it every name given for life would be given anew",
            where=LEDGER_PATH,
            remedy=f"take it back from git: git checkout HEAD -- {LEDGER_PATH}; or make it anew from what the site "
            "shows: pubsync doctor --rebuild",
        )
    curation_text = texts.get(CURATION_PATH, "")
    ledger = _ledger_document(texts[LEDGER_PATH]) if LEDGER_PATH in texts else {"entries": []}
    library = Library(
        ledger=_ledger_of(ledger),
        curation_text=curation_text,
        curation=parse_curation(curation_text),
        counts=counts_from_text(texts[COUNTS_PATH]) if COUNTS_PATH in texts else Counts(),
        bases=bases,
        snapshots=snapshots,
        rendered_by=str(ledger.get("rendered_by", "")),
        people=people_in(ledger),
    )
    return StoredLibrary(library, contents, library)


def plan_library(stored: StoredLibrary, library: Library) -> tuple[PlannedFile, ...]:
    """Return the files to write so that ``_pubsync/`` holds ``library``; only what differs."""
    read, bases = stored.read, {base_path(path): base for path, base in library.bases.items()}
    wanted = {
        place: base_to_json(base).encode()
        for (path, base), place in zip(library.bases.items(), bases, strict=True)
        if base is not read.bases.get(path) or place not in stored.contents
    }
    wanted |= {
        snapshot_path(source): snapshot_to_text(one).encode()
        for source, one in library.snapshots.items()
        if one is not read.snapshots.get(source) or snapshot_path(source) not in stored.contents
    }
    told, was_told = ((one.ledger, one.rendered_by, one.people) for one in (library, read))
    if told != was_told or LEDGER_PATH not in stored.contents:
        wanted[LEDGER_PATH] = ledger_to_text(*told).encode()
    if library.curation_text:
        wanted[CURATION_PATH] = library.curation_text.encode()
    if library.counts.date:
        wanted[COUNTS_PATH] = counts_to_text(library.counts).encode()
    planned = [PlannedFile(path, content, stored.contents.get(path)) for path, content in wanted.items()]
    vanished = [path for path in stored.contents if path.startswith(f"{BASE_FOLDER}/") and path not in bases]
    planned += [PlannedFile(path, None, stored.contents[path]) for path in vanished]
    return tuple(sorted((one for one in planned if one.changes), key=lambda one: one.path))


def keys_shown(bases: Mapping[str, FileBase]) -> frozenset[str]:
    """Return the keys that the site showed when it was last written."""
    files = {base.key for base in bases.values() if base.key}
    chunks = (chunk for base in bases.values() for _, region in base.regions for chunk in region)
    rows = {row.key for base in bases.values() for table in base.tables for row in table.rows if row.key}
    return frozenset(files | rows | {chunk.key for chunk in chunks if chunk.kind == "entry"})


def ledger_to_text(ledger: Ledger, rendered_by: str = "", people: Sequence[Sequence[str]] = ()) -> str:
    """Return the ledger as JSON text; ``rendered_by`` is the version of pubsync that wrote the site, for ``people``."""
    document: dict[str, Any] = {"version": VERSION}
    if rendered_by:
        document["rendered_by"] = rendered_by
    if people:
        document["people"] = [list(names) for names in people]
    document["entries"] = [_entry_to_json(entry) for entry in ledger]
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def people_in(document: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Return the people that a ledger's document tells; none where it tells of them otherwise than it should."""
    rows = document.get("people")
    rows = rows if isinstance(rows, list) else []
    found = (tuple(map(str, row)) for row in rows if isinstance(row, list))
    return tuple(row for row in found if row)


def ledger_from_text(text: str) -> Ledger:
    """Read what ``ledger_to_text`` wrote.

    Raises:
        LedgerError: where it is damaged or holds merge-conflict marks.
        NewerError: where a newer pubsync wrote it.
    """
    return _ledger_of(_ledger_document(text))


def _ledger_document(text: str) -> dict[str, Any]:
    return _document(text, LEDGER_PATH, "ledger", _LEDGER_FACTS)


def _ledger_of(document: Mapping[str, Any]) -> Ledger:
    try:
        for row in document["entries"]:
            unknown = sorted(row.keys() - _ENTRY_FACTS) + sorted({str(row["kind"])} - _ENTRY_KINDS)
            if unknown:
                raise NewerError(f"the ledger holds {unknown[0]!r}", where=LEDGER_PATH)
        return Ledger(tuple(_entry_from_json(row) for row in document["entries"]))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(LEDGER_PATH, "ledger", error) from error


def counts_to_text(counts: Counts) -> str:
    """Return the counts as JSON text, works sorted by key."""
    row = {
        "version": VERSION,
        "date": counts.date,
        "source": counts.source,
        "citations": counts.citations,
        "h_index": counts.h_index,
        "by_year": {str(year): count for year, count in counts.by_year},
        "works": dict(sorted(counts.works.items())),
    }
    return json.dumps(row, ensure_ascii=False, indent=1) + "\n"


def counts_from_text(text: str) -> Counts:
    """Read what ``counts_to_text`` wrote.

    Raises:
        LedgerError: as ``ledger_from_text``.
    """
    document = _document(text, COUNTS_PATH, "file of citation counts", _COUNTS_FACTS)
    try:
        return Counts(
            date=str(document["date"]),
            source=str(document["source"]),
            citations=document["citations"],
            h_index=document["h_index"],
            by_year=tuple((int(year), int(count)) for year, count in document["by_year"].items()),
            works={str(key): int(count) for key, count in document["works"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(COUNTS_PATH, "file of citation counts", error) from error


def base_path(path: str) -> str:
    """Return where the base of a file of the site stands."""
    return f"{BASE_FOLDER}/{path}.json"


def _paths(root: Path) -> list[str]:
    found = [LEDGER_PATH, CURATION_PATH, COUNTS_PATH]
    for folder in (BASE_FOLDER, SNAPSHOTS):
        top = str(root / folder)  # a site has thousands of files below, and pathlib takes its time over each
        below = [f"{inner}/{name}" for inner, _, names in os.walk(top) for name in names if name.endswith(".json")]
        relative = [folder + path[len(top) :].replace(os.sep, "/") for path in below]
        found += sorted(relative, key=lambda path: path.split("/"))
    return found


def _read(root: Path, path: str) -> bytes | None:
    try:
        with open(f"{root}/{path}", "rb", buffering=0) as stream:  # noqa: PTH123 - many small files, read whole
            return stream.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        where = str(root / path)
        raise PubsyncError(f"can't be read: {error.strerror}", where=where, remedy="check its permissions") from error


def _text(content: bytes, path: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _damaged(path, "file", error) from error


def _document(text: str, path: str, what: str, facts: frozenset[str]) -> dict[str, Any]:
    """Read a file of the tool's own; where it holds more than the ``facts``, writing it back would drop the rest."""
    try:
        document: dict[str, Any] = read_json(text)
        check_version(document["version"], VERSION, what=f"the {what}", where=path)
        unknown = sorted(document.keys() - facts)
        is_whole = facts - _OPTIONAL <= document.keys()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _damaged(path, what, error) from error
    if unknown and is_whole:
        raise NewerError(f"the {what} holds {unknown[0]!r}", where=path)
    return document


def _damaged(path: str, what: str, error: Exception) -> LedgerError:
    anew = "; or make it anew from what the site shows: pubsync doctor --rebuild" if path == LEDGER_PATH else ""
    return LedgerError(
        f"the {what} is damaged: {error}",
        where=path,
        remedy=f"take the last good one back from git: git checkout HEAD -- {path}{anew}",
    )


def _entry_to_json(entry: LedgerEntry) -> dict[str, Any]:
    row: dict[str, Any] = {"key": entry.key, "kind": entry.kind}
    row |= {name: getattr(entry, name) for name in _TEXTS if getattr(entry, name)}
    row["records"] = [str(record) for record in entry.records]
    if entry.former:
        row["former"] = [str(record) for record in entry.former]
    if entry.identifiers:
        row["identifiers"] = [str(identifier) for identifier in entry.identifiers]
    if entry.names:
        row["names"] = dict(entry.names)
    if entry.redirects:
        row["redirects"] = list(entry.redirects)
    return row


def _entry_from_json(row: dict[str, Any]) -> LedgerEntry:
    return LedgerEntry(
        key=str(row["key"]),
        kind=str(row["kind"]),
        records=tuple(RecordId.parse(text) for text in row["records"]),
        former=tuple(RecordId.parse(text) for text in row.get("former", ())),
        identifiers=tuple(Identifier(*text.split(":", 1)) for text in row.get("identifiers", ())),
        names=tuple((str(what), str(name)) for what, name in row.get("names", {}).items()),
        redirects=tuple(str(text) for text in row.get("redirects", ())),
        **{name: str(row.get(name, "")) for name in _TEXTS},
    )
