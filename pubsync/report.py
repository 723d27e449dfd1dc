"""What a run did: as values, as lines for a terminal, as Markdown for a pull request, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pubsync.changes import Change
from pubsync.curation import Decision
from pubsync.matching import Verdict

_CHANGE_WORDS = {
    "added": "new",
    "published": "published",
    "corrected": "corrected",
    "merged": "now one work",
    "left": "gone",
    "returned": "back",
}
_SUBJECTS = {"work": ("paper", "papers"), "talk": ("talk", "talks"), "course": ("course", "courses")}
_SHOWN_AT_MOST = 10
_LISTED_AT_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """How one source did.

    ``state`` is ``fresh``, ``snapshot`` (asked and failed; its last good answer stands in), ``failed`` (and there is
    none), ``offline`` or ``resting``. ``since`` is the date since which its list is unchanged.
    """

    name: str
    state: str
    records: int = 0
    partial: str = ""
    problem: str = ""
    since: str = ""
    notices: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    requests: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A work that several records were found to be; ``reasons`` say why in plain words."""

    key: str
    title: str
    records: tuple[str, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Records of a work that is kept off the page until the person says whose it is; ``reason`` says why."""

    records: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDecision:
    """A decision of the person's that stands, though the sources moved past it: about ``place`` of ``subject``."""

    subject: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFile:
    """A file that was written, or would be in a dry run: ``action`` is ``created``, ``updated`` or ``deleted``."""

    path: str
    action: str
    diff: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """All that a run has to say."""

    exit_code: int
    dry_run: bool
    totals: Mapping[str, int]
    """How many of each kind (``work``, ``talk``, ``course``) the page shows."""
    sources: tuple[SourceReport, ...] = ()
    changes: tuple[Change, ...] = ()
    joins: tuple[Join, ...] = ()
    undecided: tuple[Verdict, ...] = ()
    aside: tuple[Aside, ...] = ()
    moved: tuple[MovedDecision, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    """Titles by record id, for the undecided pairs."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys by record id, likewise."""
    taken_over: tuple[Decision, ...] = ()
    remarks: tuple[str, ...] = ()
    files: tuple[WrittenFile, ...] = ()
    pages: tuple[str, ...] = ()


def report_lines(report: RunReport, *, diff: bool = False) -> Iterator[str]:
    """Yield the report as plain lines."""
    for source in report.sources:
        yield from _source_lines(source)
    yield from _change_lines(report.changes)
    yield from _join_lines(report.joins, report.changes)
    yield from _decision_lines(report)
    yield from (f"note: {remark}" for remark in report.remarks)
    yield from _file_lines(report, diff=diff)
    totals = ", ".join(counted(report.totals.get(kind, 0), *words) for kind, words in _SUBJECTS.items())
    yield f"The site shows {totals}; {_waiting(report)} for your word."
    yield from (f"Open {page}" for page in report.pages)


def _waiting(report: RunReport) -> str:
    waiting = [
        counted(len(one), *words)
        for one, words in (
            (report.undecided, ("pair", "pairs")),
            (report.aside, ("work that may be another's", "works that may be another's")),
            (report.moved, ("decision that the sources moved past", "decisions that the sources moved past")),
        )
        if one
    ]
    if not waiting:
        return "nothing waits"
    several = len(report.undecided) + len(report.aside) + len(report.moved) > 1
    return f"{' and '.join(waiting)} {'wait' if several else 'waits'}"


def report_json(report: RunReport) -> dict[str, Any]:
    """Return the report for programs; stable keys, no clock."""
    return {
        "exit_code": report.exit_code,
        "dry_run": report.dry_run,
        "totals": dict(report.totals),
        "sources": [
            {
                "name": one.name,
                "state": one.state,
                "records": one.records,
                "partial": one.partial,
                "problem": one.problem,
                "unchanged_since": one.since,
                "notices": list(one.notices),
                "no_longer_named": list(one.dropped),
                "requests": one.requests,
            }
            for one in report.sources
        ],
        "changes": [
            {"kind": one.kind, "subject": one.subject, "key": one.key, "title": one.title, "detail": one.detail}
            for one in report.changes
        ],
        "merged": [
            {"key": one.key, "title": one.title, "records": list(one.records), "reasons": list(one.reasons)}
            for one in report.joins
        ],
        "undecided": [
            {"records": [str(one.left), str(one.right)], "probability": round(one.probability, 4)}
            for one in report.undecided
        ],
        "aside": [{"records": list(one.records), "reason": one.reason} for one in report.aside],
        "moved": [{"subject": one.subject, "place": one.place} for one in report.moved],
        "taken_over": [{"path": one.path, "field": one.field, "place": one.place} for one in report.taken_over],
        "remarks": list(report.remarks),
        "files": [{"path": one.path, "action": one.action} for one in report.files],
        "pages": list(report.pages),
    }


def counted(number: int, one: str, several: str) -> str:
    """Return ``1 paper`` or ``2 papers``."""
    return f"{number} {one if number == 1 else several}"


def _source_lines(source: SourceReport) -> Iterator[str]:
    words = {
        "fresh": f"{counted(source.records, 'record', 'records')}",
        "snapshot": f"{counted(source.records, 'record', 'records')} from its last good answer",
        "offline": f"{counted(source.records, 'record', 'records')} from its last good answer (offline)",
        "resting": f"{counted(source.records, 'record', 'records')} from its last good answer ({source.problem})",
        "failed": "nothing",
    }
    since = f", unchanged since {source.since}" if source.since and source.state != "fresh" else ""
    partial = f" ({source.partial})" if source.partial else ""
    yield f"{source.name}: {words[source.state]}{since}{partial}"
    if source.problem and source.state in ("snapshot", "failed"):
        yield f"  ! {source.problem}"
    yield from (f"  ! {notice}" for notice in source.notices)
    yield from (f"  ! no longer named: {title}" for title in source.dropped)


def _change_lines(changes: Sequence[Change]) -> Iterator[str]:
    for kind, word in _CHANGE_WORDS.items():
        of_kind = [change for change in changes if change.kind == kind]
        if not of_kind:
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


def _decision_lines(report: RunReport) -> Iterator[str]:
    for one in report.taken_over:
        what = {"patch": f"field {one.field}", "hide": "deleted, so it stays away"}.get(one.kind, one.place)
        yield f"your edit kept: {one.path or one.origin}: {what}"
    for verdict in report.undecided:
        left, right = str(verdict.left), str(verdict.right)
        yield f"one work or two? {report.titles.get(left, left)} | {report.titles.get(right, right)}"
        pair = f"{report.keys.get(left, left)} {report.keys.get(right, right)}"
        yield f"  if one: pubsync merge {pair}    if two: pubsync split {pair}"
    for aside in report.aside[:_SHOWN_AT_MOST]:
        record = aside.records[0]
        yield f"yours? {report.titles.get(record, record)}: {aside.reason}"
        yield f"  if yours: pubsync show '{record}'    if not: pubsync disown '{record}'"
    if len(report.aside) > _SHOWN_AT_MOST:
        yield f"yours? and {len(report.aside) - _SHOWN_AT_MOST} more: pubsync review"
    for moved in report.moved[:_SHOWN_AT_MOST]:
        yield f"still as you want it? {moved.subject}: {moved.place}; the sources say otherwise now: pubsync review"


def _file_lines(report: RunReport, *, diff: bool) -> Iterator[str]:
    would = "would be " if report.dry_run else ""
    shown = [one for one in report.files if not one.path.startswith("_pubsync/")]
    for action in ("created", "updated", "deleted"):
        paths = [one.path for one in shown if one.action == action]
        if paths:
            yield f"{would}{action}: {', '.join(_by_folder(paths))}"
    if diff:
        yield from (line for one in shown for line in one.diff.splitlines())
    if not report.files:
        yield "Nothing to write: the site is as it should be."


def _by_folder(paths: Sequence[str]) -> Iterator[str]:
    """Yield paths, those of a folder with many of them as one number."""
    folders: dict[str, list[str]] = {}
    for path in paths:
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    for folder, members in sorted(folders.items()):
        if folder and len(members) > _LISTED_AT_MOST:
            yield f"{len(members)} files in {folder}"
        else:
            yield from members
