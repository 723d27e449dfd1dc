"""Works of Crossref to Records. Pure.

The shape is that of https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md#work; what the API gained since
is in https://api.crossref.org/swagger-ui/index.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pubsync.records.identifiers import Identifier, Link, normal_doi, normal_isbn
from pubsync.records.record import Record
from pubsync.records.text import Translation, has_han
from pubsync.sources.answers import address, count, part, parts, raw
from pubsync.sources.crossref.dates import issued
from pubsync.sources.crossref.markup import text, title
from pubsync.sources.crossref.people import names
from pubsync.sources.crossref.places import Place, place_of
from pubsync.sources.crossref.related import notice_of, own_title, relations
from pubsync.sources.interface import Notice
from pubsync.sources.questions import Reading

TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    **dict.fromkeys(("book-chapter", "book-section", "book-part", "book-track"), "chapter"),
    **dict.fromkeys(("book", "monograph", "edited-book", "reference-book", "book-set", "proceedings"), "book"),
    **dict.fromkeys(("report", "report-component"), "report"),
    **dict.fromkeys(("dataset", "database"), "dataset"),
    "reference-entry": "entry-encyclopedia",
    "dissertation": "thesis",
    "peer-review": "review",
    "posted-content": "article",
    "standard": "standard",
    "other": "",
}
"""CSL types of https://api.crossref.org/types; an unknown one says nothing of the kind."""

NO_WORKS = frozenset(
    "component grant journal journal-issue journal-volume book-series proceedings-series report-series "  # noqa: SIM905 - a word list reads better so
    "standard-series".split()
)
"""Types of what holds works, or is a figure in one."""

_NO_NUMBER = re.compile(
    r"(?:n/?a|no|ahead[- ]of[- ]print|online[- ]?first|in press)?(?:\s*[-–]\s*(?:n/?a|no))?", re.IGNORECASE
)
_DASHES = re.compile(r"\s*[-–—]+\s*")
_NO_PDF_HOSTS = re.compile(r"^https?://(?:api\.(?:elsevier|wiley)\.com|syndication\.highwire\.org)/", re.IGNORECASE)
_FOR_READERS = "text-mining unspecified syndication similarity-checking".split()  # noqa: SIM905 - the best first


def read_works(works: Iterable[object], source: str) -> Reading:
    """Return the records of works, by DOI, each once.

    What has no DOI or no title is left out and counted in a notice; so is what is no work, such as a journal's issue.
    """
    listed = list(works)
    others = [work for work in listed if raw(part(work, "type")) in NO_WORKS]
    records = [_record(work, source) for work in listed if raw(part(work, "type")) not in NO_WORKS]
    found = {record.id: record for record in reversed(records) if record}
    return Reading(
        records=tuple(found[id_] for id_ in sorted(found)),
        notices=tuple(_left_out(len(others), records.count(None), source)),
    )


def _left_out(others: int, unreadable: int, source: str) -> Iterator[Notice]:
    if others:
        yield Notice(f"{others} entries are no works but journals' issues, series or figures, and are left out", source)
    if unreadable:
        what = f"{unreadable} works have no DOI or no title, and are left out"
        yield Notice(what, source, "if it lasts for days, look for a newer pubsync")


def _record(work: object, source: str) -> Record | None:
    if not isinstance(work, dict):
        return None
    doi, kind = normal_doi(raw(work.get("DOI"))), raw(work.get("type"))
    main = first(work.get("title"))
    if not (doi and title(main)):
        return None
    written = own_title(title(main, first(work.get("subtitle"))), is_notice=bool(notice_of(work, doi)))
    author, complete = names(work.get("author"))
    place = place_of(work, TYPES.get(kind, ""))
    return Record(
        source=source,
        id=doi,
        type=place.type,
        title=written,
        translations=tuple(_translations(work, written)),
        author=author,
        author_complete=complete,
        editor=names(work.get("editor"))[0],
        issued=issued(work, kind),
        container_title=place.container,
        collection_title=place.collection,
        publisher=place.publisher,
        publisher_place=text(work.get("publisher-location")),
        event_title=place.event,
        event_place=place.event_place,
        volume=_number(work.get("volume")),
        issue=_number(work.get("issue")),
        page=_DASHES.sub("-", _number(work.get("page"))) or _number(work.get("article-number")),
        genre=text(first(work.get("degree"))),
        abstract=text(work.get("abstract")),
        identifiers=(Identifier("doi", doi), *_isbn(work, place)),
        links=tuple(_pdf(work)),
        citations=count(work.get("is-referenced-by-count")),
        extra=tuple(_extra(work, doi, place)),
    )


def first(value: object) -> object:
    """Return the first text of a field that Crossref gives as a list."""
    if not isinstance(value, list):
        return value
    return next((one for one in value if raw(one)), None)


def _translations(work: Mapping[str, object], written: str) -> Iterator[Translation]:
    """Yield a title in another script: a list of titles holds translated ones too, in languages that it tells not."""
    listed = work.get("title")
    others = map(title, listed[1:]) if isinstance(listed, list) else ()
    found = next((other for other in others if other and has_han(other) != has_han(written)), "")
    if found:
        yield Translation("title", "zh" if has_han(found) else "en", found)


def _number(value: object) -> str:
    """Return a volume, issue or page, "" for what stands there while an article has none ("n/a-n/a")."""
    written = text(value)
    return "" if _NO_NUMBER.fullmatch(written) else written


def _isbn(work: Mapping[str, object], place: Place) -> Iterator[Identifier]:
    """Yield a book's ISBN; a chapter or a paper comes with that of the volume, which is not its own."""
    listed = work.get("ISBN")
    if place.type == "book" and isinstance(listed, list):
        found = (normal_isbn(raw(one)) for one in listed)
        yield from (Identifier("isbn", isbn) for isbn in dict.fromkeys(filter(None, found)))


def _pdf(work: Mapping[str, object]) -> Iterator[Link]:
    """Yield the address of a PDF, those meant for readers before those that serve the search for plagiarism."""
    found = [
        (_rank(raw(link.get("intended-application"))), address(link.get("URL")))
        for link in parts(work.get("link"))
        if raw(link.get("content-type")).casefold() == "application/pdf"
    ]
    usable = sorted(one for one in found if one[1] and not _NO_PDF_HOSTS.match(one[1]))
    if usable:
        yield Link("pdf", usable[0][1])


def _rank(application: str) -> int:
    return _FOR_READERS.index(application) if application in _FOR_READERS else len(_FOR_READERS)


def _extra(work: Mapping[str, object], doi: str, place: Place) -> Iterator[tuple[str, str]]:
    short = text(first(work.get("short-container-title")))
    if short and short != place.container:
        yield "container_title_short", short
    yield from relations(work, doi)
