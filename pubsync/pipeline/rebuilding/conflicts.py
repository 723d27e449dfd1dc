"""Files that git left with conflict marks: their two sides, and what both come to. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pubsync.records.ledger import Ledger, LedgerEntry
from pubsync.records.record import RecordId
from pubsync.records.text import plain_form

_OURS = re.compile(r"^<{7}(?:\s|$)")
_BEFORE = re.compile(r"^\|{7}(?:\s|$)")
_BETWEEN = re.compile(r"^={7}(?:\s|$)")
_THEIRS = re.compile(r"^>{7}(?:\s|$)")


def sides(text: str) -> tuple[str, str] | None:
    """Return a text as either side has it, None where it holds no conflict or the marks are no whole ones."""
    ours: list[str] = []
    theirs: list[str] = []
    state, found = "both", False
    for line in text.splitlines(keepends=True):
        step = _step(state, line)
        if step == "broken":
            return None
        found = found or step != state
        if step == state:
            ours += [line] if state in ("both", "ours") else []
            theirs += [line] if state in ("both", "theirs") else []
        state = step
    return ("".join(ours), "".join(theirs)) if found and state == "both" else None


def _step(state: str, line: str) -> str:
    """Return in which part of a conflict the reader is after a line; the line is a mark where that is another one."""
    marks = ((_OURS, ("both",), "ours"), (_BEFORE, ("ours",), "before"), (_BETWEEN, ("ours", "before"), "theirs"))
    for mark, allowed, after in (*marks, (_THEIRS, ("theirs",), "both")):
        if mark.match(line):
            # A line of seven equals signs may stand in a text outside of any conflict.
            return after if state in allowed else state if mark is _BETWEEN else "broken"
    return state


def both_sides(text: str) -> str:
    """Return a text of lines to which both sides appended: all of ours, then what is theirs alone.

    Nothing that either side wrote is left out. A text without a conflict is returned as it is.
    """
    found: list[str] = []
    theirs: list[str] = []
    ours: list[str] = []
    state = "both"
    if sides(text) is None:
        return text
    for line in text.splitlines(keepends=True):
        step = _step(state, line)
        if step != state:
            if step == "both":
                found += [*_ended(ours), *_alone(ours, theirs)]
                ours, theirs = [], []
            state = step
            continue
        {"both": found, "ours": ours, "before": [], "theirs": theirs}[state].append(line)
    return "".join(found)


def _ended(lines: Sequence[str]) -> list[str]:
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]


def _alone(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Their decisions that ours lack; a decision is a line with a dash and those that are indented below it."""
    blocks: list[list[str]] = []
    for line in _ended(theirs):
        if line.startswith((" ", "\t")) and blocks:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    known = "".join(_ended(ours))
    return [line for block in blocks if "".join(block) not in known for line in block]


def joined(ours: Ledger, theirs: Ledger) -> Ledger:
    """Return one ledger of both sides: every key of either, a key of both with the records and names of both.

    Where both sides gave one key to two works, ours keeps it, and theirs is a new work to the next run.
    """
    mine = {entry.key: entry for entry in ours}
    other = {entry.key: entry for entry in theirs}
    both = [_joined(entry, other[entry.key]) if entry.key in other else entry for entry in ours]
    return Ledger((*both, *_without_records_of(both, (entry for entry in theirs if entry.key not in mine))))


def _joined(ours: LedgerEntry, theirs: LedgerEntry) -> LedgerEntry:
    if not _is_one(ours, theirs):
        return ours
    records = tuple(dict.fromkeys((*ours.records, *theirs.records)))
    merged = ours.merged_into or theirs.merged_into
    former = tuple(dict.fromkeys((*ours.former, *theirs.former, *(records if merged else ()))))
    return replace(
        ours,
        records=() if merged else records,
        former=former if merged else (),
        names=tuple(sorted({**dict(theirs.names), **dict(ours.names)}.items())),
        redirects=tuple(dict.fromkeys((*ours.redirects, *theirs.redirects))),
        merged_into=merged,
    )


def _is_one(ours: LedgerEntry, theirs: LedgerEntry) -> bool:
    shared = {*ours.records, *ours.former} & {*theirs.records, *theirs.former}
    return bool(shared) or plain_form(ours.title) == plain_form(theirs.title)


def _without_records_of(known: Sequence[LedgerEntry], others: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """A record is at home in one entry: where both sides gave it a key, ours is the older."""
    taken: set[RecordId] = {record for entry in known for record in entry.records}
    return [replace(one, records=tuple(record for record in one.records if record not in taken)) for one in others]
