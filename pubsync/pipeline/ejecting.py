"""Leaving: pages, redirects and a full .bib stay, and build without pubsync; markers, keys and its folder go."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pubsync.errors import NoAnswerError
from pubsync.formats import bibtex_writer
from pubsync.frozen import frozen
from pubsync.library import Library, read_library
from pubsync.pipeline.memory import Memory
from pubsync.pipeline.run import offline_outcome
from pubsync.records.base import FileBase
from pubsync.records.plan import PlannedFile
from pubsync.settings import load_settings
from pubsync.sites.academicpages import KEY
from pubsync.sites.frontmatter import REMOVE, decode, parse, update
from pubsync.sites.regions import without_markers
from pubsync.sites.tables.telling import without_field
from pubsync.sites.tree import SiteTree
from pubsync.views import publications

_FULL_BIB = "publications-all"


@frozen()
class Ejection:
    """What leaving does: ``freed`` are pages that lose markers or a key, ``removed`` files of pubsync's own.

    ``bibliography`` is the .bib with every work, "" where nothing was ever known.
    """

    freed: tuple[str, ...]
    removed: tuple[str, ...]
    bibliography: str


def eject(root: Path, *, dry_run: bool) -> Ejection:
    """Take pubsync out of the site in ``root``; ``undo`` brings it back.

    Raises:
        PubsyncError: where a page is damaged or can't be read or written; the site is then as it was.
    """
    library, text = _known(root)
    loaded = load_settings(root.resolve())
    memory = Memory.load(loaded.root, dt.datetime.now(dt.UTC))
    tree = SiteTree(loaded.root)
    freed = list(_freed(tree, library))
    removed = [PlannedFile(path, None, tree.read(path)) for path in _own_files(loaded.root)]
    path = "" if text is None else _free_name(tree, text)
    files = [*freed, *removed, *([PlannedFile(path, text, tree.read(path))] if path else [])]
    if not dry_run:
        with memory.held():
            memory.publish([one for one in files if one.changes])
            _remove_empty_folders(loaded.root / "_pubsync")
    return Ejection(tuple(one.path for one in freed), tuple(one.path for one in removed), path)


def _known(root: Path) -> tuple[Library, bytes | None]:
    """Return what is kept of the site, and a .bib with every work; None where no source ever named any."""
    try:
        outcome = offline_outcome(root)
    except NoAnswerError:
        library = read_library(root).library
        if tuple(library.ledger):
            raise
        return library, None
    works = publications(outcome.shown.works, group_by="none").entries()
    return outcome.library, bibtex_writer.write((work.key, work) for work in works).encode()


def _freed(tree: SiteTree, library: Library) -> Iterator[PlannedFile]:
    """Yield every page without what is pubsync's alone."""
    for path in sorted({*library.bases, *tree.marked_pages()}):
        content = tree.read(path)
        base = library.bases.get(path)
        if content is None:
            continue
        free = _free(path, content, base)
        if free != content:
            yield PlannedFile(path, free, content)


def _free(path: str, content: bytes, base: FileBase | None) -> bytes:
    if base and base.tables:
        return without_field(path, base, content, KEY)
    if base and (base.keys or base.body is not None):
        front = parse(content, path)
        content = update(content, {KEY: REMOVE}, None, path=path) if front and KEY in front.values else content
    return without_markers(decode(content, path), path).encode()


def _own_files(root: Path) -> list[str]:
    folder = root / "_pubsync"
    found = (path.relative_to(root).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path.startswith("_pubsync/"))


def _remove_empty_folders(top: Path) -> None:
    """Remove the folders that nothing is left in; of a link, what it leads to is somebody else's."""
    for folder, _, _ in () if top.is_symlink() else os.walk(top, topdown=False):
        with suppress(OSError):  # something is in it
            os.rmdir(folder)  # noqa: PTH106 - as os.walk names it


def _free_name(tree: SiteTree, text: bytes) -> str:
    """A name for the full .bib that no other file has."""
    number = 1
    while True:
        path = f"{_FULL_BIB}{'' if number == 1 else f'-{number}'}.bib"
        if tree.read(path) in (None, text):
            return path
        number += 1
