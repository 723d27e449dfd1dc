"""Decisions that the sources moved past, and how a person ends such a conflict; selected works and the own order."""

from __future__ import annotations

from pathlib import Path

import pytest

from pubsync.errors import SettingsError
from pubsync.pipeline.deciding import decide, decide_all, patched, placed, resolve_conflict
from pubsync.pipeline.explaining import review_lines, review_rows
from tests.pipeline.runs import BANG, edit, pages, sync, tree

ABOUT = "_pages/about.md"


def moved(outcome_site: Path) -> list[tuple[str, str]]:
    rows = review_rows(sync(outcome_site, dry_run=True))
    return [(row["subject"], row["place"]) for row in rows if row["kind"] == "moved"]


def source_says(site: Path, old: str, new: str) -> None:
    edit(site / "publications.bib", old, new)


def test_a_patch_is_asked_about_only_when_the_sources_say_something_new(synced: Path) -> None:
    decide(synced, lambda ledger: patched(ledger, "qi2021bang", "title", "Bang!"))
    sync(synced)
    assert moved(synced) == []

    source_says(synced, "Bridging Autoregressive", "Spanning Autoregressive")

    assert moved(synced) == [("qi2021bang", "title")]
    assert any("qi2021bang" in line and "title" in line for line in review_lines(sync(synced)))
    assert 'title: "Bang!"' in (synced / BANG).read_text(encoding="utf-8")


def test_mine_keeps_the_patch_and_asks_no_more(synced: Path) -> None:
    decide(synced, lambda ledger: patched(ledger, "qi2021bang", "title", "Bang!"))
    source_says(synced, "Bridging Autoregressive", "Spanning Autoregressive")
    sync(synced)

    resolve_conflict(synced, "qi2021bang", mine=True)

    assert moved(synced) == []
    sync(synced)
    assert 'title: "Bang!"' in (synced / BANG).read_text(encoding="utf-8")
    source_says(synced, "Spanning Autoregressive", "Linking Autoregressive")
    assert moved(synced) == [("qi2021bang", "title")]


def test_tool_gives_the_patch_up(synced: Path) -> None:
    decide(synced, lambda ledger: patched(ledger, "qi2021bang", "title", "Bang!"))
    sync(synced)

    resolve_conflict(synced, "qi2021bang", mine=False)
    sync(synced)

    assert 'title: "BANG: Bridging' in (synced / BANG).read_text(encoding="utf-8")
    assert pages(sync(synced)) == []


@pytest.mark.parametrize("taken_over", [True, False], ids=["after a sync", "before any sync"])
def test_tool_writes_our_own_over_an_edited_entry_of_a_page(synced: Path, *, taken_over: bool) -> None:
    before = (synced / ABOUT).read_bytes()
    edit(synced / ABOUT, "Qi, W.", "me")
    if taken_over:
        sync(synced)

    resolve_conflict(synced, ABOUT, mine=False)
    sync(synced)

    assert (synced / ABOUT).read_bytes() == before
    assert pages(sync(synced)) == []


def test_an_edited_entry_is_asked_about_when_its_work_changes_and_mine_ends_it(synced: Path) -> None:
    edit(synced / ABOUT, "BANG: Bridging", "Our BANG: Bridging")
    sync(synced)
    assert moved(synced) == []

    source_says(synced, "Bridging Autoregressive", "Spanning Autoregressive")
    assert [subject for subject, _ in moved(synced)] == [ABOUT]

    resolve_conflict(synced, ABOUT, mine=True)
    sync(synced)
    assert moved(synced) == []
    assert "Our BANG: Bridging" in (synced / ABOUT).read_text(encoding="utf-8")


def test_where_nothing_is_a_persons_there_is_nothing_to_resolve(synced: Path) -> None:
    before = tree(synced)
    with pytest.raises(SettingsError, match="nothing of yours"):
        resolve_conflict(synced, ABOUT, mine=True)
    assert tree(synced) == before


def test_selected_works_show_in_regions_that_ask_for_them(synced: Path) -> None:
    page = synced / "selected.md"
    page.write_text("<!-- pubsync:begin publications selected=yes group_by=none -->\n<!-- pubsync:end -->\n")
    decide_all(synced, lambda ledger: placed("select")(ledger, ["yan2021el", "qi2021bang"]))
    sync(synced)
    assert page.read_text(encoding="utf-8").count("\n- ") == 2

    decide_all(synced, lambda ledger: placed("unselect")(ledger, ["yan2021el"]))
    sync(synced)
    assert page.read_text(encoding="utf-8").count("\n- ") == 1
    assert "BANG" in page.read_text(encoding="utf-8")


def test_pinned_works_come_first_in_the_order_given_and_the_others_follow_newest_first(synced: Path) -> None:
    page = synced / "own.md"
    page.write_text("<!-- pubsync:begin publications sort=own group_by=none limit=3 -->\n<!-- pubsync:end -->\n")
    decide_all(synced, lambda ledger: placed("pin")(ledger, ["yan2021el", "qi2021bang"]))

    works = [work for work in sync(synced).shown.works if work.place]
    assert sorted((work.place, work.key) for work in works) == [(1, "yan2021el"), (2, "qi2021bang")]
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]
    assert len(lines) == 3
    assert "EL-Attention" in lines[0]
    assert "BANG" in lines[1]

    decide_all(synced, lambda ledger: placed("unpin")(ledger, ["yan2021el"]))
    assert [work.key for work in sync(synced).shown.works if work.place] == ["qi2021bang"]


def test_a_text_that_is_edited_twice_is_no_conflict_while_the_sources_say_the_same(synced: Path) -> None:
    edit(synced / ABOUT, "BANG", "Bang", last=True)
    sync(synced)
    edit(synced / ABOUT, "Bang", "BaNG", last=True)
    sync(synced)
    assert "BaNG" in (synced / ABOUT).read_text(encoding="utf-8")
    assert moved(synced) == []
