"""Scholar's refusals and the network's faults: one request each, an end in time, and a reason in words."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from pubsync.errors import SourceError
from pubsync.sources.scholar import ScholarBlockedError
from tests.fakes import web as played_web
from tests.fakes.scholar_pages import CAPTCHAS, HTML, profile_page
from tests.fakes.scholar_source import HOST, JANE, PATIENCE, source, web_of_jane
from tests.fakes.web import Bytes, Drip, Flood, Hang, Reset, Response, Web, gzip_bomb, head, redirect, truncated

CHILD = Path(__file__).with_name("scholar_child.py")
ROOT = CHILD.parents[2]
TIMEOUT = 1.0
IN_TIME = "within 1 seconds"


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with web_of_jane(tmp_path, monkeypatch) as web:
        yield web


# Refusals: one request each, and a reason


@pytest.mark.parametrize(
    ("played", "reason", "status"),
    [
        (Response("no", status=403), "refused", 403),
        (Response("no", status=429), "refused", 429),
        (Response("no", status=503), "refused", 503),
        *((Response(page, headers=HTML), "captcha", 200) for page in CAPTCHAS.values()),
        (Response(CAPTCHAS["full page"], status=429, headers=HTML), "captcha", 429),
        (redirect("https://www.google.com/sorry/index?continue=x"), "sorry", 302),
        (redirect("https://sorry.google.com/index"), "sorry", 302),
        (redirect("https://accounts.google.com/ServiceLogin"), "login", 302),
        (redirect("https://consent.google.com/ml", 303), "consent", 303),
    ],
)
def test_each_refusal_costs_one_request(web: Web, played: Response, reason: str, status: int) -> None:
    web.inject(HOST, played)
    with pytest.raises(ScholarBlockedError) as refusal:
        source().fetch(None)
    assert (refusal.value.reason, refusal.value.status, refusal.value.retry_after) == (reason, status, None)
    assert refusal.value.where == "scholar:jane"
    assert "BibTeX" in refusal.value.remedy
    assert len(web.log) == len(web.connects) == 1


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("120", 120),
        ("Sun, 01 Nov 2026 00:10:00 GMT", 600),
        ("Sun, 01 Nov 2020 00:00:00 GMT", 0),
        ("9" * 5000, 30 * 24 * 3600),
        ("-5", None),
        ("soon", None),
    ],
)
def test_how_long_to_wait_is_passed_on(web: Web, told: str, seconds: int | None) -> None:
    headers = {"Retry-After": told, "Date": "Sun, 01 Nov 2026 00:00:00 GMT"}
    web.inject(HOST, Response("no", status=429, headers=headers))
    with pytest.raises(ScholarBlockedError) as refusal:
        source().fetch(None)
    assert refusal.value.retry_after == seconds


# Faults: one request each, and an end


PAGE = profile_page(JANE)
FAULTS: dict[str, tuple[played_web.Answer, str]] = {
    "404": (Response("no", status=404), "no such page"),
    "500": (Response("no", status=500), "HTTP 500"),
    "an empty page": (Response("", headers=HTML), "empty page"),
    "an empty document": (Response("<html></html>", headers=HTML), "has changed or is damaged"),
    "something else": (Response('{"a": 1}', headers={"Content-Type": "application/json"}), "has changed or is damaged"),
    "no answer": (Bytes(), "broke off"),
    "none of HTTP": (Bytes(b"SSH-2.0-OpenSSH_9.2\r\n"), "none of HTTP"),
    "a reset": (Reset(), "broke off"),
    "a reset within the page": (Reset(head(200, HTML) + PAGE.encode()[:500]), "broke off"),
    "a page cut short": (truncated(PAGE), "broke off"),
    "gzip cut short": (Response(b"\x1f\x8b\x08\x00", headers={"Content-Encoding": "gzip"}), "broke off"),
    "gzip that is none": (Response(b"hello", headers={"Content-Encoding": "gzip"}), "broke off"),
    "an unknown compression": (Response(PAGE, headers={"Content-Encoding": "br"}), "was not asked for"),
    "silence": (Hang(), IN_TIME),
    "silence within the page": (Hang(head(200, HTML) + PAGE.encode()[:500]), IN_TIME),
    "a dripping header": (Drip(head(200, HTML)), IN_TIME),
    "a dripping page": (Drip(b"<p>" * 1000, every=0.2), IN_TIME),
    "endless good news": (Drip((head(100, {}) * 1000), every=0.01), IN_TIME),
    "a flood": (Flood(), "larger than 2 MB"),
    "a gzip bomb": (gzip_bomb(), "larger than 2 MB"),
    "a redirect to itself": (redirect(f"https://{HOST}/citations?user={JANE.id}"), "not followed"),
    "a redirect to another host": (redirect("https://elsewhere.example/"), "'https' 'elsewhere.example', which is not"),
    "a redirect to a private address": (redirect("http://127.0.0.1:631/"), "not followed"),
    "a redirect to a file": (redirect("file:///etc/passwd"), "not followed"),
    "a redirect to nowhere": (redirect("http://[oops"), "not followed"),
    "a redirect to another profile": (redirect("/citations?user=rme-IWIAAAAJ"), "moved to the id 'rme-IWIAAAAJ'"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_costs_one_request_and_ends(web: Web, fault: str) -> None:
    played, told = FAULTS[fault]
    web.inject(HOST, played)
    web.hosts["elsewhere.example"] = lambda _: Response("here")
    started = time.monotonic()
    with pytest.raises(SourceError, match=told) as failure:
        source(timeout=TIMEOUT if told == IN_TIME else PATIENCE).fetch(None)
    assert time.monotonic() - started < TIMEOUT + 3
    assert not isinstance(failure.value, ScholarBlockedError)
    assert (failure.value.where, len(web.log), len(web.connects)) == ("scholar:jane", 1, 1)


def test_a_redirect_loop_costs_one_request(web: Web) -> None:
    web.hosts[HOST] = played_web.redirect_loop
    with pytest.raises(SourceError, match="not followed"):
        source().fetch(None)
    assert len(web.log) == 1


def test_a_gzip_bomb_is_not_unpacked_first(web: Web) -> None:
    web.inject(HOST, gzip_bomb())
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match="larger than 2 MB"):
            source().fetch(None)
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


def test_an_exchange_that_was_given_up_leaves_nothing_behind(web: Web) -> None:
    web.inject(HOST, Drip(head(200, {"X-Long": "x" * 10_000}), every=0.05))
    with pytest.raises(SourceError):
        source(timeout=0.3).fetch(None)
    left = [thread for thread in threading.enumerate() if thread.name == "scholar:jane"]
    for thread in left:
        thread.join(timeout=2)
    assert not any(thread.is_alive() for thread in left)


# The network in between


def test_a_proxy_of_the_sources_own_comes_before_the_environments(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert len(source(proxy=web.proxy).fetch(None).records) == 3
    with pytest.raises(SourceError, match="can't be reached") as failure:
        source().fetch(None)
    assert not isinstance(failure.value, ScholarBlockedError)


@pytest.mark.parametrize("proxy", ["nonsense", "ftp://me:secret@proxy.example"])
def test_a_proxy_that_is_none_is_said(web: Web, proxy: str) -> None:
    with pytest.raises(SourceError, match="can't be set up") as failure:
        source(proxy=proxy).fetch(None)
    assert "secret" not in str(failure.value)
    assert not web.log


def test_a_proxy_that_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        with pytest.raises(SourceError, match=r"within 0\.3 seconds"):
            source(timeout=0.3, proxy=f"http://127.0.0.1:{silent.getsockname()[1]}").fetch(None)
        assert time.monotonic() - started < 3


def test_an_address_that_is_looked_up_for_ever_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: ended.wait() and [])
    started = time.monotonic()
    with pytest.raises(SourceError, match=r"within 0\.3 seconds"):
        source(timeout=0.3, proxy="http://proxy.example").fetch(None)
    assert time.monotonic() - started < 3
    ended.set()


def test_a_certificate_of_a_stranger_is_not_trusted(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(SourceError, match="its certificate is by an authority that this machine does not know"):
        source().fetch(None)
    assert not web.log


def test_a_name_that_cant_be_looked_up_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)

    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(SourceError, match="can't be reached: its name can't be looked up") as failure:
        source().fetch(None)
    assert "Errno" not in str(failure.value)


# What a fetch does to the process it runs in


def run_child(web: Web, tmp_path: Path, **variables: str) -> dict[str, Any]:
    environment = {**os.environ, **web.environment(tmp_path), **variables}
    done = subprocess.run(
        [sys.executable, str(CHILD), JANE.id],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        timeout=30,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_the_library_is_loaded_for_a_fetch_alone_and_leaves_the_process_as_it_was(web: Web, tmp_path: Path) -> None:
    found = find_spec("scholarly")
    assert found is not None
    assert found.origin is not None
    # scholarly looks for a .env file from its own folder upwards: here it would find one.
    packages = tmp_path / "packages"
    packages.mkdir()
    (packages / "scholarly").symlink_to(Path(found.origin).parent)
    (tmp_path / ".env").write_bytes(b"PUBSYNC_TEST_SECRET=1\nNAME=\xff\xfe\n")
    told = run_child(web, tmp_path, PYTHONPATH=f"{packages}{os.pathsep}{ROOT}")
    assert told == {
        "loaded before": [],
        "records": 3,
        "left behind": [],
        "new in environment": [],
        "parser": str(packages / "scholarly" / "author_parser.py"),
    }


@pytest.mark.parametrize("variables", [{"https_proxy": "ftp://proxy.example"}, {"SSL_CERT_FILE": "nowhere.pem"}])
def test_an_environment_that_no_client_can_use_is_said(web: Web, tmp_path: Path, variables: dict[str, str]) -> None:
    told = run_child(web, tmp_path, PYTHONPATH=str(ROOT), **variables)
    assert told["error"].startswith("SourceError: scholar:child: the connection can't be set up")
    assert "SSL_CERT_FILE" in told["error"]


def test_no_browser_is_started_for_a_captcha(web: Web, tmp_path: Path) -> None:
    programs, mark = tmp_path / "bin", tmp_path / "started"
    programs.mkdir()
    for name in ("firefox", "geckodriver", "chromedriver", "google-chrome", "chromium", "selenium-manager"):
        program = programs / name
        program.write_text(f"#!/bin/sh\necho {name} >> {mark}\n")
        program.chmod(0o755)
    web.inject(HOST, Response(CAPTCHAS["full page"], headers=HTML))
    told = run_child(web, tmp_path, PATH=f"{programs}{os.pathsep}{os.environ['PATH']}", PYTHONPATH=str(ROOT))
    assert told["error"].startswith("ScholarBlockedError: ")
    assert not mark.exists()
    assert [request.host for request in web.log] == [HOST]
