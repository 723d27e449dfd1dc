"""Lists that a person wrote by hand become regions, after they saw what that means and said yes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pubsync.pipeline.deciding import decide, simple, undo_last
from pubsync.pipeline.memory import settle
from pubsync.pipeline.taking_over import find_lists, found_lines, take_over
from tests.pipeline.runs import edit, pages, sync, tree

MARKDOWN = """\
---
title: Papers
---
# Publications

## 2023
- **Weizhen Qi**. *An old manuscript that nobody names*. 2023.

## 2021
- Weizhen Qi\\*, Yeyun Gong\\*, Jian Jiao, et al. **BANG: Bridging Autoregressive and Non-autoregressive Generation \
with Large Scale Pretraining**. ICML 2021. [[code](https://github.com/microsoft/BANG)] (Best Paper Award)
- Yu Yan, Jiusheng Chen, Weizhen Qi. EL-Attention: Memory Efficient Lossless Attention for Generation. ICML 2021.
- Dayiheng Liu, et al. GLGE: A New General Language Generation Evaluation Benchmark. 2021. My favourite, by the way!

Some closing words.
"""
HTML = """\
<html><body>
<h2>Publications</h2>
<ol class="mine">
  <li>Weizhen Qi. ProphetNet: Predicting Future N-gram for Sequence-to-Sequence Pre-training. 2020.</li>
  <li>Yu Yan. EL-Attention: Memory Efficient Lossless Attention for Generation. 2021.</li>
  <li>Bo Shao. Graph-Based Transformer with Cross-Candidate Verification for Semantic Parsing. 2020.</li>
  <li>Somebody. A thing that no source names. 2001.</li>
</ol>
</body></html>
"""


@pytest.fixture
def markdown(synced: Path) -> Path:
    (synced / "papers.md").write_text(MARKDOWN, encoding="utf-8")
    return synced


def test_nothing_is_written_before_the_person_says_yes(markdown: Path) -> None:
    before = tree(markdown)
    (found,) = find_lists(markdown)
    assert found.takes
    assert "+<!-- pubsync:begin publications" in found.diff
    assert any("An old manuscript" in line for line in found_lines(found))
    assert tree(markdown) == before


def test_a_list_becomes_a_region_and_what_no_source_names_stays_word_for_word(markdown: Path) -> None:
    take_over(markdown, find_lists(markdown))
    text = (markdown / "papers.md").read_text(encoding="utf-8")
    assert text.startswith(MARKDOWN[: MARKDOWN.index("## 2023")])
    assert text.endswith("\n\nSome closing words.\n")
    assert "- **Weizhen Qi**. *An old manuscript that nobody names*. 2023.\n" in text
    assert text.count("2023\n") == text.count("## 2023\n")
    assert "My favourite, by the way!" in text
    assert pages(sync(markdown)) == []
    assert not sync(markdown).report.files


def test_what_is_told_of_a_page_names_what_stays_and_why_and_passes_over_lists_of_other_things(markdown: Path) -> None:
    path = markdown / "papers.md"
    path.write_text(MARKDOWN + "\n# Education\n- PhD, USTC, 2024\n- BSc, USTC, 2019\n", encoding="utf-8")
    told = "\n".join(found_lines(find_lists(markdown)[0]))
    assert "stays as it stands, since it says more than the sources do: - Dayiheng Liu, et al. GLGE" in told
    assert "stays as it stands, since no source names it: Weizhen Qi. An old manuscript" in told
    assert "something else" not in told


def test_awards_and_links_of_the_list_are_kept_on_every_page(markdown: Path) -> None:
    take_over(markdown, find_lists(markdown))
    (bang,) = (work for work in sync(markdown).shown.works if work.title.startswith("BANG"))
    assert bang.award == "Best Paper Award"
    assert bang.link("code") == "https://github.com/microsoft/BANG"
    assert "github.com/microsoft/BANG" in (markdown / "publications.html").read_text(encoding="utf-8")


def test_what_is_left_is_told_with_its_heading_and_what_to_do(synced: Path) -> None:
    talks = "\n# Talks\n\n- On tea. Keynote, Oxford, 3 May 2023.\n- On coffee. Invited talk, ETH, 2022.\n"
    (synced / "papers.md").write_text(MARKDOWN + talks, encoding="utf-8")
    (found,) = find_lists(synced)
    told = "\n".join(found_lines(found))
    assert '2 entries below "Talks" is left alone' in told
    assert "write it into talks.yaml" in told
    assert "give it an entry in a .bib file" in told


def test_a_mark_that_the_page_explains_otherwise_is_told(synced: Path) -> None:
    explained = MARKDOWN.replace("# Publications\n", "# Publications\n\n(* corresponding author)\n")
    (synced / "papers.md").write_text(explained, encoding="utf-8")
    (found,) = find_lists(synced)
    told = list(found_lines(found))
    assert any("your page explains * (corresponding author)" in line and "†" in line for line in told)
    (advice,) = (line for line in told if "for pubsync to write yours" in line)

    wanted = advice.rpartition("pubsync.yaml: ")[2]
    assert wanted == 'marks: {corresponding: "*"}'
    edit(synced / "pubsync.yaml", "  highlight: bold", f"  {wanted}\n  highlight: bold")
    (found,) = find_lists(synced)
    assert not any("your page explains" in line for line in found_lines(found))
    (synced / "papers.md").write_text(MARKDOWN, encoding="utf-8")
    (found,) = find_lists(synced)
    assert not any("your page explains" in line for line in found_lines(found))


@pytest.mark.parametrize("stop", [".", ")"])
def test_a_numbered_list_stays_one(synced: Path, stop: str) -> None:
    numbered = MARKDOWN.replace("- **Weizhen Qi**", f"7{stop} **Weizhen Qi**").replace("\n- ", f"\n8{stop} ")
    (synced / "papers.md").write_text(numbered, encoding="utf-8")
    take_over(synced, find_lists(synced))
    text = (synced / "papers.md").read_text(encoding="utf-8")
    region = text[text.index("<!-- pubsync:begin publications") : text.index("<!-- pubsync:end -->")]
    assert "template=numbered" in region
    assert f"7{stop} **Weizhen Qi**. *An old manuscript that nobody names*. 2023.\n" in region
    entries = [line for line in region.splitlines() if line and not line.startswith(("#", "<!--"))]
    assert len(entries) > 4
    assert all(line[0].isdigit() and line[1] == stop for line in entries), "a list of two kinds is two lists"
    assert pages(sync(synced)) == []


def test_a_list_as_the_chinese_standard_has_it_stays_one(synced: Path) -> None:
    chinese = MARKDOWN.replace("Publications", "论文").replace(". ICML 2021", "[C]. ICML 2021")
    (synced / "papers.md").write_text(chinese, encoding="utf-8")
    (found,) = find_lists(synced)
    assert "style=gb-t-7714" in found.diff
    (synced / "papers.md").write_text(chinese.replace("[C]", "【C/OL】"), encoding="utf-8")
    (found,) = find_lists(synced)
    assert "style=gb-t-7714" in found.diff
    edit(synced / "pubsync.yaml", "style: apa", "style: gb-t-7714-author-date")
    (found,) = find_lists(synced)
    assert "style=" not in found.diff
    edit(synced / "pubsync.yaml", "style: gb-t-7714-author-date", "style: apa")
    (synced / "papers.md").write_text(MARKDOWN, encoding="utf-8")
    (found,) = find_lists(synced)
    assert "style=" not in found.diff


def test_undo_gives_the_list_back(markdown: Path) -> None:
    before = tree(markdown)
    take_over(markdown, find_lists(markdown))
    undo_last(markdown)
    assert tree(markdown) == before


def test_an_html_list_stays_a_list(synced: Path) -> None:
    page = synced / "papers.html"
    page.write_text(HTML, encoding="utf-8")
    take_over(synced, find_lists(synced, ["papers.html"]))
    text = page.read_text(encoding="utf-8")
    inside = text[text.index('<ol class="mine">') : text.index("</ol>")]
    assert "<p" not in inside
    assert inside.count("<li") == inside.count("</li>") == 11
    assert "  <li>Somebody. A thing that no source names. 2001.</li>\n" in inside
    assert pages(sync(synced)) == []


def test_a_page_without_lists_of_known_works_is_none_to_take_over(synced: Path) -> None:
    (synced / "news.md").write_text("# News\n- 2024.05: our paper is accepted!\n- 2023.01: moved\n", encoding="utf-8")
    assert find_lists(synced, ["news.md"]) == ()


VARIED = """\
# Publications

## Preprints
- Chenfei Wu. Visual ChatGPT: Talking, Drawing and Editing with Visual Foundation Models. 2023.

## 2021
- Weizhen Qi. BANG: Bridging Autoregressive and Non-autoregressive Generation with Large Scale Pretraining. 2021.
- Yu Yan. EL-Attention: Memory Efficient Lossless Attention for Generation. 2021.
- Dayiheng Liu. GLGE: A New General Language Generation Evaluation Benchmark. 2021.
- Somebody. What no source names. 2021.
"""


def test_a_list_with_a_heading_of_a_type_above_years_loses_no_paper(synced: Path) -> None:
    (synced / "papers.md").write_text(VARIED, encoding="utf-8")
    take_over(synced, [page for page in find_lists(synced, ["papers.md"]) if page.takes])
    text = (synced / "papers.md").read_text(encoding="utf-8")
    for words in ("Visual ChatGPT", "BANG", "EL-Attention", "GLGE", "What no source names"):
        assert words in text
    assert not sync(synced).report.files


def test_an_entry_of_the_persons_before_a_heading_of_ours_is_remembered_the_same_twice(synced: Path) -> None:
    page = synced / "papers.md"
    page.write_text("<!-- pubsync:begin publications group_by=year -->\n<!-- pubsync:end -->\n", encoding="utf-8")
    sync(synced)
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("\n### 2021\n", "- My own line of 2022\n\n### 2021\n"), encoding="utf-8")
    sync(synced)
    assert "- My own line of 2022\n" in page.read_text(encoding="utf-8")
    assert not sync(synced).report.files
    assert not sync(synced).report.files


@pytest.mark.parametrize("sign", ["* ", "1. "])
def test_new_entries_of_a_list_begin_as_the_persons_do(markdown: Path, sign: str) -> None:
    path = markdown / "papers.md"
    path.write_text(path.read_text(encoding="utf-8").replace("\n- ", f"\n{sign}"), encoding="utf-8")
    take_over(markdown, find_lists(markdown))
    region = path.read_text(encoding="utf-8").partition("pubsync:begin")[2].partition("<!-- pubsync:end")[0]
    entries = [line for line in region.splitlines()[1:] if line and not line.startswith("#")]
    assert len(entries) > MARKDOWN.count("\n- ")
    assert all(line.startswith(sign) for line in entries)
    assert pages(sync(markdown)) == []


BY_YEAR = """\
<html><body>
<h2>Publications</h2>
<div class="year">
<h3 id="in-2023">2023</h3>
<ul>
  <li>Chenfei Wu. Visual ChatGPT: Talking, Drawing and Editing with Visual Foundation Models. 2023.</li>
</ul>
</div>
<div class="year">
<h3 id="in-2021">2021</h3>
<ul>
  <li>Weizhen Qi*, Yeyun Gong*. <b>BANG: Bridging Autoregressive and Non-autoregressive Generation with Large Scale \
Pretraining</b>. ICML 2021. <a href="https://github.com/microsoft/BANG">code</a> (Best Paper Award)</li>
  <li>Yu Yan. EL-Attention: Memory Efficient Lossless Attention for Generation. 2021. My favourite, by the way!</li>
  <li>Somebody. What no source names. 2021.</li>
</ul>
</div>
</body></html>
"""


def test_a_list_with_tags_of_its_own_for_each_year_is_one_region(synced: Path) -> None:
    page = synced / "papers.html"
    page.write_text(BY_YEAR, encoding="utf-8")
    before = tree(synced)
    take_over(synced, find_lists(synced, ["papers.html"]))
    text = page.read_text(encoding="utf-8")
    assert text.count("pubsync:begin") == 1
    assert text.count('<div class="year">') == text.count("</div>") == text.count("<ul>") == text.count("</ul>") == 4
    assert [text.index(f'<h3 id="in-{year}">{year}</h3>') for year in (2023, 2022, 2021, 2020)]
    for words in ("My favourite, by the way!", "What no source names", "Best Paper Award", "github.com/microsoft/BANG"):
        assert words in text
    assert not sync(synced).report.files
    undo_last(synced)
    assert tree(synced) == before


TABLE = """\
<h2>Publications</h2>
<table>
<tr><td>[2]</td><td>Weizhen Qi. BANG: Bridging Autoregressive and Non-autoregressive Generation with Large Scale \
Pretraining. ICML 2021. <a href="https://github.com/microsoft/BANG">code</a></td></tr>
<tr><td></td><td>Yu Yan. EL-Attention: Memory Efficient Lossless Attention for Generation. 2021.</td></tr>
</table>
"""


def test_a_table_stays_a_table(synced: Path) -> None:
    page = synced / "papers.html"
    page.write_text(TABLE, encoding="utf-8")
    before = tree(synced)
    take_over(synced, find_lists(synced, ["papers.html"]))
    text = page.read_text(encoding="utf-8")
    assert TABLE[TABLE.index("<tr>") : TABLE.index("</tr>")] in text
    assert text.count("<tr>") == text.count("</tr>") == text.count("<tr><td>") > 2
    assert "<li" not in text
    assert not sync(synced).report.files
    undo_last(synced)
    assert tree(synced) == before


OWN_YEARS = """\
# Publications

### 2021

- Weizhen Qi, et al. BANG: Bridging Autoregressive and Non-autoregressive Generation with Large Scale Pretraining. 2021.

### 2019

- Somebody. A thing that no source names, 2019.

### 2015 and earlier

- Somebody. An older thing that no source names, 2012.

"""


def test_entries_that_no_source_names_stand_among_the_others_by_their_years_and_never_move_again(synced: Path) -> None:
    path = synced / "papers.md"
    path.write_text(f"{OWN_YEARS}Closing words.\n", encoding="utf-8")
    take_over(synced, find_lists(synced))
    text = path.read_text(encoding="utf-8")
    marks = ("### 2021", "### 2020", "### 2019\n\n- Somebody. A thing", "### 2015 and earlier\n\n- Somebody. An older")
    places = [text.index(mark) for mark in (*marks, "pubsync:end", "Closing words.")]
    assert places == sorted(places)
    assert pages(sync(synced)) == []

    moved = text.replace("### 2015 and earlier\n\n- Somebody. An older thing that no source names, 2012.\n", "")
    own = "### My favourite\n\n- Somebody. An older thing that no source names, 2012.\n\n### 2021"
    path.write_text(moved.replace("### 2021", own), encoding="utf-8")
    sync(synced)
    assert own in path.read_text(encoding="utf-8")


def test_a_flat_list_keeps_its_order_of_years(synced: Path) -> None:
    path = synced / "papers.md"
    entries = [line for line in OWN_YEARS.splitlines() if line.startswith("- ")]
    path.write_text("# Publications\n\n" + "\n".join(reversed(entries)) + "\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    (found,) = find_lists(synced)
    assert path.read_text(encoding="utf-8") == before
    take_over(synced, (found,))
    listed = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]
    assert listed[-2:] == entries[1:]
    assert all(line in found.diff for line in entries[1:])
    assert pages(sync(synced)) == []
    undo_last(synced)
    assert path.read_text(encoding="utf-8") == before


LATER = """
@article{old, author = {Qi, Weizhen}, title = {An old manuscript that nobody names}, year = {2023}, journal = {Tea}}
"""


def test_an_entry_of_a_persons_in_a_region_shows_its_work_once_that_comes_to_be_known(markdown: Path) -> None:
    take_over(markdown, find_lists(markdown))
    with (markdown / "publications.bib").open("a", encoding="utf-8") as file:
        file.write(LATER)
    known = sync(markdown)
    assert any(work.title == "An old manuscript that nobody names" for work in known.shown.works)
    text = (markdown / "papers.md").read_text(encoding="utf-8")
    assert text.count("An old manuscript that nobody names") == 1
    assert "- **Weizhen Qi**. *An old manuscript that nobody names*. 2023.\n" in text
    assert not sync(markdown).report.files


def test_a_line_added_to_a_region_by_hand_is_not_doubled_by_the_source_that_names_it_later(markdown: Path) -> None:
    take_over(markdown, find_lists(markdown))
    line = "- Weizhen Qi. **A letter on tea and its many leaves**. 2022. With a picture!\n"
    edit(markdown / "papers.md", "<!-- pubsync:end -->", line + "<!-- pubsync:end -->")
    with (markdown / "publications.bib").open("a", encoding="utf-8") as file:
        file.write("\n@misc{letter, author={Qi, Weizhen}, title={A letter on tea and its many leaves}, year=2022}\n")
    sync(markdown)
    text = (markdown / "papers.md").read_text(encoding="utf-8")
    assert line in text
    assert text.count("A letter on tea and its many leaves") == 1
    assert not sync(markdown).report.files


def test_an_entry_in_the_persons_words_stays_when_its_work_is_named_no_more_and_is_no_twin_when_it_is_again(
    markdown: Path,
) -> None:
    take_over(markdown, find_lists(markdown))
    bib = (markdown / "publications.bib").read_bytes()
    line = "- **Weizhen Qi**. *An old manuscript that nobody names*. 2023.\n"
    for _ in range(2):
        (markdown / "publications.bib").write_bytes(bib + LATER.encode())
        sync(markdown)
        assert (markdown / "papers.md").read_text(encoding="utf-8").count("An old manuscript") == 1
        (markdown / "publications.bib").write_bytes(bib)
        sync(markdown)
        assert (markdown / "papers.md").read_text(encoding="utf-8").count(line) == 1
        assert not sync(markdown).report.files


@pytest.mark.parametrize("night_between", [True, False])
def test_an_entry_in_the_persons_words_stays_as_edited_last_when_its_work_is_named_no_more(
    markdown: Path, *, night_between: bool
) -> None:
    take_over(markdown, find_lists(markdown))
    bib = (markdown / "publications.bib").read_bytes()
    (markdown / "publications.bib").write_bytes(bib + LATER.encode())
    sync(markdown)
    edit(
        markdown / "papers.md",
        "An old manuscript that nobody names*. 2023.",
        "An old manuscript*. 2023, with a picture!",
    )
    if night_between:
        sync(markdown)
    (markdown / "publications.bib").write_bytes(bib)
    sync(markdown)
    assert "- **Weizhen Qi**. *An old manuscript*. 2023, with a picture!\n" in (markdown / "papers.md").read_text(
        "utf-8"
    )
    assert not sync(markdown).report.files


def test_an_entry_in_the_persons_words_goes_with_its_work_where_they_hide_that(markdown: Path) -> None:
    take_over(markdown, find_lists(markdown))
    with (markdown / "publications.bib").open("a", encoding="utf-8") as file:
        file.write(LATER)
    (key,) = [work.key for work in sync(markdown).shown.works if work.title.startswith("An old manuscript")]
    decide(markdown, lambda ledger: simple("hide")(ledger, [key]))
    sync(markdown)
    assert "An old manuscript" not in (markdown / "papers.md").read_text(encoding="utf-8")
    assert not sync(markdown).report.files


def test_a_remark_that_names_a_title_alone_does_not_take_the_place_of_its_entry(markdown: Path) -> None:
    take_over(markdown, find_lists(markdown))
    remark = "- See also my posts on A letter on tea and its many leaves, with pictures\n"
    edit(markdown / "papers.md", "<!-- pubsync:end -->", remark + "<!-- pubsync:end -->")
    with (markdown / "publications.bib").open("a", encoding="utf-8") as file:
        file.write("\n@misc{letter, author={Qi, Weizhen}, title={A letter on tea and its many leaves}, year=2002}\n")
    sync(markdown)
    text = (markdown / "papers.md").read_text(encoding="utf-8")
    assert remark in text
    assert text.count("A letter on tea and its many leaves") == 2


def test_what_a_killed_run_left_is_settled_before_anyone_looks(markdown: Path) -> None:
    before = tree(markdown)
    settle(markdown)
    assert tree(markdown) == before
    (markdown / "_pubsync/.journal").mkdir(parents=True, exist_ok=True)
    (markdown / "_pubsync/.journal/new-0").write_text("begun", encoding="utf-8")
    settle(markdown)
    assert tree(markdown) == before
