"""What a run changed: the ledgers of before and after, what the site showed and shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pubsync.changes import Change, tell_changes
from pubsync.library import Library, keys_shown
from pubsync.pipeline.showing import Shown
from pubsync.records.base import FileBase


def changes_of(before: Library, after: Library, shown: Shown, hidden: Collection[str]) -> tuple[Change, ...]:
    """Return what changed; ``hidden`` are the keys of what the person hid."""
    present = shown.keys() | set(hidden)
    return tell_changes(
        before.ledger,
        after.ledger,
        present,
        keys_shown(before.bases),
        outside=shown.outside,
        theirs=_adopted(before.bases, after.bases),
    )


def _adopted(before: Mapping[str, FileBase], after: Mapping[str, FileBase]) -> dict[str, str]:
    """The files of the person's own that pubsync keeps true from now on, by the key of what each shows."""
    return {base.key: path for path, base in after.items() if base.key and not base.made and path not in before}
