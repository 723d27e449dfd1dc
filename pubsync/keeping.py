"""What was worked out once, kept for the next run, in one SQLite file; never a reason to fail.

It only saves time: with it, without it, and with a damaged one, every result is the same. So a key is a SHA-256 of all
that its value depends on, this program included; each value stands beside a checksum of its own, since SQLite keeps
none; and whatever goes wrong, as where the file is locked, damaged or may not be written, is as if nothing were kept.
"""

from __future__ import annotations

import hashlib
import os
import sys
import weakref
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pubsync import __version__

if TYPE_CHECKING:
    import sqlite3

FILE = "kept.sqlite"
LARGEST = 256 * 1024 * 1024
"""Bytes that the file may take: the citations of 30,000 works take some twenty million."""
_PAGE = 4096
_PATIENCE = 0.5
"""Seconds to wait for another run that is just saving: longer would cost more than it saves."""
_CHECKSUM = 16
_TABLE = """
CREATE TABLE IF NOT EXISTS kept (
    id INTEGER PRIMARY KEY, shelf BLOB NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, UNIQUE (shelf, key)
)
"""
_OLDER_HALF = """
DELETE FROM kept WHERE id <= (SELECT id FROM kept ORDER BY id LIMIT 1 OFFSET (SELECT count(*) / 2 FROM kept))
"""


def key_of(*parts: str | bytes) -> bytes:
    """Return the SHA-256 of the parts, each by its length, so that no two lists of parts have one key."""
    digest = hashlib.sha256()
    for part in parts:
        content = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(content))
        digest.update(content)
    return digest.digest()


@cache
def made_by(*packages: str) -> str:
    """Return a text for the program that makes the values: this release, Python's, and those of other packages.

    In a checkout a release says nothing, so that there every change of a module counts.
    """
    return key_of(__version__, sys.version, *map(_release, packages), _checkout()).hex()


def _release(package: str) -> str:
    """Return a package's release as the folders beside it tell, which is quicker than to ask for its metadata."""
    found = find_spec(package)
    if not found or not found.origin:
        return package
    beside = Path(found.origin).parent.parent
    names = os.listdir(beside)  # noqa: PTH208 - names alone
    releases = sorted(name for name in names if name.startswith(package) and name.endswith("-info"))
    return " ".join(releases) or f"{found.origin} {Path(found.origin).stat().st_mtime_ns}"


@cache
def _checkout() -> str:
    return key_of(*_modules_of_checkout()).hex()


def _modules_of_checkout() -> Iterator[str]:
    package = Path(__file__).resolve().parent
    if not (package.parent / "pyproject.toml").is_file():
        return
    for folder, inner, names in os.walk(package):
        inner.sort()
        for name in sorted(one for one in names if one.endswith(".py")):
            module = f"{folder}/{name}"
            found = os.stat(module)  # noqa: PTH116 - hundreds of modules
            yield f"{module} {found.st_size} {found.st_mtime_ns}"


class Shelf:
    """Values of one kind and one owner, such as a site's citations in one style.

    All of a shelf is read at the first look. What is new goes to the disk with ``save``, at the latest when nobody
    needs the shelf any more; what no look found useful then goes from it. Where most was not looked for, as where other
    shelves spared the looking, that says nothing, and all stays.

    Args:
        folder: where the file lies or is to be created; None for a shelf that keeps nothing beyond this run.
        name: what tells the shelf from all others.
    """

    def __init__(self, folder: Path | None, *name: str) -> None:
        """Open nothing yet."""
        self._stock = _Stock(folder, key_of(*name))
        weakref.finalize(self, self._stock.save)

    @property
    def keeps(self) -> bool:
        """Whether anything of it outlasts this run."""
        return self._stock.keeps

    def find(self, key: bytes) -> bytes | None:
        """Return what is kept under a key, None where nothing is, or nothing whole."""
        value = self._stock.values().get(key)
        if value is None or value[:_CHECKSUM] != _checksum(key, value[_CHECKSUM:]):
            return None
        self._stock.useful.add(key)
        return value[_CHECKSUM:]

    def add(self, key: bytes, value: bytes) -> None:
        """Keep a value under its key."""
        self._stock.values()[key] = _checksum(key, value) + value
        self._stock.useful.add(key)
        self._stock.new.add(key)

    def save(self) -> None:
        """Bring what is new to the disk, as far as that can be done."""
        self._stock.save()


class _Stock:
    """What a shelf holds, apart from it, so that it can be saved when the shelf is gone."""

    def __init__(self, folder: Path | None, shelf: bytes) -> None:
        self.useful: set[bytes] = set()
        self.new: set[bytes] = set()
        self._folder = folder
        self._shelf = shelf
        self._values: dict[bytes, bytes] | None = None

    @property
    def keeps(self) -> bool:
        return self._folder is not None

    def values(self) -> dict[bytes, bytes]:
        if self._values is None:
            self._values = self._read()
        return self._values

    def save(self) -> None:
        if not self.new or self._folder is None:
            return
        rows = [(self._shelf, key, self.values()[key]) for key in sorted(self.new)]
        looked_for_most = 2 * len(self.useful) >= len(self.values())
        unused = sorted(self.values().keys() - self.useful) if looked_for_most else []
        idle = [(self._shelf, key) for key in unused]
        self.new.clear()
        self._write(rows, idle)

    def _read(self) -> dict[bytes, bytes]:
        if self._folder is None or not (self._folder / FILE).is_file():
            return {}
        import sqlite3  # noqa: PLC0415 - start-up time

        try:
            with closing(_opened(self._folder / FILE)) as database:
                rows = database.execute("SELECT key, value FROM kept WHERE shelf = ?", (self._shelf,)).fetchall()
            return {bytes(key): bytes(value) for key, value in rows}
        except (OSError, ValueError, TypeError, sqlite3.Error) as error:
            self._give_up(error)
            return {}

    def _write(self, rows: list[tuple[bytes, bytes, bytes]], idle: list[tuple[bytes, bytes]]) -> None:
        import sqlite3  # noqa: PLC0415 - start-up time

        if self._folder is None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with closing(_opened(self._folder / FILE)) as database:
                _fill(database, rows, idle)
        except (OSError, ValueError, sqlite3.Error) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Who failed once would fail, or wait, again; only what is no database any more is thrown away."""
        import sqlite3  # noqa: PLC0415 - start-up time

        folder, self._folder = self._folder, None
        is_damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
        if folder and is_damaged:
            for name in (FILE, f"{FILE}-journal"):
                with suppress(OSError):
                    (folder / name).unlink()


def _opened(file: Path) -> sqlite3.Connection:
    import sqlite3  # noqa: PLC0415 - start-up time

    database = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
    database.execute(f"PRAGMA max_page_count = {LARGEST // _PAGE}")
    database.execute("PRAGMA synchronous = OFF")  # a power failure may damage it, and nothing is lost with it
    database.execute(_TABLE)
    return database


def _fill(
    database: sqlite3.Connection, rows: list[tuple[bytes, bytes, bytes]], idle: list[tuple[bytes, bytes]]
) -> None:
    """Write all or nothing; where there is no room, what has been there longest makes some for the next time."""
    import sqlite3  # noqa: PLC0415 - start-up time

    try:
        database.execute("BEGIN IMMEDIATE")
        database.executemany("DELETE FROM kept WHERE shelf = ? AND key = ?", idle)
        database.executemany("INSERT OR REPLACE INTO kept (shelf, key, value) VALUES (?, ?, ?)", rows)
        database.execute("COMMIT")
    except sqlite3.OperationalError as error:
        with suppress(sqlite3.Error):
            database.execute("ROLLBACK")
        if "full" in str(error):
            database.execute(_OLDER_HALF)


def _checksum(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(value, key=key, digest_size=_CHECKSUM).digest()
