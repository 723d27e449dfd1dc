"""What every source of records has in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pubsync.errors import SourceError
from pubsync.frozen import frozen
from pubsync.records.any_record import AnyRecord
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier
from pubsync.records.names import Name


@frozen()
class Notice:
    """Something in a good answer that the person should know: a bad entry, with the place where it stands."""

    what: str
    where: str = ""
    remedy: str = ""


@frozen(kw_only=True)
class Statistics:
    """What a source counts of its person; None where it does not say."""

    citations: int | None = None
    h_index: int | None = None
    by_year: tuple[tuple[int, int], ...] = ()
    """(year, citations received in it), oldest first."""


@frozen(kw_only=True)
class Answer:
    """One good answer of a source.

    ``partial`` says in words how the list is incomplete ("100 rows; more exist"), and is empty for a whole list.
    ``requests`` counts what was asked of the network. ``owner`` is the person's name as the source gives it.
    ``refused`` is the refusal that ended the asking after a part was answered: the source is then left alone as after
    any other, though what it gave is used.
    """

    records: tuple[AnyRecord, ...]
    partial: str = ""
    notices: tuple[Notice, ...] = ()
    statistics: Statistics = Statistics()
    requests: int = 0
    owner: str = ""
    refused: SourceError | None = None


class Source(Protocol):
    """A place that knows of works, talks or courses.

    ``name`` is unique in a configuration and begins with the source's kind (``bibtex:publications.bib``);
    ``remote`` tells a source on the network from a file of the repository.
    """

    @property
    def name(self) -> str:
        """The unique name."""

    @property
    def remote(self) -> bool:
        """Whether it is on the network."""

    def fetch(self, previous: Answer | None) -> Answer:
        """Ask the source once; ``previous`` is its last good answer, for rows that a partial one leaves out.

        Raises:
            SourceError: where there is no usable answer, within seconds and with the reason in words.
        """


@frozen(kw_only=True)
class Want:
    """A known work with gaps, as an enricher needs it to look the work up; empty means unknown."""

    title: str
    author: tuple[Name, ...] = ()
    issued: PartialDate | None = None
    container_title: str = ""
    identifiers: tuple[Identifier, ...] = ()

    def identifier(self, scheme: str) -> str:
        """Return the first identifier of ``scheme``, or ""."""
        return next((found.value for found in self.identifiers if found.scheme == scheme), "")


class Enricher(Protocol):
    """A place that can complete works already known: by an identifier in batches, else by a search for the title.

    ``name`` is its kind (``crossref``), which is the ``source`` of its records too. What it returns is believed only
    where ``matching`` finds it to be the same work, so a search may return its best few candidates.
    """

    @property
    def name(self) -> str:
        """The unique name."""

    def look_up(self, wants: Sequence[Want]) -> Answer:
        """Ask about these works, in as few requests as it can; order and number of the records are its own.

        What fails after a part was answered is a notice, and the part is returned.

        Raises:
            SourceError: where there is no usable answer at all.
        """


@frozen(kw_only=True)
class FetchResult:
    """How a source did in one run: a failure is a value, and its last good answer stands in.

    ``answer`` is None only where a source failed that never answered before. ``error`` is set where ``answer`` is
    not of this run although the source was asked; ``resting`` says why it was not asked at all.
    """

    source: str
    answer: Answer | None
    error: SourceError | None = None
    resting: str = ""
    fresh: bool = False
