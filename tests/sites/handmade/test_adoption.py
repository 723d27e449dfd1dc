"""A list that is taken over stays as it is until the next sync, which puts ours for each known entry alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.records.base import Chunk, FileBase
from pubsync.records.base_text import base_from_json, base_to_json
from pubsync.records.work import Work
from pubsync.sites.assembly import plan, tell
from pubsync.sites.handmade.adoption import AdoptedPage, plan_adoption
from pubsync.sites.handmade.entry_words import Subject
from pubsync.sites.handmade.lists import read_lists
from pubsync.sites.handmade.matching import match_items
from pubsync.sites.interface import Override, Page
from tests.sites.assembled import base_of, content_of
from tests.sites.handmade.pages import (
    ABOUT,
    ACAD,
    ECOLOGY,
    GLACIER,
    HTML,
    IEEE,
    KEYNOTE,
    KEYNOTE_AGAIN,
    LICHEN,
    MOSS,
    THESIS,
    TIDE,
    WORKS,
    work,
)

ALL: Sequence[Subject] = (*WORKS, KEYNOTE, KEYNOTE_AGAIN, ECOLOGY)
MARKER = re.compile(r"[ \t]*<!-- pubsync:(?:begin [^>]*|end) -->\r?\n")
NEW = work("new", "A paper that came later", 2025, "Leaf")


def adopted(text: str, subjects: Sequence[Subject] = ALL, path: str = "about.md") -> AdoptedPage:
    return plan_adoption(text, path, match_items(read_lists(text, path), subjects), subjects)


def ours(subject: Work) -> Chunk:
    return Chunk("entry", subject.key, f"- OURS {subject.title}\n")


def year(key: str) -> Chunk:
    return Chunk("heading", key, f"\n### {key}\n\n")


def planned(page: AdoptedPage, *chunks: Chunk, region: str = "", overrides: Sequence[Override] = ()) -> str:
    """The page after the next sync, which wants these chunks in its (first) region."""
    name = region or page.regions[0].id
    after = plan(Page(path=page.path, regions=((name, chunks),)), page.base, page.text.encode(), overrides)
    text = content_of(after).decode()
    assert tell(page.path, base_of(after), text.encode()) == ()
    again = plan(Page(path=page.path, regions=((name, chunks),)), base_of(after), text.encode(), overrides)
    assert not again.planned.changes
    return text


@pytest.mark.parametrize(
    ("text", "path"),
    [
        *((ABOUT, "about.md"), (ACAD, "_pages/about.md"), (HTML, "index.html"), (IEEE, "pubs.md")),
        (ABOUT.replace("\n", "\r\n"), "a.md"),
    ],
)
def test_only_markers_are_added_and_no_edit_is_told(text: str, path: str) -> None:
    page = adopted(text, path=path)
    assert page.regions
    assert MARKER.sub("", page.text) == text
    assert tell(path, page.base, page.text.encode()) == ()
    assert base_from_json(base_to_json(page.base), path) == page.base
    assert ("\r\n" in text) == ("-->\r\n" in page.text)


def test_the_regions_of_a_homepage() -> None:
    page = adopted(ABOUT)
    assert [(one.id, one.section, one.keys) for one in page.regions] == [
        ("publications group_by=year", "publications", ("tide", "moss", "lichen", "glacier")),
        ("publications group_by=none lang=zh", "publications", ("city",)),
        ("talks", "talks", ("keynote",)),
    ]
    assert [[one.words for one in region.unmatched][:1] for region in page.regions] == [
        ["Lin Qiao. A note that no source knows. Manuscript, 2024."],
        ["乔琳。一篇没有来源的论文题目在这里. 植物学报, 2019."],
        [],
    ]
    assert [(hand.headings, why) for hand, why in page.left] == [(("News",), "it is a list of news")]
    news = ABOUT[ABOUT.index("## News") : ABOUT.index("## 📝")]
    assert news in page.text


def test_the_base_knows_the_entries_and_their_years_as_they_stand() -> None:
    chunks = adopted(ABOUT).base.regions[0][1]
    assert [(chunk.kind, chunk.key) for chunk in chunks] == [
        *(("heading", "2024"), ("entry", "tide"), ("heading", "2023"), ("entry", "moss"), ("entry", "lichen")),
        *(("heading", "2021"), ("entry", "glacier")),
    ]
    assert chunks[0].text == "### 2024\n"
    assert chunks[1].text in ABOUT


def test_the_next_sync_replaces_known_entries_and_keeps_a_persons_own_in_place() -> None:
    page = adopted(ABOUT)
    text = planned(
        page,
        *(year("2025"), ours(NEW), year("2024"), ours(TIDE)),
        *(year("2023"), ours(MOSS), ours(LICHEN), year("2021"), ours(GLACIER)),
    )
    own = "- Lin Qiao. *A note that no source knows*. Manuscript, 2024.\n"
    inner = text[text.index("pubsync:begin publications") : text.index("<!-- pubsync:end -->")]
    assert [line for line in inner.splitlines() if line.startswith(("- ", "###"))] == [
        *("### 2025", "- OURS A paper that came later", "### 2024", f"- OURS {TIDE.title}", own.strip()),
        *("### 2023", f"- OURS {MOSS.title}", f"- OURS {LICHEN.title}", "### 2021", f"- OURS {GLACIER.title}"),
    ]
    assert own in text
    before, after = ABOUT[: ABOUT.index("### 2024")], ABOUT[ABOUT.index("## 论文") :]
    assert text.startswith(before)
    assert MARKER.sub("", text).endswith(MARKER.sub("", after))


def test_what_the_sources_no_longer_name_and_nobody_else_wrote_is_taken_from_its_place_alone() -> None:
    text = planned(adopted(HTML, path="index.html"), ours(TIDE), ours(GLACIER))
    assert "MossNet" not in text
    assert "  <li>Lin Qiao. <b>Something that is not known anywhere</b>. 2022.</li>\n" in text
    assert text.index("OURS Reading") < text.index("not known anywhere") < text.index("OURS Glaciers")


def test_entries_that_say_more_are_kept_by_overrides() -> None:
    page = adopted(ACAD, path="_pages/about.md")
    (kept,) = page.kept
    assert (kept.kind, kept.path, kept.place, kept.records) == (
        "override",
        "_pages/about.md",
        "entry:publications group_by=none",
        MOSS.records,
    )
    overrides = [Override(path=one.path, place=f"{one.place}:moss", value=one.value) for one in page.kept]
    text = planned(page, ours(TIDE), ours(MOSS), overrides=overrides)
    box = ACAD[ACAD.index("<div class='paper-box'>") : ACAD.index("<div class='paper-box'>", 200)]
    assert box.strip() in text
    assert f"- OURS {TIDE.title}\n" in text
    assert "OURS MossNet" not in text


def test_an_example_of_the_template_within_a_list_stays_where_it_is() -> None:
    page = adopted(ACAD, path="_pages/about.md")
    assert [item.title for item in page.regions[0].unmatched] == []
    text = planned(page, ours(MOSS), ours(TIDE))
    assert text.index("OURS MossNet") < text.index("Deep Residual Learning") < text.index("OURS Reading")


def test_groups_by_type() -> None:
    text = (
        "# Publications\n\n## Journal Papers\n"
        f"- {TIDE.title}. Ocean Letters, 2024.\n- {GLACIER.title}. 2021.\n\n"
        f"## Conference Papers\n- {MOSS.title}. EcoVision, 2023.\n"
    )
    page = adopted(text)
    assert page.regions[0].id == "publications group_by=type level=2"
    assert [chunk.key for chunk in page.base.regions[0][1]] == [
        *("article-journal", "tide", "glacier", "paper-conference", "moss")
    ]


def test_a_heading_whose_entries_would_stand_under_another_stays_a_persons_own() -> None:
    text = (
        f"# Publications\n## 2020\n- {TIDE.title}. 2024.\n- An unknown paper of old, 2020\n"
        f"## 2023\n- {MOSS.title}. 2023\n"
    )
    page = adopted(text)
    assert [chunk.key for chunk in page.base.regions[0][1]] == ["tide", "2023", "moss"]
    after = planned(page, year("2024"), ours(TIDE), year("2023"), ours(MOSS))
    assert "## 2020\n" in after
    assert "- An unknown paper of old, 2020\n" in after


@pytest.mark.parametrize(
    ("text", "path", "region"),
    [
        (f"# Selected Publications\n- {TIDE.title}. 2024\n", "a.md", "publications group_by=none selected=yes"),
        (
            "# Papers\n" + "".join(f"- {one.title}. {one.issued}\n" for one in (GLACIER, MOSS, TIDE)),
            "a.md",
            "publications group_by=none sort=oldest",
        ),
        (
            f"# Journal papers\n- {TIDE.title}. 2024\n# Talks\n- *What moss remembers*, 2023\n",
            "a.md",
            "publications group_by=none type=article-journal",
        ),
        (f"# Teaching\n- {ECOLOGY.title}, 2023\n", "a.md", "teaching"),
    ],
)
def test_what_the_markers_ask_for(text: str, path: str, region: str) -> None:
    assert adopted(text, path=path).regions[0].id == region


def test_tags_that_share_a_line_with_the_first_and_last_entry() -> None:
    text = f"<h2>Papers</h2>\n<ul><li>{TIDE.title}. 2024</li>\n<li>{MOSS.title}. 2023</li></ul>\n<p>Bye</p>"
    page = adopted(text, path="a.html")
    assert page.text == (
        "<h2>Papers</h2>\n<ul>\n<!-- pubsync:begin publications group_by=none template=list -->\n"
        f"<li>{TIDE.title}. 2024</li>\n<li>{MOSS.title}. 2023</li>\n<!-- pubsync:end -->\n</ul>\n<p>Bye</p>"
    )
    assert tell("a.html", page.base, page.text.encode()) == ()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"<h2>Papers</h2>\n<ul><li>{TIDE.title}. 2024</li><li>{MOSS.title}. 2023</li></ul>\n", "a.html"),
        (
            f"<h2>Papers</h2>\n<table>\n<tr><td>{TIDE.title}, 2024\n<tr><th>A\n<tr><td>{MOSS.title}, 2023\n</table>\n",
            "a.html",
        ),
        (
            f"<h2>Papers</h2><h3>2024</h3>\n<ul>\n<li>{TIDE.title}\n</ul>\n<h3>2023</h3>\n<ul>\n<li>{MOSS.title}\n</ul>\n",
            "a.html",
        ),
        (f"# Papers\n| {TIDE.title}, 2024 | x |\n|---|---|\n| {MOSS.title}, 2023 | y |\n", "a.md"),
        (f"# Papers\n## Moss\n- {MOSS.title}. 2023\n## Ice\n- {GLACIER.title}. 2021\n", "a.md"),
    ],
)
def test_a_list_around_which_markers_can_not_stand_is_left_alone_and_said(text: str, path: str) -> None:
    page = adopted(text, path=path)
    assert (page.text, page.base, page.regions) == (text, FileBase(), ())
    assert all(why for _, why in page.left)
    assert page.left


def test_a_page_that_has_a_region_already_keeps_its_base() -> None:
    region = "<!-- pubsync:begin talks -->\n- ours\n<!-- pubsync:end -->\n\n"
    text = f"{region}# Papers\n- {TIDE.title}. 2024\n- {MOSS.title}. 2023\n"
    old = FileBase(regions=(("talks", (Chunk("entry", "keynote", "- ours\n"),)),))
    page = plan_adoption(text, "a.md", match_items(read_lists(text, "a.md"), ALL), ALL, old)
    assert [name for name, _ in page.base.regions] == ["talks", "publications group_by=none"]
    assert tell("a.md", page.base, page.text.encode()) == ()


def test_a_region_that_asks_for_the_same_keeps_its_name() -> None:
    region = "<!-- pubsync:begin publications group_by=none -->\n- ours\n<!-- pubsync:end -->\n"
    text = f"# Papers\n- {TIDE.title}. 2024\n- {MOSS.title}. 2023\n\n# All papers\n{region}"
    old = FileBase(regions=(("publications group_by=none", (Chunk("entry", "tide", "- ours\n"),)),))
    page = plan_adoption(text, "a.md", match_items(read_lists(text, "a.md"), ALL), ALL, old)
    assert (page.text, page.base, page.regions) == (text, old, ())


def test_two_works_of_one_title_keep_their_own_entries() -> None:
    page = adopted(IEEE, path="pubs.md")
    text = planned(page, ours(TIDE), ours(THESIS), ours(MOSS), ours(LICHEN))
    assert text.count("OURS Counting lichens") == 2
    assert "dissertation" not in text


LINES_OF_ONE = [
    f'[{at}] L. Qiao, A. Lee, "{one.title}," Somewhere, {one.issued}.' for at, one in enumerate((TIDE, MOSS))
]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"<h2>Papers</h2>\n<p>\n{'<br>'.join(LINES_OF_ONE)}\n</p>\n", "a.html"),
        (f"<h2>Papers</h2>\n<p>{'<br /><br>'.join(LINES_OF_ONE)}\n", "a.html"),
        ("# Papers\n\n" + "<br>\n".join(LINES_OF_ONE).replace("[", "") + "\n", "a.md"),
        ("# Papers\n\n" + "  \n".join(LINES_OF_ONE).replace("[", "") + "\n", "a.md"),
    ],
)
def test_entries_that_are_lines_of_one_paragraph_are_found_and_left_alone(text: str, path: str) -> None:
    page = adopted(text, path=path)
    assert page.text == text
    ((hand, why),) = page.left
    assert len(hand.items) == 2
    assert why.startswith("its entries are lines of one paragraph")


def test_the_lines_of_one_entry_are_no_entries() -> None:
    entry = "<p><b>{}</b><br>\nLin Qiao, Ann Lee, Bo Wu<br>\nOcean Letters, 2024, to appear</p>\n"
    text = "<h2>Papers</h2>\n" + "".join(entry.format(one.title) for one in (TIDE, MOSS))
    assert adopted(text, path="a.html").regions[0].keys == ("tide", "moss")


ENTRIES = [f"{one.title}. Lin Qiao, Ann Lee. {one.container_title or 'PhD thesis'}, {one.issued}." for one in WORKS]
OWN = ["A paper that no source knows, 2018.", "Words of my own, with [a link](https://x.org).", "苔藓笔记，2017"]
STYLES = st.sampled_from(
    ["- {}\n", "* {}\n\n", "1. {}\n", "- {}\n  - a remark below it\n", "[1] {}\n\n", "- {}\n  <!-- c -->\n"]
)
LINES = st.sampled_from(
    ["\n", "<br>\n", "My own line.\n\n", "<!-- note -->\n", "---\n\n", "### 2024\n\n", "### 2019\n", "#### Others\n"]
)


@st.composite
def pages_by_hand(draw: st.DrawFn) -> str:
    style = draw(STYLES)
    entries = [style.format(entry) for entry in draw(st.permutations(ENTRIES))]
    own = st.sampled_from([style.format(one) for one in OWN])
    pieces = draw(st.lists(st.sampled_from(entries) | LINES | own, max_size=12))
    text = "# Publications\n\n" + "".join(pieces) + draw(st.sampled_from(["", "\n# Contact\n\nWrite to me.\n", "end"]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@settings(max_examples=120, deadline=None)
@given(pages_by_hand(), st.lists(st.sampled_from(WORKS), unique=True), st.booleans())
def test_no_line_of_a_persons_is_lost(text: str, wanted: list[Work], by_year: bool) -> None:
    page = adopted(text, WORKS)
    assert MARKER.sub("", page.text) in (text, text + "\n", text + "\r\n")
    assert tell("about.md", page.base, page.text.encode()) == ()
    for region in page.regions:
        chunks = [chunk for one in wanted for chunk in ((year(str(one.issued)),) if by_year else ()) + (ours(one),)]
        chunks = list(dict.fromkeys(chunks))
        after = planned(page, *chunks, region=region.id)
        base = dict(page.base.regions)[region.id]
        gone = {line.strip() for chunk in base for line in chunk.text.split("\n")}
        lines = [line.strip() for line in page.text.splitlines() if line.strip() and line.strip() not in gone]
        kept = [line.strip() for line in after.splitlines()]
        assert all(line in kept for line in lines)
        places = [kept.index(line) for line in dict.fromkeys(lines) if lines.count(line) == 1 and line in {*OWN}]
        assert all(place >= 0 for place in places)


def test_an_entry_that_can_not_be_told_from_a_line_below_it_is_not_ours() -> None:
    lines = [f"<li>{TIDE.title}. 2024</li>", "    words of mine, deeper than it", f"<li>{MOSS.title}. 2023</li>"]
    text = "<h2>Papers</h2>\n<ul>\n" + "".join(f"{line}\n" for line in lines) + "</ul>\n"
    page = adopted(text, path="a.html")
    assert page.regions[0].keys == ("moss",)
    assert f"{lines[0]}\n{lines[1]}\n" in planned(page, ours(MOSS))
