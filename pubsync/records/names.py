"""Names of people and groups: their parts, and how they are read from text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pubsync.frozen import frozen
from pubsync.records.pinyin import is_syllable, syllable_splits


@frozen()
class Name:
    """A name in CSL's parts; ``literal`` alone for what has no parts: a collaboration, a Chinese name in its script.

    ``roles`` holds ``equal`` (contributed equally) and ``corresponding``, sorted.
    """

    family: str = ""
    given: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""
    roles: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The name as one reads it: given, particle, family, suffix."""
        if self.literal:
            return self.literal
        parts = (self.given, self.non_dropping_particle, self.family, self.suffix)
        return " ".join(part for part in parts if part)


_PARTICLES = frozenset(
    "van von der den de del della delle dello degli di da das do dos du des la le les lo ter ten te tot zu zum zur af "  # noqa: SIM905 - a word list reads better so
    "av el al bin ibn ben bint abu aan op het 't auf dem d d'".split()
)
# Written with a capital these belong to the family name: "Stefano Di Cairano", "Benjamin Van Durme".
_CAPITAL_PARTICLES = _PARTICLES.intersection(
    "van von der den de del della di da das dos du la el al ter".split()  # noqa: SIM905 - as above
)
# "Van" is a given name before these: "Duc Van Le".
_VIETNAMESE = frozenset(
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh truong trinh doan lam mai dao".split()  # noqa: SIM905 - as above
)
_JOINING = frozenset(("y", "i"))
_SUFFIX = re.compile(r"(?:jr|sr|ph\.?\s?d|m\.?d|esq)\.?|i{2,3}|iv", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:collaborations?|consortium|working group|study group|group|teams?|committee|project|initiative|network|"
    r"society|association|universit\w+|institute?|laborator\w+|organi[sz]ation|council|foundation|agency|ministry|"
    r"department|contributors|investigators|corporation|inc|ltd|gmbh)\b|团队|课题组|委员会|研究组",
    re.IGNORECASE,
)
_HAN = re.compile("[\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_SCRIPTS = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "THAI": "Thai",
    "DEVANAGARI": "Deva",
}
_IN_PARENTHESES = re.compile(r"\s*[(（][^()（）]*[)）]")
_BREAKS = re.compile(r"(?<!\\)[{}]|[,，]|(?:\s|(?<!\\)~)+")
_MORE_THAN_COMMAS = re.compile("[{}~，]")
_DOTTED_INITIALS = re.compile(r"(?:\w\.[-‐‑]?)+\w?")
_HYPHENS = re.compile("[-‐‑]")
_LONGEST = 2_000
_LONGEST_GLUED = 3
_MOST_INITIALS = 4


def script(name: Name | str) -> str:
    """Return the ISO 15924 code of a name's script: ``Latn, Hani, Jpan, Kore, Cyrl`` …, ``Zyyy`` for another.

    Returns:
        "" where the name has no letter. Han characters alone are ``Hani``, also in a Japanese or Korean name.
    """
    text = unicodedata.normalize("NFKC", str(name))
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else ""
    for letters, code in ((_KANA, "Jpan"), (_HANGUL, "Kore"), (_HAN, "Hani")):
        if letters.search(text):
            return code
    first = next(filter(str.isalpha, text), "")
    return _SCRIPTS.get(unicodedata.name(first, "").partition(" ")[0], "Zyyy") if first else ""


def without_braces(text: str) -> str:
    """Return ``text`` without the braces that hold words together."""
    return text.replace("{", "").replace("}", "")


def parse_name(text: str, roles: Sequence[str] = (), *, decode: Callable[[str], str] = without_braces) -> Name:
    """Return the name that a text writes, in any of the orders in use.

    Read are "Family, Given", "von Family, Jr., Given", "Given von Family", "Family G. H.", Google Scholar's "GH Family"
    (its initials are set apart) and "FAMILY Given". Words within braces stay together, and a name within braces is a
    ``literal`` as a whole; so are groups ("The ATLAS Collaboration") and names in Han, Japanese or Korean script. A
    single word is a family name. ``decode`` turns each word into plain text, once the text was split; case is kept.
    What stands past 2,000 characters is not read.

    Args:
        text: one name.
        roles: ``equal``, ``corresponding``.
        decode: for texts of another notation, such as LaTeX.
    """
    parts = [part for part in _split(text[:_LONGEST].strip()) if part]
    whole = _spaced(decode(" ".join(word for part in parts for word in part)))
    name = Name(literal=whole)
    if len(parts) == 1 and len(parts[0]) == 1 and _is_braced(parts[0][0]):
        pass
    elif not whole.isascii() and script(whole) in ("Hani", "Jpan", "Kore"):
        name = _east_asian(whole)
    elif parts:
        name = _name(parts, decode)
    return _with_roles(name, roles) if roles else name


def _with_roles(name: Name, roles: Sequence[str]) -> Name:
    kept = tuple(sorted(set(roles)))
    return Name(name.family, name.given, name.non_dropping_particle, name.suffix, name.literal, kept)


def _spaced(text: str) -> str:
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def _split(text: str) -> list[list[str]]:
    """Split at commas, and each part into words, outside braces."""
    if not _MORE_THAN_COMMAS.search(text):
        return [part.split() for part in text.split(",")]
    return _split_outside_braces(text)


def _split_outside_braces(text: str) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    depth = start = 0
    for found in _BREAKS.finditer(text):
        sign = found.group()
        if sign in "{}":
            depth = max(0, depth + (1 if sign == "{" else -1))
        elif depth == 0:
            parts[-1].append(text[start : found.start()])
            start = found.end()
            if sign in ",，":
                parts.append([])
    parts[-1].append(text[start:])
    return [[word for word in part if word] for part in parts]


def _is_braced(word: str) -> bool:
    if not (word.startswith("{") and word.endswith("}")) or word.startswith("{\\"):
        return False
    depth = 0
    for place, sign in enumerate(word):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return place == len(word) - 1
    return False


def _east_asian(whole: str) -> Name:
    """A name in its script has no blanks; one that stands in parentheses beside a Latin name gives way to that."""
    outside = _IN_PARENTHESES.sub("", whole).strip()
    if outside and outside != whole:
        return parse_name(outside)
    return Name(literal=whole.replace(" ", "") if script(whole) == "Hani" else whole)


class _Word(NamedTuple):
    """A word of a name in plain text; a braced one has no case and is neither particle nor suffix nor initials."""

    text: str
    braced: bool = False

    def starts_low(self) -> bool:
        first = next(filter(str.isalpha, self.text), "")
        return not self.braced and first.islower()

    def is_particle(self) -> bool:
        return self.starts_low() and self.text.casefold().replace("’", "'") in _PARTICLES

    def is_suffix(self) -> bool:
        return not self.braced and _SUFFIX.fullmatch(self.text) is not None

    def is_initials(self) -> bool:
        """Whether it can't be a whole name: ``J.``, ``J.-P.``, ``J``, ``WN`` (but ``LI``)."""
        if self.braced or not self.text[:1].isupper():
            return False
        return len(self.text) == 1 or bool(_DOTTED_INITIALS.fullmatch(self.text)) or _has_no_vowel(self.text)


def _has_no_vowel(word: str) -> bool:
    capital = word.isalpha() and word.isupper() and word != "NG"
    return capital and len(word) <= _MOST_INITIALS and not set("AEIOUY").intersection(word)


def _join(words: Sequence[_Word]) -> str:
    return " ".join(word.text for word in words)


def _name(parts: list[list[str]], decode: Callable[[str], str]) -> Name:
    decoded = [[_Word(_spaced(decode(word)), _is_braced(word)) for word in part] for part in parts]
    words = [part for part in ([word for word in part if word.text] for part in decoded) if part]
    if not words:
        return Name()
    first, *others = words
    suffixes = [part for part in others if all(map(_Word.is_suffix, part))]
    given = [word for part in others if part not in suffixes for word in part]
    suffix = _join([word for part in suffixes for word in part])
    if given:
        return _family_first(first, given, suffix)
    return _given_first(first, suffix)


def _family_first(family: list[_Word], given: list[_Word], suffix: str) -> Name:
    """Read what stands before and after the comma."""
    for part in (family, given):
        if not suffix and len(part) > 1 and part[-1].is_suffix():
            suffix = part.pop().text
    low = family[0].starts_low() and not all(map(_Word.starts_low, family))
    start = 0
    while start < len(family) - 1 and (family[start].starts_low() if low else family[start].is_particle()):
        start += 1
    particle = _join(family[:start])
    end = len(given)
    while not particle and end > 1 and given[end - 1].is_particle():
        end -= 1
    particle = particle or _join(given[end:])
    kept = _join(family[start:])
    return Name(kept, _given(given[:end], kept), particle, suffix)


def _given_first(words: list[_Word], suffix: str) -> Name:
    """Read a name without a comma."""
    if len(words) == 1:
        return Name(words[0].text, suffix=suffix)
    if _GROUP.search(_join(words)):
        return Name(literal=_join(words))
    if not suffix and len(words) > 2 and words[-1].is_suffix():  # noqa: PLR2004 - a name of two words has no suffix
        suffix = words.pop().text
    if words[-1].is_initials() and not words[0].is_initials():
        cut = next(place for place, word in enumerate(words) if place and word.is_initials())
        return _family_first(words[:cut], words[cut:], suffix)
    if _is_capital_family(words):
        return _family_first(words[:1], words[1:], suffix)
    start = _family_start(words)
    if start == 0:
        return _family_first(words, [], suffix)
    return _with_given(words, start, suffix)


def _with_given(words: list[_Word], start: int, suffix: str) -> Name:
    end = start
    while end < len(words) - 1 and words[end].is_particle():
        end += 1
    family = _join(words[end:])
    return Name(family, _given(words[:start], family), _join(words[start:end]), suffix)


def _is_capital_family(words: list[_Word]) -> bool:
    """Whether a list puts the family name first and in capitals: "ZHANG Wei", "XIA Jun", "LI Zhengxiao".

    Two or three letters are taken as Scholar's initials ("WN Qi"), unless all is pinyin and a given name follows.
    """
    first, *others = (word.text for word in words)
    if not (first.isalpha() and first.isupper()) or words[0].braced or any(map(str.isupper, others)):
        return False
    if len(first) > _LONGEST_GLUED:
        return True
    given = [max(syllable_splits(word.casefold().replace("-", "")), key=len, default=()) for word in others]
    is_chinese = is_syllable(first.casefold()) and all(given)
    return is_chinese and (len(first) == _LONGEST_GLUED or any(len(syllables) > 1 for syllables in given))


def _family_start(words: list[_Word]) -> int:
    """Return the place of the first word of the family name, its particle included."""
    last = len(words) - 1
    for place in range(last):
        if words[place].is_particle():
            return place
    if last > 1 and words[last - 1].text in _JOINING:
        return last - 2 if last > 2 else last  # noqa: PLR2004 - a given name stands before "Ramón y Cajal"
    start = last
    while start > 1 and words[start - 1].text.casefold() in _CAPITAL_PARTICLES and not words[start - 1].braced:
        start -= 1
    if words[start].text.casefold() == "van" and words[last].text.casefold() in _VIETNAMESE:
        return last
    return start


def _given(words: list[_Word], family: str) -> str:
    """Join given names; where they are initials alone, such as Scholar's "WN", they are set apart with full stops."""
    if any(word.braced or not _is_glued(word.text) for word in words) or (len(family) > 1 and family.isupper()):
        return _join(words)
    return " ".join(f"{letter}." for word in words for letter in word.text)


def _is_glued(word: str) -> bool:
    return word.isalpha() and word.isupper() and (len(word) <= _LONGEST_GLUED or _has_no_vowel(word))


def initials(given: str) -> str:
    """Return the initials of given names: "Jean-Pierre Marie" becomes "J.-P. M.".

    Names in scripts without capitals, and particles, stay whole.
    """
    shortened: list[str] = []
    for word in unicodedata.normalize("NFC", given).split():
        if word.islower() and shortened:
            shortened.append(word)
        else:
            shortened.append("-".join(filter(None, map(_initial, _HYPHENS.split(word)))))
    return " ".join(filter(None, shortened))


def _initial(piece: str) -> str:
    letters = [part for part in piece.split(".") if part]
    if len(letters) == 1 and _is_glued(piece):
        letters = list(piece)
    return " ".join(filter(None, map(_first_letter, letters)))


def _first_letter(piece: str) -> str:
    place = next((place for place, sign in enumerate(piece) if sign.isalpha()), -1)
    if place < 0:
        return ""
    letter = piece[place]
    if not (letter.isupper() or letter.islower() or letter.istitle()):
        return piece
    end = place + 1
    while end < len(piece) and unicodedata.combining(piece[end]):
        end += 1
    upper = letter.upper()
    return f"{upper if len(upper) == 1 else letter}{piece[place + 1 : end]}."
