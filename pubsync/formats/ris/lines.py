"""Texts of tagged lines, which all these forms but XML are: split into entries, with nothing lost unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pubsync.formats.bibtex.entries import LONGEST_FIELD, MOST_ENTRIES, NoticeBoard
from pubsync.frozen import frozen

_SHOWN = 60
_ORDINARY = re.compile(
    r"\s*(?:\d+\.?|Record #\d+ of \d+|Provider:.*|Content:.*|FN .*|VR .*|EF|Database:.*|-+|<\d+>)\s*", re.IGNORECASE
)
"""What exports write between entries, or before the first."""
_LINE_SEPARATORS = re.compile("\\s?[\u2028\u2029\x85]\\s?")


@frozen(kw_only=True)
class Syntax:
    """How one form is written.

    ``line`` matches a line with a tag, and has the groups ``tag`` and ``value``; a line without one goes on with the
    value before it. ``begins`` are tags that begin an entry, ``ends`` one that ends it, and ``title`` one that no
    entry has twice. ``each_line`` are tags whose further lines are values of their own. ``has_preamble`` is whether a
    program describes its tags before the first entry.
    """

    name: str
    line: re.Pattern[str]
    begins: str
    title: str
    ends: str = ""
    each_line: frozenset[str] = frozenset()
    has_preamble: bool = False


@dataclass(slots=True)
class TaggedEntry:
    """One entry as it stands there: its tags and values in their order, and the line where it begins."""

    line: int
    fields: list[tuple[str, list[str]]] = field(default_factory=list)

    def has(self, tag: str) -> bool:
        """Whether it has a value of a tag."""
        return any(tag == own for own, _ in self.fields)

    def has_other_than(self, tag: str) -> bool:
        """Whether it has more than values of this tag."""
        return any(tag != own for own, _ in self.fields)

    def values(self) -> Iterator[tuple[str, str]]:
        """Yield tags and whole values in their order."""
        return ((tag, "\n".join(lines)) for tag, lines in self.fields)


def lines_of(text: str, board: NoticeBoard) -> list[str]:
    """Return the lines of a text, however they end."""
    if "\0" in text:
        board.add("NUL characters are left out; the file may be damaged", text.count("\n", 0, text.index("\0")) + 1)
        text = text.replace("\0", "")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _LINE_SEPARATORS.sub(" ", text).split("\n")


def split(text: str, syntax: Syntax, board: NoticeBoard) -> list[TaggedEntry]:
    """Return the entries of a text in their order; what should have been one is put on the board."""
    splitter = _Splitter(syntax, board)
    lines = lines_of(text, board)
    found = [syntax.line.match(line) for line in lines]
    splitter.is_strict = any(one is not None and splitter.tag(one) == syntax.begins for one in found)
    for number, (line, match) in enumerate(zip(lines, found, strict=True), start=1):
        if len(splitter.entries) > MOST_ENTRIES:
            board.add(f"what follows is not read: a file may have {MOST_ENTRIES} entries", number)
            break
        if match is not None:
            splitter.take_tag(splitter.tag(match), match["value"] or "", number)
        elif line.strip():
            splitter.take_text(line.strip(), number)
        else:
            splitter.after_blank = True
    splitter.finish()
    return splitter.entries


class _Splitter:
    """Goes through the lines of a text once."""

    def __init__(self, syntax: Syntax, board: NoticeBoard) -> None:
        self.entries: list[TaggedEntry] = []
        self.is_strict = True
        self.after_blank = False
        self._syntax = syntax
        self._board = board
        self._open: TaggedEntry | None = None
        self._endless: list[int] = []
        self._outside: list[tuple[int, str]] = []

    def tag(self, found: re.Match[str]) -> str:
        tag = " ".join(found["tag"].split())
        return tag.casefold() if self._syntax.name == "noteexpress" else tag

    def take_tag(self, tag: str, value: str, number: int) -> None:
        if self._syntax.ends and tag == self._syntax.ends:
            self._open = None
            return
        if self._open is not None and self._begins(tag, self._open):
            self._endless.append(self._open.line)
            self._open = None
        if self._open is None:
            if self.is_strict and tag != self._syntax.begins and self._syntax.has_preamble and not self.entries:
                return
            self._begin(tag, number)
        if self._open is not None:
            self._open.fields.append((tag, [value.strip()]))
        self.after_blank = False

    def _begins(self, tag: str, entry: TaggedEntry) -> bool:
        """Whether a tag begins another entry: two types may follow each other, as in "%0 Serial", "%0 Audio"."""
        if tag == self._syntax.begins:
            return entry.has_other_than(tag)
        if not self.after_blank:
            return False
        # Abstracts have empty lines too, so that these part entries only where no tag does it.
        return not self.is_strict or (tag == self._syntax.title and entry.has(tag))

    def _begin(self, tag: str, number: int) -> None:
        self._open = TaggedEntry(number)
        self.entries.append(self._open)
        if self.is_strict and tag != self._syntax.begins:
            self._board.add(f"an entry begins without its type, with {tag}", number)

    def take_text(self, line: str, number: int) -> None:
        """Take a line without a tag: it goes on with the value before it, or belongs to no entry."""
        if self._open is None or not self._open.fields:
            if self.entries and not _ORDINARY.fullmatch(line[: 2 * _SHOWN]):
                self._outside.append((number, line))
            return
        tag, lines = self._open.fields[-1]
        if tag in self._syntax.each_line:
            self._open.fields.append((tag, [line]))
        else:
            lines.append(line)
        self.after_blank = False

    def finish(self) -> None:
        """Report what was found to be odd, each kind once."""
        if self._open is not None:
            self._endless.append(self._open.line)
        if self._endless and self._syntax.ends:
            count = len(self._endless)
            whose = "an entry ends" if count == 1 else f"{count} entries end"
            self._board.add(f"{whose} without {self._syntax.ends}; the file may have been cut", self._endless[-1])
        if self._outside:
            number, line = self._outside[0]
            shown = line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
            more = f", and {len(self._outside) - 1} more lines" if len(self._outside) > 1 else ""
            self._board.add(f'stands outside any entry: "{shown}"{more}', number)


def cut(text: str, name: str, line: int, board: NoticeBoard) -> str:
    """Return a value at a length that a page can bear."""
    if len(text) <= LONGEST_FIELD:
        return text
    board.add(f"{name} has {len(text)} characters and is cut at {LONGEST_FIELD}", line)
    return text[:LONGEST_FIELD]
