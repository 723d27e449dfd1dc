"""The works as an Atom feed (RFC 4287), so that others can subscribe to them.

Times come from the works alone, never from a clock. RFC 3339 knows no bare years or months: such a work is dated at
the beginning of what is known, and one without a date in 1970, at the feed's end.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator

from pubsync.citing.escape import html_attribute, html_text, plain
from pubsync.citing.escape import url as safe_url
from pubsync.citing.languages import name_in_print
from pubsync.frozen import frozen
from pubsync.records.work import Work
from pubsync.sites.contexts import Printing, work_links
from pubsync.sites.documents import read_document, text_in
from pubsync.sites.interface import Material, Page
from pubsync.sites.tree import SiteTree

_FEED_ID = re.compile(rb"<id>urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})</id>")
_UNDATED = "1970-01-01T00:00:00Z"
_PAPER = ("doi", "url", "arxiv", "pdf")


@frozen()
class Atom:
    """Writes the feed as a page that is all pubsync's.

    Ids are for life: a feed keeps the one that stands in its file, and an entry's is made from that and the work's key.
    Addresses of the site itself are written where ``_config.yml`` says what they are.
    """

    path: str = "publications.xml"

    def files(self, material: Material) -> Iterable[Page]:
        """Return the file that the output wants; see ``FileWriter``."""
        yield Page(path=self.path, regions=(), shell=feed(material, self.path))


def feed(material: Material, path: str) -> str:
    """Return the whole feed, as it is to stand at ``path``."""
    identity = _feed_id(material, path)
    printing = material.printing("html")
    entries = [(_updated(work), "".join(_entry(work, identity, printing))) for work in material.works]
    owner = str(material.owner.name_in(material.language))
    title = f"{owner}: {printing.label('publications')}"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{html_attribute(material.language)}">',
        f"  <id>{identity.urn}</id>",
        f"  <title>{_text(title)}</title>",
        f"  <updated>{max((updated for updated, _ in entries), default=_UNDATED)}</updated>",
        f"  <author><name>{_text(owner)}</name></author>",
        *_links_of_site(site_address(material.tree), path),
    ]
    return "".join(f"{line}\n" for line in lines) + "".join(entry for _, entry in entries) + "</feed>\n"


def site_address(tree: SiteTree) -> str:
    """Return where the site stands, by the ``url`` and ``baseurl`` of Jekyll's configuration, without a last slash."""
    config = read_document(tree, "_config.yml")
    if not isinstance(config, dict):
        return ""
    url, base = (text_in(config.get(name)).strip("/") for name in ("url", "baseurl"))
    return safe_url(f"{url}/{base}").rstrip("/") if url else ""


def _feed_id(material: Material, path: str) -> uuid.UUID:
    found = _FEED_ID.search(material.tree.read(path) or b"")
    if found:
        return uuid.UUID(found.group(1).decode())
    return uuid.uuid5(uuid.NAMESPACE_URL, f"pubsync:{material.owner.name}")


def _updated(work: Work) -> str:
    return f"{work.issued.first_day().isoformat()}T00:00:00Z" if work.issued else _UNDATED


def _links_of_site(address: str, path: str) -> Iterator[str]:
    if address:
        yield f'  <link rel="alternate" type="text/html" href="{html_attribute(address)}/"/>'
        yield f'  <link rel="self" type="application/atom+xml" href="{html_attribute(safe_url(f"{address}/{path}"))}"/>'


def _entry(work: Work, feed_id: uuid.UUID, printing: Printing) -> Iterator[str]:
    links = {link.kind: address for link in work_links(work) if (address := safe_url(link.url))}
    page = next((links[kind] for kind in _PAPER if kind in links), "")
    yield "  <entry>\n"
    yield f"    <id>{uuid.uuid5(feed_id, work.key).urn}</id>\n"
    yield f"    <title>{_text(work.text('title', printing.language))}</title>\n"
    yield f"    <updated>{_updated(work)}</updated>\n"
    for name in work.authors(printing.language):
        yield f"    <author><name>{_text(name_in_print(name, printing.language))}</name></author>\n"
    if page:
        yield f'    <link rel="alternate" href="{html_attribute(page)}"/>\n'
    if work.abstract:
        yield f"    <summary>{_text(work.text('abstract', printing.language))}</summary>\n"
    yield f'    <content type="html">{_text(printing.cite(work))}</content>\n'
    yield "  </entry>\n"


def _text(text: str) -> str:
    return html_text(" ".join(plain(text).split()))
