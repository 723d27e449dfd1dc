"""What stands as it was last written costs next to nothing, and nothing else is ever taken for it."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.library import Library, StoredLibrary, plan_library, read_library
from pubsync.records.base import FileBase, Value
from pubsync.records.ledger import Ledger, LedgerEntry
from pubsync.sites import entryfiles
from pubsync.sites.assembly import plan, tell
from pubsync.sites.interface import EntryFile
from pubsync.sites.tree import SiteTree
from pubsync.sites.yamltext import quoted
from tests.builders import rid
from tests.sites.assembled import base_of, content_of

PATH = "_publications/tea.md"
WANTED = EntryFile(path=PATH, key="tea", front=(("title", "On tea"), ("pubsync", "tea")), body="\nText.\n")


def test_an_unchanged_file_needs_no_yaml_and_keeps_its_very_base(monkeypatch: pytest.MonkeyPatch) -> None:
    first = plan(WANTED, None, None)
    monkeypatch.setattr(entryfiles, "parse", lambda *_: pytest.fail("it was parsed"))
    assert tell(PATH, first.base, content_of(first)) == ()
    again = plan(WANTED, first.base, content_of(first))
    assert again.base is first.base
    assert not again.planned.changes


VALUES = [1, True, 1.0, "1", "true", False, 0, None, "", [1], [True], ["1"], {"a": 1}, {"a": True}, {}, []]


@pytest.mark.parametrize("before", VALUES)
@pytest.mark.parametrize("after", VALUES)
def test_a_value_of_another_type_is_another_value(before: Value, after: Value) -> None:
    first = plan(replace(WANTED, front=(("selected", before),)), None, None)
    second = plan(replace(WANTED, front=(("selected", after),)), first.base, content_of(first))
    assert json.dumps(dict(base_of(second).keys)) == json.dumps({"selected": after})
    assert tell(PATH, second.base, content_of(second)) == ()


@pytest.mark.parametrize(
    "wanted",
    [
        replace(WANTED, body="\nOther.\n"),
        replace(WANTED, body=""),
        replace(WANTED, key="other"),
        replace(WANTED, front=WANTED.front[::-1]),
        replace(WANTED, front=WANTED.front[:1]),
    ],
)
def test_another_body_key_or_order_of_keys_is_remembered(wanted: EntryFile) -> None:
    first = plan(WANTED, None, None)
    second = base_of(plan(wanted, first.base, content_of(first)))
    assert (second.keys, second.body, second.key) == (wanted.front, wanted.body, wanted.key)


@given(st.text())
def test_text_in_quotes_holds_nothing_that_acts_unseen(text: str) -> None:
    written = quoted(text)
    assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"} for sign in written)
    assert "---" not in written
    if text.isprintable() and not set('"\\') & set(text) and "---" not in text:
        assert written == f'"{text}"'


def stored(root: Path, *bases: str) -> StoredLibrary:
    ledger = Ledger((LedgerEntry(key="tea", kind="work", records=(rid("tea"),), title="On tea"),))
    library = Library(ledger=ledger, bases={path: FileBase(key="tea", body="x", made=True) for path in bases})
    for planned in plan_library(StoredLibrary(Library(), {}), library):
        target = root / planned.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(planned.content or b"")
    return read_library(root)


def test_of_what_was_read_only_what_is_another_is_written(tmp_path: Path) -> None:
    known = stored(tmp_path, "a.md", "b.md")
    assert plan_library(known, known.library) == ()
    changed = replace(known.library, bases={**known.library.bases, "b.md": FileBase(key="tea", body="y", made=True)})
    assert [one.path for one in plan_library(known, changed)] == ["_pubsync/base/b.md.json"]
    moved = replace(known.library, bases={"c.md": known.library.bases["a.md"], "b.md": known.library.bases["b.md"]})
    assert [one.path for one in plan_library(known, moved)] == ["_pubsync/base/a.md.json", "_pubsync/base/c.md.json"]
    retitled = replace(known.library.ledger.entries[0], title="On tee")
    assert [one.path for one in plan_library(known, replace(known.library, ledger=Ledger((retitled,))))] == [
        "_pubsync/library.json"
    ]


def test_what_is_supposed_in_a_dry_run_is_planned_though_it_was_never_read(tmp_path: Path) -> None:
    known = stored(tmp_path, "a.md")
    bases = {**known.library.bases, "supposed.md": FileBase(key="tea", body="z", made=True)}
    supposed = replace(known, library=replace(known.library, bases=bases))
    assert [one.path for one in plan_library(supposed, supposed.library)] == ["_pubsync/base/supposed.md.json"]


def test_pages_are_found_in_any_depth_and_in_the_order_of_their_paths(tmp_path: Path) -> None:
    names = (
        "_publications/b.md",
        "_publications/a/z.html",
        "_publications/.hidden/c.md",
        "_publications/d.txt",
        "e.md",
    )
    for name in (*names, "_site/built.html", ".git/f.md", "_publications/g.md/inner.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("pubsync:", encoding="utf-8")
    (tmp_path / "nowhere.md").symlink_to(tmp_path / "gone.md")
    tree = SiteTree(tmp_path)
    inside = [
        "_publications/.hidden/c.md",
        "_publications/a/z.html",
        "_publications/b.md",
        "_publications/g.md/inner.md",
    ]
    for folder in ("_publications", "_publications/", "./_publications"):
        assert list(tree.entries(folder)) == inside
    assert list(tree.entries("_none")) == []
    assert list(tree.marked_pages()) == [*inside[1:3], "_publications/d.txt", "_publications/g.md/inner.md", "e.md"]
