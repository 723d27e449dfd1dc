"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Site = Annotated[Path, typer.Option("--site", help="The folder of your site.", file_okay=False, exists=True)]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error arose.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only what went wrong.")]
HERE = Path()
