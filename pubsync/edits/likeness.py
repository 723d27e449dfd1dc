"""Which lines of what stands show a chunk that a person changed.

The stretches most like it do, so that a fixed word is told from a new entry.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from pubsync.edits.blocks import blocks, opener, rows_of, split_lines
from pubsync.edits.matching import Alignment
from pubsync.edits.sameness import canonical_chunk

SAME_PLACE = 55
"""How alike, of 100, a chunk and a stretch between the same neighbours must be. Two entries of the same authors and
venue reach some 60: a wrong guess keeps the person's text in the place of that entry."""
ELSEWHERE = 80
"""How alike they must be where they stand apart."""
_COMPARISONS = 40_000
"""About how many pairs are looked at; where there are more, those whose places in the list are nearest."""
_NEAR = 20
_TAGS = re.compile(r"<[^<>]*>")


class _Candidate(NamedTuple):
    """A chunk and rows that may show it changed; the best sorts first."""

    unlikeness: float
    distance: float
    number: int
    start: int
    stop: int


class _Wanted(NamedTuple):
    """A chunk that stands nowhere as it was."""

    number: int
    words: str
    row_count: int
    block_count: int
    heading: bool


def place_changed(alignment: Alignment) -> None:
    """Add to ``alignment`` the chunks that stand changed; a person's own lines and feet are not looked for."""
    left = [
        _wanted(number, chunk.text, heading=chunk.kind == "heading")
        for number, chunk in enumerate(alignment.base)
        if number not in alignment.places and chunk.kind not in ("hand", "foot") and canonical_chunk(chunk.text)
    ]
    if not left:
        return
    stretches = _Stretches(alignment)
    candidates = [
        candidate
        for position, wanted in enumerate(left)
        for candidate in stretches.candidates(wanted, position / len(left))
    ]
    taken: set[int] = set()
    for candidate in sorted(candidates):
        rows = range(candidate.start, candidate.stop)
        if candidate.number not in alignment.places and taken.isdisjoint(rows):
            alignment.places[candidate.number] = rows
            taken.update(rows)


def _wanted(number: int, text: str, *, heading: bool) -> _Wanted:
    words, rows = canonical_chunk(text), rows_of(split_lines(text))
    return _Wanted(number, words, len(rows), len(blocks(rows, 0, len(rows), {opener(words)})), heading)


class _Stretches:
    """The rows that show no chunk, cut into blocks."""

    def __init__(self, alignment: Alignment) -> None:
        self._rows = alignment.rows
        self._in_order = alignment.in_order
        self._numbers = sorted(alignment.in_order)
        openers = {opener(canonical_chunk(chunk.text)) for chunk in alignment.base} - {""}
        cut = [(run.stop, blocks(self._rows, run.start, run.stop, openers)) for run in alignment.free()]
        self._blocks = [(block, stop) for stop, run in cut for block in run]
        self._visible: dict[range, str] = {}

    def candidates(self, wanted: _Wanted, position: float) -> Iterator[_Candidate]:
        """Yield the rows alike enough to show the chunk; ``position``, of 1, is its place among those looked for."""
        low, high = self._between(wanted.number)
        expected = position * len(self._blocks)
        reach = max(_NEAR, _COMPARISONS // max(1, len(self._blocks)))
        for place in range(max(0, int(expected) - reach), min(len(self._blocks), int(expected) + reach)):
            for rows in self._windows(place, wanted.block_count):
                needed = SAME_PLACE if low <= rows.start and rows.stop <= high else ELSEWHERE
                likeness = self._likeness(wanted, rows, needed)
                if likeness >= needed:
                    yield _Candidate(-likeness, abs(place - expected), wanted.number, rows.start, rows.stop)

    def _between(self, number: int) -> tuple[int, int]:
        """Return the rows between the chunks that stand around the chunk: it may be told there by less."""
        at = bisect_left(self._numbers, number)
        low = self._in_order[self._numbers[at - 1]].stop if at else 0
        high = self._in_order[self._numbers[at]].start if at < len(self._numbers) else len(self._rows)
        return low, high

    def _windows(self, place: int, width: int) -> Iterator[range]:
        """Yield neighbouring blocks from ``place`` on, about as many as the chunk has."""
        first, stop = self._blocks[place]
        for count in (1,) if width <= 1 else (width - 1, width, width + 1):
            last = place + count - 1
            if last < len(self._blocks) and self._blocks[last][1] == stop:
                yield range(first.start, self._blocks[last][0].stop)

    def _likeness(self, wanted: _Wanted, rows: range, needed: int) -> float:
        """Return how alike a chunk and rows are, of 100: what was added below a chunk counts for nothing."""
        if wanted.heading and self._rows[rows.start].opener != opener(wanted.words):
            return 0
        words = _visible(wanted.words)
        whole = fuzz.ratio(words, self._words(rows), score_cutoff=needed)
        if wanted.heading and words in self._words(rows):  # a short heading that says more: its tags tell it as well
            whole = max(whole, fuzz.ratio(wanted.words, " ".join(self._rows[row].words for row in rows)))
        if len(rows) <= wanted.row_count:
            return whole
        return max(whole, fuzz.ratio(words, self._words(rows[: wanted.row_count]), score_cutoff=needed))

    def _words(self, rows: range) -> str:
        if rows not in self._visible:
            self._visible[rows] = _visible(" ".join(row.words for row in self._rows[rows.start : rows.stop]))
        return self._visible[rows]


def _visible(words: str) -> str:
    """Return what of HTML a reader sees, since entries share their tags; all of it where nothing is seen."""
    return " ".join(_TAGS.sub(" ", words).split()) or words
