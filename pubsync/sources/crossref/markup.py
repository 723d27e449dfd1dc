"""Titles and abstracts as publishers deposit them, to plain text: face markup, JATS, MathML and TeX. Pure.

https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/face-markup/
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pubsync.sources import answers
from pubsync.sources.crossref.mathml import from_mathml

_MARKED = re.compile(r"[<&$]")
_ELEMENTS = r"(?:i|b|u|em|strong|sub|sup|scp|tt|p|(?:jats|mml):[a-zA-Z-]{1,30})"
_ESCAPED_TAG = re.compile(rf"&(?:amp;)?lt;(/?{_ELEMENTS}\s?/?)&(?:amp;)?gt;", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->)){0,1000}+-->|<!\[CDATA\[|\]\]>")
_PREFIX = re.compile(r"<(/?)(?:jats|mml|m|xhtml):(?=[a-zA-Z])")
_HEADING = re.compile(r"<title\b[^<>]{0,100}>([^<>]{0,200})</title>")
_NO_HEADING = frozenset(("", "abstract", "summary", "résumé", "zusammenfassung", "resumen", "resumo", "摘要"))
_DOCUMENT = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_DISPLAYED = re.compile(r"\$\$\s*([^$]{1,1000}?)\s*\$\$")

# Converted formulas stand between these until their surroundings are looked at.
_START, _END = "\x01", "\x02"
_LOST_BLANKS = (
    (re.compile(rf"(?<=[^\W\d_]){_START}|(?<=[,;:)]){_START}"), f" {_START}"),
    (re.compile(rf"{_END}(?=[^\W\d_])"), f"{_END} "),
    (re.compile(r"(?<=[^\W\d_]{2})(<(?:i|em|italic)>)(?=[^\W\d_])|(?<=[,;:])(<(?:i|em|italic)>)"), r" \1\2"),
    (re.compile(r"(?<=[\w.)]{2})(</(?:i|em|italic)>)(?=[^\W\d_]{2})"), r"\1 "),
)
"""Blanks around markup, which many deposits have lost: "a specialised<i>Neisseria</i>genomic resource"
(https://github.com/CrossRef/rest-api-doc/issues/112). "<i>n</i>th" lost none."""
_SURPLUS_BLANKS = (
    (re.compile(r"<(su[bp])>\s+"), r"<\1>"),
    (re.compile(r"\s+</(su[bp])>"), r"</\1>"),
    (re.compile(r"\s+(?=<sub>)|(?<=[\d)])\s+(?=<sup>)|\s+(?=<sup>[+−–-])"), ""),
)
"""And blanks that others have won: "CaF <sub>2</sub>". Before "<sup>38</sup>Ca" it is a blank."""


def text(value: object) -> str:
    """Return a deposited text as plain Unicode on one line, mathematics as ``$…$``."""
    return answers.text(_prepared(value))


def title(value: object, subtitle: object = None) -> str:
    """Return a title with its subtitle, likewise."""
    return answers.title(_prepared(value), _prepared(subtitle))


def _prepared(value: object) -> str:
    """Return the text with all markup taken away but what ``answers.text`` reads as it is."""
    markup = answers.raw(value)
    if not _MARKED.search(markup):
        return markup
    markup = _PREFIX.sub(r"<\1", _COMMENT.sub("", _ESCAPED_TAG.sub(r"<\1>", markup)))
    markup = _HEADING.sub(_heading, markup)
    markup = _each(markup, "alternatives", _alternative)
    markup = _each(markup, "tex-math", lambda inner: f"{_START}{_tex(inner)}{_END}")
    markup = _each(markup, "math", lambda inner: f"{_START}{from_mathml(inner)}{_END}")
    for pattern, repaired in (*_LOST_BLANKS, *_SURPLUS_BLANKS):
        markup = pattern.sub(repaired, markup)
    return _DISPLAYED.sub(r"$\1$", markup.replace(_START, "").replace(_END, ""))


def _each(markup: str, element: str, change: Callable[[str], str]) -> str:
    """Put in place of each element what ``change`` makes of its inside, in a time that grows with the length alone."""
    opening, closing = re.compile(rf"<{element}(?:\s[^<>]*)?(?<!/)>"), f"</{element}>"
    pieces: list[str] = []
    place = 0
    while found := opening.search(markup, place):
        end = markup.find(closing, found.end())
        if end < 0:
            break
        pieces += [markup[place : found.start()], change(markup[found.end() : end])]
        place = end + len(closing)
    return "".join((*pieces, markup[place:]))


def _heading(found: re.Match[str]) -> str:
    """Part headings of a structured abstract from what follows; that it is an abstract is known."""
    heading = found.group(1).strip(" :.")
    return " " if heading.casefold() in _NO_HEADING else f" {heading}: "


def _alternative(inner: str) -> str:
    """Of one formula given twice, take what its author wrote."""
    start, end = inner.find("<tex-math"), inner.find("</tex-math>")
    return inner[start : end + len("</tex-math>")] if 0 <= start < end else inner


def _tex(inner: str) -> str:
    """Return a formula without the document that Springer puts around each."""
    document = _DOCUMENT.search(inner)
    formula = " ".join((document.group(1) if document else inner).replace("$", " ").split())
    return f"${formula}$" if formula else ""
