"""Reading answers of open APIs, any part of which may be missing or of another kind than promised. Pure."""

from __future__ import annotations

import re

from pubsync.formats.bibtex.links import web_address
from pubsync.formats.latex import to_text
from pubsync.records.names import Name, parse_name

_LONGEST = 100_000
"""Characters of one text; what stands past them is not read."""
_LARGEST = 10**12
"""No count of citations comes near; what does is damage."""
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
_LATEX = re.compile(r"[\\{}]")
# MathML carries its formula once more, as TeX.
_ANNOTATION = re.compile(r"<(?:mml:)?annotation\b[^<>]{0,300}>[^<]*</(?:mml:)?annotation>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:(?P<block>title|sec|div|li|ul|ol|h[1-6]|list|list-item)|"
    r"inline-formula|disp-formula|alternatives|tex-math|math|semantics|mrow|mi|mn|mo|ms|mtext|mspace|mstyle|mfrac|"
    r"m?sqrt|mover|munder|msu[bp]|msubsup|sc|monospace|underline|named-content|ext-link|xref)(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_KEPT_FULL_STOP = re.compile(r"(?:\.\.|\b\w\.\w|\b(?:etc|inc|jr|ltd|al|vs))\.$", re.IGNORECASE)
_MARKS = " *∗＊†‡§¶#,;"


def part(value: object, *keys: str) -> object:
    """Return what stands at the end of a path of keys, None where the path ends before."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def parts(value: object) -> list[dict[str, object]]:
    """Return the objects of a list; what else stands in it is left out."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def raw(value: object) -> str:
    """Return a text or whole number in one line, without signs that can't be seen; "" for anything else."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        return str(value)
    return " ".join(_UNSEEN.sub(" ", value[:_LONGEST]).split()) if isinstance(value, str) else ""


def text(value: object) -> str:
    """Return a text as plain Unicode: HTML, JATS, MathML and LaTeX are decoded, mathematics stays as ``$…$``."""
    written = _TAG.sub(lambda tag: " " if tag["block"] else "", _ANNOTATION.sub("", raw(value)))
    if not _LATEX.search(written):
        # In a text without LaTeX this is no tie between two words.
        written = written.replace("~", r"\textasciitilde{}")
    return " ".join(to_text(written).split())


def title(value: object, subtitle: object = None) -> str:
    """Return a title with its subtitle, without a full stop at its end."""
    first, second = (_without_full_stop(text(one)) for one in (value, subtitle))
    if not (first and second) or second.casefold() in first.casefold():
        return first or second
    return f"{first}{' ' if first.endswith(('?', '!', ':', '。', '：')) else ': '}{second}"


def _without_full_stop(line: str) -> str:
    if line.endswith(".") and not _KEPT_FULL_STOP.search(line):
        return line[:-1].rstrip()
    return line.removesuffix("。")


def name(value: object) -> Name | None:
    """Return the name that a text writes, without the marks of footnotes behind it; None where there is none."""
    found = parse_name(text(value).rstrip(_MARKS))
    return found if str(found) else None


def address(value: object) -> str:
    """Return an http(s) address that is safe to be written into a page, or ""."""
    return web_address(raw(value))


def count(value: object) -> int | None:
    """Return a whole number from 0 on, None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LARGEST:
        return value
    return None
