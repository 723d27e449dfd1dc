from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pubsync.sites.taken import TakenPaths, taken_paths

PATHS = st.lists(st.sampled_from(["a/x.md", "a/X.md", "A/y/index.md", "a/y/index.md", "b/x.md", "a/ß.md", "a/SS.md"]))


@given(PATHS, PATHS)
def test_a_path_is_taken_in_any_case_and_whenever_it_was_added(first: list[str], later: list[str]) -> None:
    taken = TakenPaths(first)
    taken.names_in("a/")
    for path in later:
        taken.add(path)
    folded = {path.casefold() for path in (*first, *later)}
    assert all(path.upper() in taken and path.swapcase() in taken for path in (*first, *later))
    assert ("c/x.md" in taken, set(taken)) == (False, {*first, *later})
    names = {path.removeprefix("a/").split("/")[0].split(".")[0] for path in folded if path.startswith("a/")}
    assert set(taken.names_in("A/")) == names
    assert taken_paths(taken) is taken
