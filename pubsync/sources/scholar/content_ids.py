"""Ids for works whose file has none: made from title and year, whatever their order. Pure."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pubsync.records.record import Record
from pubsync.records.text import plain_form

_LONGEST = 60
"""Characters of a title that stand in its id; a checksum of the whole tells longer ones apart."""
_WORD = re.compile(r"[^\W_]+")


def with_content_ids(records: Iterable[Record], before: Mapping[str, Record]) -> tuple[Record, ...]:
    """Return the records with ids like ``attention-is-all-you-need-2017``, in the same order.

    Capitals, accents and punctuation are left out of an id, and citations are no part of it. Of several works of one
    title and year the one that had the plain id in ``before`` keeps it, else the first by venue gets it; the others'
    ids end in a mark of their venue.
    """
    given = list(records)
    alike: dict[str, list[int]] = defaultdict(list)
    for at, record in enumerate(given):
        alike[content_id(record)].append(at)
    ids: dict[int, str] = {}
    for plain, places in alike.items():
        ids |= _told_apart(plain, {at: _venue(given[at]) for at in places}, before)
    return tuple(replace(record, id=ids[at]) for at, record in enumerate(given))


def content_id(record: Record) -> str:
    """Return the id that title and year make."""
    folded = unicodedata.normalize("NFKD", record.title).casefold()
    letters = "".join(sign for sign in folded if not unicodedata.combining(sign))
    slug = "-".join(_WORD.findall(unicodedata.normalize("NFC", letters)))
    if len(slug) > _LONGEST or not slug:
        slug = f"{slug[:_LONGEST].rstrip('-')}-{_checksum(slug or record.title)}".lstrip("-")
    return f"{slug}-{record.issued.year}" if record.issued else slug


def _told_apart(plain: str, venues: Mapping[int, str], before: Mapping[str, Record]) -> dict[int, str]:
    """Give each place an id of its own."""
    marked = {at: f"{plain}-{_checksum(venue)}" for at, venue in venues.items()}
    known = _venue(before[plain]) if plain in before else None

    def claim(at: int) -> tuple[bool, str, int]:
        return (venues[at] != known, venues[at], at)

    ids: dict[int, str] = {}
    for at in sorted(venues, key=claim):
        wanted = marked[at] if marked[at] in before or plain in ids.values() else plain
        number = 1
        while wanted in ids.values():
            number += 1
            wanted = f"{marked[at]}@{number}"
        ids[at] = wanted
    return ids


def _venue(record: Record) -> str:
    told = (record.container_title, record.volume, record.issue, record.page, record.number, record.publisher)
    return "|".join(map(plain_form, told))


def _checksum(text: str) -> str:
    return f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"
