"""A structured file: which of its rows and fields are ours, and what of them to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pubsync.records.base import FileBase, TableBase, Value
from pubsync.records.plan import PlannedFile
from pubsync.sites.interface import Assembled, DataFile, Table
from pubsync.sites.tables.opening import dialect_of, open_document, text_of
from pubsync.sites.tables.recognition import table_of
from pubsync.sites.tables.rewriting import rewritten
from pubsync.sites.tables.rows import Dialect, Document
from pubsync.sites.tables.settling import Around, TableOutcome, repeated, settle_table
from pubsync.sites.tables.telling import outside_hash
from pubsync.sites.yamltext import encodable


def plan_data_file(
    wanted: DataFile, base: FileBase | None, content: bytes | None, overrides: Mapping[str, Value]
) -> Assembled:
    """Plan the file; see ``assembly.plan``.

    - A row that pubsync made is ours field by field. To a person's row with the id of a wanted one, absent fields are
      added, and those alone are ours.
    - A row of ours that is no longer wanted goes where nothing in it is a person's; else only those fields of ours go
      that nobody edited, with a remark.
    - Of rows that share an id the first is taken; the others, and what can't be read as a row, are left alone.

    Raises:
        SiteError: with file and line, where the file can't be read, a table's place holds something else, a value
            would break the file, or a change can't be made without changing what is a person's.
    """
    dialect = dialect_of(wanted.path, wanted.format)
    old = base or FileBase(made=content is None)
    bom, text = ("", _head(wanted)) if content is None else text_of(content, wanted.path)
    document = open_document(text, wanted.path)
    outcomes = list(_outcomes(wanted, old, document, dialect, overrides))
    plans = [outcome.plan for outcome in outcomes]
    after = text
    if content is None or any(plan.changes for plan in plans):
        after = rewritten(text, wanted.path, plans)
    written = (bom + after).encode()
    places = {table.place for table in wanted.tables}
    new = replace(old, tables=tuple(outcome.base for outcome in outcomes if outcome.base.place in places))
    if content is None:
        new = replace(new, shell=outside_hash(wanted.path, new, written))
    remarks = tuple(_remark(wanted.path, line, text) for outcome in outcomes for line, text in outcome.remarks)
    kept = new if new.made or new != FileBase(tables=new.tables) or any(table.rows for table in new.tables) else None
    return Assembled(planned=PlannedFile(wanted.path, written, content), base=kept, remarks=remarks)


def _head(wanted: DataFile) -> str:
    return "" if wanted.format == "json" else encodable(wanted.head).replace("\r\n", "\n")


def _remark(path: str, line: int, text: str) -> str:
    return f"{path}:{line}: {text}"


def _outcomes(
    wanted: DataFile, old: FileBase, document: Document, dialect: Dialect, overrides: Mapping[str, Value]
) -> Iterator[TableOutcome]:
    for table, before in _tables(wanted, old, document, dialect):
        standing = document.rows(table)
        around = Around(dialect, overrides, movable=document.movable(table))
        outcome = settle_table(table, before, standing, around)
        ours = {row.id for row in outcome.base.rows}
        twice = [
            (one.line, f"{one.id} stands twice; this one is left alone")
            for one in repeated(standing, dialect)
            if one.id in ours
        ]
        yield replace(outcome, remarks=(*twice, *outcome.remarks))


def _tables(wanted: DataFile, old: FileBase, document: Document, dialect: Dialect) -> Iterator[tuple[Table, TableBase]]:
    """Yield each table with what is remembered of it; of one that is no longer wanted, no row is."""
    before = {table.place: table for table in old.tables}
    for table in wanted.tables:
        yield table, before.pop(table.place, TableBase(place=table.place))
    for left in before.values():
        yield table_of(left, document, dialect), left
