"""Works looked up by their DOI, else by title and author."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from functools import partial
from pathlib import Path

from rapidfuzz import fuzz

from pubsync.frozen import frozen
from pubsync.records.text import plain_form
from pubsync.sources.crossref.api import Crossref, batches, is_single
from pubsync.sources.http import Http
from pubsync.sources.interface import Answer, Want
from pubsync.sources.questions import Reading, ask_all

CANDIDATES = 3
"""Works of a search that are looked at; those past the first few are other works
(https://github.com/CrossRef/rest-api-doc/blob/master/api_tips.md)."""

_LONGEST = 300
_ALIKE = 85.0
_MATHEMATICS = re.compile(r"\$[^$]{0,200}\$")


@frozen(kw_only=True)
class CrossrefEnricher:
    """Crossref for works already known; see ``Enricher``.

    DOIs are asked for up to 40 at a time. ``searches`` is the number of works without one that are searched for in a
    run, one request each. ``contact`` is sent along for the polite pool. The other fields are as ``Http`` has them.
    """

    name: str = "crossref"
    searches: int = 10
    contact: str = ""
    proxy: str = field(default="", repr=False)
    timeout: float = 20
    pause: float = 1
    cache: Path | None = None

    def look_up(self, wants: Sequence[Want]) -> Answer:
        """Ask for works by DOI, then by title; see ``Enricher``. Records are sorted by DOI.

        Works past the budget of searches make the answer partial. DOIs of other registries, such as Zenodo's, are not
        known here, and their works are not searched for.

        Raises:
            RefusedError: where Crossref refused before it answered anything.
            SourceError: where there is no usable answer at all.
        """
        http = Http.of(self)
        crossref = Crossref(http=http)
        dois = sorted({value for want in wants for scheme, value in want.identifiers if scheme == "doi" and value})
        titles: dict[str, str] = {}
        for want in wants:
            query = "" if want.identifier("doi") else _query(want)
            if query:
                titles.setdefault(query, want.title)
        asked = list(titles)[: max(0, self.searches)]
        searches = [partial(_search, crossref, query, titles[query]) for query in asked]
        reading = ask_all((*_lookups(crossref, dois), *searches), self.name)
        return Answer(
            records=reading.records,
            partial=f"{len(asked)} of {len(titles)} titles searched for" if len(asked) < len(titles) else "",
            notices=reading.notices,
            requests=http.requests,
        )


def _lookups(crossref: Crossref, dois: Sequence[str]) -> Iterator[Callable[[], Reading]]:
    for batch in batches(dois):
        if is_single(batch[0]):
            yield partial(crossref.by_doi, batch[0])
        else:
            yield partial(crossref.by_dois, batch)


def _search(crossref: Crossref, query: str, title: str) -> Reading:
    """Return the best few works whose titles come close: some works always answer a search."""
    reading = crossref.works({"query.bibliographic": query, "rows": str(CANDIDATES)})
    wanted = plain_form(title[:_LONGEST])
    close = (one for one in reading.records if fuzz.partial_ratio(wanted, plain_form(one.title)) >= _ALIKE)
    return Reading(tuple(close))


def _query(want: Want) -> str:
    """Return title, first author and year in one, "" for a title without a word.

    So Crossref asks to be asked: other parameters cost time and find less. Mathematics is left out, since everybody
    writes it in another way.
    """
    title = _MATHEMATICS.sub(" ", want.title[:_LONGEST])
    if not plain_form(title):
        return ""
    author = (want.author[0].family or want.author[0].literal)[:_LONGEST] if want.author else ""
    year = str(want.issued.year) if want.issued else ""
    return " ".join(f"{title} {author} {year}".split())
