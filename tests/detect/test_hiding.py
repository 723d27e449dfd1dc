"""What a site's own configuration would hide, and what git would leave out."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from pubsync.detect import Survey
from pubsync.detect.hiding import Hidden, hidden
from pubsync.detect.ignoring import ignored_by
from pubsync.sites.tree import SiteTree
from tests.detect.homepages import ACADEMICPAGES, HUGO_BLOX_OLDER, write

TODAY = "2026-11-23"
MARKED = "---\ntitle: A\n---\n<!-- pubsync:begin publications -->\n<!-- pubsync:end -->\n"
COMMENTED = "---\ntitle: A\n---\n{% comment %}\n<!-- pubsync:begin talks -->\n<!-- pubsync:end -->\n{% endcomment %}\n"
TEA = {"content/publication/tea/index.md": "---\na: b\n---\n"}
TALK = "---\ntitle: A talk to come\ncollection: talks\ndate: %s\n---\n"
PAPER = "---\ntitle: A paper\ncollection: publications\n%s---\n"
JEKYLL = ACADEMICPAGES["_config.yml"]
JEKYLL_SITE = {"_config.yml": JEKYLL, "_pages/about.md": MARKED, "pubsync.yaml": ""}
HUGO_SITE = {"hugo.yaml": "title: A\nmarkup: {goldmark: {renderer: {unsafe: true}}}\n", "content/about.md": MARKED}


def found(folder: Path, files: Mapping[str, str], *written: str) -> list[Hidden]:
    return list(hidden(Survey(SiteTree(write(folder, files))), today=TODAY, written=written))


def with_config(text: str, **others: str) -> dict[str, str]:
    return {**JEKYLL_SITE, "_config.yml": text, **others}


@pytest.mark.parametrize(
    "files",
    [
        {**ACADEMICPAGES, **JEKYLL_SITE},
        HUGO_SITE,
        {**HUGO_BLOX_OLDER, "content/about.md": MARKED},
        {"index.html": MARKED},
        {**JEKYLL_SITE, "_talks/a.md": TALK % "2027-01-01", "_publications/a.md": PAPER % "category: manuscripts\n"},
        {**HUGO_SITE, "content/event/a/index.md": "---\ndate: '2027-01-01'\npublishDate: '2020-01-01'\n---\n"},
    ],
)
def test_a_site_that_shows_everything_hides_nothing(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert found(tmp_path, files) == []


LOOP = (
    "---\n---\n{% for post in site.publications reversed %}\n"
    "  {% if post.type contains 'papers' %}a{% endif %}\n{% endfor %}\n"
)
WHERE = "---\n---\n{% assign own = site.publications | where: 'type', 'papers' %}\n"
OURS = PAPER % "category: manuscripts\npubsync: doe2020\n"


@pytest.mark.parametrize("page", [LOOP, WHERE])
def test_a_list_that_filters_by_a_key_of_the_sites_own_is_told_where_our_files_lack_it(
    tmp_path: Path, page: str
) -> None:
    files = with_config(JEKYLL, **{"_pages/list.md": page, "_publications/a.md": OURS})
    (one,) = found(tmp_path, files)
    assert one.where == "_pages/list.md:3"
    assert "by their type:, which is not in _publications/a.md" in one.what
    assert "defaults:" in one.remedy


@pytest.mark.parametrize(
    "changed",
    [
        {"_publications/a.md": OURS.replace("pubsync:", "type: [papers]\npubsync:")},
        {"_publications/a.md": OURS.replace("pubsync: doe2020\n", "")},
        {"_config.yml": JEKYLL + "defaults:\n  - {scope: {path: '', type: publications}, values: {type: papers}}\n"},
        {"_pages/list.md": LOOP.replace("{% if", "<p>{% if")},
        {"_pages/list.md": LOOP.replace("contains 'papers'", "")},
    ],
)
def test_a_list_that_shows_our_files_is_no_trouble(tmp_path: Path, changed: dict[str, str]) -> None:
    files = with_config(JEKYLL, **{"_pages/list.md": LOOP, "_publications/a.md": OURS})
    assert found(tmp_path, files | changed) == []


NOT_FUTURE = JEKYLL.replace("future: true", "future: false")


@pytest.mark.parametrize(
    ("files", "where", "what", "remedy"),
    [
        (
            with_config(NOT_FUTURE, **{"_talks/a.md": TALK % "2027-01-01"}),
            "_config.yml:20",
            "dated in the future: _talks/a.md",
            "future: true",
        ),
        (
            with_config(JEKYLL, **{"_publications/a.md": PAPER % "category: preprints\n"}),
            "_config.yml:15",
            "'preprints', which publication_category lacks",
            "manuscripts",
        ),
        (
            with_config(JEKYLL, **{"_publications/a.md": PAPER % ""}),
            "_config.yml:15",
            "it has no category",
            "category:",
        ),
        (
            with_config(JEKYLL.replace("exclude: [pubsync.yaml]", "exclude: [pubsync.yaml, _pages]")),
            "_config.yml:28",
            "leaves out _pages/about.md",
            "take _pages out of exclude:",
        ),
        (
            with_config(JEKYLL.replace("include:\n  - _pages\n", "")),
            "_config.yml",
            "does not enter _pages",
            "- _pages",
        ),
        (
            with_config(
                JEKYLL.replace("talks: {output: true,", "talks: {output: false,"),
                **{"_talks/a.md": TALK % "2020-01-01"},
            ),
            "_config.yml:26",
            "the collection talks has no output: true",
            "output: true",
        ),
        (
            with_config(
                JEKYLL.replace("  talks: {output: true, permalink: /:collection/:path/}\n", ""),
                **{"_talks/a.md": TALK % "2020-01-01"},
            ),
            "_config.yml",
            "_talks is no collection",
            "talks: {output: true}",
        ),
        (
            {**JEKYLL_SITE, "_pages/about.md": MARKED.replace("title: A", "published: false")},
            "_pages/about.md:2",
            "published: false",
            "take that line out",
        ),
        (
            {
                **JEKYLL_SITE,
                "_pages/about.md": MARKED.replace("<!-- pubsync:b", "{% comment %}\n<!-- pubsync:b")
                + "{% endcomment %}\n",
            },
            "_pages/about.md:4",
            "{% comment %}",
            "outside",
        ),
        (
            with_config(
                JEKYLL.replace("[jekyll-redirect-from]", "[]"),
                **{"_publications/a.md": PAPER % "category: manuscripts\nredirect_from: [/old]\n"},
            ),
            "_config.yml",
            "former addresses lead nowhere",
            "jekyll-redirect-from",
        ),
        (with_config("author: [\n"), "_config.yml", "can't be read", "mend it"),
        (
            {**HUGO_SITE, "content/event/a/index.md": "---\ndate: '2027-01-01'\n---\n"},
            "hugo.yaml",
            "dated in the future: content/event/a/index.md",
            "buildFuture: true",
        ),
        (
            {**HUGO_SITE, "hugo.yaml": "title: A\n"},
            "hugo.yaml",
            "leaves raw HTML out of Markdown",
            "unsafe: true",
        ),
        (
            {**HUGO_SITE, "content/about.md": MARKED.replace("title: A", "draft: true")},
            "content/about.md:2",
            "draft: true",
            "take that line out",
        ),
        (
            {
                **HUGO_SITE,
                "hugo.yaml": HUGO_SITE["hugo.yaml"] + "ignoreFiles: ['tea']\n",
                "content/publication/tea/index.md": "---\na: b\n---\n",
            },
            "hugo.yaml:3",
            "leaves out content/publication/tea/index.md",
            "ignoreFiles",
        ),
        (
            {**HUGO_SITE, "hugo.toml": "a = [\n", "hugo.yaml": "a: [\n"},
            "hugo.yaml",
            "can't be read",
            "mend it",
        ),
        (
            {**HUGO_SITE, ".gitignore": "# mine\n/_pubsync/\n"},
            ".gitignore:2",
            "git leaves out _pubsync/library.json",
            "/_pubsync/",
        ),
    ],
)
def test_what_is_hidden_is_told_with_its_place_and_what_to_do(
    tmp_path: Path, files: Mapping[str, str], where: str, what: str, remedy: str
) -> None:
    (one,) = [one for one in found(tmp_path, files) if not one.is_note]
    assert one.where == where
    assert what in one.what
    assert remedy in one.remedy


def test_that_settings_are_published_is_a_note(tmp_path: Path) -> None:
    (one,) = found(tmp_path, with_config(JEKYLL.replace("exclude: [pubsync.yaml]", "")))
    assert one.is_note
    assert "pubsync.yaml" in one.remedy


def test_what_pubsync_wrote_is_looked_for_among_what_is_left_out(tmp_path: Path) -> None:
    files = {**HUGO_SITE, ".gitignore": "*.html\n"}
    assert found(tmp_path, files) == []
    (one,) = found(tmp_path, files, "publications.html", "content/about.md")
    assert "publications.html" in one.what
    assert "about.md" not in one.what


# As git has it

PATHS = (
    *(
        "a.md",
        "b/a.md",
        "b/c/a.md",
        "_pubsync/library.json",
        "_pubsync/base/a.md.json",
        "build/x.html",
        "b/build/x.html",
    ),
    *("docs/a.html", "docs/keep.html", "x#y.md", "!odd.md", "temp[1].md", "deep/er/and/deeper.txt"),
)
PATTERNS = (
    *("*.md", "/a.md", "b/", "/b/c", "_pubsync", "_pubsync/*.json", "**/build/", "build", "*\n!*.md", "a.m?"),
    *("docs/*.html\n!docs/keep.html", "[ab].md", "# a.md", "\\!odd.md", "\\#", "deep/**", "deep/**/deeper.txt"),
    *("docs/\n!docs/keep.html", "*.json\n!_pubsync/", "temp[[]1].md", "   ", "*a*.md", "[!a].md", "/*\n!/b"),
    *("**/*.txt", "b/**/a.md"),
)


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
@pytest.mark.parametrize("patterns", PATTERNS)
def test_paths_are_left_out_as_git_itself_leaves_them_out(tmp_path: Path, patterns: str) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text(f"{patterns}\n", encoding="utf-8")
    asked = subprocess.run(
        ["git", "-C", str(tmp_path), "check-ignore", "--no-index", "--stdin"],
        input="\n".join(PATHS),
        capture_output=True,
        text=True,
        check=False,
        env={"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "PATH": "/usr/bin:/bin"},
    )
    expected = {path for path in PATHS if path in asked.stdout.splitlines()}
    assert {path for path in PATHS if ignored_by(tmp_path, tmp_path, path)} == expected


def test_a_deeper_file_and_a_site_in_a_folder_count_too(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "*.json\n", "docs/_pubsync/.gitignore": "!*.json\n", "docs/.gitignore": "x.md\n"})
    root = tmp_path / "docs"
    assert ignored_by(root, tmp_path, "_pubsync/library.json") is None
    assert ignored_by(root, tmp_path, "other.json") == (".gitignore:1", "*.json")
    assert ignored_by(root, tmp_path, "x.md") == ("docs/.gitignore:1", "x.md")
