"""Groups of records to keys for life.

A group keeps the key under which its records were known. Where groups of old were joined, the key that a file of the
person's own has stays, else the older one; where one was parted, the part with most of its records keeps the key (ties:
the part with the oldest), and the other gets its former key back if it had one. A group that shares no record id with
anything known may still be one whose ids were all corrected at once: an entry that lost all its records and has an
identifier, or title and year, in common.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from pubsync.frozen import frozen
from pubsync.records.ledger import LedgerEntry
from pubsync.records.record import RecordId

Group = tuple[RecordId, ...]


@frozen()
class Described:
    """A group of records as identity needs to know it.

    ``marks`` returns texts of which any one tells that a group without known records is a work seen before, such as
    an identifier or a normalised title with its year; ``propose`` the key for a work that was never seen. Most groups
    have known records, and are asked for neither.
    """

    records: Group
    marks: Callable[[], frozenset[str]]
    propose: Callable[[], str]


@frozen()
class Keyed:
    """A group under its key. ``records`` are those of today, oldest first; ``absorbed`` are keys merged into it."""

    key: str
    records: Group
    absorbed: tuple[str, ...] = ()
    new: bool = False


def assign_keys(
    groups: Sequence[Described],
    known: Sequence[LedgerEntry],
    marks_of: Callable[[LedgerEntry], Collection[str]],
    own: Collection[str] = (),
) -> tuple[Keyed, ...]:
    """Give each group its key.

    Args:
        groups: disjoint groups of today's records.
        known: the ledger's entries of this kind, oldest first, the merged ones among them.
        marks_of: the marks of an entry, see ``Described``.
        own: keys of what a file of the person's own shows: merged with what pubsync made a file for, that file stays.

    Returns:
        One Keyed for each group, oldest key first and new ones last, whatever the order of ``groups``.
    """
    ordered = sorted(groups, key=lambda group: min(group.records))
    owner = {record: place for place, group in enumerate(ordered) for record in group.records}
    claims = _claims(known, owner)
    _regain_former_keys(claims, known, owner)
    _find_by_marks(claims, ordered, known, owner, marks_of)
    age = {entry.key: place for place, entry in enumerate(known)}
    memory = {entry.key: entry for entry in known}
    taken = set(age)
    keyed = []
    for place, group in enumerate(ordered):
        keys = sorted(claims.get(place, ()), key=lambda key: (key not in own, age[key]))
        key = keys[0] if keys else unlike(group.propose(), taken)
        taken.add(key)
        keyed.append(Keyed(key, _in_order(group.records, memory.get(key)), tuple(keys[1:]), new=not keys))
    return tuple(sorted(keyed, key=lambda one: (age.get(one.key, len(age)), one.key)))


def _claims(known: Sequence[LedgerEntry], owner: Mapping[RecordId, int]) -> dict[int, list[str]]:
    """Which live entries are at home in which group."""
    claims: dict[int, list[str]] = {}
    for entry in known:
        if entry.merged_into:
            continue
        homes = [owner[record] for record in entry.records if record in owner]
        if homes:
            home = max(homes, key=lambda place: (homes.count(place), -homes.index(place)))
            claims.setdefault(home, []).append(entry.key)
    return claims


def _regain_former_keys(
    claims: dict[int, list[str]], known: Sequence[LedgerEntry], owner: Mapping[RecordId, int]
) -> None:
    """A part without a key, which was a work of its own before a merge, is that work again."""
    for entry in known:
        if not entry.merged_into:
            continue
        homes = [owner[record] for record in entry.former if record in owner]
        free = [place for place in homes if place not in claims]
        if free:
            claims[max(free, key=lambda place: (free.count(place), -free.index(place)))] = [entry.key]


def _find_by_marks(
    claims: dict[int, list[str]],
    ordered: Sequence[Described],
    known: Sequence[LedgerEntry],
    owner: Mapping[RecordId, int],
    marks_of: Callable[[LedgerEntry], Collection[str]],
) -> None:
    lost = [entry for entry in known if not entry.merged_into and not any(record in owner for record in entry.records)]
    by_mark: dict[str, LedgerEntry] = {}
    for entry in reversed(lost):
        by_mark.update(dict.fromkeys(marks_of(entry), entry))
    used: set[str] = set()
    for place, group in enumerate(ordered):
        if place in claims:
            continue
        found = [by_mark[mark] for mark in sorted(group.marks()) if mark in by_mark and by_mark[mark].key not in used]
        if found:
            claims[place] = [found[0].key]
            used.add(found[0].key)


def unlike(proposal: str, taken: Collection[str]) -> str:
    """Return ``proposal``, with a number behind it where ``taken`` has it already."""
    if proposal not in taken:
        return proposal
    number = 2
    while f"{proposal}-{number}" in taken:
        number += 1
    return f"{proposal}-{number}"


def _in_order(records: Group, memory: LedgerEntry | None) -> Group:
    """Oldest first: those remembered in their order, then the new ones sorted."""
    remembered = [record for record in (memory.records if memory else ()) if record in set(records)]
    return tuple(remembered + sorted(set(records) - set(remembered)))
