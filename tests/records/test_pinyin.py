"""How Chinese names are read in Latin letters."""

from __future__ import annotations

import pytest

from pubsync.records.pinyin import is_syllable, readings, syllable_splits


@pytest.mark.parametrize(
    ("word", "splits"),
    [
        ("weizhen", {("wei", "zhen")}),
        ("xian", {("xian",), ("xi", "an")}),
        ("qi", {("qi",)}),
        ("smith", set()),
        ("hannah", set()),
        ("", set()),
        ("a" * 1000, set()),
    ],
)
def test_words_are_split_into_syllables_in_every_way(word: str, splits: set[tuple[str, ...]]) -> None:
    assert set(syllable_splits(word)) == splits


@pytest.mark.parametrize(
    ("word", "answer"), [("zhuang", True), ("lv", True), ("er", True), ("ng", False), ("i", False)]
)
def test_syllables_are_told(word: str, *, answer: bool) -> None:
    assert is_syllable(word) == answer


def test_every_reading_of_a_name_is_given() -> None:
    assert ("qi", ("wei", "zhen")) in set(readings("齐炜祯"))
    assert {("ou", ("yang", "xiu")), ("ouyang", ("xiu",))} <= set(readings("欧阳修"))
    assert {family for family, _ in readings("吕布")} == {"lv", "lu", "lyu"}
    assert "qiu" in {family for family, _ in readings("仇英")}


@pytest.mark.parametrize("name", ["", "齐", "约翰·史密斯", "ab", "☃☃"])
def test_what_is_no_chinese_name_has_no_reading(name: str) -> None:
    assert list(readings(name)) == []
