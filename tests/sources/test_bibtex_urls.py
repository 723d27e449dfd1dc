"""Bibliographies on the web: DBLP's files, Zotero's pages, raw files, and what hosts send in their place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pubsync.errors import SourceError
from pubsync.sources.bibtex import BibtexSource
from pubsync.sources.http import RefusedError
from pubsync.sources.interface import Answer, Source
from tests.fakes.web import Request, Reset, Response, Web, redirect, truncated, zipped

PATIENCE = 10.0
"""Seconds; for exchanges that are to succeed, on however busy a machine."""
DBLP = "https://dblp.org/pid/65/9612.bib"
ZOTERO = "https://api.zotero.org/users/475425/publications/items"
RAW = "https://raw.githubusercontent.com/jane/cv/main/papers.bib"
ENTRY = "@article{{{key},\n title = {{{title}}},\n}}\n\n"
DBLP_BIB = """@inproceedings{DBLP:conf/acl/QiYGLDCZ020,
  author       = {Weizhen Qi and
                  Yu Yan},
  title        = {ProphetNet: Predicting Future N-gram},
  booktitle    = {Findings of {EMNLP}},
  pages        = {2401--2410},
  year         = {2020},
  url          = {https://doi.org/10.18653/v1/2020.findings-emnlp.217},
  biburl       = {https://dblp.org/rec/conf/acl/QiYGLDCZ020.bib},
  bibsource    = {dblp computer science bibliography, https://dblp.org}
}
"""


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web() as web:
        for name, value in web.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield web


def _source(*paths: str, root: Path = Path("/nowhere"), **options: Any) -> BibtexSource:
    return BibtexSource("bibtex:web", paths, root, **{"timeout": PATIENCE, **options})


def _fetch(*paths: str, **options: Any) -> Answer:
    return _source(*paths, **options).fetch(None)


def _ids(answer: Answer) -> list[str]:
    return [record.id for record in answer.records]


class _Library:
    """A library of Zotero, as its API pages through it: attachments count, but have no BibTeX."""

    def __init__(self, items: int, *, links: bool = True, page: int = 100) -> None:
        self.items = items
        self.links = links
        self.page = page
        self.keys = {number: f"doe_{number}" for number in range(items)}

    def __call__(self, request: Request) -> Response:
        query = request.query
        assert query["format"] == "bibtex"
        start, limit = int(query.get("start", 0)), min(int(query["limit"]), self.page)
        shown = [key for number, key in self.keys.items() if start <= number < start + limit]
        headers = {"Total-Results": str(self.items), "Content-Type": "application/x-bibtex"}
        if self.links:
            address = f"https://api.zotero.org{request.path}?format=bibtex&limit={limit}"
            links = [f'<{address}>; rel="first"', f'<https://www.zotero.org{request.path}>; rel="alternate"']
            if start + limit < self.items:
                links.insert(0, f'<{address}&start={start + limit}>; rel="next"')
            headers["Link"] = ", ".join(links)
        return Response("\n" + "".join(ENTRY.format(key=key, title=f"Title {key}") for key in shown), headers=headers)


def test_a_file_of_dblp(web: Web) -> None:
    web.hosts["dblp.org"] = lambda _: zipped(DBLP_BIB, {"Content-Type": "application/x-bibtex; charset=utf-8"})
    source: Source = _source(DBLP)
    answer = source.fetch(None)
    assert _ids(answer) == ["DBLP:conf/acl/QiYGLDCZ020"]
    assert (answer.notices, answer.partial, answer.requests, source.remote) == ((), "", 1, True)
    assert [request.url for request in web.log] == [DBLP]
    assert "application/x-bibtex" in web.log[0].headers["accept"]


def test_a_raw_file_in_any_form(web: Web) -> None:
    web.hosts["raw.githubusercontent.com"] = lambda _: Response("TY  - JOUR\nTI  - A Title\nID  - k\nER  - \n")
    assert _ids(_fetch(RAW)) == ["k"]
    web.hosts["raw.githubusercontent.com"] = lambda _: Response(ENTRY.format(key="a", title="题名与作者").encode("gbk"))
    answer = _fetch(RAW)
    assert [notice.what for notice in answer.notices] == ["is not UTF-8, and was read as GB18030"]


def test_redirects_are_followed(web: Web) -> None:
    web.hosts["x.org"] = lambda _: redirect(RAW)
    web.hosts["raw.githubusercontent.com"] = lambda _: Response(ENTRY.format(key="a", title="A"))
    assert _ids(_fetch("https://x.org/papers")) == ["a"]


def test_files_come_before_addresses_and_share_their_ids(web: Web, tmp_path: Path) -> None:
    web.hosts["x.org"] = lambda _: Response(ENTRY.format(key="k", title="on the web"))
    (tmp_path / "papers.bib").write_text(ENTRY.format(key="k", title="at home"))
    answer = _fetch("https://x.org/a.bib", "papers.bib", "https://x.org/a.bib", root=tmp_path)
    assert _ids(answer) == ["k", "k@2"]
    assert [notice.where for notice in answer.notices] == ["https://x.org/a.bib:1"]
    assert (answer.requests, _source("papers.bib", root=tmp_path).remote) == (1, False)


class TestZotero:
    @pytest.mark.parametrize("links", [True, False])
    @pytest.mark.parametrize(("items", "requests"), [(3, 1), (100, 1), (101, 2), (250, 3)])
    def test_all_pages_are_read(self, web: Web, items: int, requests: int, links: bool) -> None:
        web.hosts["api.zotero.org"] = _Library(items, links=links)
        answer = _fetch(ZOTERO)
        assert _ids(answer) == [f"doe_{number}" for number in range(items)]
        assert (answer.requests, answer.partial) == (requests, "")

    def test_it_is_asked_for_bibtex_in_an_order_that_lasts(self, web: Web) -> None:
        web.hosts["api.zotero.org"] = _Library(1)
        _fetch(f"{ZOTERO}?itemType=-note&limit=25")
        (request,) = web.log
        assert request.query == {
            "format": "bibtex",
            "sort": "dateAdded",
            "direction": "asc",
            "itemType": "-note",
            "limit": "100",
        }
        assert request.headers["zotero-api-version"] == "3"
        assert "zotero-api-key" not in request.headers

    def test_a_key_is_told_to_zotero_alone_and_shows_nowhere(self, web: Web) -> None:
        web.hosts["api.zotero.org"] = _Library(101)
        web.hosts["x.org"] = lambda _: Response(ENTRY.format(key="x", title="X"))
        source = _source(ZOTERO, "https://x.org/a.bib", api_key="secret")
        source.fetch(None)
        assert [request.headers.get("zotero-api-key") for request in web.log] == ["secret", "secret", None]
        assert "secret" not in repr(source)

    def test_keys_of_two_pages_are_told_apart(self, web: Web) -> None:
        library = _Library(101)
        library.keys[100] = "doe_0"
        web.hosts["api.zotero.org"] = library
        answer = _fetch(ZOTERO)
        assert _ids(answer)[-1] == "doe_0@2"
        assert answer.notices[0].where == f"{ZOTERO} (page 2):2"

    def test_pages_of_attachments_alone_are_passed_over(self, web: Web) -> None:
        library = _Library(250)
        library.keys = {150: "doe_150"}
        web.hosts["api.zotero.org"] = library
        assert _ids(_fetch(ZOTERO)) == ["doe_150"]

    def test_a_missing_page_is_an_error_and_no_shorter_list(self, web: Web) -> None:
        library = _Library(250)
        web.hosts["api.zotero.org"] = lambda request: (
            Response("no", status=500) if request.query.get("start") == "200" else library(request)
        )
        with pytest.raises(SourceError):
            _fetch(ZOTERO)

    def test_a_next_page_elsewhere_is_not_asked_for(self, web: Web) -> None:
        web.hosts["api.zotero.org"] = lambda _: Response(
            ENTRY.format(key="a", title="A"), headers={"Link": '<https://evil.org/?start=100>; rel="next"'}
        )
        assert _ids(_fetch(ZOTERO, api_key="secret")) == ["a"]
        assert web.asked("evil.org") == []

    @pytest.mark.parametrize("link", ["https://[/?start=100", "http://api.zotero.org/x", "javascript:1", "\\"])
    def test_a_next_page_that_is_none_is_not_asked_for(self, web: Web, link: str) -> None:
        web.hosts["api.zotero.org"] = lambda _: Response(
            ENTRY.format(key="a", title="A"), headers={"Link": f'<{link}>; rel="next"'}
        )
        answer = _fetch(ZOTERO)
        assert (_ids(answer)[0], len({request.scheme for request in web.log})) == ("a", 1)

    def test_pages_that_lead_to_each_other_end(self, web: Web) -> None:
        web.hosts["api.zotero.org"] = lambda request: Response(
            ENTRY.format(key="a", title="A"), headers={"Link": f'<{request.url}>; rel="next"'}
        )
        assert _fetch(ZOTERO).requests == 1

    def test_a_list_without_end_is_partial(self, web: Web) -> None:
        web.hosts["api.zotero.org"] = lambda request: Response(
            ENTRY.format(key=f"k{request.query.get('start', 0)}", title="A"), headers={"Total-Results": "99999999"}
        )
        answer = _fetch(ZOTERO)
        assert answer.partial == f"the first 10000 items of {ZOTERO}; more exist"
        assert (answer.requests, len(answer.records)) == (100, 100)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<!DOCTYPE html>\n<html><head><title>Sign in to GitHub</title></head></html>", "holds a web page"),
        ("\ufeff\n<!-- saved --><HTML lang='en'><body>@article{a, title={A}}</body>", "holds a web page"),
        ("", "answered with no entry at all"),
        (" \n\n", "answered with no entry at all"),
        ("% nothing here\n@comment{x}\n", "answered with no entry at all"),
        ("404: Not Found", "holds neither BibTeX nor RIS"),
        ('{"error": "not allowed"}', "holds neither BibTeX nor RIS"),
        ("@article{broken, title}\n", "holds no entry that can be read: can't be read: "),
        ("TY  - JOUR\nAU  - Qi, W.\nER  - \n", "holds no entry that can be read: an entry without a title"),
    ],
)
@pytest.mark.parametrize("address", [RAW, ZOTERO])
def test_what_is_no_bibliography_is_an_error(web: Web, address: str, body: str, what: str) -> None:
    host = address.split("/")[2]
    web.hosts[host] = lambda _: Response(body, headers={"Content-Type": "text/html"})
    with pytest.raises(SourceError) as caught:
        _fetch(address)
    assert caught.value.what.startswith(what)
    assert (caught.value.where, bool(caught.value.remedy)) == (address, True)


def test_a_login_page_behind_a_redirect_is_an_error(web: Web) -> None:
    web.hosts["www.overleaf.com"] = lambda request: (
        Response("<!doctype html><title>Log in</title>") if request.path == "/login" else redirect("/login")
    )
    with pytest.raises(SourceError, match="holds a web page"):
        _fetch("https://www.overleaf.com/project/1/file/2")


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_a_refusal_is_one(web: Web, status: int) -> None:
    web.hosts["api.zotero.org"] = lambda _: Response("Forbidden", status=status)
    with pytest.raises(RefusedError):
        _fetch(ZOTERO)


@pytest.mark.parametrize(
    "answer", [Response("gone", status=404), Response("oh", status=500), Reset(), truncated(DBLP_BIB)]
)
def test_no_answer_is_an_error(web: Web, answer: Any) -> None:
    web.hosts["dblp.org"] = lambda _: answer
    with pytest.raises(SourceError):
        _fetch(DBLP)


@pytest.mark.parametrize("address", ["https://", "http://[::1", "https://x.org:port/a.bib", "https:///a.bib"])
def test_an_address_that_is_none_is_an_error(web: Web, address: str) -> None:
    with pytest.raises(SourceError):
        _fetch(address)
    assert web.log == []


def test_secrets_in_an_address_show_nowhere(web: Web) -> None:
    web.hosts["x.org"] = lambda _: Response("<html>")
    with pytest.raises(SourceError) as caught:
        _fetch("https://jane:hunter2@x.org/a.bib?key=hunter2#hunter2")
    assert "hunter2" not in str(caught.value)
    assert caught.value.where == "https://x.org/a.bib"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)),
    link=st.text(max_size=60),
    total=st.text(max_size=12),
)
def test_any_answer_is_a_list_or_an_error(web: Web, body: bytes, link: str, total: str) -> None:
    def safe(text: str) -> str:
        return "".join(sign for sign in text if sign.isprintable() and sign.isascii())

    headers = {"Link": f'<{safe(link)}>; rel="next"', "Total-Results": safe(total)}
    for opening in (b"", ENTRY.format(key="a", title="A").encode()):
        response = Response(opening + body, headers=headers)
        web.hosts["api.zotero.org"] = lambda _: response  # noqa: B023 - asked for within this round
        try:
            answer = _fetch(ZOTERO)
        except SourceError:
            continue
        assert answer.records
