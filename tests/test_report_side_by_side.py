"""Questions as they stand on a terminal: two sides in columns, what differs marked, nothing from outside acting."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from pubsync.report.question import Answer, Question, key_lines, likelihood, question_lines
from pubsync.report.side_by_side import Row, beside, listed

HEADS = ("one", "other")
HOSTILE = "A\x1b[31m red\x07 title \u202egnp.exe\u2066 [bold]x[/bold]\nsecond\r\u2028line\x9b2J"


def texts(lines: list[str], side: int) -> str:
    """What one column says, its lines joined by spaces."""
    cells = [line.split(" | ")[side] for line in lines[2:] if " | " in line or side == 0]
    return " ".join(" ".join(cells).split())


def marked(text: str) -> list[str]:
    return re.findall(r"\[([^\]]*)\]", text)


@pytest.mark.parametrize(
    ("left", "right", "mine", "theirs"),
    [
        ("A survey of large models", "A new survey of models", ["large"], ["new"]),
        ("Equal titles", "Equal titles", [], []),
        ("大规模语言模型综述", "大规模模型综述", ["语言"], []),
        ("Doe, J. and Roe, M.", "Doe, Jane and Roe, M.", ["J."], ["Jane"]),
        ("2020", "", [], []),
    ],
)
def test_the_words_that_differ_are_in_brackets(left: str, right: str, mine: list[str], theirs: list[str]) -> None:
    lines = beside(HEADS, [Row("x", left, right)], 120)
    assert (marked(texts(lines, 0)), marked(texts(lines, 1))) == (mine, theirs)


def test_they_stand_out_further_where_that_is_wanted_and_the_columns_stay_straight() -> None:
    rows = [Row("title", "A survey of large models", "A new survey of models")]
    loud = beside(HEADS, rows, 60, lambda text: f"\x1b[1m{text}\x1b[0m")
    assert "\x1b[1m[large]\x1b[0m" in "\n".join(loud)
    assert [line.replace("\x1b[1m", "").replace("\x1b[0m", "") for line in loud] == beside(HEADS, rows, 60)


def test_what_is_not_to_be_compared_is_not_marked() -> None:
    assert "[" not in "".join(beside(HEADS, [Row("key", "qi2020", "qi2021", compared=False)], 80))


def test_a_side_that_says_nothing_is_shown_as_unknown_not_as_different() -> None:
    (line,) = beside(HEADS, [Row("date", "2020", "")], 80)[2:]
    assert re.split(r"\s+", line) == ["date", "2020", "|", "–"]


def test_a_difference_in_a_long_list_of_authors_is_seen_and_the_list_is_short() -> None:
    names = [f"Author Number{place}" for place in range(100)]
    others = [*names[:50], "Somebody Else", *names[51:]]
    lines = beside(HEADS, [Row("authors", ", ".join(names), ", ".join(others))], 80)
    assert len(lines) < 10
    assert marked(texts(lines, 1)) == ["Somebody Else"]
    assert "Number99" in texts(lines, 0)


def test_a_list_of_thousands_of_authors_takes_no_more_than_a_few_lines_and_no_time() -> None:
    names = ", ".join(f"A. Author{place % 7}" for place in range(20_000))
    assert len(beside(HEADS, [Row("authors", names, names[9:])], 60)) < 20


LETTERS = st.sampled_from("ab c大模型가é,.-)\u0301\u202e\x1b\n\u200d ")


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.tuples(st.text(LETTERS, max_size=80), st.text(LETTERS, max_size=80)), max_size=3),
    width=st.integers(24, 130),
)
def test_every_line_fits_the_terminal_and_holds_nothing_that_acts(rows: list[tuple[str, str]], width: int) -> None:
    lines = [
        *beside(HEADS, [Row("title", left, right) for left, right in rows], width),
        *listed([("for", left) for left, _ in rows], width),
    ]
    assert [line for line in lines if cell_len(line) > width] == []
    assert not {"Cc", "Cs"} & {unicodedata.category(one) for line in lines for one in line}
    assert not set("\u202e\u2066\u2028") & set("".join(lines))


@settings(max_examples=150, deadline=None)
@given(left=st.text(LETTERS, max_size=60), right=st.text(LETTERS, max_size=60), width=st.integers(24, 130))
def test_no_letter_of_a_short_text_is_lost(left: str, right: str, width: int) -> None:
    """Of two texts whose words all fit; a bracket is no letter of either."""
    lines = beside(("", ""), [Row("", left, right)], width)[2:]
    letters = [re.sub(r"[^ab c大模型가é,.)-]|\s", "", text) for text in (left, right)]
    columns = [line.partition(" |") if " |" in line else (line, "", "") for line in lines]
    shown = ["".join(one[side] for one in columns) for side in (0, 2)]
    if not any("…" in one or "–" in one for one in shown):
        assert [re.sub(r"[^ab c大模型가é,.)-]|\s", "", one) for one in shown] == letters


def test_a_hostile_title_is_shown_harmlessly_wherever_it_stands() -> None:
    question = Question(
        id="pair:a|b",
        sentence=HOSTILE,
        heads=(HOSTILE, HOSTILE),
        rows=(Row("title", HOSTILE, "B"),),
        facts=(("why", HOSTILE),),
        answers=(Answer("s", HOSTILE),),
    )
    lines = [*question_lines(question, "1 of 1", 60), *key_lines(question.answers, 60)]
    assert not {"Cc", "Cf"} & {unicodedata.category(one) for line in lines for one in line}
    assert any("[bold]" in line for line in lines), "markup is shown as it is"


def test_a_question_has_its_place_and_its_sentence() -> None:
    question = Question(id="x", sentence="One or two?", answers=())
    assert list(question_lines(question, "2 of 7", 20)) == ["-- 2 of 7 ----------", "One or two?"]


def test_keys_are_never_parted_from_what_they_do() -> None:
    answers = [Answer("s", "same work"), Answer("d", "different works"), Answer("q", "quit")]
    assert key_lines(answers, 30) == ["s same work", "d different works   q quit"]


@pytest.mark.parametrize(
    ("probability", "words"), [(0.97, "very likely one"), (0.7, "rather one"), (0.5, "as likely"), (0.1, "rather two")]
)
def test_a_probability_is_said_in_words(probability: float, words: str) -> None:
    assert likelihood(probability).startswith(words)
