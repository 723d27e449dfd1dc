"""``explain`` and ``dedup``: which records are one work, and why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pubsync.cli.completing import complete_keys
from pubsync.cli.console import print_error, print_lines
from pubsync.cli.options import HERE, Debug, Json, Site
from pubsync.errors import SettingsError


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    for command in (explain, dedup):
        app.command()(command)


def explain(
    words: Annotated[
        list[str],
        typer.Argument(
            help="A key, title words, a DOI, a file, a page's address or a record id; or count NAME, as in a page.",
            metavar="KEY | count NAME [since=2020 …]",
            autocompletion=complete_keys,
        ),
    ],
    site: Site = HERE,
    debug: Debug = False,
) -> None:
    """Tell why these records are one work, what was close, and where each field comes from; or what a number counts."""
    from pubsync.pipeline.explaining import count_lines, explain_lines  # noqa: PLC0415 - start-up time
    from pubsync.pipeline.run import offline_outcome  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    if words[0] == "count" and len(words) > 1:
        attributes = dict(word.partition("=")[::2] for word in words[2:])
        print_lines(count_lines(offline_outcome(site), words[1], attributes))
        return
    print_lines(explain_lines(offline_outcome(site), " ".join(words)))


def dedup(
    files: Annotated[list[Path], typer.Argument(help="BibTeX, CSL-JSON, RIS or EndNote files.")],
    write: Annotated[Path | None, typer.Option("--write", help="Write one merged .bib file.", metavar="OUT")] = None,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Find which records of these files are one work; without a site."""
    from pubsync.pipeline.dedup import dedup_files, dedup_lines, json_text, merged_bibtex  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    if write is not None and write.resolve() in {path.resolve() for path in files}:
        raise SettingsError("would be overwritten", where=str(write), remedy="write the merged file elsewhere")
    found = dedup_files(files)
    for notice in found.notices:
        print_error(notice)
    if write is not None:
        write.write_text(merged_bibtex(found), encoding="utf-8")
    if as_json:
        sys.stdout.write(json_text(found))
        return
    print_lines(dedup_lines(found))
    if write is not None:
        print_lines([f"Written: {write}"])
