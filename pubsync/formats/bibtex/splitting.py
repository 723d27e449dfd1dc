"""A .bib text, split into entries and whatever else it holds.

bibtexparser does it, walking from one brace, comma and line end to the next. An entry that is written plainly, as
nearly all exports write them, matches a pattern as well, in a quarter of the time. The two agree: a block never
reaches beyond an ``@word{`` that begins a line, so that what stands before and behind a plain entry is split as if that
stood between.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from bibtexparser.model import Block

_LOADING = threading.Lock()

_BEGINNING = re.compile(r"^[^\S\n]*@\w*[ \t]*(?=[{(])", re.MULTILINE)
_CUT_BEGINNING = re.compile(r"@\w*[ \t]*\Z")
_HEAD = re.compile(
    r"\s*@(?!string|preamble|comment)(\w+)[ \t]*\{\s*([^\s,{}\"=\\%#()@]+)\s*,\s*",  # told by these letters alone
    re.IGNORECASE,
)
_TEXT = r"[^{}\\]*+(?:\\[^{}\\][^{}\\]*+)*+"
"""No brace, and nothing that may make one a letter."""
_BRACED = rf"\{{{_TEXT}(?:\{{{_TEXT}(?:\{{{_TEXT}\}}{_TEXT})*+\}}{_TEXT})*+\}}"
_FIELD = re.compile(
    rf"([^\W\d][\w:+./-]*)\s*=\s*({_BRACED}|\"[^\"{{}}\\]*+\"|\d++|[^\W\d]\w*+)\s*(?:,\s*(\}}\s*\Z)?|(\}}\s*\Z))"
)


Fields: TypeAlias = tuple[tuple[str, str], ...]
MOST_KEPT = 32_768
"""Entries: as many works as a large lab has, since the next file that names one may be the last."""


class PlainEntry(NamedTuple):
    """An entry: its fields by names as they stand there, their values with their braces or quotes."""

    entry_type: str
    key: str
    fields: Fields


Split: TypeAlias = "tuple[Block | PlainEntry, int, bool]"
"""A block, its line counted from 1, and whether a ``%`` stands before it in that line."""


def load_parser() -> None:
    """Load bibtexparser, one thread after the other: its import fails now and then where two begin it."""
    with _LOADING:
        import bibtexparser.entrypoint  # noqa: F401, PLC0415 - for its effect; start-up time


def split(text: str) -> list[Split]:
    """Return the blocks of a text in their order, what can't be read among them; it never raises."""
    found: list[Split] = []
    lines = _Lines(text)
    pending = 0  # what begins here is left to bibtexparser
    starts = [mark.start() for mark in _BEGINNING.finditer(text)]
    for start, end in zip(starts, [*starts, len(text)][1:], strict=True):
        entry = plain_entry(text, start, end)
        if entry is None:
            continue
        found += _by_parser(lines, pending, start, end)
        found.append((entry, lines.at(start), False))
        pending = end
    found += _by_parser(lines, pending, len(text), len(text))
    return found


class _Lines:
    """Counts the lines of a text, for places that come one after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._place, self._line = 0, 1

    def at(self, place: int) -> int:
        self._line += self.text.count("\n", self._place, place)
        self._place = place
        return self._line


def plain_entry(text: str, start: int, end: int) -> PlainEntry | None:
    """Return the one entry that stands between two places, None where there is more, or where it is not plain."""
    head = _HEAD.match(text, start, end)
    if head is None:
        return None
    fields = _plain_fields(text[head.end() : end].rstrip())
    return PlainEntry(head.group(1).lower(), head.group(2), fields) if fields else None


@lru_cache(maxsize=MOST_KEPT)
def _plain_fields(body: str) -> Fields:
    """Return the fields of an entry, given what follows its key, none where it is not plain.

    In a lab the same entry stands in the files of all its authors, and is split once.
    """
    fields: list[tuple[str, str]] = []
    place = 0
    while field := _FIELD.match(body, place):
        name, value, *ends = field.groups()
        fields.append((name, value))
        if any(ends):
            return tuple(fields)
        place = field.end()
    return ()


def _by_parser(lines: _Lines, start: int, end: int, seen: int) -> Iterator[Split]:
    """Yield the blocks between two places; bibtexparser sees the entry that follows, to tell by it what is wrong."""
    text = lines.text
    if not text[start:end].strip():
        return
    load_parser()
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415 - start-up time

    # It logs what fails; we report it.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    place = after = start
    blocks = parse_string(text[start:seen], parse_stack=[]).blocks
    for block in blocks[:-1] if end < seen else blocks:
        raw = block.raw or ""
        found = text.find(raw, after, seen)
        place = found if 0 <= found < end else place
        # What can't be read may end with the beginning of the block that follows it.
        following = _CUT_BEGINNING.search(raw)
        after = place + (following.start() if following else len(raw))
        # bibtexparser's own line numbers pass over lines that end with a backslash.
        yield block, lines.at(place), text[text.rfind("\n", 0, place) + 1 : place].lstrip().startswith("%")
