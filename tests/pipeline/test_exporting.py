"""The works for other programs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pubsync.errors import SettingsError
from pubsync.formats import bibtex
from pubsync.pipeline.deciding import decide, simple
from pubsync.pipeline.exporting import exported
from tests.pipeline.runs import tree


def titles(site: Path, form: str) -> set[str]:
    text = exported(site, form)
    if form == "bibtex":
        bibtex.load()
        return {one.title for one in bibtex.read(text, source="bibtex:x", where="x").records}
    if form == "csl-json":
        return {entry["title"] for entry in json.loads(text)}
    if form == "csv":
        return {row["title"] for row in csv.DictReader(io.StringIO(text))}
    feed = ET.fromstring(text)
    return {one.text or "" for one in feed.findall("{*}entry/{*}title")}


@pytest.mark.parametrize("form", ["bibtex", "csl-json", "csv", "atom"])
def test_every_work_shown_and_no_hidden_one_is_exported_and_nothing_is_written(synced: Path, form: str) -> None:
    assert len(titles(synced, form)) == 10
    decide(synced, lambda ledger: simple("hide")(ledger, ["qi2021bang"]))
    before = tree(synced)
    left = titles(synced, form)
    assert len(left) == 9
    assert not [title for title in left if title.startswith("BANG")]
    assert tree(synced) == before


def test_a_person_whom_nobody_knows_is_told_with_the_nearest(synced: Path) -> None:
    with pytest.raises(SettingsError, match="nobody here is called 'qui'") as caught:
        exported(synced, "bibtex", "qui")
    assert "qi" in caught.value.remedy
