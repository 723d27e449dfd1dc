"""The files of a site that can be sources: bibliographies, talks, courses, calendars; templates' examples are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Literal

from pubsync.detect.survey import Survey
from pubsync.errors import SourceError
from pubsync.formats import bibtex, ris
from pubsync.frozen import frozen
from pubsync.records.people import Person
from pubsync.records.record import Record
from pubsync.sites.handmade.placeholders import is_placeholder, is_placeholder_text
from pubsync.sources.occasions import OccasionSource

_BIBLIOGRAPHIES = (".bib", ".ris", ".enw", ".nbib")
_BUNDLES = re.compile(r"^(content/(?:[\w-]+/)?publications?)/[^/]+/cite\.bib$")
"""The citations of Hugo Blox, one beside each page: a glob names them all."""
_OCCASIONS = re.compile(r"(?:^|[/_-])(talks?|presentations?|teaching|courses?)\.(?:ya?ml|csv|tsv)$", re.IGNORECASE)
_COURSES = ("teaching", "course")
_CALENDAR = re.compile(r"\.ics$", re.IGNORECASE)
_KEY = re.compile(r"^[ \t]*@(?!comment|string|preamble)\w+[ \t]*\{[ \t]*([^\s,{}]*)", re.IGNORECASE | re.MULTILINE)
_FIELD = re.compile(r"^[ \t]*(\w+)[ \t]*=[ \t]*[{\"\w]", re.MULTILINE)
_KEY_OF_SCHOLAR = re.compile(r"[^\W\dA-Z_]+\d{4}[^\WA-Z_]+")
_FIELDS_OF_SCHOLAR = frozenset(
    (
        *("title", "author", "journal", "booktitle", "volume", "number", "pages", "year", "publisher", "organization"),
        *("school", "institution", "note", "editor", "series", "address", "month"),
    )
)
_FEWEST = 3
"""Entries from which their likeness to Scholar's is no chance."""
_HALF = 0.5
_MOST = 40


@frozen(kw_only=True)
class FoundFile:
    """A file with how many entries it has; ``aside`` says why it is no source, "" where it is one.

    ``of_scholar`` is whether all its keys and fields are such as Google Scholar's export of a profile has.
    """

    path: str
    entries: int
    aside: str = ""
    of_scholar: bool = False


def bibliographies(survey: Survey, owners: Sequence[Person]) -> tuple[FoundFile, ...]:
    """Return the site's bibliographies; ``owners`` are whose works they should hold, as far as that is known."""
    bibtex.load()
    paths = [path for path in survey.paths if path.casefold().endswith(_BIBLIOGRAPHIES)]
    globs: dict[str, list[str]] = {}
    for path in paths:
        bundle = _BUNDLES.match(path)
        globs.setdefault(f"{bundle[1]}/*/cite.bib" if bundle else path, []).append(path)
    found = [_bibliography(survey, name, members, owners) for name, members in list(globs.items())[:_MOST]]
    return tuple(_without_copies(one for one in found if one.entries or one.aside))


def _bibliography(survey: Survey, name: str, members: Sequence[str], owners: Sequence[Person]) -> FoundFile:
    records = [record for path in members for record in _records(survey, path)]
    own = [record for record in records if not _is_example(record)]
    if not own:
        aside = "it holds the template's examples alone" if records else "it holds no entry that can be read"
        return FoundFile(path=name, entries=len(records), aside=aside)
    theirs = [record for record in own if _names(record, owners)]
    if any(one.name for one in owners) and len(theirs) < _HALF * len(own):
        whom = "anybody of the lab" if len(owners) > 1 else "the site's owner"
        aside = f"{len(theirs)} of its {len(own)} entries name {whom}: it seems to hold other people's works"
        return FoundFile(path=name, entries=len(own), aside=aside)
    of_scholar = len(members) == 1 and len(own) >= _FEWEST and is_scholars(survey.text(name))
    return FoundFile(path=name, entries=len(own), of_scholar=of_scholar)


def is_scholars(text: str) -> bool:
    """Whether a .bib has only keys such as ``wang2020deep``, and only the fields that Google Scholar's export has."""
    keys = [found[1] for found in _KEY.finditer(text)]
    fields = {found[1].casefold() for found in _FIELD.finditer(text)}
    return bool(keys) and fields <= _FIELDS_OF_SCHOLAR and all(map(_KEY_OF_SCHOLAR.fullmatch, keys))


def _records(survey: Survey, path: str) -> Sequence[Record]:
    text = survey.text(path)
    if ris.looks_like(text):
        return ris.read(text, source="bibtex:found", where=path).records
    return bibtex.read(text, source="bibtex:found", where=path).records


def _is_example(record: Record) -> bool:
    authors = " and ".join(map(str, record.author))
    told = {"title": record.title, "author": authors, "journal": record.container_title, "note": record.note}
    return is_placeholder({**told, **{link.kind: link.url for link in record.links}})


def _names(record: Record, owners: Sequence[Person]) -> bool:
    people = (*record.author, *record.editor)
    return any(one.is_named(name) for one in owners for name in people)


def _without_copies(found: Iterator[FoundFile] | Sequence[FoundFile]) -> Iterator[FoundFile]:
    """Yield the files, of equal ones by name and number the one that lies highest: build tools leave copies behind."""
    seen: set[tuple[str, int]] = set()
    for one in sorted(found, key=lambda one: (bool(one.aside), one.path.count("/"), one.path)):
        mark = (PurePosixPath(one.path).name, one.entries)
        if mark in seen and "*" not in one.path:
            yield FoundFile(path=one.path, entries=one.entries, aside=one.aside or "it seems to be a copy of another")
        else:
            yield one
        seen.add(mark)


def occasions(survey: Survey, kind: Literal["talks", "teaching"]) -> tuple[FoundFile, ...]:
    """Return the files that list talks or courses."""
    named = ((path, found[1]) for path in survey.paths if (found := _OCCASIONS.search(path)))
    paths = [path for path, word in named if word.casefold().startswith(_COURSES) == (kind == "teaching")]
    return tuple(one for path in paths[:_MOST] if (one := _occasions(survey, path, kind)) is not None)


def _occasions(survey: Survey, path: str, kind: Literal["talks", "teaching"]) -> FoundFile | None:
    if not survey.text(path).strip():
        return None
    try:
        answer = OccasionSource(path=path, root=survey.tree.root, kind=kind).fetch(None)
    except SourceError as error:
        return FoundFile(path=path, entries=0, aside=error.what)
    own = [one for one in answer.records if not is_placeholder_text(one.title, survey.text(path))]
    if not answer.records:
        return None
    if not own:
        return FoundFile(path=path, entries=len(answer.records), aside="it holds the template's examples alone")
    return FoundFile(path=path, entries=len(own))


def calendars(survey: Survey) -> tuple[str, ...]:
    """Return the site's calendar files: whether they are of talks or of courses, nobody but the person knows."""
    return tuple(path for path in survey.paths if _CALENDAR.search(path))[:_MOST]
