"""The queue of what waits for the person's word: each question with both sides, and what each answer does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from pubsync.errors import SettingsError
from pubsync.frozen import frozen
from pubsync.library import read_library
from pubsync.matching import Verdict
from pubsync.pipeline.conflicts import resolve_moved
from pubsync.pipeline.deciding import Decided, carry_out, merged, parted, simple
from pubsync.pipeline.explaining import explain_lines
from pubsync.pipeline.moving import Moved
from pubsync.pipeline.run import Outcome, offline_outcome
from pubsync.records.any_record import AnyRecord
from pubsync.records.record import RecordId
from pubsync.report import Aside, SourceReport, waiting
from pubsync.report.question import Answer, Question, likelihood
from pubsync.report.side_by_side import Row, one_line
from pubsync.report.waiting import pair_words

Subject: TypeAlias = Verdict | Aside | Moved | SourceReport

SAME, DIFFERENT = Answer("s", "same work"), Answer("d", "different works")
MINE, NOT_MINE = Answer("m", "mine"), Answer("n", "not mine")
KEEP, RELEASE = Answer("k", "keep"), Answer("r", "release")
TOOLS = Answer("t", "the tool's")
ACCEPT = Answer("a", "accept")

_FIELDS = (
    ("title", "title"),
    ("authors", "author"),
    ("editors", "editor"),
    ("date", "issued"),
    ("date", "start"),
    ("terms", "terms"),
    ("in", "container_title"),
    ("venue", "venue"),
    ("place", "location"),
    ("publisher", "publisher"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("pages", "page"),
    ("role", "role"),
    ("type", "type"),
    ("status", "status"),
)
"""What is shown of a record: a label, and the field of a work, talk or course."""
_MANY_NAMES = 8


@frozen()
class Asked:
    """A question, and what it is about."""

    question: Question
    subject: Subject


@frozen()
class Queue:
    """All questions in their order, what they were drawn from, and the contents of ``_pubsync/`` at that time."""

    outcome: Outcome
    asked: tuple[Asked, ...]
    contents: Mapping[str, bytes]


def look(root: Path) -> Queue:
    """Return what waits for the person's word about the site in ``root``; no one is asked, and nothing is held.

    Raises:
        PubsyncError: where the site can't be read.
    """
    contents = read_library(root.resolve()).contents
    outcome = offline_outcome(root)
    return Queue(outcome, tuple(_asked(outcome)), contents)


def look_again(root: Path, queue: Queue) -> Queue:
    """Return the queue as it is by now: the same where nothing was written since it was drawn up.

    Raises:
        PubsyncError: where the site can't be read.
    """
    return queue if read_library(root.resolve()).contents == queue.contents else look(root)


def answer(root: Path, queue: Queue, asked: Asked, key: str) -> Decided:
    """Do what the command for an answer does; an answer is named by its key.

    To believe a source is no decision that is kept, but a run: ``sync --accept`` does that.

    Raises:
        PubsyncError: where the decision can't be made or kept any more.
    """
    subject = asked.subject
    if isinstance(subject, Verdict):
        make, words = merged if key == SAME.key else parted, pair_words(subject, queue.outcome.report)
        return carry_out(root, lambda ledger: [make(ledger, words)])
    if isinstance(subject, Aside):
        kind, records = ("show", subject.records[:1]) if key == MINE.key else ("disown", subject.records)
        return carry_out(root, lambda ledger: [simple(kind)(ledger, records)])
    if isinstance(subject, Moved):
        return resolve_moved(root, subject, mine=key in (MINE.key, KEEP.key))
    raise SettingsError(f"{subject.name} is believed by a run only", remedy=f"pubsync sync --accept {subject.name}")


def more_lines(queue: Queue, asked: Asked) -> Iterator[str]:
    """Yield what ``explain`` says of the works that a question is about, and all that the question leaves out."""
    subject, keys = asked.subject, queue.outcome.report.keys
    records: Sequence[str] = ()
    if isinstance(subject, Verdict):
        records = (str(subject.left), str(subject.right))
    elif isinstance(subject, Aside):
        records = subject.records
    elif isinstance(subject, Moved):
        yield from (f"{name}: {value}" for name, value in _three(subject))
        base = queue.outcome.library.bases.get(subject.subject)
        records = (base.key,) if base and base.key else (subject.subject,) if _is_key(subject, queue.outcome) else ()
    else:
        yield subject.problem
    for word in dict.fromkeys(keys.get(one, one) for one in records):
        try:
            yield from explain_lines(queue.outcome, word)
        except SettingsError:  # of a record that is in no work
            yield from (f"{label}: {text}" for label, text in _facts(_records(queue.outcome).get(word)))


def _asked(outcome: Outcome) -> Iterator[Asked]:
    """In the order, and with the names, of the list that summaries give."""
    report = outcome.report
    told = {(one.subject, one.place) for one in report.moved}
    moved = [one for one in outcome.moved if (one.subject, one.place) in told]
    sources = [one for one in report.sources if "--accept" in one.problem]
    subjects: tuple[Subject, ...] = (*report.undecided, *report.aside, *moved, *sources)
    records = _records(outcome)
    for row, subject in zip(waiting(report), subjects, strict=True):
        if isinstance(subject, Verdict):
            yield Asked(_pair(row.id, subject, outcome, records), subject)
        elif isinstance(subject, Aside):
            yield Asked(_namesake(row.id, subject, records), subject)
        elif isinstance(subject, Moved):
            yield Asked(_moved(row.id, subject, outcome), subject)
        else:
            yield Asked(_source(row.id, subject, row.reason), subject)


def _records(outcome: Outcome) -> dict[str, AnyRecord]:
    known = outcome.library.snapshots.values()
    return {str(record.record_id): record for one in known for record in (*one.gone, *one.records)}


def _pair(name: str, verdict: Verdict, outcome: Outcome, records: Mapping[str, AnyRecord]) -> Question:
    sides = (str(verdict.left), str(verdict.right))
    left, right = (dict(_facts(records.get(side), outcome.report.titles.get(side, side))) for side in sides)
    shown = [_shown_as(side, outcome) for side in (verdict.left, verdict.right)]
    rows = [Row(label, left.get(label, ""), right.get(label, "")) for label in dict.fromkeys((*left, *right))]
    one = pair_words(verdict, outcome.report) == sides and shown[0] == shown[1]
    facts = [
        ("for", _evidence(verdict, 1)),
        ("against", _evidence(verdict, -1)),
        ("so", likelihood(verdict.probability)),
    ]
    return Question(
        id=name,
        sentence="These are one work on your site. Are they one, or two?" if one else "Are these one work, or two?",
        heads=sides,
        rows=(*rows, Row("shown as", shown[0], shown[1], compared=False)),
        facts=tuple(fact for fact in facts if fact[1]),
        answers=(SAME, DIFFERENT),
    )


def _shown_as(record: RecordId, outcome: Outcome) -> str:
    """The key of the work that a record is of, and how many others are."""
    entry = next((one for one in outcome.library.ledger if record in one.records), None)
    if entry is None:
        return ""
    others = len(entry.records) - 1
    return entry.key + (f" (and {others} more of its records)" if others else "")


def _evidence(verdict: Verdict, sign: int) -> str:
    told = [one for one in verdict.evidence if one.weight * sign > 0]
    said = "; ".join(f"{one.name}: {one.detail}" for one in sorted(told, key=lambda one: -abs(one.weight)))
    if sign < 0 and verdict.veto:
        return f"{verdict.veto}; {said}" if said else verdict.veto
    return said


def _namesake(name: str, aside: Aside, records: Mapping[str, AnyRecord]) -> Question:
    members = [records[one] for one in aside.records if one in records]
    fullest = max(members, key=lambda one: len(getattr(one, "author", ())), default=None)
    return Question(
        id=name,
        sentence="Is this yours, or the work of somebody of the same name?",
        facts=(*_facts(fullest), ("named by", ", ".join(aside.records)), ("why", aside.reason)),
        answers=(MINE, NOT_MINE),
    )


def _moved(name: str, moved: Moved, outcome: Outcome) -> Question:
    is_patch = _is_key(moved, outcome)
    if is_patch:
        sentence = f"You set the {moved.place} of {moved.subject}; the sources say something new. Keep yours?"
    else:
        sentence = f"What you wrote in {moved.subject} stands; pubsync would write something new there. Keep yours?"
    texts = dict(_three(moved))
    label = moved.place.partition(":")[0] if not moved.place.startswith("key:") else moved.place.removeprefix("key:")
    return Question(
        id=name,
        sentence=one_line(sentence),
        heads=("yours", "now"),
        rows=(Row(label, texts["yours"], texts["now"]),),
        facts=(("then", f"when you wrote it: {texts['then']}"),),
        answers=(KEEP, RELEASE) if is_patch else (MINE, TOOLS),
    )


def _is_key(moved: Moved, outcome: Outcome) -> bool:
    """Whether a decision is about a work, not about a file."""
    return any(entry.key == moved.subject for entry in outcome.library.ledger)


def _three(moved: Moved) -> tuple[tuple[str, str], ...]:
    values = (("yours", moved.mine), ("then", moved.saw), ("now", moved.now))
    return tuple((name, "nothing" if value is None else " ".join(str(value).split())) for name, value in values)


def _source(name: str, source: SourceReport, reason: str) -> Question:
    return Question(
        id=name,
        sentence=f"Is it right what {source.name} says now? To accept it runs: pubsync sync --accept",
        facts=(("source", source.name), ("now", reason)),
        answers=(ACCEPT,),
    )


def _facts(record: AnyRecord | None, title: str = "") -> list[tuple[str, str]]:
    """What a record says, by label; of a record that is not known any more the title."""
    if record is None:
        return [("title", title)] if title else []
    told = [(label, _in_words(getattr(record, name, None))) for label, name in _FIELDS]
    names = getattr(record, "author", ())
    if names and not getattr(record, "author_complete", True):
        told[1] = ("authors", f"{told[1][1]}, et al.")
    if len(names) > _MANY_NAMES:
        told.insert(2, ("names", str(len(names))))
    told += [(one.scheme, one.value) for one in getattr(record, "identifiers", ())]
    told += [("link", one.url) for one in record.links[:1]]
    return [(label, text) for label, text in told if text]


def _in_words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
