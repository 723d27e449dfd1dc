"""What went wrong on the way to a host, in words.

No text of a library's exception is passed on: it may hold the whole address with a key in it, or a proxy's password.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from collections.abc import Iterator
from typing import NamedTuple

import requests.exceptions
import urllib3.exceptions

from pubsync.errors import SourceError, UnreachableError
from pubsync.sources.http.body import BodyError
from pubsync.sources.http.redirects import RedirectError
from pubsync.sources.http.reply import BrokenOffError

NETWORK_REMEDY = "check the network and the proxy; the next run asks again"
ADDRESS_REMEDY = "check the address in pubsync.yaml; the next run asks again"

_AGAIN = "the next run asks again"
_PROXY_REMEDY = "check proxy: in pubsync.yaml, and HTTPS_PROXY and HTTP_PROXY in the environment"
_SETUP_REMEDY = f"{_PROXY_REMEDY}, and the file that REQUESTS_CA_BUNDLE names"
_CLOCK_REMEDY = "check this machine's clock; the next run asks again"
_TRUST_REMEDY = "where your own network inspects TLS, name the file of its certificate in REQUESTS_CA_BUNDLE"
_REFUSED_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")
_MUST_LOG_IN = "407"

_CERTIFICATES = {
    9: ("is not valid yet", _CLOCK_REMEDY),
    10: ("has expired", _CLOCK_REMEDY),
    62: ("is for another name", ADDRESS_REMEDY),
    64: ("is for another address", ADDRESS_REMEDY),
}
"""By OpenSSL's numbers (https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/)."""


class _Fault(NamedTuple):
    kinds: tuple[type[BaseException], ...]
    what: str
    remedy: str
    may_pass: bool = False
    unreached: bool = False


_FAULTS = (
    _Fault(
        (requests.exceptions.InvalidProxyURL, urllib3.exceptions.ProxySchemeUnknown),
        "the address of the proxy is none that can be used",
        _PROXY_REMEDY,
    ),
    _Fault(
        (
            requests.exceptions.InvalidURL,
            requests.exceptions.InvalidSchema,
            requests.exceptions.MissingSchema,
            urllib3.exceptions.LocationValueError,
            UnicodeError,
        ),
        "what is to be asked is no address that begins with http:// or https://",
        ADDRESS_REMEDY,
    ),
    _Fault(
        (requests.exceptions.InvalidHeader,),
        "a key has characters that can't be sent",
        "write it again, without spaces and line ends",
    ),
    _Fault((socket.gaierror,), "{host} can't be reached: its name can't be looked up", NETWORK_REMEDY, unreached=True),
    _Fault((ConnectionRefusedError,), "{host} can't be reached: nothing listens there", NETWORK_REMEDY, unreached=True),
    _Fault((urllib3.exceptions.NewConnectionError,), "{host} can't be reached", NETWORK_REMEDY, unreached=True),
    _Fault(
        (TimeoutError, urllib3.exceptions.TimeoutError),
        "{host} gave no whole answer within {seconds:g} seconds",
        NETWORK_REMEDY,
    ),
    _Fault(
        (http.client.IncompleteRead,),
        "the answer of {host} broke off",
        NETWORK_REMEDY,
        may_pass=True,
    ),
    _Fault(
        (http.client.RemoteDisconnected, ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError),
        "{host} broke the connection off",
        NETWORK_REMEDY,
        may_pass=True,
    ),
    _Fault((ssl.SSLError,), "no secure connection can be made to {host}", NETWORK_REMEDY),
    _Fault((http.client.HTTPException,), "{host} answered with something that is not HTTP", _AGAIN),
)
"""In the order in which they are looked for; an exception of a library holds others, the nearer to the wire the more
telling."""


def in_words(error: BaseException, *, where: str, host: str, seconds: float = 0, at_proxy: bool = False) -> SourceError:
    """Return what ``error`` means to a person.

    ``where`` names the source, ``host`` who was asked, ``seconds`` how long an answer was waited for; ``at_proxy``
    tells that a proxy stands between, and that nobody came past it.
    """
    if isinstance(error, SourceError):
        return error
    if isinstance(error, BodyError):
        return SourceError(str(error), where=where, remedy=_AGAIN)
    if isinstance(error, RedirectError):
        return SourceError(f"{host} {error}", where=where, remedy=ADDRESS_REMEDY)
    chain = tuple(_chain(error))
    # urllib3 blames the proxy for whatever breaks off behind it, too.
    of_proxy = _of_proxy(chain) if at_proxy else None
    fault = _of_certificate(chain) or of_proxy or _of_kind(chain)
    if fault is None:
        what = f"the connection to {host} can't be set up ({type(error).__name__})"
        return SourceError(what, where=where, remedy=_SETUP_REMEDY)
    kind = BrokenOffError if fault.may_pass else UnreachableError if fault.unreached else SourceError
    return kind(fault.what.format(host=host, seconds=seconds), where=where, remedy=fault.remedy)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and all that it holds, however the libraries wrapped them into one another."""
    waiting, seen = [error], set[int]()
    while waiting:
        link = waiting.pop(0)
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        inner = (*link.args, getattr(link, "reason", None), link.__cause__, link.__context__)
        waiting += [one for one in inner if isinstance(one, BaseException)]


def _of_certificate(chain: tuple[BaseException, ...]) -> _Fault | None:
    for link in chain:
        if isinstance(link, ssl.SSLCertVerificationError):
            unknown = ("is by an authority that this machine does not know", _TRUST_REMEDY)
            told, remedy = _CERTIFICATES.get(getattr(link, "verify_code", 0), unknown)
            return _Fault((), f"no secure connection can be made to {{host}}: its certificate {told}", remedy)
    return None


def _of_proxy(chain: tuple[BaseException, ...]) -> _Fault | None:
    refused = next(filter(None, (_REFUSED_TUNNEL.search(str(link)) for link in chain)), None)
    if refused and refused[1] == _MUST_LOG_IN:
        return _Fault((), "the proxy asks for a name and a password (HTTP 407)", _PROXY_REMEDY)
    if refused:
        return _Fault((), f"the proxy does not connect to {{host}} (HTTP {refused[1]})", NETWORK_REMEDY)
    if any(isinstance(link, urllib3.exceptions.ProxyError | urllib3.exceptions.NewConnectionError) for link in chain):
        return _Fault((), "{host} can't be reached by way of the proxy", _PROXY_REMEDY, unreached=True)
    return None


def _of_kind(chain: tuple[BaseException, ...]) -> _Fault | None:
    return next((fault for fault in _FAULTS if any(isinstance(link, fault.kinds) for link in chain)), None)
