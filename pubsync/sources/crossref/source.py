"""The works of a person: what is asked in a run, and what becomes of the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pubsync.errors import SettingsError, SourceError
from pubsync.frozen import frozen
from pubsync.sources.answers import count, part, raw
from pubsync.sources.crossref.api import ROWS, Crossref
from pubsync.sources.crossref.people import has_orcid, name_of
from pubsync.sources.crossref.works import read_works
from pubsync.sources.http import Http
from pubsync.sources.interface import Answer, Notice

MOST_PAGES = 100
"""Of 40 works each; a list that goes on after that is read in part."""

_ID = re.compile(r"(?:.*\borcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?", re.ASCII | re.IGNORECASE)
_REMEDY = "take the 16 digits at the end of the record's address, https://orcid.org/0000-…"
_FEW = "publishers must have registered the iD with the works; the source orcid lists what the person keeps there"


@frozen(kw_only=True)
class CrossrefSource:
    """The works that publishers registered with a person's ORCID iD; see ``Source``.

    ``orcid`` is the iD, bare or as an address. Record ids are DOIs in lower case. A run asks for 40 works in a
    request. ``contact`` is sent along for the polite pool. The other fields are as ``Http`` has them.

    Raises:
        SettingsError: where ``orcid`` is no iD.
    """

    name: str
    orcid: str
    contact: str = ""
    proxy: str = field(default="", repr=False)
    timeout: float = 20
    pause: float = 1
    cache: Path | None = None

    def __post_init__(self) -> None:
        """Keep the iD alone, and refuse what is none."""
        found = _ID.fullmatch(self.orcid.strip())
        if not found:
            raise SettingsError(f"{self.orcid[:80]!a} is no ORCID iD", where=self.name, remedy=_REMEDY)
        object.__setattr__(self, "orcid", found.group(1).upper())

    @property
    def remote(self) -> bool:
        """It is on the network."""
        return True

    def fetch(self, previous: Answer | None) -> Answer:
        """Ask for the person's works; see ``Source``. Records are sorted by DOI.

        Where a later part of the list can't be had, the list is partial, and the records of ``previous`` that it
        leaves out stand after it.

        Raises:
            RefusedError: where Crossref refused.
            SourceError: where the answer is no list of works, or an empty one.
        """
        return _Visit(self, previous).answer()


@dataclass(slots=True)
class _Visit:
    """One fetch: what has been asked, and what came of it."""

    source: CrossrefSource
    previous: Answer | None
    crossref: Crossref = field(init=False)
    items: list[object] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    total: int | None = None

    def __post_init__(self) -> None:
        source = self.source
        self.crossref = Crossref(http=Http.of(source))

    def answer(self) -> Answer:
        failed = self._read_pages()
        reading = read_works(self.items, self.source.name)
        before = self.previous.records if self.previous else ()
        if not reading.records:
            since = f", where it listed {len(before)} before" if before else ""
            raise SourceError(f"lists no works of {self.source.orcid}{since}", where=self.source.name, remedy=_FEW)
        named = {record.id for record in reading.records}
        more = failed or (self.total is not None and self._distinct() < self.total)
        kept = [record for record in before if record.id not in named] if more else []
        known = f"{self.total} exist" if self.total is not None else "more exist"
        return Answer(
            records=(*reading.records, *kept),
            partial=f"{len(named)} works; {known}" if more else "",
            notices=(*reading.notices, *self.notices),
            requests=self.crossref.http.requests,
            owner=_owner(self.items, self.source.orcid),
        )

    def _read_pages(self) -> bool:
        """Read the list, and return whether a later page could not be had."""
        cursor = "*"
        for _ in range(MOST_PAGES):
            try:
                found, following = self._page(cursor)
            except SourceError as error:
                if cursor == "*":
                    raise
                what = f"the list is read in part: {error.what}"
                self.notices.append(Notice(what, self.source.name, error.remedy))
                return True
            known = self._distinct()
            self.items += found
            # The end is given a cursor too; and one that stays the same may well lead further.
            if len(found) < ROWS or not following or self._distinct() in (known, self.total):
                break
            cursor = following
        return False

    def _distinct(self) -> int:
        return len({raw(part(work, "DOI")) for work in self.items})

    def _page(self, cursor: str) -> tuple[list[object], str]:
        message = self.crossref.listed({"filter": f"orcid:{self.source.orcid}", "rows": str(ROWS), "cursor": cursor})
        self.total = count(part(message, "total-results"))
        items = message["items"]
        return (items if isinstance(items, list) else []), raw(message.get("next-cursor"))


def _owner(works: Iterable[object], orcid: str) -> str:
    """Return the person's name as a publisher wrote it: the longest, where several did, since others shorten it."""
    lists = (part(work, "author") for work in works)
    authors = (author for listed in lists if isinstance(listed, list) for author in listed)
    found = {name_of(author) for author in authors if has_orcid(author, orcid)}
    return max(found, key=lambda name: (len(name), name), default="")
