"""``ci``: one run on a machine of GitHub's or GitLab's, so that a workflow needs no logic of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pubsync.cli.options import HERE, Asked, Debug
from pubsync.cli.proposing import BRANCH, propose
from pubsync.cli.syncing import check, sync
from pubsync.errors import PubsyncError

PARTIAL = 3
_ASKING = frozenset(("", "schedule", "workflow_dispatch", "repository_dispatch", "web", "api", "trigger"))
"""What starts a run that asks the sources, in GitHub's words (GITHUB_EVENT_NAME) and GitLab's (CI_PIPELINE_SOURCE)."""
_OF_STRANGERS = ("pull_request", "merge_request", "external_pull_request")
_ROBOT = "github-actions[bot]"
_ROBOTS_ADDRESS = "41898282+github-actions[bot]@users.noreply.github.com"


class Mode(StrEnum):
    """What becomes of what a run writes."""

    commit = "commit"
    pull_request = "pull-request"
    sync = "sync"
    check = "check"


class Ask(StrEnum):
    """Whether sources are asked."""

    auto = "auto"
    always = "always"
    never = "never"


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command()(ci)


def ci(
    mode: Annotated[Mode, typer.Argument(help="What becomes of what it writes.", envvar="PUBSYNC_MODE")] = Mode.commit,
    site: Annotated[
        Path,
        typer.Option("--site", help="The folder of your site.", envvar="PUBSYNC_SITE", file_okay=False, exists=True),
    ] = HERE,
    ask: Annotated[
        Ask, typer.Option("--ask", help="auto: in scheduled and manual runs only.", envvar="PUBSYNC_ASK")
    ] = Ask.auto,
    source: Asked = None,
    branch: Annotated[
        str, typer.Option("--branch", help="The branch of the pull request.", envvar="PUBSYNC_BRANCH")
    ] = BRANCH,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Exit 1 if anything waits for a decision.", envvar="PUBSYNC_STRICT"),
    ] = False,
    fail_when_stale: Annotated[
        bool,
        typer.Option(help="Exit 1 if a source has not answered for stale_after.", envvar="PUBSYNC_FAIL_WHEN_STALE"),
    ] = True,
    debug: Debug = False,
) -> None:
    """Sync on a machine of GitHub's or GitLab's, and commit and push, or open a pull request.

    A source that fails is a warning there, until its last good answer is too old. Runs for a pull request only check.
    """
    event = os.environ.get("GITHUB_EVENT_NAME") or os.environ.get("CI_PIPELINE_SOURCE", "")
    _as_robot(site)
    if event.startswith(_OF_STRANGERS):
        mode = Mode.check
    sources = [*(source or ()), *filter(None, map(str.strip, os.environ.get("PUBSYNC_SOURCES", "").splitlines()))]
    offline = ask is Ask.never or (ask is Ask.auto and event not in _ASKING)
    runs: dict[Mode, Callable[[], None]] = {
        Mode.commit: lambda: sync(site, offline=offline, source=sources, strict=strict, push=True, debug=debug),
        Mode.sync: lambda: sync(site, offline=offline, source=sources, strict=strict, debug=debug),
        Mode.check: lambda: check(site, debug=debug),
        Mode.pull_request: lambda: propose(
            site, branch, opened=_on_github(), offline=offline, source=sources, strict=strict, debug=debug
        ),
    }
    code = _code_of(runs[mode])
    if mode is Mode.check:
        raise typer.Exit(code)
    if code == PARTIAL:
        _say("warning", "some source failed: its last good answer stands in, and the rest is up to date")
        code = 0
    raise typer.Exit(code or _too_old(site, failing=fail_when_stale))


def _code_of(run: Callable[[], None]) -> int:
    try:
        run()
    except typer.Exit as end:
        return end.exit_code
    except PubsyncError as error:
        if _on_github():
            _say("error", str(error))
        raise
    return 0


def _too_old(site: Path, *, failing: bool) -> int:
    """Say which sources have not answered for too long, and return the exit code that this means."""
    from pubsync.pipeline.memory import stale_sources  # noqa: PLC0415 - start-up time

    names = stale_sources(site)
    if names:
        _say("error" if failing else "warning", f"for too long there is no good answer of {', '.join(names)}")
    return 1 if names and failing else 0


def _as_robot(site: Path) -> None:
    """Commit in the name of GitHub's own robot there, unless the job names somebody else."""
    from pubsync.repository.git import Git  # noqa: PLC0415 - start-up time

    if not _on_github() or Git(site).tries("config", "user.email"):
        return
    for role in ("AUTHOR", "COMMITTER"):
        os.environ.setdefault(f"GIT_{role}_NAME", _ROBOT)
        os.environ.setdefault(f"GIT_{role}_EMAIL", _ROBOTS_ADDRESS)


def _on_github() -> bool:
    return os.environ.get("GITHUB_ACTIONS") == "true"


def _say(level: str, text: str) -> None:
    """Say it so that GitHub shows it on the run's page.

    See https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands.
    """
    line = " ".join(text.split())
    if _on_github():
        sys.stdout.write(f"::{level} title=pubsync::{line.replace('%', '%25')}\n")
    else:
        sys.stderr.write(f"pubsync: {level}: {line}\n")
