"""``sync`` and ``check``: the job itself, and whether it has work to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pubsync.cli import committing
from pubsync.cli.committing import WithCommit, WithPush
from pubsync.cli.console import print_lines
from pubsync.cli.options import HERE, Accepted, Asked, Debug, Json, Offline, Quiet, Site, Strict
from pubsync.cli.progress import progress
from pubsync.cli.telling import Ended, Summary, print_report, stops_told, tell_outcome
from pubsync.frozen import frozen

if TYPE_CHECKING:
    from pubsync.report import RunReport


class Part(StrEnum):
    """What ``--only`` may name."""

    publications = "publications"
    talks = "talks"
    teaching = "teaching"


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command()(sync)
    app.command()(check)


def sync(
    site: Site = HERE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; say what would be written.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show each change of a page.")] = False,
    offline: Offline = False,
    only: Annotated[
        list[Part] | None,
        typer.Option("--only", help="Bring only this part up to date.", metavar="publications|talks|teaching"),
    ] = None,
    source: Asked = None,
    accept: Accepted = None,
    strict: Strict = False,
    commit: WithCommit = False,
    push: WithPush = False,
    summary: Summary = None,
    as_json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Fetch, find which records are one work, and bring the site up to date."""
    from pubsync.pipeline.run import SyncOptions  # noqa: PLC0415 - start-up time
    from pubsync.report import waiting  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    options = SyncOptions(
        dry_run=dry_run,
        offline=offline,
        parts=frozenset(part.value for part in only or ()),
        sources=frozenset(source or ()),
        accepted=frozenset(accept or ()),
        with_diff=diff,
    )
    with stops_told(site, summary, wanted=not dry_run), progress(wanted=not (quiet or as_json)) as told:
        delivery = committing.run(site, options, told, commit=commit, push=push)
    outcome, report = delivery.outcome, delivery.outcome.report
    print_report(report, committing.rows(delivery), as_json=as_json, quiet=quiet, diff=diff)
    tell_outcome(outcome, summary, delivery.problem)
    committing.tell(delivery, quiet=quiet or as_json)
    code = 1 if strict and waiting(report) and not report.exit_code else report.exit_code
    raise Ended(code, report)


@frozen()
class Checked:
    """What a check found: the report of a run that asks no one and writes nothing, and the pages that are stale."""

    report: RunReport
    stale: tuple[str, ...]

    def code(self, *, heard: bool) -> int:
        """The exit code; with ``heard`` a source that never answered is left out of account."""
        failed = [one for one in self.report.sources if one.state in ("snapshot", "failed")]
        if self.report.exit_code and not (heard and all(one.unheard for one in failed)):
            return self.report.exit_code
        return 1 if self.stale else 0


def checked(site: Path, *, diff: bool = False) -> Checked:
    """Compare the site with what is known, asking no one."""
    from pubsync.pipeline.run import SyncOptions, sync_site  # noqa: PLC0415 - start-up time

    options = SyncOptions(dry_run=True, offline=True, with_diff=diff)
    report = sync_site(site, options).report
    stale = {one.path for one in report.site_files}
    if stale and report.taken_over:  # what follows from edits that no sync took over yet is not stale
        stale &= {one.path for one in sync_site(site, replace(options, take_over=False)).report.site_files}
    return Checked(report, tuple(sorted(stale)))


def verdict_lines(found: Checked, *, diff: bool = False) -> Iterator[str]:
    """Yield what a check found, as plain lines."""
    from pubsync.report import report_lines  # noqa: PLC0415 - start-up time

    yield from report_lines(found.report, diff=diff)
    if found.report.site_files and not found.stale:
        yield "Nothing is stale: what would be written follows from your edits, which the next sync keeps."


def check(
    site: Site = HERE,
    diff: Annotated[bool, typer.Option("--diff", help="Show each change that a sync would make.")] = False,
    heard: Annotated[
        bool, typer.Option("--heard", help="Go by the sources that have answered: one that never did is no failure.")
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Tell whether the site is up to date with what is known, asking no one: exit 1 where it is not."""
    from pubsync.report import report_json  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    found = checked(site, diff=diff)
    report, code = found.report, found.code(heard=heard)
    if as_json:
        told = report_json(report) | {"stale": bool(found.stale)}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    elif not quiet:
        print_lines(verdict_lines(found, diff=diff))
    else:
        print_lines(_quiet_lines(found, code))
    raise typer.Exit(code)


def _quiet_lines(found: Checked, code: int) -> Iterator[str]:
    from pubsync.report import problem_lines  # noqa: PLC0415 - start-up time

    if code and code == found.report.exit_code:
        yield from problem_lines(found.report)
    if found.stale:
        yield from (f"stale: {path}" for path in found.stale)
        yield "Mend it: pubsync sync --offline, and commit what it writes, _pubsync included."
