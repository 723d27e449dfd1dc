"""Decisions, one a command: each is a few lines in ``_pubsync/curation.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pubsync.cli.completing import complete_keys
from pubsync.cli.console import print_lines
from pubsync.cli.options import HERE, Debug, Key, Keys, Site

if TYPE_CHECKING:
    from pubsync.curation import Decision
    from pubsync.records.ledger import Ledger


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    for command in (merge, split, hide, show, patch, pin, select, disown, resolve, undo):
        app.command()(command)


def merge(keys: Keys, site: Site = HERE, debug: Debug = False) -> None:
    """Say that these are one work."""
    from pubsync.pipeline.deciding import merged  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    _decide(site, lambda ledger: merged(ledger, keys))


def split(keys: Keys, site: Site = HERE, debug: Debug = False) -> None:
    """Say that these are different works; name single records to part them within a work."""
    from pubsync.pipeline.deciding import parted  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    _decide(site, lambda ledger: parted(ledger, keys))


def hide(keys: Keys, site: Site = HERE, debug: Debug = False) -> None:
    """Keep these off every page, list and count."""
    _simply("hide", keys, site)
    del debug  # read by the outermost handler


def show(keys: Keys, site: Site = HERE, debug: Debug = False) -> None:
    """Show these again, also where a file in the repository no longer names them."""
    _simply("show", keys, site)
    del debug  # read by the outermost handler


def disown(keys: Keys, site: Site = HERE, debug: Debug = False) -> None:
    """Say that these are not yours: their records take part in nothing."""
    _simply("disown", keys, site)
    del debug  # read by the outermost handler


def patch(
    key: Key,
    field: Annotated[str, typer.Argument(help="A field, such as title, issued or container_title.")],
    value: Annotated[str, typer.Argument(help="What it is.")],
    site: Site = HERE,
    debug: Debug = False,
) -> None:
    """Set a field by hand, whatever the sources say."""
    from pubsync.pipeline.deciding import patched  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    _decide(site, lambda ledger: patched(ledger, key, field, value))


def pin(
    keys: Keys,
    off: Annotated[bool, typer.Option("--off", help="Give up their place.")] = False,
    site: Site = HERE,
    debug: Debug = False,
) -> None:
    """Place these first in your own order (sort: own), in the order given, after those pinned before."""
    _one_each("unpin" if off else "pin", keys, site)
    del debug  # read by the outermost handler


def select(
    keys: Keys,
    off: Annotated[bool, typer.Option("--off", help="Select them no longer.")] = False,
    site: Site = HERE,
    debug: Debug = False,
) -> None:
    """Mark these as selected works, for regions with selected=yes."""
    _one_each("unselect" if off else "select", keys, site)
    del debug  # read by the outermost handler


def resolve(
    path: Annotated[
        str,
        typer.Argument(help="A file that you edited, or the key of a work with a patch.", autocompletion=complete_keys),
    ],
    place: Annotated[
        str,
        typer.Argument(help="Only this of it: a work's key, a key of the front matter, a field; all, where left out."),
    ] = "",
    mine: Annotated[bool, typer.Option("--mine", help="Keep what you wrote, and ask no more.")] = False,
    tool: Annotated[bool, typer.Option("--tool", help="Give it up; the next sync writes pubsync's own.")] = False,
    site: Site = HERE,
    debug: Debug = False,
) -> None:
    """End a conflict between what you wrote and what the sources say."""
    from pubsync.errors import SettingsError  # noqa: PLC0415 - start-up time
    from pubsync.pipeline.conflicts import resolve_conflict  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    if mine == tool:
        raise SettingsError("say whose text is to stand", remedy="add --mine or --tool")
    _say(resolve_conflict(site, path, mine=mine, place=place))


def undo(site: Site = HERE, debug: Debug = False) -> None:
    """Give every file that the last run wrote its former contents, but those you edited since."""
    from pubsync.pipeline.deciding import undo_last  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    result = undo_last(site)
    print_lines([f"{len(result.restored)} files are as they were before the last run."])
    print_lines(f"note: {path} was edited since and stays" for path in result.kept)


def _simply(kind: str, keys: list[str], site: Path) -> None:
    from pubsync.pipeline.deciding import simple  # noqa: PLC0415 - start-up time

    make = simple(kind)
    _decide(site, lambda ledger: make(ledger, keys))


def _one_each(kind: str, keys: list[str], site: Path) -> None:
    from pubsync.pipeline.deciding import decide_all, placed  # noqa: PLC0415 - start-up time

    make = placed(kind)
    _say(decide_all(site, lambda ledger: make(ledger, keys)))


def _decide(site: Path, make: Callable[[Ledger], Decision]) -> None:
    from pubsync.pipeline.deciding import decide  # noqa: PLC0415 - start-up time

    _say([decide(site, make)])


def _say(decisions: Sequence[Decision]) -> None:
    kinds = ", ".join(dict.fromkeys(decision.kind for decision in decisions))
    print_lines([f"Kept in _pubsync/curation.yaml: {kinds}. The next sync applies it: pubsync sync"])
