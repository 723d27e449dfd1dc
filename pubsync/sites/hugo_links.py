"""Links in the front matter of Hugo Blox, under the template's own names where it has one for them."""

from __future__ import annotations

from collections.abc import Sequence

from pubsync.citing.escape import html_text
from pubsync.citing.escape import url as safe_url
from pubsync.records.base import Value
from pubsync.records.identifiers import Link
from pubsync.sites.contexts import Printing
from pubsync.sites.hugo_text import one_line

_URL_KEYS = {
    "arxiv": "url_preprint",
    "preprint": "url_preprint",
    "pdf": "url_pdf",
    "code": "url_code",
    "data": "url_dataset",
    "poster": "url_poster",
    "project": "url_project",
    "slides": "url_slides",
    "video": "url_video",
}
"""The older template's keys for one link each."""
_LINK_TYPES = {
    "arxiv": "preprint",
    "preprint": "preprint",
    "pdf": "pdf",
    "code": "code",
    "data": "dataset",
    "poster": "poster",
    "project": "project",
    "slides": "slides",
    "video": "video",
    "url": "site",
}
"""The newer template's types of links (``modules/blox/data/link_types.yaml``)."""


def link_keys(links: Sequence[Link], printing: Printing, *, newer: bool) -> dict[str, Value]:
    """Return the keys for links that lead to the web, none of which is lost: what has no name of its own has a label.

    Args:
        links: best first.
        printing: for the labels.
        newer: whether the site has the newer template.
    """
    single: dict[str, Value] = {}
    listed: list[Value] = []
    for link in links:
        address, label = safe_url(link.url), one_line(printing.label(link.kind, within="links"))
        name = (_LINK_TYPES if newer else _URL_KEYS).get(link.kind, "")
        if not address:
            continue
        if newer:
            listed.append({"type": name, "url": address} if name else {"name": label, "url": address})
        elif name and name not in single:
            single[name] = address
        else:  # the older template prints this name as HTML
            listed.append({"name": html_text(label), "url": address})
    return single | {"links": listed}
