from __future__ import annotations

import re
import shlex
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from pubsync.changes import Change
from pubsync.citing.escape import plain
from pubsync.curation import Decision
from pubsync.matching import Evidence, Verdict
from pubsync.report import (
    Aside,
    Described,
    Join,
    MovedDecision,
    RunReport,
    SourceReport,
    WrittenFile,
    has_news,
    headline,
    report_lines,
    report_markdown,
    stopped_markdown,
    waiting,
)
from pubsync.report.markdown import LONGEST, code, outside
from tests.builders import rid

NEW = Change("added", "work", "lee2024tides", "Reading the tides")
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) ![x](http://e.org/x.png) `code`"
    " **bold** | cell | {{ site.title }} <!-- --> https://e.org/phish www.e.org @octocat fixes #12 GH-3 !4 # head"
)


def report(**fields: object) -> RunReport:
    usual: dict[str, object] = {
        "exit_code": 0,
        "dry_run": False,
        "totals": {"work": 2, "talk": 1, "course": 0},
        "today": "2026-05-10",
    }
    return RunReport(**(usual | fields))  # type: ignore[arg-type]


def told(**fields: object) -> str:
    return report_markdown(report(**fields))


def shown(text: str) -> html.HtmlElement:
    """The text as a forge renders it: GitHub's tables and strikethrough, raw HTML passed on."""
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    return html.fragment_fromstring(rendered, create_parent="div")


def rows(text: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in shown(text).xpath(".//li")]


# What it says


def test_a_quiet_run_is_two_lines() -> None:
    sources = (SourceReport(name="a", state="fresh"), SourceReport(name="b", state="offline"))
    assert told(sources=sources) == "## pubsync: no news\n\n1 of 2 sources answered, the others were not asked.\n"


def test_remarks_of_every_night_are_a_number_on_a_quiet_one() -> None:
    sources = (SourceReport(name="a", state="fresh", notices=("a.bib:3: bad",)),)
    text = told(sources=sources, remarks=("a remark",))
    assert text.endswith("1 of 1 source answered. 2 notes: `pubsync check`\n")
    assert "a remark" in told(sources=sources, remarks=("a remark",), changes=(NEW,))


def test_new_papers_come_with_their_link_and_where_they_came_out() -> None:
    described = {NEW.key: Described(where="Journal of Tides, 2024", url="https://doi.org/10.5555/x")}
    text = told(changes=(NEW,), described=described)
    assert text.startswith("## pubsync: 1 new paper\n")
    assert "### New\n\n- [Reading the tides](https://doi.org/10.5555/x), Journal of Tides, 2024\n" in text


@pytest.mark.parametrize(
    ("kind", "heading"), [("published", "Published"), ("left", "No longer named by any source"), ("returned", "Back")]
)
def test_each_kind_of_change_has_its_heading(kind: str, heading: str) -> None:
    assert f"### {heading}\n\n- Reading the tides\n" in told(changes=(replace(NEW, kind=kind),))


def test_all_that_was_corrected_of_one_work_is_one_row() -> None:
    one = replace(NEW, kind="corrected", detail="title: A → B")
    text = told(changes=(one, replace(one, detail="issued: 2023 → 2024")))
    assert rows(text)[0] == "Reading the tides (title: A → B; issued: 2023 → 2024)"
    assert text.startswith("## pubsync: 1 corrected\n")


def test_merges_come_with_their_reasons_and_what_they_took_in() -> None:
    merged = Change("merged", "work", "lee2024tides", "Reading the tides", "lee2023tides")
    join = Join(key="lee2024tides", title="Reading the tides", records=("a", "b", "c"), reasons=("title", "doi"))
    text = told(changes=(merged,), joins=(join,))
    assert rows(text)[0] == "Reading the tides: 3 records of one work, by title, doi; lee2023tides is now part of it"


def test_a_record_that_joined_a_known_work_is_a_merge_and_one_known_before_is_not() -> None:
    join = Join(key="k", title="T", records=("a", "b"), reasons=("doi",))
    assert "Merged" not in told(joins=(join,))
    assert rows(told(joins=(replace(join, fresh=True),)))[0] == "T: 2 records of one work, by doi"


def test_why_the_records_of_a_new_work_are_one_stands_beside_it() -> None:
    join = Join(key=NEW.key, title=NEW.title, records=("a", "b"), reasons=("doi",), fresh=True)
    text = told(changes=(NEW,), joins=(join,))
    assert rows(text)[0] == "Reading the tides (2 records of one work, by doi)"
    assert "Merged" not in text


def test_sources_come_with_their_age() -> None:
    failing = SourceReport(
        name="scholar:x",
        state="snapshot",
        records=24,
        problem="refused (429)",
        since="2026-04-30",
        last_success="2026-05-03",
        stale=True,
    )
    row, problem = rows(told(sources=(failing,)))
    assert row.startswith("scholar:x: 24 records from its last good answer, last answered on 2026-05-03 (7 days ago), ")
    assert "unchanged since 2026-04-30 (10 days ago), stale" in row
    assert problem == "refused (429)"


def test_a_source_that_rests_after_a_refusal_is_told_on_a_quiet_night_and_one_not_asked_is_not() -> None:
    resting = SourceReport(name="scholar:x", state="resting", records=2, problem="it refused on 2026-05-09")
    assert "`scholar:x`" in told(sources=(resting,))
    assert "`scholar:x`" not in told(sources=(replace(resting, problem="not asked this time"),))


def test_edits_are_told_and_what_was_deleted_without_its_name() -> None:
    patch = Decision(kind="patch", records=(rid("a"),), field="title", value="B", origin="_p/a.md")
    hide = Decision(kind="hide", records=(rid("a"),), origin="file deleted: _p/secret-work.md")
    text = told(taken_over=(patch, hide))
    assert rows(text)[:2] == ["_p/a.md: field title", "a file that you deleted stays away"]
    assert "secret" not in text


def test_files_are_told_but_for_pubsyncs_own() -> None:
    files = (WrittenFile(path="a.md", action="created"), WrittenFile(path="_pubsync/library.json", action="updated"))
    assert told(files=files).endswith("Files created: `a.md`.\n")
    assert told(files=files, dry_run=True).endswith("Files would be created: `a.md`.\n")


def test_the_headline_is_of_words_of_our_own() -> None:
    talk = Change("added", "talk", "t", HOSTILE)
    changes = (NEW, replace(NEW, key="b"), talk, replace(NEW, kind="published"), replace(NEW, kind="left"))
    assert headline(report(changes=changes)) == "2 new papers, 1 new talk, 1 published, 1 no longer named"
    assert headline(report()) == ""
    assert has_news(report(changes=changes))
    assert not has_news(report())


# What waits, with its commands

PAIR = Verdict(rid("a"), rid("b"), "undecided", 0.6, (Evidence("title", 1.0, "alike"), Evidence("year", -1.0, "far")))


def commands(**fields: object) -> list[list[str]]:
    """The words of each command, as a shell reads the code spans of the summary."""
    spans = shown(told(**fields)).xpath(".//li//li/code")
    return [shlex.split(one.text_content()) for one in spans]


def test_each_question_has_a_command_for_each_answer() -> None:
    fields: dict[str, object] = {
        "undecided": (PAIR,),
        "keys": {str(rid("a")): "k1", str(rid("b")): "k2"},
        "aside": (Aside(records=("scholar:x#1", "orcid:y#2"), reason="its authors do not include you"),),
        "moved": (MovedDecision(subject="_p/a b.md", place="key:title"),),
        "sources": (
            SourceReport(
                name="orcid:y",
                state="snapshot",
                problem="orcid:y: names 3 where it last named 9; it is not believed (if that is right, run: "
                "pubsync sync --accept 'orcid:y'); last good answer on 2026-05-01",
            ),
        ),
    }
    assert commands(**fields, changes=(NEW,)) == [
        ["pubsync", "merge", "k1", "k2"],
        ["pubsync", "split", "k1", "k2"],
        ["pubsync", "show", "scholar:x#1"],
        ["pubsync", "disown", "scholar:x#1", "orcid:y#2"],
        ["pubsync", "resolve", "_p/a b.md", "key:title", "--mine"],
        ["pubsync", "resolve", "_p/a b.md", "key:title", "--tool"],
        ["pubsync", "sync", "--accept", "orcid:y"],
    ]
    assert headline(report(**fields)) == "4 decisions wait"


def test_a_quiet_run_shows_the_first_few_questions_and_the_number_of_the_rest() -> None:
    aside = tuple(Aside(records=(f"scholar:x#{number}",), reason="r") for number in range(5))
    assert rows(told(aside=aside))[-1] == "and 2 more: pubsync review"


def test_a_question_keeps_its_id_whatever_else_is_asked() -> None:
    (alone,) = waiting(report(undecided=(PAIR,)))
    both = waiting(report(undecided=(PAIR,), aside=(Aside(records=("x#1",), reason="r"),)))
    assert alone.id in {one.id for one in both}
    assert len({one.id for one in both}) == 2


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
@settings(max_examples=60)
def test_whatever_a_record_is_called_its_command_says_that_and_nothing_else(one: str, other: str) -> None:
    records = (f"bibtex:a.bib#{one}", f"scholar:x#{other}")
    typed = dict(waiting(report(aside=(Aside(records=records, reason="r"),)))[0].answers)["if not"]
    assert "\n" not in typed
    assert shlex.split(typed) == ["pubsync", "disown", *(re.sub(r"[\t\n]", " ", plain(record)) for record in records)]


# What comes from outside can't act

OWN_TAGS = {"div", "h2", "h3", "ul", "li", "p", "code", "a"}


def assert_harmless(text: str) -> None:
    found = shown(text)
    assert {one.tag for one in found.iter()} <= OWN_TAGS
    assert all(re.match("https?://", one) for one in found.xpath(".//@href"))
    assert set(found.xpath(".//@*")) <= set(found.xpath(".//a/@href"))


def everywhere(text: str) -> RunReport:
    """A report with a text from outside in every place that may hold one."""
    return report(
        changes=(replace(NEW, title=text, detail=text), replace(NEW, kind="corrected", title=text, detail=text)),
        joins=(Join(key="k", title=text, records=(text, "b"), reasons=(text,), fresh=True),),
        described={NEW.key: Described(where=text, url=text)},
        undecided=(PAIR,),
        titles={str(rid("a")): text, str(rid("b")): text},
        keys={str(rid("a")): text},
        aside=(Aside(records=(text,), reason=text),),
        moved=(MovedDecision(subject=text, place=text),),
        remarks=(text,),
        sources=(
            SourceReport(name="s", state="snapshot", problem=text, partial=text, notices=(text,), dropped=(text,)),
        ),
        taken_over=(Decision(kind="override", path=text, place=text),),
        files=(WrittenFile(path=text or "x", action="created"),),
    )


def test_hostile_texts_are_shown_literally_and_do_nothing() -> None:
    text = report_markdown(everywhere(HOSTILE))
    assert_harmless(text)
    visible = shown(text).text_content().replace("\u200b", "")
    assert "<script>alert(1)</script>" in visible
    assert "[x](javascript:alert(1))" in visible


@given(st.text(max_size=80) | st.text(alphabet="<>&*_`[]()!#|~\\{}:/@.-+=1a \n\t", max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_from_outside_acts(text: str) -> None:
    assert_harmless(report_markdown(everywhere(text)))
    assert_harmless(stopped_markdown(text))


@given(st.text(alphabet="<>&*_`[]()!#|~\\{}:/@.-+=1aé齐 ", max_size=60))
@settings(max_examples=150, deadline=None)
def test_what_is_made_harmless_is_shown_as_it_was(text: str) -> None:
    seen = shown(f"x {outside(text)} x").text_content().replace("\u200b", "")
    assert seen.split() == ["x", *plain(text).split(), "x"]


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_a_code_span_holds_its_text_whatever_backticks_are_in_it(text: str) -> None:
    line = " ".join(plain(text).split())
    if line:
        (span,) = shown(f"x {code(text)} x").xpath(".//code")
        assert span.text_content().strip() == line.strip()


@pytest.mark.parametrize(
    "text", ["@octocat", "mail me@e.org", "fixes #12", "closes a/b#12", "#1", "GH-7", "gh-7", "see !4", "[#3](x)"]
)
def test_nobody_is_called_and_no_issue_named(text: str) -> None:
    seen = shown(outside(text)).text_content()
    assert not re.search(r"@\w|[#!]\d|gh-\d", seen, re.IGNORECASE)


def test_names_of_files_and_settings_stay_readable_where_nobody_renders_them() -> None:
    assert outside("_config.yml has no publication_category") == "&#95;config.yml has no publication_category"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//e.org", "https://a@b.org/", "x", "https://e.org/" + "a" * 600],
)
def test_addresses_that_lead_anywhere_but_to_the_web_are_left_out(address: str) -> None:
    text = told(changes=(NEW,), described={NEW.key: Described(url=address)})
    assert not shown(text).xpath(".//a")


@pytest.mark.parametrize("address", ["https://e.org/a_(b)?x=1&copy=2", "https://e.org/$a$", "https://e.org/)*x*"])
def test_an_address_is_the_links_whatever_signs_are_in_it(address: str) -> None:
    (link,) = shown(told(changes=(NEW,), described={NEW.key: Described(url=address)})).xpath(".//a")
    assert link.text_content() == "Reading the tides"


def test_long_lists_are_cut_with_their_number() -> None:
    many = tuple(replace(NEW, key=f"k{number}", title=f"T{number}") for number in range(45))
    assert rows(told(changes=many))[-1] == "and 15 more"


def test_it_fits_into_a_pull_request_however_long_its_parts_are() -> None:
    many = tuple(
        replace(NEW, key=f"k{number}", title="*" * 5000, kind=kind)
        for kind in ("added", "left", "returned", "published")
        for number in range(40)
    )
    text = told(changes=many)
    assert len(text) <= LONGEST + 1
    assert text.endswith("Cut here; the rest is shown by `pubsync sync --dry-run` and `pubsync review`.\n")
    assert_harmless(text)


def test_a_run_that_stopped_says_why() -> None:
    assert stopped_markdown("no source gave an answer") == "## pubsync: nothing was done\n\nno source gave an answer\n"


# The terminal


def test_nothing_from_outside_acts_on_a_terminal() -> None:
    lines = list(report_lines(everywhere("\x1b]0;owned\x07 \x9b31m \u202e a\nb"), diff=True))
    assert not re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e]", "".join(lines))


def test_many_sources_that_are_well_share_a_row_and_each_in_trouble_has_its_own() -> None:
    well = [SourceReport(name=f"bibtex:{place}.bib", state="fresh", records=2) for place in range(6)]
    failing = SourceReport(name="orcid:x", state="failed", problem="orcid:x: can't be reached")
    text = told(changes=(NEW,), sources=(*well, failing))
    assert "- `orcid:x`: nothing\n  - can't be reached\n- 6 others are well: `bibtex:0.bib`, " in text
    assert "- `bibtex:0.bib`: 2 records" in told(changes=(NEW,), sources=(well[0], failing))


def test_sources_that_were_never_heard_and_not_asked_share_a_row_and_are_not_called_failed() -> None:
    names = ("orcid:x", "scholar:y")
    unheard = [SourceReport(name=name, state="failed", problem="has no snapshot yet", unheard=True) for name in names]
    for changes in ((), (NEW,)):
        text = told(changes=changes, sources=(SourceReport(name="a", state="fresh"), *unheard))
        assert "- never heard so far, and not asked in this run: `orcid:x`, `scholar:y`" in text
        assert "snapshot" not in text
    quiet = told(sources=(SourceReport(name="a", state="fresh"), *unheard))
    assert "1 of 3 sources answered, the others were not asked." in quiet
