from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.records.dates import PartialDate
from pubsync.records.term_names import BEGINS, BEGINS_IN_SPAN
from pubsync.records.terms import (
    Term,
    every_year,
    in_order,
    listed_terms,
    parse_term,
    split_term,
    term_identity,
    term_label,
)

SAME = {
    "2024-fall": "Fall 2024|2024 Fall|fall, 2024|FALL SEMESTER 2024|Fall '24|fall ’24|Fa24|F24|Autumn 2024|2024_fall"
    "|Autumn term 2024|2024-autumn|HS 2024|Herbst 2024|automne 2024|Fall 2024/25|Semester 1, 2024/25|(Fall 2024)"
    "|1st semester of 2024-25|First semester, academic year 2024/2025|2024年秋|2024秋季学期|２０２４年秋季|2024-2025-1"
    "|2024-2025学年第一学期|2024—2025學年第1學期|2024-2025学年上学期|2024学年第一学期|113學年度第一學期|2024秋冬学期",
    "2024-spring": "Spring 2024|2024 Spring|Spring '24|Sp24|FS24|Frühjahrssemester 2024|printemps 2024|2024年春"
    "|2024春季学期|2023-2024-2|2023-2024学年第二学期|2023-2024学年下学期|2024年度春学期|Spring 2023/24|S2 2023/24",
    "2024-summer": "Summer 2024|SS 2024|SoSe 2024|SoSe24|Sommersemester 2024|Summer session 2024|2024年夏季学期"
    "|2024年暑期|2023-2024-3|2024年小学期",
    "2024-winter": "Winter 2024|Winter quarter 2024|W24|hiver 2024|2024年冬季",
    "2023-24-winter": "WS 2023/24|WS 23/24|WiSe 2023/2024|WS 2023|WS23|Wintersemester 2023/2024|Winter 2023/24"
    "|Winter semester 2023|2023/24-winter|2023-2024学年冬季学期",
    "2023-michaelmas": "Michaelmas 2023|Michaelmas Term 2023|MT 2023|Michaelmas 2023/24",
    "2024-hilary": "Hilary 2024|Hilary 2023-24",
    "2024-lent": "Lent 2024|Lent Term 2024",
    "2024-easter": "Easter 2024",
    "2024-trinity": "Trinity Term 2024|TT 2024",
    "2024-s1": "S1 2024|2024 S1|2024-S1|Semester 1 2024|Semester 1, 2024|Sem. 1, 2024|2024-1|First semester 2024",
    "2024-s2": "S2 2024|2024-2|2nd semester 2024",
    "2024-t3": "T3 2024|Term 3, 2024|Trimester 3 2024|third term 2024",
    "2023-24-t2": "Term 2 2023/24|T2 2023-2024",
    "2024-q3": "2024 Q3|Q3 2024|Quarter 3, 2024|2024年第三季度",
    "2024": "2024年| 2024 ",
    "2023-24": "2023/24|2023-2024|2023–24|AY 2023/24|Academic year 2023-2024|2023-2024学年|2023学年",
}
NONE = (
    *("", "someday", "Fall", "24", "'24", "S24", "2024-01", "2024-09", "2024-13", "2024年上学期", "S4 2024", "Q5 2024"),
    *(
        "Fall 2024 and Spring 2025",
        "2024-2026",
        "Fall 2024-2026",
        "Week 42",
        "Fall 1492",
        "Fall 12024",
        "Fall 2024" * 9,
    ),
)


@pytest.mark.parametrize(
    ("written", "normal"),
    [(one, normal) for normal, spellings in SAME.items() for one in (normal, *spellings.split("|"))],
)
def test_what_people_write_has_one_normal_form(written: str, normal: str) -> None:
    assert str(parse_term(written)) == normal


@pytest.mark.parametrize("written", NONE)
def test_what_names_no_term_or_may_be_two_is_none(written: str) -> None:
    assert parse_term(written) is None


@pytest.mark.parametrize(
    ("written", "english", "chinese"),
    [
        ("autumn 2024", "Fall 2024", "2024年秋季"),
        ("WS 2023/24", "Winter 2023/24", "2023/24年冬季"),
        ("MT 2023", "Michaelmas 2023", "2023年米迦勒学期"),
        ("2024-1", "Semester 1, 2024", "2024年第一学期"),
        ("T2 2023/24", "Term 2, 2023/24", "2023/24年第二学段"),
        ("2024 q3", "Q3 2024", "2024年第三季度"),
        ("2024年", "2024", "2024年"),
        ("2023-2024", "2023/24", "2023–2024学年"),
        ("Module A", "Module A", "Module A"),
    ],
)
def test_labels(written: str, english: str, chinese: str) -> None:
    assert (term_label(written), term_label(written, "zh-CN")) == (english, chinese)


def test_terms_begin_in_their_month_and_a_year_is_a_year() -> None:
    written = ("2024", "2023/24", "Winter 2024", "WS 2024", "Fall 2024", "Term 2 2023/24")
    starts = [found.starts for one in written if (found := parse_term(one))]
    assert starts == [
        PartialDate(2024),
        PartialDate(2023),
        PartialDate(2024, 1),
        PartialDate(2024, 10),
        PartialDate(2024, 9),
        PartialDate(2024, 1),
    ]


def test_the_order_is_that_of_their_beginnings() -> None:
    ordered = (
        *("2023", "Spring 2023", "S2 2023", "2023/24", "Fall 2023", "Michaelmas 2023", "Hilary 2024"),
        *("Term 2 2023/24", "Spring 2024", "Easter 2024", "SS 2024", "2024 Q3", "2024-fall", "WS 2024/25"),
    )
    shuffled = list(ordered)
    random.Random(5).shuffle(shuffled)
    assert in_order(shuffled) == ordered


def test_of_two_ways_to_write_a_term_the_first_stays() -> None:
    assert in_order(["2025-fall", "Fall 2024", "2024-fall"]) == ("Fall 2024", "2025-fall")


def test_terms_that_nobody_can_read_stay_in_the_order_written() -> None:
    assert in_order(["Module B", "2025-fall", "2024-fall", "module  b"]) == ("Module B", "2025-fall", "2024-fall")
    assert term_identity("Module  B") == term_identity("module b") != term_identity("module c")


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("2020-spring..2022-spring", ("2020-spring", "2021-spring", "2022-spring")),
        ("2021年秋 … Fall 2022", ("2021-fall", "2022-fall")),
        ("WS 2019/20 .. WS 2021/22", ("2019-20-winter", "2020-21-winter", "2021-22-winter")),
        ("2023..2024", ("2023", "2024")),
        ("2024-fall..2024-fall", ("2024-fall",)),
        ("Fall 2024", ("Fall 2024",)),
        ("2024-fall...", ("2024-fall...",)),
        ("Module A..2024", ("Module A..2024",)),
    ],
)
def test_a_range_is_the_term_of_each_year(text: str, terms: tuple[str, ...]) -> None:
    assert every_year(text) == terms
    assert in_order(terms) == terms


@pytest.mark.parametrize("text", ["2020-spring..2022-fall", "2022-fall..2020-fall", "WS 2019/20..2021-fall"])
def test_a_range_from_one_term_to_another_is_an_error_that_says_how_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"such as 2020-fall\.\.2024-fall"):
        every_year(text)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("2023-fall, 2024-fall", ("2023-fall", "2024-fall")),
        ("2023年秋、2024年秋；2025年秋", ("2023年秋", "2024年秋", "2025年秋")),
        ("Semester 1, 2024; Spring, 2025", ("Semester 1, 2024", "Spring, 2025")),
        ("2023, 2024", ("2023", "2024")),
        ("Module A, 2024", ("Module A", "2024")),
        (" ; ", ()),
    ],
)
def test_a_list_in_one_line(text: str, terms: tuple[str, ...]) -> None:
    assert listed_terms(text) == terms


@pytest.mark.parametrize(
    ("title", "rest", "term"),
    [
        ("Machine Learning (Fall 2024)", "Machine Learning", "Fall 2024"),
        ("Machine Learning (Fall 2024) II", "Machine Learning II", "Fall 2024"),
        ("机器学习（2023-2024学年第一学期）", "机器学习", "2023-2024学年第一学期"),
        ("WS 2023/24: Analysis", "Analysis", "WS 2023/24"),
        ("CS 101 – Spring '24", "CS 101", "Spring '24"),
        ("Machine Learning, 2024", "Machine Learning", "2024"),
        ("Machine Learning Fall 2024", "Machine Learning", "Fall 2024"),
        ("机器学习 2024年秋", "机器学习", "2024年秋"),
        ("Machine Learning (advanced)", "Machine Learning (advanced)", ""),
        ("Orwell's 1984", "Orwell's 1984", ""),
        ("Fall 2024", "Fall 2024", ""),
        ("(Fall 2024)", "(Fall 2024)", ""),
    ],
)
def test_the_term_within_a_title(title: str, rest: str, term: str) -> None:
    assert split_term(title) == (rest, term)


years = st.integers(1900, 2098)
terms = (
    st.builds(lambda year, name: Term(year, BEGINS[name], name), years, st.sampled_from(sorted(BEGINS)))
    | st.builds(
        lambda year, name: Term(year, BEGINS_IN_SPAN[name], name, spans=True),
        st.integers(1901, 2098),
        st.sampled_from(sorted(BEGINS_IN_SPAN)),
    )
    | years.map(lambda year: Term(year, 0, ""))
    | years.map(lambda year: Term(year, 9, "", spans=True))
)
words = st.sampled_from(
    ("fall", "WS", "2023", "/24", "24", "-", "1", "学年", "第", "一", "学期", "秋", "term", "'", ",", "x")
)
scribbles = st.lists(words, max_size=6).map(" ".join) | st.lists(words, max_size=6).map("".join) | st.text(max_size=70)


@given(terms)
def test_the_normal_form_and_both_labels_name_the_same_term(term: Term) -> None:
    assert parse_term(str(term)) == parse_term(term.label()) == parse_term(term.label("zh")) == term
    assert term.starts.year == term.year


@given(scribbles)
def test_whatever_is_written_is_read_or_left(text: str) -> None:
    found = parse_term(text)
    assert found == parse_term(text.strip())
    if found:
        assert parse_term(str(found)) == found
        assert term_identity(text) == str(found)
    else:
        assert term_label(text) == text


@given(st.lists(scribbles | terms.map(str), max_size=6))
def test_order_holds_and_loses_no_term(written: list[str]) -> None:
    ordered = in_order(written)
    assert in_order(ordered) == ordered
    assert {term_identity(one) for one in ordered} == {term_identity(one) for one in written}
    assert set(ordered) <= set(written)


@given(st.lists(terms, max_size=6, unique=True), st.randoms(use_true_random=False))
def test_order_is_the_same_however_terms_are_listed(listed: list[Term], chance: random.Random) -> None:
    shuffled = list(listed)
    chance.shuffle(shuffled)
    assert in_order(map(str, shuffled)) == tuple(map(str, sorted(listed)))


@given(st.text(max_size=80) | scribbles)
def test_a_title_keeps_all_but_its_term(text: str) -> None:
    rest, term = split_term(text)
    assert rest or not text.strip()
    assert (parse_term(term) is not None) if term else rest == text.strip()
