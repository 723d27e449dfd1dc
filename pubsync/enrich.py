"""Which gaps of known works to ask whom about, and what is believed of the answers.

What an enricher says joins the records of all sources, and ``matching`` decides which work it is of; what matches no
work is forgotten. Works are asked about when they are new, and again after ``ASK_AGAIN`` days as long as something is
missing, or to hear of a retraction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field, replace

from pubsync.errors import SourceError
from pubsync.frozen import frozen
from pubsync.merging import is_preprint
from pubsync.records.identifiers import Identifier
from pubsync.records.people import Person
from pubsync.records.record import Record, RecordId
from pubsync.records.work import Work
from pubsync.snapshots import Snapshot, without_counts
from pubsync.sources.gather import Asking, Gathered
from pubsync.sources.interface import Answer, Enricher, FetchResult, Want

ASK_AGAIN = 30
"""Days."""
MOST_SEARCHED = 10
"""Works without an identifier that are searched for in a run: each is a request."""
MOST_IDENTIFIED = 200
"""Works that are asked for by an identifier in a run: these go in batches."""
_SCHEMES = {
    "crossref": ("doi",),
    "openalex": ("doi",),
    "semantic_scholar": ("doi", "arxiv"),
    "arxiv": ("arxiv",),
    "dblp": (),
}
_NOT_THERE = frozenset(("patent", "thesis", "speech", "book", "webpage", "software"))
"""Types that registries seldom know, for which searches would be wasted."""


@frozen()
class Question:
    """A work to ask about, by its key."""

    key: str
    want: Want


@frozen(kw_only=True)
class Lookup:
    """How one enricher did: what the run uses of it, and the keys of the works it was asked about."""

    gathered: Gathered
    asked: tuple[str, ...] = ()
    found: tuple[Record, ...] = ()


@frozen(kw_only=True)
class LookupPlan:
    """What a run knows when it plans its questions.

    ``asked`` is by enricher and key the ISO date on which a work was last asked about.
    """

    works: Sequence[Work]
    people: Sequence[Person]
    asking: Asking
    asked: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def gaps(work: Work) -> frozenset[str]:
    """Return what a work lacks: ``authors``, ``doi``, ``date``, ``venue``."""
    missing = set()
    if not work.author or not work.author_complete:
        missing.add("authors")
    if not work.identifier("doi"):
        missing.add("doi")
    if not work.issued or work.issued.precision == 1:
        missing.add("date")
    if not work.container_title or is_preprint(work):
        missing.add("venue")
    return frozenset(missing)


def questions(name: str, plan: LookupPlan) -> tuple[Question, ...]:
    """Return what to ask the enricher ``name`` this time, those never asked about first."""
    asked = plan.asked.get(name, {})
    today = dt.date.fromisoformat(plan.asking.today)
    due = [work for work in plan.works if _is_due(asked.get(work.key, ""), today) and _worth(name, work)]
    due.sort(key=lambda work: (asked.get(work.key, ""), work.key))
    identified = [work for work in due if _is_identified(name, work)]
    others = [work for work in due if not _is_identified(name, work) and _worth_a_search(name, work)]
    chosen = (*identified[:MOST_IDENTIFIED], *others[:MOST_SEARCHED])
    return tuple(Question(work.key, _want(work)) for work in chosen)


def look_up(enrichers: Sequence[Enricher], snapshots: Mapping[str, Snapshot], plan: LookupPlan) -> tuple[Lookup, ...]:
    """Ask all enrichers side by side; one that fails is a value, and what it said before stands in."""
    with ThreadPoolExecutor(max_workers=max(1, len(enrichers))) as pool:
        waiting = [pool.submit(_look_up, one, snapshots.get(one.name), plan) for one in enrichers]
        return tuple(future.result() for future in waiting)


def _look_up(enricher: Enricher, known: Snapshot | None, plan: LookupPlan) -> Lookup:
    before = tuple(one for one in (known.records if known else ()) if isinstance(one, Record))
    asking, name = plan.asking, enricher.name
    resting = "offline" if asking.offline else (asking.resting or {}).get(name, "")
    if asking.only and name not in asking.only:
        resting = "not asked this time"
    wanted = () if resting else questions(name, plan)
    if not wanted:
        return _stored(name, known, before, resting=resting or "nothing to ask")
    told = asking.told
    told(name, "asking")
    try:
        answer = enricher.look_up([one.want for one in wanted])
    except SourceError as error:
        told(name, "failed")
        return _stored(name, known, before, error=error)
    told(name, "done")
    asked_for = {identifier for one in wanted for identifier in one.want.identifiers}
    found = tuple(
        one for one in answer.records if isinstance(one, Record) and _may_be_theirs(one, asked_for, plan.people)
    )
    fresh = {record.id for record in found}
    records = (*(record for record in before if record.id not in fresh), *found)
    result = FetchResult(source=name, answer=replace(answer, records=records), fresh=True)
    gathered = Gathered(result=result, remote=True, records=records, snapshot=known)
    return Lookup(gathered=gathered, asked=tuple(one.key for one in wanted), found=found)


def _stored(
    name: str,
    known: Snapshot | None,
    before: tuple[Record, ...],
    *,
    resting: str = "",
    error: SourceError | None = None,
) -> Lookup:
    # An enricher without a snapshot yet is no failed source: it only completes what others know.
    answer = Answer(records=before)
    result = FetchResult(source=name, answer=answer, error=error, resting=resting)
    return Lookup(gathered=Gathered(result=result, remote=True, records=before, snapshot=known))


def kept(lookup: Lookup, groups: Iterable[Collection[RecordId]], today: str) -> Lookup:
    """Return the lookup with only those records that matching took for a work's, and the snapshot to keep."""
    name = lookup.gathered.result.source
    used = {one for group in groups for one in group if one.source == name}
    records = tuple(one for one in lookup.gathered.records if isinstance(one, Record) and one.record_id in used)
    fresh = Snapshot(
        source=name,
        records=tuple(sorted(without_counts(records), key=lambda record: record.id)),
        unchanged_since=today,
    )
    known = lookup.gathered.snapshot
    if known and replace(known, unchanged_since=today) == fresh:
        fresh = known
    snapshot = fresh if fresh.records or known else None
    answer = lookup.gathered.result.answer
    result = replace(lookup.gathered.result, answer=replace(answer, records=records) if answer else None)
    return replace(lookup, gathered=replace(lookup.gathered, result=result, records=records, snapshot=snapshot))


def _is_due(last: str, today: dt.date) -> bool:
    if not last:
        return True
    days = (today - dt.date.fromisoformat(last)).days
    # A date of tomorrow was written by a wrong clock.
    return days >= ASK_AGAIN or days < 0


def _worth(name: str, work: Work) -> bool:
    known = any(record.source == name for record in work.records)
    if name == "crossref" and work.identifier("doi"):
        return True  # retractions come years later
    if known:
        return False
    return bool(gaps(work))


def _is_identified(name: str, work: Work) -> bool:
    return any(work.identifier(scheme) for scheme in _SCHEMES[name])


def _worth_a_search(name: str, work: Work) -> bool:
    if work.type in _NOT_THERE or not work.title:
        return False
    if name == "arxiv":
        return is_preprint(work)
    return bool(gaps(work) & {"authors", "doi"})


def _want(work: Work) -> Want:
    return Want(
        title=work.title,
        author=work.author,
        issued=work.issued,
        container_title=work.container_title,
        identifiers=work.identifiers,
    )


def _may_be_theirs(record: Record, asked_for: Collection[Identifier], people: Sequence[Person]) -> bool:
    """Whether a record names one of the people, or was asked for by its identifier.

    Where the known work has no authors, its title and year alone would let in another's work of the same title.
    """
    if any(identifier in asked_for for identifier in record.identifiers):
        return True
    names = (*record.author, *record.editor)
    return any(person.is_named(name) for person in people for name in names)
