"""Which row of a file is which row of ours: by its id, else, where a person gave it another, by what it holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pubsync.records.base import Row, TableBase, Value
from pubsync.sites.interface import Table
from pubsync.sites.tables.rows import TYPE, Dialect, Document, StandingRow

_LEAST_SHARED: Final = 2
"""Fields that a row under another id must share: a single one may be equal by chance."""
_PASSES: Final = 5
_MOST_ALIKE: Final = 50
"""Rows with the same value in a field, beyond which it tells none from the others."""


def table_of(base: TableBase, document: Document, dialect: Dialect) -> Table:
    """Return where and how the rows of ``base`` stand.

    Raises:
        SiteError: where a table can't stand at its place.
    """
    if any(not row.id for row in base.rows):
        return Table(place=base.place, shape="fields")
    id_field = _id_field(base) if dialect.names_rows else ""
    shape = document.shape(base.place) or ("list" if id_field else "mapping")
    return Table(place=base.place, shape=shape, id_field=id_field if shape == "list" else "")


def _id_field(base: TableBase) -> str:
    """Return the field that names rows of a list, "" where none does: of each row remembered it is the first."""
    first = {row.fields[0][0] if row.fields and row.fields[0][1] == row.id else "" for row in base.rows}
    return first.pop() if len(first) == 1 else ""


def name_of(row: Row) -> str:
    """Return what edits and overrides know a row by, whatever its id in the file."""
    return row.key or row.id


def recognised(
    rows: Sequence[Row], standing: Sequence[StandingRow], table: Table, dialect: Dialect
) -> dict[int, StandingRow]:
    """Return the standing row of each row of ours that has one, by its place in ``rows``.

    Of rows that share an id the first is taken; the others are a person's.
    """
    found = by_id([row.id for row in rows], standing, dialect)
    taken = {one.number for one in found.values()}
    left = [number for number in range(len(rows)) if number not in found]
    free = [one for one in standing if one.number not in taken and one.readable and one.id]
    return found | _renamed({number: fields_of(rows[number], table) for number in left}, free, dialect)


def by_id(ids: Sequence[str], standing: Sequence[StandingRow], dialect: Dialect) -> dict[int, StandingRow]:
    """Return the standing row of each id that has one, by its place in ``ids``."""
    found: dict[int, StandingRow] = {}
    for fold in (str, dialect.fold):
        taken = {one.number for one in found.values()}
        named: dict[str, StandingRow] = {}
        for one in standing:
            if one.number not in taken:
                named.setdefault(fold(one.id), one)
        for number, identity in enumerate(ids):
            if number not in found and fold(identity) in named:
                found[number] = named.pop(fold(identity))
    return found


def fields_of(row: Row, table: Table) -> dict[str, Value]:
    """Return the fields remembered of a row, its type among them; what names it is none."""
    fields = {name: value for name, value in row.fields if not table.id_field or name != table.id_field}
    return {TYPE: row.type, **fields} if row.type else fields


def remembered(row: Row, owned: Mapping[str, Value], identity: str, table: Table) -> Row:
    """Return what to remember of a wanted row that stands, or is to stand, under an id."""
    fields = tuple((name, value) for name, value in owned.items() if name != TYPE)
    naming = ((table.id_field, identity),) if table.id_field else ()
    key = row.key or (row.id if identity != row.id else "")
    return Row(key=key, id=identity, fields=naming + fields, type=str(owned.get(TYPE, "")))


def _renamed(
    rows: Mapping[int, Mapping[str, Value]], free: Sequence[StandingRow], dialect: Dialect
) -> dict[int, StandingRow]:
    """Find rows under other ids: most of their fields stand as they were, one of them as in no other row looked for.

    What tells a row from the others may do so only once those are found.
    """
    holders: dict[str, list[StandingRow]] = {}
    for one in free if rows else ():
        for name, value in one.fields.items():
            holders.setdefault(_mark(name, value), []).append(one)
    found: dict[int, StandingRow] = {}
    taken: set[int] = set()
    for _ in range(_PASSES):
        left = {number: fields for number, fields in rows.items() if number not in found}
        before = len(found)
        ours = Counter(_mark(name, value) for fields in left.values() for name, value in fields.items())
        for number, fields in left.items():
            marks = [mark for name, value in fields.items() if ours[mark := _mark(name, value)] == 1]
            stands = _most_alike(fields, _candidates(marks, holders, taken), dialect)
            if stands:
                found[number] = stands
                taken.add(stands.number)
        if len(found) == before:
            break
    return found


def _candidates(
    marks: Iterable[str], holders: Mapping[str, Sequence[StandingRow]], taken: set[int]
) -> list[StandingRow]:
    hints = [holders.get(mark, ()) for mark in marks]
    found = {one.number: one for hint in hints if len(hint) <= _MOST_ALIKE for one in hint}
    return [one for number, one in sorted(found.items()) if number not in taken]


def _most_alike(fields: Mapping[str, Value], candidates: Sequence[StandingRow], dialect: Dialect) -> StandingRow | None:
    best = max(candidates, key=lambda one: _shared(fields, one, dialect), default=None)
    share = _shared(fields, best, dialect) if best else 0
    return best if share >= _LEAST_SHARED and 2 * share > len(fields) else None


def _shared(fields: Mapping[str, Value], one: StandingRow, dialect: Dialect) -> int:
    return sum(name in one.fields and dialect.same(value, one.fields[name]) for name, value in fields.items())


def _mark(name: str, value: Value) -> str:
    words = " ".join(value.split()).strip("{}") if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return f"{name}={words}"
