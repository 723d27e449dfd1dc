"""``sync`` and ``check``: the job itself, and whether it has work to do."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

import typer

from pubsync.cli import committing
from pubsync.cli.committing import WithCommit, WithPush
from pubsync.cli.console import print_lines
from pubsync.cli.options import HERE, Accepted, Asked, Debug, Json, Offline, Quiet, Site, Strict
from pubsync.cli.progress import progress
from pubsync.cli.telling import Summary, stops_told, tell_outcome


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
    from pubsync.report import problem_lines, report_json, report_lines, waiting  # noqa: PLC0415 - start-up time

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
    if as_json:
        sys.stdout.write(
            json.dumps(report_json(report) | committing.rows(delivery), ensure_ascii=False, indent=1) + "\n"
        )
    elif not quiet:
        print_lines(report_lines(report, diff=diff))
    elif report.exit_code:
        print_lines(problem_lines(report))
    tell_outcome(outcome, summary, delivery.problem)
    committing.tell(delivery, quiet=quiet or as_json)
    code = 1 if strict and waiting(report) and not report.exit_code else report.exit_code
    raise typer.Exit(code)


def check(
    site: Site = HERE,
    diff: Annotated[bool, typer.Option("--diff", help="Show each change that a sync would make.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Tell whether the site is up to date with what is known, asking no one: exit 1 where it is not."""
    from pubsync.pipeline.run import SyncOptions, sync_site  # noqa: PLC0415 - start-up time
    from pubsync.report import problem_lines, report_json, report_lines  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    options = SyncOptions(dry_run=True, offline=True, with_diff=diff)
    report = sync_site(site, options).report
    stale = {one.path for one in report.site_files}
    if stale and report.taken_over:  # what follows from edits that no sync took over yet is not stale
        stale &= {one.path for one in sync_site(site, replace(options, take_over=False)).report.site_files}
    if as_json:
        sys.stdout.write(json.dumps(report_json(report) | {"stale": bool(stale)}, ensure_ascii=False, indent=1) + "\n")
    elif not quiet:
        print_lines(report_lines(report, diff=diff))
        if report.site_files and not stale:
            print_lines(["Nothing is stale: what would be written follows from your edits, which the next sync keeps."])
    else:
        print_lines(problem_lines(report) if report.exit_code else ())
        print_lines(f"stale: {path} (pubsync sync)" for path in sorted(stale))
    if report.exit_code:
        raise typer.Exit(report.exit_code)
    raise typer.Exit(1 if stale else 0)
