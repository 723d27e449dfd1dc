"""Entries of a list begin as those beside them do."""

from __future__ import annotations

import pytest

from pubsync.records.base import Chunk
from pubsync.sites.list_signs import sign_of, wanted_sign, with_sign


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("", ""),
        ("### 2021\n", ""),
        ("**bold words** first\n", ""),
        ("- one\n- two\n* mine\n", "-"),
        ("* one\n  - a part\n  - another\n* two\n", "*"),
        ("1. one\n2. two\n10. ten\n", "1."),
        ("3) one\n", "1)"),
        ("- one\n* two\n", "-"),
    ],
)
def test_the_sign_is_that_of_most_entries(text: str, sign: str) -> None:
    assert sign_of(text) == sign


@pytest.mark.parametrize(
    ("text", "sign"), [("", "1."), ("### 2021\n", "1."), ("- one\n", "1."), ("1. one\n", "1."), ("3) one\n", "1)")]
)
def test_a_list_that_is_to_be_numbered_is_also_while_nothing_stands_there(text: str, sign: str) -> None:
    assert wanted_sign(text, numbered=True) == sign
    assert wanted_sign(text, numbered=False) == sign_of(text)


def test_the_region_s_own_indentation_counts_not() -> None:
    assert sign_of("  * one\n  * two\n", "  ") == "*"


def test_entries_take_the_sign_and_what_belongs_to_them_moves_along() -> None:
    chunks = [
        Chunk("heading", "2021", "### 2021\n"),
        Chunk("entry", "a", "- A paper\n  of two lines\n"),
        Chunk("entry", "b", "<p>not an item</p>\n"),
        Chunk("hand", "a", "- mine\n"),
    ]
    assert [one.text for one in with_sign(chunks, "1.")] == [
        "### 2021\n",
        "1. A paper\n   of two lines\n",
        "<p>not an item</p>\n",
        "- mine\n",
    ]
    assert with_sign(chunks, "-") == with_sign(chunks, "") == tuple(chunks)
