"""All sources asked side by side, and what is believed of their answers.

A source's bad night is a value here: its last good snapshot stands in, and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field, replace

from pubsync.errors import SourceError
from pubsync.frozen import frozen
from pubsync.records.any_record import AnyRecord
from pubsync.records.people import Person
from pubsync.snapshots import Snapshot, without_counts
from pubsync.sources.interface import Answer, FetchResult, Source

SIDE_BY_SIDE = 8
LEAST_SHARE = 0.7
"""A source that names less than this share of what it last named, and ``LEAST_DROP`` fewer, is not believed."""
LEAST_DROP = 3


@frozen(kw_only=True)
class Gathered:
    """What a run uses of one source.

    ``records`` take part in the run; ``fresh`` are this night's alone, with their citation counts. ``snapshot`` is
    what to keep (None: the source never answered). ``dropped`` are records that it named last time and no longer
    does; those of a remote source stay among ``records``.
    """

    result: FetchResult
    remote: bool
    records: tuple[AnyRecord, ...] = ()
    fresh: tuple[AnyRecord, ...] = ()
    snapshot: Snapshot | None = None
    dropped: tuple[AnyRecord, ...] = ()


@frozen(kw_only=True)
class Asking:
    """How a run asks.

    ``offline`` asks no remote source at all; ``accepted`` names sources that are believed however little they name;
    ``resting`` tells, by source, why it is left alone tonight; ``only`` (where not empty) names those to ask, the
    others speak from their snapshots. ``today`` is the ISO date written where a list changed. ``people`` are those
    whose lists the sources should be, where that is known, and ``owners`` whose own some of them are, by the source's
    name; ``told`` hears the name of each remote source and how it
    stands (``asking``, ``done``, ``failed``), from several threads.
    """

    today: str
    offline: bool = False
    accepted: Collection[str] = ()
    only: Collection[str] = ()
    resting: Mapping[str, str] | None = None
    people: Sequence[Person] = ()
    owners: Mapping[str, Person] = field(default_factory=dict)
    told: Callable[[str, str], None] = lambda _name, _state: None


def gather(sources: Sequence[Source], snapshots: Mapping[str, Snapshot], asking: Asking) -> tuple[Gathered, ...]:
    """Ask all sources, a few at a time, and return one Gathered for each in the order given."""
    with ThreadPoolExecutor(max_workers=SIDE_BY_SIDE) as pool:
        waiting = [pool.submit(_ask, source, snapshots.get(source.name), asking) for source in sources]
        return tuple(future.result() for future in waiting)


def _ask(source: Source, known: Snapshot | None, asking: Asking) -> Gathered:
    why_not = _why_not(source, asking)
    if why_not:
        return _from_snapshot(source, known, error=None, resting=why_not)
    told = asking.told if source.remote else lambda _name, _state: None
    told(source.name, "asking")
    previous = Answer(records=known.records, partial=known.partial) if known else None
    try:
        answer = source.fetch(previous)
    except SourceError as error:
        told(source.name, "failed")
        return _from_snapshot(source, known, error=error)
    own = asking.owners.get(source.name)
    doubt = _stranger(source.name, answer, (own,) if own else asking.people)
    if not doubt and source.name not in asking.accepted:
        doubt = _doubt(source.name, answer, known)
    told(source.name, "failed" if doubt else "done")
    if doubt:
        return _from_snapshot(source, known, error=doubt)
    return _believed(source, answer, known, asking.today)


def _why_not(source: Source, asking: Asking) -> str:
    if not source.remote:
        return ""
    if asking.offline:
        return "offline"
    if asking.only and source.name not in asking.only:
        return "not asked this time"
    return (asking.resting or {}).get(source.name, "")


def _stranger(name: str, answer: Answer, people: Sequence[Person]) -> SourceError | None:
    """Say so where a source names somebody else as the one whose list it is."""
    if not people or not answer.owner or any(one.is_called(answer.owner) for one in people):
        return None
    return SourceError(
        f"is the list of {answer.owner!r}, who is none of the people in pubsync.yaml; it is not believed",
        where=name,
        remedy="mend the id, or add this form of the name under aliases:",
    )


def _doubt(name: str, answer: Answer, known: Snapshot | None) -> SourceError | None:
    if known is None:
        return None
    before, now = len(known.records), len(answer.records)
    if now >= LEAST_SHARE * before or before - now < LEAST_DROP:
        return None
    return SourceError(
        f"names {now} where it last named {before}; it is not believed, and its last answer is used",
        where=name,
        remedy=f"if that is right, run: pubsync sync --accept '{name}'",
    )


def _from_snapshot(source: Source, known: Snapshot | None, *, error: SourceError | None, resting: str = "") -> Gathered:
    if known is None:
        if error is None and resting == "offline":
            remedy = "a run that asks it brings one: pubsync sync"
            error = SourceError("has no snapshot yet", where=source.name, remedy=remedy)
        return Gathered(
            result=FetchResult(source=source.name, answer=None, error=error, resting=resting), remote=source.remote
        )
    answer = Answer(records=known.records, partial=known.partial)
    gone = known.gone if source.remote else ()
    return Gathered(
        result=FetchResult(source=source.name, answer=answer, error=error, resting=resting),
        remote=source.remote,
        records=(*known.records, *gone),
        snapshot=known,
    )


def _believed(source: Source, answer: Answer, known: Snapshot | None, today: str) -> Gathered:
    named = {record.id for record in answer.records}
    before = known.records if known else ()
    dropped = tuple(record for record in before if record.id not in named)
    older = tuple(record for record in (known.gone if known else ()) if record.id not in named)
    gone = tuple(sorted((*older, *dropped), key=lambda record: record.id))
    snapshot = Snapshot(
        source=source.name,
        records=tuple(sorted(without_counts(answer.records), key=lambda record: record.id)),
        gone=gone,
        partial=answer.partial,
        unchanged_since=today,
    )
    if known and replace(known, unchanged_since=today) == snapshot:
        snapshot = known
    return Gathered(
        result=FetchResult(source=source.name, answer=answer, fresh=True),
        remote=source.remote,
        records=(*answer.records, *gone) if source.remote else answer.records,
        fresh=answer.records,
        snapshot=snapshot,
        dropped=dropped,
    )
