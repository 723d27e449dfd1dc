"""``propose``: a run whose outcome goes to a branch of its own, for a person to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pubsync.cli.console import print_lines
from pubsync.cli.options import HERE, Accepted, Asked, Debug, Json, Offline, Quiet, Site, Strict
from pubsync.cli.progress import progress
from pubsync.cli.telling import Ended, Summary, print_report, stops_told, tell_outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubsync.pipeline.proposing import Proposal, PullRequest

BRANCH = "pubsync/update"
_DONE = {"closed": "was closed, and is not opened again until something new comes"}


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command()(propose)


def propose(
    site: Site = HERE,
    branch: Annotated[str, typer.Option("--branch", help="The branch that the outcome goes to.")] = BRANCH,
    base: Annotated[
        str,
        typer.Option(
            "--base", help="The branch that it is proposed to, by default the one you are on.", metavar="NAME"
        ),
    ] = "",
    opened: Annotated[bool, typer.Option("--open", help="Open a pull request with gh, or renew its text.")] = False,
    offline: Offline = False,
    source: Asked = None,
    accept: Accepted = None,
    strict: Strict = False,
    summary: Summary = None,
    as_json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Sync on a branch of its own and push it, keeping what people committed there; your branch stays as it is."""
    from pubsync.pipeline.proposing import open_pull_request  # noqa: PLC0415 - start-up time
    from pubsync.pipeline.proposing import propose as make  # noqa: PLC0415 - as above
    from pubsync.pipeline.run import SyncOptions  # noqa: PLC0415 - as above
    from pubsync.report import waiting  # noqa: PLC0415 - as above

    del debug  # read by the outermost handler
    options = SyncOptions(
        offline=offline, sources=frozenset(source or ()), accepted=frozenset(accept or ()), with_diff=False
    )
    with stops_told(site, summary, wanted=True), progress(wanted=not (quiet or as_json)) as told:
        proposal = make(site, options, branch, base, told=told)
        request = open_pull_request(site, proposal) if opened else None
    report = proposal.report
    row = {"branch": branch, "differs": proposal.differs, "pushed": proposal.pushed}
    print_report(report, row | {"pull_request": request.url if request else ""}, as_json=as_json, quiet=quiet)
    if not (as_json or quiet):
        print_lines(_lines(proposal, request))
    tell_outcome(proposal.outcome, summary, shown=report, changed=proposal.pushed)
    raise Ended(1 if strict and waiting(report) and not report.exit_code else report.exit_code, proposal.outcome.report)


def _lines(proposal: Proposal, request: PullRequest | None) -> Iterator[str]:
    place = proposal.place
    if not proposal.differs:
        yield f"Nothing to propose: {place.base} is as it should be."
        return
    yield f"{'Pushed to' if proposal.pushed else 'As before on'} {place.branch}, for {place.base}."
    if request:
        yield f"Pull request {_DONE.get(request.done, request.done)}: {request.url}"
