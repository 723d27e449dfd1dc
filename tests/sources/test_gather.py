from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from pubsync.errors import SourceError
from pubsync.records.record import Record
from pubsync.snapshots import Snapshot
from pubsync.sources.gather import Asking, Gathered, gather
from pubsync.sources.interface import Answer
from tests.builders import record


@dataclass
class Canned:
    """A source that answers, or fails, as it is told."""

    records: Sequence[Record] = ()
    remote: bool = True
    error: SourceError | None = None
    name: str = "bibtex:a.bib"
    asked: list[Answer | None] = field(default_factory=list)

    def fetch(self, previous: Answer | None) -> Answer:
        self.asked.append(previous)
        if self.error:
            raise self.error
        return Answer(records=tuple(self.records))


def rows(number: int) -> list[Record]:
    return [record(f"r{place:02d}") for place in range(number)]


def ask(source: Canned, known: Sequence[Record] | None = None, **asking: object) -> Gathered:
    snapshots = {}
    if known is not None:
        snapshots[source.name] = Snapshot(source=source.name, records=tuple(known), unchanged_since="2026-01-01")
    return gather([source], snapshots, Asking(**({"today": "2026-03-01"} | asking)))[0]  # type: ignore[arg-type]


def ids(gathered: Gathered) -> list[str]:
    return sorted(one.id for one in gathered.records)


def test_a_good_answer_is_used_and_kept() -> None:
    gathered = ask(Canned(rows(2)))
    assert ids(gathered) == ["r00", "r01"]
    assert gathered.result.fresh
    assert gathered.snapshot is not None
    assert gathered.snapshot.unchanged_since == "2026-03-01"


def test_the_same_answer_again_leaves_the_snapshot_as_it_is() -> None:
    gathered = ask(Canned(rows(2)), known=rows(2))
    assert gathered.snapshot is not None
    assert gathered.snapshot.unchanged_since == "2026-01-01"


def test_a_failed_source_is_stood_in_for_by_its_last_good_answer() -> None:
    gathered = ask(Canned(error=SourceError("down")), known=rows(2))
    assert ids(gathered) == ["r00", "r01"]
    assert str(gathered.result.error) == "down"
    assert not gathered.fresh


def test_a_source_that_failed_and_never_answered_gives_nothing() -> None:
    gathered = ask(Canned(error=SourceError("down")))
    assert (gathered.records, gathered.result.answer, gathered.snapshot) == ((), None, None)


@pytest.mark.parametrize(
    ("now", "before", "believed"), [(7, 10, True), (6, 10, False), (3, 5, True), (0, 2, True), (0, 3, False)]
)
def test_a_list_suddenly_short_is_not_believed(now: int, before: int, believed: bool) -> None:
    gathered = ask(Canned(rows(now), remote=False), known=rows(before))
    assert gathered.result.fresh == believed
    assert len(gathered.records) == (now if believed else before)
    if not believed:
        assert "--accept 'bibtex:a.bib'" in str(gathered.result.error)


def test_a_short_list_is_believed_on_a_persons_word() -> None:
    assert ask(Canned(rows(1), remote=False), known=rows(10), accepted={"bibtex:a.bib"}).result.fresh


def test_what_a_remote_source_no_longer_names_is_told_and_stays() -> None:
    gathered = ask(Canned(rows(9)), known=rows(10))
    assert [one.id for one in gathered.dropped] == ["r09"]
    assert "r09" in ids(gathered)
    assert "r09" not in [one.id for one in gathered.fresh]


def test_what_a_person_removed_from_a_file_leaves_but_is_remembered() -> None:
    gathered = ask(Canned(rows(9), remote=False), known=rows(10))
    assert "r09" not in ids(gathered)
    assert gathered.snapshot is not None
    assert [one.id for one in gathered.snapshot.gone] == ["r09"]


def test_a_record_that_comes_back_is_no_longer_gone() -> None:
    source = Canned(rows(2), remote=False)
    known = Snapshot(source=source.name, records=tuple(rows(1)), gone=(rows(2)[1],))
    snapshot = gather([source], {source.name: known}, Asking(today="2026-03-01"))[0].snapshot
    assert snapshot is not None
    assert (len(snapshot.records), snapshot.gone) == (2, ())


def test_offline_asks_no_remote_source_but_reads_files() -> None:
    remote, local = Canned(rows(3)), Canned(rows(3), remote=False)
    assert ask(remote, known=rows(2), offline=True).result.resting == "offline"
    assert (remote.asked, len(ask(local, offline=True).records)) == ([], 3)


def test_offline_without_a_snapshot_is_an_error() -> None:
    assert "no snapshot yet" in str(ask(Canned(rows(3)), offline=True).result.error)


def test_a_resting_source_is_not_asked() -> None:
    source = Canned(rows(3))
    gathered = ask(source, known=rows(2), resting={source.name: "it refused"})
    assert (source.asked, gathered.result.resting, len(gathered.records)) == ([], "it refused", 2)


def test_only_the_named_remote_sources_are_asked() -> None:
    source = Canned(rows(3))
    ask(source, known=rows(3), only={"another"})
    assert source.asked == []


def test_a_source_is_given_its_last_answer() -> None:
    source = Canned(rows(2))
    ask(source, known=rows(2))
    assert source.asked[0] is not None
    assert len(source.asked[0].records) == 2


def test_answers_come_in_the_order_of_the_sources() -> None:
    sources = [Canned(name=f"bibtex:{name}") for name in "cab"]
    assert [one.result.source for one in gather(sources, {}, Asking(today="2026-03-01"))] == [
        "bibtex:c",
        "bibtex:a",
        "bibtex:b",
    ]
