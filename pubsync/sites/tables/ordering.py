"""The order of rows: new ones come where the wanted order puts them, ours take it, a person's stay where they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from pubsync.frozen import frozen
from pubsync.sites.tables.rows import Slot


@frozen()
class Ranked:
    """A row with its ``rank`` in the wanted order, None where it is not wanted; ``made`` is whether it is ours."""

    slot: Slot
    rank: int | None = None
    made: bool = False


@dataclass(slots=True)
class _Unit:
    """A wanted row, and those without a rank that stay below it; the first unit may have no wanted one."""

    head: Ranked | None
    below: list[Ranked] = field(default_factory=list)

    def slots(self) -> list[Slot]:
        return [one.slot for one in ([self.head] if self.head else []) + self.below]


def in_order(standing: Sequence[Ranked], new: Sequence[Ranked], *, movable: bool) -> tuple[Slot, ...]:
    """Return all rows in the order they are to stand in.

    A new row comes behind the nearest earlier wanted row that stands, else before the nearest later one, else at the
    end. Then our rows change places with each other until they follow the wanted order. A person's rows stay below
    the row that they stand below.
    """
    units = _with_new(_units(standing), new)
    return tuple(slot for unit in (_ours_sorted(units) if movable else units) for slot in unit.slots())


def _units(standing: Sequence[Ranked]) -> list[_Unit]:
    units = [_Unit(None)]
    for one in standing:
        if one.rank is None:
            units[-1].below.append(one)
        else:
            units.append(_Unit(one))
    return units


def _with_new(units: Sequence[_Unit], new: Sequence[Ranked]) -> list[_Unit]:
    ranks = sorted(unit.head.rank for unit in units if unit.head and unit.head.rank is not None)
    before: dict[int, list[_Unit]] = {}
    after: dict[int, list[_Unit]] = {}
    end: list[_Unit] = []
    for one in sorted(new, key=lambda ranked: ranked.rank or 0):
        place = bisect_left(ranks, one.rank or 0)
        if not ranks:
            end.append(_Unit(one))
        elif place:
            after.setdefault(ranks[place - 1], []).append(_Unit(one))
        else:
            before.setdefault(ranks[0], []).append(_Unit(one))
    placed: list[_Unit] = []
    for unit in units:
        rank = unit.head.rank if unit.head and unit.head.rank is not None else -1
        placed += [*before.get(rank, []), unit, *after.get(rank, [])]
    return placed + end


def _ours_sorted(units: Sequence[_Unit]) -> list[_Unit]:
    places = [number for number, unit in enumerate(units) if unit.head and unit.head.made]
    ours = sorted((units[number] for number in places), key=lambda unit: unit.head.rank or 0 if unit.head else 0)
    after = list(units)
    for number, unit in zip(places, ours, strict=True):
        after[number] = unit
    return after
