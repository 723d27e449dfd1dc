"""What a run did, as plain lines for a terminal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape

from pubsync.changes import Change
from pubsync.citing.escape import plain
from pubsync.curation import DELETED, Decision
from pubsync.report.headline import counted, totals_in_words
from pubsync.report.network import network_line, without_network
from pubsync.report.values import SUBJECTS, Join, RunReport, SourceReport
from pubsync.report.waiting import Waiting, waiting

_CHANGE_WORDS = {
    "added": "new",
    "adopted": "known now, in a file of yours",
    "published": "published",
    "corrected": "corrected",
    "merged": "now one",
    "left": "gone",
    "outside": "no longer shown, from before or after its authors' time here",
    "unlisted": "no longer on a member's list",
    "returned": "back",
}
_SHOWN_AT_MOST = 10
_LISTED_AT_MOST = 3
_WORDS_AT_MOST = 90
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def report_lines(report: RunReport, *, diff: bool = False) -> Iterator[str]:
    """Yield the report as plain lines, in which nothing acts on a terminal."""
    for line in _lines(report, diff=diff):
        yield plain(line).replace("\n", " ")


def _lines(report: RunReport, *, diff: bool) -> Iterator[str]:
    unreached = without_network(report.sources)
    if unreached:
        yield network_line(unreached)
        yield from (f"  {one.name}: {one.partial}" for one in unreached if one.partial)
    for source in report.sources:
        yield from () if source in unreached else _source_lines(source)
    yield from _change_lines(report.changes, first=report.first)
    yield from _join_lines(report.joins, report.changes)
    yield from (f"your edit kept: {edit_in_words(one)}" for one in report.taken_over)
    yield from _waiting_lines(waiting(report))
    yield from (f"note: {remark}" for remark in report.remarks)
    yield from _file_lines(report, diff=diff)
    yield f"The site shows {totals_in_words(report.totals)}; {_waits(report)} for your word."
    yield from (f"Open {page}" for page in report.pages)
    if report.outside:
        yield f"Not shown, from before or after their authors' time here (from:, until:): {report.outside}."


def problem_lines(report: RunReport) -> Iterator[str]:
    """Yield what went wrong with each source; that one was not to be asked is no trouble."""
    unreached = without_network(report.sources)
    yield from [plain(network_line(unreached)).replace("\n", " ")] if unreached else []
    for source in report.sources:
        if source.problem and source.state != "offline" and source not in unreached:
            is_named = source.problem.startswith(f"{source.name}:")
            yield plain(source.problem if is_named else f"{source.name}: {source.problem}").replace("\n", " ")


def edit_in_words(decision: Decision) -> str:
    """Return what a person did to the site: the file, and what in it."""
    what = {"patch": f"field {decision.field}", "hide": "deleted, so it stays away"}.get(decision.kind, "")
    return f"{decision.path or decision.origin.removeprefix(DELETED)}: {what or _place_in_words(decision)}"


def _place_in_words(decision: Decision) -> str:
    """Name an entry of a list by its words: a region may have hundreds."""
    kind, _, region = decision.place.partition(":")
    if kind != "entry":
        return decision.place
    if decision.value is None:
        return f"an entry taken out of {region}"
    words = " ".join(_TAG.sub("", unescape(str(decision.value))).split()).lstrip("-*+ ")
    return words if len(words) <= _WORDS_AT_MOST else f"{words[:_WORDS_AT_MOST].rstrip()}…"


def folders_in_words(paths: Sequence[str]) -> Iterator[str]:
    """Yield paths, those of a folder with many of them as one number."""
    folders: dict[str, list[str]] = {}
    for path in paths:
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    for folder, members in sorted(folders.items()):
        if folder and len(members) > _LISTED_AT_MOST:
            yield f"{len(members)} files in {folder}"
        else:
            yield from members


def source_in_words(source: SourceReport) -> str:
    """Return how many records a source gave, and whether they are of this run."""
    if source.state in ("snapshot", "offline", "resting") and not (source.records or source.since):
        why = {"offline": " (offline)", "resting": f" ({source.problem})"}.get(source.state, "")
        return f"nothing yet{why}"
    records = counted(source.records, "record", "records")
    words = {
        "fresh": records,
        "snapshot": f"{records} from its last good answer",
        "offline": f"{records} from its last good answer (offline)",
        "resting": f"{records} from its last good answer ({source.problem})",
        "failed": "nothing",
    }
    return words[source.state]


def _waits(report: RunReport) -> str:
    several = len(report.undecided) + len(report.aside) + len(report.moved) > 1
    found = [
        counted(len(one), *words)
        for one, words in (
            (report.undecided, ("pair", "pairs")),
            (report.aside, ("work that may be another's", "works that may be another's")),
            (report.moved, ("decision that the sources moved past", "decisions that the sources moved past")),
        )
        if one
    ]
    return f"{' and '.join(found)} {'wait' if several else 'waits'}" if found else "nothing waits"


def _source_lines(source: SourceReport) -> Iterator[str]:
    since = f", unchanged since {source.since}" if source.since and source.state != "fresh" else ""
    partial = f" ({source.partial})" if source.partial else ""
    yield f"{source.name}: {source_in_words(source)}{since}{partial}"
    if source.problem and source.state in ("snapshot", "failed"):
        yield f"  ! {source.problem.removeprefix(f'{source.name}: ')}"
    yield from (f"  ! {notice}" for notice in source.notices)
    yield from (f"  ! no longer named: {title}" for title in source.dropped)


def _change_lines(changes: Sequence[Change], *, first: bool) -> Iterator[str]:
    for kind, word in _CHANGE_WORDS.items():
        of_kind = [change for change in changes if change.kind == kind]
        if first and len(of_kind) > _SHOWN_AT_MOST:  # all that there is: the site itself shows it
            tally = Counter(change.subject for change in of_kind)
            yield f"{word}: {', '.join(counted(tally[one], *SUBJECTS[one]) for one in SUBJECTS if tally[one])}"
            continue
        for change in of_kind[:_SHOWN_AT_MOST]:
            detail = f" ({change.detail})" if change.detail else ""
            yield f"{word}: {change.title}{detail}"
        if len(of_kind) > _SHOWN_AT_MOST:
            yield f"{word}: and {len(of_kind) - _SHOWN_AT_MOST} more"


def _join_lines(joins: Sequence[Join], changes: Sequence[Change]) -> Iterator[str]:
    news = {change.key for change in changes}
    fresh = [join for join in joins if join.key in news]
    if not fresh:
        return
    records = sum(len(join.records) for join in fresh)
    yield f"merged: {records} records are {counted(len(fresh), 'work', 'works')}"
    for join in fresh[:_SHOWN_AT_MOST]:
        reasons = ", ".join(join.reasons) or "known"
        yield f"  {len(join.records)} records by {reasons}: {join.title}"
    if len(fresh) > _SHOWN_AT_MOST:
        yield f"  and {len(fresh) - _SHOWN_AT_MOST} more"


def _waiting_lines(rows: Sequence[Waiting]) -> Iterator[str]:
    for kind in ("pair", "namesake", "moved"):
        of_kind = [one for one in rows if one.kind == kind]
        for one in of_kind if kind == "pair" else of_kind[:_SHOWN_AT_MOST]:
            yield _question(one)
            yield "  " + "    ".join(f"{answer}: {typed}" for answer, typed in one.answers)
        if kind != "pair" and len(of_kind) > _SHOWN_AT_MOST:
            yield f"and {len(of_kind) - _SHOWN_AT_MOST} more: pubsync review"


def _question(one: Waiting) -> str:
    if one.kind == "pair":
        return f"one work or two? {' | '.join(one.about)}"
    if one.kind == "namesake":
        return f"yours? {one.about[0]}: {one.reason}"
    return f"still as you want it? {one.about[0]}; {one.reason}: pubsync review"


def _file_lines(report: RunReport, *, diff: bool) -> Iterator[str]:
    would = "would be " if report.dry_run else ""
    for action in ("created", "updated", "deleted"):
        paths = [one.path for one in report.site_files if one.action == action]
        if paths:
            yield f"{would}{action}: {', '.join(folders_in_words(paths))}"
    if diff:
        yield from (line for one in report.site_files for line in one.diff.splitlines())
    if not report.files:
        yield "Nothing to write: the site is as it should be."
