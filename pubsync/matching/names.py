"""Names of authors in a form in which they compare, whatever the order, the initials and the script."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from pubsync.frozen import frozen
from pubsync.matching.normalize import fold, has_cjk
from pubsync.matching.words import words_of
from pubsync.records.names import Name

_PARTICLES = words_of("van von der den de della del di da dos du la le ten ter el al bin ibn")
_COMPOUND_SURNAMES = words_of("欧阳 司马 上官 诸葛 皇甫 夏侯 东方 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 端木 南宫")
_INITIALS = 4
_SEVERAL = re.compile(r"[,;&]| and ")
_GLUED = re.compile(r"(?<=[A-Z]\.)(?=[A-Z][a-z'’])")
_SEPARATOR = re.compile(r"[,;&]| and ")
_WORD = re.compile(r"[^\W\d_]{2}")
_SUFFIXES = words_of("jr sr ii iii iv phd md")
_NO_NAME = frozenset(("unknown", "anonymous", "anon", "no author", "none", "na", "others", "et al"))


@frozen()
class NameForm:
    """A name as it compares: the family name, the initials of the rest, and every word of two letters and more.

    ``several`` is whether a program took several names for it.
    """

    family: str
    initials: str
    words: frozenset[str]
    several: bool = False


@frozen()
class AuthorsForm:
    """A list of authors as it compares; ``words`` are all words of all names."""

    names: tuple[NameForm, ...]
    families: frozenset[str]
    words: frozenset[str]
    complete: bool


def authors_form(names: tuple[Name, ...], *, complete: bool) -> AuthorsForm:
    """Return the form of an author list; ``complete`` is False where the source cut it."""
    forms = [name_form(name) for name in names]
    if any([form.several for form in forms]):  # noqa: C419 - millions of calls, and a list is the faster
        forms = [name_form(name) for name in _parted(names)]
    forms = [form for form in forms if form.family]
    families = frozenset([form.family for form in forms])
    words = frozenset[str]().union(*[form.words for form in forms])
    return AuthorsForm(tuple(forms), families, words, complete)


def _parted(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Part names that a program took for one: "freund, y., schapire" as a given name, "Tan A.Schulze A." as a name."""
    written = ", ".join(f"{name.given}, {name.family}" if not name.literal else name.literal for name in names)
    pieces = _SEPARATOR.split(_GLUED.sub(", ", written))
    return tuple(Name(literal=piece.strip(" .:")) for piece in pieces if _WORD.search(piece))


def name_form(name: Name) -> NameForm:
    """Return the form of one name; names without parts are read as written by Scholar, Medline and most people."""
    return _written_form(name.literal) if name.literal else _parts_form(name)


@lru_cache(maxsize=65536)
def _parts_form(name: Name) -> NameForm:
    if has_cjk(name.family):
        form = _chinese(name.family + name.given)
    else:
        family = _key(name.family)
        form = _form(family.replace(" ", ""), fold(name.given), f"{family} {fold(name.non_dropping_particle)}")
    several = _SEVERAL.search(name.given) or _SEVERAL.search(name.family)
    return replace(form, several=True) if several else form


@lru_cache(maxsize=65536)
def _written_form(written: str) -> NameForm:
    form = _form_of_literal(written)
    return replace(form, several=True) if "." in written and _GLUED.search(written) else form


def _form_of_literal(written: str) -> NameForm:
    if has_cjk(written):
        return _chinese(written)
    if "," in written:
        family, _, given = written.partition(",")
        return _form(_key(family).replace(" ", ""), fold(given), _key(family))
    return _literal(written)


def _key(text: str) -> str:
    return _without_umlauts(fold(text))


def _without_umlauts(text: str) -> str:
    """Write Müller and Mueller as Muller, whose accent is gone already."""
    return text.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _literal(written: str) -> NameForm:
    given, _, family = written.partition(" ")
    if len(given) <= _INITIALS and given.isupper() and family.isalpha() and written.isascii():
        # As Scholar writes almost all names: "KCC Chang".
        family = _without_umlauts(family.lower())
        return NameForm(family, given.lower(), frozenset((family,)))
    words = [word for word in written.replace(".", ". ").split() if fold(word) not in _SUFFIXES]
    if not words or fold(written) in _NO_NAME:
        return NameForm("", "", frozenset())
    if len(words) > 1 and _is_initials(words[-1]) and not _is_initials(words[0]):
        return _form(_key(" ".join(words[:-1])).replace(" ", ""), fold(words[-1]), _key(" ".join(words[:-1])))
    start = len(words) - 1
    while start > 1 and fold(words[start - 1]) in _PARTICLES:
        start -= 1
    family = _key(words[-1])
    given = " ".join(_spaced(word) for word in words[:start])
    return _form(family.replace(" ", ""), fold(given), f"{family} {fold(' '.join(words[start:-1]))}")


def _is_initials(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "")
    return letters.isupper() and len(letters) < _INITIALS


def _spaced(word: str) -> str:
    """Part initials that stand together, as in Scholar's "KCC Chang"."""
    return " ".join(word) if word.isascii() and word.isupper() and len(word) <= _INITIALS else word


def _form(family: str, given: str, written: str) -> NameForm:
    parts = given.split()
    initials = "".join(part[0] for part in parts)
    words = [part for part in (*parts, *written.split()) if len(part) > 1]
    return NameForm(family, initials, frozenset((*words, family)) if family else frozenset())


def _chinese(written: str) -> NameForm:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its tables take long to load, and few lists need them

    letters = written.replace(" ", "").replace("·", "")
    cut = 2 if letters[:2] in _COMPOUND_SURNAMES else 1
    family = fold("".join(lazy_pinyin(letters[:cut]))).replace(" ", "")
    syllables = [fold(syllable).replace(" ", "") for syllable in lazy_pinyin(letters[cut:])]
    words = (family, "".join(syllables), *syllables)
    return NameForm(family, "".join(syllable[:1] for syllable in syllables), frozenset(word for word in words if word))
