from __future__ import annotations

from pubsync.pipeline.asking import count_citations
from pubsync.records.counts import Counts
from pubsync.records.record import RecordId
from pubsync.sources.gather import Gathered
from pubsync.sources.interface import Answer, FetchResult
from tests.builders import record

BEFORE = Counts(date="2026-01-01", source="scholar:a", works={"old": 40, "two": 9})


def gathered(**counts: int | None) -> Gathered:
    rows = tuple(record(f"scholar:a#{name}", citations=count) for name, count in counts.items())
    result = FetchResult(source="scholar:a", answer=Answer(records=rows), fresh=True)
    return Gathered(result=result, remote=True, records=rows, fresh=rows)


def counted(one: Gathered) -> dict[str, int]:
    def key_of(row: RecordId) -> str:
        return row.id.rstrip("0123456789")

    return dict(count_citations([one], key_of, "2026-02-01", BEFORE).works)


def test_distinct_rows_of_one_work_add_up() -> None:
    assert counted(gathered(two1=3, two2=4, new=5)) == {"two": 7, "new": 5}


def test_a_row_that_was_not_looked_at_keeps_its_works_count() -> None:
    assert counted(gathered(new=5, old=None)) == {"new": 5, "old": 40}
    assert counted(gathered(new=5, two1=3, two2=None)) == {"new": 5, "two": 9}
    assert counted(gathered(new=5, unknown=None)) == {"new": 5}
