"""What the writers of data files want, written into files: once, as valid files, around what a person wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML

from pubsync.formats import bibtex
from pubsync.records.counts import Counts
from pubsync.records.course import Course
from pubsync.records.dates import PartialDate
from pubsync.records.talk import Talk
from pubsync.sites.acad_homepage import AcadHomepage
from pubsync.sites.al_folio import AlFolio
from pubsync.sites.assembly import plan
from pubsync.sites.cv_json import CvJson
from pubsync.sites.interface import DataFile, FileWriter, Material
from pubsync.sites.lab_website import LabWebsite
from pubsync.sites.plain import Bibliography, CountsFile, CslJson, JsonFile
from tests.sites.assembled import base_of, content_of
from tests.sites.writing import HOSTILE, material, work

WRITERS: tuple[FileWriter, ...] = (
    AlFolio(),
    AcadHomepage(),
    LabWebsite(),
    CvJson(),
    JsonFile(),
    CslJson(),
    Bibliography(),
    CountsFile(),
)
WORKS = (
    work(rows=("rme-IWIAAAAJ:Abc", "rme-IWIAAAAJ:B"), doi="10.1000/x", arxiv="2001.04063"),
    work("hostile", title=HOSTILE, abstract=HOSTILE, container_title=HOSTILE, rows=("rme-IWIAAAAJ:C",)),
    work("bare", title="Bare", type="", author=(), issued=None, container_title=""),
)
CV = '{\n  "basics": {"name": "Weizhen Qi"},\n  "publications": [{"name": "Mine", "releaseDate": "2019"}]\n}\n'


def drawn(*works: Any, **fields: Any) -> Material:
    files = {"_data/cv.json": CV} | fields.pop("files", {})
    return material(
        *works,
        talks=(Talk(key="t", title=HOSTILE, start=PartialDate(2024)),),
        courses=(Course(key="c", title="NLP", terms=("2024-fall",)),),
        counts=Counts(date="2026-05-13", citations=1204, by_year=((2026, 9),), works={WORKS[0].key: 640}),
        files=files,
        **fields,
    )


def wanted(writer: FileWriter, drawn_on: Material) -> Iterator[tuple[DataFile, bytes | None]]:
    for file in writer.files(drawn_on):
        assert isinstance(file, DataFile)
        yield file, drawn_on.tree.read(file.path)


def read(file: DataFile, content: bytes) -> Any:
    text = content.decode()
    if file.format == "bibtex":
        reading = bibtex.read(text, source="s", where=file.path)
        assert reading.notices == ()
        return [record.id for record in reading.records]
    return json.loads(text) if file.format == "json" else YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: type(writer).__name__)
def test_every_file_is_valid_and_written_once(writer: FileWriter) -> None:
    for file, content in wanted(writer, drawn(*WORKS)):
        first = plan(file, None, content)
        assert first.remarks == ()
        assert read(file, content_of(first))
        held = drawn(*WORKS, files={file.path: content_of(first).decode()}, bases={file.path: base_of(first)})
        (again,) = [one for one, _ in wanted(writer, held) if one.path == file.path]
        assert not plan(again, base_of(first), content_of(first)).planned.changes


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: type(writer).__name__)
def test_a_work_that_no_longer_shows_leaves_every_file(writer: FileWriter) -> None:
    for file, content in wanted(writer, drawn(*WORKS)):
        first = plan(file, None, content)
        held = drawn(files={file.path: content_of(first).decode()}, bases={file.path: base_of(first)})
        (without,) = [one for one, _ in wanted(writer, held) if one.path == file.path]
        left = content_of(plan(without, base_of(first), content_of(first))).decode()
        assert "ProphetNet" not in left
        assert "rme-IWIAAAAJ:" not in left


def test_a_bibliography_of_the_persons_keeps_every_byte_of_theirs() -> None:
    entry = '@Article{Mine,\n  Title = "{ProphetNet} for {R\\&D}",  year = 2020'
    mine = f"% my papers\n{entry}\n}}\n\n@misc{{other, title={{O}}}}\n"
    file, content = next(wanted(AlFolio(), drawn(*WORKS, files={"_bibliography/papers.bib": mine})))
    text = content_of(plan(file, None, content)).decode()
    assert "% my papers\n" in text
    assert entry in text
    assert "@misc{other, title={O}}" in text
    assert text.count("ProphetNet") == 1
    assert "@{hostile," in text.replace("@inproceedings", "@")


def test_a_cv_of_the_persons_keeps_what_is_theirs() -> None:
    ((file, content),) = wanted(CvJson(), drawn(*WORKS))
    text = content_of(plan(file, None, content)).decode()
    assert text.startswith('{\n  "basics": {"name": "Weizhen Qi"},\n  "publications": [')
    document = json.loads(text)
    assert {"name": "Mine", "releaseDate": "2019"} in document["publications"]
    assert [member.get("pubsync") for member in document["teaching"]] == ["c"]
