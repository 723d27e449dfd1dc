"""Samples of the long runs in tests/soak: nights, kills and fuzzing; ``make soak`` runs all of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.soak.fuzzing import fuzz
from tests.soak.kills import run_kills
from tests.soak.nights import run_nights
from tests.soak.targets import TARGETS

SEED = 7


def test_after_each_of_thirty_nights_every_promise_holds(tmp_path: Path) -> None:
    year = run_nights(tmp_path, SEED, 30)
    assert len(year.promises.links) > 12, "the world stood still"
    assert len(year.person.words) > 5, "the person did nothing"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_run_killed_at_a_random_moment_is_brought_right_by_the_next(tmp_path: Path) -> None:
    seen = run_kills(tmp_path, SEED, 20)
    assert seen["while it wrote"], f"no kill came while a run wrote: {seen}"


@pytest.mark.parametrize("name", TARGETS)
def test_no_damaged_text_makes_a_parser_crash_hang_or_lose_anything(name: str) -> None:
    target = TARGETS[name]
    assert fuzz(target, "sample", target.sample) == target.sample
