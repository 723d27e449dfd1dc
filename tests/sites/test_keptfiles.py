from __future__ import annotations

import gc
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.errors import SettingsError
from pubsync.keeping import Shelf
from pubsync.records.base import Value
from pubsync.records.work import Work
from pubsync.sites.interface import EntryFile
from pubsync.sites.keptfiles import KeptFiles, packed, unpacked

VALUES: st.SearchStrategy[Value] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def entry_file(work: Work) -> EntryFile:
    return EntryFile(path="_p/x.md", key=work.key, front=(("title", work.title),), body="\nA body.\n")


def made_of(folder: Path, work: Work, *where: str, made_from: str = "") -> list[str]:
    """Ask for a file, and return the titles of those that were made for it."""
    made: list[str] = []

    def make() -> EntryFile:
        made.append(work.title)
        return entry_file(work)

    kept = KeptFiles(Shelf(folder, "files"), lambda: made_from)
    assert kept.file(work, ("_p/x.md", *where), make) == entry_file(work)
    del kept
    gc.collect()
    return made


def test_a_file_is_made_once_for_the_same_work_place_and_program(tmp_path: Path) -> None:
    work = Work(key="tea", title="On tea")
    assert made_of(tmp_path, work, "/tea") == ["On tea"]
    assert made_of(tmp_path, work, "/tea") == []
    assert made_of(tmp_path, Work(key="tea", title="On tea", abstract="New."), "/tea") == ["On tea"]
    assert made_of(tmp_path, work, "/other") == ["On tea"]
    assert made_of(tmp_path, work, "/tea", "/former") == ["On tea"]
    assert made_of(tmp_path, work, "/tea", made_from="another style") == ["On tea"]


def test_what_goes_wrong_is_told_each_time(tmp_path: Path) -> None:
    def broken() -> EntryFile:
        message = "this style is broken"
        raise SettingsError(message)

    for _ in range(2):
        with pytest.raises(SettingsError, match="broken"):
            KeptFiles(Shelf(tmp_path, "files")).file(Work(key="tea"), ("_p/x.md",), broken)


def test_what_a_file_depends_on_is_not_asked_where_no_file_is(tmp_path: Path) -> None:
    KeptFiles(Shelf(tmp_path, "files"), lambda: pytest.fail("it was asked"))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text(), VALUES)), st.none() | st.text())
def test_a_kept_file_is_what_was_made_or_nothing(front: list[tuple[str, Value]], body: str | None) -> None:
    made = EntryFile(path="_p/x.md", key="tea", front=tuple(front), body=body)
    if kept := packed(made):
        assert repr(unpacked(kept, "_p/x.md", "tea")) == repr(made)


@pytest.mark.parametrize("text", ["\ud83d", "\ud83d\ude00"])
def test_half_characters_are_not_kept(text: str) -> None:
    made = EntryFile(path="_p/x.md", key="tea", front=(("title", text),), body=None)
    assert packed(made) == b""


@pytest.mark.parametrize("kept", [b"", b"{}", b"[1, 2]", b"[[1], null]", b'[[["a"]], null]', b"\xff", b"[[], null, 1]"])
def test_what_is_no_kept_file_counts_as_nothing(kept: bytes) -> None:
    assert unpacked(kept, "_p/x.md", "tea") is None
    assert unpacked(json.dumps([[], "text"]).encode(), "_p/x.md", "tea") is not None
