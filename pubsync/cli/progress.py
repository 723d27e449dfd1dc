"""How each source stands while a run asks them: on a terminal alone, and on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pubsync.cli.console import wants_colour

Told = Callable[[str, str], None]


@contextmanager
def progress(*, wanted: bool = True) -> Iterator[Told]:
    """Yield what hears how each source stands (``asking``, ``done``, ``failed``), and show it while the block runs.

    Nothing is shown where that is not wanted, or standard error is no terminal; what was shown is wiped at the end,
    since the report says it all.
    """
    if not wanted or not sys.stderr.isatty():
        yield lambda _name, _state: None
        return
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - as above

    console = Console(stderr=True, no_color=not wants_colour(is_terminal=True))
    columns = (SpinnerColumn(finished_text=" "), TextColumn("{task.description}"), TimeElapsedColumn())
    tasks = {}
    with Progress(*columns, console=console, transient=True) as shown:

        def told(name: str, state: str) -> None:
            if name not in tasks:
                tasks[name] = shown.add_task("", total=1)
            ended = state != "asking"
            shown.update(tasks[name], description=f"{name}: {state}", completed=int(ended))

        yield told
