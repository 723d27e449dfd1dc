"""Decisions made on the command line: which work is meant, and the lines that go into ``curation.yaml``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from pubsync.curation import PATCHABLE, PATH, Decision, append_decisions, append_toggle, parse_curation
from pubsync.errors import SettingsError
from pubsync.frozen import frozen
from pubsync.library import Library, StoredLibrary, read_library
from pubsync.pipeline.memory import Memory
from pubsync.publish import UndoResult
from pubsync.records.identifiers import normal_arxiv, normal_doi
from pubsync.records.ledger import Ledger, LedgerEntry
from pubsync.records.plan import PlannedFile
from pubsync.records.record import RecordId
from pubsync.records.text import plain_form
from pubsync.settings import load_settings

_SHOWN_AT_MOST = 5


@frozen()
class Decided:
    """Decisions that were kept, and the files that keeping them wrote: what ``take_back`` needs."""

    decisions: tuple[Decision, ...]
    files: tuple[PlannedFile, ...]


def decide(root: Path, make: Callable[[Ledger], Decision]) -> Decision:
    """Append one decision, see ``decide_all``."""
    return decide_all(root, lambda ledger: [make(ledger)])[0]


def decide_all(root: Path, make: Callable[[Ledger], Sequence[Decision]]) -> tuple[Decision, ...]:
    """Append the decisions that ``make`` draws from the ledger to ``curation.yaml`` of the site in ``root``.

    Raises:
        PubsyncError: where the words name no work, or the file can't be read or written.
    """
    return carry_out(root, make).decisions


def carry_out(root: Path, make: Callable[[Ledger], Sequence[Decision]]) -> Decided:
    """Do what ``decide_all`` does, and return it so that it can be taken back."""
    loaded = load_settings(root.resolve())
    memory = Memory.load(loaded.root, dt.datetime.now(dt.UTC))
    with memory.held():
        stored = read_library(loaded.root)
        decisions = tuple(make(_with_records_aside(stored.library)))
        files = (with_decisions(stored, decisions),)
        memory.publish(files)
    return Decided(decisions, files)


def take_back(root: Path, decided: Decided) -> None:
    """Give the files that keeping decisions wrote their former contents, all of them or none.

    Raises:
        PublishError: where one of them was written to since, so that later decisions or a run rest on it.
    """
    loaded = load_settings(root.resolve())
    memory = Memory.load(loaded.root, dt.datetime.now(dt.UTC))
    former = [PlannedFile(one.path, one.before, one.content) for one in decided.files if one.changes]
    with memory.held():
        memory.publish(former)


def with_decisions(stored: StoredLibrary, decisions: Sequence[Decision]) -> PlannedFile:
    """Return the file of a person's decisions with more of them at its end."""
    text = stored.library.curation_text
    if len(decisions) == 1 and decisions[0].kind in ("hide", "show"):
        text = append_toggle(text, decisions[0])
    else:
        text = append_decisions(text, decisions)
    parse_curation(text)
    return PlannedFile(PATH, text.encode(), stored.contents.get(PATH))


def _with_records_aside(library: Library) -> Ledger:
    """The ledger, and an entry for each record that no work holds, so that a person can speak of it, too."""
    held = {record for entry in library.ledger for record in entry.records}
    known = (record for one in library.snapshots.values() for record in (*one.records, *one.gone))
    aside = tuple(
        LedgerEntry(key=str(record.record_id), kind="record", records=(record.record_id,), title=record.title)
        for record in known
        if record.record_id not in held
    )
    return Ledger((*library.ledger, *aside))


def undo_last(root: Path) -> UndoResult:
    """Give every file that the last run wrote its former contents, but those edited since.

    Raises:
        PublishError: where there is nothing to undo, or it can't be done.
    """
    loaded = load_settings(root.resolve())
    memory = Memory.load(loaded.root, dt.datetime.now(dt.UTC))
    with memory.held():
        return memory.undo()


def placed(kind: str) -> Callable[[Ledger, Sequence[str]], Sequence[Decision]]:
    """Return a maker of one decision for each word, in their order: ``pin``, ``unpin``, ``select``, ``unselect``."""

    def make(ledger: Ledger, words: Sequence[str]) -> Sequence[Decision]:
        return [Decision(kind=kind, records=records_of(ledger, one)) for one in words]

    return make


def merged(ledger: Ledger, words: Sequence[str]) -> Decision:
    """Return the decision that all that ``words`` name are one work.

    Raises:
        SettingsError: where they name one work alone.
    """
    records = tuple(dict.fromkeys(record for one in words for record in records_of(ledger, one)))
    held = [entry for entry in ledger if not set(entry.records).isdisjoint(records)]
    if len(held) == 1 and len(records) >= len(held[0].records):
        raise SettingsError(
            f"that is one work already: {held[0].key} ({held[0].title})", remedy="name two: pubsync merge A B"
        )
    return Decision(kind="merge", records=records)


def parted(ledger: Ledger, words: Sequence[str]) -> Decision:
    """Return the decision that what ``words`` name are different works.

    Raises:
        SettingsError: where one word alone names a work: which of its records to part is then unknown.
    """
    parts = [tuple(records_of(ledger, one)) for one in words]
    if len(parts) == 1:
        listed = "' '".join(map(str, parts[0]))
        raise SettingsError(
            f"{words[0]!r} is {len(parts[0])} records, and which of them to part is not said",
            remedy=f"name the records on either side, of these: '{listed}'",
        )
    return Decision(kind="split", parts=tuple(parts))


def simple(kind: str) -> Callable[[Ledger, Sequence[str]], Decision]:
    """Return a maker of decisions of a kind that only names records: ``hide``, ``show`` and ``disown``."""

    def make(ledger: Ledger, words: Sequence[str]) -> Decision:
        return Decision(kind=kind, records=tuple(record for one in words for record in records_of(ledger, one)))

    return make


def patched(ledger: Ledger, word: str, field: str, value: str) -> Decision:
    """Return the decision that a field of a work is ``value``.

    Raises:
        SettingsError: where the field can't be set by hand.
    """
    if field not in PATCHABLE:
        raise SettingsError(f"no field {field!r} can be set", remedy=f"fields: {', '.join(sorted(PATCHABLE))}")
    entry = find(ledger, word)
    saw = entry.title if field == "title" else entry.issued if field == "issued" else None
    return Decision(kind="patch", records=entry.records, field=field, value=value, saw=saw)


def records_of(ledger: Ledger, word: str) -> tuple[RecordId, ...]:
    """Return the record that ``word`` names, or the records of the work it names."""
    known = {str(record): record for entry in ledger for record in entry.records}
    return (known[word],) if word in known else find(ledger, word).records


def find(ledger: Ledger, word: str) -> LedgerEntry:
    """Return the work, talk or course that a person means: by key, file, permalink, address, DOI, arXiv id or title.

    Raises:
        SettingsError: where nothing or more than one is meant; the error lists the nearest.
    """
    live = [entry for entry in ledger if not entry.merged_into]
    for means in (_by_key, _by_name, _by_identifier, _by_record, _by_title):
        found = [entry for entry in live if means(entry, word)]
        if len(found) == 1:
            return found[0]
        if found:
            keys = ", ".join(f"{entry.key} ({entry.title:.40})" for entry in found[:_SHOWN_AT_MOST])
            raise SettingsError(f"{word!r} may mean {len(found)} of them: {keys}", remedy="name one by its key")
    raise SettingsError(f"nothing is known by {word!r}", remedy="pubsync list shows what there is")


def _by_key(entry: LedgerEntry, word: str) -> bool:
    return entry.key == word


def _by_name(entry: LedgerEntry, word: str) -> bool:
    names = [name for _, name in entry.names] + list(entry.redirects)
    return any(word == name or (name.startswith("/") and word.rstrip("/").endswith(name)) for name in names)


def _by_identifier(entry: LedgerEntry, word: str) -> bool:
    wanted = {f"doi:{normal_doi(word)}", f"arxiv:{normal_arxiv(word)}"}
    return any(str(identifier) in wanted for identifier in entry.identifiers)


def _by_record(entry: LedgerEntry, word: str) -> bool:
    return any(word in (str(record), record.id) for record in entry.records)


def _by_title(entry: LedgerEntry, word: str) -> bool:
    return bool(plain_form(word)) and plain_form(word) in plain_form(entry.title)
