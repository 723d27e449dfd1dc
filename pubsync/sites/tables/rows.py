"""Rows as they stand in a structured file and as they are to be: what all formats have in common.

Ownership, matching and order are decided on rows alone. A ``Document`` knows where they stand in the text, and
rewrites it around all that is not named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Final, Literal, Protocol

from pubsync.frozen import frozen
from pubsync.records.base import Value
from pubsync.sites.frontmatter import Changes, Remove
from pubsync.sites.interface import Table

TYPE: Final = "@type"


@frozen(kw_only=True)
class StandingRow:
    """A row of a file. ``number`` is its place among the rows there, ``line`` its first line, counted from 1.

    ``readable`` is false for what stands where a row should and is none: a broken BibTeX entry, a plain word. It is
    never changed. Its ``id`` is "" where that can't be told, and its one field, named "", is what it holds.
    """

    id: str
    fields: Mapping[str, Value]
    number: int
    line: int
    commented: bool = False
    """Whether a comment stands within it."""
    readable: bool = True


@frozen(kw_only=True)
class Slot:
    """One row as it is to be: a standing one with ``changes`` or ``gone``, or, without ``standing``, a new one.

    The fields of a new row are all in ``changes``.
    """

    id: str
    standing: StandingRow | None = None
    changes: Changes = field(default_factory=dict)
    gone: bool = False

    def fields(self) -> dict[str, Value]:
        """Return the fields that the row is to have."""
        fields = dict(self.standing.fields) if self.standing else {}
        for name, value in self.changes.items():
            if isinstance(value, Remove):
                fields.pop(name, None)
            else:
                fields[name] = value
        return fields


@frozen()
class TablePlan:
    """A table with all its rows in the order they are to stand in; those ``gone`` keep their place in it."""

    table: Table
    slots: tuple[Slot, ...]

    @property
    def changes(self) -> bool:
        """Whether anything is to change: a row, or their order."""
        numbers = [slot.standing.number for slot in self.slots if slot.standing]
        kept = all(slot.standing and not slot.changes and not slot.gone for slot in self.slots)
        return not kept or numbers != sorted(numbers)


class Document(Protocol):
    """A file's text, read."""

    def shape(self, place: str) -> Literal["list", "mapping", ""]:
        """Return what stands at a table's place, "" where nothing does or it is empty."""
        ...

    def rows(self, table: Table) -> tuple[StandingRow, ...]:
        """Return all rows of a table in their order, also such as are none; of ``fields`` the one, if it is there.

        Raises:
            SiteError: where something of another shape stands in its place.
        """
        ...

    def rest(self, places: Sequence[str]) -> Value:
        """Return all that stands outside the tables at ``places``, to compare."""
        ...

    def movable(self, table: Table) -> bool:
        """Whether rows of the table may change places."""
        ...

    def rewritten(self, plans: Sequence[TablePlan]) -> str:
        """Return the text with the tables as planned, and every other character as it was.

        Raises:
            SiteError: where a value can't be written without breaking the file.
        """
        ...


@frozen(kw_only=True)
class Dialect:
    """What a format does in its own way."""

    open: Callable[[str, str], Document]
    """Read a text; the second argument is the path, for messages.

    Raises SiteError, with file and line, where it can't be read.
    """
    stored: Callable[[Value], Value]
    """Return a value as the format stores it; None in BibTeX is no field."""
    same: Callable[[Value, Value], bool]
    """Whether two values of a field say the same."""
    names_rows: bool = True
    """Whether a row of a list is named by one of its fields."""
    folds_case: bool = False
    """Whether ids, and names of fields, that differ in case alone are one."""
    typed: bool = False
    """Whether rows have a type, which is the field ``TYPE`` here and in places, so that it is owned like any other."""

    def fold(self, identity: str) -> str:
        """Return what ids that are one have in common."""
        return identity.casefold() if self.folds_case else identity
