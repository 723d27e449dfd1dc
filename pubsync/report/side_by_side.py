"""Two texts beside each other, in columns that fit a terminal, with the words that differ marked.

A mark is a pair of brackets, so that it shows without colour too. Everything printed here is from outside: it is
shown on lines of its own making, without a character that acts on a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TypeAlias

from pubsync.citing.escape import plain
from pubsync.frozen import frozen

Emphasis: TypeAlias = Callable[[str], str]
"""Makes words stand out further, as by a colour."""

UNKNOWN = "–"
"""Shown where one side says nothing: that is evidence neither for nor against anything."""
_MOST_CHARACTERS = 4000
_MOST_COMPARED = 400
"""Words of either side that are compared: each is held against each."""
_LONG = 60
"""Words from which on stretches that agree are shortened."""
_KEPT = 4
"""Words that are kept at either end of a stretch that agrees."""
_MOST_LINES = 12
_GAP = 2
_RULE = " | "
_STACKED_BELOW = 48
"""Columns of a terminal under which a label stands on a line of its own."""
_NARROWEST = 6

_WIDE = (
    "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001faff\U00020000-\U0003ffff"
)
_HAS_WIDE = re.compile(f"[{_WIDE}]")
_PIECES = re.compile(f"[{_WIDE}]|[^\\W{_WIDE}]+|[^\\w\\s]")
"""A wide letter, which may end a line; a word; any other sign."""


@frozen()
class Row:
    """What two sides say of one thing; "" where a side says nothing.

    ``compared`` is whether words that differ are marked.
    """

    label: str
    left: str
    right: str
    compared: bool = True


@frozen()
class _Piece:
    """Characters that are compared as one; ``spaced`` is whether a space stands before them."""

    text: str
    spaced: bool
    differs: bool = False


_Line: TypeAlias = list[_Piece]


def one_line(text: str) -> str:
    """Return a text from outside on one line, without what acts on a terminal, and of bearable length."""
    return " ".join(plain(text[:_MOST_CHARACTERS]).split())


def beside(heads: tuple[str, str], rows: Sequence[Row], width: int, emphasise: Emphasis = str) -> list[str]:
    """Return rows in two columns of a terminal ``width`` columns wide, under a head for each side.

    The words in which the sides of a row differ are in brackets, and given to ``emphasise``.
    """
    columns = _Columns.fitting([row.label for row in rows], width)
    lines = list(columns.lines("", _cell(_pieces(heads[0])), _cell(_pieces(heads[1]))))
    lines.append(columns.rule())
    for row in rows:
        left, right = _compared(row.left, row.right) if row.compared else (_pieces(row.left), _pieces(row.right))
        lines += columns.lines(row.label, _cell(left), _cell(right), emphasise)
    return lines


def listed(rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    """Return rows of a label and one text in a terminal ``width`` columns wide."""
    indent = _label_width([label for label, _ in rows], width)
    found = []
    for label, text in rows:
        lines = _wrapped(_cell(_pieces(text)), max(_NARROWEST, width - indent))
        if not indent:
            found.append(one_line(label))
        for number, line in enumerate(lines):
            start = one_line(label) if indent and not number else ""
            found.append((_padded(start, indent) + _text(line)).rstrip())
    return found


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most ``width`` columns."""
    return [_text(line) for line in _wrapped(_pieces(text), max(_NARROWEST, width))]


def _label_width(labels: Sequence[str], width: int) -> int:
    """The columns that labels take at the side; 0 where they stand above."""
    return max(map(_cells, labels), default=0) + _GAP if width >= _STACKED_BELOW else 0


@frozen()
class _Columns:
    """How broad the labels and either column are."""

    indent: int
    broad: int

    @classmethod
    def fitting(cls, labels: Sequence[str], width: int) -> _Columns:
        indent = _label_width(labels, width)
        return cls(indent, max(_NARROWEST, (width - indent - len(_RULE)) // 2))

    def rule(self) -> str:
        return " " * self.indent + "-" * self.broad + "-+-" + "-" * self.broad

    def lines(self, label: str, left: _Line, right: _Line, emphasise: Emphasis = str) -> Iterator[str]:
        if label and not self.indent:
            yield label
        nothing: _Line = []
        pairs = zip_longest(_wrapped(left, self.broad), _wrapped(right, self.broad), fillvalue=nothing)
        for number, (mine, theirs) in enumerate(pairs):
            start = _padded(label if not number else "", self.indent)
            rest = " " * (self.broad - _cells(_text(mine)))
            yield (start + _text(mine, emphasise) + rest + _RULE + _text(theirs, emphasise)).rstrip()


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - _cells(text)) if width else ""


def _pieces(text: str) -> _Line:
    safe = one_line(text)
    return [
        _Piece(match.group(), spaced=safe[match.start() - 1 : match.start()] == " ") for match in _PIECES.finditer(safe)
    ]


def _compared(left: str, right: str) -> tuple[_Line, _Line]:
    """The pieces of both sides, with those that differ in brackets and stretches that agree shortened."""
    mine, theirs = _pieces(left), _pieces(right)
    if not (mine and theirs):
        return mine or _pieces(UNKNOWN), theirs or _pieces(UNKNOWN)
    matcher = SequenceMatcher(
        None, [one.text for one in mine[:_MOST_COMPARED]], [one.text for one in theirs[:_MOST_COMPARED]], autojunk=False
    )
    shorten = max(len(mine), len(theirs)) > _LONG
    found: tuple[_Line, _Line] = ([], [])
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        for side, stretch in zip(found, (mine[start:end], theirs[other_start:other_end]), strict=True):
            side.extend(_shortened(stretch) if shorten and tag == "equal" else _marked(stretch, tag != "equal"))
    for side, whole in zip(found, (mine, theirs), strict=True):
        side.extend([_Piece("…", spaced=True)] if len(whole) > _MOST_COMPARED else [])
    return found


def _shortened(stretch: _Line) -> _Line:
    if len(stretch) <= 3 * _KEPT:
        return stretch
    return [*stretch[:_KEPT], _Piece("…", spaced=True), replace(stretch[-_KEPT], spaced=True), *stretch[1 - _KEPT :]]


def _marked(stretch: _Line, differs: bool) -> _Line:
    if not (differs and stretch):
        return stretch
    found = [replace(one, differs=True) for one in stretch]
    found[0] = replace(found[0], text=f"[{found[0].text}")
    found[-1] = replace(found[-1], text=f"{found[-1].text}]")
    return found


def _cell(pieces: _Line) -> _Line:
    return pieces or [_Piece("", spaced=False)]


def _wrapped(pieces: _Line, width: int) -> list[_Line]:
    """Lines of at most ``width`` columns; past a number of them the rest is left out."""
    lines: list[_Line] = [[]]
    used = 0
    for word in _words(pieces):
        gap = int(bool(lines[-1]) and word[0].spaced)
        length = sum(_cells(one.text) for one in word)
        if used + gap + length <= width:
            lines[-1].extend(word)
            used += gap + length
            continue
        for part in _chopped(word, width):
            lines.append(part) if lines[-1] else lines[-1].extend(part)
        used = _cells(_text(lines[-1]))
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES - 1 :] = [[_Piece("…", spaced=False)]]
    return lines


def _words(pieces: _Line) -> Iterator[_Line]:
    """Stretches that no line breaks."""
    word: _Line = []
    for piece in pieces:
        may_break = piece.spaced or _HAS_WIDE.search(piece.text) or (word and _HAS_WIDE.search(word[-1].text))
        if word and may_break:
            yield word
            word = []
        word.append(piece)
    if word:
        yield word


def _chopped(word: _Line, width: int) -> Iterator[_Line]:
    """A word in parts that each fit into a line."""
    part: _Line = []
    used = 0
    for piece in word:
        for character in piece.text:
            if used + _cells(character) > width and part:
                yield part
                part, used = [], 0
            spaced = piece.spaced and not part
            part = _joined(part, replace(piece, text=character, spaced=spaced))
            used += _cells(character)
    if part:
        yield part


def _joined(part: _Line, piece: _Piece) -> _Line:
    """A part with one more character, in its last piece where that is of the same kind."""
    if part and part[-1].differs == piece.differs:
        return [*part[:-1], replace(part[-1], text=part[-1].text + piece.text)]
    return [*part, piece]


def _text(line: _Line, emphasise: Emphasis = str) -> str:
    shown = ""
    for number, piece in enumerate(line):
        space = " " if piece.spaced and number else ""
        shown += space + (emphasise(piece.text) if piece.differs else piece.text)
    return shown


def _cells(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    from rich.cells import cell_len  # noqa: PLC0415 - start-up time

    return cell_len(text)
