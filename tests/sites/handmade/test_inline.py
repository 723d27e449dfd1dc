"""The words of Markdown and HTML as a reader sees them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.sites.handmade.inline import LONGEST, plain_words, read_inline


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("**Lin Qiao**\\*, Ann *Lee*", "Lin Qiao*, Ann Lee"),
        ("Ann Lee*, Bo Wu*, and *Ocean Letters*", "Ann Lee*, Bo Wu*, and Ocean Letters"),
        ("**Ann Lee** *, Bo Wu *, Lin", "Ann Lee *, Bo Wu *, Lin"),
        ("Kun Wang<sup>*</sup>, Xi Huang<sup>*</sup>", "Kun Wang*, Xi Huang*"),
        ("<strong>Xi Zhou</strong>*, An Arnab*, Chen", "Xi Zhou*, An Arnab*, Chen"),
        ("[Title with [brackets] in](https://x.org/a_(b)) rest", "Title with [brackets] in rest"),
        ("a snake_case_word and __bold__", "a snake_case_word and bold"),
        ("A &amp; B&nbsp;&lt;c&gt;", "A & B <c>"),
        ("Text {{ page.x }} {: .btn} <!-- gone --> end", "Text end"),
        ("``ACL 2020`` [T]()", "ACL 2020 T"),
        ("`open", "`open"),
    ],
)
def test_words_of_markdown(markup: str, words: str) -> None:
    assert plain_words(markup) == words


def test_links_lead_where_they_say() -> None:
    found = read_inline(
        "[![stars](https://img.x/s.svg)](https://g.org/r) [**PDF**](a.pdf) <a href='b.pdf'>B</a> [c][1]",
        targets={"1": "https://c.org"},
    )
    assert [(one.text, one.url, one.image) for one in found.pieces if one.url] == [
        ("stars", "https://g.org/r", True),
        ("PDF", "a.pdf", False),
        ("B", "b.pdf", False),
        ("c", "https://c.org", False),
    ]


def test_a_picture_is_seen_and_has_no_words() -> None:
    found = read_inline("![a plot](plot.png) Words")
    assert (found.words, found.pieces[0].image) == ("Words", True)


def test_html_breaks_lines_where_a_reader_sees_one() -> None:
    assert read_inline("<b>Title</b>\n of it<br>Names<p>Venue", markdown=False).lines == (
        "Title of it",
        "Names",
        "Venue",
    )
    assert read_inline("Title  \nNames\n\nVenue").lines == ("Title", "Names", "Venue")


def test_long_and_hostile_markup_takes_no_time() -> None:
    for pattern in ("[", "*a ", "<a ", "![](", "`", "**a*", "[x](", "\\[", "<div>", "_a*_"):
        read_inline(pattern * LONGEST)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab *_[]()!<>/`\\\n&;{}:%", max_size=60), st.booleans())
def test_no_word_is_made_up(text: str, markdown: bool) -> None:
    letters = [sign for sign in read_inline(text, markdown=markdown).words if sign in "ab"]
    assert len(letters) <= sum(sign in "ab" for sign in text)
