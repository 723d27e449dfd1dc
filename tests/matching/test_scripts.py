from __future__ import annotations

from pubsync.matching import match
from pubsync.records.names import Name
from tests.builders import record

OWNER = (Name(literal="齐炜祯"),)
TEAM = (Name(family="Wu", given="Chenfei"), Name(family="Qi", given="Weizhen"), Name(family="Duan", given="Nan"))


def offered(
    chinese_authors: tuple[Name, ...],
    latin_authors: tuple[Name, ...],
    *,
    complete: bool = True,
    latin: str = "scholar:aaaaaaaaaaaa#en",
) -> int:
    records = [
        record("zh", "GPT-4 科普分享", year=2023, author=chinese_authors),
        record(latin, "GPT-4 explained", year=2023, author=latin_authors, author_complete=complete),
    ]
    return len(match(records, one_person=True).undecided)


def test_titles_in_two_scripts_are_offered_where_all_else_points_that_way() -> None:
    assert offered(OWNER, (Name(family="Qi", given="Weizhen"),)) == 1


def test_whole_author_lists_of_different_lengths_speak_against_a_translation() -> None:
    assert offered(OWNER, TEAM) == 0
    assert offered(OWNER, TEAM[1:2], complete=False) == 1


def test_the_owner_of_the_page_alone_in_common_says_nothing_of_two_lists() -> None:
    chinese = (*OWNER, Name(literal="刘洋"))
    same = (Name(family="Qi", given="Weizhen"), Name(family="Liu", given="Yang"))
    others = (Name(family="Sun", given="Mei"), Name(family="Qi", given="Weizhen"))
    assert offered(chinese, same, latin="en") == 1
    assert offered(chinese, others, latin="en") == 0
    assert offered(chinese, others, latin="en", complete=False) == 1
