from __future__ import annotations

from pubsync.matching import match
from pubsync.records.names import Name
from tests.builders import record

OWNER = (Name(literal="齐炜祯"),)
TEAM = (Name(family="Wu", given="Chenfei"), Name(family="Qi", given="Weizhen"), Name(family="Duan", given="Nan"))


def offered(chinese_authors: tuple[Name, ...], latin_authors: tuple[Name, ...], *, complete: bool = True) -> int:
    records = [
        record("zh", "GPT-4 科普分享", year=2023, author=chinese_authors),
        record("scholar:aaaaaaaaaaaa#en", "GPT-4 explained", year=2023, author=latin_authors, author_complete=complete),
    ]
    return len(match(records, one_person=True).undecided)


def test_titles_in_two_scripts_are_offered_where_all_else_points_that_way() -> None:
    assert offered(OWNER, (Name(family="Qi", given="Weizhen"),)) == 1


def test_whole_author_lists_of_different_lengths_speak_against_a_translation() -> None:
    assert offered(OWNER, TEAM) == 0
    assert offered(OWNER, TEAM[1:2], complete=False) == 1
