"""``init`` and ``doctor``: how a site begins, and what ails it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pubsync.cli.console import print_error, print_lines
from pubsync.cli.options import HERE, Debug, Json, Site
from pubsync.cli.progress import progress
from pubsync.errors import SettingsError
from pubsync.frozen import frozen

if TYPE_CHECKING:
    from pubsync.detect import FoundSite
    from pubsync.pipeline.run import Outcome
    from pubsync.pipeline.starting import Answers, Draft

INTERRUPTED = 130
_NONE = ("n", "no", "none", "-")
_YES = ("y", "yes")
_LATER = "later"
_SHOW = "show"
_QUESTIONS = {
    "scholar": "Your Google Scholar profile, its address or id (Enter: none)",
    "orcid": "Your ORCID iD (Enter: none)",
}
_REMEDIES = {
    "scholar": "take the 12 characters after user= in the address of your profile",
    "orcid": "take the 16 digits at the end of the record's address, https://orcid.org/0000-…",
}


class Kind(StrEnum):
    """What ``--kind`` may name."""

    academicpages = "academicpages"
    hugo_blox = "hugo-blox"
    al_folio = "al-folio"
    acad_homepage = "acad-homepage"
    lab_website = "lab-website"
    page = "page"


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command()(init)
    app.command()(doctor)


@frozen(kw_only=True)
class _Wishes:
    """What was said on the command line; ``asks`` is whether a person is there to be asked."""

    name: str
    scholar: str
    orcid: str
    kind: str
    offline: bool
    asks: bool


def init(
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; take what is found.")] = False,
    name: Annotated[str, typer.Option("--name", help="Your name, as it stands on most papers.")] = "",
    scholar: Annotated[str, typer.Option("--scholar", help="Your Google Scholar profile: its address or id.")] = "",
    orcid: Annotated[str, typer.Option("--orcid", help="Your ORCID iD.")] = "",
    kind: Annotated[Kind | None, typer.Option("--kind", help="The kind of site, where it is mistaken.")] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no source what the first sync would bring.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; print the pubsync.yaml.")] = False,
    sync: Annotated[bool, typer.Option("--sync", help="Let the first sync follow at once.")] = False,
    site: Site = HERE,
    debug: Debug = False,
) -> None:
    """Look at your site, show what the first sync would do, then write pubsync.yaml for it."""
    del debug  # read by the outermost handler
    asks = not (yes or dry_run) and sys.stdin.isatty() and sys.stdout.isatty()
    wishes = _Wishes(name=name, scholar=scholar, orcid=orcid, kind=kind or "", offline=offline, asks=asks)
    try:
        found, draft, outcome = _prepare(site, wishes)
        if dry_run:
            print_lines(["", "pubsync.yaml would be:", "", *draft.text.splitlines()])
            _tell_missing(found, draft, outcome)
            return
        wanted = _wanted(asks=asks, sync=sync, outcome=outcome)
    except (typer.Abort, KeyboardInterrupt, EOFError) as error:
        print_error("interrupted; nothing was written")
        raise typer.Exit(INTERRUPTED) from error
    if wanted is None:
        print_lines(["Nothing was written."])
        return
    _write(site, draft, outcome if wanted else None)
    if wanted and asks:
        found = _offer_lists(site, found)
    _tell_missing(found, draft, outcome)
    _tell_updates(site, found, asks=asks)


def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="Ask no source.")] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Restore what pubsync keeps for itself, where it is lost or in conflict.")
    ] = False,
    as_json: Json = False,
    site: Site = HERE,
    debug: Debug = False,
) -> None:
    """Tell what is wrong with the settings, the site, the sources and this machine, and what mends it."""
    from pubsync.pipeline.checking import examine, exit_code, finding_lines, finding_rows  # noqa: PLC0415 - start-up time

    del debug  # read by the outermost handler
    if rebuild:
        _rebuild(site)
        return
    with progress(wanted=not as_json) as told:
        found = examine(site, offline=offline, told=told)
    if as_json:
        sys.stdout.write(json.dumps(finding_rows(found), ensure_ascii=False, indent=1) + "\n")
    else:
        print_lines(finding_lines(found))
    raise typer.Exit(exit_code(found))


def _rebuild(site: Path) -> None:
    from pubsync.pipeline.rebuilding import rebuild, rebuilt_lines  # noqa: PLC0415 - start-up time

    print_lines(rebuilt_lines(rebuild(site)))


def _prepare(site: Path, wishes: _Wishes) -> tuple[FoundSite, Draft, Outcome | None]:
    """Look, ask, and show what the first sync would do; nothing is written."""
    from pubsync.detect import look_at  # noqa: PLC0415 - start-up time
    from pubsync.pipeline.starting import (  # noqa: PLC0415 - as above
        draft_settings,
        found_lines,
        preview,
        refuse_existing,
        whole_site_above,
    )
    from pubsync.report import report_lines  # noqa: PLC0415 - as above
    from pubsync.sites.tree import SiteTree  # noqa: PLC0415 - as above

    refuse_existing(site)
    found = look_at(SiteTree(site.resolve()), kind=wishes.kind)
    print_lines(found_lines(found))
    if part := whole_site_above(site):
        print_lines([f"  ! {part}"])
    draft = draft_settings(found, _answers(found, wishes))
    with progress() as told:
        seen = preview(site, draft, offline=wishes.offline, told=told)
    print_lines(["", "The first sync would do this:"])
    lines: Iterable[str] = report_lines(seen.outcome.report) if seen.outcome else [f"  ! {seen.problem}"]
    print_lines(lines)
    return found, draft, seen.outcome


def _answers(found: FoundSite, wishes: _Wishes) -> Answers:
    """What the person said on the command line, or says now of what could not be found."""
    from pubsync.detect import normal_id  # noqa: PLC0415 - start-up time
    from pubsync.pipeline.starting import Answers  # noqa: PLC0415 - as above

    said = {
        "scholar": _checked("scholar", wishes.scholar, normal_id("scholar", wishes.scholar)),
        "orcid": _checked("orcid", wishes.orcid, normal_id("orcid", wishes.orcid)),
    }
    name = wishes.name
    if not wishes.asks:
        return Answers(name=name, **said)
    owner = found.people[0] if found.people else None
    if not name and not (owner and owner.certain):
        name = _ask_name(owner.name if owner else "")
    if len(found.people) <= 1:
        known = {one.kind for person in found.people for one in person.profiles.sources}
        for kind, question in _QUESTIONS.items():
            if not said[kind] and kind not in known:
                said[kind] = _ask_id(kind, question)
    return Answers(name=name, **said)


def _checked(kind: str, written: str, normal: str) -> str:
    if written and not normal:
        raise SettingsError(f"{written!r} is none that {kind} knows", where=f"--{kind}", remedy=_REMEDIES[kind])
    return normal


def _ask_name(found: str) -> str:
    while True:
        name = str(
            typer.prompt("Your name, as it stands on most papers", default=found, show_default=bool(found))
        ).strip()
        if name.casefold() in _YES and found:
            return found
        if name and name.casefold() not in (*_YES, *_NONE):
            return name
        print_lines(
            ["  Write it as it stands on your papers, such as Weizhen Qi; Ctrl-C leaves, and nothing is written."]
        )


def _ask_id(kind: str, question: str) -> str:
    from pubsync.detect import normal_id  # noqa: PLC0415 - start-up time

    while True:
        written = str(typer.prompt(question, default="", show_default=False)).strip()
        written = "" if written.casefold() in _NONE else written
        normal = normal_id(kind, written) if written else ""
        if normal or not written:
            return normal
        print_lines([f"  That is none: {_REMEDIES[kind]}."])


def _wanted(*, asks: bool, sync: bool, outcome: Outcome | None) -> bool | None:
    """Whether the first sync follows at once; None where nothing is to be written."""
    if not asks:
        return sync and outcome is not None
    print_lines([""])
    if not typer.confirm("Write pubsync.yaml?", default=True):
        return None
    if outcome is None or not outcome.report.files:
        return False
    return sync or typer.confirm("Do what is shown above now? pubsync undo takes it back.", default=True)


def _write(site: Path, draft: Draft, first: Outcome | None) -> None:
    from pubsync.pipeline.starting import begin  # noqa: PLC0415 - start-up time
    from pubsync.report import counted  # noqa: PLC0415 - as above

    written = begin(site, draft, first)
    others = sum(1 for path in written if path != "pubsync.yaml" and not path.startswith("_pubsync/"))
    print_lines(
        ["", "Written: pubsync.yaml" + (f" and {counted(others, 'file', 'files')} of the site" if first else "")]
    )
    if not first:
        print_lines(["Next: look it over, then run: pubsync sync"])


def _offer_lists(site: Path, found: FoundSite) -> FoundSite:
    """Ask whether lists that stand in pages by hand are to be kept true, and return what is still as it was."""
    from pubsync.pipeline.taking_over import find_lists, found_lines, in_short, take_over  # noqa: PLC0415 - as above

    paths = list(dict.fromkeys(one.path for one in found.lists))
    pages = [page for page in find_lists(site, paths) if page.takes] if paths else []
    if not pages:
        return found
    print_lines(["", "Lists of yours that could be kept true from now on:"])
    print_lines([f"  {line}" for page in pages for line in in_short(page)])
    try:
        answer = _ask_lists()
        if answer == _SHOW:
            print_lines([line for page in pages for line in (*found_lines(page), *page.diff.splitlines())])
            answer = _ask_lists()
    except typer.Abort:
        return found
    if answer not in _YES:
        return found
    take_over(site, pages)
    taken = [page.adopted.path for page in pages]
    print_lines([f"Taken over: {', '.join(taken)}. To go back: pubsync undo"])
    return replace(found, lists=tuple(one for one in found.lists if one.path not in taken))


def _ask_lists() -> str:
    """Ask once whether to take lists over; whoever wants to see it first is asked again."""
    while True:
        answer = str(typer.prompt("Put comments around them for that (yes, show, later)", default=_LATER)).strip()
        answer = answer.casefold()
        if answer in (*_YES, _SHOW):
            return answer
        if answer in (*_NONE, _LATER):
            return _LATER
        print_lines(["  Write yes, show or later; pubsync adopt does it at any time."])


def _tell_missing(found: FoundSite, draft: Draft, outcome: Outcome | None) -> None:
    from pubsync.pipeline.starting import missing_lines  # noqa: PLC0415 - start-up time

    missing = [f"  {line}" for line in missing_lines(found, draft, outcome)]
    print_lines(["", "What is missing:", *(missing or ["  nothing that could be told"])])


def _tell_updates(site: Path, found: FoundSite, *, asks: bool) -> None:
    from pubsync.pipeline.starting import update_lines  # noqa: PLC0415 - start-up time

    print_lines(["", "How updates reach the web:", *(f"  {line}" for line in update_lines(found))])
    if not asks or found.updates.runs:
        return
    ways = [*found.updates.schedules, _LATER]
    try:
        chosen = _ask_way(ways)
    except typer.Abort:
        return
    if chosen in found.updates.schedules:
        _print_schedule(site, chosen, is_pushed=found.updates.is_pushed)


def _ask_way(ways: Sequence[str]) -> str:
    question = f"Let it run every night by ({', '.join(ways)})"
    while True:
        chosen = str(typer.prompt(question, default=_LATER, show_default=True)).strip().casefold()
        if chosen in ways:
            return chosen
        if chosen in _NONE:
            return _LATER
        print_lines([f"  Write one of: {', '.join(ways)}."])


def _print_schedule(site: Path, chosen: str, *, is_pushed: bool) -> None:
    """Print what to install; it says itself where it goes."""
    from pubsync.pipeline.starting import printing_command  # noqa: PLC0415 - start-up time
    from pubsync.schedule.printing import schedule_text  # noqa: PLC0415 - as above

    command = printing_command(chosen, is_pushed=is_pushed)
    text = schedule_text(chosen, site.resolve(), ("--push",) if command.endswith("--push") else ())
    print_lines(["", f"This is what {command} prints:", "", *text.splitlines()])
