"""Two lists of a person's talks or courses, on a Chinese and an English page: their entries, side by side, are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from pubsync.frozen import frozen
from pubsync.records.any_record import AnyRecord
from pubsync.records.course import CourseRecord
from pubsync.records.record import Record, RecordId
from pubsync.records.talk import TalkRecord
from pubsync.records.terms import term_identity
from pubsync.records.text import Translation, has_han

_FIELDS = ("title", "venue", "location", "type", "role", "level")
_FEWEST = 2


@frozen()
class Told:
    """Something that stands on the site and no source names: as a record, with its place and words."""

    record: AnyRecord
    where: str
    words: str


@frozen()
class ToldList:
    """A list of talks or courses: its ``kind``, the page's language, and its entries."""

    kind: str
    language: str
    entries: tuple[Told, ...]


def side_by_side(found: Sequence[Told], lists: Sequence[ToldList]) -> list[Told]:
    """Return the entries with those of two languages joined, each text by language.

    Two lists are of the same where all their dates or terms are equal in their order, and not all alike.
    """
    joined: dict[RecordId, Told] = {one.record.record_id: one for one in found}
    for one, other in combinations(lists, 2):
        if one.kind != other.kind or one.language == other.language or not _run_parallel(one, other):
            continue
        first, second = sorted((one, other), key=lambda each: each.language)  # English first, as the settings have it
        for mine, theirs in zip(first.entries, second.entries, strict=True):
            if mine.record.record_id in joined and theirs.record.record_id in joined:
                del joined[theirs.record.record_id]
                joined[mine.record.record_id] = _in_both(mine, theirs, first.language, second.language)
    return list(joined.values())


def perhaps_one(found: Sequence[Told]) -> dict[RecordId, Told]:
    """Return of each talk the one in the other script that it may be: the only one of its month, either way."""
    alone = [one for one in found if isinstance(one.record, TalkRecord) and not one.record.translations]
    near = {one.record.record_id: [other for other in alone if _of_one_month(one, other)] for one in alone}
    only = {identity: others[0] for identity, others in near.items() if len(others) == 1}
    return {identity: other for identity, other in only.items() if other.record.record_id in only}


def _of_one_month(one: Told, other: Told) -> bool:
    mine, theirs = one.record, other.record
    if not (isinstance(mine, TalkRecord) and isinstance(theirs, TalkRecord) and mine.start and theirs.start):
        return False
    return (
        bool(mine.start.month) and mine.start.agrees_with(theirs.start) and has_han(mine.title) != has_han(theirs.title)
    )


def _run_parallel(one: ToldList, other: ToldList) -> bool:
    mine, theirs = ([_when(told.record) for told in each.entries] for each in (one, other))
    return mine == theirs and len(set(mine)) >= _FEWEST


def _when(record: AnyRecord) -> tuple[str, ...]:
    if isinstance(record, CourseRecord):
        return tuple(map(term_identity, record.terms))
    return () if isinstance(record, Record) else (str(record.start),)


def _in_both(mine: Told, theirs: Told, language: str, other: str) -> Told:
    translations = [
        Translation(name, tag, text)
        for name in _FIELDS
        if getattr(mine.record, name, "")
        and getattr(theirs.record, name, "")
        and getattr(mine.record, name) != getattr(theirs.record, name)
        for tag, text in ((language, getattr(mine.record, name)), (other, getattr(theirs.record, name)))
    ]
    record: AnyRecord = replace(mine.record, translations=tuple(translations), language="")
    return Told(record, f"{mine.where}, {theirs.where}", f"{mine.words} | {theirs.words}")
