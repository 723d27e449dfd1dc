"""Who the person is, by every name that their papers carry."""

from __future__ import annotations

import pytest

from pubsync.records.names import Name, parse_name
from pubsync.records.people import Person, finder, person


def test_a_person_is_made_of_names_as_people_write_them() -> None:
    made = person("Qi, Weizhen", ["齐炜祯", "W. Qi"])
    assert made == Person(Name("Qi", "Weizhen"), (Name(literal="齐炜祯"), Name("Qi", "W.")))


@pytest.mark.parametrize("name", ["Weizhen Qi", "W. Qi", "W Qi", "Qi Weizhen", "Wei-Zhen Qi", "齐炜祯", "W. Z. Qi"])
def test_a_person_is_named_by_every_form_of_their_names(name: str) -> None:
    assert person("Weizhen Qi", ["齐炜祯"]).is_named(parse_name(name))


@pytest.mark.parametrize("name", ["Weinan Qi", "齐文", "Weizhen Li", "Qi", "The Qi Group"])
def test_a_person_is_not_named_by_another_name(name: str) -> None:
    assert not person("Weizhen Qi", ["齐炜祯", "W. Qi"]).is_named(parse_name(name))


def test_an_initialled_alias_does_not_claim_a_namesake() -> None:
    biqing = person("Biqing Qi", ["B. Qi"])
    assert biqing.is_named(parse_name("B. Qi"))
    assert not biqing.is_named(parse_name("Baoqing Qi"))
    assert not person("齐碧青", ["B. Qi"]).is_named(parse_name("Baoqing Qi"))


def test_initials_alone_match_full_names() -> None:
    initialled = person("W. Qi")
    assert initialled.is_named(parse_name("Weizhen Qi"))
    assert initialled.is_named(parse_name("W Qi"))


def test_an_initialled_alias_counts_where_the_full_name_is_in_a_script_that_says_nothing_of_it() -> None:
    assert person("김철수", ["C. Kim"]).is_named(parse_name("Chulsoo Kim"))


def test_a_former_name_is_an_alias() -> None:
    assert person("Anna Schmidt", ["Anna Maier"]).is_named(parse_name("A. Maier"))


def test_roles_do_not_matter() -> None:
    assert person("Weizhen Qi").is_named(Name("Qi", "Weizhen", roles=("corresponding",)))


@pytest.mark.parametrize(
    "heading",
    [
        "Jianfeng Tong",
        "J. Tong",
        "Tong, Jianfeng",
        "Prof. Dr. Jianfeng Tong",
        "Jianfeng Tong, PhD",
        "童剑锋",
        "Jianfeng Tong (SMART Lab)",
        "Tong Jianfeng | 童剑锋",
        "Jianfeng Tong, 童剑锋",
        "Jianfeng Tong (童剑锋)",
    ],
)
def test_a_heading_that_names_the_person(heading: str) -> None:
    assert person("Jianfeng Tong", ["童剑锋"]).is_called(heading)


@pytest.mark.parametrize("heading", ["Wei Li", "", "Wei Tong", "SMART Lab (Li)", "童大山", "()", "PhD"])
def test_a_heading_that_names_somebody_else(heading: str) -> None:
    assert not person("Jianfeng Tong", ["童剑锋"]).is_called(heading)


_SOME = [
    person("Weizhen Qi", ["齐炜祯", "W. Qi"]),
    person("Biqing Qi", ["B. Qi"]),
    person("Müller, Hans"),
    person("H. Muller"),
    person("The Tea Group"),
]
_WRITTEN = [
    "Qi, Weizhen",
    "W Qi",
    "B. Qi",
    "Baoqing Qi",
    "齐炜祯",
    "Hans Mueller",
    "H. Müller",
    "Tea Group",
    "Wei Wang",
    "",
]


@pytest.mark.parametrize("written", _WRITTEN)
def test_a_finder_finds_all_whom_a_name_can_be_and_nobody_else(written: str) -> None:
    name = parse_name(written)
    assert finder(_SOME)(name) == tuple(place for place, one in enumerate(_SOME) if one.is_named(name))


@pytest.mark.parametrize(
    ("name", "aliases", "language", "shown"),
    [
        ("Weizhen Qi", ["W. Qi", "齐炜祯"], "zh-CN", "齐炜祯"),
        ("Weizhen Qi", ["W. Qi", "齐炜祯"], "en", "Weizhen Qi"),
        ("Weizhen Qi", ["W. Qi"], "zh", "Weizhen Qi"),
        ("齐炜祯", ["W. Qi", "Weizhen Qi"], "en", "Weizhen Qi"),
        ("齐炜祯", ["W. Qi"], "en", "齐炜祯"),
        ("山田太郎", ["Taro Yamada"], "ja", "山田太郎"),
    ],
)
def test_a_page_calls_a_person_by_the_name_of_its_script_where_the_settings_give_one(
    name: str, aliases: list[str], language: str, shown: str
) -> None:
    assert str(person(name, aliases).name_in(language)) == shown
