"""Printing: lines with a little colour on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

_STYLES = (
    ("  ! ", "yellow"),
    ("no network: ", "yellow"),
    ("new: ", "green"),
    ("published: ", "green"),
    ("one work or two? ", "magenta"),
    ("your edit kept: ", "cyan"),
    ("note: ", "yellow"),
    ("gone: ", "yellow"),
    ("+", "green"),
    ("-", "red"),
)
_CODES = {"red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36", "bold": "1"}


def print_lines(lines: Iterable[str]) -> None:
    """Print to standard output; colours only on a terminal that wants them (https://no-color.org)."""
    coloured = wants_colour(sys.stdout.isatty())
    for line in lines:
        sys.stdout.write(f"{_styled(line) if coloured else line}\n")


def print_error(message: str) -> None:
    """Print one line to standard error."""
    text = f"pubsync: {message}"
    sys.stderr.write((f"\x1b[{_CODES['red']}m{text}\x1b[0m" if wants_colour(sys.stderr.isatty()) else text) + "\n")


def wants_colour(is_terminal: bool) -> bool:
    """Whether colours are wanted: a terminal, no ``NO_COLOR``, and not a dumb one."""
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _styled(line: str) -> str:
    for start, style in _STYLES:
        if line.startswith(start):
            return f"\x1b[{_CODES[style]}m{line}\x1b[0m"
    return line
