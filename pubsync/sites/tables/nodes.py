"""The values of a JSON or YAML text with the places where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from pubsync.frozen import frozen
from pubsync.records.base import Value

Kind: TypeAlias = Literal["mapping", "list", "scalar", "block scalar", "alias"]


@frozen()
class Node:
    """A value in the text from ``start`` to ``end``; ``flow`` is whether it is written between brackets."""

    kind: Kind
    start: int
    end: int
    value: Value
    members: tuple[Member, ...] = ()
    flow: bool = True
    inherited: tuple[tuple[str, Value], ...] = ()
    """What a mapping has through YAML's merge key."""

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing: null, or a collection without members."""
        return self.kind != "alias" and self.value in (None, [], {})

    def member(self, name: str) -> Member | None:
        """Return a mapping's member by its name."""
        return next((member for member in self.members if member.name == name), None)

    def fields(self) -> dict[str, Value]:
        """Return a mapping's values by name, in the text's order."""
        return {**dict(self.inherited), **{member.name: member.node.value for member in self.members}}


@frozen()
class Member:
    """A member of a collection: ``start`` is where its name begins, or the hyphen before it, or itself.

    ``name`` is "" in a list. ``after_name`` is where the colon or the hyphen has ended.
    """

    name: str
    start: int
    name_end: int
    after_name: int
    node: Node

    @property
    def end(self) -> int:
        """Where its value ends."""
        return max(self.node.end, self.after_name)


def leaves(member: Member, text: str) -> Iterator[tuple[int, int]]:
    """Yield where names and scalars of a member stand, so that comments are all between them."""
    yield member.start, member.name_end
    node = member.node
    if node.kind == "block scalar":  # its header may hold a comment
        header_end = text.find("\n", node.start, node.end)
        yield (header_end if header_end >= 0 else node.start), node.end
    elif not node.members:
        yield node.start, node.end
    for inner in node.members:
        yield from leaves(inner, text)
