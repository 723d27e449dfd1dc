"""The works, talks and courses that the snapshots make, as candidates for the keys that the site shows. Asks no one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache
from typing import Any, TypeAlias

from pubsync.errors import SourceError
from pubsync.frozen import frozen
from pubsync.merging import merge
from pubsync.pipeline.building import Surroundings, build_sources
from pubsync.pipeline.rebuilding.stored import Stored
from pubsync.pipeline.works import Resolved, match_works, resolve_courses, resolve_talks, resolve_works
from pubsync.pipeline.writers import EntryOutput
from pubsync.records.any_record import AnyRecord
from pubsync.records.base import Value
from pubsync.records.course import Course, CourseRecord
from pubsync.records.ledger import Ledger, LedgerEntry
from pubsync.records.record import Record, RecordId
from pubsync.records.talk import Talk, TalkRecord
from pubsync.records.work import Work
from pubsync.settings import LoadedSettings
from pubsync.sites.academicpages import kind_of
from pubsync.sites.interface import EntryFile
from pubsync.sources.interface import Source
from pubsync.views import teaching

Subject: TypeAlias = Work | Talk | Course
_ANY_PATH = "_rebuilt/index.md"


@frozen(kw_only=True)
class Candidate:
    """Something that may be what a key stands for: a work, a talk, or a course, with what the ledger would say of it.

    ``subjects`` are what the site shows of it: of a course that shows each term one for each. ``fronts`` are the keys
    that an entry file of each subject would have, by output and the subject's place.
    """

    kind: str
    entry: LedgerEntry
    subjects: tuple[Subject, ...]
    records: tuple[tuple[RecordId, str], ...]
    """Each of its records with the title that it gives."""
    titles: tuple[str, ...]
    """All titles that it is known by."""
    fronts: Mapping[tuple[str, int], Mapping[str, Value]] = field(default_factory=dict)

    @property
    def proposal(self) -> str:
        """The key that it would have been given, were it new."""
        return self.entry.key


def candidates_of(
    loaded: LoadedSettings, stored: Stored, ledger: Ledger, outputs: Sequence[EntryOutput]
) -> tuple[Candidate, ...]:
    """Return what the last good answers come to, with the person's decisions applied.

    ``ledger`` is what is known already: what it knows is no candidate.
    """
    named, completing = _records(loaded, stored)
    library = stored.library(ledger)
    curation = library.curation
    disowned = curation.disowned()
    usable = [record for record in named if record.record_id not in disowned]
    filling = [record for record in completing if record.record_id not in disowned]
    works = [record for record in usable if isinstance(record, Record)]
    groups = match_works([*works, *filling], ledger, curation).groups
    only_filling = {record.record_id for record in filling}
    resolved = (
        resolve_works([*works, *filling], [one for one in groups if not only_filling >= set(one)], ledger, curation),
        resolve_talks([record for record in usable if isinstance(record, TalkRecord)], ledger, curation),
        resolve_courses([record for record in usable if isinstance(record, CourseRecord)], ledger, curation),
    )
    titles = _titles([*usable, *filling])
    return tuple(_candidates(resolved, {entry.key for entry in ledger}, outputs, titles))


def alone_in(
    loaded: LoadedSettings, stored: Stored, outputs: Sequence[EntryOutput]
) -> Callable[[RecordId, str], Mapping[str, Value]]:
    """Return what tells the keys that an entry file of an output would have of one record of a work alone."""
    named, completing = _records(loaded, stored)
    records = {one.record_id: one for one in (*named, *completing) if isinstance(one, Record)}
    by_id = {one.output.id: one for one in outputs}

    @cache
    def front(record: RecordId, output: str) -> Mapping[str, Value]:
        if record not in records or output not in by_id:
            return {}
        return _front(by_id[output], merge(f"{record}", [records[record]]))

    return front


def _candidates(
    resolved: Iterable[Resolved[Any]],
    known: Collection[str],
    outputs: Sequence[EntryOutput],
    titles: Mapping[RecordId, str],
) -> Iterator[Candidate]:
    for one in resolved:
        entries = {entry.key: entry for entry in one.entries}
        fresh = (subject for subject in (*one.shown, *one.hidden) if subject.key not in known)
        yield from (_candidate(subject, entries[subject.key], outputs, titles) for subject in fresh)


def _records(loaded: LoadedSettings, stored: Stored) -> tuple[list[AnyRecord], list[Record]]:
    """Return what sources name and what enrichers completed, as the last run knew it: the bases are of that run."""
    around = Surroundings(loaded.root, offline=True, bases=stored.bases)
    wanted = stored.library(Ledger()).curation.shown()
    named: list[AnyRecord] = []
    for source in build_sources(loaded.settings, around):
        snapshot = stored.snapshots.get(source.name)
        if snapshot:
            gone = snapshot.gone if source.remote else _among(snapshot.gone, wanted)
            named += [*snapshot.records, *gone]
        elif not source.remote:
            named += _read(source)
    enrichers = [stored.snapshots[name] for name in dict.fromkeys(loaded.settings.enrich) if name in stored.snapshots]
    return named, [record for one in enrichers for record in one.records if isinstance(record, Record)]


def _among(records: Iterable[AnyRecord], wanted: Iterable[RecordId]) -> list[AnyRecord]:
    ids = frozenset(wanted)
    return [record for record in records if record.record_id in ids]


def _read(source: Source) -> Sequence[AnyRecord]:
    try:
        return source.fetch(None).records
    except SourceError:
        return ()


def _titles(records: Iterable[AnyRecord]) -> Mapping[RecordId, str]:
    return {record.record_id: record.title for record in records}


def _candidate(
    subject: Subject, entry: LedgerEntry, outputs: Sequence[EntryOutput], titles: Mapping[RecordId, str]
) -> Candidate:
    subjects: tuple[Subject, ...] = teaching([subject]).entries() if isinstance(subject, Course) else (subject,)
    told = [subject.title, *(one.text for one in subject.translations if one.field == "title")]
    told += [titles[record] for record in entry.records if record in titles]
    fronts = {
        (one.output.id, place): front
        for one in outputs
        for place, each in enumerate(subjects)
        if (front := _front(one, each))
    }
    return Candidate(
        kind=kind_of(subject),
        entry=entry,
        subjects=subjects,
        records=tuple((record, titles[record]) for record in entry.records if record in titles),
        titles=tuple(dict.fromkeys(filter(None, told))),
        fronts=fronts,
    )


def _front(chosen: EntryOutput, subject: Subject) -> dict[str, Value]:
    wanted = chosen.writer.entry_files(subject, path=_ANY_PATH, permalink="/")
    return next((dict(one.front) for one in wanted if isinstance(one, EntryFile)), {})
