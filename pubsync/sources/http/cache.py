"""Answers kept to be revalidated, in one SQLite file for all sources; never a reason to fail.

requests-cache, which does as much and more, waits without end for a database that another process holds
(``SQLiteDict._acquire_sqlite_lock`` of 1.3), and keeps addresses and headers, which here are hashed or left out.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import field
from pathlib import Path

from pubsync.frozen import frozen
from pubsync.sources.http.question import Question
from pubsync.sources.http.reply import Reply

_FILE = "http.sqlite"
_PATIENCE = 1.0
"""Seconds to wait for another process that writes."""
_UNUSED = 120 * 24 * 3600
"""Seconds after which an answer that nobody asked for again is thrown away."""
_TABLE = """
CREATE TABLE IF NOT EXISTS answers (
    question TEXT PRIMARY KEY, address TEXT NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL, used INTEGER NOT NULL
)
"""
_VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
_SENDABLE = re.compile(r"[ -~\x80-\xff]+")
_NOT_KEPT = frozenset(("set-cookie", "retry-after", "content-length", "content-encoding", "transfer-encoding"))


@frozen(kw_only=True)
class Kept:
    """An answer as it was kept; ``address`` is a hash of where it came from, after redirects."""

    address: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def conditions(self, url: str) -> dict[str, str]:
        """Return the headers that ask ``url`` for a newer answer alone; none where this one came from elsewhere."""
        if _hash(url) != self.address:
            return {}
        told = {asked: self.headers.get(said, "") for said, asked in _VALIDATORS.items()}
        return {name: text for name, text in told.items() if _SENDABLE.fullmatch(text)}


class Cache:
    """The answers kept in ``folder``; after a failure they are left alone, and a damaged file is thrown away."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        """Open nothing yet."""
        self._folder: Path | None = folder
        self._clock = clock

    def find(self, question: Question, largest: int) -> Kept | None:
        """Return the answer kept for a question, None where there is none, or none that is whole."""
        rows = self._run("SELECT address, headers, body FROM answers WHERE question = ?", _hash_of(question))
        try:
            address, headers, packed = rows[0]
            # Both its end and its checksum show damage.
            unpacked = zlib.decompressobj()
            body = unpacked.decompress(packed, largest + 1)
            return Kept(address=address, headers=_headers(headers), body=body) if unpacked.eof else None
        except (IndexError, ValueError, TypeError, AttributeError, RecursionError, zlib.error):
            return None

    def keep(self, question: Question, reply: Reply) -> None:
        """Keep a good answer that can be revalidated; forget what was kept before where it can't."""
        now = int(self._clock())
        self._run("DELETE FROM answers WHERE question = ? OR used < ?", _hash_of(question), now - _UNUSED)
        if not can_be_kept(question, reply):
            return
        headers = {name: text for name, text in reply.headers.items() if name not in _NOT_KEPT}
        row = (_hash_of(question), _hash(reply.url), json.dumps(headers), zlib.compress(reply.body, 1), now)
        self._run("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", *row)

    def use(self, question: Question) -> None:
        """Remember that an answer is still in use."""
        self._run("UPDATE answers SET used = ? WHERE question = ?", int(self._clock()), _hash_of(question))

    def _run(self, statement: str, *values: object) -> list[tuple[str, str, bytes]]:
        if self._folder is None:
            return []
        file = self._folder / _FILE
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(file, timeout=_PATIENCE)) as database, database:
                database.execute(_TABLE)
                return database.execute(statement, values).fetchall()
        except (OSError, ValueError, sqlite3.Error) as error:
            # Who failed once would fail, or wait, at each question.
            self._folder = None
            # Only what is no database any more is thrown away, not one that is locked or can't be written.
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                _throw_away(file)
            return []


def _throw_away(file: Path) -> None:
    for path in (file, file.with_name(f"{file.name}-journal")):
        with suppress(OSError):
            path.unlink()


def can_be_kept(question: Question, reply: Reply) -> bool:
    """Whether an answer has something to revalidate it by, and nothing forbids to keep it."""
    headers = reply.headers
    forbidden = "no-store" in headers.get("cache-control", "").lower() or headers.get("vary", "").strip() == "*"
    has_key = question.has_key or Question(method="GET", url=reply.url).has_key
    return any(name in headers for name in _VALIDATORS) and not forbidden and not has_key


def _headers(kept: str) -> dict[str, str]:
    return {str(name): str(text) for name, text in json.loads(kept).items()}


def _hash_of(question: Question) -> str:
    accepted = (text for name, text in question.headers.items() if name.lower() == "accept")
    return _hash("\n".join((question.url, *accepted)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
