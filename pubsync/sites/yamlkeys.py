"""The top-level keys of a YAML mapping: their values, and the exact lines that each takes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pubsync.errors import SiteError
from pubsync.frozen import frozen
from pubsync.nesting import nests_too_deep
from pubsync.records.base import Value

if TYPE_CHECKING:
    from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

NODE_LIMIT: Final = 20_000
"""Values that one front matter may hold once its aliases are followed: more than any real one has."""

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)
_BLANK_OR_COMMENT = re.compile(r"[ \t\r]*(?:#[^\n]*)?\n?")
_TRAILING_COMMENT = re.compile(r"[ \t]+#[^\n]*$")
_BLOCK_HEADER = re.compile(r"[^\n]*\n?")
_TRUE = frozenset({"true", "yes", "on", "y"})


@frozen()
class KeyLines:
    """One key: its value and the lines it takes, from its own to the last of its value.

    ``start`` is where its first line begins and ``end`` where the line after its last does, in characters of the
    YAML text; ``first`` and ``last`` are those lines counted from 1 in the file.
    """

    name: str
    value: Value
    start: int
    end: int
    first: int
    last: int
    indent: str
    line_end: str
    trailing: str
    """Blanks and comment after a value that stands on the key's own line."""
    comments: tuple[str, ...]
    """Comments among the lines of a value that takes several."""


def read_keys(text: str, path: str, first_line: int) -> tuple[KeyLines, ...]:
    """Read the YAML mapping ``text``; its first line is line ``first_line`` of the file ``path``.

    Raises:
        SiteError: see ``frontmatter.parse``.
    """
    root = _compose(text, path, first_line)
    if root is None:
        return ()
    values = _Values(path, first_line)
    pairs = [(values.name(key), key, value) for key, value in root.value]
    values.refuse_twice(root)
    starts = [text.rfind("\n", 0, key.start_mark.index) + 1 for _, key, _ in pairs]
    if root.flow_style or len(set(starts)) < len(starts):
        message = "the front matter is not written with one key a line"
        raise SiteError(message, where=f"{path}:{first_line}", remedy="write it as lines of `key: value`")
    ends = [*starts[1:], len(text)]
    indent = " " * int(root.start_mark.column)
    return tuple(
        _key_lines(_Stretch(text, start, end, first_line), (name, key, value), values.value(value), indent)
        for (name, key, value), start, end in zip(pairs, starts, ends, strict=True)
    )


def _compose(text: str, path: str, first_line: int) -> MappingNode | None:
    from ruamel.yaml import YAML  # noqa: PLC0415 - takes longer to import than a run without front matter to finish
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 - as above
    from ruamel.yaml.nodes import MappingNode  # noqa: PLC0415 - as above

    if nests_too_deep(text):
        message = "the front matter nests too deep"
        raise SiteError(message, where=f"{path}:{first_line}", remedy="write it as lines of `key: value`")
    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = False
    try:
        root = yaml.compose(text)
    except (YAMLError, RecursionError, ValueError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        line = first_line + (mark.line if mark is not None else 0)
        problem = (error.problem if isinstance(error, MarkedYAMLError) else None) or "it can't be read"
        message = f"the front matter is no valid YAML: {problem}"
        raise SiteError(message, where=f"{path}:{line}", remedy="mend that line") from error
    if root is not None and not isinstance(root, MappingNode):
        message = "the front matter holds no `key: value` lines"
        raise SiteError(message, where=f"{path}:{first_line}", remedy="write it as lines of `key: value`")
    return root


class _Values:
    """Turns YAML nodes into values, counting them, so that aliases of aliases can't swell."""

    def __init__(self, path: str, first_line: int) -> None:
        self._path = path
        self._first_line = first_line
        self._left = NODE_LIMIT

    def value(self, node: Node) -> Value:
        from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode  # noqa: PLC0415 - see _compose

        self._left -= 1
        if self._left < 0:
            raise self._error("the front matter swells through its aliases", node, "write the values out")
        if isinstance(node, ScalarNode):
            return scalar_value(node)
        if isinstance(node, SequenceNode):
            return [self._member(node, member) for member in node.value]
        if not isinstance(node, MappingNode):
            raise self._error("the value is of no known kind", node, "mend that line")
        self.refuse_twice(node)
        return {self.name(key): self._member(node, value) for key, value in node.value}

    def _member(self, parent: Node, node: Node) -> Value:
        try:
            return self.value(node)
        except RecursionError:
            raise self._error("the value holds itself", parent, "write the values out") from None

    def name(self, key: Node) -> str:
        from ruamel.yaml.nodes import ScalarNode  # noqa: PLC0415 - see _compose

        if not isinstance(key, ScalarNode):
            raise self._error("a key is no plain word", key, "write it as `key: value`")
        return str(key.value)

    def refuse_twice(self, node: MappingNode) -> None:
        seen: set[str] = set()
        for key, _ in node.value:
            name = self.name(key)
            if name in seen:
                raise self._error(f"the key {name!r} stands twice", key, "remove one of the two")
            seen.add(name)

    def _error(self, what: str, node: Node, remedy: str) -> SiteError:
        return SiteError(what, where=f"{self._path}:{self._first_line + node.start_mark.line}", remedy=remedy)


def scalar_value(node: ScalarNode) -> Value:
    """Return what a scalar says; a number that is none, and infinity, are texts."""
    text = str(node.value)
    kind = str(node.tag).rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return text.casefold() in _TRUE
    if kind in ("int", "float"):
        return _number(text, kind)
    return text


def _number(text: str, kind: str) -> Value:
    digits = text.replace("_", "")
    try:
        if kind == "int":
            return int(digits, 10 if digits.lstrip("+-").isdigit() else 0)
        number = float(digits)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


@frozen()
class _Stretch:
    """The text from one key's line to the next key's."""

    text: str
    start: int
    end: int
    first_line: int


def _key_lines(stretch: _Stretch, pair: tuple[str, Node, Node], value: Value, indent: str) -> KeyLines:
    name, key, node = pair
    leaves = [(int(key.start_mark.index), int(key.end_mark.index)), *_leaves(node, stretch, set())]
    end = _end(stretch, leaves[-1][1])
    lines = stretch.text[stretch.start : end]
    gaps = [stretch.text[after:before] for (_, after), (before, _) in pairwise([*leaves, (end, end)])]
    comments = tuple(comment.rstrip() for gap in gaps for comment in _COMMENT.findall(gap))
    written = lines.rstrip("\r\n")
    single = "\n" not in written
    first = stretch.first_line + stretch.text.count("\n", 0, stretch.start)
    return KeyLines(
        name=name,
        value=value,
        start=stretch.start,
        end=end,
        first=first,
        last=first + written.count("\n"),
        indent=indent,
        line_end=lines[len(written) :],
        trailing=_trailing(gaps[-1]) if single else "",
        comments=() if single else comments,
    )


def _trailing(gap: str) -> str:
    found = _TRAILING_COMMENT.search(gap)
    return found.group().rstrip() if found else ""


def _leaves(node: Node, stretch: _Stretch, seen: set[int]) -> Iterator[tuple[int, int]]:
    """Yield where the scalars that stand in the stretch begin and end; comments are all between them.

    What an alias stands for has its place elsewhere, and may hold itself.
    """
    from ruamel.yaml.nodes import MappingNode, ScalarNode  # noqa: PLC0415 - see _compose

    start, end = int(node.start_mark.index), int(node.end_mark.index)
    if id(node) in seen or not stretch.start <= start < end <= stretch.end:
        return
    seen.add(id(node))
    if isinstance(node, ScalarNode):
        header = _BLOCK_HEADER.match(stretch.text, start) if node.style in ("|", ">") else None
        start = min(end, header.end()) if header else start
        yield start, start + len(stretch.text[start:end].rstrip())
        return
    members = [member for pair in node.value for member in pair] if isinstance(node, MappingNode) else node.value
    for member in members:
        yield from _leaves(member, stretch, seen)


def _end(stretch: _Stretch, leaf_end: int) -> int:
    """Return where the line after the value's last begins: comments and blank lines after it are nobody's."""
    end = at = _after_line(stretch, leaf_end)
    while at < stretch.end:
        after = _after_line(stretch, at)
        if not _BLANK_OR_COMMENT.fullmatch(stretch.text, at, after):
            end = after
        at = after
    return end


def _after_line(stretch: _Stretch, at: int) -> int:
    found = stretch.text.find("\n", at, stretch.end)
    return stretch.end if found < 0 else found + 1
