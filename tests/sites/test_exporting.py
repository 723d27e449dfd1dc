"""Whole texts for other programs."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest

from pubsync.formats import bibtex, csljson
from pubsync.records.counts import Counts
from pubsync.records.identifiers import Link
from pubsync.sites.plain import FORMATS, export_text
from tests.sites.writing import HOSTILE, material, work

WHOLE = work(doi="10.1000/x", arxiv="2001.04063", author_complete=False, links=(Link("url", "https://a.org/x"),))
DRAWN = material(WHOLE, work("b", title=HOSTILE), counts=Counts(date="2026-05-13", works={WHOLE.key: 640}))


def test_bibtex_reads_as_it_was() -> None:
    reading = bibtex.read(export_text("bibtex", DRAWN), source="s", where="w")
    assert reading.notices == ()
    assert [record.id for record in reading.records] == ["qi2020prophetnet", "b"]
    assert (reading.records[0].title, reading.records[0].author_complete) == (WHOLE.title, False)


def test_csl_json_reads_as_it_was() -> None:
    entries = json.loads(export_text("csl-json", DRAWN))
    first, _ = csljson.from_entries(entries, source="s")
    assert (first.id, first.title, first.author_complete) == (WHOLE.key, WHOLE.title, False)
    assert first.identifier("doi") == "10.1000/x"


def test_csv_has_a_line_for_each_work() -> None:
    lines = list(csv.DictReader(io.StringIO(export_text("csv", DRAWN), newline="")))
    assert lines[0] == {
        "key": "qi2020prophetnet",
        "type": "paper-conference",
        "title": "ProphetNet for R&D",
        "authors": "Weizhen Qi; Yu Yan; et al.",
        "issued": "2020-11",
        "container_title": "Findings of EMNLP",
        "publisher": "",
        "volume": "",
        "issue": "",
        "page": "",
        "doi": "10.1000/x",
        "arxiv": "2001.04063",
        "url": "https://a.org/x",
        "citations": "640",
    }
    assert lines[1]["citations"] == ""
    assert "\n" not in lines[1]["title"]


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "\u200b=1"])
def test_no_cell_is_a_formula(title: str) -> None:
    (line,) = csv.DictReader(io.StringIO(export_text("csv", material(work(title=title))), newline=""))
    assert line["title"].startswith("'")


def test_atom_is_the_feed() -> None:
    assert ET.fromstring(export_text("atom", DRAWN).encode()).tag.endswith("feed")


@pytest.mark.parametrize("name", FORMATS)
def test_every_text_is_one_that_a_file_can_hold(name: str) -> None:
    assert export_text(name, DRAWN).encode().endswith(b"\n")
    assert export_text(name, material(work(title="\ud800x"))).encode()
