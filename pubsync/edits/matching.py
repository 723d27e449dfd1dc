"""Which lines of what stands show a chunk of the base word for word.

Chunks are looked for from the start, then in the longest run that keeps their order, then wherever they moved to.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pubsync.edits.blocks import Row
from pubsync.edits.sameness import canonical_chunk
from pubsync.records.base import Chunk

_OCCURRENCES = 8
_LIST_TAG = re.compile(r"<(/?)(?:ul|ol|div|section|article)\b", re.IGNORECASE)


@dataclass(slots=True)
class Alignment:
    """Which rows show which chunk; ``places`` maps a chunk's place in the base to its rows."""

    base: Sequence[Chunk]
    rows: Sequence[Row]
    places: dict[int, range] = field(default_factory=dict)
    in_order: dict[int, range] = field(default_factory=dict)
    """Those of ``places`` that stand word for word and in the base's order."""

    def free(self) -> Iterator[range]:
        """Yield the longest runs of rows that show no chunk."""
        taken = sorted((place.start, place.stop) for place in self.places.values())
        at = 0
        for start, stop in [*taken, (len(self.rows), len(self.rows))]:
            if at < start:
                yield range(at, start)
            at = max(at, stop)


def place_unchanged(base: Sequence[Chunk], rows: Sequence[Row]) -> Alignment:
    """Find every chunk of ``base`` but feet that stands in ``rows`` as it was; one without words is nowhere."""
    alignment = Alignment(base, rows)
    texts = {number: canonical_chunk(chunk.text) for number, chunk in enumerate(base) if chunk.kind != "foot"}
    _Words(rows).place({number: words for number, words in texts.items() if words}, alignment)
    return alignment


def place_feet(alignment: Alignment) -> None:
    """Add to ``alignment`` what ends each list, all of which read alike: where what its heading began is closed."""
    feet = {number: canonical_chunk(chunk.text) for number, chunk in enumerate(alignment.base) if chunk.kind == "foot"}
    if feet:
        _Words(alignment.rows).place_feet(feet, alignment)


class _Words:
    """All words of the rows in one text, so that a chunk is found however its lines are wrapped."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._text = " ".join(row.words for row in rows)
        self._starts: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        at = 0
        for number, row in enumerate(rows):
            self._starts[at] = number
            at += len(row.words)
            self._ends[at] = number + 1
            at += 1
        self._offsets = list(self._starts)

    def place(self, texts: Mapping[int, str], alignment: Alignment) -> None:
        numbers = list(texts)
        head = self._run(numbers, texts, alignment)
        middle = numbers[head:]
        for number, place in self._longest_order(middle, texts, alignment):
            alignment.places[number] = place
        alignment.in_order = dict(alignment.places)
        self._place_moved(middle, texts, alignment)

    def _run(self, numbers: Sequence[int], texts: Mapping[int, str], alignment: Alignment) -> int:
        at = 0
        for count, number in enumerate(numbers):
            place = self._at(at, texts[number])
            if place is None:
                return count
            alignment.places[number] = place
            at = place.stop
        return len(numbers)

    def _at(self, row: int, words: str) -> range | None:
        if row >= len(self._offsets):
            return None
        start = self._offsets[row]
        end = self._ends.get(start + len(words))
        return range(row, end) if end is not None and self._text.startswith(words, start) else None

    def _occurrences(self, words: str, runs: Sequence[range]) -> list[range]:
        found: list[range] = []
        for run in runs:
            at = self._offsets[run.start]
            stop = self._offsets[run.stop] if run.stop < len(self._offsets) else len(self._text)
            while len(found) < _OCCURRENCES and (at := self._text.find(words, at, stop)) >= 0:
                row, end = self._starts.get(at), self._ends.get(at + len(words))
                if row is not None and end is not None:
                    found.append(range(row, end))
                at += 1
        return found

    def _longest_order(
        self, numbers: Sequence[int], texts: Mapping[int, str], alignment: Alignment
    ) -> list[tuple[int, range]]:
        runs = list(alignment.free())
        found = [(number, place) for number in numbers for place in reversed(self._occurrences(texts[number], runs))]
        chain = longest_increasing([place.start for _, place in found])  # of each chunk, its places come last one first
        kept: list[tuple[int, range]] = []
        for number, place in (found[at] for at in chain):
            if not kept or kept[-1][1].stop <= place.start:
                kept.append((number, place))
            elif len(place) > len(kept[-1][1]):
                kept[-1] = (number, place)
        return kept

    def _place_moved(self, numbers: Sequence[int], texts: Mapping[int, str], alignment: Alignment) -> None:
        left = [number for number in numbers if number not in alignment.places]
        for number in sorted(left, key=lambda number: -len(texts[number])):
            places = self._occurrences(texts[number], list(alignment.free()))
            if places:
                alignment.places[number] = places[0]

    def place_feet(self, texts: Mapping[int, str], alignment: Alignment) -> None:
        """Place feet, each between its heading and the next."""
        headings = sorted(
            place.start for number, place in alignment.places.items() if alignment.base[number].kind == "heading"
        )
        free = list(alignment.free())
        starts_of_free, ends_of_free = [run.start for run in free], [run.stop for run in free]
        for number, words in texts.items():
            heading = _heading_of(number, alignment)
            if heading is None:
                continue
            after = bisect_left(headings, heading.stop)
            stop = headings[after] if after < len(headings) else len(self._rows)
            first, last = bisect_right(ends_of_free, heading.stop), bisect_left(starts_of_free, stop)
            runs = [range(max(run.start, heading.stop), min(run.stop, stop)) for run in free[first:last]]
            found = self._occurrences(words, runs)
            ends = (one for one in found if _is_balanced(self._rows[heading.start : one.stop]))
            place = next(ends, found[-1] if found else None)
            if place is not None:
                alignment.places[number] = place


def _heading_of(foot: int, alignment: Alignment) -> range | None:
    """Return where the heading above a foot stands, None where it does not."""
    above = (number for number in range(foot - 1, -1, -1) if alignment.base[number].kind == "heading")
    return alignment.places.get(next(above, -1))


def _is_balanced(rows: Sequence[Row]) -> bool:
    """Whether as many lists and boxes begin as end."""
    tags = [tag.group(1) for row in rows for tag in _LIST_TAG.finditer(row.words)]
    return 2 * tags.count("/") == len(tags)


def longest_increasing(numbers: Sequence[int]) -> list[int]:
    """Return the places of the longest chain of ``numbers`` that increases (patience sorting)."""
    tops: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        before.append(chain[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [number]
        chain[pile : pile + 1] = [place]
    at = chain[-1] if chain else -1
    kept = []
    while at >= 0:
        kept.append(at)
        at = before[at]
    return kept[::-1]
