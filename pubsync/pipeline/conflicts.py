"""How a person ends a conflict between what they wrote and what the sources say: keep it, or give it up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from pubsync.curation import Decision
from pubsync.errors import SettingsError
from pubsync.library import Library, StoredLibrary, base_path, read_library
from pubsync.pipeline.deciding import Decided, with_decisions
from pubsync.pipeline.memory import Memory
from pubsync.pipeline.moving import Moved
from pubsync.pipeline.run import offline_outcome
from pubsync.records.base import Edit
from pubsync.records.base_text import base_to_json
from pubsync.records.plan import PlannedFile
from pubsync.settings import load_settings
from pubsync.sites.assembly import release, tell
from pubsync.sites.tree import SiteTree


def resolve_conflict(root: Path, word: str, *, mine: bool, place: str = "") -> tuple[Decision, ...]:
    """End a conflict about a file, or about a work: what the person wrote stays, or pubsync's comes back.

    ``mine`` keeps what the person wrote and remembers what the sources say now, so that the review asks no more. Else
    the person's edits there are given up: the next sync writes pubsync's own.

    Args:
        root: the site's folder.
        word: a file, or the key of a work.
        mine: see above.
        place: where only one place there is meant: as the review names it, or the key of a work in a page, a key of
            the front matter, or the field of a patch.

    Raises:
        SettingsError: where nothing of the person's is known there.
        PubsyncError: where a file can't be read or written.
    """

    def about(library: Library) -> list[Decision]:
        held = library.curation
        found = [one for one in (*held.overrides(), *held.patches()) if _is_about(one, word, library)]
        meant = [one for one in found if not place or place in _names_of_place(one, library)]
        if found and not meant:
            known = sorted({one.field or one.place for one in found})
            raise SettingsError(
                f"nothing of yours is known at {place!r} there", where=word, remedy=f"yours are: {', '.join(known)}"
            )
        return meant

    return _resolve(root, word, about, mine=mine, whole=not place).decisions


def resolve_moved(root: Path, moved: Moved, *, mine: bool) -> Decided:
    """End the conflict about one place alone, as ``resolve_conflict`` does about all of a file or work.

    Raises:
        SettingsError: where nothing of the person's is known there any more, or it was not kept yet.
        PubsyncError: where a file can't be read or written.
    """

    def there(library: Library) -> list[Decision]:
        held = library.curation
        return [one for one in (*held.overrides(), *held.patches()) if _is_at(one, moved, library)]

    return _resolve(root, moved.subject, there, mine=mine, only=moved)


def _resolve(
    root: Path,
    word: str,
    about: Callable[[Library], list[Decision]],
    *,
    mine: bool,
    only: Moved | None = None,
    whole: bool = False,
) -> Decided:
    outcome = offline_outcome(root)
    loaded = load_settings(root.resolve())
    memory = Memory.load(loaded.root, dt.datetime.now(dt.UTC))
    with memory.held():
        stored = read_library(loaded.root)
        # Edits that no sync took over yet are decisions of the outcome already, and of the file only now.
        standing = about(outcome.library)
        if not standing:
            raise SettingsError(
                f"nothing of yours is known at {word!r}", remedy="pubsync review lists what waits; name a file or work"
            )
        if mine:
            decisions = tuple(replace(one, saw=only.now) if only else _kept(one, outcome.moved) for one in standing)
            files = [with_decisions(stored, decisions)]
        else:
            decisions = tuple(map(_given_up, standing))
            places = None if whole else [(_names_of_place(one, outcome.library), one) for one in standing]
            released, given_up = _released_bases(loaded.root, stored, standing, places)
            held = (*stored.library.curation.overrides(), *stored.library.curation.patches())
            if not (whole or given_up or any(one in held for one in standing)):
                raise SettingsError(
                    "your edit there was not taken over yet", where=word, remedy="run pubsync sync, then answer again"
                )
            files = [with_decisions(stored, decisions), *released]
        memory.publish(files)
    return Decided(decisions, tuple(files))


def _is_about(decision: Decision, word: str, library: Library) -> bool:
    if word in (decision.path, decision.origin):
        return True
    entry = next((one for one in library.ledger if one.key == word), None)
    return bool(entry and set(entry.records) & set(decision.records))


def _names_of_place(decision: Decision, library: Library) -> set[str]:
    """What the place of a decision may be called: in full, with the key of what it shows, or by that key alone."""
    keys = {entry.key for entry in library.ledger if set(entry.records) & set(decision.records)}
    if decision.kind == "patch":
        return {decision.field}
    kind, _, rest = decision.place.partition(":")
    short = keys if kind in ("entry", "row") else {rest} if kind == "key" else set()
    return {decision.place, *(f"{decision.place}:{key}" for key in keys), *short}


def _is_at(decision: Decision, moved: Moved, library: Library) -> bool:
    """Whether a decision is the one that the sources moved past; a place may end in the key of what it shows."""
    if decision.value != moved.mine:
        return False
    keys = {entry.key for entry in library.ledger if set(entry.records) & set(decision.records)}
    if decision.kind == "patch":
        return decision.field == moved.place and moved.subject in keys
    if moved.place not in (decision.place, *(f"{decision.place}:{key}" for key in keys)):
        return False
    base = library.bases.get(moved.subject)
    return decision.path == moved.subject or bool(base and base.key in keys)


def _kept(decision: Decision, moved: Sequence[Moved]) -> Decision:
    subject_place = {(one.subject, one.place): one.now for one in moved}
    now = subject_place.get((decision.path, decision.place))
    if decision.kind == "patch":
        now = next((one.now for one in moved if one.place == decision.field and one.mine == decision.value), None)
    elif now is None:
        now = next((one.now for one in moved if one.subject == decision.path and one.mine == decision.value), None)
    return decision if now is None else replace(decision, saw=now)


def _given_up(decision: Decision) -> Decision:
    if decision.kind == "patch":
        return Decision(kind="release", records=decision.records, field=decision.field)
    return Decision(kind="release", path=decision.path, place=decision.place, records=decision.records)


def _released_bases(
    root: Path, stored: StoredLibrary, standing: Sequence[Decision], places: Sequence[tuple[set[str], Decision]] | None
) -> tuple[list[PlannedFile], set[str]]:
    """The bases as if pubsync had written what stands at the places given up, so that it writes its own there.

    With ``places`` those are all: what else the person wrote into a file stays theirs. The places of edits that are
    given up with it come second.
    """
    found, given_up = [], set()
    tree = SiteTree(root)
    bases = stored.library.bases
    for path in sorted({one.path or one.origin for one in standing} & bases.keys()):
        base, content = bases[path], tree.read(path)
        if content is None:
            continue
        edited = {
            edit.place
            for edit in tell(path, base, content)
            if places is None or any(_is_of(edit, names, one) for names, one in places)
        }
        given_up |= edited
        released = release(path, base, content, edited)
        beside = base_path(path)
        found.append(PlannedFile(beside, base_to_json(released).encode(), stored.contents.get(beside)))
    return [one for one in found if one.changes], given_up


def _is_of(edit: Edit, names: set[str], decision: Decision) -> bool:
    """Whether an edit that no sync took over is the one; a field of a work stands in some key of the front matter."""
    return edit.place in names or (edit.place.startswith("key:") and edit.after == decision.value)
