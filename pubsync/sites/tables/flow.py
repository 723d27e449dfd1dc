"""Members between brackets, JSON's or YAML's, written anew one by one."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Final, Protocol

from pubsync.frozen import frozen
from pubsync.records.base import Value
from pubsync.sites.frontmatter import Changes, Remove
from pubsync.sites.interface import Table
from pubsync.sites.tables.nodes import Member, Node
from pubsync.sites.tables.rows import Slot
from pubsync.sites.tables.splicing import Commas, Placed, Splice, spliced
from pubsync.sites.yamltext import entry_line, one_line

_BEYOND_ASCII = re.compile(r"[\x7f-\uffff]")
_UNSAFE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
_NONCHARACTER = 0xFFFE


class Scribe(Protocol):
    """How values are written between brackets."""

    @property
    def comment(self) -> str:
        """What begins a comment, "" where there are none."""
        ...

    @property
    def blank(self) -> str:
        """What follows a comma within a line."""
        ...

    def value(self, value: Value, indent: str | None) -> str:
        """Return a value: of several lines, which begin with ``indent`` but for the first, or of one for None."""
        ...

    def named(self, name: str, value: Value, indent: str | None) -> str:
        """Return a member of a mapping."""
        ...


@frozen()
class JsonScribe:
    """Writes JSON such as YAML readers take for the same, since Jekyll reads its data files by one."""

    unit: str
    """What a level is indented by, "" where the whole file stands on one line."""
    colon: str = ": "
    newline: str = "\n"
    comment: str = ""

    @property
    def blank(self) -> str:
        """What follows a comma within a line."""
        return " " if self.colon.endswith(" ") else ""

    def value(self, value: Value, indent: str | None) -> str:
        """Return a value; see ``Scribe``."""
        separators = ("," + self.blank, self.colon)
        if indent is None or not self.unit:
            return _safe(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=separators))
        lines = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=self.unit, separators=(",", self.colon))
        return _safe(lines).replace("\n", self.newline + indent)

    def named(self, name: str, value: Value, indent: str | None) -> str:
        """Return a member of a mapping."""
        return f"{_safe(json.dumps(name, ensure_ascii=False))}{self.colon}{self.value(value, indent)}"


@frozen()
class YamlScribe:
    """Writes YAML on one line."""

    comment: str = "#"
    blank: str = " "

    def value(self, value: Value, indent: str | None) -> str:  # noqa: ARG002 - one line needs none
        """Return a value; see ``Scribe``."""
        return one_line(value)

    def named(self, name: str, value: Value, indent: str | None) -> str:  # noqa: ARG002 - as above
        """Return a member of a mapping."""
        return entry_line(name, value)


def _safe(text: str) -> str:
    """Escape what shows nothing: control, formatting and bidirectional characters (https://trojansource.codes)."""
    return _BEYOND_ASCII.sub(lambda found: _escaped(found.group()), text)


def _escaped(sign: str) -> str:
    code = ord(sign)
    unsafe = unicodedata.category(sign) in _UNSAFE_CATEGORIES or code & _NONCHARACTER == _NONCHARACTER
    return f"\\u{code:04x}" if unsafe else sign


@frozen()
class FlowWriter:
    """Rewrites what stands between brackets in ``text``."""

    text: str
    scribe: Scribe

    def fields_changed(self, node: Node, changes: Changes, inner: Sequence[Splice] = ()) -> list[Splice]:
        """Change members of a mapping; new ones go to its end. ``inner`` is what changes within other members."""
        new = {name: value for name, value in changes.items() if not isinstance(value, Remove)}
        if not node.members:
            blank = " " if node.start == node.end else ""
            written = self.scribe.value(new, self._indent_of_line(node.start))
            return [(node.start, node.end, blank + written)] if new else []
        commas = self._commas(node)
        standing = {member.name for member in node.members}
        placed = [
            Placed(self._kept(member, changes, commas.indent, inner), number)
            for number, member in enumerate(node.members)
        ]
        added = [
            Placed(self.scribe.named(name, value, commas.indent)) for name, value in new.items() if name not in standing
        ]
        return [(*commas.inner, commas.arranged([*placed, *added]))]

    def _kept(self, member: Member, changes: Changes, indent: str | None, inner: Sequence[Splice]) -> str | None:
        if member.name not in changes:
            within = [one for one in inner if member.start <= one[0] <= one[1] <= member.end]
            return spliced(self.text, within, (member.start, member.end))
        value = changes[member.name]
        if isinstance(value, Remove):
            return None
        node = member.node
        before = self.text[node.start : node.end]
        one_line_before = isinstance(node.value, list | dict) and bool(node.value) and "\n" not in before
        head = self.text[member.start : node.start]
        blank = "" if head[-1:].isspace() or node.end > node.start else " "
        return head + blank + self.scribe.value(value, None if one_line_before else indent)

    def rows_arranged(self, node: Node, table: Table, slots: Sequence[Slot]) -> list[Splice]:
        """Put the rows of a list or mapping, which has some, in order."""
        commas = self._commas(node)
        shown = next((one for one in reversed(node.members) if one.node.members), None)
        in_lines = "\n" in self.text[shown.start : shown.end] if shown else True
        indent = commas.indent if in_lines else None
        placed = [self._placed(node, table, slot, indent) for slot in slots]
        return [(*commas.inner, commas.arranged(placed))]

    def _placed(self, node: Node, table: Table, slot: Slot, indent: str | None) -> Placed:
        if slot.standing is None:
            fields = slot.fields()
            named = table.shape == "mapping"
            return Placed(self.scribe.named(slot.id, fields, indent) if named else self.scribe.value(fields, indent))
        member = node.members[slot.standing.number]
        if slot.gone:
            return Placed(None, slot.standing.number)
        splices = self.fields_changed(member.node, slot.changes) if slot.changes else []
        return Placed(spliced(self.text, splices, (member.start, member.end)), slot.standing.number)

    def _commas(self, node: Node) -> Commas:
        first = node.members[0]
        opening = self.text.rfind("[" if node.kind == "list" else "{", node.start, first.start)
        spans = [(member.start, member.end) for member in node.members]
        return Commas(self.text, (opening + 1, node.end - 1), spans, self.scribe.comment, self.scribe.blank)

    def _indent_of_line(self, at: int) -> str:
        line = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def filled(self, node: Node, table: Table, slots: Sequence[Slot]) -> list[Splice]:
        """Put the first rows in place of an empty list or mapping, or of null."""
        blank = " " if node.start == node.end else ""
        written = self.scribe.value(value_of(table, slots), self._indent_of_line(node.start))
        return [(node.start, node.end, blank + written)]


def value_of(table: Table, slots: Sequence[Slot]) -> Value:
    """Return the value that a table of new rows has."""
    if table.shape == "fields":
        return {name: value for slot in slots for name, value in slot.fields().items()}
    if table.shape == "mapping":
        return {slot.id: slot.fields() for slot in slots}
    return [slot.fields() for slot in slots]


def whole_value(tables: Sequence[tuple[Table, Sequence[Slot]]]) -> Value:
    """Return the value of a document of new tables."""
    whole: dict[str, Value] = {}
    for table, slots in tables:
        value = value_of(table, slots)
        if not table.place and isinstance(value, list):
            return value
        whole |= value if not table.place and isinstance(value, dict) else {table.place: value}
    return whole
