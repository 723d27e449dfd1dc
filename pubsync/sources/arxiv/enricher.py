"""Works looked up by their arXiv id, else by their title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from functools import partial
from itertools import chain
from pathlib import Path

from pubsync.frozen import frozen
from pubsync.sources.arxiv.api import ask_for, search
from pubsync.sources.arxiv.ids import paper_id
from pubsync.sources.arxiv.queries import batches, title_query
from pubsync.sources.http import Http
from pubsync.sources.interface import Answer, Want
from pubsync.sources.questions import ask_all


@frozen(kw_only=True)
class ArxivEnricher:
    """arXiv for works already known; see ``Enricher``.

    Ids are asked for a hundred at a time. ``searches`` is the number of works without one whose titles are searched
    for in a run, one request each. For the other fields see ``Http``.
    """

    name: str = "arxiv"
    searches: int = 5
    contact: str = ""
    proxy: str = field(default="", repr=False)
    timeout: float = 20
    pause: float = 3
    cache: Path | None = None

    def look_up(self, wants: Sequence[Want]) -> Answer:
        """Ask for works by id, then search for titles; see ``Enricher``. Records are sorted by id.

        Works past the budget of searches make the answer partial.

        Raises:
            RefusedError: where arXiv refused before it answered anything.
            SourceError: where there is no usable answer at all.
        """
        http = Http.of(self)
        known = [(want, paper_id(want.identifier("arxiv"))) for want in wants]
        ids = list(dict.fromkeys(id_ for _, id_ in known if id_))
        queries = list(dict.fromkeys(filter(None, (title_query(want) for want, id_ in known if not id_))))
        asked = queries[: max(0, self.searches)]
        by_id = (partial(ask_for, http, some) for some in batches(ids))
        by_title = (partial(search, http, query) for query in asked)
        reading = ask_all(chain(by_id, by_title), self.name)
        return Answer(
            records=reading.records,
            partial=f"{len(asked)} of {len(queries)} titles searched for" if len(asked) < len(queries) else "",
            notices=reading.notices,
            requests=http.requests,
        )
