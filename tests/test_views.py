from __future__ import annotations

from typing import Any

from pubsync.records.course import Course
from pubsync.records.dates import PartialDate
from pubsync.records.talk import Talk
from pubsync.records.work import Work
from pubsync.views import publications, talks, teaching, term_start


def work(key: str, year: int | None = 2020, month: int = 0, **fields: Any) -> Work:
    return Work(key=key, title=fields.pop("title", key), issued=PartialDate(year, month) if year else None, **fields)


def shown(works: list[Work], **options: Any) -> list[tuple[str, list[str]]]:
    section = publications(works, **({"group_by": "year"} | options))
    return [(group.key, [one.key for one in group.entries]) for group in section.groups]


def test_newest_first_by_year_then_month() -> None:
    works = [work("a", 2019), work("b", 2021, 3), work("c", 2021, 11), work("d", 2021)]
    assert shown(works) == [("2021", ["c", "b", "d"]), ("2019", ["a"])]


def test_what_awaits_publication_goes_first() -> None:
    works = [
        work("a", 2021, 5),
        work("b", 2021, status="accepted"),
        work("c", None, status="submitted"),
        work("d", None),
    ]
    assert shown(works) == [("forthcoming", ["c"]), ("2021", ["b", "a"]), ("undated", ["d"])]


def test_by_type_journal_articles_before_conference_papers_before_the_rest() -> None:
    works = [work("a", type="dataset"), work("b", type="paper-conference"), work("c", type="article-journal")]
    assert [key for key, _ in shown(works, group_by="type")] == ["article-journal", "paper-conference", "dataset"]


def test_without_groups_there_is_no_heading() -> None:
    assert shown([work("a")], group_by="none") == [("", ["a"])]
    assert shown([], group_by="none") == []


def test_excluded_types_do_not_show() -> None:
    assert shown([work("a", type="patent"), work("b")], exclude_types=["patent"]) == [("2020", ["b"])]


def test_talks_newest_first() -> None:
    ordered = talks(
        [Talk(key="a", title="a", start=PartialDate(2020, 1, 2)), Talk(key="b", title="b", start=PartialDate(2021))]
    )
    assert [one.key for one in ordered.entries()] == ["b", "a"]


def test_a_course_shows_once_or_once_a_term() -> None:
    course = Course(key="ml", title="ML", terms=("2023-fall", "2024-spring"))
    assert [one.key for one in teaching([course]).entries()] == ["ml"]
    each = Course(key="ml", title="ML", terms=("2023-fall", "2024-spring"), show="each")
    assert [(one.key, one.terms) for one in teaching([each]).entries()] == [
        ("ml-2024-spring", ("2024-spring",)),
        ("ml-2023-fall", ("2023-fall",)),
    ]


def test_a_course_stands_where_it_was_last_held_whenever_it_began() -> None:
    long = Course(key="long", title="A", start=PartialDate(2019, 9), terms=("2019-fall", "2024-fall"))
    short = Course(key="short", title="B", terms=("2023-spring",))
    dated = Course(key="dated", title="C", start=PartialDate(2026))
    assert [one.key for one in teaching([short, dated, long]).entries()] == ["dated", "long", "short"]


def test_terms_begin_when_their_season_does() -> None:
    assert term_start("2024-fall") == PartialDate(2024, 9)
    assert term_start("2024-Spring") == PartialDate(2024, 3)
    assert term_start("2024-block 2") == PartialDate(2024)
    assert term_start("sometime") is None
    assert term_start("99999-fall") is None
