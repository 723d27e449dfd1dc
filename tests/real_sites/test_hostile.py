"""What comes from outside is text: a site of hostile words, built by a real Jekyll and opened in a real browser."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from pubsync.pipeline.run import Outcome, SyncOptions, sync_site
from tests.real import example, jekyll_build
from tests.real_sites import hostile
from tests.real_sites.links import Crawl, crawl
from tests.real_sites.looking import Look, Viewer
from tests.real_sites.serving import serve

pytestmark = [pytest.mark.jekyll, pytest.mark.browser]
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
SETTINGS = """
people: [{name: Weizhen Qi}]
sources: [{bibtex: publications.bib}]
talks: [talks.yaml]
teaching: [teaching.yaml]
outputs:
  - kind: academicpages
  - {kind: page, path: publications.html}
  - {kind: page, path: publications-zh.html, language: zh}
"""
SECTIONS = ("publications", "talks", "teaching")
REGION = "<!-- pubsync:begin {0} -->\n<!-- pubsync:end -->\n"
FRONT = "---\npermalink: /regions/\ntitle: Regions\n---\n"
MARKDOWN_PAGE = FRONT + "".join(f"\n## {name}\n\n{REGION.format(name)}" for name in SECTIONS)
HTML_PAGE = FRONT + "".join(f"<h2>{name}</h2>\n{REGION.format(name)}" for name in SECTIONS)
SHOWN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "cv/": {"publications": ("title",), "talks": ("title", "type", "venue", "location"), "teaching": ("title",)},
    "zh/cv/": {"publications": ("title",), "talks": ("title", "type", "venue", "location"), "teaching": ("title",)},
    "publications/": {"publications": ("title", "venue")},
    "talks/": {"talks": ("title", "type", "venue", "location", "description")},
    "teaching/": {"teaching": ("title", "type", "venue", "terms")},
    "": {"publications": ("title",), "talks": ("title", "type", "venue", "location")},
    "regions/": {
        "publications": ("title",),
        "talks": ("title", "type", "venue", "location"),
        "teaching": ("title", "role", "type", "level", "venue", "location", "terms"),
    },
    "publications.html": {
        "publications": ("title", "author", "venue", "note"),
        "talks": ("title", "type", "role", "venue", "location", "description"),
        "teaching": ("title", "role", "type", "level", "venue", "location", "terms", "description"),
    },
    "publications-zh.html": {
        "publications": ("title", "author", "venue", "note"),
        "talks": ("title", "type", "role", "venue", "location", "description"),
        "teaching": ("title", "role", "type", "level", "venue", "location", "terms", "description"),
    },
}
"""Which fields of which entries each page shows."""
CLOSELY = ("regions/", "publications.html")
PAGES = [pytest.param(page, id=page or "home") for page in SHOWN]


@dataclass(frozen=True, slots=True)
class Built:
    site: Path
    home: str
    outcome: Outcome
    crawled: Crawl

    def entry_pages(self) -> dict[str, str]:
        """The address of each entry's own page, by its kind and date, which both sites have in common."""
        found = {}
        for url in self.crawled.pages:
            if at := re.match(r"/(publication|talks|teaching)/(\d{4}-\d\d-\d\d)-", urlsplit(url).path):
                found[" ".join(at.groups())] = url
        return found


@contextmanager
def built(folder: Path, words: hostile.Words, page: str, text: str) -> Iterator[Built]:
    """The example site with those words in its sources, and a page more."""
    site = example(folder)
    hostile.write_sources(site, words)
    (site / "pubsync.yaml").write_text(SETTINGS, encoding="utf-8")
    (site / "_pages" / page).write_text(text, encoding="utf-8")
    (site / "_includes").mkdir()
    (site / "_includes" / "evil.html").write_text("<b id=evil>evil</b>", encoding="utf-8")
    outcome = sync_site(site, SyncOptions(offline=True), NOW)
    with serve(jekyll_build(site)) as home:
        yield Built(site, home, outcome, crawl(home, *SHOWN))


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    with built(tmp_path_factory.mktemp("evil"), hostile.hostile(), "regions.md", MARKDOWN_PAGE) as found:
        yield found


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    with built(tmp_path_factory.mktemp("twin"), hostile.harmless(), "regions.md", MARKDOWN_PAGE) as found:
        yield found


@pytest.fixture(scope="module")
def looks(viewer: Viewer, evil: Built) -> dict[str, Look]:
    closely = {page: viewer.look(evil.home + page) for page in CLOSELY}
    others = [page for page in SHOWN if page not in closely]
    return closely | dict(zip(others, viewer.glance(*(evil.home + page for page in others)), strict=True))


@pytest.fixture(scope="module")
def entry_looks(viewer: Viewer, evil: Built) -> dict[str, Look]:
    """Each entry's own page, by its kind and date."""
    pages = evil.entry_pages()
    return dict(zip(pages, viewer.glance(*pages.values()), strict=True))


def test_every_entry_is_there(evil: Built) -> None:
    shown = evil.outcome.shown
    assert [len(one) for one in (shown.works, shown.talks, shown.courses)] == [len(hostile.TEXTS)] * 3
    assert len(evil.entry_pages()) == 3 * len(hostile.TEXTS)


def test_a_text_from_a_yaml_file_is_taken_as_it_stands(evil: Built) -> None:
    words = hostile.hostile()
    for one in evil.outcome.shown.talks:
        number = one.start.year - 1990 if one.start else -1
        for field in hostile.FIELDS["talks"]:
            assert hostile.plain(getattr(one, field)) == hostile.plain(words.text(number, "talks", field)), field


@pytest.mark.parametrize("page", PAGES)
def test_a_hostile_text_shows_literally(evil: Built, looks: dict[str, Look], page: str) -> None:
    shown = hostile.plain(looks[page].words).casefold()
    texts = [hostile.plain(text) for text in fields_of(evil.outcome, SHOWN[page])]
    assert texts
    assert [text for text in texts if text.casefold() not in shown] == []


def fields_of(outcome: Outcome, fields: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The texts of the fields named, by section, as the run holds them to be true."""
    shown = outcome.shown
    entries = {"publications": shown.works, "talks": shown.talks, "teaching": shown.courses}
    for section, names in fields.items():
        for entry, name in product(entries[section], names):
            value = getattr(entry, "container_title" if (section, name) == ("publications", "venue") else name)
            if value:
                yield str(value[0]) if isinstance(value, tuple) else value


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_it_runs_or_asks_the_network_or_breaks_the_page(looks: dict[str, Look], page: str) -> None:
    assert looks[page].complaints == []


@pytest.mark.parametrize("page", PAGES)
def test_no_element_and_no_attribute_comes_of_it(
    viewer: Viewer, twin: Built, looks: dict[str, Look], page: str
) -> None:
    assert looks[page].skeleton == viewer.glance(twin.home + page)[0].skeleton


def test_no_entry_page_runs_it_or_has_an_element_of_it(
    viewer: Viewer, twin: Built, entry_looks: dict[str, Look]
) -> None:
    harmless = twin.entry_pages()
    skeletons = viewer.skeletons(twin.home, [harmless[name] for name in entry_looks])
    for (name, look), skeleton in zip(entry_looks.items(), skeletons, strict=True):
        assert look.complaints == [], name
        assert look.skeleton == skeleton, name


def test_an_entry_page_says_its_texts_in_its_title_and_on_the_page(evil: Built, entry_looks: dict[str, Look]) -> None:
    for entry in evil.outcome.shown.talks:
        look = entry_looks[f"talks {entry.start}"]
        assert hostile.plain(entry.title) in hostile.plain(look.title)
        for text in (entry.title, entry.type, entry.venue, entry.location, entry.description):
            assert hostile.plain(text) in hostile.plain(look.words)
    for work in evil.outcome.shown.works:
        look = entry_looks[f"publication {work.issued}-01-01"]
        for text in (work.title, work.container_title, work.abstract):
            assert hostile.plain(text) in hostile.plain(look.words)


def test_every_link_leads_somewhere_on_the_web_or_the_site(evil: Built) -> None:
    assert evil.crawled.faults == []
    assert not [one for one in evil.crawled.outside if "evil.example" in urlsplit(one).netloc]


def test_front_matter_has_no_hyphens_but_its_own(evil: Built) -> None:
    files = [path for folder in ("_publications", "_talks", "_teaching") for path in (evil.site / folder).glob("*.md")]
    assert len(files) == 3 * len(hostile.TEXTS)
    for path in files:
        assert re.findall("-{3,}", path.read_text(encoding="utf-8")) == ["---", "---"], path.name


@pytest.mark.parametrize("name", ["feed.xml", "sitemap.xml"])
def test_what_the_plugins_write_is_xml(evil: Built, name: str) -> None:
    etree.parse(str(evil.site.parent / "site-jekyll" / "_site" / name))


def test_an_html_page_with_front_matter_shows_its_regions_literally_too(
    viewer: Viewer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("html")
    (folder / "evil").mkdir()
    (folder / "twin").mkdir()
    with built(folder / "evil", hostile.hostile(), "regions.html", HTML_PAGE) as site:
        look = viewer.look(f"{site.home}regions/")
        texts = [hostile.plain(text) for text in fields_of(site.outcome, SHOWN["regions/"])]
    with built(folder / "twin", hostile.harmless(), "regions.html", HTML_PAGE) as site:
        skeleton = viewer.glance(f"{site.home}regions/")[0].skeleton
    shown = hostile.plain(look.words).casefold()
    assert [text for text in texts if text.casefold() not in shown] == []
    assert (look.complaints, look.skeleton) == ([], skeleton)
