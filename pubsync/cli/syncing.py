"""``sync`` and ``check``: the job itself, and whether it has work to do."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated

import typer

from pubsync.cli.console import print_lines
from pubsync.cli.options import HERE, Debug, Json, Quiet, Site
from pubsync.cli.progress import progress


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
    offline: Annotated[bool, typer.Option("--offline", help="Ask no one; use the last good answers.")] = False,
    only: Annotated[
        list[Part] | None,
        typer.Option("--only", help="Bring only this part up to date.", metavar="publications|talks|teaching"),
    ] = None,
    source: Annotated[list[str] | None, typer.Option("--source", help="Ask only this source.", metavar="NAME")] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", help="Believe this source, or allow deletions.", metavar="NAME|deletions"),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 if anything waits for a decision.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Fetch, find which records are one work, and bring the site up to date."""
    from pubsync.pipeline.run import SyncOptions, sync_site  # noqa: PLC0415 - start-up time
    from pubsync.report import report_json, report_lines  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    options = SyncOptions(
        dry_run=dry_run,
        offline=offline,
        parts=frozenset(part.value for part in only or ()),
        sources=frozenset(source or ()),
        accepted=frozenset(accept or ()),
        with_diff=diff,
    )
    with progress(wanted=not (quiet or as_json)) as told:
        report = sync_site(site, options, told=told).report
    if as_json:
        sys.stdout.write(json.dumps(report_json(report), ensure_ascii=False, indent=1) + "\n")
    elif not quiet:
        print_lines(report_lines(report, diff=diff))
    elif report.exit_code:
        print_lines(f"{one.name}: {one.problem}" for one in report.sources if one.problem)
    code = 1 if strict and (report.undecided or report.aside) and not report.exit_code else report.exit_code
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
    from pubsync.report import report_json, report_lines  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    report = sync_site(site, SyncOptions(dry_run=True, offline=True, with_diff=diff)).report
    stale = [one for one in report.files if not one.path.startswith("_pubsync/")]
    if as_json:
        sys.stdout.write(json.dumps(report_json(report) | {"stale": bool(stale)}, ensure_ascii=False, indent=1) + "\n")
    elif not quiet:
        print_lines(report_lines(report, diff=diff))
    if report.exit_code:
        raise typer.Exit(report.exit_code)
    raise typer.Exit(1 if stale else 0)
