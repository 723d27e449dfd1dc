"""How dates are read, and what they know."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.records.dates import PartialDate, month_number, parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020", "2020"),
        ("2020-05", "2020-05"),
        ("2020-05-03", "2020-05-03"),
        ("2020/5/3", "2020-05-03"),
        ("2020-05-03T12:00:00Z", "2020-05-03"),
        ("2020-05-03/2020-05-07", "2020-05-03"),
        ("May 2020", "2020-05"),
        ("3 May 2020", "2020-05-03"),
        ("3rd of May 2020", "2020-05-03"),
        ("May 3, 2020", "2020-05-03"),
        ("2020 May 3", "2020-05-03"),
        ("Sept. 2019", "2019-09"),
        ("3-5 May 2020", "2020-05-03"),
        ("May 3–5, 2020", "2020-05-03"),
        ("June 29 - July 2, 2020", "2020-06-29"),
        ("29 June - 2 July 2020", "2020-06-29"),
        ("May 30 - 2 June 2020", "2020-05-30"),
        ("2020年5月3日", "2020-05-03"),
        ("2020 年 5 月", "2020-05"),
        ("２０２０年", "2020"),
        ("3.5.2020", "2020-05-03"),
        ("05/2020", "2020-05"),
        ("2020-21", "2020"),
        ("2020--2021", "2020"),
        ("Fall 2020", "2020"),
        ("c2020", "2020"),
        ("2020~", "2020"),
    ],
)
def test_dates_are_read_at_their_precision(text: str, expected: str) -> None:
    assert str(parse_date(text)) == expected


@pytest.mark.parametrize("text", ["", "in press", "0", "0000", "0000-05-03", "20", "12345", "May", "二月"])
def test_what_names_no_year_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2020-02-30", "2020-02"), ("2020-13-05", "2020"), ("2020-00-00", "2020"), ("31 April 2020", "2020-04")],
)
def test_a_day_that_does_not_exist_leaves_what_does(text: str, expected: str) -> None:
    assert str(parse_date(text)) == expected


def test_a_day_and_month_that_could_be_swapped_are_unknown() -> None:
    assert parse_date("03/05/2020") == PartialDate(2020)


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or parse_date(str(found)) == found


@given(st.text(alphabet="0123456789-/. ,年月日MayJune~th", max_size=30))
def test_anything_like_a_date_is_a_date_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.first_day().year == found.year


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@given(st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2999, 12, 31)))
def test_every_day_is_read_in_every_form(day: dt.date) -> None:
    expected = PartialDate(day.year, day.month, day.day)
    name = MONTHS[day.month - 1]
    forms = (
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.day} {name} {day.year}",
        f"{name[:3]}. {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
    )
    assert {parse_date(form) for form in forms} == {expected}


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("5", 5),
        ("05", 5),
        ("May", 5),
        ("SEPT.", 9),
        ("september", 9),
        ("jul/aug", 7),
        ("5月", 5),
        ("13", 0),
        ("0", 0),
        ("marble", 0),
        ("", 0),
    ],
)
def test_months_are_read_by_name_and_number(text: str, month: int) -> None:
    assert month_number(text) == month
