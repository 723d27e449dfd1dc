from __future__ import annotations

import random
from collections.abc import Collection, Iterable

from hypothesis import given
from hypothesis import strategies as st

from pubsync.identity import Described, Keyed, assign_keys
from pubsync.records.ledger import LedgerEntry
from pubsync.records.record import RecordId
from tests.builders import rid


def described(*ids: str, marks: Iterable[str] = (), proposal: str = "new") -> Described:
    return Described(tuple(rid(one) for one in ids), lambda: frozenset(marks), lambda: proposal)


def entry(key: str, *ids: str, merged_into: str = "", former: Iterable[str] = ()) -> LedgerEntry:
    return LedgerEntry(
        key=key,
        kind="work",
        title=key,
        records=tuple(rid(one) for one in ids),
        merged_into=merged_into,
        former=tuple(rid(one) for one in former),
    )


def no_marks(_: LedgerEntry) -> Collection[str]:
    return ()


def keys(keyed: Iterable[Keyed]) -> dict[str, set[str]]:
    return {one.key: {record.id for record in one.records} for one in keyed}


def test_a_group_keeps_its_key_whatever_records_join_it() -> None:
    keyed = assign_keys([described("a", "b", "c")], [entry("old", "b")], no_marks)
    assert keys(keyed) == {"old": {"a", "b", "c"}}
    assert not keyed[0].new


def test_when_works_are_merged_the_older_key_stays() -> None:
    keyed = assign_keys([described("a", "b")], [entry("older", "b"), entry("younger", "a")], no_marks)
    assert keys(keyed) == {"older": {"a", "b"}}
    assert keyed[0].absorbed == ("younger",)


def test_when_works_are_merged_the_key_of_a_file_of_the_persons_own_stays() -> None:
    known = [entry("older", "b"), entry("younger", "a"), entry("youngest", "c")]
    (found,) = assign_keys([described("a", "b", "c")], known, no_marks, {"youngest", "younger"})
    assert (found.key, found.absorbed) == ("younger", ("youngest", "older"))


def test_when_a_work_is_split_the_part_with_most_records_keeps_the_key() -> None:
    keyed = assign_keys(
        [described("a"), described("b", "c", proposal="fresh")], [entry("old", "a", "b", "c")], no_marks
    )
    assert keys(keyed) == {"old": {"b", "c"}, "new": {"a"}}


def test_when_a_split_is_even_the_part_with_the_oldest_record_keeps_the_key() -> None:
    keyed = assign_keys([described("a"), described("z")], [entry("old", "z", "a")], no_marks)
    assert keys(keyed) == {"old": {"z"}, "new": {"a"}}


def test_a_work_that_was_merged_gets_its_former_key_back_when_it_is_split_again() -> None:
    known = [entry("one", "a", "b"), entry("two", merged_into="one", former=["b"])]
    assert keys(assign_keys([described("a"), described("b")], known, no_marks)) == {"one": {"a"}, "two": {"b"}}


def test_a_work_whose_record_ids_were_all_corrected_is_found_by_its_marks() -> None:
    keyed = assign_keys([described("renamed", marks=["doi:10.1/x"])], [entry("old", "typo")], lambda _: ["doi:10.1/x"])
    assert keys(keyed) == {"old": {"renamed"}}


def test_marks_never_take_a_key_from_a_work_that_still_has_its_records() -> None:
    groups = [described("a"), described("b", marks=["doi:10.1/x"])]
    assert keys(assign_keys(groups, [entry("old", "a")], lambda _: ["doi:10.1/x"])) == {"old": {"a"}, "new": {"b"}}


def test_one_lost_work_is_found_once_however_many_groups_bear_its_mark() -> None:
    groups = [described("a", marks=["m"]), described("b", marks=["m"])]
    assert sorted(keys(assign_keys(groups, [entry("old", "gone")], lambda _: ["m"]))) == ["new", "old"]


def test_proposals_never_collide_with_each_other_or_with_any_key_ever_given() -> None:
    known = [entry("new", "x"), entry("new-2", merged_into="new", former=["y"])]
    keyed = assign_keys([described("a"), described("b"), described("x")], known, no_marks)
    assert sorted(keys(keyed)) == ["new", "new-3", "new-4"]


def test_a_key_of_a_work_that_no_source_names_is_not_given_away() -> None:
    keyed = assign_keys([described("a", proposal="gone")], [entry("gone", "vanished")], no_marks)
    assert [one.key for one in keyed] == ["gone-2"]


names = st.text("abcdefgh", min_size=1, max_size=1)


@given(st.lists(names, unique=True, min_size=1), st.lists(st.tuples(names, names), max_size=4), st.randoms())
def test_keys_do_not_depend_on_the_order_of_groups(
    ids: list[str], past: list[tuple[str, str]], order: random.Random
) -> None:
    known, used = [], set()
    for number, pair in enumerate(past):
        fresh = [one for one in dict.fromkeys(pair) if one not in used]
        used.update(fresh)
        known.append(entry(f"k{number}", *fresh))
    groups = [described(*ids[start : start + 2]) for start in range(0, len(ids), 2)]
    shuffled = list(groups)
    order.shuffle(shuffled)
    once = assign_keys(groups, known, no_marks)
    assert assign_keys(shuffled, known, no_marks) == once
    assert len({one.key for one in once}) == len(groups)
    records: list[RecordId] = [record for one in once for record in one.records]
    assert sorted(records) == sorted(rid(one) for one in ids)
