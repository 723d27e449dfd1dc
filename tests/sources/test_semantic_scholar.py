"""Semantic Scholar: what is asked of the Academic Graph, and what becomes of its papers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pubsync.errors import SettingsError, SourceError
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.record import Record
from pubsync.sources.http import RefusedError
from pubsync.sources.interface import Answer, Enricher, Source, Want
from pubsync.sources.semantic_scholar import KEY_VARIABLE, SemanticScholarEnricher, SemanticScholarSource
from pubsync.sources.semantic_scholar.papers import FIELDS, read_papers
from tests.fakes.web import Request, Reset, Response, Web, given_up, truncated

HOST = "api.semanticscholar.org"
PATIENCE = 10.0
"""Seconds; for exchanges that are to succeed, on however busy a machine."""

POOL = {
    "message": "Too Many Requests. Please wait and try again or apply for a key for higher rate limits. "
    "https://www.semanticscholar.org/product/api#api-key-form",
    "code": "429",
}
TURING: dict[str, Any] = {
    "paperId": "2d5673caa9e6af3a7b82a43f19ee920992db07ad",
    "externalIds": {
        "DBLP": "journals/mind/Turing50",
        "MAG": "2145482038",
        "DOI": "10.1093/MIND/LIX.236.433",
        "PubMed": "28613458",
        "PubMedCentral": "10545072",
        "CorpusId": 14636783,
    },
    "publicationVenue": {
        "id": "v1",
        "name": "Mind",
        "type": "journal",
        "alternate_names": ["Mind J"],
        "issn": "0026-4423",
        "url": "https://academic.oup.com/mind",
    },
    "title": "Computing Machinery and Intelligence",
    "abstract": "I propose to consider the question, “Can machines think?”",
    "venue": "Mind",
    "year": 1950,
    "citationCount": 10059,
    "openAccessPdf": {"url": "https://example.edu/mind.pdf", "status": "GREEN", "license": None, "disclaimer": "…"},
    "publicationTypes": ["JournalArticle", "Review"],
    "publicationDate": "1950-10-01",
    "journal": {"name": "Mind", "pages": "433-460", "volume": "LIX"},
    "authors": [{"authorId": "2262347", "name": "A. Turing"}],
}
RESNET: dict[str, Any] = {
    "paperId": "2c03df8b48bf3fa39054345bafabfeff15bfd11d",
    "externalIds": {"DBLP": "conf/cvpr/HeZRS16", "ArXiv": "1512.03385", "DOI": "10.1109/CVPR.2016.90", "CorpusId": 1},
    "publicationVenue": {"id": "v2", "name": "Computer Vision and Pattern Recognition", "type": "conference"},
    "title": "Deep Residual Learning for Image Recognition",
    "abstract": None,
    "venue": "Computer Vision and Pattern Recognition",
    "year": 2015,
    "citationCount": 200000,
    "openAccessPdf": {"url": "", "status": "CLOSED", "license": None},
    "publicationTypes": ["JournalArticle", "Conference"],
    "publicationDate": "2015-12-10",
    "journal": {
        "name": "2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)",
        "pages": "\n          770–778\n        ",
    },
    "authors": [{"authorId": "39353098", "name": "Kaiming He"}, {"authorId": "1771551", "name": "X. Zhang"}],
}
PREPRINT: dict[str, Any] = {
    "paperId": "204e3073870fae3d05bcbc2f6a8e263d9b72e776",
    "externalIds": {"DBLP": "journals/corr/abs-2301-00001", "ArXiv": "2301.00001", "DOI": "10.48550/arXiv.2301.00001"},
    "publicationVenue": {"id": "v3", "name": "arXiv.org", "alternate_names": ["ArXiv"], "issn": "2331-8422"},
    "title": "A Preprint",
    "abstract": "",
    "venue": "arXiv.org",
    "year": 2023,
    "citationCount": 0,
    "openAccessPdf": None,
    "publicationTypes": ["JournalArticle"],
    "publicationDate": "2023-01-14",
    "journal": {"name": "ArXiv", "volume": "abs/2301.00001"},
    "authors": [],
}


def paper(**changes: Any) -> dict[str, Any]:
    return TURING | changes


def numbered(number: int) -> dict[str, Any]:
    return paper(paperId=f"{number:040x}", title=f"Paper number {number}")


def record(row: object) -> Record:
    reading = read_papers([row], "s2")
    assert not reading.notices
    (found,) = reading.records
    return found


class Graph:
    """The Academic Graph: authors' papers, papers by id, and titles."""

    def __init__(self, papers: list[dict[str, Any]], **known: Any) -> None:
        self.papers = papers
        self.author: Any = {"authorId": "1741101", "name": "Alan M. Turing", "hIndex": 23, "citationCount": 12415}
        self.known: dict[str, Any] = known.get("known", {})
        self.matches: dict[str, Any] = known.get("matches", {})
        self.keyless = known.get("keyless", True)

    def __call__(self, request: Request) -> Response:
        path = request.path.removeprefix("/graph/v1")
        if path == "/author/1741101/papers":
            return answer(self.page(int(request.query["offset"]), int(request.query["limit"])))
        if path == "/author/1741101":
            return answer(self.author)
        if path == "/paper/batch" and request.method == "POST":
            return self.batch(json.loads(request.body)["ids"])
        if path == "/paper/search/match":
            found = self.matches.get(request.query["query"])
            body = {"data": [found | {"matchScore": 179.05}]} if found else {"error": "Title match not found"}
            return answer(body, 200 if found else 404)
        return answer({"error": f"{path} not found"}, 404)

    def page(self, offset: int, limit: int) -> dict[str, Any]:
        assert limit <= 1000
        assert offset + limit < 10_000
        more = {"next": offset + limit} if offset + limit < len(self.papers) else {}
        return {"offset": offset, **more, "data": self.papers[offset : offset + limit]}

    def batch(self, ids: list[str]) -> Response:
        assert len(ids) <= 500
        always = {"649def34f8be52c8b66281af98ae884c09aef38b": paper(paperId="649def34", title="The known one")}
        rows = [(self.known | always).get(id_) for id_ in ids]
        return answer(rows) if any(rows) else answer({"error": "No valid paper ids given"}, 400)


def answer(body: Any, status: int = 200) -> Response:
    return Response(json.dumps(body), status=status, headers={"Content-Type": "application/json"})


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web({HOST: Graph([TURING, RESNET])}) as web:
        for name, value in web.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield web


def source(**options: Any) -> SemanticScholarSource:
    defaults: dict[str, Any] = {
        "name": "semantic_scholar:1741101",
        "author_id": "1741101",
        "timeout": PATIENCE,
        "pause": 0,
    }
    return SemanticScholarSource(**(defaults | options))


def enricher(**options: Any) -> SemanticScholarEnricher:
    return SemanticScholarEnricher(**({"timeout": PATIENCE, "pause": 0} | options))


def titles(found: Answer) -> list[str]:
    return [one.title for one in found.records if isinstance(one, Record)]


# What a paper says


def test_a_journal_article() -> None:
    assert record(TURING) == Record(
        source="s2",
        id="2d5673caa9e6af3a7b82a43f19ee920992db07ad",
        type="article-journal",
        title="Computing Machinery and Intelligence",
        author=record(TURING).author,
        issued=PartialDate(1950, 10),
        container_title="Mind",
        volume="LIX",
        page="433-460",
        abstract="I propose to consider the question, “Can machines think?”",
        identifiers=(
            Identifier("doi", "10.1093/mind/lix.236.433"),
            Identifier("pmid", "28613458"),
            Identifier("pmcid", "PMC10545072"),
            Identifier("dblp", "journals/mind/Turing50"),
            Identifier("s2", "2d5673caa9e6af3a7b82a43f19ee920992db07ad"),
        ),
        links=(Link("pdf", "https://example.edu/mind.pdf"),),
        citations=10059,
    )
    assert [(one.family, one.given) for one in record(TURING).author] == [("Turing", "A.")]


def test_a_conference_paper_that_was_a_preprint_before() -> None:
    found = record(RESNET)
    assert (found.type, found.page) == ("paper-conference", "770-778")
    assert found.container_title == "2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)"
    assert (found.identifier("doi"), found.identifier("arxiv")) == ("10.1109/cvpr.2016.90", "1512.03385")
    assert found.links == ()
    # The day is that of the preprint.
    assert found.issued == PartialDate(2015)


def test_a_preprint() -> None:
    found = record(PREPRINT)
    assert (found.type, found.container_title, found.volume) == ("article", "arXiv", "")
    assert found.identifiers == (Identifier("arxiv", "2301.00001"), Identifier("s2", found.id))
    assert found.issued == PartialDate(2023, 1, 14)
    assert found.author == ()


def test_a_preprint_without_any_venue_is_one_too() -> None:
    found = record(PREPRINT | {"publicationVenue": None, "venue": "", "journal": None})
    assert (found.type, found.container_title) == ("article", "arXiv")
    published = record(paper(externalIds={"ArXiv": "2301.00001", "DOI": "10.1000/x"}, **NO_VENUE))
    assert (published.type, published.container_title) == ("", "")


def test_a_server_that_every_source_knows_by_another_name() -> None:
    found = record(paper(publicationVenue=None, venue="Social Science Research Network", journal=None))
    assert (found.type, found.container_title) == ("article", "SSRN")


def test_a_paper_printed_in_a_journal_while_its_venue_is_still_the_server() -> None:
    found = record(PREPRINT | {"journal": {"name": "Physical Review D", "volume": "107", "pages": "12 -- 19"}})
    assert (found.container_title, found.volume, found.page) == ("Physical Review D", "107", "12-19")
    assert (found.type, found.issued) == ("article-journal", PartialDate(2023))


def test_the_volume_of_the_server_is_not_that_of_the_conference() -> None:
    found = record(RESNET | {"journal": {"name": "ArXiv", "volume": "abs/1512.03385", "pages": "1-9"}})
    assert (found.container_title, found.volume, found.page) == ("Computer Vision and Pattern Recognition", "", "")


NO_VENUE: dict[str, Any] = {"publicationVenue": None, "venue": "", "journal": None}


@pytest.mark.parametrize(
    ("told", "volume", "expected"),
    [
        (["JournalArticle"], "", ""),
        (["JournalArticle"], "7", "article-journal"),
        (["Journal Article", "Conference"], "7", "paper-conference"),
        (["Review"], "7", "article-journal"),
        (["Book"], "", "book"),
        (["BookSection"], "", "chapter"),
        (["Dataset"], "", "dataset"),
        (["JournalArticle", "Dataset"], "", ""),
        (None, "", ""),
        ("Conference", "", ""),
    ],
)
def test_types_are_told_only_where_something_reliable_does(told: Any, volume: str, expected: str) -> None:
    journal = {"name": "Some Name", "volume": volume}
    changes = {"publicationVenue": None, "venue": "Some Name", "journal": journal, "publicationTypes": told}
    assert record(paper(**changes)).type == expected


@pytest.mark.parametrize(
    ("date", "year", "expected"),
    [
        ("2017-06-12", 2017, PartialDate(2017, 6, 12)),
        ("2017-06-01", 2017, PartialDate(2017, 6)),
        ("2017-01-01", 2017, PartialDate(2017)),
        ("2016-12-30", 2017, PartialDate(2017)),
        ("2017-13-40", 2017, PartialDate(2017)),
        (None, 2017, PartialDate(2017)),
        ("2017-06-12", None, PartialDate(2017, 6, 12)),
        (20170612, 2**70, None),
        (None, True, None),
    ],
)
def test_dates_stand_at_the_precision_known(date: Any, year: Any, expected: PartialDate | None) -> None:
    assert record(paper(publicationDate=date, year=year)).issued == expected


@pytest.mark.parametrize(
    ("authors", "count", "complete"),
    [
        ([{"authorId": "1", "name": f"Ann Author{number}"} for number in range(499)], 499, True),
        ([{"authorId": "1", "name": f"Ann Author{number}"} for number in range(500)], 500, False),
        ([{"authorId": None, "name": "Ann Author"}, {"authorId": "2", "name": "et al."}], 1, False),
        ([{"authorId": None, "name": "Ann Author"}, {"authorId": "2", "name": None}], 1, False),
        (None, 0, True),
    ],
)
def test_a_list_of_authors_that_was_cut_says_so(authors: Any, count: int, complete: bool) -> None:
    found = record(paper(authors=authors))
    assert (len(found.author), found.author_complete) == (count, complete)


def test_markup_is_decoded() -> None:
    found = record(paper(title="CO<sub>2</sub> &amp; <i>E. coli</i> in $x^2$.", abstract="a&lt;b\n\x00c"))
    assert (found.title, found.abstract) == ("CO₂ & E. coli in $x^2$", "a<b c")


def test_only_addresses_of_the_web_are_links() -> None:
    assert record(paper(openAccessPdf={"url": "javascript:alert(1)"})).links == ()


def test_what_is_no_paper_is_counted_and_unknown_ones_are_not() -> None:
    reading = read_papers([None, TURING, paper(paperId=None), paper(title=None), "paper", TURING], "s2")
    assert [one.id for one in reading.records] == [TURING["paperId"]]
    (notice,) = reading.notices
    assert (notice.what, notice.where) == ("3 of 5 papers could not be read, and are left out", "s2")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
DAMAGED = st.dictionaries(st.sampled_from(sorted(TURING)), JSON, max_size=6).map(lambda damage: TURING | damage)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(DAMAGED | JSON, max_size=3))
def test_damage_in_papers_is_never_more_than_a_notice(rows: list[Any]) -> None:
    reading = read_papers(rows, "s2")
    papers = [row for row in rows if row is not None]
    assert len(reading.records) <= len(papers)
    if len(reading.records) == 0 and papers:
        assert reading.notices
    for one in reading.records:
        assert "\n" not in one.title
        assert json.dumps([one.title, one.abstract, one.container_title], ensure_ascii=False).encode()


# A person's list


def test_a_run_asks_for_the_list_and_the_author(web: Web) -> None:
    jane: Source = source()
    found = jane.fetch(None)
    assert [request.path for request in web.log] == ["/graph/v1/author/1741101/papers", "/graph/v1/author/1741101"]
    assert web.log[0].query == {"fields": FIELDS, "limit": "300", "offset": "0"}
    assert [one.id for one in found.records] == sorted((TURING["paperId"], RESNET["paperId"]))
    assert (found.owner, found.requests, found.partial, found.notices) == ("Alan M. Turing", 2, "", ())
    assert (found.statistics.h_index, found.statistics.citations) == (23, 12415)
    assert jane.remote


def test_the_order_of_the_list_changes_nothing(web: Web) -> None:
    forth = source().fetch(None)
    web.hosts[HOST] = Graph([RESNET, TURING])
    assert source().fetch(None).records == forth.records


def test_long_lists_are_asked_for_page_by_page(web: Web) -> None:
    web.hosts[HOST] = Graph([numbered(number) for number in range(601)])
    found = source().fetch(None)
    assert [request.query.get("offset") for request in web.log] == ["0", "300", "600", None]
    assert (len(found.records), found.partial) == (601, "")


def test_an_empty_page_is_not_the_end_where_another_follows(web: Web) -> None:
    first, second = {"offset": 0, "next": 300, "data": []}, {"offset": 300, "data": [TURING]}
    web.inject(HOST, answer(first), answer(second))
    assert titles(source().fetch(None)) == [TURING["title"]]


def test_a_page_that_fails_leaves_a_partial_list_with_what_was_known(web: Web) -> None:
    older = Record(source="semantic_scholar:1741101", id="older", title="An older paper")
    web.inject(HOST, answer({"offset": 0, "next": 300, "data": [TURING]}), answer(POOL, 429))
    found = source().fetch(Answer(records=(older, record(TURING))))
    assert (found.partial, titles(found)) == ("1 papers; more exist", [TURING["title"], "An older paper"])
    assert "read in part" in found.notices[0].what
    # A host that refused is not asked for the author too.
    assert len(web.log) == found.requests == 2


def test_a_list_without_end_is_read_up_to_the_limit_of_the_api(web: Web) -> None:
    web.hosts[HOST] = Graph([numbered(number) for number in range(10_050)])
    found = source().fetch(None)
    assert found.partial == f"{len(found.records)} papers; more exist"
    assert len(found.records) == 9_900


@pytest.mark.parametrize("following", [0, -1, "300", True, 1.5, [300]])
def test_a_next_page_that_is_none_is_an_error(web: Web, following: Any) -> None:
    web.inject(HOST, answer({"offset": 0, "next": following, "data": [TURING]}))
    with pytest.raises(SourceError, match="next page"):
        source().fetch(None)


def test_an_author_page_that_fails_is_a_notice(web: Web) -> None:
    web.inject(HOST, answer({"offset": 0, "data": [TURING]}), *given_up(Response("<html>", status=500)))
    found = source().fetch(None)
    assert (titles(found), found.owner, found.statistics.h_index) == ([TURING["title"]], "", None)
    assert "name and counts" in found.notices[0].what


def test_an_unknown_author_is_an_error_with_the_way_out(web: Web) -> None:
    with pytest.raises(SourceError, match=r"knows no author 7.*number at the end"):
        source(author_id="7").fetch(None)
    assert len(web.log) == 1


@pytest.mark.parametrize("before", [(), (Record(source="s", id="x", title="T"),)])
def test_an_empty_list_is_never_an_answer(web: Web, before: tuple[Record, ...]) -> None:
    web.hosts[HOST] = Graph([])
    with pytest.raises(SourceError, match="lists no papers"):
        source().fetch(Answer(records=before))


@pytest.mark.parametrize(
    "body",
    ["", "<html>busy</html>", "null", "[]", "{}", '{"data": {}}', '{"data": null}', "7", "[" * 100_000],
)
def test_answers_of_another_kind_are_errors(web: Web, body: str) -> None:
    web.inject(HOST, Response(body))
    with pytest.raises(SourceError):
        source().fetch(None)


def test_lines_that_break_are_errors(web: Web) -> None:
    web.inject(HOST, *given_up(Reset()), *given_up(truncated(json.dumps({"data": [TURING]}))))
    for _ in range(2):
        with pytest.raises(SourceError):
            source().fetch(None)


@pytest.mark.parametrize("address", ["https://www.semanticscholar.org/author/A.-Turing/1741101", " 1741101 "])
def test_an_author_is_named_by_number_or_address(address: str) -> None:
    assert source(author_id=address).author_id == "1741101"


@pytest.mark.parametrize("id_", ["", "Turing", "1741101/papers", "1?x=2", "https://evil.example/author/1741101"])
def test_an_id_that_would_change_the_question_is_refused(id_: str) -> None:
    with pytest.raises(SettingsError, match="is no Semantic Scholar author id"):
        source(author_id=id_)


# The key, and the pool that all share


def test_the_key_goes_into_its_header_and_nowhere_else(web: Web) -> None:
    source(api_key=" s3cret\n").fetch(None)
    assert {request.headers["x-api-key"] for request in web.log} == {"s3cret"}
    assert not any("s3cret" in request.target for request in web.log)
    assert "s3cret" not in repr(source(api_key="s3cret", proxy="http://me:s3cret@p.example"))


def test_without_a_key_none_is_sent(web: Web) -> None:
    source().fetch(None)
    assert not any("x-api-key" in request.headers for request in web.log)


def test_a_full_pool_is_a_refusal_that_tells_of_the_key(web: Web) -> None:
    web.inject(HOST, answer(POOL, 429))
    with pytest.raises(RefusedError, match=f"one pool.*{KEY_VARIABLE}") as caught:
        source().fetch(None)
    assert (caught.value.status, caught.value.where, len(web.log)) == (429, "semantic_scholar:1741101", 1)


def test_a_key_that_is_refused_is_to_be_checked(web: Web) -> None:
    web.inject(HOST, answer({"message": "Forbidden"}, 403), answer(POOL, 429))
    with pytest.raises(RefusedError, match="check the key"):
        source(api_key="wrong").fetch(None)
    with pytest.raises(RefusedError) as caught:
        source(api_key="right").fetch(None)
    assert "one pool" not in str(caught.value)


@pytest.mark.parametrize("key", ["a b", "schlüssel", "a\x00b", "a\r\nHost: evil.example"])
def test_a_key_that_no_header_can_hold_is_refused_without_being_told(key: str) -> None:
    for build in (source, enricher):
        with pytest.raises(SettingsError) as caught:
            build(api_key=key)
        assert key not in str(caught.value)


# Works already known


def want(title: str = "", **identifiers: str) -> Want:
    return Want(title=title, identifiers=tuple(Identifier(*pair) for pair in identifiers.items()))


KNOWN = {"DOI:10.1093/mind/lix.236.433": TURING, "ARXIV:1512.03385": RESNET, "DOI:10.1109/cvpr.2016.90": RESNET}


def test_known_works_are_asked_for_in_one_request(web: Web) -> None:
    web.hosts[HOST] = Graph([], known=KNOWN)
    known: Enricher = enricher()
    found = known.look_up(
        [
            want("B", doi="10.1109/cvpr.2016.90", arxiv="1512.03385"),
            want("A", doi="10.1093/mind/lix.236.433"),
            want("C", pmcid="PMC7", pmid="8"),
            want("A again", doi="10.1093/mind/lix.236.433"),
        ]
    )
    (request,) = web.log
    asked = json.loads(request.body)["ids"]
    assert (request.method, request.query) == ("POST", {"fields": FIELDS})
    assert asked[:-1] == [
        "ARXIV:1512.03385",
        "DOI:10.1093/mind/lix.236.433",
        "DOI:10.1109/cvpr.2016.90",
        "PMCID:7",
        "PMID:8",
    ]
    assert [one.id for one in found.records] == sorted((TURING["paperId"], RESNET["paperId"]))
    assert {one.source for one in found.records if isinstance(one, Record)} == {"semantic_scholar"}
    assert (found.requests, found.partial, found.notices) == (1, "", ())


def test_a_batch_of_unknown_works_is_no_failure(web: Web) -> None:
    web.hosts[HOST] = Graph([])
    assert enricher().look_up([want("A", doi="10.1000/unknown")]) == Answer(records=(), requests=1)


def test_many_works_are_asked_for_in_batches(web: Web) -> None:
    web.hosts[HOST] = Graph([])
    enricher().look_up([want("A", doi=f"10.1000/{number}") for number in range(601)])
    assert [len(json.loads(request.body)["ids"]) for request in web.log] == [301, 301, 2]


def test_works_without_ids_are_searched_for_by_title(web: Web) -> None:
    matches = {"Deep Residual Learning for Image Recognition": RESNET, "Something else altogether": TURING}
    web.hosts[HOST] = Graph([], matches=matches)
    wanted = ["Deep Residual Learning for Image-Recognition $x$", "Something else altogether", "Nowhere known"]
    found = enricher().look_up([want(title) for title in wanted])
    assert [request.query["query"] for request in web.log] == [*matches, "Nowhere known"]
    # The closest title may be that of another paper; a paper that is not found is no failure.
    assert (titles(found), found.notices, found.requests) == ([RESNET["title"]], (), 3)


def test_searches_have_a_budget(web: Web) -> None:
    web.hosts[HOST] = Graph([])
    found = enricher(searches=2).look_up([want(f"Title {number}") for number in range(5)] + [want("$x$"), want("")])
    assert ([request.query["query"] for request in web.log], found.partial) == (
        ["Title 0", "Title 1"],
        "2 of 5 titles searched for",
    )


def test_nothing_wanted_is_nothing_asked(web: Web) -> None:
    assert enricher().look_up([]) == Answer(records=())
    assert web.log == []


def test_what_fails_after_a_part_was_answered_is_a_notice(web: Web) -> None:
    web.hosts[HOST] = Graph([], known=KNOWN)
    web.inject(HOST, Graph([], known=KNOWN).batch(["DOI:10.1093/mind/lix.236.433", ""]), answer(POOL, 429))
    found = enricher().look_up([want("A", doi="10.1093/mind/lix.236.433"), want("B"), want("C")])
    assert (titles(found), len(web.log)) == ([TURING["title"]], 2)
    assert KEY_VARIABLE in found.notices[0].remedy


def test_a_refusal_before_anything_was_answered_is_one(web: Web) -> None:
    web.inject(HOST, answer(POOL, 429))
    with pytest.raises(RefusedError):
        enricher().look_up([want("A", doi="10.1000/1"), want("B")])
    assert len(web.log) == 1


@pytest.mark.parametrize("body", ['{"error": "x"}', "[]", "[null]", "null", "x", "[null, null, null]"])
def test_a_batch_that_does_not_answer_each_id_is_an_error(web: Web, body: str) -> None:
    web.inject(HOST, Response(body))
    with pytest.raises(SourceError):
        enricher().look_up([want("A", doi="10.1000/1")])


@pytest.mark.parametrize("body", ['{"data": null}', "[]", "x"])
def test_a_match_that_is_none_is_an_error(web: Web, body: str) -> None:
    web.inject(HOST, Response(body))
    with pytest.raises(SourceError):
        enricher().look_up([want("A title")])
