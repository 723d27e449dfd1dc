"""This machine: versions, proxies, the clock, and where pubsync may write."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import shutil
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from pubsync import __version__
from pubsync.curation import PATH as CURATION_PATH
from pubsync.errors import PublishError
from pubsync.library import BASE_FOLDER, LEDGER_PATH, Library
from pubsync.pipeline.checking.findings import Finding, fault, note, well, wrong
from pubsync.pipeline.memory import Memory
from pubsync.publish import lock
from pubsync.publish.paths import locate
from pubsync.state import CACHE_HOME, STATE_HOME, cache_folder, state_folder

_EARLIEST = 2025
"""No release of pubsync is older."""
_LEAST_FREE = 50_000_000
_TOLERANCE = dt.timedelta(hours=1)
_USERINFO = re.compile(r"//[^/@]*@")
_JOURNAL = "_pubsync/.journal"
_SHOWN = 3


def check_machine(root: Path, memory: Memory) -> list[Finding]:
    """Return what there is to say of this machine."""
    found = [well("machine", f"pubsync {__version__}, Python {platform.python_version()}, {platform.system()}")]
    found += [note("machine", remark) for remark in memory.state.remarks]
    for scheme, address in sorted(urllib.request.getproxies().items()):
        if scheme in ("http", "https", "all") and address:
            found.append(well("machine", f"the environment sends {scheme} through {_USERINFO.sub('//', address)}"))
    free = shutil.disk_usage(root).free
    if free < _LEAST_FREE:
        found.append(wrong("machine", f"the disk has {free // 1_000_000} MB left", where=str(root), remedy="make room"))
    found += _at_work(root, memory)
    return found


def _at_work(root: Path, memory: Memory) -> Iterator[Finding]:
    try:
        with lock(root, memory.folder, timeout=0):
            pass
    except PublishError as error:
        yield note("machine", error.what, where=error.where, remedy=error.remedy)
        return
    if (root / _JOURNAL).is_dir():
        what = "a run was killed while it wrote; the next one finishes it or takes it back"
        yield wrong("machine", what, where=_JOURNAL, remedy="pubsync sync --offline")


def check_clock(memory: Memory, library: Library | None) -> list[Finding]:
    """Return what there is to say of the clock: it can't be before what is known to have been."""
    now = memory.now.astimezone()
    remedy = "set this machine's clock"
    if now.year < _EARLIEST:
        return [wrong("clock", f"it says {now:%Y-%m-%d}, before there was a pubsync", remedy=remedy)]
    run = memory.state.last_run
    last = _moment(run.finished) if run else None
    if last and last > memory.now + _TOLERANCE:
        what = f"it says {now:%Y-%m-%d %H:%M}, and the last run was on {last:%Y-%m-%d %H:%M}"
        return [wrong("clock", what, remedy=remedy)]
    dated = max((one.unchanged_since for one in library.snapshots.values()), default="") if library else ""
    if dated > _tomorrow(memory.now):
        what = f"it says {now:%Y-%m-%d}, and a snapshot is of {dated}"
        return [wrong("clock", what, remedy=f"{remedy}, or that of the machine that ran before")]
    return [well("clock", f"{now:%Y-%m-%d %H:%M %Z}")]


def _tomorrow(now: dt.datetime) -> str:
    """No machine's date is later than this one's by more than a day, wherever it stands."""
    return (now.date() + dt.timedelta(days=1)).isoformat()


def _moment(stamp: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(stamp)
    except ValueError:
        return None


def check_permissions(root: Path, library: Library | None) -> list[Finding]:
    """Return what can't be written of the site, and of the machine's own folders."""
    found: list[Finding] = []
    own = [root, root / "_pubsync", *(root / "_pubsync").glob("*/")]
    locked = [path for path in own if path.is_dir() and not _is_writable(path)]
    found += [wrong("permissions", "can't be written", where=str(path), remedy=_chmod(path)) for path in locked]
    read_only = list(_read_only(root, library))
    if read_only:
        listed = ", ".join(read_only[:_SHOWN]) + (" …" if len(read_only) > _SHOWN else "")
        found.append(wrong("permissions", f"read-only: {listed}", remedy=f"chmod u+w {read_only[0]}"))
    found += list(_led_out(root, library))
    for folder, variable in ((state_folder(root), STATE_HOME), (cache_folder(), CACHE_HOME)):
        if problem := _cannot_write(folder):
            remedy = f"let {variable} name a folder that can be written"
            found.append(wrong("permissions", problem, where=str(folder), remedy=remedy))
    return found or [well("permissions", "everything that pubsync writes can be written")]


def _read_only(root: Path, library: Library | None) -> Iterator[str]:
    bases = library.bases if library else {}
    ours = [*bases, *(f"{BASE_FOLDER}/{path}.json" for path in bases), LEDGER_PATH, CURATION_PATH]
    for path in sorted(ours):
        if (root / path).is_file() and not _is_writable(root / path):
            yield path


def _led_out(root: Path, library: Library | None) -> Iterator[Finding]:
    for path in sorted(library.bases if library else ()):
        try:
            locate(root, path)
        except PublishError as error:
            yield fault("permissions", error)


def _is_writable(path: Path) -> bool:
    """Root may write anything, but a run leaves alone what nobody may write."""
    return bool(path.stat().st_mode & 0o222) and os.access(path, os.W_OK)


def _chmod(path: Path) -> str:
    return f"chmod u+w '{path}'"


def _cannot_write(folder: Path) -> str:
    """Say why nothing can be written into a folder of the machine's own, "" where it can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return f"can't be written: {error.strerror or error}"
