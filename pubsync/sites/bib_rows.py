"""Which entry of a .bib shows which work: the names of rows, for life, and never two works under one."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pubsync.formats.bibtex.entries import NoticeBoard, RawEntry, read_entries
from pubsync.formats.bibtex.records import to_record
from pubsync.formats.bibtex.talks import is_talk
from pubsync.records.record import Bibliographic
from pubsync.records.text import plain_form
from pubsync.records.work import Work


def standing_entries(content: bytes | None, path: str) -> dict[str, RawEntry]:
    """Return the entries of a .bib by their ids, as the source ``bibtex:`` names them."""
    if not content:
        return {}
    entries = read_entries(content.decode("utf-8", errors="replace"), NoticeBoard(path))
    return {entry.id: entry for entry in entries}


def row_ids(
    works: Iterable[Work], *, known: Mapping[str, str], standing: Mapping[str, RawEntry], source: str
) -> dict[str, str]:
    """Return the id of each work's row, by the work's key.

    It is, in this order: the one that the row has had so far; that of the person's entry which the work has a record
    of; that of an entry which shows the work, in a file that is no source; else the work's key, with a number where
    something else is called so. A work without one is left to the person's own entry, which no key tells from others
    (one without a key, or with a key that comes twice).

    Args:
        works: in any order.
        known: the ids given so far, by key; see ``Material.known_ids``.
        standing: the entries that stand in the file; see ``standing_entries``.
        source: the name of the source that the file would be.
    """
    by_key = sorted(works, key=lambda work: work.key)
    own = {work.key: [record.id for record in work.records if record.source == source] for work in by_key}
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    in_use = {identity.casefold() for identity in (*known.values(), *standing)}

    def choose(key: str, candidates: Iterable[str]) -> None:
        found = next((one for one in candidates if one not in taken), None) if key not in chosen else None
        if found is not None:
            chosen[key] = found
            taken.add(found)
            in_use.add(found.casefold())

    for work in by_key:
        choose(work.key, [known[work.key]] if work.key in known else [])
    for work in by_key:  # an id given to a work that was merged into this one is among them
        choose(work.key, [one for one in own[work.key] if _is_named(one, standing)])
    if not any(own.values()):
        given = set(known.values())
        for key, alike in _alike(by_key, standing):
            choose(key, [one for one in alike if one not in given])
    for work in by_key:
        if not any(one in standing and not _is_named(one, standing) for one in own[work.key]):
            choose(work.key, (one for one in _new_ids(work.key) if one.casefold() not in in_use))
    return chosen


def _is_named(identity: str, standing: Mapping[str, RawEntry]) -> bool:
    entry = standing.get(identity)
    return entry is not None and entry.key == identity


def _new_ids(key: str) -> Iterator[str]:
    yield key
    for number in itertools.count(2):
        yield f"{key}-{number}"


def _alike(works: Sequence[Work], standing: Mapping[str, RawEntry]) -> Iterator[tuple[str, list[str]]]:
    """Yield, by work, the entries that share an identifier with it, or title and year."""
    marked: dict[str, list[str]] = {}
    board = NoticeBoard("")
    for identity, entry in standing.items():
        record = None if is_talk(entry) or entry.key != identity else to_record(entry, "", board)
        for mark in _marks(record) if record else ():
            marked.setdefault(mark, []).append(identity)
    for work in works:
        yield work.key, [identity for mark in _marks(work) for identity in marked.get(mark, ())]


def _marks(work: Bibliographic) -> list[str]:
    year = work.issued.year if work.issued else ""
    return [*map(str, work.identifiers), f"title:{plain_form(work.title)}|{year}"]
