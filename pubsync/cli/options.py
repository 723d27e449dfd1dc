"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pubsync.cli.completing import complete_accepted, complete_keys, complete_sources

Site = Annotated[Path, typer.Option("--site", help="The folder of your site.", file_okay=False, exists=True)]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error arose.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only what went wrong.")]
Offline = Annotated[bool, typer.Option("--offline", help="Ask no one; use the last good answers.")]
Asked = Annotated[
    list[str] | None,
    typer.Option("--source", help="Ask only this source.", metavar="NAME", autocompletion=complete_sources),
]
Accepted = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        help="Believe this source; or allow deletions, removal of a former kind's files, other names of people, a new "
        "rendering.",
        metavar="NAME|deletions|former|names|rendering",
        autocompletion=complete_accepted,
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 if anything waits for a decision.")]
_KEY = "A key, title words, a DOI, a file, a page's address or a record id."
Keys = Annotated[list[str], typer.Argument(help=_KEY, autocompletion=complete_keys)]
Key = Annotated[str, typer.Argument(help=_KEY, autocompletion=complete_keys)]
HERE = Path()
