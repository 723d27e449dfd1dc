"""The fields of works, talks and courses that a person set: ``patch`` in ``_pubsync/curation.yaml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pubsync.curation import Decision
from pubsync.records.aliases import same_person
from pubsync.records.course import Course
from pubsync.records.dates import parse_date
from pubsync.records.identifiers import Link
from pubsync.records.names import Name, parse_name
from pubsync.records.talk import Talk
from pubsync.records.text import Translation, plain_form
from pubsync.records.work import FieldOrigin, Work

Subject = TypeVar("Subject", bound=Work | Talk | Course)
_LINK_FIELDS = frozenset({"url", "pdf", "code", "data", "slides", "video", "poster", "project", "bibtex"})
_DATE_FIELDS = frozenset({"issued", "start", "end"})


def patched(subject: Subject, patches: Sequence[Decision]) -> Subject:
    """Return a work, talk or course with the fields that a person set."""
    for patch in patches:
        subject = _with_field(subject, patch.field, patch.value)
    return subject


def _with_field(subject: Subject, field: str, value: Any) -> Subject:  # noqa: ANN401 - as the decision has it
    changes = _changes(subject, field, value)
    if changes and isinstance(subject, Work):
        origins = [origin for origin in subject.origins if origin.field != field]
        changes["origins"] = tuple(sorted((*origins, FieldOrigin(field, None)), key=lambda origin: origin.field))
    patched: Subject = replace(subject, **changes)
    return patched


def _changes(subject: Work | Talk | Course, field: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - as the decision has it
    text = "" if value is None else str(value)
    name, _, of_which = field.partition(".")
    if field in _LINK_FIELDS:
        others = tuple(link for link in subject.links if link.kind != field)
        return {"links": (*others, Link(field, text)) if text else others}
    if name == "roles":
        return {"author": _with_role(subject.author, of_which, _listed(text))} if isinstance(subject, Work) else {}
    if of_which:
        kept = tuple(one for one in subject.translations if (one.field, one.language) != (name, of_which))
        return {"translations": (*kept, Translation(name, of_which, text)) if text else kept}
    if field == "labels":
        labels = tuple(map(str, value)) if isinstance(value, list) else _listed(text)
        return {"labels": labels} if isinstance(subject, Work) else {}
    return {field: parse_date(text) if field in _DATE_FIELDS else text} if hasattr(subject, field) else {}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in re.split("[;；]", text)) if part)


def _with_role(authors: Sequence[Name], role: str, having: Sequence[str]) -> tuple[Name, ...]:
    """The authors with the role for those named and for nobody else; another source may write a name otherwise."""
    places = {place for name in having for place in _places_of(authors, name)}

    def roles(place: int, author: Name) -> tuple[str, ...]:
        others = {one for one in author.roles if one != role}
        return tuple(sorted(others | ({role} if place in places else set())))

    return tuple(replace(author, roles=roles(place, author)) for place, author in enumerate(authors))


def _places_of(authors: Sequence[Name], name: str) -> Sequence[int]:
    """Where a name stands among the authors: as it is written, else where it can be that of one of them alone."""
    written = [place for place, one in enumerate(authors) if plain_form(str(one)) == plain_form(name)]
    alike = [] if written else [place for place, one in enumerate(authors) if same_person(one, parse_name(name))]
    return written or (alike if len(alike) == 1 else ())
