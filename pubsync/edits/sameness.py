"""What counts as the same: a formatter's run is no edit.

Formatters (Prettier, mdformat) change line ends, trailing blanks, quotes, the wrapping of lines, blank lines, the sign
and number of list items. None of it is a word of a person's.
"""

from __future__ import annotations

import json
import re

from pubsync.records.base import Value

_LIST_MARKER = re.compile(r"(?:[-*+]|\d{1,4}[.)])(?: |$)")


def same_value(one: Value, other: Value) -> bool:
    """Whether two front matter values say the same."""
    return _canonical(one) == _canonical(other)


def same_text(one: str, other: str) -> bool:
    """Whether two bodies say the same, but for line ends, trailing blanks and outer blank lines."""
    return plain_lines(one) == plain_lines(other)


def same_chunk(one: str, other: str) -> bool:
    """Whether two entries say the same: but for all white space, and the sign or number of list items."""
    return canonical_chunk(one) == canonical_chunk(other) or one.split() == other.split()


def plain_lines(text: str) -> str:
    r"""Return ``text`` with ``\n`` line ends, without trailing blanks and without blank lines around it."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip("\n")


def canonical_chunk(text: str) -> str:
    """Return the words of ``text`` with one blank between them; list items begin with a hyphen."""
    return " ".join(line for line in map(canonical_line, text.split("\n")) if line)


def canonical_line(line: str) -> str:
    """Return the words of one line with one blank between them; a list item begins with a hyphen."""
    words = " ".join(line.split())
    marker = _LIST_MARKER.match(words)
    return f"- {words[marker.end() :]}".rstrip() if marker else words


def _canonical(value: Value) -> str:
    return json.dumps(_trimmed(value), sort_keys=True)


def _trimmed(value: Value) -> Value:
    if isinstance(value, str):
        return plain_lines(value).rstrip()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_trimmed(member) for member in value]
    if isinstance(value, dict):
        return {name: _trimmed(member) for name, member in value.items()}
    return value
