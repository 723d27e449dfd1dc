"""Which names may be one person's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.records.aliases import common_spellings, first_letters, is_full, same_person
from pubsync.records.names import Name, parse_name


def _same(left: str, right: str) -> bool:
    answer = same_person(parse_name(left), parse_name(right))
    assert same_person(parse_name(right), parse_name(left)) == answer
    return answer


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Weizhen Qi", "W. Qi"),
        ("Weizhen Qi", "Qi, W."),
        ("Weizhen Qi", "W Qi"),
        ("Weizhen Qi", "Qi Weizhen"),
        ("Weizhen Qi", "WEIZHEN QI"),
        ("Wei-Zhen Qi", "Weizhen Qi"),
        ("Wei Zhen Qi", "Weizhen Qi"),
        ("Qi Wei Zhen", "Weizhen Qi"),
        ("WZ Qi", "Weizhen Qi"),
        ("W.-Z. Qi", "Weizhen Qi"),
        ("Ludwig van Beethoven", "Ludwig Beethoven"),
        ("Stefano Di Cairano", "S. di Cairano"),
        ("Jürgen Müller", "Jurgen Muller"),
        ("Jürgen Müller", "J. Mueller"),
        ("Bu Lü", "Bu Lv"),
        ("Søren Ørsted", "Soren Orsted"),
        ("Dominik Fuchß", "Dominik Fuchss"),
        ("Tim O'Neil", "Tim ONeil"),
        ("Jean-Pierre Dupont", "J.-P. Dupont"),
        ("Jean-Pierre Dupont", "JP Dupont"),
        ("Jean-Pierre Dupont", "J Dupont"),
        ("John Smith", "John R. Smith"),
        ("John Robert Smith", "John R. Smith"),
        ("John Smith", "John Robert Smith"),
        ("Young-Ho Kim", "Youngho Kim"),
        ("Youngho Kim", "Y.-H. Kim"),
        ("Robert Smith", "Robert Smith Jr."),
        ("The ATLAS Collaboration", "ATLAS Collaboration"),
        ("Юрий Гагарин", "Ю. Гагарин"),
    ],
)
def test_ways_to_write_one_name(left: str, right: str) -> None:
    assert _same(left, right)


@pytest.mark.parametrize(
    ("han", "latin"),
    [
        ("齐炜祯", "Weizhen Qi"),
        ("齐炜祯", "Qi Weizhen"),
        ("齐炜祯", "Wei-Zhen Qi"),
        ("齐炜祯", "W. Qi"),
        ("齐炜祯", "W. Z. Qi"),
        ("吕布", "Bu Lyu"),
        ("吕布", "Bu Lu"),
        ("吕布", "Bu Lü"),
        ("仇英", "Ying Qiu"),
        ("单雄信", "Xiongxin Shan"),
        ("欧阳修", "Xiu Ouyang"),
        ("欧阳修", "Ouyang, X."),
    ],
)
def test_a_chinese_name_agrees_with_every_reading_of_it(han: str, latin: str) -> None:
    assert _same(han, latin)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Biqing Qi", "Baoqing Qi"),
        ("Wei Zhang", "Weizhen Zhang"),
        ("Wei Zhang", "Wei Zhen Zhang"),
        ("Wei Li", "W. Z. Li"),
        ("Weizhen Qi", "WN Qi"),
        ("Weizhen Qi", "X. Qi"),
        ("Weizhen Qi", "Weizhen Li"),
        ("Weizhen Qi", "Qi"),
        ("Jean Dupont", "Jean-Pierre Dupont"),
        ("Jean Dupont", "J.-P. Dupont"),
        ("Robert Louis Smith", "Robert Lee Smith"),
        ("Robert Smith Jr.", "Robert Smith Sr."),
        ("齐炜祯", "Weinan Qi"),
        ("齐炜祯", "Zhen Qiwei"),
        ("齐炜祯", "齐维真"),
        ("김철수", "Chulsoo Kim"),
        ("ATLAS Collaboration", "CMS Collaboration"),
        ("", ""),
    ],
)
def test_names_of_two_people(left: str, right: str) -> None:
    assert not _same(left, right)


def test_roles_play_no_part() -> None:
    assert same_person(Name("Qi", "Weizhen", roles=("equal",)), Name("Qi", "W."))


@pytest.mark.parametrize(("text", "full"), [("Weizhen Qi", True), ("W. Qi", False), ("Qi", False), ("齐炜祯", True)])
def test_full_names_are_told_from_initials(text: str, *, full: bool) -> None:
    assert is_full(parse_name(text)) == full


TEXTS = st.text(alphabet="aAbzZ qi-.'齐欧阳修ü김", max_size=12)


@given(st.builds(Name, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS), st.builds(Name, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS))
@settings(deadline=None)
def test_comparing_is_symmetric_and_never_fails(left: Name, right: Name) -> None:
    assert same_person(left, right) == same_person(right, left)


@given(st.from_regex(r"[A-Z][a-z]{1,9}", fullmatch=True), st.from_regex(r"[A-Z][a-z]{1,9}", fullmatch=True))
def test_a_name_agrees_with_its_own_initials(family: str, given_name: str) -> None:
    assert same_person(Name(family, given_name), Name(family, f"{given_name[0]}."))


PARTS = st.text("abzABZøü齐'`-. _1", max_size=8)


@given(st.builds(Name, PARTS, PARTS, st.sampled_from(["", "van", "d'", "'t"]), PARTS, st.sampled_from(["", "The Bs"])))
@settings(deadline=None)
def test_every_spelling_begins_with_one_of_the_first_letters(name: Name) -> None:
    assert first_letters(name) >= {spelling.lstrip("=")[:1] for spelling in common_spellings(name)}
