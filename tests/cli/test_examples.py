"""``--help`` shows examples that work, a list of commands that is whole, and Tab offers what there is."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from pubsync.cli.app import command_line
from pubsync.cli.examples import TOLD
from tests.pipeline.runs import sync
from tests.real import example as example_site

GROUP: Any = typer.main.get_command(command_line())
EXAMPLES = [command for told in TOLD.values() for command, _ in told.examples]


def told(*words: str, cwd: Path | None = None, **environment: str) -> str:
    command = [sys.executable, "-m", "pubsync", *words]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=cwd, env=os.environ | environment, timeout=60
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_a_command_that_pubsync_takes(example: str) -> None:
    program, name, *words = shlex.split(example)
    assert program == "pubsync"
    command = GROUP.commands[name]
    context = command.make_context(name, words)
    assert context.params


def test_every_command_has_examples_of_its_own() -> None:
    assert set(TOLD) == set(GROUP.commands)
    for name, one in TOLD.items():
        assert one.examples
        assert all(command.split()[:2] == ["pubsync", name] for command, _ in one.examples)


def test_the_list_of_commands_is_whole_on_a_terminal_of_80_columns() -> None:
    text = told("--help", COLUMNS="80", TERMINAL_WIDTH="80")
    for name, one in TOLD.items():
        assert f"  {name} " in text
        assert one.summary in text


def test_help_shows_the_examples_as_they_are_typed() -> None:
    text = told("sync", "--help", COLUMNS="60", TERMINAL_WIDTH="60")
    assert "  pubsync sync --dry-run --diff\n" in text


def completions(site: Path, *words: str, shell: str = "bash") -> list[str]:
    line = ["pubsync", *words]
    environment = {
        "_PUBSYNC_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": " ".join(line),
        "COMP_CWORD": str(len(line) - 1),
    }
    return told(cwd=site, **environment).split()


def test_tab_offers_keys_and_names_of_sources(tmp_path: Path) -> None:
    synced = example_site(tmp_path)
    sync(synced)
    assert completions(synced, "expl") == ["explain"]
    assert completions(synced, "hide", "qi2021b") == ["qi2021bang"]
    assert completions(synced, "explain", "qi2021b") == ["qi2021bang"]
    assert completions(synced, "sync", "--source", "scholar") == ["scholar:rme-IWIAAAAJ"]
    assert completions(synced, "sync", "--accept", "del") == ["deletions"]


def test_tab_offers_nothing_and_says_nothing_where_there_is_no_site(tmp_path: Path) -> None:
    assert completions(tmp_path, "hide", "a") == []
    (tmp_path / "_pubsync").mkdir()
    (tmp_path / "_pubsync" / "library.json").write_text("{")
    (tmp_path / "pubsync.yaml").write_text("people: 7")
    assert completions(tmp_path, "hide", "a") == []
    assert completions(tmp_path, "sync", "--source", "a") == []
