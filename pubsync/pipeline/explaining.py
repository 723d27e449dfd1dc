"""Why records are one work or not, and where each field comes from, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pubsync.errors import SettingsError
from pubsync.matching import Verdict
from pubsync.pipeline.deciding import find
from pubsync.pipeline.moving import Moved
from pubsync.pipeline.people import id_meant
from pubsync.pipeline.run import Outcome
from pubsync.records.base import Value
from pubsync.records.ledger import LedgerEntry
from pubsync.records.record import RecordId
from pubsync.records.work import Work
from pubsync.report.waiting import command
from pubsync.views import CountError, count, in_print, parse_count

_LONGEST = 300


def explain_lines(outcome: Outcome, word: str) -> Iterator[str]:
    """Yield why the records of the work that ``word`` names are one, what was close, and where its fields come from.

    Raises:
        SettingsError: where ``word`` names nothing, or more than one.
    """
    entry = find(outcome.library.ledger, word)
    work = next((one for one in outcome.shown.works if one.key == entry.key), None)
    yield f"{entry.key}: {entry.title}"
    if work is None:
        yield f"  {_why_not_shown(outcome, entry)}"
        return
    yield f"  {len(work.records)} records:" if len(work.records) > 1 else "  1 record:"
    yield from (f"    {record}" for record in work.records)
    mine = set(work.records)
    joined = [one for one in outcome.matching.joined if one.left in mine and one.right in mine]
    if joined:
        yield "  one work, because:"
        yield from _verdict_lines(joined)
    near = [one for one in outcome.matching.undecided if (one.left in mine) != (one.right in mine)]
    if near:
        yield "  close, and kept apart until you decide:"
        yield from _verdict_lines(near)
    yield from _relation_lines(outcome, mine)
    yield "  fields:"
    yield from _origin_lines(work)


def _why_not_shown(outcome: Outcome, entry: LedgerEntry) -> str:
    if outcome.library.curation.hidden().intersection(entry.records):
        return "hidden by your word"
    if entry.key not in outcome.shown.outside:
        return "not shown: no source names it now"
    when = f" ({entry.issued})" if entry.issued else ""
    return f"not shown: it came out{when} when none of the people it names was of the lab (from:, until:)"


def count_lines(outcome: Outcome, name: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """Yield the works behind a number that running text quotes, and why it is not certain where it is not.

    Raises:
        SettingsError: where a count can't be of that name, or an attribute is not known.
    """
    try:
        question = parse_count(name, {key: value for key, value in attributes.items() if key != "person"})
    except CountError as error:
        raise SettingsError(str(error), remedy=error.remedy) from error
    whose = id_meant(attributes.get("person", ""), outcome.shown.members)
    basis = outcome.shown.basis(outcome.loaded.settings, whose)
    counted = count(question, basis)
    text = in_print(counted, question)
    yield f"{name}: {'not certain' if text is None else text}" + (" at least" if counted.lower_bound else "")
    if counted.why:
        yield f"  {counted.why}"
    titles = {entry.key: entry.title for entry in outcome.library.ledger}
    yield from (f"  {key}: {titles.get(key, '')}" for key in counted.keys)
    if counted.unknown:
        yield "  not known:"
        yield from (f"  {key}: {titles.get(key, '')}" for key in counted.unknown)


def review_rows(outcome: Outcome) -> list[dict[str, Any]]:
    """Return what waits for a decision, each with its command.

    That is undecided pairs, namesakes, decisions that the sources moved past, and sources that are not believed; of
    what the person hid nothing is asked.
    """
    titles, keys = outcome.report.titles, outcome.report.keys
    rows: list[dict[str, Any]] = []
    for one in outcome.report.undecided:
        sides = (str(one.left), str(one.right))
        pair = [keys.get(side, side) for side in sides]
        rows.append(
            {
                "kind": "pair",
                "records": list(sides),
                "titles": [titles.get(side, side) for side in sides],
                "probability": round(one.probability, 4),
                "evidence": [_evidence_text(one)],
                "commands": {"one": command("merge", *pair), "two": command("split", *pair)},
            }
        )
    for aside in outcome.report.aside:
        records = list(aside.records)
        rows.append(
            {
                "kind": "namesake",
                "records": records,
                "titles": [titles.get(record, record) for record in records],
                "why": aside.reason,
                "commands": {
                    "yours": command("show", records[0]),
                    "not": command("disown", *records),
                },
            }
        )
    told = {(one.subject, one.place) for one in outcome.report.moved}
    rows += [_moved_row(one) for one in outcome.moved if (one.subject, one.place) in told]
    for source in outcome.report.sources:
        if "--accept" in source.problem:
            commands = {"yes": command("sync", "--accept", source.name)}
            rows.append({"kind": "source", "source": source.name, "why": source.problem, "commands": commands})
    return rows


def review_lines(outcome: Outcome) -> Iterator[str]:
    """Yield the same as plain lines."""
    rows = review_rows(outcome)
    for row in rows:
        if row["kind"] == "pair":
            yield "one work or two?"
            yield from (f"  {title}" for title in row["titles"])
            yield f"  {row['evidence'][0]}"
        elif row["kind"] == "namesake":
            yield f"yours? {row['titles'][0]}"
            yield f"  {row['why']}"
        elif row["kind"] == "moved":
            yield f"still as you want it? {row['subject']}: {row['place']}"
            yield f"  yours: {row['yours']}"
            yield f"  the sources, then: {row['then']}"
            yield f"  the sources, now: {row['now']}"
        else:
            yield f"{row['source']}: {row['why']}"
        yield from (f"  if {answer}: {command}" for answer, command in row["commands"].items())
    if not rows:
        yield "Nothing waits for a decision."


def _moved_row(one: Moved) -> dict[str, Any]:
    return {
        "kind": "moved",
        "subject": one.subject,
        "place": one.place,
        "yours": _shortened(one.mine),
        "then": _shortened(one.saw),
        "now": _shortened(one.now),
        "commands": {
            "yours": command("resolve", one.subject, one.place, "--mine"),
            "theirs": command("resolve", one.subject, one.place, "--tool"),
        },
    }


def _shortened(value: Value) -> str:
    return "nothing" if value is None else " ".join(str(value).split())[:_LONGEST]


def _verdict_lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    for one in verdicts:
        yield f"    {one.left} = {one.right}" if one.decision == "same" else f"    {one.left} ? {one.right}"
        yield f"      {_evidence_text(one)}"


def _evidence_text(verdict: Verdict) -> str:
    ordered = sorted(verdict.evidence, key=lambda one: (-abs(one.weight), one.name))
    said = "; ".join(f"{one.name}: {one.detail} ({one.weight:+.1f})" for one in ordered)
    return f"{said}; veto: {verdict.veto}" if verdict.veto else said


def _relation_lines(outcome: Outcome, mine: set[RecordId]) -> Iterator[str]:
    keys = outcome.report.keys
    found = set()
    for left, right, kind in outcome.matching.related:
        if (left in mine) != (right in mine):
            other = right if left in mine else left
            found.add(f"    {kind}: {keys.get(str(other), str(other))}")
    if found:
        yield "  related, and a work of its own:"
        yield from sorted(found)


def _origin_lines(work: Work) -> Iterator[str]:
    for origin in work.origins:
        value = getattr(work, origin.field, "")
        shown = ", ".join(str(name) for name in value) if isinstance(value, tuple) else str(value)
        yield f"    {origin.field}: {shown:.80} ← {origin.record or 'your word'}"
