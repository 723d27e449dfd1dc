"""An entry of DBLP's to a Record, whichever way it was asked for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from pubsync.formats.bibtex.links import web_address
from pubsync.formats.bibtex.types import preprint_server
from pubsync.frozen import frozen
from pubsync.records.dates import PartialDate, month_number
from pubsync.records.identifiers import (
    Identifier,
    Link,
    doi_identifier,
    identifiers_in_url,
    normal_arxiv,
    normal_isbn,
)
from pubsync.records.names import Name, parse_name
from pubsync.records.record import Record
from pubsync.sources.markup import one_line

ARXIV = "CoRR"
"""What DBLP calls arXiv; an id stands there in the volume's place: ``abs/1706.03762``."""

_HOMONYM_NUMBER = re.compile(r"\s+\d{4}$")
_YEAR = re.compile(r"[12]\d{3}")
_DASHES = re.compile(r"\s*(?:-{2,}|[‐-―])\s*")
_NOT_THE_WORK = re.compile(r"(?:^|\.)(?:wikidata|orkg)\.org$")
_ARTICLES = frozenset(("article-journal", "article"))
_BOOKS = frozenset(("book", "thesis"))


@frozen(kw_only=True)
class Entry:
    """What DBLP says of one work, in its own words but for ``type``, which is CSL's; "" where it says nothing."""

    key: str
    type: str
    title: str
    genre: str = ""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    container: str = ""
    series: str = ""
    publisher: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    year: str = ""
    month: str = ""
    addresses: tuple[str, ...] = ()
    """Of its electronic editions, the most important first."""
    isbns: tuple[str, ...] = ()
    withdrawn: bool = False


def to_record(entry: Entry, source: str) -> Record:
    """Return the Record of an entry that has a key and a title; its id is the key (``conf/iclr/KingmaB14``)."""
    identifiers = tuple(dict.fromkeys(_identifiers(entry)))
    is_article = entry.type in _ARTICLES
    is_arxiv = entry.container == ARXIV and any(one.scheme == "arxiv" for one in identifiers)
    server = preprint_server(entry.container) if entry.type == "article" else None
    return Record(
        source=source,
        id=entry.key,
        type=entry.type,
        title=without_full_stop(entry.title),
        author=names(entry.authors),
        editor=names(entry.editors),
        issued=_issued(entry.year, entry.month),
        container_title=server.server if server else entry.container,
        collection_title=entry.series,
        publisher=entry.publisher,
        volume="" if is_arxiv else entry.volume,
        issue=entry.number if is_article else "",
        number="" if is_article else entry.number,
        page=_DASHES.sub("-", entry.pages),
        genre=entry.genre,
        identifiers=identifiers,
        links=tuple(_links(entry.addresses)),
        extra=(("withdrawn", "yes"),) if entry.withdrawn else (),
    )


def without_full_stop(title: str) -> str:
    """Return a title without the full stop that DBLP puts after each; three of them are the title's own."""
    title = one_line(title)
    return title[:-1].rstrip() if title.endswith(".") and not title.endswith("..") else title


def names(texts: Iterable[str]) -> tuple[Name, ...]:
    """Return the names of people, in their order."""
    return tuple(name for name in map(_name, texts) if str(name))


@lru_cache(maxsize=16384)
def _name(text: str) -> Name:
    return parse_name(without_number(text))


def without_number(name: str) -> str:
    """Return a name without the number that tells its bearer from namesakes: "Wei Wang 0001"."""
    return _HOMONYM_NUMBER.sub("", one_line(name))


def _issued(year: str, month: str) -> PartialDate | None:
    return PartialDate(int(year), month_number(month)) if _YEAR.fullmatch(year) else None


def _identifiers(entry: Entry) -> Iterator[Identifier]:
    yield Identifier("dblp", entry.key)
    for address in entry.addresses:
        yield from _identifiers_of(address)
    arxiv = normal_arxiv(entry.volume) if entry.container == ARXIV else ""
    if arxiv:
        yield Identifier("arxiv", arxiv)
    if entry.type in _BOOKS:
        # The ISBN of a paper's entry is that of its volume.
        yield from (Identifier("isbn", isbn) for isbn in map(normal_isbn, entry.isbns) if isbn)


def _identifiers_of(address: str) -> tuple[Identifier, ...]:
    """Publishers' resolvers have their own hosts: ``doi.acm.org``, ``doi.ieeecomputersociety.org``."""
    if re.match(r"https?://(?:dx\.)?doi\.", address, re.IGNORECASE):
        doi = doi_identifier(address)
        return (doi,) if doi else ()
    return identifiers_in_url(address)


def _links(addresses: Iterable[str]) -> Iterator[Link]:
    """One PDF and one page; what an identifier says already is no link."""
    found: dict[str, str] = {}
    for address in map(web_address, addresses):
        parts = urlsplit(address)
        if address and not _identifiers_of(address) and not _NOT_THE_WORK.search(parts.hostname or ""):
            found.setdefault("pdf" if parts.path.casefold().endswith(".pdf") else "url", address)
    yield from (Link(kind, found[kind]) for kind in sorted(found))
