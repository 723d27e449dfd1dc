"""Works as CSL-JSON: what citations are made from, and what ``export`` writes.

The shape is that of https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types and its JSON
schema (https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json).
"""

from __future__ import annotations

import re
from typing import TypeAlias

from pubsync.citing.escape import url
from pubsync.citing.languages import is_east_asian
from pubsync.records.identifiers import normal_arxiv
from pubsync.records.names import Name
from pubsync.records.record import Bibliographic

CslValue: TypeAlias = str | list[dict[str, str]] | dict[str, list[list[int]]]
"""A text, a list of names, or a date."""

_ARXIV_VENUE = re.compile(r"(?:arxiv|corr)\b", re.IGNORECASE)
_DASHES = re.compile(r"\s*(?:-{2,}|[‐‑‒–—−]|(?<=\d)\s*[~～〜∼]\s*(?=\d))\s*")
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)
_TEXTS = (
    ("collection-title", "collection_title"),
    ("publisher-place", "publisher_place"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("edition", "edition"),
    ("genre", "genre"),
    ("event-place", "event_place"),
    ("abstract", "abstract"),
    ("note", "note"),
    ("status", "status"),
)
_IDENTIFIERS = (("DOI", "doi"), ("ISBN", "isbn"), ("PMID", "pmid"), ("PMCID", "pmcid"))


def csl_entry(work: Bibliographic, key: str, language: str = "") -> dict[str, CslValue]:
    """Return the work as one CSL-JSON entry whose ``id`` is ``key``; what is unknown has no key.

    A preprint is an ``article`` published by its server, with ``arXiv:2001.04063`` as its number, whatever the source
    called it. Texts given in several languages are taken in ``language`` (a BCP 47 tag), by default the original's.
    A list of authors known to be cut ends in the name ``others``, as other programs write it.
    """
    kind = csl_type(work)
    entry: dict[str, CslValue] = {"id": key, "type": kind, "title": work.text("title", language)}
    others = [{"literal": "others"}] if work.author and not work.author_complete else []
    entry |= {"author": [*map(_csl_name, work.authors(language)), *others], "editor": [*map(_csl_name, work.editor)]}
    if work.issued:
        known = (work.issued.year, work.issued.month, work.issued.day)[: work.issued.precision]
        entry["issued"] = {"date-parts": [list(known)]}
    entry |= {variable: work.text(field, language) for variable, field in _TEXTS}
    entry |= {variable: work.identifier(scheme) for variable, scheme in _IDENTIFIERS}
    entry |= _venue(work, kind, language)
    entry |= {"page": _DASHES.sub("-", work.page), "URL": _address(work), "language": _language_shown(work, language)}
    return {variable: value for variable, value in entry.items() if value}


def csl_type(work: Bibliographic) -> str:
    """Return the CSL type: the work's own, ``article`` for what stands on arXiv alone, a guess where there is none."""
    on_arxiv = _ARXIV_VENUE.match(work.container_title)
    if on_arxiv and work.type in {"", "article-journal", "paper-conference", "manuscript", "report"}:
        return "article"
    if work.type:
        return work.type
    if work.container_title:
        return "article-journal"
    return "article" if work.identifier("arxiv") else "document"


def _csl_name(name: Name) -> dict[str, str]:
    if not name.family:
        return {"literal": name.literal or name.given}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.non_dropping_particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}


def _venue(work: Bibliographic, kind: str, language: str) -> dict[str, CslValue]:
    """Return where it appeared and the number it has there, each under the variable that its type calls for."""
    container = work.text("container_title", language)
    publisher = work.text("publisher", language)
    event = work.text("event_title", language)
    number = work.number
    if kind == "article":
        arxiv = _arxiv(work)
        on_arxiv = _ARXIV_VENUE.match(container) or (arxiv and not container)
        number = f"arXiv:{arxiv}" if on_arxiv and arxiv else number
        return {"publisher": "arXiv" if on_arxiv else container or publisher, "number": number}
    if kind == "speech":
        return {"event-title": event or container, "publisher": publisher, "number": number}
    if kind == "patent":
        number = number or work.identifier("patent")
    return {"container-title": container, "publisher": publisher, "event-title": event, "number": number}


def _arxiv(work: Bibliographic) -> str:
    """Return its arXiv id, also where that stands in the venue alone ("arXiv preprint arXiv:2001.04063")."""
    return work.identifier("arxiv") or (normal_arxiv(work.container_title) if csl_type(work) == "article" else "")


def _address(work: Bibliographic) -> str:
    """Return the work's page, unless its DOI says the same; a preprint without one has its page on arXiv."""
    address = url(work.link("url"))
    if work.identifier("doi") and _DOI_ADDRESS.match(address):
        return ""
    arxiv = _arxiv(work)
    if arxiv and not address and csl_type(work) == "article" and not work.identifier("doi"):
        return f"https://arxiv.org/abs/{arxiv}"
    return address


def _language_shown(work: Bibliographic, language: str) -> str:
    """Return the language of the title as shown, as far as anyone said or its writing tells."""
    shown = work.text("title", language)
    if language and shown != work.title:
        return language
    return work.language or ("zh-CN" if is_east_asian(shown) else "")
