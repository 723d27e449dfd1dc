"""Where a redirect may lead: never into the person's own network, never to less than TLS, never in a circle."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from urllib.parse import SplitResult, urljoin, urlsplit

from pubsync.sources.http.question import Question

STATUSES = frozenset((301, 302, 303, 307, 308))
MOST = 5

_SEE_OTHER = 303
_KEEPS_METHOD = frozenset((307, 308))
_PORTS = {"http": 80, "https": 443}
_OWN_NAMES = (".localhost", ".local", ".internal", ".home.arpa")
"""https://www.iana.org/assignments/special-use-domain-names, and the name that ICANN set apart for private use."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class RedirectError(Exception):
    """A redirect that is not followed; says why in words."""


def target(asked: Question, status: int, headers: Mapping[str, str]) -> Question:
    """Return the question that an answer redirects to, its address not yet encoded.

    Another host is told no header that may hold a key, and is not followed to where the address itself holds one.

    Raises:
        RedirectError: where it leads to another scheme than http(s), from https down to http, or nowhere.
    """
    try:
        # Header bytes come as Latin-1, and addresses in them are UTF-8 where they are not encoded.
        location = headers.get("location", "").encode("latin-1", "replace").decode("utf-8", "replace")
        split = urlsplit(urljoin(asked.url, location.strip()))
        host, _ = split.hostname, split.port
    except ValueError:
        raise RedirectError("redirects to an address that is none") from None
    if split.scheme not in _PORTS or not host:
        raise RedirectError(f"redirects to {split.scheme[:20]!a}, which is not followed")
    if split.scheme == "http" and urlsplit(asked.url).scheme == "https":
        raise RedirectError("redirects from https down to http, which is not followed")
    led_away = not is_same_server(asked.url, split.geturl())
    if led_away and any(key in split.geturl() for key in asked.keys_in_query()):
        raise RedirectError("redirects to another server with a key in the address, which is not followed")
    keeps = status in _KEEPS_METHOD or (asked.method == "GET" and status != _SEE_OTHER)
    return Question(
        method=asked.method if keeps else "GET",
        url=split._replace(netloc=split.netloc.rpartition("@")[2]).geturl(),
        headers=_headers(asked, split, keeps=keeps),
        body=asked.body if keeps else None,
    )


def check_host(host: str) -> None:
    """Refuse a host that is not of the public web by the look of it, without looking it up.

    Raises:
        RedirectError: for private addresses, however they are written, and for names of a local network.
    """
    name = host.strip("[]").rstrip(".").lower()
    literal = _literal(name)
    is_own = not is_public(literal) if literal else "." not in name or f".{name}".endswith(_OWN_NAMES)
    if is_own:
        raise RedirectError("redirects to a private address, which is not followed")


def check_name(host: str, port: int) -> None:
    """Refuse a host that is looked up to an address that is not of the public web.

    Raises:
        RedirectError: where any of its addresses is private.
        OSError: where it can't be looked up.
    """
    for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        check_address(str(address[0]))


def check_address(address: str) -> None:
    """Refuse an IP address that is not of the public web.

    Raises:
        RedirectError: where it is private.
    """
    if not is_public(address):
        raise RedirectError("redirects to a private address, which is not followed")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public web, also the IPv4 address that an IPv6 one stands for."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def is_same_server(one: str, other: str) -> bool:
    """Whether two addresses are of one server, the second perhaps with TLS where the first had none."""
    (scheme, host, port), (then, there, at) = _server(one), _server(other)
    is_upgrade = (scheme, port, then, at) == ("http", _PORTS["http"], "https", _PORTS["https"])
    return host == there and ((scheme, port) == (then, at) or is_upgrade)


def _server(url: str) -> tuple[str, str, int | None]:
    split = urlsplit(url)
    return split.scheme, (split.hostname or "").rstrip("."), split.port or _PORTS.get(split.scheme)


def _headers(asked: Question, there: SplitResult, *, keeps: bool) -> dict[str, str]:
    headers = dict(asked.headers) if is_same_server(asked.url, there.geturl()) else asked.open_headers()
    if keeps:
        return headers
    return {name: text for name, text in headers.items() if not name.lower().startswith("content-")}


def _literal(name: str) -> str:
    """Return the IP address that a host is, "" where it is a name; ``127.1`` and ``0x7f000001`` are addresses too."""
    try:
        return str(ipaddress.ip_address(name.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(name)) if name.isascii() and " " not in name else ""
    except OSError:
        return ""
