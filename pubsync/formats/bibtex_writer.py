"""Works and Records as BibTeX, with biblatex's fields where BibTeX has none.

The text is deterministic, one field a line, and holds nothing that runs as LaTeX: ``bibtex.read`` gives back what is
written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from pubsync.formats.bibtex.authors import read_names
from pubsync.formats.bibtex.types import TYPES
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
    "preprint": "preprint",
    "supplement": "supp",
    "blog": "blog",
    "demo": "demo",
}
_TRANSLATED = {"title": "title", "container_title": "booktitle", "abstract": "abstract", "note": "note"}
_STATUS = {"submitted": "submitted", "accepted": "accepted", "in press": "inpress"}
_ALWAYS_CAPITAL = re.compile(r"(?<=[\w/&])[A-Z]")
_RANGE = re.compile(r"(?<=\w)-(?=\w)|(?<=\d)\s*(?:[～〜∼]|\\textasciitilde\{\})\s*(?=\d)")
_NOT_IN_KEY = re.compile(r"[\s\"#%'(),={}~\\@]+")
_NOT_IN_ADDRESS = re.compile(r"[\s{}\\]")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2}", re.IGNORECASE)
_NO_MARKS: Mapping[str, str] = MappingProxyType({})


def write(works: Iterable[tuple[str, Bibliographic]]) -> str:
    """Return BibTeX for works or records, each with its key, in the order given.

    Written are type, names with their roles, title, date, venue, publisher, numbers, status, abstract, note,
    identifiers (DOI, arXiv, PubMed, DBLP, a book's ISBN), links, language and translations. Citation counts are not,
    and neither is what BibTeX has no field for.
    """
    return "\n".join(_entry(key, work) for key, work in works)


def fields_of(
    work: Bibliographic, *, entry_type: str = "", marks: Mapping[str, str] = _NO_MARKS
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the entry type of a work, and its fields with their values as LaTeX, in the order in which they stand.

    A value comes without the braces around it; braces in it balance, and it is never empty and always one line. A
    month is its English name in three letters.

    Args:
        work: a work or a record.
        entry_type: the type that its entry has already, so that the venue goes where that type has it.
        marks: what follows the family name of somebody who has a role, such as ``{"equal": "*"}``; where it is given,
            biblatex's annotations (``author+an``) are left out.
    """
    entry_type = entry_type or _entry_type(work)
    like = entry_type
    if like not in (*_ENTRY_TYPES.values(), *_THESES.values()):  # such as @conference and @inbook
        like = _ENTRY_TYPES.get(TYPES.get(like, ""), like)
    fields = [(name, " ".join(value.split())) for name, value in _fields(work, like, marks)]
    return entry_type, tuple((name, value) for name, value in fields if value)


def _entry(key: str, work: Bibliographic) -> str:
    entry_type, fields = fields_of(work)
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields]
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


def _fields(work: Bibliographic, entry_type: str, marks: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from _names(work, marks)
    yield "title", _title(work.title)
    yield from _texts(work, entry_type)
    yield from _date(work)
    yield from _identifiers(work)
    yield from _links(work)


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


def _names(work: Bibliographic, marks: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for field, names in (("author", work.author), ("editor", work.editor)):
        others = ["others"] if field == "author" and not work.author_complete else []
        bare = [replace(name, roles=()) for name in names]
        as_read = read_names(" and ".join([*map(_name, bare), *others])).names
        write_name = _name if as_read == tuple(bare) else _name_in_braces
        raised = ("".join(marks.get(role, "") for role in name.roles) for name in names)
        yield field, " and ".join([*map(write_name, bare, raised), *others])
        marked = [f"{place}={','.join(name.roles)}" for place, name in enumerate(names, start=1) if name.roles]
        yield f"{field}+an", "" if marks else "; ".join(marked)


def _name(name: Name, mark: str = "") -> str:
    """Write a name as people do, where BibTeX takes it apart at the right places; ``mark`` follows the family name."""
    before = f"{name.non_dropping_particle} {name.family}".strip()
    rest = [part for part in (name.suffix, name.given) if part]
    if not name.literal and parse_name(", ".join([before, *rest] if before else rest)) == name:
        return from_text(", ".join([f"{before}{mark}", *rest] if before else rest))
    return _name_in_braces(name, mark)


def _name_in_braces(name: Name, mark: str = "") -> str:
    """Write a name so that BibTeX takes its parts as they are."""
    if name.literal:
        return _braced(f"{name.literal}{mark}")
    family = f"{from_text(name.non_dropping_particle)} {_braced(name.family, mark)}".strip()
    return ", ".join(part for part in (family, _braced(name.suffix), _braced(name.given)) if part)


def _braced(text: str, mark: str = "") -> str:
    """Put braces around a text; one that begins with a backslash would be a single letter to BibTeX."""
    written = from_text(f"{text}{mark}" if text else "")
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
    yield "year", f"{work.issued.year:04d}"
    if work.issued.month:
        yield "month", _MONTHS[work.issued.month - 1]
    if work.issued.day:
        yield "day", f"{work.issued.day}"


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
        if _WEB.match(address):
            yield name, _NOT_IN_ADDRESS.sub(lambda sign: f"%{ord(sign.group()):02X}", address)
