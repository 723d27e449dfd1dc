"""The page on troubleshooting quotes what the program says: each message on it is one that the program has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
QUOTED = re.findall(r'"([^"\n]+)"', "\n".join(re.findall(r"^### (.*)$", PAGE, re.MULTILINE)))
SAID = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "pubsync").rglob("*.py")))
SAID = re.sub(r'"\s*\n\s*f?"', "", SAID).replace("{FILE_NAME}", "pubsync.yaml")
"""The program's texts, those that are written over several lines put together."""
_OF_ONE_CASE = re.compile(r"\(HTTP \d+\)|'templates'|\bgit rm\b")
"""What stands in place of a name or a number."""


def is_said(words: str) -> bool:
    """Whether the program says these words, with at most one word of the case between them."""
    if words in SAID:
        return True
    parts = words.split()
    halves = ((parts[:place], parts[after:]) for place in range(1, len(parts)) for after in (place, place + 1))
    return any(" ".join(one) in SAID and " ".join(other) in SAID for one, other in halves if one and other)


def test_the_page_quotes_messages() -> None:
    assert len(QUOTED) > 40
    assert not is_said("no words that it ever says to anybody")


@pytest.mark.parametrize("message", QUOTED)
def test_each_message_on_the_page_is_one_that_the_program_has(message: str) -> None:
    pieces = [piece.strip(" ;,:") for part in message.split("…") for piece in _OF_ONE_CASE.split(part)]
    assert [piece for piece in pieces if piece and not is_said(piece)] == []


def test_the_commands_on_the_page_are_the_programs() -> None:
    from pubsync.cli.app import command_line  # noqa: PLC0415 - this test alone

    known = {one.name or getattr(one.callback, "__name__", "") for one in command_line().registered_commands}
    told = set(re.findall(r"`pubsync ([a-z]+)", PAGE))
    assert len(told) > 3
    assert told <= known
