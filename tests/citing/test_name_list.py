from __future__ import annotations

from dataclasses import replace

import pytest

from pubsync.citing.markup import html_of
from pubsync.citing.name_list import ListedName, NameListStyle, initials, name_list

QI = ListedName("Qi", "Weizhen", own=True)
GOGH = ListedName("Gogh", "Vincent Willem", particle="van")
KING = ListedName("King", "Martin Luther", suffix="Jr.")
ZHAO = ListedName(literal="赵强")
APA = NameListStyle(
    and_word="&",
    et_al_min=21,
    et_al_use_first=19,
    et_al_use_last=True,
    initialize_with=". ",
    name_as_sort_order="all",
    delimiter_precedes_last="always",
    demote_particle=False,
)


def printed(names: list[ListedName], style: NameListStyle, *, cut: bool = False) -> str:
    return html_of(name_list(names, style, cut=cut))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "Weizhen Qi, Vincent Willem van Gogh, Martin Luther King Jr., 赵强"),
        ({"and_word": "and"}, "Weizhen Qi, Vincent Willem van Gogh, Martin Luther King Jr., and 赵强"),
        (
            {"and_word": "and", "delimiter_precedes_last": "never"},
            "Weizhen Qi, Vincent Willem van Gogh, Martin Luther King Jr. and 赵强",
        ),
        ({"form": "short"}, "Qi, van Gogh, King, 赵强"),
        ({"initialize_with": ". "}, "W. Qi, V. W. van Gogh, M. L. King Jr., 赵强"),
        ({"initialize_with": ""}, "W Qi, VW van Gogh, ML King Jr., 赵强"),
        (
            {"name_as_sort_order": "first", "delimiter": "; "},
            "Qi, Weizhen; Vincent Willem van Gogh; Martin Luther King Jr.; 赵强",
        ),
        (
            {"name_as_sort_order": "all", "delimiter": "; "},
            "Qi, Weizhen; Gogh, Vincent Willem van; King, Martin Luther, Jr.; 赵强",
        ),
        (
            {"name_as_sort_order": "all", "delimiter": "; ", "demote_particle": False},
            "Qi, Weizhen; van Gogh, Vincent Willem; King, Martin Luther, Jr.; 赵强",
        ),
        (
            {"name_as_sort_order": "all", "sort_separator": " ", "initialize_with": "", "family_part": str.upper},
            "QI W, GOGH VW van, KING ML Jr., 赵强",
        ),
        ({"et_al_min": 4, "et_al_use_first": 1}, "Weizhen Qi et al."),
        ({"et_al_min": 4, "et_al_use_first": 2}, "Weizhen Qi, Vincent Willem van Gogh, et al."),
        (
            {"et_al_min": 4, "et_al_use_first": 2, "delimiter_precedes_et_al": "never"},
            "Weizhen Qi, Vincent Willem van Gogh et al.",
        ),
        (
            {
                "et_al_min": 4,
                "et_al_use_first": 1,
                "delimiter_precedes_et_al": "after-inverted-name",
                "name_as_sort_order": "all",
            },
            "Qi, Weizhen, et al.",
        ),
        ({"et_al_min": 4, "et_al_use_first": 1, "et_al_use_last": True}, "Weizhen Qi, … 赵强"),
        ({"et_al_min": 5, "et_al_use_first": 1}, "Weizhen Qi, Vincent Willem van Gogh, Martin Luther King Jr., 赵强"),
    ],
)
def test_the_specification_by_example(changes: dict[str, object], expected: str) -> None:
    names = [QI._replace(own=0), GOGH, KING, ZHAO]
    assert printed(names, replace(NameListStyle(), **changes)) == expected  # type: ignore[arg-type]  # of many kinds


def test_twenty_names_stand_and_more_are_shortened() -> None:
    names = [ListedName(f"F{number}", "G") for number in range(1, 22)]
    assert printed(names[:20], APA).endswith("F19, G., &amp; F20, G.")
    assert printed(names, APA).endswith("F19, G., … F21, G.")


def test_a_cut_list_ends_in_et_al_however_short() -> None:
    style = NameListStyle(and_word="and")
    assert printed([GOGH, KING], style, cut=True) == "Vincent Willem van Gogh, Martin Luther King Jr., et al."
    assert printed([GOGH], style, cut=True) == "Vincent Willem van Gogh et al."
    assert printed([ListedName("F", "G")] * 25, APA, cut=True).endswith(", F, G., et al.")
    assert printed([], style, cut=True) == ""
    shortened = NameListStyle(et_al_min=3, et_al_use_first=1)
    assert printed([GOGH, KING], shortened, cut=True) == "Vincent Willem van Gogh et al."


def test_chinese_words_take_no_space() -> None:
    style = NameListStyle(and_word="和", et_al="等")
    others = [ListedName(literal="李华"), ListedName(literal="王小明", own=True)]
    assert printed([ZHAO, others[0]], style) == "赵强和李华"
    assert printed([ZHAO, *others], style) == "赵强, 李华和<b>王小明</b>"
    assert printed([others[1]], style, cut=True) == "<b>王小明</b>等"
    assert printed([GOGH], style, cut=True) == "Vincent Willem van Gogh 等"


def test_the_own_name_is_bold_whole_and_marks_follow_it() -> None:
    assert printed([QI, KING], APA) == "<b>Qi, W.</b>, &amp; King, M. L., Jr."
    marked = QI._replace(marks="*†")
    assert printed([marked, KING], NameListStyle()) == "<b>Weizhen Qi</b><sup>*†</sup>, Martin Luther King Jr."


@pytest.mark.parametrize(
    ("given", "mark", "hyphen", "expected"),
    [
        ("Jean-Luc", ". ", True, "J.-L."),
        ("Jean-Luc", " ", False, "J L"),
        ("Jean-Luc", "", True, "J-L"),
        ("Xiao-ming", ". ", True, "X."),
        ("J.-L.", ". ", True, "J.-L."),
        ("W.Z.", ". ", True, "W. Z."),
        ("Ludwig van", ".", True, "L. van"),
        ("Łukasz Élie", ". ", True, "Ł. É."),
        ("Robert (Bob)", ". ", True, "R."),
        ("", ". ", True, ""),
    ],
)
def test_initials(given: str, mark: str, *, hyphen: bool, expected: str) -> None:
    assert initials(given, mark, hyphen=hyphen) == expected


def test_initials_without_dots_are_initials() -> None:
    style = NameListStyle(initialize_with=". ")
    assert printed([ListedName("Rowling", "JK")], style) == "J. K. Rowling"
    assert printed([ListedName("WANG", "LI")], style) == "L. WANG"


def test_a_style_may_dot_initials_and_leave_names_whole() -> None:
    style = NameListStyle(initialize=False, initialize_with=". ")
    assert printed([ListedName("King", "Martin L")], style) == "Martin L. King"
    assert printed([ListedName("Sartre", "J.-P.")], style) == "J.-P. Sartre"
    assert printed([ListedName("Qi", "Weizhen")], style) == "Weizhen Qi"
