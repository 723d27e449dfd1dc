"""Works that a list of one person's works names, and that seem to be somebody else's of the same name.

Only what speaks against it is looked for: a list of authors that is cut or absent says nothing, and neither does a work
that the person's own files name as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from pubsync.matching.names import name_form
from pubsync.matching.normalize import title_form
from pubsync.matching.people import alike
from pubsync.matching.venues import venue_form, venues_agree
from pubsync.matching.words import GENERIC
from pubsync.records.names import Name
from pubsync.records.people import Person
from pubsync.records.record import Record, RecordId

PERSONAL = frozenset(("scholar", "orcid", "openalex", "dblp", "arxiv", "semantic_scholar", "crossref"))
"""Kinds of sources that list what they take for one person's works."""
ASSIGNED = frozenset(("openalex", "dblp", "semantic_scholar", "scholar", "crossref"))
"""Those among them where a program, not the person, decides whose a work is."""
FEWEST = 5
"""Works that must be known besides before a work without any tie to them is odd."""
_NAMES_SHOWN = 4
_AGREE = 0.5


class Namesake(NamedTuple):
    """A group of records that is put aside, and why, in words for the person."""

    records: tuple[RecordId, ...]
    reason: str


class _Circle(NamedTuple):
    """What is known of the person's other works: families and initials of co-authors, venues, words, affiliations."""

    people: frozenset[tuple[str, str]]
    venues: tuple[str, ...]
    words: frozenset[str]
    affiliations: frozenset[str]


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
    open_to_doubt = [one for one in described if _is_doubtful(one[1]) and not set(one[0]) & set(kept)]
    strangers = {group: reason for group, members in open_to_doubt if (reason := _names_nobody(members, people))}
    own = [members for group, members in described if group not in strangers]
    found = dict(strangers)
    for group, members in open_to_doubt:
        if group in strangers or not all(one.source_kind in ASSIGNED for one in members):
            continue
        rest = [other for other in own if other is not members]
        reason = _stands_alone(members, rest, people)
        if reason:
            found[group] = reason
    return tuple(Namesake(group, found[group]) for group in sorted(found))


def _is_doubtful(members: Sequence[Record]) -> bool:
    return all(one.source_kind in PERSONAL for one in members)


def _names_nobody(members: Sequence[Record], people: Sequence[Person]) -> str:
    """Say so where a whole list of authors holds none of the people, and no other list does."""
    listed = [name for one in members for name in (*one.author, *one.editor)]
    if any(person.is_named(name) or _is_misspelt(person, name) for name in listed for person in people):
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


def _stands_alone(members: Sequence[Record], rest: Sequence[Sequence[Record]], people: Sequence[Person]) -> str:
    """Say so where nothing ties a work to the others: no co-author, no venue, no word of a title, no affiliation."""
    complete = any(one.author and one.author_complete for one in members)
    mine = _circle([members], people)
    if not complete or not mine.people or len(rest) < FEWEST:
        return ""
    others = _circle(rest, people)
    if len(others.people) < FEWEST or mine.people & others.people or mine.words & others.words:
        return ""
    if mine.affiliations & others.affiliations or _share_venue(mine.venues, others.venues):
        return ""
    return "it shares no co-author, venue, subject or affiliation with your other works"


def _circle(groups: Sequence[Sequence[Record]], people: Sequence[Person]) -> _Circle:
    flat = [record for group in groups for record in group]
    titles = [title_form(record.title) for record in flat]
    return _Circle(
        people=frozenset(_key(name) for record in flat for name in record.author if not _is_own(name, people)),
        venues=tuple(sorted({record.container_title for record in flat if record.container_title})),
        words=frozenset().union(*[title.content for title in titles]) - GENERIC,
        affiliations=frozenset(
            place.strip().casefold()
            for record in flat
            for name, value in record.extra
            if name == "affiliation"
            for place in value.split(";")
        ),
    )


def _is_own(name: Name, people: Sequence[Person]) -> bool:
    return any(person.is_named(name) for person in people)


def _key(name: Name) -> tuple[str, str]:
    form = name_form(name)
    return form.family, form.initials[:1]


def _share_venue(mine: Sequence[str], others: Sequence[str]) -> bool:
    named = [venue for venue in mine if venue_form(venue).kind != "preprint"]
    return any(venues_agree(*sorted((venue, other))) > _AGREE for venue in named for other in others)
