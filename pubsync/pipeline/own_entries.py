"""A person's own entries in regions: of what is known they are the ones that show it, and they stay when it is no more.

They are the person's words, so an entry that comes to show a work does not change, and one whose work no source names
any more goes back to being a line of the person's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from pubsync.curation import Decision
from pubsync.pipeline.planner import Planner, SitePlan
from pubsync.pipeline.showing import Shown
from pubsync.records.base import Chunk, FileBase
from pubsync.sites.handmade.own_entries import OwnEntry, own_entries
from pubsync.sites.handmade.own_entries import with_own_entries as with_entries
from pubsync.sites.interface import Page


def with_own_entries(planner: Planner, shown: Shown, text: str, page: Page, result: SitePlan) -> Planner:
    """Return the planner that leaves the person's own entries in the regions of a page in place.

    What they decide is added to ``result``.

    Raises:
        SiteError: where a marker of the page is damaged.
    """
    base = planner.standing.bases.get(page.path)
    if base is None:
        return planner
    returned = _given_back(planner, shown, page, base)
    claimed, kept = _claimed(planner, shown, text, page, returned)
    if returned is base and not claimed:
        return planner
    result.decisions += kept
    bases = {**planner.standing.bases, page.path: with_entries(returned, claimed)}
    return replace(planner, overrides=[*planner.overrides, *kept], standing=replace(planner.standing, bases=bases))


def _claimed(
    planner: Planner, shown: Shown, text: str, page: Page, base: FileBase
) -> tuple[tuple[OwnEntry, ...], list[Decision]]:
    """Return the entries that show what is new in their region, and what keeps them as they are."""
    wanted = {name: {chunk.key for chunk in chunks if chunk.kind == "entry"} for name, chunks in page.regions}
    found = own_entries(text, page.path, base, [*shown.works, *shown.talks, *shown.courses], wanted)
    decided = {
        (one.place, planner.key_of.get(record)): one.value
        for one in planner.overrides
        if one.path == page.path
        for record in one.records
    }
    known = (one for one in found if one.key in planner.entries)
    claimed = tuple(one for one in known if decided.get((_place(one), one.key), one.text) == one.text)
    kept = [
        Decision(
            kind="override",
            path=page.path,
            records=planner.entries[one.key].records,
            place=_place(one),
            value=one.text,
        )
        for one in claimed
        if (_place(one), one.key) not in decided
    ]
    return claimed, kept


def _place(one: OwnEntry) -> str:
    return f"entry:{one.region}"


def _given_back(planner: Planner, shown: Shown, page: Page, base: FileBase) -> FileBase:
    """Return the base without entries in the person's own words of what nobody names any more: they stay as lines.

    What a person hid, merged or disowned leaves the page in any case.
    """
    gone = {*planner.decided, *planner.disowned, *shown.outside}
    own = [one for one in planner.overrides if one.path == page.path and one.saw is None]
    if not own:
        return base
    known = {key: {*entry.records, *entry.former} for key, entry in planner.entries.items()}
    regions = []
    for name, chunks in base.regions:
        records = {record for one in own if one.place == f"entry:{name}" for record in one.records}
        lost = {
            chunk.key for chunk in chunks if chunk.key not in gone and not records.isdisjoint(known.get(chunk.key, ()))
        }
        regions.append((name, tuple(_without_lost(chunks, lost - shown.keys()))))
    returned = replace(base, regions=tuple(regions))
    return base if returned == base else returned


def _without_lost(chunks: Sequence[Chunk], lost: Collection[str]) -> Iterator[Chunk]:
    return (chunk for chunk in chunks if chunk.kind != "entry" or chunk.key not in lost)
