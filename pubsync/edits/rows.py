"""Entries as rows of a person's table: ours are written with the cells that theirs have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pubsync.edits.reading import RegionReading
from pubsync.frozen import frozen
from pubsync.records.base import Chunk

_TAG = re.compile(r"<(?P<end>/?)(?P<name>table|tr|td|th)\b(?P<rest>[^<>]*)>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_LOOKS = re.compile(
    r"\s(?:class|style|align|valign|width|bgcolor)\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)", re.IGNORECASE
)
"""What of a tag another row has as well; a script, an id or a picture of one row's is none of another's."""
_ITEM = re.compile(r"\s*<li\b[^<>]*>(?P<inner>.*)</li>\s*", re.DOTALL)
_CELLS = frozenset({"td", "th"})


@frozen()
class _Row:
    """How a row is written: its tag, the tags of its cells, and which of them holds the entry's words."""

    tag: str = "<tr>"
    cells: tuple[str, ...] = ("<td>",)
    main: int = 0

    def of(self, text: str) -> str:
        """Return an item of a list as such a row; the other cells are empty."""
        found = _ITEM.fullmatch(text)
        words = found["inner"] if found else text.strip("\n")
        cells = [f"{tag}{words if at == self.main else ''}</{tag[1:3]}>" for at, tag in enumerate(self.cells)]
        return f"{self.tag}{''.join(cells)}</tr>\n"


def in_rows(wanted: Sequence[Chunk], reading: RegionReading) -> tuple[Chunk, ...]:
    """Return the wanted chunks with their entries, items of an HTML list, as rows like most of those that stand."""
    standing = [_row(one.core) for one in reading.stretches if one.id and one.id.kind == "entry"]
    shapes = Counter(row for row in standing if row)
    row = shapes.most_common(1)[0][0] if shapes else _Row()
    return tuple(replace(one, text=row.of(one.text)) if one.kind == "entry" else one for one in wanted)


def cells_of(markup: str) -> tuple[str, ...]:
    """Return what stands in the cells of a row; a table within a cell is a part of it."""
    return tuple(content for _, content in _cells(markup))


def _row(markup: str) -> _Row | None:
    cells = list(_cells(markup))
    first = _TAG.match(markup.lstrip())
    if not cells or first is None or first["name"].lower() != "tr":
        return None
    lengths = [len("".join(_ANY_TAG.sub("", content).split())) for _, content in cells]
    return _Row(_tag(first), tuple(_tag(tag) for tag, _ in cells), lengths.index(max(lengths)))


def _cells(markup: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the tag and the content of each cell; their ends may be left out (HTML Living Standard, 13.1.2.4)."""
    depth = 0
    edges: list[tuple[re.Match[str] | None, int, int]] = []
    for tag in _TAG.finditer(markup):
        name = tag["name"].lower()
        if name == "table":
            depth += -1 if tag["end"] else 1
        elif depth == 0:
            edges.append((tag if name in _CELLS and not tag["end"] else None, tag.start(), tag.end()))
    for (cell, _, start), (_, stop, _) in pairwise([*edges, (None, len(markup), len(markup))]):
        if cell is not None:
            yield cell, markup[start:stop]


def _tag(tag: re.Match[str]) -> str:
    return f"<{tag['name'].lower()}{''.join(_LOOKS.findall(tag['rest']))}>"
