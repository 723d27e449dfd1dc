"""The formatting of a citation while it is being put together, its punctuation, and the HTML made of both.

Formatting travels through the CSL processor as single private-use characters, two for each kind, and becomes HTML at
the very end. So all text is escaped once, whatever a style did to it on the way (upper case would make ``&AMP;`` of
``&amp;``), and nothing that stands in a field can ever be formatting.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from pubsync.citing.escape import plain

_FIRST = 0x10F700
_TAGS = {
    "italic": ("<i>", "</i>"),
    "bold": ("<b>", "</b>"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
    "small-caps": ('<span style="font-variant:small-caps">', "</span>"),
}
_MARKERS = {kind: (chr(_FIRST + 2 * place), chr(_FIRST + 2 * place + 1)) for place, kind in enumerate(_TAGS)}
_HTML = {ord(marker): tag for kind, tags in _TAGS.items() for marker, tag in zip(_MARKERS[kind], tags, strict=True)}
QUOTE_END = chr(_FIRST + 0x20)
"""Follows a closing quotation mark that takes the comma or full stop after it inside, as American English has it."""

_KEPT = ".,;:!?([ "
_KEEP = {ord(mark): chr(_FIRST + 0x40 + place) for place, mark in enumerate(_KEPT)}
_RESTORE = {ord(kept): chr(mark) for mark, kept in _KEEP.items()}
_RESERVED = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + 0xFF)}]")
_DELIBERATE = re.compile(
    r"[.,;:!?](?=[.,;:!?])|(?:^|(?<=[(\[“‘]))[.,;:]"  # an ellipsis, "(.NET)"
    r"|\((?=\s*\))|\[(?=\s*\])|\s(?=[.,;:!?])"  # "main()", "on .NET"
)
"""What a person wrote so on purpose, and what the rules below would take for a seam between two fields."""

_LINKS = range(_FIRST + 0x80, _FIRST + 0xFF)
"""Each begins one link; how many a citation can hold."""
_LINK_END = chr(_FIRST + 0xFF)
_M = f"([{chr(_FIRST)}-{chr(_FIRST + 0x1F)}{chr(_LINKS[0])}-{_LINK_END}]*)"
_RULES = (
    (re.compile(rf"([”’»]){QUOTE_END}{_M}([.,])"), r"\3\1\2"),
    (re.compile(r"([?!]),(?=[”’»])"), r"\1"),
    (re.compile(rf"([(\[“‘]){_M}[ ,;:.]+"), r"\1\2"),
    (re.compile(rf" +{_M}(?=[ .,;:)\]])"), r"\1"),
    (re.compile(rf"\({_M}\)|\[{_M}\]|“{_M}”"), r"\1\2\3"),
    (re.compile(rf"([.,;:!?]){_M}\1"), r"\1\2"),
    (re.compile(rf"([.!?][”’»]?){_M}\."), r"\1\2"),
    (re.compile(r"(\.{}[^.]{{1,5}}{})\.".format(*_MARKERS["superscript"])), r"\1"),
    (re.compile(rf"[,;:]{_M}(?=[.;])"), r"\1"),
    (re.compile(rf"([;:]){_M},"), r"\1\2"),
    (re.compile(rf"^{_M}[ ,;:.]+"), r"\1"),
    (re.compile(rf"[ ,;:]+{_M}$"), r"\1"),
    *((re.compile("".join(markers)), "") for markers in _MARKERS.values()),
)
"""What CSL leaves to the processor where fields are missing or end in a mark of their own: no empty brackets, no
doubled blanks, no mark beside one that says more; with any formatting in between. Each shortens the text."""


def formatted(text: str, kind: str) -> str:
    """Return ``text`` in ``italic``, ``bold``, ``superscript``, ``subscript`` or ``small-caps``."""
    opening, closing = _MARKERS[kind]
    return f"{opening}{text}{closing}"


def linked(text: str, number: int) -> str:
    """Return ``text`` as a link to the address of that number, see ``html_of``; as it is where there are too many."""
    return f"{chr(_LINKS[number])}{text}{_LINK_END}" if number < len(_LINKS) else text


def unformatted(text: str) -> str:
    """Return ``text`` without any formatting."""
    return _RESERVED.sub("", text)


def field_text(text: str, limit: int) -> str:
    """Return a field's text on one line, at most ``limit`` characters, so that it is nothing but text from here on."""
    line = " ".join(unformatted(plain(text[:limit])).split())
    return _DELIBERATE.sub(lambda found: found.group().translate(_KEEP), line)


def html_of(citation: str, addresses: Sequence[str] = ()) -> str:
    """Return a finished citation as safe HTML, its punctuation tidied; ``addresses`` are those of its links."""
    before = ""
    while before != citation:
        before = citation
        for pattern, replacement in _RULES:
            citation = pattern.sub(replacement, citation)
    links = {place: f'<a href="{escape(address)}">' for place, address in zip(_LINKS, addresses, strict=False)}
    tags = _HTML | _RESTORE | links | {ord(_LINK_END): "</a>"}
    return escape(citation.replace(QUOTE_END, ""), quote=False).translate(tags)
