"""How the schedule fares, in a file of the machine's own folder for the site, for a container's HEALTHCHECK.

Whether a schedule is alive is told by a lock that it holds, which the system lets go of however it ends; nothing is
written while nothing happens.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock, Timeout

from pubsync.errors import AskPersonError, PublishError
from pubsync.frozen import frozen
from pubsync.state import state_folder

FILE = "schedule.json"
GOOD_CODES = (0, 3)
"""What a run may end with: done, or done but for a source that failed."""
LONGEST_RUN = dt.timedelta(hours=3)
_LATE = dt.timedelta(minutes=10)
_VERSION = 1


@frozen(kw_only=True)
class LastRun:
    """The last run by the schedule: ISO timestamps in UTC, its exit code, and what it did in one line."""

    started: str
    finished: str
    exit_code: int
    did: str = ""


@frozen(kw_only=True)
class Health:
    """What is known of the schedule; "" and None where there is nothing yet. ``running_since`` is set during a run."""

    schedule: str = ""
    next_run: str = ""
    running_since: str = ""
    last_run: LastRun | None = None


@frozen()
class Verdict:
    """Whether the schedule is well, and why, in a line."""

    well: bool
    why: str


@contextmanager
def one_schedule(root: Path) -> Iterator[None]:
    """Be the one schedule of the site at ``root`` while the block runs.

    Raises:
        AskPersonError: where another one is at work.
        PublishError: where the machine's own folder can't be written.
    """
    held = _lock(root)
    try:
        Path(held.lock_file).parent.mkdir(parents=True, exist_ok=True)
        held.acquire(timeout=1)  # is_alive of another process holds it for a moment
    except Timeout as error:
        raise AskPersonError(
            "another pubsync schedule is at work on this site", where=str(root), remedy="one is enough; end the other"
        ) from error
    except OSError as error:
        raise PublishError(
            f"the schedule can't be locked: {error.strerror or error}",
            where=held.lock_file,
            remedy="let PUBSYNC_STATE_HOME name a folder that can be written",
        ) from error
    try:
        yield
    finally:
        with suppress(OSError):
            held.release(force=True)


def is_alive(root: Path) -> bool:
    """Whether a schedule is at work on the site at ``root``."""
    held = _lock(root)
    if not Path(held.lock_file).exists():
        return False
    try:
        held.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        return False
    held.release(force=True)
    return False


def load_health(root: Path) -> Health | None:
    """Return what the schedule of the site at ``root`` last wrote, None where that is nothing or damaged."""
    try:
        found = json.loads((state_folder(root) / FILE).read_bytes())
        run = found["last_run"]
        return Health(
            schedule=str(found["schedule"]),
            next_run=str(found["next_run"]),
            running_since=str(found["running_since"]),
            last_run=LastRun(**run) if run else None,
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def save_health(root: Path, health: Health) -> str:
    """Replace what is kept, at once or not at all.

    Returns:
        "", or why it could not be kept; that is no reason to stop.
    """
    file = state_folder(root) / FILE
    draft = file.with_name(f".{FILE}.{os.getpid()}")  # one process writes it, in one thread at a time
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps({"version": _VERSION, **asdict(health)}, indent=1) + "\n", encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        return f"{file} can't be written ({error.strerror}): pubsync schedule --health won't know of this"
    return ""


def moment_of(text: str) -> dt.datetime | None:
    """Read a moment as it is kept, None where it is none."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def judge(health: Health | None, now: dt.datetime, *, alive: bool) -> Verdict:
    """Tell whether the schedule is alive, in time, and its last run went well.

    A run that some source failed in went well: the others were taken, and the last good answer stood in.
    """
    if health is None or not alive:
        return Verdict(well=False, why="no pubsync schedule is at work on this site")
    if health.running_since:
        if now - (moment_of(health.running_since) or now) > LONGEST_RUN + _LATE:
            return Verdict(well=False, why=f"the run that began at {health.running_since} does not end")
    elif now - (moment_of(health.next_run) or now) > _LATE:
        return Verdict(well=False, why=f"the run due at {health.next_run} did not come")
    run = health.last_run
    if run and run.exit_code not in GOOD_CODES:
        return Verdict(well=False, why=f"the last run ended at {run.finished} with exit code {run.exit_code}")
    before = f"last run {run.finished}, exit code {run.exit_code}; " if run else ""
    return Verdict(well=True, why=f"{before}next run {health.next_run}")


def stamp(moment: dt.datetime) -> str:
    """Return a moment as it is kept."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")


def _lock(root: Path) -> FileLock:
    return FileLock(state_folder(root) / "schedule.lock")
