from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.records.spoken import Spoken, is_kind, without_kind


@pytest.mark.parametrize(
    ("written", "title", "kind", "venue"),
    [
        ("Invited talk: Tea", "Tea", "Invited talk", ""),
        ("invited talk: tea: a review", "tea: a review", "Invited talk", ""),
        ("Talk at ETH Zürich: Tea", "Tea", "Talk", "ETH Zürich"),
        ("Keynote – Tea", "Tea", "Keynote", ""),
        ("Distinguished lecture | Tea", "Tea", "Distinguished lecture", ""),
        ("Panel discussion: Tea", "Tea", "Panel discussion", ""),
        ("[Tutorial] Tea", "Tea", "Tutorial", ""),
        ("Tea (invited talk)", "Tea", "Invited talk", ""),
        ("特邀报告：茶", "茶", "特邀报告", ""),
        ("【讲座】茶", "茶", "讲座", ""),
        ("Tea", "Tea", "", ""),
        ("Talk", "Talk", "", ""),
        ("Talk:", "Talk:", "", ""),
        ("Talking points: tea", "Talking points: tea", "", ""),
        ("Lecture notes: tea", "Lecture notes: tea", "", ""),
        ("Talk-worthy tea", "Talk-worthy tea", "", ""),
        ("", "", "", ""),
    ],
)
def test_a_title_apart_from_its_kind(written: str, title: str, kind: str, venue: str) -> None:
    assert without_kind(written) == Spoken(title, kind, venue)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Talk", True), ("invited talks", True), ("特邀报告", True), ("Travel", False), ("Talk show", False), ("", False)],
)
def test_a_category_that_is_a_kind(text: str, expected: bool) -> None:
    assert is_kind(text) is expected


@given(
    st.text(max_size=60) | st.lists(st.sampled_from(["talk", "at", ":", " ", "(", ")", "报告", "–", "x"])).map("".join)
)
def test_a_title_is_never_lost(text: str) -> None:
    spoken = without_kind(text)
    assert spoken.title or not text.strip()
    assert spoken.title in text
    assert spoken.venue in text
