"""arXiv's Atom to records (https://info.arxiv.org/help/api/user-manual.html#atom_feed_outline). Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from pubsync.errors import SourceError
from pubsync.formats.bibtex.links import web_address
from pubsync.records.dates import parse_date
from pubsync.records.identifiers import Identifier, Link, doi_identifier
from pubsync.records.names import Name, parse_name
from pubsync.records.record import Record
from pubsync.sources import answers
from pubsync.sources.arxiv.ids import month_of, paper_id
from pubsync.sources.interface import Notice
from pubsync.sources.markup import one_line
from pubsync.sources.questions import Reading

CONTAINER = "arXiv"
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_ERROR = re.compile(r"/api/errors\b")
_ABSTRACT_PAGE = re.compile(r"arxiv\.org/abs/(.+)", re.IGNORECASE)
_OWNED = re.compile(r"(?P<owner>.+?)(?:'s|’s|')? articles on arXiv")
_A_PAPER = r"(?:paper|article|manuscript|submission|work|preprint|version|note)"
_GONE = rf"{_A_PAPER}\s+(?:has|have|was|is)\s+(?:now\s+)?(?:been\s+|being\s+)?(?:temporarily\s+)?withdrawn"
_SAYS_WITHDRAWN = re.compile(rf"^\W*(?:(?:this|the)\s+)?(?:{_GONE}|{_A_PAPER}\s+withdrawn|withdrawn)\b", re.IGNORECASE)
_TELLS_WITHDRAWN = re.compile(rf"\bthis\s+{_GONE}\b", re.IGNORECASE)


class Feed(NamedTuple):
    """A feed: its records by id, each once, sorted; what could not be read; how many works there are in all.

    ``total`` is 0 where it says nothing of it. ``owner`` is whose works they are, "" where the feed is no person's;
    ``address`` is the feed's own.
    """

    reading: Reading
    total: int
    owner: str
    address: str


def read_feed(root: etree._Element, source: str) -> Feed:
    """Read ``<feed>``; ``source`` is the name of the source.

    Raises:
        SourceError: where it is no feed, or one that tells an error.
    """
    if root.tag != f"{_ATOM}feed":
        raise SourceError(
            "answered with something else than an Atom feed",
            where=source,
            remedy="if it lasts for days, look for a newer pubsync",
        )
    records: dict[str, Record] = {}
    notices: list[Notice] = []
    for entry in root.iterfind(f"{_ATOM}entry"):
        _refuse_error(entry, source)
        record = _record(entry, source)
        if isinstance(record, str):
            notices.append(Notice(record, source))
        else:
            records.setdefault(record.id, record)
    owned = _OWNED.fullmatch(_text(root, f"{_ATOM}title"))
    total = _text(root, f"{_SEARCH}totalResults")
    return Feed(
        Reading(tuple(records[id_] for id_ in sorted(records)), tuple(notices)),
        int(total[:9]) if total.isascii() and total.isdigit() else 0,
        owned["owner"] if owned else "",
        _text(root, f"{_ATOM}id"),
    )


def _refuse_error(entry: etree._Element, source: str) -> None:
    """An error is a feed with one entry that tells it, whatever the status."""
    address = _text(entry, f"{_ATOM}id")
    is_untold = _text(entry, f"{_ATOM}title") == "Error" and not _ABSTRACT_PAGE.search(address)
    if _ERROR.search(address) or is_untold:
        told = _text(entry, f"{_ATOM}summary")[:200] or "an error that it does not name"
        raise SourceError(f"answered with an error: {told}", where=source, remedy="the next run asks again")


def _record(entry: etree._Element, source: str) -> Record | str:
    """Return the record of an entry; where it is none of a paper, the reason."""
    page = _ABSTRACT_PAGE.search(_text(entry, f"{_ATOM}id"))
    known = paper_id(page.group(1)) if page else ""
    title = answers.title(_text(entry, f"{_ATOM}title"))
    if not known or not title:
        what = "a title" if known else "an arXiv id"
        return f"an entry without {what} is left out: {(known or title)[:80]}".rstrip(": ")
    published = parse_date(_text(entry, f"{_ATOM}published")[:10])
    return Record(
        source=source,
        id=known,
        type="article",
        title=title,
        author=_authors(entry),
        issued=published if published and published.day else month_of(known),
        container_title=CONTAINER,
        abstract=_tex(entry, f"{_ATOM}summary"),
        identifiers=_identifiers(entry, known),
        links=_links(entry, known),
        extra=_extra(entry),
    )


def _authors(entry: etree._Element) -> tuple[Name, ...]:
    found = (_name(_text(author, f"{_ATOM}name")) for author in entry.iterfind(f"{_ATOM}author"))
    return tuple(name for name in found if str(name))


@lru_cache(maxsize=16384)
def _name(text: str) -> Name:
    return parse_name(answers.text(text))


def _identifiers(entry: etree._Element, known: str) -> tuple[Identifier, ...]:
    """The DOI is that of the published version, as its authors gave it; of several, set apart by blanks, the first."""
    doi = doi_identifier(next(iter(_text(entry, f"{_ARXIV}doi").split()), ""))
    found = (Identifier("arxiv", known), doi)
    return tuple(dict.fromkeys(one for one in found if one and one.value))


def _links(entry: etree._Element, known: str) -> tuple[Link, ...]:
    """The PDF of the newest version, if there is one: a withdrawn paper has none."""
    for link in entry.iterfind(f"{_ATOM}link"):
        if link.get("title") == "pdf" and web_address(link.get("href", "")):
            return (Link("pdf", f"https://arxiv.org/pdf/{known}"),)
    return ()


def _extra(entry: etree._Element) -> tuple[tuple[str, str], ...]:
    found = {
        "categories": " ".join(_categories(entry)),
        # "23 pages, 8 figures": no note that anybody wants on a page.
        "comment": _tex(entry, f"{_ARXIV}comment"),
        "journal_ref": _tex(entry, f"{_ARXIV}journal_ref"),
        "withdrawn": "yes" if _is_withdrawn(entry) else "",
    }
    return tuple((name, text) for name, text in found.items() if text)


def _categories(entry: etree._Element) -> dict[str, None]:
    """The primary one first."""
    primary = entry.find(f"{_ARXIV}primary_category")
    elements = [*([] if primary is None else [primary]), *entry.iterfind(f"{_ATOM}category")]
    terms = (one_line(element.get("term", "")) for element in elements)
    return dict.fromkeys(term for term in terms if term)


def _is_withdrawn(entry: etree._Element) -> bool:
    """ArXiv has no field for it: the comment says so, and in older papers the title or the abstract's first words."""
    comment = _text(entry, f"{_ARXIV}comment")
    texts = (comment, _text(entry, f"{_ATOM}title"), _text(entry, f"{_ATOM}summary"))
    return bool(_TELLS_WITHDRAWN.search(comment)) or any(map(_SAYS_WITHDRAWN.match, texts))


def _text(element: etree._Element, tag: str) -> str:
    found = element.find(tag)
    return "" if found is None else one_line("".join(map(str, found.itertext())))


def _tex(element: etree._Element, tag: str) -> str:
    """Authors write TeX: accents are decoded, mathematics stays."""
    return answers.text(_text(element, tag))
