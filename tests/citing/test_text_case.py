from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.citing.text_case import in_case


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("attention is all you need", "Attention Is All You Need"),
        ("the rise of the machines: a survey of", "The Rise of the Machines: A Survey Of"),
        ("BERT and mBERT for GPT-4", "BERT and mBERT for GPT-4"),
        ("state-of-the-art pre-training", "State-of-the-Art Pre-Training"),
        ("What We Learn From And For Data", "What We Learn from and for Data"),
        ("vitamin A and plan B", "Vitamin A and Plan B"),
        (r"on $a + b$ and $\alpha$-divergence", r"On $a + b$ and $\alpha$-divergence"),
        ("(almost) nothing, or “something”", "(Almost) Nothing, or “Something”"),
        ("see example.org and a/b tests", "See example.org and a/b Tests"),
        ("  spaced  out ", "  Spaced  Out "),
        ("", ""),
    ],
)
def test_title_case(text: str, expected: str) -> None:
    assert in_case(text, "title", "en-US") == expected


def test_titles_in_other_languages_stay() -> None:
    assert in_case("über die grenzen", "title", "de") == "über die grenzen"
    assert in_case("über die grenzen", "title", "zh-CN") == "über die grenzen"


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("capitalize-first", "Deep learning with BERT and $\\beta x$"),
        ("sentence", "Deep learning with BERT and $\\beta x$"),
        ("capitalize-all", "Deep Learning With BERT And $\\beta x$"),
        ("uppercase", "DEEP LEARNING WITH BERT AND $\\beta x$"),
        ("lowercase", "deep learning with bert and $\\beta x$"),
        ("none", "deep learning with BERT and $\\beta x$"),
        (None, "deep learning with BERT and $\\beta x$"),
    ],
)
def test_other_cases_leave_mathematics(case: str | None, expected: str) -> None:
    assert in_case("deep learning with BERT and $\\beta x$", case, "en") == expected


def test_capitals_are_a_name_and_stay() -> None:
    assert in_case("BERT", "sentence", "en") == "BERT"
    assert in_case("BERT", "title", "en") == "BERT"


@given(st.text(), st.sampled_from(["title", "sentence", "capitalize-first", "capitalize-all"]))
def test_letters_change_in_nothing_but_case(text: str, case: str) -> None:
    assert in_case(text, case, "en").casefold() == text.casefold()
