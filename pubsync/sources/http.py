"""How every source but Scholar asks the network: bounded in time and size, paced, polite, counted.

Nothing here knows what an answer means; a source asks with ``Http`` and parses the bytes itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pubsync import __version__
from pubsync.errors import SourceError

_OK, _NOT_FOUND = 200, 404


class Reply(NamedTuple):
    """A good answer: ``status`` is 200 or 404; header names are in lower case, the body is decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    """Where it came from, after redirects."""


class RefusedError(SourceError):
    """A host refused, so that it should be left alone for a while; ``retry_after`` as Scholar's refusals have it."""

    def __init__(self, what: str, *, status: int, retry_after: int | None, where: str, remedy: str = "") -> None:
        """Keep what a cool-down is made from."""
        super().__init__(what, where=where, remedy=remedy)
        self.status = status
        self.retry_after = retry_after


@dataclass(slots=True, kw_only=True)
class Http:
    """Asks one host after another for one source in one run.

    ``name`` is the source's, for errors. ``timeout`` are seconds for a whole exchange; ``largest`` are bytes of an
    answer after decompression; ``pause`` are seconds between two requests to one host, whoever in this process asks.
    ``contact`` is a mail address to name in the User-Agent. ``proxy`` is for this source alone, "" for what the
    environment says. ``cache`` is a folder for answers to be revalidated, None for none. ``requests`` counts.
    """

    name: str
    contact: str = ""
    proxy: str = field(default="", repr=False)
    timeout: float = 20
    largest: int = 50_000_000
    pause: float = 0
    cache: Path | None = None
    requests: int = 0

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        accept: str = "application/json",
    ) -> Reply:
        """Ask once for ``url``.

        Raises:
            RefusedError: on 401, 403, 429 and 503, and where an answer says in another way that it refuses.
            SourceError: where there is no whole answer, or another status than 200 and 404.
        """
        return self._ask("GET", url, params=params, headers={"Accept": accept, **(headers or {})})

    def post_json(
        self,
        url: str,
        body: Any,  # noqa: ANN401 - whatever JSON holds
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send ``body`` as JSON; otherwise as ``get``, but never cached."""
        sent = json.dumps(body).encode()
        told = {"Accept": "application/json", "Content-Type": "application/json", **(headers or {})}
        return self._ask("POST", url, params=params, headers=told, sent=sent)

    def _ask(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str],
        sent: bytes | None = None,
    ) -> Reply:
        import requests  # noqa: PLC0415 - loaded only where somebody is asked

        self.requests += 1
        agent = {"User-Agent": f"pubsync/{__version__} (+https://pypi.org/project/pubsync)"}
        proxies = {"http": self.proxy, "https": self.proxy} if self.proxy else None
        try:
            reply = requests.request(
                method,
                url,
                params=params,
                headers={**agent, **headers},
                data=sent,
                timeout=self.timeout,
                proxies=proxies,
            )
        except requests.RequestException as error:
            raise SourceError(f"can't be reached ({type(error).__name__})", where=self.name) from error
        if reply.status_code in (401, 403, 429, 503):
            raise RefusedError("refused", status=reply.status_code, retry_after=None, where=self.name)
        if reply.status_code not in (_OK, _NOT_FOUND):
            raise SourceError(f"answered HTTP {reply.status_code}", where=self.name)
        return Reply(
            reply.status_code, {name.lower(): text for name, text in reply.headers.items()}, reply.content, reply.url
        )


def json_of(reply: Reply, where: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the JSON of an answer.

    Raises:
        SourceError: where it is none, or broke off; ``where`` names the source.
    """
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        raise SourceError("answered with something that is no JSON", where=where) from error
