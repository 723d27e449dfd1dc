"""``adopt``: lists that stand in pages by hand become regions, on the person's word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from pubsync.cli.console import print_lines
from pubsync.cli.options import HERE, Debug, Site


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(adopt)


def adopt(
    pages: Annotated[list[str] | None, typer.Argument(help="Pages to look at; by default all of the site.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this it is only shown.")] = False,
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Draft by-hand.bib, talks.yaml and teaching.yaml of what your pages alone name."),
    ] = False,
    site: Site = HERE,
    debug: Debug = False,
) -> None:
    """Show which lists in your pages are of known works, what they would become as regions, and do it with --yes."""
    from pubsync.pipeline.memory import settle  # noqa: PLC0415 - start-up time
    from pubsync.pipeline.taking_over import find_lists, found_lines, take_over  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    if yes:
        settle(site)
    if draft:
        _draft(site, pages or (), yes=yes)
        return
    found = find_lists(site, pages or ())
    for page in found:
        print_lines(found_lines(page))
        if not yes:
            print_lines(page.diff.splitlines())
    takes = [page for page in found if page.takes]
    if not takes:
        print_lines(["No list of known works that could be taken over.", *_hints(site, pages or ())])
        return
    if not yes:
        names = " ".join(f"'{page.adopted.path}'" for page in takes)
        print_lines([f"To put markers around them and keep them true: pubsync adopt {names} --yes"])
        return
    take_over(site, takes)
    print_lines([f"Taken over: {', '.join(page.adopted.path for page in takes)}. To go back: pubsync undo"])


def _hints(site: Path, pages: Sequence[str]) -> list[str]:
    """What only the pages name."""
    from pubsync.pipeline import by_hand  # noqa: PLC0415 - start-up time

    return list(by_hand.hint_lines(by_hand.draft(site, pages)))


def _draft(site: Path, pages: Sequence[str], *, yes: bool) -> None:
    """Show what would be drafted, and write it with ``--yes``."""
    from pubsync.pipeline import by_hand  # noqa: PLC0415 - start-up time

    drafted = by_hand.draft(site, pages)
    print_lines(by_hand.draft_lines(drafted))
    if not drafted.files:
        print_lines(["Nothing to draft: no list or file of yours names anything else that could be read."])
        return
    if not yes:
        print_lines(by_hand.text_lines(drafted))
        named = " ".join(f"'{page}'" for page in pages)
        print_lines([f"To write it: pubsync adopt --draft {f'{named} ' if named else ''}--yes"])
        return
    print_lines(by_hand.next_lines(drafted, by_hand.write_draft(drafted)))
