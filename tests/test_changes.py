from __future__ import annotations

from typing import Any

from pubsync.changes import Change, returned_to_sight, tell_changes
from pubsync.records.ledger import Ledger, LedgerEntry


def entry(key: str, **fields: Any) -> LedgerEntry:
    return LedgerEntry(key=key, kind="work", records=(), **({"title": "T", "issued": "2020"} | fields))


def told(
    before: list[LedgerEntry], after: list[LedgerEntry], present: str = "a", was: str = "a"
) -> list[tuple[str, str]]:
    changes = tell_changes(Ledger(tuple(before)), Ledger(tuple(after)), set(present), set(was))
    return [(change.kind, change.detail) for change in changes]


def test_nothing_new_is_no_change() -> None:
    assert told([entry("a")], [entry("a")]) == []


def test_a_new_work_is_added() -> None:
    changes = tell_changes(Ledger(), Ledger((entry("a"),)), {"a"}, set())
    assert changes == (Change("added", "work", "a", "T"),)


def test_a_new_work_that_a_file_of_the_persons_shows_is_adopted() -> None:
    ledger = Ledger((entry("a"), entry("b")))
    changes = tell_changes(Ledger(), ledger, {"a", "b"}, set(), theirs={"a": "_p/a.md"})
    assert changes == (Change("adopted", "work", "a", "T", "_p/a.md"), Change("added", "work", "b", "T"))
    assert tell_changes(ledger, ledger, {"a", "b"}, {"a", "b"}, theirs={"a": "_p/a.md"}) == ()


def test_a_preprint_that_came_out_is_published() -> None:
    assert told([entry("a", type="article")], [entry("a", type="paper-conference")]) == [("published", "")]


def test_a_corrected_title_is_told_with_what_it_was() -> None:
    assert told([entry("a")], [entry("a", title="U")]) == [("corrected", "title: T → U")]


def test_a_merge_is_told_once() -> None:
    merged = entry("b", merged_into="a")
    assert told([entry("a"), entry("b")], [entry("a"), merged]) == [("merged", "b")]
    assert told([entry("a"), merged], [entry("a"), merged]) == []


def test_a_title_and_a_date_that_come_from_what_was_merged_are_no_correction() -> None:
    before = [entry("a", title="On tea", issued="2024-12"), entry("b", title="论茶", issued="2024-12-10")]
    merged = entry("b", title="论茶", issued="2024-12-10", merged_into="a")
    assert told(before, [entry("a", title="论茶", issued="2024-12-10"), merged]) == [("merged", "b")]
    assert told(before, [entry("a", title="Tea", issued="2024-12"), merged]) == [
        ("corrected", "title: On tea → Tea"),
        ("merged", "b"),
    ]
    later = [entry("a", title="On tea", issued="2024-12"), merged]
    assert told(later, [entry("a", title="论茶", issued="2024-12"), merged]) == [("corrected", "title: On tea → 论茶")]


def test_a_work_that_no_source_names_left_and_may_return() -> None:
    assert told([entry("a")], [entry("a")], present="") == [("left", "")]
    assert told([entry("a")], [entry("a")], present="", was="") == []
    assert told([entry("a")], [entry("a")], was="") == [("returned", "")]


def test_what_no_page_or_file_shows_does_not_return_every_night() -> None:
    ledger = Ledger((entry("a"), entry("b")))
    changes = tell_changes(ledger, ledger, {"a", "b"}, set())
    assert returned_to_sight(changes, written={"b"}) == (Change("returned", "work", "b", "T"),)
