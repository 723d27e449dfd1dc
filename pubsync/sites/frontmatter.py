"""The YAML front matter of a file: read key by key, and changed key by key, every other byte kept.

Front matter is what Jekyll takes for it (``YAML_FRONT_MATTER_REGEXP`` in jekyll/document.rb): a first line of three
hyphens, ended by a line of three hyphens or three dots. It is read as YAML 1.2, so ``no`` stays a word; dates are
given as they stand.
"""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Final, TypeAlias

from pubsync.errors import SiteError
from pubsync.formats.decoding import decoded
from pubsync.frozen import frozen
from pubsync.records.base import Value
from pubsync.sites.yamlkeys import KeyLines, read_keys
from pubsync.sites.yamltext import encodable, entry_line, storable

FRONT_MATTER_LIMIT: Final = 64 * 1024
"""Characters of front matter beyond which nothing is read: a page's front matter has some hundreds."""
FILE_LIMIT: Final = 8 * 1024 * 1024

_BOM = "\ufeff"
_OPENING = re.compile(r"\ufeff?---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_TOML = re.compile(r"\ufeff?\+\+\+[ \t]*\r?\n")
_KEY_LINE = re.compile(
    r"""(?P<indent>[ ]*)(?P<quote>["']?)pubsync(?P=quote)[ ]*:[ \t]+"""
    r"""(?P<value>"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'#][^\s#]*)[ \t]*(?:\#.*)?"""
)
_CLOSED = re.compile(r"""(?:[^"'\[{\n]*+(?:"(?:[^"\\\n]+|\\.)*+"|'(?:[^'\n]|'')*+')?[ \t\r]*\n)*""")
"""Lines as nearly all are: a value without quotes and brackets, or all of it within quotes; told at one go."""
_LEFT_OPEN = re.compile(
    r"""(?:^|[ \t\[{,])(?:"(?:[^"\\]|\\.)*\\?|'(?:[^']|'')*|\[[^\]]*|\{[^}]*)\Z"""  # a quotation, or a list in brackets
)
"""A line on which a value may begin that goes on below, where it may say what looks like a key of the front matter."""


class Remove(enum.Enum):
    """The wish that a key be gone, where None would be a value."""

    REMOVE = "remove"


REMOVE: Final = Remove.REMOVE
Changes: TypeAlias = Mapping[str, Value | Remove]


@frozen()
class FrontMatter:
    """A file with front matter. ``text`` is the whole file; offsets are characters in it."""

    text: str
    keys: tuple[KeyLines, ...]
    start: int
    """Where the line after the opening hyphens begins; the offsets of ``keys`` count from here."""
    closing: int
    """Where the closing line begins."""
    body_start: int

    @property
    def values(self) -> dict[str, Value]:
        """The parsed values by key, in the file's order."""
        return {key.name: key.value for key in self.keys}

    @property
    def has_comments(self) -> bool:
        """Whether a comment stands anywhere in it."""
        edges = [0, *(edge for key in self.keys for edge in (key.start, key.end)), self.closing - self.start]
        between = "".join(
            self.text[self.start + a : self.start + b] for a, b in zip(edges[::2], edges[1::2], strict=True)
        )
        return bool(between.strip()) or any(key.comments or key.trailing for key in self.keys)

    @property
    def body(self) -> str:
        """All below the front matter, as it stands."""
        return self.text[self.body_start :]

    @property
    def newline(self) -> str:
        """The line ending that most of the file's lines have."""
        return newline_of(self.text)

    @property
    def has_bom(self) -> bool:
        """Whether the file begins with a byte order mark."""
        return self.text.startswith(_BOM)


def decode(content: bytes, path: str) -> str:
    """Return ``content`` as text that encodes back to the same bytes.

    Raises:
        SiteError: where it is no UTF-8, or larger than ``FILE_LIMIT``.
    """
    if len(content) > FILE_LIMIT:
        message = f"the file is over {FILE_LIMIT // 1024 // 1024} MB, which no page is"
        raise SiteError(message, where=path, remedy="leave it out of the outputs in pubsync.yaml")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SiteError("the file is not UTF-8", where=f"{path}:{line}", remedy=_to_utf_8(content, path)) from error


def _to_utf_8(content: bytes, path: str) -> str:
    guess = decoded(content)[1]
    if guess != "GB18030":
        return "save it as UTF-8"
    return f"it seems to be {guess}: save it as UTF-8, as by iconv -f {guess} -t UTF-8 {path}, and mend its charset="


def newline_of(text: str) -> str:
    r"""Return the line ending that most lines of ``text`` have: ``\n`` or ``\r\n``."""
    windows = text.count("\r\n")
    return "\r\n" if windows > text.count("\n") - windows else "\n"


def parse(content: bytes, path: str) -> FrontMatter | None:
    """Read the front matter of ``content``; None where the file has none. ``path`` is for messages alone.

    Raises:
        SiteError: with file and line, where the front matter is not closed, is no mapping of keys to values, names a
            key twice, is no YAML, swells through aliases, is over a limit, or is Hugo's TOML.
    """
    text = decode(content, path)
    if _TOML.match(text):
        remedy = "write it as YAML between two lines of three hyphens"
        raise SiteError("the front matter is TOML, which pubsync does not change", where=f"{path}:1", remedy=remedy)
    opening = _OPENING.match(text)
    if opening is None:
        return None
    closing = _CLOSING.search(text, opening.end())
    if closing is None or closing.start() > FRONT_MATTER_LIMIT:
        remedy = f"end it with a line of three hyphens within {FRONT_MATTER_LIMIT // 1024} KB"
        raise SiteError("the front matter is not closed", where=f"{path}:1", remedy=remedy)
    keys = _read_keys(text[opening.end() : closing.start()], path)
    return FrontMatter(text, keys, opening.end(), closing.start(), closing.end())


@lru_cache(maxsize=4096)
def _read_keys(inner: str, path: str) -> tuple[KeyLines, ...]:
    # A run reads each file twice, to tell its edits and to plan it; YAML is what costs.
    return read_keys(inner, path, first_line=2)


def peek_key(content: bytes) -> str:
    """Return the value of the top-level key ``pubsync``, "" where there is none; never raises.

    YAML is parsed only where a value above that line may go on over it: every file of a site is looked at.
    """
    head = content[:FRONT_MATTER_LIMIT].decode("utf-8", errors="replace")
    opening = _OPENING.match(head)
    closing = _CLOSING.search(head, opening.end()) if opening else None
    if opening is None or closing is None:
        return ""
    inner = head[opening.end() : closing.start()]
    lines = inner.split("\n")
    level = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" \t")[:1] not in ("", "#")), 0)
    found = ((place, _KEY_LINE.fullmatch(line.rstrip())) for place, line in enumerate(lines) if "pubsync" in line)
    place, value = next(((at, one["value"]) for at, one in found if one and len(one["indent"]) == level), (0, ""))
    above = "".join(f"{line}\n" for line in lines[:place])
    if not _CLOSED.fullmatch(above) and any(map(_LEFT_OPEN.search, lines[:place])):
        with suppress(SiteError):
            return next((str(one.value or "") for one in _read_keys(inner, "") if one.name == "pubsync"), "")
    return _unquoted(value)


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value.strip("'")
    try:
        return str(json.loads(value))
    except ValueError:
        return ""


def update(content: bytes | None, changes: Changes, body: str | None, *, path: str = "") -> bytes:
    r"""Return ``content`` with some front matter keys and, where ``body`` is given, all below them changed.

    Only the lines of the keys in ``changes`` are written anew; keys that are absent go to the end of the front matter,
    ``REMOVE`` takes a key out. A comment on or within those lines stays. Every other byte stays as it is. A file
    without front matter gets one above what it holds; ``content`` None makes a new file. Lines of ``body`` end in
    ``\n`` and take the file's own ending.

    Raises:
        SiteError: as ``parse``; also where the change can't be made without changing what other keys say, as where
            another key refers to this one's anchor.
    """
    body = None if body is None else encodable(body).replace("\r\n", "\n")
    stored = {name: value if isinstance(value, Remove) else storable(value) for name, value in changes.items()}
    front = None if content is None else parse(content, path)
    if front is None:
        return _with_new_front("" if content is None else decode(content, path), stored, body).encode()
    text = front.text if not stored else _changed(front, stored)
    if body is not None:
        text = _with_body(text, len(text) - len(front.body), body, front.newline)
    after = text.encode()
    if stored:
        _verify(after, front, stored, path)
    return after


def _with_new_front(text: str, changes: Changes, body: str | None) -> str:
    newline = newline_of(text)
    bom = _BOM if text.startswith(_BOM) else ""
    below = text.removeprefix(_BOM) if body is None else body.replace("\n", newline)
    lines = [entry_line(name, value) for name, value in changes.items() if not isinstance(value, Remove)]
    if not lines and text:
        return bom + below
    return bom + "".join(line + newline for line in ("---", *lines, "---")) + below


def _with_body(text: str, body_start: int, body: str, newline: str) -> str:
    head = text[:body_start]
    gap = "" if head.endswith("\n") or not body else newline
    return head + gap + body.replace("\n", newline)


def _changed(front: FrontMatter, changes: Changes) -> str:
    pieces, done = [], 0
    inner = front.text[front.start : front.closing]
    for key in front.keys:
        if key.name in changes:
            pieces += [inner[done : key.start], _new_lines(key, changes[key.name], front.newline)]
            done = key.end
    present = {key.name for key in front.keys}
    indent = front.keys[0].indent if front.keys else ""
    added = [
        f"{indent}{entry_line(name, value)}{front.newline}"
        for name, value in changes.items()
        if name not in present and not isinstance(value, Remove)
    ]
    return front.text[: front.start] + "".join([*pieces, inner[done:], *added]) + front.text[front.closing :]


def _new_lines(key: KeyLines, value: Value | Remove, newline: str) -> str:
    comments = [key.indent + comment + newline for comment in key.comments]
    if isinstance(value, Remove):
        trailing = [key.indent + key.trailing.lstrip() + key.line_end] if key.trailing.strip() else []
        return "".join(comments + trailing)
    line = key.indent + entry_line(key.name, value) + key.trailing + key.line_end
    return "".join([line, *comments])


def _verify(after: bytes, before: FrontMatter, changes: Changes, path: str) -> None:
    expected: dict[str, Value] = {name: value for name, value in before.values.items() if name not in changes}
    expected |= {name: value for name, value in changes.items() if not isinstance(value, Remove)}
    try:
        front = parse(after, path)
    except SiteError:
        front = None
    if front is None or front.values != expected:
        names = ", ".join(changes)
        message = f"{names} can't be changed without changing other keys of the front matter"
        raise SiteError(message, where=path, remedy="write each key on lines of its own, without anchors")
