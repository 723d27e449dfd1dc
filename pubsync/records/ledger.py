"""What pubsync remembers of the works, talks and courses that it has seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pubsync.frozen import frozen
from pubsync.records.identifiers import Identifier
from pubsync.records.record import RecordId


@frozen(kw_only=True)
class LedgerEntry:
    """The memory of one work, talk or course: its key, and what hangs on the key for life.

    ``records`` stands in the order in which they were first seen. ``names`` are the names given: a file's path by
    ``file:OUTPUT`` and a permalink by ``permalink:OUTPUT``. ``title``, ``issued``, ``type`` and ``identifiers`` are
    what was last held true, to tell what changed and to find the work again where all its record ids are new.
    """

    key: str
    kind: str
    records: tuple[RecordId, ...]
    title: str = ""
    type: str = ""
    issued: str = ""
    identifiers: tuple[Identifier, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    redirects: tuple[str, ...] = ()
    """Permalinks of works that were merged into this one."""
    merged_into: str = ""
    """The key of the work that took this one in; empty while it stands by itself."""
    former: tuple[RecordId, ...] = ()
    """Its own records before it was merged, so that a split gives it its key back."""

    @property
    def permalinks(self) -> tuple[str, ...]:
        """Its addresses in all outputs that it ever had a page in."""
        return tuple(value for name, value in self.names if name.startswith("permalink:"))

    def name(self, what: str) -> str:
        """Return a name given, such as ``file:academicpages``, or ""."""
        return next((value for name, value in self.names if name == what), "")


@frozen()
class Ledger:
    """All entries, oldest first: their order is their age."""

    entries: tuple[LedgerEntry, ...] = ()

    def __iter__(self) -> Iterator[LedgerEntry]:
        """Oldest first."""
        return iter(self.entries)

    def get(self, key: str) -> LedgerEntry | None:
        """Return the entry of ``key``."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def of_kind(self, kind: str) -> tuple[LedgerEntry, ...]:
        """Return the entries of one kind: ``work``, ``talk`` or ``course``."""
        return tuple(entry for entry in self.entries if entry.kind == kind)

    def updated(self, changed: Iterable[LedgerEntry]) -> Ledger:
        """Return a ledger in which ``changed`` replace their namesakes, new ones at the end in the order given."""
        fresh = {entry.key: entry for entry in changed}
        kept = tuple(fresh.pop(entry.key, entry) for entry in self.entries)
        return Ledger(kept + tuple(fresh.values()))
