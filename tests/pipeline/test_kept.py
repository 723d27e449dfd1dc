"""What is kept between runs saves time and changes nothing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pubsync.keeping import FILE, Shelf, key_of
from pubsync.state import cache_folder
from tests.pipeline.runs import edit, sync, tree


@pytest.mark.parametrize("state", ["empty", "warm", "damaged", "garbage", "read-only"])
def test_the_site_is_the_same_with_whatever_was_kept(site: Path, tmp_path: Path, state: str) -> None:
    twin = Path(shutil.copytree(site, tmp_path / "twin"))
    sync(twin)
    wanted = tree(twin)
    kept = cache_folder() / FILE
    if state == "empty":
        shutil.rmtree(cache_folder())
    elif state == "damaged":
        content = bytearray(kept.read_bytes())
        content[len(content) // 2 : len(content) // 2 + 4000] = b"\0" * 4000
        kept.write_bytes(content)
    elif state == "garbage":
        kept.write_bytes(b"no database at all")
    elif state == "read-only":
        kept.chmod(0o444)
    sync(site)
    assert tree(site) == wanted


def test_a_changed_name_of_the_owners_changes_what_was_kept(synced: Path) -> None:
    assert "<b>" in (synced / "_pages/about.md").read_text(encoding="utf-8")
    edit(synced / "pubsync.yaml", "highlight: bold", "highlight: none")
    sync(synced)
    assert "<b>Qi" not in (synced / "_pages/about.md").read_text(encoding="utf-8")


def test_a_value_is_found_again_by_its_key_alone_and_only_whole(tmp_path: Path) -> None:
    first = Shelf(tmp_path, "citations")
    first.add(key_of("a"), b"one")
    first.save()
    assert Shelf(tmp_path, "citations").find(key_of("a")) == b"one"
    assert Shelf(tmp_path, "citations").find(key_of("b")) is None
    assert Shelf(tmp_path, "other").find(key_of("a")) is None
    content = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(content.replace(b"one", b"two"))
    assert Shelf(tmp_path, "citations").find(key_of("a")) is None


def test_where_nothing_can_be_kept_all_goes_on(tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("a file", encoding="utf-8")
    shelf = Shelf(tmp_path / "no-folder", "citations")
    shelf.add(key_of("a"), b"one")
    shelf.save()
    assert shelf.find(key_of("a")) == b"one"
    assert os.listdir(tmp_path) == ["no-folder"]  # noqa: PTH208 - names alone
