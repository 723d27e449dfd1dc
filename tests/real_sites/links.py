"""Whether the links and images of a built site lead anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import ProxyHandler, build_opener

from lxml import html

_DIRECT = build_opener(ProxyHandler({}))
_ATTRIBUTES = ("href", "src", "action", "poster", "data")


@dataclass(slots=True)
class Crawl:
    """The pages of one origin that were reached, each as it was sent, and what is wrong with their addresses."""

    pages: dict[str, str] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)
    """Addresses of other sites that are linked; nobody asks for them."""
    faults: list[str] = field(default_factory=list)


def crawl(start: str, *more: str) -> Crawl:
    """Follow all links from ``start`` within its origin; ``more`` are addresses relative to it to begin from, too.

    A fault is an address of the site that is not to be had, a fragment that its page has no element for, and an
    address elsewhere that is none of the web's.
    """
    found = Crawl()
    asked: dict[str, tuple[int, str]] = {}
    waiting = [(start, start), *((start, urljoin(start, one)) for one in more)]
    while waiting:
        page, address = waiting.pop()
        bare, fragment = urldefrag(address)
        if not bare.startswith(urljoin(start, "/")):
            found.outside.add(address)
            if not _leads_to_the_web(address):
                found.faults.append(f"{page}: {address} is no address of the web")
            continue
        if bare not in asked:
            asked[bare] = _ask(bare)
            waiting += [(bare, urljoin(bare, one)) for one in addresses(asked[bare][1])]
        status, text = asked[bare]
        if status != 200:
            found.faults.append(f"{page}: {address} answers {status}")
        elif fragment and unquote(fragment) not in _ids(text):
            found.faults.append(f"{page}: {address} has no such place")
    found.pages = {url: text for url, (_, text) in asked.items() if text}
    return found


def addresses(page: str) -> Iterable[str]:
    """Return each address that a page links to, loads or sends to, as it is written."""
    if not page.strip():
        return []
    elements = html.document_fromstring(page).iter("*")
    found = [str(one.get(name)) for one in elements for name in _ATTRIBUTES if one.get(name) is not None]
    return [one.strip() for one in found]


def _ids(page: str) -> set[str]:
    return {str(one.get("id")) for one in html.document_fromstring(page).iter("*")} if page.strip() else set()


def _leads_to_the_web(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(re.fullmatch(r"[\w.-]+(:\d+)?", parts.netloc))


def _ask(url: str) -> tuple[int, str]:
    """Return the status, and the text where it is a page."""
    try:
        with _DIRECT.open(url, timeout=10) as answer:
            is_page = answer.headers.get_content_type() == "text/html"
            return answer.status, answer.read().decode() if is_page else ""
    except HTTPError as error:
        error.close()
        return error.code, ""
