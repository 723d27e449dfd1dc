"""How OpenAlex is asked: where, with which key, and what may be done about a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import NamedTuple

from pubsync.errors import SourceError
from pubsync.frozen import frozen
from pubsync.sources.answers import count, part, parts
from pubsync.sources.http import Http, RefusedError, json_of

API = "https://api.openalex.org"
KEY_VARIABLE = "OPENALEX_API_KEY"
PER_PAGE = 100
"""Works of one page, and values of one filter: the most that OpenAlex takes
(https://help.openalex.org/api/authentication/#rate-limits)."""

SELECTED = (
    "id,doi,ids,title,type,publication_date,publication_year,authorships,primary_location,best_oa_location,"
    "locations,biblio,is_retracted,cited_by_count,abstract_inverted_index"
)
"""What of a work is used. One name that OpenAlex does not know spoils the whole answer, so these are all documented
(https://help.openalex.org/data/works/attributes/)."""

_NOT_FOUND, _UNAUTHORIZED = 404, 401
_WITHOUT_KEY = (
    f"without a key few questions a day are free; get one at https://openalex.org/settings/api and set {KEY_VARIABLE}"
)


@frozen(kw_only=True)
class Access:
    """Who asks, and how; the fields are as ``Http`` has them.

    ``api_key`` is free and worth ten times the questions that are answered without one in a day
    (https://help.openalex.org/api/authentication/).
    """

    name: str
    api_key: str = field(default="", repr=False)
    contact: str = ""
    proxy: str = field(default="", repr=False)
    timeout: float = 20
    pause: float = 0.1
    cache: Path | None = None

    def line(self) -> Line:
        """Open a line to OpenAlex for one run."""
        http = Http.of(self)
        return Line(http, self.api_key.strip())


class Page(NamedTuple):
    """One page of a list: ``total`` is how many works the whole list has; those of this page are as they came."""

    total: int
    works: list[dict[str, object]]


@frozen()
class Line:
    """Asks, and counts what it asked; the key goes by a header, so that no address or error holds it."""

    http: Http
    key: str = field(repr=False)

    @property
    def requests(self) -> int:
        """How often the network was asked."""
        return self.http.requests

    def works(self, search: str, page: int = 1, per_page: int = PER_PAGE) -> Page:
        """Ask for a page of the works that the filter ``search`` finds.

        Pages are counted, since OpenAlex gives cursors only to those with a key; both ways end at the same works, but
        counted pages reach no further than 10,000 (https://help.openalex.org/api/paging/).

        Raises:
            SourceError: where there is no such list.
        """
        asked = {"filter": search, "select": SELECTED, "per_page": str(per_page), "page": str(page)}
        answer = self.get("/works", asked)
        total, results = count(part(answer, "meta", "count")), part(answer, "results")
        if total is None or not isinstance(results, list):
            raise changed("holds no list of works", self.http.name)
        return Page(total, parts(results))

    def get(self, path: str, asked: Mapping[str, str]) -> object:
        """Return what OpenAlex answers, None where there is no such thing.

        Raises:
            SourceError: where there is no answer.
        """
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else None
        try:
            reply = self.http.get(f"{API}{path}", params=asked, headers=headers)
        except RefusedError as error:
            raise RefusedError(
                error.what,
                status=error.status,
                retry_after=error.retry_after,
                where=error.where,
                remedy=self._remedy(error),
            ) from error
        return None if reply.status == _NOT_FOUND else json_of(reply, self.http.name)

    def _remedy(self, error: RefusedError) -> str:
        if not self.key:
            return _WITHOUT_KEY
        if error.status == _UNAUTHORIZED:
            return f"check {KEY_VARIABLE} against https://openalex.org/settings/api"
        return error.remedy


def changed(what: str, source: str) -> SourceError:
    """Return the error of an answer that is not as documented."""
    return SourceError(
        f"OpenAlex's answer has changed or is damaged: it {what}",
        where=source,
        remedy="if it lasts for days, look for a newer pubsync",
    )
