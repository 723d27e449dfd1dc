"""What JSON may hold that is to be written again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.jsontext import read_json

TEXTS = st.text(st.characters(codec="utf-8"))
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)
)


@given(DOCUMENTS, st.booleans())
def test_whole_characters_come_through(document: object, escaped: bool) -> None:
    assert read_json(json.dumps(document, ensure_ascii=escaped)) == document


@pytest.mark.parametrize("text", [r'"\ud800"', r'{"\uDFFF": 1}', r'[["a\udc00b"]]', r'"\ud83d \ude00"', "{"])
def test_half_a_character_is_no_text(text: str) -> None:
    with pytest.raises(ValueError, match=r"surrogates not allowed|Expecting"):
        read_json(text)
