"""Standalone pages, and the marked regions of a person's pages: what each region asks for, and what it gets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import field
from difflib import get_close_matches
from typing import Literal

from pubsync.citing.escape import slug
from pubsync.errors import SiteError
from pubsync.frozen import frozen
from pubsync.pipeline.own_entries import with_own_entries
from pubsync.pipeline.people import NobodyError, id_meant
from pubsync.pipeline.planner import Planner, SitePlan
from pubsync.pipeline.showing import Shown
from pubsync.records.base import Chunk
from pubsync.records.names import parse_name
from pubsync.records.people import Person
from pubsync.settings import Output, PersonSettings
from pubsync.sites.contexts import Printing
from pubsync.sites.frontmatter import decode
from pubsync.sites.interface import Page
from pubsync.sites.list_signs import wanted_sign, with_sign
from pubsync.sites.pictures import bars, citations_by_year, papers_by_year
from pubsync.sites.regions import Region, find
from pubsync.views import GROUPINGS, SORTS, Choice, CountError, count, in_print, parse_count

SECTIONS = ("publications", "talks", "teaching")
_HTML = (".html", ".htm", ".xhtml", ".njk", ".liquid", ".astro", ".vue", ".svelte")
PICTURES = ("papers_by_year", "citations_by_year")
_FILTERS = ("since", "until", "type", "venue", "title_in")
_REGION_KEYS = (
    *("group_by", "sort", "lang", "style", "template", "level", "headings", "rows", "person", "selected", "limit"),
    *_FILTERS,
)
_PICTURE_KEYS = ("lang", "person")
_NUMBERED = "numbered"
_LANGUAGE = "en"
_OTHER_WORDS = {
    **dict.fromkeys(("papers", "paper", "articles", "publication", "pubs", "bibliography"), "publications"),
    **dict.fromkeys(("talk", "presentations", "events"), "talks"),
    **dict.fromkeys(("courses", "course", "teachings", "classes"), "teaching"),
}
"""What people call the sections of a page."""


@frozen()
class _Around:
    """What the regions of a page have in common."""

    planner: Planner
    shown: Shown
    path: str
    output: Output | None = None
    remarks: list[str] = field(default_factory=list)

    def printing(self, region: Region, style: str = "") -> Printing:
        """How a region is printed."""
        whose = self.whose(region) or (self.output.person if self.output else "")
        language = region.attribute("lang") or self.language
        return self.planner.press.printing(language, self.suffix, style, whose)

    def whose(self, region: Region) -> str:
        """The id of the person whose the region is, "" where it names none."""
        return id_meant(region.attribute("person"), self.planner.press.members)

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
        _called(one, member.person, output.language)
        for one, member in zip(planner.settings.people, planner.press.members, strict=True)
        if output.person in ("", member.id)
    ]
    title = planner.settings.title or ", ".join(name for name, _ in people)
    others = people[0][1] if len(people) == 1 and not planner.settings.title else []
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
    around = _Around(planner, shown, output.file, output)
    filled = _filled(around, tuple(regions.values()))
    planner.add(result, Page(path=output.file, regions=filled, shell=shell, titles=planner.titles))
    result.remarks += around.remarks
    result.pages.append(output.file)


def _called(named: PersonSettings, somebody: Person, language: str) -> tuple[str, list[str]]:
    """Return the name that heads a page in ``language``, and the person's others that are worth a place beside it."""
    name = somebody.name_in(language)
    if name == somebody.name:
        return named.name, [alias for alias in named.aliases if not alias.isascii()]
    others = [alias for alias in named.aliases if not alias.isascii() and parse_name(alias) != name]
    return str(name), [named.name, *others]


def plan_regions(planner: Planner, shown: Shown, path: str, result: SitePlan) -> None:
    """Plan the regions of a person's page.

    Raises:
        SiteError: where a marker is damaged, or asks for what there is not.
    """
    text = decode(planner.standing.tree.read(path) or b"", path)
    regions = find(text, path)
    if regions:
        around = _Around(planner, shown, path)
        page = Page(path=path, regions=_filled(around, regions), titles=planner.titles)
        with_own_entries(planner, shown, text, page, result).add(result, page)
        result.remarks += around.remarks


def _filled(around: _Around, regions: Sequence[Region]) -> tuple[tuple[str, tuple[Chunk, ...]], ...]:
    found = []
    for region in regions:
        try:
            chunks = _counted(around, region) if region.count else _chunks(around, region)
        except CountError as error:
            raise SiteError(str(error), where=f"{around.path}:{region.line}", remedy=error.remedy) from error
        except NobodyError as error:
            raise SiteError(error.what, where=f"{around.path}:{region.line}", remedy=error.remedy) from error
        if chunks is not None:
            found.append((region.id, chunks))
    return tuple(found)


def _counted(around: _Around, region: Region) -> tuple[Chunk, ...] | None:
    """The number that a count asks for; None where what stands there stays."""
    attributes = dict(region.attributes)
    attributes.pop("person", None)
    whose = around.whose(region) or (around.output.person if around.output else "")
    question = parse_count(region.name, attributes)
    if not around.planner.wants(question.section):
        return None
    counted = count(question, around.shown.basis(around.planner.settings, whose))
    text = in_print(counted, question)
    if text is None:
        stays = "stays as it is" if region.text.strip() else "is not written, and nothing stands in its place"
        around.remarks.append(f"{around.path}:{region.line}: the number of {region.name} {stays}: {counted.why}")
        return None
    return (Chunk("count", "", text),)


def _chunks(around: _Around, region: Region) -> tuple[Chunk, ...] | None:
    if region.name in PICTURES:
        return _picture(around, region)
    _check_region(region, around)
    if not around.planner.wants(region.name):
        return None
    planner = around.planner
    usual = planner.settings.publications.group_by if region.name == "publications" else "none"
    printing = around.printing(region, region.attribute("style"))
    level = int(region.attribute("level") or 3)
    renderer = planner.press.renderer(printing, _family(around, region), around.suffix, level)
    asked = parse_count(region.name, {name: value for name, value in region.attributes if name in _FILTERS})
    choice = Choice(
        sort=region.attribute("sort"),
        selected=region.attribute("selected") == "yes",
        limit=int(region.attribute("limit") or 0),
        since=asked.since,
        until=asked.until,
        types=asked.types,
        venues=asked.venues,
        languages=asked.languages,
    )
    shown = around.shown.of(around.whose(region))
    group_by = region.attribute("group_by") or usual
    chunks = renderer.chunks(shown.section(region.name, planner.settings, choice, group_by))
    if not chunks:
        _tell_empty(around, region)
    return chunks if around.suffix == "html" else with_sign(chunks, _sign(region))


def _tell_empty(around: _Around, region: Region) -> None:
    """Say once of a list that is empty what it was asked for: it may be asked for what there can never be."""
    base = around.planner.standing.bases.get(around.path)
    told_before = base is not None and base.region(region.id) is not None and not region.text.strip()
    asked = " ".join(f"{name}={value}" for name, value in region.attributes if name in _FILTERS)
    if asked and not told_before:
        around.remarks.append(f"{around.path}:{region.line}: the list of {region.name} is empty: nothing has {asked}")


def _family(around: _Around, region: Region) -> str:
    """The templates of a region; numbers come before a list's entries in Markdown, and of themselves in an ``<ol>``."""
    name = region.attribute("template") or around.family
    if name != _NUMBERED:
        return name
    return "list" if around.suffix == "html" else "region"


def _sign(region: Region) -> str:
    return wanted_sign(region.text, region.indent, numbered=region.attribute("template") == _NUMBERED)


def _picture(around: _Around, region: Region) -> tuple[Chunk, ...] | None:
    """A figure of papers or citations a year."""
    _check_names(region, around, _PICTURE_KEYS)
    planner = around.planner
    if not planner.wants("publications"):
        return None
    shown = around.shown.of(around.whose(region))
    rows = papers_by_year(shown.all_works(planner.settings))
    name: Literal["papers_by_year", "citations_by_year"] = "papers_by_year"
    if region.name == "citations_by_year":
        rows, name = citations_by_year(shown.counts), "citations_by_year"
    prefix = slug(f"pubsync {region.id.removeprefix(region.name)}", fallback="pubsync")
    printing = around.printing(region)
    figure = bars(rows, name=name, printing=printing, folders=planner.press.folders, prefix=prefix)
    # Without a blank line below it, Markdown takes what follows the end marker for a part of the figure.
    return (Chunk("heading", region.name, f"{figure}\n" if around.suffix == "md" else figure),) if figure else ()


def _check_region(region: Region, around: _Around) -> None:
    where = f"{around.path}:{region.line}"
    if region.name not in SECTIONS:
        raise SiteError(
            f"a region can't show {region.name!r}",
            where=where,
            remedy=_section_meant(region.name),
        )
    _check_names(region, around, _REGION_KEYS)
    allowed = {"group_by": GROUPINGS, "sort": SORTS, "selected": ("yes", "no"), "level": tuple("123456")}
    allowed |= {"headings": ("own",), "rows": ("own",)}
    for name, value in region.attributes:
        if name in allowed and value not in allowed[name]:
            remedy = _meant(value, allowed[name], "it is one of")
            raise SiteError(f"{name} can't be {value!r}", where=where, remedy=remedy)
        if name == "limit" and not (value.isdecimal() and int(value)):
            raise SiteError(f"limit can't be {value!r}", where=where, remedy="write a number, such as limit=5")


def _check_names(region: Region, around: _Around, known: Sequence[str]) -> None:
    for name, _ in region.attributes:
        if name not in known:
            where, remedy = f"{around.path}:{region.line}", _meant(name, known, "known are")
            raise SiteError(f"a region has no attribute {name!r}", where=where, remedy=remedy)


def _section_meant(name: str) -> str:
    usual = _OTHER_WORDS.get(name.casefold())
    return f"did you mean {usual}?" if usual else _meant(name, (*SECTIONS, *PICTURES), "it may show")


def _meant(word: str, known: Collection[str], listing: str) -> str:
    near = get_close_matches(word, list(known), n=1)
    return f"did you mean {near[0]}?" if near else f"{listing} {', '.join(known)}"
