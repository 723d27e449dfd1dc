"""Which candidate each key of the site stands for, and the ledger's entries that come of it. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from pubsync.edits import same_value
from pubsync.frozen import frozen
from pubsync.identity import unlike
from pubsync.pipeline.rebuilding.candidates import Candidate
from pubsync.pipeline.rebuilding.traces import Trace
from pubsync.records.base import Value
from pubsync.records.course import Course
from pubsync.records.ledger import LedgerEntry
from pubsync.records.record import RecordId
from pubsync.records.text import plain_form

Alone: TypeAlias = Callable[[RecordId, str], Mapping[str, Value]]
_OF_THE_FILE = frozenset({"pubsync", "permalink", "redirect_from", "aliases", "url", "published", "draft", "slug"})
"""Keys that tell of the file rather than of what it shows."""
_ORDER = ("work", "talk", "course")
_ENOUGH = 1.0
_TITLE, _TEXT, _PROPOSAL = 1.0, 1.5, 0.5
_SHORTEST = 8
"""Letters of a title that can hardly stand in another entry by chance."""


@frozen()
class _Slot:
    """What one key of the site may stand for: a candidate, or one term of a course that shows each."""

    candidate: Candidate
    place: int
    titles: tuple[str, ...]
    """In plain form."""

    @property
    def proposal(self) -> str:
        """The key that it would have been given, were it new."""
        return self.candidate.subjects[self.place].key

    @property
    def occurrence(self) -> str:
        """The term, "" where the candidate shows once."""
        subject = self.candidate.subjects[self.place]
        return subject.occurrence if isinstance(subject, Course) else ""


@dataclass
class _Found:
    """A key of the site with all its traces, their words in plain form, and the slot that it stands for."""

    key: str
    traces: list[Trace] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    slot: _Slot | None = None

    @property
    def is_off(self) -> bool:
        """Whether the site shows it nowhere, though it has a file."""
        return all(one.is_unpublished for one in self.traces)

    @property
    def entry_key(self) -> str:
        """The key of the whole work, talk or course."""
        occurrence = self.slot.occurrence if self.slot else ""
        return self.key.removesuffix(f"-{occurrence}") if occurrence else self.key


def tell_keys(
    traces: Sequence[Trace], candidates: Sequence[Candidate], alone: Alone, hidden: Collection[str] = ()
) -> tuple[LedgerEntry, ...]:
    """Return an entry for every key in ``traces``.

    A key goes to the candidate that speaks most for it, and each candidate has one key. A further key takes those of a
    candidate's records that are nearer to what it shows; one that nothing speaks for is kept without records, so that
    its work finds it again. ``alone`` returns the keys that an entry file of an output would have of one record alone.
    ``hidden`` are the proposals of candidates that the person hid: they are known, though
    nothing shows them.
    """
    slots = [_slot(one, place) for one in candidates for place in range(len(one.subjects))]
    found = _keys(traces)
    _assign(found, slots)
    entries = _entries(found)
    _share_out(found, entries, candidates, alone)
    placed = {one.slot.candidate.proposal for one in found if one.slot}
    taken = {*entries, *(one.key for one in found)}
    for one in candidates:
        if one.proposal in hidden and one.proposal not in placed:
            key = unlike(one.proposal, taken)
            taken.add(key)
            entries[key] = replace(one.entry, key=key)
    return tuple(sorted(entries.values(), key=lambda one: (_ORDER.index(one.kind), one.key)))


def _slot(candidate: Candidate, place: int) -> _Slot:
    return _Slot(candidate, place, tuple(filter(None, map(plain_form, candidate.titles))))


def _keys(traces: Iterable[Trace]) -> list[_Found]:
    found: dict[str, _Found] = {}
    for trace in traces:
        one = found.setdefault(trace.key, _Found(trace.key))
        one.traces.append(trace)
        one.words.append(plain_form(str(trace.front.get("title", "")) if trace.front else trace.text))
    return list(found.values())


def _assign(found: Sequence[_Found], slots: Sequence[_Slot]) -> None:
    """Give each key its slot, the surest first; keys that are off the site come last."""
    claims = []
    for number, one in enumerate(found):
        titled = [place for place, slot in enumerate(slots) if _is_titled(one, slot)]
        for place in titled or range(len(slots)):
            pairs = zip(one.traces, one.words, strict=True)
            score = max(_score(one.key, trace, words, slots[place]) for trace, words in pairs)
            if score >= _ENOUGH:
                claims.append((one.is_off, -score, one.key, number, place))
    used: set[int] = set()
    for _, _, _, number, place in sorted(claims):
        if found[number].slot is None and place not in used:
            found[number].slot = slots[place]
            used.add(place)


def _is_titled(one: _Found, slot: _Slot) -> bool:
    """Whether a title speaks for a slot: only where none does need all else be compared."""
    return any(title in words for title in slot.titles for words in one.words)


def _score(key: str, trace: Trace, words: str, slot: _Slot) -> float:
    if trace.kind and trace.kind != slot.candidate.kind:
        return 0.0
    score = _PROPOSAL if key == slot.proposal else 0.0
    score += _PROPOSAL if slot.occurrence and key.endswith(f"-{slot.occurrence}") else 0.0
    if trace.front:
        score += _TITLE if words in slot.titles else 0.0
        return score + _likeness(trace.front, slot.candidate.fronts.get((trace.output, slot.place), {}))
    return score + (_TEXT if _stands_in(slot.titles, words) else 0.0)


def _likeness(shown: Mapping[str, Value], wanted: Mapping[str, Value]) -> float:
    """How much of an entry file the candidate's own would be; an equal title counts most."""
    names = [name for name in wanted if name not in _OF_THE_FILE]
    same = [name for name in names if name in shown and same_value(shown[name], wanted[name])]
    return (len(same) / len(names) if names else 0.0) + (_TITLE if "title" in same else 0.0)


def _stands_in(titles: Iterable[str], words: str) -> bool:
    return any(title in words for title in titles if len(title) >= _SHORTEST or title == words)


def _entries(found: Sequence[_Found]) -> dict[str, LedgerEntry]:
    """Return the entries by key, with the names that files give them."""
    entries: dict[str, LedgerEntry] = {}
    for one in found:
        entry = entries.get(one.entry_key) or _entry(one)
        names = dict(entry.names) | dict(_names(one))
        redirects = dict.fromkeys((*entry.redirects, *(link for trace in one.traces for link in _redirects(trace))))
        entries[one.entry_key] = replace(entry, names=tuple(sorted(names.items())), redirects=tuple(redirects))
    return entries


def _entry(one: _Found) -> LedgerEntry:
    if one.slot:
        return replace(one.slot.candidate.entry, key=one.entry_key, names=(), redirects=())
    front = next((trace.front for trace in one.traces if trace.front), {})
    kind = next((trace.kind for trace in one.traces if trace.kind), "work")
    title, issued = front.get("title"), front.get("date")
    return LedgerEntry(key=one.key, kind=kind, records=(), title=str(title or ""), issued=str(issued or ""))


def _names(one: _Found) -> Iterator[tuple[str, str]]:
    part = f":{one.slot.occurrence}" if one.slot and one.slot.occurrence else ""
    for trace in one.traces:
        if not trace.output:
            continue
        yield f"file:{trace.output}{part}", trace.path
        if address := _address(trace):
            yield f"permalink:{trace.output}{part}", address


def _address(trace: Trace) -> str:
    address = trace.front.get("permalink") or trace.front.get("url")
    return address if isinstance(address, str) else ""


def _redirects(trace: Trace) -> Iterator[str]:
    for name in ("redirect_from", "aliases"):
        listed = trace.front.get(name)
        for link in listed if isinstance(listed, list) else [listed]:
            if isinstance(link, str) and link.startswith("/") and link != _address(trace):
                yield link


def _share_out(
    found: Sequence[_Found], entries: dict[str, LedgerEntry], candidates: Sequence[Candidate], alone: Alone
) -> None:
    """Settle the keys that no candidate was left for: two keys of the site may show what the records take for one."""
    homes = {one.slot.candidate.proposal: one for one in found if one.slot}
    for one in found:
        if one.slot:
            continue
        shared = [candidate for candidate in candidates if candidate.proposal in homes and _is_of(one, candidate)]
        for candidate in shared:
            home = homes[candidate.proposal]
            moving = [] if one.is_off else _moving(one, home, candidate, entries[home.entry_key].records, alone)
            if moving:
                _move(entries, home.entry_key, one.key, moving)
            elif one.is_off:
                entries[one.key] = replace(entries[one.key], kind=candidate.kind, merged_into=home.entry_key)
            break


def _is_of(one: _Found, candidate: Candidate) -> bool:
    kinds = {trace.kind for trace in one.traces} - {""}
    return kinds <= {candidate.kind} and any(_shows(one, title) for _, title in candidate.records)


def _shows(one: _Found, title: str) -> bool:
    form = plain_form(title)
    return any(_stands_in([form], words) for words in one.words) if form else False


def _moving(one: _Found, home: _Found, candidate: Candidate, left: Sequence[RecordId], alone: Alone) -> list[RecordId]:
    """Return the records that a key shows rather than the one that has them now, which keeps one at least."""
    leaning: dict[RecordId, float] = {}
    for record, title in candidate.records:
        if record in left and _shows(one, title):
            leaning[record] = _nearness(one, title, record, alone) - _nearness(home, title, record, alone)
    moving = [record for record, much in leaning.items() if much > 0]
    # Where nothing tells them apart, the site shows the same of either: one record each will do.
    moving = moving or [record for record, much in leaning.items() if much == 0][-1:]
    if len(moving) == len(left):
        moving.remove(min(moving, key=lambda record: leaning[record]))
    return moving


def _nearness(one: _Found, title: str, record: RecordId, alone: Alone) -> float:
    """How much what a key shows is what this record says, taken alone."""
    told = [_likeness(trace.front, alone(record, trace.output)) for trace in one.traces if trace.front]
    return max(told, default=_TITLE if _shows(one, title) else 0.0)


def _move(entries: dict[str, LedgerEntry], origin: str, key: str, records: Sequence[RecordId]) -> None:
    kept = tuple(record for record in entries[origin].records if record not in records)
    entries[origin] = replace(entries[origin], records=kept)
    entries[key] = replace(entries[key], records=(*entries[key].records, *records), kind=entries[origin].kind)
