"""Which of a person's own entry files show works, talks or courses that are known: those are adopted.

What can't be placed is left untouched and said.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

from pubsync.matching import match
from pubsync.matching.normalize import title_form
from pubsync.matching.venues import venues_agree
from pubsync.records.aliases import same_person
from pubsync.records.any_record import AnyRecord
from pubsync.records.course import Course, CourseFields, CourseRecord
from pubsync.records.record import Bibliographic, Record, RecordId
from pubsync.records.talk import Occasion, Talk, TalkRecord
from pubsync.records.text import plain_form
from pubsync.records.work import Work
from pubsync.sites.tree import SiteTree
from pubsync.views.venue_words import is_venue

if TYPE_CHECKING:
    from pubsync.sites.handmade.entries import HandEntry

Subject: TypeAlias = Work | Talk | Course
_KNOWN = "known"
"""The source of the records that stand for what is known."""
_LISTED = 3
_OF_BOOKS = frozenset({"isbn", "issn"})
_HALF = 0.5
_YEARS_OFF = 3
_TELLING_WORDS = 3
"""Words of a title, generic ones aside, that hardly two works of one author and year share."""
_LONGEST = 20_000
_FRONT = re.compile(
    r"\ufeff?(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<keys>.*?)^(?P=fence)[ \t]*\r?$", re.DOTALL | re.MULTILINE
)
_TITLE = re.compile(
    r"""(?:^|\{)[ \t]*"?title"?[ \t]*[:=][ \t]*(?:"([^"\r\n]+)"|'([^'\r\n]+)'|([^\s"'][^\r\n]*))""", re.MULTILINE
)
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
    held: dict[str, str] = field(default_factory=dict)
    """Files that can't be changed, by the key of what they show: a second file would show it twice."""

    def remarks(self) -> list[str]:
        """What to tell the person of the files that are left alone."""
        found = list(self.faults)
        if self.unplaced:
            found.append(f"{_listed(self.unplaced)}: left as it stands, since no source names what it shows")
        if self.twice:
            found.append(
                f"{_listed(self.twice)}: shows what another file shows too, and is left as it stands; delete either"
            )
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
    *,
    elsewhere: Sequence[Subject] = (),
) -> Adoption:
    """Return which of a person's files at ``paths`` shows which of ``subjects``, all of one ``kind``.

    A file is taken only where it shows one of them and no other; each of them takes one file, that which is closest to
    it. ``elsewhere`` are those that have a file already.
    """
    adoption = Adoption()
    by_title = _by_plain_title(subjects)
    entries = [entry for path in sorted(paths) if (entry := _read(tree, path, kind, owner, adoption, by_title))]
    shown = shown_by(kind, subjects, [entry.record for entry in entries])
    rivals: dict[str, list[HandEntry]] = {}
    for entry in entries:
        rivals.setdefault(shown.get(entry.record.record_id, ""), []).append(entry)
    titles = {plain_form(one.title) for one in elsewhere}
    for entry in rivals.pop("", ()):
        title = plain_form(entry.record.title)
        if title in titles:
            adoption.twice.append(entry.path)
        elif (subject := by_title.get(title)) and _may_show(entry.record, subject):
            rivals.setdefault(subject.key, []).append(entry)
        else:
            adoption.unplaced.append(entry.path)
    by_key = {one.key: one for one in subjects}
    for key, claimants in sorted(rivals.items()):
        _settle(by_key[key], claimants, adoption)
    adoption.unplaced.sort()
    adoption.twice.sort()
    return adoption


def _by_plain_title(subjects: Sequence[Subject]) -> dict[str, Subject]:
    """The subjects whose title no other has."""
    found: dict[str, list[Subject]] = {}
    for one in subjects:
        found.setdefault(plain_form(one.title), []).append(one)
    return {title: alike[0] for title, alike in found.items() if title and len(alike) == 1}


def _may_show(record: AnyRecord, work: Subject) -> bool:
    """Whether a file of a work's very title, which says too little else to tell by, may show it: nothing denies it.

    The date may be what the file was copied with.
    """
    if not isinstance(record, Record) or not isinstance(work, Work) or record.type not in ("", work.type):
        return False
    years = _year(record), _year(work)
    if all(years) and abs(years[0] - years[1]) > _YEARS_OFF:
        return False
    same_year = all(years) and years[0] == years[1]
    tells = title_form(record.title).informative >= _TELLING_WORDS
    if _venue_denies(record.container_title, work.container_title, is_sure=same_year and tells):
        return False
    pairs = product(record.author, work.author)
    return not (record.author and work.author) or any(same_person(*pair) for pair in pairs)


def _venue_denies(mine: str, theirs: str, *, is_sure: bool) -> bool:
    """Whether two names of venues tell two works of one title apart.

    By hand a venue is mostly written short, in ways that no list knows: where title and year are sure enough
    ("Editorial" is not), another name says nothing.
    """
    if is_sure or not (mine and theirs) or venues_agree(*sorted((mine, theirs))) >= 0:
        return False
    return not (is_venue(mine, theirs) or is_venue(theirs, mine))


def _settle(subject: Subject, claimants: Sequence[HandEntry], adoption: Adoption) -> None:
    """Give a subject the file that is closest to it, the first by name of several; the others are left alone."""
    best = max(claimants, key=lambda entry: _closeness(entry.record, subject))
    adoption.paths[subject.key] = best.path
    adoption.permalinks[best.path] = best.permalink
    for entry in claimants:
        if entry is not best:  # "A in B" may have been taken for "B" for want of anything closer
            alike = any(_closeness(entry.record, one)[:2] != (False, False) for one in (subject, best.record))
            (adoption.twice if alike else adoption.unplaced).append(entry.path)


def _closeness(record: AnyRecord, other: Subject | AnyRecord) -> tuple[bool, bool, bool]:
    """How much speaks for a file: an identifier of what it shows, its very title, its year."""
    named = set(getattr(record, "identifiers", ())) & set(getattr(other, "identifiers", ()))
    same_title = plain_form(record.title) == plain_form(other.title)
    return any(one.scheme not in _OF_BOOKS for one in named), same_title, _year(record) == _year(other)


def _year(one: Subject | AnyRecord) -> int:
    date = one.issued if isinstance(one, Work | Record) else one.start
    return date.year if date else 0


def _read(
    tree: SiteTree,
    path: str,
    kind: str,
    owner: Any,  # noqa: ANN401 - a Name
    adoption: Adoption,
    by_title: Mapping[str, Subject],
) -> HandEntry | None:
    from pubsync.sites.handmade.entries import read_entry  # noqa: PLC0415 - start-up time

    content = tree.read(path) or b""
    reading = read_entry(path, content, kind, owner=owner)
    if reading.notice:
        shown = by_title.get(plain_form(_title_of_unreadable(content)))
        if shown:
            adoption.held.setdefault(shown.key, path)
        more = "; it shows a known one, so no other file is made for that" if shown else ""
        adoption.faults.append(f"{reading.notice.where or path}: left as it stands: {reading.notice.what}{more}")
    if reading.entry and reading.entry.placeholder:
        adoption.placeholders.append(path)
        return None
    return reading.entry


def _title_of_unreadable(content: bytes) -> str:
    """The title in a front matter that is closed but can't be changed: TOML, a key that stands twice, and the like."""
    front = _FRONT.match(content.decode(errors="replace")[:_LONGEST])
    title = _TITLE.search(front["keys"]) if front else None
    return next((text for text in title.groups() if text), "") if title else ""


def shown_by(kind: str, subjects: Sequence[Subject], records: Sequence[AnyRecord]) -> dict[RecordId, str]:
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


def groups_with_known(
    kind: str, subjects: Sequence[Subject], records: Sequence[AnyRecord]
) -> list[tuple[RecordId, ...]]:
    """Return the groups of records of one work, talk or course each, those of what is known left out."""
    if not records:
        return []
    shown = {one for one, key in shown_by(kind, subjects, records).items() if key}
    groups = _GROUPED[kind]([one for one in records if one.record_id not in shown])
    return [tuple(group) for group in groups]


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


def _group_talks(records: Sequence[TalkRecord]) -> Sequence[Sequence[RecordId]]:
    from pubsync.matching.occasions import group_talks  # noqa: PLC0415 - start-up time

    return group_talks(records).groups


def _group_courses(records: Sequence[CourseRecord]) -> Sequence[Sequence[RecordId]]:
    from pubsync.matching.occasions import group_courses  # noqa: PLC0415 - start-up time

    return group_courses(records).groups


_GROUPED: Mapping[str, Any] = {"work": _group_works, "talk": _group_talks, "course": _group_courses}
_MODELS: Mapping[str, tuple[type[Any], type[Any]]] = {
    "work": (Record, Bibliographic),
    "talk": (TalkRecord, Occasion),
    "course": (CourseRecord, CourseFields),
}


def _listed(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:_LISTED])
    return shown if len(paths) <= _LISTED else f"{shown} and {len(paths) - _LISTED} more"
