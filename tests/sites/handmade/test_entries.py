"""What a hand-made entry file shows: what it surely says, whatever its keys, and nothing that its template left."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.records.course import CourseRecord
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.records.talk import TalkRecord
from pubsync.sites.handmade.citation import authors_of_citation
from pubsync.sites.handmade.entries import read_entry, source_name

PATH = "_publications/2024-03-07-tide.md"


def shown(text: str, path: str = PATH, kind: str = "work", **options: Any) -> Any:
    entry = read_entry(path, text.encode(), kind, **options).entry
    assert entry is not None
    return entry.record


def page(front: str, body: str = "") -> str:
    return f"---\n{front.strip()}\n---\n{body}"


PAPER = page(
    """
title: "Reading tides from satellite noise &amp; more."
collection: publications
category: conferences
permalink: /publication/tide
date: 2024-03-07
venue: 'In <i>Ocean Letters</i>'
paperurl: 'https://doi.org/10.1234/Tide'
slidesurl: 'https://qiao.example.org/s.pdf'
citation: 'Qiao, L., Lee, A., &amp; Wu, B. (2024). &quot;Reading tides from satellite noise &amp; more.&quot; O. 1(2).'
""",
    "Some words.\n",
)


def test_an_academicpages_paper() -> None:
    record = shown(PAPER)
    assert isinstance(record, Record)
    assert record.title == "Reading tides from satellite noise & more"
    assert [str(name) for name in record.author] == ["L. Qiao", "A. Lee", "B. Wu"]
    assert (str(record.issued), record.container_title, record.type) == (
        "2024-03-07",
        "Ocean Letters",
        "paper-conference",
    )
    assert list(map(str, record.identifiers)) == ["doi:10.1234/tide"]
    assert [(link.kind, link.url) for link in record.links] == [("slides", "https://qiao.example.org/s.pdf")]
    assert str(record.record_id) == f"site:{PATH}#entry"


def test_a_file_keeps_its_own_address() -> None:
    entry = read_entry(PATH, PAPER.encode(), "work").entry
    assert entry is not None
    assert (entry.permalink, entry.placeholder) == ("/publication/tide", False)


def test_a_hugo_paper_with_notes_on_its_authors() -> None:
    text = page(
        """
title: 'MossNet: a field guide'
authors: [admin, Ann Lee, Bo Wu]
author_notes: ['Equal contribution', 'Equal contribution', 'Corresponding author']
date: '2023-06-01T00:00:00Z'
publication_types: ['paper-conference']
publication: In *EcoVision*
url_pdf: https://arxiv.org/pdf/2304.01234
url_code: 'https://github.com/qiao/moss'
links: [{type: video, url: "https://youtu.be/x"}, {name: Slides, url: "https://qiao.example.org/m.pdf"}]
"""
    )
    path = "content/publication/mossnet/index.md"
    record = shown(text, path, owner=Name("Qiao", "Lin"))
    assert [(str(name), name.roles) for name in record.author] == [
        ("Lin Qiao", ("equal",)),
        ("Ann Lee", ("equal",)),
        ("Bo Wu", ("corresponding",)),
    ]
    assert (str(record.issued), record.container_title) == ("2023-06", "EcoVision")
    assert list(map(str, record.identifiers)) == ["arxiv:2304.01234"]
    assert {link.kind for link in record.links} == {"code", "video", "slides"}
    assert shown(text, path).author == ()  # who "admin" is was not said


@pytest.mark.parametrize(
    ("front", "path", "date"),
    [
        ("date: 2019-01-01", PATH, "2019"),
        ("date: 2019-05-01", PATH, "2019-05"),
        ("date: 2019-05-02", PATH, "2019-05-02"),
        ("date: 2019", PATH, "2019"),
        ("date: 6 November 2024", PATH, "2024-11-06"),
        ("venue: X", PATH, "2024-03-07"),
        ("venue: X", "_publications/2014-CBA.md", "2014"),
        ("venue: X", "_publications/wp-mazu.md", "None"),
        ("date: XXX", PATH, "2024-03-07"),
        ("date: 2009-10-01", "_publications/2009-10-01-paper-title-number-1.md", "None"),
        ("date: 2009-10-01\npermalink: /publication/2009-10-01-paper-title-number-1", "_publications/tide.md", "None"),
        ("date: 2024-02-17", PATH, "2024-02-17"),
    ],
)
def test_a_date_is_believed_as_far_as_it_can_be(front: str, path: str, date: str) -> None:
    assert str(shown(page(f"title: A title\n{front}"), path).issued) == date


def test_what_the_template_left_says_nothing() -> None:
    record = shown(
        page(
            """
title: "Fall detection with a first-person camera"
permalink: /publication/2024-02-17-paper-title-number-4
excerpt: 'This paper is about fixing template issue #693.'
date: 2024-02-17
venue: 'GitHub Journal of Bugs'
paperurl: 'http://academicpages.github.io/files/paper3.pdf'
citation: 'Your Name, You. (2024). &quot;Paper Title Number 3.&quot; <i>GitHub Journal of Bugs</i>. 1(3).'
""",
            "Falls are a danger.\n",
        ),
        "_publications/fall.md",
    )
    assert (record.author, record.issued, record.container_title, record.links) == ((), None, "", ())


@pytest.mark.parametrize(
    ("citation", "names"),
    [
        ('Lin Qiao, Ann Lee, "On tea." Leaf, 2020.', ["Lin Qiao", "Ann Lee"]),
        ("Qiao, L. and Lee, A. (2020). On tea. Leaf 3(4).", ["L. Qiao", "A. Lee"]),
        ("L. Qiao and A. Lee. On tea. Leaf, 2020.", ["L. Qiao", "A. Lee"]),
        ("Lin Qiao, Ann Lee. 2020. On tea. In Leaf.", ["Lin Qiao", "Ann Lee"]),
        ("乔琳，吴波. 《On tea》. 茶学报, 2020.", ["乔琳", "吴波"]),
        (
            "Recommended citation: Qiao, L., Lee, A. (2020). &quot;Another title altogether.&quot; Leaf.",
            ["L. Qiao", "A. Lee"],
        ),
        ("On tea. Leaf, 2020.", []),
        ("Leaf, a journal about tea (2020)", []),
        ("The Leaf Team et 40 more (2020). On tea.", []),
        ("", []),
    ],
)
def test_authors_of_a_citation_are_told_or_unknown(citation: str, names: list[str]) -> None:
    assert [str(one.name) for one in authors_of_citation(citation, "On tea").names] == names


def test_the_title_tells_where_the_authors_end() -> None:
    citation = "Lin Qiao, Ann Lee, Of tea and leaves, Leaf, 2020"
    assert [str(one.name) for one in authors_of_citation(citation, "Of tea &amp; leaves").names] == []
    assert [str(one.name) for one in authors_of_citation(citation, "Of Tea and Leaves").names] == [
        "Lin Qiao",
        "Ann Lee",
    ]


def test_authors_from_a_line_that_is_nothing_else() -> None:
    by_excerpt = page("title: On tea\nexcerpt: 'Lin Qiao, **Ann Lee**, Bo Wu'", "An abstract, with commas, and words.")
    by_body = page("title: On tea", "**Lin Qiao**, Ann Lee\n\nWe drink tea.")
    neither = page("title: On tea\nexcerpt: 'Tea, Leaf, and Water'", "We drink tea, Ann Lee says.")
    assert [len(shown(text).author) for text in (by_excerpt, by_body, neither)] == [3, 2, 0]


def test_identifiers_of_the_work_alone() -> None:
    own = page(
        "title: On tea",
        "[Paper](https://doi.org/10.1234/own)\n\nAfter [our earlier work](https://doi.org/10.1234/old).",
    )
    two = page("title: On tea", "[Paper](https://doi.org/10.1234/one) [PDF](https://doi.org/10.1234/two)")
    assert [list(map(str, shown(text).identifiers)) for text in (own, two)] == [["doi:10.1234/own"], []]


def test_what_is_not_published_yet_has_no_venue() -> None:
    record = shown(page("title: On tea\nvenue: Under review"))
    assert (record.container_title, record.status) == ("", "submitted")


def test_a_talk_and_a_course() -> None:
    talk = shown(
        page(
            "title: What moss remembers\ntype: Keynote\nvenue: Botany Days\nlocation: 'Lund, Sweden'\ndate: 2023-06-01"
        ),
        "_talks/2023-06-01-moss.md",
        "talk",
    )
    assert isinstance(talk, TalkRecord)
    assert (talk.type, talk.venue, talk.location, str(talk.start)) == (
        "Keynote",
        "Botany Days",
        "Lund, Sweden",
        "2023-06-01",
    )
    course = shown(
        page("title: Field ecology\nvenue: Lund\ndate: 2023-01-01"), "_teaching/2023-fall-ecology.md", "course"
    )
    assert isinstance(course, CourseRecord)
    assert (course.terms, str(course.start), course.venue) == (("2023-fall",), "2023", "Lund")
    examples = shown(page("title: Mine\nvenue: Lund"), "_teaching/2014-spring-teaching-1.md", "course")
    assert examples.terms == ()


@pytest.mark.parametrize(
    "content",
    [
        b"---\ntitle: [unclosed\n---\n",
        b"---\ntitle: One\ntitle: Two\n---\n",
        b"---\ntitle: never closed\n",
        b"\xff\xfe\x00",
        b"+++\ntitle = 'toml'\n+++\n",
        b"no front matter at all\n",
    ],
)
def test_a_damaged_file_is_a_notice_with_its_place(content: bytes) -> None:
    entry, notice = read_entry(PATH, content, "work")
    assert entry is None
    assert notice is not None
    assert notice.what
    assert notice.where.startswith(PATH)


def test_a_file_without_a_title_shows_nothing_and_is_no_fault() -> None:
    assert read_entry(PATH, b"---\nvenue: X\n---\n", "work") == (None, None)


def test_a_sources_name_holds_no_number_sign() -> None:
    assert source_name("_publications/c#-tide.md") == "site:_publications/c%23-tide.md"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3000) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=5,
)
KEYS = st.sampled_from(
    ["title", "date", "authors", "author_notes", "venue", "citation", "links", "doi", "terms", "hugoblox", "paperurl"]
)


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=6), st.text(max_size=60), st.sampled_from(["work", "talk", "course"]))
def test_whatever_stands_in_a_file_never_ends_the_run(front: dict[str, Any], body: str, kind: str) -> None:
    import json  # noqa: PLC0415 - JSON is YAML

    lines = "".join(f"{name}: {json.dumps(value)}\n" for name, value in front.items())
    reading = read_entry("_publications/x.md", f"---\n{lines}---\n{body}".encode("utf-8", "replace"), kind)
    assert reading.entry is None or reading.entry.record.title
