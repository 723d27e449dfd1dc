"""Bibliographies on the web: a file at an address, or all pages of a Zotero library.

DBLP has one for each person (``https://dblp.org/pid/….bib``), Zotero one for each library
(``https://api.zotero.org/users/N/publications/items``, https://www.zotero.org/support/dev/web_api/v3/basics), and any
host may have a raw file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from pubsync.errors import SourceError

if TYPE_CHECKING:
    from pubsync.sources.http import Http, Reply

MOST_PAGES = 100
"""Of a hundred items each, more than anybody has published."""
_PAGE = 100
_NOT_FOUND = 404
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_ACCEPT = "application/x-bibtex, text/x-bibtex, application/x-research-info-systems, text/plain;q=0.9, */*;q=0.5"
_ZOTERO = "api.zotero.org"
_NEXT = re.compile(r'<([^<>]{1,2000})>\s*;\s*rel="?next"?', re.IGNORECASE)


class Page(NamedTuple):
    """One answer: its bytes, and how errors and notices name it; ``partial`` says what was left out."""

    content: bytes
    shown: str
    partial: str = ""


def is_address(configured: str) -> bool:
    """Whether a configured place is on the web."""
    return _ADDRESS.match(configured) is not None


def shown_address(address: str) -> str:
    """Return an address as errors may show it: without a query or a password, which may hold a secret."""
    try:
        split = urlsplit(address)
        host = split.hostname or ""
    except ValueError:
        return "an address that is none"
    return f"{split.scheme}://{host}{split.path}"


def ask(address: str, http: Http, zotero_key: str = "") -> Iterator[Page]:
    """Yield what is at an address; of a Zotero library, page after page.

    ``zotero_key`` opens a library that is not public, and is told to Zotero alone.

    Raises:
        SourceError: where one of them can't be had: a list with a hole is none.
    """
    shown = shown_address(address)
    if _host(address) != _ZOTERO:
        yield Page(_asked(address, http, shown, {}).body, shown)
        return
    headers = {"Zotero-API-Version": "3", **({"Zotero-API-Key": zotero_key} if zotero_key else {})}
    following = _whole_pages(address)
    asked: set[str] = set()
    while following and following not in asked:
        asked.add(following)
        reply = _asked(following, http, shown, headers)
        page = shown if len(asked) == 1 else f"{shown} (page {len(asked)})"
        following = _next_page(following, reply)
        is_cut = bool(following) and len(asked) >= MOST_PAGES
        partial = f"the first {MOST_PAGES * _PAGE} items of {shown}; more exist" if is_cut else ""
        # A last page that holds attachments and notes alone is empty, since they have no BibTeX.
        if reply.body.strip() or len(asked) == 1:
            yield Page(reply.body, page, partial)
        if is_cut:
            return


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").casefold()
    except ValueError:
        return ""


def _asked(address: str, http: Http, shown: str, headers: Mapping[str, str]) -> Reply:
    reply = http.get(address, headers=headers, accept=_ACCEPT)
    if reply.status == _NOT_FOUND:
        raise SourceError("no such page (HTTP 404)", where=shown, remedy="mend the address in pubsync.yaml")
    return reply


def _whole_pages(address: str) -> str:
    """Ask Zotero for BibTeX, a hundred items at once, and the oldest first.

    Zotero makes keys unique within a page alone, and lists what was changed last first: only in the order in which
    items came do those that share a key keep their numbers.
    """
    usual = {"format": "bibtex", "sort": "dateAdded", "direction": "asc"}
    query = dict(parse_qsl(urlsplit(address).query))
    return urlsplit(address)._replace(query=urlencode({**usual, **query, "limit": str(_PAGE)}), fragment="").geturl()


def _next_page(address: str, reply: Reply) -> str:
    """Return the address of the page that follows, by the ``Link`` header, else by the number of items; "" for none."""
    link = _NEXT.search(reply.headers.get("link", ""))
    if link:
        return _on_same_host(address, link.group(1))
    query = dict(parse_qsl(urlsplit(address).query))
    start, total = (_number(text) for text in (query.get("start", ""), reply.headers.get("total-results", "")))
    if start + _PAGE >= total:
        return ""
    return urlsplit(address)._replace(query=urlencode({**query, "start": str(start + _PAGE)})).geturl()


def _on_same_host(address: str, link: str) -> str:
    """Return where a link leads, "" where that is another host, which shall learn no key, or nowhere."""
    try:
        following = urljoin(address, link)
        split = urlsplit(following)
    except ValueError:
        return ""
    return following if _host(following) == _ZOTERO and split.scheme == urlsplit(address).scheme else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - no library is as large
