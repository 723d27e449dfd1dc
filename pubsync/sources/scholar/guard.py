"""One request to Scholar: never retried, never redirected, bounded in time and in size."""

from __future__ import annotations

import socket
import threading
import zlib
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pubsync.errors import SourceError

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


@dataclass(frozen=True, slots=True, kw_only=True)
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

        The exchange runs in a thread of its own, since neither the look-up of an address nor a server that sends one
        byte a second is ended by a socket's timeout.

        Raises:
            SourceError: where there is no whole answer in time, or one of more than ``MAX_BYTES``.
        """
        cord = _Cord()
        answer: Future[Reply] = Future()
        asking = threading.Thread(target=self._settle, args=(path, cord, answer), name=self.name, daemon=True)
        asking.start()
        try:
            return answer.result(self.timeout)
        except TimeoutError:
            raise self._too_late() from None
        finally:
            cord.cut()

    def _settle(self, path: str, cord: _Cord, answer: Future[Reply]) -> None:
        try:
            answer.set_result(self._exchange(path, cord))
        except BaseException as error:  # noqa: BLE001 - it is raised again where the answer is waited for
            answer.set_exception(self._in_words(error))

    def _exchange(self, path: str, cord: _Cord) -> Reply:
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
            client.stream("GET", f"https://{HOST}{path}", extensions={"trace": cord.follow}) as response,
        ):
            return Reply(response.status_code, dict(response.headers), self._body(response))

    def _body(self, response: httpx.Response) -> bytes:
        """Read and inflate with a bound, since a few kilobytes of gzip can hold gigabytes."""
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        if coding not in ("identity", "gzip"):
            raise SourceError("the answer is compressed in a way that was not asked for", where=self.name)
        inflater = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS) if coding == "gzip" else None
        body, received = bytearray(), 0
        for chunk in response.iter_raw():
            received += len(chunk)
            body += inflater.decompress(chunk, MAX_BYTES + 1 - len(body)) if inflater else chunk
            if max(received, len(body)) > MAX_BYTES:
                raise SourceError(
                    f"the answer is larger than {MAX_BYTES >> 20} MB, which no profile is",
                    where=self.name,
                    remedy="the next run asks again",
                )
        if inflater and received and not inflater.eof:
            raise SourceError("the answer broke off", where=self.name, remedy=_NETWORK_REMEDY)
        return bytes(body)

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
            return SourceError(f"can't be reached: {error!s:.200}", where=self.name, remedy=_NETWORK_REMEDY)
        if isinstance(error, httpx.HTTPError | zlib.error):
            what = f"the answer broke off or is none of HTTP ({type(error).__name__})"
            return SourceError(what, where=self.name, remedy=_NETWORK_REMEDY)
        if isinstance(error, ImportError) and "socksio" in str(error):
            what = "a SOCKS proxy is set, and the package that speaks to one is not installed"
            return SourceError(what, where=self.name, remedy=_SOCKS_REMEDY)
        what = f"the connection can't be set up ({type(error).__name__})"
        return SourceError(what, where=self.name, remedy=SETUP_REMEDY)


class _Cord:
    """A hold on the connection that a request is using, so that another thread can cut it.

    It keeps a duplicate of the socket: shutting that down ends the connection whatever layer (proxy, TLS) reads from
    it, and closing it leaves the layers' own descriptor alone.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: list[socket.socket] = []
        self._is_cut = False

    def follow(self, event: str, details: Mapping[str, Any]) -> None:
        """Take hold of a new connection (https://www.encode.io/httpcore/extensions/#trace)."""
        if not event.endswith("connect_tcp.complete"):
            return
        with self._lock:
            self._held.append(details["return_value"].get_extra_info("socket").dup())
        if self._is_cut:
            self.cut()

    def cut(self) -> None:
        """End the connection, also one that is only now being made."""
        self._is_cut = True
        with self._lock:
            held, self._held = self._held, []
        for line in held:
            _shut(line)


def _shut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side was first
    finally:
        line.close()
