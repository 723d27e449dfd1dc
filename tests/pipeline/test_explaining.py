from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from pubsync.errors import SettingsError
from pubsync.pipeline.deciding import decide, simple
from pubsync.pipeline.explaining import explain_lines, review_lines, review_rows
from pubsync.pipeline.run import SyncOptions, offline_outcome, sync_site

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def explained(site: Path, word: str) -> str:
    return "\n".join(explain_lines(offline_outcome(site), word))


def test_explain_tells_why_records_are_one_work_and_where_each_field_comes_from(site: Path) -> None:
    sync_site(site, SyncOptions(offline=True), NOW)
    text = explained(site, "qi2021bang")
    assert "3 records:" in text
    assert "qi2020bang_arxiv = bibtex:publications.bib#qi2021bang" in text
    assert "equal titles" in text
    assert "issued: 2021-07 ← bibtex:publications.bib#qi2021bang" in text


def test_explain_tells_of_a_hidden_work(site: Path) -> None:
    sync_site(site, SyncOptions(offline=True), NOW)
    decide(site, lambda ledger: simple("hide")(ledger, ["qi2021bang"]))
    assert "hidden by your word" in explained(site, "qi2021bang")


def test_explain_of_nothing_known_is_an_error(site: Path) -> None:
    with pytest.raises(SettingsError):
        explained(site, "no such work")


def test_review_lists_a_source_that_is_not_believed_with_its_command(site: Path) -> None:
    sync_site(site, SyncOptions(offline=True), NOW)
    (site / "publications.bib").write_text("@misc{a, title = {Only this}}\n", encoding="utf-8")
    rows = review_rows(offline_outcome(site))
    assert {"yes": "pubsync sync --accept bibtex:publications.bib"} in [row["commands"] for row in rows]
    assert json.dumps(rows)
    assert any("--accept" in line for line in review_lines(offline_outcome(site)))
