"""Text cases of CSL (https://docs.citationstyles.org/en/stable/specification.html#text-case).

Unlike there, a text in capitals throughout keeps them: "BERT" is a name more often than a shout.
"""

from __future__ import annotations

import re
from itertools import pairwise

_WORD = re.compile(r"(?:\$[^$]+\$|\S)+")
"""A word, or what holds a formula, with the blanks of the formula."""
_FIRST_LETTER = re.compile(r"^(\W*)(\w)")
_ADDRESS = re.compile(r"\w[./@\\]\w")
_STOP_WORDS = frozenset(
    "a an and as at but by down for from in into nor of on onto or over so the till to up via with yet".split()  # noqa: SIM905 - the specification's list, word for word
)


def in_case(text: str, case: str | None, language: str) -> str:
    """Return ``text`` in one of CSL's cases; mathematics between ``$`` stays as it is.

    ``language`` is that of the text: titles have a case of their own in English alone.
    """
    if case == "title":
        return _title_case(text) if language.startswith("en") else text
    if case in {"capitalize-first", "sentence"}:
        return _WORD.sub(lambda found: _capitalized(found.group()), text, count=1)
    if case == "capitalize-all":
        return _WORD.sub(lambda found: _capitalized(found.group()), text)
    if case in {"lowercase", "uppercase"}:
        convert = str.lower if case == "lowercase" else str.upper
        return _WORD.sub(lambda found: found.group() if "$" in found.group() else convert(found.group()), text)
    return text


def _capitalized(word: str) -> str:
    if "$" in word or not word.islower():
        return word
    return _FIRST_LETTER.sub(lambda start: start.group(1) + start.group(2).upper(), word)


def _title_case(text: str) -> str:
    """Capitalise the words of a title and their parts, but the small ones within it."""
    words = list(_WORD.finditer(text))
    ends = {words[-1].start()} if words else set()
    starts = {0} | {later.start() for word, later in pairwise(words) if word.group()[-1] in ":?!.—"}
    return _WORD.sub(lambda found: _title_word(found.group(), small=found.start() not in starts | ends), text)


def _title_word(word: str, *, small: bool) -> str:
    """Capitalise one word; a lone "A" may be a name, and so may "IN"."""
    if small and word.lower() in _STOP_WORDS and word != word.upper():
        return word.lower()
    if _ADDRESS.search(word):
        return word
    first, *others = word.split("-") if "$" not in word else (word,)
    return "-".join([_capitalized(first), *(part if part in _STOP_WORDS else _capitalized(part) for part in others)])
