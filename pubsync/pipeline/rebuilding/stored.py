"""What pubsync keeps in the site, read however damaged it is: what is whole as it is, conflicts settled."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pubsync.curation import PATH as CURATION_PATH
from pubsync.curation import parse_curation
from pubsync.errors import LedgerError, NewerError, PubsyncError, SiteError
from pubsync.library import (
    BASE_FOLDER,
    COUNTS_PATH,
    LEDGER_PATH,
    Library,
    counts_from_text,
    ledger_from_text,
)
from pubsync.pipeline.rebuilding.conflicts import both_sides, joined, sides
from pubsync.records.base import FileBase
from pubsync.records.base_text import base_from_json
from pubsync.records.counts import Counts
from pubsync.records.ledger import Ledger
from pubsync.sites.assembly import tell
from pubsync.sites.tree import SiteTree
from pubsync.snapshots import FOLDER as SNAPSHOTS
from pubsync.snapshots import Snapshot, snapshot_from_text

Part = TypeVar("Part")
_LARGEST = 200_000_000


@dataclass(kw_only=True)
class Stored:
    """The parts that could be read; ``ledger`` is None where it has to be told anew.

    ``contents`` are the files as they stand, by path. ``mended`` says of each file that was not as it should be what
    became of it.
    """

    contents: dict[str, bytes] = field(default_factory=dict)
    ledger: Ledger | None = None
    rendered_by: str = ""
    people: tuple[tuple[str, ...], ...] = ()
    curation_text: str = ""
    counts: Counts = field(default_factory=Counts)
    bases: dict[str, FileBase] = field(default_factory=dict)
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    mended: dict[str, str] = field(default_factory=dict)

    def library(self, ledger: Ledger) -> Library:
        """Return all of it, with a ledger."""
        return Library(
            ledger=ledger,
            curation_text=self.curation_text,
            curation=parse_curation(self.curation_text),
            counts=self.counts,
            bases=self.bases,
            snapshots=self.snapshots,
            rendered_by=self.rendered_by,
            people=self.people,
        )


def read_stored(tree: SiteTree) -> Stored:
    """Read ``_pubsync/`` of a site, part by part.

    Raises:
        NewerError: where a newer pubsync wrote a part, or one side of a conflict in it.
        CurationError: where the person's own decisions can't be read.
        PubsyncError: where a file can't be read at all.
    """
    stored = Stored(contents=_contents(tree.root))
    for path, content in stored.contents.items():
        if path.startswith(f"{BASE_FOLDER}/"):
            _take_base(stored, tree, path, content)
        elif path.startswith(f"{SNAPSHOTS}/"):
            _take_snapshot(stored, path, content)
    _take_ledger(stored)
    _take_curation(stored)
    _take_counts(stored)
    return stored


def _contents(root: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    paths = [root / LEDGER_PATH, root / CURATION_PATH, root / COUNTS_PATH]
    paths += [path for folder in (BASE_FOLDER, SNAPSHOTS) for path in sorted((root / folder).rglob("*.json"))]
    for path in paths:
        try:
            if path.is_file() and path.stat().st_size < _LARGEST:
                found[path.relative_to(root).as_posix()] = path.read_bytes()
        except OSError as error:
            raise PubsyncError(
                f"can't be read: {error.strerror}", where=str(path), remedy="check its permissions"
            ) from error
    return found


def _read(
    stored: Stored, path: str, content: bytes, read: Callable[[str], Part], choose: Callable[[Part, Part], Part]
) -> Part | None:
    """Return what a file holds, of a conflict what ``choose`` makes of both sides; None where it is beyond reading."""
    text = content.decode("utf-8", errors="replace")
    whole = _try(read, text)
    if whole is not None:
        return whole
    found = sides(text)
    ours, theirs = (_try(read, found[0]), _try(read, found[1])) if found else (None, None)
    if ours is not None and theirs is not None:
        stored.mended[path] = "was in conflict; settled from both sides"
        return choose(ours, theirs)
    stored.mended[path] = "was in conflict; one side is whole" if ours or theirs else "was damaged beyond reading"
    return ours if ours is not None else theirs


def _try(read: Callable[[str], Part], text: str) -> Part | None:
    try:
        return read(text)
    except NewerError:  # it is not damaged, and is not to be told anew by this one
        raise
    except (LedgerError, ValueError):
        return None


def _take_base(stored: Stored, tree: SiteTree, path: str, content: bytes) -> None:
    site_path = path.removeprefix(f"{BASE_FOLDER}/").removesuffix(".json")

    def choose(ours: FileBase, theirs: FileBase) -> FileBase:
        """The side that was written last is the one that what stands agrees with."""
        return min((ours, theirs), key=lambda base: _differences(tree, site_path, base))

    base = _read(stored, path, content, lambda text: base_from_json(text, path), choose)
    if base is not None:
        stored.bases[site_path] = base
    else:
        stored.mended[path] = "was damaged beyond reading and is gone: what stands in that page now counts as yours"


def _differences(tree: SiteTree, path: str, base: FileBase) -> int:
    try:
        return len(tell(path, base, tree.read(path)))
    except SiteError:
        return 0


def _take_snapshot(stored: Stored, path: str, content: bytes) -> None:
    def choose(ours: Snapshot, theirs: Snapshot) -> Snapshot:
        return max((ours, theirs), key=lambda one: one.unchanged_since)

    snapshot = _read(stored, path, content, lambda text: snapshot_from_text(text, path), choose)
    if snapshot is not None:
        stored.snapshots[snapshot.source] = snapshot
    else:
        stored.mended[path] = "was damaged beyond reading and is gone: the next sync asks that source anew"


def _take_ledger(stored: Stored) -> None:
    content = stored.contents.get(LEDGER_PATH)
    if content is None:
        stored.mended[LEDGER_PATH] = "was missing"
        return
    stored.ledger = _read(stored, LEDGER_PATH, content, ledger_from_text, joined)
    stored.rendered_by = _rendered_by(content)


def _rendered_by(content: bytes) -> str:
    text = content.decode("utf-8", errors="replace")
    versions = [_try(_version_in, side) for side in sides(text) or (text,)]
    return next(iter({one for one in versions if one}), "") if len(set(versions)) == 1 else ""


def _version_in(text: str) -> str:
    document: Mapping[str, object] = json.loads(text)
    return str(document.get("rendered_by", ""))


def _take_curation(stored: Stored) -> None:
    text = stored.contents.get(CURATION_PATH, b"").decode("utf-8", errors="surrogateescape")
    settled = both_sides(text)
    parse_curation(settled)
    if settled != text:
        stored.mended[CURATION_PATH] = "was in conflict; the decisions of both sides stand, ours first"
    stored.curation_text = settled


def _take_counts(stored: Stored) -> None:
    content = stored.contents.get(COUNTS_PATH)
    if content is None:
        return

    def choose(ours: Counts, theirs: Counts) -> Counts:
        return max((ours, theirs), key=lambda one: one.date)

    counts = _read(stored, COUNTS_PATH, content, counts_from_text, choose)
    if counts is not None:
        stored.counts = counts
    else:
        stored.mended[COUNTS_PATH] = "was damaged beyond reading and is gone: the next sync counts anew"
