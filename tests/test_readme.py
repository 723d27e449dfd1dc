from __future__ import annotations

import re
from pathlib import Path

import pytest

from pubsync.pipeline.building import Surroundings, build_sources
from pubsync.settings import parse_settings
from pubsync.settings.models import KINDS
from tests.readme import README, told, with_blocks
from tests.reference import REFERENCE, reference

TEXT = README.read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"^\| `pubsync ([a-z]+)", TEXT, re.MULTILINE)))


def test_the_options_in_the_readme_are_those_of_the_program() -> None:
    assert "<!-- begin: pubsync sync --help -->" in TEXT
    assert with_blocks(TEXT) == TEXT, "run: make readme"


def test_the_readme_lists_every_command_and_no_other() -> None:
    listed = re.search(r"Commands:\n(.*)", told("--help"), re.DOTALL)
    assert listed
    assert sorted(re.findall(r"^  ([a-z]+)  ", listed[1], re.MULTILINE)) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    text = told(f"{command} --help")
    assert "Usage: pubsync" in text or "Usage: python -m pubsync" in text
    assert "--site" in text or command == "dedup"


def test_the_configuration_in_the_readme_is_valid() -> None:
    (block,) = re.findall(r"```yaml\n(people:.*?)```", TEXT, re.DOTALL)
    assert parse_settings(block, "README.md").person.name == "Weizhen Qi"


def test_the_sources_in_the_readme_are_valid_and_all_there_are() -> None:
    (block,) = re.findall(r"```yaml\n(sources:.*?)```", TEXT, re.DOTALL)
    settings = parse_settings(f"people: [{{name: A}}]\noutputs: [{{kind: page}}]\n{block}", "README.md")
    assert {one.kind for one in settings.sources} == set(KINDS)
    assert len(build_sources(settings, Surroundings(Path()))) == len(settings.sources) + 3


def test_the_page_on_sources_tells_of_each() -> None:
    page = (README.parent / "docs" / "sources.md").read_text(encoding="utf-8")
    assert [kind for kind in (*KINDS, "calendar") if f"`{kind}:" not in page] == []


def test_the_readme_shows_a_picture_that_is_there() -> None:
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", TEXT):
        assert (README.parent / picture).is_file()


def test_the_readmes_commands_are_targets_of_the_makefile() -> None:
    makefile = (Path(README).parent / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^\$ make (\w+)", TEXT, re.MULTILINE):
        assert f"\n{target}:" in makefile


def test_the_configuration_reference_is_the_programs_own_model() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == reference(), "run: make readme"
