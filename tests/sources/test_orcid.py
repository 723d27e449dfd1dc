"""ORCID: what a record's list and whole works say, and how they are asked for over real sockets."""

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
from pubsync.records.text import Translation
from pubsync.snapshots import Snapshot, snapshot_from_text, snapshot_to_text
from pubsync.sources.http import RefusedError
from pubsync.sources.interface import Answer, Source
from pubsync.sources.orcid import OrcidSource
from pubsync.sources.orcid.details import read_details, with_details
from pubsync.sources.orcid.source import API, normal_orcid
from pubsync.sources.orcid.types import TYPES
from pubsync.sources.orcid.works import read_list
from tests.fakes.damage import ANY, damaged
from tests.fakes.web import Request, Reset, Response, Web, given_up, truncated

HOST = "pub.orcid.org"
CARBERRY = "0000-0002-1825-0097"
OTHER = "0000-0001-5109-3700"
NAME = f"orcid:{CARBERRY}"
CROSSREF = {
    "source-orcid": None,
    "source-client-id": {"uri": "https://orcid.org/client/0000-0001-9884-1913", "path": "0000-0001-9884-1913"},
    "source-name": {"value": "Crossref"},
    "assertion-origin-orcid": None,
    "assertion-origin-client-id": None,
    "assertion-origin-name": None,
}
HERSELF = {
    "source-orcid": {"uri": f"https://orcid.org/{CARBERRY}", "path": CARBERRY, "host": "orcid.org"},
    "source-client-id": None,
    "source-name": {"value": "Josiah Carberry"},
    "assertion-origin-orcid": None,
    "assertion-origin-client-id": None,
    "assertion-origin-name": None,
}


def external(kind: str, value: str, relationship: str = "self") -> dict[str, Any]:
    return {
        "external-id-type": kind,
        "external-id-value": value,
        "external-id-normalized": {"value": value.lower(), "transient": True},
        "external-id-normalized-error": None,
        "external-id-url": None,
        "external-id-relationship": relationship,
    }


def summary(code: int = 7, **changes: Any) -> dict[str, Any]:
    """Return a work as the list has it, every key that ORCID sends among its own."""
    return {
        "put-code": code,
        "created-date": {"value": 1559917017189},
        "last-modified-date": {"value": 1559917017189},
        "source": CROSSREF,
        "title": {
            "title": {"value": f"Toward a unified theory, part {code}"},
            "subtitle": None,
            "translated-title": None,
        },
        "external-ids": {"external-id": [external("doi", f"10.5555/{code}")]},
        "url": {"value": f"https://doi.org/10.5555/{code}"},
        "type": "journal-article",
        "publication-date": {"year": {"value": "2008"}, "month": {"value": "08"}, "day": {"value": "13"}},
        "journal-title": {"value": "Journal of Psychoceramics"},
        "visibility": "public",
        "path": f"/{CARBERRY}/work/{code}",
        "display-index": "0",
        **changes,
    }


def titled(main: str, subtitle: str | None = None, translated: dict[str, str] | None = None) -> dict[str, Any]:
    return {
        "title": {"value": main},
        "subtitle": {"value": subtitle} if subtitle else None,
        "translated-title": translated,
    }


def works(*groups: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "last-modified-date": {"value": 1559917017189},
        "group": [
            {"last-modified-date": {"value": 1559917017189}, "external-ids": {"external-id": []}, "work-summary": group}
            for group in groups
        ],
        "path": f"/{CARBERRY}/works",
    }


def contributor(name: str | None, role: str | None = "author", sequence: str | None = None, orcid: str = "") -> Any:
    return {
        "contributor-orcid": {"uri": f"https://orcid.org/{orcid}", "path": orcid, "host": "orcid.org"}
        if orcid
        else None,
        "credit-name": {"value": name} if name else None,
        "contributor-email": None,
        "contributor-attributes": {"contributor-sequence": sequence, "contributor-role": role},
    }


PEOPLE = [contributor("Josiah Carberry", sequence="first", orcid=CARBERRY), contributor("Roe, Mary")]


def whole(code: int = 7, **changes: Any) -> dict[str, Any]:
    return {
        **summary(code),
        "short-description": None,
        "citation": None,
        "contributors": {"contributor": PEOPLE},
        "language-code": None,
        "country": None,
        **changes,
    }


def bulk(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"bulk": list(entries)}


REFUSED = {
    "error": {
        "response-code": 404,
        "developer-message": "404 Not Found: The resource was not found. Full validation error: '8' is no put code",
        "user-message": "The resource was not found.",
        "error-code": 9016,
        "more-info": "https://members.orcid.org/api/resources/troubleshooting",
    }
}


def first(answer: object) -> Record:
    return read_list(answer, CARBERRY, NAME).works[0].record


def one(**changes: Any) -> Record:
    return first(works([summary(**changes)]))


def details(**changes: Any) -> dict[str, Any]:
    return read_details(bulk({"work": whole(**changes)}), CARBERRY, NAME)["7"]


def people(*contributors: Any, **changes: Any) -> tuple[list[str], bool]:
    found = details(contributors={"contributor": list(contributors)}, **changes)
    return [str(name) for name in found["author"]], found["author_complete"]


# The iD


@pytest.mark.parametrize(
    "written",
    [
        CARBERRY,
        "0000000218250097",
        f"https://orcid.org/{CARBERRY}",
        f" http://www.orcid.org/{CARBERRY}/ ",
        f"orcid.org/{CARBERRY}",
    ],
)
def test_an_id_is_taken_bare_and_as_an_address(written: str) -> None:
    assert source(orcid=written).orcid == CARBERRY


def test_the_check_digit_may_be_an_x() -> None:
    assert normal_orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"


@pytest.mark.parametrize("place", range(15))
def test_one_wrong_digit_is_noticed_wherever_it_stands(place: int) -> None:
    digits = CARBERRY.replace("-", "")
    wrong = f"{digits[:place]}{(int(digits[place]) + 1) % 10}{digits[place + 1 :]}"
    assert normal_orcid(digits) == CARBERRY
    with pytest.raises(SettingsError, match="wrong digit"):
        source(orcid=wrong)


@pytest.mark.parametrize("written", ["", "Carberry", "0000-0002-1825", f"{CARBERRY}/works?x=", f"{CARBERRY} x"])
def test_what_would_change_the_question_is_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="is no ORCID iD"):
        source(orcid=written)


# The list


def test_a_summary_becomes_a_record() -> None:
    record = one()
    assert record == Record(
        source=NAME,
        id="7",
        type="article-journal",
        title="Toward a unified theory, part 7",
        author_complete=False,
        issued=PartialDate(2008, 8, 13),
        container_title="Journal of Psychoceramics",
        identifiers=(Identifier("doi", "10.5555/7"),),
        links=(Link("url", "https://doi.org/10.5555/7"),),
    )


def test_a_group_is_one_record_of_the_summary_that_the_person_prefers() -> None:
    group = [summary(5), summary(30, **{"display-index": "2"}), summary(31, **{"display-index": 1})]
    listing = read_list(works(group), CARBERRY, NAME)
    assert [listed.record.id for listed in listing.works] == ["30"]


def test_where_nobody_chose_the_oldest_summary_stands() -> None:
    for group in ([summary(100), summary(20)], [summary(20), summary(100)]):
        assert first(works(group)).id == "20"


def test_the_order_of_the_answer_changes_nothing() -> None:
    groups = [[summary(100)], [summary(20)], [summary(3)]]
    listings = [read_list(works(*order), CARBERRY, NAME) for order in (groups, groups[::-1])]
    assert listings[0] == listings[1]
    assert [listed.record.id for listed in listings[0].works] == ["3", "20", "100"]


def test_only_identifiers_of_the_work_itself_are_its_own() -> None:
    record = one(
        type="book",
        url=None,
        **{
            "external-ids": {
                "external-id": [
                    external("doi", "https://doi.org/10.5555/OWN"),
                    external("doi", "10.5555/preprint", "version-of"),
                    external("doi", "10.5555/book", "part-of"),
                    external("issn", "1234-5679", "part-of"),
                    external("grant_number", "R01", "funded-by"),
                    external("arxiv", "arXiv:2001.04063v3"),
                    external("pmid", "29456894"),
                    external("pmc", "5815332"),
                    external("isbn", "978-0-306-40615-7"),
                    external("eid", "2-s2.0-1"),
                    external("doi", "work:doi"),
                    external("doi", "10.48550/arXiv.2001.04063"),
                ]
            }
        },
    )
    assert record.identifiers == (
        Identifier("doi", "10.5555/own"),
        Identifier("arxiv", "2001.04063"),
        Identifier("pmid", "29456894"),
        Identifier("pmcid", "PMC5815332"),
        Identifier("isbn", "9780306406157"),
    )


def test_a_chapters_isbn_is_its_books() -> None:
    isbn = {"external-ids": {"external-id": [external("isbn", "9780306406157")]}}
    assert one(type="book-chapter", url=None, **isbn).identifiers == ()


def test_the_link_tells_an_identifier_where_the_record_gives_none_of_its_kind() -> None:
    assert one(**{"external-ids": None}).identifiers == (Identifier("doi", "10.5555/7"),)
    part_of = {"external-ids": {"external-id": [external("doi", "10.5555/7", "part-of")]}}
    assert one(**part_of).identifiers == ()
    assert one(url={"value": "https://doi.org/10.5555/other"}).identifiers == (Identifier("doi", "10.5555/7"),)
    both = one(url={"value": "https://arxiv.org/abs/2001.04063"})
    assert both.identifiers == (Identifier("doi", "10.5555/7"), Identifier("arxiv", "2001.04063"))


def test_a_title_has_its_subtitle_and_its_translation() -> None:
    translated = {"value": "迈向统一理论", "language-code": "zh_CN"}
    record = one(title=titled("Cracked pots.", "A <i>natural</i> history", translated))
    assert record.title == "Cracked pots: A natural history"
    assert record.translations == (Translation("title", "zh-CN", "迈向统一理论"),)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("H<sub>2</sub>O &amp; more", "H₂O & more"),
        (r"The {BERT} of M{\"u}ller: $\alpha$", "The BERT of Müller: $\\alpha$"),
        ("Two\n lines\x00", "Two lines"),
        ("About ~100 pots", "About ~100 pots"),
        ("Pots etc.", "Pots etc."),
        ("<mml:math><mml:mi>α</mml:mi><mml:annotation>\\alpha</mml:annotation></mml:math> pots", "α pots"),
    ],
)
def test_markup_becomes_plain_text(written: str, shown: str) -> None:
    assert one(title=titled(written)).title == shown


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        (("2012", "10", "01"), PartialDate(2012, 10, 1)),
        (("2012", "5", None), PartialDate(2012, 5)),
        (("2012", None, "7"), PartialDate(2012)),
        (("2012", "02", "31"), PartialDate(2012, 2)),
        (("12", None, None), None),
        ((None, "10", None), None),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(parts: tuple[str | None, ...], date: PartialDate | None) -> None:
    units = zip(("year", "month", "day"), parts, strict=True)
    written = {unit: {"value": value} if value else None for unit, value in units}
    assert one(**{"publication-date": written}).issued == date


@pytest.mark.parametrize(
    ("orcid", "csl"),
    [
        ("conference-abstract", ("paper-conference", "Abstract")),
        ("preprint", ("article", "")),
        ("dissertation-thesis", ("thesis", "")),
        ("data-set", ("dataset", "")),
        ("lecture-speech", ("speech", "")),
        ("conference-poster", ("speech", "Poster")),
        ("working-paper", ("report", "Working paper")),
        ("research-tool", ("", "")),
        ("a type of tomorrow", ("", "")),
    ],
)
def test_types_are_csls(orcid: str, csl: tuple[str, str]) -> None:
    record = one(type=orcid)
    assert (record.type, record.genre) == csl


def test_no_type_is_mapped_to_something_that_csl_does_not_have() -> None:
    known = (
        "article article-journal article-magazine article-newspaper book chapter dataset entry-dictionary "
        "entry-encyclopedia graphic map motion_picture musical_score paper-conference patent performance periodical "
        "post-weblog report review review-book software song speech standard thesis webpage"
    )
    assert set(TYPES.values()) == set(known.split())


def test_links_of_other_kinds_than_http_are_dropped() -> None:
    assert one(url={"value": "javascript:alert(1)"}).links == ()
    assert one(url={"value": 'https://a.org/"><script>'}).links == (Link("url", "https://a.org/"),)


def test_the_persons_name_stands_where_they_added_a_work() -> None:
    assert read_list(works([summary()], [summary(9, source=HERSELF)]), CARBERRY, NAME).owner == "Josiah Carberry"
    by_wizard = {
        **CROSSREF,
        "assertion-origin-orcid": {"path": CARBERRY},
        "assertion-origin-name": {"value": "J. Carberry"},
    }
    assert read_list(works([summary(source=by_wizard)]), CARBERRY, NAME).owner == "J. Carberry"
    assert read_list(works([summary()]), CARBERRY, NAME).owner == ""


# Whole works


def test_contributors_are_the_authors() -> None:
    found = details(**{"short-description": "We <b>study</b> pots.", "language-code": "en"})
    assert found["author"] == (Name("Carberry", "Josiah"), Name("Roe", "Mary"))
    assert (found["author_complete"], found["editor"]) == (True, ())
    assert (found["abstract"], found["language"]) == ("We study pots.", "en")


def test_editors_stand_apart_and_supporting_staff_is_no_author() -> None:
    found = details(
        contributors={
            "contributor": [
                contributor("Ann Author", None),
                contributor("Ed Itor", "editor"),
                contributor("Sue Porter", "support-staff"),
                contributor("The Acme Corporation", "assignee"),
                contributor("Ina Ventor", "co-inventor"),
            ]
        }
    )
    assert [str(name) for name in found["author"]] == ["Ann Author", "Ina Ventor"]
    assert [str(name) for name in found["editor"]] == ["Ed Itor"]


def test_somebody_with_several_roles_is_one_author_and_namesakes_are_two() -> None:
    credit = "http://credit.niso.org/contributor-roles/"
    names, complete = people(
        contributor("Mary Roe", f"{credit}writing-original-draft/", orcid=OTHER),
        contributor("M. Roe", f"{credit}software/", orcid=OTHER),
        contributor("Jane Doe", f"{credit}methodology/"),
        contributor("Jane Doe", f"{credit}software/"),
        contributor("Wei Wang", "author"),
        contributor("Wei Wang", "author"),
    )
    assert (names, complete) == (["Mary Roe", "Jane Doe", "Wei Wang", "Wei Wang"], True)


def test_who_is_marked_as_the_first_is_the_first() -> None:
    marked = [contributor("Bea Two", sequence="additional"), contributor("Ann One", sequence="first")]
    assert people(*marked)[0] == ["Ann One", "Bea Two"]
    two_first = [marked[0], marked[1], contributor("Cy Three", sequence="first")]
    assert people(*two_first)[0] == ["Bea Two", "Ann One", "Cy Three"]


@pytest.mark.parametrize("unknown", [None, "et al.", "Others"])
def test_a_list_with_somebody_unknown_is_incomplete(unknown: str | None) -> None:
    assert people(*PEOPLE, contributor(unknown)) == (["Josiah Carberry", "Mary Roe"], False)


def test_all_authors_in_one_entry_are_told_apart() -> None:
    assert people(contributor("Doe, Jane; Roe, Mary ;")) == (["Jane Doe", "Mary Roe"], True)


def test_the_person_alone_on_a_work_that_they_added_is_no_whole_list() -> None:
    assert people(PEOPLE[0], source=HERSELF) == (["Josiah Carberry"], False)
    assert people(PEOPLE[0]) == (["Josiah Carberry"], True)
    assert people(*PEOPLE, source=HERSELF)[1]


def test_nobody_is_unknown() -> None:
    assert people() == ([], False)
    assert (details(contributors=None)["author"], details(contributors=None)["author_complete"]) == ((), False)


def cited(entry: str, **changes: Any) -> dict[str, Any]:
    return details(citation={"citation-type": "bibtex", "citation-value": entry}, **changes)


def test_the_works_bibtex_tells_where_it_stands() -> None:
    entry = (
        "@article{Carberry_2008, title={Toward a Unified Theory, Part 7}, volume={5}, number={11}, pages={1–3},"
        " publisher={Brown}, author={Doe, Jane and Roe, Mary and Carberry, Josiah}, year={2008}}"
    )
    found = cited(entry, contributors=None)
    assert [found[field] for field in ("volume", "issue", "page", "publisher")] == ["5", "11", "1-3", "Brown"]
    assert [str(name) for name in found["author"]] == ["Jane Doe", "Mary Roe", "Josiah Carberry"]
    assert found["author_complete"]
    assert cited(entry)["author"] == details()["author"]


@pytest.mark.parametrize(
    "entry",
    ["@article{x, title={Another work}, volume={5}}", "@article{", "no BibTeX", "@comment{x} @string{a = 1}"],
)
def test_bibtex_of_another_work_is_passed_over(entry: str) -> None:
    assert cited(entry) == details()


# Asking


def source(**options: Any) -> OrcidSource:
    return OrcidSource(**{"name": NAME, "orcid": CARBERRY, "timeout": 10, "pause": 0, **options})


class OrcidSite:
    """Plays pub.orcid.org for one record whose works are ``groups``."""

    def __init__(self, *groups: list[dict[str, Any]], people: list[Any] | None = None) -> None:
        self.groups = list(groups)
        self.people = PEOPLE if people is None else people

    def __call__(self, request: Request) -> Response:
        path = request.path.removeprefix(f"/v3.0/{CARBERRY}/works")
        if request.headers["accept"] != "application/json" or path == request.path:
            return Response(json.dumps(REFUSED["error"]), status=404)
        if not path:
            return answered(works(*self.groups))
        known = {str(one["put-code"]): one for group in self.groups for one in group}
        entries: list[dict[str, Any]] = []
        for code in path.strip("/").split(","):
            changes = {**known.get(code, {}), "contributors": {"contributor": self.people}}
            entries.append({"work": whole(int(code), **changes)} if code in known else REFUSED)
        return answered(bulk(*entries))


def answered(answer: object) -> Response:
    return Response(json.dumps(answer), headers={"Content-Type": "application/json;charset=UTF-8"})


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web({HOST: OrcidSite([summary(7)], [summary(8)], [summary(9)])}) as web:
        for name, value in web.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield web


def records(answer: Answer) -> list[Record]:
    return [record for record in answer.records if isinstance(record, Record)]


def asked(web: Web) -> list[str]:
    return [request.url.removeprefix(f"{API}/{CARBERRY}/") for request in web.log]


def test_it_is_a_remote_source() -> None:
    josiah: Source = source()
    assert (josiah.name, josiah.remote) == (NAME, True)
    assert "secret" not in repr(source(proxy="http://me:secret@proxy.example"))


def test_a_run_asks_for_the_list_and_for_whole_works_in_one_question(web: Web) -> None:
    answer = source().fetch(None)
    assert asked(web) == ["works", "works/7,8,9"]
    assert [(record.id, len(record.author), record.author_complete) for record in records(answer)] == [
        ("7", 2, True),
        ("8", 2, True),
        ("9", 2, True),
    ]
    assert (answer.requests, answer.partial, answer.notices) == (2, "", ())


def test_more_than_a_hundred_works_are_asked_for_in_several(web: Web) -> None:
    web.hosts[HOST] = OrcidSite(*([summary(code)] for code in range(1, 251)))
    answer = source().fetch(None)
    assert [len(path.split(",")) for path in asked(web)[1:]] == [100, 100, 50]
    assert all(record.author_complete for record in records(answer))
    assert len(answer.records) == 250


def test_authors_may_be_left_out(web: Web) -> None:
    answer = source(authors=False).fetch(None)
    assert asked(web) == ["works"]
    assert all(not record.author and not record.author_complete for record in records(answer))


def test_the_next_run_asks_for_new_and_changed_works_alone(web: Web) -> None:
    known = source().fetch(None)
    changed = summary(8, **{"last-modified-date": {"value": 1600000000000}})
    web.hosts[HOST] = OrcidSite(
        [summary(7)], [changed], [summary(9)], [summary(10)], people=[*PEOPLE, contributor("Cy Third")]
    )
    answer = source().fetch(known)
    assert asked(web)[2:] == ["works", "works/8,10"]
    assert [len(record.author) for record in records(answer)] == [2, 3, 2, 3]
    source().fetch(answer)
    assert asked(web)[4:] == ["works"]


def test_what_is_known_outlives_the_snapshot(web: Web) -> None:
    known = source().fetch(None)
    snapshot = snapshot_from_text(snapshot_to_text(Snapshot(source=NAME, records=known.records)), "snapshot")
    assert source().fetch(Answer(records=snapshot.records)).records == known.records
    assert asked(web)[2:] == ["works"]


def test_a_works_new_summary_is_used_with_the_authors_that_are_known(web: Web) -> None:
    known = source().fetch(None)
    web.hosts[HOST] = OrcidSite([summary(7, title=titled("A better title"))])
    (record,) = records(source(authors=False).fetch(known))
    assert (record.title, len(record.author), record.author_complete) == ("A better title", 2, True)


@pytest.mark.parametrize("fault", [Response("no", status=429), Response("{}"), Response("<html>", status=500), Reset()])
def test_whole_works_that_fail_leave_the_list_and_what_was_known(web: Web, fault: Any) -> None:
    known = source().fetch(None)
    changed = summary(8, **{"last-modified-date": {"value": 1600000000000}, "title": titled("New")})
    site = OrcidSite([summary(7)], [changed], [summary(10)])
    web.hosts[HOST] = site
    web.inject(HOST, site(web.log[0]), *given_up(fault))
    answer = source().fetch(known)
    assert [(record.title[:3], len(record.author), record.author_complete) for record in records(answer)] == [
        ("Tow", 2, True),
        ("New", 2, True),
        ("Tow", 0, False),
    ]
    assert "authors of 2 works are left for another run" in answer.notices[0].what
    source().fetch(answer)
    assert asked(web)[-1] == "works/8,10"


def test_works_that_are_not_given_whole_are_told(web: Web) -> None:
    site = OrcidSite([summary(7)], [summary(8)])
    web.inject(
        HOST,
        site(
            Request(
                method="GET",
                scheme="https",
                host=HOST,
                target=f"/v3.0/{CARBERRY}/works",
                headers={"accept": "application/json"},
            )
        ),
    )
    web.hosts[HOST] = OrcidSite([summary(7)])
    answer = source().fetch(None)
    assert [record.author_complete for record in records(answer)] == [True, False]
    assert "does not give 1 of the works" in answer.notices[0].what


def test_it_says_who_asks(web: Web) -> None:
    source(contact="josiah@brown.example").fetch(None)
    assert web.log[0].headers["user-agent"].startswith("pubsync/")


def test_an_unknown_record_is_said(web: Web) -> None:
    with pytest.raises(SourceError, match=f"no record {OTHER}"):
        source(orcid=OTHER).fetch(None)
    assert len(web.log) == 1


def test_another_persons_record_is_not_believed(web: Web) -> None:
    web.inject(HOST, answered({**works([summary()]), "path": f"/{OTHER}/works"}))
    with pytest.raises(SourceError, match=f"'{OTHER}', not {CARBERRY}"):
        source().fetch(None)


def test_a_record_without_works_is_one_where_there_were_none_before(web: Web) -> None:
    web.hosts[HOST] = OrcidSite()
    assert source().fetch(None).records == ()
    with pytest.raises(SourceError, match="no works, where it showed 1 before"):
        source().fetch(Answer(records=(Record(source=NAME, id="7", title="T"),)))


def test_works_that_cant_be_read_are_told_and_the_others_are_kept(web: Web) -> None:
    web.hosts[HOST] = OrcidSite([summary(7)], [summary(8, title=None)], [])
    answer = source(authors=False).fetch(None)
    assert [record.id for record in records(answer)] == ["7"]
    assert "2 works of the record could not be read" in answer.notices[0].what


def test_a_list_of_which_nothing_can_be_read_is_none(web: Web) -> None:
    web.inject(HOST, answered(works([summary(8, title=None)])))
    with pytest.raises(SourceError, match="no work that can be read"):
        source().fetch(None)


def test_a_refusal_is_one(web: Web) -> None:
    web.inject(HOST, Response("slow down", status=503))
    with pytest.raises(RefusedError):
        source().fetch(None)
    assert len(web.log) == 1


@pytest.mark.parametrize("answer", ["[]", "{}", '{"group": null}', "null", "<html></html>", '{"group": [', ""])
def test_an_answer_that_is_no_list_is_said(web: Web, answer: str) -> None:
    web.inject(HOST, Response(answer))
    with pytest.raises(SourceError):
        source().fetch(None)


def test_a_list_that_breaks_off_is_no_list(web: Web) -> None:
    web.inject(HOST, *given_up(truncated(json.dumps(works([summary()])))))
    with pytest.raises(SourceError):
        source().fetch(None)


# Anything at all

LISTED = works(
    [summary(7, title=titled("A", "B", {"value": "Z", "language-code": "zh"})), summary(8)],
    [summary(9, **{"external-ids": {"external-id": [external("arxiv", "2001.04063"), external("pmc", "PMC1")]}})],
)
WHOLE = bulk(
    {"work": whole(7, citation={"citation-type": "bibtex", "citation-value": "@article{a, title={T}}"})}, REFUSED
)


@settings(max_examples=300)
@given(damaged(LISTED), damaged(WHOLE))
def test_no_damage_ends_in_another_error(listed: object, given_whole: object) -> None:
    try:
        listing = read_list(listed, CARBERRY, NAME)
        found = read_details(given_whole, CARBERRY, NAME)
    except SourceError:
        return
    completed = [with_details(one, found.get(one.record.id, {})) for one in listing.works]
    text = snapshot_to_text(Snapshot(source=NAME, records=tuple(completed)))
    assert snapshot_from_text(text.encode().decode(), "snapshot").records == tuple(
        sorted(completed, key=lambda record: record.id)
    )


@settings(max_examples=100)
@given(ANY.filter(lambda answer: not (isinstance(answer, dict) and answer.keys() & {"group", "bulk"})))
def test_anything_else_is_refused_in_words(answer: object) -> None:
    with pytest.raises(SourceError):
        read_list(answer, CARBERRY, NAME)
    with pytest.raises(SourceError):
        read_details(answer, CARBERRY, NAME)
