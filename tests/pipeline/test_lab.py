"""A lab: several people, one union list, one list a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from pubsync.errors import SettingsError, SiteError
from pubsync.pipeline.committing import commit_message
from pubsync.pipeline.deciding import decide, simple
from pubsync.pipeline.explaining import explain_lines
from pubsync.pipeline.exporting import exported
from pubsync.pipeline.run import offline_outcome
from pubsync.report import report_lines, report_markdown
from tests.pipeline.runs import pages, sync

END = "<!-- pubsync:end -->"
SETTINGS = """\
title: The Tea Lab
people:
  - name: Na Li
    aliases: [李娜]
    sources: [{bibtex: li.bib}]
  - name: Weizhen Qi
    id: weizhen
    from: 2021-09
    until: 2023
    sources: [{bibtex: qi.bib}]
    talks: [qi-talks.yaml]
  - name: Wei Wang
outputs:
  - {kind: page, path: lab.html}
  - {kind: page, path: weizhen.html, person: weizhen}
publications: {group_by: none}
"""
JOINT = "@article{%s, title={Brewing tea with care and two people}, author={Li, Na and Qi, Weizhen}, year={2022}}\n"
LI_BIB = JOINT % "joint" + "@article{alone, title={Leaves alone}, author={Li, Na}, year={2019}}\n"
QI_BIB = (
    JOINT % "also-joint"
    + "@article{before, title={Before the lab}, author={Qi, Weizhen}, year={2020}}\n"
    + "@article{during, title={While in the lab}, author={Qi, Weizhen and Wang, Wei}, year={2022}}\n"
    + "@article{after, title={After the lab}, author={Qi, Weizhen}, year={2025}}\n"
)


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    (tmp_path / "pubsync.yaml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "li.bib").write_text(LI_BIB, encoding="utf-8")
    (tmp_path / "qi.bib").write_text(QI_BIB, encoding="utf-8")
    (tmp_path / "qi-talks.yaml").write_text("- {title: On pots, date: 2022-05-01}\n", encoding="utf-8")
    regions = [f"<!-- pubsync:begin publications person={who} -->\n{END}\n" for who in ("li", "weizhen", "wang")]
    counts = f"<!-- pubsync:count publications -->{END} <!-- pubsync:count publications person=li -->{END}\n"
    regions = [*regions, f"<!-- pubsync:begin publications -->\n{END}\n", f"<!-- pubsync:begin talks -->\n{END}\n"]
    (tmp_path / "members.md").write_text("\n".join([*regions, counts]), encoding="utf-8")
    return tmp_path


def lists(lab: Path) -> list[list[str]]:
    text = (lab / "members.md").read_text(encoding="utf-8")
    stretches = text.split("<!-- pubsync:begin")[1:]
    return [[line for line in one.splitlines() if line.startswith("- ")] for one in stretches]


def titles(lines: list[str]) -> list[str]:
    known = ("Brewing", "Leaves", "Before", "While", "After")
    return [word for line in lines for word in known if word in line]


def test_one_union_list_one_list_a_person_and_a_co_authored_paper_once(lab: Path) -> None:
    outcome = sync(lab)
    li, qi, wang, everyone, talks = lists(lab)
    assert titles(li) == ["Brewing", "Leaves"]
    assert titles(qi) == ["Brewing", "While"]
    assert titles(wang) == ["While"]
    assert sorted(titles(everyone)) == ["Brewing", "Leaves", "While"]
    assert len(talks) == 1
    assert outcome.report.totals["work"] == 3
    assert pages(sync(lab)) == []


def test_everyone_of_the_lab_stands_out_in_the_union_and_only_the_person_on_their_list(lab: Path) -> None:
    sync(lab)
    li, qi, _, everyone, _ = lists(lab)
    assert next(line for line in everyone if "Brewing" in line).count("<b>") == 2
    assert "<b>Li, N.</b>" in li[0]
    assert "<b>Qi, W.</b>" in qi[0]
    assert li[0].count("<b>") == qi[0].count("<b>") == 1


def test_pages_of_the_lab_and_of_a_person_and_numbers_of_both(lab: Path) -> None:
    sync(lab)
    page, personal = (lab / name for name in ("lab.html", "weizhen.html"))
    assert "<h1>The Tea Lab" in page.read_text(encoding="utf-8")
    assert page.read_text(encoding="utf-8").count('class="entry work"') == 3
    assert personal.read_text(encoding="utf-8").count('class="entry work"') == 2
    assert f"-->3{END}" in (lab / "members.md").read_text(encoding="utf-8")
    assert f"person=li -->2{END}" in (lab / "members.md").read_text(encoding="utf-8")


def test_only_a_page_that_was_written_is_named_to_be_opened(lab: Path) -> None:
    assert sync(lab).report.pages == (str(lab / "lab.html"), str(lab / "weizhen.html"))
    assert sync(lab).report.pages == ()
    (lab / "li.bib").write_text(LI_BIB.replace("Leaves", "Dry leaves"), encoding="utf-8")
    assert f"Open {lab / 'lab.html'}" in list(report_lines(sync(lab, dry_run=True).report))
    assert sync(lab).report.pages == (str(lab / "lab.html"),)


def test_two_people_of_one_family_name_are_told_apart_by_their_full_names_or_ids(lab: Path) -> None:
    settings = lab / "pubsync.yaml"
    settings.write_text(SETTINGS.replace("Wei Wang", "Xin Li"), encoding="utf-8")
    text = (lab / "members.md").read_text(encoding="utf-8")
    (lab / "members.md").write_text(text.replace("person=li", "person=na-li").replace("person=wang", "person=xin-li"))
    assert sync(lab).report.totals["work"] == 3

    settings.write_text(SETTINGS.replace("- name: Wei Wang", "- name: Wei Wang\n    id: weizhen"), encoding="utf-8")
    with pytest.raises(SettingsError, match="two people are called weizhen"):
        sync(lab)


def test_an_output_of_nobody_is_an_error_that_names_the_nearest_and_writes_nothing(lab: Path) -> None:
    settings = lab / "pubsync.yaml"
    settings.write_text(SETTINGS.replace("person: weizhen}", "person: weizen}"), encoding="utf-8")
    with pytest.raises(SettingsError, match="nobody here is called 'weizen'") as caught:
        sync(lab)
    assert (caught.value.where, caught.value.remedy) == ("pubsync.yaml: outputs", "did you mean weizhen?")
    assert not (lab / "weizhen.html").exists()


@pytest.mark.parametrize("called", ["weizhen", "weizhen-qi", "Weizhen Qi", "qi"])
def test_an_output_calls_a_person_as_pages_do(lab: Path, called: str) -> None:
    settings = lab / "pubsync.yaml"
    settings.write_text(SETTINGS.replace("person: weizhen}", f"person: {called}}}"), encoding="utf-8")
    sync(lab)
    page = (lab / "weizhen.html").read_text(encoding="utf-8")
    assert page.count('class="entry work"') == 2
    assert exported(lab, "csv", called) == exported(lab, "csv", "weizhen")


def test_what_pages_call_a_person_is_understood_when_a_second_of_that_family_joins_or_leaves(lab: Path) -> None:
    text = (lab / "members.md").read_text(encoding="utf-8").replace("person=li ", "person=na-li ")
    (lab / "members.md").write_text(text.replace("person=wang", "person=wei-wang"), encoding="utf-8")
    sync(lab)
    alone = (lab / "members.md").read_bytes()
    assert f"person=na-li -->2{END}".encode() in alone
    (lab / "pubsync.yaml").write_text(SETTINGS.replace("outputs:", "  - name: Xin Wang\noutputs:"), encoding="utf-8")
    sync(lab)
    assert (lab / "members.md").read_bytes() == alone


def test_a_name_that_several_share_is_an_error_that_names_them_all(lab: Path) -> None:
    settings = SETTINGS.replace("outputs:", "  - name: Xiaoming Wang\noutputs:")
    (lab / "pubsync.yaml").write_text(settings, encoding="utf-8")
    with pytest.raises(SiteError, match="nobody here is called 'wang'") as caught:
        sync(lab)
    assert caught.value.remedy == "did you mean wei-wang or xiaoming-wang?"


def test_regions_need_no_output_and_a_site_that_shows_nothing_is_told_how(lab: Path) -> None:
    people, _, rest = SETTINGS.partition("outputs:\n")
    (lab / "pubsync.yaml").write_text(people + rest[rest.index("publications:") :], encoding="utf-8")
    assert pages(sync(lab)) == ["members.md"]
    (lab / "members.md").unlink()
    assert any("nothing shows your works yet" in remark for remark in sync(lab).report.remarks)


def test_a_paper_of_another_time_is_not_news_and_is_said_to_be_of_another_time(lab: Path) -> None:
    report = sync(lab).report
    assert {change.title for change in report.changes if change.subject == "work"} == {
        "Brewing tea with care and two people",
        "Leaves alone",
        "While in the lab",
    }
    assert report.outside == 2
    assert any(line.endswith("(from:, until:): 2.") for line in report_lines(report))
    told = list(explain_lines(offline_outcome(lab), "Before the lab"))
    assert "(2020) when none of the people it names was of the lab" in told[1]


def test_a_paper_that_falls_out_of_its_authors_time_is_not_said_to_be_named_by_no_source(lab: Path) -> None:
    sync(lab)
    (lab / "pubsync.yaml").write_text(SETTINGS.replace("until: 2023", "until: 2021"), encoding="utf-8")
    alone = (lab / "qi.bib").read_text(encoding="utf-8").replace(" and Wang, Wei", "")
    (lab / "qi.bib").write_text(alone, encoding="utf-8")
    report = sync(lab).report
    assert [(change.kind, change.title) for change in report.changes if change.subject == "work"] == [
        ("outside", "While in the lab"),
        ("unlisted", "Brewing tea with care and two people"),
    ]
    assert "No longer shown: from before or after its authors' time here" in report_markdown(report)
    assert not sync(lab).report.changes


def test_a_paper_that_leaves_a_members_list_and_stays_on_the_labs_is_told_once(lab: Path) -> None:
    sync(lab)
    (lab / "pubsync.yaml").write_text(SETTINGS.replace("until: 2023", "until: 2021"), encoding="utf-8")
    report = sync(lab).report
    told = [(one.kind, one.title, one.detail) for one in report.changes if one.subject == "work"]
    brewing, during = "Brewing tea with care and two people", "While in the lab"
    assert sorted(told) == [("unlisted", brewing, "Weizhen Qi"), ("unlisted", during, "Weizhen Qi")]
    assert f"no longer on a member's list: {during} (Weizhen Qi)" in list(report_lines(report))
    assert "### No longer on a member's list" in report_markdown(report)
    assert commit_message(report).startswith("Publications: 2 no longer on a member's list")
    assert not sync(lab).report.changes


def test_a_paper_that_a_members_list_leaves_out_by_its_own_attributes_is_no_news(lab: Path) -> None:
    sync(lab)
    page = lab / "members.md"
    text = page.read_text(encoding="utf-8").replace("person=weizhen", "person=weizhen limit=1")
    page.write_text(text, encoding="utf-8")
    report = sync(lab).report
    assert pages(sync(lab)) == []
    assert report.changes == ()


def test_nothing_is_said_of_a_members_paper_that_was_hidden(lab: Path) -> None:
    sync(lab)
    decide(lab, lambda ledger: simple("hide")(ledger, ["While in the lab"]))
    assert sync(lab).report.changes == ()


def test_the_summary_of_a_lab_says_whose_a_new_paper_is(lab: Path) -> None:
    told = report_markdown(sync(lab).report)
    assert "- Brewing tea with care and two people, 2022 (Na Li, Weizhen Qi; 2 records of one work" in told
    assert "- Leaves alone, 2019 (Na Li)" in told
