"""Names as people write them in lists of authors, with the marks that they carry, and what the marks mean.

Careful: a text that is not names throughout is no list of authors, and a mark of which nobody says what it means says
nothing, but where two authors or more share it from the first one on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pubsync.records.names import Name, parse_name, script

_LONGEST = 6_000
_MOST_NAMES = 400
_SIGNS = "*∗⁎＊†‡§¶‖#^✉📧🖂✝⋆★☆♠♣♥♦△▲◇"
_SAME_SIGN = {"∗": "*", "⁎": "*", "＊": "*", "⋆": "*", "✝": "†", "📧": "✉", "🖂": "✉", "\ufe0f": ""}
_MARK = rf"(?:[\s,+{_SIGNS}\ufe0f]|(?<!\d)\d{{1,2}}(?!\d))"
_MARKS_AROUND = re.compile(rf"^[\s{_SIGNS}\ufe0f]+|{_MARK}+$")
_ONLY_MARKS = re.compile(rf"{_MARK}+")
_SEPARATORS = re.compile(
    r"\s*(?:,\s*(?:and|&)\s+|[,;，；、|·•]|\s(?:and|und|et)\s+(?!al\b)|&"
    r"|(?<=[\u4e00-\u9fff])[和与及](?=[\u4e00-\u9fff]))\s*"
)
_ET_AL = re.compile(r"[\s,]*(?:\bet\.? al\b\.?|\band others\b|\betc\b\.?|等人?|…|\.\.\.)\s*$", re.IGNORECASE)
_LEAD = re.compile(
    r"^\s*(?:(?:by|with|w/|authors?|joint(?: work)? with|coauthors?|作者)\s*[:：]?\s+|(?:authors?|作者)[:：]\s*)",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(r"\s*[(（][^()（）]{0,80}[)）]")
_INITIALS = re.compile(r"(?:[A-Z]\.?[-‐ ]{0,2}){1,5}(?:,?\s*(?:Jr|Sr|I{2,3}|IV)\.?)?")
_HAN_NAME = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff·]{2,6}(?:\s?[\u3400-\u4dbf\u4e00-\u9fff]{1,3})?")
_WORD = re.compile(r"[^\W\d_][\w'’‘.`´‐‑-]*\.?")
_PARTICLES = frozenset(
    "van von der den de del della di da dos du la le el al bin ibn ter ten y e zu af av".split()  # noqa: SIM905 - words
)
_NO_NAME = frozenset(
    "in proceedings conference journal workshop symposium transactions university department institute press the "  # noqa: SIM905 - words
    "of for on with under review accepted submitted arxiv preprint international ieee acm springer elsevier paper code "
    "slides project oral poster spotlight award best an to appear pdf vol pages".split()
)
_MOST_WORDS = 4
_LONGEST_CUT = 3
_CUT = frozenset({"ph.d."})
_ROLE_WORDS = {
    "equal": re.compile(
        r"equal(?:ly)?[- ](?:contribut\w*|authors?)|contribut\w+ equally|(?:co-|joint |shared )first(?:[- ]authors?)?"
        r"|共同一作|共同第一作者|同等贡献|并列第?一作?|共一",
        re.IGNORECASE,
    ),
    "corresponding": re.compile(r"corresponding(?: authors?)?|correspondence|通讯(?:作者)?|通信作者", re.IGNORECASE),
}
_LEGEND = re.compile("|".join(form.pattern for form in _ROLE_WORDS.values()), re.IGNORECASE)
_STOP = re.compile(r"[,;.，；。()（）\[\]\n]")
_BEHIND = re.compile(
    rf"\s*(?:[(（]\s*|(?:is |are )?(?:marked|denoted|indicated)?\s*(?:with|by)\s+(?:an? |the )?)([{_SIGNS}])"
)
_REACH = 60


class Written(NamedTuple):
    """One name as written, with its marks in their normal form."""

    name: Name
    marks: tuple[str, ...] = ()


class NameList(NamedTuple):
    """A list of names; ``complete`` is False where it ends in "et al."."""

    names: tuple[Written, ...]
    complete: bool = True


NOBODY = NameList(())


def name_list(text: str) -> NameList:
    """Return the names of a text that is a list of names and nothing else; ``NOBODY`` where any of it is none."""
    pieces, complete = name_pieces(text)
    names = [written_name(piece) for piece in pieces]
    if not pieces or len(pieces) > _MOST_NAMES or not all(names):
        return NOBODY
    return NameList(tuple(one for one in names if one), complete)


def name_pieces(text: str) -> tuple[list[str], bool]:
    """Return the pieces of a list, initials with the family name before them, and whether the list is whole."""
    line = _LEAD.sub("", " ".join(text[:_LONGEST].split())).rstrip(" .。,;:，；")
    bare = _ET_AL.sub("", line)
    complete = bare == line and len(text) <= _LONGEST
    pieces: list[str] = []
    for piece in _SEPARATORS.split(_AFFILIATION.sub("", bare)):
        if _ONLY_MARKS.fullmatch(piece) and pieces:  # "Ann Lee *, Bo Wu" or "Ann Lee*,†"
            pieces[-1] += piece
        elif pieces and _INITIALS.fullmatch(_unmarked(piece)) and _is_lone_family(pieces[-1]):
            pieces[-1] = f"{pieces[-1]}, {piece}"
        elif piece.strip():
            pieces.append(piece.strip())
    return pieces, complete


def written_name(piece: str) -> Written | None:
    """Return the name that a piece is, with its marks; None where it does not look like a person's."""
    bare = _unmarked(piece)
    if not _looks_like_name(bare):
        return None
    return Written(parse_name(bare), marks_in(piece))


def marks_in(text: str) -> tuple[str, ...]:
    """Return the marks in a text in their normal form, each once; digits and plus signs tell affiliations."""
    found = (_SAME_SIGN.get(sign, sign) for sign in text if sign in _SIGNS)
    return tuple(dict.fromkeys(sign for sign in found if sign))


def legend(text: str) -> dict[str, str]:
    """Return what marks mean by the words of a text: ``{"*": "equal"}`` of "* equal contribution".

    A mark that is given two meanings, and marks that share their words ("* and † denote …, respectively"), say nothing.
    """
    meanings: dict[str, set[str]] = {}
    before = 0
    for found in _LEGEND.finditer(text[:_LONGEST]):
        role = next(name for name, form in _ROLE_WORDS.items() if form.fullmatch(found.group()))
        clause = text[max(before, found.start() - _REACH) : found.start()]
        signs = marks_in(_STOP.split(clause.rstrip(" (（[:："))[-1]) or marks_in(clause[-4:])
        behind = _BEHIND.match(text, found.end())
        if not signs and behind:
            signs = marks_in(behind.group(1))
        if len(signs) == 1:
            meanings.setdefault(signs[0], set()).add(role)
        before = found.end()
    return {sign: roles.pop() for sign, roles in meanings.items() if len(roles) == 1}


def with_roles(names: Sequence[Written], meanings: Mapping[str, str]) -> tuple[Name, ...]:
    """Return the names with the roles that their marks mean.

    ✉ is the corresponding author everywhere. Another mark without a meaning is equal contribution where two or more
    share it from the first author on, one beside the other; else it says nothing.
    """
    known = {"✉": "corresponding", **meanings}
    shared = {sign for sign in _shared_from_first(names) if sign not in known}
    return tuple(
        replace(one.name, roles=tuple(sorted(_roles(one.marks, known, shared, alone=len(names) == 1)))) for one in names
    )


def _roles(marks: Iterable[str], known: Mapping[str, str], shared: set[str], *, alone: bool) -> set[str]:
    if alone:
        return set()
    return {known.get(sign, "equal") for sign in marks if sign in known or sign in shared}


def _shared_from_first(names: Sequence[Written]) -> set[str]:
    """Return the signs that the first two authors or more carry and nobody after a gap does."""
    found = set()
    for sign in names[0].marks if len(names) > 1 else ():
        carriers = [place for place, one in enumerate(names) if sign in one.marks]
        if len(carriers) > 1 and carriers == list(range(len(carriers))) and len(carriers) < len(names):
            found.add(sign)
    return found


def _unmarked(piece: str) -> str:
    return _MARKS_AROUND.sub("", piece).strip()


def _is_lone_family(piece: str) -> bool:
    """Whether a piece may be a family name before its initials: ``Qi``, ``van der Maaten``, ``García-López``."""
    words = _unmarked(piece).split()
    return 0 < len(words) <= 3 and "," not in piece and not any(_INITIALS.fullmatch(word) for word in words)  # noqa: PLR2004 - two particles and a name


def _looks_like_name(bare: str) -> bool:
    if script(bare) == "Hani":
        return bool(_HAN_NAME.fullmatch(bare))
    words = bare.replace(",", " ").split()
    counted = [word for word in words if word.casefold() not in _PARTICLES]
    if not len(words) > 1 or not 0 < len(counted) <= _MOST_WORDS or not all(_WORD.fullmatch(word) for word in words):
        return False
    if any(word.casefold().strip(".") in _NO_NAME for word in words):
        return False
    if any(word.endswith(".") and len(word) > _LONGEST_CUT and word.casefold() not in _CUT for word in words):
        return False  # a sentence ends there
    return all(word[0].isupper() or word.casefold() in _PARTICLES for word in words) and any(
        len(word.strip(".")) > 1 for word in words
    )
