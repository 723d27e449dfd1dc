"""Papers of the Academic Graph to Records. Pure.

The shape is that of ``FullPaper`` in https://api.semanticscholar.org/graph/v1/swagger.json. One paper there is often a
preprint and what was published of it in one: it then carries the identifiers of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pubsync.formats.bibtex.types import preprint_server
from pubsync.records.dates import PartialDate, parse_date
from pubsync.records.identifiers import Identifier, Link, doi_identifier, normal_arxiv
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.sources.answers import address, count, name, part, raw, text, title
from pubsync.sources.interface import Notice
from pubsync.sources.questions import Reading

FIELDS = (
    "externalIds,title,authors,venue,publicationVenue,journal,year,publicationDate,publicationTypes,abstract,"
    "openAccessPdf,citationCount"
)
"""What is asked of a paper; ``paperId`` always comes."""

MOST_AUTHORS = 500
"""Authors that the API gives of a paper; of the others it says nothing."""

_ID = re.compile(r"[0-9A-Za-z]{1,64}")
_DIGITS = re.compile(r"\d{1,12}", re.ASCII)
_DBLP = re.compile(r"(?:conf|journals|books|phd|series)/(?!corr/)[\w/.-]{1,100}", re.ASCII)
_ISO = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
_DASHES = re.compile(r"\s*[-–—]+\s*")
_LONGEST_PAGE = 40
_ARXIV_DOI = "10.48550/"
_OTHERS = frozenset(("others", "et al", "et al.", "…", "..."))
_SERVERS = {
    "social science research network": "SSRN",
    "cryptology eprint archive": "Cryptology ePrint Archive",
    "iacr cryptology eprint archive": "Cryptology ePrint Archive",
}
"""Servers of preprints by the names that venues have here, besides those that every source knows."""

_IN_JOURNALS = frozenset(
    (
        "journalarticle",
        "review",
        "editorial",
        "lettersandcomments",
        "casereport",
        "clinicaltrial",
        "metaanalysis",
        "study",
    )
)


class _Place(NamedTuple):
    """Where a paper appeared; ``kind`` is ``journal``, ``conference``, ``preprint`` or "" for unknown."""

    container: str = ""
    kind: str = ""
    volume: str = ""
    page: str = ""


def read_papers(rows: Iterable[object], source: str) -> Reading:
    """Return the records of papers, by id, each once; ``null`` stands for a paper that is not known.

    What is no paper, or has no id or no title, is left out and counted in a notice.
    """
    papers = [row for row in rows if row is not None]
    records = [_record(paper, source) for paper in papers]
    found = {record.id: record for record in reversed(records) if record}
    unreadable = records.count(None)
    what = f"{unreadable} of {len(papers)} papers could not be read, and are left out"
    remedy = "if it lasts for days, look for a newer pubsync"
    return Reading(
        records=tuple(found[id_] for id_ in sorted(found)),
        notices=(Notice(what, source, remedy),) if unreadable else (),
    )


def _record(paper: object, source: str) -> Record | None:
    if not isinstance(paper, dict):
        return None
    id_, written = raw(paper.get("paperId")), title(paper.get("title"))
    if not (_ID.fullmatch(id_) and written):
        return None
    place = _place(paper)
    author, complete = _authors(paper.get("authors"))
    pdf = address(part(paper, "openAccessPdf", "url"))
    return Record(
        source=source,
        id=id_,
        type=_type(paper, place),
        title=written,
        author=author,
        author_complete=complete,
        issued=_issued(paper, place),
        container_title=place.container,
        volume=place.volume,
        page=place.page,
        abstract=text(paper.get("abstract")),
        identifiers=tuple(dict.fromkeys((*_identifiers(paper, place), Identifier("s2", id_)))),
        links=(Link("pdf", pdf),) if pdf else (),
        citations=count(paper.get("citationCount")),
    )


def _authors(value: object) -> tuple[tuple[Name, ...], bool]:
    """Return the authors, and whether they are all: not at the API's limit, nor where somebody has no name."""
    listed = value if isinstance(value, list) else []
    names = [name(part(author, "name")) for author in listed]
    known = tuple(one for one in names if one and str(one).casefold() not in _OTHERS)
    return known, len(known) == len(listed) < MOST_AUTHORS


def _place(paper: dict[str, object]) -> _Place:
    """Return where a paper appeared.

    ``venue`` is a normalised name, of the series for a conference; ``journal`` is what was printed, and for many
    published papers still the server that they first stood on ("ArXiv", volume "abs/2001.04063").
    """
    venue = text(part(paper, "publicationVenue", "name")) or text(paper.get("venue"))
    printed = text(part(paper, "journal", "name"))
    is_printed = bool(printed) and not _server(printed)
    server = _server(venue) or ("" if venue else _server(printed))
    if server and not is_printed:
        return _Place(server, "preprint")
    if not venue and not printed:
        waits = bool(_arxiv(paper)) and not _published_doi(paper)
        return _Place("arXiv", "preprint") if waits else _Place()
    kind = "" if server else raw(part(paper, "publicationVenue", "type")).casefold()
    names = (printed, venue) if kind == "conference" or server else (venue, printed)
    volume, page = (raw(part(paper, "journal", field)) if is_printed else "" for field in ("volume", "pages"))
    return _Place(
        container=next(one for one in names if one and not _server(one)),
        kind=kind if kind in ("journal", "conference") else "",
        volume=volume if len(volume) <= _LONGEST_PAGE else "",
        page=_DASHES.sub("-", page) if len(page) <= _LONGEST_PAGE else "",
    )


def _server(venue: str) -> str:
    found = preprint_server(venue)
    return found.server if found else _SERVERS.get(venue.casefold(), "")


def _type(paper: dict[str, object], place: _Place) -> str:
    """Return the CSL type, "" where nothing reliable tells it.

    ``publicationTypes`` calls nearly everything a JournalArticle; that it stands in a volume makes it one.
    """
    if place.kind:
        return {"preprint": "article", "journal": "article-journal", "conference": "paper-conference"}[place.kind]
    told = paper.get("publicationTypes")
    kinds = {raw(one).casefold().replace(" ", "") for one in told} if isinstance(told, list) else set[str]()
    if "conference" in kinds:
        return "paper-conference"
    if place.volume and kinds & _IN_JOURNALS:
        return "article-journal"
    alone = {"dataset": "dataset", "book": "book", "booksection": "chapter"}
    return alone[kinds.pop()] if len(kinds) == 1 and kinds <= alone.keys() else ""


def _issued(paper: dict[str, object], place: _Place) -> PartialDate | None:
    """Return the date, at the precision at which it is known.

    The API writes an unknown month or day as 01. The day of a paper that is both preprint and published is often the
    preprint's, while the year is that of the publication.
    """
    written = raw(paper.get("publicationDate"))
    date = parse_date(written) if _ISO.fullmatch(written) else None
    year = parse_date(raw(paper.get("year"))) if isinstance(paper.get("year"), int) else None
    mixed = place.kind != "preprint" and bool(place.container) and bool(_arxiv(paper))
    if date is None or (year and (mixed or date.year != year.year)):
        return year or date
    if date.day > 1:
        return date
    return PartialDate(date.year, date.month if date.month > 1 else 0)


def _arxiv(paper: dict[str, object]) -> str:
    return normal_arxiv(raw(part(paper, "externalIds", "ArXiv")))


def _published_doi(paper: dict[str, object]) -> str:
    doi = raw(part(paper, "externalIds", "DOI"))
    return "" if doi.startswith(_ARXIV_DOI) else doi


def _identifiers(paper: dict[str, object], place: _Place) -> Iterator[Identifier]:
    doi = doi_identifier(raw(part(paper, "externalIds", "DOI")))
    if doi and doi.value:
        yield doi
    arxiv = _arxiv(paper)
    if arxiv:
        yield Identifier("arxiv", arxiv)
    pmid = raw(part(paper, "externalIds", "PubMed"))
    if _DIGITS.fullmatch(pmid):
        yield Identifier("pmid", pmid)
    pmcid = raw(part(paper, "externalIds", "PubMedCentral")).upper().removeprefix("PMC")
    if _DIGITS.fullmatch(pmcid):
        yield Identifier("pmcid", f"PMC{pmcid}")
    dblp = raw(part(paper, "externalIds", "DBLP"))
    # CoRR's key is that of the preprint alone, and DBLP keeps the two apart.
    if place.kind != "preprint" and _DBLP.fullmatch(dblp):
        yield Identifier("dblp", dblp)
