from __future__ import annotations

import datetime as dt
import json
import math
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.state import (
    LONGEST_REST,
    SHORTEST_REST,
    RunRecord,
    SourceMemory,
    State,
    cool_down,
    failed,
    load_state,
    resting,
    save_state,
    state_folder,
    succeeded,
    undo_folder,
)

TONIGHT = dt.datetime(2026, 5, 3, 3, 15, tzinfo=dt.UTC)
STATE = State(
    last_run=RunRecord(
        started="2026-05-03T03:15:00+00:00", finished="2026-05-03T03:16:00+00:00", exit_code=3, summary="3 new, 1 gone"
    ),
    sources={
        "scholar:rme-IWIAAAAJ": SourceMemory(last_error="429 齐", cool_down_until="2026-05-04", failures_in_a_row=2),
        "bibtex:publications.bib": SourceMemory(last_success="2026-05-03T03:15:00+00:00"),
    },
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PUBSYNC_STATE_HOME", str(tmp_path / "home"))
    root = tmp_path / "my site"
    root.mkdir()
    return root


def refused(memory: SourceMemory, now: dt.datetime = TONIGHT, wait: float | None = None) -> SourceMemory:
    return cool_down(failed(memory, "refused", now), wait, now)


def rest(memory: SourceMemory) -> dt.timedelta:
    return dt.datetime.fromisoformat(memory.cool_down_until) - TONIGHT


def test_what_is_saved_is_loaded(site: Path) -> None:
    assert load_state(site) == State()
    assert save_state(site, STATE) == ""
    assert load_state(site) == STATE


def test_saving_twice_writes_the_same_bytes_in_whatever_order(site: Path) -> None:
    save_state(site, STATE)
    (file,) = state_folder(site).iterdir()
    first = file.read_bytes()
    save_state(site, State(last_run=STATE.last_run, sources=dict(reversed(list(STATE.sources.items())))))
    assert file.read_bytes() == first
    assert list(state_folder(site).iterdir()) == [file]


def test_what_enrichers_were_asked_is_kept_by_work(site: Path) -> None:
    state = STATE.with_asked("crossref", ["a", "b"], "2026-01-01").with_asked("crossref", ["b"], "2026-02-01")
    save_state(site, state)
    assert load_state(site).asked == {"crossref": {"a": "2026-01-01", "b": "2026-02-01"}}


def test_remarks_are_not_kept(site: Path) -> None:
    save_state(site, State(remarks=("for tonight",)))
    assert load_state(site) == State()


def test_nothing_lies_in_the_repository(site: Path) -> None:
    save_state(site, STATE)
    assert list(site.iterdir()) == []
    assert undo_folder(site).parent == state_folder(site)


def test_each_site_has_its_own_folder_named_so_that_a_person_finds_it(site: Path) -> None:
    other = site.parent / "other" / "my site"
    other.mkdir(parents=True)
    assert state_folder(site) != state_folder(other)
    assert state_folder(site).name.startswith("my-site-")
    assert state_folder(site).parent == site.parent / "home"


def test_a_site_has_one_folder_by_whatever_way_it_is_reached(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site.parent / "link").symlink_to(site, target_is_directory=True)
    monkeypatch.chdir(site.parent)
    reached = [site, site.parent / "link", Path("my site"), Path("link"), site / ".." / "my site"]
    assert len({state_folder(root) for root in reached}) == 1


def test_without_the_variable_it_is_the_users_state_folder(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PUBSYNC_STATE_HOME", "")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    folder = state_folder(site)
    assert "pubsync" in folder.parts
    assert folder.is_relative_to(tmp_path)
    assert not folder.exists()


GOOD = {
    "version": 1,
    "last_run": {"started": "a", "finished": "b", "exit_code": 0, "summary": ""},
    "sources": {"x": {}},
}


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{}", b"[]", b"null", b"\xff\xfe\0", b"[" * 100_000, b'{"version": 1}'),
        json.dumps(GOOD).encode(),
        json.dumps({**GOOD, "sources": []}).encode(),
        json.dumps({**GOOD, "sources": {"x": {"last_success": 3}}}).encode(),
        json.dumps({**GOOD, "sources": {}, "last_run": {"started": "a"}}).encode(),
        json.dumps({**GOOD, "sources": {}, "last_run": {**GOOD["last_run"], "exit_code": "0"}}).encode(),  # type: ignore[dict-item]
    ],
)
def test_a_damaged_file_is_set_aside_and_said(site: Path, content: bytes) -> None:
    save_state(site, STATE)
    (file,) = state_folder(site).iterdir()
    file.write_bytes(content)
    loaded = load_state(site)
    assert (loaded.last_run, loaded.sources) == (None, {})
    assert file.name in loaded.remarks[0]
    assert not file.exists()
    assert file.with_name(file.name + ".damaged").read_bytes() == content
    assert save_state(site, STATE) == ""
    assert load_state(site) == STATE


@pytest.mark.parametrize("more", [{"version": 2}, {"mood": "sunny"}, {"version": 2, "sources": []}])
def test_a_file_of_a_newer_version_is_set_aside_whole_and_said(site: Path, more: dict[str, object]) -> None:
    save_state(site, STATE)
    (file,) = state_folder(site).iterdir()
    content = json.dumps({**json.loads(file.read_bytes()), **more}).encode()
    file.write_bytes(content)
    loaded = load_state(site)
    assert loaded == State(remarks=loaded.remarks)
    assert "newer version" in loaded.remarks[0]
    assert save_state(site, STATE) == ""
    assert file.with_name(f"{file.name}.newer").read_bytes() == content


@settings(max_examples=50)
@given(content=st.binary(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_no_content_makes_loading_fail(tmp_path_factory: pytest.TempPathFactory, content: bytes | str) -> None:
    root = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PUBSYNC_STATE_HOME", str(root / "home"))
        save_state(root, STATE)
        written = content if isinstance(content, bytes) else content.encode()
        (state_folder(root) / "state.json").write_bytes(written)
        assert load_state(root).sources == {}


def test_what_cannot_be_written_or_read_is_a_remark(site: Path) -> None:
    state_folder(site).parent.write_bytes(b"a file where the folder should be")
    assert "can't be written" in save_state(site, STATE)
    assert "can't be read" in load_state(site).remarks[0]


def test_a_state_that_cannot_be_replaced_stays_whole(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_state(site, STATE)

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", fail)
        assert "No space left" in save_state(site, State())
    assert load_state(site) == STATE
    assert [path.name for path in state_folder(site).iterdir()] == ["state.json"]


def test_an_unknown_source_has_an_empty_memory() -> None:
    assert State().source("scholar:x") == SourceMemory()
    assert State().with_source("a", SourceMemory(failures_in_a_row=1)).source("a").failures_in_a_row == 1


def test_a_success_ends_the_row_and_the_rest_and_keeps_the_last_error() -> None:
    memory = succeeded(refused(SourceMemory()), TONIGHT)
    assert memory == SourceMemory(
        last_success="2026-05-03T03:15:00+00:00", last_error="refused", last_error_at="2026-05-03T03:15:00+00:00"
    )
    assert resting(memory, TONIGHT) == ""


def test_times_are_kept_in_utc() -> None:
    beijing = TONIGHT.astimezone(dt.timezone(dt.timedelta(hours=8)))
    assert failed(SourceMemory(), "", beijing).last_error_at == "2026-05-03T03:15:00+00:00"


def test_a_failure_that_is_no_refusal_rests_nothing() -> None:
    memory = failed(SourceMemory(last_success="2026-05-01T00:00:00+00:00"), "timed out", TONIGHT)
    assert (memory.last_error, memory.failures_in_a_row) == ("timed out", 1)
    assert memory.last_success == "2026-05-01T00:00:00+00:00"
    assert resting(memory, TONIGHT) == ""


def test_a_refusal_tonight_means_no_request_before_tomorrow() -> None:
    memory = refused(SourceMemory())
    assert resting(memory, TONIGHT) == (
        "it refused on 2026-05-03 03:15 UTC and is left alone until 2026-05-03 23:15 UTC"
    )
    assert resting(memory, TONIGHT + dt.timedelta(hours=19, minutes=59))
    assert resting(memory, TONIGHT + dt.timedelta(hours=20)) == ""


def test_the_rest_grows_with_failures_in_a_row_to_a_week() -> None:
    memory, rests = SourceMemory(), []
    for _ in range(6):
        memory = refused(memory)
        rests.append(rest(memory) / dt.timedelta(hours=1))
    assert rests == [20, 40, 80, 160, 168, 168]


@pytest.mark.parametrize(
    ("asked", "hours"),
    [
        (None, 20),
        (60, 20),
        (72_001, 20 + 1 / 3600),
        (86_400, 24),
        (1e12, 168),
        (math.inf, 168),
        (math.nan, 20),
        (-5, 20),
    ],
)
def test_a_source_may_ask_for_a_longer_rest_up_to_a_week(asked: float | None, hours: float) -> None:
    assert rest(refused(SourceMemory(), wait=asked)) == dt.timedelta(hours=hours)


@given(st.integers(0, 10**9), st.none() | st.floats())
def test_a_rest_is_never_shorter_than_to_tomorrow_nor_longer_than_a_week(failures: int, asked: float | None) -> None:
    memory = cool_down(SourceMemory(failures_in_a_row=failures), asked, TONIGHT)
    assert SHORTEST_REST <= rest(memory) <= LONGEST_REST
    assert resting(memory, TONIGHT)
    assert resting(memory, TONIGHT + LONGEST_REST) == ""


@pytest.mark.parametrize("until", ["", "soon", "2026-13-45", "9999-12-31T23:59:59+00:00", "2026-05-11T03:15:00+00:00"])
def test_an_end_that_no_rest_has_counts_for_nothing(until: str) -> None:
    assert resting(SourceMemory(cool_down_until=until), TONIGHT) == ""


def test_an_end_without_a_zone_is_read_as_utc() -> None:
    assert resting(SourceMemory(cool_down_until="2026-05-03T04:00:00"), TONIGHT) == (
        "it refused and is left alone until 2026-05-03 04:00 UTC"
    )
