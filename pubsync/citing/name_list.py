"""Lists of names as a CSL style wants them (https://docs.citationstyles.org/en/stable/specification.html#name)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pubsync.citing.languages import is_east_asian
from pubsync.citing.markup import formatted, linked, own, unformatted
from pubsync.frozen import frozen

_MIN_TO_SKIP = 2
"""Names that must be left out before ``…`` stands for them."""
_MIN_FOR_AND = 2
_CAPITALS = re.compile(r"\b[A-Z]{2,3}\b")
_LONE_INITIAL = re.compile(r"(?<![\w-])([A-Z])(?:\.(?!-)|(?=\s|$))\s*")


class ListedName(NamedTuple):
    """A name ready for print; ``marks`` such as ``*`` follow it, raised.

    ``own`` is the number, from 1, of an own name, by which it may be set off, see ``markup.set_off``; 0 for others.
    ``link`` is the number of the address that it leads to, see ``markup.html_of``; None: none. ``literal`` alone stands
    for a name that has no parts or must keep its form, as Chinese names must.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    own: int = 0
    marks: str = ""
    link: int | None = None


@frozen(kw_only=True)
class NameListStyle:
    """What a style says of a list of names, in CSL's words; the words are those of the citation's language."""

    delimiter: str = ", "
    and_word: str = ""
    et_al: str = "et al."
    delimiter_precedes_last: str = "contextual"
    delimiter_precedes_et_al: str = "contextual"
    et_al_min: int = 0
    et_al_use_first: int = 1
    et_al_use_last: bool = False
    form: str = "long"
    initialize: bool = True
    initialize_with: str | None = None
    initialize_with_hyphen: bool = True
    name_as_sort_order: str = ""
    sort_separator: str = ", "
    demote_particle: bool = True
    """Whether the non-dropping particle follows the given name where the family name comes first."""
    family_part: Callable[[str], str] = str
    given_part: Callable[[str], str] = str


def name_list(names: Sequence[ListedName], style: NameListStyle, *, cut: bool) -> str:
    """Return the names as one text.

    ``cut`` is whether more names belong to the list than are known: it then ends in the style's "et al.", however few
    there are.
    """
    known = [(name, _inverted(place, name, style)) for place, name in enumerate(names)]
    too_many = 0 < style.et_al_min <= len(known) + cut
    shown = known[: style.et_al_use_first] if too_many else known
    skipped = len(known) - len(shown)
    texts = [_one(name, style, inverted=inverted) for name, inverted in shown]
    if style.et_al_use_last and not cut and skipped >= _MIN_TO_SKIP:
        name, inverted = known[-1]
        return style.delimiter.join([*texts, f"… {_one(name, style, inverted=inverted)}"])
    if cut or skipped:
        return _with_et_al(texts, style, after_inverted=bool(shown) and shown[-1][1])
    return _with_and(texts, style, after_inverted=len(shown) > 1 and shown[-2][1])


def _inverted(place: int, name: ListedName, style: NameListStyle) -> bool:
    """Whether the name begins with its family name."""
    order = style.name_as_sort_order
    return not name.literal and style.form == "long" and (order == "all" or (order == "first" and place == 0))


def _with_et_al(texts: list[str], style: NameListStyle, *, after_inverted: bool) -> str:
    if not texts or not style.et_al:
        return style.delimiter.join(texts)
    delimited = _delimited(style.delimiter_precedes_et_al, several=len(texts) > 1, after_inverted=after_inverted)
    names = style.delimiter.join(texts)
    return f"{names}{style.delimiter}{style.et_al}" if delimited else _spaced(names, style.et_al)


def _with_and(texts: list[str], style: NameListStyle, *, after_inverted: bool) -> str:
    if not style.and_word or len(texts) < _MIN_FOR_AND:
        return style.delimiter.join(texts)
    several = len(texts) > _MIN_FOR_AND and not is_east_asian(style.and_word)
    delimited = _delimited(style.delimiter_precedes_last, several=several, after_inverted=after_inverted)
    names = style.delimiter.join(texts[:-1])
    last = _spaced(style.and_word, texts[-1])
    return f"{names}{style.delimiter}{last}" if delimited else _spaced(names, last)


def _delimited(rule: str, *, several: bool, after_inverted: bool) -> bool:
    if rule == "after-inverted-name":
        return after_inverted
    return rule == "always" or (rule == "contextual" and several)


def _spaced(left: str, right: str) -> str:
    """Join two words; Chinese takes no space between them."""
    joined = is_east_asian(unformatted(left)[-1:]) and is_east_asian(unformatted(right)[:1])
    return f"{left}{right}" if joined else f"{left} {right}"


def _one(name: ListedName, style: NameListStyle, *, inverted: bool) -> str:
    marks = formatted(name.marks, "superscript") if name.marks else ""
    text = name.literal or _with_parts(name, style, inverted=inverted)
    text = text if name.link is None else linked(text, name.link)
    return f"{own(text, name.own) if name.own and text else text}{marks}"


def _with_parts(name: ListedName, style: NameListStyle, *, inverted: bool) -> str:
    given = _given(name, style)
    if style.form == "short":
        return style.family_part(_joined(name.particle, name.family))
    if not inverted:
        family = style.family_part(_joined(name.particle, name.family))
        return _joined(style.given_part(given) if given else "", family, name.suffix)
    if style.demote_particle:
        family, given = name.family, _joined(given, name.particle)
    else:
        family = _joined(name.particle, name.family)
    parts = (style.family_part(family), style.given_part(given) if given else "", name.suffix)
    return style.sort_separator.join(part for part in parts if part)


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)


def _given(name: ListedName, style: NameListStyle) -> str:
    if style.initialize_with is None:
        return name.given
    if not style.initialize:
        return _LONE_INITIAL.sub(lambda found: f"{found.group(1)}{style.initialize_with}", name.given).rstrip()
    # "JK" is two initials as PubMed writes them, but "LI" beside "WANG" is a whole name.
    given = name.given if name.family.isupper() else _CAPITALS.sub(lambda found: " ".join(found.group()), name.given)
    return initials(given, style.initialize_with, hyphen=style.initialize_with_hyphen)


def initials(given: str, mark: str, *, hyphen: bool = True) -> str:
    """Return the initials of a given name, each followed by ``mark``, with the hyphens of the name where ``hyphen``.

    "Jean-Luc" is "J.-L.", but "Xiao-ming" is "X.": what follows a hyphen in lower case belongs to the one name, says
    the Publication Manual of the APA. Words in lower case, such as "van", stay whole.
    """
    short = ""
    for word in given.replace(".-", "-").replace(".", " ").split():
        if word[0].isupper():
            letters = [part[0] for part in word.split("-") if part[:1].isupper()]
            short += (f"{mark.rstrip()}-" if hyphen else mark).join(letters) + mark
        elif word[0].isalpha():
            short = f"{short.rstrip()} {word} "
    return short.strip()
