"""``list`` and ``status``: what the site shows, and how things stand. Both ask no one and write nothing."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pubsync.cli.console import print_lines
from pubsync.cli.options import HERE, Debug, Json, Site

if TYPE_CHECKING:
    from pubsync.pipeline.run import Outcome
    from pubsync.records.course import Course
    from pubsync.records.talk import Talk
    from pubsync.records.work import Work


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command("list")(list_works)
    app.command()(status)


def list_works(
    site: Site = HERE,
    talks: Annotated[bool, typer.Option("--talks", help="List talks instead.")] = False,
    teaching: Annotated[bool, typer.Option("--teaching", help="List courses instead.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """List the works, a line each, from what is known, asking no one."""
    from pubsync import views  # noqa: PLC0415 - start-up time
    from pubsync.pipeline.run import offline_outcome  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    outcome = offline_outcome(site)
    subjects: list[Any]
    if talks:
        subjects = list(views.talks(outcome.shown.talks).entries())
    elif teaching:
        subjects = list(views.teaching(outcome.shown.courses).entries())
    else:
        subjects = list(views.publications(outcome.shown.works, group_by="none").entries())
    if as_json:
        rows = [_work_row(one, outcome) if not (talks or teaching) else _occasion_row(one, outcome) for one in subjects]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return
    print_lines(_line(one) for one in subjects)


def status(site: Site = HERE, as_json: Json = False, debug: Debug = False) -> None:
    """Tell how things stand: counts, each source's last success and error, what waits for a decision, the last run."""
    from pubsync.pipeline.run import offline_outcome  # noqa: PLC0415 - start-up time
    from pubsync.pipeline.status import read_status, status_lines  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    found = read_status(site, offline_outcome(site))
    if as_json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        return
    print_lines(status_lines(found))


def _line(one: Work | Talk | Course) -> str:
    when = getattr(one, "issued", None) or getattr(one, "start", None) or ""
    terms = ", ".join(getattr(one, "terms", ()))
    where = getattr(one, "container_title", "") or getattr(one, "venue", "")
    return f"{one.key}: {one.title}" + "".join(f", {part}" for part in (where, str(when or terms)) if part)


def _work_row(work: Work, outcome: Outcome) -> dict[str, Any]:
    return {
        "key": work.key,
        "type": work.type,
        "title": work.title,
        "authors": [str(name) for name in work.author],
        "authors_complete": work.author_complete,
        "issued": str(work.issued or ""),
        "container_title": work.container_title,
        "identifiers": {one.scheme: one.value for one in reversed(work.identifiers)},
        "links": {link.kind: link.url for link in work.links},
        "citations": work.citations,
        "records": [{"source": record.source, "id": record.id} for record in work.records],
        "files": _files(work.key, outcome),
    }


def _occasion_row(one: Talk | Course, outcome: Outcome) -> dict[str, Any]:
    return {
        "key": one.key,
        "type": one.type,
        "title": one.title,
        "start": str(one.start or ""),
        "end": str(one.end or ""),
        "terms": list(getattr(one, "terms", ())),
        "venue": one.venue,
        "location": one.location,
        "links": {link.kind: link.url for link in one.links},
        "records": [{"source": record.source, "id": record.id} for record in one.records],
        "files": _files(one.key, outcome),
    }


def _files(key: str, outcome: Outcome) -> list[str]:
    return sorted(path for path, base in outcome.library.bases.items() if base.key == key)
