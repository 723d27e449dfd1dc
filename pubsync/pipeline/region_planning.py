"""Standalone pages, and the marked regions of a person's pages: what each region asks for, and what it gets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pubsync.errors import SiteError
from pubsync.pipeline.planner import Planner, SitePlan
from pubsync.pipeline.showing import Shown
from pubsync.records.base import Chunk
from pubsync.settings import Output
from pubsync.sites.frontmatter import decode
from pubsync.sites.interface import Page
from pubsync.sites.regions import Region, find
from pubsync.views import GROUPINGS, SORTS, Choice

SECTIONS = ("publications", "talks", "teaching")
_HTML = (".html", ".htm", ".xhtml", ".njk", ".liquid", ".astro", ".vue", ".svelte")
_REGION_KEYS = ("group_by", "sort", "lang", "style", "template", "person", "selected", "limit")
_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class _Around:
    """What the regions of a page have in common."""

    planner: Planner
    shown: Shown
    path: str
    output: Output | None = None

    @property
    def family(self) -> str:
        """The templates that the page's regions are rendered with."""
        return "page" if self.output else "region"

    @property
    def suffix(self) -> str:
        """What the templates write: ``html`` or ``md``."""
        return "html" if self.output or self.path.casefold().endswith(_HTML) else "md"

    @property
    def language(self) -> str:
        """The language of regions that name none."""
        return self.output.language if self.output else _LANGUAGE


def plan_page(planner: Planner, shown: Shown, output: Output, result: SitePlan) -> None:
    """Plan a standalone page."""
    printing = planner.press.printing(output.language, "html", whose=output.person)
    people = [
        one
        for one, member in zip(planner.settings.people, planner.press.members, strict=True)
        if output.person in ("", member.id)
    ]
    alone = people[0] if len(people) == 1 else None
    title = planner.settings.title or (alone.name if alone else ", ".join(one.name for one in people))
    others = [name for name in alone.aliases if not name.isascii()] if alone and not planner.settings.title else []
    shell = planner.press.renderer(printing, "page", "html").text(
        "shell",
        title=title,
        person={"name": title, "other_names": others},
        sections=list(SECTIONS),
        group_by={"publications": planner.settings.publications.group_by},
    )
    content = planner.standing.tree.read(output.file)
    regions = {region.id: region for region in find(shell, output.file)}
    if content is not None:  # the person may have regions of their own in it, or attributes of their own
        regions |= {region.id: region for region in find(decode(content, output.file), output.file)}
    filled = _filled(_Around(planner, shown, output.file, output), tuple(regions.values()))
    planner.add(result, Page(path=output.file, regions=filled, shell=shell))
    result.pages.append(output.file)


def plan_regions(planner: Planner, shown: Shown, path: str, result: SitePlan) -> None:
    """Plan the regions of a person's page.

    Raises:
        SiteError: where a marker is damaged, or asks for what there is not.
    """
    regions = find(decode(planner.standing.tree.read(path) or b"", path), path)
    if regions:
        planner.add(result, Page(path=path, regions=_filled(_Around(planner, shown, path), regions)))


def _filled(around: _Around, regions: Sequence[Region]) -> tuple[tuple[str, tuple[Chunk, ...]], ...]:
    found = []
    for region in regions:
        _check_region(region, around)
        if around.planner.wants(region.name):
            found.append((region.id, _chunks(around, region)))
    return tuple(found)


def _chunks(around: _Around, region: Region) -> tuple[Chunk, ...]:
    planner = around.planner
    usual = planner.settings.publications.group_by if region.name == "publications" else "none"
    whose = region.attribute("person") or (around.output.person if around.output else "")
    language = region.attribute("lang") or around.language
    printing = planner.press.printing(language, around.suffix, region.attribute("style"), whose)
    renderer = planner.press.renderer(printing, region.attribute("template") or around.family, around.suffix)
    shown = around.shown.of(region.attribute("person"))
    choice = Choice(
        sort=region.attribute("sort"),
        selected=region.attribute("selected") == "yes",
        limit=int(region.attribute("limit") or 0),
    )
    group_by = region.attribute("group_by") or usual
    return renderer.chunks(shown.section(region.name, planner.settings, choice, group_by))


def _check_region(region: Region, around: _Around) -> None:
    where = f"{around.path}:{region.line}"
    if region.count:
        raise SiteError("this version can't count yet", where=where, remedy="take the marker out and write the number")
    if region.name not in SECTIONS:
        raise SiteError(
            f"a region can't show {region.name!r}", where=where, remedy=_meant(region.name, SECTIONS, "it may show")
        )
    allowed: dict[str, Collection[str]] = {
        "group_by": GROUPINGS,
        "sort": SORTS,
        "selected": ("yes", "no"),
        "person": [one.id for one in around.planner.press.members],
    }
    for name, value in region.attributes:
        if name not in _REGION_KEYS:
            remedy = _meant(name, _REGION_KEYS, "known are")
            raise SiteError(f"a region has no attribute {name!r}", where=where, remedy=remedy)
        if name in allowed and value not in allowed[name]:
            remedy = _meant(value, allowed[name], "it is one of")
            raise SiteError(f"{name} can't be {value!r}", where=where, remedy=remedy)
        if name == "limit" and not (value.isdecimal() and int(value)):
            raise SiteError(f"limit can't be {value!r}", where=where, remedy="write a number, such as limit=5")


def _meant(word: str, known: Collection[str], listing: str) -> str:
    near = get_close_matches(word, list(known), n=1)
    return f"did you mean {near[0]}?" if near else f"{listing} {', '.join(known)}"
