"""The whole of it: read what is there, settle conflicts, tell the ledger anew where it is lost, and write it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from pubsync import __version__
from pubsync.curation import PATH as CURATION_PATH
from pubsync.errors import PubsyncError
from pubsync.frozen import frozen
from pubsync.library import BASE_FOLDER, COUNTS_PATH, LEDGER_PATH, Library, counts_to_text, ledger_to_text
from pubsync.pipeline.memory import Memory
from pubsync.pipeline.own_names import people_told
from pubsync.pipeline.people import members_of
from pubsync.pipeline.press import Press
from pubsync.pipeline.rebuilding.candidates import alone_in, candidates_of
from pubsync.pipeline.rebuilding.stored import Stored, read_stored
from pubsync.pipeline.rebuilding.telling_keys import tell_keys
from pubsync.pipeline.rebuilding.traces import traces_of
from pubsync.pipeline.run import SyncOptions, sync_site
from pubsync.pipeline.starting.drafting import SCHEMA_PATH
from pubsync.pipeline.starting.trying import shipped_schema
from pubsync.pipeline.writers import entry_outputs
from pubsync.records.base_text import base_to_json
from pubsync.records.ledger import Ledger
from pubsync.records.plan import PlannedFile
from pubsync.report import counted
from pubsync.settings import FILE_NAME, LoadedSettings, load_settings
from pubsync.sites.tree import SiteTree
from pubsync.snapshots import snapshot_path, snapshot_to_text


@frozen(kw_only=True)
class Rebuilt:
    """What was restored.

    ``mended`` says of each file what became of it; ``keys`` are those told anew, ``without`` those of them that no
    record is known of. ``stale`` are the files that a sync would change now, None where that can't be told.
    """

    mended: Mapping[str, str]
    keys: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    stale: tuple[str, ...] | None = ()


def rebuild(root: Path, now: dt.datetime | None = None) -> Rebuilt:
    """Restore what pubsync keeps in the site at ``root``, asking no one; ``undo`` takes it back.

    A ledger that is whole stays as it is, byte for byte.

    Raises:
        PubsyncError: where the settings, the person's decisions or the site can't be read, a newer pubsync wrote it,
            or something can't be written. Nothing is written then.
    """
    loaded = load_settings(root.resolve())
    memory = Memory.load(loaded.root, now or dt.datetime.now(dt.UTC))
    with memory.held():
        tree = SiteTree(loaded.root)
        stored = read_stored(tree)
        stored.people = people_told(loaded.settings) if stored.bases else ()
        known = stored.ledger or Ledger()
        ledger = _told(loaded, stored, tree, known) if LEDGER_PATH in stored.mended else known
        if not (ledger.entries or LEDGER_PATH in stored.contents):  # nothing was ever synced
            del stored.mended[LEDGER_PATH]
        memory.publish(list(_planned(loaded.root, stored, ledger)))
    before = {entry.key for entry in known}
    fresh = [entry for entry in ledger if entry.key not in before]
    return Rebuilt(
        mended=stored.mended,
        keys=tuple(entry.key for entry in fresh),
        without=tuple(entry.key for entry in fresh if not entry.records and not entry.merged_into),
        stale=_stale(loaded, memory.now),
    )


def _told(loaded: LoadedSettings, stored: Stored, tree: SiteTree, known: Ledger) -> Ledger:
    """The ledger with an entry for every key of the site that it does not know."""
    press = Press(loaded.settings, members_of(loaded.settings), loaded.root)
    outputs = entry_outputs(loaded.settings.outputs, tree, press)
    keys = {entry.key for entry in known}
    traces = [one for one in traces_of(tree, stored.bases, outputs) if one.key not in keys]
    candidates = candidates_of(loaded, stored, known, outputs)
    records = stored.library(known).curation.hidden()
    hidden = {one.proposal for one in candidates if records.intersection(one.entry.records)}
    return Ledger((*known, *tell_keys(traces, candidates, alone_in(loaded, stored, outputs), hidden)))


def _planned(root: Path, stored: Stored, ledger: Ledger) -> Iterator[PlannedFile]:
    """Yield the files that were mended, and the schema for editors where it is of another release."""
    library = stored.library(ledger)
    texts = _texts(library)
    for path in stored.mended:
        content = texts.get(path)
        yield PlannedFile(path, content.encode() if content is not None else None, stored.contents.get(path))
    schema = root / SCHEMA_PATH
    before = schema.read_bytes() if schema.is_file() else None
    names_it = SCHEMA_PATH.encode() in (root / FILE_NAME).read_bytes()
    if before is not None or names_it:
        yield PlannedFile(SCHEMA_PATH, shipped_schema(), before)


def _texts(library: Library) -> dict[str, str]:
    texts = {f"{BASE_FOLDER}/{path}.json": base_to_json(base) for path, base in library.bases.items()}
    texts |= {snapshot_path(source): snapshot_to_text(one) for source, one in library.snapshots.items()}
    rendered_by = library.rendered_by or (__version__ if library.bases else "")
    texts[LEDGER_PATH] = ledger_to_text(library.ledger, rendered_by, library.people)
    texts[CURATION_PATH] = library.curation_text
    if library.counts.date:
        texts[COUNTS_PATH] = counts_to_text(library.counts)
    return texts


def _stale(loaded: LoadedSettings, now: dt.datetime) -> tuple[str, ...] | None:
    try:
        report = sync_site(loaded.root, SyncOptions(dry_run=True, offline=True), now).report
    except PubsyncError:
        return None
    return tuple(one.path for one in report.files if not one.path.startswith("_pubsync/"))


def rebuilt_lines(done: Rebuilt) -> Iterator[str]:
    """Yield what was restored as plain lines."""
    if not done.mended:
        yield "Nothing was to be restored: the ledger, the bases and the snapshots are whole."
    for path, what in sorted(done.mended.items()):
        yield f"{path} {what}"
    if done.keys:
        yield f"{counted(len(done.keys), 'key was', 'keys were')} told anew from what the site shows."
    if done.without:
        yield f"note: no source names these any more, so that a sync would take them off: {', '.join(done.without)}"
    if done.stale is None:
        yield "note: what a sync would do now can't be told; see: pubsync doctor"
    elif done.stale:
        changing = counted(len(done.stale), "file", "files")
        yield f"A sync would change {changing}; look first: pubsync sync --dry-run --diff --offline"
    elif done.mended:
        yield "A sync would change no file of the site. To take this back: pubsync undo"
