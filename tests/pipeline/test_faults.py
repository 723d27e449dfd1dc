"""Bad nights: whatever a source does, the run ends in seconds, says so, exits 3 and loses nothing."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pubsync.sources.http import Http
from tests.fakes.scholar_pages import ScholarSite, many_papers
from tests.fakes.scholar_source import JANE
from tests.fakes.web import (
    Answer,
    Bytes,
    Drip,
    Flood,
    Handler,
    Hang,
    Request,
    Reset,
    Response,
    Web,
    gzip_bomb,
    head,
    redirect,
    redirect_loop,
    truncated,
)
from tests.pipeline.nights import ORCID, Orcid, make_site, night, page, tree

HOST = "pub.orcid.org"
SETTINGS = f"sources:\n  - bibtex: publications.bib\n  - orcid: {ORCID}\n"
TITLES = ("Windows that sound in spring", "Psychoceramics today", "Cracks and glazes", "The kiln", "On shards")
JSON = {"Content-Type": "application/json;charset=UTF-8"}
PATIENCE = 2.0
"""Seconds that a whole exchange may take in these tests."""
MOST_SECONDS = 15.0
"""For a whole run on however busy a machine; a healthy one ends far sooner."""

FAULTS: dict[str, Answer] = {
    "500": Response("oops", status=500),
    "403": Response("no", status=403),
    "429": Response("slow down", status=429),
    "429 with Retry-After": Response("slow down", status=429, headers={"Retry-After": "3600"}),
    "503": Response("busy", status=503),
    "401": Response("who", status=401),
    "hang": Hang(),
    "hang after the head": Hang(head(200, {**JSON, "Content-Length": "1000"})),
    "one byte at a time": Drip(head(200, JSON) + b"{" + b" " * 5000, every=0.2),
    "reset": Reset(),
    "empty": Response("", headers=JSON),
    "an empty list": Response('{"group": []}', headers=JSON),
    "a page for people": Response(
        "<!DOCTYPE html><html><body>Just a moment...</body></html>", headers={"Content-Type": "text/html"}
    ),
    "truncated": truncated('{"group": [{"work-summary": [{"put-code": 1, "title"'),
    "JSON broken off": Response('{"group": [{"work-summary": [{"put-code": 1, "title"', headers=JSON),
    "another shape": Response('{"group": {"a": 1}, "works": 3}', headers=JSON),
    "wrong encoding": Response(b'{"group": "\xff\xfe\x00"}', headers=JSON),
    "not gzip": Response(b"plain", headers={**JSON, "Content-Encoding": "gzip"}),
    "gzip broken off": Response(
        gzip.compress(b'{"group": []}' * 99)[:-12], headers={**JSON, "Content-Encoding": "gzip"}
    ),
    "no HTTP": Bytes(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "nothing": Bytes(b""),
    "a flood": Flood(),
    "to a private address": redirect("http://192.168.1.1/works"),
    "to this machine": redirect("https://localhost/works"),
    "to a file": redirect("file:///etc/passwd"),
    "nowhere": redirect(""),
}


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web({HOST: Orcid(*TITLES)}) as web:
        for name, value in web.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield web


def bad_night(site: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a night that must be a bad one, and return what it says of the source."""
    monkeypatch.setattr(Http, "__init__", _hurried(Http.__init__))
    before, started = tree(site), time.monotonic()
    outcome = night(site, days=1)
    seconds = time.monotonic() - started
    assert outcome.report.exit_code == 3
    assert tree(site) == before
    assert seconds < MOST_SECONDS
    (row,) = (one for one in outcome.report.sources if one.name.startswith("orcid"))
    assert (row.state, row.records) == ("snapshot", len(TITLES))
    assert row.problem.startswith(f"orcid:{ORCID}: ")
    return row.problem


def _hurried(made: Callable[..., None]) -> Callable[..., None]:
    """Nobody waits 20 seconds in a test."""

    def hurried(self: Http, **fields: object) -> None:
        made(self, **{**fields, "timeout": PATIENCE})

    return hurried


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_night_ends_in_seconds_and_loses_nothing(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    site = make_site(tmp_path, SETTINGS)
    assert night(site).report.exit_code == 0
    assert TITLES[0] in page(site)
    web.hosts[HOST] = lambda _: FAULTS[fault]
    assert len(bad_night(site, monkeypatch)) < 400


@pytest.mark.parametrize(
    ("name", "handler"),
    [
        ("a loop of redirects", redirect_loop),
        ("a bomb", lambda _: gzip_bomb()),
        ("half its size", Orcid(*TITLES[:2])),
        ("another person", Orcid(*TITLES, owner="Max Moe")),
    ],
)
def test_so_does_one_with(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch, name: str, handler: Handler
) -> None:
    site = make_site(tmp_path, SETTINGS)
    night(site)
    web.hosts[HOST] = handler
    assert bad_night(site, monkeypatch), name


def test_a_name_that_is_not_known_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    address = "https://no-such-host.invalid/papers.bib"
    site = make_site(tmp_path, f"sources:\n  - bibtex: publications.bib\n  - bibtex: {address}\n")
    outcome = night(site)
    assert (outcome.report.exit_code, len(outcome.shown.works)) == (3, 2)
    problem = outcome.report.sources[1].problem
    assert "reach" in problem or "address" in problem
    assert "no-such-host.invalid" in problem


@pytest.mark.parametrize(
    ("flaw", "word"), [("expired", "expired"), ("stranger", "certificate"), ("name", "certificate")]
)
def test_a_certificate_that_proves_nothing_is_told(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch, flaw: str, word: str
) -> None:
    site = make_site(tmp_path, SETTINGS)
    night(site)
    web.flaws[HOST] = flaw
    assert word in bad_night(site, monkeypatch)


@pytest.mark.usefixtures("web")
def test_a_proxy_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path, SETTINGS)
    night(site)
    for variable in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    assert "proxy" in bad_night(site, monkeypatch)


@pytest.mark.parametrize("status", [429, 403, 503])
def test_a_refusal_tonight_means_no_request_before_tomorrow(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    site = make_site(tmp_path, SETTINGS)
    night(site)
    web.hosts[HOST] = lambda _: Response("no", status=status)
    bad_night(site, monkeypatch)
    asked = len(web.log)
    outcome = night(site, days=1)
    assert len(web.log) == asked
    assert outcome.report.exit_code == 0, "within stale_after a rest is no failure"
    assert "is left alone until" in next(one.problem for one in outcome.report.sources if one.name.startswith("orcid"))
    web.hosts[HOST] = Orcid(*TITLES)
    assert night(site, days=3).report.exit_code == 0
    assert len(web.log) > asked


def test_a_refusal_after_the_first_page_is_a_refusal_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scholar = "scholar.google.com"
    jane = replace(JANE, papers=many_papers(230))
    settings = f"sources:\n  - bibtex: publications.bib\n  - scholar: {{id: {jane.id}, pages: all, details: 1}}\n"
    site = make_site(tmp_path, settings)
    played = ScholarSite([replace(jane, name="Jane Doe")])
    monkeypatch.setattr("pubsync.sources.scholar.source.time.sleep", lambda _: None)
    refused = [False]

    def handler(request: Request) -> Answer:
        refused[0] |= "cstart" in request.target
        return Response("no", status=429) if refused[0] else played(request)

    with Web({scholar: handler}) as web:
        for name, value in web.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        outcome = night(site)
        assert outcome.report.exit_code == 0
        assert len(outcome.shown.works) == 102
        asked = len(web.log)
        assert asked == 2
        night(site)
        assert len(web.log) == asked
