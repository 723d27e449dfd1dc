"""The source: what is asked for a person's works in a run, and what becomes of the answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from pubsync.errors import SettingsError, SourceError
from pubsync.frozen import frozen
from pubsync.records.record import Record
from pubsync.sources.interface import Answer, Notice, Statistics
from pubsync.sources.openalex.asking import Access, Line, changed
from pubsync.sources.openalex.author import SELECTED, Asked, Author, asked_person, read_author
from pubsync.sources.openalex.works import read_works

MOST_PAGES = 100
"""Of 100 works each; OpenAlex counts no further (https://help.openalex.org/api/paging/)."""


@frozen(kw_only=True)
class OpenAlexSource(Access):
    """The works of one person, as OpenAlex tells people apart.

    ``author`` is the id that OpenAlex gives (``A5023888391``), or an ORCID iD, or the address of either. With
    ``statistics``, one request more, which is free, asks for the person's citation counts.

    Raises:
        SettingsError: where ``author`` is neither.
    """

    author: str
    statistics: bool = True

    def __post_init__(self) -> None:
        """Refuse an id that would change the question."""
        if asked_person(self.author) is None:
            raise SettingsError(
                f"{self.author[:80]!a} is neither an OpenAlex author id nor an ORCID iD",
                where=self.name,
                remedy="search for yourself at https://openalex.org/authors and take the id in the address, A…",
            )

    @property
    def remote(self) -> bool:
        """It is on the network."""
        return True

    def fetch(self, previous: Answer | None) -> Answer:
        """Ask for all works of the person; see ``Source``.

        Records are sorted by their id. Where a later page fails, the list is partial, and the records of ``previous``
        that it leaves out stand after it, unchanged.

        Raises:
            RefusedError: where OpenAlex refused.
            SourceError: where the answer is not this person's works as it should be.
        """
        return _Visit(self, previous, self.line()).answer()


@dataclass(slots=True)
class _Visit:
    """One fetch: what has been asked, and what came of it."""

    source: OpenAlexSource
    previous: Answer | None
    line: Line
    notices: list[Notice] = field(default_factory=list)

    def answer(self) -> Answer:
        asked = asked_person(self.source.author) or Asked()
        author = self._author(asked) if self.source.statistics else None
        people = {asked.id, asked.orcid, author.id if author else ""} - {""}
        if author and asked.id:
            asked = Asked(id=author.id)
        works, total, whole = self._pages(asked)
        reading = read_works(works, self.source.name, people)
        before = self._before()
        if not reading.records:
            raise self._nothing(asked, author, len(before), reading.unreadable)
        if reading.unreadable:
            what = f"{reading.unreadable} works without a title are left out"
            self.notices.append(Notice(what, self.source.name, "see them at https://openalex.org"))
        named = {record.id for record in reading.records}
        kept = () if whole else tuple(before[id_] for id_ in sorted(before) if id_ not in named)
        return Answer(
            records=(*reading.records, *kept),
            partial="" if whole else f"{len(named)} of {total} works",
            notices=tuple(self.notices),
            statistics=author.statistics if author else Statistics(),
            owner=author.name if author else "",
            requests=self.line.requests,
        )

    def _before(self) -> dict[str, Record]:
        known = self.previous.records if self.previous else ()
        return {record.id: record for record in known if isinstance(record, Record)}

    def _author(self, asked: Asked) -> Author | None:
        """Ask for the person's own page, without which the works are good as well."""
        try:
            answer = self.line.get(asked.path, {"select": SELECTED})
        except SourceError as error:
            self.notices.append(
                Notice(f"the citation counts are unknown: {error.what}", self.source.name, error.remedy)
            )
            return None
        author = read_author(answer)
        if author and asked.id and author.id != asked.id:
            what = f"OpenAlex merged {asked.id} into {author.id}"
            self.notices.append(Notice(what, self.source.name, f"write {author.id} in pubsync.yaml"))
        return author

    def _pages(self, asked: Asked) -> tuple[list[dict[str, object]], int, bool]:
        """Return the works of all pages, how many there should be, and whether these are they."""
        works: dict[str, dict[str, object]] = {}
        total = 0
        for number in range(1, MOST_PAGES + 1):
            try:
                page = self.line.works(asked.filter, number)
            except SourceError as error:
                if number == 1:
                    raise
                what = f"the list is read in part: {error.what}"
                self.notices.append(Notice(what, self.source.name, error.remedy))
                break
            total = page.total
            fresh = {str(work.get("id")): work for work in page.works if str(work.get("id")) not in works}
            works |= fresh
            if not fresh or len(works) >= total:
                break
        return list(works.values()), total, len(works) >= total

    def _nothing(self, asked: Asked, author: Author | None, before: int, unreadable: int) -> SourceError:
        """Return the error of a list without works: OpenAlex knows people by their works alone."""
        name = self.source.name
        if unreadable:
            return changed("holds no work that can be read", name)
        if before:
            return SourceError(
                f"shows no works, where it showed {before} before",
                where=name,
                remedy=f"see whether https://openalex.org/{author.id if author else asked.id} is still the person",
            )
        return SourceError(
            f"OpenAlex knows no works of {asked}",
            where=name,
            remedy="search for yourself at https://openalex.org/authors and take the id in the address, A…",
        )
