"""Authors and editors as Crossref gives them. Pure.

https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md#contributor
"""

from __future__ import annotations

import re

from pubsync.records.names import Name, parse_name, script
from pubsync.sources.answers import raw
from pubsync.sources.crossref.markup import text

_OTHERS = re.compile(r"(?:and )?(?:others|et\.? al\.?|al\.|…|\.\.\.)", re.IGNORECASE)
_MARKS = " *∗＊†‡§¶#,;"
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_INITIALS = 3


def names(value: object) -> tuple[tuple[Name, ...], bool]:
    """Return the names of a list of contributors, and whether they are all.

    "et al." in an author's place, and one without a name, say that there are more. ORCID iDs and affiliations are left
    aside.
    """
    listed = value if isinstance(value, list) else []
    found = [_name(one) for one in listed]
    known = tuple(one for one in found if one)
    return known, len(known) == len(listed)


def has_orcid(contributor: object, orcid: str) -> bool:
    """Whether a contributor is the person of an ORCID iD."""
    return isinstance(contributor, dict) and raw(contributor.get("ORCID")).upper().endswith(orcid)


def name_of(contributor: object) -> str:
    """Return one contributor's name as one reads it, "" where there is none."""
    return str(_name(contributor) or "")


def _name(contributor: object) -> Name | None:
    if not isinstance(contributor, dict):
        return None
    group = text(contributor.get("name"))
    family, given = (text(contributor.get(part)).strip(_MARKS) for part in ("family", "given"))
    if _OTHERS.fullmatch(f"{given} {family}".strip() or group):
        return None
    if not (family or given):
        return Name(literal=group) if group else None
    if not (family and given):
        return parse_name(family or given)
    return _in_parts(_family(family, given), _given(given), text(contributor.get("suffix")))


def _in_parts(family: str, given: str, suffix: str) -> Name:
    """Return a name from its parts; the particle is still among them."""
    if "," in family or "," in given:
        return Name(family, given, suffix=suffix)
    name = parse_name(f"{family}, {given}")
    if name.literal or not suffix:
        return name
    return Name(name.family, name.given, name.non_dropping_particle, suffix)


def _family(family: str, given: str) -> str:
    """Write a family name that is all in capitals, as some publishers print them, as names are written.

    A short one may be initials in the wrong place: "LI" is a name where the given name is none.
    """
    is_short = len("".join(_LETTERS.findall(family))) <= _LONGEST_INITIALS
    return family if is_short and given.isupper() else _capitalized(family)


def _given(given: str) -> str:
    """Likewise for given names, whose short ones are initials: "JP"."""
    is_short = len("".join(_LETTERS.findall(given))) <= _LONGEST_INITIALS
    return given if is_short else _capitalized(given)


def _capitalized(part: str) -> str:
    if not part.isupper() or script(part) not in ("Latn", "Cyrl", "Grek"):
        return part
    return _LETTERS.sub(lambda word: word.group().capitalize(), part)
