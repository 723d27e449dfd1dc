"""``export``: the works shown, in a format of other programs."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pubsync.cli.console import print_lines
from pubsync.cli.options import HERE, Debug, Site


class Format(StrEnum):
    """What ``export`` can write."""

    bibtex = "bibtex"
    csl_json = "csl-json"
    csv = "csv"
    atom = "atom"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(export)


def export(
    form: Annotated[Format, typer.Argument(metavar="bibtex|csl-json|csv|atom", help="The format.")],
    out: Annotated[Path | None, typer.Option("--out", help="A file, in place of the terminal.", metavar="FILE")] = None,
    person: Annotated[str, typer.Option("--person", help="Of a lab: this person's works alone.", metavar="ID")] = "",
    site: Site = HERE,
    debug: Debug = False,
) -> None:
    """Write the works that the site shows, from what is known, asking no one."""
    from pubsync.pipeline.exporting import exported  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    text = exported(site, form.value, person)
    if out is None:
        sys.stdout.write(text)
        return
    out.write_text(text, encoding="utf-8")
    print_lines([f"Written: {out}"])
