"""Records to works, talks and courses: match, key, merge, apply the person's decisions. No I/O."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Generic, TypeVar

from pubsync.citing.escape import slug
from pubsync.curation import Curation, works_patched
from pubsync.frozen import frozen
from pubsync.identity import Described, Keyed, assign_keys
from pubsync.matching import Evidence, Matching, Verdict, match
from pubsync.merging import merge
from pubsync.pipeline.moving import Moved, moved_patches
from pubsync.pipeline.patching import patched
from pubsync.records.course import Course, CourseRecord
from pubsync.records.ledger import Ledger, LedgerEntry
from pubsync.records.names import Name
from pubsync.records.people import Person
from pubsync.records.record import Record, RecordId
from pubsync.records.talk import Talk, TalkRecord
from pubsync.records.terms import in_order, listed_terms, parse_term, term_identity
from pubsync.records.text import has_han, plain_form
from pubsync.records.two_scripts import known_by
from pubsync.records.work import Work

_LETTERS_IN_KEY = 4
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "are", "at", "by", "can", "do", "for", "from", "how", "in", "is", "of", "on", "or", "the", "to"}
    | {"towards", "toward", "using", "via", "what", "when", "where", "who", "why", "with"}
)
_EVEN = 0.5
_YES = frozenset({"true", "yes", "1"})
MUCH_ALIKE = 60
"""Percent of equal letters at which a talk of the same day, without an id, is taken for the same talk retitled."""
Subject = TypeVar("Subject", bound=Work | Talk | Course)


@frozen()
class Resolved(Generic[Subject]):
    """The subjects of one kind: ``shown`` on the page, ``hidden`` by the person, and their ledger entries of today.

    ``entries`` also holds the entries that were merged into others just now.
    """

    shown: tuple[Subject, ...]
    hidden: tuple[Subject, ...]
    entries: tuple[LedgerEntry, ...]
    undecided: tuple[Verdict, ...] = ()
    """Pairs of talks or courses that a person should look at."""
    moved: tuple[Moved, ...] = ()
    """Patches whose field the sources now give another value than when they were made."""


def match_works(records: Sequence[Record], ledger: Ledger, curation: Curation) -> Matching:
    """Decide which records are one work, given what stands on the page and what the person said."""
    present = {record.record_id for record in records}
    known = [entry for entry in ledger.of_kind("work") if not entry.merged_into]
    cannot = [pair for pair in curation.cannot() if present.issuperset(pair)]
    established = [tuple(one for one in entry.records if one in present) for entry in known]
    return match(
        records,
        links=[pair for pair in curation.links() if present.issuperset(pair)],
        cannot=cannot,
        # What a person parted is established no longer: where its other records belong, their evidence tells.
        established=[group for group in established if group and not any(set(pair) <= set(group) for pair in cannot)],
        one_person=True,
    )


def resolve_works(
    records: Sequence[Record],
    groups: Iterable[Sequence[RecordId]],
    ledger: Ledger,
    curation: Curation,
    people: Sequence[Person] = (),
    own: Collection[str] = (),
) -> Resolved[Work]:
    """Turn groups of records into works under their keys for life, with the person's patches applied.

    ``people`` are those of the site, who may bear names in two scripts; ``own`` is as in ``assign_keys``.
    """
    is_one = known_by(people)
    by_id = {record.record_id: record for record in records}
    merged: dict[RecordId, Work] = {}

    def describe(group: Sequence[RecordId]) -> Described:
        work = merged[min(group)] = merge("", [by_id[one] for one in group], is_one=is_one)
        return Described(tuple(group), partial(_work_marks, work), partial(propose_key, work))

    known = ledger.of_kind("work")
    keyed = assign_keys([describe(group) for group in groups], known, _entry_marks, own)

    def build(one: Keyed) -> Work:
        return replace(merged[min(one.records)], key=one.key)

    return _resolve(keyed, build, known, curation)


def resolve_talks(
    records: Sequence[TalkRecord], ledger: Ledger, curation: Curation, own: Collection[str] = ()
) -> Resolved[Talk]:
    """Turn the records of talks into talks; equal title and day are one talk."""
    return _resolve_occasions(records, Talk, ledger, curation, own)


def resolve_courses(
    records: Sequence[CourseRecord], ledger: Ledger, curation: Curation, own: Collection[str] = ()
) -> Resolved[Course]:
    """Turn the records of courses into courses; equal title and terms are one course."""
    return _resolve_occasions(records, Course, ledger, curation, own)


def propose_key(work: Work) -> str:
    """Return a key that a person can type: family name of the first author, year, first word of the title.

    Chinese has no blanks between words: there the first few letters have to do.
    """
    author = _family(work.author[0]) if work.author else ""
    words = [word for word in re.findall(r"[^\W_]+", work.title.casefold()) if word not in _SMALL_WORDS]
    word = words[0] if words else ""
    parts = (author, str(work.issued.year) if work.issued else "", word[:_LETTERS_IN_KEY] if has_han(word) else word)
    text = "".join(re.sub(r"[^a-z0-9]", "", slug(part, fallback="")) for part in parts if part)
    return text[:60] or "work"


def ledger_entry(subject: Work | Talk | Course, keyed: Keyed, old: LedgerEntry | None) -> LedgerEntry:
    """Return what the ledger is to remember of a subject; names given stay."""
    if isinstance(subject, Work):
        kind, issued, identifiers = "work", str(subject.issued or ""), subject.identifiers
    else:
        kind, identifiers = ("course" if isinstance(subject, Course) else "talk"), ()
        issued = ",".join(subject.terms) if isinstance(subject, Course) else str(subject.start or "")
    remembered = old.records if old else ()
    records = tuple(dict.fromkeys((*remembered, *keyed.records)))
    return LedgerEntry(
        key=keyed.key,
        kind=kind,
        records=records,
        title=subject.title,
        type=subject.type,
        issued=issued,
        identifiers=identifiers,
        names=old.names if old else (),
        redirects=old.redirects if old else (),
    )


def _resolve(
    keyed: Sequence[Keyed], build: Callable[[Keyed], Subject], known: Sequence[LedgerEntry], curation: Curation
) -> Resolved[Subject]:
    memory = {entry.key: entry for entry in known}
    owner = {record: one.key for one in keyed for record in one.records}
    live = {one.key for one in keyed}
    taken = {link for key in live if key in memory for link in memory[key].permalinks}
    hidden_ids = curation.hidden()
    patches = curation.patches()
    shown: list[Subject] = []
    hidden: list[Subject] = []
    entries: list[LedgerEntry] = []
    moved: list[Moved] = []
    for one in keyed:
        subject = build(one)
        entry = _merged_memory(ledger_entry(subject, one, memory.get(one.key)), one, memory, owner, taken)
        entries += [entry, *_absorbed(one, memory)]
        meant = [patch for patch in patches if works_patched(patch, one.records)]
        moved += moved_patches(subject, meant)
        wanted = patched(_marked(subject, entry.records, curation), meant)
        (hidden if hidden_ids.intersection(entry.records) else shown).append(wanted)
    return Resolved(tuple(shown), tuple(hidden), tuple(entries), moved=tuple(moved))


def _marked(subject: Subject, records: Sequence[RecordId], curation: Curation) -> Subject:
    """The subject with what a person or their .bib says of it: selected or not, its place, an award, labels."""
    if not isinstance(subject, Work):
        return subject
    said, mine = dict(subject.extra), set(records)
    in_source = said.get("selected", "").casefold() in _YES
    selected = bool(mine & curation.selected()) or (in_source and not mine & curation.unselected())
    pinned = curation.pinned()
    place = min((pinned[record] for record in mine if record in pinned), default=0)
    labels = tuple(label for word in said.get("labels", "").split(",") if (label := word.strip()))
    if not (selected or place or labels or "award" in said):
        return subject
    return replace(subject, selected=selected, place=place, award=said.get("award", ""), labels=labels)


def _merged_memory(
    entry: LedgerEntry,
    keyed: Keyed,
    memory: Mapping[str, LedgerEntry],
    owner: Mapping[RecordId, str],
    in_use: Collection[str],
) -> LedgerEntry:
    """The entry with what it took in, and without the records that are another's today."""
    taken = [memory[key] for key in keyed.absorbed]
    records = (*entry.records, *(record for other in taken for record in other.records))
    mine = tuple(dict.fromkeys(record for record in records if owner.get(record, entry.key) == entry.key))
    redirects = [text for text in entry.redirects if text not in in_use]
    redirects += [link for other in taken for link in (*other.permalinks, *other.redirects) if link]
    return replace(entry, records=mine, redirects=tuple(dict.fromkeys(redirects)))


def _absorbed(keyed: Keyed, memory: Mapping[str, LedgerEntry]) -> list[LedgerEntry]:
    taken = [memory[key] for key in keyed.absorbed]
    return [replace(other, merged_into=keyed.key, former=other.records, records=()) for other in taken]


def _resolve_occasions(
    records: Sequence[Any], model: type[Any], ledger: Ledger, curation: Curation, own: Collection[str]
) -> Resolved[Any]:
    if not records:
        return Resolved((), (), ())
    from pubsync.matching import occasions  # noqa: PLC0415 - start-up time: many sites have none

    by_id, kind = {record.record_id: record for record in records}, "talk" if model is Talk else "course"
    known = ledger.of_kind(kind)
    settled = occasions.Settled(
        joined=curation.links(),
        parted=curation.cannot(),
        established=[entry.records for entry in known if not entry.merged_into],
    )
    grouped = occasions.group_talks(records, settled) if kind == "talk" else occasions.group_courses(records, settled)

    def build(one: Keyed) -> Any:  # noqa: ANN401 - a Talk or a Course
        merged = occasions.merged_fields([by_id[record] for record in one.records])
        return model(key=one.key, records=tuple(sorted(one.records)), **merged)

    lost = [entry for entry in known if not any(record in by_id for record in entry.records)]
    described = [
        Described(group, partial(_occasion_marks, first, lost), partial(_occasion_key, first))
        for group in grouped.groups
        for first in occasions.in_order_of_trust([by_id[one] for one in group])[:1]
    ]
    resolved = _resolve(assign_keys(described, known, _occasion_entry_marks, own), build, known, curation)
    return replace(resolved, undecided=tuple(_as_verdict(kind, *one) for one in grouped.undecided))


def _as_verdict(kind: str, left: RecordId, right: RecordId, reason: str) -> Verdict:
    return Verdict(left, right, "undecided", _EVEN, (Evidence(kind, 0.0, reason),))


def _occasion_key(record: TalkRecord | CourseRecord) -> str:
    terms = getattr(record, "terms", ())
    term = parse_term(terms[-1]) if terms else None
    begins = record.start or (term.starts if term else None)
    when = str(begins.year) if begins else slug(terms[-1], fallback="") if terms else ""
    return "-".join(part for part in (slug(record.title, fallback="entry")[:50].strip("-"), when) if part)


def _occasion_marks(record: TalkRecord | CourseRecord, lost: Iterable[LedgerEntry]) -> frozenset[str]:
    """Its title; and the entries that were lost on its very day under a title much like it."""
    when = _when(",".join(getattr(record, "terms", ())) or str(record.start or ""))
    alike = {
        f"key:{entry.key}"
        for entry in lost
        if when and _when(entry.issued) == when and _likeness(record.title, entry.title) >= MUCH_ALIKE
    }
    return frozenset({f"title:{plain_form(record.title)}"} | alike)


def _when(issued: str) -> str:
    """A day as it is; of terms the normal forms."""
    return ",".join(map(term_identity, in_order(listed_terms(issued))))


def _likeness(left: str, right: str) -> float:
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - start-up time

    return float(ratio(plain_form(left), plain_form(right)))


def _occasion_entry_marks(entry: LedgerEntry) -> Collection[str]:
    return {f"title:{plain_form(entry.title)}", f"key:{entry.key}"}


def _work_marks(work: Work) -> frozenset[str]:
    marks = {str(identifier) for identifier in work.identifiers}
    if work.issued and work.title:
        marks.add(f"title:{plain_form(work.title)}|{work.issued.year}")
    return frozenset(marks)


def _entry_marks(entry: LedgerEntry) -> Collection[str]:
    return {*map(str, entry.identifiers), f"title:{plain_form(entry.title)}|{entry.issued[:4]}"}


def _family(name: Name) -> str:
    return name.family or name.literal.split()[-1] if name.literal or name.family else ""
