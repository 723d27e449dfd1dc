"""Which pages of a profile's list a run asks for, and what is known of the list after them. Pure.

The list is sorted by date, newest first, a hundred rows a page, and says nowhere how long it is. So the first page is
asked for in every run. The others are, where they are wanted, until all rows have been seen once, over as many runs as
that takes; then one of them a run, in turn, so that a row that has changed or vanished is noticed after as many nights
as there are pages. The end of the list tells how long it is. Where more rows are known than that, some have vanished,
and which ones is found by asking for every page once more.

What has to be known for that from run to run stands in the records and in ``partial`` alone, and both stay as they are
in a night without news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from pubsync.records.record import Record
from pubsync.sources.interface import Answer, Statistics

PAGE_ROWS = 100
MOST_ROWS = 3000
"""A profile that goes on after that is read in part."""
_CYCLE = 31
"""Prime and more than the pages there are: whatever the days between two runs, each page has its turn."""
_ANEW = " read anew"
_UNCHECKED = "scholar_unchecked"
"""Marks a record that has not been seen since the list was found to be shorter than what is known of it."""


class ListPage(NamedTuple):
    """A page of the list: its readable rows, how many others it has, and whether the list goes on after it."""

    records: tuple[Record, ...]
    unreadable: int
    more: bool
    owner: str = ""
    statistics: Statistics = Statistics()

    @property
    def rows(self) -> int:
        """How many rows stand on it."""
        return len(self.records) + self.unreadable


class Listing:
    """The list of a profile in one run.

    ``previous`` is the last good answer. ``all_pages`` is whether other pages than the first are wanted. ``turn`` is a
    number that goes up by one a day. Ask for the pages at ``starts``, and tell what they said by ``took`` before the
    next is drawn; it may be left off after any of them. ``records`` and ``partial`` are the result.
    """

    def __init__(self, previous: Answer | None, *, all_pages: bool, turn: int) -> None:
        """Take over what is known."""
        known = [record for record in (previous.records if previous else ()) if isinstance(record, Record)]
        self.before = {record.id: _without_mark(record) for record in known}
        self._told = previous.partial if previous else ""
        self._checked = {record.id for record in known if record == self.before[record.id]}
        self._all_pages = all_pages
        self._turn = turn
        self._pages: dict[int, ListPage] = {}
        self._seen: dict[str, Record] = {}
        self._repeats = False
        self._reached = 0
        self._is_pass = False
        self._is_anew = _ANEW in self._told
        self._is_whole = False

    def starts(self) -> Iterator[int]:
        """Yield the rows, from 0, at which the pages to ask for begin."""
        yield 0
        first = self._pages[0]
        reached = _rows_told(self._told)
        if not first.more:
            self._is_whole = True
        elif not self._all_pages:
            return
        elif first.records and first.records[-1].id not in self.before:
            # More is new than one page shows, so nobody knows where the rows of before stand now.
            yield from self._anew()
        elif 0 < reached < MOST_ROWS:
            self._is_pass = True
            self._checked.update(record.id for record in first.records)
            yield from self._pages_from(reached)
        else:
            yield from self._one_in_turn()

    def took(self, start: int, page: ListPage) -> None:
        """Take the page at ``start``, its records with the details that are kept."""
        self._repeats = bool(page.rows) and all(record.id in self._seen for record in page.records)
        self._pages[start] = page
        for record in page.records:
            self._seen.setdefault(record.id, record)

    def records(self) -> tuple[Record, ...]:
        """Return the rows seen in this run, in the list's order, then those of before that it may still have."""
        ordered = {record.id: record for start in sorted(self._pages) for record in self._pages[start].records}
        gone = self._gone()
        kept = {id_: record for id_, record in self.before.items() if id_ not in ordered and id_ not in gone}
        return tuple(self._marked(record) for record in (*ordered.values(), *kept.values()))

    def partial(self) -> str:
        """Say how the list is incomplete, "" where it is whole."""
        if self._is_whole:
            return ""
        if not self._all_pages:
            return f"{self._pages[0].rows} rows; more exist"
        if not self._is_pass:
            return self._told
        return f"{self._reached} rows{_ANEW if self._is_anew else ''}; more exist"

    def _one_in_turn(self) -> Iterator[int]:
        known = len(self.before | self._seen)
        older = max(1, -(-min(known, MOST_ROWS) // PAGE_ROWS) - 1)
        start = PAGE_ROWS * (1 + self._turn % _CYCLE % older)
        yield start
        page = self._pages[start]
        surplus = len(self.before | self._seen) - (start + page.rows)
        if page.more and surplus <= 0:
            self._checked.update(record.id for record in self._pages[0].records)
            self._check(page)
            yield from self._pages_from(start + page.rows)
        elif not page.more and surplus > 0:
            yield from self._anew()

    def _anew(self) -> Iterator[int]:
        """Begin to look at every row once more."""
        self._is_pass = True
        self._is_anew |= bool(self.before) and not self._told
        self._checked = {record.id for record in self._pages[0].records}
        yield from self._pages_from(0)

    def _pages_from(self, start: int) -> Iterator[int]:
        """Yield what is not yet asked for, from ``start`` or the end of the first page to the end of the list."""
        start = self._reached = max(start, self._pages[0].rows)
        while start < MOST_ROWS:
            if start not in self._pages:
                yield start
                if self._repeats:
                    return  # the same rows again say nothing about the rest
            page = self._pages[start]
            if not (page.more and page.rows):
                self._is_whole = True
                return
            self._check(page)
            start = self._reached = start + page.rows

    def _check(self, page: ListPage) -> None:
        """Count a page as looked at; one with rows that nobody knew shows that there may be more of them."""
        self._is_pass |= any(record.id not in self.before for record in page.records)
        self._checked.update(record.id for record in page.records)

    def _gone(self) -> frozenset[str]:
        """Return the ids of before that are no longer listed; of a page that can't be read whole nothing is said."""
        if any(page.unreadable for page in self._pages.values()):
            return frozenset()
        missing = self.before.keys() - self._seen.keys()
        if self._is_whole:
            return frozenset(missing - self._checked if self._pages[0].more else missing)
        years = [_year(record) for record in self._pages[0].records]
        if years != sorted(years, reverse=True):
            return frozenset()
        return frozenset(id_ for id_ in missing if _year(self.before[id_]) > years[-1] > 0)

    def _marked(self, record: Record) -> Record:
        if self._is_whole or not self._is_pass or record.id in self._checked:
            return record
        return replace(record, extra=(*record.extra, (_UNCHECKED, "yes")))


def _rows_told(partial: str) -> int:
    """Return how many rows a list was read in part to; see ``Listing.partial``."""
    found = re.match(r"([0-9]{1,6}) rows", partial)
    return int(found.group(1)) if found else 0


def _year(record: Record) -> int:
    return record.issued.year if record.issued else 0


def _without_mark(record: Record) -> Record:
    if all(name != _UNCHECKED for name, _ in record.extra):
        return record
    return replace(record, extra=tuple(pair for pair in record.extra if pair[0] != _UNCHECKED))
