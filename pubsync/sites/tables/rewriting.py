"""A file's text written anew, and read again before it is believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pubsync.errors import SiteError
from pubsync.records.base import Value
from pubsync.sites.tables.opening import dialect_of, open_document
from pubsync.sites.tables.rows import Dialect, Document, Slot, StandingRow, TablePlan

_REMEDY: Final = "write each row on lines of its own, without anchors or aliases"


def rewritten(text: str, path: str, plans: Sequence[TablePlan]) -> str:
    """Return a file's text with its tables as planned.

    Raises:
        SiteError: where that would change anything else, or break the file.
    """
    before = open_document(text, path)
    after = before.rewritten(plans)
    if after != text and not _holds(after, path, before, plans):
        message = "its rows can't be changed without changing what is not pubsync's"
        raise SiteError(message, where=path, remedy=_REMEDY)
    return after


def _holds(after: str, path: str, before: Document, plans: Sequence[TablePlan]) -> bool:
    places = [plan.table.place for plan in plans]
    dialect = dialect_of(path)
    try:
        document = open_document(after, path)
        found = [document.rows(plan.table) for plan in plans]
    except SiteError:
        return False
    as_planned = all(_are(rows, plan, places, dialect) for rows, plan in zip(found, plans, strict=True))
    return as_planned and document.rest(places) == before.rest(places)


def _are(rows: Sequence[StandingRow], plan: TablePlan, places: Sequence[str], dialect: Dialect) -> bool:
    wanted = [slot for slot in plan.slots if not slot.gone]
    if plan.table.shape == "fields":
        # Other tables may be fields of the document; they are looked at for themselves.
        others = places if not plan.table.place else []
        standing = _without(dict(rows[0].fields) if rows else {}, others)
        return _same_fields(standing, _without(wanted[0].fields() if wanted else {}, others), dialect)
    return len(rows) == len(wanted) and all(_is(row, slot, dialect) for row, slot in zip(rows, wanted, strict=True))


def _without(fields: dict[str, Value], names: Sequence[str]) -> dict[str, Value]:
    return {name: value for name, value in fields.items() if name not in names}


def _is(row: StandingRow, slot: Slot, dialect: Dialect) -> bool:
    return row.id == slot.id and _same_fields(dict(row.fields), slot.fields(), dialect)


def _same_fields(one: dict[str, Value], other: dict[str, Value], dialect: Dialect) -> bool:
    return one == other or (
        one.keys() == other.keys() and all(dialect.same(value, other[name]) for name, value in one.items())
    )
