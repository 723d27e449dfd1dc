"""The three ways to change a site: publish a plan, recover from a run that was killed, undo the last run."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from pubsync.errors import PublishError
from pubsync.frozen import frozen
from pubsync.publish.disk import keep, naming, read_regular, write_new
from pubsync.publish.journal import Entries, Journal, Step, begin, left_behind
from pubsync.publish.paths import locate, refuse_folded_twins, refuse_twins
from pubsync.publish.steps import Standing, bring_forward, roll_back, roll_forward, standing
from pubsync.publish.undoing import UndoFolder
from pubsync.records.plan import PlannedFile, content_hash

Companion: TypeAlias = Callable[[str], str]
"""Names, for a file, the one beside it in which is remembered what was written into the file."""


@frozen()
class Recovery:
    """What became of a run that was killed.

    ``outcome`` is ``discarded`` (it had changed nothing), ``finished`` (the site is as the run wanted it) or
    ``taken back`` (the site is as before the run). ``paths`` were changed just now; ``kept`` were changed by a person
    since and left as they are.
    """

    outcome: Literal["discarded", "finished", "taken back"]
    paths: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@frozen()
class UndoResult:
    """``restored`` hold again what they held before the last run; ``kept`` were edited since and left as they are."""

    restored: tuple[str, ...]
    kept: tuple[str, ...]


@frozen()
class _Target:
    """A planned file, where it really is, and how it looks there (None: nothing stands there)."""

    planned: PlannedFile
    place: str
    looks: os.stat_result | None

    def step(self) -> Step:
        mode = stat.S_IMODE(self.looks.st_mode) if self.looks else 0
        return Step(self.planned.path, content_hash(self.planned.before), content_hash(self.planned.content), mode)


def publish(
    root: Path, files: Sequence[PlannedFile], *, undo_folder: Path, companion: Companion = str
) -> tuple[str, ...]:
    """Write all planned files, or none; call ``recover`` before, and hold ``lock``.

    Files that already are as planned are not touched. Permission bits are kept. An interrupt is passed on after the
    site was put back; a kill leaves a journal for ``recover``.

    Args:
        root: the site's folder.
        files: the plan; a path that is named twice or leads out of the site is refused.
        undo_folder: where the old contents are kept for ``undo``, outside the repository. Where it can't be written,
            the run stands and can't be undone.
        companion: as for ``recover``, where the run fails halfway and is taken back.

    Returns:
        The paths changed, in the order of the plan.

    Raises:
        PublishError: naming the file, where a file no longer holds what the plan was made from, another run is
            writing, or something can't be written. The site is then as it was; where even that can't be brought
            about, as on a disk that fails, the error says so and the next ``recover`` does it.
    """
    return _publish(_site(root), files, UndoFolder(undo_folder), {}, companion)


def recover(root: Path, *, undo_folder: Path | None = None, companion: Companion = str) -> Recovery | None:
    """Finish or take back a run that was killed; to be called at the start of each run, while holding ``lock``.

    What was not yet committed is thrown away. What was is finished, or, where a person changed a file since that the
    run was still to write, taken back: files that hold the run's contents get their old ones, a person's stay. It may
    be killed itself and called again.

    Args:
        root: the site's folder.
        companion: as for ``undo``: where the run had written a file before a person changed it, the one beside it, if
            there was one, is brought to what the run wrote, also where the rest is taken back. Else the run's own text
            in that file would pass for the person's.
        undo_folder: where given, the run that is finished here can be undone, and one that is not leaves the run
            before it to be undone.

    Returns:
        What was done; None where no run was killed.

    Raises:
        PublishError: where that run is still alive on another machine, a newer version left it, or the site can't be
            written; calling it again is safe.
    """
    site = _site(root)
    with left_behind(site) as journal:
        if journal is None:
            return None
        entries = journal.load()
        recovery = _settle(site, journal, entries, companion) if entries else Recovery("discarded")
        kept = UndoFolder(undo_folder) if undo_folder else None
        if kept and entries and recovery.outcome == "finished":
            kept.save(journal, entries)
        elif kept:
            kept.bring_back()
        journal.close()
    return recovery


def undo(root: Path, undo_folder: Path, *, companion: Companion = str) -> UndoResult:
    """Give the files of the last run their old contents, each where it still holds what that run wrote.

    ``companion`` names, for a path, the one that has to stay as it is where that path does: what was written into a
    file is remembered beside it, and the one tells nothing without the other.

    It is a run like any other: all or nothing, and undone by a second ``undo``.

    Raises:
        PublishError: where no run was kept on this machine, or as ``publish`` does.
    """
    site = _site(root)
    images = UndoFolder(undo_folder).load()
    standings = {image.step.path: standing(site, image.step) for image in images}
    edited = {path for path, found in standings.items() if found is Standing.OTHER}
    bound = {companion(path) for path in edited}
    ours = [image for image in images if standings[image.step.path] is Standing.AFTER and image.step.path not in bound]
    planned = [PlannedFile(image.step.path, image.before, _current(site, image.step.path)) for image in ours]
    modes = {image.step.path: image.step.mode for image in ours}
    restored = _publish(site, planned, UndoFolder(undo_folder), modes, companion)
    return UndoResult(restored, tuple(path for path in standings if path in edited))


def _site(root: Path) -> Path:
    site = Path(os.path.realpath(root))
    if not site.is_dir():
        raise PublishError("there is no such folder", where=str(root), remedy="name the folder of the site")
    return site


def _current(site: Path, path: str) -> bytes | None:
    with naming(path):
        return read_regular(locate(site, path))


def _publish(
    site: Path, files: Sequence[PlannedFile], kept: UndoFolder, modes: Mapping[str, int], companion: Companion
) -> tuple[str, ...]:
    """Publish; ``modes`` are the permission bits of files that are created, where they should not be the usual."""
    targets = _targets(site, files)
    changing = [target for target in targets if target.planned.changes]
    if not changing:
        return ()
    with begin(site) as journal:
        try:
            journal.hide()
            with naming("_pubsync"):
                refuse_folded_twins([planned.path for planned in files], journal.folder / "probe")
            _stage(journal, changing, modes)
            kept.set_aside()
            _carry_out(site, journal, changing, kept)
        except BaseException:
            _put_back(site, journal, kept, companion)
            raise
    return tuple(target.planned.path for target in changing)


def _targets(site: Path, files: Sequence[PlannedFile]) -> list[_Target]:
    """Find every planned file and compare what stands there with what the plan was made from."""
    places = [(planned.path, locate(site, planned.path)) for planned in files]
    refuse_twins(places)
    targets = []
    for planned, (_, place) in zip(files, places, strict=True):
        with naming(planned.path):
            found = read_regular(place)
            looks = None if found is None else os.stat(place)
        if found != planned.before:
            raise PublishError("it was changed since the run read it", where=planned.path, remedy="run again")
        if looks and planned.changes and not (looks.st_mode & 0o222 and os.access(place, os.W_OK)):
            raise PublishError("it is read-only", where=planned.path, remedy="allow writing it, then run again")
        targets.append(_Target(planned, place, looks))
    return targets


def _stage(journal: Journal, changing: Sequence[_Target], modes: Mapping[str, int]) -> None:
    for number, target in enumerate(changing):
        path, content, looks = target.planned.path, target.planned.content, target.looks
        mode = stat.S_IMODE(looks.st_mode) if looks else modes.get(path, 0)
        with naming(path):
            if content is not None:
                owner = (looks.st_uid, looks.st_gid) if looks else None
                write_new(journal.staged(number), content, mode=mode, owner=owner)
            if looks:
                keep(target.place, journal.saved(number))


def _carry_out(site: Path, journal: Journal, changing: Sequence[_Target], kept: UndoFolder) -> None:
    steps = tuple(target.step() for target in changing)
    entries = Entries(steps, _missing_folders(site, changing))
    journal.commit(entries)
    roll_forward(site, journal, entries, staged_now=True)
    kept.save(journal, entries)
    journal.close()


def _missing_folders(site: Path, changing: Sequence[_Target]) -> tuple[str, ...]:
    """Return the folders that have to be created, outermost first."""
    parents = map(Path, {os.path.dirname(target.place) for target in changing})
    wanted = {folder for parent in parents for folder in (parent, *parent.parents)}
    missing = (folder for folder in wanted if folder.is_relative_to(site) and not folder.exists())
    return tuple(folder.relative_to(site).as_posix() for folder in sorted(missing))


def _put_back(site: Path, journal: Journal, kept: UndoFolder, companion: Companion) -> None:
    """Put the site back after a failure, as far as the run had come; what is true is on the disk."""
    try:
        entries = journal.load() if journal.committed else None
        if entries:
            _take_back(site, journal, entries, companion)
        journal.close()
    except PublishError as error:
        raise PublishError(
            f"the run failed and could not be taken back: {error.what}",
            where=error.where,
            remedy="run again: that finishes it or takes it back first",
        ) from error
    kept.bring_back()


def _settle(site: Path, journal: Journal, entries: Entries, companion: Companion) -> Recovery:
    """Finish a committed run or take it back."""
    edited = _edited(site, journal, entries)
    if all(edited.values()) and not journal.turned_back:
        try:
            return Recovery("finished", roll_forward(site, journal, entries, leaving=edited), tuple(edited))
        except PublishError:  # no room, staged files lost, a late edit: the old contents need neither
            pass
    return _take_back(site, journal, entries, companion)


def _take_back(site: Path, journal: Journal, entries: Entries, companion: Companion) -> Recovery:
    """Take a committed run back, be it one that just failed or one that was killed."""
    edited = _edited(site, journal, entries)
    beside = {companion(path) for path, was_written in edited.items() if was_written}
    bound = {step.path for step in entries.steps if step.before and step.path in beside}
    bring_forward(site, journal, entries, bound)
    return Recovery("taken back", roll_back(site, journal, entries, leaving=bound), tuple(edited))


def _edited(site: Path, journal: Journal, entries: Entries) -> dict[str, bool]:
    """The paths that a person changed since the run was committed, and whether the run had written them before."""
    return {
        step.path: journal.carried_out(number, step)
        for number, step in enumerate(entries.steps)
        if standing(site, step) is Standing.OTHER
    }
