"""The site: its kind, what pubsync keeps there, what a run would say, and what its own configuration would hide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pubsync.detect import KINDS, Survey, describe, kind_of_site
from pubsync.detect.hiding import hidden
from pubsync.detect.updates import publishing_workflows, repository_root
from pubsync.errors import LedgerError, NewerError, PubsyncError
from pubsync.library import Library, read_library
from pubsync.pipeline.checking.findings import Finding, fault, note, well, wrong
from pubsync.pipeline.memory import Memory
from pubsync.pipeline.run import Outcome, SyncOptions, sync_site
from pubsync.report import counted
from pubsync.settings import FILE_NAME, LoadedSettings
from pubsync.sites.tree import SiteTree

_MOST_NOTES = 12
_NO_ADDRESS = "git+https://ADDRESS-OF-ITS-REPOSITORY"
REBUILD = "pubsync doctor --rebuild"


def check_kind(loaded: LoadedSettings) -> list[Finding]:
    """Return whether the outputs are those of the site that stands here."""
    survey = Survey(SiteTree(loaded.root))
    kind, evidence = kind_of_site(survey)
    told = f"{describe(kind, survey.engine)}{f', told by {evidence[0]}' if evidence else ''}"
    named = [one.kind for one in loaded.settings.outputs]
    found = [well("site", f"this is {told}")]
    if "lab-website" in named and not (loaded.root / "_cite").is_dir():
        what = "nothing here reads the output lab-website: the template makes its list in _cite, and there is none"
        found.append(note("site", what, where=FILE_NAME, remedy="put regions into your pages instead: docs/lab.md"))
    for one in dict.fromkeys(named):
        if one in KINDS and kind and one != kind:
            what = f"an output is for {describe(one, '')}, and this is {told}"
            found.append(wrong("site", what, where=FILE_NAME, remedy=f"write kind: {kind}"))
        elif one in KINDS and not kind:
            what = f"an output is for {describe(one, '')}, and nothing here looks like one"
            found.append(note("site", what, where=FILE_NAME, remedy="if it is one, all is well"))
    return found


def check_workflows(root: Path) -> list[Finding]:
    """Return what stops a workflow that ``schedule --print github`` printed, for what was left to do by hand."""
    top = repository_root(root)
    mute = [one.name for one in publishing_workflows(top) if not one.can_be_called]
    found = []
    for path in sorted((top / ".github" / "workflows").glob("*.y*ml")):
        text, where = path.read_text(encoding="utf-8", errors="replace"), f".github/workflows/{path.name}"
        if _NO_ADDRESS in text:
            what, remedy = "it can't install pubsync from ADDRESS-OF-ITS-REPOSITORY", "write where pubsync is kept"
            found.append(wrong("site", what, where=where, remedy=remedy))
        for name in mute:
            if f"gh workflow run {name}" in text:
                remedy = "add workflow_dispatch: under its on:"
                found.append(wrong("site", f"it can't start {name}", where=where, remedy=remedy))
    return found


def check_library(root: Path) -> tuple[Library | None, list[Finding]]:
    """Return what pubsync keeps in the site, None where that can't be read, and what there is to say of it."""
    try:
        library = read_library(root).library
    except NewerError as error:
        return None, [fault("library", error)]
    except LedgerError as error:
        return None, [wrong("library", error.what, where=error.where, remedy=f"{REBUILD}; or {error.remedy}")]
    except PubsyncError as error:
        return None, [fault("library", error)]
    live = sum(1 for entry in library.ledger if not entry.merged_into)
    decisions = len(library.curation.decisions)
    what = f"{counted(live, 'entry', 'entries')} in the ledger, {counted(decisions, 'decision', 'decisions')} of yours"
    return library, [well("library", what if library.bases else "nothing was synced yet")]


def check_conflicts(root: Path, library: Library | None) -> list[Finding]:
    """Return the files that pubsync wrote and that git left with conflict marks."""
    remedy = "settle it there, then: pubsync sync"
    marked = ((path, _marked_line(root / path)) for path in sorted(library.bases if library else ()))
    return [
        wrong("site", "holds a merge conflict", where=f"{path}:{line}", remedy=remedy) for path, line in marked if line
    ]


def _marked_line(path: Path) -> int:
    lines = path.read_bytes().split(b"\n") if path.is_file() else []
    return next((number for number, line in enumerate(lines, start=1) if line.startswith(b"<<<<<<< ")), 0)


def check_run(loaded: LoadedSettings, memory: Memory) -> list[Finding]:
    """Return what a run that asks no one says: damaged markers, faulty templates, entries that can't be read."""
    try:
        outcome = sync_site(loaded.root, SyncOptions(dry_run=True, offline=True), memory.now)
    except PubsyncError as error:
        if "gave an answer" in error.what:
            return [note("site", "no source gave an answer yet", remedy="pubsync sync")]
        return [fault("site", error)]
    notes = list(_notes(outcome))
    more = len(notes) - _MOST_NOTES
    rest = [note("site", f"and {more} more: pubsync sync --dry-run --offline")] if more > 0 else []
    return [*notes[:_MOST_NOTES], *rest, *_standing(outcome)]


def _notes(outcome: Outcome) -> Iterator[Finding]:
    yield from (note("site", remark) for remark in outcome.report.remarks)
    for source in outcome.report.sources:
        yield from (note("sources", notice) for notice in source.notices)


def _standing(outcome: Outcome) -> Iterator[Finding]:
    report = outcome.report
    changing = [one for one in report.files if not one.path.startswith("_pubsync/")]
    if changing:
        yield note("site", f"{counted(len(changing), 'file', 'files')} would change", remedy="pubsync sync")
    waiting = len(report.undecided) + len(report.aside) + len(report.moved)
    if waiting:
        yield note("site", f"{counted(waiting, 'decision waits', 'decisions wait')} for you", remedy="pubsync review")


def check_hidden(root: Path, library: Library | None, today: str) -> list[Finding]:
    """Return what the site's own configuration would hide of what pubsync writes."""
    survey = Survey(SiteTree(root))
    written = sorted(library.bases) if library else []
    found = []
    for one in hidden(survey, today=today, written=written):
        make = note if one.is_note else wrong
        found.append(make("hidden", one.what, where=one.where, remedy=one.remedy))
    return found or [well("hidden", "the site's own configuration hides nothing that pubsync writes")]
