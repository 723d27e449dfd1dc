"""Entries that a person wrote into a region of ours, and that show what pubsync is about to put there.

Such a work came to be known later: from a new source, or from the entry that was drafted for it. The person's own entry
then is the one that shows it, word for word, rather than a second one beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pubsync.records.aliases import same_person
from pubsync.records.base import Chunk, FileBase
from pubsync.records.work import Work
from pubsync.sites.handmade.entry_words import Subject
from pubsync.sites.handmade.items import HandItem
from pubsync.sites.handmade.lists import HandList, read_lists
from pubsync.sites.handmade.markers import own_lines
from pubsync.sites.handmade.matching import match_items
from pubsync.sites.regions import Region, find

_MARKER = re.compile(r"<!--\s*pubsync\s*:[^<>]*-->", re.IGNORECASE)


class OwnEntry(NamedTuple):
    """An entry of a person's in a region: what it shows, and its lines as the base would have them."""

    region: str
    key: str
    text: str


def unmarked(text: str) -> str:
    """Return a page with blanks in place of our markers, so that lists in regions are read like any other."""
    return _MARKER.sub(lambda marker: " " * len(marker.group()), text)


def lists_with_regions(text: str, path: str) -> tuple[HandList, ...]:
    """Return the lists of a page, those in regions of ours among them; their places are places in ``text``."""
    return read_lists(unmarked(text), path)


def own_entries(
    text: str,
    path: str,
    base: FileBase,
    subjects: Sequence[Subject],
    wanted: Mapping[str, Collection[str]],
) -> tuple[OwnEntry, ...]:
    """Return the person's entries that show what is wanted in their region and never stood there.

    Args:
        text: the page as it stands.
        path: the page's path.
        base: what was last written into it.
        subjects: the works, talks and courses that may stand there.
        wanted: the keys of what each region is to show, by its id.

    Raises:
        SiteError: where a marker is damaged.
    """
    regions = [one for one in find(text, path) if one.id in wanted and _lacks_any(base, one.id, wanted[one.id])]
    if not regions:
        return ()
    known = {one.key: one for one in subjects}
    matched = match_items(lists_with_regions(text, path), subjects)
    shown = [(item, key) for one in matched for item, key in one.shown if item.whole and _tells_of(item, known[key])]
    return tuple(one for region in regions for one in _in_region(text, region, shown, base, wanted[region.id]))


def _tells_of(item: HandItem, subject: Subject) -> bool:
    """Whether an entry names more than a work's title, which a remark of the person's may do too: a year, an author."""
    if not isinstance(subject, Work):
        return True
    years = (*item.years, *([int(item.group)] if item.group.isdecimal() else []))
    if subject.issued and any(abs(subject.issued.year - year) <= 1 for year in years):
        return True
    return any(same_person(one.name, author) for one in item.names for author in subject.author)


def _written(base: FileBase, region: str) -> set[str]:
    return {chunk.key for chunk in base.region(region) or () if chunk.kind == "entry"}


def _lacks_any(base: FileBase, region: str, wanted: Collection[str]) -> bool:
    """Whether something new is wanted in a region that was written before."""
    written = _written(base, region)
    return bool(written) and any(key not in written for key in wanted)


def _in_region(
    text: str, region: Region, shown: Sequence[tuple[HandItem, str]], base: FileBase, wanted: Collection[str]
) -> Iterator[OwnEntry]:
    done = _written(base, region.id)
    for item, key in shown:
        if region.start <= item.start and item.end <= region.end and key in wanted and key not in done:
            done.add(key)
            yield OwnEntry(region.id, key, own_lines(text, item))


def with_own_entries(base: FileBase, found: Sequence[OwnEntry]) -> FileBase:
    """Return a base that says that pubsync wrote these entries as they stand."""
    regions = []
    for name, chunks in base.regions:
        for one in found:
            chunks = _with_entry(chunks, one) if one.region == name else chunks  # noqa: PLW2901 - one after the other
        regions.append((name, chunks))
    return replace(base, regions=tuple(regions))


def _with_entry(chunks: Sequence[Chunk], one: OwnEntry) -> tuple[Chunk, ...]:
    entry = Chunk("entry", one.key, one.text)
    for place, chunk in enumerate(chunks):
        if chunk.kind == "hand" and (parts := _parted(chunk, entry)):
            return (*chunks[:place], *parts, *chunks[place + 1 :])
    return (*chunks, entry)


def _parted(hand: Chunk, entry: Chunk) -> tuple[Chunk, ...]:
    """Return a person's lines with an entry taken out of them, () where it does not stand there."""
    lines, wanted = hand.text.splitlines(keepends=True), [line.strip() for line in entry.text.splitlines()]
    bare = [line.strip() for line in lines]
    at = next((at for at in range(len(lines)) if bare[at : at + len(wanted)] == wanted), None)
    if at is None:
        return ()
    above, below = "".join(lines[:at]), "".join(lines[at + len(wanted) :])
    before = (replace(hand, text=above.rstrip("\n") + "\n"),) if above.strip() else ()
    after = (Chunk("hand", entry.key, below.strip("\n") + "\n"),) if below.strip() else ()
    return (*before, entry, *after)
