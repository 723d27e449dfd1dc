from __future__ import annotations

import pytest

from pubsync.citing.languages import (
    date_in_print,
    date_range_in_print,
    is_east_asian,
    language_in_print,
    name_in_print,
    term_in_print,
)
from pubsync.records.dates import PartialDate
from pubsync.records.names import Name


@pytest.mark.parametrize(
    ("date", "language", "expected"),
    [
        (PartialDate(2021), "en", "2021"),
        (PartialDate(2021, 7), "en", "July 2021"),
        (PartialDate(2020, 5, 3), "en", "3 May 2020"),
        (PartialDate(2021), "zh", "2021年"),
        (PartialDate(2021, 7), "zh", "2021年7月"),
        (PartialDate(2020, 5, 3), "zh-CN", "2020年5月3日"),
    ],
)
def test_a_date_at_the_precision_known(date: PartialDate, language: str, expected: str) -> None:
    assert date_in_print(date, language) == expected


@pytest.mark.parametrize("language", ["", "xx", "tlh", "../../etc", "en.os", "EN-gb"])
def test_a_language_that_is_not_known_is_english(language: str) -> None:
    assert date_in_print(PartialDate(2021, 7), language) == "July 2021"


def test_every_language_can_print_every_part_of_a_date() -> None:
    for tag in ("en", "zh"):
        words = language_in_print(tag)
        assert len(words.months) == 12
        assert {"year", "year-month", "year-month-day", "month", "month-day", "day"} == set(words.dates)


@pytest.mark.parametrize(
    ("start", "end", "english", "chinese"),
    [
        ((2020, 5, 3), (2020, 5, 5), "3–5 May 2020", "2020年5月3日至5日"),
        ((2020, 4, 30), (2020, 5, 2), "30 April – 2 May 2020", "2020年4月30日至5月2日"),
        ((2020, 12, 30), (2021, 1, 2), "30 December 2020 – 2 January 2021", "2020年12月30日至2021年1月2日"),
        ((2020, 5), (2020, 7), "May–July 2020", "2020年5月至7月"),
        ((2019, 12), (2020, 1), "December 2019 – January 2020", "2019年12月至2020年1月"),
        ((2019,), (2021,), "2019–2021", "2019年至2021年"),
        ((2020, 5, 3), (2020, 6), "3 May 2020 – June 2020", "2020年5月3日至2020年6月"),
        ((2020, 5, 3), (2020, 5, 3), "3 May 2020", "2020年5月3日"),
    ],
)
def test_a_range_names_once_what_both_ends_share(
    start: tuple[int, ...], end: tuple[int, ...], english: str, chinese: str
) -> None:
    assert date_range_in_print(PartialDate(*start), PartialDate(*end), "en") == english
    assert date_range_in_print(PartialDate(*start), PartialDate(*end), "zh") == chinese


def test_half_a_range_is_a_date() -> None:
    assert date_range_in_print(PartialDate(2020), None, "en") == "2020"
    assert date_range_in_print(None, PartialDate(2020), "en") == "2020"
    assert date_range_in_print(None, None, "en") == ""


@pytest.mark.parametrize(
    ("term", "english", "chinese"),
    [
        ("2024-fall", "Fall 2024", "2024年秋季"),
        ("2024-Spring", "Spring 2024", "2024年春季"),
        ("2024-autumn", "Autumn 2024", "2024年秋季"),
        ("2023-2024-1", "2023-2024-1", "2023-2024-1"),
        ("WS 2024/25", "WS 2024/25", "WS 2024/25"),
        ("2021年春", "Spring 2021", "2021年春"),
        ("2023—2024学年第一学期", "Fall 2023", "2023—2024学年第一学期"),
        ("每年秋天", "每年秋天", "每年秋天"),
        ("2024-trimester", "2024-trimester", "2024-trimester"),
        ("", "", ""),
    ],
)
def test_terms(term: str, english: str, chinese: str) -> None:
    assert term_in_print(term, "en") == english
    assert term_in_print(term, "zh") == chinese


@pytest.mark.parametrize("language", ["en", "zh"])
def test_names(language: str) -> None:
    assert name_in_print(Name("Qi", "Weizhen"), language) == "Weizhen Qi"
    assert name_in_print(Name("Gogh", "Vincent", "van"), language) == "Vincent van Gogh"
    assert name_in_print(Name(literal="齐炜祯"), language) == "齐炜祯"
    assert name_in_print(Name("齐", "炜祯"), language) == "齐炜祯"
    assert name_in_print(Name(literal="The ATLAS Collaboration"), language) == "The ATLAS Collaboration"


def test_a_name_in_both_writings_fits_the_text_around_it() -> None:
    both = Name("Qi", "Weizhen", literal="齐炜祯")
    assert name_in_print(both, "zh") == "齐炜祯"
    assert name_in_print(both, "en") == "Weizhen Qi"


def test_east_asian_writing() -> None:
    assert is_east_asian("BERT 模型")
    assert is_east_asian("ひらがな")
    assert is_east_asian("한국어")
    assert not is_east_asian("Ünïcode Привет α")
