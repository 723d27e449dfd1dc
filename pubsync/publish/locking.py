"""One run at a time on a machine; two machines on one shared folder are kept apart by the journal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from pubsync.errors import PublishError
from pubsync.records.plan import content_hash


@contextmanager
def lock(root: Path, state_folder: Path, *, timeout: float = 5.0) -> Iterator[None]:
    """Hold the site for this run, from before it reads anything until it has published.

    The lock is a file in ``state_folder``, never in the repository, named by the site's resolved path. The system
    lets go of it when the run ends, however it ends.

    Args:
        root: the site's folder.
        state_folder: the machine's own folder for this site, see ``pubsync.state``; created where missing.
        timeout: how many seconds to wait for another run; long enough for one that is just ending.

    Raises:
        PublishError: where another run holds the site, or where the lock can't be created.
    """
    site = os.path.normcase(os.path.realpath(root))
    file = state_folder / f"{content_hash(os.fsencode(site))[:16]}.lock"
    held = FileLock(file)
    try:
        state_folder.mkdir(parents=True, exist_ok=True)
        held.acquire(timeout=timeout)
    except Timeout as error:
        raise PublishError(
            "another run is at work on this site",
            where=str(root),
            remedy=f"wait for it to end; where there is none, remove {file}",
        ) from error
    except OSError as error:
        raise PublishError(
            f"the site can't be locked: {error.strerror or error}",
            where=str(file),
            remedy="let PUBSYNC_STATE_HOME name a folder that can be written",
        ) from error
    try:
        yield
    finally:
        release(held)


def release(held: FileLock) -> None:
    """Let go of a lock; a file system that can't, does when the run ends, and what was written stands."""
    with suppress(OSError):
        held.release(force=True)
