"""The person whose page it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from pubsync.records.aliases import common_spellings, is_full, same_person
from pubsync.records.names import Name, parse_name


@dataclass(frozen=True, slots=True)
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
    known = (somebody.name, *somebody.aliases)
    full = tuple(one for one in known if is_full(one))
    own = (one for one in known if one not in full and not any(same_person(one, whole) for whole in full))
    of_full = (*full, *own)
    spellings = frozenset().union(*map(common_spellings, known))

    @lru_cache(maxsize=16384)
    def is_named(name: Name) -> bool:
        if spellings.isdisjoint(common_spellings(name)):
            return False
        return any(same_person(name, one) for one in (of_full if is_full(name) else known))

    return is_named
