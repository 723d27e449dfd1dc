from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pubsync.citing.escape import markdown_text
from pubsync.records.base import Value
from pubsync.records.course import Course
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.talk import Talk
from pubsync.records.text import Translation
from pubsync.records.work import Work
from pubsync.sites.academicpages import Academicpages, SiteConfig, site_config
from pubsync.sites.contexts import Printing, work_links
from pubsync.sites.labels import load_labels
from tests.real import ROOT

PRINTING = Printing(
    language="en",
    labels=load_labels(ROOT / "templates" / "labels", "en"),
    escape=markdown_text,
    is_own=lambda _: False,
    cite=lambda work: f"cited {work.title}",
)
CONFIG = SiteConfig(("books", "manuscripts", "conferences"))
WRITER = Academicpages(CONFIG, PRINTING)


def work(**fields: Any) -> Work:
    usual = {"key": "k", "title": "On *tea*", "type": "paper-conference", "issued": PartialDate(2020, 5)}
    values: Any = usual | fields
    return Work(**values)


def front(entry: Work | Talk | Course, writer: Academicpages = WRITER) -> dict[str, Any]:
    return dict(writer.entry_file(entry, path="_p/x.md", permalink="/x").front)


@pytest.mark.parametrize(
    ("kind", "category", "lacking"),
    [
        ("article-journal", "manuscripts", False),
        ("paper-conference", "conferences", False),
        ("chapter", "books", False),
        ("article", "manuscripts", True),
        ("thesis", "manuscripts", True),
        ("", "manuscripts", True),
    ],
)
def test_a_category_is_one_that_the_site_has(kind: str, category: str, lacking: bool) -> None:
    assert front(work(type=kind))["category"] == category
    assert WRITER.lacks_category(work(type=kind)) == lacking


def test_a_site_with_a_category_for_preprints_uses_it_and_one_without_any_gets_none() -> None:
    own = Academicpages(SiteConfig(("preprints", "manuscripts")), PRINTING)
    assert front(work(type="article"), own)["category"] == "preprints"
    assert "category" not in front(work(), Academicpages(SiteConfig(None), PRINTING))


def test_a_site_configuration_of_any_shape_is_read() -> None:
    assert site_config({"publication_category": {"a": {}, "b": {}}, "future": True}) == SiteConfig(
        ("a", "b"), future=True
    )
    oddities: list[Any] = [None, [], "x", {"publication_category": ["a"]}]
    for odd in oddities:
        assert site_config(odd).categories is None


def test_dates_are_the_first_day_they_may_be_and_absent_where_unknown() -> None:
    assert front(work())["date"] == "2020-05-01"
    assert "date" not in front(work(issued=None))
    course = Course(key="c", title="C", terms=("2023-fall", "2024-fall"))
    assert front(course)["date"] == "2024-09-01"


def test_markup_in_a_title_is_escaped_and_a_work_without_a_venue_says_what_it_is() -> None:
    assert front(work())["title"] == "On &#42;tea&#42;"
    assert front(work(type="thesis", genre="PhD thesis"))["venue"] == "PhD thesis"
    assert front(work())["venue"] == "Conference paper"


def test_talks_have_both_venue_and_location() -> None:
    keys = front(Talk(key="t", title="T", venue="V"))
    assert (keys["venue"], keys["location"], keys["type"]) == ("V", "", "Talk")


def test_paths_never_collide_whatever_the_letters_case() -> None:
    path = WRITER.propose_path(work(), ())
    assert path == "_publications/2020-05-01-on-tea.md"
    assert WRITER.propose_path(work(), {path.upper()}) == "_publications/2020-05-01-on-tea-2.md"
    assert WRITER.propose_path(work(title="茶", issued=None), ()) == "_publications/cha.md"


def test_a_new_file_is_called_by_the_title_that_it_shows() -> None:
    both = work(title="茶", issued=None, translations=(Translation("title", "en", "A cup of tea"),))
    assert WRITER.propose_path(both, ()) == "_publications/a-cup-of-tea.md"
    chinese = Academicpages(CONFIG, replace(PRINTING, language="zh"))
    assert chinese.propose_path(both, ()) == "_publications/cha.md"


@pytest.mark.parametrize("given", ["//evil.example/x", "/../x", "https://evil.example", "/a\n", "/a b", "talks/x", ""])
def test_a_permalink_that_leads_elsewhere_is_not_taken(given: str) -> None:
    talk = Talk(key="t", title="T", permalink=given)
    assert WRITER.propose_permalink(talk, "_talks/x.md") == "/talks/x"
    assert WRITER.propose_permalink(replace(talk, permalink="/talks/mine/"), "_talks/x.md") == "/talks/mine/"


def test_one_address_is_linked_once() -> None:
    one = work(
        identifiers=(Identifier("doi", "10.1000/x"), Identifier("arxiv", "2001.04063")),
        links=(
            Link("url", "https://doi.org/10.1000/x"),
            Link("preprint", "https://doi.org/10.48550/arXiv.2001.04063"),
            Link("html", "https://arxiv.org/abs/2001.04063v2"),
            Link("pdf", "https://a.example/x.pdf"),
            Link("slides", "javascript:alert(1)"),
        ),
    )
    assert [link.kind for link in work_links(one)] == ["doi", "arxiv", "pdf", "slides"]
    body = WRITER.entry_file(one, path="_p/x.md", permalink="/x").body
    assert body is not None
    assert "javascript" not in body


def test_a_retracted_or_accepted_work_and_an_award_say_so_beside_the_citation() -> None:
    def citation(**fields: Any) -> Value:
        entry = WRITER.entry_file(work(**fields), path="_publications/a.md", permalink="/publication/a")
        return dict(entry.front)["citation"]

    assert citation() == "cited On *tea*"
    assert citation(extra=(("retracted", "yes"),)) == "cited On *tea* (Retracted)"
    assert citation(status="accepted", award="Best <Paper>") == "cited On *tea* (Accepted) <b>Best &lt;Paper&gt;</b>"
