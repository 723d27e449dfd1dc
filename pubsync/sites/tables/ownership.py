"""Which fields of a row are ours, and which of them to write; see ``entryfiles`` for front matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pubsync.frozen import frozen
from pubsync.records.base import Value
from pubsync.sites.frontmatter import REMOVE, Changes, Remove


@frozen()
class Settled:
    """What to change in a row, and the fields that are ours from then on."""

    changes: Changes
    owned: Mapping[str, Value]


def decided(wanted: Mapping[str, Value], before: Iterable[str], decisions: Mapping[str, Value]) -> dict[str, Value]:
    """Return the fields as they are to be: a person's decision comes before ours, also for one no longer wanted."""
    fields = {**wanted, **{name: decisions[name] for name in (*wanted, *before) if name in decisions}}
    return {name: value for name, value in fields.items() if value is not None or name not in decisions}


def settle(
    fields: Mapping[str, Value],
    before: Mapping[str, Value],
    standing: Mapping[str, Value],
    decisions: Mapping[str, Value],
    same: Callable[[Value, Value], bool],
) -> Settled:
    """Return what to change in a standing row.

    Args:
        fields: what the row is to have, a person's decisions included.
        before: what was last written there; empty in a row of a person's that is adopted.
        standing: what stands.
        decisions: the person's, by field.
        same: whether two values say the same.
    """
    changes: dict[str, Value | Remove] = {}
    owned: dict[str, Value] = {}
    for name, value in fields.items():
        if name in standing and name not in before:
            continue
        edited = name in before and not same(before[name], standing.get(name))
        undecided = edited and name not in decisions and same(before[name], value)
        owned[name] = before[name] if undecided else value
        if not undecided and not (name in standing and same(standing[name], value)):
            changes[name] = value
    changes |= withdrawn(before, standing, same, kept=fields)
    return Settled(changes, owned)


def withdrawn(
    before: Mapping[str, Value],
    standing: Mapping[str, Value],
    same: Callable[[Value, Value], bool],
    kept: Iterable[str],
) -> dict[str, Remove]:
    """Return the fields of ours that go: those not ``kept`` that a person left as they were."""
    names = set(kept)
    return {
        name: REMOVE
        for name, value in before.items()
        if name not in names and name in standing and same(value, standing[name])
    }
