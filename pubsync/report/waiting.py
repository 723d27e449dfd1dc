"""What waits for the person's word, each with the command for each answer: to be pasted into a shell as it stands."""

from __future__ import annotations

import re
import shlex

from pubsync.citing.escape import plain
from pubsync.frozen import frozen
from pubsync.matching import Verdict
from pubsync.report.values import Aside, MovedDecision, RunReport, SourceReport

_ACCEPT = "--accept"


@frozen(kw_only=True)
class Waiting:
    """One question to the person.

    ``kind`` is ``pair``, ``namesake``, ``moved`` or ``source``; ``id`` names the question for life. ``about`` are the
    titles or names that it is about, ``reason`` says why it is asked. ``answers`` are pairs of an answer in words and
    the command that gives it, in which every word is quoted for a shell.
    """

    kind: str
    id: str
    about: tuple[str, ...]
    reason: str = ""
    answers: tuple[tuple[str, str], ...] = ()


def waiting(report: RunReport) -> tuple[Waiting, ...]:
    """Return all that waits for a decision."""
    return (
        *(_pair(one, report) for one in report.undecided),
        *(_namesake(one, report) for one in report.aside),
        *(_moved(one) for one in report.moved),
        *(_source(one) for one in report.sources if _ACCEPT in one.problem),
    )


def command(*words: str) -> str:
    """Return a command of pubsync's, on one line, that a shell reads as these words whatever is in them."""
    return shlex.join(("pubsync", *(re.sub(r"[\t\n]", " ", plain(word)) for word in words)))


def pair_words(verdict: Verdict, report: RunReport) -> tuple[str, str]:
    """Return what a command calls the sides of a pair: the keys of their works, or the records where the key is one."""
    left, right = str(verdict.left), str(verdict.right)
    keys = (report.keys.get(left, left), report.keys.get(right, right))
    return keys if keys[0] != keys[1] else (left, right)


def _pair(verdict: Verdict, report: RunReport) -> Waiting:
    sides = (str(verdict.left), str(verdict.right))
    words = pair_words(verdict, report)
    return Waiting(
        kind="pair",
        id=f"pair:{sides[0]}|{sides[1]}",
        about=tuple(report.titles.get(side, side) for side in sides),
        reason=", ".join(dict.fromkeys(one.name for one in verdict.evidence if one.weight > 0)),
        answers=(("if one", command("merge", *words)), ("if two", command("split", *words))),
    )


def _namesake(aside: Aside, report: RunReport) -> Waiting:
    first = aside.records[0]
    return Waiting(
        kind="namesake",
        id=f"namesake:{first}",
        about=(report.titles.get(first, first),),
        reason=aside.reason,
        answers=(("if yours", command("show", first)), ("if not", command("disown", *aside.records))),
    )


def _moved(moved: MovedDecision) -> Waiting:
    return Waiting(
        kind="moved",
        id=f"moved:{moved.subject}|{moved.place}",
        about=(f"{moved.subject}: {moved.place}",),
        reason="the sources say otherwise now",
        answers=(
            ("to keep yours", command("resolve", moved.subject, moved.place, "--mine")),
            ("to give it up", command("resolve", moved.subject, moved.place, "--tool")),
        ),
    )


def _source(source: SourceReport) -> Waiting:
    return Waiting(
        kind="source",
        id=f"source:{source.name}",
        about=(source.name,),
        reason=source.problem.partition(" (if that is right")[0],
        answers=(("if that is right", command("sync", _ACCEPT, source.name)),),
    )
