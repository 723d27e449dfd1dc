"""What only the person's own lists and files name is drafted, and the whole round closes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pubsync.errors import PubsyncError, SettingsError
from pubsync.pipeline.by_hand import draft, draft_lines, hint_lines, next_lines, text_lines, write_draft
from pubsync.pipeline.by_hand.drafting import HandDraft
from pubsync.pipeline.deciding import decide, simple, undo_last
from pubsync.pipeline.taking_over import find_lists, take_over
from pubsync.settings import load_settings
from tests.pipeline.runs import edit, sync, tree

SETTINGS = """\
people:
  - name: Ann Lee
    aliases: [李安]  # in Chinese
sources:
  - bibtex: publications.bib  # mine
outputs:
  - kind: academicpages
"""
BIB = """\
@article{known, author={Lee, Ann and Diaz, Carl}, title={Rice disease recognition with small models},
  journal={Computers in Agriculture}, year={2021}}
@article{air, author={Lee, Ann}, title={Air quality from cheap sensors in large towns}, journal={Air}, year={2020}}
"""
PAPERS = """\
---
title: Publications
---
## 2021
- **Ann Lee**, Carl Diaz. Rice disease recognition with small models. *Computers in Agriculture*, 2021.
- Carl Diaz, **Ann Lee**. "A paper of 100% tea & leaves that nobody names". *Tea Letters*, 2021. My favourite!

## 2020
- **Ann Lee**. Air quality from cheap sensors in large towns. *Air*, 2020.
- **Ann Lee**. Another paper that stands below a year. *Journal of Teas*.
- Somebody Else. A paper of somebody else entirely. *Journal of Teas*, 2020.
"""
CHINESE = """\
# 期刊论文
1. 李安, 王芳. 基于深度学习的水稻病害识别方法研究[J]. 农业工程学报, 2019, 37(5): 101-110.
2. 李安, 王芳. 没有写明年份的一篇论文[J]. 环境科学学报.

# 学术报告
- 2023年5月，特邀报告：低成本传感器的应用，清华大学，北京
- 2022年6月，《茶的历史与未来》，中国农业大会
"""
TALKS = """\
<html><body><h2>Invited Talks</h2>
<ul>
<li>May 2023, "Low-cost sensors: 100% in practice", Tsinghua University, Beijing</li>
<li>June 2022, <i>Tea in history and future</i>, China Agriculture Congress</li>
</ul>
<h2>Teaching</h2>
<ul>
<li>Air Pollution Control, Lecturer, Peking University, Fall 2022, Fall 2023</li>
<li>Databases for everyone who asks</li>
</ul>
</body></html>
"""
TALK_FILE = """\
---
title: "A talk of mine on tea: the long story"
collection: talks
type: "Talk"
permalink: /talks/my-own-tea
venue: "Tea House"
date: 2019-03-01
location: "Hangzhou, China"
---
My own words.
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    files = {
        "pubsync.yaml": SETTINGS,
        "publications.bib": BIB,
        "_config.yml": "title: Ann Lee\n",
        "_pages/publications.md": PAPERS,
        "lunwen.md": CHINESE,
        "talks.html": TALKS,
        "_talks/2019-03-01-hand.md": TALK_FILE,
    }
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    sync(site)
    return site


def drafted_and_synced(home: Path) -> HandDraft:
    found = draft(home)
    write_draft(found)
    sync(home)
    return found


def test_nothing_is_written_before_the_person_says_yes(home: Path) -> None:
    before = tree(home)
    found = draft(home)
    assert [one.path for one in found.files] == ["by-hand.bib", "talks.yaml", "teaching.yaml"]
    assert "+" not in "\n".join(draft_lines(found))
    assert any("@article{diaz-2021-paper" in line for line in text_lines(found))
    assert tree(home) == before


def test_after_draft_and_sync_all_is_counted_once_and_a_second_sync_writes_nothing(home: Path) -> None:
    found = drafted_and_synced(home)
    assert [one.entries for one in found.files] == [3, 3, 1]
    shown = sync(home).shown
    assert len(shown.works) == 5
    assert {talk.title for talk in shown.talks} == {
        "Low-cost sensors: 100% in practice",
        "Tea in history and future",
        "A talk of mine on tea: the long story",
    }
    assert [one.terms for one in shown.courses] == [("Fall 2022", "Fall 2023")]
    assert not sync(home).report.files
    assert draft(home).files == ()


def test_talks_of_a_chinese_and_an_english_page_are_one_each(home: Path) -> None:
    drafted_and_synced(home)
    texts = {(one.language, one.text) for talk in sync(home).shown.talks for one in talk.translations}
    assert {("zh", "茶的历史与未来"), ("en", "Tea in history and future")} <= texts


def test_a_file_by_hand_is_adopted_and_gets_no_twin(home: Path) -> None:
    drafted_and_synced(home)
    files = sorted(path.name for path in (home / "_talks").iterdir())
    assert len(files) == 3
    text = (home / "_talks/2019-03-01-hand.md").read_text(encoding="utf-8")
    assert text.replace(text[text.index("pubsync:") : text.index("---\nMy own")], "") == TALK_FILE


def test_adopted_afterwards_a_list_shows_each_entry_once_in_the_persons_words(home: Path) -> None:
    drafted_and_synced(home)
    take_over(home, [page for page in find_lists(home) if page.takes])
    english = (home / "_pages/publications.md").read_text(encoding="utf-8")
    chinese = (home / "lunwen.md").read_text(encoding="utf-8")
    assert english.count("that nobody names") == 1
    assert "*Tea Letters*, 2021. My favourite!" in english
    assert english.count("Another paper that stands below a year") == 1
    assert chinese.count("低成本传感器的应用") == 1
    assert chinese.count("茶的历史与未来") == 1
    assert not sync(home).report.files


def test_drafted_after_a_list_was_adopted_the_persons_entries_stay_the_only_ones(home: Path) -> None:
    take_over(home, [page for page in find_lists(home) if page.takes])
    assert "pubsync:begin" in (home / "_pages/publications.md").read_text(encoding="utf-8")
    own = next(line for line in PAPERS.splitlines(keepends=True) if "that nobody names" in line)
    assert own in (home / "_pages/publications.md").read_text(encoding="utf-8")
    drafted_and_synced(home)
    text = (home / "_pages/publications.md").read_text(encoding="utf-8")
    assert own in text
    assert text.count("that nobody names") == 1
    assert not sync(home).report.files


def test_what_cannot_be_read_is_told_with_file_and_line_and_left_out(home: Path) -> None:
    lines = list(draft_lines(draft(home)))
    assert (
        "lunwen.md:3: left out, since it names no year: 李安, 王芳. 没有写明年份的一篇论文[J]. 环境科学学报." in lines
    )
    assert "talks.html:9: left out, since it names neither term nor year: Databases for everyone who asks" in lines
    assert "_pages/publications.md: left out, since no name of yours stands there: 1 entry" in lines


def test_the_settings_name_the_drafts_and_keep_their_comments(home: Path) -> None:
    write_draft(draft(home))
    text = (home / "pubsync.yaml").read_text(encoding="utf-8")
    assert text.startswith(SETTINGS.partition("outputs")[0].rstrip("\n"))
    settings = load_settings(home).settings
    assert [one.unique_name for one in settings.sources] == ["bibtex:publications.bib", "bibtex:by-hand.bib"]
    assert (settings.talks, settings.teaching) == (("talks.yaml",), ("teaching.yaml",))


def test_settings_of_another_form_stay_and_the_lines_to_write_are_told(home: Path) -> None:
    edit(
        home / "pubsync.yaml",
        "sources:\n  - bibtex: publications.bib  # mine\n",
        "sources: [\n {bibtex: publications.bib}]\n",
    )
    before = (home / "pubsync.yaml").read_bytes()
    found = draft(home)
    told = "\n".join(next_lines(found, write_draft(found)))
    assert "  - bibtex: by-hand.bib" in told
    assert "talks: [talks.yaml]" in told
    assert (home / "pubsync.yaml").read_bytes() == before


def test_a_file_that_is_there_stays_and_the_draft_takes_another_name(home: Path) -> None:
    (home / "by-hand.bib").write_text("mine", encoding="utf-8")
    (home / "talks.yaml").symlink_to("nowhere")
    (home / "Teaching.YAML").write_text("mine", encoding="utf-8")  # the same file where case tells none apart
    found = draft(home)
    assert [one.path for one in found.files] == ["by-hand-2.bib", "talks-2.yaml", "teaching-2.yaml"]
    write_draft(found)
    assert (home / "by-hand.bib").read_text(encoding="utf-8") == "mine"


def test_a_file_that_comes_in_between_is_not_written_over(home: Path) -> None:
    found = draft(home)
    (home / "talks.yaml").write_text("- title: mine\n", encoding="utf-8")
    before = tree(home)
    with pytest.raises(PubsyncError):
        write_draft(found)
    assert tree(home) == before


def test_undo_takes_the_draft_back(home: Path) -> None:
    before = tree(home)
    write_draft(draft(home))
    undo_last(home)
    assert tree(home) == before


def test_single_pages_may_be_named_and_one_that_is_none_is_told(home: Path) -> None:
    assert [one.path for one in draft(home, ["talks.html"]).files] == ["talks.yaml", "teaching.yaml"]
    with pytest.raises(SettingsError, match="no such page"):
        draft(home, ["nothing.md"])


def test_what_a_person_hid_is_not_drafted(home: Path) -> None:
    drafted_and_synced(home)
    (key,) = [work.key for work in sync(home).shown.works if "nobody names" in work.title]
    decide(home, lambda ledger: simple("hide")(ledger, [key]))
    assert draft(home).files == ()


def test_who_did_not_ask_is_told_how_much_a_draft_would_hold(home: Path) -> None:
    (hint,) = hint_lines(draft(home))
    assert hint.startswith("3 papers, 3 talks and 1 course stand in your pages and files alone")
    write_draft(draft(home))
    sync(home)
    assert not list(hint_lines(draft(home)))


def test_a_source_that_never_answered_is_told_of(home: Path) -> None:
    edit(home / "pubsync.yaml", "outputs:", "  - scholar: rme-IWIAAAAJ\noutputs:")
    found = draft(home)
    assert "scholar:rme-IWIAAAAJ never answered" in next(iter(draft_lines(found)))
    assert not list(hint_lines(found))


def test_a_course_given_twice_is_told_apart_by_its_terms(home: Path) -> None:
    entries = [f"* TA for COMP 3111 Software Engineering (Spring {year}).\n" for year in (2020, 2019)]
    (home / "teaching.md").write_text(f"# Teaching\n\n{''.join(entries)}", encoding="utf-8")
    drafted_and_synced(home)
    take_over(home, [page for page in find_lists(home, ["teaching.md"]) if page.takes])
    text = (home / "teaching.md").read_text(encoding="utf-8")
    assert text.count("COMP 3111 Software Engineering") == 2
    assert not sync(home).report.files


def test_where_no_source_ever_answered_the_drafts_are_the_first_that_does(home: Path) -> None:
    edit(home / "pubsync.yaml", "- bibtex: publications.bib  # mine", "- scholar: rme-IWIAAAAJ")
    shutil.rmtree(home / "_pubsync")
    for path in (home / "_publications").iterdir():
        path.unlink()
    found = draft(home)
    assert "scholar:rme-IWIAAAAJ never answered" in next(iter(draft_lines(found)))
    assert found.files[0].entries == 5
    write_draft(found)
    assert len(sync(home).shown.works) == 5


def test_an_entry_whose_title_was_corrected_in_the_draft_is_not_drafted_again(home: Path) -> None:
    take_over(home, [page for page in find_lists(home) if page.takes])
    drafted_and_synced(home)
    edit(home / "by-hand.bib", "A paper of 100\\% tea \\& leaves that nobody names", "Wholly other words for one work")
    sync(home)
    assert draft(home, ["_pages/publications.md"]).files == ()


def test_a_file_of_a_paper_and_one_of_a_talk_are_drafted_with_what_their_words_tell_besides(home: Path) -> None:
    paper = '---\ntitle: "Water colour measured from a boat"\ncollection: publications\ndate: 2012-06-01\n'
    paper += "venue: 'Journal of Boats and Lakes'\ncitation: 'Lee A, Diaz C. (2012). Water colour.'\n---\n"
    (home / "_publications/boat.md").write_text(paper, encoding="utf-8")
    (home / "_talks/soil.md").write_text('---\ntitle: "Soil from space"\ndate: 2021-10-09\n---\n', encoding="utf-8")
    edit(home / "lunwen.md", "- 2022年6月", "- 2021年10月，《土壤遥感的新进展》，中国土壤大会\n- 2022年6月")

    found = draft(home)
    text = "\n".join(one.text for one in found.files)

    assert "@article{lee-2012-watercolour," in text
    assert "Perhaps that of _talks/soil.md in the other language" in text
    assert "Perhaps that of lunwen.md:6 in the other language" in text
