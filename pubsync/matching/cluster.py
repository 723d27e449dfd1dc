"""From verdicts on pairs to groups: closure alone never merges, and a veto within a group is never overruled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from pubsync.matching.blocking import candidates
from pubsync.matching.collector import resting_collector
from pubsync.matching.compare import judge_portraits
from pubsync.matching.evidence import Matching, Verdict
from pubsync.matching.portrait import Portrait
from pubsync.matching.scripts import counterparts
from pubsync.records.record import Record, RecordId

RELATED = frozenset(("extended", "erratum", "reply", "part", "thesis", "talk", "dataset", "series", "patent"))
EQUAL_RIGHT = 0.5  # difference of log-odds within which two claims on a record are equal
MOST_CLAIMS = 8
STRONG = 4.2  # log-odds from which one pair is enough to join two groups, where no veto speaks against it


def match(
    records: Sequence[Record],
    *,
    links: Iterable[tuple[RecordId, RecordId]] = (),
    cannot: Iterable[tuple[RecordId, RecordId]] = (),
    established: Iterable[Collection[RecordId]] = (),
    one_person: bool = False,
) -> Matching:
    """Decide which records are one work."""
    with resting_collector():
        return _match(records, _Wishes(tuple(links), tuple(cannot), tuple(established)), one_person=one_person)


class _Wishes(NamedTuple):
    """What a person, or the ledger, said before."""

    links: tuple[tuple[RecordId, RecordId], ...]
    cannot: tuple[tuple[RecordId, RecordId], ...]
    established: tuple[Collection[RecordId], ...]


def _match(records: Sequence[Record], wishes: _Wishes, *, one_person: bool) -> Matching:
    portraits = {one.record_id: Portrait(one) for one in sorted(records, key=lambda record: record.record_id)}
    state = _Clustering(portraits, one_person=one_person)
    state.forbid(wishes.cannot)
    state.establish(wishes.established)
    state.link(wishes.links)
    verdicts = [
        state.verdict(state.ids[left], state.ids[right])
        for left, right in candidates(list(portraits.values()), one_person=one_person)
    ]
    same = sorted((one for one in verdicts if one.decision == "same"), key=_likeliest)
    torn = state.torn(same)
    for verdict in same:
        if (verdict.left, verdict.right) not in torn:
            state.join(verdict)
    return state.result(verdicts, [one for one in same if (one.left, one.right) in torn])


def _likeliest(verdict: Verdict) -> tuple[float, RecordId, RecordId]:
    return -verdict.log_odds, verdict.left, verdict.right


class _Clustering:
    def __init__(self, portraits: dict[RecordId, Portrait], *, one_person: bool) -> None:
        self.portraits = portraits
        self.ids = list(portraits)
        self.one_person = one_person
        self.group = {one: [one] for one in self.ids}
        self.cannot: set[frozenset[RecordId]] = set()
        self.works: dict[RecordId, int] = {}
        self.known: dict[tuple[RecordId, RecordId], Verdict] = {}
        self.joined: list[Verdict] = []
        self.held: list[Verdict] = []

    def forbid(self, pairs: Iterable[tuple[RecordId, RecordId]]) -> None:
        self.cannot.update(frozenset(pair) for pair in pairs)

    def establish(self, works: Iterable[Collection[RecordId]]) -> None:
        for number, work in enumerate(works):
            members = sorted(one for one in work if one in self.group)
            for member in members:
                self.works[member] = number
                self._unite(members[0], member)

    def link(self, pairs: Iterable[tuple[RecordId, RecordId]]) -> None:
        for left, right in sorted(pairs):
            if left in self.group and right in self.group:
                self._unite(left, right)

    def _unite(self, left: RecordId, right: RecordId) -> None:
        mine, theirs = self.group[left], self.group[right]
        if mine is theirs:
            return
        mine.extend(theirs)
        for member in theirs:
            self.group[member] = mine

    def verdict(self, left: RecordId, right: RecordId) -> Verdict:
        pair = (left, right) if left < right else (right, left)
        found = self.known.get(pair)
        if found is None:
            found = judge_portraits(self.portraits[left], self.portraits[right], one_person=self.one_person)
            self.known[pair] = found
        return found

    def torn(self, same: list[Verdict]) -> set[tuple[RecordId, RecordId]]:
        """Return the pairs of records that two different works claim with about equal right."""
        partners: dict[RecordId, list[tuple[float, RecordId]]] = {}
        for one in same:
            partners.setdefault(one.left, []).append((one.log_odds, one.right))
            partners.setdefault(one.right, []).append((one.log_odds, one.left))
        torn = set()
        for record, claims in partners.items():
            best = [claim for claim in claims[:MOST_CLAIMS] if claim[0] >= claims[0][0] - EQUAL_RIGHT]
            for (_, left), (_, right) in combinations(best, 2):
                if self.verdict(left, right).veto:
                    torn |= {(min(record, left), max(record, left)), (min(record, right), max(record, right))}
        return torn

    def join(self, verdict: Verdict) -> None:
        mine, theirs = self.group[verdict.left], self.group[verdict.right]
        if mine is theirs:
            return
        if any(frozenset((one, other)) in self.cannot for one in mine for other in theirs):
            return
        across = [self.verdict(one, other) for one in mine for other in theirs]
        if any(one.veto for one in across):
            return
        if not _supported(verdict, across) or self._two_works(mine, theirs, across):
            self.held.append(verdict)
            return
        self.joined.append(verdict)
        self._unite(verdict.left, verdict.right)

    def _two_works(self, mine: list[RecordId], theirs: list[RecordId], across: list[Verdict]) -> bool:
        known = [{self.works[one] for one in group if one in self.works} for group in (mine, theirs)]
        if not all(known):
            return False
        return not any(evidence.name == "identifier" for one in across for evidence in one.evidence)

    def result(self, verdicts: list[Verdict], torn: list[Verdict]) -> Matching:
        groups = {id(group): tuple(sorted(group)) for group in self.group.values()}
        related = {
            (one.left, one.right, one.veto)
            for one in verdicts
            if one.veto in RELATED and one.probability > 0.5 and self.group[one.left] is not self.group[one.right]
        }
        return Matching(
            groups=tuple(sorted(groups.values())),
            joined=tuple(sorted(self.joined, key=lambda one: (one.left, one.right))),
            undecided=tuple(self._undecided(verdicts, torn)),
            related=tuple(sorted(related)),
        )

    def _undecided(self, verdicts: list[Verdict], torn: list[Verdict]) -> Iterable[Verdict]:
        """The likeliest pair of any two groups that a person should look at."""
        seen = set()
        asked = [one for one in verdicts if one.decision == "undecided"] + self.held + torn
        if self.one_person:
            asked += counterparts(verdicts, self.portraits, self.group)
        for one in sorted(asked, key=_likeliest):
            pair = frozenset((id(self.group[one.left]), id(self.group[one.right])))
            forbidden = frozenset((one.left, one.right)) in self.cannot
            # What a veto keeps apart is decided, however likely one pair of it looks.
            if len(pair) > 1 and pair not in seen and not forbidden:
                seen.add(pair)
                yield one


def _supported(strongest: Verdict, across: list[Verdict]) -> bool:
    """Whether a weak link between two groups has more pairs for it than against it."""
    if strongest.log_odds >= STRONG:
        return True
    return sum({"same": 1, "undecided": 0, "different": -1}[one.decision] for one in across) >= 0
