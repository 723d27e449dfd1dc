"""A run with ``--commit`` or ``--push``: what it wrote goes into git, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pubsync.curation import PATH as CURATION_PATH
from pubsync.curation import parse_curation
from pubsync.errors import PubsyncError
from pubsync.pipeline.delivery import Delivery
from pubsync.pipeline.memory import Memory
from pubsync.pipeline.own_paths import Before, own_paths
from pubsync.pipeline.run import Outcome, SyncOptions, Told, run_loaded
from pubsync.report import RunReport
from pubsync.repository import (
    Commit,
    ConflictError,
    Repository,
    catch_up,
    commit,
    open_repository,
    push,
    start_over,
)
from pubsync.settings import load_settings

_SECTIONS = {"work": "Publications", "talk": "Talks", "course": "Teaching"}
_WORDS = {
    "added": "new",
    "adopted": "adopted",
    "published": "published",
    "corrected": "corrected",
    "merged": "merged",
    "left": "gone",
    "outside": "no longer the lab's",
    "unlisted": "no longer on a member's list",
    "returned": "back",
}


def deliver(
    root: Path,
    options: SyncOptions,
    *,
    pushing: bool,
    now: dt.datetime | None = None,
    told: Told = lambda _name, _state: None,
) -> Delivery:
    """Run, commit what the run wrote, and, where asked, push it.

    Before a push run, what was pushed elsewhere is taken in, so that the run works on what the site is built from.

    Args:
        root: the site's folder.
        options: see ``sync_site``.
        pushing: whether to push.
        now: see ``sync_site``.
        told: see ``sync_site``.

    Raises:
        PubsyncError: where nothing can be committed here, or nothing could be done; the site is then as it was.
    """
    site, at = root.resolve(), now or dt.datetime.now(dt.UTC)
    repository = open_repository(site, pushing=pushing, held=Memory.load(site, at).held)
    remark = catch_up(repository) if pushing else ""

    def run() -> Delivery:
        memory = Memory.load(site, at)
        with memory.held():  # until all is committed: what another run writes meanwhile would pass for this one's
            before = Before.of(repository)
            return _committed(repository, before, run_loaded(load_settings(site), options, memory, told))

    done = run()
    done = replace(done, remarks=(remark, *done.remarks) if remark else done.remarks)
    if not pushing or done.problem:
        return done
    try:
        return replace(done, pushed=push(repository))
    except ConflictError:
        pass
    except PubsyncError as error:
        return replace(done, problem=error)
    try:
        start_over(repository, {CURATION_PATH: _can_be_read})
        done = run()
        return done if done.problem else replace(done, pushed=push(repository))
    except PubsyncError as error:
        return replace(done, problem=error)


def commit_message(report: RunReport) -> str:
    """Return one line on what a run changed, such as ``Publications: 2 new, 1 published; Talks: 1 new``."""
    found = []
    for subject, section in _SECTIONS.items():
        tally = Counter(change.kind for change in report.changes if change.subject == subject)
        parts = [f"{tally[kind]} {word}" for kind, word in _WORDS.items() if tally[kind]]
        if parts:
            found.append(f"{section}: {', '.join(parts)}")
    if found:
        return "; ".join(found)
    paths = {one.path for one in report.files}
    if paths and all(path.startswith("_pubsync/snapshots/") for path in paths):
        return "Publications: what the sources say today"
    return "Publications: brought up to date"


def _committed(repository: Repository, before: Before, outcome: Outcome) -> Delivery:
    done = Delivery(outcome=outcome)
    try:
        changed = repository.changed()
        paths = tuple(own_paths(outcome, before, changed, repository))
        made = commit(repository, paths, commit_message(outcome.report)) if paths else None
    except PubsyncError as error:
        return replace(done, problem=error)
    return replace(done, commit=made, remarks=tuple(_remarks(outcome.report, changed, made)))


def _remarks(report: RunReport, changed: Mapping[str, str], made: Commit | None) -> Iterator[str]:
    for path in made.ignored if made else ():
        yield f"{path} is not committed: git is told to ignore it"
    sources = {one.name.partition(":")[2] for one in report.sources}
    for path in sorted(sources & changed.keys()):
        yield f"{path} is not committed: it is yours, and what the pages show comes from it"


def _can_be_read(content: bytes) -> bool:
    try:
        parse_curation(content.decode("utf-8"))
    except (PubsyncError, ValueError):
        return False
    return True
