"""``review`` as a person meets it: on a terminal with single keys, in a pipe, interrupted and on a narrow screen."""

from __future__ import annotations

import datetime as dt
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len

from pubsync.curation import parse_curation
from pubsync.pipeline.deciding import decide, parted
from pubsync.pipeline.memory import Memory
from tests.pipeline.pairs import write_pairs
from tests.pipeline.runs import sync, tree
from tests.terminal import Conversation, talk

CURATION = "_pubsync/curation.yaml"
KEYS = "? more   q quit\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_pairs(tmp_path, 3)
    sync(tmp_path)
    return tmp_path


@contextmanager
def sitting(site: Path, **environment: str) -> Iterator[Conversation]:
    with talk("review", "--site", str(site), **{"TERM": "xterm", **environment}) as person:
        yield person


def decided(site: Path) -> list[tuple[str, ...]]:
    """The decisions kept, each its kind and the ids of its records."""
    path = site / CURATION
    decisions = parse_curation(path.read_text(encoding="utf-8")).decisions if path.exists() else ()
    records = [(*one.records, *(record for part in one.parts for record in part)) for one in decisions]
    return [(one.kind, *(record.id for record in these)) for one, these in zip(decisions, records, strict=True)]


def pubsync(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pubsync", *words], capture_output=True, text=True, timeout=120, check=False
    )


def test_one_key_for_each_question_and_the_next_sync_shows_what_was_decided(site: Path) -> None:
    with sitting(site) as person:
        person.hears("1 of 3")
        person.hears("s same work   d different works   l later   ? more   q quit\n")
        person.presses("s")
        person.hears("Kept: same work (merge).")
        person.hears("2 of 3")
        person.hears(KEYS)
        person.presses("D")
        person.hears("Kept: different works (split).")
        person.hears("3 of 3")
        person.hears(KEYS)
        person.presses("l")
        person.hears("That was the last question.")
        person.presses("q")
        person.hears("Decided:\n  same work: Robust bidirectional methods for parsing trees\n")
        person.hears("  different works: Measured harmonic windows in orchards trees\nLeft for later: 1.")
        person.hears("The next sync applies it: pubsync sync")
        assert person.ends() == 0
    assert decided(site) == [("merge", "a2", "a1"), ("split", "b2", "b1")]
    assert len(sync(site).shown.works) == 6


def test_each_answer_is_kept_at_once_so_that_an_interruption_loses_nothing(site: Path) -> None:
    with sitting(site) as person:
        person.hears(KEYS)
        person.presses("s")
        person.hears("2 of 3")
        person.hears(KEYS)
        assert decided(site) == [("merge", "a2", "a1")], "while the next question waits"
        person.presses("\x03")
        person.hears("Interrupted.\nDecided:\n  same work: Robust")
        assert person.ends() == 130
    assert decided(site) == [("merge", "a2", "a1")]


def test_a_window_that_is_closed_loses_nothing(site: Path) -> None:
    with sitting(site) as person:
        person.hears(KEYS)
        person.presses("d")
        person.hears("2 of 3")
        person.hangs_up()
        assert person.ends() == -signal.SIGHUP
    assert decided(site) == [("split", "a2", "a1")]


def test_the_last_answer_can_be_taken_back_and_is_asked_again(site: Path) -> None:
    before = tree(site)
    with sitting(site) as person:
        person.hears(KEYS)
        person.presses("s")
        person.hears("2 of 3")
        person.hears("u undo the last answer")
        person.hears(KEYS)
        person.presses("u")
        person.hears("Taken back: same work.")
        person.hears("1 of 3")
        person.hears(KEYS)
        assert tree(site) == before
        person.presses("q")
        person.hears("Nothing was decided.")
        assert person.ends() == 0


def test_what_was_written_upon_an_answer_keeps_it_from_being_taken_back(site: Path) -> None:
    with sitting(site) as person:
        person.hears(KEYS)
        person.presses("s")
        person.hears("2 of 3")
        person.hears(KEYS)
        with (site / CURATION).open("a", encoding="utf-8") as curation:
            curation.write("# a remark of mine\n")
        person.presses("u")
        person.hears("the answer stands")
        person.hears(KEYS)
        person.presses("q")
        assert person.ends() == 0
    assert (site / CURATION).read_text(encoding="utf-8").endswith("# a remark of mine\n")
    assert decided(site) == [("merge", "a2", "a1")]


def test_a_question_that_was_settled_meanwhile_is_not_answered_twice(site: Path) -> None:
    with sitting(site) as person:
        person.hears(KEYS)
        decide(site, lambda ledger: parted(ledger, ["bibtex:other.bib#a2", "bibtex:publications.bib#a1"]))
        person.presses("s")
        person.hears("nothing was kept")
        person.hears("Measured harmonic")
        person.hears(KEYS)
        person.presses("q")
        assert person.ends() == 0
    assert decided(site) == [("split", "a2", "a1")]


def test_a_nightly_run_goes_on_while_a_question_waits(site: Path) -> None:
    with sitting(site) as person:
        person.hears(KEYS)
        (site / "publications.bib").open("a").write("@misc{new, title = {A late one}, author = {Doe, Jane}}\n")
        assert len(sync(site).shown.works) == 8
        person.presses("q")
        assert person.ends() == 0


def test_while_a_run_is_at_work_an_answer_is_refused_and_asked_again(site: Path) -> None:
    with sitting(site) as person:
        person.hears(KEYS)
        with Memory.load(site.resolve(), dt.datetime.now(dt.UTC)).held():
            person.presses("s")
            person.hears("another run is at work")
        person.hears("1 of 3")
        person.hears(KEYS)
        person.presses("s")
        person.hears("Kept: same work")
        person.hears(KEYS)
        person.presses("q")
        assert person.ends() == 0
    assert decided(site) == [("merge", "a2", "a1")]


def test_more_tells_what_explain_does_and_a_wrong_key_does_nothing(site: Path) -> None:
    with sitting(site) as person:
        person.hears(KEYS)
        person.presses("x")
        person.hears(KEYS)
        person.presses("\x1b[A")  # an arrow
        person.hears(KEYS)
        person.presses("?")
        person.hears("close, and kept apart until you decide:")
        person.hears(KEYS)
        person.presses("\x04")
        assert person.ends() == 0
    assert decided(site) == []


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_it_fits_a_narrow_terminal(site: Path, columns: int) -> None:
    chinese = "大规模预训练语言模型在软件工程任务中的鲁棒性研究"
    for name, title in (("publications.bib", chinese), ("other.bib", f"{chinese}综述")):
        path = site / name
        path.write_text(
            re.sub(r"Robust[^}]*", title, path.read_text(encoding="utf-8")).replace(
                "Doe, Jane and Roe, Mary", "Doe, Jane and " + " and ".join(f"Roe, Mary{n}" for n in range(90))
            ),
            encoding="utf-8",
        )
    with sitting(site, COLUMNS=str(columns)) as person:
        person.hears("q quit\n")
        person.presses("q")
        assert person.ends() == 0
    assert [line for line in person.told.splitlines() if cell_len(line) > columns] == []
    assert "[" in person.told


@pytest.mark.parametrize(("environment", "coloured"), [({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False)])
def test_differences_are_marked_with_and_without_colour(
    site: Path, environment: dict[str, str], *, coloured: bool
) -> None:
    with sitting(site, **environment) as person:
        person.hears(KEYS)
        person.presses("q")
        assert person.ends() == 0
    assert "[trees]" in person.told
    assert ("\x1b[1;33m[trees]\x1b[0m" in person.told) is coloured
    assert ("\x1b" in person.told) is coloured


def test_a_terminal_without_single_keys_takes_them_with_enter(site: Path) -> None:
    with sitting(site, TERM="dumb") as person:
        person.hears(KEYS)
        person.says("d")
        person.hears("Kept: different works")
        person.hears(KEYS)
        person.says("q")
        assert person.ends() == 0
    assert decided(site) == [("split", "a2", "a1")]


def test_to_accept_a_source_runs_the_sync_that_believes_it(site: Path) -> None:
    few = (site / "other.bib").read_text(encoding="utf-8")
    many = "".join(f"@misc{{m{n}, title={{Subject {n} of {n} things}}, author={{Doe, Jane}}}}\n" for n in range(20))
    (site / "other.bib").write_text(few + many, encoding="utf-8")
    sync(site)
    (site / "other.bib").write_text(few, encoding="utf-8")
    with sitting(site) as person:
        for _ in range(3):
            person.hears(KEYS)
            person.presses("l")
        person.hears("a accept   l later")
        person.hears(KEYS)
        person.presses("a")
        person.hears("The site shows 7 papers")
        person.hears("Decided:\n  accept: bibtex:other.bib\nLeft for later: 3.")
        assert person.ends() == 0
    assert not any("--accept" in one.problem for one in sync(site).report.sources)


def test_where_nothing_waits_it_says_so_and_ends(site: Path) -> None:
    (site / "other.bib").write_text("% nothing here\n", encoding="utf-8")
    sync(site, accepted=frozenset({"bibtex:other.bib"}))
    with sitting(site) as person:
        person.hears("Nothing waits for a decision.")
        assert person.ends() == 0


def test_in_a_pipe_it_lists_and_so_it_does_on_a_terminal_when_told(site: Path) -> None:
    listed = pubsync("review", "--site", str(site))
    assert (listed.returncode, listed.stdout.count("  if one: pubsync merge ")) == (0, 3)
    assert pubsync("review", "--list", "--site", str(site)).stdout == listed.stdout
    with talk("review", "--list", "--site", str(site)) as person:
        assert person.ends() == 0
    assert person.told == listed.stdout
    rows = json.loads(pubsync("review", "--json", "--site", str(site)).stdout)
    assert [row["kind"] for row in rows] == ["pair"] * 3
