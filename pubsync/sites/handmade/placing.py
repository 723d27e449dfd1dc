"""A person's own entries put among ours by their years, once, as a list is taken over.

The first sync puts works into a list that it lacked, and headings of their years; what no source names stays below the
entry that it stood below, which may then be of another year. Only whole entries, and headings of the person's own with
the entries below them, change their place; each of their lines stays as it is, and what is not sure stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pubsync.edits.blocks import split_lines
from pubsync.edits.reading import ChunkId, read_region
from pubsync.frozen import frozen
from pubsync.records.base import Chunk, FileBase
from pubsync.sites.handmade.adoption import AdoptedPage
from pubsync.sites.handmade.items import HandItem
from pubsync.sites.handmade.lists import Group
from pubsync.sites.handmade.matching import MatchedList
from pubsync.sites.regions import find

_SIGNS = frozenset({"bullet", "number", "li", "tr"})
"""Entries that need no blank lines between them."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_BELOW_ITS_YEAR = 0.5
"""A heading such as "2014 and earlier" goes below that of 2014, and above that of 2013."""


@frozen()
class Own:
    """An entry or a heading of a person's own: its lines but for blank ones; ``year`` is None where none is sure."""

    lines: tuple[str, ...]
    year: float | None
    is_heading: bool = False


@frozen()
class OwnBlock:
    """The person's own entries below one heading; ``heading`` is None where that is ours, or there is none."""

    heading: Own | None
    entries: tuple[Own, ...] = ()


class Years(NamedTuple):
    """The year of each work by its key, and the order of the site's lists."""

    by_key: Mapping[str, float]
    sort: str


@dataclass(slots=True, eq=False)
class _Piece:
    """Lines that stay together, and the blank lines below them: a chunk of ours, an ``own`` part, or another line."""

    core: str
    tail: str = ""
    id: ChunkId | None = None
    own: Own | None = None

    @property
    def is_heading(self) -> bool:
        """Whether entries below it are no longer those of the heading above it."""
        return self.id.kind == "heading" if self.id else self.own is None or self.own.is_heading


def in_places(
    after: str, base: FileBase, page: str, adopted: AdoptedPage, taken: Sequence[MatchedList], years: Years
) -> str:
    """Return a page with the person's own entries in their places in every list of publications.

    Args:
        after: the page after the sync that took the lists over.
        base: what that sync wrote there.
        page: the page before it, as its lists were read.
        adopted: what it was to become.
        taken: its lists that are ``adopted.regions`` now, in their order.
        years: what tells the order of our entries.
    """
    before, written = dict(adopted.base.regions), dict(base.regions)
    lists = {region.id: one for region, one in zip(adopted.regions, taken, strict=True)}
    for region in reversed(find(after, adopted.path)):
        one = lists.get(region.id)
        sort = region.attribute("sort") or years.sort
        if one is None or one.section != "publications" or sort not in ("newest", "oldest"):
            continue
        blocks = own_blocks(page, one, before[region.id])
        text = placed(region.text, written.get(region.id, ()), blocks, years.by_key, oldest_first=sort == "oldest")
        after = after[: region.start] + text + after[region.end :]
    return after


def own_blocks(text: str, one: MatchedList, base: Sequence[Chunk]) -> tuple[OwnBlock, ...]:
    """Return what a list of the page ``text`` holds of the person's own; () where it can't be placed.

    ``base`` tells which entries and headings of the list are ours from now on.
    """
    hand = one.hand
    if hand.feet or hand.grouping == "type" or not all(item.sign in _SIGNS for item in hand.items):
        return ()
    entries = {chunk.key for chunk in base if chunk.kind == "entry"}
    headings = {chunk.key for chunk in base if chunk.kind == "heading"}
    known = {item.start for item, key in one.shown if key in entries}
    blocks = [OwnBlock(None)]
    parts: list[HandItem | Group] = [*hand.items, *hand.groups]
    for part in sorted(parts, key=lambda part: part.start):
        if isinstance(part, Group):
            blocks.append(OwnBlock(None if part.key in headings else _own_heading(text, part)))
            headings.discard(part.key)
        elif part.start not in known:
            blocks[-1] = replace(blocks[-1], entries=(*blocks[-1].entries, _own_entry(text, part)))
    return tuple(block for block in blocks if block.heading or block.entries)


def placed(
    text: str, base: Sequence[Chunk], blocks: Sequence[OwnBlock], years: Mapping[str, float], *, oldest_first: bool
) -> str:
    """Return a region's text with the person's own parts in their places; the same where they are there.

    Args:
        text: what stands in the region after a sync.
        base: what that sync wrote there.
        blocks: what is the person's own.
        years: the year of each of our entries, by its key.
        oldest_first: whether our entries run from the oldest to the newest.
    """
    owns = [own for block in blocks for own in (block.heading, *block.entries) if own]
    pieces = _pieces(text, base, owns)
    if not owns or not all(piece.core.endswith("\n") for piece in pieces):
        return text
    lineup = _LineUp(pieces, -1 if oldest_first else 1, "\r\n" if "\r\n" in text else "\n")
    if any(piece.id and piece.id.kind == "heading" for piece in pieces):
        for block in blocks:
            lineup.place_block(block)
    elif not any(own.is_heading for own in owns):
        for own in owns:
            lineup.place_entry(own, years)
    return text if lineup.pieces == pieces else "".join(piece.core + piece.tail for piece in lineup.pieces)


class _LineUp:
    """The pieces of a region in their order; ``sign`` is 1 where the newest come first, else -1."""

    def __init__(self, pieces: Sequence[_Piece], sign: int, newline: str) -> None:
        self.pieces = list(pieces)
        self._sign = sign
        self._newline = newline

    def place_block(self, block: OwnBlock) -> None:
        """Put a heading of theirs among ours, and entries below it of a year that we have a heading of below that."""
        if block.heading is None or block.heading.year is None or not self._holds(block):
            return
        staying = [block.heading]
        for own in block.entries:
            heading = next((one for one in self._headings() if own.year == self._year_of(one)), None)
            if heading is None:
                staying.append(own)
            else:
                piece = self._take(own)
                self._insert_below(self._last_below(heading), piece)
        year = self._sign * block.heading.year
        following = [one for one in self._headings() if self._sign * self._year_of(one) < year]
        moved = [self._take(own) for own in staying]
        self._insert_apart(following[0] if following else None, moved)

    def place_entry(self, own: Own, years: Mapping[str, float]) -> None:
        """Put an entry of theirs below the last of ours that comes before it, unless it fits where it is."""
        at = self._place(own)
        if at is None or own.year is None:
            return
        rank = self._sign * own.year
        ranks = [self._sign * years[one.id.key] if one.id and one.id.key in years else None for one in self.pieces]
        above, below = ranks[:at], ranks[at + 1 :]
        if all(one is None or one >= rank for one in above) and all(one is None or one <= rank for one in below):
            return
        earlier = [one for one, its in zip(self.pieces, ranks, strict=True) if its is not None and its >= rank]
        later = [one for one, its in zip(self.pieces, ranks, strict=True) if its is not None and its < rank]
        piece = self._take(own)
        if earlier:
            self._insert_below(self._past_own(earlier[-1], rank), piece)
        else:
            self.pieces.insert(self.pieces.index(later[0]), piece)

    def _holds(self, block: OwnBlock) -> bool:
        return None not in [self._place(own) for own in (block.heading, *block.entries) if own]

    def _place(self, own: Own) -> int | None:
        return next((at for at, piece in enumerate(self.pieces) if piece.own is own), None)

    def _headings(self) -> list[_Piece]:
        """Our headings of years."""
        return [one for one in self.pieces if one.id and one.id.kind == "heading" and one.id.key.isdecimal()]

    def _year_of(self, heading: _Piece) -> int:
        return int(heading.id.key) if heading.id else 0

    def _last_below(self, heading: _Piece) -> _Piece:
        """The last entry below a heading, or the heading."""
        last = heading
        for piece in self.pieces[self.pieces.index(heading) + 1 :]:
            if piece.is_heading:
                break
            last = piece
        return last

    def _past_own(self, piece: _Piece, rank: float) -> _Piece:
        """The last of the entries of theirs right below a piece that come before a rank, too."""
        for one in self.pieces[self.pieces.index(piece) + 1 :]:
            if one.own is None or one.own.year is None or self._sign * one.own.year < rank:
                break
            piece = one
        return piece

    def _take(self, own: Own) -> _Piece:
        """Take a part out of the line; the blank lines below it stay, where there are none above it."""
        at = self._place(own) or 0
        piece = self.pieces.pop(at)
        if at and not self.pieces[at - 1].tail:
            self.pieces[at - 1].tail = piece.tail
        piece.tail = ""
        return piece

    def _insert_below(self, above: _Piece, piece: _Piece) -> None:
        piece.tail, above.tail = above.tail, ""
        self.pieces.insert(self.pieces.index(above) + 1, piece)

    def _insert_apart(self, following: _Piece | None, moved: list[_Piece]) -> None:
        """Put a heading with its entries above a piece, or at the end, blank lines around the heading and below all."""
        at = self.pieces.index(following) if following else len(self.pieces)
        moved[0].tail = self._newline if len(moved) > 1 else ""
        moved[-1].tail = self._newline if following else ""
        if at and not self.pieces[at - 1].tail:
            self.pieces[at - 1].tail = self._newline
        self.pieces[at:at] = moved


def _own_heading(text: str, group: Group) -> Own:
    years = [int(one) for one in _YEAR.findall(group.words)]
    vague = max(years) - _BELOW_ITS_YEAR if years else None
    return Own(_lines(text, group), int(group.key) if group.key.isdecimal() else vague, is_heading=True)


def _own_entry(text: str, item: HandItem) -> Own:
    years = {int(item.group)} if item.group.isdecimal() else set(item.years)
    return Own(_lines(text, item), years.pop() if len(years) == 1 else None)


def _lines(text: str, part: HandItem | Group) -> tuple[str, ...]:
    return tuple(line.strip() for line in text[part.start : part.end].split("\n") if line.strip())


def _pieces(text: str, base: Sequence[Chunk], owns: Sequence[Own]) -> list[_Piece]:
    """Return the region piece by piece; together they are all of its text."""
    waiting, found = list(owns), list[_Piece]()
    for stretch in read_region(base, text).stretches:
        if stretch.id:
            found.append(_Piece(stretch.lead + stretch.core, stretch.tail, stretch.id))
            continue
        lead = stretch.lead
        if found:
            found[-1].tail, lead = found[-1].tail + lead, ""
        found += _own_pieces(split_lines(lead + stretch.core + stretch.tail), waiting)
    return found


def _own_pieces(lines: Sequence[str], waiting: list[Own]) -> Iterator[_Piece]:
    """Yield lines of the person's as the parts that they are, taken from ``waiting``, else line by line."""
    at = 0
    while at < len(lines):
        found = next(((own, end) for own in waiting if (end := _end_of(own, lines, at))), None)
        end = found[1] if found else at + 1
        after = end
        while after < len(lines) and not lines[after].strip():
            after += 1
        if found:
            waiting.remove(found[0])
        yield _Piece("".join(lines[at:end]), "".join(lines[end:after]), own=found[0] if found else None)
        at = after


def _end_of(own: Own, lines: Sequence[str], start: int) -> int:
    """Return the line after a part that begins at ``start``; 0 where it does not stand there."""
    at, wanted = start, list(own.lines)
    while wanted and at < len(lines):
        words = lines[at].strip()
        if words and words != wanted.pop(0):
            return 0
        if not words and at == start:
            return 0
        at += 1
    return 0 if wanted or not own.lines else at
