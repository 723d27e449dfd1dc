"""What a run changed: the works of today against those that the ledger remembers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from pubsync.frozen import frozen
from pubsync.merging import PREPRINT_TYPES
from pubsync.records.ledger import Ledger, LedgerEntry


@frozen()
class Change:
    """One thing that happened to a work, talk or course.

    ``kind`` is ``added``, ``adopted`` (a file of the person's, which ``detail`` names, shows it already),
    ``published`` (a preprint came out), ``corrected``, ``merged`` (``detail`` names the key that was taken in),
    ``left`` (no source names it any more), ``outside`` (none of its people was of the lab when it came out),
    ``unlisted`` (it is the member's no longer whom ``detail`` names, and the lab goes on showing it) or ``returned``.
    """

    kind: str
    subject: str
    key: str
    title: str
    detail: str = ""


def tell_changes(
    before: Ledger,
    after: Ledger,
    present: Collection[str],
    was_present: Collection[str],
    outside: Collection[str] = (),
    theirs: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Change, ...]:
    """Compare two ledgers; ``present`` and ``was_present`` are the keys shown now and last time.

    What ``outside`` names is known and not the site's to show: of it is told only that it is shown no longer.
    ``theirs`` are the files of the person's that showed a work before pubsync knew of it, by key.
    """
    known = {entry.key: entry for entry in before}
    found: list[Change] = []
    for entry in after:
        if entry.key not in outside or entry.merged_into:
            told = _of_entry(entry, known, present, was_present, theirs)
            found += [one for one in told if one.kind != "corrected" or not _was_taken_in(one, entry, known, after)]
        elif entry.key in was_present:
            found.append(Change("outside", entry.kind, entry.key, entry.title))
    return tuple(found)


def returned_to_sight(changes: Iterable[Change], written: Collection[str]) -> tuple[Change, ...]:
    """Return the changes without what returned and no page or file shows: every night would tell it again.

    ``written`` are the keys of which some page or file shows something from now on.
    """
    return tuple(one for one in changes if one.kind != "returned" or one.key in written)


def _of_entry(
    entry: LedgerEntry,
    known: Mapping[str, LedgerEntry],
    present: Collection[str],
    was_present: Collection[str],
    theirs: Mapping[str, str],
) -> list[Change]:
    old = known.get(entry.key)
    if old is None and entry.key in theirs:
        return [Change("adopted", entry.kind, entry.key, entry.title, theirs[entry.key])]
    if old is None:
        return [Change("added", entry.kind, entry.key, entry.title)]
    if entry.merged_into and not old.merged_into:
        return [Change("merged", entry.kind, entry.merged_into, entry.title, entry.key)]
    if entry.merged_into:
        return []
    if entry.key not in present:
        return [Change("left", entry.kind, entry.key, entry.title)] if entry.key in was_present else []
    changes = [] if entry.key in was_present else [Change("returned", entry.kind, entry.key, entry.title)]
    if old.type in PREPRINT_TYPES and entry.type and entry.type not in PREPRINT_TYPES:
        changes.append(Change("published", entry.kind, entry.key, entry.title))
    for field in ("title", "issued"):
        was, now = getattr(old, field), getattr(entry, field)
        if was and now != was:
            changes.append(Change("corrected", entry.kind, entry.key, entry.title, f"{field}: {was} → {now}"))
    return changes


def _was_taken_in(change: Change, entry: LedgerEntry, known: Mapping[str, LedgerEntry], after: Ledger) -> bool:
    """Whether a title or date is that of what was merged into it tonight: told as the merge, it corrects nothing."""
    taken_in = [known[one.key] for one in after if one.merged_into == entry.key and one.key in known]
    field = change.detail.partition(":")[0]
    return any(getattr(one, field) == getattr(entry, field) for one in taken_in if not one.merged_into)
