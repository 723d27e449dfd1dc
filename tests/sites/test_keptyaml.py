from __future__ import annotations

import datetime as dt
import gc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.errors import SiteError
from pubsync.sites.keptyaml import read_once

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.dates()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers() | st.booleans(), inner)
)


def read_of(content: bytes, value: Any, name: str = "_config.yml") -> tuple[Any, bool]:
    """Return what a content was read to, and whether it had to be read."""
    read: list[bytes] = []

    def reading() -> Any:
        read.append(content)
        return value

    found = read_once(name, content, reading)
    gc.collect()
    return found, bool(read)


def test_the_same_content_is_read_once() -> None:
    assert read_of(b"a: b", {"a": "b"}) == ({"a": "b"}, True)
    assert read_of(b"a: b", {"a": "b"}) == ({"a": "b"}, False)
    assert read_of(b"a: c", {"a": "c"}) == ({"a": "c"}, True)
    assert read_of(b"a: c", {"a": "c"}, name="other.yml") == ({"a": "c"}, True)


@settings(max_examples=40, deadline=None)
@given(VALUES)
def test_what_is_kept_is_the_very_same(value: Any) -> None:
    content = repr(value).encode("utf-8", "surrogatepass")
    for _ in range(2):
        assert repr(read_of(content, value)[0]) == repr(value)


@pytest.mark.parametrize("value", [{"since": dt.date(2020, 1, 1)}, {2020: "a"}, {"a": "\ud83d"}, ("a", "b")])
def test_what_json_can_not_hold_is_read_each_time(value: Any) -> None:
    assert read_of(b"odd", value) == (value, True)
    assert read_of(b"odd", value) == (value, True)


def test_what_is_wrong_is_told_each_time() -> None:
    def broken() -> Any:
        message = "can't be read as YAML"
        raise SiteError(message)

    for _ in range(2):
        with pytest.raises(SiteError, match="YAML"):
            read_once("_config.yml", b"a: [", broken)
