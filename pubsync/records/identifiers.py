"""Identifiers of works: DOI, arXiv, ISBN and their like, in one normal form each."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}/\S+", re.IGNORECASE)
_ARXIV = re.compile(r"(?<![\d.])(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?!\d)", re.IGNORECASE)
_SUBJECT_CLASS = re.compile(r"\.[a-z]{2}(?=/)")
_ARXIV_DOI = "10.48550/arxiv."
_ISBN10_DIGITS = 10
_ISBN = re.compile(r"^(?:97[89])?\d{9}[\dX]$")


class Identifier(NamedTuple):
    """An identifier in its normal form, such as ``("doi", "10.1000/182")`` or ``("arxiv", "2001.04063")``.

    Schemes in use: ``doi, arxiv, isbn, pmid, pmcid, dblp, openalex, s2, hal, patent``.
    """

    scheme: str
    value: str

    def __str__(self) -> str:
        """``scheme:value``, as shown to people."""
        return f"{self.scheme}:{self.value}"


class Link(NamedTuple):
    """A link; ``kind`` is one of ``url, pdf, code, slides, video, poster, project, data, bibtex`` and so on."""

    kind: str
    url: str


def normal_doi(text: str) -> str:
    """Return the DOI within ``text`` in lower case without its resolver, or "" where there is none.

    DOIs compare without regard to case (DOI Handbook 2.4), and lower case is how the registries print them today.
    """
    found = _DOI.search(unquote(text))
    if not found:
        return ""
    doi = found.group().rstrip(".,;]}>\"'")
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;]}>\"'")
    return doi.casefold()


def normal_arxiv(text: str) -> str:
    """Return the arXiv id within ``text`` without its version, or "" (https://info.arxiv.org/help/arxiv_identifier.html)."""
    found = _ARXIV.search(text)
    # The subject class (cs.CL/0105001) is no part of the id.
    return _SUBJECT_CLASS.sub("", found.group(1).casefold()) if found else ""


def normal_isbn(text: str) -> str:
    """Return the ISBN-13 of ``text``, "" where its digits or its check digit are wrong."""
    digits = re.sub(r"[^0-9Xx]", "", text).upper()
    if not _ISBN.match(digits):
        return ""
    if len(digits) == _ISBN10_DIGITS:
        total = sum((10 - place) * (10 if digit == "X" else int(digit)) for place, digit in enumerate(digits))
        return _isbn13("978" + digits[:9]) if total % 11 == 0 else ""
    return digits if digits.isdigit() and _isbn13(digits[:12]) == digits else ""


def _isbn13(first12: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(first12))
    return f"{first12}{-total % 10}"


def doi_identifier(text: str) -> Identifier | None:
    """Return the identifier that a DOI text stands for: arXiv's own DOIs are arXiv ids, so that both spellings meet."""
    doi = normal_doi(text)
    if doi.startswith(_ARXIV_DOI):
        return Identifier("arxiv", normal_arxiv(doi.removeprefix(_ARXIV_DOI)))
    return Identifier("doi", doi) if doi else None


def identifiers_in_url(url: str) -> tuple[Identifier, ...]:
    """Return the identifiers that an address names by itself (doi.org, arxiv.org and DOIs in publishers' paths)."""
    if "arxiv.org/" in url.casefold():
        arxiv = normal_arxiv(url)
        return (Identifier("arxiv", arxiv),) if arxiv else ()
    if "doi.org/" in url.casefold():
        found = doi_identifier(url)
        return (found,) if found else ()
    return ()
