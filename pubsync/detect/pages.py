"""Which of a site's files are pages that a person wrote: those at home first."""

from __future__ import annotations

import re

from pubsync.detect.survey import Survey

_HOME_PAGES = (
    *("index.html", "index.htm", "index.md", "_pages/about.md", "_pages/about.html", "_pages/home.md", "about.md"),
    *("about.html", "content/_index.md", "home.md", "_pages/index.md", "docs/index.html", "docs/index.md"),
)
_SUFFIXES = (".md", ".markdown", ".html", ".htm")
_MOST_PAGES = 200
_ENTRY_FOLDERS = (
    *("_publications/", "_talks/", "_teaching/", "_posts/", "_portfolio/", "_drafts/", "_news/", "_projects/"),
    *("_members/", "content/publication/", "content/publications/", "content/event/", "content/events/"),
    *("content/talk/", "content/teaching/", "content/post/", "content/posts/", "content/blog/", "content/authors/"),
)
_WITH_PAGES = ("_pages/", "_tabs/")
_NOT_THE_SITES = re.compile(
    r"(?:^|/)(?:readme|license|contributing|changelog|customi[sz]e|install|faq|code_of_conduct|404)[^/]*$",
    re.IGNORECASE,
)


def home_pages(survey: Survey) -> list[str]:
    """Return the pages that introduce the site's owner, the likeliest first."""
    own = [path for path in _HOME_PAGES if survey.has_file(path)]
    own += [path for path in _pages(survey) if survey.front(path).get("permalink") == "/"]
    return list(dict.fromkeys(own))


def pages_of(survey: Survey) -> list[str]:
    """Return the site's pages, home first, then the shallower; parts of layouts and single entries are none."""
    pages = sorted(_pages(survey), key=lambda path: (path.count("/"), path))
    return list(dict.fromkeys((*home_pages(survey), *pages)))[:_MOST_PAGES]


def _pages(survey: Survey) -> list[str]:
    return [path for path in survey.paths if path.endswith(_SUFFIXES) and _is_page(path)]


def _is_page(path: str) -> bool:
    if path.startswith(_ENTRY_FOLDERS) or _NOT_THE_SITES.search(path):
        return False
    parts = path.split("/")
    return path.startswith(_WITH_PAGES) or not any(part.startswith(("_", ".")) for part in parts[:-1])
