"""A region written anew: what is wanted now, and around it all that a person wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from pubsync.edits.blocks import begins_as_text, opener
from pubsync.edits.reading import NOTHING_READ, ChunkId, RegionReading, Stretch, identities
from pubsync.edits.sameness import canonical_line, same_chunk
from pubsync.frozen import frozen
from pubsync.records.base import Chunk

Overrides: TypeAlias = Mapping[ChunkId, str | None]


@frozen()
class Placed:
    """One chunk in its place: ``chunk`` is to be remembered as the base, ``text`` is to be written.

    ``text`` is "" where a person removed the chunk and nothing has been decided about it yet.
    """

    chunk: Chunk
    text: str


@frozen()
class _Part:
    """What will stand. ``id`` is None for a person's own lines; ``at`` is the place of its stretch as it stands now.

    ``core`` lacks the blank lines around it, which depend on the neighbours; a person's own lines keep theirs.
    """

    id: ChunkId | None
    chunk: Chunk
    core: str
    tail: str = ""
    at: int | None = None


def assemble(
    wanted: Sequence[Chunk],
    reading: RegionReading = NOTHING_READ,
    overrides: Overrides | None = None,
    *,
    indent: str = "",
    newline: str = "\n",
) -> tuple[Placed, ...]:
    """Put the wanted chunks and a person's own lines together.

    Chunks stand in the order wanted. One with an override shows its text, or nothing where that is None. One that is
    wanted as it was before keeps the bytes that stand, and so an edit or a removal that nobody has decided about. What
    a person added stays after the chunk that it followed: else after the nearest earlier one of its group, else after
    the nearest earlier one, else at the start. Where it begins with a heading, chunks that are new there stand above
    it. New text gets ``indent`` and ``newline``; a person's lines stay byte for byte.
    """
    wanted = [_with_text(chunk, chunk.text.replace("\r\n", "\n")) for chunk in wanted]
    writer = _Writer(reading, overrides or {}, indent, newline)
    parts = [(name, writer.part(name, chunk)) for name, chunk in zip(identities(wanted), wanted, strict=True)]
    shown = _without_bare_headings(parts)
    return writer.placed(_with_hand_parts(shown, reading))


class _Writer:
    def __init__(self, reading: RegionReading, overrides: Overrides, indent: str, newline: str) -> None:
        self._reading = reading
        self._overrides = overrides
        self._indent = indent
        self._newline = newline
        self._standing = {stretch.id: at for at, stretch in enumerate(reading.stretches) if stretch.id}
        self._removed = {edit.id for edit in reading.edits if edit.after is None}

    def part(self, name: ChunkId, chunk: Chunk) -> _Part | None:
        """Return what shows a wanted chunk, None where nothing does."""
        at = self._standing.get(name)
        core = "" if at is None else self._reading.stretches[at].core
        if name in self._overrides:
            return self._overridden(chunk, self._overrides[name], _Part(name, chunk, core, at=at))
        before = self._reading.base.get(name)
        if before is None or before.text != chunk.text or (at is None and name not in self._removed):
            return _Part(name, chunk, self._lines(chunk.text), self._blank_tail(chunk.text), at)
        return _Part(name, before, core, self._blank_tail(before.text), at)

    def _overridden(self, chunk: Chunk, text: str | None, standing: _Part) -> _Part | None:
        if text is None:
            return None
        text = text.replace("\r\n", "\n").rstrip("\n") + "\n"
        core = standing.core if standing.core and same_chunk(standing.core, text) else self._lines(text)
        tail = self._blank_tail(chunk.text)
        return replace(standing, chunk=Chunk(chunk.kind, chunk.key, text), core=core, tail=tail)

    def _lines(self, text: str) -> str:
        lines = (line and self._indent + line for line in text.rstrip("\n").split("\n"))
        return "".join(line + self._newline for line in lines) if text.strip() else ""

    def _blank_tail(self, text: str) -> str:
        return self._newline * (len(text) - len(text.rstrip("\n")) - 1)

    def placed(self, parts: Sequence[_Part]) -> tuple[Placed, ...]:
        """Return the parts with the blank lines between them: those that stand between old neighbours, else ours."""
        written = [part for part in parts if part.core]
        texts: dict[int, str] = {}
        for place, part in enumerate(written):
            before = written[place - 1] if place else None
            after = written[place + 1] if place + 1 < len(written) else None
            text = self._lead(before, part) + self._core(before, part) + self._tail(part, after)
            texts[id(part)] = text if after is None or text.endswith("\n") else text + self._newline
        return tuple(_merged([Placed(part.chunk, texts.get(id(part), "")) for part in parts]))

    def _core(self, before: _Part | None, part: _Part) -> str:
        """Return a part's lines with the blank ones above: a heading is none in Markdown right below an entry."""
        if _blank_above(before, part) or self._stands_below_blank(before, part):
            return part.core.lstrip("\r\n")
        stands = part.at == 0 if before is None else _neighbours(before, part)
        if part.id is None or stands or part.core.startswith(("\n", "\r\n")):
            return part.core
        return self._newline * (len(part.chunk.text) - len(part.chunk.text.lstrip("\n"))) + part.core

    def _stands_below_blank(self, before: _Part | None, part: _Part) -> bool:
        """Whether the blank lines above a chunk of ours stand already, and come with what is above it."""
        if before is None or before.at is None or part.id is None or not _neighbours(before, part):
            return False
        return bool(self._reading.stretches[before.at].tail)

    def _lead(self, before: _Part | None, part: _Part) -> str:
        if part.id is not None:
            first = before is None and part.at == 0
            return self._reading.stretches[0].lead if first else ""
        runs_on = before is not None and not _neighbours(before, part) and begins_as_text(part.core)
        return self._newline if runs_on else ""

    def _tail(self, part: _Part, after: _Part | None) -> str:
        if part.id is None:
            runs_on = after is not None and not _neighbours(part, after) and begins_as_text(after.core)
            return self._newline if runs_on and not part.core.endswith(("\n\n", "\r\n\r\n")) else ""
        if after is not None and after.id is None:
            return ""
        last = after is None and part.at == len(self._reading.stretches) - 1
        if part.at is not None and (last or (after is not None and _neighbours(part, after))):
            return self._reading.stretches[part.at].tail
        return part.tail


def _blank_above(before: _Part | None, part: _Part) -> bool:
    """Whether a person's own lines above end in the blank line with which ours begin."""
    by_hand = before is not None and before.id is None and part.id is not None
    return by_hand and before is not None and before.core.endswith(("\n\n", "\r\n\r\n"))


def _neighbours(one: _Part, other: _Part) -> bool:
    """Whether the two already stand one below the other."""
    return one.at is not None and other.at == one.at + 1


def _without_bare_headings(parts: Sequence[tuple[ChunkId, _Part | None]]) -> list[_Part]:
    """Leave out what shows nothing, and a heading whose entries all went, its foot too; one that stands stays."""
    kept: list[_Part] = []
    below: list[bool] = []
    left_out: set[str] = set()
    for name, part in reversed(parts):
        bare = name.kind == "heading" and bool(below) and not any(below) and (part is None or part.at is None)
        if bare:
            left_out.add(name.key)
        elif part is not None:
            kept.append(part)
        if name.kind != "foot":
            below = [] if name.kind == "heading" else [*below, part is not None and bool(part.core)]
    feet = {part.id for part in kept if part.id and part.id.kind == "foot" and part.id.key in left_out}
    return [part for part in kept[::-1] if part.id not in feet]


def _with_hand_parts(shown: Sequence[_Part], reading: RegionReading) -> list[_Part]:
    """Put a person's own lines after the chunks that they belong to."""
    groups = _groups(shown)
    by_anchor: dict[ChunkId | None, list[_Part]] = {}
    for at, stretch in enumerate(reading.stretches):
        if stretch.id is None:
            above = [earlier.id for earlier in reversed(reading.stretches[:at]) if earlier.id]
            anchor = _anchor(above, groups)
            if anchor and _is_headed(stretch):
                anchor = _past_new(anchor, shown, groups)
            by_anchor.setdefault(anchor, []).append(_hand_part(stretch, at, anchor))
    parts = by_anchor.get(None, [])
    for part in shown:
        parts = [*parts, part, *by_anchor.get(part.id, [])]
    return parts


def _past_new(anchor: ChunkId, shown: Sequence[_Part], groups: Mapping[ChunkId, ChunkId | None]) -> ChunkId:
    """Return the last of the new chunks that come right after ``anchor`` in its group, else ``anchor``."""
    below = shown[next(place for place, part in enumerate(shown) if part.id == anchor) + 1 :]
    for part in below:
        if part.id is None or part.at is not None or groups.get(part.id) != groups[anchor]:
            break
        anchor = part.id
    return anchor


def _is_headed(stretch: Stretch) -> bool:
    """Whether a person's own lines begin with a heading."""
    return opener(canonical_line(stretch.core.partition("\n")[0])) == "#"


def _hand_part(stretch: Stretch, at: int, anchor: ChunkId | None) -> _Part:
    return _Part(None, Chunk("hand", anchor.key if anchor else "", stretch.text), stretch.text, at=at)


def _groups(shown: Sequence[_Part]) -> dict[ChunkId, ChunkId | None]:
    """Map what will stand to the heading above it, a heading to itself."""
    groups: dict[ChunkId, ChunkId | None] = {}
    heading = None
    for part in shown:
        if part.id is None or not part.core:
            continue
        heading = part.id if part.id.kind == "heading" else heading
        groups[part.id] = heading
    return groups


def _anchor(above: Sequence[ChunkId], groups: Mapping[ChunkId, ChunkId | None]) -> ChunkId | None:
    """Return the chunk to stand after; ``above`` are those that stood above, the nearest first."""
    if above and above[0] in groups:
        return above[0]
    heading = next((name for name in above if name.kind == "heading"), None)
    remaining = [name for name in above if name in groups]
    same_group = (name for name in remaining if groups[name] == heading)
    return next(same_group, remaining[0] if remaining else None)


def _merged(placed: Sequence[Placed]) -> list[Placed]:
    """Join neighbouring lines of a person's: read again, they are one."""
    joined: list[Placed] = []
    for one in placed:
        hand = one.chunk.kind == "hand"
        if hand and joined and joined[-1].chunk.kind == "hand":
            text = joined[-1].text + one.text
            joined[-1] = Placed(replace(joined[-1].chunk, text=text), text)
        else:
            joined.append(Placed(_with_text(one.chunk, one.text), one.text) if hand else one)
    return [Placed(_with_text(one.chunk, _remembered(one.chunk)), one.text) for one in joined]


def _with_text(chunk: Chunk, text: str) -> Chunk:
    return chunk if text == chunk.text else replace(chunk, text=text)


def _remembered(chunk: Chunk) -> str:
    """What to remember of a chunk; the blank lines below a person's own depend on what follows them."""
    text = chunk.text.replace("\r\n", "\n")
    return text.rstrip("\n") + "\n" if chunk.kind == "hand" else text
