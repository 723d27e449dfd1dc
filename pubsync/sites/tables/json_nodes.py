"""A JSON text as nodes: read as far down as rows have fields, and whole values below (RFC 8259)."""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn

from pubsync.errors import SiteError
from pubsync.sites.tables.nodes import Kind, Member, Node

_DEPTH: Final = 3
"""A document holds tables, a table rows, a row fields."""
_BLANK = re.compile(r"[ \t\r\n]*+")
_REMEDY = "mend it there; a JSON file has no comments, and no comma before a closing bracket"


def read_json(text: str, path: str) -> Node:
    """Return the text as a node; ``path`` is for messages.

    Raises:
        SiteError: with file and line, where it is no JSON or names a key twice.
    """
    try:
        return _Reader(text).document()
    except json.JSONDecodeError as error:
        raise SiteError(f"it is no valid JSON: {error.msg}", where=f"{path}:{error.lineno}", remedy=_REMEDY) from error
    except (ValueError, RecursionError) as error:
        message = "it nests too deep" if isinstance(error, RecursionError) else str(error)
        raise SiteError(f"it is no JSON that can be read: {message}", where=path, remedy=_REMEDY) from error


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._decoder = json.JSONDecoder(parse_constant=_refuse)

    def document(self) -> Node:
        node = self.node(self.skip(0), _DEPTH)
        end = self.skip(node.end)
        if end < len(self._text):
            raise json.JSONDecodeError("something follows its end", self._text, end)
        return node

    def skip(self, at: int) -> int:
        found = _BLANK.match(self._text, at)
        return found.end() if found else at

    def node(self, at: int, depth: int) -> Node:
        sign = self._text[at : at + 1]
        if not depth or sign not in ("{", "["):
            value, end = self._value(at)
            kind: Kind = "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "scalar"
            return Node(kind, at, end, value)
        members, end = self._members(at + 1, depth - 1, named=sign == "{")
        if sign == "[":
            return Node("list", at, end, [member.node.value for member in members], members)
        return Node("mapping", at, end, {member.name: member.node.value for member in members}, members)

    def _value(self, at: int) -> tuple[Any, int]:
        try:
            return self._decoder.raw_decode(self._text, at)
        except StopIteration as error:
            raise json.JSONDecodeError("a value is missing", self._text, at) from error

    def _members(self, at: int, depth: int, *, named: bool) -> tuple[tuple[Member, ...], int]:
        closing = "}" if named else "]"
        members: list[Member] = []
        names: set[str] = set()
        at = self.skip(at)
        while not self._text.startswith(closing, at):
            if members:
                at = self.skip(self._after(",", at))
            member = self._member(at, depth, named=named)
            if named and member.name in names:
                raise json.JSONDecodeError(f"the key {member.name!r} stands twice", self._text, at)
            names.add(member.name)
            members.append(member)
            at = self.skip(member.end)
        return tuple(members), at + 1

    def _member(self, at: int, depth: int, *, named: bool) -> Member:
        if not named:
            return Member("", at, at, at, self.node(at, depth))
        if not self._text.startswith('"', at):
            raise json.JSONDecodeError("a key in double quotes is missing", self._text, at)
        name, name_end = self._value(at)
        after_name = self._after(":", self.skip(name_end))
        return Member(name, at, name_end, after_name, self.node(self.skip(after_name), depth))

    def _after(self, sign: str, at: int) -> int:
        if not self._text.startswith(sign, at):
            raise json.JSONDecodeError(f"a {sign!r} is missing", self._text, at)
        return at + 1


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
