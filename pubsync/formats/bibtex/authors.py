"""Lists of names: who wrote it, whether the list is whole, and the marks that names carry.

Names are told apart first and decoded then: in the other order the braces that hold "{The ATLAS Collaboration}"
together are gone (https://www.bibtex.com/f/author-field/).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from pubsync.formats.latex import to_text
from pubsync.records.names import Name, parse_name

LONGEST_NAME = 1_000
"""Characters, of which the longest names of groups need a third."""

_SEPARATOR = re.compile(r"(?<!\\)[{}]|\s+and(?=\s)|\s+\\?&(?=\s)|\s*;", re.IGNORECASE)
_AND = re.compile(r"\s+and(?=\s)", re.IGNORECASE)
# Lists whose braces hold no blank, as those of accents, so that no "and" stands within any.
_ONLY_AND_PARTS = re.compile(
    r"[^{}&;]*+(?:(?<!\\)\{[^{}\s]*+(?:(?<!\\)\{[^{}\s]*+(?<!\\)\}[^{}\s]*+)*+(?<!\\)\}[^{}&;]*+)*+"
)
_EDGE = re.compile(r"^(?:\s*and\s)+|(?:\sand\s*)+$", re.IGNORECASE)
_OTHERS = re.compile(r"(?:and\s+)?(?:others|et\.?\s*al\.?|\.\.\.|…|\\l?dots\{?\}?|等)$", re.IGNORECASE)
_ET_AL = re.compile(r"(?:,\s?|\s)(?:et\.?\s*al\.?|\.\.\.|…|等)$", re.IGNORECASE)
# Exports that lost their backslashes, and babel's shorthand, write Aky"urek.
_BARE_UMLAUT = re.compile(r"(?<=[^\W\d_])(\{?)\"(\{?[aeiouyAEIOUY])")
_NUMBER = re.compile(r"\s+\d{4}$")
# Names whose braces hold nothing but a letter with its accent: to decode them first loses nothing.
_ONLY_ACCENTS = re.compile(r"[\w .,'-]*+(?:\{\\(?:[\"'`^~=.](?:[a-zA-Z]|\{[a-zA-Z]\})|ss|[oOlL])\}[\w .,'-]*+)*+")
_NAMED_PART = re.compile(r"^\s*(family|given|prefix|suffix)\s*=\s*(.*)$", re.IGNORECASE | re.DOTALL)

_SIGNS = dict.fromkeys("✉📧🖂", "✉") | dict.fromkeys("*∗⁎＊⋆", "*") | {sign: sign for sign in "†‡#§¶♯☆★◇"}
_COMMANDS = {
    "†": ("dagger", "dag", "textdagger"),
    "‡": ("ddagger", "ddag", "textdaggerdbl"),
    "*": ("ast", "star", "asteriskcentered", "textasteriskcentered"),
    "✉": ("Letter", "envelope", "Envelope"),
    "#": ("sharp",),
    "§": ("S",),
    "¶": ("P",),
}
_SIGN_OF = {command: sign for sign, commands in _COMMANDS.items() for command in commands}
_MARKED = re.compile(
    "[$^" + "".join(map(re.escape, _SIGNS)) + r"¹²³⁴⁵⁶⁷⁸⁹⁰]|\\(?:textsuperscript|thanks|footnote)|\\d?dag"
)
_RAISED = re.compile(
    r"\{\$[^$]{0,60}\$\}|\$[^$]{0,60}\$|\\textsuperscript\s*\{[^{}]{0,60}\}|(?<!\\)\^(?:\{[^{}]{0,60}\}|\S)"
    r"|\\(?:thanks|footnote(?:mark|text)?)\s*(?:\[[^\]]{0,99}\])?(?:\{[^{}]{0,999}\})?"
    r"|\{\\(?:d?dag|Letter|[eE]nvelope)\}|\\(?:d?dag|Letter|[eE]nvelope)(?![a-zA-Z])"
)
_MARK = re.compile(r"\\([a-zA-Z]+)|(?<!\\)([" + "".join(map(re.escape, _SIGNS)) + "])\ufe0f?")
_FOOTNOTE_DIGITS = re.compile("[¹²³⁴⁵⁶⁷⁸⁹⁰]+")

# Annotations are parted by ";", which a quoted one may hold; some write "1=equal, 2=corresponding".
_ANNOTATIONS = re.compile(r'(?:[^;",]|"[^"]*"|"|,(?!\s*\d{1,5}\s*(?::\s*\w*\s*)?=))+')
_ANNOTATION = re.compile(r"\s*(?P<place>\d{1,5})\s*(?::\s*(?P<part>\w*)\s*)?=\s*(?P<text>.*)", re.DOTALL)
_ROLES = {
    **dict.fromkeys(
        "equal equally equalcontribution equalcontributions equalcontrib equalcontributor equalauthor eqcontrib "  # noqa: SIM905 - a word list reads better so
        "contributedequally cofirst cofirstauthor jointfirst jointfirstauthor sharedfirst sharedfirstauthor joint "
        "共同第一作者 共同一作 同等贡献".split(),
        "equal",
    ),
    **dict.fromkeys(
        "corresponding correspondingauthor correspond correspondence corresp corr corrauthor 通讯作者 通信作者".split(),  # noqa: SIM905 - as above
        "corresponding",
    ),
}


class Names(NamedTuple):
    """A list of names; ``complete`` is False where it ends in "and others"; ``problem`` says what was guessed."""

    names: tuple[Name, ...]
    complete: bool = True
    problem: str = ""


def read_names(raw: str, annotations: str = "") -> Names:
    """Return the names of an ``author`` or ``editor`` field, as LaTeX.

    Marks after a name become roles. ``✉`` is the corresponding author. Of ``*``, ``†`` and their like, one that several
    share is equal contribution; one that an author of several carries alone is not, nor is a second one beside that
    which the first author shares: these are corresponding authors. What biblatex's annotations say
    (``author+an = {1=equal; 2=corresponding}``) comes before all marks; ``annotations`` are all of them, joined by ";".
    """
    if not raw:
        return Names(())
    pieces, problem = _pieces(" ".join(raw.split()))
    longest = max(map(len, pieces), default=0)
    if longest > LONGEST_NAME:
        problem = f"a name of {longest} characters is cut at {LONGEST_NAME}"
    complete = True
    names: list[Name] = []
    carriers: dict[str, list[int]] = defaultdict(list)
    for name, marks, is_last in map(_read_piece, pieces):
        complete = complete and not is_last
        if name is None:
            continue
        for mark in marks:
            carriers[mark].append(len(names))
        names.append(name)
    roles = _annotated(annotations, carriers) or _marked(carriers, len(names))
    return Names(tuple(_with_roles(names, roles)), complete, problem)


def _with_roles(names: Sequence[Name], roles: Mapping[int, set[str]]) -> Iterator[Name]:
    for place, name in enumerate(names):
        yield replace(name, roles=tuple(sorted(roles[place]))) if roles.get(place) else name


def _pieces(raw: str) -> tuple[list[str], str]:
    """Split a list into names, also one whose names are parted by commas."""
    pieces = [piece for piece in (_EDGE.sub("", part).strip().strip(",").strip() for part in _split(raw)) if piece]
    if not pieces or any("," in piece for piece in pieces[1:]):
        return pieces, ""
    first = _by_commas(pieces[0])
    others = sum(not _OTHERS.match(piece) for piece in pieces[1:])
    # "Doe Smith, John Robert" alone is one name; "Weizhen Qi, Yu Yan and Nan Duan" are three.
    if len(first) < (2 if others else 3):
        return pieces, ""
    return [*first, *pieces[1:]], f'names should be parted by " and "; taken as {len(first) + others} names'


def _by_commas(piece: str) -> list[str]:
    """Return the names of "Weizhen Qi, Yu Yan, Yeyun Gong", none where commas part a name."""
    parts = [part.strip() for part in piece.split(",")] if "{" not in piece else []
    return parts if all(" " in part or "~" in part for part in parts) else []


def _split(raw: str) -> Iterable[str]:
    return _AND.split(raw) if _ONLY_AND_PARTS.fullmatch(raw) else _split_outside_braces(raw)


def _split_outside_braces(raw: str) -> Iterator[str]:
    depth = start = 0
    for found in _SEPARATOR.finditer(raw):
        sign = found.group()
        if sign in "{}":
            depth = max(0, depth + (1 if sign == "{" else -1))
        elif depth == 0:
            yield raw[start : found.start()]
            start = found.end()
    yield raw[start:]


@lru_cache(maxsize=32_768)
def _read_piece(piece: str) -> tuple[Name | None, tuple[str, ...], bool]:
    """Return the name, None where there is none, the marks it carries, and whether others follow who are not named."""
    piece = piece[:LONGEST_NAME]
    bare = _ET_AL.sub("", piece)
    if _OTHERS.match(bare):
        return None, (), True
    name, marks = _marked_name(bare)
    return name if str(name) else None, marks, len(bare) != len(piece)


def _marked_name(piece: str) -> tuple[Name, tuple[str, ...]]:
    """Return the name and the marks it carries."""
    marks: list[str] = []
    if _MARKED.search(piece):
        raised = [found.group() for found in _RAISED.finditer(piece)]
        rest = _RAISED.sub("", piece)
        marks = [mark for text in (*raised, rest) for mark in _marks_in(text)]
        piece = _FOOTNOTE_DIGITS.sub("", _MARK.sub(lambda found: found.group() if found.group(1) else "", rest))
    piece = _NUMBER.sub("", piece.strip().strip(",").strip())
    if '"' in piece:
        piece = _BARE_UMLAUT.sub(r'\1\\"\2', piece)
    return _name(piece), tuple(dict.fromkeys(marks))


def _marks_in(text: str) -> Iterator[str]:
    for command, sign in _MARK.findall(text):
        if sign or command in _SIGN_OF:
            yield _SIGNS[sign] if sign else _SIGN_OF[command]


def _name(piece: str) -> Name:
    named = [_NAMED_PART.match(part) for part in piece.split(",")] if "=" in piece else []
    if named and all(named):
        parts = {found.group(1).casefold(): to_text(found.group(2)).strip(' "') for found in named if found}
        family = parts.get("family", "")
        return Name(family, parts.get("given", ""), parts.get("prefix", ""), parts.get("suffix", ""))
    if "{" not in piece or _ONLY_ACCENTS.fullmatch(piece):
        return parse_name(to_text(piece))
    return parse_name(piece, decode=to_text)


def _marked(carriers: Mapping[str, list[int]], length: int) -> dict[int, set[str]]:
    roles: dict[int, set[str]] = defaultdict(set)
    shared_with_first = any(len(places) > 1 and places[0] == 0 for places in carriers.values())
    for mark, places in carriers.items():
        if length == 1 and mark != "✉":
            continue
        is_equal = mark != "✉" and len(places) > 1 and (places[0] == 0 or not shared_with_first)
        for place in places:
            roles[place].add("equal" if is_equal else "corresponding")
    return roles


def _annotated(annotations: str, carriers: dict[str, list[int]]) -> dict[int, set[str]]:
    """Read biblatex's data annotations (its manual, 3.7): ``1=corresponding; 2="equal contribution"``.

    One of a part of a name (``1:family=…``) or of the whole list says nothing of a person. A quoted one is printed as
    it is, so that a mark in it joins those that names carry.
    """
    roles: dict[int, set[str]] = defaultdict(set)
    for found in filter(None, map(_ANNOTATION.match, _ANNOTATIONS.findall(annotations))):
        if found["part"]:
            continue
        place, text = int(found["place"]) - 1, found["text"].strip()
        words = ("".join(filter(str.isalnum, word)).casefold() for word in text.split(","))
        roles[place].update(_ROLES[word] for word in words if word in _ROLES)
        for mark in _marks_in(text) if text.startswith('"') else ():
            carriers[mark] += [] if place in carriers[mark] else [place]
    return {place: found for place, found in roles.items() if found}
