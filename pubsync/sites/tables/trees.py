"""A JSON or YAML file: its tables and their rows; see ``rows.Document``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, Protocol

from pubsync.errors import SiteError
from pubsync.records.base import Value
from pubsync.sites.frontmatter import Changes, newline_of
from pubsync.sites.interface import Table
from pubsync.sites.tables.blocks import BlockWriter, comments_of, table_lines
from pubsync.sites.tables.flow import FlowWriter, JsonScribe, whole_value
from pubsync.sites.tables.json_nodes import read_json
from pubsync.sites.tables.nodes import Member, Node
from pubsync.sites.tables.rows import Slot, StandingRow, TablePlan
from pubsync.sites.tables.splicing import Splice, line_end, spliced
from pubsync.sites.tables.yaml_nodes import read_yaml

_UNIT = "  "
_SHAPES = {"list": "a list of entries", "mapping": "a mapping of names to entries", "fields": "a mapping"}


class TreeWriter(Protocol):
    """How a format writes what is new in a text."""

    def fields_changed(
        self, node: Node, changes: Changes, fresh: Sequence[TablePlan] = (), inner: Sequence[Splice] = ()
    ) -> list[Splice]:
        """Change members of the mapping ``node``, which has some, and put ``fresh`` tables at its end.

        ``inner`` is what changes within its other members; it is part of what is returned.
        """
        ...

    def rows_arranged(self, node: Node, table: Table, slots: Sequence[Slot], named: Member | None) -> list[Splice]:
        """Put the rows of ``node``, which has some, in order; ``named`` is where it is a member of the document."""
        ...

    def filled(self, named: Member | None, node: Node, plan: TablePlan) -> list[Splice]:
        """Put the first rows where a list or mapping is empty."""
        ...

    def whole(self, plans: Sequence[TablePlan]) -> str:
        """Return the text of a document that holds nothing yet."""
        ...

    def has_comments(self, member: Member) -> bool:
        """Whether a comment stands within a row."""
        ...


class TreeDocument:
    """A text whose values have places; see ``rows.Document``."""

    def __init__(self, text: str, path: str, root: Node | None, writer: TreeWriter) -> None:
        """Take the text as it was read."""
        self._text = text
        self._path = path
        self._root = root
        self._writer = writer

    def shape(self, place: str) -> Literal["list", "mapping", ""]:
        """Return what stands at a place."""
        node = self._node(place)
        if node is None or node.is_empty or node.kind not in ("list", "mapping"):
            return ""
        return "list" if node.kind == "list" else "mapping"

    def rows(self, table: Table) -> tuple[StandingRow, ...]:
        """Return the rows of a table.

        Raises:
            SiteError: where something of another shape stands in its place.
        """
        node = self._node(table.place)
        if node is None or node.is_empty:
            return ()
        if node.kind != ("list" if table.shape == "list" else "mapping"):
            raise self._other_shape(table, node)
        if table.shape == "fields":
            return (StandingRow(id="", fields=node.fields(), number=0, line=self._line(node.start)),)
        return tuple(self._rows(node, table))

    def _rows(self, node: Node, table: Table) -> Iterator[StandingRow]:
        line, at = 1, 0
        for number, member in enumerate(node.members):
            line += self._text.count("\n", at, member.start)
            at = member.start
            row = member.node
            readable = row.kind == "mapping" or (table.shape == "mapping" and row.is_empty and row.kind == "scalar")
            fields = row.fields() if readable else {"": row.value}
            yield StandingRow(
                id=member.name if table.shape == "mapping" else _as_id(fields.get(table.id_field)),
                fields=fields,
                number=number,
                line=line,
                commented=readable and self._writer.has_comments(member),
                readable=readable,
            )

    def rest(self, places: Sequence[str]) -> Value:
        """Return the other members of the document."""
        # Of single fields at the top, the table itself has all there is.
        members = self._root.fields() if self._root and "" not in places else {}
        return {name: value for name, value in members.items() if name not in places}

    def movable(self, table: Table) -> bool:  # noqa: ARG002 - all rows are
        """Whether rows may change places."""
        return True

    def rewritten(self, plans: Sequence[TablePlan]) -> str:
        """Return the text with the tables as planned."""
        if self._root is None or self._root.is_empty:
            return self._begun(plans)
        splices: list[Splice] = []
        changes: Changes = {}
        fresh: list[TablePlan] = []
        for plan in plans:
            node = self._node(plan.table.place)
            if not plan.changes:
                continue
            if plan.table.shape == "fields" and not plan.table.place:
                changes = plan.slots[0].changes
            elif node is None:
                fresh.append(plan)
            else:
                splices += self._table(node, plan)
        if changes or fresh:
            splices = self._writer.fields_changed(self._root, changes, fresh, splices)
        return spliced(self._text, splices)

    def _begun(self, plans: Sequence[TablePlan]) -> str:
        whole = self._writer.whole(plans)
        if not whole:
            return self._text
        if self._root is not None:
            return spliced(self._text, [(self._root.start, self._root.end, whole.rstrip("\r\n"))])
        newline = newline_of(self._text)
        return self._text + (newline if self._text.strip() and not self._text.endswith("\n") else "") + whole

    def _table(self, node: Node, plan: TablePlan) -> list[Splice]:
        place = plan.table.place
        named = self._root.member(place) if place and self._root else None
        if node.is_empty:
            return self._writer.filled(named, node, plan)
        if plan.table.shape == "fields":
            return self._fields(node, plan.slots[0], named)
        return self._writer.rows_arranged(node, plan.table, plan.slots, named)

    def _fields(self, node: Node, slot: Slot, named: Member | None) -> list[Splice]:
        splices = self._writer.fields_changed(node, slot.changes)
        emptied = named is not None and not node.flow and not slot.fields()
        return [*splices, (named.after_name, named.after_name, " {}")] if named and emptied else splices

    def _node(self, place: str) -> Node | None:
        if not place or self._root is None or self._root.is_empty:
            return self._root
        if self._root.kind != "mapping":
            what = f"the file is no mapping that could hold `{place}`"
            raise SiteError(what, where=f"{self._path}:{self._line(self._root.start)}", remedy="write it as one")
        member = self._root.member(place)
        return member.node if member else None

    def _other_shape(self, table: Table, node: Node) -> SiteError:
        what = f"`{table.place}`" if table.place else "the file"
        where = f"{self._path}:{self._line(node.start)}"
        return SiteError(f"{what} does not hold {_SHAPES[table.shape]}", where=where, remedy="write it as one")

    def _line(self, at: int) -> int:
        return self._text.count("\n", 0, at) + 1


def _as_id(value: Value) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def open_json(text: str, path: str) -> TreeDocument:
    """Read a JSON text; a blank one holds nothing.

    Raises:
        SiteError: with file and line, where it can't be read.
    """
    root = read_json(text, path) if text.strip(" \t\r\n") else None
    return TreeDocument(text, path, root, _JsonWriter(text, root))


def open_yaml(text: str, path: str) -> TreeDocument:
    """Read a YAML text.

    Raises:
        SiteError: with file and line, where it can't be read.
    """
    root = read_yaml(text, path)
    return TreeDocument(text, path, root, _YamlWriter(text, root))


def _with_tables(changes: Changes, fresh: Sequence[TablePlan]) -> Changes:
    added = whole_value([(plan.table, plan.slots) for plan in fresh])
    return {**changes, **(added if isinstance(added, dict) else {})}


class _JsonWriter:
    def __init__(self, text: str, root: Node | None) -> None:
        newline = newline_of(text)
        first = root.members[0] if root and root.members else None
        between = text[root.start + 1 : first.start] if root and first else ""
        unit = between.rpartition("\n")[2] if "\n" in between else ""
        named = first if first is None or first.name_end > first.start else next(iter(first.node.members), None)
        colon = text[named.name_end : named.node.start] if named else ": "
        self._scribe = JsonScribe(unit if first else _UNIT, colon if not colon.strip(" :") else ": ", newline)
        self._flow = FlowWriter(text, self._scribe)

    def fields_changed(
        self, node: Node, changes: Changes, fresh: Sequence[TablePlan] = (), inner: Sequence[Splice] = ()
    ) -> list[Splice]:
        return self._flow.fields_changed(node, _with_tables(changes, fresh), inner)

    def rows_arranged(self, node: Node, table: Table, slots: Sequence[Slot], named: Member | None) -> list[Splice]:  # noqa: ARG002 - brackets need no name
        return self._flow.rows_arranged(node, table, slots)

    def filled(self, named: Member | None, node: Node, plan: TablePlan) -> list[Splice]:  # noqa: ARG002 - as above
        return self._flow.filled(node, plan.table, plan.slots)

    def whole(self, plans: Sequence[TablePlan]) -> str:
        return self._scribe.value(whole_value([(plan.table, plan.slots) for plan in plans]), "") + self._scribe.newline

    def has_comments(self, member: Member) -> bool:  # noqa: ARG002 - JSON has none
        return False


class _YamlWriter:
    def __init__(self, text: str, root: Node | None) -> None:
        self._text = text
        self._root = root
        self._blocks = BlockWriter.of(text)

    def fields_changed(
        self, node: Node, changes: Changes, fresh: Sequence[TablePlan] = (), inner: Sequence[Splice] = ()
    ) -> list[Splice]:
        if node.flow:
            return self._blocks.flow.fields_changed(node, _with_tables(changes, fresh), inner)
        below = [line for plan in fresh for line in table_lines(plan.table, plan.slots)]
        return [*inner, *self._blocks.fields_changed(node, changes, below)]

    def rows_arranged(self, node: Node, table: Table, slots: Sequence[Slot], named: Member | None) -> list[Splice]:
        return self._blocks.rows_arranged(node, table, slots, named)

    def filled(self, named: Member | None, node: Node, plan: TablePlan) -> list[Splice]:
        if named is None or self._root is None or self._root.flow:
            return self._blocks.flow.filled(node, plan.table, plan.slots)
        return self._blocks.below(named, table_lines(plan.table, plan.slots)[1:])

    def whole(self, plans: Sequence[TablePlan]) -> str:
        lines = [line for plan in plans if plan.slots for line in table_lines(plan.table, plan.slots)]
        newline = newline_of(self._text)
        return "".join(line + newline for line in lines)

    def has_comments(self, member: Member) -> bool:
        return bool(comments_of(self._text, member, line_end(self._text, member.end)))
