"""Entry files kept for the next run: of a work that did not change, nothing need be put in print again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from pubsync.keeping import Shelf, key_of
from pubsync.records.work import Work
from pubsync.sites.interface import EntryFile


@dataclass
class KeptFiles:
    """The entry files of works in one output, as earlier runs made them.

    ``made_from`` returns a text for all that such a file depends on besides the work and where it stands; it is asked
    with the first file, and what it raises is raised then.
    """

    shelf: Shelf = field(default_factory=lambda: Shelf(None))
    made_from: Callable[[], str] = str

    @cached_property
    def _program(self) -> str:
        return self.made_from()

    def file(self, work: Work, where: tuple[str, ...], make: Callable[[], EntryFile]) -> EntryFile:
        """Return what ``make`` returns, from an earlier run where that is kept.

        Args:
            work: the work that the file shows.
            where: the file's path first, and whatever else of its place shows in it.
            make: makes the file; what it raises is passed on, and not kept.
        """
        if not self.shelf.keeps:
            return make()
        key = key_of(self._program, repr(work), *where)
        kept = self.shelf.find(key)
        known = unpacked(kept, where[0], work.key) if kept else None
        if known is not None:
            return known
        made = make()
        if content := packed(made):
            self.shelf.add(key, content)
        return made


def packed(made: EntryFile) -> bytes:
    """Return the file as JSON; b"" where it has no such form, as where it holds half characters."""
    try:
        return json.dumps([made.front, made.body], ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return b""


def unpacked(kept: bytes, path: str, key: str) -> EntryFile | None:
    """Return the file that ``packed`` made this of, None where it is nothing of the kind."""
    try:
        front, body = json.loads(kept)
        return EntryFile(path=path, key=key, front=tuple((name, value) for name, value in front), body=body)
    except (ValueError, TypeError):
        return None
