"""One entry as a Record: BibTeX's and biblatex's fields in CSL's words (biblatex manual, 2.2 and 2.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pubsync.formats.bibtex.authors import Names, read_names
from pubsync.formats.bibtex.entries import NoticeBoard, RawEntry
from pubsync.formats.bibtex.fields import Fields
from pubsync.formats.bibtex.links import read_identifiers, read_isbn, read_links
from pubsync.formats.bibtex.splitting import MOST_KEPT
from pubsync.formats.bibtex.types import (
    GENRES,
    TYPES,
    Preprint,
    arxiv_in,
    csl_type,
    language_tag,
    preprint_server,
    read_status,
)
from pubsync.frozen import frozen
from pubsync.records.dates import PartialDate, month_number, parse_date
from pubsync.records.identifiers import normal_arxiv
from pubsync.records.record import Record
from pubsync.records.text import Translation, without_gaps

_DASHES = re.compile(r"\s*(?:-{1,3}|[‐‑‒–—−])\s*")
_KEPT_FULL_STOP = re.compile(r"(?:\.\.|\b\w\.\w|\b(?:etc|inc|jr|ltd|al|vs))\.$", re.IGNORECASE)
_SCHOLARS_KEY = re.compile(r"[a-z]{1,40}(?:19|20)\d\d[a-z]{1,40}")
"""As Google Scholar's own export names an entry: family name, year, first word of the title."""
KEYWORD_FIELDS = ("keywords", "keyword", "tags")
_KEYWORD_BREAK = re.compile(r"\s*[,;，；、]\s*")
_TRANSLATED = {
    "title": "title",
    "journal": "container_title",
    "journaltitle": "container_title",
    "booktitle": "container_title",
    "abstract": "abstract",
    "publisher": "publisher",
    "school": "publisher",
    "institution": "publisher",
    "note": "note",
}
_LANGUAGES = "zh|cn|en|ja|jp|ko|kr|de|fr|es|it|pt|ru|nl|pl|cs|tr|ar|fa|he|vi|th|uk|sv|da|fi|el|hu|ro"
_TRANSLATION = re.compile(
    rf"(?P<field>{'|'.join(_TRANSLATED)})(?:[_:+/-](?P<tag>(?:{_LANGUAGES})(?:[_-][a-z]{{2,4}})?)|(?P<glued>zh|cn|en))"
)
_TAGS = {"cn": "zh", "jp": "ja", "kr": "ko"}
_SERIES = re.compile(r"(?:lecture notes in|communications in computer and information science)", re.IGNORECASE)
_EVENTS = ("paper-conference", "speech")


@frozen()
class _Venue:
    """Where a work appeared: ``preprint`` where that is a server, ``status`` where it has not appeared yet.

    ``series`` is the series, where that was written in the place of the proceedings.
    """

    container: str
    preprint: Preprint | None = None
    status: str = ""
    series: str = ""


def to_record(entry: RawEntry, source: str, board: NoticeBoard) -> Record | None:
    """Return the Record of an entry, None (and a notice) where it has no title."""
    content, problems = _content(entry.entry_type, tuple(entry.fields.items()))
    for problem in problems:
        board.add(f"{entry.id}: {problem}", entry.line)
    if content is None:
        return None
    record = Record(source=source, id=entry.id, **content)
    return replace(record, title=without_gaps(record.title)) if _SCHOLARS_KEY.fullmatch(entry.id) else record


@lru_cache(maxsize=MOST_KEPT)
def _content(entry_type: str, content: tuple[tuple[str, str], ...]) -> tuple[dict[str, Any] | None, tuple[str, ...]]:
    """Return what an entry's content says for a Record, without source and id, and what is wrong with it.

    In a lab the same entry stands in the files of all its authors, and is read once.
    """
    entry, problems = RawEntry("", "", entry_type, dict(content), 0), list[str]()
    return _read(entry, problems), tuple(problems)


def _read(entry: RawEntry, problems: list[str]) -> dict[str, Any] | None:
    fields = Fields(entry.fields)
    language = language_tag(fields.peek("langid")) or language_tag(fields.peek("language"))
    fields.drop(*(name for name in ("langid", "language") if language_tag(fields.peek(name))))
    translations = tuple(_translations(fields, entry))
    title = read_title(fields)
    other = next((one for one in translations if one.field == "title"), None)
    if not title and other:
        title, language = other.text, language or other.language
    if not title:
        problems.append("an entry without a title is left out")
        return None
    author, editor = (_names(fields, field, problems) for field in ("author", "editor"))
    known = TYPES.get(entry.entry_type, "")
    placed = _placed(fields, entry, _venue(fields, known), _publisher(fields, known))
    return {
        "language": language,
        "translations": translations,
        "title": title,
        "author": author.names,
        "author_complete": author.complete,
        "editor": editor.names,
        "issued": read_issued(fields),
        **placed,
        **_places(fields, placed["type"]),
        **_numbers(fields, placed["type"]),
        "genre": _genre(fields, entry.entry_type),
        "event_title": fields.text("eventtitle"),
        "abstract": fields.text("abstract"),
        "links": read_links(fields),
        "note": _note(fields),
        "keywords": read_keywords(fields),
        "extra": tuple(fields.rest()),
    }


def _placed(fields: Fields, entry: RawEntry, venue: _Venue, publisher: str) -> dict[str, Any]:
    """Tell what kind of work it is from where it appeared, and by which identifiers and status."""
    identifiers = read_identifiers(fields, venue.preprint.arxiv if venue.preprint else "")
    has_arxiv = any(one.scheme == "arxiv" for one in identifiers)
    server = preprint_server(publisher)
    is_preprint = bool(venue.preprint or (server and not venue.container)) or fields.peek("pubstate") == "prepublished"
    kind = csl_type(entry.entry_type, container=venue.container, is_preprint=is_preprint, has_arxiv=has_arxiv)
    waits = kind == "article"
    server_name = (server.server if server else "arXiv" if has_arxiv else "") if waits else ""
    return {
        "type": kind,
        "container_title": venue.container or server_name,
        "collection_title": fields.text("series") or venue.series,
        "publisher": "" if waits and server else publisher,
        "identifiers": identifiers + (read_isbn(fields) if kind == "book" else ()),
        "status": _status(fields) or venue.status,
    }


def read_title(fields: Fields) -> str:
    """Return the title with its subtitle, without a full stop at its end."""
    return _joined(_without_full_stop(fields.text("title")), _without_full_stop(fields.text("subtitle")))


def _joined(title: str, subtitle: str) -> str:
    if not (title and subtitle) or subtitle.casefold() in title.casefold():
        return title or subtitle
    return f"{title}{' ' if title.endswith(('?', '!', ':', '。', '：')) else ': '}{subtitle}"


def _without_full_stop(text: str) -> str:
    if text.endswith(".") and not _KEPT_FULL_STOP.search(text):
        return text[:-1].rstrip()
    return text.removesuffix("。")


def _names(fields: Fields, field: str, problems: list[str]) -> Names:
    found = read_names(fields.raw(field), "; ".join(fields.beginning(f"{field}+an")))
    if found.problem:
        problems.append(f"{field}: {found.problem}")
    return found


def _venue(fields: Fields, known: str) -> _Venue:
    if known == "thesis":
        return _Venue("")
    books, journals = ("booktitle",), ("journaltitle", "journal")
    is_part = known in ("paper-conference", "chapter")
    container = fields.text(*(*books, *journals) if is_part else (*journals, *books))
    subtitle = fields.text("booksubtitle") if container == fields.peek("booktitle") else fields.text("journalsubtitle")
    container = _joined(container, subtitle)
    if not container and known in _EVENTS and not fields.peek("eventtitle"):
        container = fields.text("venue", "conference")
    status = read_status(container)
    if status:
        return _Venue("" if status.status == "submitted" else status.venue, status=status.status)
    preprint = preprint_server(container)
    if preprint:
        arxiv = preprint.arxiv or _corr_number(fields, preprint.server)
        return _Venue(preprint.server, Preprint(preprint.server, arxiv))
    is_series = is_part and _SERIES.match(container) and fields.text("journaltitle", "journal")
    return _Venue(fields.text("journaltitle", "journal"), series=container) if is_series else _Venue(container)


def _corr_number(fields: Fields, server: str) -> str:
    """DBLP writes an arXiv id as the volume of CoRR: ``abs/2001.04063``."""
    return next((normal_arxiv(fields.peek(name)) for name in ("volume", "number", "pages") if server == "arXiv"), "")


def _publisher(fields: Fields, known: str) -> str:
    schools = ("school", "institution")
    if known in ("thesis", "report", "manuscript"):
        return fields.text(*schools, "publisher", "organization")
    return fields.text("publisher", "organization", *schools)


def _places(fields: Fields, kind: str) -> dict[str, Any]:
    """Tell the publisher's place from the event's: biblatex has ``venue``, ACM and others write ``location``."""
    event = fields.text("venue") if kind in _EVENTS or fields.peek("eventtitle") else ""
    if not event and kind in _EVENTS:
        event = fields.text("location")
    return {"event_place": event, "publisher_place": fields.text("address", "location")}


def _numbers(fields: Fields, kind: str) -> dict[str, Any]:
    volume, number = (_without_arxiv(fields.number(name)) for name in ("volume", "number"))
    is_article = kind in ("article-journal", "article", "periodical")
    page = fields.number("pages", "page", "eid", "articleno", "article-number", "article_number", "article")
    status = read_status(page)
    return {
        "volume": volume,
        "issue": number or fields.text("issue") if is_article else fields.text("issue"),
        "number": "" if is_article else number,
        "edition": fields.text("edition"),
        "page": "" if status else _DASHES.sub("-", page),
    }


def _without_arxiv(text: str) -> str:
    is_arxiv = bool(arxiv_in(text)) or (text.startswith("abs/") and bool(normal_arxiv(text)))
    return "" if is_arxiv or read_status(text) else text


def _genre(fields: Fields, entry_type: str) -> str:
    written = fields.text("type")
    return GENRES.get(written.casefold(), written) or GENRES.get(entry_type, "")


def _status(fields: Fields) -> str:
    """Return what ``pubstate``, ``status``, ``note``, or words in the year's or number's place say."""
    names = ("pubstate", "status", "note", "year", "date", "howpublished", "volume", "pages")
    found = [(name, status) for name in names if (status := read_status(fields.peek(name)))]
    fields.drop(*(name for name, _ in found), *(("pubstate",) if fields.peek("pubstate") == "prepublished" else ()))
    return found[0][1].status if found else ""


def _note(fields: Fields) -> str:
    notes = [fields.text("note"), fields.text("addendum")]
    return "; ".join(note for note in notes if note and not read_status(note))


def read_issued(fields: Fields) -> PartialDate | None:
    """Return the date of an entry, of a range its first day."""
    whole = parse_date(fields.peek("date"))
    year, month, day = (fields.peek(name) for name in ("year", "month", "day"))
    if whole:
        fields.drop("date", "year", "month", "day")
        return whole
    known = parse_date(year)
    if known is None:
        event = parse_date(fields.peek("eventdate"))
        fields.drop(*(("eventdate",) if event else ()))
        return event
    fields.drop("year", "month", "day")
    if not month or known.month:
        return known
    named_day = parse_date(f"{month} {known.year}")
    if named_day and named_day.day and not day:
        return named_day
    return parse_date(f"{known.year}-{month_number(month):02d}-{day.zfill(2)[:2] if day.isdigit() else '00'}")


def read_keywords(fields: Fields) -> tuple[str, ...]:
    """Return the keywords, each once."""
    found = _KEYWORD_BREAK.split(fields.text(*KEYWORD_FIELDS))
    return tuple(dict.fromkeys(filter(None, map(str.strip, found))))


def _translations(fields: Fields, entry: RawEntry) -> Iterator[Translation]:
    """Read ``title_zh``, ``title:en``, ``booktitle-zh``, ``titlezh`` and their like."""
    for name in sorted(entry.fields):
        found = _TRANSLATION.fullmatch(name)
        text = fields.text(name) if found else ""
        if found and text:
            tag = (found["tag"] or found["glued"]).replace("_", "-")
            yield Translation(_TRANSLATED[found["field"]], _TAGS.get(tag, tag), _without_full_stop(text))
