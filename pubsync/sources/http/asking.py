"""How a source asks: politely, once more where that may help, and with what it was told before."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

from pubsync.errors import SourceError
from pubsync.sources.http import redirects
from pubsync.sources.http.agent import user_agent
from pubsync.sources.http.pace import PACE
from pubsync.sources.http.question import Question
from pubsync.sources.http.reply import BrokenOffError, RefusedError, Reply, host_of, seconds_to_wait

if TYPE_CHECKING:
    from pubsync.sources.http.cache import Cache, Kept
    from pubsync.sources.http.exchange import Connections

_OK, _NOT_MODIFIED, _NOT_FOUND = 200, 304, 404
_UNKNOWN, _FORBIDDEN, _TOO_MANY, _BUSY = 401, 403, 429, 503
_FAILURES = range(500, 600)
_REFUSALS = {
    _UNKNOWN: "it wants a key, or another one than it was given; see the documentation of this source",
    _FORBIDDEN: "check the key, where this source takes one; later runs ask again",
    _TOO_MANY: "later runs ask again; where this source takes a key or a contact, give it one",
    _BUSY: "it is busy, or down for a while; later runs ask again",
}


class Asker(Protocol):
    """A source or enricher that says how it wants to ask; the fields are as ``Http`` has them."""

    @property
    def name(self) -> str:
        """Its name, for errors."""

    @property
    def contact(self) -> str:
        """A mail address, or ""."""

    @property
    def proxy(self) -> str:
        """A proxy for it alone, or ""."""

    @property
    def timeout(self) -> float:
        """Seconds for a whole exchange."""

    @property
    def pause(self) -> float:
        """Seconds between two requests to one host."""

    @property
    def cache(self) -> Path | None:
        """A folder for answers."""


@dataclass(slots=True, kw_only=True)
class Http:
    """Asks one host after another for one source in one run; not for several threads at once.

    ``name`` is the source's, for errors. ``timeout`` are seconds for a whole exchange, with its redirects, however
    slowly an answer drips; ``largest`` are bytes of an answer after decompression; ``pause`` are seconds between two
    requests to one host, whoever in this process asks. ``contact`` is a mail address to name in the User-Agent.
    ``proxy`` is for this source alone, "" for what the environment says. ``cache`` is a folder for answers to be
    revalidated, None for none. ``requests`` counts.

    Where a connection breaks off or a host fails (HTTP 5xx), a GET is asked once more, ``retry_after_failure`` seconds
    later. Where a host asks to wait (``Retry-After``) for no more than ``patience`` seconds, it is waited for once.

    Connections are used again. ``close``, or the end of a ``with``, lets go of them; so does the end of the object.
    """

    name: str
    contact: str = ""
    proxy: str = field(default="", repr=False)
    timeout: float = 20
    largest: int = 50_000_000
    pause: float = 0
    cache: Path | None = None
    requests: int = 0
    retry_after_failure: float = 1.0
    patience: float = 5
    _connections: Connections | None = field(default=None, init=False, repr=False, compare=False)
    _cache: Cache | None = field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, asker: Asker) -> Self:
        """Return what asks for ``asker`` as it wishes."""
        return cls(
            name=asker.name,
            contact=asker.contact,
            proxy=asker.proxy,
            timeout=asker.timeout,
            pause=asker.pause,
            cache=asker.cache,
        )

    def __enter__(self) -> Self:
        """Begin; nothing is connected yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the connections."""
        self.close()

    def close(self) -> None:
        """Let go of the connections; who asks again connects again."""
        if self._connections:
            self._connections.close()
            self._connections = None

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        accept: str = "application/json",
    ) -> Reply:
        """Ask for ``url``.

        Raises:
            RefusedError: on 401, 403, 429 and 503.
            SourceError: where there is no whole answer, or another status than 200 and 404.
        """
        question = Question(method="GET", url=url, headers={"Accept": accept, **(headers or {})})
        return self._ask(question, params)

    def post_json(
        self,
        url: str,
        body: Any,  # noqa: ANN401 - whatever JSON holds
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send ``body`` as JSON; otherwise as ``get``, but never cached, nor asked once more after a failure."""
        told = {"Accept": "application/json", "Content-Type": "application/json", **(headers or {})}
        return self._ask(Question(method="POST", url=url, headers=told, body=json.dumps(body).encode()), params)

    def _ask(self, question: Question, params: Mapping[str, str] | None) -> Reply:
        asked = self._prepared(question, params)
        answers = self._answers() if asked.method == "GET" else None
        kept = answers.find(asked, self.largest) if answers else None
        reply = self._patiently(asked, kept)
        if answers and kept and reply.status == _NOT_MODIFIED and kept.conditions(reply.url):
            answers.use(asked)
            return Reply(_OK, {**kept.headers, **reply.headers}, kept.body, reply.url)
        self._refuse(reply)
        if answers and reply.status == _OK:
            answers.keep(asked, reply)
        return reply

    def _patiently(self, asked: Question, kept: Kept | None) -> Reply:
        """Ask, and once more where that may help."""
        try:
            reply = self._followed(asked, kept)
        except BrokenOffError:
            if asked.method != "GET":
                raise
            wait = self.retry_after_failure
        else:
            told = self._wait_before_again(asked, reply)
            if told is None:
                return reply
            wait = told
        time.sleep(wait)
        return self._followed(asked, kept)

    def _wait_before_again(self, asked: Question, reply: Reply) -> float | None:
        """Return the seconds after which a failure may be over, None where that is no failure or takes too long."""
        told = seconds_to_wait(reply.headers)
        if reply.status in (_TOO_MANY, _BUSY):
            return told if told is not None and told <= self.patience else None
        may_help = reply.status in _FAILURES and asked.method == "GET" and (told or 0) <= self.patience
        return max(self.retry_after_failure, told or 0) if may_help else None

    def _followed(self, asked: Question, kept: Kept | None) -> Reply:
        """Ask, and ask where the answer says to, within ``timeout`` for all of it."""
        question, left, seen = asked, self.timeout, {asked.url}
        for _ in range(redirects.MOST + 1):
            PACE.wait(question.name, self.pause)
            since = time.monotonic()
            reply = self._exchange(question, asked, kept, left)
            left -= time.monotonic() - since
            if reply.status not in redirects.STATUSES or "location" not in reply.headers:
                return reply
            question = self._redirected(question, asked, reply)
            if question.url in seen:
                raise self._failure(asked.host, "redirects in a circle")
            seen.add(question.url)
        raise self._failure(asked.host, f"redirects more than {redirects.MOST} times")

    def _redirected(self, question: Question, asked: Question, reply: Reply) -> Question:
        try:
            there = self._prepared(redirects.target(question, reply.status, reply.headers))
            if not redirects.is_same_server(asked.url, there.url):
                redirects.check_host(there.name)
        except redirects.RedirectError as error:
            raise self._failure(question.host, str(error)) from None
        except SourceError:
            raise self._failure(question.host, "redirects to an address that is none") from None
        return there

    def _exchange(self, question: Question, asked: Question, kept: Kept | None, left: float) -> Reply:
        from pubsync.sources.http.exchange import Bounds, Connections  # noqa: PLC0415 - loads requests

        if self._connections is None:
            self._connections = Connections(self.name, self.proxy)
        # The person's own address may be in their own network.
        public_only = not redirects.is_same_server(asked.url, question.url)
        bounds = Bounds(seconds=max(left, 0.01), largest=self.largest, public_only=public_only)
        conditions = kept.conditions(question.url) if kept else {}
        headers: Mapping[str, str] = {}
        self.requests += 1
        try:
            reply = self._connections.exchange(question.with_headers(conditions), bounds, self.timeout)
            headers = reply.headers
        finally:
            PACE.answered(question.name, headers)
        return reply

    def _refuse(self, reply: Reply) -> None:
        """Raise what a status means."""
        host, told = host_of(reply.url), f"(HTTP {reply.status})"
        if reply.status in _REFUSALS:
            raise RefusedError(
                f"{host} refused the request {told}",
                status=reply.status,
                retry_after=seconds_to_wait(reply.headers),
                where=self.name,
                remedy=_REFUSALS[reply.status],
            )
        if reply.status in _FAILURES:
            raise SourceError(f"{host} failed {told}", where=self.name, remedy="the next run asks again")
        if reply.status not in (_OK, _NOT_FOUND):
            raise self._failure(host, f"answered what was not expected {told}")

    def _failure(self, host: str, what: str) -> SourceError:
        remedy = "check the address, where it is one of yours; else, if it lasts, look for a newer pubsync"
        return SourceError(f"{host} {what}", where=self.name, remedy=remedy)

    def _prepared(self, question: Question, params: Mapping[str, str] | None = None) -> Question:
        from pubsync.sources.http.exchange import prepared  # noqa: PLC0415 - loads requests

        polite = {"User-Agent": user_agent(self.contact), "Accept-Encoding": "gzip"}
        return prepared(replace(question, headers={**polite, **question.headers}), params, self.name)

    def _answers(self) -> Cache | None:
        from pubsync.sources.http.cache import Cache  # noqa: PLC0415 - loads SQLite

        if self._cache is None and self.cache is not None:
            self._cache = Cache(self.cache)
        return self._cache
