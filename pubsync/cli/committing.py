"""``sync --commit`` and ``--push``: what became of a run in git, said on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pubsync.cli.console import print_error, print_lines
from pubsync.cli.progress import Told
from pubsync.errors import SettingsError

if TYPE_CHECKING:
    from pubsync.pipeline.delivery import Delivery
    from pubsync.pipeline.run import SyncOptions

WithCommit = Annotated[bool, typer.Option("--commit", help="Commit what was written, and nothing else.")]
WithPush = Annotated[bool, typer.Option("--push", help="Commit it, and push pubsync's own commits.")]


def run(site: Path, options: SyncOptions, told: Told, *, commit: bool, push: bool) -> Delivery:
    """Run ``sync``, and commit and push what it wrote where that is asked for."""
    from pubsync.pipeline.delivery import Delivery  # noqa: PLC0415 - start-up time
    from pubsync.pipeline.run import sync_site  # noqa: PLC0415 - start-up time

    if not (commit or push):
        return Delivery(outcome=sync_site(site, options, told=told))
    if options.dry_run:
        raise SettingsError("--dry-run writes nothing, so there is nothing to commit", remedy="leave one of them out")
    from pubsync.pipeline.committing import deliver  # noqa: PLC0415 - start-up time

    return deliver(site, options, pushing=push, told=told)


def rows(delivery: Delivery) -> dict[str, Any]:
    """Return what ``--json`` prints besides the report."""
    made = delivery.commit
    return {"commit": {"id": made.id, "message": made.message} if made else None, "pushed": delivery.pushed}


def tell(delivery: Delivery, *, quiet: bool) -> None:
    """Say what was committed and pushed.

    Raises:
        PubsyncError: where it could not be, after all else was said.
    """
    for remark in delivery.remarks:
        print_error(remark)
    if not quiet and delivery.commit:
        print_lines([f"Committed {delivery.commit.id[:9]}: {delivery.commit.message}"])
    if not quiet and delivery.pushed:
        print_lines(["Pushed."])
    if delivery.problem:
        raise delivery.problem
