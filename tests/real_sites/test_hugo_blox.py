"""A Hugo Blox site of either generation, built by a real Hugo and looked at in a real browser."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html

from pubsync.errors import SettingsError
from pubsync.pipeline import writers
from pubsync.pipeline.run import Outcome, SyncOptions, sync_site
from pubsync.settings import parse_settings
from tests.real import ROOT, hugo_build
from tests.real_sites import hostile
from tests.real_sites.links import Crawl, crawl
from tests.real_sites.looking import Viewer
from tests.real_sites.serving import serve

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
SETTINGS = """
people: [{name: Weizhen Qi, aliases: [齐炜祯, W. Qi]}]
sources: [{bibtex: publications.bib}]
talks: [talks.yaml]
teaching: [teaching.yaml]
outputs: [{kind: hugo-blox}]
"""
GENERATIONS = {"older": ("publication", "event", "teaching"), "newer": ("publications", "events", "teaching")}
"""The sections of works, talks and courses."""
EMPHASIS_AND_LINKS = frozenset({"em", "strong", "code", "del", "mark", "sub", "sup", "a [href]"})


def lacking() -> str:
    """Why there is nothing to test yet, "" where there is."""
    try:
        parse_settings(SETTINGS, "pubsync.yaml")
    except SettingsError:
        return "pubsync.settings knows no kind: hugo-blox yet"
    return "" if "hugo-blox" in writers._ENTRY_WRITERS else "no writer is wired to kind: hugo-blox yet"


pytestmark = [
    pytest.mark.hugo,
    pytest.mark.browser,
    pytest.mark.skipif(bool(lacking()), reason=lacking() or "never"),
]


@dataclass(frozen=True, slots=True)
class Built:
    home: str
    outcome: Outcome
    crawled: Crawl
    sections: tuple[str, str, str]

    def page(self, path: str) -> html.HtmlElement:
        return html.document_fromstring(self.crawled.pages[self.home + path])

    def entry_pages(self) -> list[str]:
        """The addresses of the entries' own pages, in the order of each section's list."""
        found = []
        for section in self.sections:
            here = f"/{section}/"
            hrefs = [str(one) for one in self.page(f"{section}/").xpath("//div[@class='list-entry']/a/@href")]
            found += [self.home + href.strip("/") + "/" for href in hrefs if href.startswith(here)]
        return found


@contextmanager
def built(folder: Path, generation: str, words: hostile.Words | None = None) -> Iterator[Built]:
    site = folder / "site"
    for section in GENERATIONS[generation]:
        (site / "content" / section).mkdir(parents=True)
        (site / "content" / section / "_index.md").write_text(f"---\ntitle: {section.title()}\n---\n")
    for name in ("publications.bib", "talks.yaml", "teaching.yaml"):
        shutil.copy(ROOT / "config" / "example" / name, site)
    if words:
        hostile.write_sources(site, words)
    (site / "pubsync.yaml").write_text(SETTINGS, encoding="utf-8")
    outcome = sync_site(site, SyncOptions(offline=True), NOW)
    sections = GENERATIONS[generation]
    with serve(hugo_build(site, raw_html=True)) as home:
        yield Built(home, outcome, crawl(home, *(f"{section}/" for section in sections)), sections)


@pytest.fixture(scope="module", params=list(GENERATIONS))
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    with built(tmp_path_factory.mktemp("blox"), request.param) as found:
        yield found


@pytest.fixture(scope="module", params=list(GENERATIONS))
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Built, Built]]:
    """A site of hostile words and its harmless twin."""
    folders = tmp_path_factory.mktemp("evil"), tmp_path_factory.mktemp("twin")
    with (
        built(folders[0], request.param, hostile.hostile()) as evil,
        built(folders[1], request.param, hostile.harmless()) as twin,
    ):
        yield evil, twin


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath(path)]


def counts(outcome: Outcome) -> list[int]:
    shown = outcome.shown
    return [len(one) for one in (shown.works, shown.talks, shown.courses)]


def test_each_section_lists_all_that_is_shown(example: Built) -> None:
    listed = [len(texts(example.page(f"{section}/"), "//div[@class='list-entry']")) for section in example.sections]
    assert listed == counts(example.outcome)
    assert all(listed)


def test_a_work_has_a_page_with_its_authors_date_place_and_links(example: Built) -> None:
    section = example.sections[0]
    pages = {texts(page, "//h1")[0]: page for page in map(example.page, paths(example, section))}
    for work in example.outcome.shown.works:
        page = pages[work.title]
        assert any("Qi" in name or "齐炜祯" in name for name in texts(page, "//span[@class='author']")), work.title
        assert len(texts(page, "//span[@class='author']")) == len(work.author)
        assert work.issued
        assert str(work.issued.year) in texts(page, "//p[@class='date']")[0]
        assert texts(page, "//p[@class='publication']") == ([work.container_title] if work.container_title else [])
        assert page.xpath("//div[@class='links']/a[contains(@href, 'cite.bib')]")
        if doi := work.identifier("doi"):
            assert page.xpath(f"//div[@class='links']/a[@href='https://doi.org/{doi}']")


def test_a_talk_has_a_page_with_its_event_and_place(example: Built) -> None:
    (page,) = map(example.page, paths(example, example.sections[1]))
    assert texts(page, "//h1") == ["An introduction to GPT-4 for everyone"]
    assert texts(page, "//p[@class='event']") == ["Beijing alumni association of USTC"]
    assert texts(page, "//p[@class='location']") == ["Beijing"]


def test_no_page_complains_and_every_link_leads_somewhere(viewer: Viewer, example: Built) -> None:
    assert example.crawled.faults == []
    first = [
        f"{example.home}{path}"
        for section in example.sections
        for path in (f"{section}/", *paths(example, section)[:1])
    ]
    looks = [viewer.look(url) for url in first] + viewer.glance(*example.entry_pages())
    assert [complaint for look in looks for complaint in look.complaints] == []


def paths(site: Built, section: str) -> Sequence[str]:
    """The paths of a section's entry pages."""
    urls = [url.removeprefix(site.home) for url in site.entry_pages()]
    return [url for url in urls if url.startswith(f"{section}/")]


def test_a_hostile_text_runs_nowhere_and_no_element_comes_of_it(viewer: Viewer, pair: tuple[Built, Built]) -> None:
    evil = pair[0]
    assert [len(paths(evil, section)) for section in evil.sections] == counts(evil.outcome)
    lists = [f"{section}/" for section in evil.sections]
    looks = viewer.glance(*(evil.home + one for one in lists), *evil.entry_pages()[::10])
    assert [complaint for look in looks for complaint in look.complaints] == []
    hostile_pages, harmless_pages = (
        viewer.skeletons(one.home, [*(one.home + path for path in lists), *one.entry_pages()]) for one in pair
    )
    for url, found, expected in zip([*lists, *evil.entry_pages()], hostile_pages, harmless_pages, strict=True):
        assert elements(found) == elements(expected), url


def elements(skeleton: Sequence[str]) -> Counter[str]:
    """How often each element stands there, by its name and its attributes', but for what is mere emphasis or a link.

    Some keys are printed as Markdown by one template and as text by another, so that emphasis in them may act; of an
    address in prose Goldmark makes a link. Where links lead is tested below.
    """
    return Counter(line.strip() for line in skeleton if line.strip() not in EMPHASIS_AND_LINKS)


def test_a_hostile_title_shows_literally(viewer: Viewer, pair: tuple[Built, Built]) -> None:
    evil, _ = pair
    shown = evil.outcome.shown
    looks = viewer.glance(*(f"{evil.home}{section}/" for section in evil.sections))
    for look, entries in zip(looks, (shown.works, shown.talks, shown.courses), strict=True):
        words = hostile.plain(look.words)
        titles = [hostile.plain(one.text("title", "en")) for one in entries]
        assert [title for title in titles if title not in words] == []


def test_every_address_on_a_hostile_site_is_of_the_web_or_its_own(pair: tuple[Built, Built]) -> None:
    assert pair[0].crawled.faults == []
