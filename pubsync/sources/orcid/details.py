"""What a whole work adds to its summary: who wrote it, and where in its volume it stands. Pure.

The shape is that of ``bulk-3.0.xsd`` and ``work-3.0.xsd`` (https://github.com/ORCID/orcid-model).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from pubsync.formats.bibtex import read as read_bibtex
from pubsync.formats.bibtex.types import language_tag
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.records.text import plain_form
from pubsync.sources.answers import name, part, parts, raw, text, title
from pubsync.sources.orcid.works import Listed, changed, put_code

_MARK = "orcid_details"
_READING = 1
"""Raise it where details are read in another way, so that all are asked for once more."""
_FIELDS = ("author", "author_complete", "editor", "abstract", "language", "volume", "issue", "page", "publisher")
_FROM_CITATION = ("volume", "issue", "page", "publisher")
_NOT_AUTHORS = frozenset(("editor", "chair-or-translator", "support-staff", "assignee"))
_OTHERS = frozenset(("", "others", "et al", "et al.", "…", "..."))
_LONGEST_CITATION = 20_000
MOST_PEOPLE = 500
"""Contributors of one work that are read; a longer list is incomplete."""


class _Contributor(NamedTuple):
    name: Name
    orcid: str
    role: str
    first: bool

    def is_again(self, other: _Contributor) -> bool:
        """Whether both are one person in two roles: each has an entry of its own, and two may share a name."""
        if self.orcid and other.orcid:
            return self.orcid == other.orcid
        return self.role != other.role and plain_form(str(self.name)) == plain_form(str(other.name))


class _People(NamedTuple):
    author: tuple[Name, ...]
    complete: bool
    editor: tuple[Name, ...]


def has_details(listed: Listed, before: Record | None) -> bool:
    """Whether ``before`` holds the details of the work as it is now."""
    return before is not None and _mark(listed) in before.extra


def keep_details(record: Record, before: Record | None) -> Record:
    """Return the summary's record with the details of ``before``, where it has some, whether they are the latest."""
    marks = [pair for pair in before.extra if pair[0] == _MARK] if before else []
    if before is None or not marks:
        return record
    kept = {field: getattr(before, field) for field in _FIELDS}
    return replace(record, **kept, extra=(*record.extra, *marks))


def with_details(listed: Listed, details: Mapping[str, Any]) -> Record:
    """Return the summary's record with what ``read_details`` found of the work."""
    return replace(listed.record, **details, extra=(*listed.record.extra, _mark(listed)))


def _mark(listed: Listed) -> tuple[str, str]:
    return (_MARK, f"{_READING}:{listed.modified}")


def read_details(answer: object, orcid: str, source: str) -> dict[str, dict[str, Any]]:
    """Return the details of each work that ``/{iD}/works/{put-codes}`` answered with, by put-code.

    Put-codes that it refused, such as those of works that are no longer public, are missing.

    Raises:
        SourceError: where it is no such answer.
    """
    bulk = part(answer, "bulk")
    if not isinstance(bulk, list):
        raise changed("holds no whole works", source)
    works = [work for entry in parts(bulk) for work in parts([entry.get("work")])]
    return {code: _details(work, orcid) for work in works if (code := put_code(work))}


def _details(work: dict[str, object], orcid: str) -> dict[str, Any]:
    people = _people(work, orcid)
    cited = _citation(work)
    found: dict[str, Any] = {field: getattr(cited, field) for field in _FROM_CITATION} if cited else {}
    if cited and not people.complete and cited.author_complete and len(cited.author) > len(people.author):
        people = people._replace(author=cited.author, complete=True)
    return found | {
        "author": people.author,
        "author_complete": people.complete,
        "editor": people.editor,
        "abstract": text(work.get("short-description")),
        "language": language_tag(raw(work.get("language-code"))),
    }


def _citation(work: dict[str, object]) -> Record | None:
    """Return what the work's BibTeX says, where it is of the same title."""
    written = part(work, "citation", "citation-value")
    if raw(part(work, "citation", "citation-type")).casefold() != "bibtex" or not isinstance(written, str):
        return None
    found = read_bibtex(written[:_LONGEST_CITATION], source="orcid", where="").records
    mine = plain_form(title(part(work, "title", "title", "value")))
    return found[0] if len(found) == 1 and mine and plain_form(found[0].title).startswith(mine) else None


def _people(work: dict[str, object], orcid: str) -> _People:
    """Return authors and editors.

    A list is incomplete where somebody in it has no name, or "et al." is one; and where the person added the work
    and stands in it alone, as ORCID's form has it before anybody else is typed in.
    """
    entries = parts(part(work, "contributors", "contributor"))
    found: list[_Contributor] = []
    complete = len(entries) <= MOST_PEOPLE
    for entry in entries[:MOST_PEOPLE]:
        read = list(_contributors(entry))
        complete = complete and None not in read
        found += [one for one in read if one and not any(map(one.is_again, found))]
    author = [one for one in found if one.role not in _NOT_AUTHORS]
    if sum(one.first for one in author) == 1:
        author.sort(key=lambda one: not one.first)
    alone = len(author) <= 1 and raw(part(work, "source", "source-orcid", "path")) == orcid
    return _People(
        author=tuple(one.name for one in author),
        complete=bool(author) and complete and not alone,
        editor=tuple(one.name for one in found if one.role == "editor"),
    )


def _contributors(entry: dict[str, object]) -> Iterator[_Contributor | None]:
    """Yield who an entry names: old imports have all authors in one; None stands for somebody without a name."""
    whole = text(part(entry, "credit-name", "value"))
    written = [one for one in map(str.strip, whole.split(";")) if one]
    orcid = raw(part(entry, "contributor-orcid", "path")) if len(written) <= 1 else ""
    role = raw(part(entry, "contributor-attributes", "contributor-role")).casefold()
    first = raw(part(entry, "contributor-attributes", "contributor-sequence")).casefold() == "first"
    for one in written or [""]:
        read = None if one.casefold() in _OTHERS else name(one)
        yield _Contributor(read, orcid, role, first) if read else None
