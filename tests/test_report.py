from __future__ import annotations

from pubsync.changes import Change
from pubsync.curation import Decision
from pubsync.matching import Evidence, Verdict
from pubsync.report import Join, RunReport, SourceReport, WrittenFile, problem_lines, report_json, report_lines
from tests.builders import rid

PAIR = Verdict(rid("a"), rid("b"), "undecided", 0.61234, (Evidence("title", 1.0, "alike"),))


def report(**fields: object) -> RunReport:
    usual: dict[str, object] = {"exit_code": 0, "dry_run": False, "totals": {"work": 2, "talk": 1, "course": 0}}
    return RunReport(**(usual | fields))  # type: ignore[arg-type]


def lines(**fields: object) -> list[str]:
    return list(report_lines(report(**fields)))


def test_a_quiet_run_is_short() -> None:
    assert lines() == [
        "Nothing to write: the site is as it should be.",
        "The site shows 2 papers, 1 talk; nothing waits for your word.",
    ]


def test_a_source_in_trouble_says_what_stands_in_and_why() -> None:
    told = lines(sources=(SourceReport(name="s", state="snapshot", records=3, problem="down", since="2026-01-02"),))
    assert told[:2] == ["s: 3 records from its last good answer, unchanged since 2026-01-02", "  ! down"]
    assert lines(sources=(SourceReport(name="s", state="failed", problem="down"),))[:2] == ["s: nothing", "  ! down"]


def test_a_source_is_named_once_beside_its_trouble_and_one_that_was_not_asked_is_in_none() -> None:
    trouble = SourceReport(name="scholar:x", state="failed", records=0, problem="scholar:x: can't be reached")
    quiet = SourceReport(name="arxiv", state="offline", records=0, problem="offline")
    file = SourceReport(name="bibtex:a.bib", state="failed", records=0, problem="a.bib: no such file")
    made = report(sources=(trouble, quiet, file))
    assert list(problem_lines(made)) == ["scholar:x: can't be reached", "bibtex:a.bib: a.bib: no such file"]
    told = list(report_lines(made))
    assert told[:3] == ["scholar:x: nothing", "  ! can't be reached", "arxiv: nothing yet (offline)"]


def unreached(name: str, **fields: object) -> SourceReport:
    usual = {"state": "snapshot", "remote": True, "unreached": "check the network", "problem": f"{name}: no way there"}
    return SourceReport(name=name, **(usual | fields))  # type: ignore[arg-type]


def test_sources_that_no_way_leads_to_are_one_line_with_what_stands_in() -> None:
    file = SourceReport(name="bibtex:a.bib", state="fresh", records=2)
    resting = SourceReport(name="dblp:1/1", state="resting", problem="left alone", remote=True)
    scholar = unreached("scholar:x", records=9, last_success="2026-01-02", partial="9 rows; more exist")
    orcid = unreached("orcid:y", records=3, since="2026-01-05")
    told = lines(sources=(file, scholar, orcid, unreached("arxiv"), resting))
    assert told[:4] == [
        (
            "no network: scholar:x, orcid:y and arxiv can't be reached; their last good answers of 2026-01-02 to "
            "2026-01-05 stand in, but for arxiv: nothing yet (check the network)"
        ),
        "  scholar:x: 9 rows; more exist",
        "bibtex:a.bib: 2 records",
        "dblp:1/1: nothing yet (left alone)",
    ]
    assert list(problem_lines(report(sources=(scholar, unreached("arxiv", state="failed"), resting)))) == [
        (
            "no network: scholar:x and arxiv can't be reached; their last good answers of 2026-01-02 stand in, but for "
            "arxiv: nothing yet (check the network)"
        ),
        "dblp:1/1: left alone",
    ]


def test_where_another_source_answers_or_fails_otherwise_there_is_a_network() -> None:
    for other in ("fresh", "failed"):
        sources = (unreached("arxiv"), unreached("crossref"), SourceReport(name="x", state=other, remote=True))
        assert not any(line.startswith("no network") for line in lines(sources=sources))
    assert lines(sources=(unreached("arxiv", records=2),))[:2] == [
        "arxiv: 2 records from its last good answer",
        "  ! no way there",
    ]


def test_a_list_known_to_be_partial_is_called_so() -> None:
    assert lines(sources=(SourceReport(name="s", state="fresh", records=100, partial="100 rows; more exist"),))[0] == (
        "s: 100 records (100 rows; more exist)"
    )


def test_an_undecided_pair_comes_with_its_paste_ready_commands() -> None:
    told = lines(undecided=(PAIR,), titles={str(rid("a")): "One"}, keys={str(rid("a")): "k1", str(rid("b")): "k2"})
    assert told[0].startswith("one work or two? One | ")
    assert told[1] == "  if one: pubsync merge k1 k2    if two: pubsync split k1 k2"
    assert "1 pair waits for your word." in told[-1]


def test_merges_are_told_for_news_alone() -> None:
    join = Join(key="k", title="T", records=("x", "y"), reasons=("title",))
    assert "merged: 2 records are 1 work" in lines(joins=(join,), changes=(Change("added", "work", "k", "T"),))
    assert not any(line.startswith("merged") for line in lines(joins=(join,)))


def test_many_files_of_a_folder_are_one_number_and_our_own_are_not_listed() -> None:
    files = [WrittenFile(path=f"_p/{number}.md", action="created") for number in range(4)]
    files += [WrittenFile(path="a.md", action="created"), WrittenFile(path="_pubsync/library.json", action="created")]
    assert "created: a.md, 4 files in _p" in lines(files=tuple(files))
    assert "would be created: a.md, 4 files in _p" in lines(files=tuple(files), dry_run=True)


def test_a_long_list_of_news_is_cut_with_its_number() -> None:
    changes = tuple(Change("added", "work", f"k{number}", f"T{number}") for number in range(12))
    assert [line for line in lines(changes=changes) if line.startswith("new: ")][-1] == "new: and 2 more"


def test_the_many_works_of_a_first_run_are_a_number() -> None:
    changes = tuple(Change("added", "talk" if number > 9 else "work", f"k{number}", "T") for number in range(12))
    assert lines(changes=changes, first=True)[0] == "new: 10 papers, 2 talks"
    few = (Change("added", "work", "k", "T"), Change("adopted", "work", "l", "U", "_p/u.md"))
    assert lines(changes=few, first=True)[:2] == ["new: T", "known now, in a file of yours: U (_p/u.md)"]


def test_what_a_person_did_to_the_site_is_told() -> None:
    decision = Decision(kind="override", path="_p/a.md", place="key:excerpt")
    assert "your edit kept: _p/a.md: key:excerpt" in lines(taken_over=(decision,))
    place = "entry:publications group_by=year"
    entry = Decision(kind="override", path="a.md", place=place, value="- <b>Qi, W.</b> &amp; Li. On tea.\n")
    assert "your edit kept: a.md: Qi, W. & Li. On tea." in lines(taken_over=(entry,))
    gone = Decision(kind="override", path="a.md", place=place)
    assert "your edit kept: a.md: an entry taken out of publications group_by=year" in lines(taken_over=(gone,))
    deleted = Decision(kind="hide", records=(rid("a"),), origin="file deleted: _p/a.md")
    assert "your edit kept: _p/a.md: deleted, so it stays away" in lines(taken_over=(deleted,))


def test_json_holds_the_same_for_programs() -> None:
    told = report_json(report(undecided=(PAIR,), remarks=("r",)))
    assert told["undecided"] == [{"records": ["bibtex:a.bib#a", "bibtex:a.bib#b"], "probability": 0.6123}]
    assert told["remarks"] == ["r"]
