"""Lists that a person wrote are found with their exact places, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.sites.handmade.items import HandItem
from pubsync.sites.handmade.lists import Group, HandList, read_lists
from tests.sites.handmade.pages import ABOUT, ACAD, HTML, IEEE


def only(text: str, path: str = "pubs.md") -> HandList:
    (found,) = read_lists(text, path)
    return found


def titles(hand: HandList) -> list[str]:
    return [item.title for item in hand.items]


def first(markup: str, path: str = "publications.md") -> HandItem:
    return only(markup, path).items[0]


def test_a_homepage_with_lists_in_two_languages() -> None:
    news, papers, chinese, talks = read_lists(ABOUT, "about.md")
    assert [one.section for one in (news, papers, chinese, talks)] == ["news", "publications", "publications", "talks"]
    assert (papers.grouping, [group.key for group in papers.groups]) == ("year", ["2024", "2023", "2021"])
    assert [item.group for item in papers.items] == ["2024", "2024", "2023", "2023", "2021"]
    assert [one.language for one in (papers, chinese)] == ["en", "zh"]
    assert dict(papers.legend) == {"*": "equal", "✉": "corresponding"}
    assert (news.news, papers.news, talks.news) == (True, False, False)
    assert ABOUT[papers.start : papers.end].startswith("### 2024\n- **Lin Qiao**")
    assert ABOUT[papers.start : papers.end].endswith("Annals of Ice, 2021.\n")


def test_what_an_entry_says() -> None:
    tide, _, moss, *_ = read_lists(ABOUT, "about.md")[1].items
    assert tide.title == "Reading tides from satellite noise"
    assert [(str(one.name), one.marks) for one in tide.names[:3]] == [
        ("Lin Qiao", ("*",)),
        ("Ann Lee", ("*",)),
        ("Bo Wu", ("✉",)),
    ]
    assert (tide.year, tide.venue, list(map(str, tide.identifiers))) == (2024, "Ocean Letters", ["doi:10.1234/tide"])
    assert [(link.label, link.kind) for link in tide.links] == [
        ("Reading tides from satellite noise", ""),
        ("PDF", "pdf"),
        ("Code", "code"),
    ]
    assert (moss.award, moss.labels, moss.authors) == ("Best Paper Award", ("Oral",), "Lin Qiao, Ann Lee")
    assert list(map(str, moss.identifiers)) == ["arxiv:2304.01234"]


def test_boxes_of_acad_homepage_and_bullets_below_them_are_one_list() -> None:
    _, papers, honours = read_lists(ACAD, "_pages/about.md")
    assert [item.sign for item in papers.items] == ["div", "bullet"]
    assert titles(papers) == ["MossNet: a field guide learned from photographs", "Reading tides from satellite noise"]
    assert papers.items[0].extra
    assert papers.items[0].markup.startswith("<div class='paper-box'>")
    assert papers.items[0].markup.endswith("</div>\n</div>\n")
    assert honours.section == "other"


def test_a_page_of_html() -> None:
    papers, teaching = read_lists(HTML, "index.html")
    assert [item.sign for item in papers.items] == ["li"] * 4
    assert (papers.section, teaching.section) == ("publications", "teaching")
    assert papers.items[0].markup == HTML[HTML.index("  <li>\n") : HTML.index("  <li>Lin Qiao, Ann Lee. <b>Moss")]
    assert titles(papers)[:2] == [
        "Reading tides from satellite noise",
        "MossNet: a field guide learned from photographs",
    ]


def test_numbered_paragraphs() -> None:
    papers = only(IEEE)
    assert [item.sign for item in papers.items] == ["number"] * 4
    assert papers.items[0].title == "Reading tides from satellite noise"
    assert papers.items[0].markup.endswith("doi: 10.1234/tide.\n")
    assert [str(one) for one in papers.items[0].identifiers] == ["doi:10.1234/tide"]
    assert papers.section == "publications"


@pytest.mark.parametrize(
    "text",
    [
        "* A first paper of some kind, 2020\n* A second paper of some kind, 2021\n",
        "1. A first paper of some kind, 2020\n2. A second paper of some kind, 2021\n",
        "  + A first paper of some kind, 2020\n\n  + A second paper of some kind, 2021\n",
        "- A first paper of some kind,\n2020\n- A second paper of some kind, 2021\n\n  with a paragraph\n",
        "**A first paper of some kind**  \nAnn Lee, Bo Wu\n\n**A second paper of some kind**  \nAnn Lee\n",
        "[A first paper of some kind](x)\n\nAnn Lee, Bo Wu\n\n[A second paper of some kind](y)\n\nAnn Lee\n",
        "Lee, A., Wu, B. (2020). A first paper of some kind. Leaf.\n\nLee, A., Wu, B. (2021). A second paper. Leaf.\n",
        "| A first paper of some kind, 2020 | [PDF](a) |\n|---|---|\n| A second paper of a kind, 2021 | [PDF](b) |\n",
        "<ul>\n<li>A first paper of some kind, 2020\n<li>A second paper of some kind, 2021\n</ul>\n",
        "<p><b>A first paper of some kind</b>, 2020</p>\n<p><b>A second paper of some kind</b>, 2021</p>\n",
        "<table>\n<tr><td>2020<td>A first paper of a kind</tr>\n<tr><td>2021<td>A second paper of us</tr>\n</table>\n",
        "<dl>\n<dt>[1]</dt><dd>A first paper of a kind, 2020</dd>\n<dt>[2]</dt><dd>A second paper, 2021</dd>\n</dl>\n",
        (
            "<div class='publication'>\n\nA first paper of some kind, 2020\n</div>\n"
            "<div class='publication'>\nA second paper of some kind, 2021\n</div>\n"
        ),
    ],
)
def test_the_ways_to_write_a_list(text: str) -> None:
    found = only(f"# Publications\n\n{text}\n# Contact\n\nWrite to me.\n")
    assert len(found.items) == 2
    assert "first paper" in found.items[0].words
    assert "second paper" in found.items[1].words
    assert all(item.whole for item in found.items)


def test_text_below_a_list_is_no_part_of_its_last_entry() -> None:
    found = only("# Papers\n\n- A paper of some kind, 2020\n\n  its second paragraph\n\nWords of mine on all this.\n")
    assert found.items[0].markup == "- A paper of some kind, 2020\n\n  its second paragraph\n"


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("### 2020", "2020"),
        ("2020\n----", "2020"),
        ("**2020**", "2020"),
        ("<h3>2020</h3>", "2020"),
        ("#### 2020年", "2020"),
        ("### Year 2020 (3 papers)", "2020"),
        ("### 2015 and before", ""),
        ("### 🗓 2018–2020", ""),
    ],
)
def test_headings_of_years(heading: str, key: str) -> None:
    found = only(f"# Publications\n\n{heading}\n\n- A paper of some kind, 2020\n- Another paper of some kind, 2020\n")
    assert [(group.key, item.group) for group in found.groups for item in found.items] == [(key, key)] * 2


def test_years_as_bullets_with_papers_below_them() -> None:
    found = only(
        "# Papers\n\n- 2021\n    - A paper of some kind\n    - Another paper of some kind\n- 2020\n    - An older one\n"
    )
    assert [(item.group, item.words) for item in found.items] == [
        ("2021", "A paper of some kind"),
        ("2021", "Another paper of some kind"),
        ("2020", "An older one"),
    ]


def test_kinds_of_publications_part_one_list() -> None:
    found = only(
        "# Publications\n## Journal Papers\n- A paper of a kind, 2020\n## Conference Papers\n- Another of them, 2021\n"
    )
    assert (found.grouping, [item.group for item in found.items]) == ("type", ["article-journal", "paper-conference"])


def test_other_headings_begin_other_lists() -> None:
    speech, vision = read_lists(
        "# Publications\n## Speech\n- A paper on speech, 2020\n## Vision\n- A paper on vision, 2021\n", "a.md"
    )
    assert (speech.headings, vision.headings) == (("Publications", "Speech"), ("Publications", "Vision"))
    assert (speech.section, speech.partial) == ("publications", True)


def test_selected_and_recent_lists_say_so() -> None:
    selected, recent = read_lists(
        "# Selected Papers\n- A paper here, 2020\n# Recent papers\n- A paper there, 2021\n", "a.md"
    )
    assert (selected.selected, selected.items[0].selected, selected.partial) == (True, True, False)
    assert (recent.selected, recent.partial) == (False, True)


@pytest.mark.parametrize(
    "hidden",
    [
        "```\n- A paper of some kind, 2020\n```\n",
        "~~~~ markdown\n- A paper of some kind, 2020\n~~~~\n",
        "<!--\n- A paper of some kind, 2020\n-->\n",
        "<pre>\n- A paper of some kind, 2020\n</pre>\n",
        "<script>\n- A paper of some kind, 2020\n</script>\n",
        "{% for paper in site.data.papers %}\n- {{ paper.title }}, a paper of 2020\n{% endfor %}\n",
        "{% comment %}\n- A paper of some kind, 2020\n{% endcomment %}\n",
        "<!-- pubsync:begin publications -->\n- A paper of some kind, 2020\n<!-- pubsync:end -->\n",
        "<nav>\n<ul><li>A paper of some kind, 2020</li></ul>\n</nav>\n",
    ],
)
def test_what_is_never_looked_into(hidden: str) -> None:
    assert read_lists(f"# Publications\n\n{hidden}", "a.md") == ()
    front = f"---\ntitle: x\npapers:\n- A paper of some kind, 2020\n---\n# Publications\n\n{hidden}"
    assert read_lists(front, "a.md") == ()


def test_no_list_reaches_across_a_region_of_ours() -> None:
    region = "<!-- pubsync:begin publications -->\n- Ours, a paper of 2020\n<!-- pubsync:end -->\n"
    above, below = read_lists(f"# Papers\n- A paper above, 2021\n{region}- A paper below, 2019\n", "a.md")
    assert (above.items[0].words, below.items[0].words) == ("A paper above, 2021", "A paper below, 2019")


def test_a_page_with_a_damaged_marker_has_no_lists() -> None:
    assert read_lists("# Papers\n<!-- pubsync:begin publications -->\n- A paper here, 2020\n", "a.md") == ()


def test_marks_that_are_told_below_the_list_or_in_its_heading() -> None:
    below = "# Papers\n- **A paper**. Ann Lee*, Bo Wu. 2020\n\n\\* corresponding author\n"
    heading = "# Papers (\\* means equal contribution)\n- **A paper**. Ann Lee*, Bo Wu. 2020\n"
    assert dict(only(below).items[0].legend) == {"*": "corresponding"}
    assert dict(only(heading).items[0].legend) == {"*": "equal"}


@pytest.mark.parametrize(
    ("markup", "award", "labels"),
    [
        ("- **On moss**. EcoVision 2023. 🏆 Best Paper Award", "Best Paper Award", ()),
        (
            "- **On moss**. EcoVision 2023 (Oral, Outstanding Paper Award Runner-up)",
            "Outstanding Paper Award Runner-up",
            ("Oral",),
        ),
        ("- **On moss**. EcoVision 2023 [Spotlight Presentation]", "", ("Spotlight",)),
        ("- **Oral microbes: a highlight of 2023**. EcoVision.", "", ()),
        ("- **苔藓的记忆与学习方法**. 生态学报, 2023. 最佳论文奖", "最佳论文奖", ()),
    ],
)
def test_awards_and_labels_stand_outside_the_title(markup: str, award: str, labels: tuple[str, ...]) -> None:
    item = first(markup)
    assert (item.award, item.labels) == (award, labels)


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("- Lin Qiao, Ann Lee. **On the moss of walls**. Leaf, 2020.", "On the moss of walls"),
        ("- **Lin Qiao**, Ann Lee. [On the moss of walls](x). Leaf, 2020.", "On the moss of walls"),
        ("- Lin Qiao, “On the moss of walls,” *Leaf*, 2020.", "On the moss of walls"),
        ("- [Leaf 2020] **On the moss of walls** [[PDF](x)]", "On the moss of walls"),
        ("- Qiao, L. (2020). On the moss of walls. Leaf.", "On the moss of walls"),
        ("- On the moss of walls\n  Lin Qiao, Ann Lee\n  Leaf, 2020", "On the moss of walls"),
        ("- <span class='papertitle'>On the moss of walls</span><br>Lin Qiao", "On the moss of walls"),
        ("- 乔琳，吴波. 《墙上苔藓的研究》. 植物学报, 2020.", "墙上苔藓的研究"),
    ],
)
def test_titles_are_guessed(markup: str, title: str) -> None:
    assert first(f"# Papers\n{markup}\n").title == title


PIECES = st.sampled_from(
    [
        "# Publications\n", "## 2020\n", "### 2019年\n", "**2018**\n", "## Journal papers\n", "# Other\n", "\n", "\n\n",
        "- **Lin Qiao**, [On moss and walls](https://x.org/a.pdf), 2020\n", "  with Ann Lee\n", "1. On ferns, 2019\n",
        '[2] A. Lee, "On bark," 2018.\n', "* *2020.01*: accepted\n", "Some text of a person's, 2020.\n", "---\n",
        "<ul>\n", "<li>On moss and walls, 2020</li>\n", "</ul>\n", "<ol><li>On bark and leaves, 2020</li></ol>\n",
        "<div class='paper-box'><div>\n", "</div>\n", "</div></div>\n", "<p><b>On twigs and roots</b>, 2020</p>\n",
        "<table><tr><td>On reeds and rushes, 2020</td></tr></table>\n", "```\n", "<!-- a note -->\n", "<!--\n", "-->\n",
        "| On seeds and spores, 2020 | x |\n", "\t- deeper, with [a link](b)\n", "{% for x in y %}\n", "{% endfor %}\n",
        "<dl><dt>2020</dt><dd>On dew and rain, 2020</dd></dl>\n", "Title of it\n=====\n", "\r\n", "论文：苔藓\r\n",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from(["a.md", "index.html"]))
def test_places_are_exact_and_never_overlap(text: str, path: str) -> None:
    end = 0
    for hand in read_lists(text, path):
        assert end <= hand.start < hand.end <= len(text)
        inner = hand.start
        parts: list[HandItem | Group] = [*hand.items, *hand.groups]
        for part in sorted(parts, key=lambda one: one.start):
            assert inner <= part.start < part.end <= hand.end
            inner = part.end
            if isinstance(part, HandItem):
                assert part.markup == text[part.start : part.end]
                assert not part.whole or (text[: part.start] + "\n")[part.start - 1] == "\n"
        end = hand.end


def test_long_and_hostile_pages_take_no_time() -> None:
    for pattern in (
        "- a\n",
        "<div>\n",
        "<ul><li>",
        "> - [",
        "# 2020\n",
        "```\n",
        "<!--",
        "|a|\n",
        "* **",
        "<tr><td>",
        "[1] x\n",
        "</li>",
    ):
        read_lists(pattern * 4_000, "a.md")
        read_lists(pattern * 4_000, "a.html")


def test_a_box_with_a_years_heading_is_a_list_where_it_holds_one_and_else_an_entry() -> None:
    entry = "<b>Reading tides from satellite noise</b>, Lin Qiao, Ocean Letters, 2024"
    boxes = "".join(f"<div><h4>{year}</h4>\n<ul>\n<li>{entry}</li>\n</ul>\n</div>\n" for year in (2024, 2023))
    (found,) = read_lists(f"<h2>Papers</h2>\n{boxes}", "a.html")
    assert [(item.sign, item.group) for item in found.items] == [("li", "2024"), ("li", "2023")]
    boxes = "".join(f"<div><h4>{year}</h4>{entry}</div>\n" for year in (2024, 2023))
    (found,) = read_lists(f"<h2>Papers</h2>\n{boxes}", "a.html")
    assert [item.sign for item in found.items] == ["div", "div"]
