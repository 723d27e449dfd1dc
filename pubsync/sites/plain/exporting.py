"""The works shown, as one whole text in a format of other programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from pubsync.citing.escape import plain
from pubsync.citing.escape import url as safe_url
from pubsync.formats.bibtex_writer import write
from pubsync.records.work import Work
from pubsync.sites.contexts import work_links
from pubsync.sites.interface import Material
from pubsync.sites.plain.atom import Atom, feed
from pubsync.sites.plain.csl import csl_fields
from pubsync.sites.yamltext import encodable

COLUMNS: Final = (
    "key",
    "type",
    "title",
    "authors",
    "issued",
    "container_title",
    "publisher",
    "volume",
    "issue",
    "page",
    "doi",
    "arxiv",
    "url",
    "citations",
)
"""Of the CSV text. Authors are parted by semicolons, a cut list ends in "et al."."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_text(name: str, material: Material) -> str:
    """Return the works of ``material`` as a text in one of ``FORMATS``.

    Raises:
        KeyError: for any other format.
    """
    return encodable(FORMATS[name](material))


def _bibtex(material: Material) -> str:
    return write((work.key, work) for work in material.works)


def _csl_json(material: Material) -> str:
    entries = [{"id": work.key, **csl_fields(work)} for work in material.works]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _csv(material: Material) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # RFC 4180
    writer.writerow(COLUMNS)
    writer.writerows(map(_cell, _cells(work, material.counts.works)) for work in material.works)
    return text.getvalue()


def _cells(work: Work, counts: Mapping[str, int]) -> Iterator[str]:
    links = {link.kind: safe_url(link.url) for link in work_links(work)}
    authors = [*map(str, work.author), *(["et al."] if work.author and not work.author_complete else [])]
    known = {
        "authors": "; ".join(authors),
        "issued": str(work.issued or ""),
        "doi": work.identifier("doi"),
        "arxiv": work.identifier("arxiv"),
        "url": links.get("url", ""),
        "citations": str(counts.get(work.key, "")),
    }
    return (known[column] if column in known else str(getattr(work, column)) for column in COLUMNS)


def _cell(text: str) -> str:
    """Return a cell on one line that no spreadsheet runs as a formula (https://owasp.org/www-community/attacks/CSV_Injection)."""
    line = " ".join(plain(text).split())
    return f"'{line}" if line.startswith(_FORMULA) else line


def _atom(material: Material) -> str:
    return feed(material, Atom().path)


FORMATS: Final[Mapping[str, Callable[[Material], str]]] = {
    "bibtex": _bibtex,
    "csl-json": _csl_json,
    "csv": _csv,
    "atom": _atom,
}
"""What ``export_text`` can write."""
