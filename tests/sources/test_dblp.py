"""DBLP through real sockets, and its XML and JSON as it sends them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.errors import SettingsError, SourceError
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.sources.dblp import DblpEnricher, DblpSource
from pubsync.sources.dblp.hits import read_hits
from pubsync.sources.dblp.person import MOST_WORKS, read_person
from pubsync.sources.http import Http, RefusedError, Reply
from pubsync.sources.interface import Answer, Enricher, Source, Want
from pubsync.sources.markup import MOST_MARKS, xml_of
from tests.fakes.web import Hang, Request, Response, Web, given_up, redirect, truncated

HOST = "dblp.org"
PID = "95/7448-1"
XML = {"Content-Type": "application/xml; charset=US-ASCII"}
HTML = {"Content-Type": "text/html; charset=utf-8"}
PATIENCE = 10.0
PERSON = f"""<person key="homepages/{PID}" mdate="2024-11-26">
<author pid="{PID}">Ida Quill 0001</author>
<author pid="{PID}">Ida Maria Quill</author>
<note type="affiliation">University of Nowhere, Norway</note>
<url>https://orcid.org/0000-0002-1825-0097</url>
</person>
<homonyms n="1">
<h f="q/Quill:Ida"><person publtype="disambiguation" key="homepages/95/7448" mdate="2024-11-26">
<author pid="95/7448">Ida Quill</author>
</person>
</h>
</homonyms>"""
PAPER = """<inproceedings key="conf/iclr/QuillMW24" mdate="2024-08-07">
<author pid="95/7448-1" orcid="0000-0002-1825-0097">Ida Quill 0001</author>
<author pid="32/5783">Lino Garc&#237;a-Mendoza</author>
<author pid="w/WeiWang42">Wei Wang 0042</author>
<title>Learning to index: what the margins say.</title>
<pages>1-14</pages>
<year>2024</year>
<booktitle>ICLR</booktitle>
<ee type="oa">https://openreview.net/forum?id=abc123</ee>
<ee type="oa">https://www.wikidata.org/entity/Q51701964</ee>
<crossref>conf/iclr/2024</crossref>
<url>db/conf/iclr/iclr2024.html#QuillMW24</url>
</inproceedings>"""
ARTICLE = """<article key="journals/tvcg/QuillW21" mdate="2023-11-26">
<author pid="95/7448-1">Ida Quill 0001</author>
<author pid="w/WeiWang42">Wei Wang 0042</author>
<title>Correction of Clipped Margins in Colour Scans.</title>
<pages>333-344</pages>
<year>2021</year>
<month>May</month>
<volume>17</volume>
<journal>IEEE Trans. Vis. Comput. Graph.</journal>
<number>3</number>
<ee>https://doi.org/10.1109/TVCG.2021.63</ee>
<ee>http://doi.ieeecomputersociety.org/10.1109/TVCG.2021.63</ee>
<url>db/journals/tvcg/tvcg17.html#QuillW21</url>
</article>"""
PREPRINT = """<article publtype="informal" key="journals/corr/abs-2301-04567" mdate="2023-02-01">
<author pid="95/7448-1">Ida Quill 0001</author>
<title>Learning to index: what the margins say.</title>
<year>2023</year>
<volume>abs/2301.04567</volume>
<journal>CoRR</journal>
<ee type="oa">https://doi.org/10.48550/arXiv.2301.04567</ee>
<url>db/journals/corr/corr2301.html#abs-2301-04567</url>
</article>"""


def page(*entries: str, pid: str = PID, n: int | None = None, person: str = PERSON) -> str:
    listed = "\n".join(f"<r>{entry}\n</r>" for entry in entries)
    count = len(entries) if n is None else n
    return (
        '<?xml version="1.0" encoding="US-ASCII"?>\n'
        f'<dblpperson name="Ida Quill 0001" pid="{pid}" n="{count}">\n{person}\n{listed}\n'
        '<coauthors n="1" nc="1">\n<co c="0"><na f="w/Wang_0042:Wei" pid="w/WeiWang42">Wei Wang 0042</na></co>\n'
        "</coauthors>\n</dblpperson>\n"
    )


LIST = page(PAPER, ARTICLE, PREPRINT)


def reply(body: str | bytes) -> Reply:
    return Reply(200, {}, body.encode() if isinstance(body, str) else body, f"https://{HOST}/pid/{PID}.xml")


def read(*entries: str) -> list[Record]:
    return list(read_person(xml_of(reply(page(*entries)), "dblp:q"), "dblp:q").records)


def entry(inside: str, tag: str = "article", key: str = "journals/x/Quill20", more: str = "") -> str:
    title = "" if "<title" in inside else "<title>A title.</title>"
    return f'<{tag} key="{key}" mdate="2024-01-01" {more}>{title}{inside}</{tag}>'


def title_of(written: str) -> str:
    return read(entry(f"<title>{written}</title>"))[0].title


def works(answer: Answer) -> list[Record]:
    return [record for record in answer.records if isinstance(record, Record)]


def source(**options: Any) -> DblpSource:
    return DblpSource(**{"name": "dblp:q", "pid": PID, "timeout": PATIENCE, "pause": 0, **options})


def enricher(**options: Any) -> DblpEnricher:
    return DblpEnricher(**{"timeout": PATIENCE, "pause": 0, **options})


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web({HOST: lambda _: Response(LIST, headers=XML)}) as web:
        for name, value in web.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield web


# A person's list


def test_a_list_is_one_request(web: Web) -> None:
    answer = source(contact="ida@example.org").fetch(None)
    assert [request.url for request in web.log] == [f"https://dblp.org/pid/{PID}.xml"]
    assert [record.id for record in answer.records] == [
        "conf/iclr/QuillMW24",
        "journals/corr/abs-2301-04567",
        "journals/tvcg/QuillW21",
    ]
    assert (answer.owner, answer.partial, answer.notices, answer.requests) == ("Ida Quill", "", (), 1)


def test_it_is_a_remote_source_and_an_enricher() -> None:
    listed: Source = source()
    searched: Enricher = enricher()
    assert (listed.name, listed.remote, searched.name) == ("dblp:q", True, "dblp")


def test_the_order_of_the_answer_changes_nothing(web: Web) -> None:
    first = source().fetch(None)
    web.inject(HOST, Response(page(PREPRINT, PAPER, ARTICLE), headers=XML))
    assert source().fetch(None) == first


@pytest.mark.parametrize(
    "written",
    [
        PID,
        f" https://dblp.org/pid/{PID}.html ",
        f"https://dblp.org/pid/{PID}",
        f"http://dblp.uni-trier.de/pid/{PID}.xml",
        f"homepages/{PID}",
        f"https://dblp.org/pid/{PID}.html?view=by-type",
    ],
)
def test_a_pid_may_be_written_as_its_address(web: Web, written: str) -> None:
    source(pid=written).fetch(None)
    assert web.log[0].target == f"/pid/{PID}.xml"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Ida Quill",
        "../rec/x",
        "95/../../x",
        "95/7448&q=",
        "https://dblp.org/pers/hd/q/Quill:Ida",
        "https://evil.org/95/7448",
    ],
)
def test_what_is_no_pid_is_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="is no DBLP pid"):
        source(pid=written)


def test_a_proxys_password_does_not_show() -> None:
    shown = repr(source(proxy="http://me:secret@proxy.example")) + repr(
        enricher(proxy="http://me:secret@proxy.example")
    )
    assert "secret" not in shown


# Entries


def test_a_paper_of_a_conference() -> None:
    paper = read(PAPER)[0]
    assert (paper.type, paper.title) == ("paper-conference", "Learning to index: what the margins say")
    assert paper.author == (Name("Quill", "Ida"), Name("García-Mendoza", "Lino"), Name("Wang", "Wei"))
    assert (paper.container_title, paper.page, paper.issued) == ("ICLR", "1-14", PartialDate(2024))
    assert paper.identifiers == (Identifier("dblp", "conf/iclr/QuillMW24"),)
    assert paper.links == (Link("url", "https://openreview.net/forum?id=abc123"),)
    assert (paper.author_complete, paper.extra) == (True, ())


def test_an_article() -> None:
    article = read(ARTICLE)[0]
    assert (article.type, article.container_title) == ("article-journal", "IEEE Trans. Vis. Comput. Graph.")
    assert (article.volume, article.issue, article.page, article.number) == ("17", "3", "333-344", "")
    assert article.issued == PartialDate(2021, 5)
    assert article.identifiers == (
        Identifier("dblp", "journals/tvcg/QuillW21"),
        Identifier("doi", "10.1109/tvcg.2021.63"),
    )
    assert article.links == ()


def test_a_preprint_of_arxiv() -> None:
    preprint = read(PREPRINT)[0]
    assert (preprint.type, preprint.container_title, preprint.volume) == ("article", "arXiv", "")
    assert preprint.identifiers == (
        Identifier("dblp", "journals/corr/abs-2301-04567"),
        Identifier("arxiv", "2301.04567"),
    )


def test_an_arxiv_id_is_found_in_the_volumes_place() -> None:
    old = entry("<journal>CoRR</journal><volume>abs/1306.0001</volume><year>2013</year>", key="journals/corr/Q13")
    assert read(old)[0].identifier("arxiv") == "1306.0001"


def test_an_informal_article_of_another_server_is_a_preprint_too() -> None:
    informal = entry("<journal>IACR Cryptol. ePrint Arch.</journal><volume>2020</volume>", more='publtype="informal"')
    record = read(informal)[0]
    assert (record.type, record.container_title, record.volume) == ("article", "IACR Cryptol. ePrint Arch.", "2020")


@pytest.mark.parametrize(
    ("tag", "publtype", "kind", "genre"),
    [
        ("article", "", "article-journal", ""),
        ("article", "survey", "article-journal", ""),
        ("article", "informal withdrawn", "article", ""),
        ("article", "edited", "book", ""),
        ("inproceedings", "informal", "paper-conference", ""),
        ("proceedings", "", "book", ""),
        ("book", "", "book", ""),
        ("incollection", "", "chapter", ""),
        ("incollection", "encyclopedia", "entry-encyclopedia", ""),
        ("phdthesis", "", "thesis", "PhD thesis"),
        ("phdthesis", "habil", "thesis", "Habilitation thesis"),
        ("mastersthesis", "", "thesis", "Master's thesis"),
        ("data", "", "dataset", ""),
        ("data", "software", "software", ""),
        ("www", "", "webpage", ""),
    ],
)
def test_kinds_of_works(tag: str, publtype: str, kind: str, genre: str) -> None:
    record = read(entry("", tag=tag, more=f'publtype="{publtype}"' if publtype else ""))[0]
    assert (record.type, record.genre) == (kind, genre)


def test_a_volume_that_the_person_edited() -> None:
    edited = entry(
        '<editor pid="95/7448-1">Ida Quill 0001</editor><editor>Wei Wang 0042</editor>'
        "<title>Margins - 3rd Workshop, MARGIN 2022, Oslo, Norway, May 3, 2022, Proceedings</title>"
        "<booktitle>MARGIN</booktitle><series>Lecture Notes in Computer Science</series><volume>12345</volume>"
        '<publisher>Springer</publisher><year>2022</year><isbn type="print">978-3-16-148410-0</isbn>'
        "<ee>https://doi.org/10.1007/978-3-16-148410-0</ee>",
        tag="proceedings",
        key="conf/margin/2022",
    )
    volume = read(edited)[0]
    assert (volume.type, volume.author, volume.editor) == ("book", (), (Name("Quill", "Ida"), Name("Wang", "Wei")))
    assert (volume.container_title, volume.collection_title) == ("", "Lecture Notes in Computer Science")
    assert (volume.volume, volume.publisher) == ("12345", "Springer")
    assert Identifier("isbn", "9783161484100") in volume.identifiers


def test_the_isbn_of_a_chapter_is_its_books() -> None:
    chapter = entry("<booktitle>A Book</booktitle><isbn>978-3-16-148410-0</isbn>", tag="incollection")
    assert read(chapter)[0].identifier("isbn") == ""


def test_a_thesis_has_its_school() -> None:
    thesis = read(entry("<school>University of Nowhere</school><year>2015</year>", tag="phdthesis", key="phd/Q15"))[0]
    assert (thesis.publisher, thesis.container_title) == ("University of Nowhere", "")


def test_a_withdrawn_work_says_so() -> None:
    withdrawn = entry("<journal>Adv. Margins</journal>", more='publtype="withdrawn"')
    assert read(withdrawn)[0].extra == (("withdrawn", "yes"),)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Margins.", "Margins"),
        ("What do margins say?", "What do margins say?"),
        ("Margins are all you need...", "Margins are all you need..."),
        ("A <i>margin</i> of <tt>error</tt>.", "A margin of error"),
        ("A divider <i>in 28-nm CMOS.</i>", "A divider in 28-nm CMOS"),
        ("H<sub>2</sub>O in O(n<sup>2</sup>) time.", "H₂O in O(n²) time"),
        ("On L<sub>p</sub> spaces.", "On L$_{p}$ spaces"),
        ("In 2<sup>k<sub>i</sub></sup> steps.", "In 2$^{k_{i}}$ steps"),
        ("Learning $\\alpha$ &#38; {a, b}_c.", "Learning $\\alpha$ & {a, b}_c"),
        ("M&uuml;ller &amp; S&#246;hne &lt;3.", "Müller & Söhne <3"),
        ("What &nosuchthing; is.", "What &nosuchthing; is"),
        ("Two\n   lines\u200b.", "Two lines"),
        ("Ein <ref href='x'>Link</ref><!-- none -->.", "Ein Link"),
    ],
)
def test_titles_are_plain(written: str, shown: str) -> None:
    assert title_of(written) == shown


def test_entities_of_a_dtd_that_is_not_loaded_are_known() -> None:
    with_dtd = page(ARTICLE).replace("?>\n", '?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n', 1).replace("Colour", "C&ouml;l")
    assert (
        read_person(xml_of(reply(with_dtd), "d"), "d").records[0].title == "Correction of Clipped Margins in Cöl Scans"
    )


def test_a_title_that_ends_in_digits_keeps_them_and_a_name_loses_only_its_number() -> None:
    record = read(entry("<author>Agent 47</author><author>Wei Wang 0042</author><title>Back to 1984.</title>"))[0]
    assert (record.title, [str(name) for name in record.author]) == ("Back to 1984", ["Agent 47", "Wei Wang"])


def test_links_are_pages_and_pdfs_over_http_alone() -> None:
    found = entry(
        "<ee>javascript:alert(1)</ee><ee>http://[</ee><ee>ftp://a.example/x</ee><ee>https://papers.example/p.pdf</ee>"
        "<ee>https://papers.example/p.html</ee><ee>https://elsewhere.example/</ee><ee>https://orkg.org/x</ee>"
    )
    assert read(found)[0].links == (
        Link("pdf", "https://papers.example/p.pdf"),
        Link("url", "https://papers.example/p.html"),
    )


def test_a_number_that_is_no_year_is_none() -> None:
    assert read(entry("<year>99999999999999999999</year><month>Foo</month>"))[0].issued is None


def test_persons_own_entries_are_no_works() -> None:
    assert read(entry("", tag="www", key="homepages/95/7448-1")) == []


def test_an_entry_that_cant_be_read_is_told_and_the_others_are_kept(web: Web) -> None:
    broken = [
        '<article key="journals/x/NoTitle"><author>A. B.</author></article>',
        "<article><title>No key.</title></article>",
        '<hologram key="x/y"><title>Unknown.</title></hologram>',
    ]
    web.inject(HOST, Response(page(PAPER, *broken), headers=XML))
    answer = source().fetch(None)
    assert [record.id for record in answer.records] == ["conf/iclr/QuillMW24"]
    assert [(notice.what, notice.where) for notice in answer.notices] == [
        ("an entry without a title is left out", "dblp:q#journals/x/NoTitle"),
        ("an entry without a key is left out", "dblp:q"),
        ("an entry of the unknown kind 'hologram' is left out", "dblp:q#x/y"),
    ]
    assert answer.partial == ""


# Lists that are not whole, or not this person's


def test_a_list_with_fewer_works_than_it_says_is_partial_and_keeps_the_rest(web: Web) -> None:
    before = source().fetch(None)
    web.inject(HOST, Response(page(PAPER, n=3), headers=XML))
    answer = source().fetch(before)
    assert answer.partial == "1 of 3 works; more exist"
    assert {record.id for record in answer.records} == {record.id for record in before.records}


def test_a_whole_list_keeps_nothing_of_before(web: Web) -> None:
    before = source().fetch(None)
    web.inject(HOST, Response(page(PAPER), headers=XML))
    assert len(source().fetch(before).records) == 1


def test_an_empty_list_is_one_where_there_were_no_works_before(web: Web) -> None:
    before = source().fetch(None)
    web.hosts[HOST] = lambda _: Response(page(), headers=XML)
    assert source().fetch(None).records == ()
    with pytest.raises(SourceError, match="lists no works, where it listed 3 before"):
        source().fetch(before)


def test_a_pid_that_dblp_knows_not(web: Web) -> None:
    web.inject(HOST, Response("<html>not found</html>".replace("html", "p"), status=404, headers=HTML))
    with pytest.raises(SourceError, match=f"DBLP knows no person {PID}"):
        source().fetch(None)


def test_a_404_that_is_a_page_is_no_overload(web: Web) -> None:
    web.inject(HOST, Response("<!DOCTYPE html><html><title>404</title></html>", status=404, headers=HTML))
    with pytest.raises(SourceError, match=f"DBLP knows no person {PID}"):
        source().fetch(None)


def test_a_pid_that_was_joined_with_another_is_followed_and_told(web: Web) -> None:
    moved = page(PAPER, pid="12/99")

    def joined(request: Request) -> Response:
        if request.path == "/pid/12/99.xml":
            return Response(moved, headers=XML)
        return redirect("https://dblp.org/pid/12/99.xml", 301)

    web.hosts[HOST] = joined
    answer = source().fetch(None)
    assert [record.id for record in answer.records] == ["conf/iclr/QuillMW24"]
    assert (answer.notices[0].what, answer.notices[0].remedy) == (
        f"{PID} is now 12/99",
        "put dblp: 12/99 in pubsync.yaml",
    )


def test_a_redundant_pid_names_the_one_to_use(web: Web) -> None:
    person = f'<person key="homepages/{PID}"><crossref>homepages/12/99</crossref></person>'
    web.inject(HOST, Response(page(person=person), headers=XML))
    with pytest.raises(SourceError, match=f"{PID} is now 12/99") as error:
        source().fetch(None)
    assert error.value.remedy == "put dblp: 12/99 in pubsync.yaml"


def test_another_persons_list_is_not_believed(web: Web) -> None:
    web.inject(HOST, Response(page(PAPER, pid="12/99"), headers=XML))
    with pytest.raises(SourceError, match="answered with the list of 12/99"):
        source().fetch(None)


def test_a_pid_of_several_people_names_those_to_choose_from(web: Web) -> None:
    several = """<person publtype="disambiguation" key="homepages/95/7448" mdate="2024-11-26">
<author pid="95/7448">Ida Quill</author></person>
<homonyms n="2">
<h f="q/Quill_0001:Ida"><person key="homepages/95/7448-1" mdate="2024-11-26">
<author pid="95/7448-1">Ida Quill 0001</author>
<note type="award">A prize</note><note type="affiliation">University of Nowhere, Norway</note></person></h>
<h f="q/Quill_0002:Ida"><person key="homepages/95/7448-2"><author pid="95/7448-2">Ida Quill 0002</author></person></h>
</homonyms>"""
    web.inject(HOST, Response(page(PAPER, pid="95/7448", person=several), headers=XML))
    with pytest.raises(SourceError, match="stands for everybody called Ida Quill, not for one person") as error:
        source(pid="95/7448").fetch(None)
    assert error.value.remedy == (
        "put one of these in pubsync.yaml: 95/7448-1 (Ida Quill 0001, University of Nowhere, Norway); "
        "95/7448-2 (Ida Quill 0002)"
    )


def test_a_namesakes_page_that_is_named_besides_is_no_hindrance() -> None:
    assert 'publtype="disambiguation"' in PERSON
    assert len(read(PAPER)) == 1


# Refusals and damage

OVERLOADED = "<!DOCTYPE html>\n<html lang='en'><head><title>dblp: overload</title></head><body>sorry</body></html>"
ROBOT_CHECK = '<!doctype html><html lang="en"><head><title>Making sure you&#39;re not a bot!</title></head></html>'
XHTML = '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x"><html><body/></html>'


@pytest.mark.parametrize("body", [OVERLOADED, ROBOT_CHECK, XHTML, "<html><head/></html>"])
def test_a_web_page_in_place_of_the_list_is_a_refusal(web: Web, body: str) -> None:
    web.hosts[HOST] = lambda _: Response(body, headers=HTML)
    with pytest.raises(RefusedError, match="a web page in place of its records") as refusal:
        source().fetch(None)
    assert (refusal.value.status, refusal.value.where) == (200, "dblp:q")
    with pytest.raises(RefusedError):
        enricher().look_up([Want(title="Margins")])
    assert len(web.log) == 2


def test_too_many_requests_are_a_refusal(web: Web) -> None:
    web.inject(HOST, Response("", status=429, headers={"Retry-After": "3600"}))
    with pytest.raises(RefusedError) as refusal:
        source().fetch(None)
    assert refusal.value.status == 429
    assert len(web.log) == 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        " ",
        "sorry",
        LIST[:-40],
        LIST.replace("<r>", "<r>\x00<", 1),
        LIST.replace("</title>", "", 1),
        LIST.encode("utf-16"),
        LIST.encode() + b"\xff",
        "<dblpperson/>",
        '<dblp><article key="x"/></dblp>',
        LIST.replace(f'pid="{PID}" n', 'pid="../x" n').replace(f'person key="homepages/{PID}"', "person"),
        "<a>" * 10_000,
        '<?xml version="1.0" encoding="UTF-7"?><dblpperson pid="95/7448-1">+ADw-r/+AD4-</dblpperson>+',
    ],
    ids=lambda body: repr(body[:12]),
)
def test_damage_is_an_error_in_words(web: Web, body: str | bytes) -> None:
    web.inject(HOST, Response(body, headers=XML))
    with pytest.raises(SourceError) as error:
        source().fetch(None)
    assert (error.value.where, type(error.value)) == ("dblp:q", SourceError)


def test_a_list_that_breaks_off_or_hangs(web: Web) -> None:
    web.inject(HOST, *given_up(truncated(LIST)), Hang())
    for _ in range(2):
        with pytest.raises(SourceError):
            source(timeout=1).fetch(None)


def test_control_characters_cost_no_list() -> None:
    assert title_of("Mar\x0bgins\x08.") == "Margins"


def test_entities_are_neither_expanded_nor_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush")
    for declared in (f'<!ENTITY x SYSTEM "file://{secret}">', '<!ENTITY x "ha"><!ENTITY y "&x;&x;">'):
        hostile = LIST.replace("?>\n", f"?>\n<!DOCTYPE dblp [{declared}]>\n", 1).replace("Colour", "&x;")
        with pytest.raises(SourceError, match="defines entities of its own"):
            xml_of(reply(hostile), "dblp:q")


def test_an_answer_made_of_elements_alone_is_given_up_at_once() -> None:
    with pytest.raises(SourceError, match="more elements"):
        xml_of(reply("<a>" + "<b/>" * (MOST_MARKS + 1) + "</a>"), "dblp:q")


def test_more_works_than_anybody_has_are_not_read_one_by_one() -> None:
    with pytest.raises(SourceError, match="more works than any person has"):
        read(*[""] * (MOST_WORKS + 1))


# Looking works up

INFO: dict[str, Any] = {
    "authors": {"author": [{"@pid": PID, "text": "Ida Quill 0001"}, {"@pid": "w/WeiWang42", "text": "Wei Wang 0042"}]},
    "title": "Margins &amp; Notes: &lt;i&gt;H&lt;sub&gt;2&lt;/sub&gt;O&lt;/i&gt; in Quill&apos;s Index.",
    "venue": "ICLR",
    "pages": "169-174",
    "year": "2021",
    "type": "Conference and Workshop Papers",
    "access": "closed",
    "key": "conf/iclr/QuillW21",
    "doi": "10.1109/DAC18074.2021.9586227",
    "ee": "https://doi.org/10.1109/DAC18074.2021.9586227",
    "url": "https://dblp.org/rec/conf/iclr/QuillW21",
}


def hits(*infos: Any) -> dict[str, Any]:
    listed = [{"@score": "9", "@id": str(at), "info": info, "url": f"URL#{at}"} for at, info in enumerate(infos)]
    counts = {"@total": str(len(infos)), "@computed": str(len(infos)), "@sent": str(len(infos)), "@first": "0"}
    return {
        "result": {
            "query": "margins*",
            "status": {"@code": "200", "text": "OK"},
            "time": {"@unit": "msecs", "text": "26.84"},
            "completions": {"@total": "1", "@computed": "1", "@sent": "0"},
            "hits": counts | ({"hit": listed} if listed else {}),
        }
    }


def answering(*infos: Any) -> Callable[[Request], Response]:
    return lambda _: Response(json.dumps(hits(*infos)), headers={"Content-Type": "application/json"})


def hit(**changed: Any) -> Record:
    return read_hits(hits(INFO | changed), "dblp").records[0]


def test_a_search_asks_for_the_words_of_the_title_and_the_first_author(web: Web) -> None:
    web.hosts[HOST] = answering(INFO)
    want = Want(title="What $\\alpha$ says: pre-training | H₂O$ (extended)", author=(Name("García-López", "Ana"),))
    answer = enricher().look_up([want])
    assert web.log[0].path == "/search/publ/api"
    assert web.log[0].query == {
        "q": "what says pre training h2o extended garcia lopez",
        "format": "json",
        "h": "5",
        "c": "0",
    }
    assert ([record.id for record in answer.records], answer.requests) == (["conf/iclr/QuillW21"], 1)
    assert (works(answer)[0].source, answer.partial, answer.notices) == ("dblp", "", ())


def test_a_hit_becomes_a_record() -> None:
    record = hit()
    assert record.title == "Margins & Notes: H₂O in Quill's Index"
    assert record.author == (Name("Quill", "Ida"), Name("Wang", "Wei"))
    assert (record.type, record.container_title, record.page) == ("paper-conference", "ICLR", "169-174")
    assert (record.issued, record.identifier("doi")) == (PartialDate(2021), "10.1109/dac18074.2021.9586227")
    assert (record.identifier("dblp"), record.links) == ("conf/iclr/QuillW21", ())


@pytest.mark.parametrize(
    ("told", "key", "kind"),
    [
        ("Journal Articles", "journals/tvcg/QuillW21", "article-journal"),
        ("Informal and Other Publications", "journals/iacr/QuillW21", "article"),
        ("Informal and Other Publications", "conf/x/QuillW21", "paper-conference"),
        ("Parts in Books or Collections", "books/sp/Q21", "chapter"),
        ("Books and Theses", "books/sp/Q21", "book"),
        ("Books and Theses", "phd/de/Q21", "thesis"),
        ("Reference Works", "reference/x/Q21", "entry-encyclopedia"),
        ("Editorship", "conf/x/2021", "book"),
        ("Data and Artifacts", "data/10/Q21", "dataset"),
        ("Something New", "x/Q21", ""),
    ],
)
def test_kinds_of_hits(told: str, key: str, kind: str) -> None:
    assert hit(type=told, key=key).type == kind


def test_a_hit_of_arxiv_is_a_preprint() -> None:
    record = hit(
        type="Informal and Other Publications",
        key="journals/corr/abs-2301-04567",
        venue="CoRR",
        volume="abs/2301.04567",
        doi="10.48550/arXiv.2301.04567",
        ee="https://doi.org/10.48550/arXiv.2301.04567",
    )
    assert (record.type, record.container_title, record.volume) == ("article", "arXiv", "")
    assert (record.identifier("arxiv"), record.identifier("doi")) == ("2301.04567", "")


def test_editors_and_withdrawn_works_among_hits() -> None:
    edited, withdrawn = hit(type="Editorship", key="conf/x/2021"), hit(type="Withdrawn Items")
    assert (edited.author, [str(name) for name in edited.editor]) == ((), ["Ida Quill", "Wei Wang"])
    assert (withdrawn.type, withdrawn.extra) == ("paper-conference", (("withdrawn", "yes"),))


def test_one_author_and_several_editions_come_in_other_shapes() -> None:
    record = hit(authors={"author": {"text": "Ida Quill"}}, venue=["ICLR", "ICLR (2)"], ee=["https://a.example/x", "y"])
    assert ([str(name) for name in record.author], record.container_title) == (["Ida Quill"], "ICLR")
    assert record.links == (Link("url", "https://a.example/x"),)


def test_works_past_the_budget_are_left_and_told(web: Web) -> None:
    web.hosts[HOST] = answering()
    wants = [Want(title=f"Margins number {at}") for at in range(4)]
    answer = enricher(searches=2).look_up(wants)
    assert (len(web.log), answer.requests, answer.partial) == (2, 2, "2 of 4 works asked for")
    assert enricher(searches=0).look_up(wants).requests == 0


def test_what_cant_be_found_there_is_not_asked_for(web: Web) -> None:
    assert enricher().look_up([Want(title="基于深度学习的中文分词"), Want(title="$x$"), Want(title="")]).requests == 0
    assert web.log == []


def test_a_work_wanted_twice_is_asked_for_once(web: Web) -> None:
    web.hosts[HOST] = answering(INFO, INFO)
    answer = enricher().look_up([Want(title="Margins!"), Want(title="margins")])
    assert (answer.requests, len(answer.records)) == (1, 1)


def test_a_refusal_leaves_what_was_answered(web: Web) -> None:
    web.hosts[HOST] = answering(INFO)
    web.inject(HOST, Response(json.dumps(hits(INFO))), Response("", status=429))
    answer = enricher().look_up([Want(title=f"Margins {at}") for at in range(4)])
    assert ([record.id for record in answer.records], len(web.log)) == (["conf/iclr/QuillW21"], 2)
    assert "left for another run" in answer.notices[0].what


def test_one_odd_answer_is_told_and_the_next_is_asked_for(web: Web) -> None:
    web.hosts[HOST] = answering(INFO)
    web.inject(HOST, Response("{"))
    answer = enricher().look_up([Want(title="Margins"), Want(title="Notes")])
    assert ([record.id for record in answer.records], len(answer.notices)) == (["conf/iclr/QuillW21"], 1)


def test_a_search_that_fails_twice_is_an_error(web: Web) -> None:
    web.hosts[HOST] = lambda _: Response("oh", status=500)
    with pytest.raises(SourceError):
        enricher().look_up([Want(title=f"Margins {at}") for at in range(9)])
    assert len(web.log) == 2 * len(given_up(Response(status=500)))


def test_a_search_answered_404_is_no_empty_answer(web: Web) -> None:
    web.hosts[HOST] = lambda _: Response("gone", status=404)
    with pytest.raises(SourceError, match="HTTP 404"):
        enricher().look_up([Want(title="Margins")])


def test_it_asks_as_it_was_told_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: dict[str, Any] = {"contact": "i@a.example", "proxy": "http://p.example", "timeout": 3, "cache": tmp_path}
    asked: list[dict[str, Any]] = []

    def get(http: Http, url: str, **_: Any) -> Reply:
        asked.append({name: getattr(http, name) for name in (*told, "pause", "name")})
        return reply(LIST) if url.endswith(".xml") else reply(json.dumps(hits(INFO)))

    monkeypatch.setattr(Http, "get", get)
    DblpSource(name="dblp:q", pid=PID, **told).fetch(None)
    DblpEnricher(pause=2, **told).look_up([Want(title="Margins")])
    assert asked == [told | {"pause": 1.5, "name": "dblp:q"}, told | {"pause": 2, "name": "dblp"}]


def test_hits_that_cant_be_read_are_told() -> None:
    reading = read_hits(hits(INFO, None, {"key": "x/y"}, {"title": 3}, INFO | {"key": "conf/z/Q"}), "dblp")
    assert [record.id for record in reading.records] == ["conf/iclr/QuillW21", "conf/z/Q"]
    assert len(reading.notices) == 3


@pytest.mark.parametrize("found", [None, [], 3, "x", {}, {"result": None}, {"result": {"hits": []}}])
def test_what_is_no_answer_of_the_search_is_said(found: object) -> None:
    with pytest.raises(SourceError, match="something else than hits"):
        read_hits(found, "dblp")


# Whatever comes

WHATEVER = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*INFO, "author", "text"]), inner, max_size=6)
    ),
    max_leaves=20,
)
PIECES = st.sampled_from(
    "<r>|</r>|<article key='a'>|</article>|<title>|</title>|<sub>|</sub>|<author>|</author>|<year>|</year>|"  # noqa: SIM905 - a list of them reads better so
    "<ee>http://[|</ee>|<ee>|&uuml;|&#0;|&x;|\x00|<!--|-->|<![CDATA[|]]>|2020|x.".split("|")
)


@given(info=st.dictionaries(st.sampled_from(list(INFO)), WHATEVER), around=WHATEVER)
def test_any_json_is_records_notices_or_an_error_in_words(info: dict[str, Any], around: object) -> None:
    reading = read_hits(hits(info, INFO | info, around), "dblp")
    assert len(reading.records) + len(reading.notices) == 3
    for shape in (around, {"result": around}, {"result": {"hits": around}}, {"result": {"hits": {"hit": around}}}):
        with suppress(SourceError):
            read_hits(shape, "dblp")


@given(inside=st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join), escaped=st.text(max_size=30))
def test_any_markup_is_records_notices_or_an_error_in_words(inside: str, escaped: str) -> None:
    for body in (inside, page(inside), page(entry(f"<title>{escape(escaped)}</title><ee>{escape(escaped)}</ee>"))):
        with suppress(SourceError):
            read_person(xml_of(reply(body.encode("utf-8", "surrogatepass")), "d"), "d")


@given(body=st.binary(max_size=200))
def test_any_bytes_are_an_error_in_words(body: bytes) -> None:
    with pytest.raises(SourceError):
        read_person(xml_of(reply(body), "d"), "d")
