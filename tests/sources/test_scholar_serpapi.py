"""SerpApi as a way to a profile: the same records as Scholar's own pages give, and no key in anything that is shown."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.errors import SettingsError, SourceError
from pubsync.records.dates import PartialDate
from pubsync.records.record import Record
from pubsync.sources.http import RefusedError
from pubsync.sources.interface import Answer, Source, Statistics
from pubsync.sources.scholar import SerpApiSource
from pubsync.sources.scholar.serpapi_answers import read_citation, read_list
from tests.fakes import web as played
from tests.fakes.scholar_pages import Paper, Profile, ScholarSite, many_papers
from tests.fakes.scholar_source import HOST as SCHOLAR
from tests.fakes.scholar_source import JANE, PATIENCE, source, web_of_jane
from tests.fakes.web import Bytes, Request, Reset, Response, Web

HOST = "serpapi.com"
KEY = "c0ffee" * 10
NAME = "scholar:jane"
NOTHING = "Google Scholar hasn't returned any results for this query."


def serpapi(**options: Any) -> SerpApiSource:
    given_ = {"name": NAME, "scholar_id": JANE.id, "api_key": KEY, "timeout": PATIENCE, "pause": 0}
    return SerpApiSource(**{**given_, **options})


def works(answer: Answer) -> list[Record]:
    return [record for record in answer.records if isinstance(record, Record)]


# SerpApi as its documentation shows it


def metadata(asked: dict[str, str]) -> dict[str, Any]:
    return {
        "search_metadata": {
            "id": "64c32cfeb68f8bc186aaa013",
            "status": "Success",
            "json_endpoint": "https://serpapi.com/searches/d46c933a4a843289/64c32cfeb68f8bc186aaa013.json",
            "total_time_taken": 1.3,
        },
        "search_parameters": {name: value for name, value in asked.items() if name != "api_key"},
    }


def article(profile: Profile, paper: Paper) -> dict[str, Any]:
    venue = f"{paper.venue}, {paper.year}" if paper.year and paper.venue else paper.venue or paper.year
    link = f"https://scholar.google.com/citations?view_op=view_citation&citation_for_view={profile.id}:{paper.id}"
    cites = f"{1000 + paper.citations},7"
    told = {
        "title": paper.title,
        "link": link,
        "citation_id": f"{profile.id}:{paper.id}",
        "authors": paper.authors,
        "publication": venue,
        "cited_by": {"value": None},
        "year": paper.year,
    }
    if paper.citations:
        told["cited_by"] = {
            "value": paper.citations,
            "link": f"https://scholar.google.com/scholar?oi=bibs&hl=en&cites={cites}",
            "serpapi_link": f"https://serpapi.com/search.json?cites={cites}&engine=google_scholar&hl=en",
            "cites_id": cites,
        }
    return {name: value for name, value in told.items() if value}


def list_answer(profile: Profile, asked: dict[str, str]) -> dict[str, Any]:
    start, size = int(asked.get("start", 0)), min(100, int(asked.get("num", 20)))
    shown = profile.papers[start : start + size]
    if start and not shown:
        return {**metadata(asked), "error": NOTHING}
    names = ("citations", "h_index", "i10_index")
    counts = list(zip(profile.counts[::2], profile.counts[1::2], strict=True))
    return {
        **metadata(asked),
        "author": {
            "name": profile.name,
            "affiliations": "Example University",
            "email": "Verified email at example.edu",
            "interests": [{"title": "tea", "link": "https://scholar.google.com/citations?mauthors=label:tea"}],
        },
        "articles": [article(profile, paper) for paper in shown],
        "cited_by": {
            "table": [
                {name: {"all": all_, "since_2021": since}} for name, (all_, since) in zip(names, counts, strict=False)
            ],
            "graph": [{"year": year, "citations": received} for year, received in profile.by_year if received],
        },
        **(
            {"serpapi_pagination": {"next": f"https://serpapi.com/search.json?start={start + size}"}}
            if len(shown) == size
            else {}
        ),
    }


def citation_answer(profile: Profile, asked: dict[str, str]) -> dict[str, Any]:
    paper = next(paper for paper in profile.papers if asked["citation_id"] == f"{profile.id}:{paper.id}")
    told = {name.casefold().replace(" ", "_"): value for name, value in paper.fields}
    return {
        **metadata(asked),
        "citation": {
            "title": paper.title,
            "link": paper.url,
            "resources": [{"title": "from example.edu", "file_format": "PDF", "link": "https://example.edu/p.pdf"}],
            **told,
            "description": paper.abstract,
            "total_citations": {"cited_by": {"total": paper.citations}},
        },
    }


def site(profile: Profile) -> Any:
    def answer(request: Request) -> Response:
        asked = request.query
        if asked.get("api_key") != KEY:
            return error("Invalid API key. Your API key should be here: https://serpapi.com/manage-api-key", 401)
        if asked.get("author_id") != profile.id:
            return Response(json.dumps({**metadata(asked), "error": NOTHING}))
        is_work = asked.get("view_op") == "view_citation"
        return Response(json.dumps(citation_answer(profile, asked) if is_work else list_answer(profile, asked)))

    return answer


def error(text: str, status: int = 200, **more: Any) -> Response:
    return Response(json.dumps({"error": text, **more}), status=status)


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with web_of_jane(tmp_path, monkeypatch) as web:
        web.hosts[HOST] = site(JANE)
        yield web


# The same as by Scholar's own pages

ODD = (
    Paper(
        id="a", title="Prophet\u00a0nets", authors="WN Qi, L van der Maaten, ...", venue="Nature 591 (7850), 379-384"
    ),
    Paper(id="b", title="No year", authors="J Doe", venue="Journal of Vision", citations=3),
    Paper(id="c", title="Nothing else"),
    Paper(id="d", title="A preprint", authors="J Doe", venue="arXiv preprint arXiv:2303.04671", year="2023"),
    Paper(id="e", title="Cut", authors="J Doe", venue="Proceedings of the 2024 Conference of the …", year="2024"),
    Paper(id="f", title="Patent", authors="J Doe", venue="US Patent 12,093,645", year="2024", citations=1),
)


@pytest.mark.parametrize("papers", [JANE.papers, ODD])
def test_switching_between_the_two_ways_changes_nothing(web: Web, papers: tuple[Paper, ...]) -> None:
    profile = replace(JANE, papers=papers)
    web.hosts |= {HOST: site(profile), SCHOLAR: ScholarSite([profile])}
    by_page, by_service = source(name=NAME).fetch(None), serpapi().fetch(None)
    assert by_service == by_page
    assert len(by_service.records) == len(papers)


def test_a_works_own_page_says_the_same_too(web: Web) -> None:
    by_page = source(name=NAME, details=3).fetch(None)
    by_service = serpapi(details=3).fetch(None)
    assert by_service == by_page
    assert all(record.author_complete for record in works(by_service))
    web.log.clear()
    assert serpapi(details=3).fetch(by_page).records == by_page.records
    assert len(web.log) == 1


def test_it_asks_as_the_documentation_says(web: Web) -> None:
    serpapi().fetch(None)
    (request,) = web.asked(HOST)
    assert request.url.startswith("https://serpapi.com/search.json?")
    assert request.query == {
        "engine": "google_scholar_author",
        "author_id": JANE.id,
        "hl": "en",
        "sort": "pubdate",
        "num": "100",
        "api_key": KEY,
    }


def test_all_pages_are_asked_for_and_the_empty_one_ends_the_list(web: Web) -> None:
    web.hosts[HOST] = site(replace(JANE, papers=many_papers(200)))
    answer = serpapi(pages="all").fetch(None)
    assert (len(answer.records), answer.partial, answer.requests) == (200, "", 3)
    assert [request.query.get("start") for request in web.asked(HOST)] == [None, "100", "200"]


def test_the_first_page_of_a_longer_list_is_partial(web: Web) -> None:
    web.hosts[HOST] = site(replace(JANE, papers=many_papers(130)))
    assert serpapi().fetch(None).partial == "100 rows; more exist"


def test_the_statistics_are_those_of_table_and_graph(web: Web) -> None:
    answer = serpapi().fetch(None)
    assert answer.statistics == Statistics(citations=304, h_index=9, by_year=((2019, 3), (2020, 0), (2021, 12)))
    assert answer.owner == "Jane Q. Doe"
    web.hosts[HOST] = site(replace(JANE, counts=(), by_year=()))
    assert serpapi().fetch(None).statistics == Statistics()


def test_it_is_a_remote_source() -> None:
    jane: Source = serpapi()
    assert (jane.name, jane.remote) == (NAME, True)


# Refusals and failures


@pytest.mark.parametrize(
    ("answer", "told", "status"),
    [
        (error("Invalid API key. Your API key should be here: https://…", 401), "does not take the key", 401),
        (error("The account has been deleted.", 403), "does not take the key", 403),
        (error("Your account has run out of searches.", 429), "no searches left", 429),
        (error("Your account has run out of searches."), "no searches left", 429),
        (error("Your searches for the month are exhausted."), "no searches left", 429),
        (error("Invalid API key."), "does not take the key", 401),
        (Response("later", status=503), "", 503),
    ],
)
def test_a_refusal_is_one_and_costs_one_request(web: Web, answer: Response, told: str, status: int) -> None:
    web.inject(HOST, answer)
    with pytest.raises(RefusedError, match=told or None) as refusal:
        serpapi().fetch(None)
    assert (refusal.value.status, refusal.value.where, len(web.log)) == (status, NAME, 1)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            error("We couldn't get valid results for this search.", 200, search_metadata={"status": "Error"}),
            "valid res",
        ),
        (Response(json.dumps({"search_metadata": {"status": "Processing"}})), "Processing"),
        (error(NOTHING), "no such profile"),
        (Response("[]"), "something else than an object"),
        (Response("{"), "JSON"),
        (Response(json.dumps({"author": {"name": "J"}})), "no author or no articles"),
        (Response("oh", status=500), "500"),
        (Reset(), ""),
        (Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), ""),
    ],
)
def test_each_failure_is_an_error_in_words_that_is_no_refusal(web: Web, answer: played.Answer, told: str) -> None:
    web.inject(HOST, *played.given_up(answer))
    with pytest.raises(SourceError, match=told or None) as failure:
        serpapi().fetch(None)
    assert not isinstance(failure.value, RefusedError)
    assert failure.value.where == NAME


def test_another_persons_answer_is_not_believed(web: Web) -> None:
    other = replace(JANE, id="rme-IWIAAAAJ")
    asked = {"author_id": other.id, "num": "100"}
    web.inject(HOST, Response(json.dumps(list_answer(other, asked))))
    with pytest.raises(SourceError, match="not of the profile '4bahYMkAAAAJ'"):
        serpapi().fetch(None)


def test_a_refusal_after_the_first_page_leaves_a_partial_list(web: Web) -> None:
    long = replace(JANE, papers=many_papers(130))
    answer = list_answer(long, {"author_id": JANE.id, "num": "100"})
    web.inject(HOST, Response(json.dumps(answer)), error("Your account has run out of searches.", 429))
    found = serpapi(pages="all", details=3).fetch(None)
    assert (len(found.records), found.partial, found.requests) == (100, "100 rows; more exist", 2)
    assert "no searches left" in found.notices[0].what


def test_a_row_that_cant_be_read_is_told(web: Web) -> None:
    answer = list_answer(JANE, {"author_id": JANE.id, "num": "100"})
    answer["articles"][1] = {"title": "T", "citation_id": "oh"}
    answer["articles"] += [None, {"title": "Another's", "citation_id": "rme-IWIAAAAJ:u5HHmVD_uO8C"}]
    web.inject(HOST, Response(json.dumps(answer)))
    found = serpapi().fetch(None)
    assert (len(found.records), "3 rows" in found.notices[0].what) == (2, True)


# The key


def test_the_key_shows_nowhere(web: Web) -> None:
    assert KEY not in repr(serpapi())
    answers: list[played.Answer] = [
        Reset(),
        Response("oh", status=500),
        Response("no", status=429),
        Response("no", status=503),
        error(f"The key {KEY} is odd."),
        Response("{"),
    ]
    for answer in answers:
        web.inject(HOST, *played.given_up(answer))
        with pytest.raises(SourceError) as failure:
            serpapi().fetch(None)
        assert KEY not in "".join(traceback.format_exception(failure.value))
        assert KEY not in f"{failure.value} {failure.value.remedy}"
    with pytest.raises(SourceError) as failure:
        serpapi(proxy="http://127.0.0.1:9").fetch(None)
    assert KEY not in "".join(traceback.format_exception(failure.value))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"api_key": " "}, "needs a key"),
        ({"scholar_id": "a&api_key=b"}, "no Google Scholar id"),
        ({"budget": 1, "pages": "all"}, "too small"),
    ],
)
def test_what_could_never_be_answered_is_refused(options: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        serpapi(**options)


# Whatever SerpApi sends

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)
ARTICLE = st.fixed_dictionaries(
    {},
    optional={
        "citation_id": st.sampled_from([f"{JANE.id}:a", "x:y"]) | JSON,
        **dict.fromkeys(("title", "authors", "publication", "cited_by", "year"), JSON),
    },
)
ANSWER = st.fixed_dictionaries(
    {},
    optional={
        "author": st.just({"name": "Jane"}) | JSON,
        "articles": st.lists(ARTICLE | JSON, max_size=3) | JSON,
        "cited_by": st.fixed_dictionaries({"table": JSON, "graph": JSON}) | JSON,
        "citation": st.dictionaries(st.sampled_from(["authors", "title", "link", "publication_date"]), JSON) | JSON,
        **dict.fromkeys(("search_metadata", "search_parameters", "serpapi_pagination", "error"), JSON),
    },
)


@settings(max_examples=300, deadline=None)
@given(ANSWER | JSON, st.sampled_from([0, 100]))
def test_any_answer_is_a_page_or_a_source_error(answer: object, start: int) -> None:
    try:
        page = read_list(answer, start, JANE.id, NAME)
    except SourceError:
        return
    assert all(record.title.strip() and record.id.startswith(JANE.id) for record in page.records)


@settings(max_examples=200, deadline=None)
@given(ANSWER | JSON)
def test_any_answer_on_a_work_is_a_record_or_a_source_error(answer: object) -> None:
    row = Record(source=NAME, id=f"{JANE.id}:a", title="T", issued=PartialDate(2020))
    try:
        record = read_citation(answer, row)
    except SourceError:
        return
    assert (record.id, bool(record.title)) == (row.id, True)
