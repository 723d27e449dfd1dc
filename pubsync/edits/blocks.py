"""The lines of a region, and which of them belong together.

Nothing is parsed as Markdown or HTML: only what begins a line is looked at, as a person sees it. Where the guess is
wrong, a person's line is kept all the same, as part of an entry instead of beside it or the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pubsync.edits.sameness import canonical_line
from pubsync.frozen import frozen

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)")
_LONGEST_ELEMENT = 100
"""Lines after which an element's end is no longer looked for; entries have some ten."""


@frozen()
class Row:
    """A line that is not blank: its place among all lines, its words, and whether a blank line stands above it."""

    line: int
    words: str
    indent: int
    opener: str
    after_blank: bool


def split_lines(text: str) -> list[str]:
    r"""Return the lines of ``text``, each with its end; only ``\n`` ends a line."""
    return _LINE.findall(text)


def rows_of(lines: Sequence[str]) -> list[Row]:
    """Return the lines that are not blank."""
    found: list[Row] = []
    for number, line in enumerate(lines):
        words = canonical_line(line)
        if words:
            indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
            above = found[-1].line if found else -1
            found.append(Row(number, words, indent, opener(words), number > above + 1))
    return found


def opener(words: str) -> str:
    """Return what begins a line: ``-`` for a list item, ``#`` a heading, ``<tag``, ``</`` or "" for plain text."""
    if words.startswith(("- ", "#")) or words == "-":
        return words[0]
    if words.startswith("</"):
        return "</"
    tag = _TAG.match(words)
    return f"<{tag.group(1).lower()}" if tag else ""


def continues(first: Row, row: Row) -> bool:
    """Whether ``row``, somewhere below a complete chunk that begins with ``first``, goes on with that chunk.

    A deeper line does, as Markdown has it; so does a line of text right below text, but not below HTML or a heading.
    """
    if row.indent > first.indent and first.opener != "#":
        return True
    return not row.after_blank and row.opener == "" and first.opener in ("", "-")


def begins_as_text(text: str) -> bool:
    """Whether ``text`` begins with a line of plain text, which would go on with a text right above it."""
    first = text.partition("\n")[0]
    return bool(first.strip()) and opener(canonical_line(first)) == ""


def blocks(rows: Sequence[Row], first: int, last: int, openers: Collection[str]) -> list[range]:
    """Cut ``rows[first:last]`` into what belongs together: list items, paragraphs, HTML elements.

    ``openers`` are those of the chunks that pubsync writes there: such a line begins a block wherever it is no deeper.
    """
    found: list[range] = []
    at = first
    while at < last:
        end = _element_end(rows, at, last) or _item_end(rows, at, last, openers)
        found.append(range(at, end))
        at = end
    return found


def _element_end(rows: Sequence[Row], at: int, last: int) -> int:
    """Return where the HTML element that begins at row ``at`` ends, 0 where none does."""
    tag = rows[at].opener.removeprefix("<")
    if not rows[at].opener.startswith("<") or tag == "/":
        return 0
    edges = re.compile(rf"<(/?){tag}\b(?![-\w])[^<>]*?(/?)>|<{tag}\b(?![-\w])[^<>]*$", re.IGNORECASE)
    depth = 0
    for end in range(at, min(last, at + _LONGEST_ELEMENT)):
        for edge in edges.finditer(rows[end].words):
            depth += -1 if edge.group(1) else 0 if edge.group(2) else 1
        if depth <= 0:
            return end + 1
    return 0


def _item_end(rows: Sequence[Row], at: int, last: int, openers: Collection[str]) -> int:
    first = rows[at]
    for end in range(at + 1, last):
        row = rows[end]
        if first.opener.startswith("<") and row.opener not in openers and not row.after_blank:
            continue
        if not continues(first, row):
            return end
    return last
