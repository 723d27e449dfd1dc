"""Block YAML, written anew line by line: a value in its own place, a field or row in lines of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pubsync.frozen import frozen
from pubsync.records.base import Value
from pubsync.sites.frontmatter import Changes, Remove, newline_of
from pubsync.sites.interface import Table
from pubsync.sites.tables.flow import FlowWriter, YamlScribe
from pubsync.sites.tables.nodes import Member, Node, leaves
from pubsync.sites.tables.rows import Slot
from pubsync.sites.tables.splicing import Placed, Splice, in_lines, line_end, line_start, previous_line_end, spliced
from pubsync.sites.yamltext import entry_line, one_line

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)
_STEP = "  "


def comments_of(text: str, member: Member, end: int) -> list[str]:
    """Return the comments from a member's start to ``end``, which is no earlier than its own end."""
    edges = [*leaves(member, text), (end, end)]
    gaps = (text[after:before] for (_, after), (before, _) in pairwise(edges))
    return [comment.rstrip() for gap in gaps for comment in _COMMENT.findall(gap)]


def row_lines(table: Table, slot: Slot, inner: str) -> list[str]:
    """Return a new row's lines; ``inner`` is what its fields are indented by."""
    fields = [entry_line(name, value) for name, value in slot.fields().items()]
    if table.shape == "fields":
        return fields
    if table.shape == "mapping":
        name = entry_line(slot.id, {})
        return [name.removesuffix(" {}"), *(inner + line for line in fields)] if fields else [name]
    hyphen = "-".ljust(len(inner))
    return [(inner if number else hyphen) + line for number, line in enumerate(fields)] or ["- {}"]


def table_lines(table: Table, slots: Sequence[Slot]) -> list[str]:
    """Return the lines of a new table, below its name where it has one."""
    lines = [line for slot in slots for line in row_lines(table, slot, _STEP)]
    if not table.place:
        return lines or (["[]"] if table.shape == "list" else ["{}"])
    if not lines:
        return [entry_line(table.place, [] if table.shape == "list" else {})]
    return [entry_line(table.place, {}).removesuffix(" {}"), *(_STEP + line for line in lines)]


@frozen()
class BlockWriter:
    """Rewrites block collections in ``text``, and leaves what stands between brackets to a ``FlowWriter``."""

    text: str
    flow: FlowWriter
    newline: str

    @classmethod
    def of(cls, text: str) -> BlockWriter:
        """Return a writer for a text."""
        return cls(text, FlowWriter(text, YamlScribe()), newline_of(text))

    def fields_changed(self, node: Node, changes: Changes, below: Sequence[str] = ()) -> list[Splice]:
        """Change members of a mapping, which has some; new ones, and the lines ``below``, go to its end."""
        if node.flow:
            return self.flow.fields_changed(node, changes)
        splices: list[Splice] = []
        gone = [isinstance(changes.get(member.name), Remove) for member in node.members]
        beginning = self._without_first(node, gone)
        for number, member in enumerate(node.members):
            if number >= beginning and member.name in changes:
                splices += self._changed(node, member, changes[member.name])
        if beginning:
            splices.append(self._first_taken(node, beginning))
        standing = {member.name for member in node.members}
        new = [
            self._indent(node) + entry_line(name, value)
            for name, value in changes.items()
            if name not in standing and not isinstance(value, Remove)
        ]
        end = line_end(self.text, node.members[-1].end)
        new += [self._indent(node) + line for line in below]
        return [*splices, (end, end, "".join(self.newline + line for line in new))]

    def _indent(self, node: Node) -> str:
        first = node.members[0].start
        return " " * (first - line_start(self.text, first))

    def _changed(self, node: Node, member: Member, value: Value | Remove) -> list[Splice]:
        if isinstance(value, Remove):
            return [self._without(node, member)]
        if "\n" not in self.text[member.start : member.end]:
            start = member.node.start
            blank = " " if self.text[start - 1 : start] == ":" else ""
            return [(start, member.end, blank + one_line(value))]
        comments = comments_of(self.text, member, member.end)
        end = line_end(self.text, member.end)
        below = "".join(self.newline + self._indent(node) + comment for comment in comments)
        return [(member.after_name, member.end, " " + one_line(value)), (end, end, below)]

    def _without(self, node: Node, member: Member) -> Splice:
        """Take a member's lines, and leave the comments on them."""
        start, end = line_start(self.text, member.start), line_end(self.text, member.end)
        comments = [self._indent(node) + comment for comment in comments_of(self.text, member, end)]
        if start:
            start = previous_line_end(self.text, start)
            return start, end, "".join(self.newline + comment for comment in comments)
        after = end + len(self.newline) if end < len(self.text) else end
        return 0, after, "".join(comment + self.newline for comment in comments)

    def _without_first(self, node: Node, gone: Sequence[bool]) -> int:
        """Return how many members go from the line of a hyphen, which itself stays."""
        first = node.members[0].start
        if not self.text[line_start(self.text, first) : first].strip():
            return 0
        return next((number for number, goes in enumerate(gone) if not goes), 0)

    def _first_taken(self, node: Node, count: int) -> Splice:
        next_start = node.members[count].start
        comments = [
            comment
            for member, following in zip(node.members[:count], node.members[1:], strict=False)
            for comment in comments_of(self.text, member, following.start)
        ]
        kept = "".join(comment + self.newline + self._indent(node) for comment in comments)
        return node.members[0].start, next_start, kept

    def rows_arranged(self, node: Node, table: Table, slots: Sequence[Slot], named: Member | None) -> list[Splice]:
        """Put the rows of a list or mapping, which has some, in order; ``named`` is where it is a member itself."""
        if node.flow:
            return self.flow.rows_arranged(node, table, slots)
        spans = [(line_start(self.text, one.start), line_end(self.text, one.end)) for one in node.members]
        between = (self.text[one[1] : other[0]] for one, other in pairwise(spans))
        gap = next((gap for gap in between if not gap.strip()), self.newline)
        arranged = in_lines(self.text, spans, [self._placed(node, table, slot) for slot in slots], gap)
        if any(not slot.gone for slot in slots):
            return [(spans[0][0], spans[-1][1], arranged)]
        return self._emptied((spans[0][0], spans[-1][1]), arranged, "[]" if node.kind == "list" else "{}", named)

    def _emptied(self, span: tuple[int, int], left: str, brackets: str, named: Member | None) -> list[Splice]:
        start, end = span
        if named is None:
            return [(start, end, brackets + (self.newline + left if left else ""))]
        above = start if left else previous_line_end(self.text, start)
        return [(named.after_name, named.after_name, " " + brackets), (above, end, left)]

    def _placed(self, node: Node, table: Table, slot: Slot) -> Placed:
        if slot.standing is None:
            return Placed(self._new_row(node, table, slot))
        member = node.members[slot.standing.number]
        if slot.gone:
            return Placed(None, slot.standing.number)
        span = (line_start(self.text, member.start), line_end(self.text, member.end))
        return Placed(spliced(self.text, self._row_changed(member, node, slot), span), slot.standing.number)

    def _row_changed(self, member: Member, node: Node, slot: Slot) -> list[Splice]:
        row = member.node
        if not slot.changes:
            return []
        if not row.members:
            fields = [entry_line(name, value) for name, value in slot.fields().items()]
            indent = self._indent(node) + _STEP
            return self.below(member, [indent + line for line in fields])
        splices = self.fields_changed(row, slot.changes)
        if row.flow or slot.fields():
            return splices
        return [*splices, (member.after_name, member.after_name, " {}")]

    def below(self, member: Member, lines: Sequence[str]) -> list[Splice]:
        """Put lines below a member's name, in place of a value that is empty."""
        end = line_end(self.text, member.end)
        return [(member.after_name, member.end, ""), (end, end, "".join(self.newline + line for line in lines))]

    def _new_row(self, node: Node, table: Table, slot: Slot) -> str:
        outer = self._indent(node)
        shown = next((one for one in reversed(node.members) if one.node.members), None)
        if shown and shown.node.flow:
            fields = slot.fields()
            return outer + (entry_line(slot.id, fields) if table.shape == "mapping" else f"- {one_line(fields)}")
        inner = _STEP
        if shown:
            first = shown.node.members[0].start
            inner = " " * max(1, first - line_start(self.text, first) - len(outer))
        return self.newline.join(outer + line for line in row_lines(table, slot, inner))
