"""All records of a run to the works, talks and courses that they are, under their keys. No I/O."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pubsync.frozen import frozen
from pubsync.library import Library
from pubsync.matching import Matching
from pubsync.matching.namesakes import Namesake, namesakes
from pubsync.pipeline.moving import Moved
from pubsync.pipeline.works import Resolved, match_works, resolve_courses, resolve_talks, resolve_works
from pubsync.records.any_record import AnyRecord
from pubsync.records.course import Course, CourseRecord
from pubsync.records.ledger import Ledger
from pubsync.records.people import Person
from pubsync.records.record import Record, RecordId
from pubsync.records.talk import Talk, TalkRecord
from pubsync.records.work import Work


@frozen(kw_only=True)
class Resolution:
    """All subjects under their keys, with the ledger of today, and the groups of records that are put aside."""

    matching: Matching
    works: Resolved[Work]
    talks: Resolved[Talk]
    courses: Resolved[Course]
    ledger: Ledger
    key_of: dict[RecordId, str]
    namesakes: tuple[Namesake, ...] = ()
    moved: tuple[Moved, ...] = ()


def resolve(
    named: Sequence[AnyRecord], completing: Sequence[Record], library: Library, people: Sequence[Person]
) -> Resolution:
    """Decide which records are one work, talk or course, and what those are called.

    Args:
        named: what the sources name; each belongs to something that is shown.
        completing: what enrichers say of works; a work that only they name is none.
        library: the ledger, and the person's decisions.
        people: whose page it is.
    """
    curation, ledger = library.curation, library.ledger
    own = {base.key for base in library.bases.values() if base.key and not base.made}
    disowned = curation.disowned()
    usable = [record for record in named if record.record_id not in disowned]
    records = [record for record in usable if isinstance(record, Record)]
    filling = [record for record in completing if record.record_id not in disowned]
    found = _about(match_works([*records, *filling], ledger, curation), {record.record_id for record in filling})
    aside = _aside(found, [*records, *filling], library, people)
    found = _without(found, {record for one in aside for record in one.records})
    works = resolve_works([*records, *filling], found.groups, ledger, curation, people, own)
    talks = resolve_talks([record for record in usable if isinstance(record, TalkRecord)], ledger, curation, own)
    courses = resolve_courses([record for record in usable if isinstance(record, CourseRecord)], ledger, curation, own)
    entries = (*works.entries, *talks.entries, *courses.entries)
    return Resolution(
        matching=found._replace(undecided=(*found.undecided, *talks.undecided, *courses.undecided)),
        works=works,
        talks=talks,
        courses=courses,
        ledger=ledger.updated(entries),
        key_of={record: entry.key for entry in entries for record in entry.records},
        namesakes=aside,
        moved=(*works.moved, *talks.moved, *courses.moved),
    )


def _about(found: Matching, completing: set[RecordId]) -> Matching:
    """Leave out the works that only enrichers name: candidates that matched nothing."""
    return _without(found, {one for group in found.groups if completing >= set(group) for one in group})


def _without(found: Matching, left_out: Collection[RecordId]) -> Matching:
    if not left_out:
        return found
    return found._replace(
        groups=tuple(group for group in found.groups if group[0] not in left_out),
        joined=tuple(one for one in found.joined if one.left not in left_out),
        undecided=tuple(one for one in found.undecided if one.left not in left_out and one.right not in left_out),
        related=tuple(one for one in found.related if one[0] not in left_out and one[1] not in left_out),
    )


def _aside(
    found: Matching, records: Sequence[Record], library: Library, people: Sequence[Person]
) -> tuple[Namesake, ...]:
    """The groups that seem to be somebody else's; what was on the page before, or the person claimed, stays."""
    known = {record for entry in library.ledger.of_kind("work") for record in entry.records}
    kept = known | library.curation.shown() | {record for pair in library.curation.links() for record in pair}
    return namesakes(found.groups, {record.record_id: record for record in records}, people, kept)
