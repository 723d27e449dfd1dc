"""The source itself: what is asked in a run, and what becomes of the answers."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from pubsync import __version__
from pubsync.errors import SettingsError, SourceError
from pubsync.records.record import Record
from pubsync.sources.interface import Answer, Notice
from pubsync.sources.scholar.details import has_details, keep_details, with_details
from pubsync.sources.scholar.guard import Guard
from pubsync.sources.scholar.library import list_rows, read_work
from pubsync.sources.scholar.pages import PageError, ProfilePage, changed_layout, publication_date, read_profile
from pubsync.sources.scholar.refusals import page_text
from pubsync.sources.scholar.rows import row_to_record

MOST_PAGES = 30
"""Of 100 rows each; a profile that goes on after that is read in part."""

_ID = re.compile(r"[\w-]{4,40}", re.ASCII)
_ORDER = ("user", "hl", "cstart", "pagesize", "view_op", "sortby", "citation_for_view")
_NO_MORE = '<button id="gsc_bpf_more" disabled></button>'
"""A page at which scholarly's reading of the list ends."""

_TURN = threading.Lock()
"""One request to Scholar at a time, however many profiles a lab has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScholarSource:
    """One person's profile on Google Scholar.

    By default a run asks one page: the newest 100 works, which robots.txt allows. ``pages="all"`` asks for the rest
    as well, and ``details`` is the number of works whose own pages are asked for in a run, ``pause`` seconds apart;
    robots.txt disallows the first of these, so both are for the person to decide.

    ``timeout`` are seconds for each request. ``contact`` is a mail address to name in the User-Agent. ``proxy`` is an
    address for this source alone, "" for what the environment says.

    Raises:
        SettingsError: where ``scholar_id`` is no id.
    """

    name: str
    scholar_id: str
    contact: str = ""
    timeout: float = 20
    proxy: str = field(default="", repr=False)
    pages: Literal["first", "all"] = "first"
    details: int = 0
    pause: float = 5

    def __post_init__(self) -> None:
        """Refuse an id that would change the question."""
        if not _ID.fullmatch(self.scholar_id):
            raise SettingsError(
                f"{self.scholar_id[:80]!a} is no Google Scholar id",
                where=self.name,
                remedy="take the 12 characters after user= in the profile's address",
            )

    @property
    def remote(self) -> bool:
        """It is on the network."""
        return True

    def fetch(self, previous: Answer | None) -> Answer:
        """Ask for the profile; see ``Source``.

        Records keep the page's order, newest first. Where the list is partial, the records of ``previous`` that it
        leaves out stand after it, unchanged. A refusal of a later page, or of a work's own, is a notice.

        Raises:
            ScholarBlockedError: where Scholar refused; one request was made.
            SourceError: where the answer is not this person's profile as it should be.
        """
        with _TURN:
            return _Visit(self, previous).answer()

    @property
    def user_agent(self) -> str:
        """Who asks, honestly."""
        contact = f"; mailto:{self.contact}" if self.contact else ""
        return f"pubsync/{__version__} (+https://pypi.org/project/pubsync{contact})"


@dataclass(slots=True)
class _Visit:
    """One fetch: what has been asked, and what came of it."""

    source: ScholarSource
    previous: Answer | None
    requests: int = 0
    pages: list[ProfilePage] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    more: bool = False

    def answer(self) -> Answer:
        source = self.source
        rows = list_rows(source.scholar_id, self._list_page, source.name)
        lines = {id_: line for page in self.pages for id_, line in page.author_lines.items()}
        listed = [row_to_record(row, lines.get(row["author_pub_id"], ""), source.name) for row in rows]
        fresh = {record.id: record for record in listed}
        before = self._before()
        if before and not fresh:
            raise changed_layout(f"it shows no works, where it showed {len(before)} before", source.name)
        records = [keep_details(record, before.get(id_)) for id_, record in fresh.items()]
        self._add_details(records)
        kept = [record for id_, record in before.items() if id_ not in fresh] if self.more else []
        return Answer(
            records=(*records, *kept),
            partial=f"{len(fresh)} rows; more exist" if self.more else "",
            notices=tuple(self.notices),
            statistics=self.pages[0].statistics,
            owner=self.pages[0].owner,
            requests=self.requests,
        )

    def _before(self) -> dict[str, Record]:
        known = self.previous.records if self.previous else ()
        return {record.id: record for record in known if isinstance(record, Record)}

    def _list_page(self, path: str) -> str:
        """Answer scholarly's question for a page of the list; the page that ends it where no more are to be asked."""
        source = self.source
        if self.pages and (source.pages == "first" or len(self.pages) >= MOST_PAGES):
            return _NO_MORE
        try:
            text = self._ask(path)
            page = read_profile(text, source.scholar_id, source.name)
        except SourceError as error:
            if not self.pages:
                raise
            self.notices.append(Notice(f"the list is read in part: {error.what}", source.name, error.remedy))
            return _NO_MORE
        return self._took(page, text)

    def _took(self, page: ProfilePage, text: str) -> str:
        known = {id_ for earlier in self.pages for id_ in earlier.author_lines}
        if self.pages and not page.author_lines.keys() - known:
            # Past the end stands an empty page; the same rows again say nothing about the rest.
            self.more = self.more and bool(page.author_lines)
            return _NO_MORE
        if page.unreadable:
            what = f"{page.unreadable} rows of the profile could not be read"
            self.notices.append(Notice(what, self.source.name, "if it lasts for days, look for a newer pubsync"))
        self.pages.append(page)
        self.more = page.more
        return text

    def _add_details(self, records: list[Record]) -> None:
        wanted = [at for at, record in enumerate(records) if not has_details(record)][: self.source.details]
        for at in wanted:
            try:
                records[at] = self._with_details(records[at])
            except PageError as error:
                self.notices.append(Notice(error.what, str(records[at].record_id), error.remedy))
            except SourceError as error:
                what = f"the works' own pages are left for another run: {error.what}"
                self.notices.append(Notice(what, self.source.name, error.remedy))
                return

    def _with_details(self, record: Record) -> Record:
        texts: list[str] = []

        def ask(path: str) -> str:
            texts.append(self._ask(path))
            return texts[-1]

        work = read_work(record.id, ask, self.source.name)
        if not work["bib"].get("author"):
            raise changed_layout("a work's own page names no authors", self.source.name)
        return with_details(record, work, publication_date(texts[-1]))

    def _ask(self, path: str) -> str:
        source = self.source
        if self.requests:
            time.sleep(source.pause)
        self.requests += 1
        asked = in_allowed_order(path, source.scholar_id)
        guard = Guard(name=source.name, user_agent=source.user_agent, timeout=source.timeout, proxy=source.proxy)
        return page_text(guard.ask(asked), asked, source.name)


def in_allowed_order(path: str, scholar_id: str) -> str:
    """Return ``path`` with ``user`` as its first parameter: so robots.txt allows it (``Allow: /citations?user=``)."""
    parts = urlsplit(path)
    asked = {**dict(parse_qsl(parts.query)), "user": scholar_id}
    ordered = {name: asked[name] for name in _ORDER if name in asked}
    return f"{parts.path}?{urlencode(ordered, safe=':')}"
