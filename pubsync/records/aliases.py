"""Whether two names may be one person's: initials, order, script, accents and particles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pubsync.records.names import Name, initials, script
from pubsync.records.pinyin import is_syllable, readings, syllable_splits

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "ng", "ŧ": "t"}
    | dict.fromkeys("'’‘ʼ`´ʻ")
)
_UMLAUTS = {"ä": ("a", "ae"), "ö": ("o", "oe"), "ü": ("u", "ue", "v", "yu"), "å": ("a", "aa"), "ø": ("o", "oe")}
_NO_LETTER = re.compile(r"[\W\d_]+")
_LETTERS_ALONE = re.compile("[a-z]+")
_GLUED = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,3}(?![^\W\d_])")
_LONGEST = 200
_GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}


class _Form(NamedTuple):
    """One way to read a name: the spellings of its family name, and the pieces of its given names.

    A piece is folded; one that a hyphen ties to the piece before keeps that hyphen.
    """

    families: frozenset[str]
    given: tuple[str, ...]


def same_person(left: Name, right: Name) -> bool:
    """Return whether two names can be one person's, as far as names tell.

    Full names agree with their initials, in either order, with or without accents, hyphens, particles and middle
    initials, and a Chinese name in Han characters with each of its pinyin readings. Two different full given names
    are two people, and so are a family name alone and a whole name. Roles play no part.
    """
    if _plain(left) == _plain(right):
        return bool(_plain(left))
    if _generation(left) and _generation(right) and _generation(left) != _generation(right):
        return False
    if script(left) == script(right) == "Hani":
        return False
    pairs = ((mine, theirs) for mine in _forms(left) for theirs in _forms(right))
    return any(_agree(mine, theirs) for mine, theirs in pairs)


@lru_cache(maxsize=65536)
def common_spellings(name: Name) -> frozenset[str]:
    """Return texts of which two names have one in common wherever ``same_person`` holds: most names differ in all."""
    families = (form.families for form in _forms(name))
    return frozenset({f"={_plain(name)}"}.union(*families))


def first_letters(name: Name) -> frozenset[str]:
    """Return letters among which are those that the ``common_spellings`` begin with, "" for an empty one.

    For most names they cost a tenth of the spellings.
    """
    text = str(name)
    if name.literal or not text.isascii():
        return frozenset(spelling.lstrip("=")[:1] for spelling in common_spellings(name))
    return frozenset(("", *(word[0] for word in _LETTERS_ALONE.findall(text.lower()))))


def is_full(name: Name) -> bool:
    """Whether a name gives more of its given names than initials; so does every name in a script of its own."""
    if name.literal:
        return True
    return any(len(piece.strip("-")) > 1 for piece in _pieces(name.given))


def _plain(name: Name) -> str:
    literal = "".join(_fold(str(name)[:_LONGEST]).split())
    return literal.removeprefix("the") if name.literal else literal


def _fold(text: str) -> str:
    """Return ``text`` in lower case, without accents and apostrophes, as words parted by single blanks."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    bare = plain.translate(_LETTERS)
    return _NO_LETTER.sub(" ", bare).strip()


def _spellings(family: str) -> frozenset[str]:
    """Return a family name as one word in every usual spelling of its umlauts: Müller, Muller, Mueller."""
    spelt = {unicodedata.normalize("NFC", family.casefold())}
    for letter, instead in _UMLAUTS.items():
        spelt |= {text.replace(letter, other) for text in spelt if letter in text for other in instead}
    return frozenset(_fold(text).replace(" ", "") for text in spelt)


def _generation(name: Name) -> str:
    return _GENERATIONS.get(_fold(name.suffix), "")


@lru_cache(maxsize=8192)
def _forms(name: Name) -> tuple[_Form, ...]:
    """Return every way to read a name that is no group's."""
    if script(name) == "Hani":
        written = "".join((name.family, name.given) if name.family else name.literal).replace(" ", "")
        return tuple(_Form(frozenset((family,)), given) for family, given in readings(written))
    if name.literal or len(str(name)) > _LONGEST:
        return ()
    return tuple(form for form in _orders(name) if form.given and form.families != {""})


def _orders(name: Name) -> Iterator[_Form]:
    """Yield the name as it is, and with the family name taken for a given one ("Qi Weizhen", "Qi Wei Zhen")."""
    family = _spellings(name.family)
    given = _pieces(name.given)
    whole = _spellings(f"{name.non_dropping_particle}{name.family}")
    yield _Form(family | whole, given)
    swapped = _pieces(name.family)
    if all(len(piece.strip("-")) > 1 for piece in given):
        yield _Form(_spellings(name.given), swapped)
        if len(given) > 1:
            yield _Form(frozenset(given[:1]), given[1:] + swapped)


def _pieces(given: str) -> tuple[str, ...]:
    apart = _GLUED.sub(
        lambda word: initials(word.group()) if word.group().isupper() else word.group(), given[:_LONGEST]
    )
    pieces: list[str] = []
    for word in apart.replace(".", ". ").replace("‐", "-").replace("‑", "-").replace(". -", ".-").split():
        for place, piece in enumerate(word.split("-")):
            folded = _fold(piece).replace(" ", "")
            if folded:
                pieces.append(f"-{folded}" if place and pieces else folded)
    return tuple(pieces)


def _agree(left: _Form, right: _Form) -> bool:
    shared = left.families & right.families
    if not shared:
        return False
    chinese = any(map(is_syllable, shared))
    return _given_agree(left.given, right.given, chinese=chinese) or _given_agree(
        right.given, left.given, chinese=chinese
    )


def _is_initials(pieces: tuple[str, ...]) -> bool:
    return all(len(piece.lstrip("-")) == 1 for piece in pieces)


def _given_agree(longer: tuple[str, ...], shorter: tuple[str, ...], *, chinese: bool) -> bool:
    """Whether the given names agree, the first giving as many pieces as the second or more."""
    if len(longer) < len(shorter):
        return False
    plain_longer, plain_shorter = (tuple(piece.lstrip("-") for piece in pieces) for pieces in (longer, shorter))
    if _is_initials(longer) == _is_initials(shorter) and "".join(plain_longer) == "".join(plain_shorter):
        return True
    if len(longer) > 1 and len(shorter) == 1 and len(shorter[0]) > 1 and _is_initials(longer):
        return _abbreviate(longer, shorter[0], chinese=chinese)
    if not all(map(_piece_agrees, plain_longer, plain_shorter)):
        return False
    rest = longer[len(shorter) :]
    if _is_initials(shorter) or all(len(piece) == 1 for piece in rest):
        return True
    is_compound = any(piece.startswith("-") for piece in rest)
    is_pinyin = chinese and all(map(is_syllable, plain_longer))
    return not (is_compound or is_pinyin)


def _piece_agrees(left: str, right: str) -> bool:
    if len(left) == 1 or len(right) == 1:
        return left[0] == right[0]
    return left == right


def _abbreviate(pieces: tuple[str, ...], full: str, *, chinese: bool) -> bool:
    """Whether several initials can stand for one full given name: "W. Z." or "W.-Z." for "Weizhen".

    Of a Chinese name each stands for a syllable. Else the first does for the name, and a further one for a middle
    name, or where a hyphen ties it, for a letter within: "Y.-H." for "Youngho".
    """
    letters = tuple(piece.lstrip("-") for piece in pieces)
    splits = list(syllable_splits(full)) if chinese else []
    if splits:
        return any(tuple(syllable[0] for syllable in split) == letters for split in splits)
    if letters[0] != full[0]:
        return False
    return all(letter in full[1:] for piece, letter in zip(pieces, letters, strict=True) if piece.startswith("-"))
