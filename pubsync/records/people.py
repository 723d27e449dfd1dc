"""The person whose page it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from pubsync.frozen import frozen
from pubsync.records.aliases import common_spellings, first_letters, is_full, same_person
from pubsync.records.names import Name, parse_name
from pubsync.records.text import has_han


@frozen()
class Person:
    """A researcher under every name that their papers carry."""

    name: Name
    aliases: tuple[Name, ...] = ()

    def is_named(self, name: Name) -> bool:
        """Return whether a name on a paper can be this person's, by any of their names.

        An alias of initials says nothing more where it only shortens a full name of theirs: with "Biqing Qi" known,
        "B. Qi" is them, and "Baoqing Qi" is not. Who asks for many names asks ``knower``.
        """
        return knower(self)(name)

    def name_in(self, language: str) -> Name:
        """Return the name that a page in ``language`` (a BCP 47 tag) calls this person by.

        That is an alias, written out, where the name is not in the page's script and an alias is: Han characters in
        Chinese, none of them in languages that use none. No name is ever put into another script.
        """
        tag = language.partition("-")[0].casefold()
        wanted = tag == "zh"
        if tag in ("ja", "ko") or has_han(str(self.name)) == wanted:
            return self.name
        return next((one for one in self.aliases if is_full(one) and has_han(str(one)) == wanted), self.name)

    def is_called(self, text: str) -> bool:
        """Return whether a heading such as "Wei Zhang (张伟)", "Jane Doe, PhD" or "张伟 Wei Zhang" names this person.

        Titles, a lab's name in parentheses, and a second script beside the name are passed over.
        """
        parts = {text, _HAN_WORDS.sub(" ", text), *_HAN_WORDS.findall(text), *_BETWEEN.split(text)}
        parts |= {_HAN_WORDS.sub(" ", part) for part in parts}
        forms = {_TITLES.sub(" ", part).strip(" .") for part in parts}
        return any(self.is_named(parse_name(form)) for form in forms if form)


_BETWEEN = re.compile(r"[|/;,()（），、]|\s[-–—]\s")
_HAN_WORDS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff·]+")
_TITLES = re.compile(r"\b(?:prof(?:essor)?|dr|ph\.? ?d|m\.? ?sc|mr|mrs|ms)\b\.?", re.IGNORECASE)


def person(name: str, aliases: Iterable[str] = ()) -> Person:
    """Return the person of a name and aliases as somebody writes them: "Weizhen Qi", "Qi, W.", "齐炜祯"."""
    return Person(parse_name(name), tuple(map(parse_name, aliases)))


@lru_cache(maxsize=4096)
def knower(somebody: Person) -> Callable[[Name], bool]:
    """Return what tells as ``is_named`` does, quickly: most names have no spelling in common with the person's."""
    known = _names_of(somebody)
    full = tuple(one for one in known if is_full(one))
    own = (one for one in known if one not in full and not any(same_person(one, whole) for whole in full))
    of_full = (*full, *own)
    spellings = _spellings_of(somebody)

    @lru_cache(maxsize=16384)
    def is_named(name: Name) -> bool:
        if spellings.isdisjoint(common_spellings(name)):
            return False
        return any(same_person(name, one) for one in (of_full if is_full(name) else known))

    return is_named


def finder(people: Sequence[Person]) -> Callable[[Name], tuple[int, ...]]:
    """Return what tells the places of those of ``people`` whom a name can be, as ``is_named`` does of each.

    Only those are looked at with whom the name has a spelling in common, and spelt at all are names that share a first
    letter with somebody: it takes no longer where there are many people, or many names.
    """
    asked = [knower(one) for one in people]
    by_spelling: dict[str, list[int]] = {}
    for place, one in enumerate(people):
        for spelling in _spellings_of(one):
            by_spelling.setdefault(spelling, []).append(place)

    letters = frozenset(spelling.lstrip("=")[:1] for spelling in by_spelling)

    @lru_cache(maxsize=65536)
    def places(name: Name) -> tuple[int, ...]:
        if letters.isdisjoint(first_letters(name)):
            return ()
        near = {place for spelling in common_spellings(name) for place in by_spelling.get(spelling, ())}
        return tuple(place for place in sorted(near) if asked[place](name))

    return places


def _names_of(somebody: Person) -> tuple[Name, ...]:
    return (somebody.name, *somebody.aliases)


def _spellings_of(somebody: Person) -> frozenset[str]:
    return frozenset().union(*map(common_spellings, _names_of(somebody)))
