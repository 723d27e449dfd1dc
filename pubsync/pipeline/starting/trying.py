"""What the first sync would do, before anything is written; and the first step itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from pubsync.errors import PubsyncError, SettingsError
from pubsync.frozen import frozen
from pubsync.pipeline.memory import Memory
from pubsync.pipeline.run import Outcome, SyncOptions, Told, run_loaded
from pubsync.pipeline.starting.drafting import SCHEMA_PATH, Draft
from pubsync.records.plan import PlannedFile
from pubsync.resources import resource_folder
from pubsync.settings import FILE_NAME, LoadedSettings


@frozen()
class Preview:
    """What the first sync would do; ``problem`` says why that can't be told, "" where it can."""

    outcome: Outcome | None
    problem: str = ""


def refuse_existing(root: Path) -> None:
    """Go on only where there is no ``pubsync.yaml`` yet: what a person wrote there stays.

    Raises:
        SettingsError: where there is one.
    """
    path = root / FILE_NAME
    if path.exists() or path.is_symlink():
        raise SettingsError(
            "there is a pubsync.yaml already, and it stays as it is",
            where=str(path),
            remedy="edit it, and look it over with: pubsync doctor; to begin anew, rename it first",
        )


def whole_site_above(root: Path) -> str:
    """Return what to say where the folder is a part of what looks like a whole site, "" where it is none."""
    marks = ("_config.yml", "_config.toml", "hugo.toml", "hugo.yaml", FILE_NAME)
    folder = root.resolve()
    if any((folder / name).exists() for name in (*marks, ".git")):
        return ""
    for above in folder.parents:
        if found := next((name for name in marks if (above / name).is_file()), ""):
            return f"{above} holds {found}: if that is your site, run pubsync init there"
        if (above / ".git").exists():
            return ""
    return ""


def preview(
    root: Path,
    draft: Draft,
    *,
    offline: bool = False,
    now: dt.datetime | None = None,
    told: Told = lambda _name, _state: None,
) -> Preview:
    """Return what the first sync with a draft would do; nothing of the site is written.

    Args:
        root: the site's folder.
        draft: the settings.
        offline: ask no one; sources on the network then have nothing to say yet.
        now: the time, by default the machine's.
        told: see ``sync_site``.
    """
    site = root.resolve()
    memory = Memory.load(site, now or dt.datetime.now(dt.UTC))
    options = SyncOptions(dry_run=True, offline=offline)
    try:
        return Preview(run_loaded(LoadedSettings(draft.settings, site), options, memory, told))
    except PubsyncError as error:
        return Preview(None, str(error))


def begin(root: Path, draft: Draft, first: Outcome | None = None) -> tuple[str, ...]:
    """Write ``pubsync.yaml`` and the schema beside it, and all that a preview planned where one is given.

    It is one step: all or nothing, and ``undo`` takes it back.

    Returns:
        The paths written.

    Raises:
        PubsyncError: where a file changed since the preview, there is a ``pubsync.yaml`` by now, or something can't be
            written; the site is then as it was.
    """
    site = root.resolve()
    memory = Memory.load(site, dt.datetime.now(dt.UTC))
    with memory.held():
        refuse_existing(site)
        files = [*_own_files(site, draft), *(first.planned if first else ())]
        written = memory.publish(files)
        if first:
            Memory.load(site, memory.now).save((), first.report, dry_run=False)
        return written


def _own_files(site: Path, draft: Draft) -> Iterable[PlannedFile]:
    schema = site / SCHEMA_PATH
    before = schema.read_bytes() if schema.is_file() else None
    yield PlannedFile(FILE_NAME, draft.text.encode(), None)
    yield PlannedFile(SCHEMA_PATH, shipped_schema(), before)


def shipped_schema() -> bytes:
    """Return the JSON Schema of the settings that this release reads."""
    return (resource_folder("config") / "pubsync.schema.json").read_bytes()
