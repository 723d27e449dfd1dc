"""arXiv through real sockets, and its Atom as it sends it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.errors import SettingsError, SourceError
from pubsync.matching import match
from pubsync.merging import merge
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.sources.arxiv import ArxivEnricher, ArxivSource
from pubsync.sources.arxiv.feed import read_feed
from pubsync.sources.arxiv.ids import author_id, paper_id
from pubsync.sources.arxiv.queries import title_query
from pubsync.sources.http import Http, RefusedError, Reply
from pubsync.sources.interface import Answer, Enricher, Source, Want
from pubsync.sources.markup import xml_of
from tests.fakes.web import Hang, Request, Response, Web, given_up, truncated

API, SITE = "export.arxiv.org", "arxiv.org"
AUTHOR = "quill_i_1"
ORCID = "0000-0002-1825-0097"
ATOM = {"Content-Type": "application/atom+xml; charset=utf-8"}
PATIENCE = 10.0
ENTRY = """  <entry>
    <id>http://arxiv.org/abs/2301.04567v3</id>
    <title>Learning to index: what the
  margins say about $\\alpha$-mixing and Schr\\"odinger</title>
    <updated>2023-11-02T14:57:58Z</updated>
    <link href="https://arxiv.org/abs/2301.04567v3" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/2301.04567v3" rel="related" type="application/pdf" title="pdf"/>
    <summary>  We study margins &amp; notes, with $n&lt;m$
in 17.5% of cases.</summary>
    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.IR" scheme="http://arxiv.org/schemas/atom"/>
    <published>2023-01-11T18:00:01Z</published>
    <arxiv:comment>Accepted at ICML 2024. Code at http://www.nowhere.example/~quill</arxiv:comment>
    <arxiv:primary_category term="cs.IR"/>
    <arxiv:journal_ref>Acta Marg. {\\bf 56} (2024) 1-50</arxiv:journal_ref>
    <arxiv:doi>10.1234/Margins.2024.56</arxiv:doi>
    <author>
      <name>Ida Quill</name>
      <arxiv:affiliation>University of Nowhere</arxiv:affiliation>
    </author>
    <author>
      <name>Jos\\'e Garc\u00eda-L\u00f3pez</name>
    </author>
    <author>
      <name>The MARGIN Collaboration</name>
    </author>
  </entry>
"""


def simple(id_: str, title: str = "A title", more: str = "") -> str:
    return (
        f"  <entry>\n    <id>http://arxiv.org/abs/{id_}v1</id>\n    <title>{title}</title>\n"
        f"    <summary>Words.</summary>\n    <published>2006-01-02T14:57:58Z</published>\n    {more}\n"
        "    <author>\n      <name>Ida Quill</name>\n    </author>\n  </entry>\n"
    )


def feed(*entries: str, total: int | None = None) -> str:
    count = len(entries) if total is None else total
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
        "  <id>https://arxiv.org/api/UYD++GGrMRBcNyYZKVyqJHdTM3s</id>\n"
        "  <title>arXiv Query: search_query=&amp;id_list=2301.04567&amp;start=0&amp;max_results=1</title>\n"
        "  <updated>2026-05-11T23:51:23Z</updated>\n"
        f"  <opensearch:itemsPerPage>100</opensearch:itemsPerPage>\n"
        f"  <opensearch:totalResults>{count}</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>0</opensearch:startIndex>\n{''.join(entries)}</feed>\n"
    )


def author_feed(*entries: str, author: str = AUTHOR) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom">\n'
        "  <title>Ida Quill's articles on arXiv</title>\n"
        f'  <link rel="describes" href="https://orcid.org/{ORCID}"/>\n'
        "  <updated>2026-11-19T00:00:00-04:00</updated>\n"
        f"  <id>http://arxiv.org/a/{author}</id>\n"
        f'  <link href="http://arxiv.org/a/{author}.atom" rel="self" type="application/atom+xml"/>\n'
        f"{''.join(entries)}</feed>\n"
    )


ERROR = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/</id>
  <title>arXiv Search Results</title>
  <opensearch:totalResults>1</opensearch:totalResults>
  <entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id>
    <title>Error</title>
    <link href="https://arxiv.org/api/errors#incorrect_id_format_for_abc" rel="alternate" type="text/html"/>
    <summary>incorrect id format for abc</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
</feed>
"""


def reply(body: str | bytes) -> Reply:
    return Reply(200, {}, body.encode() if isinstance(body, str) else body, f"https://{API}/api/query")


def read(*entries: str) -> list[Record]:
    return list(read_feed(xml_of(reply(feed(*entries)), "arxiv"), "arxiv").reading.records)


def changed(**texts: str) -> str:
    """Return an entry with other texts in some of its elements."""
    inside = ENTRY
    for tag, text in texts.items():
        before, _, rest = inside.partition(f"{tag}>")
        _, _, after = rest.partition("</")
        inside = f"{before}{tag}>{text}</{after}"
    return inside


def one(**texts: str) -> Record:
    return read(changed(**texts))[0]


def playing(request: Request) -> Response:
    """Answer an id_list as the API does: what it knows, the last first."""
    ids = unquote_plus(request.query.get("id_list", "")).split(",")
    known = [simple(id_, f"Title of {id_}") for id_ in ids if not id_.startswith("00")]
    return Response(feed(*reversed(known)), headers=ATOM)


def source(**options: Any) -> ArxivSource:
    return ArxivSource(**{"name": "arxiv:q", "timeout": PATIENCE, "pause": 0, **options})


def enricher(**options: Any) -> ArxivEnricher:
    return ArxivEnricher(**{"timeout": PATIENCE, "pause": 0, **options})


def ids(answer: Answer) -> list[str]:
    return [record.id for record in answer.records]


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    listed = author_feed(ENTRY, simple("math/0309136"))
    with Web({SITE: lambda _: Response(listed, headers=ATOM), API: playing}) as web:
        for name, value in web.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield web


# What an entry says


def test_an_entry_becomes_a_preprint() -> None:
    record = read(ENTRY)[0]
    assert (record.source, record.id, record.type, record.container_title) == (
        "arxiv",
        "2301.04567",
        "article",
        "arXiv",
    )
    assert record.title == "Learning to index: what the margins say about $\\alpha$-mixing and Schrödinger"
    assert record.author == (
        Name("Quill", "Ida"),
        Name("García-López", "José"),
        Name(literal="The MARGIN Collaboration"),
    )
    assert record.abstract == "We study margins & notes, with $n<m$ in 17.5% of cases."
    assert (record.issued, record.author_complete, record.volume) == (PartialDate(2023, 1, 11), True, "")
    assert record.note == ""
    assert record.identifiers == (Identifier("arxiv", "2301.04567"), Identifier("doi", "10.1234/margins.2024.56"))
    assert record.links == (Link("pdf", "https://arxiv.org/pdf/2301.04567"),)
    assert record.extra == (
        ("categories", "cs.IR cs.CL"),
        ("comment", "Accepted at ICML 2024. Code at http://www.nowhere.example/~quill"),
        ("journal_ref", "Acta Marg. 56 (2024) 1-50"),
    )


def test_an_entry_with_little_in_it() -> None:
    record = read(simple("astro-ph/0601001"))[0]
    assert (record.id, record.identifiers) == ("astro-ph/0601001", (Identifier("arxiv", "astro-ph/0601001"),))
    assert (record.issued, record.links, record.extra, record.note) == (PartialDate(2006, 1, 2), (), (), "")


@pytest.mark.parametrize(
    ("id_", "month"),
    [
        ("2301.04567", PartialDate(2023, 1)),
        ("hep-th/9901001", PartialDate(1999, 1)),
        ("math/0309136", PartialDate(2003, 9)),
    ],
)
def test_without_a_date_the_id_tells_the_month(id_: str, month: PartialDate) -> None:
    undated = simple(id_).replace("<published>2006-01-02T14:57:58Z</published>", "<published>soon</published>")
    assert read(undated)[0].issued == month


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1234/A.b", "10.1234/a.b"),
        ("https://doi.org/10.1234/A.b", "10.1234/a.b"),
        ("10.1234/first 10.1234/second", "10.1234/first"),
        ("10.48550/arXiv.2301.04567", ""),
        ("none", ""),
        ("", ""),
    ],
)
def test_the_doi_is_the_published_versions(written: str, doi: str) -> None:
    record = one(**{"arxiv:doi": written})
    assert (record.identifier("doi"), record.identifier("arxiv")) == (doi, "2301.04567")


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("arxiv:comment", "This paper has been withdrawn by the author due to an error in Lemma 2"),
        ("arxiv:comment", "arXiv admin note: This submission has been withdrawn by arXiv administrators"),
        ("arxiv:comment", "Withdrawn, see 2301.00001"),
        ("arxiv:comment", "Paper withdrawn"),
        ("summary", "This paper has been withdrawn as we discovered a bug."),
        ("title", "Withdrawn: Learning to index"),
    ],
)
def test_a_withdrawn_paper_says_so(tag: str, text: str) -> None:
    assert ("withdrawn", "yes") in one(**{tag: text}).extra


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("arxiv:comment", "Money withdrawn from banks"),
        (
            "summary",
            "We study what happens after a paper has been withdrawn. This article was withdrawn, that was not.",
        ),
        ("title", "Withdrawing papers"),
    ],
)
def test_a_paper_about_withdrawals_is_not_withdrawn(tag: str, text: str) -> None:
    assert ("withdrawn", "yes") not in one(**{tag: text}).extra


def test_hostile_links_and_categories_stay_harmless() -> None:
    hostile = ENTRY.replace("https://arxiv.org/pdf/2301.04567v3", "javascript:alert(1)").replace(
        '"cs.IR"', '"cs&#10;IR"'
    )
    record = read(hostile)[0]
    assert (record.links, dict(record.extra)["categories"]) == ((), "cs IR cs.CL")


def test_entries_that_cant_be_read_are_told_and_the_others_are_kept() -> None:
    found = read_feed(
        xml_of(reply(feed(simple("2301.00001", title=" "), simple("9913.99999"), "<entry/>", ENTRY)), "arxiv"), "arxiv"
    )
    assert [record.id for record in found.reading.records] == ["2301.04567"]
    assert [notice.what for notice in found.reading.notices] == [
        "an entry without a title is left out: 2301.00001",
        "an entry without an arXiv id is left out: A title",
        "an entry without an arXiv id is left out",
    ]


# How a preprint that names its published version behaves


def test_the_published_version_is_found_by_the_doi_and_leads() -> None:
    preprint = read(ENTRY)[0]
    published = Record(
        source="crossref",
        id="10.1234/margins.2024.56",
        type="article-journal",
        title="Indexing and what margins say about Schrödinger",
        author=(Name("Quill", "I."), Name("García-López", "J."), Name(literal="MARGIN Collaboration")),
        issued=PartialDate(2024),
        container_title="Acta Marginalia",
        identifiers=(Identifier("doi", "10.1234/margins.2024.56"),),
    )
    assert match([preprint, published]).groups == ((preprint.record_id, published.record_id),)
    work = merge("quill2024", [preprint, published])
    assert (work.type, work.container_title, work.issued) == ("article-journal", "Acta Marginalia", PartialDate(2024))
    assert (work.identifier("doi"), work.identifier("arxiv")) == ("10.1234/margins.2024.56", "2301.04567")
    alone = merge("quill2023", [preprint])
    assert (alone.type, alone.container_title) == ("article", "arXiv")


# Ids


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        ("2301.04567", "2301.04567"),
        ("arXiv:2301.04567v3", "2301.04567"),
        ("https://arxiv.org/pdf/0706.0001v2", "0706.0001"),
        ("cs.CL/0105001", "cs/0105001"),
        ("https://arxiv.org/abs/math.GT/0309136v1", "math/0309136"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("2313.04567", ""),
        ("nosuch/0105001", ""),
        ("cs/0113001", ""),
        ("abc", ""),
        ("", ""),
    ],
)
def test_ids_as_arxiv_gives_them(written: str, id_: str) -> None:
    assert paper_id(written) == id_


@pytest.mark.parametrize(
    ("written", "author"),
    [
        (AUTHOR, AUTHOR),
        (f"https://arxiv.org/a/{AUTHOR}", AUTHOR),
        (f" http://arxiv.org/a/{AUTHOR}.atom2 ", AUTHOR),
        (ORCID, ORCID),
        (f"https://orcid.org/{ORCID}", ORCID),
        (f"https://arxiv.org/a/{ORCID}.html", ORCID),
        ("0000-0002-1825-009x", "0000-0002-1825-009X"),
        ("../a/b_c_1", ""),
        ("Ida Quill", ""),
        ("https://evil.example/a/quill_i_1", ""),
        ("", ""),
    ],
)
def test_authors_ids(written: str, author: str) -> None:
    assert author_id(written) == author


@pytest.mark.parametrize(
    "options", [{}, {"author": AUTHOR, "ids": ("2301.04567",)}, {"author": "Ida Quill"}, {"ids": ("2301.04567", "abc")}]
)
def test_a_source_that_would_ask_for_nothing_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="arxiv:q"):
        source(**options)


# A person's list


def test_an_authors_list_is_one_request(web: Web) -> None:
    answer = source(author=AUTHOR).fetch(None)
    assert [request.url for request in web.log] == [f"https://arxiv.org/a/{AUTHOR}.atom"]
    assert ids(answer) == ["2301.04567", "math/0309136"]
    assert (answer.owner, answer.requests, answer.partial, answer.notices) == ("Ida Quill", 1, "", ())
    assert isinstance(answer.records[0], Record)
    assert len(answer.records[0].author) == 3


def test_it_is_a_remote_source_and_an_enricher() -> None:
    listed: Source = source(author=AUTHOR)
    searched: Enricher = enricher()
    assert (listed.name, listed.remote, searched.name) == ("arxiv:q", True, "arxiv")
    assert "secret" not in repr(source(author=AUTHOR, proxy="http://me:secret@p.example")) + repr(
        enricher(proxy="http://me:secret@p.example")
    )


def test_a_list_by_orcid_may_give_the_authors_own_identifier(web: Web) -> None:
    answer = source(author=f"https://orcid.org/{ORCID}").fetch(None)
    assert web.log[0].url == f"https://arxiv.org/a/{ORCID}.atom"
    assert len(answer.records) == 2


def test_the_order_and_repetitions_of_a_list_change_nothing(web: Web) -> None:
    first = source(author=AUTHOR).fetch(None)
    web.inject(SITE, Response(author_feed(simple("math/0309136"), ENTRY, ENTRY), headers=ATOM))
    assert source(author=AUTHOR).fetch(None) == first


@pytest.mark.parametrize("status", [400, 404])
def test_an_author_whom_arxiv_does_not_know(web: Web, status: int) -> None:
    web.inject(SITE, Response("<!DOCTYPE html><html><h1>Author not found</h1></html>", status=status))
    with pytest.raises(SourceError, match=f"arXiv knows no author {AUTHOR}") as error:
        source(author=AUTHOR).fetch(None)
    assert "https://arxiv.org/set_author_id" in error.value.remedy


def test_another_failure_is_not_called_an_unknown_author(web: Web) -> None:
    web.inject(SITE, *given_up(Response("oh", status=500)))
    with pytest.raises(SourceError) as error:
        source(author=AUTHOR).fetch(None)
    assert "knows no author" not in error.value.what


def test_another_persons_list_is_not_believed(web: Web) -> None:
    web.inject(SITE, Response(author_feed(ENTRY, author="quill_i_2"), headers=ATOM))
    with pytest.raises(SourceError, match="answered with the list of quill_i_2"):
        source(author=AUTHOR).fetch(None)


def test_a_feed_that_is_no_authors_is_not_believed(web: Web) -> None:
    web.inject(SITE, Response(feed(ENTRY), headers=ATOM))
    with pytest.raises(SourceError, match="a feed that is no author's"):
        source(author=AUTHOR).fetch(None)


def test_an_empty_list_is_one_where_there_were_no_works_before(web: Web) -> None:
    before = source(author=AUTHOR).fetch(None)
    web.hosts[SITE] = lambda _: Response(author_feed(), headers=ATOM)
    assert source(author=AUTHOR).fetch(None).records == ()
    with pytest.raises(SourceError, match="names no works, where it named 2 before"):
        source(author=AUTHOR).fetch(before)


def test_a_list_of_ids_is_asked_for_a_hundred_at_a_time(web: Web) -> None:
    asked = [f"2301.{number:05d}" for number in range(1, 151)]
    answer = source(ids=(*reversed(asked), "arXiv:2301.00001v2")).fetch(None)
    assert ids(answer) == asked
    assert [request.path for request in web.log] == ["/api/query"] * 2
    assert [len(request.query["id_list"].split(",")) for request in web.log] == [100, 50]
    assert [(request.query["start"], request.query["max_results"]) for request in web.log] == [
        ("0", "100"),
        ("0", "50"),
    ]
    assert (answer.requests, answer.owner, answer.partial, answer.notices) == (2, "", "", ())


def test_an_id_that_arxiv_does_not_know_is_told(web: Web) -> None:
    answer = source(ids=("2301.04567", "0001.0001")).fetch(None)
    assert (ids(answer), len(web.log)) == (["2301.04567"], 1)
    assert [(notice.what, notice.where) for notice in answer.notices] == [("arXiv knows no paper 0001.0001", "arxiv:q")]


def test_a_batch_that_fails_leaves_a_partial_list_that_keeps_what_was_known(web: Web) -> None:
    asked = tuple(f"2301.{number:05d}" for number in range(1, 111))
    before = source(ids=asked).fetch(None)
    web.inject(API, playing(web.log[0]), Response("", status=429))
    answer = source(ids=asked).fetch(before)
    assert (answer.partial, len(answer.records)) == ("100 of 110 ids were answered; more exist", 110)
    assert len(answer.notices) == 1


def test_fewer_papers_than_announced_are_an_error(web: Web) -> None:
    web.inject(API, Response(feed(ENTRY, total=2), headers=ATOM))
    with pytest.raises(SourceError, match="gave 1 of 2 papers"):
        source(ids=("2301.04567", "2301.04568")).fetch(None)


# Refusals and damage


@pytest.mark.parametrize(
    ("played", "status"),
    [
        (Response("Rate exceeded.", status=429, headers={"Retry-After": "60"}), 429),
        (Response("Rate exceeded.", status=503), 503),
        (Response("Rate exceeded."), 200),
        (Response("<!DOCTYPE html><html><body>Are you a robot?</body></html>"), 200),
    ],
)
def test_refusals_cost_one_request(web: Web, played: Response, status: int) -> None:
    web.inject(API, played)
    web.inject(SITE, played)
    for refused in (source(author=AUTHOR), source(ids=("2301.04567",))):
        with pytest.raises(RefusedError) as refusal:
            refused.fetch(None)
        assert (refusal.value.status, refusal.value.where) == (status, "arxiv:q")
    assert len(web.log) == 2


@pytest.mark.parametrize("status", [200, 400])
def test_an_error_told_as_a_feed_is_an_error(web: Web, status: int) -> None:
    web.inject(API, Response(ERROR, status=status, headers=ATOM))
    with pytest.raises(SourceError) as error:
        source(ids=("2301.04567",)).fetch(None)
    assert status == 400 or error.value.what == "answered with an error: incorrect id format for abc"


def test_an_error_by_another_address_is_known_by_its_title_and_a_paper_may_be_called_so() -> None:
    elsewhere = ERROR.replace("https://arxiv.org/api/errors#incorrect_id_format_for_abc", "https://arxiv.org/oops")
    with pytest.raises(SourceError, match="incorrect id format for abc"):
        read_feed(xml_of(reply(elsewhere), "arxiv"), "arxiv")
    assert one(title="Error").title == "Error"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "sorry",
        feed(ENTRY)[:-30],
        feed(ENTRY).encode("utf-16"),
        feed(ENTRY).encode() + b"\xff",
        "<rss/>",
        "<feed/>",
        feed(ENTRY).replace("</title>", "", 1),
        feed(ENTRY).replace("<feed", '<!DOCTYPE feed [<!ENTITY x "y">]><feed', 1),
        "<a>" * 10_000,
    ],
    ids=lambda body: repr(body[:12]),
)
def test_damage_is_an_error_in_words(web: Web, body: str | bytes) -> None:
    web.inject(API, Response(body, headers=ATOM))
    with pytest.raises(SourceError) as error:
        source(ids=("2301.04567",)).fetch(None)
    assert (error.value.where, type(error.value)) == ("arxiv:q", SourceError)


def test_a_feed_that_breaks_off_or_hangs(web: Web) -> None:
    web.inject(SITE, *given_up(truncated(author_feed(ENTRY))), Hang())
    for _ in range(2):
        with pytest.raises(SourceError):
            source(author=AUTHOR, timeout=1).fetch(None)


# Looking works up


def test_works_are_looked_up_by_their_ids_at_once_and_then_by_their_titles(web: Web) -> None:
    wants = [
        Want(title="One", identifiers=(Identifier("arxiv", "2301.04567"),)),
        Want(title="The same work once more", identifiers=(Identifier("arxiv", "2301.04567"),)),
        Want(title="Another", identifiers=(Identifier("arxiv", "cs.cl/0105001"), Identifier("doi", "10.1/x"))),
        Want(title="A work without an id"),
    ]
    answer = enricher().look_up(wants)
    first, second = (request.query for request in web.log)
    assert (first["id_list"], first["max_results"]) == ("2301.04567,cs/0105001", "2")
    assert (second["search_query"], second["max_results"]) == ('ti:"a work without an id"', "5")
    assert (answer.requests, answer.partial) == (2, "")
    assert "2301.04567" in ids(answer)


def test_an_id_that_arxiv_would_not_take_spoils_no_other(web: Web) -> None:
    wants = [Want(title="Margins", identifiers=(Identifier("arxiv", id_),)) for id_ in ("nosuch/0105001", "2301.04567")]
    enricher(searches=0).look_up(wants)
    assert [request.query["id_list"] for request in web.log] == ["2301.04567"]


def test_titles_past_the_budget_are_left_and_told(web: Web) -> None:
    wants = [Want(title=f"Margins of the number {at}") for at in range(4)]
    answer = enricher(searches=3).look_up(wants)
    assert (len(web.log), answer.requests, answer.partial) == (3, 3, "3 of 4 titles searched for")


@pytest.mark.parametrize(
    ("title", "author", "query"),
    [
        ("Attention Is All You Need", "Vaswani", 'ti:"attention is all you need"'),
        ("BERT: Pre-training of “deep” things", "", 'ti:"bert pre training of deep things"'),
        ("The $\\alpha$-mixing OR (all) AND more", "", 'ti:"the" AND ti:"mixing or all and more"'),
        ("Schrödinger's “cat” in a very long ti…", "", 'ti:"schrodinger s cat in a very long"'),
        ("Margins", "García-López", 'ti:"margins" AND au:"garcia lopez"'),
        ("Margins", "", 'ti:"margins"'),
        ("基于深度学习的中文分词", "", ""),
        ("$x$ …", "Quill", ""),
        ('" OR all:"', "", 'ti:"or all"'),
    ],
)
def test_what_a_title_is_searched_by(title: str, author: str, query: str) -> None:
    assert title_query(Want(title=title, author=(Name(author),) if author else ())) == query


def test_nothing_to_ask_for_asks_nothing(web: Web) -> None:
    assert (enricher().look_up([]), web.log) == (Answer(records=()), [])


def test_a_refusal_leaves_what_was_answered(web: Web) -> None:
    web.inject(API, Response(feed(ENTRY), headers=ATOM), Response("Rate exceeded.", status=429))
    wants = [Want(title=f"Margins of the number {at}") for at in range(4)]
    answer = enricher().look_up([Want(title="One", identifiers=(Identifier("arxiv", "2301.04567"),)), *wants])
    assert (ids(answer), len(web.log), len(answer.notices)) == (["2301.04567"], 2, 1)


def test_a_refusal_before_anything_was_answered_is_one(web: Web) -> None:
    web.inject(API, Response("Rate exceeded.", status=429))
    with pytest.raises(RefusedError):
        enricher().look_up([Want(title="Margins of the number 1"), Want(title="Margins of the number 2")])
    assert len(web.log) == 1


def test_it_asks_as_it_was_told_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: dict[str, Any] = {"contact": "i@a.example", "proxy": "http://p.example", "timeout": 4, "cache": tmp_path}
    asked: list[dict[str, Any]] = []

    def get(http: Http, url: str, **_: Any) -> Reply:
        asked.append({name: getattr(http, name) for name in (*told, "pause", "name")})
        return reply(author_feed(ENTRY) if url.endswith(".atom") else feed(ENTRY))

    monkeypatch.setattr(Http, "get", get)
    ArxivSource(name="arxiv:q", author=AUTHOR, **told).fetch(None)
    ArxivEnricher(pause=5, **told).look_up([Want(title="Margins")])
    assert asked == [told | {"pause": 3, "name": "arxiv:q"}, told | {"pause": 5, "name": "arxiv"}]


# Whatever comes

PIECES = st.sampled_from(
    "<entry>|</entry>|<id>|http://arxiv.org/abs/2301.04567v1|</id>|<title>|</title>|<published>|</published>|2023-13-99|"  # noqa: SIM905 - a list of them reads better so
    "<author>|</author>|<name>|</name>|<link title='pdf' href='http://['/>|<arxiv:doi>|</arxiv:doi>|10.1/|&x;|&#0;|\x00|"
    "<category term='&#9;'/>|<!--|-->|<![CDATA[|]]>".split("|")
)


@given(inside=st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join), text=st.text(max_size=40))
def test_any_markup_is_records_notices_or_an_error_in_words(inside: str, text: str) -> None:
    filled = f"<entry><id>http://arxiv.org/abs/2301.04567</id>{inside}</entry>"
    told = {tag: escape(text) for tag in ("title", "summary", "published", "arxiv:comment", "arxiv:doi", "name")}
    for body in (inside, feed(changed(**told)), feed(inside), feed(filled), author_feed(filled)):
        with suppress(SourceError):
            read_feed(xml_of(reply(body.encode("utf-8", "surrogatepass")), "a"), "a")


@given(body=st.binary(max_size=200))
def test_any_bytes_are_an_error_in_words(body: bytes) -> None:
    with pytest.raises(SourceError):
        read_feed(xml_of(reply(body), "a"), "a")


@given(text=st.text(max_size=60))
def test_any_title_is_a_query_that_can_hold_nothing_else(text: str) -> None:
    query = title_query(Want(title=text, author=(Name(text),)))
    assert all(part.startswith(('ti:"', 'au:"')) and part.endswith('"') for part in query.split(" AND ") if part)
    assert query.count('"') == 2 * len([part for part in query.split(" AND ") if part])
