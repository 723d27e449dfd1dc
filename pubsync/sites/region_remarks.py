"""What a person should hear of their edits in a region: what becomes of them, and how to say it so that it lasts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pubsync.edits import same_chunk
from pubsync.edits.reading import ChunkId, RegionReading, identities, moved_entries
from pubsync.records.base import Chunk
from pubsync.sites.regions import Region

_FEWEST_RESTYLED = 4
_MOST_NAMED = 5


def region_remarks(
    region: Region,
    wanted: Sequence[Chunk],
    reading: RegionReading,
    decided: Mapping[ChunkId, str | None],
    titles: Mapping[str, str],
) -> Iterator[str]:
    """Yield what to say of a region that is planned.

    ``decided`` are the texts that stay as the person wrote them; ``titles`` are what entries are called by their keys,
    "" for one of which the person wants to hear nothing.
    """
    names = identities(wanted)
    gone = [edit.id for edit in reading.edits if edit.after is not None and edit.id not in names]
    named = [titles.get(one.key, one.key) if one.kind == "entry" else one.key for one in gone]
    if unshown := "; ".join(dict.fromkeys(filter(None, named))):
        yield f"your text of {unshown} is no longer shown"
    moved = [name.key for name in moved_entries(reading, names)]
    if moved:
        yield _order(region, moved)
    texts = dict(zip(names, (chunk.text for chunk in wanted), strict=True))
    restyled = [
        edit.id
        for edit in reading.edits
        if edit.id.kind == "entry" and (own := decided.get(edit.id)) and not same_chunk(own, texts.get(edit.id, own))
    ]
    entries = sum(name.kind == "entry" for name in reading.base)
    if len(restyled) >= _FEWEST_RESTYLED and 2 * len(restyled) >= entries:
        yield (
            f"you changed {len(restyled)} of its {entries} entries; each stays just as you wrote it, whatever the "
            "sources say later. If all are to look so, a template of your own does that (docs/templates.md)"
        )


def _order(region: Region, moved: Sequence[str]) -> str:
    named = " ".join(moved[:_MOST_NAMED]) + (" …" if len(moved) > _MOST_NAMED else "")
    order = region.attribute("sort") or "newest"
    own = "" if order == "own" else "write sort=own into its first line, and "
    lasting = f"for an order of your own {own}name what comes first: pubsync pin KEY KEY"
    if region.name != "publications":
        lasting = "sort=newest, sort=oldest or sort=title in its first line says which"
    return f"you put {named} elsewhere in the list, and the order is sort={order} again; {lasting}"
