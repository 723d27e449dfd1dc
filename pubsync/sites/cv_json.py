"""``_data/cv.json`` of an academicpages site, which its page ``cv-json.md`` shows.

The theme's script ``cv_markdown_to_json.py`` makes that file once, from the collections and ``cv.md``; pubsync keeps
its publications, presentations and teaching current. Values are printed as HTML, so they are written as such.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping

from pubsync.citing.escape import html_text
from pubsync.citing.escape import url as safe_url
from pubsync.citing.languages import name_in_print
from pubsync.frozen import frozen
from pubsync.records.base import Row, Value
from pubsync.records.course import Course
from pubsync.records.dates import PartialDate
from pubsync.records.talk import Occasion, Talk
from pubsync.records.text import plain_form
from pubsync.records.work import Work
from pubsync.sites.contexts import work_links
from pubsync.sites.documents import mappings_in, read_document, text_in
from pubsync.sites.interface import DataFile, Material, Table
from pubsync.views import course_start

ID_FIELD = "pubsync"
"""The key of a member that names what it shows; the theme passes over it."""
_LINKS = ("pdf", "doi", "url", "arxiv")


@frozen()
class CvJson:
    """Writes the three lists, where the site has the file.

    What a person or the theme's script listed there without ``pubsync`` is theirs: a work, talk or course of the same
    title and year is left to that member, so that none is there twice.
    """

    path: str = "_data/cv.json"

    def files(self, material: Material) -> Iterable[DataFile]:
        """Return the file, or nothing; see ``FileWriter``."""
        if material.tree.read(self.path) is None:
            return
        document = read_document(material.tree, self.path)
        standing = document if isinstance(document, dict) else {}
        language = material.language
        rows = {
            "publications": (_publication(work, material) for work in material.works),
            "presentations": (_presentation(talk, language) for talk in material.talks),
            "teaching": (_course(course, material) for course in material.courses),
        }
        tables = (
            Table(place=place, id_field=ID_FIELD, rows=tuple(_not_theirs(wanted, standing.get(place))))
            for place, wanted in rows.items()
        )
        yield DataFile(path=self.path, format="json", tables=tuple(tables))


def _publication(work: Work, material: Material) -> Row:
    language = material.language
    addresses = {link.kind: safe_url(link.url) for link in work_links(work)}
    authors = [name_in_print(name, language) for name in work.authors(language)]
    labels = material.printing("html").labels
    if authors and not work.author_complete:
        authors.append(str(labels.get("et_al", "et al.")))
    fields = {
        "name": _html(work.text("title", language)),
        "publisher": _html(work.text("container_title", language) or work.publisher or work.event_title),
        "releaseDate": str(work.issued or ""),
        "website": next((addresses[kind] for kind in _LINKS if addresses.get(kind)), ""),
        "summary": _html(str(labels.get("comma", ", ")).join(authors)),
    }
    return _row(work.key, fields)


def _presentation(talk: Talk, language: str) -> Row:
    fields = {
        "name": _text(talk, "title", language),
        "event": _text(talk, "venue", language),
        "date": str(talk.start or ""),
        "location": _text(talk, "location", language),
        "description": _text(talk, "description", language),
    }
    return _row(talk.key, fields)


def _course(course: Course, material: Material) -> Row:
    language = material.language
    fields = {
        "course": _text(course, "title", language),
        "institution": _text(course, "venue", language),
        "date": _date(course_start(course)),
        "role": _text(course, "role", language) or _text(course, "type", language),
        "description": _text(course, "description", language),
    }
    return _row(course.key, fields)


def _text(occasion: Occasion, name: str, language: str) -> str:
    return _html(occasion.text(name, language))


def _html(text: str) -> str:
    return html_text(" ".join(text.split()))


def _date(date: PartialDate | None) -> str:
    return str(date or "")


def _row(key: str, fields: Mapping[str, str]) -> Row:
    """Return a row without empty fields: an empty text is true to Liquid, and would show an empty line."""
    kept: list[tuple[str, Value]] = [(name, value) for name, value in fields.items() if value]
    return Row(key=key, id=key, fields=tuple(kept))


def _not_theirs(wanted: Iterable[Row], standing: object) -> Iterator[Row]:
    theirs = {_mark(member) for member in mappings_in(standing) if not member.get(ID_FIELD)}
    return (row for row in wanted if _mark(dict(row.fields)) not in theirs)


def _mark(member: Mapping[str, object]) -> tuple[str, str]:
    title = text_in(member.get("name") or member.get("course"))
    date = text_in(member.get("releaseDate") or member.get("date"))
    return plain_form(html.unescape(html.unescape(title))), date[:4]
