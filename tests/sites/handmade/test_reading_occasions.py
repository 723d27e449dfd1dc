"""Talks and courses are read from lists where their words leave no doubt; else it is said what lacks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.records.course import CourseRecord
from pubsync.records.talk import TalkRecord
from pubsync.sites.handmade.lists import read_lists
from pubsync.sites.handmade.reading_occasions import (
    NO_DATE,
    NO_TERM,
    NO_TITLE,
    SEVERAL_YEARS,
    UNSURE_TERMS,
    OccasionReading,
    read_course,
    read_talk,
)


def readings(text: str, path: str = "index.md") -> list[OccasionReading]:
    return [
        (read_course if hand.section == "teaching" else read_talk)(item, hand, source=f"page:{path}")
        for hand in read_lists(text, path)
        for item in hand.items
    ]


def talk(line: str) -> TalkRecord:
    (found,) = readings(f"# Talks\n\n- {line}\n")
    assert isinstance(found.record, TalkRecord), found.fault
    return found.record


def course(line: str, heading: str = "Teaching") -> CourseRecord:
    (found,) = readings(f"# {heading}\n\n- {line}\n")
    assert isinstance(found.record, CourseRecord), found.fault
    return found.record


@pytest.mark.parametrize(
    ("line", "title", "date", "kind", "venue", "location"),
    [
        ("On tea and time. Keynote, Oxford, 3 May 2023.", "On tea and time", "2023-05-03", "Keynote", "Oxford", ""),
        (
            "**Sensors in practice**. *AGU Fall Meeting*, San Francisco, December 12-14, 2021.",
            "Sensors in practice",
            "2021-12-12",
            "",
            "AGU Fall Meeting",
            "San Francisco",
        ),
        (
            '2020-11-03: "Air, tea and us", Seminar at the University of Vienna',
            "Air, tea and us",
            "2020-11-03",
            "Seminar",
            "University of Vienna",
            "",
        ),
        (
            "Keynote at ICML 2024: The end of gradients (Vienna, July 2024)",
            "The end of gradients",
            "2024-07",
            "Keynote",
            "ICML",
            "Vienna",
        ),
        (
            "Trees, leaves, and roots, University of Kassel, 2019",
            "Trees, leaves, and roots",
            "2019",
            "",
            "University of Kassel",
            "",
        ),
        (
            "2023年5月，特邀报告：低成本传感器的应用，清华大学，北京",
            "低成本传感器的应用",
            "2023-05",
            "特邀报告",
            "清华大学",
            "北京",
        ),
        ("《茶的历史与未来》，中国农业大会，2022.06", "茶的历史与未来", "2022-06", "", "中国农业大会", ""),
    ],
)
def test_talks_in_the_usual_forms(line: str, title: str, date: str, kind: str, venue: str, location: str) -> None:
    found = talk(line)
    assert (found.title, str(found.start), found.type) == (title, date, kind)
    assert (found.venue, found.location) == (venue, location)


def test_links_of_a_talk_are_kept_and_their_labels_are_no_place() -> None:
    found = talk("**On tea and time**, ETH Zürich, May 2020 [[slides](https://x.org/s.pdf)] [[video](https://x.org/v)]")
    assert {link.kind: link.url for link in found.links} == {
        "slides": "https://x.org/s.pdf",
        "video": "https://x.org/v",
    }
    assert found.venue == "ETH Zürich"


def test_a_day_below_a_years_heading_is_of_that_year() -> None:
    (found,) = readings("# Talks\n\n## 2021\n- **On tea and time**, ETH Zürich, 3 May\n")
    assert isinstance(found.record, TalkRecord)
    assert str(found.record.start) == "2021-05-03"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Invited talk at Stanford University, Nov 2022", NO_TITLE),
        ("Invited to give a talk at the [Princeton AI Lab](https://x.org), 2024", NO_TITLE),
        ("27/10/2024, Academy of Research Sub-Forum, The 9th International Forum for Young Scholars.", NO_TITLE),
        ("Trees in Winter, Oxford, England, 2019", NO_TITLE),
        ("在北京大学作报告，2020年", NO_TITLE),
        ("**On tea and time**, ETH Zürich", NO_DATE),
        ("**On tea and time**, ETH Zürich 2019, Oxford 2021", SEVERAL_YEARS),
    ],
)
def test_a_talk_of_which_title_or_year_is_unsure_is_told(line: str, why: str) -> None:
    (found,) = readings(f"# Talks\n\n- {line}\n")
    assert found == OccasionReading(None, why)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (
            "Advanced Statistics, Fall 2020, Fall 2021, University of Vienna",
            {"title": "Advanced Statistics", "terms": ("Fall 2020", "Fall 2021"), "venue": "University of Vienna"},
        ),
        (
            "Teaching Assistant for CS 101: Introduction to Programming (Fall 2019)",
            {"title": "CS 101: Introduction to Programming", "role": "Teaching Assistant", "terms": ("Fall 2019",)},
        ),
        ("**Machine Learning** (graduate), Spring 2024", {"title": "Machine Learning", "level": "graduate"}),
        (
            "Air Pollution Control, Lecturer, Peking University, Fall 2022 & Fall 2023",
            {"title": "Air Pollution Control", "role": "Lecturer", "terms": ("Fall 2022", "Fall 2023")},
        ),
        (
            "Fall 2020, Spring 2021: CS 101: Introduction to Programming (undergraduate)",
            {"title": "CS 101: Introduction to Programming", "terms": ("Fall 2020", "Spring 2021")},
        ),
        ("2020秋季：大气化学（本科生）", {"title": "大气化学", "terms": ("2020秋季",), "level": "本科生"}),
        ("CS2311 - Computer Programming (2024-25 Fall)", {"title": "CS2311 - Computer Programming"}),
        ("大气化学（研究生），2019年秋，2020年秋", {"title": "大气化学", "level": "研究生", "language": "zh"}),
        (
            "《大气化学》，本科生，2019年秋—2021年秋",
            {"terms": ("2019-fall", "2020-fall", "2021-fall"), "level": "本科生"},
        ),
        ("Air Pollution Control (Fall 2022 to Fall 2023)", {"terms": ("2022-fall", "2023-fall")}),
    ],
)
def test_courses_in_the_usual_forms(line: str, wanted: dict[str, Any]) -> None:
    found = course(line)
    assert {name: getattr(found, name) for name in wanted} == wanted


def test_a_course_below_its_term() -> None:
    (found,) = readings("# Teaching\n\n## 2024 Semester 2\n\n- **Structure of English**, University of Perth\n")
    assert isinstance(found.record, CourseRecord)
    assert found.record.terms == ("2024 Semester 2",)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("**Databases** for everyone", NO_TERM),
        ("Statistics, Beijing, Fall 2020", NO_TITLE),
        ("《大气化学》，本科生，2019年至今", UNSURE_TERMS),
        ("《大气化学》，本科生，2019年秋—2020年春", UNSURE_TERMS),
        ("《大气化学》，本科生，2021年秋—2019年秋", UNSURE_TERMS),
    ],
)
def test_a_course_of_which_title_or_term_is_unsure_is_told(line: str, why: str) -> None:
    (found,) = readings(f"# Teaching\n\n- {line}\n")
    assert found == OccasionReading(None, why)


@given(st.text(max_size=300), st.sampled_from(["Talks", "Teaching"]))
@settings(max_examples=150, deadline=None)
def test_nothing_that_stands_there_breaks_the_reading(text: str, heading: str) -> None:
    for one in readings(f"# {heading}\n\n- {' '.join(text.split())}, Fall 2020\n"):
        assert (one.record is None) == bool(one.fault)
        if one.record is not None:
            assert one.record.title
            assert "\n" not in one.record.title
