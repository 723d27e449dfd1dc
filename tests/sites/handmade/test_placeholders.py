"""A template's example is told by facts; a person's paper never is one, whatever it is called."""

from __future__ import annotations

import pytest

from pubsync.records.base import Value
from pubsync.sites.handmade.placeholders import is_left_over, is_placeholder, is_placeholder_text

ONE = {
    "title": "Paper Title Number 1",
    "venue": "Journal 1",
    "paperurl": "http://academicpages.github.io/files/paper1.pdf",
    "citation": "Your Name, You. (2009). &quot;Paper Title Number 1.&quot; <i>Journal 1</i>. 1(1).",
}
LOREM = "Lorem ipsum dolor sit amet, consectetur adipiscing elit."


@pytest.mark.parametrize(
    ("shown", "body"),
    [
        (
            ONE,
            "This paper is about the number 1. The number 2 is left.\n\n[Download paper here](http://a/b)",
        ),
        ({"title": "Paper Title Number 5, with math $$E=mc^2$$", "venue": "GitHub Journal of Bugs"}, ""),
        ({"title": "Talk 1 on Relevant Topic in Your Field", "venue": "UC San Francisco, Department of Testing"}, ""),
        (
            {
                "title": "Tutorial 1 on Relevant Topic in Your Field",
                "venue": "UC-Berkeley Institute for Testing Science",
            },
            "[More information here](http://exampleurl.com)\n\nThis is a description of your tutorial, note it",
        ),
        (
            {"title": "Conference Proceeding talk 3 on Relevant Topic in Your Field", "location": "Los Angeles, CA"},
            "This is a description of your conference proceedings talk, note the different field in type.",
        ),
        ({"title": "Teaching experience 2", "venue": "University 1, Department"}, "Heading 1\n======\n"),
        ({"title": "An example conference paper", "publication": "In *Wowchemy Conference*"}, ""),
        ({"title": "An example journal article", "abstract": LOREM}, ""),
        ({"title": "An example preprint / working paper", "hugoblox": {"ids": {"arxiv": "1512.04133v1"}}}, ""),
        ({"title": "On the electrodynamics of moving bodies", "author": "Einstein, A."}, ""),
        ({"id": "doi:10.1371/journal.pcbi.1007128", "repo": "greenelab/meta-review"}, ""),
    ],
)
def test_examples_of_templates(shown: dict[str, Value], body: str) -> None:
    assert is_placeholder(shown, body)


@pytest.mark.parametrize(
    ("shown", "body"),
    [
        ({"title": "Paper Title Number 1", "venue": "Nature"}, ""),
        ({"title": "An example conference paper", "publication": "In *ACM IMC*"}, ""),
        ({"title": "On the electrodynamics of moving bodies", "author": "Lin Qiao"}, ""),
        ({"title": "Teaching experience 2", "venue": "Lund"}, ""),
        ({"title": "Fall detection", **{key: value for key, value in ONE.items() if key != "title"}}, ""),
        (ONE, "Lin Qiao and Ann Lee. Guided augmentation. Under review."),
        ({"id": "doi:10.1371/journal.pcbi.1007128", "description": "Our first paper."}, ""),
        ({"venue": "Journal 1"}, ""),
    ],
)
def test_what_a_person_made_is_no_example(shown: dict[str, Value], body: str) -> None:
    assert not is_placeholder(shown, body)


def test_examples_in_a_page() -> None:
    words = "Deep Residual Learning for Image Recognition"
    assert is_placeholder_text(words, f"<img src='images/500x300.png'> {words}")
    assert not is_placeholder_text(words, f"**{words}**. Kaiming He. CVPR 2016.")
    assert is_placeholder_text(LOREM, f"[{LOREM}](https://github.com), A, B, C, **CVPR 2020**")


def test_left_over_values() -> None:
    assert is_left_over("Your Name, You. (2024). Paper Title Number 3.")
    assert is_left_over("https://youtube.com")
    assert not is_left_over("https://youtube.com/watch?v=abc")
    assert not is_left_over("Journal 1 of Many")
