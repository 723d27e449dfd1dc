"""How sources ask: each fault has an end, a bound, a count and a reason in words, through real sockets."""

from __future__ import annotations

import gc
import gzip
import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
import traceback
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pubsync import __version__
from pubsync.errors import SourceError, UnreachableError
from pubsync.sources.http import Http, RefusedError, Reply, pace
from pubsync.sources.http.deadline import Cord
from pubsync.sources.http.pace import Pace
from tests.fakes import web as played_web
from tests.fakes.web import Bytes, Drip, Flood, Hang, Reset, Response, Web, gzip_bomb, head, truncated, zipped

HOST = "api.example.org"
URL = f"https://{HOST}/works"
JSON = {"Content-Type": "application/json"}
GOOD = Response('{"a": 1}', headers=JSON)
SECRET = "marker4711"
PATIENCE = 10.0
"""Seconds; for exchanges that are to succeed, on however busy a machine."""
TIMEOUT = 0.5
IN_TIME = r"gave no whole answer within 0\.5 seconds"


def http(**options: Any) -> Http:
    return Http(**{"name": "api", "timeout": PATIENCE, "retry_after_failure": 0, **options})


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web({HOST: lambda _: GOOD}) as web:
        for name, value in web.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield web


@pytest.fixture
def direct(web: Web, monkeypatch: pytest.MonkeyPatch) -> str:
    """The web without a proxy in between: its own address."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "")
    return web.proxy


# What is asked and answered


def test_an_answer_is_handed_on(web: Web) -> None:
    web.hosts[HOST] = lambda _: zipped("[1]", {"Content-Type": "application/json", "X-Total": "1"})
    asked = http()
    reply = asked.get(URL, params={"q": "a b", "page": "2"}, headers={"X-Version": "3"}, accept="text/x-bibtex")
    assert (reply.status, reply.body, reply.url) == (200, b"[1]", f"{URL}?q=a+b&page=2")
    assert reply.headers["x-total"] == "1"
    request = web.log[0]
    assert (request.method, request.url, asked.requests) == ("GET", reply.url, 1)
    assert {name: request.headers[name] for name in ("accept", "accept-encoding", "x-version")} == {
        "accept": "text/x-bibtex",
        "accept-encoding": "gzip",
        "x-version": "3",
    }


def test_json_is_sent(web: Web) -> None:
    reply = http().post_json(URL, {"ids": ["ü"]}, params={"fields": "title"})
    request = web.log[0]
    assert (reply.status, request.method, request.target) == (200, "POST", "/works?fields=title")
    assert json.loads(request.body) == {"ids": ["ü"]}
    assert request.headers["content-type"] == request.headers["accept"] == "application/json"


def test_what_is_not_there_is_an_answer(web: Web) -> None:
    web.inject(HOST, Response("no such work", status=404))
    assert http().get(URL)[::2] == (404, b"no such work")


def test_it_says_who_asks(web: Web) -> None:
    for contact in ("", "jane@example.edu", "jane\r\nX-Evil: 1"):
        http(contact=contact).get(URL)
    plain = f"pubsync/{__version__} (+https://pypi.org/project/pubsync)"
    assert [request.headers["user-agent"] for request in web.log] == [
        plain,
        plain.replace(")", "; mailto:jane@example.edu)"),
        plain,
    ]


def test_members_of_gzip_in_a_row_are_one_body(web: Web) -> None:
    body = gzip.compress(b"[1,") + gzip.compress(b"2]")
    web.inject(HOST, Response(body, headers={"Content-Encoding": "x-gzip"}))
    assert http().get(URL).body == b"[1,2]"


def test_a_body_of_the_largest_size_is_whole(web: Web) -> None:
    body = os.urandom(100_000)
    web.inject(HOST, Response(body), zipped(body))
    assert http(largest=100_100).get(URL).body == body
    assert http(largest=100_100).get(URL).body == body


def test_a_body_in_chunks_is_put_together(web: Web) -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (b"[1", b",2]", b""))
    web.inject(HOST, Bytes(head(200, {"Transfer-Encoding": "chunked"}) + chunks))
    assert http().get(URL).body == b"[1,2]"


def test_connections_are_used_again_and_let_go(web: Web) -> None:
    with http() as asked:
        for _ in range(3):
            asked.get(URL)
        assert (len(web.log), len(web.connects)) == (3, 1)
        assert len(web._open) == 1
    _await(lambda: not web._open)
    asked.get(URL)
    assert len(web.connects) == 2
    del asked
    gc.collect()
    _await(lambda: not web._open)


def _await(is_so: Any) -> None:
    end = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_nobody_is_remembered_between_requests(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {HOST} login jane password {SECRET}\n")
    monkeypatch.setenv("NETRC", str(netrc))
    web.inject(HOST, Response("[]", headers={"Set-Cookie": "id=1; Path=/"}))
    with http() as asked:
        asked.get(URL)
        asked.get(URL)
    assert not any({"cookie", "authorization"} & set(request.headers) for request in web.log)


def test_a_name_and_password_in_an_address_are_sent_and_not_shown(web: Web) -> None:
    reply = http().get(f"https://jane:{SECRET}@{HOST}/works")
    assert web.log[0].headers["authorization"].startswith("Basic ")
    assert reply.url == URL


# Refusals


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_a_refusal_is_one_request_and_says_how_long_to_wait(web: Web, status: int) -> None:
    headers = {"Retry-After": "Sun, 01 Nov 2026 00:10:00 GMT", "Date": "Sun, 01 Nov 2026 00:00:00 GMT"}
    web.inject(HOST, Response("no", status=status, headers=headers))
    asked = http()
    with pytest.raises(RefusedError, match=rf"api\.example\.org refused the request \(HTTP {status}\)") as refusal:
        asked.get(URL)
    assert (refusal.value.status, refusal.value.retry_after, refusal.value.where) == (status, 600, "api")
    assert refusal.value.remedy
    assert (asked.requests, len(web.log)) == (1, 1)


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_a_refusal_that_does_not_say_how_long_is_one_request(web: Web, status: int) -> None:
    web.inject(HOST, Response("no", status=status, headers={"Retry-After": "soon"}))
    with pytest.raises(RefusedError) as refusal:
        http().post_json(URL, {})
    assert (refusal.value.retry_after, len(web.log)) == (None, 1)


@pytest.mark.parametrize("page", [Flood(), Hang(), truncated("no")])
def test_nobody_waits_for_the_rest_of_a_refusal(web: Web, page: played_web.Answer) -> None:
    opening = head(403, {"Content-Length": "1000000000"})
    web.inject(HOST, Hang(opening) if isinstance(page, Hang) else Bytes(opening + b"no"))
    with pytest.raises(RefusedError):
        http().get(URL)


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_wait_that_is_asked_for_is_kept(web: Web, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("pubsync.sources.http.asking.time.sleep", slept.append)
    web.inject(HOST, Response("no", status=status, headers={"Retry-After": "3"}))
    asked = http()
    assert asked.get(URL).status == 200
    assert (slept, asked.requests) == ([3], 2)


def test_a_wait_is_kept_once_and_for_no_longer_than_patience(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pubsync.sources.http.asking.time.sleep", lambda _: None)
    web.hosts[HOST] = lambda _: Response("no", status=429, headers={"Retry-After": "3"})
    for patience, requests in ((2.9, 1), (3, 2)):
        asked = http(patience=patience)
        with pytest.raises(RefusedError) as refusal:
            asked.get(URL)
        assert (refusal.value.retry_after, asked.requests) == (3, requests)


# Faults: an end, a reason, and one more request where that may help


def garbage(octets: bytes) -> Bytes:
    return Bytes(octets + b"\r\n")


FAULTS: dict[str, tuple[played_web.Answer, str, int]] = {
    "400": (Response("no", status=400), r"answered what was not expected \(HTTP 400\)", 1),
    "204": (Bytes(head(204, {})), r"\(HTTP 204\)", 1),
    "304 for nothing": (Bytes(head(304, {})), r"\(HTTP 304\)", 1),
    "407": (Response("no", status=407), r"\(HTTP 407\)", 1),
    "500": (Response("no", status=500), r"failed \(HTTP 500\)", 2),
    "500 for hours": (Response("no", status=500, headers={"Retry-After": "7200"}), r"failed \(HTTP 500\)", 1),
    "502": (Response("no", status=502), r"failed \(HTTP 502\)", 2),
    "504": (Response("no", status=504), r"failed \(HTTP 504\)", 2),
    "no answer": (Bytes(), "broke the connection off", 2),
    "a reset": (Reset(), "broke the connection off", 2),
    "a reset within the head": (Reset(head(200, JSON)[:20]), "broke", 2),
    "a reset within the body": (Reset(head(200, {"Content-Length": "90"}) + b"[1"), "broke", 2),
    "a body cut short": (truncated("[1]"), "the answer of api.example.org broke off", 2),
    "a head cut short": (Bytes(b"HTTP/1.1 200 OK\r\nContent-Ty"), "the answer of api.example.org broke off", 2),
    "a head cut short after a line": (Bytes(b"HTTP/1.1 200 OK\r\nServer: a\r\n"), "broke off", 2),
    "chunks cut short": (Bytes(head(200, {"Transfer-Encoding": "chunked"}) + b"9\r\n[1"), "broke off", 2),
    "chunks without an end": (Bytes(head(200, {"Transfer-Encoding": "chunked"}) + b"2\r\n[1\r\n"), "broke off", 2),
    "chunks that are none": (Bytes(head(200, {"Transfer-Encoding": "chunked"}) + b"no\r\n[1]\r\n"), "broke off", 2),
    "gzip cut short": (Response(gzip.compress(b"[1]")[:-9], headers={"Content-Encoding": "gzip"}), "broke off", 1),
    "gzip that is none": (Response(b"hello", headers={"Content-Encoding": "gzip"}), "is damaged", 1),
    "gzip with a wrong sum": (
        Response(gzip.compress(b"[1]")[:-8] + b"\0" * 8, headers={"Content-Encoding": "gzip"}),
        "is damaged",
        1,
    ),
    "another compression": (Response("[1]", headers={"Content-Encoding": "br"}), "was not asked for", 1),
    "two compressions": (Response("[1]", headers={"Content-Encoding": "gzip, gzip"}), "was not asked for", 1),
    "SSH": (garbage(b"SSH-2.0-OpenSSH_9.2"), "something that is not HTTP", 1),
    "a page without a head": (garbage(b"<html><p>hello"), "something that is not HTTP", 1),
    "headers without end": (Bytes(b"HTTP/1.1 200 OK\r\n" + b"X-A: 1\r\n" * 200), "something that is not HTTP", 1),
    "a header without end": (Bytes(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000), "something that is not HTTP", 1),
    "silence": (Hang(), IN_TIME, 1),
    "silence within the body": (Hang(head(200, {"Content-Length": "90"}) + b"[1"), IN_TIME, 1),
    "a dripping head": (Drip(head(200, JSON), every=0.05), IN_TIME, 1),
    "a dripping body": (Drip(head(200, {"Content-Length": "9999"}) + b"[" * 9999, every=0.001), IN_TIME, 1),
    "endless good news": (Drip(head(100, {}) * 1000, every=0.005), IN_TIME, 1),
    "a flood": (Flood(), "larger than 2 MB", 1),
    "a gzip bomb": (gzip_bomb(), "larger than 2 MB", 1),
    "200 MB": (Hang(head(200, {"Content-Length": "200000000"}) + b"x" * 1000), "larger than 2 MB", 1),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_ends_and_is_counted(web: Web, fault: str) -> None:
    played, told, requests = FAULTS[fault]
    web.hosts[HOST] = lambda _: played
    asked = http(timeout=TIMEOUT if told == IN_TIME else PATIENCE, largest=2_000_000)
    started = time.monotonic()
    with pytest.raises(SourceError, match=told) as failure:
        asked.get(URL)
    assert time.monotonic() - started < TIMEOUT + 3
    assert not isinstance(failure.value, RefusedError)
    assert (failure.value.where, bool(failure.value.remedy)) == ("api", True)
    assert (asked.requests, len(web.log)) == (requests, requests)


@pytest.mark.parametrize("fault", [fault for fault, (*_, requests) in FAULTS.items() if requests == 2])
def test_what_may_pass_is_asked_for_once_more(web: Web, fault: str) -> None:
    web.inject(HOST, FAULTS[fault][0])
    asked = http()
    assert (asked.get(URL).body, asked.requests) == (b'{"a": 1}', 2)
    web.inject(HOST, FAULTS[fault][0])
    with pytest.raises(SourceError):
        asked.post_json(URL, {})
    assert asked.requests == 3


def test_between_two_tries_is_a_wait(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("pubsync.sources.http.asking.time.sleep", slept.append)
    web.inject(HOST, Reset())
    Http(name="api").get(URL)
    web.inject(HOST, Response(status=500, headers={"Retry-After": "4"}))
    Http(name="api").get(URL)
    assert slept == [1, 4]


@pytest.mark.parametrize(
    "fault", ["a flood", "a gzip bomb", "200 MB", "a chunk without end", "gzip of nothing without end"]
)
def test_memory_is_bounded(web: Web, fault: str) -> None:
    chunked = head(200, {"Transfer-Encoding": "chunked", "Connection": "close"})
    members = head(200, {"Content-Encoding": "gzip", "Connection": "close"}) + gzip.compress(b"") * 500_000
    others: dict[str, played_web.Answer] = {
        "a chunk without end": Bytes(chunked + b"1" * (100 << 20)),
        "gzip of nothing without end": Bytes(members),
    }
    web.hosts[HOST] = lambda _: others.get(fault) or FAULTS[fault][0]
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match=r"larger than 2 MB|broke off|not HTTP"):
            http(largest=2_000_000).get(URL)
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


def test_the_time_is_for_all_of_an_exchange(web: Web) -> None:
    web.inject(HOST, *(played_web.redirect(f"/{hop}") for hop in range(3)), Hang())
    web.inject(HOST, Hang())
    asked = http(timeout=TIMEOUT)
    started = time.monotonic()
    with pytest.raises(SourceError, match=IN_TIME):
        asked.get(URL)
    assert time.monotonic() - started < 2 * TIMEOUT + 1
    assert asked.requests == 4


def test_slow_redirects_share_the_time(web: Web) -> None:
    slow = head(302, {"Location": "/b", "Content-Length": "0"})
    web.inject(HOST, Drip(slow, every=0.3 / len(slow)), Drip(slow.replace(b"/b", b"/c"), every=0.3 / len(slow)))
    asked = http(timeout=TIMEOUT)
    with pytest.raises(SourceError, match=IN_TIME):
        asked.get(URL)
    assert asked.requests <= 2


def test_a_connection_that_is_made_after_the_end_is_cut_at_once() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        cord = Cord()
        cord.cut()
        cord.hold(ours)
        theirs.settimeout(5)
        assert theirs.recv(1) == b""


def test_what_was_given_up_leaves_nothing_behind(web: Web) -> None:
    web.inject(HOST, Drip(head(200, {"X-Long": "x" * 10_000}), every=0.02))
    asked = http(timeout=TIMEOUT)
    with pytest.raises(SourceError):
        asked.get(URL)
    left = [thread for thread in threading.enumerate() if thread.name == "api"]
    for thread in left:
        thread.join(timeout=2)
    assert not any(thread.is_alive() for thread in left)
    assert asked.get(URL).status == 200


def test_a_connection_that_was_used_again_is_cut_too(web: Web) -> None:
    with http(timeout=TIMEOUT) as asked:
        asked.get(URL)
        web.inject(HOST, Drip(head(200, {"X-Long": "x" * 10_000}), every=0.02))
        with pytest.raises(SourceError, match=IN_TIME):
            asked.get(URL)
    assert len(web.connects) == 1
    _await(lambda: not any(thread.name == "api" for thread in threading.enumerate()))


# The way there


@pytest.mark.parametrize(
    ("flaw", "told", "remedy"),
    [
        ("expired", "its certificate has expired", "clock"),
        ("stranger", "by an authority that this machine does not know", "REQUESTS_CA_BUNDLE"),
        ("name", "its certificate is for another name", "address"),
    ],
)
def test_a_certificate_that_is_no_good_is_said(web: Web, flaw: str, told: str, remedy: str) -> None:
    web.flaws[HOST] = flaw
    asked = http()
    with pytest.raises(SourceError, match=f"no secure connection can be made to {HOST}: .*{told}") as failure:
        asked.get(URL)
    assert remedy in failure.value.remedy
    assert (asked.requests, web.log) == (1, [])


def test_tls_that_is_none_is_said(web: Web, direct: str) -> None:
    with pytest.raises(SourceError, match=r"no secure connection can be made to 127\.0\.0\.1:\d+|broke the conn"):
        http().get(direct.replace("http:", "https:"))
    assert not web.log


def test_a_name_that_nobody_knows_is_said(direct: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    asked = http()
    with pytest.raises(UnreachableError, match=f"{HOST} can't be reached: its name can't be looked up"):
        asked.get(URL)
    assert (asked.requests, bool(direct)) == (1, True)


def test_a_name_that_is_looked_up_for_ever_is_not_waited_for(direct: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: ended.wait() and [])
    with pytest.raises(SourceError, match=IN_TIME):
        http(timeout=TIMEOUT).get(URL if direct else "")
    ended.set()


def test_a_port_where_nobody_listens_is_said(direct: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(
        UnreachableError, match=rf"127\.0\.0\.1:{port} can't be reached: nothing listens there"
    ) as failure:
        http().get(f"http://127.0.0.1:{port}/" if direct else "")
    assert not isinstance(failure.value, RefusedError)


@pytest.mark.parametrize(
    "url", ["", "nonsense", "file:///etc/passwd", "ftp://example.org/", "http://", "https://[oops/", "//x.org/a"]
)
def test_an_address_that_is_none_is_said(web: Web, url: str) -> None:
    with pytest.raises(SourceError, match="no address that begins with http"):
        http().get(url)
    with pytest.raises(SourceError, match="no address that begins with http"):
        http().get(f"https://{'a' * 70}.org/")
    assert not web.log


@pytest.mark.parametrize("key", ["line\nend", "snow ☃"])
def test_a_key_that_no_header_can_hold_is_said(web: Web, key: str) -> None:
    with pytest.raises(SourceError, match="a key has characters that can't be sent") as failure:
        http().get(URL, headers={"X-Key": f"{SECRET}{key}"})
    assert SECRET not in shown(failure.value)
    assert not web.log


def test_a_proxy_of_the_sources_own_comes_before_the_environments(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert http(proxy=web.proxy).get(URL).status == 200
    with pytest.raises(UnreachableError, match="can't be reached by way of the proxy"):
        http().get(URL)


def test_a_socks_proxy_that_can_not_be_reached_is_said(web: Web) -> None:
    with pytest.raises(SourceError, match="can't be reached by way of the proxy") as failure:
        http(proxy=f"socks5h://me:{SECRET}@127.0.0.1:9").get(URL)
    assert SECRET not in shown(failure.value)
    assert not web.log


def test_hosts_that_need_no_proxy_are_asked_directly(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web.hosts["127.0.0.1"] = lambda _: GOOD
    assert http().get(f"{web.proxy}/works").status == 200


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (407, r"the proxy asks for a name and a password \(HTTP 407\)"),
        (403, rf"the proxy does not connect to {HOST} \(HTTP 403\)"),
        (502, rf"the proxy does not connect to {HOST} \(HTTP 502\)"),
    ],
)
def test_a_proxy_that_refuses_is_said(web: Web, status: int, told: str) -> None:
    web.tunnel_status = status
    with pytest.raises(SourceError, match=told) as failure:
        http().get(URL)
    assert not isinstance(failure.value, RefusedError)


@pytest.mark.parametrize("proxy", ["ftp://me:{}@proxy.example", "socks9://me:{}@proxy.example", "http://me:{}@[oops"])
def test_a_proxy_that_is_none_is_said(web: Web, proxy: str) -> None:
    with pytest.raises(SourceError, match="the proxy") as failure:
        http(proxy=proxy.format(SECRET)).get(URL)
    assert SECRET not in shown(failure.value)
    assert "proxy" in failure.value.remedy
    assert not web.log


def test_certificates_that_are_not_there_are_said(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "nowhere.pem")
    with pytest.raises(SourceError, match="can't be set up") as failure:
        http().get(URL)
    assert "REQUESTS_CA_BUNDLE" in failure.value.remedy
    assert not web.log


def test_one_variable_for_certificates_does_for_all_sources(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.delenv("CURL_CA_BUNDLE")
    assert http().get(URL).status == 200
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(SourceError, match="authority that this machine does not know"):
        http().get(URL)
    assert len(web.log) == 1


# Secrets


def shown(error: BaseException) -> str:
    """All that a person or a log could ever see of an error."""
    chain, link = [error], error.__cause__ or error.__context__
    while link:
        chain.append(link)
        link = link.__cause__ or link.__context__
    return "".join(f"{one!s}{one!r}{vars(one)}" for one in chain) + "".join(traceback.format_exception(error))


@pytest.mark.parametrize("fault", [*FAULTS, "refused", "redirected", "tunnel", "tls"])
def test_no_error_and_no_log_shows_a_secret(
    web: Web, fault: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    played = {
        "refused": Response("no", status=403),
        "redirected": played_web.redirect(f"http://{HOST}/?token={SECRET}"),
    }
    web.hosts[HOST] = lambda _: played.get(fault) or FAULTS[fault][0]
    web.tunnel_status = 407 if fault == "tunnel" else 200
    web.flaws[HOST] = "expired" if fault == "tls" else ""
    asked = http(
        timeout=TIMEOUT, proxy=web.proxy.replace("://", f"://me:{SECRET}@"), largest=1_000_000, contact="a@b.example"
    )
    with pytest.raises(SourceError) as failure:
        asked.get(f"https://jane:{SECRET}@{HOST}/works", params={"api_key": SECRET}, headers={"Authorization": SECRET})
    assert SECRET not in shown(failure.value)
    assert SECRET not in f"{asked!r}{caplog.text}{capfd.readouterr()}"


def test_no_answer_shows_a_secret_unasked(web: Web) -> None:
    reply = http().get(URL, params={"api_key": SECRET})
    assert repr(reply) == f"Reply(200, 8 bytes from {HOST})"
    assert reply.url.endswith(f"?api_key={SECRET}")
    assert len(web.log) == 1


def test_a_proxys_answer_and_its_absence_show_no_secret(web: Web) -> None:
    for proxy in (f"http://me:{SECRET}@127.0.0.1:9", f"http://me:{SECRET}@nobody.invalid:80"):
        with pytest.raises(SourceError) as failure:
            http(proxy=proxy).get(URL, params={"api_key": SECRET})
        assert SECRET not in shown(failure.value)
    assert not web.log


# The pace


class Clock:
    """Time that passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("pubsync.sources.http.asking.PACE", Pace(clock, clock.sleep))
    return clock


def test_requests_to_one_host_are_spaced_whoever_asks(web: Web, clock: Clock) -> None:
    web.hosts["other.example"] = lambda _: GOOD
    http(pause=3).get(URL)
    http(pause=3).get("https://other.example/")
    assert clock.slept == []
    http(name="another", pause=3).get(URL)
    assert clock.slept == [3]
    clock.now += 2
    http(pause=0).get(URL)
    assert clock.slept == [3, 1]
    clock.now += 60
    http(pause=3).get(URL)
    assert clock.slept == [3, 1]


def test_retries_and_redirects_keep_the_pace(web: Web, clock: Clock) -> None:
    web.inject(HOST, Reset(), played_web.redirect("/elsewhere"))
    http(pause=2).get(URL)
    assert clock.slept == [2, 2]
    assert len(web.log) == 3


@pytest.mark.parametrize(
    ("limit", "interval", "pause", "slept"),
    [
        ("5", "1s", 0, [0.2]),
        ("50", "1s", 1, [1]),
        ("2", "1m", 1, [30]),
        ("1", "5", 0, [5]),
        ("1", "99999h", 0, [60]),
        ("0", "1s", 0, []),
        ("many", "1s", 0, []),
        ("5", "soon", 0, []),
        ("-5", "1s", 0, []),
    ],
)
def test_a_host_is_obeyed_that_asks_for_a_slower_pace(
    web: Web, clock: Clock, limit: str, interval: str, pause: float, slept: list[float]
) -> None:
    web.inject(HOST, Response("[]", headers={"X-Rate-Limit-Limit": limit, "X-Rate-Limit-Interval": interval}))
    http(pause=pause).get(URL)
    http(pause=pause).get(URL)
    assert clock.slept == slept


def test_the_pace_is_kept_by_threads_too() -> None:
    turns: list[float] = []
    pace_of_all = Pace(lambda: 0.0, turns.append)
    threads = [threading.Thread(target=pace_of_all.wait, args=(HOST, 1)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(turns) == list(range(1, 20))


def test_the_pace_is_one_for_the_process() -> None:
    assert pace.PACE._clock is time.monotonic


def test_the_time_of_an_exchange_is_no_part_of_the_pause() -> None:
    clock = Clock()
    pace_of_all = Pace(clock, clock.sleep)
    pace_of_all.wait(HOST, 2)
    clock.now += 10
    pace_of_all.answered(HOST, {})
    pace_of_all.wait(HOST, 2)
    assert clock.slept == [2]


# The process


def test_requests_is_loaded_where_somebody_is_asked() -> None:
    program = "import sys, pubsync.sources.http; print({'requests', 'urllib3', 'sqlite3'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "set()"


def test_a_request_is_shown_without_what_it_carries() -> None:
    reply = Reply(200, {}, b"", f"https://u:{SECRET}@{HOST}:8443/a?k={SECRET}")
    assert repr(reply) == f"Reply(200, 0 bytes from {HOST}:8443)"
