"""Carrying a journal out, forwards or back.

Each step looks at its target before it touches it: what holds neither the old nor the new contents was changed by a
person and is left alone. Both ways can be broken off anywhere and begun again.
"""

from __future__ import annotations

import enum
import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from pubsync.errors import PublishError
from pubsync.publish.disk import naming, read_regular, sync_folders
from pubsync.publish.journal import Entries, Journal, Step
from pubsync.publish.paths import locate
from pubsync.records.plan import content_hash

_EDITED = "somebody changed it during the run"


class Standing(enum.Enum):
    """What stands in the place of a step's target."""

    BEFORE = "what it held before"
    AFTER = "what the run wrote"
    OTHER = "something else: a person's edit"


def standing(root: Path, step: Step) -> Standing:
    """Look at the target of a step; a place that can't be read, or isn't safe, is not ours to touch."""
    try:
        return _compared(locate(root, step.path), step)
    except (OSError, PublishError, ValueError):
        return Standing.OTHER


def _compared(place: str, step: Step) -> Standing:
    found = content_hash(read_regular(place))
    if found == step.after:
        return Standing.AFTER
    return Standing.BEFORE if found == step.before else Standing.OTHER


def roll_forward(
    root: Path, journal: Journal, entries: Entries, *, leaving: Collection[str] = (), staged_now: bool = False
) -> tuple[str, ...]:
    """Make every target hold its new contents; deletions come last, so that what moves is never absent.

    ``leaving`` are paths that were done already and that a person changed since. ``staged_now`` is whether this process
    has just written what is staged, and seen it to the disk, so that it need not be read again.

    Returns:
        The paths changed here, without those that were done before.

    Raises:
        PublishError: where a target was changed by somebody else or can't be written; the journal is then half done.
    """
    order = [(number, step) for number, step in enumerate(entries.steps) if step.path not in leaving]
    order.sort(key=lambda numbered: not numbered[1].after)
    done: list[str] = []
    touched = _parents(root, [*leaving, *entries.folders])
    for number, step in order:
        place, changed = _forward(root, journal, number, step, staged_now=staged_now)
        touched.add(os.path.dirname(place))
        if changed:
            done.append(step.path)
    with naming(root.name):
        sync_folders(touched)
    edited = late_edit(journal, entries)
    if edited:
        raise PublishError(_EDITED, where=edited, remedy="run again")
    return tuple(done)


def _forward(root: Path, journal: Journal, number: int, step: Step, *, staged_now: bool = False) -> tuple[str, bool]:
    """Return the place of a step's target, and whether it was changed here."""
    try:
        place = locate(root, step.path)
        found = _compared(place, step)
    except (OSError, PublishError, ValueError) as error:
        raise PublishError(_EDITED, where=step.path, remedy="run again") from error
    if found is Standing.OTHER:
        raise PublishError(_EDITED, where=step.path, remedy="run again")
    if found is Standing.AFTER:
        return place, False
    with naming(step.path):
        if not step.after:
            os.replace(place, journal.removed(number))  # not unlinked: that it was done must be seen after a kill
            return place, True
        if not staged_now and content_hash(read_regular(journal.staged(number))) != step.after:
            raise PublishError("its new contents are damaged or gone", where=step.path, remedy="run again")
        _move(journal.staged(number), place)
    return place, True


def _move(file: str, place: str) -> None:
    """Rename a file into its place, whose folder may have to be made first."""
    try:
        os.replace(file, place)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.replace(file, place)


def bring_forward(root: Path, journal: Journal, entries: Entries, paths: Collection[str]) -> None:
    """Make ``paths`` alone hold their new contents, as far as that can be done."""
    for number, step in enumerate(entries.steps):
        with suppress(PublishError):
            if step.path in paths:
                _forward(root, journal, number, step)


def late_edit(journal: Journal, entries: Entries) -> str:
    """Return the path of a file that an editor went on writing into after it was replaced, "" where there is none.

    What was kept is the very file, where hard links can be made, so such an edit is not lost: going back returns it.
    """
    for number, step in enumerate(entries.steps):
        if not step.before:
            continue
        with naming(step.path):
            kept = read_regular(journal.saved(number))
        if kept is not None and content_hash(kept) != step.before:
            return step.path
    return ""


def roll_back(root: Path, journal: Journal, entries: Entries, *, leaving: Collection[str] = ()) -> tuple[str, ...]:
    """Give every target that holds the new contents its old ones, times and owner included, but those ``leaving``.

    Returns:
        The paths given back.

    Raises:
        PublishError: where some can't be written; the others are done, and the journal is still good.
    """
    journal.turn_back()
    given_back: list[str] = []
    failure: PublishError | None = None
    for number, step in reversed(tuple(enumerate(entries.steps))):
        try:
            if step.path not in leaving and _back(root, journal, number, step):
                given_back.append(step.path)
        except PublishError as error:
            failure = failure or error
    for folder in reversed(entries.folders):
        with suppress(OSError, PublishError):
            os.rmdir(locate(root, folder))
    with naming(root.name):
        sync_folders(_parents(root, [*(step.path for step in entries.steps), *entries.folders]))
    if failure:
        raise failure
    return tuple(given_back)


def _back(root: Path, journal: Journal, number: int, step: Step) -> bool:
    if standing(root, step) is not Standing.AFTER:
        return False
    with naming(step.path):
        place = locate(root, step.path)
        if not step.before:
            os.unlink(place)
            return True
        if not os.path.lexists(journal.saved(number)):
            return False
        _move(journal.saved(number), place)
    return True


def _parents(root: Path, paths: Iterable[str]) -> set[str]:
    """Return the folders that hold ``paths``, as far as these can be found."""
    parents: set[str] = set()
    for path in paths:
        with suppress(PublishError, ValueError):
            parents.add(os.path.dirname(locate(root, path)))
    return parents
