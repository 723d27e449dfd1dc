"""One request to Scholar: never retried, never redirected, bounded in time and in size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from pubsync.errors import SourceError, UnreachableError
from pubsync.frozen import frozen
from pubsync.sources.http.body import BodyError, whole_body
from pubsync.sources.http.deadline import Cord, within

if TYPE_CHECKING:
    import httpx

HOST = "scholar.google.com"
MAX_BYTES = 2 * 1024 * 1024
"""Several times a page of 100 rows; counted after decompression."""
_NETWORK_REMEDY = "check the network and the proxy; the next run asks again"
SETUP_REMEDY = "check proxy: in pubsync.yaml, and HTTPS_PROXY, ALL_PROXY and SSL_CERT_FILE in the environment"

_SOCKS_REMEDY = "run pip install socksio, or name an http proxy by proxy: in pubsync.yaml"


class Reply(NamedTuple):
    """An answer as it came; header names are in lower case, the body is decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@frozen(kw_only=True)
class Guard:
    """Asks Scholar for one page at a time.

    ``name`` is the source's, for errors. ``timeout`` are seconds for a whole exchange: looking up the address,
    connecting, and the last byte of the answer. ``proxy`` is "" for what the environment says (``HTTPS_PROXY`` …).
    """

    name: str
    user_agent: str
    timeout: float
    proxy: str = field(default="", repr=False)

    def ask(self, path: str) -> Reply:
        """Ask once for ``path`` on Scholar and return whatever it answers, redirects and refusals too.

        Raises:
            SourceError: where there is no whole answer in time, or one of more than ``MAX_BYTES``.
        """
        try:
            return within(self.timeout, partial(self._exchange, path), self._in_words, name=self.name)
        except TimeoutError:
            raise self._too_late() from None

    def _exchange(self, path: str, cord: Cord) -> Reply:
        import httpx  # noqa: PLC0415 - loaded only where Scholar is asked

        headers = {
            "User-Agent": self.user_agent,
            "Accept": "text/html",
            "Accept-Language": "en-US,en",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        with (
            httpx.Client(headers=headers, timeout=self.timeout, proxy=self.proxy or None) as client,
            client.stream("GET", f"https://{HOST}{path}", extensions={"trace": partial(_follow, cord)}) as response,
        ):
            return Reply(response.status_code, dict(response.headers), self._body(response))

    def _body(self, response: httpx.Response) -> bytes:
        try:
            return whole_body(response.iter_raw(), response.headers.get("content-encoding", ""), MAX_BYTES)
        except BodyError as error:
            raise SourceError(str(error), where=self.name, remedy=_NETWORK_REMEDY) from None

    def _too_late(self) -> SourceError:
        what = f"gave no whole answer within {self.timeout:g} seconds"
        return SourceError(what, where=self.name, remedy=_NETWORK_REMEDY)

    def _in_words(self, error: BaseException) -> SourceError:
        """Say what happened, without addresses: a proxy's may hold a password."""
        import httpx  # noqa: PLC0415 - as above

        if isinstance(error, SourceError):
            return error
        if isinstance(error, httpx.TimeoutException):
            return self._too_late()
        if isinstance(error, httpx.ConnectError | httpx.ProxyError):
            return self._not_reached(error)
        if isinstance(error, httpx.HTTPError):
            what = f"the answer broke off or is none of HTTP ({type(error).__name__})"
            return SourceError(what, where=self.name, remedy=_NETWORK_REMEDY)
        if isinstance(error, ImportError) and "socksio" in str(error):
            what = "a SOCKS proxy is set, and the package that speaks to one is not installed"
            return SourceError(what, where=self.name, remedy=_SOCKS_REMEDY)
        what = f"the connection can't be set up ({type(error).__name__})"
        return SourceError(what, where=self.name, remedy=SETUP_REMEDY)

    def _not_reached(self, error: BaseException) -> SourceError:
        from pubsync.sources.http.faults import in_words  # noqa: PLC0415 - only where it is needed

        told = in_words(error, where=self.name, host=HOST, seconds=self.timeout)
        if "certificate" not in told.what and (self.proxy or _goes_by_proxy()):
            return UnreachableError("can't be reached by way of the proxy", where=self.name, remedy=SETUP_REMEDY)
        return told


def _goes_by_proxy() -> bool:
    from urllib.request import getproxies  # noqa: PLC0415 - start-up time

    return not {"https", "all"}.isdisjoint(getproxies())


def _follow(cord: Cord, event: str, details: Mapping[str, Any]) -> None:
    """Take hold of a new connection (https://www.encode.io/httpcore/extensions/#trace)."""
    if event.endswith("connect_tcp.complete"):
        cord.hold(details["return_value"].get_extra_info("socket"))
