"""Proxies on the way to Scholar and to SerpApi: each source's own, and those that the environment names."""

from __future__ import annotations

import json
import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

import pytest

from pubsync.errors import SourceError
from pubsync.sources.scholar import ScholarSource, SerpApiSource
from tests.fakes.scholar_source import HOST, JANE, PATIENCE, source, web_of_jane
from tests.fakes.web import Web
from tests.sources.test_scholar_serpapi import HOST as SERPAPI
from tests.sources.test_scholar_serpapi import serpapi, site

VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
NOWHERE = "http://127.0.0.1:9"
Make: TypeAlias = Callable[..., ScholarSource | SerpApiSource]
WAYS = pytest.mark.parametrize(("make", "host"), [(source, HOST), (serpapi, SERPAPI)])
NEEDS_SOCKS = pytest.mark.skipif(not find_spec("socksio"), reason="httpx speaks SOCKS by way of socksio alone")


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """The web, with nothing in the environment that leads there but the authority of its certificates."""
    with web_of_jane(tmp_path, monkeypatch) as web:
        web.hosts[SERPAPI] = site(JANE)
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.lower(), raising=False)
        monkeypatch.setattr(socket, "getaddrinfo", loopback_alone)
        yield web


_look_up = socket.getaddrinfo


def loopback_alone(host: object, *rest: object, **more: object) -> object:
    if host not in ("127.0.0.1", b"127.0.0.1", "localhost"):
        raise socket.gaierror(socket.EAI_NONAME, "no such host")
    return _look_up(host, *rest, **more)  # type: ignore[arg-type]


@WAYS
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_each_standard_variable_is_used(
    web: Web, monkeypatch: pytest.MonkeyPatch, make: Make, host: str, variable: str
) -> None:
    monkeypatch.setenv(variable, web.proxy)
    assert len(make().fetch(None).records) == 3
    assert web.connects == [f"{host}:443"]


@WAYS
def test_without_any_the_host_itself_is_asked(web: Web, make: Make, host: str) -> None:
    with pytest.raises(SourceError):
        make().fetch(None)
    assert (web.connects, host) == ([], host)


@WAYS
def test_a_host_that_no_proxy_names_is_asked_itself(
    web: Web, monkeypatch: pytest.MonkeyPatch, make: Make, host: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", web.proxy)
    monkeypatch.setenv("NO_PROXY", host)
    with pytest.raises(SourceError):
        make().fetch(None)
    assert web.connects == []


@WAYS
def test_a_sources_own_proxy_comes_before_the_environments(
    web: Web, monkeypatch: pytest.MonkeyPatch, make: Make, host: str
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, NOWHERE)
    assert len(make(proxy=web.proxy).fetch(None).records) == 3
    assert web.connects == [f"{host}:443"]
    with pytest.raises(SourceError):
        make().fetch(None)


@WAYS
def test_two_sources_have_proxies_of_their_own(web: Web, make: Make, host: str) -> None:
    with Web(web.hosts) as other:
        for played in (web, other):
            make(proxy=played.proxy).fetch(None)
        assert (web.connects, other.connects) == ([f"{host}:443"], [f"{host}:443"])


@WAYS
def test_a_proxy_is_told_the_password_and_nobody_else(web: Web, make: Make, host: str) -> None:
    with pytest.raises(SourceError) as failure, proxy_that_refuses() as (address, heard):
        make(proxy=address.replace("//", "//jane:secret%21@")).fetch(None)
    assert f"CONNECT {host}:443" in heard[0]
    assert "proxy-authorization: basic amfuztpzzwnyzxqh" in heard[0].casefold()
    assert "secret" not in str(failure.value)
    assert web.connects == []


@contextmanager
def proxy_that_refuses() -> Iterator[tuple[str, list[str]]]:
    """A proxy that asks for another password; yields its address and what it was told."""
    heard: list[str] = []

    def serve(door: socket.socket) -> None:
        line, _ = door.accept()
        with line:
            heard.append(line.recv(65536).decode("latin-1"))
            line.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=serve, args=(door,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}", heard
        thread.join(PATIENCE)


# SOCKS


@pytest.mark.skipif(bool(find_spec("socksio")), reason="with socksio it is spoken to")
@pytest.mark.parametrize("is_own", [True, False])
def test_a_socks_proxy_that_cant_be_spoken_to_is_said(
    web: Web, monkeypatch: pytest.MonkeyPatch, *, is_own: bool
) -> None:
    address = "socks5://127.0.0.1:9"
    if not is_own:
        monkeypatch.setenv("ALL_PROXY", address)
    with pytest.raises(SourceError, match="a SOCKS proxy is set") as failure:
        source(proxy=address if is_own else "").fetch(None)
    assert "pip install socksio" in failure.value.remedy
    assert web.connects == []


def test_a_socks_proxy_in_the_environment_does_not_matter_where_the_source_has_its_own(
    web: Web, tmp_path: Path
) -> None:
    child = Path(__file__).with_name("scholar_child.py")
    environment = {**os.environ, "ALL_PROXY": "socks5://127.0.0.1:9", "PYTHONPATH": str(child.parents[2])}
    done = subprocess.run(
        [sys.executable, str(child), JANE.id, web.proxy],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        timeout=30,
        check=True,
    )
    assert json.loads(done.stdout)["records"] == 3


@pytest.mark.parametrize(
    ("make", "host"), [pytest.param(source, HOST, marks=NEEDS_SOCKS), pytest.param(serpapi, SERPAPI)]
)
@pytest.mark.parametrize("is_own", [True, False])
def test_a_socks_proxy_is_used(
    web: Web, monkeypatch: pytest.MonkeyPatch, make: Make, host: str, *, is_own: bool
) -> None:
    with socks_proxy(web) as address:
        if not is_own:
            monkeypatch.setenv("ALL_PROXY", address)
        assert len(make(proxy=address if is_own else "").fetch(None).records) == 3
    assert web.connects == [f"{host}:443"]


@contextmanager
def socks_proxy(web: Web) -> Iterator[str]:
    """A SOCKS 5 proxy (RFC 1928) that looks names up itself and goes on through the web; yields its address."""
    port = int(web.proxy.rpartition(":")[2])

    def serve(line: socket.socket) -> None:
        with line, socket.create_connection(("127.0.0.1", port)) as onward, suppress(OSError):
            line.recv(2 + 255)
            line.sendall(b"\x05\x00")
            asked = line.recv(4 + 1 + 255 + 2)
            name, (at,) = asked[5:-2].decode(), struct.unpack("!H", asked[-2:])
            onward.sendall(f"CONNECT {name}:{at} HTTP/1.1\r\nHost: {name}:{at}\r\n\r\n".encode())
            while not onward.recv(65536).endswith(b"\r\n\r\n"):
                pass
            line.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
            back = threading.Thread(target=relay, args=(onward, line), daemon=True)
            back.start()
            relay(line, onward)
            back.join(PATIENCE)

    def accept(door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                line, _ = door.accept()
                threading.Thread(target=serve, args=(line,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=accept, args=(door,), daemon=True).start()
        yield f"socks5h://127.0.0.1:{door.getsockname()[1]}"
        door.shutdown(socket.SHUT_RDWR)


def relay(here: socket.socket, there: socket.socket) -> None:
    with suppress(OSError):
        while octets := here.recv(65536):
            there.sendall(octets)
        there.shutdown(socket.SHUT_WR)
