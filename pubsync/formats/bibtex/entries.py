"""The entries of a .bib text, with all that can't be read reported.

``splitting`` makes blocks of the text, through bibtexparser 2 where it is not plain; what stands inside a field is read
here, since bibtexparser leaves ``a # "b"`` as it is, and swallows a field whose predecessor lacks its comma.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from pubsync.formats.bibtex.splitting import MOST_KEPT, Fields, PlainEntry, Split, split
from pubsync.formats.bibtex.values import read_values, simple_value
from pubsync.formats.notices import FormatNotice
from pubsync.frozen import frozen

if TYPE_CHECKING:
    from bibtexparser.model import Block

LONGEST_FIELD = 50_000
"""Characters; an abstract is far shorter."""
LONGEST_NAMES = 500_000
"""Characters of a list of names: the largest collaborations have over 5,000 authors."""
MOST_ENTRIES = 100_000
_LONGEST_KEY = 200
_MOST_NOTICES = 200
_SHOWN = 60
_NO_PUBLICATION = frozenset(("xdata", "set", "control", "ieeetranbstctl"))

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?:[^@\n]*\n){0,50}?---[ \t]*(?:\n|\Z)")
_WITHOUT_KEY = re.compile(
    r"^([ \t]*@(?!(?:string|preamble|comment)\b)\w+[ \t]*[{(])(?=\s*[^\W\d][\w-]*\s*=)", re.MULTILINE | re.IGNORECASE
)
_BEGINNING = re.compile(r"@\w*[ \t]*[{(]")
_FIELD_NAME = re.compile(r"[^\W\d][\w:+./-]*")
_LOST_FIELD = re.compile(r"^[^%\n]*?\b[^\W\d][\w-]{0,40}[ \t]{0,20}=[ \t]{0,20}[{\"\d]", re.MULTILINE)


@frozen()
class RawEntry:
    """One entry: its fields by names in lower case, as LaTeX; ``id`` is its key, made unique."""

    id: str
    key: str
    entry_type: str
    fields: Mapping[str, str]
    line: int


class NoticeBoard:
    """Gathers notices about one file, and stops at a number that a person can still read."""

    def __init__(self, where: str) -> None:
        """Name the file."""
        self._where = where
        self._notices: list[tuple[int, str]] = []
        self._untold = 0

    def add(self, what: str, line: int) -> None:
        """Add a notice about a line, counted from 1."""
        if len(self._notices) < _MOST_NOTICES:
            self._notices.append((line, what))
        else:
            self._untold += 1

    def notices(self) -> tuple[FormatNotice, ...]:
        """Return them by line."""
        by_line = sorted(self._notices, key=lambda notice: notice[0])
        told = [FormatNotice(what, f"{self._where}:{line}") for line, what in by_line]
        return (*told, *((FormatNotice(f"{self._untold} more like these", self._where),) if self._untold else ()))


def read_entries(text: str, board: NoticeBoard, taken: Iterable[str] = ()) -> list[RawEntry]:
    """Return the entries of a text in their order; whatever else should have been one is put on the board.

    A key that comes again, or is ``taken`` already, becomes ``key@2`` and so on; a missing one ``@N``, N being the
    entry's position counted from 1. ``crossref`` and ``xdata`` are followed. What isn't a publication by its type
    (``@xdata``, ``@set``, ``@control``) is left out.
    """
    blocks = split(_readable(text, board))
    strings = _strings((block for block, _, _ in blocks if not isinstance(block, PlainEntry)), board)
    reader = _EntryReader(strings, board, frozenset(taken))
    entries = [reader.read(entry, line) for entry, line in _entries(blocks, board)]
    return [entry for entry in _inheriting(entries, board) if entry.entry_type not in _NO_PUBLICATION]


def _readable(text: str, board: NoticeBoard) -> str:
    """Return the text with lines as before, without what would lead bibtexparser astray."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        board.add("NUL characters are left out; the file may be damaged", text.count("\n", 0, text.index("\0")) + 1)
        text = text.replace("\0", "")
    many = text.count("@") > MOST_ENTRIES
    beyond = next(itertools.islice(_BEGINNING.finditer(text), MOST_ENTRIES, None), None) if many else None
    if beyond:
        line = text.count("\n", 0, beyond.start()) + 1
        board.add(f"what follows is not read: a file may have {MOST_ENTRIES} entries", line)
        text = text[: beyond.start()]
    front = _FRONT_MATTER.match(text)
    if front:
        text = "\n" * front.group().count("\n") + text[front.end() :]
    return _WITHOUT_KEY.sub(r"\1,", text)


def _strings(blocks: Iterable[Block], board: NoticeBoard) -> dict[str, str]:
    strings: dict[str, str] = {}
    for block in blocks:
        from bibtexparser.model import DuplicateBlockKeyBlock, String  # noqa: PLC0415 - only where it was needed

        definition = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if not isinstance(definition, String):
            continue
        name = definition.key.casefold()
        value = next(read_values(name, definition.value, strings))
        if name in strings and strings[name] != value.text:
            board.add(f"@string {name[:_SHOWN]} is defined again, and this holds", (definition.start_line or 0) + 1)
        strings[name] = value.text[:LONGEST_FIELD]
    return strings


def _entries(blocks: Iterable[Split], board: NoticeBoard) -> Iterator[tuple[PlainEntry, int]]:
    """Yield what is an entry, also with a repeated key or field, and report what can't be read."""
    hidden: list[tuple[str, int]] = []
    for block, line, commented in blocks:
        entry = block if isinstance(block, PlainEntry) else _entry_in(block, board, line)
        if entry and commented:
            hidden.append((entry.key[:_SHOWN], line))
        elif entry:
            yield entry, line
    if hidden:
        keys = ", ".join(key for key, _ in hidden[:10]) + (", …" if len(hidden) > 10 else "")  # noqa: PLR2004 - enough to find them
        board.add(f"not taken, since a % stands before: {keys}", hidden[0][1])


def _entry_in(block: Block, board: NoticeBoard, line: int) -> PlainEntry | None:
    from bibtexparser.model import Entry, ImplicitComment, ParsingFailedBlock  # noqa: PLC0415 - only where it was needed

    entry = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
    if isinstance(entry, Entry):
        return PlainEntry(entry.entry_type, entry.key, tuple((field.key, field.value) for field in entry.fields))
    if isinstance(block, ParsingFailedBlock) and entry is None:
        board.add(f'can\'t be read: {_reason(block)}. It begins "{_beginning(block)}"', line)
    elif isinstance(block, ImplicitComment) and (lost := _LOST_FIELD.search(block.comment)):
        lost_line = line + block.comment.count("\n", 0, lost.start())
        board.add(f'stands outside any entry: "{_shortened(lost.group())}"', lost_line)
    return None


def _reason(block: Block) -> str:
    error = getattr(block, "error", None)
    return _shortened(str(getattr(error, "abort_reason", error)), 2 * _SHOWN).rstrip(". ")


def _beginning(block: Block) -> str:
    return _shortened(block.raw or "")


def _shortened(text: str, length: int = _SHOWN) -> str:
    folded = " ".join(text[: 4 * length].split())
    return folded if len(folded) <= length else f"{folded[: length - 1]}…"


class _EntryReader:
    """Reads entries one after the other, and remembers the ids it gave."""

    def __init__(self, strings: Mapping[str, str], board: NoticeBoard, taken: frozenset[str]) -> None:
        self._strings = strings
        self._board = board
        self._taken = taken
        self._lines: dict[str, int] = {}
        self._uses: dict[str, int] = {}
        self._position = 0

    def read(self, entry: PlainEntry, line: int) -> RawEntry:
        self._position += 1
        key = " ".join(entry.key.split())
        if len(key) > _LONGEST_KEY:
            self._board.add(f'a key of {len(key)} characters is none: "{_shortened(key)}"', line)
            key = ""
        identity = self._identity(key or f"@{self._position}", line, named=bool(key))
        fields = self._fields(entry, identity, line)
        return RawEntry(identity, key, entry.entry_type.casefold(), fields, line)

    def _identity(self, key: str, line: int, *, named: bool) -> str:
        identity = key
        number = self._uses.get(key, 1)
        while identity in self._lines or identity in self._taken:
            number += 1
            identity = f"{key}@{number}"
        self._uses[key] = number
        if identity != key and named:
            place = f"first in line {self._lines[key]}" if key in self._lines else "first in another file"
            self._board.add(f"the key {key} is used again ({place}); this entry is {identity}", line)
        self._lines[identity] = line
        return identity

    def _fields(self, entry: PlainEntry, identity: str, line: int) -> dict[str, str]:
        return dict(_simple_fields(entry.fields)) or self._read_fields(entry, identity, line)

    def _read_fields(self, entry: PlainEntry, identity: str, line: int) -> dict[str, str]:
        fields: dict[str, str] = {}
        for written, raw in entry.fields:
            name = written if _FIELD_NAME.fullmatch(written) else self._field_name(written, identity, line)
            if not name:
                continue
            for value in read_values(name, raw, self._strings):
                self._add(fields, value.name.casefold(), value.text, identity, line)
                if value.problem:
                    self._board.add(f"{identity}: {value.name}: {value.problem}", line)
        return fields

    def _field_name(self, written: str, identity: str, line: int) -> str:
        """Return the name of a field, "" where there is none."""
        # A % comment between fields ends up in the next field's name.
        name = next(reversed(written.strip().splitlines()), "").strip()
        if name.startswith("%"):
            return ""
        if _FIELD_NAME.fullmatch(name):
            return name
        self._board.add(f'{identity}: "{_shortened(name)}" is no name of a field; it is left out', line)
        return ""

    def _add(self, fields: dict[str, str], name: str, text: str, identity: str, line: int) -> None:
        longest = LONGEST_NAMES if name in ("author", "editor") else LONGEST_FIELD
        if len(text) > longest:
            self._board.add(f"{identity}: {name} has {len(text)} characters and is cut at {longest}", line)
            text = text[:longest]
        if not fields.get(name, "").strip():
            fields[name] = text
        elif text.strip() and text.split() != fields[name].split():
            self._board.add(f"{identity}: {name} is given twice; the first holds", line)


@lru_cache(maxsize=MOST_KEPT)
def _simple_fields(written: Fields) -> Fields:
    """Return fields by names in lower case, each as its value shows by itself; none where one needs a closer look.

    Nothing of such fields is to be told, and what ``@string`` defines changes nothing.
    """
    fields: dict[str, str] = {}
    for name, raw in written:
        text = raw if raw.isdigit() else simple_value(raw)
        if text is None or len(text) > LONGEST_FIELD or name.casefold() in fields or not _FIELD_NAME.fullmatch(name):
            return ()
        fields[name.casefold()] = text
    return tuple(fields.items())


_INHERITED = (
    *("editor", "publisher", "address", "location", "series", "volume", "organization", "edition", "isbn", "issn"),
    *(
        "venue",
        "eventtitle",
        "eventdate",
        "year",
        "month",
        "date",
        "journal",
        "journaltitle",
        "booktitle",
        "booksubtitle",
    ),
)


def _inheriting(entries: list[RawEntry], board: NoticeBoard) -> list[RawEntry]:
    """Fill entries from those that ``xdata`` names, with all its fields, and ``crossref``, with the volume's."""
    for kind in ("xdata", "crossref"):
        by_key = {entry.key.casefold(): entry for entry in reversed(entries)}
        entries = [_inherit(entry, kind, by_key, board) if kind in entry.fields else entry for entry in entries]
    return entries


def _inherit(entry: RawEntry, kind: str, by_key: Mapping[str, RawEntry], board: NoticeBoard) -> RawEntry:
    fields = {name: text for name, text in entry.fields.items() if text.strip()}
    for key in filter(None, map(str.strip, entry.fields[kind].split(","))):
        parent = by_key.get(key.casefold())
        if parent is None:
            board.add(f"{entry.id}: {kind} names {_shortened(key)}, which this file has not", entry.line)
        else:
            fields = {**(dict(parent.fields) if kind == "xdata" else _of_volume(parent)), **fields}
    return RawEntry(entry.id, entry.key, entry.entry_type, fields, entry.line)


def _of_volume(parent: RawEntry) -> dict[str, str]:
    """Return what an entry takes from the volume it stands in: the volume's title is its ``booktitle``."""
    fields = {name: parent.fields[name] for name in _INHERITED if name in parent.fields}
    for name in ("title", "subtitle"):
        if name in parent.fields:
            fields[f"book{name}"] = parent.fields[name]
    return fields
