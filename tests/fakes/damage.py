"""Answers of an API as a changed or hostile host may send them: some parts are of another kind than documented."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("\ud800\x00<a>$\\"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
"""Whatever JSON holds."""


@st.composite
def damaged(draw: st.DrawFn, answer: Any) -> Any:
    """Return the answer with up to four of its parts replaced by anything, or with keys missing."""
    places = draw(st.dictionaries(st.integers(0, _size(answer) - 1), ANY | st.just(_GONE), max_size=4))
    return _replaced(answer, places, [0])


_GONE = object()


def _size(answer: Any) -> int:
    if isinstance(answer, dict):
        answer = list(answer.values())
    return 1 + sum(map(_size, answer)) if isinstance(answer, list) else 1


def _replaced(answer: Any, places: dict[int, Any], at: list[int]) -> Any:
    place, at[0] = at[0], at[0] + 1
    if place in places and not (place == 0 and places[place] is _GONE):
        at[0] = place + _size(answer)
        return places[place]
    if isinstance(answer, dict):
        pairs = [(key, _replaced(value, places, at)) for key, value in answer.items()]
        return {key: value for key, value in pairs if value is not _GONE}
    if isinstance(answer, list):
        return [value for one in answer if (value := _replaced(one, places, at)) is not _GONE]
    return answer
