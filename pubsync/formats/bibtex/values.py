"""The values of fields: braces, quotes, numbers, ``@string`` names, and ``#`` between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pubsync.records.dates import month_number

MONTHS = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "apr": "April",
    "may": "May",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}
"""What every BibTeX style defines."""

# bibtexparser takes an escaped brace or quote for text, so that ours must too.
_BRACES = re.compile(r"(?<!\\)[{}]")
_BRACES_AND_QUOTES = re.compile(r"(?<!\\)[{}\"]")
# A value within braces that nest at most three deep, which nearly all do.
_SIMPLE = re.compile(r"\{([^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+)\}")
_BARE = re.compile(r"[^\s#{}\",=]+")
_NEXT_FIELD = re.compile(r"\s*([^\W\d][\w:+./-]*)\s*=\s*")
_SHOWN = 40


class Value(NamedTuple):
    """A field as it was written, its parts joined; ``problem`` says in words what was wrong, "" where nothing was."""

    name: str
    text: str
    problem: str = ""


class _Token(NamedTuple):
    text: str
    end: int
    problem: str = ""


def simple_value(raw: str) -> str | None:
    """Return the text of a value that stands within one pair of braces, None where it has to be read step by step."""
    simple = _SIMPLE.fullmatch(raw)
    return simple.group(1) if simple and r"\{" not in raw and r"\}" not in raw else None


def read_values(name: str, raw: str, strings: Mapping[str, str]) -> Iterator[Value]:
    """Yield the field, and those that follow in ``raw`` because a comma between them is missing.

    Args:
        name: the field's name.
        raw: its value as the file has it, with its braces or quotes.
        strings: what ``@string`` defines, by names in lower case.
    """
    simple = simple_value(raw)
    if simple is not None:
        yield Value(name, simple)
        return
    place = 0
    while True:
        value, place = _read_value(name, raw, place, strings)
        following = _NEXT_FIELD.match(raw, place)
        rest = " ".join(raw[place : place + 2 * _SHOWN].split())[:_SHOWN]
        if following is None:
            problem = f'what follows its end is left out: "{rest}"' if rest else value.problem
            yield value._replace(problem=problem)
            return
        yield value._replace(problem=f"a comma is missing before {following.group(1)}")
        name, place = following.group(1), following.end()


def _read_value(name: str, raw: str, place: int, strings: Mapping[str, str]) -> tuple[Value, int]:
    """Read the parts that ``#`` joins, and return where they end."""
    parts: list[str] = []
    problem = ""
    while True:
        token = _read_token(raw, _skip_blanks(raw, place), strings)
        parts.append(token.text)
        problem = problem or token.problem
        place = _skip_blanks(raw, token.end)
        if not raw.startswith("#", place):
            return Value(name, "".join(parts), problem), place
        place += 1


def _skip_blanks(raw: str, place: int) -> int:
    while place < len(raw) and raw[place].isspace():
        place += 1
    return place


def _read_token(raw: str, place: int, strings: Mapping[str, str]) -> _Token:
    if raw.startswith(("{", '"'), place):
        return _read_enclosed(raw, place)
    bare = _BARE.match(raw, place)
    if bare is None:
        return _Token("", place)
    word = bare.group()
    if word.isdigit():
        return _Token(word, bare.end())
    known = strings.get(word.casefold(), MONTHS.get(word.casefold()))
    if known is not None:
        return _Token(known, bare.end())
    problem = "" if month_number(word) else f"no @string defines {word[:_SHOWN]}, which is taken as text"
    return _Token(word, bare.end(), problem)


def _read_enclosed(raw: str, start: int) -> _Token:
    """Read ``{…}`` or ``"…"``: the quote that ends stands outside braces."""
    quoted = raw[start] == '"'
    depth = 0
    for found in (_BRACES_AND_QUOTES if quoted else _BRACES).finditer(raw, start + quoted):
        sign = found.group()
        depth += (sign == "{") - (sign == "}")
        if depth == 0 and sign == ('"' if quoted else "}"):
            return _Token(raw[start + 1 : found.start()], found.end())
        depth = max(depth, 0)
    return _Token(raw[start + 1 :], len(raw), "its braces or quotes never close")
