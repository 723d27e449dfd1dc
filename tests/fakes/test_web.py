"""The loopback web itself: any client, any host, and an end that waits for nobody."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import requests

from tests.fakes.web import Hang, Request, Response, Web, redirect, zipped


def echo(request: Request) -> Response:
    return Response(f"{request.method} {request.url} {request.body.decode()}", headers={"X-Host": request.host})


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web({"api.example.org": echo, "other.example": echo}) as web:
        for name, value in web.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield web


@pytest.mark.parametrize(
    "url", ["https://api.example.org/a?b=1&b=2", "http://other.example/", "https://other.example/x"]
)
def test_any_host_is_reached_by_any_client(web: Web, url: str) -> None:
    assert requests.get(url, timeout=5).text.strip() == f"GET {url}"
    assert httpx.get(url).text.strip() == f"GET {url}"
    assert [request.url for request in web.log] == [url, url]


def test_what_is_sent_arrives(web: Web) -> None:
    answer = requests.post("https://api.example.org/batch", data=b"ids=1", headers={"X-Key": "k"}, timeout=5)
    assert answer.text == "POST https://api.example.org/batch ids=1"
    assert (web.log[0].headers["x-key"], web.log[0].path, web.log[0].query) == ("k", "/batch", {})


def test_a_connection_is_used_again(web: Web) -> None:
    with requests.Session() as session:
        assert [session.get(f"https://api.example.org/{page}", timeout=5).status_code for page in range(3)] == [200] * 3
    assert (len(web.log), len(web.connects)) == (3, 1)


def test_injected_answers_come_first_and_once(web: Web) -> None:
    web.inject("api.example.org", Response("no", status=503), redirect("https://other.example/y"), zipped("z"))
    asked = [requests.get("https://api.example.org/", timeout=5) for _ in range(4)]
    assert [answer.status_code for answer in asked] == [503, 200, 200, 200]
    assert [answer.text.strip() for answer in asked[1:]] == [
        "GET https://other.example/y",
        "z",
        "GET https://api.example.org/",
    ]
    assert len(web.asked("other.example")) == 1


def test_a_host_that_nobody_plays_is_not_found(web: Web) -> None:
    assert requests.get("https://unknown.example/", timeout=5).status_code == 404
    assert web.asked("unknown.example")


def test_leaving_waits_for_nothing_that_hangs(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with Web({"slow.example": lambda _: Hang()}) as web:
        verify = web.environment(tmp_path)["SSL_CERT_FILE"]
        with pytest.raises(requests.exceptions.ReadTimeout):
            requests.get("https://slow.example/", proxies={"https": web.proxy}, verify=verify, timeout=0.2)
        left = time.monotonic()
    assert time.monotonic() - left < 2
    assert set(threading.enumerate()) <= before
