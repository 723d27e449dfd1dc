"""Names as people write them: a list is names throughout or none, and marks say only what somebody says they mean."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.sites.handmade.inline import plain_words
from pubsync.sites.handmade.written_names import legend, name_list, with_roles


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Lin Qiao, Ann Lee, and Bo Wu", ["Lin Qiao", "Ann Lee", "Bo Wu"]),
        ("L. Qiao, A. Lee and B. Wu", ["L. Qiao", "A. Lee", "B. Wu"]),
        ("Qiao, L., Lee, A., & Wu, B.", ["L. Qiao", "A. Lee", "B. Wu"]),
        ("Qiao L., <b>Lee A.</b>", ["L. Qiao", "A. Lee"]),
        ("**Lin Qiao**\\*, [Ann Lee](https://x.org)<sup>1,†</sup>, Bo Wu", ["Lin Qiao", "Ann Lee", "Bo Wu"]),
        ("By Lin Qiao and Ludwig van der Meer", ["Lin Qiao", "Ludwig van der Meer"]),
        ("作者：乔琳*、吴波，李安等", ["乔琳", "吴波", "李安"]),
        ("Lin Qiao, Ann Lee, et al.", ["Lin Qiao", "Ann Lee"]),
    ],
)
def test_lists_in_the_ways_people_write_them(written: str, names: list[str]) -> None:
    assert [str(one.name) for one in name_list(plain_words(written)).names] == names


@pytest.mark.parametrize(
    "text",
    [
        "In Proceedings of EcoVision, Vancouver",
        "Reading tides from satellite noise",
        "Lin Qiao, Ann Lee. EcoVision, 2023",
        "This paper, about tides, is new",
        "paper, code, slides",
        "",
    ],
)
def test_what_is_not_names_throughout_is_no_list(text: str) -> None:
    assert name_list(text).names == ()


def test_a_cut_list_says_so() -> None:
    assert not name_list("Lin Qiao, Ann Lee, et al.").complete
    assert name_list("Lin Qiao, Ann Lee").complete


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("(* indicates equal contribution)", {"*": "equal"}),
        ("*: equal contribution, ✉: corresponding authors", {"*": "equal", "✉": "corresponding"}),
        ("#共同第一作者，*通讯作者", {"#": "equal", "*": "corresponding"}),
        ("The corresponding author is marked with *", {"*": "corresponding"}),
        ("Equal contribution (†)", {"†": "equal"}),
        ("* and † denote equal contribution and corresponding author, respectively", {}),
        ("* equal contribution. Later: * corresponding author", {}),
        ("We contributed equally", {}),
    ],
)
def test_a_legend_says_what_marks_mean_and_an_unclear_one_nothing(text: str, meanings: dict[str, str]) -> None:
    assert legend(text) == meanings


def roles(text: str, meanings: dict[str, str]) -> list[tuple[str, ...]]:
    return [one.roles for one in with_roles(name_list(text).names, meanings)]


def test_marks_are_roles_only_as_far_as_they_are_told() -> None:
    listed = "Lin Qiao*, Ann Lee*, Bo Wu✉"
    assert roles(listed, {"*": "corresponding"}) == [("corresponding",), ("corresponding",), ("corresponding",)]
    assert roles(listed, {}) == [("equal",), ("equal",), ("corresponding",)]
    assert roles("Lin Qiao, Ann Lee*, Bo Wu", {}) == [(), (), ()]
    assert roles("Lin Qiao, Ann Lee*, Bo Wu*", {}) == [(), (), ()]
    assert roles("Lin Qiao*, Ann Lee, Bo Wu*", {}) == [(), (), ()]
    assert roles("Lin Qiao1, Ann Lee1,2", {}) == [(), ()]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_without_fault(text: str) -> None:
    listed = name_list(text)
    assert isinstance(legend(text), dict)
    assert all(str(one.name) for one in listed.names)
