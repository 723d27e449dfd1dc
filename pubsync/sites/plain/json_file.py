"""All works, talks and courses with all that is known of them, as one JSON file.

Texts are plain, as in ``pubsync list --json``: whoever prints them escapes them. What is unknown is left out, but for
the keys that ``list --json`` always has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pubsync.citing.escape import url as safe_url
from pubsync.frozen import frozen
from pubsync.records.base import Row, Value
from pubsync.records.course import Course
from pubsync.records.identifiers import Link
from pubsync.records.names import Name
from pubsync.records.record import RecordId
from pubsync.records.talk import Occasion
from pubsync.records.text import Translatable
from pubsync.records.work import Work
from pubsync.sites.interface import DataFile, Material, Table

_WORK_TEXTS = (
    "language",
    "collection_title",
    "publisher",
    "publisher_place",
    "volume",
    "issue",
    "page",
    "number",
    "edition",
    "genre",
    "event_title",
    "event_place",
    "status",
    "abstract",
    "note",
    "award",
    "preprint_title",
)
_OCCASION_TEXTS = ("language", "role", "description")


@frozen()
class JsonFile:
    """Writes ``publications``, ``talks`` and ``teaching``, newest first, each entry by its ``key``."""

    path: str = "publications.json"

    def files(self, material: Material) -> Iterable[DataFile]:
        """Return the file that the output wants; see ``FileWriter``."""
        counts = material.counts.works
        rows = {
            "publications": [_row(work.key, work_fields(work, counts.get(work.key))) for work in material.works],
            "talks": [_row(talk.key, _occasion_fields(talk, talk.records)) for talk in material.talks],
            "teaching": [_row(course.key, _course_fields(course)) for course in material.courses],
        }
        tables = (Table(place=place, id_field="key", rows=tuple(wanted)) for place, wanted in rows.items())
        yield DataFile(path=self.path, format="json", tables=tuple(tables))


def work_fields(work: Work, citations: int | None) -> dict[str, Value]:
    """Return all fields of a work but its key; ``citations`` is the count to show."""
    fields: dict[str, Value] = {
        "type": work.type,
        "title": work.title,
        "authors": [str(name) for name in work.author],
        "authors_complete": work.author_complete,
        "issued": str(work.issued or ""),
        "container_title": work.container_title,
        "identifiers": {one.scheme: one.value for one in reversed(work.identifiers)},
        "links": _links(work.links),
        "citations": citations,
        "records": _records(work.records),
    }
    more: dict[str, Value] = {
        **{f"{role}_authors": _with_role(work.author, role) for role in ("equal", "corresponding")},
        "editors": [str(name) for name in work.editor],
        **{name: str(getattr(work, name)) for name in _WORK_TEXTS},
        "labels": list(work.labels),
        "keywords": list(work.keywords),
        "selected": work.selected,
        "related": [{"kind": relation.kind, "key": relation.key} for relation in work.related],
        "translations": _translations(work) | _authors_in(work),
    }
    return fields | {name: value for name, value in more.items() if value}


def _occasion_fields(occasion: Occasion, records: Sequence[RecordId]) -> dict[str, Value]:
    fields: dict[str, Value] = {
        "type": occasion.type,
        "title": occasion.title,
        "start": str(occasion.start or ""),
        "end": str(occasion.end or ""),
        "venue": occasion.venue,
        "location": occasion.location,
        "links": _links(occasion.links),
        "records": _records(records),
    }
    more: dict[str, Value] = {name: str(getattr(occasion, name)) for name in _OCCASION_TEXTS}
    more["translations"] = _translations(occasion)
    return fields | {name: value for name, value in more.items() if value}


def _course_fields(course: Course) -> dict[str, Value]:
    level: dict[str, Value] = {"level": course.level} if course.level else {}
    return _occasion_fields(course, course.records) | {"terms": list(course.terms)} | level


def _row(key: str, fields: Mapping[str, Value]) -> Row:
    return Row(key=key, id=key, fields=tuple(fields.items()))


def _links(links: Iterable[Link]) -> Value:
    return {link.kind: address for link in links if (address := safe_url(link.url))}


def _records(records: Iterable[RecordId]) -> Value:
    return [{"source": record.source, "id": record.id} for record in records]


def _with_role(names: Iterable[Name], role: str) -> Value:
    return [str(name) for name in names if role in name.roles]


def _translations(subject: Translatable) -> dict[str, Value]:
    found: dict[str, dict[str, Value]] = {}
    for translation in subject.translations:
        found.setdefault(translation.field, {}).setdefault(translation.language, translation.text)
    return {**found}


def _authors_in(work: Work) -> dict[str, Value]:
    found: dict[str, Value] = {one.language: [str(name) for name in one.names] for one in work.author_in}
    return {"authors": found} if found else {}
