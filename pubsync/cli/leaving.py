"""``eject``: leaving costs nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from pubsync.cli.console import print_lines
from pubsync.cli.options import HERE, Debug, Site


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(eject)


def eject(
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this it is only said what would be done.")] = False,
    site: Site = HERE,
    debug: Debug = False,
) -> None:
    """Leave: take out pubsync's markers, keys and folder; pages, redirects and a full .bib stay."""
    from pubsync.pipeline.ejecting import eject as leave  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    done = leave(site, dry_run=not yes)
    would = "" if yes else "would be "
    print_lines(
        [
            f"{would}freed of markers and keys: {len(done.freed)} pages",
            f"{would}removed: {len(done.removed)} files in _pubsync",
            *([f"{would}written: {done.bibliography}, with every work"] if done.bibliography else []),
            "pubsync.yaml stays; delete it, and whatever schedule runs pubsync, and nothing of it is left."
            if yes
            else "To do it: pubsync eject --yes",
        ]
    )
