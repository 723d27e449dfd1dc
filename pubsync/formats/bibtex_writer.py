"""Works and Records as BibTeX, with biblatex's fields where BibTeX has none.

The text is deterministic, one field a line, and holds nothing that runs as LaTeX: ``bibtex.read`` gives back what is
written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pubsync.formats.bibtex.authors import read_names
from pubsync.formats.latex import from_text
from pubsync.records.names import Name, parse_name
from pubsync.records.record import Bibliographic

_ENTRY_TYPES = {
    "article-journal": "article",
    "paper-conference": "inproceedings",
    "chapter": "incollection",
    "book": "book",
    "report": "techreport",
    "manuscript": "unpublished",
    "webpage": "online",
    "entry-encyclopedia": "inreference",
    "patent": "patent",
    "dataset": "dataset",
    "software": "software",
    "standard": "standard",
    "periodical": "periodical",
    "review": "review",
    "article": "misc",
}
_THESES = {"PhD thesis": "phdthesis", "Master's thesis": "mastersthesis"}
_CONTAINERS = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}
_PUBLISHERS = {"phdthesis": "school", "mastersthesis": "school", "thesis": "school", "techreport": "institution"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LINKS = {
    "url": "url",
    "pdf": "pdf",
    "code": "code",
    "slides": "slides",
    "video": "video",
    "poster": "poster",
    "project": "website",
    "data": "dataset",
}
_TRANSLATED = {"title": "title", "container_title": "booktitle", "abstract": "abstract", "note": "note"}
_STATUS = {"submitted": "submitted", "accepted": "accepted", "in press": "inpress"}
_ALWAYS_CAPITAL = re.compile(r"(?<=[\w/&])[A-Z]")
_RANGE = re.compile(r"(?<=\w)-(?=\w)")
_NOT_IN_KEY = re.compile(r"[\s\"#%'(),={}~\\@]+")
_NOT_IN_ADDRESS = re.compile(r"[\s{}\\]")
_LANGUAGE = re.compile(r"[a-z]{2}", re.IGNORECASE)


def write(works: Iterable[tuple[str, Bibliographic]]) -> str:
    """Return BibTeX for works or records, each with its key, in the order given.

    Written are type, names with their roles, title, date, venue, publisher, numbers, status, abstract, note,
    identifiers (DOI, arXiv, PubMed, DBLP, a book's ISBN), links, language and translations. Citation counts are not,
    and neither is what BibTeX has no field for.
    """
    return "\n".join(_entry(key, work) for key, work in works)


def _entry(key: str, work: Bibliographic) -> str:
    entry_type = _entry_type(work)
    lines = [f"  {name} = {value}," for name, value in _fields(work, entry_type)]
    return "\n".join([f"@{entry_type}{{{_NOT_IN_KEY.sub('-', key)},", *lines, "}", ""])


def _entry_type(work: Bibliographic) -> str:
    if work.type == "thesis":
        return _THESES.get(work.genre, "thesis")
    if work.type == "article" and work.container_title and not _is_on_arxiv(work):
        return "article"
    return _ENTRY_TYPES.get(work.type, "misc")


def _is_on_arxiv(work: Bibliographic) -> bool:
    """Whether arXiv is where it appeared, which its ``eprint`` says."""
    return work.type == "article" and work.container_title in ("", "arXiv") and bool(work.identifier("arxiv"))


def _fields(work: Bibliographic, entry_type: str) -> Iterator[tuple[str, str]]:
    for name, text in (*_names(work), ("title", _title(work.title)), *_texts(work, entry_type)):
        if text:
            yield name, f"{{{text}}}"
    yield from _date(work)
    for name, text in (*_identifiers(work), *_links(work)):
        yield name, f"{{{text}}}"


def _texts(work: Bibliographic, entry_type: str) -> Iterator[tuple[str, str]]:
    for name, text in (*_venue(work, entry_type), *_numbers(work, entry_type), *_tail(work)):
        yield name, from_text(" ".join(text.split()))
    yield "pages", _RANGE.sub("--", from_text(" ".join(work.page.split())))


def _title(title: str) -> str:
    """Write a title, its words of inner capitals in braces, so that no style makes "BERT" a "bert"."""
    words = title.split()
    if "$" in title:
        return from_text(" ".join(words))
    escaped = ((from_text(word), _ALWAYS_CAPITAL.search(word)) for word in words)
    return " ".join(f"{{{word}}}" if protect else word for word, protect in escaped)


def _names(work: Bibliographic) -> Iterator[tuple[str, str]]:
    for field, names in (("author", work.author), ("editor", work.editor)):
        others = ["others"] if field == "author" and not work.author_complete else []
        written = " and ".join([_name(name) for name in names] + others)
        if read_names(written).names != tuple(replace(name, roles=()) for name in names):
            written = " and ".join([_name_in_braces(name) for name in names] + others)
        yield field, written
        marked = [f"{place}={','.join(name.roles)}" for place, name in enumerate(names, start=1) if name.roles]
        yield f"{field}+an", "; ".join(marked)


def _name(name: Name) -> str:
    """Write a name as people do, where BibTeX takes it apart at the right places."""
    before = f"{name.non_dropping_particle} {name.family}".strip()
    simple = ", ".join(part for part in (before, name.suffix, name.given) if part)
    if not name.literal and parse_name(simple, name.roles) == name:
        return from_text(simple)
    return _name_in_braces(name)


def _name_in_braces(name: Name) -> str:
    """Write a name so that BibTeX takes its parts as they are."""
    if name.literal:
        return _braced(name.literal)
    family = f"{from_text(name.non_dropping_particle)} {_braced(name.family)}".strip()
    return ", ".join(part for part in (family, _braced(name.suffix), _braced(name.given)) if part)


def _braced(text: str) -> str:
    """Put braces around a text; one that begins with a backslash would be a single letter to BibTeX."""
    written = from_text(text)
    return f"{{{'{}' if written.startswith(chr(92)) else ''}{written}}}" if text else ""


def _venue(work: Bibliographic, entry_type: str) -> Iterator[tuple[str, str]]:
    if work.type != "thesis" and not _is_on_arxiv(work):
        yield _CONTAINERS.get(entry_type, "journal"), work.container_title
    yield "series", work.collection_title
    yield _PUBLISHERS.get(entry_type, "publisher"), work.publisher
    yield "address", work.publisher_place
    yield "eventtitle", work.event_title
    if work.event_title or (work.type == "paper-conference" and work.container_title):
        yield "venue", work.event_place
    if entry_type not in _THESES.values():
        yield "type", work.genre
    yield "pubstate", _STATUS.get(work.status) or ("prepublished" if work.type == "article" else "")


def _numbers(work: Bibliographic, entry_type: str) -> Iterator[tuple[str, str]]:
    yield "volume", work.volume
    if entry_type in ("article", "periodical") or work.type == "article":
        yield "number", work.issue
    else:
        yield "number", work.number
        yield "issue", work.issue
    yield "edition", work.edition


def _tail(work: Bibliographic) -> Iterator[tuple[str, str]]:
    yield "langid", work.language
    for translation in work.translations:
        if translation.field in _TRANSLATED and _LANGUAGE.fullmatch(translation.language):
            yield f"{_TRANSLATED[translation.field]}_{translation.language.casefold()}", translation.text
    yield "abstract", work.abstract
    yield "note", work.note


def _date(work: Bibliographic) -> Iterator[tuple[str, str]]:
    if work.issued is None:
        return
    yield "year", f"{{{work.issued.year:04d}}}"
    if work.issued.month:
        yield "month", _MONTHS[work.issued.month - 1]
    if work.issued.day:
        yield "day", f"{{{work.issued.day}}}"


def _identifiers(work: Bibliographic) -> Iterator[tuple[str, str]]:
    for name in ("doi", "pmid", "pmcid", *(("isbn",) if work.type == "book" else ())):
        value = _NOT_IN_ADDRESS.sub("", work.identifier(name))
        if value:
            yield name, value
    dblp = _NOT_IN_ADDRESS.sub("", work.identifier("dblp"))
    if dblp:
        yield "biburl", f"https://dblp.org/rec/{dblp}.bib"
    arxiv = _NOT_IN_ADDRESS.sub("", work.identifier("arxiv"))
    if arxiv:
        yield "eprint", arxiv
        yield "archiveprefix", "arXiv"


def _links(work: Bibliographic) -> Iterator[tuple[str, str]]:
    for kind, name in _LINKS.items():
        address = work.link(kind)
        if address:
            yield name, _NOT_IN_ADDRESS.sub(lambda sign: f"%{ord(sign.group()):02X}", address)
