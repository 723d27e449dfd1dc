"""What pubsync last wrote into a file of the site: the base against which a hand edit is told."""

from __future__ import annotations

from typing import TypeAlias

from pubsync.frozen import frozen

Value: TypeAlias = str | int | float | bool | list["Value"] | dict[str, "Value"] | None
"""A parsed front matter value; dates are ISO 8601 texts."""


@frozen()
class Chunk:
    """A stretch of a region: its ``text`` holds whole lines.

    ``kind`` is ``entry`` (``key`` is the key of the work, talk or course it shows), ``heading`` (``key`` is the
    group's, such as ``2020``), ``foot`` for what ends a group's own list (``key`` is its heading's), ``count`` for a
    number in running text, or ``hand`` for what a person added (``key`` is the key of the chunk it follows, "" at the
    start). Within a region, a kind has each key once.
    """

    kind: str
    key: str
    text: str


@frozen(kw_only=True)
class Row:
    """One entry of a structured file: a BibTeX entry, a member of a YAML or JSON list or mapping.

    ``key`` is that of the work, talk or course it shows, "" where it shows none (a block of metadata). ``id`` is what
    names it in the file: its BibTeX key, its name in a mapping, the value of the list's id field. ``type`` is the
    BibTeX entry type, "" in other formats.
    """

    key: str
    id: str
    fields: tuple[tuple[str, Value], ...]
    type: str = ""


@frozen(kw_only=True)
class TableBase:
    """The rows last written into one table of a structured file: of each, the fields that are pubsync's.

    ``made`` are the ids of rows that pubsync added: only those may be taken out as a whole.
    """

    place: str
    rows: tuple[Row, ...] = ()
    made: tuple[str, ...] = ()


@frozen(kw_only=True)
class FileBase:
    """The last text written into one file.

    ``keys`` are the front matter keys that pubsync owns there with their values; ``body`` is the text below the
    front matter where it owns that, else None; ``regions`` are the chunks of each region by the region's id;
    ``shell`` is the content hash of all outside the regions where pubsync made the whole page, else "". ``made`` is
    whether pubsync made the file: only such a file may be deleted.
    """

    keys: tuple[tuple[str, Value], ...] = ()
    body: str | None = None
    regions: tuple[tuple[str, tuple[Chunk, ...]], ...] = ()
    shell: str = ""
    made: bool = False
    key: str = ""
    """The key of the work, talk or course that the file shows, "" for a page."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Former ids of regions whose attributes a person changed, with their present ones: overrides may name either."""

    tables: tuple[TableBase, ...] = ()
    """What is pubsync's in a structured file."""

    def region(self, identity: str) -> tuple[Chunk, ...] | None:
        """Return the chunks last written into a region, None where pubsync never wrote it."""
        return next((chunks for name, chunks in self.regions if name == identity), None)


@frozen(kw_only=True)
class Edit:
    """A difference between the base and what stands on the site: something that a person did.

    ``place`` is ``key:NAME`` (a front matter key), ``body``, ``entry:REGION:KEY``, ``heading:REGION:KEY``,
    ``count:REGION``, ``region:REGION`` (all its entries are gone), ``field:TABLE:NAME:KEY`` and ``row:TABLE:KEY`` (of a
    structured file; KEY is the row's id where it shows nothing), ``shell`` or ``file``; ``before`` is what pubsync
    wrote, ``after`` what stands now (None: the person removed it). Of a shell both are content hashes.
    """

    path: str
    place: str
    key: str
    before: Value
    after: Value
