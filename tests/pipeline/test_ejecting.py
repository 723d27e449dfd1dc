"""Leaving costs nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pubsync.errors import PubsyncError
from pubsync.formats import bibtex
from pubsync.pipeline.deciding import undo_last
from pubsync.pipeline.ejecting import eject
from pubsync.sites.regions import without_markers
from tests.pipeline.runs import BANG, sync, tree


def test_eject_leaves_every_page_as_it_reads_and_nothing_of_pubsyncs(synced: Path) -> None:
    before = tree(synced)

    eject(synced, dry_run=False)

    after = tree(synced)
    assert not [path for path in after if path.startswith("_pubsync/")]
    assert not (synced / "_pubsync").exists()
    assert set(before) - {path for path in before if path.startswith("_pubsync/")} <= set(after)
    pages = {path: text.decode() for path, text in after.items() if path.endswith((".md", ".html"))}
    assert not [path for path, text in pages.items() if "pubsync:" in text]
    assert "redirect_from" not in pages[BANG] or "redirect_from" in before[BANG].decode()
    for path, text in pages.items():
        lines = [line for line in before[path].decode().splitlines() if "pubsync:" not in line and line.strip()]
        assert [line for line in text.splitlines() if line.strip()] == lines


def test_the_full_bib_that_stays_holds_every_work(synced: Path) -> None:
    shown = sync(synced, dry_run=True).shown.works

    done = eject(synced, dry_run=False)

    bibtex.load()
    text = (synced / done.bibliography).read_text(encoding="utf-8")
    records = bibtex.read(text, source="bibtex:all", where="all").records
    assert sorted(record.title for record in records) == sorted(work.title for work in shown)


@pytest.mark.parametrize(
    ("output", "path"),
    [
        ("{kind: academicpages}", "_data/cv.json"),
        ("{kind: lab-website}", "_data/sources.pubsync.yaml"),
    ],
)
def test_rows_of_data_files_stay_without_pubsyncs_name_for_them(tmp_path: Path, output: str, path: str) -> None:
    site = tmp_path / "site"
    site.mkdir()
    settings = f"people: [{{name: Jane Doe}}]\nsources: [{{bibtex: a.bib}}]\noutputs: [{output}]\n"
    (site / "pubsync.yaml").write_text(settings)
    (site / "a.bib").write_text("@article{a, title={A thing}, author={Doe, Jane}, year={2020}, journal={J}}\n")
    (site / "_data").mkdir(exist_ok=True)
    if path.endswith(".json"):
        (site / path).write_text('{"basics": {"name": "Jane"}, "publications": [{"name": "By hand"}]}\n')
    sync(site)
    before = (site / path).read_text()
    assert "pubsync" in before
    eject(site, dry_run=False)
    after = (site / path).read_text()
    assert "pubsync" not in after
    read = YAML(typ="safe")
    assert read.load(after) == _without_name(read.load(before))


@pytest.mark.parametrize("source", ["_bibliography/papers.bib", "a.bib"])
def test_a_bibliography_of_the_site_keeps_every_entry(tmp_path: Path, source: str) -> None:
    (tmp_path / "_bibliography").mkdir()
    settings = f"people: [{{name: Jane Doe}}]\nsources: [{{bibtex: {source}}}]\noutputs: [{{kind: al-folio}}]\n"
    (tmp_path / "pubsync.yaml").write_text(settings)
    entry = "@article{a, title={A thing}, author={Doe, Jane}, year={2020}, journal={J}, mine={yes}}\n"
    (tmp_path / source).write_text(f"---\n---\n% my own words\n{entry}@comment{{of mine}}\n")
    sync(tmp_path)
    before = tree(tmp_path)["_bibliography/papers.bib"]
    assert b"A thing" in before
    eject(tmp_path, dry_run=False)
    assert tree(tmp_path)["_bibliography/papers.bib"] == before


def _without_name(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_name(one) for name, one in value.items() if name != "pubsync"}
    return [_without_name(one) for one in value] if isinstance(value, list) else value


def test_a_site_whose_sources_never_answered_can_be_left(tmp_path: Path) -> None:
    settings = "people: [{name: Jane Doe}]\nsources: [{orcid: 0000-0002-1825-0097}]\noutputs: []\n"
    (tmp_path / "pubsync.yaml").write_text(settings)
    (tmp_path / "index.md").write_text("A\n<!-- pubsync:begin publications -->\n- mine\n<!-- pubsync:end -->\n")
    (tmp_path / "_pubsync").mkdir()
    (tmp_path / "_pubsync/schema.json").write_text("{}\n")
    before = tree(tmp_path)
    done = eject(tmp_path, dry_run=False)
    assert (done.freed, done.removed, done.bibliography) == (("index.md",), ("_pubsync/schema.json",), "")
    assert tree(tmp_path) == {"pubsync.yaml": settings.encode(), "index.md": b"A\n\n- mine\n"}
    undo_last(tmp_path)
    assert tree(tmp_path) == before


def test_a_site_whose_answers_are_lost_is_not_left_without_its_bib(synced: Path) -> None:
    for path in (*(synced / "_pubsync/snapshots").iterdir(), *synced.rglob("*.bib")):
        path.unlink()
    before = tree(synced)
    with pytest.raises(PubsyncError):
        eject(synced, dry_run=False)
    assert tree(synced) == before


def test_without_yes_nothing_is_done(synced: Path) -> None:
    before = tree(synced)
    assert eject(synced, dry_run=True).freed
    assert tree(synced) == before


def test_undo_brings_pubsync_back(synced: Path) -> None:
    before = tree(synced)
    eject(synced, dry_run=False)
    undo_last(synced)
    assert tree(synced) == before
    assert not sync(synced).report.files


@pytest.mark.parametrize(
    ("marked", "free"),
    [
        ("Text\n<!-- pubsync:begin talks -->\n- a\n<!-- pubsync:end -->\nmore\n", "Text\n\n- a\n\nmore\n"),
        ("Text\n\n<!-- pubsync:begin talks -->\n- a\n<!-- pubsync:end -->\n\nmore", "Text\n\n- a\n\nmore"),
        ("Over <!-- pubsync:count talks -->60<!-- pubsync:end --> talks", "Over 60 talks"),
        ("a\r\n<!-- pubsync:begin talks -->\r\nb\r\n<!-- pubsync:end -->\r\n", "a\r\n\r\nb\r\n"),
    ],
)
def test_markers_go_and_paragraphs_stay_apart(marked: str, free: str) -> None:
    assert without_markers(marked, "a.md") == free
