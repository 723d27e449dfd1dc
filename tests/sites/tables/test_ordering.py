"""Rows stand where the wanted order puts them, and a person's stay below the row they stand below."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.sites.tables.ordering import Ranked, in_order
from pubsync.sites.tables.rows import Slot


def ranked(word: str) -> Ranked:
    """``3`` is a person's row of rank 3, ``3!`` one of ours, any other word a row that is not wanted."""
    digits = word.removesuffix("!")
    return Ranked(Slot(id=word), int(digits) if digits.isdigit() else None, made=word.endswith("!"))


def ordered(standing: str, new: str = "", *, movable: bool = True) -> str:
    slots = in_order(
        [ranked(word) for word in standing.split()], [ranked(word) for word in new.split()], movable=movable
    )
    return " ".join(slot.id for slot in slots)


def test_a_new_row_comes_behind_the_nearest_earlier_one_else_before_the_nearest_later() -> None:
    assert ordered("1 4", "2! 3! 5!") == "1 2! 3! 4 5!"
    assert ordered("2 4", "0! 1! 3!") == "0! 1! 2 3! 4"
    assert ordered("a 2 b 4 c", "0! 3! 9!") == "a 0! 2 b 3! 4 c 9!"
    assert ordered("a b", "1! 0!") == "a b 0! 1!"


def test_our_rows_take_the_wanted_order_among_their_places() -> None:
    assert ordered("2! 1! 0!") == "0! 1! 2!"
    assert ordered("2! a b 1! c 0!") == "0! 1! c 2! a b"
    assert ordered("h 5! 3 a 1! b") == "h 1! b 3 a 5!"


def test_a_persons_own_order_stands() -> None:
    assert ordered("3 1 2 0") == "3 1 2 0"
    assert ordered("4 2 0", "1! 3! 5!") == "4 1! 2 3! 0 5!"


def test_where_rows_can_not_move_new_ones_are_placed_all_the_same() -> None:
    assert ordered("2! 0!", "1!", movable=False) == "2! 0! 1!"


@given(st.permutations([*(f"{n}!" for n in range(4)), "4", "5", "6", "a", "b"]), st.integers(0, 9))
@settings(deadline=None, max_examples=100)
def test_property_an_order_that_was_found_holds(words: list[str], count: int) -> None:
    new = " ".join(word for word in words[:count] if word.endswith("!"))
    standing = " ".join(word for word in words if word not in new.split())
    once = ordered(standing, new)
    assert sorted(once.split()) == sorted(words)
    assert ordered(once) == once
    ours = [word for word in once.split() if word.endswith("!")]
    assert ours == sorted(ours)
    theirs = [word for word in once.split() if word in ("4", "5", "6")]
    assert theirs == [word for word in words if word in ("4", "5", "6")]
