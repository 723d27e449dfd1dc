"""Where redirects are followed to, and where never; through real sockets."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.errors import SourceError
from pubsync.sources.http import Http, RefusedError
from pubsync.sources.http.redirects import is_public
from tests.fakes.web import Response, Web, redirect, redirect_loop

HOST = "api.example.org"
URL = f"https://{HOST}/works"
PUBLIC = "93.184.215.14"
SECRET = "marker4711"
GOOD = Response("here")


def http(**options: Any) -> Http:
    return Http(**{"name": "api", "timeout": 10, "retry_after_failure": 0, **options})


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web({HOST: lambda _: GOOD, "other.example": lambda _: GOOD}) as web:
        for name, value in web.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield web


@pytest.fixture
def direct(web: Web, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a server in one's own network, with no proxy in between, that redirects to ``/?to=``."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "")
    web.hosts["127.0.0.1"] = lambda request: redirect(request.query["to"]) if "to" in request.query else GOOD
    return web.proxy


# Followed


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("there", ["/b?c=d", "https://other.example/ü", f"//{HOST}/b", "b#part"])
def test_a_redirect_is_followed_and_counted(web: Web, status: int, there: str) -> None:
    web.inject(HOST, redirect(there.encode().decode("latin-1"), status))
    asked = http()
    reply = asked.get(URL)
    assert (reply.status, reply.body, asked.requests, len(web.log)) == (200, b"here", 2, 2)
    assert reply.url == web.log[-1].url
    assert "#" not in web.log[-1].target


def test_five_redirects_are_followed_and_no_more(web: Web) -> None:
    web.hosts[HOST] = lambda request: redirect(f"/{n - 1}") if (n := int(request.path[1:])) else GOOD
    asked = http()
    assert asked.get(f"https://{HOST}/5").body == b"here"
    assert asked.requests == 6
    with pytest.raises(SourceError, match=r"api\.example\.org redirects more than 5 times"):
        asked.get(f"https://{HOST}/6")
    assert asked.requests == 12


def test_a_circle_ends(web: Web) -> None:
    web.hosts[HOST] = redirect_loop
    asked = http()
    with pytest.raises(SourceError, match="redirects in a circle"):
        asked.get(URL)
    assert asked.requests == 1
    web.hosts[HOST] = lambda request: redirect("/b" if request.path == "/a" else "/a")
    with pytest.raises(SourceError, match="redirects in a circle"):
        asked.get(f"https://{HOST}/a")
    assert asked.requests == 3


def test_more_safety_is_taken(web: Web) -> None:
    web.inject(HOST, redirect(URL))
    assert http().get(f"http://{HOST}/works").url == URL


@pytest.mark.parametrize(
    ("status", "method", "body"),
    [(301, "GET", b""), (302, "GET", b""), (303, "GET", b""), (307, "POST", b"[1]"), (308, "POST", b"[1]")],
)
def test_what_was_sent_is_sent_on_only_where_the_status_says_so(
    web: Web, status: int, method: str, body: bytes
) -> None:
    web.inject(HOST, redirect("/b", status))
    http().post_json(URL, [1])
    assert (web.log[-1].method, web.log[-1].body) == (method, body)
    assert ("content-type" in web.log[-1].headers) == bool(body)


def test_a_refusal_after_a_redirect_names_who_refused(web: Web) -> None:
    web.inject(HOST, redirect("https://other.example/"))
    web.hosts["other.example"] = lambda _: Response("no", status=403)
    with pytest.raises(RefusedError, match=r"other\.example refused"):
        http().get(URL)


# What another host is told


@pytest.mark.parametrize(
    ("there", "told"),
    [
        ("/b", True),
        ("https://other.example/", False),
        (f"https://{HOST}:444/b", False),
        (f"https://jane:pw@{HOST}/b", True),
        ("https://jane:pw@other.example/", False),
    ],
)
def test_keys_are_for_the_host_that_they_were_given_to(web: Web, there: str, *, told: bool) -> None:
    web.inject(HOST, redirect(there))
    http(contact="a@b.example").get(f"https://jane:{SECRET}@{HOST}/works", headers={"X-Key": SECRET}, accept="text/x")
    first, last = (request.headers for request in web.log)
    assert (first["x-key"], "authorization" in first) == (SECRET, True)
    assert ("x-key" in last, last.get("authorization") == first["authorization"]) == (told, told)
    assert told or "authorization" not in last
    assert (last["accept"], last["user-agent"]) == ("text/x", first["user-agent"])


def test_a_key_goes_along_to_more_safety_on_the_same_host(web: Web) -> None:
    web.inject(HOST, redirect(URL))
    http().get(f"http://{HOST}/works", headers={"X-Key": SECRET})
    assert [request.headers["x-key"] for request in web.log] == [SECRET, SECRET]


# Never followed

NEVER = {
    "http://other.example/": "from https down to http",
    "file:///etc/passwd": "'file', which is not followed",
    "ftp://other.example/": "'ftp', which is not followed",
    "javascript:alert(1)": "'javascript', which is not followed",
    "data:text/plain,here": "'data', which is not followed",
    "https://": "in a circle",
    "http://[oops": "an address that is none",
    "https://other.example:port/": "an address that is none",
}
PRIVATE = [
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.", "１２７.0.0.1", "0.0.0.0", "0"),
    *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1"),
    *("255.255.255.255", "192.0.2.1", "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[ff02::1]", "[::ffff:127.0.0.1]"),
    *("[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "[2002:a00:1::]", "[2001:db8::1]", "localhost", "LOCALHOST."),
    *("db.localhost", "printer.local", "metadata.google.internal", "nas.home.arpa", "intranet", "local"),
]


@pytest.mark.parametrize("there", NEVER)
def test_a_redirect_to_another_kind_of_place_is_not_followed(web: Web, there: str) -> None:
    web.inject(HOST, redirect(there))
    asked = http()
    with pytest.raises(SourceError, match=NEVER[there]) as failure:
        asked.get(URL)
    assert (asked.requests, len(web.log)) == (1, 1)
    assert (failure.value.where, bool(failure.value.remedy)) == ("api", True)


@pytest.mark.parametrize("host", PRIVATE)
def test_a_redirect_into_ones_own_network_is_not_followed(web: Web, host: str) -> None:
    web.inject(HOST, redirect(f"https://{host}/".encode().decode("latin-1")))
    asked = http()
    with pytest.raises(SourceError, match=r"redirects to a private address|an address that is none"):
        asked.get(URL)
    assert (asked.requests, len(web.connects)) == (1, 1)


def test_a_redirect_by_way_of_a_public_host_is_not_followed_either(web: Web) -> None:
    web.inject(HOST, redirect("https://other.example/"))
    web.inject("other.example", redirect("https://169.254.169.254/latest/meta-data"))
    asked = http()
    with pytest.raises(SourceError, match=r"other\.example redirects to a private address"):
        asked.get(URL)
    assert asked.requests == 2


def test_a_redirect_without_a_place_is_said(web: Web) -> None:
    web.inject(HOST, Response(status=302))
    with pytest.raises(SourceError, match=r"\(HTTP 302\)"):
        http().get(URL)


# Without a proxy, names are looked up


def test_a_persons_own_network_may_be_asked_and_redirects_within_one_server(web: Web, direct: str) -> None:
    assert http().get(f"{direct}/pub.bib").body == b"here"
    assert http().get(f"{direct}/?to=/pub.bib").body == b"here"
    assert len(web.log) == 3


@pytest.mark.parametrize("there", ["http://127.0.0.1:1/", "http://10.0.0.1/", "http://localhost/", "http://[::1]/"])
def test_another_server_of_ones_own_network_is_not_followed(web: Web, direct: str, there: str) -> None:
    with pytest.raises(SourceError, match="redirects to a private address"):
        http().get(f"{direct}/?to={there}")
    assert len(web.log) == 1


class Names:
    """A resolver that answers each look-up of a name with the next of its addresses."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self.names = names
        self.asked: list[str] = []
        self._look_up = socket.getaddrinfo

    def __call__(self, host: str, port: int, *_: object, **__: object) -> list[Any]:
        self.asked.append(host)
        addresses = self.names.get(host, [host])
        return self._look_up(addresses.pop(0) if len(addresses) > 1 else addresses[0], port, type=socket.SOCK_STREAM)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1"])
def test_a_name_of_a_private_address_is_not_followed(
    web: Web, direct: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", Names({"trap.example": [address]}))
    with pytest.raises(SourceError, match="redirects to a private address"):
        http().get(f"{direct}/?to=http://trap.example:{web._server.server_address[1]}/")
    assert [request.host for request in web.log] == ["127.0.0.1"]


def test_a_name_that_changes_its_address_in_between_is_told_nothing(
    web: Web, direct: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = Names({"trap.example": [PUBLIC, "127.0.0.1"]})
    monkeypatch.setattr(socket, "getaddrinfo", names)
    with pytest.raises(SourceError, match="redirects to a private address"):
        http().get(f"{direct}/?to=http://trap.example:{web._server.server_address[1]}/")
    assert [request.host for request in web.log] == ["127.0.0.1"]
    assert names.asked.count("trap.example") == 2


def test_a_connection_that_is_still_open_is_no_way_in(web: Web, direct: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at = web._server.server_address[1]
    monkeypatch.setattr(socket, "getaddrinfo", Names({"trap.example": ["127.0.0.1", PUBLIC]}))
    web.hosts["trap.example"] = lambda _: GOOD
    with http() as asked:
        asked.get(f"http://trap.example:{at}/")
        with pytest.raises(SourceError, match="redirects to a private address"):
            asked.get(f"{direct}/?to=http://trap.example:{at}/")
    assert [request.host for request in web.log] == ["trap.example", "127.0.0.1"]


def test_with_a_proxy_in_between_names_are_the_proxys_to_look_up(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names({})
    monkeypatch.setattr(socket, "getaddrinfo", names)
    web.inject(HOST, redirect("https://other.example/"))
    assert http().get(URL).body == b"here"
    assert set(names.asked) == {"127.0.0.1"}


# Pure


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:21f:cb07::1", "64:ff9b::808:808", "2002:808:808::"])
def test_the_public_web_is_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses())
def test_no_private_address_is_public(address: Any) -> None:
    assert not (is_public(str(address)) and (address.is_loopback or address.is_link_local or address.is_multicast))


@given(st.text(max_size=60))
def test_whatever_a_redirect_says_ends_in_an_answer_or_a_source_error(location: str) -> None:
    from pubsync.sources.http.exchange import prepared  # noqa: PLC0415 - loads requests
    from pubsync.sources.http.question import Question  # noqa: PLC0415 - as above
    from pubsync.sources.http.redirects import RedirectError, check_host, target  # noqa: PLC0415 - as above

    asked = Question(method="GET", url=URL)
    try:
        there = prepared(target(asked, 302, {"location": location}), None, "api")
        check_host(there.name)
    except (RedirectError, SourceError):
        return
    assert there.url.startswith("https://")
    assert json.dumps(there.url)
