"""``_pubsync/snapshots/``: the last good answer of every source, to text and back.

Citation counts, which move nightly, are left out: they live in ``citations.json``.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import fields, replace
from functools import cache
from typing import Any

from pubsync.errors import LedgerError, NewerError, check_version
from pubsync.frozen import frozen
from pubsync.jsontext import read_json
from pubsync.records.any_record import AnyRecord
from pubsync.records.course import CourseRecord
from pubsync.records.record import Record
from pubsync.records.talk import TalkRecord

FOLDER = "_pubsync/snapshots"
VERSION = 1
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_MOST_LINES = 32_768
_LINES: dict[int, tuple[AnyRecord, str]] = {}
"""Records with their lines, by their numbers: a source that is new is kept as read, and as its snapshot."""
"""Made once: a snapshot has thousands of lines."""

_KINDS: dict[str, type[AnyRecord]] = {
    "work": Record,
    "talk": TalkRecord,
    "course": CourseRecord,
}
_FACTS = frozenset({"version", "source", "unchanged_since", "partial", "records", "gone"})


@frozen(kw_only=True)
class Snapshot:
    """What a source last said.

    ``gone`` are records that it named once and no longer does: kept, so that a work can be shown again.
    ``unchanged_since`` is the ISO date on which the list last changed. ``partial`` is as in the source's answer.
    """

    source: str
    records: tuple[AnyRecord, ...]
    gone: tuple[AnyRecord, ...] = ()
    unchanged_since: str = ""
    partial: str = ""


def snapshot_path(source: str) -> str:
    """Return the file of a source's snapshot, relative to the site.

    It is the source's name with ``-`` for the colon and ``_`` for what a file's name can't hold; then a checksum tells
    apart the names that would meet.
    """
    kind, _, rest = source.partition(":")
    plain = re.sub(r"[^A-Za-z0-9.-]+", "_", rest).strip("._") or "_"
    mark = "" if plain == rest else f"-{zlib.crc32(rest.encode()):08x}"
    return f"{FOLDER}/{kind}-{plain[:80]}{mark}.json"


def snapshot_to_text(snapshot: Snapshot) -> str:
    """Return the snapshot as JSON text, one record a line, sorted by id."""
    head = {
        "version": VERSION,
        "source": snapshot.source,
        "unchanged_since": snapshot.unchanged_since,
        "partial": snapshot.partial,
    }
    lines = [f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}," for name, value in head.items()]
    for name, records, comma in (("records", snapshot.records, ","), ("gone", snapshot.gone, "")):
        rows = sorted((record.id, record_to_line(record)) for record in records)
        lines.append(f' "{name}": [' + ",".join(f"\n  {line}" for _, line in rows) + f"\n ]{comma}")
    return "{\n" + "\n".join(lines) + "\n}\n"


def snapshot_from_text(text: str, where: str) -> Snapshot:
    """Read what ``snapshot_to_text`` wrote; ``where`` names the file in errors.

    Raises:
        LedgerError: where it is damaged.
        NewerError: where a newer pubsync wrote it.
    """
    try:
        document = read_json(text)
        _refuse_unknown(document, where)
        source = str(document["source"])
        return Snapshot(
            source=source,
            records=tuple(_record(row, source) for row in document["records"]),
            gone=tuple(_record(row, source) for row in document["gone"]),
            unchanged_since=str(document["unchanged_since"]),
            partial=str(document["partial"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise LedgerError(
            f"the snapshot is damaged: {str(error).splitlines()[0]}",
            where=where,
            remedy=f"take it back from git (git checkout HEAD -- {where}), or delete it and sync again",
        ) from error


def _refuse_unknown(document: Any, where: str) -> None:  # noqa: ANN401 - JSON may hold anything
    """What is not known here would be dropped when the snapshot is written next."""
    check_version(document["version"], VERSION, what="the snapshot", where=where)
    unknown = document.keys() - _FACTS
    for row in (*document["records"], *document["gone"]):
        known = _fields(row["kind"])
        unknown |= row.keys() - known if known else {row["kind"]}
    if unknown:
        raise NewerError(f"the snapshot holds {min(map(str, unknown))!r}", where=where)


@cache
def _fields(kind: str) -> frozenset[str]:
    """Return what the line of a record of some kind may hold, nothing where there is no such kind."""
    return frozenset({"kind", *(one.name for one in fields(_KINDS[kind]))}) if kind in _KINDS else frozenset()


def record_to_line(record: AnyRecord) -> str:
    """Return a record as one line of JSON, without its source, its citation count and what is unknown."""
    known = _LINES.get(id(record))
    if known is None:  # what is remembered lives on, so that no other record can have its number
        if len(_LINES) >= _MOST_LINES:
            _LINES.clear()
        known = _LINES[id(record)] = (record, _line(record))
    return known[1]


def _line(record: AnyRecord) -> str:
    kind = next(name for name, model in _KINDS.items() if type(record) is model)
    row: dict[str, Any] = _adapter(kind).dump_python(record, mode="json", exclude_defaults=True)
    for name in ("source", "citations"):
        row.pop(name, None)
    return _ENCODER.encode({"kind": kind} | row)


def without_counts(records: tuple[AnyRecord, ...]) -> tuple[AnyRecord, ...]:
    """Return the records as a snapshot keeps them."""
    return tuple(
        replace(record, citations=None) if isinstance(record, Record) and record.citations is not None else record
        for record in records
    )


def _record(row: dict[str, Any], source: str) -> AnyRecord:
    known = dict(row)
    kind = str(known.pop("kind"))
    record: AnyRecord = _adapter(kind).validate_python(known | {"source": source})
    return record


@cache
def _adapter(kind: str) -> Any:  # noqa: ANN401 - TypeAdapter is imported late
    from pydantic import TypeAdapter  # noqa: PLC0415 - start-up time

    return TypeAdapter(_KINDS[kind])
