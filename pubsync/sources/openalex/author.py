"""The person whose works are asked for. Pure.

The shape of an author is that of https://help.openalex.org/data/authors/.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pubsync.sources.answers import count, part, parts, raw, text
from pubsync.sources.interface import Statistics

SELECTED = "id,display_name,cited_by_count,summary_stats,counts_by_year"

_AUTHOR = re.compile(r"(?:.*\bopenalex\.org/(?:authors/)?)?(a\d{2,12})/?", re.ASCII | re.IGNORECASE)
_ORCID = re.compile(r"(?:.*\borcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dx])/?", re.ASCII | re.IGNORECASE)
_ID = re.compile(r"(?:.*/)?([a-z]\d{1,12})", re.ASCII | re.IGNORECASE)
_YEARS = range(1000, 3000)


class Asked(NamedTuple):
    """One person, by the id that OpenAlex gives or by the ORCID iD; one of both is ""."""

    id: str = ""
    orcid: str = ""

    @property
    def path(self) -> str:
        """Where the person's own page is."""
        return f"/authors/{self.id or f'orcid:{self.orcid}'}"

    @property
    def filter(self) -> str:
        """The filter that finds the person's works."""
        return f"author.id:{self.id}" if self.id else f"author.orcid:{self.orcid}"

    def __str__(self) -> str:
        """The id, as people know it."""
        return self.id or self.orcid


class Author(NamedTuple):
    """What OpenAlex knows of a person; ``id`` is another one than was asked for, where two were merged."""

    id: str
    name: str
    statistics: Statistics


def asked_person(written: str) -> Asked | None:
    """Return whom an id, an ORCID iD or the address of either names, None where it is neither."""
    author, orcid = _AUTHOR.fullmatch(written.strip()), _ORCID.fullmatch(written.strip())
    if author:
        return Asked(id=author.group(1).upper())
    return Asked(orcid=orcid.group(1).upper()) if orcid else None


def short_id(value: object) -> str:
    """Return ``W2741809807`` for ``https://openalex.org/W2741809807``, "" where that is no id."""
    found = _ID.fullmatch(raw(value))
    return found.group(1).upper() if found else ""


def short_orcid(value: object) -> str:
    """Return the ORCID iD of an address, "" where it is none."""
    found = _ORCID.fullmatch(raw(value))
    return found.group(1).upper() if found else ""


def read_author(answer: object) -> Author | None:
    """Return the author of an answer, None where it is none."""
    found = short_id(part(answer, "id"))
    if not found.startswith("A"):
        return None
    years = {count(one.get("year")): count(one.get("cited_by_count")) for one in parts(part(answer, "counts_by_year"))}
    return Author(
        id=found,
        name=text(part(answer, "display_name")),
        statistics=Statistics(
            citations=count(part(answer, "cited_by_count")),
            h_index=count(part(answer, "summary_stats", "h_index")),
            by_year=tuple(
                sorted(
                    (year, citations)
                    for year, citations in years.items()
                    if year in _YEARS and year is not None and citations is not None
                )
            ),
        ),
    )
