"""What a run tells: on the terminal, in the files for a summary, and to ``on_news:``."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pubsync.cli.console import print_error, print_lines
from pubsync.errors import PubsyncError, SettingsError

if TYPE_CHECKING:
    from pubsync.pipeline.run import Outcome
    from pubsync.report import RunReport

Summary = Annotated[
    Path | None,
    typer.Option("--summary", help="Write what happened to this file, as Markdown.", metavar="FILE", dir_okay=False),
]
STEP_SUMMARY = "GITHUB_STEP_SUMMARY"
"""The file that GitHub shows on a run's page
(https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary)."""
STEP_OUTPUT = "GITHUB_OUTPUT"
"""The file whose lines become a step's outputs."""


class Ended(typer.Exit):
    """The end of a run that was told: its exit code, and what it did."""

    def __init__(self, code: int, report: RunReport) -> None:
        """Take both."""
        super().__init__(code)
        self.report = report


@contextmanager
def stops_told(site: Path, summary: Path | None, *, wanted: bool) -> Iterator[None]:
    """Tell of a run that stops within the block, in the summary and to ``on_news:``; the error goes on.

    Nothing is told where that is not ``wanted``, as in a dry run.

    Raises:
        SettingsError: before the block, where the summary can't be written.
    """
    if summary and not summary.absolute().parent.is_dir():
        raise SettingsError("its folder is not there", where=str(summary), remedy="make it, or name another --summary")
    try:
        yield
    except PubsyncError as error:
        from pubsync.report import stopped_markdown  # noqa: PLC0415 - start-up time

        _write(stopped_markdown(str(error)), summary)
        _output({"exit-code": str(error.exit_code), "news": "", "stale": "", "changed": "false"})
        if wanted and error.exit_code == PubsyncError.exit_code:
            from pubsync.pipeline.telling import tell_stopped  # noqa: PLC0415 - start-up time

            _say(tell_stopped(site, error))
        raise


def print_report(report: RunReport, more: Mapping[str, Any], *, as_json: bool, quiet: bool, diff: bool = False) -> None:
    """Print what a run did: as JSON, with ``more`` besides; as lines; or, where ``quiet``, what went wrong alone."""
    from pubsync.report import problem_lines, report_json, report_lines  # noqa: PLC0415 - start-up time

    if as_json:
        sys.stdout.write(json.dumps({**report_json(report), **more}, ensure_ascii=False, indent=1) + "\n")
    elif not quiet:
        print_lines(report_lines(report, diff=diff))
    elif report.exit_code:
        print_lines(problem_lines(report))


def tell_outcome(
    outcome: Outcome,
    summary: Path | None,
    problem: PubsyncError | None = None,
    shown: RunReport | None = None,
    *,
    changed: bool | None = None,
) -> None:
    """Write the summary of a run, also where GitHub shows it, and run ``on_news:`` where there is something to tell.

    What fails here is said, and is no failure of the run.

    Args:
        outcome: of the run.
        summary: the file that the person named, if any.
        problem: why the run could not do all that was asked of it, such as push.
        shown: what the summary is to tell, where that is not this run alone.
        changed: whether anything is other than before, where that is not told by what the run wrote.
    """
    from pubsync.pipeline.telling import tell  # noqa: PLC0415 - start-up time

    write_summary(shown or outcome.report, summary, changed=changed)
    _say(tell(outcome, problem=problem))


def tell_check(report: RunReport, code: int, verdict: str) -> None:
    """Write the summary of a check where GitHub shows it, a verdict of our own words first; the site is as it was."""
    from pubsync.report import headline, report_markdown  # noqa: PLC0415 - start-up time

    heading, _, rest = report_markdown(report).partition("\n")
    _write(f"{heading}\n\n{verdict or 'The pages are up to date with what is known.'}\n{rest}", None)
    _output({"exit-code": str(code), "news": headline(report), "stale": "", "changed": "false"})


def write_summary(report: RunReport, summary: Path | None, *, changed: bool | None = None) -> None:
    """Write the summary of a run to a file, and to those that GitHub names; what can't be written is said.

    ``changed`` is for GitHub: as for ``tell_outcome``. Where nothing changed there is no news either.
    """
    from pubsync.report import headline, report_markdown  # noqa: PLC0415 - start-up time

    if summary or os.environ.get(STEP_SUMMARY):
        _write(report_markdown(report), summary)
    _output(
        {
            "exit-code": str(report.exit_code),
            "news": "" if changed is False else headline(report),
            "stale": ", ".join(one.name for one in report.sources if one.stale),
            "changed": str(bool(report.files) if changed is None else changed).lower(),
        }
    )


def _write(text: str, summary: Path | None) -> None:
    if summary:
        _say(_unwritten(summary, text, "w"))
    if os.environ.get(STEP_SUMMARY):
        _say(_unwritten(Path(os.environ[STEP_SUMMARY]), text, "a"))


def _output(values: dict[str, str]) -> None:
    if os.environ.get(STEP_OUTPUT):
        lines = "".join(f"{name}={' '.join(value.split())}\n" for name, value in values.items())
        _say(_unwritten(Path(os.environ[STEP_OUTPUT]), lines, "a"))


def _unwritten(path: Path, text: str, mode: str) -> Iterator[str]:
    """Write to a file, and yield why that could not be done."""
    try:
        with path.open(mode, encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        yield f"{path} can't be written: {error.strerror}"


def _say(remarks: Iterable[str]) -> None:
    for remark in remarks:
        print_error(remark)
