"""Gaps of known works filled by ``enrich:``, and works that are somebody else's, through whole runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from pubsync.errors import SettingsError
from pubsync.pipeline.deciding import decide, simple
from pubsync.pipeline.explaining import review_rows
from pubsync.pipeline.reviewing import answer, look, more_lines
from tests.fakes.web import Handler, Response, Web
from tests.pipeline.nights import ORCID, Crossref, Orcid, crossref_work, dblp_person, make_site, night, page, tree

CROSSREF = "api.crossref.org"
SEEING = crossref_work(
    "10.5555/jv.2020.1", "On seeing and not seeing", [("Jane", "Doe"), ("Ann", "Poe"), ("Bo", "Lee")]
)
SOUND = "The sound of many windows in winter"
Webs = Callable[[dict[str, Handler]], AbstractContextManager[Web]]


@pytest.fixture
def webs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Webs:
    """Return what plays hosts and leads this process to them."""

    @contextmanager
    def play(hosts: dict[str, Handler]) -> Iterator[Web]:
        with Web(hosts) as web:
            for name, value in web.environment(tmp_path).items():
                monkeypatch.setenv(name, value)
            yield web

    return play


def test_a_cut_author_list_and_a_bare_year_are_completed(tmp_path: Path, webs: Webs) -> None:
    site = make_site(tmp_path, "enrich: [crossref]\n")
    with webs({CROSSREF: Crossref([SEEING])}):
        outcome = night(site)
    assert outcome.report.exit_code == 0
    seeing = next(one for one in outcome.shown.works if one.title == "On seeing and not seeing")
    assert [name.family for name in seeing.author] == ["Doe", "Poe", "Lee"]
    assert (seeing.author_complete, str(seeing.issued)) == (True, "2020-03-14")
    assert {str(one.record) for one in seeing.origins if one.field == "author"} == {"crossref#10.5555/jv.2020.1"}
    assert "Poe" in page(site)


def test_a_retraction_is_said_on_the_page(tmp_path: Path, webs: Webs) -> None:
    notice = {"type": "retraction", "label": "Retraction", "DOI": "10.5555/notice", "source": "publisher"}
    retracted = {**SEEING, "updated-by": [notice]}
    site = make_site(tmp_path, "enrich: [crossref]\n")
    with webs({CROSSREF: Crossref([SEEING])}):
        night(site)
        assert "Retracted" not in page(site)
    with webs({CROSSREF: Crossref([retracted])}):
        night(site, days=31)
    assert "Retracted" in page(site)


def test_the_second_night_asks_nothing_and_writes_nothing(tmp_path: Path, webs: Webs) -> None:
    site = make_site(tmp_path, "enrich: [crossref]\n")
    with webs({CROSSREF: Crossref([SEEING])}) as web:
        night(site)
        before, asked = tree(site), len(web.log)
        assert night(site, days=1).report.files == ()
        assert (tree(site), len(web.log)) == (before, asked)
        night(site, days=40)
        assert len(web.log) > asked, "a retraction may have come, and what is missing may be known by now"


def test_a_fresh_checkout_knows_what_was_looked_up(tmp_path: Path, webs: Webs) -> None:
    site = make_site(tmp_path, "enrich: [crossref]\n")
    with webs({CROSSREF: Crossref([SEEING])}):
        night(site)
    assert night(site, offline=True).report.files == ()


def test_an_enricher_that_is_down_costs_nothing_but_its_news(tmp_path: Path, webs: Webs) -> None:
    site = make_site(tmp_path, "enrich: [crossref]\n")
    with webs({CROSSREF: Crossref([SEEING])}):
        night(site)
    before = tree(site)
    with webs({CROSSREF: lambda _: Response("no", status=500)}):
        outcome = night(site, days=40)
    assert outcome.report.exit_code == 3
    assert tree(site) == before
    (row,) = (one for one in outcome.report.sources if one.name == "crossref")
    assert (row.state, bool(row.problem)) == ("snapshot", True)


@pytest.mark.parametrize(
    "candidate",
    [
        crossref_work("10.5555/other", SOUND, [("Max", "Moe")], issued={"date-parts": [[2019]]}),
        crossref_work("10.5555/other", "Quite another thing by the same people", [("Jane", "Doe"), ("Mary", "Roe")]),
    ],
    ids=["the title, by others", "the people, another title"],
)
def test_what_matching_does_not_verify_is_not_believed(
    tmp_path: Path, webs: Webs, candidate: dict[str, object]
) -> None:
    site = make_site(tmp_path, "enrich: [crossref]\n")
    with webs({CROSSREF: Crossref([], found=[candidate])}):
        outcome = night(site)
    assert len(outcome.shown.works) == 2
    assert all(not record.source.startswith("crossref") for one in outcome.shown.works for record in one.records)
    assert not (site / "_pubsync/snapshots/crossref-_.json").exists()
    assert outcome.report.undecided == ()


def test_a_work_without_authors_takes_none_of_anothers_of_the_same_title(tmp_path: Path, webs: Webs) -> None:
    bare = f"@article{{sound, title = {{{SOUND}}}, journal = {{Journal of Vision}}, year = 2019}}"
    site = make_site(tmp_path, "enrich: [crossref]\n", bib=bare)
    theirs = crossref_work("10.5555/other", SOUND, [("Max", "Moe")], issued={"date-parts": [[2019]]})
    hers = crossref_work("10.5555/hers", SOUND, [("Jane", "Doe"), ("Mary", "Roe")], issued={"date-parts": [[2019]]})
    with webs({CROSSREF: Crossref([], found=[{**theirs, "published-online": None}])}):
        assert [one.author for one in night(site).shown.works] == [()]
    with webs({CROSSREF: Crossref([], found=[{**hers, "published-online": None}])}):
        assert [len(one.author) for one in night(site, days=31).shown.works] == [2]


def test_a_work_that_only_an_enricher_knows_is_no_work_of_the_page(tmp_path: Path, webs: Webs) -> None:
    site = make_site(tmp_path, "enrich: [crossref]\n")
    with webs({CROSSREF: Crossref([SEEING])}):
        night(site)
    (site / "publications.bib").write_text(
        "@misc{x, title = {Something else entirely}, author = {Doe, Jane}, year = 2024}"
    )
    assert [
        one.title for one in night(site, offline=True, accepted=frozenset({"bibtex:publications.bib"})).shown.works
    ] == ["Something else entirely"]


def test_an_enricher_can_be_left_out_of_a_run_by_name(tmp_path: Path, webs: Webs) -> None:
    site = make_site(tmp_path, "enrich: [crossref]\n")
    with webs({CROSSREF: Crossref([SEEING])}) as web:
        night(site, sources=frozenset({"bibtex:publications.bib"}))
        assert web.log == []


# Namesakes

STRANGE = ("journals/odd/Smith18", "Medieval bee keeping in the northern valleys", ["John Smith", "Karl Huber"])
OWN = ("journals/odd/Doe18", "Windows that sound in spring", ["Jane Doe", "Mary Roe"])
WITH_DBLP = "sources:\n  - bibtex: publications.bib\n  - dblp: 1/1\n"


def test_a_work_whose_authors_do_not_include_the_person_waits_in_the_review(tmp_path: Path, webs: Webs) -> None:
    site = make_site(tmp_path, WITH_DBLP)
    with webs({"dblp.org": lambda _: dblp_person(STRANGE, OWN)}):
        outcome = night(site)
    titles = [one.title for one in outcome.shown.works]
    assert OWN[1] in titles
    assert STRANGE[1] not in titles
    assert STRANGE[1] not in page(site)
    (row,) = (one for one in review_rows(outcome) if one["kind"] == "namesake")
    assert "its authors do not include you: John Smith, Karl Huber" in row["why"]
    assert row["commands"]["yours"] == "pubsync show 'dblp:1/1#journals/odd/Smith18'"


@pytest.mark.parametrize(("word", "shown", "waits"), [("show", True, 0), ("disown", False, 0)])
def test_the_persons_word_settles_it(tmp_path: Path, webs: Webs, word: str, shown: bool, waits: int) -> None:
    site = make_site(tmp_path, WITH_DBLP)
    with webs({"dblp.org": lambda _: dblp_person(STRANGE, OWN)}):
        night(site)
    decide(site, lambda ledger: simple(word)(ledger, ["dblp:1/1#journals/odd/Smith18"]))
    outcome = night(site, offline=True)
    assert (STRANGE[1] in [one.title for one in outcome.shown.works]) is shown
    assert len(outcome.namesakes) == waits


@pytest.mark.parametrize(("key", "shown"), [("m", True), ("n", False)])
def test_the_review_asks_whose_it_is_and_one_key_says_so(tmp_path: Path, webs: Webs, key: str, *, shown: bool) -> None:
    site = make_site(tmp_path, WITH_DBLP)
    with webs({"dblp.org": lambda _: dblp_person(STRANGE, OWN)}):
        night(site)
    queue = look(site)
    (asked,) = (one for one in queue.asked if one.question.id.startswith("namesake:"))
    facts = dict(asked.question.facts)
    assert (facts["title"], facts["authors"]) == (STRANGE[1], "John Smith, Karl Huber")
    assert "do not include you" in facts["why"]
    assert any("Smith18" in line or STRANGE[1] in line for line in more_lines(queue, asked))
    answer(site, queue, asked, key)
    assert (STRANGE[1] in [one.title for one in night(site, offline=True).shown.works]) is shown
    assert look(site).asked == ()


def test_a_work_on_the_page_is_not_taken_away_by_a_later_list_of_authors(tmp_path: Path, webs: Webs) -> None:
    site = make_site(tmp_path, f"sources:\n  - bibtex: publications.bib\n  - orcid: {ORCID}\nenrich: [crossref]\n")
    with webs({"pub.orcid.org": Orcid("Medieval bee keeping"), CROSSREF: Crossref([])}):
        assert len(night(site).shown.works) == 3
    others = crossref_work("10.5555/bee", "Medieval bee keeping", [("John", "Doe-Smith"), ("Karl", "Huber")])
    with webs({"pub.orcid.org": Orcid("Medieval bee keeping"), CROSSREF: Crossref([], found=[others])}):
        assert len(night(site, days=40).shown.works) == 3


# Another person's list


def test_another_persons_list_is_not_believed(tmp_path: Path, webs: Webs) -> None:
    site = make_site(tmp_path, f"sources:\n  - bibtex: publications.bib\n  - orcid: {ORCID}\n")
    with webs({"pub.orcid.org": Orcid("Windows that sound in spring")}):
        night(site)
    before = tree(site)
    with webs({"pub.orcid.org": Orcid("On the taxation of salt", owner="Max Moe")}):
        outcome = night(site, days=1)
    assert outcome.report.exit_code == 3
    assert "is the list of 'Max Moe'" in outcome.report.sources[1].problem
    assert tree(site) == before


def test_a_list_that_is_not_believed_is_asked_about_until_it_is_accepted(tmp_path: Path, webs: Webs) -> None:
    site = make_site(tmp_path, WITH_DBLP)
    listed = [(f"journals/x/Doe{n}", f"Study {n} of sound in the {n}th window", ["Jane Doe"]) for n in range(1, 9)]
    with webs({"dblp.org": lambda _: dblp_person(*listed)}):
        night(site)
    with webs({"dblp.org": lambda _: dblp_person(*listed[:2])}):
        night(site, days=1)
        asked = look(site).asked
        assert [one.question.id for one in asked] == ["source:dblp:1/1"]
        assert "names 2 where it last named 8" in dict(asked[0].question.facts)["now"]
        assert [row["commands"] for row in review_rows(night(site, days=1, offline=True))] == [
            {"yes": "pubsync sync --accept dblp:1/1"}
        ]
        night(site, days=2, accepted=frozenset({"dblp:1/1"}))
    assert look(site).asked == ()


def test_a_check_needs_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SERPAPI_API_KEY", raising=False)
    settings = "sources:\n  - bibtex: publications.bib\n  - scholar: {id: rme-IWIAAAAJ, through: serpapi}\n"
    site = make_site(tmp_path, settings)
    assert len(night(site, offline=True).shown.works) == 2
    with pytest.raises(SettingsError, match="SerpApi needs a key"):
        night(site)
