"""A profile by way of SerpApi, a paid service that asks Scholar itself (https://serpapi.com/google-scholar-author-api)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pubsync.errors import SettingsError, SourceError, UnreachableError
from pubsync.frozen import frozen
from pubsync.records.record import Record
from pubsync.sources.http import Http, RefusedError, json_of
from pubsync.sources.interface import Answer
from pubsync.sources.scholar.listing import PAGE_ROWS, ListPage
from pubsync.sources.scholar.serpapi_answers import read_citation, read_list, refusal
from pubsync.sources.scholar.source import check_budget, check_id
from pubsync.sources.scholar.visit import Wishes, visit

ADDRESS = "https://serpapi.com/search.json"


@frozen(kw_only=True)
class SerpApiSource:
    """One person's profile on Google Scholar, as SerpApi reads it; see ``Source``.

    It gives the records that ``ScholarSource`` gives, under the same ids, so that one can take the other's place;
    ``pages``, ``details``, ``budget`` and ``turn`` mean the same. Every request is a search that the key is charged
    for, unless SerpApi has answered it within the hour. Answers are never kept on disk, since their addresses hold the
    key.

    Raises:
        SettingsError: where ``scholar_id`` is no id, there is no key, or the budget is too small for what is wished.
    """

    name: str
    scholar_id: str
    api_key: str = field(repr=False)
    contact: str = ""
    timeout: float = 60
    proxy: str = field(default="", repr=False)
    pages: Literal["first", "all"] = "first"
    details: int = 0
    budget: int = 12
    pause: float = 1
    turn: int | None = None

    def __post_init__(self) -> None:
        """Refuse what could never be answered."""
        check_id(self.scholar_id, self.name)
        check_budget(self.budget, self.name, is_first_alone=self.pages == "first" and self.details <= 0)
        if not self.api_key.strip():
            raise SettingsError(
                "SerpApi needs a key",
                where=self.name,
                remedy="set SERPAPI_API_KEY to the one shown at https://serpapi.com/manage-api-key",
            )

    @property
    def remote(self) -> bool:
        """It is on the network."""
        return True

    def fetch(self, previous: Answer | None) -> Answer:
        """Ask for the profile; see ``Source`` and ``ScholarSource.fetch``.

        Raises:
            RefusedError: where SerpApi refused the key, or has no searches left for it.
            SourceError: where the answer is not this person's profile as it should be.
        """
        http = Http(
            name=self.name, contact=self.contact, proxy=self.proxy, timeout=self.timeout, pause=self.pause, cache=None
        )
        wishes = Wishes(all_pages=self.pages == "all", details=self.details, budget=self.budget, turn=self.turn)
        return visit(_Asking(self, http), wishes, previous, self.name)


@dataclass(slots=True)
class _Asking:
    """The pages of one profile, asked for one by one; see ``Profile``."""

    source: SerpApiSource
    http: Http

    def page(self, start: int) -> ListPage:
        asked = {"sort": "pubdate", "num": str(PAGE_ROWS)} | ({"start": str(start)} if start else {})
        return read_list(self._ask(asked), start, self.source.scholar_id, self.source.name)

    def detailed(self, record: Record) -> Record:
        return read_citation(self._ask({"view_op": "view_citation", "citation_id": record.id}), record)

    def _ask(self, parameters: dict[str, str]) -> object:
        """Ask once; neither the answer nor an error holds the key, which stands in the address."""
        source = self.source
        key = source.api_key.strip()
        who = {"engine": "google_scholar_author", "author_id": source.scholar_id, "hl": "en"}
        try:
            reply = self.http.get(ADDRESS, params=who | parameters | {"api_key": key})
        except RefusedError as error:
            if error.status in (401, 403, 429):
                raise refusal(error.status, error.retry_after, source.name) from None
            raise error from None
        except SourceError as error:
            kind = UnreachableError if isinstance(error, UnreachableError) else SourceError
            raise kind(error.what.replace(key, "…"), where=source.name, remedy=error.remedy) from None
        answer: object = json_of(reply._replace(body=reply.body.replace(key.encode(), b"")), source.name)
        return answer
