"""What stands on the site, against what was last written there; and what the difference says the person decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from pubsync.curation import DELETED, Decision
from pubsync.errors import AskPersonError, PubsyncError
from pubsync.frozen import frozen
from pubsync.pipeline.writers import EntryOutput, writer_of
from pubsync.records.base import Edit, FileBase
from pubsync.records.ledger import Ledger, LedgerEntry
from pubsync.records.record import RecordId
from pubsync.sites.assembly import release, tell
from pubsync.sites.frontmatter import peek_key
from pubsync.sites.interface import EntryWriter, Override
from pubsync.sites.places import FILE
from pubsync.sites.tree import SiteTree
from pubsync.sources.gather import Gathered

_BY_KEY = ("entry:", "field:", "row:")
"""Places that end in the key of what they show, which is not kept with a decision: its records tell the key."""
MANY_FILES = 3
MANY_SHARE = 0.1
"""More files than this, and more than this share of all, do not vanish without a person's word."""


@frozen(kw_only=True)
class Standing:
    """The site as it stands.

    ``bases`` are under the paths of today; ``moved`` maps a path of old to that of today; ``deleted`` are our entry
    files that a person deleted, with the key each showed.
    """

    tree: SiteTree
    bases: Mapping[str, FileBase]
    edits: tuple[Edit, ...]
    moved: Mapping[str, str]
    deleted: Mapping[str, str]


def read_standing(tree: SiteTree, bases: Mapping[str, FileBase], outputs: Sequence[EntryOutput]) -> Standing:
    """Compare every file that pubsync wrote with its base; a renamed entry file is found by its key.

    Raises:
        SiteError: where a file or a marker in it is damaged.
    """
    missing = {path for path, base in bases.items() if base.key and tree.read(path) is None}
    today = _paths_by_key(tree, bases, outputs) if missing else {}
    moved = {path: today[bases[path].key] for path in sorted(missing) if bases[path].key in today}
    current = {moved.get(path, path): base for path, base in bases.items() if path not in missing or path in moved}
    edits: list[Edit] = []
    for path, base in sorted(current.items()):
        told = tell(path, base, tree.read(path))
        emptied = {edit.place for edit in told if edit.place.startswith("region:")}
        if emptied:  # who empties a region and leaves its markers wants it filled anew
            current[path] = release(path, base, tree.read(path) or b"", emptied)
        edits += [edit for edit in told if edit.place not in emptied]
    deleted = {path: bases[path].key for path in sorted(missing) if path not in moved}
    return Standing(tree=tree, bases=current, edits=tuple(edits), moved=moved, deleted=deleted)


def guard_deletions(
    vanishing: Iterable[str], standing_files: int, accepted: Iterable[str], faults: Sequence[PubsyncError] = ()
) -> None:
    """Stop the run where many files would vanish at once; ``faults`` of sources are probably why.

    Raises:
        AskPersonError: where more than 3 files and over 10 % of all would, and no person said yes.
    """
    paths = sorted(vanishing)
    if len(paths) <= MANY_FILES or len(paths) <= MANY_SHARE * standing_files or "deletions" in accepted:
        return
    what = f"{len(paths)} of {standing_files} files would vanish at once ({', '.join(paths[:MANY_FILES])}, …)"
    why = "; ".join(f"{fault.where}: {fault.what}" if fault.where else fault.what for fault in faults)
    mending = f"mend this first: {faults[0].remedy}" if faults else "else mend or restore what they came from"
    accepting = "if that is right, run: pubsync sync --accept deletions"
    raise AskPersonError(
        f"{what}, since a source has no answer: {why}" if faults else what,
        remedy=f"{mending}; {accepting}" if faults else f"{accepting}; {mending}",
    )


def guard_snapshots(gathered: Iterable[Gathered], ledger: Ledger, accepted: Iterable[str]) -> None:
    """Stop the run where works would leave the site only because a source is silent and its last answer is lost.

    Raises:
        AskPersonError: where a known work rests on such sources alone, and no person said yes.
    """
    silent = {one.result.source for one in gathered if one.snapshot is None and one.result.answer is None}
    if not silent or "deletions" in accepted:
        return
    present = {record.record_id for one in gathered for record in one.records}
    lost = [
        entry
        for entry in ledger
        if not entry.merged_into
        and any(record.source in silent for record in entry.records)
        and present.isdisjoint(entry.records)
    ]
    if not lost:
        return
    names = sorted({record.source for entry in lost for record in entry.records} & silent)
    raise AskPersonError(
        f"does not answer, and its last answer is not in _pubsync/snapshots/: {len(lost)} of the site's entries "
        f"rest on it alone ({', '.join(entry.key for entry in lost[:MANY_FILES])}, …)",
        where=", ".join(names),
        remedy="restore the snapshot (git checkout -- _pubsync/snapshots), or run again when the source answers; "
        "to let them leave the site, run: pubsync sync --accept deletions",
    )


def guard_rows(standing: Standing, accepted: Iterable[str]) -> None:
    """Stop the run where many rows of a data file are gone at once: it may be cut off or spoilt.

    Raises:
        AskPersonError: where more than 3 rows and over 10 % of a file's are, and no person said yes.
    """
    for path, base in standing.bases.items():
        rows = sum(len(table.rows) for table in base.tables)
        gone = [edit for edit in standing.edits if edit.path == path and edit.place.startswith("row:")]
        if len(gone) > MANY_FILES and len(gone) > MANY_SHARE * rows and "deletions" not in accepted:
            raise AskPersonError(
                f"{len(gone)} of {rows} entries are gone from it at once",
                where=path,
                remedy="if that is right, run: pubsync sync --accept deletions; else restore the file",
            )


def guard_rendering(rewritten: Collection[str], standing_files: int, accepted: Iterable[str]) -> None:
    """Stop the run where a new release would write many files anew for nothing but how it renders.

    Raises:
        AskPersonError: where more than 3 files and over 10 % of all would, and no person said yes.
    """
    if len(rewritten) <= MANY_FILES or len(rewritten) <= MANY_SHARE * standing_files or "rendering" in accepted:
        return
    raise AskPersonError(
        f"this release of pubsync renders {len(rewritten)} of {standing_files} files otherwise than the last "
        f"({', '.join(sorted(rewritten)[:MANY_FILES])}, …), though nothing in them changed",
        remedy="look at it with pubsync sync --dry-run --diff --accept rendering, then run without --dry-run",
    )


def decisions_from(standing: Standing, ledger: Ledger, outputs: Sequence[EntryOutput]) -> tuple[Decision, ...]:
    """Return what the person decided by editing the site.

    An edit becomes a patch of the field it maps back to, else an override of that one key, body or entry. A deleted
    entry file hides what it showed.
    """
    entries = {entry.key: entry for entry in ledger}
    decisions = []
    for path, key in standing.deleted.items():
        if key in entries:
            decisions.append(Decision(kind="hide", records=entries[key].records, origin=f"{DELETED}{path}"))
        else:  # one term of a course
            decisions.append(Decision(kind="override", path=path, place=FILE, saw=key))
    edits = [edit for edit in standing.edits if edit.place != "shell"]
    decisions += [_decision(edit, entries.get(edit.key), outputs) for edit in edits]
    return tuple(decisions)


def overrides_for(
    decisions: Iterable[Decision], path: str, key: str, key_of: Mapping[RecordId, str]
) -> tuple[Override, ...]:
    """Return those of ``decisions`` that are overrides in the file at ``path``, which shows ``key`` ("" for a page).

    What a person did to an entry file follows its work wherever the file goes; what they did to a page, its path.
    ``key_of`` gives each record's key of today.
    """
    found = []
    for one in decisions:
        named = next((key_of[record] for record in one.records if record in key_of), "")
        in_entry_file = bool(key and named and not one.place.startswith(_BY_KEY))
        if (named != key) if in_entry_file else (one.path != path):
            continue
        place = f"{one.place}:{named}" if one.place.startswith(_BY_KEY) and named else one.place
        found.append(Override(path=path, place=place, value=one.value, saw=one.saw))
    return tuple(found)


def _decision(edit: Edit, entry: LedgerEntry | None, outputs: Sequence[EntryOutput]) -> Decision:
    records = entry.records if entry else ()
    writer = writer_of(outputs, edit.path)
    if writer and entry and (patch := _patch(edit, entry, writer)):
        return patch
    place = edit.place
    if place.startswith(_BY_KEY) and entry:
        place = place.removesuffix(f":{edit.key}")
    return Decision(kind="override", path=edit.path, records=records, place=place, value=edit.after, saw=edit.before)


def _patch(edit: Edit, entry: LedgerEntry, writer: EntryWriter) -> Decision | None:
    """The edit of a front matter key as a patch, where both texts map back to values of the one field."""
    name = edit.place.removeprefix("key:")
    field = writer.patched_by.get(entry.kind, {}).get(name, "") if edit.place.startswith("key:") else ""
    if not (field and isinstance(edit.before, str) and isinstance(edit.after, str) and edit.after):
        return None
    value, saw = writer.field_value(name, edit.after), writer.field_value(name, edit.before)
    if value is None or saw is None:
        return None
    return Decision(kind="patch", records=entry.records, field=field, value=value, saw=saw, origin=edit.path)


def _paths_by_key(tree: SiteTree, bases: Mapping[str, FileBase], outputs: Sequence[EntryOutput]) -> dict[str, str]:
    """Where each entry file of ours stands today, by the key in its front matter."""
    found: dict[str, str] = {}
    folders = {folder for one in outputs for folder in one.writer.folders.values()}
    for folder in sorted({*folders, *(path.rpartition("/")[0] for path in bases)} - {""}):
        for path in tree.entries(folder):
            key = peek_key(tree.read(path) or b"")
            if key and path not in bases:
                found.setdefault(key, path)
    return found
