"""How names are read, and what their initials are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.records.names import Name, initials, parse_name, script


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qi, Weizhen", Name("Qi", "Weizhen")),
        ("Weizhen Qi", Name("Qi", "Weizhen")),
        ("Donald E. Knuth", Name("Knuth", "Donald E.")),
        ("Smith, Jr., Robert", Name("Smith", "Robert", suffix="Jr.")),
        ("Smith, Robert, Jr.", Name("Smith", "Robert", suffix="Jr.")),
        ("Robert Smith Jr.", Name("Smith", "Robert", suffix="Jr.")),
        ("Robert Smith, III", Name("Smith", "Robert", suffix="III")),
        ("van der Waals, J. D.", Name("Waals", "J. D.", "van der")),
        ("Ludwig van Beethoven", Name("Beethoven", "Ludwig", "van")),
        ("Beethoven, Ludwig van", Name("Beethoven", "Ludwig", "van")),
        ("de La Fontaine, Jean", Name("La Fontaine", "Jean", "de")),
        ("Charles de la Vallée Poussin", Name("Vallée Poussin", "Charles", "de la")),
        ("von Neumann", Name("Neumann", "", "von")),
        ("Stefano Di Cairano", Name("Di Cairano", "Stefano")),
        ("Duc Van Le", Name("Le", "Duc Van")),
        ("Santiago Ramón y Cajal", Name("Ramón y Cajal", "Santiago")),
        ("wei zhang", Name("zhang", "wei")),
        ("Plato", Name("Plato")),
        ("Jean-Pierre Dupont", Name("Dupont", "Jean-Pierre")),
        ("Юрий Гагарин", Name("Гагарин", "Юрий")),
        ("  Qi ,  Weizhen  ", Name("Qi", "Weizhen")),
        ("Qi, Weizhen,", Name("Qi", "Weizhen")),
    ],
)
def test_every_order_of_a_name_is_read(text: str, expected: Name) -> None:
    assert parse_name(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("W. Qi", Name("Qi", "W.")),
        ("W Qi", Name("Qi", "W.")),
        ("WN Qi", Name("Qi", "W. N.")),
        ("KCC Chang", Name("Chang", "K. C. C.")),
        ("Qi W", Name("Qi", "W.")),
        ("van der Berg J. A.", Name("Berg", "J. A.", "van der")),
        ("Qi, {WN}", Name("Qi", "WN")),
    ],
)
def test_initials_are_told_from_family_names(text: str, expected: Name) -> None:
    assert parse_name(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZHANG Wei", Name("ZHANG", "Wei")),
        ("YAN Zhengxiao", Name("YAN", "Zhengxiao")),
        ("LI Zhengxiao", Name("LI", "Zhengxiao")),
        ("Weizhen QI", Name("QI", "Weizhen")),
        ("WEI QI", Name("QI", "WEI")),
        ("QI, WEI", Name("QI", "WEI")),
    ],
)
def test_capitals_are_kept_and_may_mark_the_family_name(text: str, expected: Name) -> None:
    assert parse_name(text) == expected


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("齐炜祯", "齐炜祯"),
        ("齐 炜祯", "齐炜祯"),
        ("齐，炜祯", "齐炜祯"),
        ("齐炜祯 (Weizhen Qi)", "齐炜祯"),
        ("やまだ たろう", "やまだ たろう"),
        ("김철수", "김철수"),
        ("The ATLAS Collaboration", "The ATLAS Collaboration"),
        ("Gemini Team", "Gemini Team"),
        ("{Barnes and Noble, Inc.}", "Barnes and Noble, Inc."),
    ],
)
def test_names_without_parts_are_literal(text: str, literal: str) -> None:
    assert parse_name(text) == Name(literal=literal)


def test_a_name_in_han_characters_in_parentheses_gives_way_to_the_latin_one() -> None:
    assert parse_name("Weizhen Qi (齐炜祯)") == Name("Qi", "Weizhen")


def test_braces_keep_words_together() -> None:
    assert parse_name("{Foo}-{Bar}") == Name("Foo-Bar")
    assert parse_name("Ludwig {van Beethoven}") == Name("van Beethoven", "Ludwig")
    assert parse_name("{Foo, Bar and Baz} Smith, Ann") == Name("Foo, Bar and Baz Smith", "Ann")


def test_roles_are_sorted_and_kept_once() -> None:
    assert parse_name("W. Qi", ["equal", "corresponding", "equal"]).roles == ("corresponding", "equal")


def test_parts_are_decoded_after_they_were_split() -> None:
    name = parse_name("{ACM} and Sons, A", decode=lambda text: text.replace("{ACM}", "A, C, M"))
    assert name == Name("A, C, M and Sons", "A.")


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    name = parse_name(text)
    assert not (name.literal and (name.family or name.given))


@given(st.text(alphabet="aA ,.{}-~'\\İßǅ齐김e\u0301", max_size=40))
def test_any_mixture_of_signs_is_read_without_an_error(text: str) -> None:
    parse_name(text)
    initials(text)


NAMES = st.from_regex(r"[A-Z][a-zé]{2,8}(-[A-Z][a-z]{2,8})?", fullmatch=True)


@given(NAMES, NAMES)
def test_both_orders_give_the_same_name(family: str, given_name: str) -> None:
    assert parse_name(f"{family}, {given_name}") == parse_name(f"{given_name} {{{family}}}") == Name(family, given_name)


@pytest.mark.parametrize(
    ("given_names", "expected"),
    [
        ("Weizhen", "W."),
        ("Jean-Pierre", "J.-P."),
        ("Wei-zhen", "W.-Z."),
        ("John Robert", "J. R."),
        ("J. R.", "J. R."),
        ("J.R.R.", "J. R. R."),
        ("WN", "W. N."),
        ("J.-P.", "J.-P."),
        ("Ángel", "Á."),
        ("A\u0301ngel", "Á."),
        ("Юрий", "Ю."),
        ("Maria de los Angeles", "M. de los A."),
        ("炜祯", "炜祯"),
        ("", ""),
        ("-", ""),
    ],
)
def test_initials(given_names: str, expected: str) -> None:
    assert initials(given_names) == expected


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (Name("Qi", "Weizhen"), "Latn"),
        (Name("Šuppa", "Marek"), "Latn"),
        ("齐炜祯", "Hani"),
        ("山田はなこ", "Jpan"),
        ("김철수", "Kore"),
        ("Юрий", "Cyrl"),
        ("Ωμέγα", "Grek"),
        ("አበበ", "Zyyy"),
        ("12 .", ""),
        ("", ""),
    ],
)
def test_the_script_of_a_name(name: Name | str, code: str) -> None:
    assert script(name) == code
