"""What of a style can print anything for works of one shape: of one type, with the same variables.

A style asks for some eighty things, of which a work has ten; the conditions of a style look at nothing but the type,
at which variables there are, and at which of them are numbers. So what a shape leaves of a style is found once, and
each further work of that shape has only that rendered. What is left out can print nothing, and each variable that it
would have asked for in vain is counted, since a group stands or falls by that (section "Group" of CSL 1.0.2,
https://docs.citationstyles.org/en/stable/specification.html#group).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from pubsync.citing.element import Entry, Node
from pubsync.citing.elements import Choose, Date, Group, Label, Text, is_numeric
from pubsync.citing.name_elements import Names

Shape: TypeAlias = tuple[object, ...]
Render: TypeAlias = Callable[[Entry], str | None]


class _Left(NamedTuple):
    """What is left of some elements: those that may print, and how many variables the others ask for in vain."""

    renders: Sequence[Render]
    asked: int = 0


_NOTHING = _Left(())


def shape_of(entry: Entry, numeric: Iterable[str]) -> Shape:
    """Return all that a style's conditions can tell of an entry; ``numeric`` names what they ask for numbers."""
    variables = entry.variables
    known = frozenset((name, bool(value)) for name, value in variables.items())
    return entry.kind, known, frozenset(name for name in numeric if name in variables and is_numeric(name, entry))


def rendering(element: Node, entry: Entry) -> Render:
    """Return what renders the children of ``element`` for ``entry``, and for each entry of its shape."""
    return _joined(_children(element, entry), "")


def _joined(left: _Left, delimiter: str) -> Render:
    renders, asked = left
    if len(renders) == 1 and not asked:
        return renders[0]

    def render(entry: Entry) -> str | None:
        entry.called += asked
        texts = [text for render in renders if (text := render(entry))]
        return delimiter.join(texts) or None

    return render


def _children(element: Node, entry: Entry) -> _Left:
    """What is left of an element's children; a ``choose`` among them is the branch that it takes."""
    renders: list[Render] = []
    asked = 0
    for child in element.getchildren():
        if isinstance(child, Choose):
            branch = next((one for one in child.getchildren() if one.holds(entry)), None)
            left = _NOTHING if branch is None else _children(branch, entry)
        else:
            left = _child(child, entry)
        renders += left.renders
        asked += left.asked
    return _Left(renders, asked)


def _child(child: Node, entry: Entry) -> _Left:
    if isinstance(child, Group):
        return _group(child, entry)
    if isinstance(child, Text) and child.get("macro"):
        return _macro(child, entry)
    if isinstance(child, Names):
        roles = child.get("variable").split()
        in_vain = not _any_of(roles, entry) and not child.xpath_search("./cs:substitute")
        return _Left((), len(roles)) if in_vain else _Left((child.render,))
    variable = child.get("variable", "")
    if isinstance(child, Label) and not _any_of([variable], entry):
        return _NOTHING
    if isinstance(child, Text | Date) and variable and variable != "year-suffix":
        asked = "page" if variable == "page-first" else variable
        if not _any_of([asked, f"{variable}-short"], entry):
            return _Left((), 1)
    return _Left((child.renderer() if isinstance(child, Text) else child.render,))


def _group(group: Node, entry: Entry) -> _Left:
    left = _children(group, entry)
    if not left.renders:
        return left
    children = _joined(left, group.get("delimiter", ""))
    return _Left((lambda item: group.unless_absent(item, children),))


def _macro(text: Node, entry: Entry) -> _Left:
    left = _children(text.get_macro(text.get("macro")), entry)
    return _Left((text.finishing(_joined(left, "")),)) if left.renders else left


def _any_of(names: Iterable[str], entry: Entry) -> bool:
    return any(name in entry.variables for name in names)
