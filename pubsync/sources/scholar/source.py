"""The source itself: Scholar's own pages, asked for behind the guard."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from pubsync.errors import SettingsError
from pubsync.frozen import frozen
from pubsync.records.record import Record
from pubsync.sources.http.agent import user_agent
from pubsync.sources.interface import Answer
from pubsync.sources.scholar.details import with_details
from pubsync.sources.scholar.guard import Guard
from pubsync.sources.scholar.library import NO_MORE, list_rows, read_work
from pubsync.sources.scholar.listing import ListPage
from pubsync.sources.scholar.pages import ProfilePage, changed_layout, publication_date, read_profile
from pubsync.sources.scholar.refusals import page_text
from pubsync.sources.scholar.rows import row_to_record
from pubsync.sources.scholar.visit import Wishes, visit

_ID = re.compile(r"[\w-]{4,40}", re.ASCII)
_ORDER = ("user", "hl", "cstart", "pagesize", "view_op", "sortby", "citation_for_view")
_TURN = threading.Lock()
"""One request to Scholar at a time, however many profiles a lab has."""


class _Pace:
    """Keeps requests apart, those for one profile and those for several; used by one thread at a time."""

    def __init__(self) -> None:
        self._who = ""
        self._when = float("-inf")
        self._visit_is_new = True

    def begin(self, name: str) -> None:
        """Begin a visit: it may ask at once where nobody else has been there before it."""
        self._visit_is_new = name == self._who

    def keep(self, name: str, pause: float) -> None:
        """Wait until ``pause`` seconds have passed since the last request."""
        if not self._visit_is_new:
            time.sleep(max(0.0, self._when + pause - time.monotonic()))
        self._who, self._when, self._visit_is_new = name, time.monotonic(), False


_PACE = _Pace()


@frozen(kw_only=True)
class ScholarSource:
    """One person's profile on Google Scholar.

    By default a run asks one page: the newest 100 works, which robots.txt allows. ``pages="all"`` asks for the rest
    as well: all pages until each was read once, then one of the older a run, in turn (see ``listing``). ``details`` is
    the number of works whose own pages are asked for in a run, newest first, until all have been read. No run makes
    more than ``budget`` requests, ``pause`` seconds apart; what it leaves off, the next goes on with. robots.txt
    disallows all pages of the list but the first, so more than that is for the person to decide.

    ``timeout`` are seconds for each request. ``contact`` is a mail address to name in the User-Agent. ``proxy`` is an
    address for this source alone, "" for what the environment says. ``turn`` is a number that goes up by one a day and
    tells which older page is next; None takes it from the calendar.

    Raises:
        SettingsError: where ``scholar_id`` is no id, or the budget is too small for what is wished.
    """

    name: str
    scholar_id: str
    contact: str = ""
    timeout: float = 20
    proxy: str = field(default="", repr=False)
    pages: Literal["first", "all"] = "first"
    details: int = 0
    budget: int = 12
    pause: float = 5
    turn: int | None = None

    def __post_init__(self) -> None:
        """Refuse an id that would change the question, and wishes that could never be met."""
        check_id(self.scholar_id, self.name)
        check_budget(self.budget, self.name, is_first_alone=self.pages == "first" and self.details <= 0)

    @property
    def remote(self) -> bool:
        """It is on the network."""
        return True

    def fetch(self, previous: Answer | None) -> Answer:
        """Ask for the profile; see ``Source``.

        Records keep the page's order, newest first. Those of ``previous`` that this run did not come by stand after
        them, unchanged but for their citations. A refusal of a later page, or of a work's own, is a notice.

        Raises:
            ScholarBlockedError: where Scholar refused; one request was made.
            SourceError: where the answer is not this person's profile as it should be.
        """
        wishes = Wishes(all_pages=self.pages == "all", details=self.details, budget=self.budget, turn=self.turn)
        with _TURN:
            _PACE.begin(self.name)
            return visit(_Asking(self), wishes, previous, self.name)

    @property
    def user_agent(self) -> str:
        """Who asks, honestly."""
        return user_agent(self.contact)


@dataclass(slots=True)
class _Asking:
    """The pages of one profile, asked for one by one; see ``Profile``."""

    source: ScholarSource

    def page(self, start: int) -> ListPage:
        source = self.source
        told: list[ProfilePage] = []

        def answer(path: str) -> str:
            if told:
                return NO_MORE
            text = self._ask(in_allowed_order(path, source.scholar_id, start))
            told.append(read_profile(text, source.scholar_id, source.name))
            return text

        rows = list_rows(source.scholar_id, answer, source.name)
        lines = told[0].author_lines
        return ListPage(
            records=tuple(row_to_record(row, lines.get(row["author_pub_id"], ""), source.name) for row in rows),
            unreadable=told[0].unreadable,
            more=told[0].more,
            owner=told[0].owner,
            statistics=told[0].statistics,
        )

    def detailed(self, record: Record) -> Record:
        source = self.source
        texts: list[str] = []

        def answer(path: str) -> str:
            texts.append(self._ask(in_allowed_order(path, source.scholar_id)))
            return texts[-1]

        work = read_work(record.id, answer, source.name)
        if not work["bib"].get("author"):
            raise changed_layout("a work's own page names no authors", source.name)
        return with_details(record, work, publication_date(texts[-1]))

    def _ask(self, path: str) -> str:
        source = self.source
        _PACE.keep(source.name, source.pause)
        guard = Guard(name=source.name, user_agent=source.user_agent, timeout=source.timeout, proxy=source.proxy)
        return page_text(guard.ask(path), path, source.name)


def check_id(scholar_id: str, where: str) -> None:
    """Refuse what is no id.

    Raises:
        SettingsError: where it could change the question; ``where`` names the source.
    """
    if not _ID.fullmatch(scholar_id):
        raise SettingsError(
            f"{scholar_id[:80]!a} is no Google Scholar id",
            where=where,
            remedy="take the 12 characters after user= in the profile's address",
        )


def check_budget(budget: int, where: str, *, is_first_alone: bool) -> None:
    """Refuse a budget that never reaches what is wished: the first page alone, or more.

    Raises:
        SettingsError: where it is too small; ``where`` names the source.
    """
    if budget < (1 if is_first_alone else 2):
        raise SettingsError(
            f"a budget of {budget} requests is too small",
            where=where,
            remedy="the first page takes one; more pages and works' own pages need at least one more",
        )


def in_allowed_order(path: str, scholar_id: str, start: int = 0) -> str:
    """Return ``path`` with ``user`` as its first parameter: so robots.txt allows it (``Allow: /citations?user=``).

    ``start`` is the row to begin with, from 0.
    """
    parts = urlsplit(path)
    asked = {**dict(parse_qsl(parts.query)), "user": scholar_id} | ({"cstart": str(start)} if start else {})
    ordered = {name: asked[name] for name in _ORDER if name in asked}
    return f"{parts.path}?{urlencode(ordered, safe=':')}"
