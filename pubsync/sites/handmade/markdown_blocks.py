"""Headings and entries of lists in Markdown, as people write it: by what begins a line, not by a grammar.

Bullets, numbers, ``[1]`` and paragraphs; HTML that stands among them is read as HTML.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pubsync.sites.handmade.blocks import HEADING, ITEM, TEXT, Block, reads_as_entry
from pubsync.sites.handmade.broken_lines import broken_lines
from pubsync.sites.handmade.elements import class_of, closings, elements
from pubsync.sites.handmade.headings import read_heading
from pubsync.sites.handmade.html_blocks import ITEM_CLASS, element_blocks

_ATX = re.compile(r" {0,3}(?P<signs>#{1,6})(?=\s|[^\s#])\s*(?P<words>.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r" {0,3}(?:(?P<one>={3,})|-{3,})\s*$")
_BULLET = re.compile(r"(?P<indent>[ \t]*)(?:(?P<bullet>[-*+])|(?P<number>\d{1,4}[.)]))(?:[ \t]+|$)")
_BRACKETED = re.compile(r"[ ]{0,3}\\?\[[A-Za-z]{0,3}\d{1,4}\\?\](?![(:\[])[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_TABLE_ROW = re.compile(r" {0,3}\|.*\|[ \t]*$")
_TABLE_RULE = re.compile(r"[\s|:-]+$")
_TAG_AT_START = re.compile(r"[ \t]*<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?=[\s>/])")
_HTML_LISTS = frozenset({"ul", "ol", "table", "dl", "h1", "h2", "h3", "h4", "h5", "h6"})
_HTML_BOXES = frozenset({"div", "section", "article", "p", "details", "center", "main", "summary", "figure"})
_BOLD_LINE = re.compile(
    r"\s*(?:\d{1,2}[.)]\s+)?(?:\*\*|__|<(?:b|strong|u)>)[^*<>]{2,80}(?:\*\*|__|</(?:b|strong|u)>)\s*[:：]?\s*$"
)
_BOLD_HEADING = 7
_TITLED = re.compile(
    r"\s*(?:`+[^`]*`+\s*|<span[^<>]*>.*?</span>\s*|\\?\[[A-Za-z]{0,3}\d{1,4}\\?\]\s*|\d{1,3}[.)]\s+|[(（\[][^()（）\[\]]{1,30}[)）\]]\s+)*"
    r"(?:\*\*|__|\[|<(?:b|strong|a)[\s>]|[“\"「《])"
)
_ATTRIBUTES = re.compile(r" {0,3}\{:.*\}\s*$")
"""kramdown's attribute list: https://kramdown.gettalong.org/syntax.html#block-ials."""
_FEWEST_PARAGRAPHS = 2


class _Line(NamedTuple):
    start: int
    end: int
    words: str
    """The line without its end."""

    @property
    def blank(self) -> bool:
        return not self.words.strip()

    @property
    def indent(self) -> int:
        return len(self.words.expandtabs(4)) - len(self.words.expandtabs(4).lstrip())


def markdown_blocks(text: str, start: int, end: int) -> list[Block]:
    """Return what stands in ``text[start:end]``, in its order; entries never lie in one another."""
    return _paragraph_entries(text, list(_Parser(text, start, end).blocks()))


class _Parser:
    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._end = end
        self._lines = list(_lines(text, start, end))
        self._closings: dict[str, dict[int, int]] = {}

    def blocks(self) -> Iterator[Block]:
        at = 0
        while at < len(self._lines):
            if self._lines[at].blank:
                at += 1
                continue
            found, at = self._block(at)
            yield from found

    def _block(self, at: int) -> tuple[Sequence[Block], int]:
        line = self._lines[at]
        heading = self._heading(at)
        if heading:
            return [heading], at + (1 if heading.end == line.end else 2)
        if _RULE.match(line.words):
            return [Block(TEXT, line.start, line.end)], at + 1
        if _TABLE_ROW.match(line.words):
            return [self._row(line)], at + 1
        bullet = _BULLET.match(line.words)
        if bullet:
            return self._item(at, bullet)
        tag = _TAG_AT_START.match(line.words)
        if tag and tag["name"].lower() in (*_HTML_LISTS, *_HTML_BOXES):
            return self._html(at, tag)
        return self._paragraph(at)

    def _heading(self, at: int) -> Block | None:
        line = self._lines[at]
        atx = _ATX.match(line.words)
        if atx:
            return Block(HEADING, line.start, line.end, inner=line.start + atx.start("words"), level=len(atx["signs"]))
        below = self._lines[at + 1] if at + 1 < len(self._lines) else None
        underline = _UNDERLINE.match(below.words) if below else None
        plain = not (_BULLET.match(line.words) or _TAG_AT_START.match(line.words) or _RULE.match(line.words))
        if underline and below and plain and (at == 0 or self._lines[at - 1].blank):
            return Block(HEADING, line.start, below.end, inner=line.start, level=1 if underline["one"] else 2)
        if _BOLD_LINE.match(line.words) and self._stands_alone(at):
            heading = read_heading(line.words)
            if heading.groups or heading.type or (heading.section and len(heading.words.split()) <= 4):  # noqa: PLR2004 - a title has more words
                return Block(HEADING, line.start, line.end, inner=line.start, level=_BOLD_HEADING)
        return None

    def _stands_alone(self, at: int) -> bool:
        """Whether no plain text goes on right above or below."""
        below = self._lines[at + 1].words if at + 1 < len(self._lines) else ""
        runs_on = below.strip() and not _BULLET.match(below) and not _BRACKETED.match(below)
        return not runs_on and (at == 0 or self._lines[at - 1].blank or bool(_BULLET.match(self._lines[at - 1].words)))

    def _row(self, line: _Line) -> Block:
        is_entry = not _TABLE_RULE.match(line.words) and reads_as_entry(line.words)
        return Block(ITEM if is_entry else TEXT, line.start, line.end, "row", line.start)

    def _item(self, at: int, bullet: re.Match[str]) -> tuple[Sequence[Block], int]:
        first = self._lines[at]
        stop = at + 1
        last = at
        while stop < len(self._lines) and self._goes_on(first, stop, after_blank=stop > last + 1):
            last = stop if not self._lines[stop].blank else last
            stop += 1
        nested = next((number for number in range(at + 1, last + 1) if self._is_nested(first, number)), 0)
        own = self._text[first.start + bullet.end() : self._lines[nested].start if nested else self._lines[last].end]
        if nested and (heading := read_heading(own)) and (heading.groups or heading.type):
            start = self._lines[nested].start
            above = Block(HEADING, first.start, start, inner=first.start + bullet.end(), level=_BOLD_HEADING)
            return [above, *_Parser(self._text, start, self._lines[last].end).blocks()], last + 1
        sign = "number" if bullet["number"] else "bullet"
        return [Block(ITEM, first.start, self._lines[last].end, sign, first.start + bullet.end())], last + 1

    def _is_nested(self, first: _Line, number: int) -> bool:
        line = self._lines[number]
        return line.indent > first.indent and bool(_BULLET.match(line.words))

    def _goes_on(self, first: _Line, at: int, *, after_blank: bool) -> bool:
        """Whether a line belongs to the entry that began with ``first``: deeper ones do, and text right below it."""
        line = self._lines[at]
        if line.blank:
            return True
        if line.indent > first.indent:
            return True
        ending = (_BULLET, _ATX, _BRACKETED, _ATTRIBUTES)
        if after_blank or any(pattern.match(line.words) for pattern in ending):
            return False
        tag = _TAG_AT_START.match(line.words)
        is_html = tag is not None and (tag["end"] or tag["name"].lower() in (*_HTML_LISTS, *_HTML_BOXES))
        return not is_html and not _RULE.match(line.words)

    def _html(self, at: int, tag: re.Match[str]) -> tuple[Sequence[Block], int]:
        line = self._lines[at]
        name = tag["name"].lower()
        start = line.start + tag.start("end") - 1
        end = -1 if tag["end"] else self._ends(name).get(start, -1)
        as_html = name in _HTML_LISTS or name == "p" or ITEM_CLASS.search(class_of(self._text, start))
        if end < 0 or not as_html:
            return [Block(TEXT, line.start, line.end)], at + 1
        after = bisect_left(self._lines, end, lo=at, key=lambda one: one.end)
        one = elements(self._text, start, end).children[0]
        found = list(element_blocks(self._text, one))
        if name == "p" and not any(block.kind == HEADING for block in found):
            return [Block(TEXT, start, end, "paragraph", one.inner)], after + 1
        return found or [Block(TEXT, start, end)], after + 1

    def _ends(self, name: str) -> dict[int, int]:
        """Where each element of a name begins and ends."""
        if name not in self._closings:
            self._closings[name] = closings(self._text, name, self._lines[0].start, self._end)
        return self._closings[name]

    def _paragraph(self, at: int) -> tuple[Sequence[Block], int]:
        first = self._lines[at]
        sign = "number" if _BRACKETED.match(first.words) else "paragraph"
        stop = at + 1
        while stop < len(self._lines) and not self._ends_paragraph(stop):
            stop += 1
        inner = first.start + (found.end() if (found := _BRACKETED.match(first.words)) else 0)
        kind = ITEM if sign == "number" else TEXT
        return [Block(kind, first.start, self._lines[stop - 1].end, sign, inner)], stop

    def _ends_paragraph(self, at: int) -> bool:
        line = self._lines[at]
        if line.blank or _ATX.match(line.words) or _BRACKETED.match(line.words) or _RULE.match(line.words):
            return True
        bullet = _BULLET.match(line.words)
        tag = _TAG_AT_START.match(line.words)
        is_html = tag is not None and tag["name"].lower() in (*_HTML_LISTS, *_HTML_BOXES)
        return is_html or (bullet is not None and not (bullet["number"] and not bullet["number"].startswith("1")))


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    at = start
    while at < end:
        found = text.find("\n", at, end)
        after = end if found < 0 else found + 1
        yield _Line(at, after, text[at:after].rstrip("\r\n"))
        at = after


def _paragraph_entries(text: str, blocks: list[Block]) -> list[Block]:
    """Return the blocks with those runs of paragraphs that are entries taken for such."""
    found: list[Block] = []
    run: list[Block] = []
    for block in [*blocks, Block(HEADING, len(text), len(text))]:
        if block.kind == TEXT and block.sign == "paragraph":
            if lines := broken_lines(text, block.inner, block.end, markdown=True):
                found += [*_entries(text, run), *lines]
                run = []
            else:
                run.append(block)
            continue
        found += [*_entries(text, run), block]
        run = []
    return found[:-1]


def _entries(text: str, run: Sequence[Block]) -> list[Block]:
    titled = [number for number, block in enumerate(run) if _is_titled(text, block)]
    if len(titled) >= _FEWEST_PARAGRAPHS:
        edges = [*titled, len(run)]
        joined = [
            Block(ITEM, run[first].start, run[after - 1].end, "paragraph", run[first].inner)
            for first, after in pairwise(edges)
        ]
        return [*run[: titled[0]], *joined]
    references = [block for block in run if _is_reference(text[block.start : block.end])]
    if len(references) >= _FEWEST_PARAGRAPHS:
        return [block._replace(kind=ITEM) if block in references else block for block in run]
    return list(run)


def _is_titled(text: str, block: Block) -> bool:
    markup = text[block.inner : block.end]
    return bool(_TITLED.match(markup)) and reads_as_entry(markup)


def _is_reference(markup: str) -> bool:
    return reads_as_entry(markup) and bool(re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", markup)) and markup.count(",") > 1
