"""Headings and entries of lists in HTML: ``<li>``, ``<tr>``, ``<dd>``, and paragraphs and boxes that stand in a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pubsync.sites.handmade.blocks import HEADING, ITEM, LONGEST, TEXT, Block, reads_as_entry
from pubsync.sites.handmade.broken_lines import broken_lines
from pubsync.sites.handmade.elements import Element, elements
from pubsync.sites.handmade.headings import read_heading

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD_HEADING = 7
ITEM_CLASS = re.compile(
    r"(?:^|\s)(?:paper-box(?:-text)?|paper|publication|pub|pub-?(?:item|entry|row)|paper-?(?:item|entry|row)"
    r"|publication-?(?:item|entry|row|card)|bib-?(?:item|entry)|resume-item|list__item|archive__item)(?:\s|$)",
    re.IGNORECASE,
)
_MENU = re.compile(
    r"(?:^|\s)(?:nav|navbar|nav-tabs|menu|breadcrumbs?|pagination|sidebar|social|footer)(?:\s|$)", re.IGNORECASE
)
_BOXES = frozenset({"div", "section", "article", "p"})
_LISTS = frozenset({"ul", "ol"})
_HOLDERS = frozenset({"ul", "ol", "table", "dl"})
_BLOCKS = frozenset({"div", "section", "article", "p", "ul", "ol", "table", "dl", *_HEADINGS})
_FEWEST_ALIKE = 2


def html_blocks(text: str, start: int, end: int) -> Iterator[Block]:
    """Yield what stands in ``text[start:end]``, in its order; entries never lie in one another."""
    yield from _Walk(text).within(elements(text, start, end))


def element_blocks(text: str, element: Element) -> Iterator[Block]:
    """Yield what an element is or holds."""
    yield from _Walk(text).within(Element("", "", element.start, element.start, element.end, element.end, [element]))


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text

    def within(self, parent: Element) -> Iterator[Block]:
        alike = Counter(self._likeness(one) for one in parent.children if self._may_be_item(one))
        for one in parent.children:
            if _MENU.search(one.classes) and one.name in ("ul", "ol", "div", "section"):
                continue
            if one.name in _HOLDERS:
                yield from self._held(one)
            elif one.name in _HEADINGS or self._is_bold_heading(one):
                level = _HEADINGS.get(one.name, _BOLD_HEADING)
                yield Block(HEADING, one.start, one.end, inner=one.inner, level=level)
            elif one.name == "p" and (lines := broken_lines(self._text, one.inner, one.stop)):
                yield from lines
            elif self._is_item(one, alike):
                yield Block(ITEM, one.start, one.end, "p" if one.name == "p" else "div", one.inner)
            elif any(child.name not in ("br", "img") for child in one.children):
                yield from self.within(one)
            elif one.name in _BOXES:
                yield Block(TEXT, one.start, one.end, inner=one.inner)

    def _held(self, one: Element) -> Iterator[Block]:
        if one.name == "table":
            return self._table(one)
        return self._definitions(one) if one.name == "dl" else self._list(one)

    def _list(self, parent: Element) -> Iterator[Block]:
        for one in parent.children:
            nested = next((child for child in one.children if child.name in _LISTS), None)
            own = self._text[one.inner : nested.start if nested else one.stop]
            if one.name != "li":
                yield from self.within(Element("", "", one.start, one.start, one.end, one.end, [one]))
            elif nested and (heading := read_heading(own)) and (heading.groups or heading.type):
                yield Block(HEADING, one.start, nested.start, inner=one.inner, level=_BOLD_HEADING)
                yield from self._list(nested)
            elif one.end > one.inner:
                yield Block(ITEM, one.start, one.end, "li", one.inner, holder=parent.start)

    def _table(self, table: Element) -> Iterator[Block]:
        parts = [one for one in table.children if one.name in ("thead", "tbody", "tfoot")]
        for row in (one for part in (table, *parts) for one in part.children if one.name == "tr"):
            cells = [one for one in row.children if one.name == "td"]
            holds_lists = any(one.name in _HOLDERS and self._is_long(one) for one in row.walk())
            if cells and not holds_lists and reads_as_entry(self._text[row.inner : row.stop]):
                yield Block(ITEM, row.start, row.end, "tr", row.inner, holder=table.start)
                continue
            for cell in cells:
                yield from self.within(cell)

    def _is_long(self, one: Element) -> bool:
        return one.name == "table" or sum(child.end - child.start > LONGEST // 100 for child in one.children) > 1

    def _definitions(self, parent: Element) -> Iterator[Block]:
        terms: list[tuple[Element, list[Element]]] = []
        for one in parent.children:
            if one.name == "dt":
                terms.append((one, []))
            elif one.name == "dd" and terms:
                terms[-1][1].append(one)
        for term, values in terms:
            if read_heading(self._text[term.inner : term.stop]).groups:
                yield Block(HEADING, term.start, term.end, inner=term.inner, level=_BOLD_HEADING)
                yield from (Block(ITEM, one.start, one.end, "dd", one.inner, holder=parent.start) for one in values)
            elif values:
                yield Block(ITEM, term.start, values[-1].end, "dd", term.inner, holder=parent.start)

    def _likeness(self, one: Element) -> tuple[str, str]:
        return one.name, " ".join(sorted(one.classes.split()))

    def _is_bold_heading(self, one: Element) -> bool:
        """Whether an element holds nothing but a year or a kind of publication, in bold."""
        words = self._text[one.inner : one.stop] if one.name in _BOXES else ""
        if len(words) > 200 or not re.search(r"<(?:b|strong|u|font|big)[\s>]", words):  # noqa: PLR2004 - a heading is short
            return False
        heading = read_heading(words)
        return heading.groups or bool(heading.type)

    def _may_be_item(self, one: Element) -> bool:
        if one.name not in _BOXES or not reads_as_entry(self._text[one.inner : one.stop]):
            return False
        inner = list(one.walk())
        headings = sum(child.name in _HEADINGS for child in inner)
        if any(child.name in _LISTS for child in inner) and any(self._is_of_group(child) for child in inner):
            return False
        lists = sum(child.name in _HOLDERS and self._is_long(child) for child in inner)
        boxes = sum(bool(ITEM_CLASS.search(child.classes)) for child in inner)
        return headings <= 1 and not lists and (boxes <= 1 or "paper-box" in one.classes)

    def _is_of_group(self, one: Element) -> bool:
        """Whether an element is the heading of a year: what holds it is a list, and no entry."""
        words = self._text[one.inner : one.stop] if one.name in _HEADINGS else ""
        return 0 < len(words) <= 200 and read_heading(words).groups  # noqa: PLR2004 - a heading is short

    def _is_item(self, one: Element, alike: Counter[tuple[str, str]]) -> bool:
        if not self._may_be_item(one):
            return False
        if ITEM_CLASS.search(one.classes):
            return True
        # A box around a row of boxes that are alike is none itself.
        rows = Counter(self._likeness(child) for child in one.children if self._may_be_item(child))
        return alike[self._likeness(one)] >= _FEWEST_ALIKE and max(rows.values(), default=0) < _FEWEST_ALIKE
