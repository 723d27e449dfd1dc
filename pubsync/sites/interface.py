"""What every kind of output has in common.

An output says what it wants as values (``EntryFile``, ``Page``); ``assembly`` turns those, the base and what stands
into planned files, so that ownership is decided in one place for all outputs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from pubsync.frozen import frozen
from pubsync.records.base import Chunk, FileBase, Row, Value
from pubsync.records.counts import Counts
from pubsync.records.course import Course
from pubsync.records.people import Person
from pubsync.records.plan import PlannedFile
from pubsync.records.talk import Talk
from pubsync.records.work import Work

if TYPE_CHECKING:
    from pubsync.sites.contexts import Printing
    from pubsync.sites.tree import SiteTree


@frozen(kw_only=True)
class EntryFile:
    """A file for one work, talk or course: front matter keys, and the body below (None: the body is not ours)."""

    path: str
    key: str
    front: tuple[tuple[str, Value], ...]
    body: str | None


@frozen(kw_only=True)
class Page:
    """A page with marked regions.

    ``regions`` maps the id of each region to fill (see ``regions.find``) to its chunks. ``shell`` is the whole text
    of a page that pubsync makes, with empty regions in it; "" for a page that is the person's. ``titles`` are what
    remarks call the works, talks and courses, by key; "" for one of which nothing is said.
    """

    path: str
    regions: tuple[tuple[str, tuple[Chunk, ...]], ...]
    shell: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)


@frozen(kw_only=True)
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


@frozen(kw_only=True)
class DataFile:
    """A structured file: BibTeX, YAML or JSON. Of a person's file, its other rows, fields and bytes stay.

    ``head`` is text above all rows of a file that is made, such as the two lines of hyphens that al-folio wants.
    """

    path: str
    format: Literal["bibtex", "yaml", "json"]
    tables: tuple[Table, ...]
    head: str = ""


Wanted: TypeAlias = EntryFile | Page | DataFile


@frozen(kw_only=True)
class Override:
    """A decision of the person's to keep a text of theirs at one place; ``value`` None: nothing stands there.

    ``saw`` is what pubsync held true there when they decided; None where that is not known.
    """

    path: str
    place: str
    value: Value
    saw: Value = None


@frozen(kw_only=True)
class Assembled:
    """One file as planned, with the base to keep for the next run (None: forget it)."""

    planned: PlannedFile
    base: FileBase | None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Material:
    """All that a writer draws on for one output, in the output's language.

    ``works``, ``talks`` and ``courses`` are what the output shows, newest first. ``printing`` returns how to print for
    a target: ``html``, ``md`` (a Markdown page) or ``front`` (front matter). ``scholar_id`` is the Google Scholar
    profile's, "" where there is none. ``bases`` are what was last written, by path: whoever names a row of a data file
    keeps to the id it has there (see ``known_ids``).
    """

    works: tuple[Work, ...] = ()
    talks: tuple[Talk, ...] = ()
    courses: tuple[Course, ...] = ()
    counts: Counts = field(default_factory=Counts)
    owner: Person
    scholar_id: str = ""
    language: str = "en"
    printing: Callable[[str], Printing]
    tree: SiteTree
    bases: Mapping[str, FileBase] = field(default_factory=dict)

    def known_ids(self, path: str, place: str = "") -> dict[str, str]:
        """Return the ids that rows of a data file have, by the key of what they show: ids are for life."""
        base = self.bases.get(path)
        tables = base.tables if base else ()
        return {row.key: row.id for table in tables if table.place == place for row in table.rows if row.key}


class FileWriter(Protocol):
    """An output of whole files or data files."""

    def files(self, material: Material) -> Iterable[DataFile | Page]:
        """Return the files that the output wants."""
        ...


class EntryWriter(Protocol):
    """An output of one file for each work, talk or course."""

    @property
    def folders(self) -> Mapping[str, str]:
        """The folder of each kind of subject that the output shows: ``work``, ``talk``, ``course``."""
        ...

    @property
    def patched_by(self) -> Mapping[str, Mapping[str, str]]:
        """By kind: which front matter key is which field of the model, so that an edit of the one patches the other."""
        ...

    @property
    def unpublished(self) -> tuple[str, Value]:
        """The front matter key and value that take a page off the site."""
        ...

    def field_value(self, key: str, text: str) -> str | None:
        """Return the value of the field that would be printed as ``text`` under a key, None where none would."""
        ...

    def propose_path(self, entry: Work | Talk | Course, taken: Collection[str]) -> str:
        """Return the path for a new entry, unlike any in ``taken`` whatever the letters' case."""
        ...

    def propose_permalink(self, entry: Work | Talk | Course, path: str) -> str:
        """Return the address within the site for a new entry at ``path``."""
        ...

    def entry_files(
        self, entry: Work | Talk | Course, *, path: str, permalink: str, redirects: Sequence[str] = ()
    ) -> tuple[Wanted, ...]:
        """Return the file that an entry wants at the path and permalink given to it for life, and any beside it."""
        ...
