"""Works looked up by their title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from functools import partial
from pathlib import Path

from pubsync.errors import SourceError
from pubsync.frozen import frozen
from pubsync.sources.dblp.hits import query_for, read_hits
from pubsync.sources.dblp.replies import ADDRESS, checked
from pubsync.sources.http import Http, json_of
from pubsync.sources.interface import Answer, Want
from pubsync.sources.questions import Reading, ask_all

_MOST_HITS = 5
_NOT_FOUND = 404


@frozen(kw_only=True)
class DblpEnricher:
    """DBLP's search for works already known; see ``Enricher``.

    DBLP has no search in batches, so a run asks for the first ``searches`` works alone, one request each. For the
    other fields see ``Http``.
    """

    name: str = "dblp"
    searches: int = 10
    contact: str = ""
    proxy: str = field(default="", repr=False)
    timeout: float = 20
    pause: float = 1.5
    cache: Path | None = None

    def look_up(self, wants: Sequence[Want]) -> Answer:
        """Search for each work's title and first author; see ``Enricher``. Records are sorted by id.

        Works past the budget make the answer partial.

        Raises:
            RefusedError: where DBLP refused before it answered anything.
            SourceError: where there is no usable answer at all.
        """
        http = Http.of(self)
        queries = list(dict.fromkeys(filter(None, map(query_for, wants))))
        asked = queries[: max(0, self.searches)]
        reading = ask_all((partial(self._search, http, query) for query in asked), self.name)
        return Answer(
            records=reading.records,
            partial=f"{len(asked)} of {len(queries)} works asked for" if len(asked) < len(queries) else "",
            notices=reading.notices,
            requests=http.requests,
        )

    def _search(self, http: Http, query: str) -> Reading:
        parameters = {"q": query, "format": "json", "h": str(_MOST_HITS), "c": "0"}
        reply = checked(http.get(f"{ADDRESS}/search/publ/api", params=parameters), self.name)
        if reply.status == _NOT_FOUND:
            raise SourceError("answered a search with HTTP 404", where=self.name, remedy="the next run asks again")
        return read_hits(json_of(reply, self.name), self.name)
