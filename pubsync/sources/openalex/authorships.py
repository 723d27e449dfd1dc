"""Who wrote a work, and from where. Pure.

The shape is that of https://help.openalex.org/data/authorships/.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from pubsync.records.aliases import is_full, same_person
from pubsync.records.names import Name
from pubsync.sources.answers import name, part, parts, text
from pubsync.sources.openalex.author import short_id, short_orcid

MOST_LISTED = 100
"""Authors of one work in a list; the others are cut."""


class Authors(NamedTuple):
    """The authors of a work in their order; ``affiliation`` is that of the person who was asked for."""

    names: tuple[Name, ...]
    complete: bool
    affiliation: str


def read_authors(work: dict[str, object], people: Collection[str]) -> Authors:
    """Return the authors of a work; ``people`` holds ids and ORCID iDs of the person whose affiliation is wanted.

    Nobody at all is unknown, not a work without authors.
    """
    listed = parts(work.get("authorships"))
    names = [found for authorship in listed if (found := _name(authorship))]
    cut = len(listed) >= MOST_LISTED or work.get("is_authors_truncated") is True
    return Authors(
        names=tuple(names),
        complete=bool(names) and len(names) == len(listed) and not cut,
        affiliation="; ".join(dict.fromkeys(_institutions(listed, people))),
    )


def _name(authorship: dict[str, object]) -> Name | None:
    """Return the name as printed; OpenAlex's own for the person only where that writes out its initials.

    Its own may be another person's, where it took two for one.
    """
    printed, known = name(authorship.get("raw_author_name")), name(part(authorship, "author", "display_name"))
    best = printed or known
    if printed and known and not is_full(printed) and is_full(known) and same_person(printed, known):
        best = known
    if best and authorship.get("is_corresponding") is True:
        return replace(best, roles=("corresponding",))
    return best


def _institutions(listed: list[dict[str, object]], people: Collection[str]) -> list[str]:
    """Return the institutions of the person's authorship."""
    return [
        institution
        for authorship in listed
        if _is_one_of(authorship, people)
        for one in parts(authorship.get("institutions"))
        if (institution := text(one.get("display_name")))
    ]


def _is_one_of(authorship: dict[str, object], people: Collection[str]) -> bool:
    author = authorship.get("author")
    ids = (short_id(part(author, "id")), short_orcid(part(author, "orcid")), short_orcid(authorship.get("raw_orcid")))
    return any(one and one in people for one in ids)
