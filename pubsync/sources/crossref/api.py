"""How Crossref's REST API is asked.

Since December 2025 it takes from somebody unknown five questions a second for single works and one for lists, one at a
time; those who give a mail address (``mailto``) get more, and are written to before they are blocked
(https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pubsync.errors import SourceError
from pubsync.sources.answers import part
from pubsync.sources.crossref.works import read_works
from pubsync.sources.http import Http, json_of
from pubsync.sources.questions import Reading

WORKS = "https://api.crossref.org/works"
ROWS = 40
"""Works of a request: a thousand are allowed, but one with a collaboration's authors is a megabyte."""
SELECT = (
    "DOI,ISBN,abstract,approved,article-number,assertion,author,container-title,degree,editor,event,"
    "is-referenced-by-count,issue,issued,link,page,posted,published,published-online,published-print,publisher,"
    "publisher-location,relation,resource,short-container-title,subtitle,title,type,update-to,updated-by,volume"
)
"""What is asked of each work of a list; references alone are most of a whole one. A name that lists don't know, such as
``institution`` or ``language``, is answered with HTTP 400."""

LONGEST_FILTER = 4_000
"""Characters of DOIs in one address, encoded; servers take about eight thousand."""
_NOT_FOUND = 404


@dataclass(slots=True, kw_only=True)
class Crossref:
    """Asks Crossref through ``http``, under the mail address of its contact."""

    http: Http

    def listed(self, parameters: Mapping[str, str]) -> Mapping[str, object]:
        """Return the message of a list of works; its ``items`` are a list.

        Raises:
            SourceError: where the answer is none.
        """
        polite = {"mailto": self.http.contact} if self.http.contact else {}
        reply = self.http.get(WORKS, params={**parameters, "select": SELECT, **polite})
        message = part(json_of(reply, self.http.name), "message")
        if reply.status == _NOT_FOUND or not isinstance(message, dict) or not isinstance(message.get("items"), list):
            raise changed("holds no list of works", self.http.name)
        return message

    def works(self, parameters: Mapping[str, str]) -> Reading:
        """Return the records of a list of works."""
        items = self.listed(parameters)["items"]
        return read_works(items if isinstance(items, list) else (), self.http.name)

    def by_dois(self, dois: Sequence[str]) -> Reading:
        """Return the records of works by their DOIs, in one request; those that Crossref does not know are missing.

        The same filter given again means "or" (https://github.com/CrossRef/rest-api-doc#multiple-filters).
        """
        return self.works({"filter": _filter(dois), "rows": str(len(dois))})

    def by_doi(self, doi: str) -> Reading:
        """Return the record of one work; none where Crossref does not know it."""
        polite = {"mailto": self.http.contact} if self.http.contact else {}
        reply = self.http.get(f"{WORKS}/{quote(doi, safe='')}", params=polite)
        if reply.status == _NOT_FOUND:
            return Reading()
        work = part(json_of(reply, self.http.name), "message")
        if not isinstance(work, dict):
            raise changed("holds no work", self.http.name)
        return read_works((work,), self.http.name)


def batches(dois: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the DOIs, so many at a time as one request takes; one that a filter can't hold is alone."""
    batch: list[str] = []
    for doi in dois:
        if is_single(doi):
            yield (doi,)
            continue
        if batch and (len(batch) >= ROWS or len(quote(_filter([*batch, doi]), safe="")) > LONGEST_FILTER):
            yield tuple(batch)
            batch = []
        batch.append(doi)
    if batch:
        yield tuple(batch)


def is_single(doi: str) -> bool:
    """Whether a DOI must be asked for alone: a comma parts filters."""
    return "," in doi or len(quote(_filter((doi,)), safe="")) > LONGEST_FILTER


def _filter(dois: Sequence[str]) -> str:
    return ",".join(f"doi:{doi}" for doi in dois)


def changed(what: str, where: str) -> SourceError:
    """Return the error of an answer that is not as documented."""
    return SourceError(
        f"Crossref's answer has changed or is damaged: it {what}",
        where=where,
        remedy="if it lasts for days, look for a newer pubsync",
    )
