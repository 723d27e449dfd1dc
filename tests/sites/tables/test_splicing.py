"""Members are taken out, put in and moved; what stands between them stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.sites.tables.splicing import Commas, Placed, in_lines, line_end, spliced


def commas(text: str, wanted: str) -> str:
    """Arrange members, which are letters; a digit is one that stands, ``-`` before it takes it out, ``+x`` is new."""
    found = [one.span() for one in re.finditer(r"(?<!%)[a-z]", text)]
    return Commas(text, (0, len(text)), found, "%").arranged([placed(text, found, word) for word in wanted.split()])


def lines(text: str, wanted: str) -> str:
    found = [one.span() for one in re.finditer(r"(?<!%)[a-z]", text)]
    arranged = in_lines(text, found, [placed(text, found, word) for word in wanted.split()], "\n\n")
    return text[: found[0][0]] + arranged + text[line_end(text, found[-1][1]) :]


def placed(text: str, spans: list[tuple[int, int]], word: str) -> Placed:
    if word.startswith("+"):
        return Placed(word[1:])
    number = int(word.strip("-"))
    return Placed(None if word.startswith("-") else text[slice(*spans[number])], number)


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        (" a , b ", "0 1", " a , b "),
        ("a, b, c", "0 -1 2", "a, c"),
        ("a, b, c", "-0 1 2", "b, c"),
        ("a, b, c,", "0 1 -2", "a, b,"),
        ("a, b, c", "0 1 -2", "a, b"),
        (" a, b ", "-0 -1", ""),
        (" a, %x\n b %y\n", "-0 -1", " %x\n %y\n"),
        ("a,b", "1 0", "b,a"),
        ("\n a,\n b\n", "0 1 +n", "\n a,\n b,\n n\n"),
        ("\n a,\n b,\n", "0 1 +n", "\n a,\n b,\n n,\n"),
        ("a,b", "+n 0 +m 1", "n,a,m,b"),
        ("a", "0 +n", "a, n"),
        ("a", "-0 +n", "n"),
        ("\n a, %x, Y\n b %z\n", "0 1 +n", "\n a, %x, Y\n b, %z\n n\n"),
        ("\n a, %x\n b, %y\n c\n", "0 -1 2", "\n a, %x\n %y\n c\n"),
        ("\n a, %x\n b %y\n", "0 -1", "\n a %x\n %y\n"),
        ("\n a, %x\n b\n", "-0 1", "\n %x\n b\n"),
    ],
)
def test_members_between_commas(text: str, wanted: str, expected: str) -> None:
    assert commas(text, wanted) == expected


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("a %x\n\n%y\nb\n", "0 1", "a %x\n\n%y\nb\n"),
        ("a %x\n\n%y\nb\nc\n", "1 0 2", "%y\nb\n\na %x\nc\n"),
        ("a\n%x\n\n%y\nb\n", "1 0", "%y\nb\n\na\n%x\n"),
        ("a\n\n\nb\n\nc\n", "0 -1 2", "a\n\nc\n"),
        ("a\n\n\nb\n\nc\n", "-0 1 2", "b\n\nc\n"),
        ("a\n\n%x\nb %y\n\nc\n", "0 -1 2", "a\n\n%x\n%y\n\nc\n"),
        ("a b\nc\n", "0 1 +n 2", "a b\n\nn\nc\n"),
        ("a b %x\n", "0 1 +n", "a b %x\n\nn\n"),
        ("a\n%x\nb\n", "0 +n 1", "a\n\nn\n%x\nb\n"),
        ("%h\n\na\n", "+n 0", "%h\n\nn\n\na\n"),
        ("%x\na b\n", "1 0", "%x\nb\n\na\n"),
        ("a\n\n%x\nb c\n", "0 -1 2", "a\n\n%x\n\nc\n"),
    ],
)
def test_members_in_lines(text: str, wanted: str, expected: str) -> None:
    assert lines(text, wanted) == expected


@given(
    st.lists(st.sampled_from(["\n", "\n\n", " %x\n", "\n%y\n", "\n%z\n\n", "\n\n%w\n"]), min_size=3, max_size=3),
    st.data(),
)
@settings(deadline=None, max_examples=100)
def test_property_no_comment_is_lost_between_lines(gaps: list[str], data: st.DataObject) -> None:
    text = "".join(name + gap for name, gap in zip("abcd", [*gaps, "\n"], strict=True))
    order = data.draw(st.permutations([0, 1, 2, 3]))
    words = [data.draw(st.sampled_from(["{}", "{}", "-{}", "+n {}"])).format(number) for number in order]
    after = lines(text, " ".join(words))
    assert sorted(re.findall("%[a-z]", after)) == sorted(re.findall("%[a-z]", text))
    kept = [number for word in words for number in re.findall(r"(?<!-)\d", word)]
    assert re.findall("(?<!%)[a-d]", after) == ["abcd"[int(number)] for number in kept]
    assert all(line.startswith("%") or "%" not in line or line[0] in "abcd" for line in after.split("\n"))


def test_splices_are_done_in_their_order_whatever_order_they_come_in() -> None:
    assert spliced("abcdef", [(4, 5, "E"), (0, 1, ""), (2, 2, "x"), (2, 3, "C")]) == "bxCdEf"
    assert spliced("abcdef", [(2, 3, "C")], (1, 4)) == "bCd"
