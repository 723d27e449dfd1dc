"""The formatting of a citation while it is being put together, its punctuation, and the HTML made of both.

Formatting travels through the CSL processor as single private-use characters, two for each kind, and becomes HTML at
the very end. So all text is escaped once, whatever a style did to it on the way (upper case would make ``&AMP;`` of
``&amp;``), and nothing that stands in a field can ever be formatting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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
_HTML = {marker: tag for kind, tags in _TAGS.items() for marker, tag in zip(_MARKERS[kind], tags, strict=True)}
_OWN, _OWN_END = chr(_FIRST + 0x0A), chr(_FIRST + 0x0B)
"""Around an own name; a number in three digits follows the first."""
_DIGITS = [chr(_FIRST + 0x10 + place) for place in range(16)]
_HEXADECIMAL = {ord(digit): f"{place:x}" for place, digit in enumerate(_DIGITS)}
_MOST_OWN = 16**3 - 1
_OWN_NAME = re.compile(f"{_OWN}([{_DIGITS[0]}-{_DIGITS[-1]}]{{3}})([^{_OWN_END}]*){_OWN_END}")
QUOTE_END = chr(_FIRST + 0x20)
"""Follows a closing quotation mark that takes the comma or full stop after it inside, as American English has it."""

_KEPT = ".,;:!?([ "
_KEEP = {ord(mark): chr(_FIRST + 0x40 + place) for place, mark in enumerate(_KEPT)}
_RESTORE = {kept: chr(mark) for mark, kept in _KEEP.items()}
_RESERVED = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + 0xFF)}]")
_DELIBERATE = re.compile(
    r"[.,;:!?(\[\s](?:"  # first, so that nothing else is looked at any closer
    r"(?<=[.,;:!?])(?=[.,;:!?])|(?<=^[.,;:])|(?<=[(\[“‘][.,;:])"  # an ellipsis, "(.NET)"
    r"|(?<=\()(?=\s*\))|(?<=\[)(?=\s*\])|(?<=\s)(?=[.,;:!?]))"  # "main()", "on .NET"
)
"""What a person wrote so on purpose, and what the rules below would take for a seam between two fields."""

_LINKS = range(_FIRST + 0x80, _FIRST + 0xFF)
"""Each begins one link; how many a citation can hold."""
_LINK_END = chr(_FIRST + 0xFF)
_PRINTED = {**_HTML, **_RESTORE, _LINK_END: "</a>"}
_M = f"([{chr(_FIRST)}-{chr(_FIRST + 0x1F)}{chr(_LINKS[0])}-{_LINK_END}]*)"
_RAISED = _MARKERS["superscript"][0]
_RAISED_STOP = re.compile(r"(\.{2}{0}[^.]{{1,5}}{1})\.".format(*_MARKERS["superscript"], _M.strip("()")))
_BETWEEN = re.compile(_M.strip("()").replace("*", "+"))
_RULES = (
    (re.compile(rf"([”’»]){QUOTE_END}{_M}([.,])"), r"\3\1\2", {QUOTE_END}),
    (re.compile(r"([?!]),(?=[”’»])"), r"\1", set("?!")),
    (re.compile(rf"([(\[“‘]){_M}[ ,;:.]+"), r"\1\2", set("([“‘")),
    (re.compile(rf" +{_M}(?=[ .,;:)\]])"), r"\1", set(" ")),
    (re.compile(rf"\({_M}\)|\[{_M}\]|“{_M}”"), r"\1\2\3", set("([“")),
    (re.compile(rf"([.,;:!?]){_M}\1"), r"\1\2", set(".,;:!?")),
    (re.compile(rf"([.!?][”’»]?){_M}\."), r"\1\2", set(".")),
    (_RAISED_STOP, r"\1", {_RAISED}),
    (re.compile(rf"[,;:]{_M}(?=[.;])"), r"\1", set(",;:")),
    (re.compile(rf"([;:]){_M},"), r"\1\2", set(";:")),
    (re.compile(rf"^{_M}[ ,;:.]+"), r"\1", set(" ,;:.")),
    (re.compile(rf"[ ,;:]+{_M}$"), r"\1", set(" ,;:")),
    *((re.compile("".join(markers)), "", {markers[0]}) for markers in _MARKERS.values()),
)
"""What CSL leaves to the processor where fields are missing or end in a mark of their own: no empty brackets, no
doubled blanks, no mark beside one that says more; with any formatting in between. Each shortens the text, and none
finds anything but at a seam that has one of the characters that stand beside it."""
_AT_NO_START, _AT_NO_END = frozenset(" ,;:."), frozenset(" ,;:")
_EMPTY = ["".join(markers) for markers in _MARKERS.values()]
_MARKS = {QUOTE_END}.union(*_MARKERS.values())
_SEAM = re.compile(
    rf"[ (\[“‘.,;:!?”’»](?=[.,;:!?)\]”’»{QUOTE_END}]|(?<=[ (\[“‘]) )"  # so that little else is looked at any closer
    r"(?:(?<=[(\[“‘])[ ,;:.)\]”]|(?<= )[ .,;:)\]]|(?<=[.!?])[”’»]?\.|(?<=[!?]),[”’»]|(?<=!)!|(?<=\?)\?|(?<=[,;:])[.,;]"
    rf"|(?<=:):|(?<=[”’»]){QUOTE_END}[.,])"
)
"""Stands wherever one of the rules may find something, formatting left out of account."""


def formatted(text: str, kind: str) -> str:
    """Return ``text`` in ``italic``, ``bold``, ``superscript``, ``subscript`` or ``small-caps``."""
    opening, closing = _MARKERS[kind]
    return f"{opening}{text}{closing}"


def linked(text: str, number: int) -> str:
    """Return ``text`` as a link to the address of that number, see ``html_of``; as it is where there are too many."""
    return f"{chr(_LINKS[number])}{text}{_LINK_END}" if number < len(_LINKS) else text


def own(text: str, number: int) -> str:
    """Return ``text`` as an own name of that number, see ``set_off``."""
    digits = f"{min(number, _MOST_OWN):03x}"
    return f"{_OWN}{''.join(_DIGITS[int(digit, 16)] for digit in digits)}{text}{_OWN_END}"


def unformatted(text: str) -> str:
    """Return ``text`` without any formatting."""
    return _RESERVED.sub("", text)


def field_text(text: str, limit: int) -> str:
    """Return a field's text on one line, at most ``limit`` characters, so that it is nothing but text from here on."""
    line = " ".join(plain(text[:limit]).split())
    if not line.isascii():  # all formatting lies beyond
        line = " ".join(unformatted(line).split())
    return _DELIBERATE.sub(lambda found: found.group().translate(_KEEP), line)


def html_of(citation: str, addresses: Sequence[str] = ()) -> str:
    """Return a finished citation as safe HTML, its punctuation tidied; ``addresses`` are those of its links."""
    return set_off(unset_html_of(citation, addresses))


def set_off(html: str, is_wanted: Callable[[int], bool] = lambda _number: True) -> str:
    """Return what ``unset_html_of`` made with the own names in bold whose numbers are wanted, by default all."""

    def bold(found: re.Match[str]) -> str:
        digits, text = found.groups()
        number = int(digits.translate(_HEXADECIMAL), 16)
        return f"<b>{text}</b>" if is_wanted(number) else text

    return _OWN_NAME.sub(bold, html) if _OWN in html else html


def unset_html_of(citation: str, addresses: Sequence[str] = ()) -> str:
    """Return what ``html_of`` does, but with a mark around each own name, for ``set_off`` to put in bold or not.

    The same citation stands on the page of a lab and on those of its members, and each sets off other names.
    """
    citation = _tidied(citation)
    links = {chr(place): f'<a href="{escape(address)}">' for place, address in zip(_LINKS, addresses, strict=False)}
    tags = _PRINTED | links if links else _PRINTED
    escaped = escape(citation.replace(QUOTE_END, ""), quote=False)
    return _RESERVED.sub(lambda found: tags.get(found.group(), found.group()), escaped)


def _tidied(citation: str) -> str:
    before = ""
    while before != citation and (signs := _signs_at_seams(citation)):
        before = citation
        for pattern, replacement, needed in _RULES:
            if not needed.isdisjoint(signs):
                citation = pattern.sub(replacement, citation)
    return citation


def _signs_at_seams(citation: str) -> set[str]:
    """Return the signs that stand where a rule may find something, with all marks of the text; none where none may."""
    text = _BETWEEN.sub("", citation)
    seams = _SEAM.findall(text)
    seams += [end for end, not_there in ((text[:1], _AT_NO_START), (text[-1:], _AT_NO_END)) if end in not_there]
    raised = _RAISED in citation and _RAISED_STOP.search(citation)
    if seams or raised or any(empty in citation for empty in _EMPTY):
        return _MARKS.intersection(citation).union(*seams)
    return set()
