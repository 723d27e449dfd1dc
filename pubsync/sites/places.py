"""The names of places in a file, as edits and overrides carry them: ``key:title``, ``entry:REGION:KEY`` and so on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from pubsync.records.base import FileBase, Value
from pubsync.sites.interface import Override

if TYPE_CHECKING:
    from pubsync.edits.reading import ChunkId

BODY: Final = "body"
SHELL: Final = "shell"
FILE: Final = "file"


def key_place(name: str) -> str:
    """Return the place of a front matter key."""
    return f"key:{name}"


def region_place(region: str) -> str:
    """Return the place of a region as a whole."""
    return f"region:{region}"


def chunk_place(region: str, chunk: ChunkId) -> str:
    """Return the place of an entry or heading; ``region`` is the region's id."""
    return f"{chunk.kind}:{region}:{chunk.key}" + (f"~{chunk.nth + 1}" if chunk.nth else "")


def by_place(overrides: Iterable[Override], path: str) -> dict[str, Value]:
    """Return the overrides of one file by place; of several for one place the last holds."""
    return {override.place: override.value for override in overrides if override.path == path}


def of_chunks(
    overrides: Mapping[str, Value], regions: Sequence[str], chunks: Iterable[ChunkId]
) -> dict[ChunkId, str | None]:
    """Return the overrides of a region's chunks; ``regions`` are its present id and those it had, the present first."""
    found: dict[ChunkId, str | None] = {}
    for chunk in chunks:
        places = (chunk_place(region, chunk) for region in regions)
        place = next((place for place in places if place in overrides), None)
        if place is not None:
            found[chunk] = as_text(overrides[place])
    return found


def as_text(value: Value) -> str | None:
    """Return an override's value as text, None where nothing is to stand."""
    return None if value is None else str(value)


def former_ids(base: FileBase, region: str, matched: str | None) -> list[str]:
    """Return a region's present id and all that overrides may know it by."""
    renamed = [former for former, present in base.renamed if present in (region, matched)]
    return list(dict.fromkeys([region, *([matched] if matched else []), *renamed]))


def field_place(table: str, name: str, key: str) -> str:
    """Return the place of a field in a row; ``key`` is that of what the row shows, else the row's id."""
    return f"field:{table}:{name}:{key}"


def row_place(table: str, key: str) -> str:
    """Return the place of a row as a whole; ``key`` as in ``field_place``."""
    return f"row:{table}:{key}"
