"""One entry as a Record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pubsync.formats.bibtex.entries import NoticeBoard
from pubsync.formats.bibtex.types import read_status
from pubsync.formats.ris.entry import Entry, plain
from pubsync.formats.ris.identity import Ids, own_id
from pubsync.formats.ris.parallel import read_language, read_title
from pubsync.formats.ris.people import joined, read_names
from pubsync.formats.ris.places import read_identifiers, read_links, read_serials
from pubsync.formats.ris.types import csl_type, genre, is_article
from pubsync.formats.ris.venues import IN_BOOKS, Venue, read_venue
from pubsync.records.dates import PartialDate, parse_date
from pubsync.records.identifiers import Identifier
from pubsync.records.record import Record
from pubsync.records.text import has_han

_DASHES = re.compile(r"\s*(?:-{1,3}|[‐‑‒–—−~～])\s*")
_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")
_KEYWORD_BREAK = re.compile("[;；\n]")
_PATENT = re.compile(r"[A-Z]{2}\d[\w.-]{3,20}")
_MAY_BE_PREPRINT = ("article-journal", "manuscript", "webpage", "report", "")
_WHOLE = ("book", "thesis", "report", "manuscript", "standard", "software", "dataset")
_NUMBERED = ("report", "patent", "standard", "legislation")
_EDITORS = {"book": "author3", **dict.fromkeys(IN_BOOKS, "author2")}
_EDITED = ("edbook", "edited book", "book, edited")
"""Types whose authors are their editors, as EndNote has it."""
_SHORT = 60
_LONGEST_NUMBER = 20
_DIGIT = re.compile(r"\d")


def to_record(entry: Entry, source: str, board: NoticeBoard, ids: Ids) -> Record | None:
    """Return the Record of an entry, None (and a notice) where it has no title.

    What a reference manager has for notes is private, or what a database says of itself, and is read for a status
    ("in press") and for identifiers alone.
    """
    kind = _type(entry)
    title, translations = read_title(entry, "title", *(("book_title",) if kind in ("book", "periodical", "") else ()))
    if not title:
        shown = next(entry.texts("id", "accession", "author", "journal", "container"), "")[:_SHORT]
        board.add(f"an entry without a title is left out{f' ({shown})' if shown else ''}", entry.line)
        return None
    venue = read_venue(entry, kind)
    identifiers = read_identifiers(entry, venue.preprint.arxiv if venue.preprint else "")
    kind = _kind(kind, venue, identifiers)
    isbns, _ = read_serials(entry)
    record = Record(
        source=source,
        id="",
        type=kind,
        language=read_language(entry, title),
        title=title,
        translations=(*translations, *venue.translations),
        **_people(entry, kind),
        issued=_issued(entry),
        container_title=venue.container or ("arXiv" if kind == "article" and _has_arxiv(identifiers) else ""),
        collection_title="" if venue.series.casefold() == title.casefold() else venue.series,
        publisher=venue.publisher,
        publisher_place=venue.publisher_place,
        event_title=venue.event,
        event_place=venue.event_place,
        **_numbers(entry, kind),
        edition="" if parse_date(entry.text("edition")) else entry.text("edition"),
        genre=genre(kind, "" if _PATENT.fullmatch(entry.text("kind")) else entry.text("kind")),
        abstract=entry.text("abstract", "abstract_too").removeprefix("<正>").replace("(#br)", " "),
        status=venue.status or _status(entry),
        identifiers=identifiers + tuple(Identifier("isbn", one) for one in isbns if kind == "book"),
        links=read_links(entry),
        keywords=_keywords(entry),
        extra=tuple(_extra(entry, kind)),
    )
    wanted = own_id(record, entry.all("id"), entry.all("accession"))
    return replace(record, id=ids.give(wanted, entry.line))


def _type(entry: Entry) -> str:
    kind = csl_type(entry.all("type")) or ("article-journal" if entry.form in ("nbib", "wos") else "")
    # CNKI has no other type for a standard.
    return "standard" if kind == "legislation" and entry.is_from("标准") else kind


def _kind(kind: str, venue: Venue, identifiers: tuple[Identifier, ...]) -> str:
    """A preprint is an ``article``: what a preprint server stands for in a journal's place, or arXiv alone has."""
    is_preprint = venue.preprint is not None or (_has_arxiv(identifiers) and not venue.container)
    return "article" if is_preprint and kind in _MAY_BE_PREPRINT else kind


def _has_arxiv(identifiers: tuple[Identifier, ...]) -> bool:
    return any(one.scheme == "arxiv" for one in identifiers)


def _people(entry: Entry, kind: str) -> dict[str, Any]:
    """Return authors and editors: EndNote and Zotero have the editors of a volume in ``A2``, of a book in ``A3``."""
    author = read_names(entry.all("author_full") or entry.all("author"))
    if any(name.casefold() in _EDITED for name in entry.all("type")):
        return {"editor": author.names}
    named = entry.all("editor_full") or entry.all("editor")
    return {
        "author": author.names,
        # PubMed's full names say nothing of the cut that its short ones end in.
        "author_complete": author.complete and read_names(entry.all("author")).complete,
        "editor": read_names([*named, *entry.all(_EDITORS.get(kind, ""))]).names,
    }


def _issued(entry: Entry) -> PartialDate | None:
    """Return the date: of those that agree with the year, the most precise; ``Y1`` stands back behind ``DA``."""
    year = next(filter(None, map(parse_date, entry.all("year"))), None)
    written = entry.all("date", "old_date")
    if year is not None:
        # Web of Science and EndNote write month and day alone: "FEB 12".
        written = [*entry.all("year"), *written, *(f"{text} {year.year}" for text in written if not parse_date(text))]
    dates = [date for date in map(parse_date, written) if date is not None]
    agreeing = [date for date in dates if date.agrees_with(year or dates[0])]
    return max(agreeing, key=lambda date: date.precision, default=year)


def _numbers(entry: Entry, kind: str) -> dict[str, Any]:
    """Return volume, issue, number and page, by whichever of them a type has."""
    issue, volume = (_without_zeros(entry.text(word)) for word in ("issue", "volume"))
    number = _number(entry, kind) if kind in _NUMBERED else ""
    is_waiting = read_status(issue) or read_status(volume)
    if not issue and is_article(kind):
        issue = _misc(entry)
    return {
        "volume": "" if is_waiting or number == volume else volume,
        "issue": "" if is_waiting or kind in (*_NUMBERED, "thesis") else issue,
        "number": number,
        "page": "" if kind in _WHOLE else _page(entry),
    }


def _without_zeros(text: str) -> str:
    """CNKI numbers issues "07"."""
    return text.lstrip("0") or text if text.isdigit() else text


def _misc(entry: Entry) -> str:
    """Return what ``M1`` has of an issue or number: EndNote writes it there, others write all sorts of things."""
    return next((text for text in entry.texts("misc") if len(text) <= _LONGEST_NUMBER and _DIGIT.search(text)), "")


def _number(entry: Entry, kind: str) -> str:
    """Return the number of a patent, standard or report, which has a field of its own in few exports."""
    named = entry.text("number")
    if kind == "patent":
        own = next((text for text in entry.texts("id", "accession", "kind") if _PATENT.fullmatch(text)), "")
        return named or own or entry.text("serial", "issue") or _misc(entry)
    serial = "" if any(read_serials(entry)) else entry.text("serial")
    if kind in ("standard", "legislation"):
        return named or (entry.text("id") if kind == "standard" else "") or serial or entry.text("volume")
    return named or serial or entry.text("issue") or _misc(entry)


def _page(entry: Entry) -> str:
    start, end = entry.text("start"), entry.text("end")
    # CNKI's conference papers have their length and their pages, both as %P.
    ranges = [text for text in entry.texts("pages") if _DASHES.search(text)]
    page = start if _DASHES.search(start) else f"{start}-{end}".strip("-") if start or end else ""
    page = page if page and (start or not ranges) else next(iter(ranges), "") or entry.text("pages")
    if _DASHES.search(end) and not start:
        page = end
    page = _DASHES.sub("-", page or entry.text("article_number")).replace("+", ", ")
    found = _RANGE.fullmatch(page)
    if not found:
        return "" if read_status(page) else page
    first, last = found.groups()
    # PubMed shortens "6913-6917" to "6913-7".
    last = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    return first if first == last else f"{first}-{last}"


def _status(entry: Entry) -> str:
    """Return what the type, the date or a note say of a work that has not appeared yet."""
    if "inpr" in map(str.casefold, entry.all("type")):
        return "in press"
    texts = [*entry.texts("year", "date", "old_date"), *entry.texts("note", "issue", "volume")]
    if not (entry.text("volume") and entry.text("start", "pages")):
        texts += entry.texts("kind")
    found = (read_status(text) for text in texts if len(text) <= _SHORT)
    return next((status.status for status in found if status), "")


def _keywords(entry: Entry) -> tuple[str, ...]:
    words = [word for text in entry.all("keyword") for word in _KEYWORD_BREAK.split(text)]
    if len(words) == 1 and has_han(words[0]):
        # Wanfang's EndNote form parts them by blanks.
        words = words[0].split()
    return tuple(dict.fromkeys(filter(None, (plain(word.strip(" *,.")) for word in words))))


def _extra(entry: Entry, kind: str) -> Iterator[tuple[str, str]]:
    """Yield what a Record has no field for, by name."""
    isbns, issns = read_serials(entry)
    pages = entry.text("start", "pages") if kind in _WHOLE else ""
    found = {
        "isbn": "" if kind == "book" else ", ".join(isbns),
        "issn": ", ".join(issns),
        "pages": pages,
        "supervisor": joined(entry.all("author3", "author2")) if kind == "thesis" else "",
        "translated_author": joined(entry.all("author_other")),
        "translator": joined(entry.all("translator")) if kind in ("book", "chapter", "article-journal") else "",
    }
    yield from ((name, text) for name, text in found.items() if text)
