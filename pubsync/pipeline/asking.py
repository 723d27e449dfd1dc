"""What the answers of sources mean for the run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from pubsync.errors import SourceError, UnreachableError
from pubsync.records.any_record import AnyRecord
from pubsync.records.counts import Counts
from pubsync.records.record import Record, RecordId
from pubsync.report import SourceReport
from pubsync.sources.gather import Gathered
from pubsync.sources.interface import FetchResult, Notice


def usable_records(gathered: Sequence[Gathered], shown: Iterable[RecordId]) -> tuple[AnyRecord, ...]:
    """Return all records that take part: each source's own, and those no longer named that the person wants shown."""
    wanted = frozenset(shown)
    found: list[AnyRecord] = []
    for one in gathered:
        found += one.records
        gone = one.snapshot.gone if one.snapshot and not one.remote else ()
        found += [record for record in gone if record.record_id in wanted]
    return tuple(found)


def silent_sources(gathered: Iterable[Gathered]) -> tuple[SourceError, ...]:
    """Return what is wrong with sources without an answer, new or kept: the site's own files, else others."""
    silent = [(one.remote, one.result.error) for one in gathered if one.result.answer is None and one.result.error]
    files = [error for is_remote, error in silent if not is_remote]
    return tuple(files or [error for _, error in silent])


def count_citations(
    gathered: Sequence[Gathered], key_of: Callable[[RecordId], str | None], today: str, before: Counts
) -> Counts:
    """Return tonight's counts, from the first source that counts: distinct rows of one work add up.

    A work with a row that was not looked at tonight keeps the count that it has in ``before``.
    """
    for one in gathered:
        rows = [(key_of(record.record_id), record.citations) for record in one.fresh if isinstance(record, Record)]
        if one.result.answer is None or all(citations is None for _, citations in rows):
            continue
        statistics = one.result.answer.statistics
        return Counts(
            date=today,
            source=one.result.source,
            citations=statistics.citations,
            h_index=statistics.h_index,
            by_year=statistics.by_year,
            works=_counted(rows, before.works),
        )
    return Counts()


def _counted(rows: Iterable[tuple[str | None, int | None]], before: Mapping[str, int]) -> dict[str, int]:
    """Return the counts by work, of rows with their work's key and their own count, None where nobody looked."""
    works: dict[str, int] = {}
    unseen: set[str] = set()
    for key, citations in rows:
        if key and citations is None:
            unseen.add(key)
        elif key and citations is not None:
            works[key] = works.get(key, 0) + citations
    seen = {key: count for key, count in works.items() if key not in unseen}
    return seen | {key: before[key] for key in sorted(unseen) if key in before}


def source_report(
    one: Gathered, last_success: str, *, stale: bool = False, hidden: Collection[RecordId] = ()
) -> SourceReport:
    """Return how a source did.

    Args:
        one: what came of asking it.
        last_success: the date of its last good answer on this machine, or "".
        stale: whether that is too long ago.
        hidden: records of which nothing is said.
    """
    result = one.result
    problem = str(result.error) if result.error else result.resting
    answer = result.answer
    return SourceReport(
        name=result.source,
        state=_state(result),
        records=len(answer.records) if answer else 0,
        partial=answer.partial if answer else "",
        problem=f"{problem}; last good answer on {last_success}" if last_success and result.error else problem,
        since=one.snapshot.unchanged_since if one.snapshot else "",
        notices=tuple(notice_line(notice) for notice in answer.notices) if answer else (),
        last_success=last_success,
        stale=stale,
        unheard=answer is None and result.resting == "offline",
        remote=one.remote,
        unreached=result.error.remedy if isinstance(result.error, UnreachableError) else "",
        dropped=tuple(record.title for record in one.dropped if record.record_id not in hidden),
        requests=answer.requests if answer and result.fresh else 0,
    )


def _state(result: FetchResult) -> str:
    """Return in a word where the records of a source come from; see ``SourceReport``."""
    if result.fresh:
        return "fresh"
    if result.answer is None:
        return "failed"
    if result.error:
        return "snapshot"
    return "offline" if result.resting == "offline" else "resting"


def notice_line(notice: Notice) -> str:
    """Return a notice as one line."""
    where = f"{notice.where}: " if notice.where else ""
    return f"{where}{notice.what}" + (f" ({notice.remedy})" if notice.remedy else "")


def merged_counts(counts: Counts, keys: Mapping[str, str]) -> Mapping[str, int]:
    """Return counts by the keys of today, where ``keys`` maps merged keys to what took them in."""
    works: dict[str, int] = {}
    for key, count in counts.works.items():
        today = keys.get(key, key)
        works[today] = works.get(today, 0) + count
    return works
