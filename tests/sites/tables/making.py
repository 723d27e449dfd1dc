"""Short words for what tests of structured files say again and again."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pubsync.records.base import FileBase, Row, Value
from pubsync.sites.interface import DataFile, Table

Format: TypeAlias = Literal["bibtex", "yaml", "json"]
Shape: TypeAlias = Literal["list", "mapping", "fields"]
SUFFIXES: dict[Format, str] = {"bibtex": ".bib", "yaml": ".yaml", "json": ".json"}


def row(identity: str, *, key: str | None = None, kind: str = "article", **fields: Value) -> Row:
    """A row that shows the work ``w-ID``."""
    return Row(key=f"w-{identity}" if key is None else key, id=identity, fields=tuple(fields.items()), type=kind)


def bib(*rows: Row, head: str = "") -> DataFile:
    return DataFile(path="papers.bib", format="bibtex", tables=(Table(rows=rows),), head=head)


def tree(kind: Format, *rows: Row, place: str = "", shape: Shape = "list", id_field: str = "id") -> DataFile:
    table = Table(place=place, shape=shape, id_field=id_field if shape == "list" else "", rows=rows)
    return DataFile(path=f"papers{SUFFIXES[kind]}", format=kind, tables=(table,))


def row_of(base: FileBase, identity: str) -> Row:
    return next(row for table in base.tables for row in table.rows if row.id == identity)


def owned(base: FileBase, identity: str) -> dict[str, Value]:
    return dict(row_of(base, identity).fields)
