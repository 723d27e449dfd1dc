"""What README.md and docs/ tell people to type and to write works as it stands there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pubsync.settings import Settings, parse_settings
from pubsync.sites.regions import find
from tests.real import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
NEEDED: dict[str, Any] = {"people": [{"name": "Ann Lee"}], "outputs": [{"kind": "page"}]}
ELSEWHERE = (
    *("make", "python3", "~/.venvs/pubsync/bin/pip", "export", "cd", "git", "sudo", "systemctl", "launchctl"),
    "crontab",
)
"""What other tests and continuous integration run, or what belongs to the system."""
LONG = ("schedule",)
"""Commands that stay; their own tests run them."""


def blocks(*kinds: str) -> Iterator[tuple[str, str]]:
    """Yield where a block stands and its text."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for found in _BLOCK.finditer(text):
            if found["kind"] in kinds:
                line = text.count("\n", 0, found.start()) + 1
                yield f"{page.name}:{line}", found["text"]


def commands() -> list[list[str]]:
    found = []
    for _, text in blocks("console", "sh", "bash"):
        for line in text.splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True) if line.startswith("$ ") else []
            if words and words[0] not in ELSEWHERE and words not in found:
                found.append(words)
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_works_on_the_example_site(site: Path, words: list[str]) -> None:
    assert words[0] == "pubsync", "say in ELSEWHERE what else people are to type"
    if words[1:2] == ["sync"]:
        words = [*words, "--offline"]
    if words[1:2] == ["init"]:
        (site / "pubsync.yaml").unlink()
        words = [*words, "--yes", "--offline"]
    if words[1] in LONG and "--print" not in words:
        words = [*words, "--help"]
    (site / "my.bib").write_text("@article{a, title={A title}, year={2020}}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=site, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode in (0, 1 if words[1] in ("check", "doctor") else 0), done.stdout + done.stderr


@pytest.mark.parametrize(("where", "text"), list(blocks("yaml")))
def test_every_piece_of_configuration_is_one_that_pubsync_takes(where: str, text: str) -> None:
    value = YAML(typ="safe").load(text)
    names = {field.alias or name for name, field in Settings.model_fields.items()}
    if isinstance(value, list):  # entries of a list, under outputs: or in a file of talks
        value = {"outputs": value} if all("kind" in one for one in value) else {}
    if not set(value) & names:
        pytest.skip("no pubsync.yaml: another tool's, or a file of talks")
    written: dict[str, Any] = NEEDED | value
    path = Path(where)
    text = "".join(f"{name}: {_flow(part)}\n" for name, part in written.items())
    parse_settings(text, str(path))


@pytest.mark.parametrize(("where", "text"), list(blocks("html")))
def test_every_marker_is_one_that_pubsync_reads(where: str, text: str) -> None:
    assert find(text, f"{where}.md")


def _flow(value: object) -> str:
    import json  # noqa: PLC0415 - here alone; JSON is YAML

    return json.dumps(value, ensure_ascii=False, default=str)
