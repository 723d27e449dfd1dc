"""One request to arXiv, and what it is answered with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pubsync.errors import SourceError
from pubsync.sources.arxiv.feed import Feed, read_feed
from pubsync.sources.arxiv.queries import by_ids, by_title
from pubsync.sources.http import Http, RefusedError, Reply
from pubsync.sources.markup import is_web_page, xml_of
from pubsync.sources.questions import Reading

ADDRESS = "https://export.arxiv.org/api/query"
AUTHORS = "https://arxiv.org/a"
ACCEPT = "application/atom+xml"
_OK = 200
_REFUSAL = b"Rate exceeded"
_REMEDY = "later runs ask again"


def ask_for(http: Http, ids: Sequence[str]) -> Reading:
    """Ask for papers by their ids; one that arXiv does not know has no record.

    Raises:
        RefusedError: where arXiv refused.
        SourceError: where it gave no usable answer, an error of its own, or fewer papers than it announced.
    """
    feed = _ask(http, by_ids(ids))
    listed = len(feed.reading.records) + len(feed.reading.notices)
    if listed < feed.total:
        raise SourceError(f"gave {listed} of {feed.total} papers", where=http.name, remedy=_REMEDY)
    return feed.reading


def search(http: Http, query: str) -> Reading:
    """Search for the few papers that fit best; raises as ``ask_for`` does."""
    return _ask(http, by_title(query)).reading


def _ask(http: Http, parameters: Mapping[str, str]) -> Feed:
    reply = http.get(ADDRESS, params=parameters, accept=ACCEPT)
    if reply.status != _OK:
        raise SourceError(f"answered HTTP {reply.status}", where=http.name, remedy=_REMEDY)
    return feed_of(reply, http.name)


def feed_of(reply: Reply, where: str) -> Feed:
    """Return the feed of an answer; refusals come with status 200 too, as one line of text or as a page.

    Raises:
        RefusedError: where it is a refusal.
        SourceError: where it is no feed.
    """
    if reply.body.lstrip()[: len(_REFUSAL)] == _REFUSAL:
        what = "refuses: rate exceeded"
    elif is_web_page(reply):
        what = "answered with a web page in place of a feed"
    else:
        return read_feed(xml_of(reply, where), where)
    raise RefusedError(what, status=reply.status, retry_after=None, where=where, remedy=_REMEDY)
