"""A person's list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

from pubsync.errors import SourceError
from pubsync.frozen import frozen
from pubsync.sources.dblp.person import PersonPage, read_person
from pubsync.sources.dblp.pids import checked_pid, pid_in
from pubsync.sources.dblp.replies import ADDRESS, checked
from pubsync.sources.http import Http, Reply
from pubsync.sources.interface import Answer, Notice
from pubsync.sources.markup import xml_of

_NOT_FOUND = 404


@frozen(kw_only=True)
class DblpSource:
    """One person's list on DBLP, in one request; see ``Source``.

    ``pid`` is ``65/9612``, or the address of the person's page. Record ids are DBLP's keys. For the other fields see
    ``Http``.

    Raises:
        SettingsError: where ``pid`` is none.
    """

    name: str
    pid: str
    contact: str = ""
    proxy: str = field(default="", repr=False)
    timeout: float = 20
    pause: float = 1.5
    cache: Path | None = None

    def __post_init__(self) -> None:
        """Refuse a pid that would change the question."""
        checked_pid(self.pid, self.name)

    @property
    def remote(self) -> bool:
        """It is on the network."""
        return True

    def fetch(self, previous: Answer | None) -> Answer:
        """Ask for the list; see ``Source``. Records are sorted by id.

        A pid that DBLP joined with another is followed, and told. Where the list has fewer works than it says, it is
        partial, and the records of ``previous`` that it leaves out stand after it.

        Raises:
            RefusedError: where DBLP refused.
            SourceError: where the answer is not one person's list, or not this person's.
        """
        asked = checked_pid(self.pid, self.name)
        http = Http.of(self)
        reply = checked(http.get(f"{ADDRESS}/pid/{asked}.xml", accept="application/xml"), self.name)
        if reply.status == _NOT_FOUND:
            raise SourceError(f"DBLP knows no person {asked}", where=self.name, remedy=_remedy(asked))
        page = read_person(xml_of(reply, self.name), self.name)
        notices = (*self._moved(asked, reply, page), *page.notices)
        return self._answer(page, notices, previous, http.requests)

    def _moved(self, asked: str, reply: Reply, page: PersonPage) -> Iterator[Notice]:
        if page.pid == asked:
            return
        if pid_in(reply.url) != page.pid:
            raise SourceError(f"answered with the list of {page.pid}", where=self.name, remedy=_remedy(asked))
        yield Notice(f"{asked} is now {page.pid}", self.name, f"put dblp: {page.pid} in pubsync.yaml")

    def _answer(self, page: PersonPage, notices: tuple[Notice, ...], previous: Answer | None, requests: int) -> Answer:
        before = previous.records if previous else ()
        if before and not page.records:
            raise SourceError(
                f"lists no works, where it listed {len(before)} before", where=self.name, remedy=_remedy(page.pid)
            )
        listed = len(page.records) + len(page.notices)
        is_partial = listed < page.announced
        named = {record.id for record in page.records}
        kept = [record for record in before if record.id not in named] if is_partial else []
        return Answer(
            records=(*page.records, *kept),
            partial=f"{listed} of {page.announced} works; more exist" if is_partial else "",
            notices=notices,
            requests=requests,
            owner=page.owner,
        )


def _remedy(pid: str) -> str:
    return f"look at {ADDRESS}/pid/{pid}, and put the pid of your own page in pubsync.yaml"
