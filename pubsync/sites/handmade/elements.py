"""The elements of a stretch of HTML and their places in it, as far as lists need them; in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?P<rest>(?:\s[^<>]*)?)/?>")
_CLASS = re.compile(r"""\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_VOID = frozenset(
    {"br", "img", "hr", "input", "source", "meta", "link", "wbr", "embed", "col", "area", "base", "param", "track"}
)
_ENDS = {
    "li": frozenset({"li", "p"}),
    "p": frozenset({"p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
    "tr": frozenset({"tr", "td", "th", "p"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    **dict.fromkeys(("div", "ul", "ol", "table", "dl", "section", "article", "h1", "h2", "h3", "h4"), frozenset({"p"})),
}
"""Which open elements a tag ends that leave their own end out (HTML Living Standard, 13.1.2.4)."""
_SCOPES = frozenset({"ul", "ol", "table", "dl", "div", "section", "article", "td", "body", "main", "tbody"})
_DEEPEST = 200


@dataclass(slots=True)
class Element:
    """An element; ``start`` is where its tag begins, ``inner`` where its content does, ``stop`` where that ends."""

    name: str
    classes: str
    start: int
    inner: int
    stop: int = -1
    end: int = -1
    children: list[Element] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Yield the elements within, in the order of their tags."""
        waiting = self.children[::-1]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += one.children[::-1]


def elements(text: str, start: int, end: int) -> Element:
    """Return a root that holds the elements of ``text[start:end]``; what is not closed ends with its parent."""
    root = Element("", "", start, start, end, end)
    opened = [root]
    for tag in _TAG.finditer(text, start, end):
        name = tag["name"].lower()
        if tag["end"]:
            _close(opened, name, tag.start(), tag.end())
            continue
        _end_implied(opened, name, tag.start())
        one = Element(name, _class_of(tag["rest"]), tag.start(), tag.end())
        opened[-1].children.append(one)
        if name in _VOID or tag.group().endswith("/>"):
            one.stop = one.end = tag.end()
        elif len(opened) < _DEEPEST:
            opened.append(one)
        else:
            one.stop = one.end = tag.end()
    for one in opened[1:]:
        one.stop = one.end = end
    return root


def closings(text: str, name: str, start: int, end: int) -> dict[int, int]:
    """Map where each element ``name`` begins to where it ends; what is not closed has no place in it."""
    edges = re.compile(rf"<(?P<end>/?){name}(?=[\s>/])[^<>]*>", re.IGNORECASE)
    opened: list[int] = []
    found: dict[int, int] = {}
    for edge in edges.finditer(text, start, end):
        if not edge["end"]:
            opened.append(edge.start())
        elif opened:
            found[opened.pop()] = edge.end()
    return found


def class_of(text: str, start: int) -> str:
    """Return the classes of the tag that begins at ``start``."""
    tag = _TAG.match(text, start)
    return _class_of(tag["rest"]) if tag else ""


def _close(opened: list[Element], name: str, start: int, end: int) -> None:
    place = next((at for at in range(len(opened) - 1, 0, -1) if opened[at].name == name), 0)
    if not place:
        return
    for one in opened[place:]:
        one.stop, one.end = start, start
    opened[place].end = end
    del opened[place:]


def _end_implied(opened: list[Element], name: str, at: int) -> None:
    ends = _ENDS.get(name, frozenset())
    while len(opened) > 1 and opened[-1].name in ends:
        one = opened.pop()
        one.stop = one.end = at
    if not ends:
        return
    for place in range(len(opened) - 1, 0, -1):
        if opened[place].name in _SCOPES:
            return
        if opened[place].name in ends:
            for one in opened[place:]:
                one.stop = one.end = at
            del opened[place:]
            return


def _class_of(attributes: str) -> str:
    found = _CLASS.search(attributes)
    return next((group for group in found.groups() if group is not None), "") if found else ""
