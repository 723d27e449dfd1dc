"""``ci``: one run on a machine of GitHub's or GitLab's, so that a workflow needs no logic of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pubsync.cli.console import print_lines
from pubsync.cli.options import HERE, Asked, Debug
from pubsync.cli.proposing import BRANCH, propose
from pubsync.cli.syncing import checked, sync, verdict_lines
from pubsync.cli.telling import Ended, tell_check
from pubsync.errors import PubsyncError

if TYPE_CHECKING:
    from pubsync.report import RunReport

PARTIAL = 3
_ASKING = frozenset(("", "schedule", "workflow_dispatch", "repository_dispatch", "web", "api", "trigger"))
"""What starts a run that asks the sources, in GitHub's words (GITHUB_EVENT_NAME) and GitLab's (CI_PIPELINE_SOURCE)."""
_OF_STRANGERS = ("pull_request", "merge_request", "external_pull_request")
_NAMED = 5
_HOW_TO_MEND = (
    "Run pubsync sync --offline and commit what it writes; where pubsync runs after each push, it does so itself once "
    "this is merged."
)
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
        Mode.check: lambda: _check(site),
        Mode.pull_request: lambda: propose(
            site, branch, opened=_on_github(), offline=offline, source=sources, strict=strict, debug=debug
        ),
    }
    code = _code_of(runs[mode])
    if mode is not Mode.check:
        code = (0 if code == PARTIAL else code) or _too_old(site, failing=fail_when_stale)
    raise typer.Exit(code)


def _check(site: Path) -> None:
    """Check, and say on the run's page what is wrong and what mends it; nobody there is to blame for a mute source."""
    found = checked(site)
    code = found.code(heard=True)
    print_lines(verdict_lines(found))
    if found.stale:
        _say("error", f"not up to date with what is known: {_few(found.stale)}. {_HOW_TO_MEND}")
    tell_check(found.report, code, f"Not up to date with what is known. {_HOW_TO_MEND}" if found.stale else "")
    raise Ended(code, found.report)


def _code_of(run: Callable[[], None]) -> int:
    try:
        run()
    except Ended as end:
        if end.report.exit_code == PARTIAL:
            _tell_trouble(end.report)
        return end.exit_code
    except typer.Exit as end:
        return end.exit_code
    except PubsyncError as error:
        if _on_github():
            _say("error", str(error))
        raise
    return 0


def _tell_trouble(report: RunReport) -> None:
    """Say which sources failed, and which were never heard; the run went on without them."""
    failed = [one for one in report.sources if one.state in ("snapshot", "failed") and not one.unheard]
    kept = [one.name for one in failed if one.state == "snapshot"]
    mute = [one.name for one in failed if one.state == "failed"]
    unheard = [one.name for one in report.sources if one.unheard]
    if kept:
        _say("warning", f"no answer of {_few(kept)}: the last good one stands in, and the rest is up to date")
    if mute:
        _say("warning", f"no answer of {_few(mute)}, and none from before; the rest is up to date")
    if unheard:
        _say("notice", f"never heard so far: {_few(unheard)}; not asked in this run, but in the scheduled ones")


def _few(names: Sequence[str]) -> str:
    return ", ".join([*names[:_NAMED], *([f"and {len(names) - _NAMED} more"] if len(names) > _NAMED else [])])


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
