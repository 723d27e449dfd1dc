"""How things stand, as values and as lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pubsync.pipeline.memory import Memory
from pubsync.pipeline.run import Outcome
from pubsync.report import counted, totals_in_words
from pubsync.settings import Settings
from pubsync.settings.cron import parse_cron
from pubsync.settings.local_time import LocalTime


def read_status(root: Path, outcome: Outcome) -> dict[str, Any]:
    """Return what ``pubsync status --json`` prints."""
    now = dt.datetime.now(dt.UTC)
    memory = Memory.load(root.resolve(), now)
    run = memory.state.last_run
    sources = []
    for one in outcome.report.sources:
        known = memory.state.source(one.name)
        sources.append(
            {
                "name": one.name,
                "records": one.records,
                "partial": one.partial,
                "unchanged_since": one.since,
                "last_success": known.last_success,
                "last_error": known.last_error,
                "last_error_at": known.last_error_at,
                "resting": memory.resting(()).get(one.name, ""),
            }
        )
    return {
        "totals": dict(outcome.report.totals),
        "sources": sources,
        "undecided": len(outcome.report.undecided),
        "stale_files": [one.path for one in outcome.report.files if not one.path.startswith("_pubsync/")],
        "last_run": {"at": run.finished, "exit_code": run.exit_code, "did": run.summary} if run else None,
        "next_run": next_run(outcome.loaded.settings, now),
    }


def next_run(settings: Settings, now: dt.datetime) -> str:
    """Return when ``schedule:`` next comes, by the machine's clock and before ``jitter:``; "" where none is set."""
    if not settings.schedule:
        return ""
    return parse_cron(settings.schedule).next_after(now.astimezone(LocalTime())).isoformat(timespec="minutes")


def status_lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield the same as plain lines."""
    yield totals_in_words(found["totals"])
    for one in found["sources"]:
        partial = f" ({one['partial']})" if one["partial"] else ""
        since = f", unchanged since {one['unchanged_since']}" if one["unchanged_since"] else ""
        yield f"{one['name']}: {counted(one['records'], 'record', 'records')}{since}{partial}"
        if one["last_success"]:
            yield f"  last good answer: {one['last_success']}"
        if one["last_error"]:
            yield f"  last error: {one['last_error_at']}: {one['last_error']}"
        if one["resting"]:
            yield f"  {one['resting']}"
    waiting = found["undecided"]
    yield (
        f"{counted(waiting, 'pair waits', 'pairs wait')} for a decision" if waiting else "Nothing waits for a decision."
    )
    stale = found["stale_files"]
    yield f"{counted(len(stale), 'file', 'files')} would change: pubsync sync" if stale else "The site is up to date."
    run = found["last_run"]
    yield f"Last run here: {run['at']}, exit code {run['exit_code']}, {run['did']}" if run else "No run here yet."
    if found["next_run"]:
        yield f"Next run by schedule:, where something runs it: {found['next_run']}"
