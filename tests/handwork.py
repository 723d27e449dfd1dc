"""Short words for what tests of regions say again and again."""

from __future__ import annotations

from collections.abc import Sequence

from pubsync.edits.assembling import Placed
from pubsync.edits.reading import ChunkId, RegionReading
from pubsync.records.base import Chunk


def text_of(chunks: Sequence[Chunk]) -> str:
    return "".join(chunk.text for chunk in chunks)


def written(placed: Sequence[Placed]) -> str:
    return "".join(one.text for one in placed)


def remembered(placed: Sequence[Placed]) -> tuple[Chunk, ...]:
    return tuple(one.chunk for one in placed)


def told(reading: RegionReading) -> list[tuple[str, str | None]]:
    return [(edit.id.key, edit.after) for edit in reading.edits]


def by_hand(reading: RegionReading) -> list[str]:
    return [stretch.core for stretch in reading.stretches if stretch.id is None]


def decided(reading: RegionReading) -> dict[ChunkId, str | None]:
    return {edit.id: edit.after for edit in reading.edits}
