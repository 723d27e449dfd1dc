"""The source itself: what is asked in a run, and what becomes of the answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pubsync.errors import SettingsError, SourceError
from pubsync.frozen import frozen
from pubsync.records.record import Record
from pubsync.sources.http import Http, json_of
from pubsync.sources.interface import Answer, Notice
from pubsync.sources.orcid.details import has_details, keep_details, read_details, with_details
from pubsync.sources.orcid.works import Listed, Listing, changed, read_list

API = "https://pub.orcid.org/v3.0"
BATCH = 100
"""Put-codes in one request, the most that ORCID takes
(https://github.com/ORCID/ORCID-Source/blob/main/orcid-api-web/tutorial/works.md)."""

_NOT_FOUND = 404
_ID = re.compile(r"(?:.*\borcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])/?", re.ASCII | re.IGNORECASE)
_REMEDY = "take the 16 digits at the end of the record's address, https://orcid.org/0000-…"


def normal_orcid(written: str) -> str:
    """Return the iD that a text is, bare or as an address, as ``0000-0002-1825-0097``; "" where it is none.

    Its last sign is a check digit after ISO 7064, 11-2
    (https://support.orcid.org/hc/en-us/articles/360006897674-Structure-of-the-ORCID-Identifier).
    """
    found = _ID.fullmatch(written.strip())
    if not found:
        return ""
    digits = "".join(found.groups()).upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    expected = (12 - total % 11) % 11
    return "-".join(found.groups()).upper() if digits[-1] == "0123456789X"[expected] else ""


@frozen(kw_only=True)
class OrcidSource:
    """The works that a person lists publicly at ORCID.

    A run asks for the list, and for whole works (100 in a request) that are new or have changed, since the list names
    no authors; ``authors=False`` leaves them out. ``orcid`` is the iD, bare or as an address. The other fields are as
    ``Http`` has them; ORCID allows 12 requests a second.

    Raises:
        SettingsError: where ``orcid`` is no iD.
    """

    name: str
    orcid: str
    authors: bool = True
    contact: str = ""
    proxy: str = field(default="", repr=False)
    timeout: float = 20
    pause: float = 0.1
    cache: Path | None = None

    def __post_init__(self) -> None:
        """Keep the iD alone, and refuse what is none."""
        found = normal_orcid(self.orcid)
        if not found:
            is_one = _ID.fullmatch(self.orcid.strip())
            what = "has a wrong digit: its last one does not fit the others" if is_one else "is no ORCID iD"
            raise SettingsError(f"{self.orcid[:80]!a} {what}", where=self.name, remedy=_REMEDY)
        object.__setattr__(self, "orcid", found)

    @property
    def remote(self) -> bool:
        """It is on the network."""
        return True

    def fetch(self, previous: Answer | None) -> Answer:
        """Ask for the record's works; see ``Source``.

        Records are in the order of their put-codes. Where whole works can't be had, that is a notice, and what
        ``previous`` knows of them stays.

        Raises:
            RefusedError: where ORCID refused.
            SourceError: where the answer is not this person's list as it should be.
        """
        return _Visit(self, previous).answer()


@dataclass(slots=True)
class _Visit:
    """One fetch: what has been asked, and what came of it."""

    source: OrcidSource
    previous: Answer | None
    http: Http = field(init=False)
    notices: list[Notice] = field(default_factory=list)

    def __post_init__(self) -> None:
        source = self.source
        self.http = Http.of(source)

    def answer(self) -> Answer:
        known = self.previous.records if self.previous else ()
        before = {record.id: record for record in known if isinstance(record, Record)}
        listing = self._listing(len(before))
        details = self._details([one for one in listing.works if not has_details(one, before.get(one.record.id))])
        records = [
            with_details(one, details[one.record.id])
            if one.record.id in details
            else keep_details(one.record, before.get(one.record.id))
            for one in listing.works
        ]
        return Answer(
            records=tuple(records),
            notices=tuple(self.notices),
            owner=listing.owner,
            requests=self.http.requests,
        )

    def _listing(self, before: int) -> Listing:
        source = self.source
        reply = self.http.get(f"{API}/{source.orcid}/works")
        if reply.status == _NOT_FOUND:
            raise SourceError(f"ORCID has no record {source.orcid}", where=source.name, remedy=_REMEDY)
        listing = read_list(json_of(reply, source.name), source.orcid, source.name)
        if listing.unreadable and not listing.works:
            raise changed("holds no work that can be read", source.name)
        if before and not listing.works:
            raise SourceError(
                f"shows no works, where it showed {before} before",
                where=source.name,
                remedy="see at https://orcid.org/my-orcid whether they are visible to everyone",
            )
        if listing.unreadable:
            what = f"{listing.unreadable} works of the record could not be read"
            self.notices.append(Notice(what, source.name, "see whether they have a title at ORCID"))
        return listing

    def _details(self, wanted: list[Listed]) -> dict[str, dict[str, Any]]:
        """Ask for whole works, in batches, until one fails."""
        source = self.source
        codes = [one.record.id for one in wanted] if source.authors else []
        found: dict[str, dict[str, Any]] = {}
        for start in range(0, len(codes), BATCH):
            batch = codes[start : start + BATCH]
            try:
                reply = self.http.get(f"{API}/{source.orcid}/works/{','.join(batch)}")
                answered = read_details(json_of(reply, source.name), source.orcid, source.name)
            except SourceError as error:
                what = f"the authors of {len(codes) - start} works are left for another run: {error.what}"
                self.notices.append(Notice(what, source.name, error.remedy))
                break
            found |= answered
            missing = [code for code in batch if code not in answered]
            if missing:
                what = f"ORCID does not give {len(missing)} of the works that it lists as a whole"
                self.notices.append(Notice(what, source.name, f"see there the works {', '.join(missing[:3])}"))
        return found
