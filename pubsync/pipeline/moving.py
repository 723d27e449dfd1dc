"""Decisions that the sources moved past: they stand, and the person is asked once whether they still should."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pubsync.curation import Decision
from pubsync.edits import same_chunk, same_text, same_value
from pubsync.frozen import frozen
from pubsync.records.base import Value
from pubsync.sites.interface import EntryFile, Override, Page, Wanted
from pubsync.sites.places import BODY, key_place


@frozen(kw_only=True)
class Moved:
    """A decision of the person's whose ground has changed.

    ``subject`` is the path of the file it is about, or for a patch the key of the work; ``place`` is the place or
    field. ``mine`` is what the person wants there, ``saw`` what pubsync held true when they decided, ``now`` what it
    holds true today.
    """

    subject: str
    place: str
    mine: Value
    saw: Value
    now: Value


def moved_overrides(wanted: Wanted, overrides: Iterable[Override]) -> list[Moved]:
    """Return the overrides of one file for which something else would be written now than when they were made.

    A number that a person typed over is among them as long as it is not the computed one.
    """
    found = []
    for one in overrides:
        now = _wanted_at(wanted, one.place)
        if one.saw is None or now is None:
            continue
        typed_over = one.place.startswith("count:")
        if not typed_over and _says_the_same(one.place, one.saw, now):
            continue
        if not _says_the_same(one.place, one.value, now):
            found.append(Moved(subject=one.path, place=one.place, mine=one.value, saw=one.saw, now=now))
    return found


def needless_overrides(wanted: Wanted, overrides: Iterable[Override]) -> list[tuple[str, Value]]:
    """Return path and text of the overrides of one file that keep what would be written there anyway."""
    return [
        (one.path, one.value)
        for one in overrides
        if (now := _wanted_at(wanted, one.place)) is not None and _says_the_same(one.place, one.value, now)
    ]


def moved_patches(subject: Any, patches: Sequence[Decision]) -> list[Moved]:  # noqa: ANN401 - a Work, Talk or Course
    """Return the patches of one subject, given as the sources have it, whose field they now say otherwise."""
    found = []
    for one in patches:
        now = getattr(subject, one.field, None)
        text = "" if now is None else str(now)
        if one.saw is None or not text or text in (str(one.saw), str(one.value)):
            continue
        found.append(Moved(subject=subject.key, place=one.field, mine=one.value, saw=one.saw, now=text))
    return found


def _wanted_at(wanted: Wanted, place: str) -> Value:
    """What would be written at a place, were there no override; None where that can't be told."""
    if isinstance(wanted, EntryFile):
        if place == BODY:
            return wanted.body
        return next((value for name, value in wanted.front if key_place(name) == place), None)
    if not isinstance(wanted, Page):
        return None
    for region, chunks in wanted.regions:
        if place == region:
            return "".join(chunk.text for chunk in chunks).strip()
        for chunk in chunks:
            if place == f"{chunk.kind}:{region}:{chunk.key}":
                return chunk.text
    return None


def _says_the_same(place: str, one: Value, other: Value) -> bool:
    if not (isinstance(one, str) and isinstance(other, str)):
        return same_value(one, other)
    return same_text(one, other) if place == BODY else same_chunk(one, other)
