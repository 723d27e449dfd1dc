from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.citing.markup import QUOTE_END, field_text, formatted, html_of, unformatted


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ("A.. B", "A. B"),
        ("A, , B", "A, B"),
        ("A ,  B", "A, B"),
        ("A (). B", "A. B"),
        ("A ( , 3). B", "A (3). B"),
        ("A [], B", "A, B"),
        ("A,. B", "A. B"),
        ("A?. B", "A? B"),
        ("A; , B", "A; B"),
        (", A: ", "A"),
        ("A. “”. B", "A. B"),
        ("A [doi:].", "A [doi:]."),
        (f"“A”{QUOTE_END}, B", "“A,” B"),
        (f"“A.”{QUOTE_END}. B", "“A.” B"),
        (f"“A?”{QUOTE_END}, B", "“A?” B"),
        (f"“A?”{QUOTE_END}. B", "“A?” B"),
        ("“A”, B", "“A”, B"),
        ("Qi, W., & Li, H.", "Qi, W., &amp; Li, H."),
        ("et al., B", "et al., B"),
    ],
)
def test_punctuation_is_tidied(citation: str, expected: str) -> None:
    assert html_of(citation) == expected


def test_punctuation_is_tidied_across_formatting() -> None:
    assert html_of(formatted("A?", "italic") + ". B") == "<i>A?</i> B"
    assert html_of(formatted("A.", "italic") + ". B") == "<i>A.</i> B"
    assert html_of(formatted("“A”" + QUOTE_END, "italic") + ", B") == "<i>“A,”</i> B"
    assert html_of("A (" + formatted("", "italic") + ") B") == "A B"
    assert html_of(formatted(formatted("A..", "italic") + ".", "bold") + ".") == "<b><i>A.</i></b>"


@pytest.mark.parametrize(
    "text",
    [
        "Attention... is all",
        "What?! Really??",
        "main() and x[]",
        "On .NET, (.NET) and “.NET”",
        ".NET Core",
        "$f(x, , y) ..$ holds",
        "C++ & <b>",
    ],
)
def test_what_a_field_says_on_purpose_stays(text: str) -> None:
    assert html.unescape(html_of(field_text(text, 100))) == text


def test_a_field_that_ends_in_a_mark_takes_no_second() -> None:
    assert html_of(field_text("Wait...", 100) + ". B") == "Wait... B"
    assert html_of(field_text("etc.", 100) + ". B") == "etc. B"


def test_a_field_can_bring_no_formatting() -> None:
    bold = formatted("x", "bold") + QUOTE_END
    assert html_of(field_text(bold, 100)) == "x"
    assert unformatted(bold) == "x"


def test_a_field_is_one_short_line() -> None:
    assert field_text("a\n\n b\t c", 100) == "a b c"
    assert len(field_text("x" * 10_000_000, 50)) == 50


pieces = st.lists(st.one_of(st.text(), st.sampled_from([".", ",", " ", "(", ")", "“", "”", QUOTE_END, ";", "?", "<"])))


@given(
    st.recursive(pieces.map("".join), lambda inner: st.builds(formatted, inner, st.sampled_from(["bold", "italic"])))
)
def test_whatever_comes_is_balanced_and_escaped(citation: str) -> None:
    page = html_of(f"A{citation}B")
    tags = re.findall(r"<(/?)(\w+)>", page)
    assert re.sub(r"</?[bi]>", "", page).count("<") == 0
    open_tags: list[str] = []
    for closing, name in tags:
        if closing:
            assert open_tags.pop() == name
        else:
            open_tags.append(name)
    assert not open_tags
