"""What a person did to a structured file since pubsync last wrote it, and the file as only they wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pubsync.records.base import Edit, FileBase, Row, TableBase, Value
from pubsync.records.plan import content_hash
from pubsync.sites.frontmatter import REMOVE
from pubsync.sites.interface import Table
from pubsync.sites.places import field_place, row_place
from pubsync.sites.tables.opening import dialect_of, open_document, text_of
from pubsync.sites.tables.ownership import withdrawn
from pubsync.sites.tables.recognition import fields_of, name_of, recognised, table_of
from pubsync.sites.tables.rows import TYPE, Dialect, Document, Slot, StandingRow, TablePlan


def tell_data_file(path: str, base: FileBase, content: bytes) -> list[Edit]:
    """Return what a person changed of the rows and fields that ``base`` says are ours.

    A row that got another id is the same row; what can't be read tells nothing until it is mended.

    Raises:
        SiteError: with file and line, where the file can't be read.
    """
    dialect = dialect_of(path)
    document = open_document(text_of(content, path)[1], path)
    edits: list[Edit] = []
    for table in base.tables:
        for row, stands, where in _rows(table, document, dialect):
            edits += _edits(path, row, stands, where, dialect)
    return edits


def _rows(base: TableBase, document: Document, dialect: Dialect) -> Iterator[tuple[Row, StandingRow | None, Table]]:
    """Yield each row of ours with the one that stands for it."""
    table = table_of(base, document, dialect)
    found = recognised(base.rows, document.rows(table), table, dialect)
    for place, row in enumerate(base.rows):
        yield row, found.get(place), table


def _edits(path: str, row: Row, stands: StandingRow | None, table: Table, dialect: Dialect) -> Iterator[Edit]:
    before, name = fields_of(row, table), name_of(row)
    if stands is None:
        yield Edit(path=path, place=row_place(table.place, name), key=row.key, before=before, after=None)
    elif stands.readable:
        for field, value in before.items():
            after = stands.fields.get(field)
            if not dialect.same(value, after):
                place = field_place(table.place, field, name)
                yield Edit(path=path, place=place, key=row.key, before=value, after=after)


def released_in_data_file(base: FileBase, edit: Edit) -> FileBase:
    """Return the base as if pubsync had written what ``edit`` says now stands."""
    return replace(base, tables=tuple(_released(table, edit) for table in base.tables))


def _released(table: TableBase, edit: Edit) -> TableBase:
    gone = {row.id for row in table.rows if row_place(table.place, name_of(row)) == edit.place}
    rows = tuple(_released_row(row, table, edit) for row in table.rows if row.id not in gone)
    return replace(table, rows=rows, made=tuple(identity for identity in table.made if identity not in gone))


def _released_row(row: Row, table: TableBase, edit: Edit) -> Row:
    def place(name: str) -> str:
        return field_place(table.place, name, name_of(row))

    if place(TYPE) == edit.place:
        return replace(row, type=str(edit.after or ""))
    fields = ((name, edit.after if place(name) == edit.place else value) for name, value in row.fields)
    return replace(row, fields=tuple(pair for pair in fields if pair[1] is not None or place(pair[0]) != edit.place))


def only_ours_in_data_file(path: str, base: FileBase, content: bytes) -> bool:
    """Whether a file without edits holds nothing beside our rows: no row, field, comment or text of a person's.

    Raises:
        SiteError: with file and line, where the file can't be read.
    """
    dialect = dialect_of(path)
    document = open_document(text_of(content, path)[1], path)
    for before in base.tables:
        table = table_of(before, document, dialect)
        found = recognised(before.rows, document.rows(table), table, dialect)
        if any(_holds_more(before.rows[place], stands, before, table) for place, stands in found.items()):
            return False
    return outside_hash(path, base, content) == base.shell


def _holds_more(row: Row, stands: StandingRow, base: TableBase, table: Table) -> bool:
    if table.shape == "fields":  # the others are told by what is left outside
        return False
    others = stands.fields.keys() - fields_of(row, table).keys() - {table.id_field}
    return row.id not in base.made or not stands.readable or stands.commented or bool(others)


def outside_hash(path: str, base: FileBase, content: bytes) -> str:
    """Return the hash of all that stands outside our rows and fields, the same whatever white space it has.

    Raises:
        SiteError: where the file can't be read.
    """
    text = person_content(path, base, content).decode("utf-8").removeprefix("\ufeff")
    return content_hash("".join(text.split()).encode())


def person_content(path: str, base: FileBase, content: bytes) -> bytes:
    """Return the file as only the person wrote it, so that our own output is no evidence for itself.

    Rows that pubsync made are taken out, but for those that the person edited; so are the fields that it added to the
    person's rows, but for edited ones.

    Raises:
        SiteError: with file and line, where the file can't be read.
    """
    bom, text = text_of(content, path)
    dialect = dialect_of(path)
    document = open_document(text, path)
    plans = [_without_ours(table, document, dialect) for table in base.tables]
    return (bom + document.rewritten(plans)).encode()


def without_field(path: str, base: FileBase, content: bytes, name: str) -> bytes:
    """Return the file without the field ``name`` in the rows of lists that it names for pubsync; all else stays.

    Raises:
        SiteError: with file and line, where the file can't be read.
    """
    bom, text = text_of(content, path)
    dialect = dialect_of(path)
    document = open_document(text, path)
    tables = [table_of(one, document, dialect) for one in base.tables]
    plans = [TablePlan(one, tuple(_unnamed(document.rows(one), name))) for one in tables if one.id_field == name]
    if not plans:  # entries of BibTeX are named by their keys alone, and a file of theirs without a plan would be empty
        return content
    return (bom + document.rewritten(plans)).encode()


def _unnamed(standing: Iterable[StandingRow], name: str) -> Iterator[Slot]:
    for one in standing:
        yield Slot(id=one.id, standing=one, changes={name: REMOVE} if name in one.fields else {})


def _without_ours(base: TableBase, document: Document, dialect: Dialect) -> TablePlan:
    table = table_of(base, document, dialect)
    standing = document.rows(table)
    found = recognised(base.rows, standing, table, dialect)
    ours = {stands.number: base.rows[place] for place, stands in found.items()}
    slots = [
        _slot(one, ours[one.number], base, table, dialect.same) if one.number in ours else Slot(id=one.id, standing=one)
        for one in standing
    ]
    return TablePlan(table, tuple(slots))


def _slot(stands: StandingRow, row: Row, base: TableBase, table: Table, same: Callable[[Value, Value], bool]) -> Slot:
    before = fields_of(row, table)
    untouched = withdrawn(before, stands.fields, same, kept=())
    if not stands.readable or (row.id in base.made and len(untouched) < len(before)):
        return Slot(id=stands.id, standing=stands)
    if row.id in base.made:
        return Slot(id=stands.id, standing=stands, gone=True)
    return Slot(id=stands.id, standing=stands, changes=untouched)
