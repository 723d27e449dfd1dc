"""OpenAlex: what its works and authors say, and how they are asked for over real sockets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from pubsync.errors import SettingsError, SourceError
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.snapshots import Snapshot, snapshot_from_text, snapshot_to_text
from pubsync.sources.http import RefusedError
from pubsync.sources.interface import Answer, Enricher, Source, Statistics, Want
from pubsync.sources.openalex import OpenAlexEnricher, OpenAlexSource
from pubsync.sources.openalex.author import Asked, asked_person, read_author
from pubsync.sources.openalex.enricher import LONGEST_FILTER, batches, search_words
from pubsync.sources.openalex.works import read_works
from tests.fakes.damage import ANY, damaged
from tests.fakes.web import Request, Reset, Response, Web, given_up

HOST = "api.openalex.org"
ORCID = "0000-0002-1825-0097"
AUTHOR = "A5023888391"
NAME = f"openalex:{AUTHOR}"
BROWN = {
    "id": "https://openalex.org/I27804330",
    "display_name": "Brown University",
    "ror": "https://ror.org/05gq02987",
    "country_code": "US",
    "type": "education",
    "lineage": ["https://openalex.org/I27804330"],
}


def authorship(raw: str, author: str = "A1234567890", name: str = "", **changes: Any) -> dict[str, Any]:
    return {
        "author_position": "middle",
        "author": {"id": f"https://openalex.org/{author}", "display_name": name or raw, "orcid": None},
        "institutions": [],
        "countries": [],
        "is_corresponding": False,
        "raw_author_name": raw,
        "raw_affiliation_strings": [],
        "raw_orcid": None,
        "affiliations": [],
        **changes,
    }


def host(name: str, kind: str = "journal", publisher: str | None = "PeerJ, Inc.") -> dict[str, Any]:
    return {
        "id": "https://openalex.org/S1983995261",
        "display_name": name,
        "issn_l": "2167-8359",
        "issn": ["2167-8359"],
        "is_oa": True,
        "is_in_doaj": True,
        "is_indexed_in_scopus": True,
        "is_core": True,
        "host_organization": "https://openalex.org/P4310320104",
        "host_organization_name": publisher,
        "host_organization_lineage": ["https://openalex.org/P4310320104"],
        "host_organization_lineage_names": [publisher],
        "type": kind,
    }


def location(source: dict[str, Any] | None, page: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": "doi:10.7717/peerj.4375",
        "is_oa": True,
        "landing_page_url": page,
        "pdf_url": None,
        "source": source,
        "license": "cc-by",
        "license_id": "https://openalex.org/licenses/cc-by",
        "version": "publishedVersion",
        "is_accepted": True,
        "is_published": True,
        "raw_source_name": None,
        "raw_type": "journal-article",
        **changes,
    }


def work(number: int = 2741809807, **changes: Any) -> dict[str, Any]:
    """Return a work as a list has it, with the fields that are selected."""
    primary = location(host("PeerJ"), f"https://doi.org/10.7717/peerj.{number}")
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/10.7717/peerj.{number}",
        "ids": {
            "openalex": f"https://openalex.org/W{number}",
            "doi": f"https://doi.org/10.7717/peerj.{number}",
            "mag": "2741809807",
            "pmid": "https://pubmed.ncbi.nlm.nih.gov/29456894",
            "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/5815332",
        },
        "title": f"The state of pots, part {number}",
        "type": "article",
        "publication_date": "2018-02-13",
        "publication_year": 2018,
        "authorships": [
            authorship("Heather Piwowar", "A5048491430", is_corresponding=True),
            authorship("J. Carberry", AUTHOR, "Josiah Carberry", institutions=[BROWN]),
        ],
        "primary_location": primary,
        "best_oa_location": primary,
        "locations": [
            primary,
            location(host("arXiv (Cornell University)", "repository"), "http://arxiv.org/abs/1801.01234v2"),
        ],
        "biblio": {"volume": "6", "issue": "2", "first_page": "101", "last_page": "123"},
        "is_retracted": False,
        "cited_by_count": 1130,
        "abstract_inverted_index": {"Despite": [0], "growing": [1, 3], "interest": [2]},
        **changes,
    }


def person(number: str = AUTHOR) -> dict[str, Any]:
    return {
        "id": f"https://openalex.org/{number}",
        "display_name": "Josiah Carberry",
        "cited_by_count": 4530,
        "summary_stats": {"2yr_mean_citedness": 3.5, "h_index": 17, "i10_index": 21},
        "counts_by_year": [
            {"year": 2026, "works_count": 2, "oa_works_count": 1, "cited_by_count": 400},
            {"year": 2025, "works_count": 5, "oa_works_count": 3, "cited_by_count": 500},
        ],
    }


def one(**changes: Any) -> Record:
    return read_works([work(**changes)], NAME, {AUTHOR}).records[0]


def authors(*authorships: dict[str, Any]) -> list[Name]:
    return list(one(authorships=list(authorships)).author)


# Works


def test_a_work_becomes_a_record() -> None:
    assert one() == Record(
        source=NAME,
        id="W2741809807",
        type="article-journal",
        title="The state of pots, part 2741809807",
        author=(Name("Piwowar", "Heather", roles=("corresponding",)), Name("Carberry", "Josiah")),
        issued=PartialDate(2018, 2, 13),
        container_title="PeerJ",
        publisher="PeerJ, Inc.",
        volume="6",
        issue="2",
        page="101-123",
        abstract="Despite growing interest growing",
        identifiers=(
            Identifier("doi", "10.7717/peerj.2741809807"),
            Identifier("arxiv", "1801.01234"),
            Identifier("pmid", "29456894"),
            Identifier("pmcid", "PMC5815332"),
            Identifier("openalex", "W2741809807"),
        ),
        links=(Link("url", "https://doi.org/10.7717/peerj.2741809807"),),
        citations=1130,
        extra=(("affiliation", "Brown University"),),
    )


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2018-01-01", PartialDate(2018)),
        ("2018-01-02", PartialDate(2018, 1, 2)),
        ("2018-02-01", PartialDate(2018, 2, 1)),
        (None, PartialDate(2018)),
    ],
)
def test_the_first_of_january_is_a_bare_year(written: str | None, date: PartialDate) -> None:
    assert one(publication_date=written).issued == date


@pytest.mark.parametrize(
    ("printed", "known", "read"),
    [
        ("W. Qi", "Weizhen Qi", Name("Qi", "Weizhen")),
        ("Weizhen Qi", "W. Qi", Name("Qi", "Weizhen")),
        ("Qi, Weizhen*", "Baoqing Qi", Name("Qi", "Weizhen")),
        ("W. Qi", "Baoqing Qi", Name("Qi", "W.")),
        (None, "Weizhen Qi", Name("Qi", "Weizhen")),
        ("齐炜祯", "Weizhen Qi", Name(literal="齐炜祯")),
        ("The ATLAS Collaboration", "Georges Aad", Name(literal="The ATLAS Collaboration")),
    ],
)
def test_a_name_is_as_printed_and_written_out_where_that_is_the_same_person(
    printed: str | None, known: str, read: Name
) -> None:
    assert authors(authorship("", name=known, raw_author_name=printed)) == [read]


def test_a_list_of_a_hundred_authors_was_cut() -> None:
    many = [authorship(f"Ann Nr{number}") for number in range(100)]
    assert not one(authorships=many).author_complete
    assert one(authorships=many[:99]).author_complete
    assert not one(is_authors_truncated=True).author_complete


def test_nobody_is_unknown_and_so_is_somebody_without_a_name() -> None:
    assert (one(authorships=[]).author, one(authorships=[]).author_complete) == ((), False)
    nameless = {**authorship(""), "raw_author_name": None, "author": {"id": None, "display_name": None}}
    assert not one(authorships=[authorship("Ann One"), nameless]).author_complete


def test_the_affiliation_is_that_of_the_person_who_was_asked_for() -> None:
    other = {**BROWN, "display_name": "Yale University"}
    by_orcid = authorship(
        "J Carberry", author="A1", institutions=[BROWN, other], raw_orcid=f"https://orcid.org/{ORCID}"
    )
    listed = [authorship("Ann One", institutions=[other]), by_orcid]
    (record,) = read_works([work(authorships=listed)], NAME, {ORCID}).records
    assert record.extra == (("affiliation", "Brown University; Yale University"),)
    assert read_works([work(authorships=listed)], NAME).records[0].extra == ()


def test_a_retracted_work_says_so() -> None:
    assert ("retracted", "yes") in one(is_retracted=True).extra


def test_the_pdf_that_everybody_may_read_is_linked() -> None:
    closed = location(None, "https://a.org/1", is_oa=False, pdf_url="https://a.org/closed.pdf")
    free = location(None, "https://a.org/2", pdf_url="https://a.org/free.pdf")
    assert one(best_oa_location=None, locations=[closed, free]).link("pdf") == "https://a.org/free.pdf"
    assert one(best_oa_location={**free, "pdf_url": "javascript:alert(1)"}).link("pdf") == ""


def test_only_arxiv_is_taken_from_other_places() -> None:
    places = [location(None, "https://doi.org/10.5281/zenodo.1"), location(None, "https://arxiv.org/pdf/1801.01234")]
    found = one(locations=places, ids={}).identifiers
    assert [str(each) for each in found] == ["doi:10.7717/peerj.2741809807", "arxiv:1801.01234", "openalex:W2741809807"]
    assert one(doi="https://doi.org/10.48550/arXiv.2001.04063", ids={}, locations=[]).identifiers[0] == Identifier(
        "arxiv", "2001.04063"
    )


@pytest.mark.parametrize(
    ("biblio", "page"),
    [
        ({"first_page": "e4375", "last_page": "e4375"}, "e4375"),
        ({"first_page": "7", "last_page": None}, "7"),
        ({"first_page": None, "last_page": "7"}, ""),
        (None, ""),
    ],
)
def test_pages(biblio: Any, page: str) -> None:
    assert one(biblio=biblio).page == page


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("CO<sub>2</sub> &amp; <i>Homo</i> pots.", "CO₂ & Homo pots"),
        ("<inline-formula><tex-math>$\\alpha$</tex-math></inline-formula>-pots", "$\\alpha$-pots"),
    ],
)
def test_markup_becomes_plain_text(written: str, shown: str) -> None:
    assert one(title=written).title == shown


def test_an_abstract_is_put_together_again() -> None:
    index = {"pots.</jats:p>": [2], "<jats:p>We": [0], "study": [1], "x": "no", "y": [-1, "2", None, True]}
    assert one(abstract_inverted_index=index).abstract == "We study pots."
    assert one(abstract_inverted_index={"word": list(range(6000))}).abstract == ""
    assert one(abstract_inverted_index=None).abstract == ""


REPOSITORY = host("HAL (Le Centre pour la Communication Scientifique Directe)", "repository", "CNRS")
ARXIV = host("arXiv (Cornell University)", "repository", "Cornell University")
SERIES = host("Lecture notes in computer science", "book series", "Springer Science+Business Media")


@pytest.mark.parametrize(
    ("kind", "source", "place", "read"),
    [
        ("preprint", ARXIV, {}, ("article", "arXiv", "")),
        ("preprint", host("bioRxiv (Cold Spring Harbor Laboratory)", "repository"), {}, ("article", "bioRxiv", "")),
        ("preprint", host("Zenodo (CERN)", "repository"), {}, ("article", "", "Zenodo")),
        ("article", ARXIV, {"version": "submittedVersion", "raw_type": None}, ("article", "arXiv", "")),
        ("article", REPOSITORY, {"version": "acceptedVersion"}, ("article-journal", "", "")),
        ("article", SERIES, {"raw_type": "proceedings-article"}, ("paper-conference", SERIES, SERIES)),
        ("article", host("ACL", "conference", None), {}, ("paper-conference", "ACL", "")),
        ("conference-paper", None, {"raw_source_name": "2025 CVPR"}, ("paper-conference", "2025 CVPR", "")),
        ("book-chapter", None, {"raw_source_name": "A Book of Pots"}, ("chapter", "A Book of Pots", "")),
        ("book", SERIES, {"raw_type": "book"}, ("book", "", SERIES)),
        ("dissertation", REPOSITORY, {}, ("thesis", "", "")),
        ("article", REPOSITORY, {"raw_type": "info:eu-repo/semantics/doctoralThesis"}, ("thesis", "", "")),
        ("dataset", REPOSITORY, {}, ("dataset", "", "")),
        ("paratext", None, {}, ("", "", "")),
    ],
)
def test_types_and_venues(kind: str, source: Any, place: dict[str, Any], read: tuple[str, Any, Any]) -> None:
    record = one(type=kind, primary_location=location(source, "https://a.org", **place))
    container, publisher = (SERIES[key] if value is SERIES else value for key, value in
                            (("display_name", read[1]), ("host_organization_name", read[2])))  # fmt: skip
    assert (record.type, record.container_title, record.publisher) == (read[0], container, publisher)


def test_a_preprint_has_no_volume() -> None:
    record = one(type="preprint", primary_location=location(ARXIV, "https://arxiv.org/abs/1801.01234"))
    assert (record.volume, record.issue, record.page) == ("", "", "")


def test_works_without_a_title_are_counted_and_a_work_twice_is_one() -> None:
    reading = read_works([work(3), work(20), work(3), work(4, title=None), work(5, id=None)], NAME)
    assert ([record.id for record in reading.records], reading.unreadable) == (["W20", "W3"], 2)


# People


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (AUTHOR, Asked(id=AUTHOR)),
        (f"https://openalex.org/{AUTHOR.lower()}", Asked(id=AUTHOR)),
        (f"https://openalex.org/authors/{AUTHOR}/", Asked(id=AUTHOR)),
        (ORCID, Asked(orcid=ORCID)),
        (f"https://orcid.org/{ORCID}", Asked(orcid=ORCID)),
        ("W2741809807", None),
        ("Josiah Carberry", None),
        (f"{AUTHOR},is_oa:true", None),
        ("", None),
    ],
)
def test_a_person_is_named_by_either_id(written: str, asked: Asked | None) -> None:
    assert asked_person(written) == asked


def test_what_would_change_the_question_is_refused() -> None:
    with pytest.raises(SettingsError, match="neither an OpenAlex author id nor an ORCID iD"):
        source(author="A1|A2")


# Asking for a person's works


def source(**options: Any) -> OpenAlexSource:
    return OpenAlexSource(**{"name": NAME, "author": AUTHOR, "timeout": 10, "pause": 0, **options})


class OpenAlexSite:
    """Plays api.openalex.org for one person, whose works are ``works``."""

    def __init__(self, works: list[dict[str, Any]], author: dict[str, Any] | None = None) -> None:
        self.works = works
        self.author = author

    def __call__(self, request: Request) -> Response:
        if request.path.startswith("/authors/"):
            return answered(self.author) if self.author else Response('{"error": "not found"}', status=404)
        query = request.query
        if len(f"GET {request.target} HTTP/1.1") > 4094 or query["filter"].count("|") >= 100:
            return Response('{"error": "Request URL too long"}', status=400)
        if "cursor" in query:
            return Response('{"error": "API key required"}', status=401)
        page, most = int(query["page"]), int(query["per_page"])
        return answered(listed(self._found(query["filter"])[(page - 1) * most : page * most], self.works, page))

    def _found(self, search: str) -> list[dict[str, Any]]:
        field, _, value = search.partition(":")
        if field == "doi":
            return [
                one for one in self.works if (one["doi"] or "").removeprefix("https://doi.org/") in value.split("|")
            ]
        if field == "title.search":
            return [one for one in self.works if all(word in one["title"].casefold() for word in value.split())]
        return self.works


def listed(results: list[Any], works: list[Any], page: int = 1) -> dict[str, Any]:
    meta = {"count": len(works), "db_response_time_ms": 12, "page": page, "per_page": 100, "groups_count": None}
    return {"meta": meta, "results": results, "group_by": []}


def answered(answer: object) -> Response:
    return Response(json.dumps(answer), headers={"Content-Type": "application/json"})


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web({HOST: OpenAlexSite([work(1), work(2), work(3)], person())}) as web:
        for name, value in web.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield web


def ids(answer: Answer) -> list[str]:
    return [record.id for record in answer.records]


def filters(web: Web) -> list[str]:
    return [request.query["filter"] for request in web.log if request.path == "/works"]


def test_it_is_a_remote_source_and_an_enricher() -> None:
    josiah: Source = source()
    known: Enricher = OpenAlexEnricher()
    assert (josiah.name, josiah.remote, known.name) == (NAME, True, "openalex")


def test_no_secret_shows() -> None:
    secretive = source(api_key="secret", proxy="http://me:secret@proxy.example")
    assert "secret" not in repr(secretive)
    assert "secret" not in repr(secretive.line())


def test_a_run_asks_for_the_person_and_for_one_page(web: Web) -> None:
    answer = source().fetch(None)
    assert [request.path for request in web.log] == [f"/authors/{AUTHOR}", "/works"]
    assert filters(web) == [f"author.id:{AUTHOR}"]
    assert (ids(answer), answer.partial, answer.notices, answer.requests) == (["W1", "W2", "W3"], "", (), 2)
    assert (answer.owner, answer.statistics) == (
        "Josiah Carberry",
        Statistics(citations=4530, h_index=17, by_year=((2025, 500), (2026, 400))),
    )


def test_only_documented_fields_are_selected(web: Web) -> None:
    source().fetch(None)
    assert set(web.log[1].query["select"].split(",")) == set(work())
    assert set(web.log[0].query["select"].split(",")) == set(person())


def test_the_statistics_may_be_left_out(web: Web) -> None:
    answer = source(statistics=False).fetch(None)
    assert [request.path for request in web.log] == ["/works"]
    assert (answer.statistics, answer.owner) == (Statistics(), "")


def test_a_person_may_be_asked_for_by_orcid(web: Web) -> None:
    answer = source(author=f"https://orcid.org/{ORCID}").fetch(None)
    assert web.log[0].path == f"/authors/orcid:{ORCID}"
    assert filters(web) == [f"author.orcid:{ORCID}"]
    # The author's own id tells her authorship, where that does not hold the iD.
    assert all(
        isinstance(one, Record) and one.extra == (("affiliation", "Brown University"),) for one in answer.records
    )


def test_a_key_goes_by_a_header_and_in_no_address(web: Web) -> None:
    source(api_key=" k3y\n").fetch(None)
    assert {request.headers.get("authorization") for request in web.log} == {"Bearer k3y"}
    assert not any("k3y" in request.url for request in web.log)
    source().fetch(None)
    assert "authorization" not in web.log[-1].headers


def test_all_pages_are_asked_for(web: Web) -> None:
    web.hosts[HOST] = OpenAlexSite([work(number) for number in range(1000, 1250)], person())
    answer = source().fetch(None)
    assert (len(answer.records), answer.partial, answer.requests) == (250, "", 4)
    assert [(request.query["page"], request.query["per_page"]) for request in web.log[1:]] == [
        ("1", "100"),
        ("2", "100"),
        ("3", "100"),
    ]


@pytest.mark.parametrize("fault", [Response("no", status=429), Response("oops", status=500), Response("{}"), Reset()])
def test_a_page_that_fails_leaves_a_partial_list_that_keeps_what_was_known(web: Web, fault: Any) -> None:
    site = OpenAlexSite([work(number) for number in range(1000, 1250)])
    web.hosts[HOST] = site
    older = Record(source=NAME, id="W1240", title="Of the third page")
    stale = Record(source=NAME, id="W1000", title="A former title")
    request = Request(
        method="GET",
        scheme="https",
        host=HOST,
        target=f"/works?filter=author.id:{AUTHOR}&page=1&per_page=100",
        headers={},
    )
    web.inject(HOST, site(request), *given_up(fault))
    answer = source(statistics=False).fetch(Answer(records=(older, stale)))
    assert (answer.partial, len(answer.records), answer.records[-1]) == ("100 of 250 works", 101, older)
    assert [record for record in answer.records if record.id == "W1000"] != [stale]
    assert "the list is read in part" in answer.notices[0].what


def test_a_whole_list_keeps_nothing_of_before(web: Web) -> None:
    gone = Record(source=NAME, id="W9", title="No longer named")
    assert gone not in source().fetch(Answer(records=(gone,))).records
    assert web.log


def test_the_same_page_for_ever_ends_and_is_not_taken_for_the_whole(web: Web) -> None:
    every = [work(number) for number in range(1000, 1100)]
    web.hosts[HOST] = lambda _: answered(listed(every, every * 3))
    answer = source(statistics=False).fetch(None)
    assert (len(answer.records), answer.partial, answer.requests) == (100, "100 of 300 works", 2)


def test_a_merged_author_is_told_and_asked_for_anew(web: Web) -> None:
    web.hosts[HOST] = OpenAlexSite([work(1)], person("A5000000001"))
    answer = source().fetch(None)
    assert filters(web) == ["author.id:A5000000001"]
    assert answer.notices[0].what == f"OpenAlex merged {AUTHOR} into A5000000001"


def test_works_are_good_without_the_persons_page(web: Web) -> None:
    web.inject(HOST, *given_up(Response("oops", status=500)))
    answer = source().fetch(None)
    assert (ids(answer), answer.statistics) == (["W1", "W2", "W3"], Statistics())
    assert "the citation counts are unknown" in answer.notices[0].what


def test_somebody_unknown_is_said(web: Web) -> None:
    web.hosts[HOST] = OpenAlexSite([])
    with pytest.raises(SourceError, match=f"knows no works of {AUTHOR}"):
        source().fetch(None)


def test_no_works_where_there_were_some_are_not_believed(web: Web) -> None:
    web.hosts[HOST] = OpenAlexSite([], person())
    with pytest.raises(SourceError, match="shows no works, where it showed 1 before"):
        source().fetch(Answer(records=(Record(source=NAME, id="W1", title="T"),)))


def test_works_that_cant_be_read_are_told_and_the_others_are_kept(web: Web) -> None:
    web.hosts[HOST] = OpenAlexSite([work(1), work(2, title=None)], person())
    answer = source().fetch(None)
    assert (ids(answer), answer.notices[0].what) == (["W1"], "1 works without a title are left out")


def test_a_list_of_which_nothing_can_be_read_is_none(web: Web) -> None:
    web.hosts[HOST] = OpenAlexSite([work(1, title=None)], person())
    with pytest.raises(SourceError, match="no work that can be read"):
        source().fetch(None)


@pytest.mark.parametrize(
    "answer",
    ["[]", "{}", "null", '{"meta": {"count": 3}}', '{"results": []}', '{"meta": {"count": "3"}, "results": []}'],
)
def test_an_answer_that_is_no_list_is_said(web: Web, answer: str) -> None:
    web.inject(HOST, Response(answer))
    with pytest.raises(SourceError, match="has changed or is damaged"):
        source(statistics=False).fetch(None)


@pytest.mark.parametrize(
    ("key", "status", "remedy"),
    [("", 429, "openalex.org/settings/api"), ("", 401, "OPENALEX_API_KEY"), ("k", 401, "check OPENALEX_API_KEY")],
)
def test_a_refusal_says_what_a_key_would_do(web: Web, key: str, status: int, remedy: str) -> None:
    web.inject(HOST, Response('{"error": "Rate limit exceeded"}', status=status))
    with pytest.raises(RefusedError) as caught:
        source(statistics=False, api_key=key).fetch(None)
    assert (caught.value.status, remedy in caught.value.remedy) == (status, True)
    assert len(web.log) == 1


# Looking works up


def enricher(**options: Any) -> OpenAlexEnricher:
    return OpenAlexEnricher(**{"timeout": 10, "pause": 0, **options})


def want(title: str = "A title", **identifiers: str) -> Want:
    return Want(title=title, identifiers=tuple(Identifier(scheme, value) for scheme, value in identifiers.items()))


def test_works_are_looked_up_by_doi_in_one_question(web: Web) -> None:
    answer = enricher().look_up([want(doi="10.7717/peerj.3"), want(doi="10.7717/peerj.1"), want(doi="10.1/none")])
    assert filters(web) == ["doi:10.7717/peerj.3|10.7717/peerj.1|10.1/none"]
    assert (ids(answer), answer.requests, answer.notices) == (["W1", "W3"], 1, ())
    assert {record.source for record in answer.records} == {"openalex"}


def test_many_dois_are_asked_for_in_several_questions_that_openalex_takes(web: Web) -> None:
    long = [want(doi=f"10.1234/a-suffix-of-the-longer-kind-{number:04}") for number in range(250)]
    answer = enricher().look_up(long)
    assert answer.notices == ()
    asked = [doi for search in filters(web) for doi in search.removeprefix("doi:").split("|")]
    assert asked == [each.identifier("doi") for each in long]
    web.log.clear()
    enricher().look_up([want(doi=f"10.1/{number}") for number in range(150)])
    assert [search.count("|") + 1 for search in filters(web)] == [100, 50]


def test_a_doi_is_asked_for_once_and_none_spoils_the_question(web: Web) -> None:
    wants = [
        want(doi="10.1/a"),
        want(doi="10.1/a"),
        want(doi="10.1/b,c"),
        want(doi="10.1/d|e"),
        want(doi=f"10.1/{'f' * 4000}"),
    ]
    assert enricher().look_up(wants).notices == ()
    assert filters(web) == ["doi:10.1/a"]


def test_what_has_no_doi_is_searched_for_by_title(web: Web) -> None:
    answer = enricher().look_up([want(doi="10.7717/peerj.1"), want("The State of Pots, Part 2: $x^2$")])
    assert filters(web) == ["doi:10.7717/peerj.1", "title.search:the state of pots part 2"]
    assert web.log[1].query["per_page"] == "3"
    assert ids(answer) == ["W1", "W2"]


def test_an_arxiv_id_is_asked_for_by_its_doi_before_a_search(web: Web) -> None:
    known = work(4, doi="https://doi.org/10.48550/arxiv.2001.04063", title="The state of preprints")
    web.hosts[HOST] = OpenAlexSite([known, work(5, title="Another preprint")])
    answer = enricher().look_up([want(arxiv="2001.04063"), want("Another preprint", arxiv="2001.00001")])
    assert filters(web) == [
        "doi:10.48550/arxiv.2001.04063|10.48550/arxiv.2001.00001",
        "title.search:another preprint",
    ]
    assert ids(answer) == ["W4", "W5"]


def test_searches_are_limited(web: Web) -> None:
    wants = [want(f"Pots, part {number}") for number in range(5)]
    enricher(searches=2).look_up(wants)
    assert len(web.log) == 2
    enricher(searches=0).look_up(wants)
    assert len(web.log) == 2


def test_nothing_is_asked_about_nothing(web: Web) -> None:
    assert enricher().look_up([]) == Answer(records=())
    assert enricher().look_up([want("$x$ ?!")]).records == ()
    assert web.log == []


def test_what_was_answered_before_a_refusal_is_returned(web: Web) -> None:
    site = OpenAlexSite([work(1)])
    web.hosts[HOST] = lambda request: site(request) if len(web.log) == 1 else Response("no", status=429)
    answer = enricher().look_up([want(doi="10.7717/peerj.1"), want("One title"), want("Another title")])
    assert (ids(answer), answer.requests, len(answer.notices)) == (["W1"], 2, 1)


def test_no_answer_at_all_is_an_error(web: Web) -> None:
    web.inject(HOST, Response("no", status=429))
    with pytest.raises(RefusedError, match="settings/api"):
        enricher().look_up([want(doi="10.7717/peerj.1"), want("One title")])
    assert len(web.log) == 1


def test_a_found_work_that_cant_be_read_is_told(web: Web) -> None:
    web.hosts[HOST] = OpenAlexSite([work(1), work(2, title=None)])
    answer = enricher().look_up([want(doi="10.7717/peerj.1"), want(doi="10.7717/peerj.2")])
    assert (ids(answer), answer.notices[0].what) == (["W1"], "1 works without a title are left out")
    with pytest.raises(SourceError, match="no work that can be read"):
        enricher().look_up([want(doi="10.7717/peerj.2")])


def test_batches_hold_to_both_limits() -> None:
    assert [len(batch) for batch in batches(f"10.1/{number}" for number in range(250))] == [100, 100, 50]
    long = list(batches(f"10.1/{number:0500}" for number in range(20)))
    assert [len(batch) for batch in long] == [5, 5, 5, 5]
    assert all(len("|".join(batch)) < LONGEST_FILTER for batch in long)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Pots AND pans: (NOT) a *survey*?", "pots and pans not a survey"),
        ('Ab|initio, "quoted" ~ study!', "ab initio quoted study"),
        ("基于图神经网络的研究", "基于图神经网络的研究"),
        ("The $\\alpha$-decay", "the decay"),
    ],
)
def test_a_search_has_words_alone(title: str, words: str) -> None:
    assert search_words(title) == words


# Anything at all


@settings(max_examples=300)
@given(damaged([work(1, is_authors_truncated=False), work(2, type="preprint")]))
def test_no_damage_of_works_ends_in_an_error(works: Any) -> None:
    found = read_works(
        [one for one in works if isinstance(one, dict)] if isinstance(works, list) else [], NAME, {AUTHOR}
    )
    records = tuple(found.records)
    text = snapshot_to_text(Snapshot(source=NAME, records=records)).encode().decode()
    assert [record.id for record in snapshot_from_text(text, "snapshot").records] == [record.id for record in records]


@settings(max_examples=200)
@given(damaged(person()))
def test_no_damage_of_an_author_ends_in_an_error(answer: Any) -> None:
    author = read_author(answer)
    assert author is None or all(isinstance(number, int) for pair in author.statistics.by_year for number in pair)


@settings(max_examples=50)
@given(ANY)
def test_anything_else_is_nobody(answer: Any) -> None:
    assert read_author(answer) is None
