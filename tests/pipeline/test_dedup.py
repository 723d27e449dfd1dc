from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from pubsync.errors import SettingsError
from pubsync.formats import bibtex
from pubsync.pipeline.dedup import dedup_files, json_text, merged_bibtex

TEA = (
    "@article{tea, title = {The history of tea and its many kinds}, author = {Lee, Ann and Wu, Bo}, year = 2019,"
    " doi = {10.1000/tea}}\n"
)
COFFEE = "@article{coffee, title = {Coffee in the modern office: a field study}, author = {Ray, Cy}, year = 2021}\n"
PREPRINT = (
    "@misc{tea_arxiv, title = {The history of tea and its many kinds}, author = {Lee, Ann and Wu, Bo}, year = 2019,"
    " eprint = {1901.01234}, archiveprefix = {arXiv}}\n"
)


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_groups_and_a_merged_file(tmp_path: Path) -> None:
    found = dedup_files([write(tmp_path, "a.bib", TEA + COFFEE + PREPRINT)])
    assert json.loads(json_text(found)) == {"groups": [["tea", "tea_arxiv"]], "undecided": []}
    merged = bibtex.read(merged_bibtex(found), source="bibtex:m", where="m").records
    assert [record.id for record in merged] == ["tea", "coffee"]
    assert {str(one) for one in merged[0].identifiers} == {"doi:10.1000/tea", "arxiv:1901.01234"}


def test_an_export_of_endnote_is_read_beside_a_bib(tmp_path: Path) -> None:
    lines = ("TY  - JOUR", "AU  - Lee, Ann", "AU  - Wu, Bo", "TI  - The history of tea and its many kinds")
    written = "\n".join((*lines, "PY  - 2019", "DO  - 10.1000/tea", "ER  - ", ""))
    found = dedup_files([write(tmp_path, "a.bib", TEA + COFFEE), write(tmp_path, "b.ris", written)])
    (group,) = found.groups()
    assert "tea" in group
    assert len(group) == 2


def test_an_id_in_two_files_tells_its_file(tmp_path: Path) -> None:
    found = dedup_files([write(tmp_path, "a.bib", TEA), write(tmp_path, "b.bib", TEA + COFFEE)])
    assert found.groups() == [["a.bib#tea", "b.bib#tea"]]
    assert [found.name(record.record_id) for record in found.records] == ["a.bib#tea", "b.bib#tea", "coffee"]


def test_an_id_that_a_file_repeats_tells_its_position(tmp_path: Path) -> None:
    found = dedup_files([write(tmp_path, "a.bib", TEA + COFFEE + TEA)])
    assert found.groups() == [["tea", "tea@3"]]


def test_csl_json_is_read_also_packed(tmp_path: Path) -> None:
    entry = {
        "type": "article-journal",
        "title": "The history of tea and its many kinds",
        "DOI": "10.1000/tea",
        "issued": {"date-parts": [[2019]]},
    }
    text = json.dumps([entry | {"id": "x"}, entry | {"id": "y"}, entry])
    packed = tmp_path / "b.json.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    for path in (write(tmp_path, "a.json", text), packed):
        assert dedup_files([path]).groups() == [["@3", "x", "y"]]


@pytest.mark.parametrize(
    ("name", "words"), [("a.txt", "no bibliography that is known here"), ("none.bib", "no such file")]
)
def test_what_can_not_be_read_is_an_error_that_helps(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    with pytest.raises(SettingsError, match=words):
        dedup_files([tmp_path / name])


def test_a_bad_entry_is_told_and_the_others_are_used(tmp_path: Path) -> None:
    found = dedup_files([write(tmp_path, "a.bib", "@article{x, title = {never ends\n" + TEA)])
    assert len(found.records) == 1
    assert found.notices[0].startswith("a.bib:1")
