"""Which of a person's own entry files show works, talks or courses that are known: those are adopted.

What can't be placed is left untouched and said.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pubsync.matching import match
from pubsync.matching.occasions import group_courses, group_talks
from pubsync.records.any_record import AnyRecord
from pubsync.records.course import Course, CourseFields, CourseRecord
from pubsync.records.record import Bibliographic, Record, RecordId
from pubsync.records.talk import Occasion, Talk, TalkRecord
from pubsync.records.work import Work
from pubsync.sites.handmade.entries import HandEntry, read_entry
from pubsync.sites.tree import SiteTree

Subject: TypeAlias = Work | Talk | Course
_KNOWN = "known"
"""The source of the records that stand for what is known."""
_LISTED = 3
_OF_BOOKS = frozenset({"isbn", "issn"})
_HALF = 0.5
_WORD = re.compile(r"[\u3400-\u9fff]|\w+")


@dataclass(kw_only=True)
class Adoption:
    """What a person's files show.

    ``paths`` are the files to adopt, by the key of what they show; ``permalinks`` what those files call their own
    address, by path. The others are left alone: ``unplaced`` show nothing that is known, ``twice`` what another file
    shows too, and ``placeholders`` are the template's own examples.
    """

    paths: dict[str, str] = field(default_factory=dict)
    permalinks: dict[str, str] = field(default_factory=dict)
    unplaced: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    placeholders: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def remarks(self) -> list[str]:
        """What to tell the person of the files that are left alone."""
        found = list(self.faults)
        if self.unplaced:
            found.append(f"{_listed(self.unplaced)}: left as it stands, since no source names what it shows")
        if self.twice:
            found.append(f"{_listed(self.twice)}: shows what another file of yours shows too; delete one of them")
        if self.placeholders:
            paths = " ".join(f"'{path}'" for path in self.placeholders)
            found.append(f"{_listed(self.placeholders)}: an example of the template's; to remove it: git rm {paths}")
        return found


def adopt(
    tree: SiteTree,
    paths: Iterable[str],
    kind: str,
    subjects: Sequence[Subject],
    owner: Any,  # noqa: ANN401 - a Name
) -> Adoption:
    """Return which of a person's files at ``paths`` shows which of ``subjects``, all of one ``kind``.

    A file is taken only where it shows one of them and no other; each of them takes one file, the first by name.
    """
    adoption = Adoption()
    entries = [entry for path in sorted(paths) if (entry := _read(tree, path, kind, owner, adoption))]
    shown = _shown(kind, subjects, [entry.record for entry in entries])
    for entry in entries:
        key = shown.get(entry.record.record_id, "")
        if not key:
            adoption.unplaced.append(entry.path)
        elif key in adoption.paths:
            adoption.twice.append(entry.path)
        else:
            adoption.paths[key] = entry.path
            adoption.permalinks[entry.path] = entry.permalink
    return adoption


def _read(tree: SiteTree, path: str, kind: str, owner: Any, adoption: Adoption) -> HandEntry | None:  # noqa: ANN401 - a Name
    reading = read_entry(path, tree.read(path) or b"", kind, owner=owner)
    if reading.notice:
        adoption.faults.append(f"{reading.notice.where or path}: left as it stands: {reading.notice.what}")
    if reading.entry and reading.entry.placeholder:
        adoption.placeholders.append(path)
        return None
    return reading.entry


def _shown(kind: str, subjects: Sequence[Subject], records: Sequence[AnyRecord]) -> dict[RecordId, str]:
    """Map each record to the key of the one subject that it is of."""
    if not (subjects and records):
        return {}
    known = [_as_record(kind, subject) for subject in subjects]
    groups = _GROUPED[kind]([*known, *records])
    found: dict[RecordId, str] = {}
    for group in groups:
        keys = [one.id for one in group if one.source == _KNOWN]
        if len(keys) == 1:
            found |= {one: keys[0] for one in group if one.source != _KNOWN}
    for record in records:
        if record.record_id not in found and isinstance(record, Record):
            found[record.record_id] = _by_identifier(record, subjects)
    return found


def _by_identifier(record: Record, subjects: Sequence[Subject]) -> str:
    """The key of the one work with an identifier of a file's own: the file may call it by half of its title."""
    mine = {one for one in record.identifiers if one.scheme not in _OF_BOOKS}
    keys = [
        one.key
        for one in subjects
        if isinstance(one, Work) and mine.intersection(one.identifiers) and _speak_of_the_same(record.title, one.title)
    ]
    return keys[0] if len(keys) == 1 else ""


def _speak_of_the_same(one: str, other: str) -> bool:
    """Whether half of the words of the shorter title stand in the longer: a book's chapters may all carry its DOI."""
    words, others = (set(_WORD.findall(title.casefold())) for title in (one, other))
    return bool(words and others) and len(words & others) >= _HALF * min(len(words), len(others))


def _as_record(kind: str, subject: Subject) -> AnyRecord:
    model, fields = _MODELS[kind]
    values = {one.name: getattr(subject, one.name) for one in dataclasses.fields(fields)}
    record: AnyRecord = model(source=_KNOWN, id=subject.key, **values)
    return record


def _group_works(records: Sequence[Any]) -> Iterable[Sequence[RecordId]]:
    established = [(one.record_id,) for one in records if one.source == _KNOWN]
    return match(records, established=established, one_person=True).groups


_GROUPED: Mapping[str, Any] = {
    "work": _group_works,
    "talk": lambda records: group_talks(records).groups,
    "course": lambda records: group_courses(records).groups,
}
_MODELS: Mapping[str, tuple[type[Any], type[Any]]] = {
    "work": (Record, Bibliographic),
    "talk": (TalkRecord, Occasion),
    "course": (CourseRecord, CourseFields),
}


def _listed(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:_LISTED])
    return shown if len(paths) <= _LISTED else f"{shown} and {len(paths) - _LISTED} more"
