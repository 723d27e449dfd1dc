"""A person's list: all papers that arXiv knows to be theirs, or those with given ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import partial
from pathlib import Path

from pubsync.errors import SettingsError, SourceError
from pubsync.frozen import frozen
from pubsync.sources.arxiv.api import ACCEPT, AUTHORS, ask_for, feed_of
from pubsync.sources.arxiv.feed import Feed
from pubsync.sources.arxiv.ids import author_id, is_orcid, paper_id
from pubsync.sources.arxiv.queries import batches
from pubsync.sources.http import Http, RefusedError
from pubsync.sources.interface import Answer, Notice
from pubsync.sources.questions import Reading, ask_all

_NOT_FOUND = 404


@frozen(kw_only=True)
class ArxivSource:
    """One person's papers on arXiv; see ``Source``.

    Either ``author`` is their author identifier (``warner_s_1``), their ORCID iD or an address of one of these, or
    ``ids`` are the papers' ids. For the other fields see ``Http``. Record ids are arXiv's, without a version.

    Raises:
        SettingsError: where there is neither, or both, or one that arXiv would not know.
    """

    name: str
    author: str = ""
    ids: tuple[str, ...] = ()
    contact: str = ""
    proxy: str = field(default="", repr=False)
    timeout: float = 20
    pause: float = 3
    cache: Path | None = None

    def __post_init__(self) -> None:
        """Refuse what would change the question."""
        remedy = "give your author identifier (see https://arxiv.org/set_author_id), ORCID iD, or a list of arXiv ids"
        if bool(self.author) == bool(self.ids):
            raise SettingsError("arXiv needs an author or ids, and not both", where=self.name, remedy=remedy)
        wrong = [id_ for id_ in self.ids if not paper_id(id_)]
        if self.author and not author_id(self.author):
            wrong = [self.author]
        if wrong:
            raise SettingsError(f"{wrong[0][:80]!a} is no arXiv id", where=self.name, remedy=remedy)

    @property
    def remote(self) -> bool:
        """It is on the network."""
        return True

    def fetch(self, previous: Answer | None) -> Answer:
        """Ask for the list; see ``Source``. Records are sorted by id.

        An author's list is one request, ids are asked for a hundred at a time.

        Raises:
            RefusedError: where arXiv refused.
            SourceError: where the answer is not this person's list.
        """
        http = Http.of(self)
        answer = self._authors_list(http) if self.author else self._papers(http, previous)
        if previous and previous.records and not answer.records:
            what = f"names no works, where it named {len(previous.records)} before"
            raise SourceError(what, where=self.name, remedy="the next run asks again")
        return answer

    def _authors_list(self, http: Http) -> Answer:
        asked = author_id(self.author)
        feed = self._author_feed(http, asked)
        told = author_id(feed.address.rpartition("/")[2])
        is_another = bool(told) and is_orcid(told) == is_orcid(asked) and told != asked
        if not feed.owner or is_another:
            what = f"answered with the list of {told}" if is_another else "answered with a feed that is no author's"
            raise SourceError(what, where=self.name, remedy=_remedy(asked))
        return Answer(
            records=feed.reading.records,
            notices=feed.reading.notices,
            requests=http.requests,
            owner=feed.owner,
        )

    def _author_feed(self, http: Http, asked: str) -> Feed:
        # In .atom each author has an element; .atom2 puts all their names into one.
        try:
            reply = http.get(f"{AUTHORS}/{asked}.atom", accept=ACCEPT)
        except RefusedError:
            raise
        except SourceError as error:
            if "HTTP 400" in error.what:
                raise self._unknown(asked) from error
            raise
        if reply.status == _NOT_FOUND:
            raise self._unknown(asked)
        return feed_of(reply, self.name)

    def _unknown(self, asked: str) -> SourceError:
        return SourceError(f"arXiv knows no author {asked}", where=self.name, remedy=_remedy(asked))

    def _papers(self, http: Http, previous: Answer | None) -> Answer:
        asked = list(dict.fromkeys(map(paper_id, self.ids)))
        answered: list[str] = []
        reading = ask_all((partial(self._batch, http, batch, answered) for batch in batches(asked)), self.name)
        found = {record.id for record in reading.records}
        missing = len(asked) - len(answered)
        before = previous.records if previous and missing else ()
        return Answer(
            records=(*reading.records, *(record for record in before if record.id not in found)),
            partial=f"{len(answered)} of {len(asked)} ids were answered; more exist" if missing else "",
            notices=(*reading.notices, *self._unknown_ids(answered, found)),
            requests=http.requests,
        )

    def _batch(self, http: Http, batch: Sequence[str], answered: list[str]) -> Reading:
        reading = ask_for(http, batch)
        answered += batch
        return reading

    def _unknown_ids(self, answered: list[str], found: set[str]) -> Iterator[Notice]:
        for id_ in answered:
            if id_ not in found:
                yield Notice(f"arXiv knows no paper {id_}", self.name, "mend it in pubsync.yaml")


def _remedy(asked: str) -> str:
    how = (
        "link it at https://arxiv.org/user/confirm_orcid_id"
        if is_orcid(asked)
        else "see https://arxiv.org/set_author_id"
    )
    return f"look at {AUTHORS}/{asked}; {how}"
