from __future__ import annotations

from pubsync.records.counts import Counts, renewed

OLD = Counts(date="2026-03-01", source="s", citations=5, works={"a": 5})


def at(date: str, count: int) -> Counts:
    return Counts(date=date, source="s", citations=count, works={"a": count})


def test_counts_are_replaced_whole_when_one_differs_and_a_week_has_passed() -> None:
    assert renewed(OLD, at("2026-03-08", 6), 7) == at("2026-03-08", 6)


def test_within_the_week_they_stay_as_written() -> None:
    assert renewed(OLD, at("2026-03-07", 6), 7) is OLD


def test_equal_counts_keep_their_date() -> None:
    assert renewed(OLD, at("2027-01-01", 5), 7) is OLD


def test_a_night_without_counts_changes_nothing() -> None:
    assert renewed(OLD, Counts(), 7) is OLD


def test_the_first_counts_are_written_at_once() -> None:
    assert renewed(Counts(), at("2026-03-01", 5), 7) == at("2026-03-01", 5)


def test_a_date_from_the_future_does_not_hold_counts_back() -> None:
    assert renewed(at("2031-01-01", 5), at("2026-03-01", 6), 7) == at("2026-03-01", 6)
