"""LaTeX in names, titles and venues: to plain Unicode text, and text to LaTeX that does nothing but show it.

A reader of our own, in one pass and without recursion, since what stands in a .bib is anybody's: it knows no file,
no clock and no end to its patience. The names of rarer symbols come from pylatexenc's table
(https://pylatexenc.readthedocs.io/en/latest/latex2text/).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from html.entities import html5
from typing import NamedTuple

from pubsync.formats.latex_symbols import (
    ACCENTS,
    ACCENTS_BELOW,
    DOTTED,
    ESCAPES,
    LIGATURES,
    LOWERED,
    RAISED,
    SAFE_COMMANDS,
    SIGNS,
    UNSAID,
    symbol,
)

LONGEST = 200_000
"""Characters of one text whose commands are read; past them only braces and backslashes are taken away."""
_LONGEST_KEPT = 2_000

_NOT_PLAIN = re.compile(r"[\\{}$~&<]|--|``|''|[?!]`")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_TOKEN = re.compile(r"\\([a-zA-Z]+)[ \t\r\n]*|\\(.?)|([{}~])|(\$)|(---?|``|''|[?!]`)", re.DOTALL)
_LIGATURE = re.compile(r"---?|``|''|[?!]`")
_MATH = re.compile(r"\$\$(?:\\.|[^$\\])++\$\$|\$(?:\\.|[^$\\])++\$", re.DOTALL)
# "PM$_{2.5}$" is a number that no lowered signs can show: it stands on the line, as titles elsewhere have it.
_LOWERED_DECIMAL = re.compile(r"\$(?:\{\})?_\{(?:\\(?:mbox|text|mathrm|rm)\s*)?\{?(\d{1,4}\.\d{1,4})\}{1,2}\$")
# "Q$^2$" and DBLP's "Q${}^{\\mbox{2}}$" are raised digits, no mathematics.
_RAISED_DIGITS = re.compile(
    r"\$(?:\{\})?([\^_])(?:\{(?:\\(?:mbox|text|mathrm|rm)\s*)?\{?([\d+=()-]{1,8})\}{1,2}|(\d))\$"
)
_OPTION = re.compile(r"\[[^\[\]{}]{0,200}\]")
_PLAIN_GROUP = re.compile(r"\{([^{}]*)\}")
_ENTITY = re.compile(r"(?:\{\\&\}|\\?&)((?:\{\\#\}|\\?#)(?:\d{1,7}|[xX][\da-fA-F]{1,6})|[a-zA-Z][a-zA-Z\d]{1,31});")
_TAG = re.compile(
    r"<(/?)(sup|sub|i|b|u|em|strong|span|scp|tt|small|italic|bold|p|br|jats:[\w-]{1,20}|mml:[\w-]{1,20})"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)


def to_text(latex: str) -> str:
    """Return the plain Unicode text (NFC) that a LaTeX text shows, for names, titles and venues.

    Accents, symbols, quotes and dashes are decoded, formatting is dropped and its text kept, and so is the text within
    commands nobody knows. Mathematics stays as ``$…$`` (but ``Q$^2$`` is ``Q²``), a bare ``%`` as it is. HTML entities
    and inline tags, which publishers leave in .bib files, go too. It never raises, and its time grows with the length
    alone.
    """
    if not _NOT_PLAIN.search(latex):
        return _visible(latex)
    return _short_to_text(latex) if len(latex) <= _LONGEST_KEPT else _decode(latex)


def _visible(text: str) -> str:
    """Drop what can't be seen, and what turns the direction of the text around it."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


@lru_cache(maxsize=16384)
def _short_to_text(latex: str) -> str:
    return _decode(latex)


def _decode(latex: str) -> str:
    read, rest = latex[:LONGEST], latex[LONGEST:]
    text = _TAG.sub(_without_tag, _without_entities(read)) if "&" in read or "<" in read else read
    shown = _Decoder(text).decode() if "\\" in text or "$" in text else _without_commands(text)
    return _visible(shown + re.sub(r"[\\{}]", "", rest))


def _without_commands(text: str) -> str:
    plain = _LIGATURE.sub(lambda found: LIGATURES[found.group()], text)
    return plain.replace("{", "").replace("}", "").replace("~", " ")


def _without_entities(text: str) -> str:
    """Decode HTML entities, also those whose signs a program escaped for LaTeX, or encoded twice."""
    for _ in range(2):
        text = _ENTITY.sub(_entity, text)
    return text


def _entity(found: re.Match[str]) -> str:
    name = re.sub(r"[^a-zA-Z0-9#]", "", found.group(1))
    character = html.unescape(f"&{name};") if name.startswith("#") else html5.get(f"{name};", "")
    if not character:
        return found.group()
    return ESCAPES.get(character, character) if character in "\\{}$~" else character


def _without_tag(found: re.Match[str]) -> str:
    closing, tag = found.group(1), found.group(2).casefold()
    if tag in ("sup", "sub"):
        return "}" if closing else f"\\text{tag}erscript{{" if tag == "sup" else "\\textsubscript{"
    return " " if tag in ("br", "p") else ""


class _Frame(NamedTuple):
    """An open brace: where its text begins, what becomes of it, and what becomes of the groups that follow."""

    start: int
    transform: Callable[[str], str] | None
    following: tuple[Callable[[str], str], ...]


class _Decoder:
    """One pass over a text; ``out`` grows, and closing braces rewrite its end where a command asks for it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.frames: list[_Frame] = []
        self.following: tuple[Callable[[str], str], ...] = ()
        self.accents: list[str] = []
        self.has_display_end = True

    def decode(self) -> str:
        place = 0
        while found := _TOKEN.search(self.text, place):
            self.show(self.text[place : found.start()])
            place = self.token(found)
        self.show(self.text[place:])
        return "".join(self.out)

    def token(self, found: re.Match[str]) -> int:
        """Read one token and return where the next begins."""
        command, sign, group, dollar, ligature = found.groups()
        if command is not None:
            return self.command(command, found.end())
        if sign is not None:
            return self.sign(sign, found.end())
        if dollar:
            return self.mathematics(found.start())
        if group == "{":
            self.open()
        elif group == "}":
            self.close()
        else:
            self.show(" " if group else LIGATURES[ligature])
        return found.end()

    def show(self, text: str) -> None:
        """Add text, its first letter under the accents that wait for one."""
        if self.accents:
            text = text.lstrip()
        if not text:
            return
        self.following = ()
        if self.accents:
            text = _accented(text[0], self.accents) + text[1:]
            self.accents = []
        self.out.append(text)

    def open(self) -> None:
        transform, following = (self.following[0], self.following[1:]) if self.following else (None, ())
        self.frames.append(_Frame(len(self.out), transform, following))
        self.following = ()

    def close(self) -> None:
        self.accents = []
        if not self.frames:
            return
        frame = self.frames.pop()
        self.following = frame.following
        if frame.transform is not None:
            inner = "".join(self.out[frame.start :])
            self.out[frame.start :] = [frame.transform(inner)]

    def command(self, name: str, end: int) -> int:
        if name in ACCENTS:
            self.accents.append(ACCENTS[name])
            return end
        if name == "url" and (address := _PLAIN_GROUP.match(self.text, end)):
            self.show(address.group(1))
            return address.end()
        transforms = _transforms(name)
        if transforms:
            option = _OPTION.match(self.text, end)
            self.following = transforms
            return option.end() if option else end
        self.show(symbol(name))
        return end

    def sign(self, sign: str, end: int) -> int:
        if sign in ACCENTS:
            self.accents.append(ACCENTS[sign])
        elif sign in ("(", "["):
            return self.display(end, r"\)" if sign == "(" else r"\]")
        else:
            self.show(SIGNS.get(sign, sign))
        return end

    def mathematics(self, start: int) -> int:
        digits = _RAISED_DIGITS.match(self.text, start)
        if digits:
            self.show((_raised if digits[1] == "^" else _lowered)(digits[2] or digits[3]))
            return digits.end()
        if decimal := _LOWERED_DECIMAL.match(self.text, start):
            self.show(decimal[1])
            return decimal.end()
        found = _MATH.match(self.text, start)
        self.show(found.group() if found else "$")
        return found.end() if found else start + 1

    def display(self, start: int, closing: str) -> int:
        r"""Read ``\(…\)`` and ``\[…\]`` as ``$…$``; without an end, or with dollars within, as text."""
        end = self.text.find(closing, start) if self.has_display_end else -1
        self.has_display_end = end >= 0
        inner = self.text[start:end].strip() if end >= 0 else ""
        if not inner or "$" in inner:
            return start
        self.show(f"${inner}$")
        return end + len(closing)


def _accented(letter: str, accents: list[str]) -> str:
    if any(accent not in ACCENTS_BELOW for accent in accents):
        letter = DOTTED.get(letter, letter)
    if not letter.isalpha():
        return letter
    return unicodedata.normalize("NFC", letter + "".join(reversed(accents)))


def _transforms(name: str) -> tuple[Callable[[str], str], ...]:
    if name == "textsuperscript":
        return (_raised,)
    if name == "textsubscript":
        return (_lowered,)
    return (_nothing,) * UNSAID.get(name, 0)


def _raised(text: str) -> str:
    return "".join(map(RAISED.__getitem__, text)) if RAISED.keys() >= set(text) else text


def _lowered(text: str) -> str:
    return "".join(map(LOWERED.__getitem__, text)) if LOWERED.keys() >= set(text) else text


def _nothing(_: str) -> str:
    return ""


_SPECIAL = re.compile(r"&(?=#?\w+;)|<(?=[/a-zA-Z])|[\\{}^~$%&#_]|-(?=-)|`(?=`)|'(?=')|[?!](?=`)")
_SAFE_MATH = re.compile(r"\$(?:\\[a-zA-Z]+|\\[,;:! ]|[^\\$%#&~\x00-\x1f\x7f])++\$")
_LONGEST_MATH = 1_000


def from_text(text: str) -> str:
    r"""Return LaTeX for a BibTeX value within braces that shows ``text`` and can do nothing else.

    ``to_text`` gives the text back. Mathematics stays where it is made of signs and of commands known to be harmless
    (``$\alpha$``, ``$\mathbb{R}^2$``); else its dollars are shown as dollars. Braces always balance.
    """
    text = _visible(text)
    written: list[str] = []
    place = 0
    for found in _MATH.finditer(text):
        if _is_harmless(found.group()):
            written += [_SPECIAL.sub(_escaped, text[place : found.start()]), found.group()]
            place = found.end()
    return "".join(written) + _SPECIAL.sub(_escaped, text[place:])


def _escaped(found: re.Match[str]) -> str:
    sign = found.group()
    if sign == "&":
        return r"\&{}" if _ENTITY.match(found.string, found.start()) else r"\&"
    if sign == "<":
        return r"\textless{}"
    return ESCAPES.get(sign) or f"{sign}{{}}"


def _is_harmless(mathematics: str) -> bool:
    if len(mathematics) > _LONGEST_MATH or not _SAFE_MATH.fullmatch(mathematics) or not _balances(mathematics):
        return False
    names = re.findall(r"\\([a-zA-Z]+)", mathematics)
    return all(name in SAFE_COMMANDS or symbol(name) for name in names)


def _balances(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0
