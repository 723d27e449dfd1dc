"""The authors of a row as Scholar prints them: ``WN Qi, Y Yan, L van der Maaten, ...``. Pure."""

from __future__ import annotations

import re

from pubsync.records.names import Name

_PARTICLES = re.compile(
    r"van|von|der|den|dem|des?|del|della|di|d[ao]s?|du|la|le|te[nr]|el|al|bin|ibn|zur?|a[fv]|y",
)
_REST = frozenset(("et al", "et al.", "others"))
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_GROUP = re.compile(r"\b(?:collaboration|consortium|group|team|network|initiative|committee|project)\b", re.IGNORECASE)
_MOST_INITIALS = 4
_MOST_INITIALS_AFTER = 3


def read_authors(line: str) -> tuple[tuple[Name, ...], bool]:
    """Return the names, and whether they are all: not where the line is cut or empty."""
    names: list[Name] = []
    complete = bool(line.strip())
    for part in line.split(","):
        written = " ".join(part.split())
        if written.endswith(("...", "…")) or written.casefold() in _REST:
            complete = False  # what stands before the dots is cut within a name
        elif written:
            names.append(read_name(written))
    return tuple(names), complete and bool(names)


def read_name(written: str) -> Name:
    """Return one name: initials first (``WN Qi``), last (``Qi WN``), or given names in full (``Weizhen Qi``)."""
    if _HAN.search(written):
        return Name(literal="".join(written.split()) if not re.search(r"[A-Za-z]", written) else written)
    words = written.split()
    if len(words) == 1 or _GROUP.search(written):
        return Name(literal=written)
    suffix = words.pop() if len(words) > 2 and words[-1].rstrip(".").casefold() in _SUFFIXES else ""  # noqa: PLR2004 - a given name, a family name and the suffix
    if _initials_last(words):
        return Name(family=" ".join(words[:-1]), given=_spaced(words[-1]), suffix=suffix)
    leading = _leading_initials(words)
    start = leading or _family_start(words)
    particles = start
    while particles < len(words) - 1 and _PARTICLES.fullmatch(words[particles]):
        particles += 1
    given = " ".join(_spaced(word) for word in words[:start]) if leading else " ".join(words[:start])
    particle, family = " ".join(words[start:particles]), " ".join(words[particles:])
    return Name(family=family, given=given, non_dropping_particle=particle, suffix=suffix)


def _initials_last(words: list[str]) -> bool:
    return _are_initials(words[-1], _MOST_INITIALS_AFTER) and not _are_initials(words[0], _MOST_INITIALS)


def _leading_initials(words: list[str]) -> int:
    """Count the words of initials in front; at least one word is left for the family name."""
    count = 0
    while count < len(words) - 1 and _are_initials(words[count], _MOST_INITIALS):
        count += 1
    return count


def _family_start(words: list[str]) -> int:
    """Return where the family name begins after given names in full: its last word, and the particles before it."""
    start = len(words) - 1
    while start > 1 and _PARTICLES.fullmatch(words[start - 1]):
        start -= 1
    return start


def _are_initials(word: str, most: int) -> bool:
    letters = word.replace(".", "").replace("-", "")
    return letters.isalpha() and letters.isupper() and len(letters) <= most


def _spaced(word: str) -> str:
    """Part initials that stand together ("WN") with spaces, so that nobody takes them for a name."""
    return word if "-" in word else " ".join(word.replace(".", ""))
