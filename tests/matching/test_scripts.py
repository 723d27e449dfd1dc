from __future__ import annotations

from typing import Any

from pubsync.matching import match
from pubsync.records.names import Name
from tests.builders import record
from tests.matching.making import entry, paper

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


def in_one_list(chinese: dict[str, Any], latin: dict[str, Any]) -> tuple[list[tuple[str, str]], int]:
    """The pairs asked of, by the ids of their records, and the number of works."""
    authors = "Liu, Xia; Zhou, Jian"
    records = [
        entry("青藏高原湖冰物候的被动微波遥感", "刘霞; 周建", 2022, "冰川冻土", id="zh", **chinese),
        entry("Microwave remote sensing of lake ice", authors, venue="Journal of Glaciology", id="en", **latin),
        entry("Phenology of lake ice on the Tibetan Plateau", authors, 2022, "The Cryosphere", id="other", volume="17"),
    ]
    found = match(records, one_person=True)
    return [(one.left.id, one.right.id) for one in found.undecided], len(found.groups)


def test_one_list_with_a_paper_under_its_journals_names_in_both_scripts_is_asked_of_and_not_joined() -> None:
    place = {"volume": "44", "page": "812-825"}
    assert in_one_list(place, {"year": 2022, **place}) == ([("en", "zh")], 3)


def test_one_list_with_titles_in_two_scripts_at_two_places_or_of_two_years_has_two_works() -> None:
    place = {"volume": "44", "page": "812-825"}
    assert ("en", "zh") not in in_one_list(place, {"year": 2022, "volume": "44", "page": "901-910"})[0]
    assert ("en", "zh") not in in_one_list(place, {"year": 2021, **place})[0]


def test_the_same_authors_alone_make_no_question_of_two_titles_in_two_scripts() -> None:
    chinese = paper("湖泊光学", "张运林; 秦伯强; 刘霞", 2019, id="zh")
    latin = paper("Secchi depth of lakes in China", "Zhang, Yunlin; Liu, Xia; Qin, Boqiang", 2020, "Water", id="en")
    assert match([chinese, latin], one_person=True).undecided == ()


def test_a_work_with_titles_in_both_scripts_is_offered_no_other_counterpart() -> None:
    authors = "Liu, Xia; Zhou, Jian"
    records = [
        paper("青藏高原湖冰 ERA5", "刘霞; 周建", 2022, id="zh"),
        paper("Lake ice of the Tibetan Plateau in ERA5", authors, 2022, id="en"),
        paper("Snow depth over Siberia in ERA5", authors, 2022, id="other"),
    ]
    assert match(records, one_person=True).undecided
    joined = [(records[0].record_id, records[1].record_id)]
    assert match(records, links=joined, one_person=True).undecided == ()
