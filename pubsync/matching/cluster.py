"""From verdicts on pairs to groups: closure alone never merges, and a veto within a group is never overruled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from operator import attrgetter
from typing import NamedTuple

from pubsync.matching.blocking import candidates
from pubsync.matching.collector import resting_collector
from pubsync.matching.compare import judge_portraits
from pubsync.matching.evidence import Evidence, Matching, Verdict, likeliest
from pubsync.matching.portrait import Portrait
from pubsync.matching.scripts import counterparts, is_in_both
from pubsync.records.record import Record, RecordId

EQUAL_RIGHT = 0.5  # difference of log-odds within which two claims on a record are equal
MOST_CLAIMS = 8  # so many of a record's likeliest partners are looked at for that
STRONG = 4.2  # log-odds from which one pair is enough to join two groups, where no veto speaks against it
SMALL = 12  # members up to which all pairs between two groups are judged, copies among them too
LIKELY = 0.5  # probability, a veto aside, from which two works belong together
RELATED = frozenset(("extended", "erratum", "reply", "part", "thesis", "talk", "dataset", "series", "patent"))
_SAID = Evidence("decision", 0.0, "a person said that they are one work")
_ON_PAGE = Evidence("decision", 0.0, "they are one work on the page already")


class Wishes(NamedTuple):
    """What a person, or the ledger, said before."""

    links: tuple[tuple[RecordId, RecordId], ...] = ()
    cannot: frozenset[frozenset[RecordId]] = frozenset()
    established: tuple[Collection[RecordId], ...] = ()


def match(
    records: Sequence[Record],
    *,
    links: Iterable[tuple[RecordId, RecordId]] = (),
    cannot: Iterable[tuple[RecordId, RecordId]] = (),
    established: Iterable[Collection[RecordId]] = (),
    one_person: bool = False,
) -> Matching:
    """Decide which records are one work; the order of the records changes nothing.

    Args:
        records: with ids that are unique.
        links: pairs that are one work whatever the evidence; a pair in ``cannot`` is stronger.
        cannot: pairs that never come into one group.
        established: works already on the page. They are never split but by ``cannot``, and two of them join only on
            a shared identifier of record or of a preprint; what else speaks for it makes them undecided.
        one_person: all records are of one person's page, so that an informative equal title and the year are enough.
    """
    wishes = Wishes(tuple(links), frozenset(map(frozenset, cannot)), tuple(established))
    with resting_collector():
        return _match(records, wishes, one_person=one_person)


def _match(records: Sequence[Record], wishes: Wishes, *, one_person: bool) -> Matching:
    # Two sorts by texts take half the time of one by pairs.
    ordered = sorted(sorted(records, key=attrgetter("id")), key=attrgetter("source"))
    state = _Clustering([Portrait(one) for one in ordered], wishes, one_person=one_person)
    ids = list(state.portraits)
    pairs = candidates(list(state.portraits.values()), one_person=one_person)
    verdicts = [state.verdict(ids[left], ids[right]) for left, right in pairs]
    same = sorted((one for one in verdicts if one.decision == "same"), key=likeliest)
    torn = state.torn(same)
    for verdict in same:
        if (verdict.left, verdict.right) in torn:
            state.held.append(verdict)
        else:
            state.join(verdict)
    return state.result(verdicts)


class _Clustering:
    def __init__(self, portraits: list[Portrait], wishes: Wishes, *, one_person: bool) -> None:
        self.portraits = {one.record_id: one for one in portraits}
        self.one_person = one_person
        self.cannot = wishes.cannot
        self.group = {one: [one] for one in self.portraits}
        self.work: dict[RecordId, int] = {}
        self.known: dict[tuple[RecordId, RecordId], Verdict] = {}
        self.sayings: dict[RecordId, int] = {}
        self.numbers: dict[object, int] = {}
        self.judged: dict[tuple[int, int, bool], Verdict] = {}
        self.joined: list[Verdict] = []
        self.held: list[Verdict] = []
        self.said = frozenset(map(frozenset, wishes.links))
        for number, work in enumerate(wishes.established):
            members = sorted(one for one in set(work) if one in self.group)
            self.work.update(dict.fromkeys(members, number))
            for place, member in enumerate(members):
                self._unite_with_first(member, members[:place])
        for left, right in sorted(wishes.links):
            if left in self.group and right in self.group:
                self._unite_with_first(left, [right])

    def _unite_with_first(self, member: RecordId, others: list[RecordId]) -> None:
        """Unite a record with the first of the others that a cannot-link does not keep it from."""
        for other in others:
            if self.group[member] is self.group[other]:
                return
            if not self._forbidden(self.group[member], self.group[other]):
                found = self.verdict(member, other)
                reason = _SAID if {member, other} in self.said else _ON_PAGE
                found = replace(found, decision="same", evidence=(reason, *found.evidence))
                self._unite(found)
                return

    def _forbidden(self, mine: list[RecordId], theirs: list[RecordId]) -> bool:
        return bool(self.cannot) and any(frozenset((one, other)) in self.cannot for one in mine for other in theirs)

    def _unite(self, verdict: Verdict) -> None:
        mine, theirs = self.group[verdict.left], self.group[verdict.right]
        self.joined.append(verdict)
        mine.extend(theirs)
        self.group.update(dict.fromkeys(theirs, mine))

    def verdict(self, left: RecordId, right: RecordId) -> Verdict:
        pair = (left, right) if left < right else (right, left)
        found = self.known.get(pair)
        if found is None:
            found = self.known[pair] = self._judged(*pair)
        return found

    def _judged(self, left: RecordId, right: RecordId) -> Verdict:
        """Judge two records; in a lab a work stands in the files of all its authors, and is judged once."""
        alike = (self._saying(left), self._saying(right), left.source == right.source)
        found = self.judged.get(alike)
        if found is None:
            found = judge_portraits(self.portraits[left], self.portraits[right], one_person=self.one_person)
            self.judged[alike] = found
            return found
        return Verdict(left, right, found.decision, found.probability, found.evidence, found.veto)

    def _saying(self, one: RecordId) -> int:
        """Return the number of what a record says: those that say the same differ in id and source alone."""
        number = self.sayings.get(one)
        if number is None:
            number = self.sayings[one] = self.numbers.setdefault(self.portraits[one].said(), len(self.numbers))
        return number

    def torn(self, same: list[Verdict]) -> set[tuple[RecordId, RecordId]]:
        """Return the pairs with a record on which two different works have about equal claims."""
        claims: dict[RecordId, list[tuple[float, RecordId]]] = {}
        for one in same:
            claims.setdefault(one.left, []).append((one.log_odds, one.right))
            claims.setdefault(one.right, []).append((one.log_odds, one.left))
        torn = set()
        for record, partners in claims.items():
            best = [one for odds, one in partners[:MOST_CLAIMS] if odds >= partners[0][0] - EQUAL_RIGHT]
            for left, right in combinations(best, 2):
                if self.verdict(left, right).veto:
                    torn |= {(min(record, left), max(record, left)), (min(record, right), max(record, right))}
        return torn

    def join(self, verdict: Verdict) -> None:
        mine, theirs = self.group[verdict.left], self.group[verdict.right]
        if mine is theirs or self._forbidden(mine, theirs):
            return
        across = [self.verdict(one, other) for one in self._faces(mine) for other in self._faces(theirs)]
        # What a veto keeps apart is decided, however likely one pair of it looks.
        if any(one.veto for one in across):
            return
        if _supported(verdict, across) and not self._two_works(mine, theirs, across):
            self._unite(verdict)
        else:
            self.held.append(verdict)

    def _faces(self, group: list[RecordId]) -> list[RecordId]:
        """Return one record for all of a large group that say the same, since they all get the same verdicts."""
        if len(group) <= SMALL:
            return group
        return list({(self._saying(one), one.source): one for one in reversed(group)}.values())

    def _two_works(self, mine: list[RecordId], theirs: list[RecordId], across: list[Verdict]) -> bool:
        """Whether both are on the page as works of their own, and no identifier says that they are one."""
        if not all(any(one in self.work for one in group) for group in (mine, theirs)):
            return False
        same = [one for one in across if one.decision == "same"]
        return not any(evidence.name == "identifier" for one in same for evidence in one.evidence)

    def result(self, verdicts: list[Verdict]) -> Matching:
        groups = {id(group): group for group in self.group.values()}
        related = {
            (one.left, one.right, one.veto)
            for one in verdicts
            if one.veto in RELATED and one.probability > LIKELY and self.group[one.left] is not self.group[one.right]
        }
        return Matching(
            groups=tuple(sorted([tuple(sorted(group)) for group in groups.values()])),
            joined=tuple(sorted(self.joined, key=lambda one: (one.left, one.right))),
            undecided=tuple(self._undecided(verdicts)),
            related=tuple(sorted(related)),
        )

    def _undecided(self, verdicts: list[Verdict]) -> Iterable[Verdict]:
        """Yield the likeliest pair of any two groups that a person should look at."""
        asked = [replace(one, decision="undecided") for one in self.held]
        asked += [one for one in verdicts if one.decision == "undecided"]
        if self.one_person:
            asked += counterparts(verdicts, self.portraits, self.group)
        seen: set[frozenset[int]] = set()
        for one in sorted(asked, key=likeliest):
            mine, theirs = self.group[one.left], self.group[one.right]
            pair = frozenset((id(mine), id(theirs)))
            if mine is not theirs and pair not in seen and not self._apart(mine, theirs) and not self._has_partner(one):
                seen.add(pair)
                yield one

    def _has_partner(self, verdict: Verdict) -> bool:
        """Whether titles in two scripts are not asked of, since one of their works has a title in the other's already.

        A place or an identifier that both have is asked of all the same.
        """
        sides = self.portraits[verdict.left], self.portraits[verdict.right]
        if sides[0].title.cjk == sides[1].title.cjk:
            return False
        if any(one.weight > 0 and one.name in ("identifier", "place") for one in verdict.evidence):
            return False
        return any(is_in_both(self.group[one.record_id], self.portraits) for one in sides)

    def _apart(self, mine: list[RecordId], theirs: list[RecordId]) -> bool:
        """Whether two groups can't be one work: a person said so, or a veto stands between them."""
        if self._forbidden(mine, theirs):
            return True
        known = (self.known.get((min(one, other), max(one, other))) for one in mine for other in theirs)
        return any(one.veto for one in known if one)


def _supported(strongest: Verdict, across: list[Verdict]) -> bool:
    """Whether a weak link between two groups has no fewer pairs for it than against it."""
    if strongest.log_odds >= STRONG:
        return True
    return sum({"same": 1, "undecided": 0, "different": -1}[one.decision] for one in across) >= 0
