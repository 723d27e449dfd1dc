r"""Where the entries of a .bib text stand, and the fields in them.

What stands between entries is a comment to BibTeX. A text is read as far as it can be: an entry whose braces never
close ends where the next one begins at the start of a line, and is broken. Braces count whatever stands before them,
as in BibTeX (https://ctan.org/pkg/btxdoc); an entry that is none so is read once more with ``\{`` as a letter, as
most other programs do.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from pubsync.frozen import frozen
from pubsync.sites.tables.splicing import Span

_COMMANDS: Final = frozenset({"string", "preamble", "comment"})
_AT = re.compile(r"@[ \t]{0,8}(?P<type>[^\W\d_][\w-]{0,60})[ \t\r\n]{0,8}(?P<open>[{(])")
_LINE_AT = re.compile(r"^[ \t]*+@[ \t]{0,8}[^\W\d_][\w-]{0,60}[ \t]{0,8}[{(]", re.MULTILINE)
_TRIVIA = re.compile(r"(?:\s++|%[^\n]*+)*+")
_KEY = re.compile(r"[^,{}=\n\r]*+")
_KEY_IN_PARENTHESES = re.compile(r"[^,{}=()\n\r]*+")
_NAME = re.compile(r"[^\s=,{}()\"#%]++")
_WORD = re.compile(r"[^\s,{}()\"#=%]++")
_LONGEST_KEY = 200


@frozen()
class Token:
    """A part of a value: its text within braces or quotes, or a bare word."""

    start: int
    end: int
    bare: bool


@frozen()
class FieldSpan:
    """A field of an entry; ``name`` is in lower case, ``value`` is where its whole value stands."""

    name: str
    start: int
    value: Span
    tokens: tuple[Token, ...]


@frozen()
class Entry:
    """An entry, or a command such as ``@string``. ``inner`` is where all from its key's end to its last bracket stands.

    One that is not ``readable`` has its place, and its key where that can be told.
    """

    type: str
    key: str
    start: int
    end: int
    type_span: Span
    inner: Span = (0, 0)
    fields: tuple[FieldSpan, ...] = ()
    commented: bool = False
    readable: bool = True

    @property
    def is_command(self) -> bool:
        """Whether it is no entry."""
        return self.type in _COMMANDS


class _BrokenError(Exception):
    """What is being read is no entry."""


def scan(text: str) -> list[Entry]:
    """Return the entries and commands of a text in their order; what has a ``%`` before it in its line is none."""
    return list(_entries(text, [found.start() for found in _LINE_AT.finditer(text)]))


def _entries(text: str, line_starts: list[int]) -> Iterator[Entry]:
    at = 0
    ends_are_known = True
    while found := _AT.search(text, at):
        at = found.end()
        if text[text.rfind("\n", 0, found.start()) + 1 : found.start()].lstrip().startswith("%"):
            continue
        place = bisect_left(line_starts, found.end())
        limit = line_starts[place] if place < len(line_starts) else len(text)
        # A comment may hold whole entries. One that never ends is looked through once, not again for each that follows.
        holds_lines = found["type"].casefold() == "comment" and ends_are_known
        entry = _entry(text, found, len(text) if holds_lines else limit)
        if holds_lines and not entry.readable:
            ends_are_known = False
            entry = _broken(text, found, limit)
        at = entry.end
        yield entry


def _entry(text: str, found: re.Match[str], limit: int) -> Entry:
    for braces, signs in ((_BRACES, _SIGNS), (_UNESCAPED_BRACES, _UNESCAPED_SIGNS)):
        try:
            return _Reader(text, limit, braces, signs).entry(found)
        except _BrokenError:
            continue
    return _broken(text, found, limit)


def _broken(text: str, found: re.Match[str], limit: int) -> Entry:
    key = _KEY.match(text, found.end(), limit)
    name = key.group().strip() if key and text[key.end() : key.end() + 1] in (",", "\n", "\r") else ""
    end = max(found.end(), found.start() + len(text[found.start() : limit].rstrip()))
    kind = found["type"].casefold()
    return Entry(kind, name[:_LONGEST_KEY], found.start(), end, found.span("type"), readable=False)


_BRACES = re.compile(r"[{}]")
_BRACES_AND_PARENTHESIS = re.compile(r"[{})]")
_SIGNS = re.compile(r"[{}\"]")
_UNESCAPED_BRACES = re.compile(r"(?<!\\)[{}]")
_UNESCAPED_SIGNS = re.compile(r"(?<!\\)[{}\"]")


class _Reader:
    """Reads one entry, as far as ``limit``."""

    def __init__(self, text: str, limit: int, braces: re.Pattern[str], signs: re.Pattern[str]) -> None:
        self._text = text
        self._limit = limit
        self._braces = braces
        self._signs = signs
        self._commented = False

    def entry(self, found: re.Match[str]) -> Entry:
        kind, closing = found["type"].casefold(), "}" if found["open"] == "{" else ")"
        start, at = found.span()
        if kind in _COMMANDS:
            fields, end = self._fields(at, closing) if kind == "string" else ((), self._after_brackets(at, closing))
            return Entry(kind, "", start, end, found.span("type"), (at, end - 1), fields)
        named = (_KEY if closing == "}" else _KEY_IN_PARENTHESES).match(self._text, at, self._limit)
        key = named.group() if named else ""
        at += len(key)
        fields, end = self._fields(at, closing)
        key = key.strip()
        type_span, inner = found.span("type"), (at, end - 1)
        return Entry(kind, key, start, end, type_span, inner, fields, self._commented, readable=bool(key))

    def _fields(self, at: int, closing: str) -> tuple[tuple[FieldSpan, ...], int]:
        """Read fields as far as the closing bracket, and return where that ends."""
        fields = []
        at = self._skip(at, commas=True)
        while not self._text.startswith(closing, at):
            name = self._match(_NAME, at)
            at = self._skip(name.end())
            if not self._text.startswith("=", at):
                raise _BrokenError
            value_at = self._skip(at + 1)
            tokens, end = self._value(value_at)
            fields.append(FieldSpan(name.group().casefold(), name.start(), (value_at, end), tokens))
            at = self._skip(end, commas=True)
        return tuple(fields), at + 1

    def _skip(self, at: int, *, commas: bool = False) -> int:
        while True:
            trivia = self._match(_TRIVIA, at)
            self._commented = self._commented or "%" in trivia.group()
            at = trivia.end()
            if not commas or not self._text.startswith(",", at) or at >= self._limit:
                return at
            at += 1

    def _match(self, pattern: re.Pattern[str], at: int) -> re.Match[str]:
        found = pattern.match(self._text, at, self._limit)
        if found is None:
            raise _BrokenError
        return found

    def _value(self, at: int) -> tuple[tuple[Token, ...], int]:
        tokens = []
        while True:
            token, end = self._token(at)
            tokens.append(token)
            at = self._skip(end)
            if not self._text.startswith("#", at):
                return tuple(tokens), end
            at = self._skip(at + 1)

    def _token(self, at: int) -> tuple[Token, int]:
        sign = self._text[at : at + 1]
        if sign in ("{", '"') and sign:
            end = self._closing(at + 1, "}" if sign == "{" else '"')
            return Token(at + 1, end - 1, bare=False), end
        word = self._match(_WORD, at)
        return Token(at, word.end(), bare=True), word.end()

    def _closing(self, at: int, closing: str) -> int:
        """Return where the text within braces or quotes that begins at ``at`` ends, its closing sign included."""
        depth = 0
        for found in (self._signs if closing == '"' else self._braces).finditer(self._text, at, self._limit):
            sign = found.group()
            if depth == 0 and sign == closing:
                return found.end()
            depth += (sign == "{") - (sign == "}")
            if depth < 0:
                break
        raise _BrokenError

    def _after_brackets(self, at: int, closing: str) -> int:
        if closing == "}":
            return self._closing(at, closing)
        depth = 0
        for found in _BRACES_AND_PARENTHESIS.finditer(self._text, at, self._limit):
            sign = found.group()
            if sign == ")" and depth == 0:
                return found.end()
            depth += (sign == "{") - (sign == "}")
        raise _BrokenError
