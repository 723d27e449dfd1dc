"""What kind of site stands in a folder, whose it is, what it knows already, and how it reaches the web.

Only looked at: nothing is written, nobody is asked, and no program is run.
"""

from __future__ import annotations

from pubsync.detect.files import FoundFile, bibliographies, calendars, occasions
from pubsync.detect.hiding import Hidden, hidden
from pubsync.detect.kinds import KINDS, FoundKind, describe, kind_of_site
from pubsync.detect.languages import FoundLanguage, languages_of
from pubsync.detect.lists import FoundEntries, FoundList, entries_of, lists_of, marked_pages, unread_pages
from pubsync.detect.numbers import FoundNumber, numbers_of
from pubsync.detect.people import FoundPerson, former_members, people_of
from pubsync.detect.profiles import FoundId, Profiles, normal_id
from pubsync.detect.survey import Survey
from pubsync.detect.updates import Updates, updates_of
from pubsync.frozen import frozen
from pubsync.sites.tree import SiteTree

__all__ = [
    "KINDS",
    "FoundEntries",
    "FoundFile",
    "FoundId",
    "FoundKind",
    "FoundLanguage",
    "FoundList",
    "FoundNumber",
    "FoundPerson",
    "FoundSite",
    "Hidden",
    "Profiles",
    "Survey",
    "Updates",
    "describe",
    "hidden",
    "kind_of_site",
    "look_at",
    "normal_id",
]


@frozen(kw_only=True)
class FoundSite:
    """All that a site's own files tell.

    ``kind`` is one of ``KINDS``, or "" for any other site; ``engine`` is ``jekyll``, ``hugo`` or "". ``evidence`` are
    the files and keys that told the kind. ``numbers`` are those of papers in running text. ``hidden`` is what the
    site's own configuration would hide.
    """

    kind: str
    engine: str
    evidence: tuple[str, ...]
    people: tuple[FoundPerson, ...]
    languages: tuple[FoundLanguage, ...]
    bibliographies: tuple[FoundFile, ...]
    talks: tuple[FoundFile, ...]
    teaching: tuple[FoundFile, ...]
    calendars: tuple[str, ...]
    former: tuple[FoundPerson, ...]
    """Of a lab: who left it."""
    lists: tuple[FoundList, ...]
    numbers: tuple[FoundNumber, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    """Pages that can't be read, and so are left alone, with what to do about it."""
    entries: tuple[FoundEntries, ...]
    marked: tuple[str, ...]
    files: tuple[str, ...]
    hidden: tuple[Hidden, ...]
    updates: Updates

    @property
    def title(self) -> str:
        """The kind of site in words."""
        return describe(self.kind, self.engine)

    @property
    def language(self) -> str:
        """The main language."""
        return self.languages[0].tag


def look_at(tree: SiteTree, *, kind: str = "") -> FoundSite:
    """Return what the site's own files tell; ``kind`` is what a person said that it is, where they did."""
    survey = Survey(tree)
    found = kind_of_site(survey)
    if kind:
        found = FoundKind(kind if kind in KINDS else "", found.evidence if found.kind == kind else ("as you said",))
    people = people_of(survey, found.kind)
    former = former_members(survey, found.kind)
    owners = [one.known for one in (*people, *former) if one.name]
    return FoundSite(
        kind=found.kind,
        engine=survey.engine,
        evidence=found.evidence,
        people=people,
        languages=languages_of(survey),
        bibliographies=bibliographies(survey, owners),
        talks=occasions(survey, "talks"),
        teaching=occasions(survey, "teaching"),
        calendars=calendars(survey),
        former=former,
        lists=lists_of(survey),
        numbers=numbers_of(survey),
        unread=unread_pages(survey),
        entries=entries_of(survey, found.kind),
        marked=marked_pages(survey),
        files=survey.paths,
        hidden=hidden(survey),
        updates=updates_of(survey),
    )
