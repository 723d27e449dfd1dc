"""What DBLP's answers mean before they are read."""

from __future__ import annotations

from pubsync.sources.http import RefusedError, Reply
from pubsync.sources.markup import is_web_page

ADDRESS = "https://dblp.org"
_OK = 200


def checked(reply: Reply, where: str) -> Reply:
    """Return the answer where it is one to a program.

    Raises:
        RefusedError: where it is a page for people: DBLP is overloaded, or wants to know whether a person asks.
    """
    if reply.status == _OK and is_web_page(reply):
        raise RefusedError(
            "answered with a web page in place of its records, as it does when it is overloaded",
            status=reply.status,
            retry_after=None,
            where=where,
            remedy="later runs ask again; where it lasts, the BibTeX export of your DBLP page is a source too",
        )
    return reply
