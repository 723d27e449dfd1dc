"""The journal: what a run is about to change, on the disk before it changes anything.

It is a folder of the repository, so that staged files can be renamed into place; it exists only while a run writes,
or after one was killed. Its contents are not trusted: paths are checked again by whoever carries it out, and the
names of the files in it are counted, never read from it.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from pubsync.errors import PublishError
from pubsync.frozen import frozen
from pubsync.publish.disk import naming, read_regular, sync_files, sync_folders, write_new
from pubsync.publish.locking import release
from pubsync.publish.paths import JOURNAL_FOLDER, JOURNAL_NAME
from pubsync.records.plan import content_hash

_VERSION = 1
_WHERE = f"{JOURNAL_FOLDER}/{JOURNAL_NAME}"
_BUSY = "another run is writing to this site"
_UNLOCKABLE = "free some space, or move the site to a file system with locks"
_WAIT = "wait for it to end, then run again"


@frozen()
class Step:
    """One file's change: the hashes of its contents before and after ("" for no file), and its permission bits.

    ``mode`` is what the file had before, 0 where there was none.
    """

    path: str
    before: str
    after: str
    mode: int = 0


@frozen()
class Entries:
    """All of a run: its steps, and the folders that it has to create, outermost first."""

    steps: tuple[Step, ...]
    folders: tuple[str, ...] = ()


def encode(entries: Entries) -> bytes:
    """Return the entries as JSON, with a checksum."""
    body = {
        "version": _VERSION,
        "steps": [[step.path, step.before, step.after, step.mode] for step in entries.steps],
        "folders": list(entries.folders),
    }
    return json.dumps({"checksum": _checksum(body), **body}).encode()


def decode(content: bytes, where: str = _WHERE) -> Entries | None:
    """Read what ``encode`` wrote, from the file ``where``; None for anything else.

    Raises:
        PublishError: where a newer pubsync wrote it.
    """
    try:
        found = json.loads(content)
        if found.pop("checksum") != _checksum(found):
            return None
        newer = found["version"] > _VERSION
        steps = () if newer else tuple(_step(*row) for row in found["steps"])
        folders = () if newer else tuple(str(folder) for folder in found["folders"])
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError):
        return None
    if newer:
        raise PublishError("a newer pubsync left it", where=where, remedy="install that version, then run again")
    return Entries(steps, folders)


def _step(path: object, before: object, after: object, mode: int) -> Step:
    return Step(str(path), str(before), str(after), int(mode))


def _checksum(body: object) -> str:
    return content_hash(json.dumps(body, sort_keys=True).encode())


class Journal:
    """The journal's folder while this run holds it; see ``begin`` and ``left_behind``."""

    def __init__(self, root: Path, held: FileLock) -> None:
        """Take the folder under ``root``, which ``held`` keeps from others."""
        self.folder = root / JOURNAL_FOLDER / JOURNAL_NAME
        self._record = self.folder / "journal.json"
        self._turned = self.folder / "back"
        self._held = held

    def staged(self, number: int) -> str:
        """Return where the new contents of step ``number`` are."""
        return f"{self.folder}{os.sep}new-{number}"

    def saved(self, number: int) -> str:
        """Return where the old contents of step ``number`` are."""
        return f"{self.folder}{os.sep}old-{number}"

    def removed(self, number: int) -> str:
        """Return where the file of step ``number`` goes that is to be removed."""
        return f"{self.folder}{os.sep}gone-{number}"

    def carried_out(self, number: int, step: Step) -> bool:
        """Whether the step was done and not taken back since: its staged file is in place, its old one still here."""
        done = not os.path.lexists(self.staged(number)) if step.after else os.path.lexists(self.removed(number))
        return done and (not step.before or os.path.lexists(self.saved(number)))

    def hide(self) -> None:
        """Keep the folder out of git, should somebody add everything after a run was killed.

        Raises:
            PublishError: where there is no room.
        """
        with naming(_WHERE):
            write_new(self.folder / ".gitignore", b"*\n")

    def commit(self, entries: Entries) -> None:
        """Bring everything staged to the disk and then, by one rename, make it what the site is going to be.

        Raises:
            PublishError: where it can't be written; nothing is committed then.
        """
        staged = [self.staged(number) for number, step in enumerate(entries.steps) if step.after]
        saved = [self.saved(number) for number, step in enumerate(entries.steps) if step.before]
        with naming(_WHERE):
            sync_files(staged + saved)
            draft = self.folder / "journal.json.new"
            write_new(draft, encode(entries))
            sync_files([draft])
            sync_folders([self.folder, self.folder.parent, self.folder.parent.parent])
            draft.replace(self._record)
            sync_folders([self.folder])

    @property
    def committed(self) -> bool:
        """Whether the site is on its way to what the journal holds; asked of the disk, as the run may be dying."""
        return self._record.exists()

    def turn_back(self) -> None:
        """Note that the run is being taken back, so that a kill meanwhile can't make the next one finish it.

        Without room for the note, what is gone of the staged files says the same, but for a person's edits since.
        """
        with suppress(OSError):
            self._turned.touch()
            sync_folders([self.folder])

    @property
    def turned_back(self) -> bool:
        """Whether the run was already being taken back."""
        return self._turned.exists()

    def load(self) -> Entries | None:
        """Return what was committed, None where a run was killed before that.

        Raises:
            PublishError: where a newer pubsync wrote it, or where it can't be read.
        """
        with naming(_WHERE):
            content = read_regular(self._record)
        return None if content is None else decode(content)

    def close(self) -> None:
        """End the journal by one rename, then remove what it held; what is left of that, the next run removes.

        The lock goes before the files: NFS keeps a removed file as long as it is open.

        Raises:
            PublishError: where the folder can't be renamed.
        """
        over = self.folder.with_name(f"{JOURNAL_NAME}.{secrets.token_hex(8)}")
        if os.name == "nt":  # a folder with an open file can't be renamed there
            release(self._held)
        with naming(_WHERE), suppress(FileNotFoundError):
            self.folder.rename(over)
        with suppress(OSError):  # a journal that a power failure brings back finds everything done
            sync_folders([self.folder.parent])
        release(self._held)
        sweep(self.folder.parent)


def sweep(parent: Path) -> None:
    """Remove ended journals, and the folder of journals where that leaves it empty."""
    with suppress(OSError):
        for over in parent.glob(f"{JOURNAL_NAME}.*"):
            shutil.rmtree(over, ignore_errors=True)
    with suppress(OSError):
        parent.rmdir()


@contextmanager
def begin(root: Path) -> Iterator[Journal]:
    """Create the journal, which only one run can do at a time, also from two machines on a shared folder.

    Raises:
        PublishError: where there is one already, or where it can't be created.
    """
    folder = _parent(root) / JOURNAL_NAME
    try:
        with naming(_WHERE):
            folder.parent.mkdir(exist_ok=True)
            made = _created(folder)
    except PublishError:
        sweep(folder.parent)
        raise
    with _held(folder, ours=True) as held:
        if _number(folder) != made:
            raise PublishError(_BUSY, where=_WHERE, remedy=_WAIT)
        yield Journal(root, held)


def _created(folder: Path) -> int:
    """Create the journal's folder and return its number, by which another in its place is told."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError as error:
        raise PublishError(_BUSY, where=_WHERE, remedy=_WAIT) from error
    return _number(folder)


def _number(folder: Path) -> int:
    with naming(_WHERE):
        return folder.stat().st_ino


@contextmanager
def left_behind(root: Path) -> Iterator[Journal | None]:
    """Take over the journal of a run that was killed; None where there is none.

    Raises:
        PublishError: where its run is still alive, or where what stands there is no journal.
    """
    folder = _parent(root) / JOURNAL_NAME
    sweep(folder.parent)
    if not os.path.lexists(folder):
        yield None
        return
    if folder.is_symlink() or not folder.is_dir():
        raise PublishError("it is no journal of pubsync's", where=_WHERE, remedy="remove it, then run again")
    with _held(folder, ours=False) as held:
        yield Journal(root, held)


def _parent(root: Path) -> Path:
    parent = root / JOURNAL_FOLDER
    if not Path(os.path.realpath(parent)).is_relative_to(root):
        raise PublishError(
            "a symbolic link leads out of the site", where=JOURNAL_FOLDER, remedy="replace the link by a folder"
        )
    return parent


@contextmanager
def _held(folder: Path, *, ours: bool) -> Iterator[FileLock]:
    """Hold the journal's own lock: the system lets go of it when a run dies, so that a dead run's journal is known.

    Where it can't be locked, the folder goes again if it is ``ours``, just created.
    """
    held = FileLock(folder / "owner")
    try:
        held.acquire(timeout=0)
    except Timeout as error:
        raise PublishError(_BUSY, where=_WHERE, remedy=_WAIT) from error
    except OSError as error:
        if ours:
            shutil.rmtree(folder, ignore_errors=True)
            sweep(folder.parent)
        raise PublishError(f"it can't be locked: {error.strerror}", where=_WHERE, remedy=_UNLOCKABLE) from error
    try:
        yield held
    finally:
        release(held)
