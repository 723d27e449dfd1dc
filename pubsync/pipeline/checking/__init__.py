"""``doctor``: everything that may be wrong with a site, its settings, its sources and this machine, and what mends it.

Nothing of the site is written. Each part looks for itself, so that one fault does not hide another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from pubsync.pipeline.checking.findings import Finding, exit_code, finding_lines, finding_rows
from pubsync.pipeline.checking.machine import check_clock, check_machine, check_permissions
from pubsync.pipeline.checking.settings import check_settings, check_templates
from pubsync.pipeline.checking.site import (
    check_conflicts,
    check_hidden,
    check_kind,
    check_library,
    check_run,
    check_workflows,
)
from pubsync.pipeline.checking.sources import check_sources
from pubsync.pipeline.memory import Memory

__all__ = ["Finding", "examine", "exit_code", "finding_lines", "finding_rows"]


def examine(
    root: Path,
    *,
    offline: bool = False,
    now: dt.datetime | None = None,
    told: Callable[[str, str], None] = lambda _name, _state: None,
) -> tuple[Finding, ...]:
    """Return what was looked at in the site at ``root`` and on this machine, well or not.

    Args:
        root: the site's folder.
        offline: ask no source.
        now: the time, by default the machine's.
        told: hears how each source stands: ``asking``, ``done`` or ``failed``.
    """
    site = root.resolve()
    memory = Memory.load(site, now or dt.datetime.now(dt.UTC))
    loaded, found = check_settings(site)
    library, of_library = check_library(site)
    found += check_machine(site, memory)
    found += check_clock(memory, library)
    found += of_library
    if loaded:
        found += check_templates(loaded)
        found += check_kind(loaded)
        found += check_conflicts(site, library)
        found += check_workflows(site)
        found += check_run(loaded, memory) if library else []
        found += check_sources(loaded, library, memory, offline=offline, told=told)
    found += check_permissions(site, library)
    found += check_hidden(site, library, memory.today)
    return tuple(found)
