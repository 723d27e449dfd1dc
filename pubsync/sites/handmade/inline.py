"""The words of a stretch of Markdown or HTML as a reader sees them, and how they stand out: bold, linked, quoted.

Not a Markdown renderer: what it can't make out stays as plain words. One pass, in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from pubsync.sites.handmade.emphasis import Run, styled
from pubsync.sites.handmade.pieces import EDGE, Inline, Piece

LONGEST = 40_000
"""Characters of one stretch that are read; an entry has some hundreds."""
_MARKDOWN = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z))"
    r"|(?P<liquid>\{\{[^{}]*\}\}|\{%[^%]*%\})"
    r"|(?P<attributes>\{:[^{}\n]*\}|(?<=\S)\s\{#[\w-]+\}[ \t]*$)"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`{1,8})"
    r"|(?P<tag></?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>)"
    r"|(?P<address><https?://[^\s<>]+>)"
    r"|(?P<opening>!?\[)|(?P<closing>\])"
    r"|(?P<run>\*+|_+)"
    r"|(?P<line>\\?(?:[ \t]*\r?\n[ \t]*)+)",
    re.DOTALL | re.MULTILINE,
)
_HTML = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z))"
    r"|(?P<liquid>\{\{[^{}]*\}\}|\{%[^%]*%\})"
    r"|(?P<tag></?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>)"
    r"|(?P<line>(?:[ \t]*\r?\n[ \t]*)+)",
    re.DOTALL,
)
_TARGET = re.compile(
    r"\(\s*(?P<to><[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)"
    r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?\s*\)(?:\{:[^{}\n]*\})?"
)
_NAMED_TARGET = re.compile(r"\[(?P<name>[^\[\]\n]{0,200})\]")
_ADDRESS = re.compile(r"https?://[^\s()<>\[\]\"']+")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w:-]*)(?P<rest>[^<>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_VOID = frozenset({"br", "img", "hr", "input", "source", "meta", "link", "wbr", "embed"})
_BREAKS = frozenset(
    {"br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "table", "dt", "dd", "hr", "article", "section", "header"}
    | {"footer", "details", "summary", "blockquote", *(f"h{level}" for level in range(1, 7))}
)
_STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic", "u": "underline",
    "ins": "underline", "sup": "raised", "code": "code", "s": "struck", "del": "struck", "strike": "struck",
    "papertitle": "title", "q": "quoted", **{f"h{level}": "title" for level in range(1, 7)},
}  # fmt: skip
_BY_CLASS = (
    (re.compile(r"(?:^|[\s_-]|paper|pub(?:lication)?)title", re.IGNORECASE), "title"),
    (re.compile(r"authors?(?:$|[\s_-])", re.IGNORECASE), "authors"),
    (re.compile(r"\b(?:badge|label|tag|abbr)\b", re.IGNORECASE), "badge"),
    (re.compile(r"\b(?:venue|journal|conference|periodical)\b", re.IGNORECASE), "venue"),
)
_BREAK = f"{EDGE}\n"
_MOST_OPEN = 60


def plain_words(markup: str, *, markdown: bool = True) -> str:
    """Return the words of a stretch on one line, without markup."""
    return read_inline(markup, markdown=markdown).words


def read_inline(markup: str, *, markdown: bool = True, targets: Mapping[str, str] | None = None) -> Inline:
    """Read a stretch; ``targets`` are the page's own link definitions (``[name]: address``), names folded."""
    return _Reader(markup[:LONGEST], markdown=markdown, targets=targets or {}).read()


@dataclass(slots=True)
class _Open:
    """An HTML element that is open: what it adds to the words in it."""

    tag: str
    style: str
    url: str


@dataclass(slots=True)
class _Reader:
    markup: str
    markdown: bool
    targets: Mapping[str, str]
    found: list[Piece | Run] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    brackets: list[tuple[int, bool]] = field(default_factory=list)
    """Where in ``found`` each open bracket stands, and whether it begins a picture."""
    unseen: bool = False

    def read(self) -> Inline:
        token = _MARKDOWN if self.markdown else _HTML
        at = 0
        while match := token.search(self.markup, at):
            self._text(self.markup[at : match.start()])
            at = self._token(match)
        self._text(self.markup[at:])
        return Inline(tuple(styled(self.found)), self.unseen)

    def _token(self, match: re.Match[str]) -> int:
        kind, text = match.lastgroup, match.group()
        if kind in ("comment", "liquid"):
            self.unseen = True
        elif kind == "escape":
            self._add(text[1:])
        elif kind == "ticks":
            return self._code(match)
        elif kind == "tag":
            self._tag(text)
        elif kind == "address":
            self.found.append(Piece(text[1:-1], self._style(), text[1:-1]))
        elif kind == "opening":
            self.brackets.append((len(self.found), text.startswith("!")))
            self._add("[")
        elif kind == "closing":
            return self._closing(match.end())
        elif kind == "run":
            self._run(match)
        elif kind == "line":
            self._add(self._line_end(text))
        return match.end()

    def _line_end(self, text: str) -> str:
        """A blank line or one that ends in two blanks ends a line for the reader too; in HTML none does."""
        if not self.markdown:
            return " "
        return _BREAK if text.count("\n") > 1 or text.startswith(("  ", "\\")) else "\n"

    def _style(self, *more: str) -> frozenset[str]:
        return frozenset({one.style for one in self.opened if one.style}.union(more))

    def _text(self, text: str) -> None:
        if text:
            self._add(unescape(text).replace("\xa0", " "))

    def _add(self, text: str) -> None:
        url = next((one.url for one in reversed(self.opened) if one.url), "")
        self.found.append(Piece(text, self._style(), url))

    def _code(self, match: re.Match[str]) -> int:
        ticks = match.group()
        end = self.markup.find(ticks, match.end(), match.end() + 2_000)
        if end < 0:
            self._add(ticks)
            return match.end()
        self.found.append(Piece(self.markup[match.end() : end].strip(), self._style("code")))
        return end + len(ticks)

    def _tag(self, text: str) -> None:
        match = _TAG.match(text)
        if match is None:
            return
        name = match["name"].lower()
        if name in _BREAKS:
            self._add(_BREAK)
        if match["end"]:
            self._close(name)
        elif name == "img":
            attributes = _attributes(match["rest"])
            url = next((one.url for one in reversed(self.opened) if one.url), "")
            self.found.append(Piece(attributes.get("alt", ""), self._style(), url, image=True))
        elif name not in _VOID and not match["rest"].endswith("/") and len(self.opened) < _MOST_OPEN:
            self._open(name, _attributes(match["rest"]))

    def _open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("p", "li", "td", "tr", "dt", "dd"):  # their end may be left out
            self._close(name)
        style = _STYLES.get(name, "")
        for form, by_class in _BY_CLASS:
            if not style and form.search(attributes.get("class", "")):
                style = by_class
        self.opened.append(_Open(name, style, attributes.get("href", "") if name == "a" else ""))

    def _close(self, name: str) -> None:
        places = [place for place, one in enumerate(self.opened) if one.tag == name]
        if places:
            del self.opened[places[-1] :]

    def _run(self, match: re.Match[str]) -> None:
        before = self.markup[match.start() - 1 : match.start()]
        self.found.append(Run.between(match.group(), before, self.markup[match.end() : match.end() + 1]))

    def _closing(self, end: int) -> int:
        if not self.brackets:
            self._add("]")
            return end
        start, image = self.brackets.pop()
        target, after = self._target(start, end)
        if target is None:
            self._add("]")
            return end
        inner = self.found[start + 1 :]
        words = "".join(one.text for one in inner if isinstance(one, Piece))
        if image:
            self.found[start:] = [Piece(words, self._style(), image=True)]
        else:
            self.found[start:] = _linked(inner, target) or [Piece("", self._style(), target)]
        return after

    def _target(self, start: int, end: int) -> tuple[str | None, int]:
        direct = _TARGET.match(self.markup, end)
        if direct:
            to = direct["to"].strip("<>")
            nested = _ADDRESS.search(to) if "(" in to else None
            return (nested.group() if nested else to), direct.end()
        named = _NAMED_TARGET.match(self.markup, end)
        words = "".join(one.text for one in self.found[start + 1 :] if isinstance(one, Piece))
        name = (named["name"] if named and named["name"] else words).strip().casefold()
        if name in self.targets:
            return self.targets[name], named.end() if named else end
        return None, end


def _linked(inner: Sequence[Piece | Run], target: str) -> list[Piece | Run]:
    """Return what stands in a link's brackets as leading to ``target``."""
    return [
        Piece(one.text, one.style, one.url or target, one.image) if isinstance(one, Piece) else one for one in inner
    ]


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match.group(1).lower(), unescape(value))
    return found
