"""Marked regions in a Hugo site's pages, built by a real Hugo and looked at in a real browser.

Goldmark drops HTML that stands in Markdown unless ``markup.goldmark.renderer.unsafe`` is set, as Hugo Blox sets it:
both are built.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html

from pubsync.pipeline.run import Outcome, SyncOptions, sync_site
from tests.real import ROOT, hugo_build
from tests.real_sites import hostile
from tests.real_sites.links import Crawl, crawl
from tests.real_sites.looking import Look, Viewer
from tests.real_sites.serving import serve

pytestmark = [pytest.mark.hugo, pytest.mark.browser]
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
SETTINGS = """
people: [{name: Weizhen Qi, aliases: [齐炜祯, W. Qi]}]
sources: [{bibtex: publications.bib}]
talks: [talks.yaml]
teaching: [teaching.yaml]
outputs: [{kind: page, path: static/publications.html}]
"""
SECTIONS = ("publications", "talks", "teaching")
REGIONS = "".join(
    f"\n{{0}}{name}{{1}}\n\n<!-- pubsync:begin {name}{{2}} -->\n<!-- pubsync:end -->\n" for name in SECTIONS
)
PAGES = {
    "papers.md": REGIONS.format("## ", "", ""),
    "lunwen.md": REGIONS.format("## ", "", " lang=zh"),
}
ALL = (*(name.replace(".md", "/") for name in PAGES), "publications.html")
AN_HTML_PAGE = {"papers.html": REGIONS.format("<h2>", "</h2>", "")}


@dataclass(frozen=True, slots=True)
class Built:
    home: str
    outcome: Outcome
    crawled: Crawl

    def page(self, path: str) -> html.HtmlElement:
        return html.document_fromstring(self.crawled.pages[self.home + path])


def made(folder: Path, pages: dict[str, str], words: hostile.Words | None = None) -> tuple[Path, Outcome]:
    """A Hugo site with those pages, synced: of the example's works, or of ``words``."""
    site = folder / "site"
    (site / "content").mkdir(parents=True)
    (site / "static").mkdir()
    for name, text in pages.items():
        (site / "content" / name).write_text(f"---\ntitle: Papers\n---\n{text}", encoding="utf-8")
    for name in ("publications.bib", "talks.yaml", "teaching.yaml"):
        shutil.copy(ROOT / "config" / "example" / name, site)
    if words:
        hostile.write_sources(site, words)
    (site / "pubsync.yaml").write_text(SETTINGS, encoding="utf-8")
    return site, sync_site(site, SyncOptions(offline=True), NOW)


@contextmanager
def built(site: tuple[Path, Outcome], *, raw_html: bool) -> Iterator[Built]:
    with serve(hugo_build(site[0], raw_html=raw_html)) as home:
        yield Built(home, site[1], crawl(home, *ALL))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    return made(tmp_path_factory.mktemp("hugo"), PAGES)


@pytest.fixture(scope="module")
def plain(site: tuple[Path, Outcome]) -> Iterator[Built]:
    """Built as Hugo does by default: without HTML in Markdown."""
    with built(site, raw_html=False) as found:
        yield found


@pytest.fixture(scope="module")
def raw(site: tuple[Path, Outcome]) -> Iterator[Built]:
    """Built as Hugo Blox does: with HTML in Markdown."""
    with built(site, raw_html=True) as found:
        yield found


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    with built(made(tmp_path_factory.mktemp("evil"), PAGES, hostile.hostile()), raw_html=True) as found:
        yield found


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    with built(made(tmp_path_factory.mktemp("twin"), PAGES, hostile.harmless()), raw_html=True) as found:
        yield found


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath(path)]


def entries(page: html.HtmlElement, section: str) -> list[html.HtmlElement]:
    here = f"preceding-sibling::h2[1][.='{section}']"
    return list(page.xpath(f"//h2[.='{section}']/following-sibling::ul[{here}]/li"))


@pytest.mark.parametrize("page", ALL[:2])
@pytest.mark.parametrize("kind", ["plain", "raw"])
def test_each_entry_is_an_item_with_its_words_and_links(request: pytest.FixtureRequest, kind: str, page: str) -> None:
    found: Built = request.getfixturevalue(kind)
    shown, page_shown = found.outcome.shown, found.page(page)
    for section, expected in zip(SECTIONS, (shown.works, shown.talks, shown.courses), strict=True):
        assert len(entries(page_shown, section)) == len(expected) > 0
    works = entries(page_shown, "publications")
    assert texts(page_shown, "//h3") == ["2023", "2021", "2020"]
    for work in shown.works:
        (own,) = (one for one in works if work.title in " ".join(one.text_content().split()))
        assert "Qi" in own.text_content() or "齐炜祯" in own.text_content()
        assert bool(own.xpath(".//a")) == bool(work.links or work.identifiers)


@pytest.mark.parametrize("kind", ["plain", "raw"])
def test_no_page_complains_and_every_link_leads_somewhere(
    request: pytest.FixtureRequest, viewer: Viewer, kind: str
) -> None:
    found: Built = request.getfixturevalue(kind)
    assert found.crawled.faults == []
    looks = [viewer.look(f"{found.home}{page}") for page in ALL]
    assert [complaint for look in looks for complaint in look.complaints] == []


def test_where_hugo_keeps_html_the_own_name_is_bold_and_what_is_italic_so(raw: Built) -> None:
    works = entries(raw.page("papers/"), "publications")
    assert all(any(own in "".join(texts(one, ".//b")) for own in ("Qi, W.", "齐炜祯")) for one in works)
    assert all(one.xpath(".//i") for one in works)


def test_where_hugo_drops_html_every_word_of_a_citation_stays_though_nothing_is_bold(plain: Built, raw: Built) -> None:
    with_html, without = (entries(one.page("papers/"), "publications") for one in (raw, plain))
    words = [[" ".join(one.text_content().split()) for one in works] for works in (with_html, without)]
    assert words[0] == words[1]


@pytest.fixture(scope="module")
def evil_looks(viewer: Viewer, evil: Built) -> dict[str, Look]:
    return {page: viewer.glance(evil.home + page)[0] for page in ALL}


def shown_texts(outcome: Outcome) -> list[str]:
    shown = outcome.shown
    found = [work.title for work in shown.works]
    for entry in (*shown.talks, *shown.courses):
        found += [entry.title, entry.type, entry.venue, entry.location]
    return [hostile.plain(one) for one in found]


@pytest.mark.parametrize("page", ALL)
def test_a_hostile_text_shows_literally(evil: Built, evil_looks: dict[str, Look], page: str) -> None:
    shown = hostile.plain(evil_looks[page].words).casefold()
    assert [text for text in shown_texts(evil.outcome) if text.casefold() not in shown] == []


@pytest.mark.parametrize("page", ALL)
def test_nothing_of_it_runs_or_asks_the_network(evil_looks: dict[str, Look], page: str) -> None:
    assert evil_looks[page].complaints == []


@pytest.mark.parametrize("page", ALL)
def test_no_element_and_no_attribute_comes_of_it(
    viewer: Viewer, evil_looks: dict[str, Look], twin: Built, page: str
) -> None:
    harmless = viewer.glance(twin.home + page)[0]
    assert without_links(evil_looks[page]) == without_links(harmless)


def without_links(look: Look) -> list[str]:
    """The page's elements but links: of an address that a citation names, Goldmark makes one. Where they lead is
    tested below.
    """
    return [line for line in look.skeleton if line.strip() != "a [href]"]


def test_every_address_on_a_hostile_site_is_of_the_web_or_its_own(evil: Built) -> None:
    assert evil.crawled.faults == []


def test_an_html_page_with_front_matter_shows_its_regions_literally_too(
    viewer: Viewer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = made(tmp_path_factory.mktemp("html"), AN_HTML_PAGE, hostile.hostile())
    with serve(hugo_build(site[0])) as home:
        (look,) = viewer.glance(f"{home}papers/")
    shown = hostile.plain(look.words).casefold()
    assert [text for text in shown_texts(site[1]) if text.casefold() not in shown] == []
    assert look.complaints == []
