"""A YAML text as nodes, read as YAML 1.2: ``no`` stays a word, dates are given as they stand.

ruamel.yaml says where values begin; where a block ends is told by its last scalar here, since its own marks reach over
the comments that follow.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pubsync.errors import SiteError
from pubsync.records.base import Value
from pubsync.sites.tables.nodes import Kind, Member, Node
from pubsync.sites.yamlkeys import scalar_value

if TYPE_CHECKING:
    from ruamel.yaml.nodes import CollectionNode
    from ruamel.yaml.nodes import Node as YamlNode

NODE_LIMIT: Final = 400_000
"""Values that a file may hold once its aliases are followed: some thousand works have not as many."""
LENGTH_LIMIT: Final = 1024 * 1024
"""Characters: YAML is read slowly, and some thousand works take not as many."""
_COLON = re.compile(r"\s*+:")
_ALIAS = re.compile(r"\s*+\*[^\s,\[\]{}]++")
_FLOW_GAP = re.compile(r"(?:[\s,]++|#[^\n]*+)*+")
_TRUE = frozenset({"true", "yes", "on", "y"})


def read_yaml(text: str, path: str) -> Node | None:
    """Return the text as a node, None where it holds no value; ``path`` is for messages.

    Raises:
        SiteError: with file and line, where it is no YAML, names a key twice or swells through its aliases.
    """
    if len(text) > LENGTH_LIMIT:
        message = f"the file is over {LENGTH_LIMIT // 1024 // 1024} MB, which is too large for YAML"
        raise SiteError(message, where=path, remedy="leave it out of the outputs in pubsync.yaml")
    root = _composed(text, path)
    if root is None:
        return None
    try:
        node = _Builder(text, path).node(root, 0)
    except RecursionError as error:
        raise SiteError("it nests too deep", where=path, remedy="write it with fewer levels") from error
    return None if node.kind == "scalar" and node.start == node.end else node


def _composed(text: str, path: str) -> YamlNode | None:
    from ruamel.yaml import YAML  # noqa: PLC0415 - start-up time
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 - as above

    reader = YAML(typ="safe", pure=True)
    reader.composer.warn_double_anchors = False  # YAML 1.2 allows them (3.2.2.2)
    try:
        root: YamlNode | None = reader.compose(text)
    except (YAMLError, RecursionError, ValueError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        problem = (error.problem if isinstance(error, MarkedYAMLError) else None) or "it can't be read"
        where = f"{path}:{mark.line + 1}" if mark is not None else path
        raise SiteError(f"it is no valid YAML: {problem}", where=where, remedy="mend that line") from error
    return root


class _Builder:
    """Turns ruamel's nodes into ours, counting them, so that aliases of aliases can't swell."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._left = NODE_LIMIT
        self._built: dict[int, tuple[Node, int]] = {}
        self._open: set[int] = set()

    def node(self, raw: YamlNode, at: int) -> Node:
        """Return a node whose value is looked for from ``at`` on: an alias, or nothing, has no place of its own."""
        if id(raw) in self._open:
            raise self._error("a value holds itself", raw, "write the values out")
        if id(raw) in self._built:
            return self._alias(raw, at)
        self._open.add(id(raw))
        before = self._left
        self._count(1, raw)
        built = self._fresh(raw, at)
        self._built[id(raw)] = built, before - self._left
        self._open.discard(id(raw))
        return built

    def _count(self, size: int, raw: YamlNode) -> None:
        self._left -= size
        if self._left < 0:
            raise self._error("it swells through its aliases, or is too large", raw, "write the values out")

    def _alias(self, raw: YamlNode, at: int) -> Node:
        built, size = self._built[id(raw)]
        self._count(size, raw)
        found = _ALIAS.match(self._text, at)
        start, end = (found.end() - len(found.group().lstrip()), found.end()) if found else (at, at)
        return Node("alias", start, end, built.value)

    def _fresh(self, raw: YamlNode, at: int) -> Node:
        from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode  # noqa: PLC0415 - see _composed

        start, end = int(raw.start_mark.index), int(raw.end_mark.index)
        if isinstance(raw, ScalarNode):
            start, end = (at, at) if start >= end else (start, start + len(self._text[start:end].rstrip()))
            kind: Kind = "block scalar" if raw.style in ("|", ">") else "scalar"
            return Node(kind, start, end, scalar_value(raw))
        if isinstance(raw, MappingNode):
            return self._mapping(raw, start, end)
        if isinstance(raw, SequenceNode):
            return self._sequence(raw, start, end)
        raise self._error("a value is of no known kind", raw, "mend that line")

    def _mapping(self, raw: CollectionNode, start: int, end: int) -> Node:
        members: list[Member] = []
        names: set[str] = set()
        inherited: dict[str, Value] = {}
        for key, value in raw.value:
            member = self._named(key, value)
            merges = str(key.tag).endswith(":merge")
            if member.name in names and not merges:
                raise self._error(f"the key {member.name!r} stands twice", key, "remove one of the two")
            names.add(member.name)
            members.append(member)
            if merges:
                inherited = _merged(member.node.value) | inherited
        end = end if raw.flow_style or not members else members[-1].end
        values: dict[str, Value] = {member.name: member.node.value for member in members}
        return Node("mapping", start, end, values, tuple(members), bool(raw.flow_style), tuple(inherited.items()))

    def _named(self, key: YamlNode, value: YamlNode) -> Member:
        start, end = int(key.start_mark.index), int(key.end_mark.index)
        found = _COLON.match(self._text, end)
        after_name = found.end() if found else end
        name = str(key.value) if isinstance(key.value, str) else self._text[start:end]
        return Member(name, start, end, after_name, self.node(value, after_name))

    def _sequence(self, raw: CollectionNode, start: int, end: int) -> Node:
        if raw.flow_style:
            members = self._between_commas(raw, self._text.find("[", start) + 1)
        else:
            members = self._hyphened(raw, start)
            end = members[-1].end if members else end
        values: list[Value] = [member.node.value for member in members]
        return Node("list", start, end, values, tuple(members), bool(raw.flow_style))

    def _between_commas(self, raw: CollectionNode, at: int) -> list[Member]:
        members: list[Member] = []
        for value in raw.value:
            found = _FLOW_GAP.match(self._text, at)
            node = self.node(value, found.end() if found else at)
            members.append(Member("", node.start, node.start, node.start, node))
            at = node.end
        return members

    def _hyphened(self, raw: CollectionNode, start: int) -> list[Member]:
        hyphen = self._first_hyphen(start)
        column = hyphen - (self._text.rfind("\n", 0, hyphen) + 1)
        pattern = re.compile(rf"^[ ]{{{column}}}-(?=\s|\Z)", re.MULTILINE)
        members: list[Member] = []
        for value in raw.value:
            if members:
                found = pattern.search(self._text, members[-1].end)
                hyphen = found.end() - 1 if found else members[-1].end
            members.append(Member("", hyphen, hyphen + 1, hyphen + 1, self.node(value, hyphen + 1)))
        return members

    def _first_hyphen(self, start: int) -> int:
        if self._text.startswith("-", start):
            return start
        found = re.compile(r"^[ ]*+-(?=\s)", re.MULTILINE).search(self._text, start)
        return found.end() - 1 if found else start

    def _error(self, what: str, raw: YamlNode, remedy: str) -> SiteError:
        return SiteError(what, where=f"{self._path}:{raw.start_mark.line + 1}", remedy=remedy)


def _merged(value: Value) -> dict[str, Value]:
    """Return what a merge key brings; of several mappings the earlier holds (https://yaml.org/type/merge.html)."""
    if isinstance(value, dict):
        return value
    found: dict[str, Value] = {}
    for one in reversed(value if isinstance(value, list) else []):
        found |= one if isinstance(one, dict) else {}
    return found
