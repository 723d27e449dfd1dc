"""One visit to a profile, by whatever way: what is asked for within the budget, and what becomes of the answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from pubsync.errors import SourceError
from pubsync.frozen import frozen
from pubsync.records.record import Record
from pubsync.sources.http import RefusedError
from pubsync.sources.interface import Answer, Notice
from pubsync.sources.scholar.details import has_details, keep_details
from pubsync.sources.scholar.listing import Listing, ListPage
from pubsync.sources.scholar.pages import PageError, changed_layout

_MOST_FAILURES = 3
"""Works whose own pages can't be read in one run; after them it is not the works' fault."""


class Profile(Protocol):
    """A way to a profile; each call is one request."""

    def page(self, start: int) -> ListPage:
        """Return the page of the list, sorted by date, that begins with row ``start``, counted from 0.

        Raises:
            SourceError: where there is none, or it is another person's.
        """

    def detailed(self, record: Record) -> Record:
        """Return a row's record with what the work's own page says, marked as having it (see ``details``).

        Raises:
            PageError: where this one page is not as it should be.
            SourceError: where no page is to be had.
        """


@frozen(kw_only=True)
class Wishes:
    """What a run asks for: all pages or the first, ``details`` works' own pages, ``budget`` requests at the most.

    ``turn`` tells which of the older pages is looked at again; None takes a number that goes up by one a day.
    """

    all_pages: bool
    details: int
    budget: int
    turn: int | None

    def turn_today(self) -> int:
        """Return ``turn``, or the number of the day."""
        return dt.datetime.now(dt.UTC).date().toordinal() if self.turn is None else self.turn


def visit(profile: Profile, wishes: Wishes, previous: Answer | None, where: str) -> Answer:
    """Ask for the list, then for works' own pages, newest first; ``where`` names the source.

    Records stand in the list's order, newest first; the records of ``previous`` that this run did not come by follow
    unchanged but for their citations, which are unknown. Where anything fails after the first page, a notice says so,
    and nothing more is asked.

    Raises:
        SourceError: where the first page can't be had, or shows no works where there were some.
    """
    return _Visit(profile, wishes, previous, where).answer()


@dataclass(slots=True)
class _Visit:
    profile: Profile
    wishes: Wishes
    previous: Answer | None
    where: str
    requests: int = 0
    failed: bool = False
    refused: SourceError | None = None
    notices: list[Notice] = field(default_factory=list)

    def answer(self) -> Answer:
        listing = Listing(self.previous, all_pages=self.wishes.all_pages, turn=self.wishes.turn_today())
        first, *_ = list(self._pages(listing))
        records = list(listing.records())
        self._add_details(records)
        return Answer(
            records=tuple(records),
            partial=listing.partial(),
            notices=tuple(self.notices),
            statistics=first.statistics,
            owner=first.owner,
            requests=self.requests,
            refused=self.refused,
        )

    def _pages(self, listing: Listing) -> Iterator[ListPage]:
        for start in listing.starts():
            if self.requests >= self.wishes.budget:
                return
            self.requests += 1
            try:
                page = self.profile.page(start)
            except SourceError as error:
                if not start:
                    raise
                self._fail("the list is read in part", error)
                return
            self._check(page, listing, start)
            kept = tuple(keep_details(record, listing.before.get(record.id)) for record in page.records)
            listing.took(start, page._replace(records=kept))
            yield page

    def _check(self, page: ListPage, listing: Listing, start: int) -> None:
        if not start and not page.rows and listing.before:
            raise changed_layout(f"it shows no works, where it showed {len(listing.before)} before", self.where)
        if page.unreadable:
            what = f"{page.unreadable} rows of the profile could not be read"
            self.notices.append(Notice(what, self.where, "if it lasts for days, look for a newer pubsync"))

    def _add_details(self, records: list[Record]) -> None:
        lacking = [at for at, record in enumerate(records) if not has_details(record)]
        lacking.sort(key=lambda at: -(date.year if (date := records[at].issued) else 0))
        wanted, failures = self.wishes.details, 0
        for at in lacking:
            if wanted <= 0 or failures >= _MOST_FAILURES or self.failed or self.requests >= self.wishes.budget:
                return
            self.requests += 1
            try:
                records[at] = self.profile.detailed(records[at])
                wanted -= 1
            except PageError as error:
                failures += 1
                self.notices.append(Notice(error.what, str(records[at].record_id), error.remedy))
            except SourceError as error:
                self._fail("the works' own pages are left for another run", error)

    def _fail(self, what: str, error: SourceError) -> None:
        self.failed = True
        if isinstance(error, RefusedError):
            self.refused = error
        self.notices.append(Notice(f"{what}: {error.what}", self.where, error.remedy))
