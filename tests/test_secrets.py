"""Secrets come from the environment alone, and never reach a file, a log, an error or a summary."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.web import Answer, Bytes, Handler, Request, Reset, Response, Web, redirect, truncated
from tests.pipeline.nights import as_json

MARK = "s3cr3tMark"
KEYS = {
    "OPENALEX_API_KEY": f"{MARK}openalex",
    "SEMANTIC_SCHOLAR_API_KEY": f"{MARK}semantic",
    "SERPAPI_API_KEY": f"{MARK}serpapi",
    "ZOTERO_API_KEY": f"{MARK}zotero",
}
SITE = f"""people: [{{name: Jane Doe}}]
sources:
  - bibtex: publications.bib
  - openalex: A5023888391
  - semantic_scholar: "1741101"
  - scholar: {{id: 4bahYMkAAAAJ, through: serpapi}}
  - bibtex: https://api.zotero.org/users/1/items?format=bibtex
  - bibtex: https://bib.example/papers.bib?token={MARK}token
enrich: [crossref, arxiv]
outputs: [{{kind: page}}]
"""
BIB = "@misc{a, title={A thing of note}, author={Doe, Jane}, year=2020, doi={10.5555/1}}\n"


def echo(request: Request) -> Answer:
    """Answer with all that was sent, as a careless server does in its error pages."""
    told = f"{request.url} {dict(request.headers)}"
    return Response(f"bad request: {told}", status=400, headers={"X-Told": told})


def echo_in_json(request: Request) -> Answer:
    """The same as an API does it."""
    told = f"{request.url} {dict(request.headers)}"
    return as_json({"error": told, "message": told, "results": told, "data": told, "search_metadata": {"status": told}})


def led_on(request: Request) -> Answer:
    """Lead on to another host, the question with it."""
    return redirect(f"https://elsewhere.example{request.target}")


FAULTS: dict[str, Handler] = {
    "echo": echo,
    "echo in JSON": echo_in_json,
    "refusal": lambda request: Response(request.url, status=403),
    "wrong key": lambda request: Response(str(request.headers), status=401),
    "redirect": led_on,
    "reset": lambda _: Reset(),
    "no HTTP": lambda request: Bytes(request.target.encode() * 9),
    "broken off": lambda request: truncated(request.url),
}
HOSTS = (
    "api.openalex.org",
    "api.semanticscholar.org",
    "serpapi.com",
    "api.zotero.org",
    "bib.example",
    "api.crossref.org",
)
HOSTS_IN_ALL = (*HOSTS, "export.arxiv.org", "elsewhere.example")


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        yield web


def run(site: Path, home: Path, web: Web, *words: str) -> str:
    """Run a command with the keys set, and return all that it says."""
    environment = {**os.environ, **web.environment(home), **KEYS, "GITHUB_STEP_SUMMARY": str(home / "step.md")}
    environment |= {"PUBSYNC_STATE_HOME": str(home / "state"), "PUBSYNC_CACHE_HOME": str(home / "cache")}
    done = subprocess.run(
        [sys.executable, "-m", "pubsync", *words, "--site", str(site)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=environment,
    )
    return done.stdout + done.stderr


def test_a_password_in_an_address_shows_nowhere(tmp_path: Path, web: Web) -> None:
    (tmp_path / "publications.bib").write_text(BIB, encoding="utf-8")
    secret = f"https://jane:{MARK}@bib.example/papers.bib"
    settings = f"people: [{{name: Jane Doe}}]\nsources:\n  - bibtex: publications.bib\n  - bibtex: {secret}\n"
    (tmp_path / "pubsync.yaml").write_text(f"{settings}outputs: [{{kind: page}}]\n", encoding="utf-8")
    web.hosts["bib.example"] = lambda _: Response(status=500)
    assert MARK not in run(tmp_path, tmp_path, web, "sync")


def files_with_the_mark(folder: Path) -> list[str]:
    return [str(path) for path in sorted(folder.rglob("*")) if path.is_file() and MARK.encode() in path.read_bytes()]


@pytest.mark.parametrize("fault", FAULTS)
def test_no_secret_shows_whatever_a_source_answers(tmp_path: Path, web: Web, fault: str) -> None:
    site, home = tmp_path / "site", tmp_path / "home"
    site.mkdir()
    home.mkdir()
    (site / "pubsync.yaml").write_text(SITE, encoding="utf-8")
    (site / "publications.bib").write_text(BIB, encoding="utf-8")
    web.hosts.update(dict.fromkeys(HOSTS_IN_ALL, FAULTS[fault]))
    told = run(site, home, web, "sync", "--debug", "--summary", str(home / "summary.md"))
    assert web.log, "nothing was asked"
    told += run(site, home, web, "sync", "--json")
    for words in (("status",), ("review", "--list"), ("doctor",)) if fault == "echo" else ():
        told += run(site, home, web, *words)
    assert MARK not in told.replace("\n", "")
    assert (home / "summary.md").exists()
    assert files_with_the_mark(home) == []
    assert files_with_the_mark(site) == [str(site / "pubsync.yaml")], "what a person typed into a file stays theirs"


def test_the_keys_are_sent_to_whom_they_are_meant_for_and_to_nobody_else(tmp_path: Path, web: Web) -> None:
    site, home = tmp_path / "site", tmp_path / "home"
    site.mkdir()
    home.mkdir()
    (site / "pubsync.yaml").write_text(SITE, encoding="utf-8")
    (site / "publications.bib").write_text(BIB, encoding="utf-8")
    web.hosts.update(dict.fromkeys(HOSTS_IN_ALL, led_on))
    run(site, home, web, "sync")
    meant = {"api.openalex.org": "openalex", "api.semanticscholar.org": "semantic", "serpapi.com": "serpapi"}
    meant["api.zotero.org"] = "zotero"
    seen: dict[str, set[str]] = {}
    for request in web.log:
        everything = f"{request.url} {dict(request.headers)}"
        for key in KEYS.values():
            if key in everything:
                seen.setdefault(key.removeprefix(MARK), set()).add(request.host)
    assert seen
    assert all(hosts == {host for host, key in meant.items() if key == name} for name, hosts in seen.items()), seen
