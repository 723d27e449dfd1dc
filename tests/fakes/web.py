"""The web on loopback: a proxy that answers for every host, over TLS too, and misbehaves on demand.

It is a CONNECT proxy that ends TLS with certificates of its own authority, made for each host as it is asked for. Code
under test keeps asking for ``https://scholar.google.com/...`` unchanged, by httpx or by requests; only the environment
tells it the proxy and the authority (``Web.environment``).
"""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self, TypeAlias
from urllib.parse import parse_qs, urlsplit

import trustme


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked; header names are in lower case, ``target`` is the path with its query."""

    method: str
    scheme: str
    host: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}{self.target}"

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """The first value of each parameter."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}


class Wire:
    """The connection as a fault plays on it."""

    def __init__(self, line: socket.socket, closing: threading.Event) -> None:
        self.line = line
        self.closing = closing

    def send(self, octets: bytes) -> None:
        self.line.sendall(octets)

    def reset(self) -> None:
        """End with a RST instead of a FIN: lingering for no time drops what is unsent."""
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@dataclass(frozen=True, slots=True)
class Response:
    """A well-formed answer."""

    body: str | bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def play(self, wire: Wire) -> bool:
        """Send it; return whether the connection can be used again."""
        body = self.body.encode() if isinstance(self.body, str) else self.body
        wire.send(head(self.status, {"Content-Length": str(len(body)), **self.headers}) + body)
        return True


@dataclass(frozen=True, slots=True)
class Hang:
    """Says nothing, or nothing after ``opening``, until the web closes."""

    opening: bytes = b""

    def play(self, wire: Wire) -> bool:
        wire.send(self.opening)
        wire.closing.wait()
        return False


@dataclass(frozen=True, slots=True)
class Drip:
    """Sends ``octets`` one by one, ``every`` seconds: within any timeout between two of them."""

    octets: bytes
    every: float = 0.1

    def play(self, wire: Wire) -> bool:
        for octet in self.octets:
            if wire.closing.wait(self.every):
                break
            wire.send(bytes((octet,)))
        return False


@dataclass(frozen=True, slots=True)
class Reset:
    """Drops the connection with a RST, after ``opening``."""

    opening: bytes = b""

    def play(self, wire: Wire) -> bool:
        wire.send(self.opening)
        wire.reset()
        return False


@dataclass(frozen=True, slots=True)
class Bytes:
    """Sends exactly these octets and closes: no answer at all, one cut short, or none of HTTP."""

    octets: bytes = b""

    def play(self, wire: Wire) -> bool:
        wire.send(self.octets)
        return False


@dataclass(frozen=True, slots=True)
class Flood:
    """Sends ``piece`` over and over, without telling a length, until the other side has had enough."""

    piece: bytes = b"<p>" + b"x" * 65536

    def play(self, wire: Wire) -> bool:
        wire.send(head(200, {"Content-Type": "text/html", "Connection": "close"}))
        while not wire.closing.is_set():
            wire.send(self.piece)
        return False


Answer: TypeAlias = Response | Hang | Drip | Reset | Bytes | Flood
Handler: TypeAlias = Callable[[Request], Answer]


def given_up(fault: Answer) -> tuple[Answer, ...]:
    """Return a fault as often as it must come before a client gives up: what may pass is asked for once more."""
    may_pass = not isinstance(fault, Response | Hang | Flood) or fault_status(fault) in (500, 502, 504)
    return (fault, fault) if may_pass else (fault,)


def fault_status(fault: Answer) -> int:
    return fault.status if isinstance(fault, Response) else 0


def head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Told", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def redirect(location: str, status: int = 302) -> Response:
    return Response(status=status, headers={"Location": location})


def redirect_loop(request: Request) -> Response:
    """Answer each address with itself."""
    return redirect(request.url)


def truncated(body: str, missing: int = 1000) -> Bytes:
    """Announce more than is sent."""
    octets = body.encode()
    headers = {"Content-Type": "text/html; charset=UTF-8", "Content-Length": str(len(octets) + missing)}
    return Bytes(head(200, headers) + octets)


def zipped(body: str | bytes, headers: Mapping[str, str] | None = None) -> Response:
    octets = body.encode() if isinstance(body, str) else body
    return Response(gzip.compress(octets), headers={"Content-Encoding": "gzip", **(headers or {})})


@cache
def gzip_bomb(megabytes: int = 300) -> Response:
    """A thousandth of its size on the wire."""
    return zipped(b" " * (megabytes << 20))


@cache
def _authority() -> trustme.CA:
    return trustme.CA()


@cache
def _stranger() -> trustme.CA:
    return trustme.CA()


LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@cache
def _tls(host: str, flaw: str = "") -> ssl.SSLContext:
    """Return a host's TLS; ``flaw`` is "expired", "stranger" (by an authority that nobody knows) or "name"."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority = _stranger() if flaw == "stranger" else _authority()
    end = LONG_AGO if flaw == "expired" else None
    authority.issue_cert("other.invalid" if flaw == "name" else host, not_after=end).configure_cert(context)
    return context


class Web:
    """A web whose hosts are functions, as a context manager.

    ``hosts`` maps a host to its handler; a host that nobody plays answers 404. ``inject`` puts answers before a host's
    handler, each for one request. ``log`` has every request that arrived, ``connects`` every tunnel asked for. Leaving
    ends every connection at once, whatever hangs in it.

    ``flaws`` maps a host to what is wrong with its certificate (see ``_tls``). ``tunnel_status`` is what a tunnel is
    answered with, where not 200 instead of one.
    """

    def __init__(self, hosts: Mapping[str, Handler] | None = None) -> None:
        self.hosts: dict[str, Handler] = dict(hosts or {})
        self.log: list[Request] = []
        self.connects: list[str] = []
        self.flaws: dict[str, str] = {}
        self.tunnel_status = 200
        self._injected: dict[str, deque[Answer]] = defaultdict(deque)
        self.closing = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        web = self

        class Bound(_Connection):
            @property
            def web(self) -> Web:
                return web

        self._server = _Server(("127.0.0.1", 0), Bound)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), name="web")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        with self._lock:
            self.closing.set()
            for line in self._open:
                with suppress(OSError):
                    socket.socket.shutdown(line, socket.SHUT_RDWR)
        self._server.server_close()

    @property
    def proxy(self) -> str:
        """The address of the proxy."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def inject(self, host: str, *answers: Answer) -> None:
        self._injected[host].extend(answers)

    def asked(self, host: str) -> list[Request]:
        """What arrived for one host."""
        return [request for request in self.log if request.host == host]

    def environment(self, folder: Path) -> dict[str, str]:
        """Return the variables that lead any client here, the authority's certificate lying in ``folder``."""
        certificate = folder / "authority.pem"
        _authority().cert_pem.write_to_path(certificate)
        proxies = {"HTTP_PROXY": self.proxy, "HTTPS_PROXY": self.proxy, "ALL_PROXY": "", "NO_PROXY": ""}
        bundles = dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"), str(certificate))
        return {**proxies, **{name.lower(): value for name, value in proxies.items()}, **bundles}

    def answer(self, request: Request) -> Answer:
        self.log.append(request)
        if self._injected[request.host]:
            return self._injected[request.host].popleft()
        handler = self.hosts.get(request.host)
        return handler(request) if handler else Response(f"nobody plays {request.host}", status=404)

    def hold(self, line: socket.socket) -> None:
        """Remember an open connection; one that comes while the web closes is closed."""
        with self._lock:
            self._open.add(line)
            if self.closing.is_set():
                line.close()

    def release(self, line: socket.socket) -> None:
        with self._lock:
            self._open.discard(line)
        with suppress(OSError):
            line.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """Clients that break off are what the tests are about."""


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    tunnel = ""

    @property
    def web(self) -> Web:
        raise NotImplementedError

    def setup(self) -> None:
        super().setup()
        self.web.hold(self.connection)

    def finish(self) -> None:
        with suppress(OSError, ValueError):
            super().finish()
        self.web.release(self.connection)

    def log_message(self, *_: object) -> None:
        """The web keeps its own log."""

    def do_CONNECT(self) -> None:
        self.tunnel = self.path.rpartition(":")[0]
        self.web.connects.append(self.path)
        self.wfile.write(head(self.web.tunnel_status, {}))
        if self.web.tunnel_status != HTTPStatus.OK:
            self.close_connection = True
            return
        plain = self.connection
        self.connection = _tls(self.tunnel, self.web.flaws.get(self.tunnel, "")).wrap_socket(
            plain, server_side=True, do_handshake_on_connect=False
        )
        self.web.release(plain)
        self.web.hold(self.connection)
        self.connection.do_handshake()
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_GET(self) -> None:
        wire = Wire(self.connection, self.web.closing)
        self.close_connection = not self.web.answer(self._request()).play(wire)

    do_POST = do_PUT = do_GET  # noqa: N815 - the names that http.server calls

    def _request(self) -> Request:
        split = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        return Request(
            method=self.command,
            scheme="https" if self.tunnel else "http",
            host=self.tunnel or split.hostname or self.headers.get("Host", "").partition(":")[0],
            target=f"{split.path or '/'}{'?' if split.query else ''}{split.query}",
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length) if length else b"",
        )
