"""The example site, built by a real Jekyll and looked at in a real browser."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from pathlib import Path

import pytest

from pubsync.pipeline.run import SyncOptions, sync_site
from tests.real import chromium, dom, example, jekyll_build, screenshot

pytestmark = pytest.mark.jekyll
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
HOSTILE = r"""
@article{evil, author = {Eve <img src=x onerror=alert(1)> Mallory}, year = {2024},
 title = {<script>document.title=1</script> \{\{ site.title \}\} \{\% include evil \%\} `code` *star* \_under\_ [x](y)},
 journal = {J \{\{ page.title \}\}}, url = {javascript:alert(1)}}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = example(tmp_path_factory.mktemp("jekyll"))
    bib = site / "publications.bib"
    bib.write_text(bib.read_text(encoding="utf-8") + HOSTILE, encoding="utf-8")
    sync_site(site, SyncOptions(offline=True), NOW)
    return jekyll_build(site)


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def entries(html: str, collection: str) -> list[str]:
    return re.findall(rf'<li class="cv-entry {collection}">(.*?)</li>', html, re.DOTALL)


def test_the_cv_page_shows_all_three_sections(built: Path) -> None:
    html = dom(built / "cv" / "index.html")
    assert "简历" in html
    assert [len(entries(html, name)) for name in ("publications", "talks", "teaching")] == [11, 1, 1]
    assert all(re.search(r"<b>[^<]*(Qi|齐炜祯)", one) for one in entries(html, "publications") if "Mallory" not in one)
    assert "An introduction to GPT-4 for everyone" in text_of(entries(html, "talks")[0])


def test_the_about_pages_show_their_regions_as_lists(built: Path) -> None:
    for page, heading in ((built / "index.html", "2021"), (built / "zh" / "index.html", "2021")):
        html = dom(page)
        assert f">{heading}</h3>" in html
        assert len(re.findall(r"<li>", html)) >= 12
        assert "### " not in text_of(html)
    assert "2023年4月26日" in dom(built / "zh" / "index.html")


def test_every_entry_has_a_page_of_its_own_at_its_permalink(built: Path) -> None:
    pages = sorted((built / "publication").rglob("*.html"))
    assert len(pages) == 11
    bang = next(page for page in pages if "-bang-" in page.name or "-bang-" in page.parent.name)
    assert "<b>Qi, W.</b>" in bang.read_text(encoding="utf-8")


def test_what_comes_from_outside_shows_literally_and_runs_nowhere(built: Path) -> None:
    for page in ("cv/index.html", "index.html", "publications.html"):
        html = dom(built / page)
        assert "<title>1</title>" not in html
        assert "<script>document.title" not in html
        assert "<img src=" not in html
        assert "javascript:" not in html
        shown = text_of(html)
        assert "<script>document.title=1</script> {{ site.title }} {% include evil %}" in shown, page
        assert "`code` *star* _under_ [x](y)" in shown


@pytest.mark.browser
def test_the_standalone_page_is_whole_and_can_be_looked_at(built: Path) -> None:
    html = dom(built / "publications.html")
    assert html.count('class="entry work"') == 11
    for width, name in ((1280, "wide"), (500, "narrow")):
        screenshot(built / "publications.html", Path("build/screenshots") / f"page-{name}.png", width)
    screenshot(built / "cv" / "index.html", Path("build/screenshots") / "cv.png")


@pytest.mark.browser
def test_no_page_complains_in_the_console(built: Path) -> None:
    for page in ("publications.html", "publications-zh.html", "cv/index.html", "index.html"):
        assert "CONSOLE" not in chromium("--enable-logging=stderr", "--dump-dom", (built / page).as_uri())
