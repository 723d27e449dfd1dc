"""What every kind of output has in common.

An output says what it wants as values (``EntryFile``, ``Page``); ``assembly`` turns those, the base and what stands
into planned files, so that ownership is decided in one place for all outputs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from pubsync.records.base import Chunk, FileBase, Value
from pubsync.records.plan import PlannedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFile:
    """A file for one work, talk or course: front matter keys, and the body below (None: the body is not ours)."""

    path: str
    key: str
    front: tuple[tuple[str, Value], ...]
    body: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page with marked regions.

    ``regions`` maps the id of each region to fill (see ``regions.find``) to its chunks. ``shell`` is the whole text
    of a page that pubsync makes, with empty regions in it; "" for a page that is the person's.
    """

    path: str
    regions: tuple[tuple[str, tuple[Chunk, ...]], ...]
    shell: str = ""


Wanted: TypeAlias = EntryFile | Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A decision of the person's to keep a text of theirs at one place; ``value`` None: nothing stands there."""

    path: str
    place: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """One file as planned, with the base to keep for the next run (None: forget it)."""

    planned: PlannedFile
    base: FileBase | None
    remarks: tuple[str, ...] = ()
