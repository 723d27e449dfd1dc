"""The person whose page it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pubsync.records.aliases import is_full, same_person
from pubsync.records.names import Name, parse_name


@dataclass(frozen=True, slots=True)
class Person:
    """A researcher under every name that their papers carry."""

    name: Name
    aliases: tuple[Name, ...] = ()

    def is_named(self, name: Name) -> bool:
        """Return whether a name on a paper can be this person's, by any of their names.

        An alias of initials says nothing more where it only shortens a full name of theirs: with "Biqing Qi" known,
        "B. Qi" is them, and "Baoqing Qi" is not. Answers are kept, so that asking again costs next to nothing.
        """
        return _is_named(self, name)


def person(name: str, aliases: Iterable[str] = ()) -> Person:
    """Return the person of a name and aliases as somebody writes them: "Weizhen Qi", "Qi, W.", "齐炜祯"."""
    return Person(parse_name(name), tuple(map(parse_name, aliases)))


@lru_cache(maxsize=65536)
def _is_named(somebody: Person, name: Name) -> bool:
    known = (somebody.name, *somebody.aliases)
    full = tuple(one for one in known if is_full(one))
    if is_full(name):
        own = (one for one in known if one not in full and not any(same_person(one, whole) for whole in full))
        return any(same_person(name, one) for one in (*full, *own))
    return any(same_person(name, one) for one in known)
