"""What a file of a person's profile holds, whatever its form."""

from __future__ import annotations

from typing import NamedTuple

from pubsync.records.record import Record
from pubsync.sources.interface import Notice, Statistics


class FileReading(NamedTuple):
    """The works of a file.

    ``has_ids`` is whether the records have Scholar's ids (``author_pub_id``); else theirs mean nothing. ``owner_id`` is
    the profile's, "" where the file does not say. The rest is as in ``Answer``.
    """

    records: tuple[Record, ...]
    has_ids: bool
    notices: tuple[Notice, ...] = ()
    owner: str = ""
    owner_id: str = ""
    statistics: Statistics = Statistics()
    partial: str = ""
