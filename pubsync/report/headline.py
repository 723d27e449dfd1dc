"""A run in a few words of pubsync's own, with nothing in them that came from outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pubsync.report.values import SUBJECTS, RunReport
from pubsync.report.waiting import waiting

_WORDS = {
    "added": "new",
    "adopted": "known now, in files of yours",
    "published": "published",
    "corrected": "corrected",
    "merged": "merged",
    "left": "no longer named",
    "outside": "outside the members' time",
    "unlisted": "no longer on a member's list",
    "returned": "back",
}


def headline(report: RunReport) -> str:
    """Return what happened, such as ``2 new papers, 1 published; 1 decision waits``; "" where nothing did."""
    parts = [", ".join(_changes(report))]
    waits = len(waiting(report))
    parts.append(f"{counted(waits, 'decision waits', 'decisions wait')}" if waits else "")
    return "; ".join(part for part in parts if part)


def has_news(report: RunReport) -> bool:
    """Whether a run found anything that a person would want to hear of: a change of what the site shows."""
    return bool(report.changes)


def totals_in_words(totals: Mapping[str, int]) -> str:
    """Return ``22 papers, 1 talk``; of talks and courses only where there are any: a person's own are not counted."""
    shown = (kind for kind in SUBJECTS if kind == "work" or totals.get(kind))
    return ", ".join(counted(totals.get(kind, 0), *SUBJECTS[kind]) for kind in shown)


def counted(number: int, one: str, several: str) -> str:
    """Return ``1 paper`` or ``2 papers``."""
    return f"{number} {one if number == 1 else several}"


def _changes(report: RunReport) -> list[str]:
    keys = {(change.kind, change.subject, change.key) for change in report.changes}
    tally = Counter((kind, subject) for kind, subject, _ in keys)
    found = [
        counted(number, f"new {SUBJECTS[subject][0]}", f"new {SUBJECTS[subject][1]}")
        for subject in SUBJECTS
        if (number := tally.pop(("added", subject), 0))
    ]
    for kind, word in _WORDS.items():
        number = sum(count for (what, _), count in tally.items() if what == kind)
        found += [f"{number} {word}"] if number else []
    return found
