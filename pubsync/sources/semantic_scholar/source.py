"""A person's papers: what is asked in a run, and what becomes of the answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from pubsync.errors import SettingsError, SourceError
from pubsync.frozen import frozen
from pubsync.sources.answers import count, part, text
from pubsync.sources.http import Http, RefusedError
from pubsync.sources.interface import Answer, Notice, Statistics
from pubsync.sources.semantic_scholar.graph import NOT_FOUND, Graph, changed, checked_key
from pubsync.sources.semantic_scholar.papers import FIELDS, read_papers

PAGE = 300
"""Papers of a request. The API takes 1,000, but none of its answers may pass 10 MB, and collaborations' papers come
with 500 authors each."""
FURTHEST = 10_000
"""``offset`` and ``limit`` together must stay below it."""

_ID = re.compile(r"(?:https?://www\.semanticscholar\.org/author/(?:[^/\s]{1,200}/)?)?(\d{1,15})/?", re.ASCII)
_REMEDY = "take the number at the end of the author page's address, https://www.semanticscholar.org/author/…"


@frozen(kw_only=True)
class SemanticScholarSource:
    """The papers of one author of Semantic Scholar; see ``Source``.

    ``author_id`` is the number of the author's page, or its address. Record ids are the papers' ``paperId``. A run
    asks for the list, 300 papers in a request, and for the author's name and counts. ``api_key`` is for more than the
    pool that all share. The other fields are as ``Http`` has them.

    Raises:
        SettingsError: where ``author_id`` is no id, or the key can be none.
    """

    name: str
    author_id: str
    api_key: str = field(default="", repr=False)
    contact: str = ""
    proxy: str = field(default="", repr=False)
    timeout: float = 20
    pause: float = 1.1
    cache: Path | None = None

    def __post_init__(self) -> None:
        """Keep the number alone, and refuse what is none."""
        found = _ID.fullmatch(self.author_id.strip())
        if not found:
            raise SettingsError(
                f"{self.author_id[:80]!a} is no Semantic Scholar author id", where=self.name, remedy=_REMEDY
            )
        object.__setattr__(self, "author_id", found.group(1))
        object.__setattr__(self, "api_key", checked_key(self.api_key, self.name))

    @property
    def remote(self) -> bool:
        """It is on the network."""
        return True

    def fetch(self, previous: Answer | None) -> Answer:
        """Ask for the author's papers; see ``Source``. Records are sorted by id.

        Where a later part of the list can't be had, the list is partial, and the records of ``previous`` that it
        leaves out stand after it. That the author's own page can't be had is a notice.

        Raises:
            RefusedError: where Semantic Scholar refused.
            SourceError: where the answer is not an author's list as it should be.
        """
        return _Visit(self, previous).answer()


@dataclass(slots=True)
class _Visit:
    """One fetch: what has been asked, and what came of it."""

    source: SemanticScholarSource
    previous: Answer | None
    graph: Graph = field(init=False)
    notices: list[Notice] = field(default_factory=list)
    refused: bool = False

    def __post_init__(self) -> None:
        source = self.source
        http = Http.of(source)
        self.graph = Graph(http=http, key=source.api_key)

    def answer(self) -> Answer:
        rows, more = self._rows()
        reading = read_papers(rows, self.source.name)
        before = self.previous.records if self.previous else ()
        if not reading.records:
            since = f", where it listed {len(before)} before" if before else ""
            raise SourceError(f"lists no papers that can be read{since}", where=self.source.name, remedy=_REMEDY)
        author = self._author()
        named = {record.id for record in reading.records}
        kept = [record for record in before if record.id not in named] if more else []
        return Answer(
            records=(*reading.records, *kept),
            partial=f"{len(named)} papers; more exist" if more else "",
            notices=(*reading.notices, *self.notices),
            statistics=Statistics(
                citations=count(part(author, "citationCount")), h_index=count(part(author, "hIndex"))
            ),
            requests=self.graph.http.requests,
            owner=text(part(author, "name")),
        )

    def _rows(self) -> tuple[list[object], bool]:
        """Return the list, and whether more of it exists than was had."""
        rows: list[object] = []
        offset = 0
        while offset + PAGE < FURTHEST:
            try:
                found, following = self._page(offset)
            except SourceError as error:
                if offset == 0:
                    raise
                self.refused = isinstance(error, RefusedError)
                what = f"the list is read in part: {error.what}"
                self.notices.append(Notice(what, self.source.name, error.remedy))
                return rows, True
            rows += found
            if following is None:
                return rows, False
            offset = following
        return rows, True

    def _page(self, offset: int) -> tuple[list[object], int | None]:
        """Return the papers from ``offset`` on, and where the next page begins, None at the list's end."""
        name, id_ = self.source.name, self.source.author_id
        parameters = {"fields": FIELDS, "limit": str(PAGE), "offset": str(offset)}
        reply = self.graph.get(f"/author/{id_}/papers", parameters)
        if reply.status == NOT_FOUND:
            raise SourceError(f"Semantic Scholar knows no author {id_}", where=name, remedy=_REMEDY)
        found = self.graph.json_of(reply)
        papers, following = part(found, "data"), part(found, "next")
        if not isinstance(papers, list):
            raise changed("holds no list of papers", name)
        if following is None:
            return papers, None
        start = count(following)
        if start is None or start <= offset:
            raise changed("names no next page that comes after this one", name)
        return papers, start

    def _author(self) -> object:
        """Return what is said of the author, None where it can't be had."""
        if self.refused:
            return None
        try:
            reply = self.graph.get(f"/author/{self.source.author_id}", {"fields": "name,hIndex,citationCount"})
            return self.graph.json_of(reply)
        except SourceError as error:
            what = f"the author's name and counts can't be had: {error.what}"
            self.notices.append(Notice(what, self.source.name, error.remedy))
            return None
