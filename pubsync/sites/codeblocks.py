"""The HTML comments of a text that are not quoted as code.

A left-to-right scan in linear time; what begins first wins, as in CommonMark (https://spec.commonmark.org/0.31.2/#precedence).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BEFORE_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")
_AFTER_TICKS = re.compile(r"[^`\n]*$", re.MULTILINE)
_SHORTEST_FENCE = 3
_TICKS = r"(?<=`)(?P<ticks>`*)"
_TILDES = r"(?<=~)(?P<tildes>~~+)"
_ELEMENT = r"(?<=<)(?P<element>pre|code|script|style|textarea)(?=[\s>])[^<>]*>"
_COMMENT = r"(?<=<)(?P<comment>!--)"
# One of these signs comes first, so that nothing else is looked at any closer.
_IN_MARKDOWN = re.compile(f"[`~<](?:{_TICKS}|{_TILDES}|{_ELEMENT}|{_COMMENT})", re.IGNORECASE)
_IN_HTML = re.compile(f"<(?:{_ELEMENT}|{_COMMENT})", re.IGNORECASE)
_BLOCK_END = re.compile(
    r"\n(?=[ \t>]*(?:\r?$|<!--|#{1,6}[ \t]|(?:[-*+]|\d{1,9}[.)])[ \t]|`{3}|~{3}|-{3}|\|"
    r"|</?(?:div|p|pre|ul|ol|li|table|h[1-6])\b))",
    re.MULTILINE,
)
_CODE_INDENT = re.compile(r"(?: {4}| {0,3}\t)[ \t]*")
_LIST_OR_WITHIN = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])[ \t]|[ \t]")
_BLANK_LINE = re.compile(r"\n[ \t]*\r?$", re.MULTILINE)


def comments(text: str, *, markdown: bool) -> Iterator[tuple[int, int]]:
    """Yield where each comment begins and ends; one that never ends reaches to the end of the text."""
    return _Scan(text, markdown=markdown).comments()


class _Scan:
    def __init__(self, text: str, *, markdown: bool) -> None:
        self._text = text
        self._markdown = markdown
        self._token = _IN_MARKDOWN if markdown else _IN_HTML
        self._unclosed: set[tuple[str, int]] = set()
        """Closings known not to come before a place, so that none is looked for twice."""
        self._paragraph_end = -1
        self._blank_line = -1

    def comments(self) -> Iterator[tuple[int, int]]:
        at = 0
        while found := self._token.search(self._text, at):
            kind = found.lastgroup
            if kind == "comment":
                end = self._text.find("-->", found.end())
                at = len(self._text) if end < 0 else end + len("-->")
                if not (self._markdown and self._in_indented_code(found.start())):
                    yield found.start(), at
            elif kind == "element":
                at = self._after_element(found)
            elif self._is_fence(found, at):
                at = self._after_fence(found)
            else:
                at = self._after_span(found) if kind == "ticks" else found.end()

    def _is_fence(self, found: re.Match[str], since: int) -> bool:
        """Whether ticks or tildes open a block of code (CommonMark 0.31, 4.5), also one within a list or a quote."""
        if len(found.group()) < _SHORTEST_FENCE or not self._begins_line(found.start(), since):
            return False
        return found.lastgroup == "tildes" or _AFTER_TICKS.match(self._text, found.end()) is not None

    def _begins_line(self, at: int, since: int) -> bool:
        """Whether nothing else stands before a place in its line, of which no part was read before ``since``."""
        line_start = self._text.rfind("\n", 0, at) + 1
        return line_start >= since and _BEFORE_FENCE.fullmatch(self._text, line_start, at) is not None

    def _in_indented_code(self, at: int) -> bool:
        """Whether a line indented by four columns is code (CommonMark 0.31, 4.4): after a blank line, in no list."""
        line_start = self._text.rfind("\n", 0, at) + 1
        if not _CODE_INDENT.fullmatch(self._text[line_start:at]):
            return False
        after_blank = False
        while line_start > 0:
            line_end = line_start - 1
            line_start = self._text.rfind("\n", 0, line_end) + 1
            line = self._text[line_start:line_end]
            if line.strip() and not _CODE_INDENT.match(line):
                return after_blank and not _LIST_OR_WITHIN.match(line)
            after_blank = not line.strip()
        return True

    def _after_fence(self, opening: re.Match[str]) -> int:
        mark = opening.group()
        line_end = self._text.find("\n", opening.end())
        closing = re.compile(rf"^[ \t>]*{mark[0]}{{{len(mark)},}}[ \t]*\r?$", re.MULTILINE)
        found = closing.search(self._text, line_end + 1) if line_end >= 0 else None
        return found.end() if found else len(self._text)

    def _after_span(self, opening: re.Match[str]) -> int:
        start, end = opening.span()
        if self._escaped(start):
            return start + 1
        if self._paragraph_end < end:
            self._paragraph_end = self._next(_BLOCK_END, end)
        return self._closed(rf"(?<!`)`{{{end - start}}}(?!`)", end, self._paragraph_end)

    def _after_element(self, opening: re.Match[str]) -> int:
        element, end = opening["element"].lower(), opening.end()
        if element != "code":
            return self._closed(rf"</{element}\s*>", end, len(self._text))
        # Inline code ends with its paragraph, so that one left open does not hide the rest of the page.
        if self._blank_line < end:
            self._blank_line = self._next(_BLANK_LINE, end)
        return self._closed(r"</code\s*>", end, self._blank_line)

    def _closed(self, closing: str, start: int, limit: int) -> int:
        """Return where what was opened is closed, ``start`` where it is not."""
        if (closing, limit) in self._unclosed:
            return start
        found = re.compile(closing, re.IGNORECASE).search(self._text, start, limit)
        if found is None:
            self._unclosed.add((closing, limit))
            return start
        return found.end()

    def _escaped(self, at: int) -> bool:
        before = self._text[max(0, at - 20) : at]
        return (len(before) - len(before.rstrip("\\"))) % 2 == 1

    def _next(self, pattern: re.Pattern[str], start: int) -> int:
        found = pattern.search(self._text, start)
        return found.start() if found else len(self._text)
