"""One exchange after another by requests, each bounded in time and size, over connections that are used again.

Redirects, cookies and ``.netrc`` are none of requests' business here: it is asked below its sessions.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from http.client import IncompleteRead
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies, select_proxy, urldefragauth
from urllib3 import HTTPConnectionPool, HTTPResponse, PoolManager

from pubsync.errors import SourceError
from pubsync.sources.http import redirects
from pubsync.sources.http.body import too_large, whole_body
from pubsync.sources.http.deadline import Cord, within
from pubsync.sources.http.faults import in_words
from pubsync.sources.http.question import Question
from pubsync.sources.http.reply import Reply

_OK = 200
_READ = frozenset((_OK, 304, 404))
"""What is said with any other status is of no use, and not waited for."""
_PIECE = 1 << 16
_LAST_SENDABLE = 0xFF
_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
"""The first two are requests' own; the Scholar source reads the third, which is to do for both."""


class Bounds(NamedTuple):
    """What an exchange may cost: seconds, bytes after decompression; and whether it may leave the public web."""

    seconds: float
    largest: int
    public_only: bool


class Connections:
    """The open connections of one source; ``name`` is its, for errors, ``proxy`` its own or ""."""

    def __init__(self, name: str, proxy: str) -> None:
        """Connect to nobody yet."""
        self._name = name
        self._proxies = {"http": proxy, "https": proxy} if proxy else {}
        self._adapter = _Adapter(pool_maxsize=2)

    def close(self) -> None:
        """Let go of all of them."""
        self._adapter.close()

    def exchange(self, question: Question, bounds: Bounds, told: float) -> Reply:
        """Ask once and return whatever is answered; the body only of what can be used.

        ``told`` are the seconds that an error names.

        Raises:
            SourceError: where there is no whole answer within the bounds.
        """
        way = _Way(self._name, question, told, must_be_public=bounds.public_only)
        try:
            return within(bounds.seconds, partial(self._ask, question, bounds, way), way.in_words, name=self._name)
        except TimeoutError as error:
            raise way.in_words(error) from None

    def _ask(self, question: Question, bounds: Bounds, way: _Way, cord: Cord) -> Reply:
        settings = _environment(question.url, self._proxies)
        way.cord = cord
        way.has_proxy = bool(select_proxy(question.url, settings["proxies"]))
        way.must_be_public &= not way.has_proxy
        _thread.way = way
        if way.must_be_public:
            redirects.check_name(question.name, urlsplit(question.url).port or 0)
        try:
            answer = self._adapter.send(_request(question), stream=True, timeout=bounds.seconds, **settings)
        except ValueError:
            # The address asked for was looked at before, so it is the proxy's.
            raise requests.exceptions.InvalidProxyURL from None
        try:
            body = _body(answer.raw, bounds.largest) if answer.status_code in _READ else b""
        except BaseException:
            answer.close()
            raise
        if answer.status_code not in _READ:
            answer.close()
        headers = {name.lower(): text for name, text in answer.headers.items()}
        return Reply(answer.status_code, headers, body, question.url)


def prepared(question: Question, params: Mapping[str, str] | None, where: str) -> Question:
    """Return a question whose address is encoded, and its name and password a header.

    Raises:
        SourceError: where it can't be asked; ``where`` names the source.
    """
    failure: SourceError
    try:
        request = _request(question, params)
        return _checked(replace(question, url=urldefragauth(request.url or ""), headers=dict(request.headers)))
    except (ValueError, requests.RequestException) as error:
        failure = in_words(error, where=where, host="", seconds=0)
    raise failure


def _checked(question: Question) -> Question:
    """Refuse what requests would stumble over later, where nobody can tell why."""
    if urlsplit(question.url).scheme not in ("http", "https"):
        raise requests.exceptions.MissingSchema
    question.name.encode("idna")
    if any(ord(sign) > _LAST_SENDABLE for text in question.headers.values() for sign in text):
        raise requests.exceptions.InvalidHeader
    return question


def _request(question: Question, params: Mapping[str, str] | None = None) -> requests.PreparedRequest:
    asked = requests.Request(
        question.method, question.url, headers=dict(question.headers), data=question.body, params=params
    )
    return asked.prepare()


def _environment(url: str, proxies: dict[str, str]) -> dict[str, Any]:
    """Return the proxies and certificates for an address, from the environment where the source has none."""
    named = next(filter(None, map(os.environ.get, _BUNDLES)), None)
    return {"proxies": proxies or get_environ_proxies(url), "verify": named or True}


def _body(raw: HTTPResponse, largest: int) -> bytes:
    if (raw.length_remaining or 0) > largest:
        raise too_large(largest)
    body = whole_body(_pieces(raw), raw.headers.get("content-encoding", ""), largest)
    if raw.status == _OK and not body and not raw.chunked and "content-length" not in raw.headers:
        # http.client takes a head that broke off for a whole one, and what follows for an empty body.
        raise IncompleteRead(b"")
    return body


def _pieces(raw: HTTPResponse) -> Iterator[bytes]:
    # Not stream(), which reads the length of a chunk up to a line's end that may never come.
    while piece := raw.read(_PIECE, decode_content=False):
        yield piece


class _Way:
    """The way of one exchange: who is asked by whom for how long, and whether it came as far as the other side."""

    def __init__(self, where: str, question: Question, seconds: float, *, must_be_public: bool) -> None:
        self._words = partial(in_words, where=where, host=question.host, seconds=seconds)
        self.must_be_public = must_be_public
        self.has_proxy = self.is_connected = False
        self.cord = Cord()

    def hold(self, line: Any) -> None:  # noqa: ANN401 - a socket in whatever TLS made of it
        """Hold a connection that is new, or used again; it may be none to the person's own network."""
        self.cord.hold(line)
        if self.must_be_public:
            redirects.check_address(str(line.getpeername()[0]))

    def in_words(self, error: BaseException) -> SourceError:
        """Return what ``error`` means to a person."""
        return self._words(error, at_proxy=self.has_proxy and not self.is_connected)


# It would tell whole addresses, with the keys in them.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)

_thread = threading.local()
"""An exchange has a thread of its own; ``way`` is that of its exchange."""


class _Adapter(HTTPAdapter):
    """requests' adapter, whose connections are held by whoever waits for them."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        """Make the pool of direct connections."""
        super().init_poolmanager(*args, **kwargs)
        _hold_all(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:  # noqa: ANN401 - passed on
        """Make the pool of connections by way of a proxy."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        _hold_all(manager)
        return manager


class _Held:
    """A connection of urllib3's that tells of its socket, when it is new and when it is used again."""

    sock: Any  # a socket in whatever TLS made of it

    def _new_conn(self) -> Any:  # noqa: ANN401 - as above
        line = super()._new_conn()  # type: ignore[misc] # urllib3's, which this is mixed into
        try:
            _thread.way.hold(line)
        except redirects.RedirectError:
            line.close()
            raise
        return line

    def connect(self) -> None:
        super().connect()  # type: ignore[misc] # as above
        _thread.way.is_connected = True

    def request(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        if self.sock is not None and not _thread.way.is_connected:
            _thread.way.hold(self.sock)
            _thread.way.is_connected = True
        super().request(*args, **kwargs)  # type: ignore[misc] # as above


def _hold_all(manager: PoolManager) -> None:
    pools = manager.pool_classes_by_scheme
    manager.pool_classes_by_scheme = {scheme: _holding(pool) for scheme, pool in pools.items()}


@cache
def _holding(pool: type[HTTPConnectionPool]) -> type[HTTPConnectionPool]:
    plain = pool.ConnectionCls
    if issubclass(plain, _Held):
        return pool
    held = type(f"Held{plain.__name__}", (_Held, plain), {})
    return type(pool.__name__, (pool,), {"ConnectionCls": held})
