"""What kind of site stands here, told by what its template brings along; with the evidence in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pubsync.detect.survey import Survey, nested

KINDS = ("academicpages", "hugo-blox", "al-folio", "acad-homepage", "lab-website")
"""Kinds of sites with an output of their own; every other gets a page, and regions in pages of its own."""
ENOUGH = 2
"""Points from which a kind is believed: one mark that is a template's alone, or two that others may have."""
_BLOX = re.compile(r"hugoblox|wowchemy|hugo-academic|starter-hugo-academic|academic-kickstart|gcushen", re.IGNORECASE)
_HUGO_FILES = (
    *("go.mod", "hugoblox.yaml"),
    *(f"config/_default/{name}.{suffix}" for name in ("module", "params") for suffix in ("yaml", "yml", "toml")),
)
_WORDS = {
    "academicpages": "an academicpages site (Jekyll)",
    "hugo-blox": "a Hugo Blox site",
    "al-folio": "an al-folio site (Jekyll with jekyll-scholar)",
    "acad-homepage": "an AcadHomepage site (Jekyll)",
    "lab-website": "a lab-website-template site (Jekyll)",
    "jekyll": "a Jekyll site",
    "hugo": "a Hugo site",
}


class FoundKind(NamedTuple):
    """``kind`` is one of ``KINDS``, or "" for any other site; ``evidence`` are files and keys that tell."""

    kind: str
    evidence: tuple[str, ...] = ()


_Points = Iterator[tuple[int, str]]


def kind_of_site(survey: Survey) -> FoundKind:
    """Return the kind that most speaks for, where enough does."""
    told = [(kind, list(tell(survey))) for kind, tell in _TELLING[survey.engine].items()]
    believed = [(sum(points for points, _ in marks), kind, marks) for kind, marks in told]
    best = max(believed, key=lambda one: one[0], default=(0, "", []))
    if best[0] < ENOUGH:
        return FoundKind("")
    return FoundKind(best[1], tuple(mark for _, mark in best[2]))


def describe(kind: str, engine: str) -> str:
    """Return a kind of site in words."""
    return _WORDS.get(kind or engine, "a site of Markdown or HTML pages")


def _academicpages(survey: Survey) -> _Points:
    if "publication_category" in survey.config:
        yield 2, f"{survey.config_path}: publication_category"
    yield from ((1, f"{name}/") for name in ("_publications", "_talks", "_teaching") if survey.has_folder(name))
    yield from ((1, f"{name}/") for name in ("markdown_generator", "talkmap") if survey.has_folder(name))
    collections = survey.config.get("collections")
    if isinstance(collections, dict) and {"publications", "talks"} <= {str(name) for name in collections}:
        yield 1, f"{survey.config_path}: collections"
    if survey.has_file("_includes/archive-single-talk.html"):
        yield 1, "_includes/archive-single-talk.html"


def _al_folio(survey: Survey) -> _Points:
    if isinstance(survey.config.get("scholar"), dict):
        yield 2, f"{survey.config_path}: scholar"
    plugins = survey.config.get("plugins")
    if isinstance(plugins, list) and {"jekyll/scholar", "jekyll-scholar"} & {str(one) for one in plugins}:
        yield 2, f"{survey.config_path}: jekyll-scholar"
    yield from ((1, path) for path in survey.under("_bibliography", suffixes=(".bib",))[:1])
    marks = ("_layouts/bib.liquid", "_layouts/bib.html", "_data/coauthors.yml", "_data/venues.yml")
    yield from ((1, path) for path in marks if survey.has_file(path))


def _acad_homepage(survey: Survey) -> _Points:
    if survey.has_folder("google_scholar_crawler"):
        yield 2, "google_scholar_crawler/"
    if "google_scholar_stats_use_cdn" in survey.config:
        yield 2, f"{survey.config_path}: google_scholar_stats_use_cdn"
    if survey.has_file("_includes/fetch_google_scholar_stats.html"):
        yield 2, "_includes/fetch_google_scholar_stats.html"
    pages = ("_pages/about.md", "_pages/about.html")
    yield from ((1, f"{path}: paper-box") for path in pages if "paper-box" in survey.text(path))


def _lab_website(survey: Survey) -> _Points:
    if survey.has_folder("_cite"):
        yield 2, "_cite/"
    named = ("_data/citations.yaml", "_data/sources.yaml", "_data/types.yaml", "_data/orcid.yaml")
    yield from ((1, path) for path in named if survey.has_file(path))
    if survey.has_folder("_members"):
        yield 1, "_members/"
    if nested(survey.config, "links", "google-scholar") is not None or "proofer" in survey.config:
        yield 1, survey.config_path


def _hugo_blox(survey: Survey) -> _Points:
    for path in dict.fromkeys((*_HUGO_FILES, survey.config_path)):
        if _BLOX.search(survey.text(path)):
            yield 2, f"{path} names Hugo Blox"
    folders = ("content/publication", "content/publications", "content/authors", "data/authors")
    yield from ((1, f"{name}/") for name in folders if survey.has_folder(name))


_TELLING: dict[str, dict[str, Callable[[Survey], _Points]]] = {
    "jekyll": {
        "academicpages": _academicpages,
        "al-folio": _al_folio,
        "acad-homepage": _acad_homepage,
        "lab-website": _lab_website,
    },
    "hugo": {"hugo-blox": _hugo_blox},
    "": {},
}
