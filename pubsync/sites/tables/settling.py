"""One table: what is wanted, what was last written and what stands, brought together row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pubsync.frozen import frozen
from pubsync.records.base import Row, TableBase, Value
from pubsync.sites.interface import Table
from pubsync.sites.places import field_place, row_place
from pubsync.sites.tables.ordering import Ranked, in_order
from pubsync.sites.tables.ownership import decided, settle, withdrawn
from pubsync.sites.tables.recognition import by_id, fields_of, name_of, recognised, remembered
from pubsync.sites.tables.rows import TYPE, Dialect, Slot, StandingRow, TablePlan


@frozen()
class TableOutcome:
    """A table as planned, what to remember of it, and remarks by line (0: of none)."""

    plan: TablePlan
    base: TableBase
    remarks: tuple[tuple[int, str], ...]


@frozen()
class Around:
    """What holds for all tables of a file: how it is written, and what the person decided there."""

    dialect: Dialect
    overrides: Mapping[str, Value]
    movable: bool


def normal_table(table: Table, base: TableBase, dialect: Dialect) -> Table:
    """Return a wanted table as the format stores it.

    Each id comes once, and each key: of rows that show one work, that one has the key which had it, else the one whose
    id comes first; the others go by their ids.
    """
    table = replace(table, id_field=table.id_field if dialect.names_rows and table.shape == "list" else "")
    rows = {dialect.fold(row.id): _normal_row(row, table, dialect) for row in reversed(table.rows)}
    keyed = {row.id: row.key for row in base.rows}
    first: dict[str, str] = {}
    for row in sorted(rows.values(), key=lambda row: (keyed.get(row.id) != row.key, row.id)):
        first.setdefault(row.key, row.id)
    return replace(
        table, rows=tuple(row if first[row.key] == row.id else replace(row, key="") for row in reversed(rows.values()))
    )


def _normal_row(row: Row, table: Table, dialect: Dialect) -> Row:
    fields = {dialect.fold(name): dialect.stored(value) for name, value in row.fields if name != table.id_field}
    if dialect.typed:
        fields = {name: value for name, value in fields.items() if value is not None}
    return replace(row, fields=tuple(fields.items()), type=(row.type.casefold() or "misc") if dialect.typed else "")


def settle_table(table: Table, base: TableBase, standing: Sequence[StandingRow], around: Around) -> TableOutcome:
    """Plan a table of a file; see ``planning.plan_data_file``."""
    settler = _Settler(normal_table(table, base, around.dialect), base, standing, around)
    settler.settle()
    return settler.outcome()


class _Settler:
    def __init__(self, table: Table, base: TableBase, standing: Sequence[StandingRow], around: Around) -> None:
        self._table = table
        self._base = base
        self._standing = standing
        self._around = around
        self._same = around.dialect.same
        self._stands = recognised(base.rows, standing, table, around.dialect)
        self._by_id = {around.dialect.fold(one.id): one for one in standing}
        self._ranked = {one.number: Ranked(Slot(id=one.id, standing=one)) for one in standing}
        self._new: list[Ranked] = []
        self._rows: list[Row] = []
        self._made: list[str] = []
        self._remarks: list[tuple[int, str]] = []

    def settle(self) -> None:
        """Go through the wanted rows, then through those of ours that are wanted no longer."""
        known = self._known()
        free = _free(self._standing, self._stands.values())
        adopted = by_id([row.id for row in self._table.rows], free, self._around.dialect)
        kept: set[int] = set()
        for rank, row in enumerate(self._table.rows):
            place = known.get(rank)
            if self._is_refused(row):
                continue
            if place is not None:
                kept.add(place)
            stands = adopted.get(rank) if place is None else self._stands.get(place)
            self._settle(rank, row, None if place is None else self._base.rows[place], stands)
        for place, row in enumerate(self._base.rows):
            if place not in kept and place in self._stands:
                self._withdraw(row, self._stands[place])

    def outcome(self) -> TableOutcome:
        """Return what was found."""
        ranked = [self._ranked[one.number] for one in self._standing]
        slots = in_order(ranked, self._new, movable=self._around.movable)
        base = TableBase(place=self._table.place, rows=tuple(self._rows), made=tuple(self._made))
        return TableOutcome(TablePlan(self._table, slots), base, tuple(self._remarks))

    def _known(self) -> dict[int, int]:
        """Return which remembered row each wanted one is: by its name, which holds whatever the id, else by its id."""
        known: dict[int, int] = {}
        ways: tuple[Callable[[Row], object], ...] = (_name_and_id, name_of, _id_of)
        for called in ways:
            left = set(range(len(self._base.rows))) - set(known.values())
            places = {called(self._base.rows[place]): place for place in sorted(left, reverse=True)}
            for rank, row in enumerate(self._table.rows):
                if rank not in known and called(row) in places:
                    known[rank] = places.pop(called(row))
        return known

    def _is_refused(self, row: Row) -> bool:
        place = row_place(self._table.place, name_of(row))
        return place in self._around.overrides and self._around.overrides[place] is None

    def _decisions(self, row: Row, names: Iterable[str]) -> dict[str, Value]:
        places = {name: field_place(self._table.place, name, name_of(row)) for name in names}
        overrides = self._around.overrides
        return {
            name: self._around.dialect.stored(overrides[place]) for name, place in places.items() if place in overrides
        }

    def _settle(self, rank: int, row: Row, base: Row | None, stands: StandingRow | None) -> None:
        before = fields_of(base, self._table) if base else {}
        wanted = fields_of(row, self._table)
        decisions = self._decisions(row, (*wanted, *before))
        fields = decided(wanted, before, decisions)
        if stands is None:
            self._settle_absent(rank, row, base, fields)
        elif not stands.readable:
            self._remark(stands, f"{stands.id} can't be read; it is left alone until you mend it")
            self._rows += [base] if base else []
            self._made += [base.id] if base and base.id in self._base.made else []
        else:
            settled = settle(fields, before, stands.fields, decisions, self._same)
            made = base is not None and base.id in self._base.made
            slot = Slot(id=stands.id, standing=stands, changes=settled.changes)
            self._ranked[stands.number] = Ranked(slot, rank, made)
            self._remember(remembered(row, settled.owned, stands.id, self._table), made=made)

    def _settle_absent(self, rank: int, row: Row, base: Row | None, fields: Mapping[str, Value]) -> None:
        """A row that stands nowhere is new, or one that a person took out: that stays away while nothing moved."""
        before = fields_of(base, self._table) if base else {}
        if base and all(name in fields and self._same(value, fields[name]) for name, value in before.items()):
            self._remember(base, made=base.id in self._base.made)
            return
        if self._table.shape == "fields" and not fields:
            return
        taken = self._by_id.get(self._around.dialect.fold(row.id))
        if taken:
            self._remark(taken, f"{row.id} is the id of another row; what is to stand under it is left out")
            return
        naming: dict[str, Value] = {self._table.id_field: row.id} if self._table.id_field else {}
        self._new.append(Ranked(Slot(id=row.id, changes=naming | dict(fields)), rank, made=True))
        self._remember(remembered(row, fields, row.id, self._table), made=self._table.shape != "fields")

    def _withdraw(self, row: Row, stands: StandingRow) -> None:
        """Take out a row of ours, or what of it is ours; what is a person's stays, and is theirs from then on."""
        before = fields_of(row, self._table)
        made = row.id in self._base.made
        if not stands.readable:
            self._remark(stands, f"{stands.id} is no longer wanted, but can't be read; it is yours from now on")
            return
        theirs = {name for name, value in self._decisions(row, before).items() if value is not None}
        gone = withdrawn(before, stands.fields, self._same, kept=theirs)
        others = set(stands.fields) - set(gone) - ({self._table.id_field} if self._table.id_field else set())
        if made and not others and not stands.commented:
            slot = Slot(id=stands.id, standing=stands, gone=True)
        else:
            changes = {name: value for name, value in gone.items() if name != TYPE}
            slot = Slot(id=stands.id, standing=stands, changes=changes)
            if made:
                self._remark(stands, f"{stands.id} is no longer wanted; what you wrote in it stays")
        self._ranked[stands.number] = Ranked(slot)

    def _remember(self, row: Row, *, made: bool) -> None:
        self._rows.append(row)
        self._made += [row.id] if made else []

    def _remark(self, stands: StandingRow, text: str) -> None:
        self._remarks.append((stands.line, text))


def _name_and_id(row: Row) -> tuple[str, str]:
    return name_of(row), row.id


def _id_of(row: Row) -> str:
    return row.id


def _free(standing: Sequence[StandingRow], taken: Iterable[StandingRow]) -> list[StandingRow]:
    numbers = {one.number for one in taken}
    return [one for one in standing if one.number not in numbers]


def repeated(standing: Sequence[StandingRow], dialect: Dialect) -> Iterator[StandingRow]:
    """Yield the rows whose id another row before them has."""
    seen: set[str] = set()
    for one in standing:
        identity = dialect.fold(one.id)
        if one.id and identity in seen:
            yield one
        seen.add(identity)
