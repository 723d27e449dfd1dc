"""Works that a list of one person's works names, and that seem to be somebody else's of the same name.

Only what speaks against it is looked for: a list of authors that is cut or absent says nothing, and neither does a work
that the person's own files name as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypeAlias

from pubsync.matching.names import name_form
from pubsync.matching.normalize import title_form
from pubsync.matching.people import alike
from pubsync.matching.venues import venue_form, venues_agree
from pubsync.matching.words import GENERIC
from pubsync.records.names import Name
from pubsync.records.people import Person, finder
from pubsync.records.record import Record, RecordId

PERSONAL = frozenset(("scholar", "orcid", "openalex", "dblp", "arxiv", "semantic_scholar", "crossref"))
"""Kinds of sources that list what they take for one person's works."""
ASSIGNED = frozenset(("openalex", "dblp", "semantic_scholar", "scholar", "crossref"))
"""Those among them where a program, not the person, decides whose a work is."""
FEWEST = 5
"""Works that must be known besides before a work without any tie to them is odd."""
_NAMES_SHOWN = 4
_AGREE = 0.5
Finder: TypeAlias = Callable[[Name], tuple[int, ...]]


class Namesake(NamedTuple):
    """A group of records that is put aside, and why, in words for the person."""

    records: tuple[RecordId, ...]
    reason: str


class _Circle(NamedTuple):
    """What is known of a work: families and initials of co-authors, venues, words, affiliations."""

    people: frozenset[tuple[str, str]]
    venues: frozenset[str]
    words: frozenset[str]
    affiliations: frozenset[str]


class _Ties(NamedTuple):
    """In how many of the person's works each co-author, venue, word and affiliation is."""

    works: int
    people: Counter[tuple[str, str]]
    venues: Counter[str]
    words: Counter[str]
    affiliations: Counter[str]


def namesakes(
    groups: Iterable[tuple[RecordId, ...]],
    records: Mapping[RecordId, Record],
    people: Sequence[Person],
    kept: Collection[RecordId] = (),
) -> tuple[Namesake, ...]:
    """Return the groups that seem to be other people's works.

    Args:
        groups: which records are one work.
        records: all records by their ids.
        people: whose page it is, under all their names.
        kept: records whose work stays whatever is found: on the page already, or claimed by the person.
    """
    described = [(group, [records[one] for one in group]) for group in groups]
    stays, who = frozenset(kept), finder(people)
    open_to_doubt = [one for one in described if _is_doubtful(one[1]) and stays.isdisjoint(one[0])]
    if not open_to_doubt:
        return ()
    found = {group: reason for group, members in open_to_doubt if (reason := _names_nobody(members, people, who))}
    circles = {group: _circle(members, who) for group, members in described if group not in found}
    ties = _ties(circles.values())
    for group, members in open_to_doubt:
        if group in circles and all(one.source_kind in ASSIGNED for one in members):
            reason = _stands_alone(members, circles[group], ties)
            found |= {group: reason} if reason else {}
    return tuple(Namesake(group, found[group]) for group in sorted(found))


def _is_doubtful(members: Sequence[Record]) -> bool:
    return all(one.source_kind in PERSONAL for one in members)


def _names_nobody(members: Sequence[Record], people: Sequence[Person], who: Finder) -> str:
    """Say so where a whole list of authors holds none of the people, and no other list does."""
    listed = [name for one in members for name in (*one.author, *one.editor)]
    if any(map(who, listed)) or any(_is_misspelt(person, name) for name in listed for person in people):
        return ""
    whole = [one.author for one in members if one.author and one.author_complete]
    if not whole:
        return ""
    names = max(whole, key=len)
    shown = ", ".join(map(str, names[:_NAMES_SHOWN])) + (" …" if len(names) > _NAMES_SHOWN else "")
    return f"its authors do not include you: {shown}"


def _is_misspelt(person: Person, name: Name) -> bool:
    """Whether a name is one of the person's but for typing, as "L. Chosen" for "Leshem Choshen"."""
    form = name_form(name)
    known = [name_form(one) for one in (person.name, *person.aliases)]
    return any(alike(form.family, one.family) and form.initials[:1] == one.initials[:1] for one in known)


def _stands_alone(members: Sequence[Record], mine: _Circle, ties: _Ties) -> str:
    """Say so where nothing ties a work to the others: no co-author, no venue, no word of a title, no affiliation."""
    complete = any(one.author and one.author_complete for one in members)
    if not complete or not mine.people or ties.works - 1 < FEWEST:
        return ""
    if len(ties.people) - sum(ties.people[one] == 1 for one in mine.people) < FEWEST:
        return ""
    if any(ties.people[one] > 1 for one in mine.people) or any(ties.words[one] > 1 for one in mine.words):
        return ""
    if any(ties.affiliations[one] > 1 for one in mine.affiliations):
        return ""
    others = [venue for venue, number in ties.venues.items() if number > (venue in mine.venues)]
    if _share_venue(mine.venues, others):
        return ""
    return "it shares no co-author, venue, subject or affiliation with your other works"


def _circle(members: Sequence[Record], who: Finder) -> _Circle:
    titles = [title_form(record.title) for record in members]
    return _Circle(
        people=frozenset(_key(name) for record in members for name in record.author if not who(name)),
        venues=frozenset(record.container_title for record in members if record.container_title),
        words=frozenset[str]().union(*[title.content for title in titles]) - GENERIC,
        affiliations=frozenset(
            place.strip().casefold()
            for record in members
            for name, value in record.extra
            if name == "affiliation"
            for place in value.split(";")
        ),
    )


def _ties(circles: Collection[_Circle]) -> _Ties:
    """Count them once, since each work asks what all others have."""
    kinds = [Counter(chain.from_iterable(kind)) for kind in zip(*circles, strict=True)]
    return _Ties(len(circles), *kinds) if kinds else _Ties(0, Counter(), Counter(), Counter(), Counter())


def _key(name: Name) -> tuple[str, str]:
    form = name_form(name)
    return form.family, form.initials[:1]


def _share_venue(mine: Iterable[str], others: Sequence[str]) -> bool:
    named = [venue for venue in mine if venue_form(venue).kind != "preprint"]
    return any(venues_agree(*sorted((venue, other))) > _AGREE for venue in named for other in others)
