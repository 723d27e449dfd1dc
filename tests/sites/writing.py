"""What writers of whole files draw on, made small; and what they wrote, made easy to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pubsync.citing.escape import html_attribute
from pubsync.records.base import FileBase, Row, TableBase, Value
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier
from pubsync.records.names import Name
from pubsync.records.people import person
from pubsync.records.record import RecordId
from pubsync.records.work import Work
from pubsync.sites.contexts import Printing
from pubsync.sites.interface import DataFile, FileWriter, Material, Page, Table
from pubsync.sites.labels import load_labels
from pubsync.sites.tree import SiteTree
from tests.real import ROOT

QI = person("Weizhen Qi", ["齐炜祯", "W. Qi"])
HOSTILE = "<script>alert('x')</script> {{ evil }} {% raw %} \\input{x} }{ $<img src=x>$\n---\n\u202e\x00 \ud800 & | @x{"


def work(key: str = "qi2020prophetnet", **fields: Any) -> Work:
    """ProphetNet, by two people at a conference; ``doi``, ``arxiv`` and ``rows`` (of Scholar) are short words."""
    identifiers = [Identifier(name, fields.pop(name)) for name in ("doi", "arxiv", "pmid") if name in fields]
    records = [RecordId("scholar:rme-IWIAAAAJ", row) for row in fields.pop("rows", ())]
    usual: dict[str, Any] = {
        "title": "ProphetNet for R&D",
        "type": "paper-conference",
        "author": (Name("Qi", "Weizhen"), Name("Yan", "Yu")),
        "issued": PartialDate(2020, 11),
        "container_title": "Findings of EMNLP",
        "identifiers": tuple(identifiers),
        "records": tuple(records),
    }
    return Work(key=key, **(usual | fields))


def material(*works: Work, files: dict[str, str] | None = None, root: Path | None = None, **fields: Any) -> Material:
    """The material of a site with ``files``, by their paths, or of the site at ``root``."""
    tree = SiteTree(root or Path("/nowhere"))
    for path, text in (files or {}).items():
        tree._contents[path] = text.encode()
    return Material(works=works, owner=QI, printing=printing, tree=tree, **fields)


def printing(target: str) -> Printing:
    """How things are put in print, all of it as HTML."""
    return Printing(
        language="en",
        labels=load_labels(ROOT / "templates" / "labels", "en"),
        escape=html_attribute,
        is_own=QI.is_named,
        cite=lambda work: f"<b>{target}</b> {html_attribute(work.title)}",
    )


def data_files(writer: FileWriter, drawn_on: Material) -> dict[str, DataFile]:
    """Return the data files that a writer wants, by their paths."""
    return {one.path: one for one in writer.files(drawn_on) if isinstance(one, DataFile)}


def page(writer: FileWriter, drawn_on: Material) -> Page:
    """Return the one page that a writer wants."""
    (found,) = writer.files(drawn_on)
    assert isinstance(found, Page)
    return found


def table(file: DataFile, place: str = "") -> Table:
    """Return the table of a file at a place."""
    (found,) = [one for one in file.tables if one.place == place]
    return found


def fields(row: Row) -> dict[str, Value]:
    """Return a row's fields, each once."""
    assert len(dict(row.fields)) == len(row.fields)
    return dict(row.fields)


def rows(file: DataFile, place: str = "") -> dict[str, dict[str, Value]]:
    """Return the fields of each row of a table, by the row's id; ids are each there once."""
    found = table(file, place).rows
    assert len({row.id for row in found}) == len(found)
    return {row.id: fields(row) for row in found}


def base(*written: Row, place: str = "", made: tuple[str, ...] = ()) -> FileBase:
    """What was last written into a data file."""
    return FileBase(tables=(TableBase(place=place, rows=written, made=made),))


def texts(value: Value) -> list[str]:
    """Return all texts within a value, names of keys too."""
    if isinstance(value, dict):
        return [text for name, member in value.items() for text in (name, *texts(member))]
    if isinstance(value, list):
        return [text for member in value for text in texts(member)]
    return [value] if isinstance(value, str) else []
