"""Texts in several languages."""

from __future__ import annotations

import pytest

from pubsync.records.text import Translatable, Translation, language_of


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        ("On tea", "", "en"),
        ("Über Tee", "de-DE", "de"),
        ("On tea", "zh", "en"),  # the source says it of the Chinese title
        ("论茶", "en", "zh"),
        ("基于BERT与GPT的翻译", "", "zh"),
        ("The particle 的 in Mandarin", "", "en"),
        ("茶道", "ja", "ja"),
        ("茶の湯", "zh", "ja"),
        ("차에 대하여", "", "ko"),
        ("", "zh", ""),
    ],
)
def test_the_writing_tells_more_than_what_a_source_says(text: str, said: str, language: str) -> None:
    assert language_of(text, said) == language


class Titled(Translatable):
    title = "论茶"


class Latin(Translatable):
    title = "On tea"


def test_a_field_is_in_every_language_that_it_is_given_in() -> None:
    both = Titled(translations=(Translation("title", "en-GB", "On tea"), Translation("venue", "fr", "Thé")))
    assert both.languages("title") == {"zh", "en"}


def test_a_text_is_taken_for_one_in_a_language_only_where_its_writing_agrees() -> None:
    others = (Translation("title", "zh-Hans", "说茶"), Translation("title", "en", "Of tea"))
    assert Latin(language="zh", translations=others).text("title", "zh-CN") == "说茶"
    assert Latin(language="en", translations=others).text("title", "en-GB") == "On tea"
    assert Titled(language="zh", translations=others).text("title", "zh") == "论茶"
    assert Titled(language="zh", translations=others).text("title", "fr") == "论茶"
