"""Where an entry points to: links that are safe to follow, and identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from pubsync.formats.bibtex.fields import Fields
from pubsync.formats.bibtex.types import arxiv_in
from pubsync.records.identifiers import (
    Identifier,
    Link,
    doi_identifier,
    identifiers_in_url,
    normal_arxiv,
    normal_isbn,
)

LINK_FIELDS = {
    "url": ("url", "html", "link", "ee", "adsurl", "bdsk-url-1"),
    "pdf": ("pdf", "pdfurl", "fulltext"),
    "code": ("code", "github", "git", "repository", "repo", "source_code"),
    "slides": ("slides", "presentation"),
    "video": ("video", "youtube", "recording"),
    "poster": ("poster",),
    "project": ("project", "website", "projectpage", "project_page", "homepage", "webpage"),
    "data": ("data", "dataset", "data_url"),
    "supplement": ("supp", "supplement", "supplementary"),
    "blog": ("blog", "blogpost"),
    "demo": ("demo",),
    "preprint": ("preprint",),
}
"""Kinds of links, and the fields that hold them, the most usual first."""

_KIND_OF = {name: kind for kind, names in LINK_FIELDS.items() for name in names}
_LONGEST = 2_000
_IN_LATEX = re.compile(r"[\\{}$]")
_URL_COMMAND = re.compile(r"\\(?:url|nolinkurl|path|burl)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}")
_TILDE = re.compile(
    r"\{?\\textasciitilde\s*(?:\{\})?\}?|\{?\\~\s*(?:\{\})?\}?|\\?\$\\sim\$|\{?\$\\(?:scriptstyle|tilde)[^$]*\$\}?"
)
_ESCAPED = re.compile(r"\{?\\([_%&#$^{}~])\}?")
_ADDRESS = re.compile(
    r"https?://[^\s<>\"{}]+|www\.[^\s<>\"{}]+"
    r"|^(?:[a-z0-9-]+\.)+(?:com|org|net|io|edu|gov|ai|dev|me|eu|cn|de|uk|fr|jp|ch)/[^\s<>\"{}]+",
    re.IGNORECASE,
)
_PLAIN_ADDRESS = re.compile(r"https?://[\w.-]+(?:/[\w.,:;/?&=#%+~()@!$*-]*)?", re.ASCII | re.IGNORECASE)
"""What has a host, and no sign that needs to be quoted."""
_NOT_IN_ADDRESS = re.compile(r"[\s\"'<>\\^`{|}\x00-\x20\x7f]")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HAL = re.compile(r"\b[a-z]{2,12}-\d{6,9}(?!\d)", re.IGNORECASE)
_DBLP = re.compile(
    r"dblp(?:\.org|\.uni-trier\.de)?(?:/rec(?:/bib|/html)?/|:)((?:conf|journals|books|phd|series)/[\w/.-]+?)(?:\.bib|\.html)?$",
    re.IGNORECASE,
)


def unescaped(raw: str) -> str:
    """Return an address or identifier without what it needs in LaTeX; a ``%`` in it is one of its own."""
    if _IN_LATEX.search(raw):
        command = _URL_COMMAND.search(raw)
        raw = (command.group(1) or command.group(2) or "") if command else raw
        raw = _ESCAPED.sub(r"\1", _TILDE.sub("~", raw)).replace("{", "").replace("}", "")
    return raw.replace("&amp;", "&").strip()


def web_address(raw: str) -> str:
    """Return the first http(s) address of a value, safe to be written into a page, or ""."""
    found = _ADDRESS.search(unescaped(raw[: 2 * _LONGEST]))
    if found is None:
        return ""
    address = found.group().rstrip(".,;")
    if len(address) <= _LONGEST and _PLAIN_ADDRESS.fullmatch(address):
        return address
    if not address.casefold().startswith("http"):
        address = f"https://{address}"
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return ""
    safe = _NOT_IN_ADDRESS.sub(lambda sign: quote(sign.group()), address)
    return safe if host and len(safe) <= _LONGEST else ""


def is_unsafe(text: str) -> bool:
    """Whether a value is an address of another kind than http(s), such as ``javascript:`` or ``file:``."""
    return bool(_SCHEME.match(text.strip())) and not _ADDRESS.match(text.strip())


def read_links(fields: Fields) -> tuple[Link, ...]:
    """Return the links of an entry, one of each kind.

    A path of the site itself (``pdf = {icra2026.pdf}``) is no link; it stays with the fields that nobody read. An
    address that is not http(s) is dropped.
    """
    found: dict[str, str] = {}
    for name in fields.given(_KIND_OF):
        raw, kind = fields.peek_raw(name), _KIND_OF[name]
        address = web_address(raw)
        if is_unsafe(raw) or (address and found.setdefault(kind, address) == address):
            fields.drop(name)
    links = [Link(kind, found[kind]) for kind in LINK_FIELDS if kind in found]
    if "url" not in found:
        links[:0] = _link_in_passing(fields)
    if any(link.url == fields.peek("howpublished") for link in links):
        fields.drop("howpublished")
    return tuple(links)


def _link_in_passing(fields: Fields) -> list[Link]:
    """Return the address that ``howpublished`` or ``note`` hold, where there is no other."""
    for name in fields.given(("howpublished", "note", "doi")):
        address = web_address(fields.peek_raw(name))
        if address and not (name == "doi" and doi_identifier(address)):
            return [Link("url", address)]
    return []


def read_identifiers(fields: Fields, preprint_arxiv: str) -> tuple[Identifier, ...]:
    """Return the identifiers of an entry, each once; ``preprint_arxiv`` is what its venue named."""
    found = [one for one in _identifiers(fields, preprint_arxiv) if one is not None and one.value]
    return tuple(dict.fromkeys(found))


def _identifiers(fields: Fields, preprint_arxiv: str) -> Iterator[Identifier | None]:
    doi = doi_identifier(unescaped(fields.peek_raw("doi")))
    if doi:
        fields.drop("doi")
    yield doi
    yield Identifier("arxiv", preprint_arxiv)
    yield from _eprint(fields)
    for name in fields.given(("arxiv", "arxivid", "arxiv_id")):
        arxiv = normal_arxiv(unescaped(fields.peek_raw(name)))
        yield Identifier("arxiv", arxiv)
        fields.drop(*((name,) if arxiv else ()))
    for name in fields.given(("howpublished", "note", "number", "volume")):
        yield Identifier("arxiv", arxiv_in(fields.peek(name)))
    for name in fields.given((*LINK_FIELDS["url"], "pdf", "preprint")):
        in_url = identifiers_in_url(unescaped(fields.peek_raw(name)))
        yield from (one for one in in_url if one.scheme != "doi" or doi is None)
    for scheme in ("pmid", "pmcid"):
        yield Identifier(scheme, fields.text(scheme).removeprefix("PMID:").strip())
    hal = _HAL.search(fields.peek_raw("hal")[:500])
    fields.drop(*(("hal",) if hal else ()))
    yield Identifier("hal", hal.group().casefold()) if hal else None
    dblp = _DBLP.search(fields.peek("biburl")[:500])
    yield Identifier("dblp", dblp.group(1)) if dblp else None


def _eprint(fields: Fields) -> Iterator[Identifier]:
    if "eprint" not in fields:
        return
    raw = unescaped(fields.peek_raw("eprint"))
    kind = fields.peek("eprinttype").casefold() or fields.peek("archiveprefix").casefold()
    arxiv = normal_arxiv(raw) if kind in ("arxiv", "") or "arxiv" in raw.casefold() else ""
    found = {
        "arxiv": Identifier("arxiv", arxiv),
        "hal": Identifier("hal", raw.casefold()),
        "pubmed": Identifier("pmid", raw),
        "pmcid": Identifier("pmcid", raw),
    }.get("arxiv" if arxiv else kind)
    if found and found.value:
        fields.drop("eprint")
        yield found


def read_isbn(fields: Fields) -> tuple[Identifier, ...]:
    """Return the ISBNs of a book; the field stays unread, since a paper's is that of its volume."""
    numbers = map(normal_isbn, re.split(r"[,;/\s]+(?=97[89]|\d{9})", fields.peek("isbn")))
    return tuple(dict.fromkeys(Identifier("isbn", number) for number in numbers if number))
