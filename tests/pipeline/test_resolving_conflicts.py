"""Decisions that the sources moved past, and how a person ends such a conflict; selected works and the own order."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from pubsync.errors import SettingsError
from pubsync.pipeline.conflicts import resolve_conflict
from pubsync.pipeline.deciding import decide, decide_all, patched, placed
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


def shown(site: Path, word: str) -> list[str]:
    return [line for line in (site / ABOUT).read_text(encoding="utf-8").splitlines() if word in line.casefold()]


@pytest.mark.parametrize("place", ["qi2021bang", "entry:publications group_by=year:qi2021bang"])
@pytest.mark.parametrize("taken_over", [True, False], ids=["after a sync", "before any sync"])
def test_one_place_alone_is_given_up(synced: Path, place: str, *, taken_over: bool) -> None:
    own = shown(synced, "bang: bridging")
    edit(synced / ABOUT, "BANG: Bridging", "Our BANG: Bridging")
    edit(synced / ABOUT, "EL-Attention", "Our EL-Attention")
    if taken_over:
        sync(synced)

    resolve_conflict(synced, ABOUT, mine=False, place=place)
    sync(synced)

    assert shown(synced, "bang: bridging") == own
    assert len(shown(synced, "our el-attention")) == 1
    assert pages(sync(synced)) == []


def test_one_key_of_an_entry_file_is_given_up_and_one_place_is_kept(synced: Path) -> None:
    edit(synced / BANG, 'excerpt: ""', 'excerpt: "hm"')
    edit(synced / BANG, "venue:", "venue: My own #", last=True)
    edit(synced / ABOUT, "BANG: Bridging", "Our BANG: Bridging")
    edit(synced / ABOUT, "EL-Attention", "Our EL-Attention")
    sync(synced)

    resolve_conflict(synced, BANG, mine=False, place="excerpt")
    sync(synced)
    assert "excerpt: hm" not in (synced / BANG).read_text(encoding="utf-8").replace('"', "")
    assert "venue: My own" in (synced / BANG).read_text(encoding="utf-8")

    source_says(synced, "Bridging Autoregressive", "Spanning Autoregressive")
    source_says(synced, "Memory Efficient Lossless", "Memory-Efficient Lossless")
    assert [place for _, place in moved(synced)] == [
        f"entry:publications group_by=year:{key}" for key in ("qi2021bang", "yan2021el")
    ]
    resolve_conflict(synced, ABOUT, mine=True, place="qi2021bang")
    assert [place for _, place in moved(synced)] == ["entry:publications group_by=year:yan2021el"]


def test_a_place_where_nothing_is_a_persons_is_told_with_those_that_are(synced: Path) -> None:
    edit(synced / BANG, 'excerpt: ""', 'excerpt: "hm"')
    before = tree(synced)
    with pytest.raises(SettingsError, match="nothing of yours") as caught:
        resolve_conflict(synced, BANG, mine=True, place="venue")
    assert "excerpt" in caught.value.remedy
    assert tree(synced) == before


def test_the_review_s_commands_end_one_question_each(synced: Path) -> None:
    edit(synced / ABOUT, "BANG: Bridging", "Our BANG: Bridging")
    edit(synced / ABOUT, "EL-Attention", "Our EL-Attention")
    sync(synced)
    source_says(synced, "Bridging Autoregressive", "Spanning Autoregressive")
    source_says(synced, "Memory Efficient Lossless", "Memory-Efficient Lossless")
    outcome = sync(synced)
    rows = [row for row in review_rows(outcome) if row["kind"] == "moved"]
    for left, row in zip((1, 0), rows, strict=True):
        _, _, path, place, whose = shlex.split(row["commands"]["yours"])
        assert whose == "--mine"
        resolve_conflict(synced, path, mine=True, place=place)
        assert len(moved(synced)) == left


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
