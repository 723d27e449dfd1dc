"""``schedule``: the nightly job, in the foreground or as text to install instead."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pubsync.cli.console import print_error, print_lines
from pubsync.cli.options import HERE, Debug, Site


class Tool(StrEnum):
    """What ``--print`` may name."""

    crontab = "crontab"
    systemd = "systemd"
    launchd = "launchd"
    github = "github"
    github_pull_request = "github-pull-request"
    github_check = "github-check"
    gitlab = "gitlab"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(schedule)


def schedule(
    site: Site = HERE,
    print_for: Annotated[
        Tool | None,
        typer.Option("--print", help=f"Print what to install instead: {', '.join(Tool)}.", metavar="TOOL"),
    ] = None,
    health: Annotated[bool, typer.Option("--health", help="Exit 0 where the schedule is well, 1 where not.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Wait up to jitter:, sync once, and leave; for cron.")] = False,
    commit: Annotated[bool, typer.Option("--commit", help="Commit what each run wrote.")] = False,
    push: Annotated[bool, typer.Option("--push", help="Commit and push it.")] = False,
    debug: Debug = False,
) -> None:
    """Stay in the foreground and sync by schedule: of pubsync.yaml; --print says how another tool does it."""
    del debug  # read by the outermost handler
    _refuse_together({"--print": print_for is not None, "--health": health, "--once": once})
    root = site.resolve()
    options = ["--commit"] * (commit or push) + ["--push"] * push
    if health:
        _health(root)
    elif print_for:
        from pubsync.schedule.printing import schedule_text, still_to_do  # noqa: PLC0415 - start-up time

        sys.stdout.write(schedule_text(print_for.value, root, options))
        for line in still_to_do(print_for.value, root):  # beside the text, which may go into a file
            print_error(f"still to do: {line}")
    else:
        raise typer.Exit(_run(root, options, once=once))


def _health(root: Path) -> None:
    import datetime as dt  # noqa: PLC0415 - start-up time

    from pubsync.schedule.health import is_alive, judge, load_health  # noqa: PLC0415 - start-up time

    verdict = judge(load_health(root), dt.datetime.now(dt.UTC), alive=is_alive(root))
    print_lines([verdict.why])
    raise typer.Exit(0 if verdict.well else 1)


def _run(root: Path, options: list[str], *, once: bool) -> int:
    import os  # noqa: PLC0415 - start-up time
    from secrets import SystemRandom  # noqa: PLC0415 - start-up time

    from pubsync.schedule.foreground import Foreground, run_once, stopped_by  # noqa: PLC0415 - start-up time
    from pubsync.schedule.health import one_schedule  # noqa: PLC0415 - start-up time
    from pubsync.schedule.logs import LOGGER, start_logging  # noqa: PLC0415 - start-up time
    from pubsync.schedule.running import Runner, sync_command  # noqa: PLC0415 - start-up time
    from pubsync.settings import load_settings  # noqa: PLC0415 - start-up time

    start_logging(sys.stderr, os.environ)
    runner = Runner(sync_command(root, options), LOGGER.info)
    if once:
        seconds = load_settings(root).settings.jitter * 60
        return run_once(root, runner, wait=SystemRandom().uniform(0, seconds))
    foreground = Foreground(root, runner)
    with one_schedule(root), stopped_by(foreground.signals.put):
        foreground.start()
        foreground.wait()
    return 0


def _refuse_together(given: dict[str, bool]) -> None:
    from pubsync.errors import SettingsError  # noqa: PLC0415 - start-up time

    chosen = [name for name, is_given in given.items() if is_given]
    if len(chosen) > 1:
        raise SettingsError(f"{' and '.join(chosen)} can't be used together", remedy=f"leave {chosen[-1]} out")
