"""Where an entry points to: identifiers, wherever an export hides them, and links that are safe to follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pubsync.formats.bibtex.links import web_address
from pubsync.formats.bibtex.types import arxiv_in
from pubsync.formats.ris.entry import Entry
from pubsync.records.identifiers import (
    Identifier,
    Link,
    doi_identifier,
    identifiers_in_url,
    normal_arxiv,
    normal_isbn,
)

_IS_DOI = re.compile(r"\s*(?:doi\s*[:=]?\s*)?(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+\s*", re.IGNORECASE)
_DOI_PATH = re.compile(r"/(?:doi|abs|full|epdf|article)/(?:[a-z]+/)?(10\.\d{4,9}/[^\s?#]+)", re.IGNORECASE)
_PUBMED_PATH = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,9})\b")
_PMID = re.compile(r"(?:pmid:?\s*|pubmed\s+)?(\d{4,9})(?:\s*\[pmid\])?", re.IGNORECASE)
_NAMED_PMID = re.compile(r"(?:pmid:?\s*|pubmed\s+)\d|\d\s*\[pmid\]", re.IGNORECASE)
_PMCID = re.compile(r"\b(PMC\d{3,9})\b", re.IGNORECASE)
_SERIAL = re.compile(r"(?<![\w-])(?:\d[- ]?){7,12}[\dXx](?!\w)")
_ISSN_DIGITS = 8
_BETWEEN_ADDRESSES = re.compile(r"\s+|;(?=https?://)", re.IGNORECASE)
_SHORT_NOTE = 100


def read_identifiers(entry: Entry, preprint_arxiv: str) -> tuple[Identifier, ...]:
    """Return the identifiers of an entry, each once; ``preprint_arxiv`` is what its venue named."""
    found = [one for one in _identifiers(entry, preprint_arxiv) if one is not None and one.value]
    return tuple(dict.fromkeys(found))


def _identifiers(entry: Entry, preprint_arxiv: str) -> Iterator[Identifier | None]:
    yield _doi(entry)
    yield Identifier("arxiv", preprint_arxiv)
    for note in entry.all("note", "accession", "kind"):
        yield Identifier("arxiv", arxiv_in(note)) if len(note) <= _SHORT_NOTE else None
    for address in _addresses(entry, "url", "pdf", "fulltext"):
        if "arxiv.org/" in address.casefold():
            yield Identifier("arxiv", normal_arxiv(address))
    yield Identifier("pmid", _pmid(entry))
    yield Identifier("pmcid", _pmcid(entry))


def _doi(entry: Entry) -> Identifier | None:
    """Return the DOI of its own field, else one that stands where it should not, else that of its address."""
    for value in entry.all("doi"):
        if found := doi_identifier(value):
            return found
    for value in (*entry.all("maybe_doi"), *entry.all("note"), *_located(entry)):
        if _IS_DOI.fullmatch(value[: 5 * _SHORT_NOTE]):
            return doi_identifier(value)
    for address in _addresses(entry, "url", "fulltext", "locator"):
        named = [one for one in identifiers_in_url(address) if one.scheme == "doi"]
        in_path = _DOI_PATH.search(address)
        if named or in_path:
            return named[0] if named else doi_identifier(in_path.group(1) if in_path else "")
    return None


def _located(entry: Entry) -> Iterator[str]:
    """PubMed says of a locator what it is: ``10.1016/j.puhe.2015.01.018 [doi]``."""
    for value in entry.all("locator"):
        if value.endswith("[doi]"):
            yield value.removesuffix("[doi]").strip()


def _pmid(entry: Entry) -> str:
    """Scopus has the PMID in ``C2``, Embase in ``C5``, Cochrane in ``C3``, PubMed in ``AN`` and ``U1``."""
    trusted = entry.all("pmid") + (entry.all("accession") if entry.is_from("pubmed", "medline") else [])
    from_index = entry.is_from("scopus", "embase")
    for value in (*trusted, *entry.all("pubmed")):
        is_said = value in trusted or from_index or _NAMED_PMID.search(value)
        found = _PMID.fullmatch(value.strip()) if is_said else None
        if found:
            return found.group(1)
    in_paths = (_PUBMED_PATH.search(address) for address in _addresses(entry, "url"))
    return next((found.group(1) for found in in_paths if found), "")


def _pmcid(entry: Entry) -> str:
    found = (_PMCID.search(value[:_SHORT_NOTE]) for value in entry.all("pubmed"))
    return next((one.group(1).upper() for one in found if one), "")


def read_serials(entry: Entry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ISBNs and the ISSNs of an entry, which one field holds, with words such as "(ISSN)" beside them."""
    written = [found.group() for value in entry.all("serial") for found in _SERIAL.finditer(value[:500])]
    isbns = dict.fromkeys(filter(None, map(normal_isbn, written)))
    bare = (re.sub(r"[- ]", "", one).upper() for one in written)
    issns = dict.fromkeys(f"{one[:4]}-{one[4:]}" for one in bare if len(one) == _ISSN_DIGITS)
    return tuple(isbns), tuple(issns)


def read_links(entry: Entry) -> tuple[Link, ...]:
    """Return the links of an entry, one of each kind; files of the library itself are none."""
    url = next(_addresses(entry, "url"), "") or next(_addresses(entry, "fulltext"), "")
    located = (value for value in entry.all("locator") if value.startswith("http"))
    url = url or next(filter(None, map(web_address, located)), "")
    pdf = next((one for one in _addresses(entry, "pdf") if one != url), "")
    return tuple(Link(kind, address) for kind, address in (("url", url), ("pdf", pdf)) if address)


def _addresses(entry: Entry, *words: str) -> Iterator[str]:
    for value in entry.all(*words):
        for part in _BETWEEN_ADDRESSES.split(value[:10_000]):
            address = web_address(part) if "." in part else ""
            if address:
                yield address
