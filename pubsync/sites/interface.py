"""What every kind of output has in common.

An output says what it wants as values (``EntryFile``, ``Page``); ``assembly`` turns those, the base and what stands
into planned files, so that ownership is decided in one place for all outputs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pubsync.records.base import Chunk, FileBase, Row, Value
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list or mapping of entries in a structured file.

    ``place`` is the top-level key it stands under, "" where the document itself is the list or mapping. In a ``list``
    each member is a mapping that ``id_field`` names; in a ``mapping`` the row's id is its key there; ``fields`` is one
    row without an id: single keys of the mapping at that place. Rows stand in the order wanted.
    """

    place: str = ""
    shape: Literal["list", "mapping", "fields"] = "list"
    id_field: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A structured file: BibTeX, YAML or JSON. Of a person's file, its other rows, fields and bytes stay.

    ``head`` is text above all rows of a file that is made, such as the two lines of hyphens that al-folio wants.
    """

    path: str
    format: Literal["bibtex", "yaml", "json"]
    tables: tuple[Table, ...]
    head: str = ""


Wanted: TypeAlias = EntryFile | Page | DataFile


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
