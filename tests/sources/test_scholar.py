"""The Scholar source through the real library and real sockets, against a web on loopback."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pubsync.errors import SettingsError, SourceError
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier
from pubsync.records.record import Record
from pubsync.sources.interface import Answer, Source
from tests.fakes.scholar_pages import CAPTCHAS, HTML, Paper, ScholarSite, many_papers, profile_page
from tests.fakes.scholar_source import HOST, JANE, source, web_of_jane
from tests.fakes.web import Response, Web, zipped

LONG = replace(JANE, papers=many_papers(230))


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with web_of_jane(tmp_path, monkeypatch) as web:
        yield web


def works(answer: Answer) -> list[Record]:
    return [record for record in answer.records if isinstance(record, Record)]


# One request, asked as robots.txt allows


def test_a_run_asks_one_page_with_user_as_its_first_parameter(web: Web) -> None:
    answer = source().fetch(None)
    assert [request.url for request in web.log] == [
        f"https://{HOST}/citations?user={JANE.id}&hl=en&pagesize=100&view_op=list_works&sortby=pubdate"
    ]
    assert (len(answer.records), answer.requests, answer.partial, answer.notices) == (3, 1, "", ())


def test_it_says_who_asks(web: Web) -> None:
    source().fetch(None)
    source(contact="jane@example.edu").fetch(None)
    plain, named = (request.headers["user-agent"] for request in web.log)
    assert plain.startswith("pubsync/")
    assert plain.endswith(" (+https://pypi.org/project/pubsync)")
    assert named == plain.replace(")", "; mailto:jane@example.edu)")


def test_it_is_a_remote_source() -> None:
    jane: Source = source()
    assert (jane.name, jane.remote) == ("scholar:jane", True)


def test_an_id_that_would_change_the_question_is_refused() -> None:
    with pytest.raises(SettingsError, match="after user="):
        source(scholar_id="https://scholar.google.com/citations?user=4bahYMkAAAAJ")


def test_a_proxys_password_does_not_show() -> None:
    assert "secret" not in repr(source(proxy="http://me:secret@proxy.example"))


# What a profile says


def test_rows_become_records(web: Web) -> None:
    paper = Paper(
        id="u5HHmVD_uO8C",
        title="Prophet\u00a0nets <for> sequences",
        authors="WN Qi, L van der Maaten, ...",
        venue="Nature 591 (7850), 379-384",
        year="2021",
        citations=325,
        merged=True,
    )
    web.hosts[HOST] = ScholarSite([replace(JANE, papers=(paper,))])
    (record,) = works(source().fetch(None))
    assert record.record_id.id == f"{JANE.id}:u5HHmVD_uO8C"
    assert record.title == "Prophet nets <for> sequences"
    assert [str(name) for name in record.author] == ["W N Qi", "L van der Maaten"]
    assert not record.author_complete
    assert (record.container_title, record.volume, record.issue, record.page) == ("Nature", "591", "7850", "379-384")
    assert (record.issued, record.citations, record.extra) == (PartialDate(2021), 325, (("cites_id", "1325,7"),))


def test_the_profile_tells_its_owner_and_the_counts(web: Web) -> None:
    answer = source().fetch(None)
    assert answer.owner == "Jane Q. Doe"
    assert (answer.statistics.citations, answer.statistics.h_index) == (304, 9)
    assert answer.statistics.by_year == ((2019, 3), (2020, 0), (2021, 12))
    assert web.asked(HOST)


def test_counts_that_are_not_shown_are_unknown(web: Web) -> None:
    web.hosts[HOST] = ScholarSite([replace(JANE, counts=(), by_year=())])
    statistics = source().fetch(None).statistics
    assert (statistics.citations, statistics.h_index, statistics.by_year) == (None, None, ())


@pytest.mark.parametrize(("named", "used"), [("UTF-8", "utf-8"), ("ISO-8859-1", "latin-1")])
def test_the_page_is_read_in_the_charset_that_it_names(web: Web, named: str, used: str) -> None:
    page = profile_page(replace(JANE, name="Zoë Müller")).replace("–", "-").encode(used)
    web.inject(HOST, Response(page, headers={"Content-Type": f"text/html; charset={named}"}))
    answer = source().fetch(None)
    assert answer.owner == "Zoë Müller"
    assert [name.family for name in works(answer)[0].author] == ["Doe", "Müller", "García-López"]


def test_a_compressed_page_is_read(web: Web) -> None:
    web.inject(HOST, zipped(profile_page(JANE), HTML))
    assert len(source().fetch(None).records) == 3
    assert web.log[0].headers["accept-encoding"] == "gzip"


def test_a_paper_about_captchas_is_no_captcha(web: Web) -> None:
    paper = Paper(id="c1", title='Unusual traffic: show that you are not a robot by id="recaptcha"')
    web.hosts[HOST] = ScholarSite([replace(JANE, papers=(paper,))])
    assert works(source().fetch(None))[0].title == paper.title


def test_a_row_that_cant_be_read_is_told_and_the_others_are_kept(web: Web) -> None:
    page = profile_page(JANE).replace(f"citation_for_view={JANE.id}:{JANE.papers[1].id}", "gone=1")
    web.inject(HOST, Response(page, headers=HTML))
    answer = source().fetch(None)
    assert [record.id for record in answer.records] == [f"{JANE.id}:{JANE.papers[at].id}" for at in (0, 2)]
    assert "1 rows of the profile could not be read" in answer.notices[0].what


def test_a_second_row_of_one_id_is_told_and_the_first_is_kept(web: Web) -> None:
    first, second = (f"{JANE.id}:{JANE.papers[at].id}" for at in (0, 1))
    web.inject(HOST, Response(profile_page(JANE).replace(second, first), headers=HTML))
    answer = source().fetch(None)
    assert [record.id for record in answer.records] == [first, f"{JANE.id}:{JANE.papers[2].id}"]
    assert [record.title for record in works(answer)] == [JANE.papers[0].title, JANE.papers[2].title]
    assert "1 rows of the profile could not be read" in answer.notices[0].what


# A list that is known to be partial


def test_a_partial_list_is_called_so_and_keeps_what_it_leaves_out(web: Web) -> None:
    web.hosts[HOST] = ScholarSite([LONG])
    gone = Record(source="scholar:jane", id=f"{JANE.id}:older", title="An older paper", volume="1")
    stale = Record(source="scholar:jane", id=f"{JANE.id}:{LONG.papers[0].id}", title="A former title")
    answer = source().fetch(Answer(records=(gone, stale)))
    assert answer.partial == "100 rows; more exist"
    assert (len(answer.records), answer.records[-1], len(web.log)) == (101, gone, 1)
    assert answer.records[0].title == LONG.papers[0].title


def test_a_whole_list_keeps_nothing_of_before(web: Web) -> None:
    gone = Record(source="scholar:jane", id=f"{JANE.id}:older", title="A paper that was removed")
    assert gone not in source().fetch(Answer(records=(gone,))).records
    assert len(web.log) == 1


def test_fewer_rows_than_asked_for_are_partial_too_where_the_button_says_so(web: Web) -> None:
    web.hosts[HOST] = ScholarSite([LONG], disobeys=True)
    answer = source().fetch(None)
    assert (answer.partial, len(answer.records), len(web.log)) == ("20 rows; more exist", 20, 1)


def test_all_pages_are_asked_for_on_request(web: Web) -> None:
    web.hosts[HOST] = ScholarSite([LONG])
    answer = source(pages="all").fetch(None)
    assert (len(answer.records), answer.partial, answer.requests) == (230, "", 3)
    assert [request.query.get("cstart", "") for request in web.log] == ["", "100", "200"]
    assert all(request.target.startswith(f"/citations?user={JANE.id}&") for request in web.log)


def test_the_empty_page_after_a_full_one_ends_the_list(web: Web) -> None:
    web.hosts[HOST] = ScholarSite([replace(JANE, papers=many_papers(100))])
    answer = source(pages="all").fetch(None)
    assert (len(answer.records), answer.partial, answer.requests) == (100, "", 2)


def test_the_same_page_for_ever_ends_and_is_not_taken_for_the_whole(web: Web) -> None:
    web.hosts[HOST] = lambda _: Response(profile_page(LONG), headers=HTML)
    answer = source(pages="all").fetch(None)
    assert (len(answer.records), answer.partial, answer.requests) == (100, "100 rows; more exist", 2)


def test_a_refusal_of_a_later_page_leaves_a_partial_list_that_says_why(web: Web) -> None:
    web.hosts[HOST] = ScholarSite([LONG])
    web.inject(HOST, Response(profile_page(LONG), headers=HTML), Response("no", status=429))
    older = Record(source="scholar:jane", id=f"{JANE.id}:{LONG.papers[200].id}", title=LONG.papers[200].title)
    answer = source(pages="all").fetch(Answer(records=(older,), partial="1 rows; more exist"))
    assert (answer.partial, answer.requests, answer.records[-1].id) == ("100 rows; more exist", 2, older.id)
    assert "HTTP 429" in answer.notices[0].what


def test_later_requests_wait(web: Web) -> None:
    web.hosts[HOST] = ScholarSite([replace(JANE, papers=many_papers(101))])
    started = time.monotonic()
    source(pages="all", pause=0.3).fetch(None)
    assert time.monotonic() - started >= 0.3


def test_requests_for_two_profiles_wait_too_and_a_later_run_of_one_does_not(web: Web) -> None:
    jane, other = source(pause=0.3), source(name="scholar:other", pause=0.3)
    jane.fetch(None)
    started = time.monotonic()
    other.fetch(None)
    assert time.monotonic() - started >= 0.25
    started = time.monotonic()
    source(name="scholar:other", pause=60).fetch(None)
    assert time.monotonic() - started < 30
    assert len(web.log) == 3


# The works' own pages, on request


def test_a_works_own_page_completes_its_row(web: Web) -> None:
    answer = source(details=1).fetch(None)
    first, second = works(answer)[:2]
    assert [str(name) for name in first.author] == ["Jane Q Doe", "Anna Müller", "José García-López", "Wei 张"]
    assert first.author_complete
    assert (first.issued, first.publisher, first.abstract) == (PartialDate(2025, 3, 2), "ARVO", "We study things.")
    assert (first.identifiers, first.link("url")) == ((Identifier("doi", "10.1167/1"),), "https://doi.org/10.1167/1")
    assert not second.author_complete
    assert web.log[1].target.startswith(f"/citations?user={JANE.id}&hl=en&view_op=view_citation&citation_for_view=")
    assert answer.requests == len(web.log) == 2


def test_the_next_run_goes_on_with_the_next_works_and_keeps_what_it_knows(web: Web) -> None:
    known = source(details=2).fetch(None)
    before = Answer(records=tuple(replace(record, citations=None) for record in works(known)))
    answer = source(details=2).fetch(before)
    assert all(record.author_complete for record in works(answer))
    assert [record.citations for record in works(answer)] == [99, 98, 97]
    assert answer.requests == 2
    assert source().fetch(answer).records == answer.records
    assert len(web.log) == 6


def test_details_are_not_kept_for_another_paper_under_the_same_id(web: Web) -> None:
    known = source(details=1).fetch(None)
    first = replace(JANE.papers[0], title="Another paper")
    web.hosts[HOST] = ScholarSite([replace(JANE, papers=(first, *JANE.papers[1:]))])
    record = works(source().fetch(known))[0]
    assert (record.title, record.abstract, record.author_complete) == ("Another paper", "", False)


def test_a_refusal_of_a_works_page_leaves_the_list_as_it_is(web: Web) -> None:
    web.inject(HOST, Response(profile_page(JANE), headers=HTML), Response(CAPTCHAS["inline"], headers=HTML))
    answer = source(details=3).fetch(None)
    assert (len(answer.records), answer.requests) == (3, 2)
    assert "CAPTCHA" in answer.notices[0].what


def test_a_damaged_page_of_one_work_does_not_stand_in_the_way_of_the_next(web: Web) -> None:
    web.inject(HOST, Response(profile_page(JANE), headers=HTML), Response("<p>oh</p>", headers=HTML))
    answer = source(details=2).fetch(None)
    assert [record.author_complete for record in works(answer)] == [False, True, True]
    assert answer.notices[0].where == str(works(answer)[0].record_id)


# Answers that are not this person's profile as it should be


def test_another_persons_profile_is_not_believed(web: Web) -> None:
    other = replace(JANE, id="rme-IWIAAAAJ")
    web.inject(HOST, Response(profile_page(other), headers=HTML))
    with pytest.raises(SourceError, match="'rme-IWIAAAAJ', not of '4bahYMkAAAAJ'"):
        source().fetch(None)


def test_a_profile_without_works_is_one_where_there_were_none_before(web: Web) -> None:
    web.hosts[HOST] = ScholarSite([replace(JANE, papers=())])
    assert source().fetch(None).records == ()
    with pytest.raises(SourceError, match="no works, where it showed 1 before"):
        source().fetch(Answer(records=(Record(source="scholar:jane", id="a:b", title="T"),)))


@pytest.mark.parametrize("marker", ["gsc_prf_in", "gsc_a_b", "gsc_bpf_more", "canonical", "gsc_a_at"])
def test_a_changed_layout_is_said(web: Web, marker: str) -> None:
    web.inject(HOST, Response(profile_page(JANE).replace(f'"{marker}"', '"new"'), headers=HTML))
    with pytest.raises(SourceError, match="has changed or is damaged"):
        source().fetch(None)


def test_rows_within_rows_are_a_changed_layout(web: Web) -> None:
    """Which title is whose can't be told there; these would be two works of one id, one without a title."""
    link = f'<a href="?citation_for_view={JANE.id}:p" class="gsc_a_at">'
    broken = f'<table><tr class="gsc_a_tr">{link}<tr class="gsc_a_tr">Of another</tr></table>'
    page = profile_page(JANE, start=3).replace('<form method="post">', f'{broken}<form method="post">')
    web.inject(HOST, Response(page, headers=HTML))
    with pytest.raises(SourceError, match="has changed or is damaged"):
        source().fetch(None)


def test_what_scholarly_stumbles_over_is_said(web: Web) -> None:
    web.inject(HOST, Response(profile_page(JANE).replace(">99<", ">many<"), headers=HTML))
    with pytest.raises(SourceError, match=r"scholarly stumbles over it \(ValueError\)"):
        source().fetch(None)


def test_a_page_made_of_tags_alone_is_given_up_at_once(web: Web) -> None:
    page = profile_page(JANE).replace("</tbody>", "<i></i>" * 100_000 + "</tbody>")
    web.inject(HOST, Response(page, headers=HTML))
    with pytest.raises(SourceError, match="more elements"):
        source(timeout=5).fetch(None)
