"""The example site, built by a real Jekyll and looked at in a real browser."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from pubsync.pipeline.run import SyncOptions, sync_site
from tests.real import ROOT, example, jekyll_build
from tests.real_sites.links import Crawl, crawl
from tests.real_sites.looking import Look, Viewer
from tests.real_sites.serving import serve

pytestmark = [pytest.mark.jekyll, pytest.mark.browser]
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
SECTIONS = {"publications": (), "talks": ("--talks",), "teaching": ("--teaching",)}
PAGES = ("", "zh/", "cv/", "zh/cv/", "publications/", "talks/", "teaching/")
STANDALONE = ("publications.html", "publications-zh.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = example(tmp_path_factory.mktemp("jekyll"))
    sync_site(made, SyncOptions(offline=True), NOW)
    return made


@pytest.fixture(scope="module")
def home(site: Path) -> Iterator[str]:
    """The address of the built site."""
    with serve(jekyll_build(site)) as address:
        yield address


@pytest.fixture(scope="module")
def listed(site: Path) -> dict[str, list[Any]]:
    """What ``pubsync list`` names, by section."""
    rows = {}
    for section, options in SECTIONS.items():
        command = [sys.executable, "-m", "pubsync", "list", "--json", *options, "--site", str(site)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=60)
        rows[section] = json.loads(done.stdout)
    return rows


@pytest.fixture(scope="module")
def looks(viewer: Viewer, home: str) -> dict[str, Look]:
    return {page: viewer.look(home + page) for page in (*PAGES, *STANDALONE)}


@pytest.fixture(scope="module")
def crawled(home: str) -> Crawl:
    return crawl(home, *PAGES, *STANDALONE)


def page_of(crawled: Crawl, home: str, path: str) -> html.HtmlElement:
    return html.document_fromstring(crawled.pages[home + path])


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath(path)]


def test_the_list_names_what_the_example_has(listed: dict[str, list[Any]]) -> None:
    assert {section: len(rows) for section, rows in listed.items()} == {"publications": 10, "talks": 1, "teaching": 1}


@pytest.mark.parametrize("page", ["cv/", "zh/cv/"])
def test_a_cv_page_shows_all_that_is_listed_in_its_three_sections(
    crawled: Crawl, home: str, listed: dict[str, list[Any]], page: str
) -> None:
    shown = page_of(crawled, home, page)
    headings = ["Publications", "Talks", "Teaching"] if page == "cv/" else ["论文", "报告", "教学"]
    assert texts(shown, "//h2") == headings
    for section, rows in listed.items():
        assert len(texts(shown, f"//li[@class='cv-entry {section}']")) == len(rows), section
    citations = shown.xpath("//li[@class='cv-entry publications']/p[@class='citation']")
    assert len(citations) == len(listed["publications"])
    assert all(re.search("Qi|齐炜祯", "".join(texts(one, "./b"))) for one in citations)
    assert "An introduction to GPT-4 for everyone" in texts(shown, "//li[@class='cv-entry talks']")[0]


@pytest.mark.parametrize("section", list(SECTIONS))
def test_the_page_of_a_collection_shows_all_that_is_listed(
    crawled: Crawl, home: str, listed: dict[str, list[Any]], section: str
) -> None:
    shown = page_of(crawled, home, f"{section}/")
    entries = shown.xpath(f"//div[@class='list-entry {section}']")
    assert len(entries) == len(listed[section])
    assert all(texts(entry, ".//a[@rel='permalink']")[0] for entry in entries)


def test_publications_stand_under_the_categories_that_the_site_knows(crawled: Crawl, home: str) -> None:
    headings = texts(page_of(crawled, home, "publications/"), "//h2[not(@class)]")
    assert headings == ["Journal Articles", "Conference Papers"]


def test_every_entry_has_a_page_of_its_own_at_its_permalink(
    crawled: Crawl, home: str, listed: dict[str, list[Any]], site: Path
) -> None:
    for row in [row for rows in listed.values() for row in rows]:
        (file,) = (one for one in row["files"] if one.startswith("_"))
        permalink = re.search(r'^permalink: "/(.*)"$', (site / file).read_text(encoding="utf-8"), re.MULTILINE)
        assert permalink, file
        assert texts(page_of(crawled, home, permalink.group(1)), "//h1")[0], file


@pytest.mark.parametrize(("page", "heading"), [("", "Publications"), ("zh/", "论文")], ids=["en", "zh"])
def test_a_region_in_a_page_shows_each_work_as_an_item_under_its_year(
    crawled: Crawl, home: str, listed: dict[str, list[Any]], page: str, heading: str
) -> None:
    shown = page_of(crawled, home, page)
    after = f"//h2[.='{heading}']/following-sibling::*[preceding-sibling::h2[1][.='{heading}']]"
    assert texts(shown, f"{after}[self::h3]") == ["2023", "2022", "2021", "2020"]
    assert len(texts(shown, f"{after}[self::ul]/li")) == len(listed["publications"])
    assert "#" not in "".join(texts(shown, "//main//li"))


def test_dates_and_titles_are_in_the_language_of_their_region(looks: dict[str, Look]) -> None:
    assert "26 April 2023: An introduction to GPT-4 for everyone" in looks[""].text
    assert "2023年4月26日" in looks["zh/"].text
    assert "示例课程：为机器写作" in looks["zh/"].text


def test_a_former_address_leads_to_the_page(crawled: Crawl, home: str, viewer: Viewer) -> None:
    assert viewer.glance(f"{home}about/")[0].url == home
    assert not [fault for fault in crawled.faults if "/about" in fault]


def test_every_link_of_the_site_leads_somewhere(crawled: Crawl, listed: dict[str, list[Any]]) -> None:
    assert crawled.faults == []
    own = {url for rows in listed.values() for row in rows for url in row["links"].values()}
    assert own <= crawled.outside
    assert len(crawled.pages) >= len(PAGES) + len(STANDALONE) + sum(map(len, listed.values()))


@pytest.mark.parametrize("page", [*PAGES, *STANDALONE])
def test_no_page_complains_asks_the_network_scrolls_sideways_or_shuts_anyone_out(
    looks: dict[str, Look], page: str
) -> None:
    assert looks[page].complaints == []


def test_no_entry_page_complains_or_shuts_anyone_out(
    viewer: Viewer, crawled: Crawl, listed: dict[str, list[Any]]
) -> None:
    entries = sorted(url for url in crawled.pages if re.search("/(publication|talks|teaching)/[^/]", url))
    assert len(entries) == sum(map(len, listed.values()))
    first = [next(url for url in entries if f"/{kind}/" in url) for kind in ("publication", "talks", "teaching")]
    assert [viewer.look(url).complaints for url in first] == [[], [], []]
    assert [complaint for look in viewer.glance(*entries) for complaint in look.complaints] == []


@pytest.mark.parametrize("page", STANDALONE)
def test_a_standalone_page_shows_all_that_is_listed(
    crawled: Crawl, home: str, listed: dict[str, list[Any]], page: str
) -> None:
    shown = page_of(crawled, home, page)
    for section, rows in listed.items():
        assert sorted(shown.xpath(f"//section[@id='{section}']//article/@id")) == sorted(row["key"] for row in rows)
    assert all(texts(one, ".//b[@class='own']") for one in shown.xpath("//section[@id='publications']//article"))


@pytest.mark.parametrize("page", STANDALONE)
def test_a_standalone_page_is_dark_where_the_reader_wants_it_so(viewer: Viewer, home: str, page: str) -> None:
    for dark, expected in ((False, "light"), (True, "dark")):
        with viewer.visit(home + page, dark=dark) as (opened, _):
            colour = opened.evaluate("() => getComputedStyle(document.body).backgroundColor")
        brightness = sum(int(one) for one in re.findall(r"\d+", colour)[:3]) / (3 * 255)
        assert ("dark" if brightness < 0.25 else "light" if brightness > 0.9 else colour) == expected
    assert viewer.look(home + page, dark=True).complaints == []


@pytest.mark.parametrize("page", STANDALONE)
def test_a_standalone_page_is_whole_on_a_telephone(viewer: Viewer, home: str, page: str) -> None:
    assert viewer.look(home + page, width=390).complaints == []


@pytest.mark.parametrize(
    ("page", "all_shown", "one_shown", "none_shown"),
    [
        ("publications.html", "10 in all", "Showing 1 of 10", "Nothing found"),
        ("publications-zh.html", "共 10 项", "共 10 项，显示 1 项", "没有符合条件的条目"),
    ],
    ids=["en", "zh"],
)
def test_the_filter_shows_what_is_typed_and_how_many_that_is(
    viewer: Viewer, home: str, page: str, all_shown: str, one_shown: str, none_shown: str
) -> None:
    with viewer.visit(home + page) as (opened, noticed):
        works, tally = opened.locator("#publications article:visible"), opened.locator("output")
        box = opened.get_by_role("searchbox")
        assert (works.count(), tally.inner_text()) == (10, all_shown)
        box.fill("visual chatgpt")
        assert (works.count(), tally.inner_text()) == (1, one_shown)
        assert opened.url.endswith("#q=visual+chatgpt")
        box.fill("no such work")
        assert (works.count(), tally.inner_text()) == (0, none_shown)
        opened.get_by_role("button").click()
        assert (works.count(), tally.inner_text(), box.input_value()) == (10, all_shown, "")
        assert (noticed.console, noticed.errors, noticed.refused) == ([], [], [])
