"""What a person did in a region: entries that they changed or removed, and what they added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from pubsync.edits.blocks import Row, continues, rows_of, split_lines
from pubsync.edits.likeness import place_changed
from pubsync.edits.matching import Alignment, longest_increasing, place_feet, place_unchanged
from pubsync.edits.sameness import canonical_chunk, plain_lines, same_chunk
from pubsync.frozen import frozen
from pubsync.records.base import Chunk

_FEWEST_TO_EMPTY: Final = 2


class ChunkId(NamedTuple):
    """A chunk's name in its region; ``nth`` counts from 0 where a region shows one key several times."""

    kind: str
    key: str
    nth: int = 0


@frozen()
class Stretch:
    """Neighbouring lines as they stand; ``id`` names the chunk that they show, None for what a person added.

    ``lead`` and ``tail`` are the blank lines around ``core``. ``edited`` is whether its words are not the base's.
    """

    id: ChunkId | None
    lead: str
    core: str
    tail: str
    edited: bool = False

    @property
    def text(self) -> str:
        """The lines, every byte as it stands."""
        return self.lead + self.core + self.tail


@frozen()
class ChunkEdit:
    """One chunk that a person changed, or removed (``after`` None)."""

    id: ChunkId
    before: str
    after: str | None


@frozen()
class RegionReading:
    """A region as it stands: the texts of ``stretches`` make up all of it.

    ``base`` is what was last written, by name. ``emptied`` is whether none of several entries stands any more; nothing
    is then told of each of them.
    """

    base: dict[ChunkId, Chunk]
    stretches: tuple[Stretch, ...]
    edits: tuple[ChunkEdit, ...]
    emptied: bool


NOTHING_READ: Final = RegionReading({}, (), (), emptied=False)
"""The reading of a region that is written for the first time."""


def moved_entries(reading: RegionReading, wanted: Sequence[ChunkId]) -> tuple[ChunkId, ...]:
    """Return the entries that a person put elsewhere among the others, as few as explain the order that stands.

    Where that is the order ``wanted``, there are none.
    """
    places = {name: place for place, name in enumerate(wanted)}
    was = {name: place for place, name in enumerate(reading.base)}
    standing = [one.id for one in reading.stretches if one.id and one.id.kind == "entry" and one.id in places]
    names = list(dict.fromkeys(standing))
    if names == sorted(names, key=places.__getitem__):
        return ()
    kept = set(longest_increasing([was[name] for name in names]))
    return tuple(name for place, name in enumerate(names) if place not in kept)


def identities(chunks: Iterable[Chunk]) -> list[ChunkId]:
    """Name each chunk; a key's second showing is its ``nth`` 1."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for chunk in chunks:
        found.append(ChunkId(chunk.kind, chunk.key, seen[chunk.kind, chunk.key]))
        seen[chunk.kind, chunk.key] += 1
    return found


def read_region(base: Sequence[Chunk], text: str, *, indent: str = "") -> RegionReading:
    """Tell what a person did to the chunks ``base``, where ``text`` now stands.

    Changed white space, list markers and order are no edits. ``indent`` is the region's own indentation; it is left
    out of the texts of the edits.
    """
    lines = split_lines(text)
    rows = rows_of(lines)
    names = identities(base)
    alignment = place_unchanged(base, rows)
    place_changed(alignment)
    place_feet(alignment)
    owners = _owners(alignment)
    stretches = tuple(_stretches(lines, rows, owners, base, names))
    standing = {stretch.id for stretch in stretches if stretch.id}
    emptied = _emptied(base, names, standing, anything=bool(rows))
    chunks = dict(zip(names, base, strict=True))
    changed = [
        ChunkEdit(stretch.id, chunks[stretch.id].text, _undented(stretch.core, indent))
        for stretch in stretches
        if stretch.id and stretch.edited
    ]
    removed = [] if emptied else _removed(base, names, standing)
    return RegionReading(chunks, stretches, (*changed, *removed), emptied)


def _owners(alignment: Alignment) -> list[int | None]:
    """Return the number of the chunk that each row belongs to, None for what a person added."""
    owners: list[int | None] = [None] * len(alignment.rows)
    for number, place in alignment.places.items():
        owner = None if alignment.base[number].kind == "hand" else number
        owners[place.start : place.stop] = [owner] * len(place)
    entries = {
        place.stop: (number, place.start)
        for number, place in alignment.places.items()
        if alignment.base[number].kind == "entry"
    }
    for run in alignment.free():
        if run.start not in entries:
            continue
        number, start = entries[run.start]
        for row in run:
            if not continues(alignment.rows[start], alignment.rows[row]):
                break
            owners[row] = number
    return owners


def _stretches(
    lines: Sequence[str], rows: Sequence[Row], owners: Sequence[int | None], base: Sequence[Chunk], names: list[ChunkId]
) -> Iterable[Stretch]:
    """Yield the stretches: blank lines go to what a person added beside them, else to the chunk above them."""
    starts = [at for at in range(len(rows)) if at == 0 or owners[at] != owners[at - 1]]
    done = 0
    for start, stop in pairwise([*starts, len(rows)]):
        first, after = rows[start].line, rows[stop - 1].line + 1
        following = rows[stop].line if stop < len(rows) else len(lines)
        owner = owners[start]
        by_hand_next = stop < len(rows) and owners[stop] is None
        end = after if by_hand_next else following
        core = "".join(lines[first:after])
        edited = owner is not None and not same_chunk(core, base[owner].text)
        name = None if owner is None else names[owner]
        yield Stretch(name, "".join(lines[done:first]), core, "".join(lines[after:end]), edited)
        done = end


def _emptied(base: Sequence[Chunk], names: Sequence[ChunkId], standing: set[ChunkId], *, anything: bool) -> bool:
    entries = [
        name for name, chunk in zip(names, base, strict=True) if chunk.kind == "entry" and canonical_chunk(chunk.text)
    ]
    if not entries or not standing.isdisjoint(entries):
        return False
    return not anything or len(entries) >= _FEWEST_TO_EMPTY


def _removed(base: Sequence[Chunk], names: Sequence[ChunkId], standing: set[ChunkId]) -> list[ChunkEdit]:
    """Return what no longer stands; a heading that went with all of its entries is not told of beside them."""
    found = []
    for at, (name, chunk) in enumerate(zip(names, base, strict=True)):
        if chunk.kind == "hand" or name in standing or not canonical_chunk(chunk.text):
            continue
        if chunk.kind in ("heading", "foot") and standing.isdisjoint(_group(names, at)):
            continue
        found.append(ChunkEdit(name, chunk.text, None))
    return found


def _group(names: Sequence[ChunkId], at: int) -> list[ChunkId]:
    """Return the entries below a heading, up to the next; those of a foot are its heading's."""
    if names[at].kind == "foot":
        at = next((above for above in range(at, -1, -1) if names[above].kind == "heading"), 0)
    following = names[at + 1 :]
    end = next((at for at, name in enumerate(following) if name.kind == "heading"), len(following))
    return [name for name in following[:end] if name.kind == "entry"]


def _undented(text: str, indent: str) -> str:
    return "\n".join(line.removeprefix(indent) for line in plain_lines(text).split("\n")) + "\n"
