"""Records of talks and courses from several sources to the talks and courses that they are of.

Careful: where it is not clear that two records are one, they stay apart and the pair is handed to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import combinations
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from pubsync.frozen import frozen
from pubsync.matching.occasion_pairs import FULL, MOVED, Judgement, judge_courses, judge_talks, span_of, title_forms
from pubsync.records.course import CourseRecord
from pubsync.records.dates import PartialDate
from pubsync.records.record import RecordId
from pubsync.records.talk import TalkRecord
from pubsync.records.terms import in_order, parse_term, term_identity
from pubsync.records.text import Translation, has_han

Kind = TypeVar("Kind", bound=TalkRecord | CourseRecord)
Pair: TypeAlias = tuple[RecordId, RecordId]

_TRUST = {"talks": 0, "teaching": 0, "bibtex": 1, "calendar": 3}
"""By the kind of the source: what is kept by hand for the page, then other sources, then calendars."""
_OTHERS = 2
_TRANSLATED = ("title", "type", "role", "level", "venue", "location", "description")
_MOST_ALIKE = 500
"""Records with one title, or of one day: where there are more, that tells nothing."""
_DIFFERENT = Judgement("different")
_TIED = "it may be either of two that are not the same"


class Undecided(NamedTuple):
    """Two records that may be one, and why that is not clear; ``left`` is the smaller id."""

    left: RecordId
    right: RecordId
    reason: str


class OccasionGroups(NamedTuple):
    """Which records are one talk or course.

    ``groups`` holds every record once, each group sorted and the groups by their first record; ``undecided`` has at
    most one pair of any two groups.
    """

    groups: tuple[tuple[RecordId, ...], ...]
    undecided: tuple[Undecided, ...]


@frozen(kw_only=True)
class Settled:
    """What is known besides the records: pairs that a person ``joined`` or ``parted``, and ``established`` groups.

    The latter already are one on the page, and stay so unless a person, or the source of both, tells two of theirs
    apart.
    """

    joined: Sequence[Pair] = ()
    parted: Sequence[Pair] = ()
    established: Sequence[Sequence[RecordId]] = ()


def group_talks(records: Sequence[TalkRecord], settled: Settled = Settled()) -> OccasionGroups:
    """Return which records are one talk; the order of ``records`` changes nothing."""
    return _Grouping(records, judge_talks, _talk_keys, settled).groups()


def group_courses(records: Sequence[CourseRecord], settled: Settled = Settled()) -> OccasionGroups:
    """Return which records are one course; the order of ``records`` changes nothing."""
    return _Grouping(records, judge_courses, _course_keys, settled).groups()


def in_order_of_trust(records: Iterable[Kind]) -> list[Kind]:
    """Return records, the most trusted first: files of talks and teaching, then .bib files, then calendars."""
    return sorted(records, key=lambda one: (_TRUST.get(one.source.partition(":")[0], _OTHERS), one.record_id))


def merged_fields(records: Iterable[Kind]) -> dict[str, Any]:
    """Return the fields of the talk or course that records are of, all but its key.

    Each is from the most trusted record that has it; but of dates that agree the more precise counts, of links there
    is one of each kind, and a course has the terms that any of them names.
    """
    ordered = in_order_of_trust(records)
    first = ordered[0]
    names = [field.name for field in fields(first) if field.name not in ("source", "id")]
    merged = {name: next(filter(None, (getattr(one, name) for one in ordered)), getattr(first, name)) for name in names}
    merged["start"], merged["end"] = _merged_dates(ordered)
    merged["links"] = _first_of_each((link.kind, link) for one in ordered for link in one.links)
    merged["language"] = next((one.language for one in ordered if one.language and _is_alike(one, merged["title"])), "")
    told = [text for one in ordered for text in one.translations]
    told += [text for one in ordered for text in _in_other_script(one, merged)]
    merged["translations"] = _first_of_each(((text.field, text.language), text) for text in told)
    if "terms" in merged:
        merged["terms"] = _merged_terms(term for one in ordered for term in getattr(one, "terms", ()))
    return merged


def _is_alike(record: TalkRecord | CourseRecord, title: str) -> bool:
    return has_han(record.title) == has_han(title)


def _in_other_script(record: TalkRecord | CourseRecord, merged: Mapping[str, Any]) -> Iterator[Translation]:
    """Yield what a record whose title is in the other script says: each text is the translation of the one chosen."""
    if _is_alike(record, merged["title"]):
        return
    language = "zh" if has_han(record.title) else "en"
    texts = ((name, getattr(record, name, "")) for name in _TRANSLATED)
    yield from (Translation(name, language, text) for name, text in texts if text and text != merged[name])


def _merged_dates(ordered: Sequence[TalkRecord | CourseRecord]) -> tuple[PartialDate | None, PartialDate | None]:
    """Return first and last day; the last is never of a record that has another first."""
    trusted = next((one.start for one in ordered if one.start), None)
    if trusted is None:
        return None, next((one.end for one in ordered if one.end), None)
    agreeing = [one for one in ordered if one.start and one.start.agrees_with(trusted)]
    start = max((one.start for one in agreeing if one.start), key=lambda date: date.precision)
    return start, next((one.end for one in agreeing if one.end and one.end > start), None)


def _first_of_each(named: Iterable[tuple[object, Any]]) -> tuple[Any, ...]:
    found: dict[object, Any] = {}
    for name, value in named:
        found.setdefault(name, value)
    return tuple(found.values())


def _merged_terms(terms: Iterable[str]) -> tuple[str, ...]:
    """Return the terms in order; a bare year says nothing more where one of its terms is named."""
    written = in_order(terms)
    parsed = {text: parse_term(text) for text in written}
    named = {term.year for term in parsed.values() if term and term.name}
    return tuple(text for text in written if not ((term := parsed[text]) and not term.name and term.year in named))


class _Keys(NamedTuple):
    """Two records are compared where one asks for what the other offers; all others are different."""

    offered: frozenset[tuple[object, ...]]
    asked: frozenset[tuple[object, ...]]


def _talk_keys(record: TalkRecord) -> _Keys:
    titles = [form.compact for form in title_forms(record)]
    offered: list[tuple[object, ...]] = [("title", title) for title in titles]
    start = record.start
    if start is None:
        return _Keys(frozenset(offered), frozenset(offered))
    offered.append(("year", start.year))
    if start.precision < FULL:
        return _Keys(frozenset(offered), frozenset(offered))
    first, last = span_of(record)
    days = range(first, last + 1)
    # It asks in the stretches of time beside its own too, for what may have been moved.
    stretches = range(first // MOVED, last // MOVED + 1)
    offered += [("day", day) for day in days]
    offered += [("title", title, stretch) for title in titles for stretch in stretches]
    asked: list[tuple[object, ...]] = [("day", day) for day in range(days[0] - 1, days[-1] + 2)]
    asked += [("title", title, stretch) for title in titles for stretch in range(stretches[0] - 1, stretches[-1] + 2)]
    return _Keys(frozenset(offered), frozenset(asked))


def _course_keys(record: CourseRecord) -> _Keys:
    keys = frozenset(
        (
            *(("title", form.compact) for form in title_forms(record)),
            *(("term", term_identity(term)) for term in record.terms),
        )
    )
    return _Keys(keys, keys)


class _Grouping(Generic[Kind]):
    """Joins the clearest pairs first; what could then go two ways goes to a person."""

    def __init__(
        self,
        records: Sequence[Kind],
        judge: Callable[[Kind, Kind], Judgement],
        keys: Callable[[Kind], _Keys],
        settled: Settled,
    ) -> None:
        self._records = {one.record_id: one for one in sorted(records, key=lambda one: one.record_id)}
        self._members = {one: [one] for one in self._records}
        self._root = {one: one for one in self._records}
        self._judge = judge
        self._keys = keys
        self._settled = settled
        self._parted = {_ordered(*pair) for pair in settled.parted}
        self._judged: dict[Pair, Judgement] = {}
        self._undecided: dict[Pair, str] = {}

    def groups(self) -> OccasionGroups:
        for group in self._settled.established:
            present = [one for one in group if one in self._records]
            if not any(self._are_told_apart(_ordered(*pair)) for pair in combinations(present, 2)):
                self._union(present)
        for pair in self._settled.joined:
            if self._records.keys() >= set(pair) and _ordered(*pair) not in self._parted:
                self._union(pair)
        candidates = sorted(self._candidates())
        # What is joined late may settle what was tied before; a next run, which begins there, must find nothing to do.
        before = 0
        while before != len(self._members):
            before = len(self._members)
            self._join_what_is_the_same(candidates)
        groups = sorted(tuple(sorted(members)) for members in self._members.values())
        return OccasionGroups(tuple(groups), self._open_questions())

    def _join_what_is_the_same(self, candidates: Sequence[Pair]) -> None:
        self._undecided = {}
        levels: dict[tuple[int, ...], list[Pair]] = defaultdict(list)
        for pair in candidates:
            judgement = self._verdict(pair)
            if judgement.decision == "same":
                levels[judgement.strength].append(pair)
            elif judgement.decision == "undecided":
                self._undecided[pair] = judgement.reason
        for _, pairs in sorted(levels.items(), reverse=True):
            self._join_at_once(pairs)

    def _join_at_once(self, pairs: Sequence[Pair]) -> None:
        """Join pairs that are equally clear: all that hang together or, where some of those are different, none.

        A pair that a clearer one rules out is settled before.
        """
        possible = [pair for pair in pairs if self._may_join(*self._roots(pair))]
        for roots in _hanging_together(self._roots(pair) for pair in possible):
            if all(self._may_join(*pair) for pair in combinations(roots, 2)):
                self._union(roots)
            else:
                tied = [pair for pair in possible if self._root[pair[0]] in roots]
                self._undecided.update(dict.fromkeys(tied, _TIED))

    def _candidates(self) -> set[Pair]:
        keys = {identity: self._keys(record) for identity, record in self._records.items()}
        buckets: dict[tuple[object, ...], list[RecordId]] = defaultdict(list)
        for identity, found in keys.items():
            for key in found.offered:
                buckets[key].append(identity)
        return {
            _ordered(identity, other)
            for identity, found in keys.items()
            for key in found.asked
            for other in (buckets.get(key, ()) if len(buckets.get(key, ())) <= _MOST_ALIKE else ())
            if other != identity
        }

    def _verdict(self, pair: Pair) -> Judgement:
        if pair in self._parted:
            return _DIFFERENT
        if pair not in self._judged:
            left, right = pair
            self._judged[pair] = self._judge(self._records[left], self._records[right])
        return self._judged[pair]

    def _may_join(self, left: RecordId, right: RecordId) -> bool:
        """Whether nothing says that two groups are two.

        Of a group that a person made of different records, it is enough that one of them is not different.
        """
        if left == right:
            return True
        mine, theirs = self._members[left], self._members[right]
        pairs = [_ordered(one, other) for one in mine for other in theirs]
        if any(map(self._are_told_apart, pairs)):
            return False
        different = [self._are_different(pair) for pair in pairs]
        return not any(different) or (not all(different) and not (self._is_of_one(mine) and self._is_of_one(theirs)))

    def _is_of_one(self, members: Sequence[RecordId]) -> bool:
        return not any(self._are_different(_ordered(*pair)) for pair in combinations(members, 2))

    def _are_different(self, pair: Pair) -> bool:
        return self._verdict(pair).decision == "different"

    def _are_told_apart(self, pair: Pair) -> bool:
        """Whether a person, or the source of both, says that they are two."""
        of_one_source = pair[0].source == pair[1].source
        return pair in self._parted or (of_one_source and self._are_different(pair))

    def _roots(self, pair: Pair) -> Pair:
        return _ordered(self._root[pair[0]], self._root[pair[1]])

    def _union(self, records: Iterable[RecordId]) -> None:
        roots = sorted({self._root[one] for one in records})
        for root in roots[1:]:
            moved = self._members.pop(root)
            self._members[roots[0]] += moved
            self._root.update(dict.fromkeys(moved, roots[0]))

    def _open_questions(self) -> tuple[Undecided, ...]:
        """Return one pair of any two groups that may yet be one."""
        found: dict[Pair, Undecided] = {}
        for pair, reason in sorted(self._undecided.items()):
            roots = self._roots(pair)
            if roots[0] != roots[1] and roots not in found and self._may_join(*roots):
                found[roots] = Undecided(*pair, reason)
        return tuple(found.values())


def _ordered(left: RecordId, right: RecordId) -> Pair:
    return (left, right) if left <= right else (right, left)


def _hanging_together(pairs: Iterable[Pair]) -> list[list[RecordId]]:
    """Return, sorted, the sets of what pairs connect."""
    sets: dict[RecordId, set[RecordId]] = {}
    for left, right in pairs:
        mine, theirs = sets.setdefault(left, {left}), sets.setdefault(right, {right})
        if mine is not theirs:
            small, large = sorted((mine, theirs), key=len)
            large |= small
            sets.update(dict.fromkeys(small, large))
    return sorted(sorted(one) for one in {id(found): found for found in sets.values()}.values())
