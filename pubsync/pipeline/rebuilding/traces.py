"""What the site shows under which key: the traces from which a lost ledger is told anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from pubsync.errors import SiteError
from pubsync.frozen import frozen
from pubsync.pipeline.writers import EntryOutput
from pubsync.records.base import FileBase, Value
from pubsync.sites.frontmatter import parse, peek_key
from pubsync.sites.tree import SiteTree

_KIND_OF_REGION = {"publications": "work", "talks": "talk", "teaching": "course"}


@frozen(kw_only=True)
class Trace:
    """One place where the site shows something under a key.

    ``kind`` is ``work``, ``talk`` or ``course``, "" where that can't be told. Of an entry file ``output`` is its
    output's, ``front`` its keys as last written, or as they stand; ``text`` is what a region or a row shows.
    """

    key: str
    kind: str
    path: str
    output: str = ""
    front: Mapping[str, Value] = field(default_factory=dict)
    text: str = ""

    @property
    def is_unpublished(self) -> bool:
        """Whether it is an entry file that was taken off the site."""
        return self.front.get("published") is False or self.front.get("draft") is True


def traces_of(tree: SiteTree, bases: Mapping[str, FileBase], outputs: Sequence[EntryOutput]) -> tuple[Trace, ...]:
    """Return every trace, in the order of their paths."""
    found = [trace for path, base in sorted(bases.items()) for trace in _of_base(tree, path, base, outputs)]
    return (*found, *_of_files(tree, bases, outputs))


def _of_base(tree: SiteTree, path: str, base: FileBase, outputs: Sequence[EntryOutput]) -> Iterator[Trace]:
    if base.key:
        kind, output = _place(path, outputs)
        front = {**_front(tree, path), **dict(base.keys)}
        yield Trace(key=base.key, kind=kind, path=path, output=output, front=front)
    for region, chunks in base.regions:
        kind = _KIND_OF_REGION.get(region.partition(" ")[0], "")
        for chunk in chunks:
            if chunk.kind == "entry":
                yield Trace(key=chunk.key, kind=kind, path=path, text=chunk.text)
    for table in base.tables:
        for row in table.rows:
            if row.key:
                yield Trace(key=row.key, kind="", path=path, text=" ".join(_texts(dict(row.fields))))


def _of_files(tree: SiteTree, bases: Mapping[str, FileBase], outputs: Sequence[EntryOutput]) -> Iterator[Trace]:
    """Yield the entry files with a key of ours that no base tells of; a renamed one is where its base is."""
    known = {base.key for base in bases.values() if base.key}
    folders = [(one.output.id, kind, folder) for one in outputs for kind, folder in one.writer.folders.items()]
    for output, kind, folder in folders:
        for path in tree.entries(folder):
            key = peek_key(tree.read(path) or b"")
            if key and path not in bases and key not in known:
                yield Trace(key=key, kind=kind, path=path, output=output, front=_front(tree, path))


def _place(path: str, outputs: Sequence[EntryOutput]) -> tuple[str, str]:
    """Return the kind of what an entry file shows, and its output's id."""
    for one in outputs:
        for kind, folder in one.writer.folders.items():
            if path.startswith(f"{folder}/"):
                return kind, one.output.id
    return "", ""


def _front(tree: SiteTree, path: str) -> dict[str, Value]:
    try:
        front = parse(tree.read(path) or b"", path)
    except SiteError:
        return {}
    return front.values if front else {}


def _texts(value: Value) -> Iterable[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [] if value is None else [str(value)]
