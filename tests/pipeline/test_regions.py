"""What a person's page can ask for: regions that choose, numbers in running text, pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pubsync.errors import AskPersonError, SettingsError, SiteError
from pubsync.pipeline.deciding import decide, decide_all, merged, placed, simple
from pubsync.pipeline.explaining import count_lines, review_rows
from pubsync.pipeline.run import Outcome
from tests.pipeline.nights import make_site
from tests.pipeline.runs import edit, pages, sync, tree

END = "<!-- pubsync:end -->"
WRONG_NAME = re.compile(r"name: Weizhen Qi\n.*\n.*aliases: .*$", re.MULTILINE)


def page(site: Path, text: str, name: str = "about-me.md") -> Path:
    path = site / name
    path.write_text(text.replace("END", END), encoding="utf-8")
    return path


def entries(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]


def test_a_region_shows_what_it_asks_for(synced: Path) -> None:
    path = page(synced, "<!-- pubsync:begin publications since=2021 until=2021 limit=2 -->\nEND\n")
    sync(synced)
    assert len(entries(path)) == 2
    assert all("2021" in line for line in entries(path))
    assert pages(sync(synced)) == []


def test_numbers_in_a_biography_and_its_chinese_twin_stay_true(synced: Path) -> None:
    english = page(
        synced,
        "Over <!-- pubsync:count publications since=2021 round=down:5 -->END papers,"
        " <!-- pubsync:count first_author -->END as first author, <!-- pubsync:count talks -->1END talk.\n",
    )
    chinese = page(synced, "共发表论文<!-- pubsync:count publications -->ENDx篇。".replace("ENDx", "END"), "zh.md")
    sync(synced)
    assert "-->5<!--" in english.read_text(encoding="utf-8")
    assert "-->10<!--" in chinese.read_text(encoding="utf-8")

    edit(synced / "publications.bib", "@inproceedings{qi2021bang", "@inproceedings{qi2021bangx")
    with (synced / "publications.bib").open("a", encoding="utf-8") as bib:
        bib.write("@article{new2024, title={A new paper on tea}, author={Qi, Weizhen}, journal={Tea}, year={2024}}\n")
    sync(synced)
    assert "-->11<!--" in chinese.read_text(encoding="utf-8")


def test_a_number_that_is_not_certain_is_told_of_a_place_that_stays_empty_and_of_one_that_does_not(
    synced: Path,
) -> None:
    page(
        synced, "<!-- pubsync:count first_or_corresponding -->END or <!-- pubsync:count first_or_corresponding -->7END"
    )
    told = [line for line in sync(synced).report.remarks if "the number of first_or_corresponding" in line]
    assert [("nothing stands in its place" in line, "stays as it is" in line) for line in told] == [
        (True, False),
        (False, True),
    ]


def test_a_number_typed_over_stays_and_the_review_has_the_computed_one_beside_it(synced: Path) -> None:
    path = page(synced, "<!-- pubsync:count publications -->END\n")
    sync(synced)
    edit(path, "10", "63")
    sync(synced)

    assert "63" in path.read_text(encoding="utf-8")
    (row,) = (row for row in review_rows(sync(synced)) if row["kind"] == "moved")
    assert (row["yours"], row["now"]) == ("63", "10")


def test_explain_count_lists_the_works_behind_a_number(synced: Path) -> None:
    lines = list(count_lines(sync(synced), "first_author", {"since": "2021"}))
    assert lines[0].startswith("first_author: ")
    assert len(lines) == 1 + int(lines[0].removeprefix("first_author: "))
    with pytest.raises(SettingsError, match="can't be of 'first_auther'"):
        list(count_lines(sync(synced), "first_auther", {}))


def test_a_count_that_is_not_certain_stays_as_it_stands_and_says_why(synced: Path) -> None:
    path = page(synced, "<!-- pubsync:count first_or_corresponding -->7END\n")
    outcome = sync(synced)
    assert "-->7<!--" in path.read_text(encoding="utf-8")
    assert any("corresponding author unknown" in remark for remark in outcome.report.remarks)


@pytest.mark.parametrize(
    ("marker", "what", "remedy"),
    [
        ("begin publicatons", "can't show 'publicatons'", "publications"),
        ("begin publications groupby=year", "no attribute 'groupby'", "group_by"),
        ("begin publications group_by=yaer", "can't be 'yaer'", "year"),
        ("begin publications limit=0", "limit can't be '0'", "limit=5"),
        ("begin publications person=smith", "nobody here is called 'smith'", "qi"),
        ("begin publications type=papr-conference", "no CSL type", "paper-conference"),
        ("begin publications title_in=english", "title_in can't be 'english'", "title_in=zh"),
        ("begin publications title=en", "no attribute 'title'", "title_in"),
        ("begin papers_by_year since=2020", "no attribute 'since'", "lang"),
        ("count publication", "can't be of 'publication'", "publications"),
    ],
)
def test_a_marker_that_asks_for_what_there_is_not_names_file_line_and_the_nearest(
    synced: Path, marker: str, what: str, remedy: str
) -> None:
    between = "" if marker.startswith("count") else "\n"
    page(synced, f"Text\n\n<!-- pubsync:{marker} -->{between}END\n")
    with pytest.raises(SiteError) as caught:
        sync(synced)
    assert (caught.value.where, what in caught.value.what, remedy in caught.value.remedy) == (
        "about-me.md:3",
        True,
        True,
    )


def test_a_picture_of_papers_by_year_stands_in_a_page_and_follows_the_list(synced: Path) -> None:
    path = page(synced, "<!-- pubsync:begin papers_by_year lang=zh -->\nEND\n")
    sync(synced)
    text = path.read_text(encoding="utf-8")
    assert "<svg" in text
    assert "2021" in text
    assert pages(sync(synced)) == []


def test_a_list_that_is_to_be_numbered_is_from_its_first_entry_on_and_after_it_was_empty(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    page = site / "papers.md"
    region = "<!-- pubsync:begin publications group_by=none template=numbered -->\n{}<!-- pubsync:end -->\n"
    page.write_text(region.format(""), encoding="utf-8")

    def starts() -> list[str]:
        return [line[:3] for line in page.read_text(encoding="utf-8").splitlines()[1:-1]]

    sync(site)
    assert starts() == ["1. ", "1. "]
    for kind, expected in (("hide", []), ("show", ["1. ", "1. "])):
        decide(site, lambda ledger, kind=kind: simple(kind)(ledger, ["doe2020seeing", "doe2019sound"]))  # type: ignore[misc]
        sync(site)
        assert starts() == expected
    edit(page, "1. ", "1) ")
    edit(site / "publications.bib", "in winter", "in spring")
    sync(site)
    assert starts() == ["1) ", "1) "]


def region_remarks(outcome: Outcome) -> list[str]:
    return [remark for remark in outcome.report.remarks if remark.startswith("list.md:3: ")]


def listed(synced: Path, attributes: str) -> Path:
    path = page(
        synced, f"# List\n\n<!-- pubsync:begin publications group_by=none limit=6 {attributes} -->\nEND\n", "list.md"
    )
    assert region_remarks(sync(synced)) == []
    return path


def test_an_order_by_hand_is_undone_with_a_word_on_how_to_keep_it(synced: Path) -> None:
    path = listed(synced, "sort=newest")
    before, lines = path.read_bytes(), entries(path)
    edit(path, "\n".join(lines), "\n".join([lines[3], *lines[:3], *lines[4:]]))
    (remark,) = region_remarks(sync(synced))
    assert "sort=newest again" in remark
    assert "sort=own" in remark
    assert path.read_bytes() == before
    assert region_remarks(sync(synced)) == []

    key = remark.split("you put ")[1].split(" elsewhere")[0]
    edit(path, "sort=newest", "sort=own")
    decide_all(synced, lambda ledger: placed("pin")(ledger, [key]))
    assert region_remarks(sync(synced)) == []
    assert entries(path) == [lines[3], *lines[:3], *lines[4:]]


def test_an_order_by_hand_that_is_the_wanted_one_needs_no_word(synced: Path) -> None:
    path = listed(synced, "sort=newest")
    lines = entries(path)
    edit(path, "sort=newest", "sort=oldest")
    edit(path, "limit=6 ", "")
    assert region_remarks(sync(synced)) == []
    edit(path, "sort=oldest", "sort=newest")
    now = entries(path)
    edit(path, "\n".join(now), "\n".join(reversed(now)))
    assert region_remarks(sync(synced)) == []
    assert entries(path)[:3] == lines[:3]


def test_a_list_restyled_by_hand_stays_with_a_word_on_what_that_means(synced: Path) -> None:
    path = listed(synced, "")
    lines = entries(path)
    edit(path, "\n- ", "\n- ★ ")
    outcome = sync(synced)
    (remark,) = region_remarks(outcome)
    assert "you changed 6 of its 6 entries" in remark
    assert "template" in remark
    assert len(outcome.report.taken_over) == 6
    assert entries(path) == [line.replace("- ", "- ★ ", 1) for line in lines]
    assert region_remarks(sync(synced)) == []


def test_a_few_entries_changed_by_hand_need_no_word(synced: Path) -> None:
    path = listed(synced, "")
    for line in entries(path)[:2]:
        edit(path, line, line.replace("- ", "- ★ "))
    assert region_remarks(sync(synced)) == []


def test_a_list_with_bullets_is_numbered_when_that_is_asked_for(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    pages = {"papers.md": "1. ", "papers.html": "<li"}
    for name in pages:
        text = "<!-- pubsync:begin publications group_by=none -->\n<!-- pubsync:end -->\n"
        (site / name).write_text(text, encoding="utf-8")
    sync(site)
    for name, start in pages.items():
        edit(site / name, "group_by=none", "group_by=none template=numbered")
        sync(site)
        lines = (site / name).read_text(encoding="utf-8").splitlines()[1:-1]
        assert [line.startswith(start) for line in lines] == [True, True], lines


def test_a_template_of_the_users_replaces_ours_and_may_extend_it(synced: Path) -> None:
    folder = synced / "my-templates" / "region"
    folder.mkdir(parents=True)
    (folder / "publication.md.j2").write_text("- {{ work.title }} ({{ work.year }})\n")
    (folder / "talk.md.j2").write_text('{% extends "pubsync/region/talk.md.j2" %}\n')
    edit(synced / "pubsync.yaml", "publications:\n  group_by", "templates: my-templates\npublications:\n  group_by")
    path = page(synced, "<!-- pubsync:begin publications limit=1 -->\nEND\n<!-- pubsync:begin talks -->\nEND\n")
    sync(synced)
    assert entries(path)[0].endswith("(2023)")
    assert "**" in entries(path)[1]


def test_a_new_release_that_renders_much_otherwise_waits_for_a_word(
    synced: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pubsync.pipeline.run.__version__", "99.0")
    edit(synced / "pubsync.yaml", "style: apa", "style: ieee")  # what a new release's rendering might do
    with pytest.raises(AskPersonError, match="files otherwise"):
        sync(synced)
    assert sync(synced, accepted=frozenset({"rendering"})).report.exit_code == 0
    assert pages(sync(synced)) == []


def test_a_name_that_hardly_a_paper_has_any_more_waits_for_a_word(synced: Path) -> None:
    settings = synced / "pubsync.yaml"
    right, before = settings.read_text(encoding="utf-8"), tree(synced)
    for _ in range(2):
        settings.write_text(WRONG_NAME.sub("name: Weizehn Qui", right), encoding="utf-8")
        with pytest.raises(AskPersonError, match=r"that name 'Weizhen Qi'.*none has 'Weizehn Qui'") as caught:
            sync(synced)
        assert "--accept names" in caught.value.remedy
        assert any("among its authors" in one for one in sync(synced, dry_run=True).report.remarks)
        settings.write_text(right, encoding="utf-8")
        assert tree(synced) == before
    settings.write_text(WRONG_NAME.sub("name: Weizehn Qui", right), encoding="utf-8")
    assert len(pages(sync(synced, accepted=frozenset({"names"})))) > 5
    assert pages(sync(synced)) == []


def test_a_name_that_the_papers_have_as_well_asks_nothing(synced: Path) -> None:
    settings = synced / "pubsync.yaml"
    right = settings.read_text(encoding="utf-8")
    settings.write_text(WRONG_NAME.sub("name: W. Qi", right), encoding="utf-8")
    assert sync(synced).report.exit_code == 0


def test_a_new_release_that_renders_all_alike_asks_nothing(synced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pubsync.pipeline.run.__version__", "99.0")
    assert pages(sync(synced)) == []


def test_the_same_release_with_other_settings_asks_nothing(synced: Path) -> None:
    edit(synced / "pubsync.yaml", "style: apa", "style: ieee")
    assert len(pages(sync(synced))) > 5


def test_words_of_the_users_come_before_ours_and_a_language_of_theirs_is_one_file(synced: Path) -> None:
    folder = synced / "mine" / "labels"
    folder.mkdir(parents=True)
    (folder / "en.yaml").write_text("type_groups: {article-journal: Papers in journals}\n")
    (folder / "de.yaml").write_text("type_groups: {article-journal: Zeitschriften}\n")
    edit(synced / "pubsync.yaml", "publications:\n  group_by", "templates: mine\npublications:\n  group_by")
    regions = [f"<!-- pubsync:begin publications group_by=type{lang} -->\nEND\n" for lang in ("", " lang=de")]
    with (synced / "publications.bib").open("a", encoding="utf-8") as bib:
        bib.write("@article{new2024, title={A new paper on tea}, author={Qi, Weizhen}, journal={Tea}, year={2024}}\n")
    path = page(synced, "\n".join(regions))
    sync(synced)
    assert "### Papers in journals" in path.read_text(encoding="utf-8")
    assert "### Zeitschriften" in path.read_text(encoding="utf-8")


def _with_an_edited_entry(synced: Path) -> Path:
    path = page(synced, "<!-- pubsync:begin publications -->\nEND\n")
    bib = synced / "publications.bib"
    with bib.open("a", encoding="utf-8") as stream:
        stream.write("@article{tea, title={A paper on tea}, author={Qi, Weizhen}, journal={Tea}, year={2024}}\n")
    sync(synced)
    edit(path, "A paper on tea", "A paper on black tea")
    return bib


def test_a_text_of_the_persons_that_is_no_longer_shown_is_named_by_its_title(synced: Path) -> None:
    bib = _with_an_edited_entry(synced)
    edit(bib, "@article{tea, title={A paper on tea}, author={Qi, Weizhen}, journal={Tea}, year={2024}}\n", "")
    remarks = sync(synced).report.remarks
    assert any(remark.endswith("your text of A paper on tea is no longer shown") for remark in remarks)


def test_nothing_is_said_of_a_text_of_the_persons_whose_work_they_hid(synced: Path) -> None:
    _with_an_edited_entry(synced)
    decide(synced, lambda ledger: simple("hide")(ledger, ["A paper on tea"]))
    assert not any("no longer shown" in remark for remark in sync(synced).report.remarks)


BOTH = """
@article{tea, title={On tea and its history}, author={Xia Liu and Weizhen Qi}, journal={Tea}, year={2024},
  doi={10.1000/tea}, author+an={1=corresponding}}
@article{cha, title={论茶及其历史}, author={刘霞 and 齐炜祯}, journal={茶学报}, year={2024}, doi={10.1000/tea}}
"""


def test_a_work_known_in_two_scripts_has_the_authors_of_each_page(synced: Path) -> None:
    begin = "<!-- pubsync:begin publications since=2024 until=2024 style={style} lang={lang} -->\nEND\n"
    english = page(synced, begin.format(style="apa", lang="en"), "en.md")
    chinese = page(synced, begin.format(style="gb-t-7714", lang="zh"), "zh.md")
    with (synced / "publications.bib").open("a", encoding="utf-8") as bib:
        bib.write(BOTH)
    sync(synced)
    decide(synced, lambda ledger: merged(ledger, ["tea", "cha"]))
    sync(synced)
    assert any("Liu, X.<sup>†</sup>" in line and "<b>Qi, W.</b>" in line for line in entries(english))
    assert any("刘霞<sup>†</sup>" in line and "<b>齐炜祯</b>" in line and "论茶" in line for line in entries(chinese))
    assert not any("Liu" in line for line in entries(chinese))
    assert pages(sync(synced)) == []


def test_a_list_can_do_without_the_works_that_have_no_title_in_its_language(synced: Path) -> None:
    begin = "<!-- pubsync:begin publications since=2024 until=2024 title_in={} -->\nEND\n"
    english, chinese = (page(synced, begin.format(language), f"{language}.md") for language in ("en", "zh"))
    number = page(synced, "<!-- pubsync:count publications since=2024 until=2024 title_in=zh -->END\n", "n.md")
    both = BOTH.replace("title={On tea", "title_zh={茶}, title={On tea")
    with (synced / "publications.bib").open("a", encoding="utf-8") as bib:
        bib.write(both)
    sync(synced)
    assert [("On tea" in line, "论茶" in line) for line in entries(english)] == [(True, False)]
    assert sorted(("On tea" in line, "论茶" in line) for line in entries(chinese)) == [(False, True), (True, False)]
    assert "-->2<!--" in number.read_text(encoding="utf-8")


def test_a_list_that_nothing_is_in_says_so_once_and_what_it_was_asked_for(synced: Path) -> None:
    path = page(synced, "Above.\n\n<!-- pubsync:begin publications title_in=fr since=2020 -->\nEND\n", "fr.md")
    told = "fr.md:3: the list of publications is empty: nothing has since=2020 title_in=fr"
    assert told in sync(synced).report.remarks
    assert told not in sync(synced).report.remarks
    edit(path, "title_in=fr", "title_in=en")
    assert not any("is empty" in remark for remark in sync(synced).report.remarks)


def test_a_chinese_page_is_headed_by_the_chinese_name_of_the_settings(synced: Path) -> None:
    assert "<title>齐炜祯" in (synced / "publications-zh.html").read_text(encoding="utf-8")
    assert "<title>Weizhen Qi" in (synced / "publications.html").read_text(encoding="utf-8")


def test_the_signs_of_roles_are_those_of_the_settings_on_every_page(synced: Path) -> None:
    path = page(synced, "<!-- pubsync:begin publications since=2024 until=2024 -->\nEND\n")
    with (synced / "publications.bib").open("a", encoding="utf-8") as bib:
        bib.write(BOTH)
    sync(synced)
    assert any("Liu, X.<sup>†</sup>" in line for line in entries(path))
    assert "† corresponding author" in (synced / "publications.html").read_text(encoding="utf-8")

    edit(synced / "pubsync.yaml", "  highlight: bold", "  highlight: bold\n  marks: {corresponding: '*'}")
    sync(synced)
    assert any("Liu, X.<sup>*</sup>" in line.replace("&#42;", "*") for line in entries(path))
    shown = (synced / "publications.html").read_text(encoding="utf-8")
    assert "* corresponding author" in shown
    assert '<abbr class="role corresponding" title="corresponding author">*</abbr>' in shown
    (entry,) = (synced / "_publications").glob("*on-tea*")
    assert "<sup>*</sup>" in entry.read_text(encoding="utf-8").replace("&#42;", "*")
    assert pages(sync(synced)) == []
