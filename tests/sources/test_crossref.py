"""Crossref: what is asked of its REST API, and what becomes of its works."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pubsync.errors import SettingsError, SourceError
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.records.text import Translation
from pubsync.sources.crossref import CrossrefEnricher, CrossrefSource
from pubsync.sources.crossref.api import SELECT, batches
from pubsync.sources.crossref.works import read_works
from pubsync.sources.http import RefusedError
from pubsync.sources.interface import Answer, Enricher, Source, Want
from tests.fakes.web import Request, Reset, Response, Web, given_up, truncated

HOST = "api.crossref.org"
JANE = "0000-0002-1825-0097"
PATIENCE = 10.0
"""Seconds; for exchanges that are to succeed, on however busy a machine."""

# What Crossref answered, in October 2026, to a select that it does not know: "Valid selects for this route are".
SELECTS = frozenset(
    "abstract URL resource member posted score created degree update-policy short-title license ISSN "  # noqa: SIM905 - a word list
    "container-title issued update-to issue prefix approved indexed article-number clinical-trial-number accepted "
    "author group-title DOI is-referenced-by-count updated-by event chair standards-body original-title funder "
    "translator published archive published-print alternative-id subject subtitle published-online "
    "publisher-location content-domain reference title link type publisher volume references-count ISBN issn-type "
    "assertion deposited page contributor content-created short-container-title relation editor".split()
)
ARTICLE: dict[str, Any] = {
    "DOI": "10.5555/JV.2020.0001",
    "type": "journal-article",
    "title": ["On seeing <i>Drosophila</i> &amp; CO<sub>2</sub>"],
    "subtitle": ["A field study"],
    "author": [
        {
            "ORCID": "http://orcid.org/0000-0002-1825-0097",
            "authenticated-orcid": False,
            "given": "Jane Q.",
            "family": "Doe",
            "sequence": "first",
            "affiliation": [{"name": "University of Somewhere"}],
        },
        {"given": "Laurens", "family": "van der Maaten", "sequence": "additional", "affiliation": []},
        {"given": "Sam", "family": "King", "suffix": "Jr.", "sequence": "additional", "affiliation": []},
        {"name": "on behalf of the Vision Collaboration", "sequence": "additional", "affiliation": []},
    ],
    "container-title": ["Journal of Vision"],
    "short-container-title": ["J. Vis."],
    "publisher": "Some Society",
    "publisher-location": "Oxford",
    "volume": "20",
    "issue": "3",
    "page": "379–384",
    "article-number": "12",
    "ISSN": ["1534-7362"],
    "published-print": {"date-parts": [[2020, 3]]},
    "published-online": {"date-parts": [[2019, 12, 20]]},
    "issued": {"date-parts": [[2019, 12, 20]]},
    "abstract": "<jats:title>Abstract</jats:title><jats:p>We saw.</jats:p>",
    "link": [
        {
            "URL": "http://example.org/check.pdf",
            "content-type": "application/pdf",
            "content-version": "vor",
            "intended-application": "similarity-checking",
        },
        {
            "URL": "https://example.org/read.pdf",
            "content-type": "application/pdf",
            "content-version": "vor",
            "intended-application": "text-mining",
        },
        {"URL": "https://example.org/x.xml", "content-type": "application/xml", "intended-application": "text-mining"},
    ],
    "is-referenced-by-count": 42,
    "relation": {},
    "score": 0.0,
}


def work(**changes: Any) -> dict[str, Any]:
    """Return the article with changes, ``container_title`` for ``container-title``; None takes a field away."""
    renamed = {name if name in ("DOI", "ISBN") else name.replace("_", "-"): value for name, value in changes.items()}
    return {name: value for name, value in (ARTICLE | renamed).items() if value is not None}


def record(one: object) -> Record:
    reading = read_works([one], "crossref")
    assert not reading.notices
    (found,) = reading.records
    return found


def numbered(number: int) -> dict[str, Any]:
    return work(DOI=f"10.5555/{number:05}", title=[f"Work number {number}"], subtitle=[])


class Api:
    """Crossref: works by DOI, by iD with a cursor, and by search."""

    def __init__(self, works: list[dict[str, Any]], found: list[dict[str, Any]] | None = None) -> None:
        self.works = works
        self.found = found or []

    def __call__(self, request: Request) -> Response:
        if request.path == "/works":
            assert set(request.query["select"].split(",")) <= SELECTS
            return self.listed(request.query)
        doi = unquote(request.path.removeprefix("/works/"))
        for one in self.works:
            if one["DOI"].casefold() == doi:
                return answer("work", one)
        return Response("Resource not found.", status=404, headers={"Content-Type": "text/plain"})

    def listed(self, query: dict[str, str]) -> Response:
        rows = int(query["rows"])
        assert rows <= 1000
        if "query.bibliographic" in query:
            return listing(self.found[:rows], len(self.found))
        filters = [one.partition(":") for one in query["filter"].split(",")]
        if "cursor" in query:
            assert filters == [("orcid", ":", JANE)]
            start = 0 if query["cursor"] == "*" else int(query["cursor"].removeprefix("at/+"))
            page = self.works[start : start + rows]
            return listing(page, len(self.works), f"at/+{start + len(page)}")
        wanted = {doi for name, _, doi in filters if name == "doi"}
        assert len(wanted) == len(filters)
        hits = [one for one in self.works if one["DOI"].casefold() in wanted]
        return listing(hits[:rows], len(hits))


def answer(kind: str, message: Any) -> Response:
    body = {"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message}
    return Response(json.dumps(body), headers={"Content-Type": "application/json"})


def listing(items: Any, total: Any = 1, cursor: Any = None) -> Response:
    message = {"facets": {}, "total-results": total, "items": items, "items-per-page": 20, "query": {"start-index": 0}}
    return answer("work-list", message | ({"next-cursor": cursor} if cursor else {}))


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web({HOST: Api([ARTICLE, numbered(2)])}) as web:
        for name, value in web.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield web


def source(**options: Any) -> CrossrefSource:
    defaults: dict[str, Any] = {"name": f"crossref:{JANE}", "orcid": JANE, "timeout": PATIENCE, "pause": 0}
    return CrossrefSource(**(defaults | options))


def enricher(**options: Any) -> CrossrefEnricher:
    return CrossrefEnricher(**({"timeout": PATIENCE, "pause": 0} | options))


def want(written: str = "", doi: str = "", **fields: Any) -> Want:
    return Want(title=written, identifiers=(Identifier("doi", doi),) if doi else (), **fields)


def titles(found: Answer) -> list[str]:
    return [one.title for one in found.records if isinstance(one, Record)]


# What a work says


def test_a_journal_article() -> None:
    assert record(ARTICLE) == Record(
        source="crossref",
        id="10.5555/jv.2020.0001",
        type="article-journal",
        title="On seeing Drosophila & CO₂: A field study",
        author=(
            Name("Doe", "Jane Q."),
            Name("Maaten", "Laurens", "van der"),
            Name("King", "Sam", suffix="Jr."),
            Name(literal="on behalf of the Vision Collaboration"),
        ),
        issued=PartialDate(2020, 3),
        container_title="Journal of Vision",
        publisher="Some Society",
        publisher_place="Oxford",
        volume="20",
        issue="3",
        page="379-384",
        abstract="We saw.",
        identifiers=(Identifier("doi", "10.5555/jv.2020.0001"),),
        links=(Link("pdf", "https://example.org/read.pdf"),),
        citations=42,
        extra=(("container_title_short", "J. Vis."),),
    )


def test_a_paper_of_a_conference() -> None:
    found = record(
        work(
            type="proceedings-article",
            container_title=["Proceedings of the 25th ACM SIGKDD International Conference"],
            event={
                "name": "KDD '19: The 25th ACM SIGKDD Conference",
                "location": "Anchorage AK USA",
                "acronym": "KDD '19",
                "start": {"date-parts": [[2019, 8, 4]]},
            },
            ISBN=["9781450362016"],
        )
    )
    assert (found.type, found.event_place) == ("paper-conference", "Anchorage AK USA")
    assert found.event_title == "KDD '19: The 25th ACM SIGKDD Conference"
    assert found.container_title == "Proceedings of the 25th ACM SIGKDD International Conference"
    # The ISBN is that of the proceedings.
    assert [one.scheme for one in found.identifiers] == ["doi"]


@pytest.mark.parametrize(
    ("titles", "container", "collection"),
    [
        (["Lecture Notes in Computer Science", "Computer Vision – ECCV 2020"], "Computer Vision – ECCV 2020", "LNCS"),
        (["Computer Vision – ECCV 2020", "Lecture Notes in Computer Science"], "Computer Vision – ECCV 2020", "LNCS"),
        (["Lecture Notes in Computer Science"], "", "LNCS"),
        (["Some Series", "Some Book"], "Some Book", "Some Series"),
        (["Some Book"], "Some Book", ""),
        ([], "", ""),
    ],
)
def test_a_chapters_book_is_told_from_its_series(titles: list[str], container: str, collection: str) -> None:
    found = record(work(type="book-chapter", container_title=titles, ISBN=["9783030584511"]))
    expected = "Lecture Notes in Computer Science" if collection == "LNCS" else collection
    assert (found.type, found.container_title, found.collection_title) == ("chapter", container, expected)
    assert found.identifier("isbn") == ""


def test_a_chapter_of_a_conference_is_one_of_its_papers() -> None:
    told = [
        {"value": "ECCV", "name": "conference_acronym", "group": {"name": "ConferenceInfo"}},
        {"value": "European Conference on Computer Vision", "name": "conference_name"},
        {"value": "Glasgow", "name": "conference_city"},
        {"value": "United Kingdom", "name": "conference_country"},
    ]
    found = record(work(type="book-chapter", container_title=["Lecture Notes in Computer Science"], assertion=told))
    assert (found.type, found.event_title) == ("paper-conference", "European Conference on Computer Vision")
    assert found.event_place == "Glasgow, United Kingdom"
    named = record(work(type="book-chapter", container_title=["Proceedings of the 3rd Workshop on Things"]))
    assert named.type == "paper-conference"


def test_a_book_has_its_isbn_and_its_series() -> None:
    isbns = ["http://id.crossref.org/isbn/9780262046305", "9780262046305", "wrong"]
    found = record(work(type="monograph", container_title=["Some Series"], ISBN=isbns))
    assert (found.type, found.container_title, found.collection_title) == ("book", "", "Some Series")
    assert [one for one in found.identifiers if one.scheme == "isbn"] == [Identifier("isbn", "9780262046305")]


POSTED: dict[str, Any] = {
    "type": "posted-content",
    "DOI": "10.1101/2020.03.25.008466",
    "container_title": [],
    "short_container_title": [],
    "publisher": "Cold Spring Harbor Laboratory",
    "posted": {"date-parts": [[2020, 3, 27]]},
    "published_print": None,
    "published_online": None,
    "issued": {"date-parts": [[2020, 3, 27]]},
}


@pytest.mark.parametrize(
    ("changes", "server", "publisher"),
    [
        ({"institution": [{"name": "bioRxiv"}]}, "bioRxiv", ""),
        ({"resource": {"primary": {"URL": "http://biorxiv.org/lookup/doi/10.1101/2020.03.25.008466"}}}, "bioRxiv", ""),
        ({"resource": {"primary": {"URL": "https://www.medrxiv.org/lookup/doi/10.1101/1"}}}, "medRxiv", ""),
        ({"resource": {"primary": {"URL": "https://notbiorxiv.org/1"}}}, "", "Cold Spring Harbor Laboratory"),
        ({"resource": {"primary": {"URL": "http://[broken"}}}, "", "Cold Spring Harbor Laboratory"),
        ({"publisher": "Research Square"}, "Research Square", ""),
        ({"DOI": "10.31234/osf.io/abcde", "publisher": "Center for Open Science"}, "PsyArXiv", ""),
        ({"institution": [{"name": "EcoEvoRxiv"}]}, "EcoEvoRxiv", ""),
        ({"institution": [{"name": "University of Somewhere"}]}, "", "Cold Spring Harbor Laboratory"),
    ],
)
def test_a_preprint_names_its_server(changes: dict[str, Any], server: str, publisher: str) -> None:
    found = record(work(**(POSTED | changes)))
    assert (found.type, found.container_title, found.publisher) == ("article", server, publisher)
    assert found.issued == PartialDate(2020, 3, 27)


def test_a_thesis_names_its_university_and_degree() -> None:
    found = record(
        work(
            type="dissertation",
            publisher="University Library",
            institution=[{"name": "University of Somewhere", "acronym": ["US"]}],
            degree=["PhD"],
            approved={"date-parts": [[2019, 6]]},
            published_print=None,
            published_online=None,
            issued={"date-parts": [[None]]},
        )
    )
    assert (found.type, found.genre, found.publisher) == ("thesis", "PhD", "University of Somewhere")
    assert found.issued == PartialDate(2019, 6)


@pytest.mark.parametrize(
    ("told", "expected"),
    [("dataset", "dataset"), ("report", "report"), ("peer-review", "review"), ("standard", "standard"),
     ("reference-entry", "entry-encyclopedia"), ("edited-book", "book"), ("other", ""), ("unheard-of", "")],
)  # fmt: skip
def test_types_in_csls_words(told: str, expected: str) -> None:
    assert record(work(type=told)).type == expected


def test_what_is_no_work_is_counted() -> None:
    reading = read_works([work(type="journal-issue", title=[]), work(type="component"), ARTICLE], "crossref")
    assert len(reading.records) == 1
    assert [notice.what.partition(",")[0] for notice in reading.notices] == [
        "2 entries are no works but journals' issues"
    ]


def test_what_has_no_doi_or_no_title_is_counted() -> None:
    reading = read_works([work(DOI=None), work(title=[]), work(title=["<i></i>"]), 7, ARTICLE, ARTICLE], "crossref")
    assert len(reading.records) == 1
    assert [notice.what.partition(",")[0] for notice in reading.notices] == ["4 works have no DOI or no title"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"published-print": [2020, 3], "published-online": [2020, 3, 5]}, PartialDate(2020, 3, 5)),
        ({"published-print": [2020], "published-online": [2020, 3, 5]}, PartialDate(2020, 3, 5)),
        ({"published-print": [2021], "published-online": [2020, 3, 5]}, PartialDate(2021)),
        ({"published-online": [2020, 3, 5], "issued": [2020, 3, 5]}, PartialDate(2020, 3, 5)),
        ({"issued": [2020]}, PartialDate(2020)),
        ({"issued": [None]}, None),
        ({"issued": []}, None),
        ({"issued": [2020, None, 5]}, PartialDate(2020)),
        ({"issued": [2020, 0, 0]}, PartialDate(2020)),
        ({"issued": [2020, 2, 31]}, PartialDate(2020, 2)),
        ({"issued": ["2020", "5"]}, PartialDate(2020, 5)),
        ({"issued": [10**30, 1]}, None),
        ({"issued": [True, 1]}, None),
        ({"issued": "2020"}, None),
    ],
)
def test_dates_are_partial_and_of_the_issue(fields: dict[str, Any], expected: PartialDate | None) -> None:
    none = {"published-print": None, "published-online": None, "issued": None}
    dates = {name: {"date-parts": [parts]} for name, parts in fields.items()}
    assert record({**ARTICLE, **none, **dates}).issued == expected


@pytest.mark.parametrize("value", [[[]], [], None, {}, "2020", [[[2020]]]])
def test_a_date_of_another_shape_is_unknown(value: Any) -> None:
    changed = {"published-print": {"date-parts": value}, "published-online": None, "issued": value}
    assert record({**ARTICLE, **changed}).issued is None


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"given": "JOHN A.", "family": "SMITH-JONES"}, Name("Smith-Jones", "John A.")),
        ({"given": "JP", "family": "MARTIN"}, Name("Martin", "J. P.")),
        ({"given": "Wei", "family": "LI"}, Name("Li", "Wei")),
        ({"given": "W.", "family": "LI"}, Name("LI", "W.")),
        ({"given": "炜祯", "family": "齐"}, Name(literal="齐炜祯")),
        ({"family": "Plato"}, Name("Plato")),
        ({"given": "Jane*", "family": "Doe†"}, Name("Doe", "Jane")),
        ({"given": "Zo&euml;", "family": "O&apos;Neil"}, Name("O'Neil", "Zoë")),
        ({"given": "Jane", "family": "Doe, PhD"}, Name("Doe, PhD", "Jane")),
        ({"given": "Jane", "family": "Doe", "name": "A group"}, Name("Doe", "Jane")),
    ],
)
def test_names_are_read_in_their_parts(author: dict[str, Any], expected: Name) -> None:
    assert record(work(author=[author])).author == (expected,)


@pytest.mark.parametrize(
    "other",
    [{"family": "et al."}, {"given": "et", "family": "al."}, {"name": "et al"}, {"family": "others"}, {}, "Doe", None],
)
def test_a_list_of_authors_that_was_cut_says_so(other: Any) -> None:
    found = record(work(author=[{"given": "Jane", "family": "Doe"}, other]))
    assert (found.author, found.author_complete) == ((Name("Doe", "Jane"),), False)


def test_editors() -> None:
    assert record(work(editor=[{"given": "Ed", "family": "Itor"}])).editor == (Name("Itor", "Ed"),)


@pytest.mark.parametrize("nothing", ["n/a-n/a", "n/a", "N/A", "no-no", "no–no", "", None, [], 7.5])
def test_what_stands_for_no_pages_is_none(nothing: Any) -> None:
    assert record(work(page=nothing, article_number="e1234")).page == "e1234"
    assert record(work(volume="ahead-of-print", issue="ahead-of-print")).volume == ""


def test_a_title_in_another_script_is_its_translation() -> None:
    found = record(work(title=["Deep learning", "深度学习"], subtitle=[]))
    assert found.translations == (Translation("title", "zh", "深度学习"),)
    assert record(work(title=["Deep learning", "L'apprentissage profond"])).translations == ()


@pytest.mark.parametrize(
    "links",
    [
        [{"URL": "javascript:alert(1)", "content-type": "application/pdf"}],
        [{"URL": "https://api.elsevier.com/content/article/PII:1?httpAccept=pdf", "content-type": "application/pdf"}],
        [{"URL": "https://example.org/page.html", "content-type": "text/html"}],
        [{"URL": None, "content-type": "application/pdf"}],
        ["https://example.org/x.pdf"],
        {},
    ],
)
def test_what_is_no_pdf_for_readers_is_no_link(links: Any) -> None:
    assert record(work(link=links)).links == ()


# What a work is to others


def extra(**changes: Any) -> dict[str, str]:
    return dict(record(work(short_container_title=[], **changes)).extra)


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        ({"has-preprint": [{"id-type": "doi", "id": "10.1101/2020.01.01.1"}]}, {"preprint": "10.1101/2020.01.01.1"}),
        ({"has-preprint": [{"id-type": "arxiv", "id": "2302.04668v2"}]}, {"preprint": "10.48550/arxiv.2302.04668"}),
        (
            {"has-preprint": [{"id-type": "doi", "id": "10.48550/arXiv.2512.07923"}]},
            {"preprint": "10.48550/arxiv.2512.07923"},
        ),
        ({"is-preprint-of": [{"id-type": "doi", "id": "https://doi.org/10.1000/VOR"}]}, {"published": "10.1000/vor"}),
        ({"is-preprint-of": [{"id-type": "pmid", "id": "12345678"}, {"id-type": "doi"}, None]}, {}),
        ({"has-preprint": [{"id-type": "doi", "id": "10.5555/JV.2020.0001"}]}, {}),
        ({"has-preprint": "10.1101/1", "is-preprint-of": None}, {}),
        ([], {}),
    ],
)
def test_versions_are_other_works(relation: Any, expected: dict[str, str]) -> None:
    assert extra(relation=relation) == expected
    assert [one.value for one in record(work(relation=relation)).identifiers] == ["10.5555/jv.2020.0001"]


def update(kind: str, doi: str, **fields: Any) -> dict[str, Any]:
    return {"DOI": doi, "type": kind, "label": kind.title(), "source": "retraction-watch", **fields}


@pytest.mark.parametrize(
    ("updates", "expected"),
    [
        ([update("retraction", "10.5555/N1")], {"retracted": "yes"}),
        ([update("withdrawal", "10.5555/N1")], {"retracted": "yes"}),
        (
            [update("correction", "10.5555/N0"), update("retraction", "10.5555/N1", **{"record-id": "172"})],
            {"retracted": "yes", "corrected": "10.5555/n0"},
        ),
        ([update("erratum", "10.5555/N1")], {"corrected": "10.5555/n1"}),
        ([update("expression_of_concern", "10.5555/N1")], {"concern": "10.5555/n1"}),
        ([update("retraction", "10.5555/N1"), update("reinstatement", "10.5555/N2")], {}),
        ([update("new_version", "10.5555/N1")], {}),
        ([{"type": None, "DOI": 7}, "retraction"], {}),
        ("retraction", {}),
    ],
)
def test_retracted_and_corrected_works_say_so(updates: Any, expected: dict[str, str]) -> None:
    assert extra(updated_by=updates) == expected


@pytest.mark.parametrize(
    "written", ["RETRACTED ARTICLE: On seeing", "RETRACTED: On seeing", "[Retracted] On seeing", "WITHDRAWN: On seeing"]
)
def test_a_title_that_says_retracted_is_still_that_works_title(written: str) -> None:
    found = record(work(title=[written.replace("[Retracted]", "[RETRACTED]")], subtitle=[]))
    assert (found.title, dict(found.extra)["retracted"]) == ("On seeing", "yes")


def test_a_notice_is_a_work_of_its_own() -> None:
    notice = work(title=["Retracted: On seeing"], update_to=[update("retraction", "10.5555/OTHER")], subtitle=[])
    assert (record(notice).title, extra(**{"update-to": notice["update-to"], "title": notice["title"]})) == (
        "Retracted: On seeing",
        {"notice_of": "10.5555/other"},
    )


def test_an_update_under_the_works_own_doi_was_made_in_its_place() -> None:
    assert extra(update_to=[update("retraction", "10.5555/JV.2020.0001")]) == {"retracted": "yes"}


# Damage

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
FIELDS = sorted({*SELECT.split(","), "institution"})
NESTED = JSON.map(lambda inner: [{"date-parts": inner, "family": inner, "URL": inner, "name": inner, "id": inner}])
DAMAGED = st.dictionaries(st.sampled_from(FIELDS), JSON | NESTED, max_size=6).map(lambda damage: ARTICLE | damage)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(DAMAGED | JSON, max_size=3))
def test_damage_in_works_is_never_more_than_a_notice(works: list[Any]) -> None:
    reading = read_works(works, "crossref")
    if works and not reading.records:
        assert reading.notices
    for one in reading.records:
        assert "\n" not in one.title
        assert json.dumps([one.title, one.abstract, str(one.author)], ensure_ascii=False).encode()


# Works already known


def test_known_works_are_asked_for_in_one_request(web: Web) -> None:
    crossref: Enricher = enricher(contact="jane@example.edu")
    found = crossref.look_up(
        [
            want("B", "10.5555/jv.2020.0001"),
            want("A", "10.5555/00002"),
            want("C", "10.5281/zenodo.1"),
            want("A", "10.5555/00002"),
        ]
    )
    (request,) = web.log
    assert request.query == {
        "filter": "doi:10.5281/zenodo.1,doi:10.5555/00002,doi:10.5555/jv.2020.0001",
        "rows": "3",
        "select": SELECT,
        "mailto": "jane@example.edu",
    }
    assert [str(one.record_id) for one in found.records if isinstance(one, Record)] == [
        "crossref#10.5555/00002",
        "crossref#10.5555/jv.2020.0001",
    ]
    assert (found.requests, found.partial, found.notices) == (1, "", ())


def test_what_is_selected_is_what_lists_know() -> None:
    assert set(SELECT.split(",")) <= SELECTS


def test_who_gives_no_address_sends_none(web: Web) -> None:
    enricher().look_up([want("A", "10.5555/00002")])
    assert "mailto" not in web.log[0].query


def test_a_doi_that_a_filter_cant_hold_is_asked_for_alone(web: Web) -> None:
    odd = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid,sim968>3.0.co;2-2#?&"
    web.hosts[HOST] = Api([work(DOI=odd), numbered(2)])
    found = enricher(contact="j@example.edu").look_up(
        [want("A", odd), want("B", "10.5555/00002"), want("C", "10.5555/a,b")]
    )
    assert sorted(request.path.count("/") for request in web.log) == [1, 2, 2]
    assert all(request.query["mailto"] == "j@example.edu" for request in web.log)
    assert {one.id for one in found.records} == {odd, "10.5555/00002"}
    assert found.notices == ()


def test_many_works_are_asked_for_in_batches_that_fit_an_address(web: Web) -> None:
    web.hosts[HOST] = Api([])
    enricher().look_up([want("A", f"10.5555/{number}") for number in range(90)])
    assert [request.query["rows"] for request in web.log] == ["40", "40", "10"]
    long = [f"10.5555/{'<' * 300}{number}" for number in range(9)]
    assert [len(batch) for batch in batches(long)] == [4, 4, 1]
    assert [len(batch) for batch in batches([f"10.5555/{'x' * 5000}"])] == [1]


def test_works_without_a_doi_are_searched_for(web: Web) -> None:
    web.hosts[HOST] = Api(
        [], [work(title=["On seeing things in $x^2$"], subtitle=[]), numbered(3), numbered(4), ARTICLE]
    )
    wanted = want(
        "On seeing things in $x^{2}$", author=(Name("Doe", "Jane"), Name("Roe", "R.")), issued=PartialDate(2020, 3)
    )
    found = enricher(contact="j@example.edu").look_up([wanted])
    assert web.log[0].query == {
        "query.bibliographic": "On seeing things in Doe 2020",
        "rows": "3",
        "select": SELECT,
        "mailto": "j@example.edu",
    }
    # Something always answers a search; what has another title is another work.
    assert titles(found) == ["On seeing things in $x^2$"]


def test_searches_have_a_budget_and_come_after_the_known_ones(web: Web) -> None:
    wants = [want(f"Title {number}") for number in range(4)] + [want("Title 0"), want("$x$"), want(" ")]
    found = enricher(searches=2).look_up([*wants, want("Known", "10.5555/00002")])
    asked = [request.query.get("query.bibliographic", "") for request in web.log]
    assert (asked, found.partial) == (["", "Title 0", "Title 1"], "2 of 4 titles searched for")


def test_nothing_wanted_is_nothing_asked(web: Web) -> None:
    assert enricher().look_up([]) == Answer(records=())
    assert web.log == []


def test_what_fails_after_a_part_was_answered_is_a_notice(web: Web) -> None:
    web.inject(HOST, listing([ARTICLE]), Response("Too Many Requests", status=429))
    found = enricher().look_up([want("A", "10.5555/jv.2020.0001"), want("B"), want("C")])
    assert (len(found.records), len(web.log), len(found.notices)) == (1, 2, 1)


def test_a_refusal_before_anything_was_answered_is_one(web: Web) -> None:
    web.inject(HOST, Response("Too Many Requests", status=429))
    with pytest.raises(RefusedError) as caught:
        enricher().look_up([want("A", "10.5555/jv.2020.0001"), want("B")])
    assert (caught.value.status, caught.value.where, len(web.log)) == (429, "crossref", 1)


NO_LISTS = [
    "",
    "<html>busy</html>",
    "null",
    "[]",
    '{"message": {}}',
    '{"message": {"items": {}}}',
    '{"message": [1]}',
    "[" * 99_999,
]


@pytest.mark.parametrize("body", NO_LISTS, ids=range(len(NO_LISTS)))
def test_answers_of_another_kind_are_errors(web: Web, body: str) -> None:
    web.inject(HOST, Response(body), Response(body))
    with pytest.raises(SourceError):
        enricher().look_up([want("A", "10.5555/1")])
    with pytest.raises(SourceError):
        source().fetch(None)


@pytest.mark.parametrize("body", ["", "null", '{"message": []}', '{"message": "Resource not found."}'])
def test_a_single_work_of_another_kind_is_an_error(web: Web, body: str) -> None:
    web.inject(HOST, Response(body))
    with pytest.raises(SourceError):
        enricher().look_up([want("A", "10.5555/a,b")])


def test_lines_that_break_are_errors(web: Web) -> None:
    web.inject(HOST, *given_up(Reset()), *given_up(truncated('{"message": {"items": []}}')))
    for _ in range(2):
        with pytest.raises(SourceError):
            enricher().look_up([want("A", "10.5555/1")])


# The works of a person


def test_a_run_asks_for_the_works_of_an_id(web: Web) -> None:
    jane: Source = source(contact="jane@example.edu")
    found = jane.fetch(None)
    (request,) = web.log
    assert request.query == {
        "filter": f"orcid:{JANE}",
        "rows": "40",
        "cursor": "*",
        "select": SELECT,
        "mailto": "jane@example.edu",
    }
    assert [one.id for one in found.records] == ["10.5555/00002", "10.5555/jv.2020.0001"]
    assert (found.owner, found.requests, found.partial, found.notices) == ("Jane Q. Doe", 1, "", ())
    assert jane.remote


def test_the_order_of_the_list_changes_nothing(web: Web) -> None:
    forth = source().fetch(None)
    web.hosts[HOST] = Api([numbered(2), ARTICLE])
    assert source().fetch(None).records == forth.records


@pytest.mark.parametrize(("count", "requests"), [(39, 1), (40, 1), (41, 2), (90, 3)])
def test_long_lists_are_asked_for_page_by_page(web: Web, count: int, requests: int) -> None:
    web.hosts[HOST] = Api([numbered(number) for number in range(count)])
    found = source().fetch(None)
    assert (len(found.records), found.partial, found.requests) == (count, "", requests)


def test_a_page_that_fails_leaves_a_partial_list_with_what_was_known(web: Web) -> None:
    older = Record(source=f"crossref:{JANE}", id="10.5555/older", title="An older work")
    web.inject(HOST, listing([numbered(number) for number in range(40)], 60, "c2"), Response("no", status=503))
    found = source().fetch(Answer(records=(older, record(numbered(1)))))
    assert (found.partial, len(found.records), found.records[-1]) == ("40 works; 60 exist", 41, older)
    assert "read in part" in found.notices[0].what
    assert found.requests == len(web.log) == 2


def test_a_list_with_fewer_works_than_it_says_is_partial(web: Web) -> None:
    web.inject(HOST, listing([ARTICLE], 5, "c2"))
    assert source().fetch(None).partial == "1 works; 5 exist"


def test_the_same_page_for_ever_ends_and_is_not_taken_for_the_whole(web: Web) -> None:
    page = listing([numbered(number) for number in range(40)], 400, "same")
    web.hosts[HOST] = lambda _: page
    found = source().fetch(None)
    assert (found.partial, len(found.records), found.requests) == ("40 works; 400 exist", 40, 2)


@pytest.mark.parametrize("before", [(), (Record(source="s", id="x", title="T"),)])
def test_an_empty_list_is_never_an_answer(web: Web, before: tuple[Record, ...]) -> None:
    web.hosts[HOST] = Api([])
    with pytest.raises(SourceError, match=rf"no works of {JANE}.*publishers must have registered"):
        source().fetch(Answer(records=before))


@pytest.mark.parametrize("written", [f"https://orcid.org/{JANE}", f" {JANE}/ ", "0000-0002-1825-009x"])
def test_a_person_is_named_by_id_or_address(written: str) -> None:
    assert source(orcid=written).orcid in (JANE, "0000-0002-1825-009X")


@pytest.mark.parametrize("written", ["", "Jane Doe", f"{JANE},type:book", "0000-0002-1825-00970"])
def test_an_id_that_would_change_the_question_is_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="is no ORCID iD"):
        source(orcid=written)


def test_a_proxys_password_does_not_show() -> None:
    assert "secret" not in repr(source(proxy="http://me:secret@p.example"))
    assert "secret" not in repr(enricher(proxy="http://me:secret@p.example"))
