from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from pubsync.state import (
    SourceMemory,
    State,
    Trouble,
    age,
    load_state,
    recovered,
    save_state,
    state_folder,
    troubled,
)

NOW = dt.datetime(2026, 5, 3, 3, 15, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=9)
STATE = State(
    sources={"orcid:x": SourceMemory(last_success="2026-05-01T03:15:00+00:00")},
    troubles={"": Trouble(since="2026-05-02T03:15:00+00:00", told=2), "orcid:x": Trouble(since="a", ended="b")},
    questions=frozenset({"pair:a|b", "source:齐"}),
)


def file_of(root: Path) -> Path:
    return state_folder(root) / "state.json"


def test_troubles_and_questions_are_kept(tmp_path: Path) -> None:
    assert save_state(tmp_path, STATE) == ""
    assert load_state(tmp_path) == STATE


def test_what_an_older_pubsync_wrote_is_read(tmp_path: Path) -> None:
    save_state(tmp_path, STATE)
    older = json.loads(file_of(tmp_path).read_text(encoding="utf-8"))
    for name in ("troubles", "questions"):
        del older[name]
    file_of(tmp_path).write_text(json.dumps(older), encoding="utf-8")
    assert load_state(tmp_path) == State(sources=STATE.sources)


@pytest.mark.parametrize(
    "broken",
    [
        {"troubles": []},
        {"troubles": {"x": {}}},
        {"troubles": {"x": {"since": 3, "told": 0, "ended": ""}}},
        {"troubles": {"x": {"since": "", "told": -1, "ended": ""}}},
        {"questions": [3]},
        {"questions": 3},
    ],
)
def test_what_is_damaged_is_set_aside(tmp_path: Path, broken: dict[str, object]) -> None:
    save_state(tmp_path, STATE)
    known = json.loads(file_of(tmp_path).read_text(encoding="utf-8"))
    file_of(tmp_path).write_text(json.dumps(known | broken), encoding="utf-8")
    loaded = load_state(tmp_path)
    assert (loaded.troubles, loaded.questions) == ({}, frozenset())
    assert "set aside" in loaded.remarks[0]


def test_trouble_begins_once_and_ends_once() -> None:
    begun = troubled(None, NOW)
    assert begun == Trouble(since="2026-05-03T03:15:00+00:00")
    assert troubled(begun, LATER) == begun
    over = recovered(begun, LATER)
    assert over.ended == "2026-05-12T03:15:00+00:00"
    assert recovered(over, LATER + dt.timedelta(days=1)) == over


def test_an_end_that_was_never_told_is_none() -> None:
    begun = Trouble(since="2026-05-03T03:15:00+00:00", told=1)
    assert troubled(recovered(begun, NOW), LATER) == begun


def test_a_state_without_a_trouble_forgets_it() -> None:
    assert STATE.with_trouble("orcid:x", None).troubles == {"": STATE.troubles[""]}
    assert STATE.with_trouble("new", Trouble(since="s")).troubles["new"].since == "s"


@pytest.mark.parametrize(("stamp", "days"), [("2026-05-01T03:15:00+00:00", 2), ("2026-05-04T03:15:00", -1)])
def test_the_age_of_a_moment(stamp: str, days: int) -> None:
    assert age(stamp, NOW) == dt.timedelta(days=days)


@pytest.mark.parametrize("stamp", ["", "soon"])
def test_what_is_no_moment_has_no_age(stamp: str) -> None:
    assert age(stamp, NOW) is None
