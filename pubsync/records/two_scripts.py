"""Lists of one work's authors in two scripts: which name of the one is which of the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from pubsync.records.aliases import same_person
from pubsync.records.names import Name
from pubsync.records.people import Person, finder
from pubsync.records.record import Record
from pubsync.records.text import has_han


class AuthorsIn(NamedTuple):
    """All authors of a work as one language (``zh`` or ``en``) writes them, in their order.

    Their roles are what the source of this list says; those of the work's ``author`` are what holds.
    """

    language: str
    names: tuple[Name, ...]


def language_of(names: Iterable[Name]) -> str:
    """Return ``zh`` where a name of the list is in Han characters, else ``en``."""
    written = "".join([f"{name.family}{name.given}{name.literal}" for name in names])
    return "zh" if not written.isascii() and has_han(written) else "en"  # each list of each work is asked in every run


SamePerson: TypeAlias = Callable[[Name, Name], bool]
"""Whether two names are one person's."""


def known_by(people: Sequence[Person]) -> SamePerson:
    """Return what tells two names of one person's: by spelling and pinyin, else since one of ``people`` bears both.

    No pinyin tells that Wilson Li is 李伟; who writes both into their settings does.
    """
    places = finder(people)
    return lambda mine, theirs: same_person(mine, theirs) or not set(places(mine)).isdisjoint(places(theirs))


def in_other_script(
    author: Sequence[Name],
    records: Iterable[Record],
    quality: Callable[[Record], Any],
    is_one: SamePerson = same_person,
) -> tuple[AuthorsIn, ...]:
    """Return the authors of a whole list in the other of the two scripts, as the best of ``records`` names them.

    Nothing is taken from a list that is cut or differs in a single name: no list is ever put together from two sources,
    and no name is transliterated. Names in Han characters are taken from beside a title in them alone: a paper in
    English has its authors' Latin names on a Chinese page, too.

    Args:
        author: the list that leads.
        records: the work's, the most trusted first.
        quality: how good a record's list is, the greater the better; the first of the best is taken.
        is_one: whether two names in the same place of two lists are one person's.
    """
    wanted = "en" if language_of(author) == "zh" else "zh"
    whole = [one for one in records if one.author and one.author_complete and language_of(one.author) == wanted]
    titled = [one for one in whole if wanted == "en" or has_han(one.title)]
    aligned = [one for one in titled if len(one.author) == len(author) and all(map(is_one, author, one.author))]
    if not aligned:
        return ()
    best = max(aligned, key=lambda one: (_written_in_han(one.author) if wanted == "zh" else 0, quality(one)))
    return (AuthorsIn(wanted, best.author),)


def with_roles_of(others: Iterable[AuthorsIn], author: Sequence[Name]) -> tuple[Name, ...]:
    """Return the authors with the roles that another list of them tells and their own source says nothing of.

    Where a source names anybody as equal, or as corresponding, it has named all of them.
    """
    said = {role for name in author for role in name.roles}
    told = tuple(author)
    for other in others:
        more = [set(theirs.roles) - said for theirs in other.names]
        told = tuple(
            replace(name, roles=tuple(sorted({*name.roles, *roles}))) if roles else name
            for name, roles in zip(told, more, strict=True)
        )
    return told


def authors_in(language: str, author: Sequence[Name], others: Iterable[AuthorsIn]) -> tuple[Name, ...]:
    """Return the authors as ``language`` (a BCP 47 tag) writes them, each with the roles that ``author`` gives them.

    Where ``others`` has no list in that language, ``author`` is returned.
    """
    wanted = language.partition("-")[0].casefold()
    found = next((one.names for one in others if one.language == wanted), ())
    if len(found) != len(author):
        return tuple(author)
    return tuple(map(_with_roles_of, found, author))


def by_either(name: Name, other: Name, wanted: Callable[[Name], bool]) -> Name | None:
    """Return which of an author's two names ``wanted`` takes, the first before the second, or None."""
    return name if wanted(name) else other if other != name and wanted(other) else None


def _in_han(name: Name) -> bool:
    return has_han(f"{name.family}{name.given}{name.literal}")


def _written_in_han(names: Iterable[Name]) -> int:
    return sum(map(_in_han, names))


def _with_roles_of(name: Name, other: Name) -> Name:
    return name if name.roles == other.roles else replace(name, roles=other.roles)
