"""What of a page is never looked into: front matter, code, comments, templates' loops, regions that are ours.

All of it becomes blanks of the same length, so that places in the rest stay places in the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pubsync.sites.codeblocks import comments
from pubsync.sites.regions import find

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"[ \t]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(?P<mark>`{3,}|~{3,})(?P<rest>[^\r\n]*)")
_ELEMENT = re.compile(
    r"<(?P<name>pre|script|style|textarea|svg|head|nav|noscript|select|form)(?=[\s>])[^<>]*>", re.IGNORECASE
)
_LOOP = re.compile(r"\{%-?\s*(?P<end>end)?(?P<name>for|comment|raw|capture|tablerow)\b[^%]*%\}")
_MARKER = re.compile(r"<!--\s*pubsync\s*:", re.IGNORECASE)
_NOT_A_LINE_END = re.compile(r"[^\r\n]")
HTML_SUFFIXES = (".html", ".htm", ".xhtml")


def is_html(path: str) -> bool:
    """Whether a page is HTML throughout, so that nothing in it is Markdown."""
    return path.casefold().endswith(HTML_SUFFIXES)


def visible(text: str, path: str) -> str:
    """Return a page's text with blanks in place of what is not to be looked into.

    Raises:
        SiteError: where a marker of ours is damaged.
    """
    markdown = not is_html(path)
    front = _FRONT.match(text)
    spans = [front.span()] if front else []
    spans += [(region.start, region.end) for region in find(text, path) if not region.count]
    spans += comments(text, markdown=markdown)
    text = _blanked(text, spans)
    if markdown:
        text = _blanked(text, _fences(text))
    text = _blanked(text, _elements(text))
    return _blanked(text, _loops(text))


def marked_lines(text: str) -> frozenset[int]:
    """Return where the lines begin that hold a marker of ours: no list reaches across one."""
    return frozenset(text.rfind("\n", 0, found.start()) + 1 for found in _MARKER.finditer(text))


def _blanked(text: str, spans: Iterator[tuple[int, int]] | list[tuple[int, int]]) -> str:
    pieces, done = [], 0
    for start, end in sorted(spans):
        if end <= done:
            continue
        first = max(start, done)
        pieces += [text[done:first], _NOT_A_LINE_END.sub(" ", text[first:end])]
        done = end
    return "".join([*pieces, text[done:]])


def _fences(text: str) -> Iterator[tuple[int, int]]:
    at, opened, mark = 0, -1, ""
    for line in text.splitlines(keepends=True):
        found = _FENCE.match(line)
        if found and opened < 0 and not (found["mark"][0] == "`" and "`" in found["rest"]):
            opened, mark = at, found["mark"]
        elif found and opened >= 0 and found["mark"].startswith(mark) and not found["rest"].strip():
            yield opened, at + len(line)
            opened = -1
        at += len(line)
    if opened >= 0:
        yield opened, len(text)


def _elements(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    missing: set[str] = set()
    while found := _ELEMENT.search(text, at):
        name = found["name"].lower()
        at = found.end()
        closing = None if name in missing else re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, at)
        if closing is None:
            missing.add(name)
            continue
        at = closing.end()
        yield found.start(), at


def _loops(text: str) -> Iterator[tuple[int, int]]:
    depth = start = 0
    for found in _LOOP.finditer(text):
        if not found["end"]:
            start = found.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield start, found.end()
