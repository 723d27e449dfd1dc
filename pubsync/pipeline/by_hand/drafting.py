"""Files drafted for what only the person's own lists name, and the lines of ``pubsync.yaml`` that name these files.

Nothing that stands is written over: a file that is there makes the draft take another name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pubsync.errors import NoAnswerError
from pubsync.frozen import frozen
from pubsync.pipeline.by_hand.gathering import Gathered, gather
from pubsync.pipeline.by_hand.languages import Told
from pubsync.pipeline.by_hand.texts import bibliography, note, occasions
from pubsync.pipeline.memory import Memory
from pubsync.pipeline.run import Outcome, SyncOptions, offline_outcome, run_loaded
from pubsync.publish import publish
from pubsync.records.plan import PlannedFile
from pubsync.report import counted
from pubsync.settings import FILE_NAME, LoadedSettings, load_settings
from pubsync.settings.adding import lines_to_add, with_files

_FILES: dict[str, tuple[str, str, Callable[[Sequence[Told]], str]]] = {
    "work": ("sources", "by-hand.bib", bibliography),
    "talk": ("talks", "talks.yaml", occasions),
    "course": ("teaching", "teaching.yaml", occasions),
}
"""By kind: the key of ``pubsync.yaml``, the file, and what writes it."""
_SUBJECTS = {"work": ("paper", "papers"), "talk": ("talk", "talks"), "course": ("course", "courses")}
_LISTED = 40
_LONGEST = 100


@frozen(kw_only=True)
class DraftFile:
    """One file that would be written; ``key`` is where ``pubsync.yaml`` names it."""

    key: str
    path: str
    kind: str
    text: str
    entries: int


@frozen(kw_only=True)
class HandDraft:
    """All that a draft would write, and what could not be read.

    ``settings`` is ``pubsync.yaml`` as it would be, None where it is written in a way that nothing can be added to.
    """

    root: Path
    files: tuple[DraftFile, ...]
    gathered: Gathered
    before: bytes = b""
    settings: str | None = None
    unheard: tuple[str, ...] = ()
    """Sources that never answered: what they name, nobody knows yet."""

    @property
    def named(self) -> dict[str, list[str]]:
        """The files by the key of ``pubsync.yaml``."""
        return {one.key: [one.path] for one in self.files}


def draft(root: Path, paths: Sequence[str] = ()) -> HandDraft:
    """Return drafts of what only the site's lists and entry files name; ``paths`` are pages to look at, "" for all.

    Raises:
        PubsyncError: where the site can't be read, or a page of ``paths``.
    """
    try:
        return draft_of(offline_outcome(root), paths)
    except NoAnswerError:  # with the drafts there is one that does
        loaded = load_settings(root.resolve())
        names = tuple(one.unique_name for one in loaded.settings.all_sources)
        return replace(draft_of(_without_sources(loaded), paths), unheard=names)


def _without_sources(loaded: LoadedSettings) -> Outcome:
    """What a run would come to if no source were named; nothing is written."""
    bare = {"sources": (), "talks": (), "teaching": ()}
    people = tuple(one.model_copy(update=bare) for one in loaded.settings.people)
    settings = loaded.settings.model_copy(update={**bare, "people": people})
    options = SyncOptions(dry_run=True, offline=True)
    memory = Memory.load(loaded.root, dt.datetime.now(dt.UTC))
    return run_loaded(LoadedSettings(settings, loaded.root), options, memory, lambda _name, _state: None)


def draft_of(outcome: Outcome, paths: Sequence[str] = ()) -> HandDraft:
    """Return drafts for a site of which an outcome is known, see ``draft``."""
    root = outcome.loaded.root
    gathered = gather(outcome, paths)
    files = tuple(_file(root, kind, found) for kind, found in gathered.found.items() if found)
    settings = root / FILE_NAME
    before = settings.read_bytes() if settings.is_file() else b""
    unheard = tuple(one.name for one in outcome.report.sources if one.unheard or one.state == "failed")
    drafted = HandDraft(root=root, files=files, gathered=gathered, before=before, unheard=unheard)
    return replace(drafted, settings=with_files(before.decode(), drafted.named) if files else None)


def _file(root: Path, kind: str, found: Sequence[Told]) -> DraftFile:
    key, name, text = _FILES[kind]
    stem, _, suffix = name.rpartition(".")
    names = [name, *(f"{stem}-{number}.{suffix}" for number in range(2, 100))]
    taken = {one.name.casefold() for one in root.iterdir()}  # also another case, which is one file on some systems
    path = next(one for one in names if one not in taken)
    return DraftFile(key=key, path=path, kind=kind, text=text(found), entries=len(found))


def write_draft(draft: HandDraft) -> tuple[str, ...]:
    """Write the files, and ``pubsync.yaml`` where they can be named there, in one step that ``undo`` takes back.

    Raises:
        PubsyncError: where a file stands there by now, or something can't be written; the site is then as it was.
    """
    memory = Memory.load(draft.root, dt.datetime.now(dt.UTC))
    planned = [PlannedFile(one.path, one.text.encode(), None) for one in draft.files]
    if draft.settings is not None and draft.settings.encode() != draft.before:
        planned.append(PlannedFile(FILE_NAME, draft.settings.encode(), draft.before))
    with memory.held():
        return publish(draft.root, planned, undo_folder=memory.undo_folder)


def draft_lines(draft: HandDraft) -> Iterator[str]:
    """Yield what would be written, and what could not be read."""
    if draft.files and draft.unheard:
        yield f"! {', '.join(draft.unheard)} never answered: what only that names is drafted, too; better sync first"
    for one in draft.files:
        yield f"{one.path}: {counted(one.entries, *_SUBJECTS[one.kind])} that no source names"
    unread = draft.gathered.unread
    for fault in unread[:_LISTED]:
        yield f"{fault.where}: left out, since {fault.fault}: {note(fault.words)[:_LONGEST]}"
    if len(unread) > _LISTED:
        yield f"… and {len(unread) - _LISTED} more; name a page to see all of its: pubsync adopt --draft PAGE"
    for path, number in sorted(draft.gathered.others.items()):
        yield f"{path}: left out, since no name of yours stands there: {counted(number, 'entry', 'entries')}"


def hint_lines(draft: HandDraft) -> Iterator[str]:
    """Yield what a draft would be of, for who did not ask for one; nothing where a source may name it all the same."""
    if draft.files and not draft.unheard:
        numbers = [counted(one.entries, *_SUBJECTS[one.kind]) for one in draft.files]
        listed = " and ".join([", ".join(numbers[:-1]), numbers[-1]] if len(numbers) > 1 else numbers)
        yield (
            f"{listed} stand in your pages and files alone, as you wrote them, and so in no number and no other list: "
            "pubsync adopt --draft drafts entries for them"
        )


def text_lines(draft: HandDraft) -> Iterator[str]:
    """Yield the files as they would be."""
    for one in draft.files:
        yield ""
        yield f"--- {one.path}"
        yield from one.text.splitlines()
    yield ""
    yield from settings_lines(draft)


def settings_lines(draft: HandDraft) -> Iterator[str]:
    """Yield what pubsync.yaml would name besides, or what the person is to write there."""
    named = draft.named
    if draft.settings is None:
        yield f"{FILE_NAME} is written in a way of your own; name the files there yourself:"
    else:
        yield f"{FILE_NAME} would name them:"
    yield from (f"  {line}" for line in lines_to_add(named))


def next_lines(draft: HandDraft, written: Sequence[str]) -> Iterator[str]:
    """Yield what was written, and what comes next."""
    yield f"Written: {', '.join(written)}. To go back: pubsync undo"
    if draft.settings is None:
        yield from settings_lines(draft)
    yield "Look the drafts over, then run: pubsync sync, and for lists that are not kept true yet: pubsync adopt"
