"""Ids of papers and of authors, as arXiv takes them."""

from __future__ import annotations

import re

from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import normal_arxiv

# An id of another archive is refused, and every other id of the request with it.
_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|"
    "funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|"
    "q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_OF_TODAY = re.compile(r"(?P<year>\d{2})(?P<month>0[1-9]|1[0-2])\.\d{4,5}", re.ASCII)
_OF_BEFORE = re.compile(
    rf"(?P<archive>{_ARCHIVES})(?:\.[a-z]{{2}})?/(?P<number>(?P<year>\d{{2}})(?P<month>0[1-9]|1[0-2])\d{{3}})", re.ASCII
)
_FIRST_YEAR = 91
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", re.ASCII)
_AUTHOR = re.compile(r"[a-z]{1,60}_[a-z]_\d{1,5}", re.ASCII)
_ADDRESS = re.compile(
    r"^https?://(?:www\.|export\.)?(?:arxiv|orcid)\.org/(?:a/)?(?:https?://orcid\.org/)?", re.IGNORECASE
)
_ENDING = re.compile(r"(?:\.(?:atom2?|html|json))?/?(?:[?#].*)?$", re.DOTALL)


def paper_id(text: str) -> str:
    """Return the id that a text is or names, in the form that arXiv itself gives; "" where it is none.

    The subject class of an id before 2007 is no part of it: ``cs.CL/0105001`` is ``cs/0105001``
    (https://info.arxiv.org/help/arxiv_identifier.html).
    """
    known = normal_arxiv(text)
    if _OF_TODAY.fullmatch(known):
        return known
    older = _OF_BEFORE.fullmatch(known)
    return f"{older['archive']}/{older['number']}" if older else ""


def month_of(known: str) -> PartialDate | None:
    """Return the month in which a paper was announced, which its id tells."""
    found = _OF_TODAY.fullmatch(known) or _OF_BEFORE.fullmatch(known)
    if not found:
        return None
    year = int(found["year"])
    return PartialDate((1900 if "/" in known and year >= _FIRST_YEAR else 2000) + year, int(found["month"]))


def author_id(text: str) -> str:
    """Return the author identifier (``warner_s_1``) or ORCID iD that a text is or that its address ends in, or ""."""
    bare = _ENDING.sub("", _ADDRESS.sub("", text.strip()[:300]), count=1)
    if _ORCID.fullmatch(bare.upper()):
        return bare.upper()
    return bare.casefold() if _AUTHOR.fullmatch(bare.casefold()) else ""


def is_orcid(author: str) -> bool:
    """Whether an author's id is an ORCID iD."""
    return _ORCID.fullmatch(author) is not None
