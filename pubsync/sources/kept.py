"""What was read from a text, kept for the next run: a bibliography that did not change need not be parsed again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from typing import NamedTuple

from pubsync.errors import LedgerError
from pubsync.keeping import Shelf
from pubsync.records.any_record import AnyRecord
from pubsync.records.record import Record
from pubsync.snapshots import Snapshot, snapshot_from_text, snapshot_to_text
from pubsync.sources.interface import Notice


class Read(NamedTuple):
    """What a text holds: its records, in its order, and what the person should know of it."""

    records: tuple[AnyRecord, ...]
    notices: tuple[Notice, ...]


def read_once(shelf: Shelf, key: bytes, source: str, read: Callable[[], Read]) -> Read:
    """Return what ``read`` returns, from an earlier run where that is kept.

    Args:
        shelf: where it is kept.
        key: of all that the answer depends on.
        source: the unique name of the source that all records are of.
        read: reads the text; what it raises is passed on, and not kept.
    """
    if not shelf.keeps:
        return read()
    kept = shelf.find(key)
    known = _unpacked(kept, source) if kept else None
    if known is not None:
        return known
    found = read()
    if packed := _packed(found, source):
        shelf.add(key, packed)
    return found


def _packed(found: Read, source: str) -> bytes:
    """Return the answer as compressed JSON: a line, and a snapshot, which is sorted.

    It is b"" where it has no such form: snapshots leave out what moves nightly, and JSON can't hold half characters.
    """
    if any(isinstance(record, Record) and record.citations is not None for record in found.records):
        return b""
    order = [record.id for record in found.records]
    notices = [[one.what, one.where, one.remedy] for one in found.notices]
    snapshot = snapshot_to_text(Snapshot(source=source, records=found.records))
    try:
        return zlib.compress(f"{json.dumps([order, notices])}\n{snapshot}".encode(), 1)
    except UnicodeEncodeError:
        return b""


def _unpacked(packed: bytes, source: str) -> Read | None:
    try:
        first, _, snapshot = zlib.decompress(packed).decode().partition("\n")
        order, notices = json.loads(first)
        records = {record.id: record for record in snapshot_from_text(snapshot, source).records}
        return Read(tuple(records[one] for one in order), tuple(Notice(*words) for words in notices))
    except (ValueError, TypeError, KeyError, LedgerError, zlib.error):
        return None
