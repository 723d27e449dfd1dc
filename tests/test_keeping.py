"""What is kept for the next run: found again by its key alone, bounded, and never a reason to fail."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync import keeping
from pubsync.keeping import FILE, Shelf, key_of, made_by

KEY = key_of("a")


def kept(folder: Path, value: bytes, key: bytes = KEY, shelf: str = "citations") -> None:
    one = Shelf(folder, shelf)
    one.add(key, value)
    one.save()


def found(folder: Path, key: bytes = KEY, shelf: str = "citations") -> bytes | None:
    return Shelf(folder, shelf).find(key)


def test_what_is_new_is_saved_when_nobody_needs_the_shelf_any_more(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "citations")
    shelf.add(KEY, b"one")
    del shelf
    assert found(tmp_path) == b"one"


def test_what_no_look_found_useful_goes_with_the_next_save_and_other_shelves_stay(tmp_path: Path) -> None:
    kept(tmp_path, b"old")
    kept(tmp_path, b"other", shelf="entries")
    kept(tmp_path, b"new", key=key_of("b"))
    assert found(tmp_path) is None
    assert found(tmp_path, key_of("b")) == b"new"
    assert found(tmp_path, shelf="entries") == b"other"


def test_a_run_that_looks_for_a_few_of_many_takes_none_of_the_others_away(tmp_path: Path) -> None:
    many = Shelf(tmp_path, "citations")
    for number in range(9):
        many.add(key_of(str(number)), b"old")
    many.save()
    kept(tmp_path, b"new", key=key_of("one more"))
    assert [found(tmp_path, key_of(str(number))) for number in range(9)] == [b"old"] * 9


def test_a_run_that_has_nothing_new_writes_nothing(tmp_path: Path) -> None:
    kept(tmp_path, b"one")
    before = (tmp_path / FILE).stat().st_mtime_ns
    shelf = Shelf(tmp_path, "citations")
    assert shelf.find(KEY) == b"one"
    shelf.save()
    assert (tmp_path / FILE).stat().st_mtime_ns == before
    assert found(tmp_path / "elsewhere") is None
    assert not (tmp_path / "elsewhere").exists()


def test_the_file_does_not_grow_past_its_limit_and_the_newest_finds_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LARGEST", 400_000)
    for number in range(40):
        kept(tmp_path, bytes(30_000), shelf=f"shelf {number}")
    assert (tmp_path / FILE).stat().st_size <= 400_000
    kept(tmp_path, bytes(200_000))
    kept(tmp_path, bytes(200_000))
    assert found(tmp_path) == bytes(200_000)
    assert (tmp_path / FILE).stat().st_size <= 400_000


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "garbage": lambda _: b"no database at all" * 1000,
    "cut": lambda content: content[: len(content) // 2],
    "zeros": lambda content: content[:100] + bytes(len(content) - 100),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_gives_nothing_and_the_run_after_the_next_finds_its_own(tmp_path: Path, damage: str) -> None:
    for number in range(50):
        kept(tmp_path, b"text" * 300, shelf=f"shelf {number}")
    file = tmp_path / FILE
    file.write_bytes(DAMAGE[damage](file.read_bytes()))
    assert found(tmp_path) is None
    kept(tmp_path, b"one")
    kept(tmp_path, b"one")
    assert found(tmp_path) == b"one"


def test_every_damaged_byte_of_a_value_shows(tmp_path: Path) -> None:
    kept(tmp_path, b"a citation")
    with closing(sqlite3.connect(tmp_path / FILE)) as database, database:
        (value,) = database.execute("SELECT value FROM kept").fetchone()
        for place in range(len(value)):
            hurt = value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
            database.execute("UPDATE kept SET value = ?", (hurt,))
            database.commit()
            assert found(tmp_path) is None


@pytest.fixture
def another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    """Another run that is saving and does not end."""
    monkeypatch.setattr(keeping, "_PATIENCE", 0)
    kept(tmp_path, b"one")
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        yield database


def test_beside_a_run_that_is_saving_nothing_is_found_kept_or_thrown_away(
    tmp_path: Path, another_run: sqlite3.Connection
) -> None:
    assert found(tmp_path) is None
    kept(tmp_path, b"two")
    another_run.execute("ROLLBACK")
    assert found(tmp_path) == b"one"


def test_runs_side_by_side_keep_what_both_found(tmp_path: Path) -> None:
    left, right = Shelf(tmp_path, "citations"), Shelf(tmp_path, "citations")
    assert left.find(KEY) is None
    assert right.find(KEY) is None
    left.add(KEY, b"one")
    right.add(key_of("b"), b"two")
    left.save()
    right.save()
    assert (found(tmp_path), found(tmp_path, key_of("b"))) == (b"one", b"two")


def test_a_shelf_without_a_folder_keeps_nothing_beyond_this_run() -> None:
    shelf = Shelf(None, "citations")
    shelf.add(KEY, b"one")
    shelf.save()
    assert shelf.find(KEY) == b"one"
    assert not shelf.keeps
    assert Shelf(None, "citations").find(KEY) is None


@given(st.lists(st.text() | st.binary()), st.lists(st.text() | st.binary()))
def test_other_parts_have_another_key(left: list[str | bytes], right: list[str | bytes]) -> None:
    plain = [[part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in parts]
             for parts in (left, right)]  # fmt: skip
    assert (key_of(*left) == key_of(*right)) == (plain[0] == plain[1])


def test_the_program_is_told_by_the_releases_of_what_it_works_with() -> None:
    assert made_by("lxml") != made_by("jinja2")
    assert made_by("lxml") == made_by("lxml")
    assert made_by("no_such_package_at_all")
