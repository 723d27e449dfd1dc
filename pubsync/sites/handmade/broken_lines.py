"""Entries that are lines of one paragraph, parted by ``<br>`` or by Markdown's own line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pubsync.sites.handmade.blocks import ITEM, LONGEST, Block, reads_as_entry

_BREAK = re.compile(r"<br\s*/?>(?:\s|<br\s*/?>)*", re.IGNORECASE)
_MARKDOWN_BREAK = re.compile(r"(?:<br\s*/?>|(?:\\|(?<! ) {2,})\r?\n)(?:\s|<br\s*/?>)*", re.IGNORECASE)
"""https://spec.commonmark.org/0.31.2/#hard-line-breaks."""
_TAG = re.compile(r"<[^<>]*>")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_FEWEST = 2
_SHORTEST = 50
"""Letters of an entry in one line: authors, title and venue. The lines of one entry are parts of it, and shorter."""


def broken_lines(text: str, start: int, end: int, *, markdown: bool = False) -> tuple[Block, ...]:
    """Return the entries that ``text[start:end]`` holds, one to a line; none where its lines are not all entries."""
    if end - start > LONGEST * 10:
        return ()
    between = _MARKDOWN_BREAK if markdown else _BREAK
    lines = [(first, stop) for first, stop in _lines(text, start, end, between) if text[first:stop].strip()]
    if len(lines) < _FEWEST or not all(_is_reference(text[first:stop]) for first, stop in lines):
        return ()
    return tuple(Block(ITEM, first, stop, "line", first, holder=start) for first, stop in lines)


def _lines(text: str, start: int, end: int, between: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    breaks = [found.span() for found in between.finditer(text, start, end)]
    edges = [start, *(edge for one in breaks for edge in one), end]
    yield from ((first, stop) for at, (first, stop) in enumerate(pairwise(edges)) if at % 2 == 0)


def _is_reference(markup: str) -> bool:
    words = _TAG.sub("", markup)
    is_long = len(words) >= _SHORTEST and len(re.findall(r"[,，.。]", words)) > 1
    return is_long and bool(_YEAR.search(words)) and reads_as_entry(markup)
