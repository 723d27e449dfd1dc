"""Papers looked up by their identifiers, else by their title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from functools import partial
from pathlib import Path

from rapidfuzz import fuzz

from pubsync.frozen import frozen
from pubsync.records.text import plain_form
from pubsync.sources.answers import part
from pubsync.sources.http import Http
from pubsync.sources.interface import Answer, Want
from pubsync.sources.questions import Reading, ask_all
from pubsync.sources.semantic_scholar.graph import NOT_FOUND, Graph, changed, checked_key
from pubsync.sources.semantic_scholar.papers import FIELDS, read_papers

BATCH = 300
"""Ids of a request. The API takes 500, but none of its answers may pass 10 MB, and collaborations' papers come with
500 authors each."""

_PREFIXES = {"doi": "DOI:", "arxiv": "ARXIV:", "pmid": "PMID:", "pmcid": "PMCID:"}
_KNOWN = "649def34f8be52c8b66281af98ae884c09aef38b"
"""The paper of the API's own documentation. It closes each batch, since one in which no id is known is answered with
HTTP 400, like a question that is wrong."""

_LONGEST = 300
_ALIKE = 85.0
_MATHEMATICS = re.compile(r"\$[^$]{0,200}\$")
_NOT_WORDS = re.compile(r"[\W_]+")


@frozen(kw_only=True)
class SemanticScholarEnricher:
    """Semantic Scholar for works already known; see ``Enricher``.

    DOIs, arXiv, PubMed and PubMed Central ids are asked for 300 at a time. ``searches`` is the number of works without
    one whose titles are looked up in a run, one request each. ``api_key`` is for more than the pool that all share.
    The other fields are as ``Http`` has them.

    Raises:
        SettingsError: where the key can be none.
    """

    name: str = "semantic_scholar"
    searches: int = 5
    api_key: str = field(default="", repr=False)
    contact: str = ""
    proxy: str = field(default="", repr=False)
    timeout: float = 20
    pause: float = 1.1
    cache: Path | None = None

    def __post_init__(self) -> None:
        """Refuse a key that can't be sent."""
        object.__setattr__(self, "api_key", checked_key(self.api_key, self.name))

    def look_up(self, wants: Sequence[Want]) -> Answer:
        """Ask for papers by id, then by title; see ``Enricher``. Records are sorted by id.

        Works past the budget of searches make the answer partial.

        Raises:
            RefusedError: where Semantic Scholar refused before it answered anything.
            SourceError: where there is no usable answer at all.
        """
        http = Http.of(self)
        graph = Graph(http=http, key=self.api_key)
        ids = sorted({id_ for want in wants for id_ in _ids(want)})
        unknown = (want.title for want in wants if not any(_ids(want)))
        titles = [one for one in dict.fromkeys(unknown) if _query(one)]
        asked = titles[: max(0, self.searches)]
        reading = ask_all(self._questions(graph, ids, asked), self.name)
        return Answer(
            records=reading.records,
            partial=f"{len(asked)} of {len(titles)} titles searched for" if len(asked) < len(titles) else "",
            notices=reading.notices,
            requests=http.requests,
        )

    def _questions(self, graph: Graph, ids: Sequence[str], titles: Sequence[str]) -> Iterator[Callable[[], Reading]]:
        for start in range(0, len(ids), BATCH):
            yield partial(self._batch, graph, ids[start : start + BATCH])
        for title in titles:
            yield partial(self._match, graph, title)

    def _batch(self, graph: Graph, ids: Sequence[str]) -> Reading:
        """Return the papers of ids; unknown ones are ``null``, in the place of their id."""
        reply = graph.post("/paper/batch", {"ids": [*ids, _KNOWN]}, {"fields": FIELDS})
        rows = graph.json_of(reply)
        if reply.status == NOT_FOUND or not isinstance(rows, list) or len(rows) != len(ids) + 1:
            raise changed(f"holds no list of papers for {len(ids)} ids", self.name)
        return read_papers(rows[:-1], self.name)

    def _match(self, graph: Graph, title: str) -> Reading:
        """Return the paper whose title comes closest, where it comes close: some paper always does."""
        reply = graph.get("/paper/search/match", {"query": _query(title), "fields": FIELDS})
        if reply.status == NOT_FOUND:
            return Reading()
        rows = part(graph.json_of(reply), "data")
        if not isinstance(rows, list):
            raise changed("holds no list of matches", self.name)
        reading = read_papers(rows, self.name)
        wanted = plain_form(title[:_LONGEST])
        close = (one for one in reading.records if fuzz.partial_ratio(wanted, plain_form(one.title)) >= _ALIKE)
        return reading._replace(records=tuple(close))


def _ids(want: Want) -> Iterator[str]:
    for scheme, value in want.identifiers:
        if value and scheme in _PREFIXES:
            yield _PREFIXES[scheme] + (value.upper().removeprefix("PMC") if scheme == "pmcid" else value)


def _query(title: str) -> str:
    """Return a title's words alone: hyphens are taken for an operator, and mathematics is written in many ways."""
    return _NOT_WORDS.sub(" ", _MATHEMATICS.sub(" ", title[:_LONGEST])).strip()
