"""Works, talks and courses to the files of the site: names for life, wanted files, and the plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pubsync.curation import Decision
from pubsync.errors import SiteError
from pubsync.pipeline.press import Press
from pubsync.pipeline.standing import Standing, overrides_for
from pubsync.records.base import Chunk, FileBase
from pubsync.records.course import Course
from pubsync.records.ledger import LedgerEntry
from pubsync.records.plan import PlannedFile
from pubsync.records.record import RecordId
from pubsync.records.talk import Talk
from pubsync.records.text import plain_form
from pubsync.records.work import Work
from pubsync.settings import Output, Settings
from pubsync.sites.academicpages import CATEGORIES, FOLDERS, Academicpages, entry_date, kind_of, site_config
from pubsync.sites.assembly import only_ours, plan
from pubsync.sites.frontmatter import decode, parse, peek_key
from pubsync.sites.interface import EntryFile, Page, Wanted
from pubsync.sites.places import FILE
from pubsync.sites.regions import Region, find
from pubsync.sites.tree import SiteTree
from pubsync.views import Section, publications, talks, teaching

SECTIONS = ("publications", "talks", "teaching")
_REGION_KEYS = ("group_by", "lang", "style")
_GROUPINGS = ("year", "type", "none")
_FILE = "file:academicpages"
_PERMALINK = "permalink:academicpages"
_KIND_SECTIONS = {"work": "publications", "talk": "talks", "course": "teaching"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that the site is to show."""

    works: tuple[Work, ...]
    talks: tuple[Talk, ...]
    courses: tuple[Course, ...]

    def section(self, name: str, settings: Settings, group_by: str) -> Section[Any]:
        """Return a section by its name."""
        if name == "publications":
            exclude = settings.publications.exclude.type
            return publications(self.works, group_by=group_by, exclude_types=exclude)
        if name == "talks":
            return talks(self.talks, group_by=group_by)
        return teaching(self.courses, group_by=group_by)


@dataclass(kw_only=True)
class SitePlan:
    """What planning found: files to write, the bases to keep, names given, and remarks for the person."""

    files: list[PlannedFile] = field(default_factory=list)
    bases: dict[str, FileBase] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    """By key: names given for life, see ``LedgerEntry.names``."""
    remarks: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    vanishing: list[str] = field(default_factory=list)
    """Those of ``deleted`` that vanish without a person's word."""

    def name(self, key: str, subject: Work | Talk | Course, path: str, permalink: str) -> None:
        """Note the names given to a subject, for the ledger entry of ``key``."""
        names = {_FILE + _part(subject): path, _PERMALINK + _part(subject): permalink}
        self.names[key] = self.names.get(key, {}) | names


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """What all outputs need to plan their files."""

    settings: Settings
    press: Press
    standing: Standing
    overrides: Sequence[Decision]
    """Those that count, see ``Curation.overrides``."""
    entries: Mapping[str, LedgerEntry]
    key_of: Mapping[RecordId, str]
    decided: Collection[str] = ()
    """Keys that do not show because a person said so: hidden, or merged into others."""
    parts: Collection[str] = ()
    """The sections to bring up to date; empty for all."""

    def add(self, result: SitePlan, wanted: Wanted) -> None:
        """Plan one file and take it into the result."""
        path = wanted.path
        content, base = self.standing.tree.read(path), self.standing.bases.get(path)
        key = wanted.key if isinstance(wanted, EntryFile) else ""
        overrides = overrides_for(self.overrides, path, key, self.key_of)
        if content is None and any(one.place == FILE and one.value is None for one in overrides):
            return
        assembled = plan(wanted, base, content, overrides)
        if assembled.planned.changes:
            result.files.append(assembled.planned)
        if assembled.base is not None:
            result.bases[path] = assembled.base
        result.remarks += assembled.remarks

    def wants(self, section: str) -> bool:
        """Whether a section is to be brought up to date in this run."""
        return not self.parts or section in self.parts


def plan_site(planner: Planner, shown: Shown) -> SitePlan:
    """Plan all outputs and every marked page of the site."""
    result = SitePlan()
    made = {output.path for output in planner.settings.outputs if output.kind == "page"}
    for output in planner.settings.outputs:
        if output.kind == "academicpages":
            _plan_entry_files(planner, shown, output, result)
        else:
            _plan_page(planner, shown, output, result)
    for path in planner.standing.tree.marked_pages():
        if path not in made:
            _plan_regions(planner, shown, path, result)
    for path, base in planner.standing.bases.items():
        result.bases.setdefault(path, base)
    for path in result.deleted:
        result.bases.pop(path, None)
    return result


def _plan_entry_files(planner: Planner, shown: Shown, output: Output, result: SitePlan) -> None:
    tree = planner.standing.tree
    writer = Academicpages(_config_of(tree), planner.press.printing(output.language, "front"))
    works = shown.section("publications", planner.settings, "none").entries()
    courses = teaching(shown.courses).entries()
    taken = {path for folder in FOLDERS.values() for path in tree.entries(folder)}
    taken |= {path for entry in planner.entries.values() if (path := entry.name(_FILE))}
    adoptable = _adoptable(planner, taken, result)
    lacking: dict[str, str] = {}
    for kind, subjects in (("work", works), ("talk", shown.talks), ("course", courses)):
        if not planner.wants(_KIND_SECTIONS[kind]):
            continue
        for subject in sorted(subjects, key=lambda one: one.key):
            entry = planner.entries.get(subject.course_key if isinstance(subject, Course) else subject.key)
            path, permalink = _names(planner, writer, subject, entry, taken, adoptable)
            taken.add(path)
            if entry:
                result.name(entry.key, subject, path, permalink)
            redirects = entry.redirects if entry else ()
            planner.add(result, writer.entry_file(subject, path=path, permalink=permalink, redirects=redirects))
            if isinstance(subject, Work) and subject.type and writer.lacks_category(subject):
                lacking[subject.type] = writer.category(subject)
        _retire(planner, kind, {subject.key for subject in subjects}, result)
    result.remarks += [_category_remark(planner, kind, category) for kind, category in sorted(lacking.items())]


def _names(
    planner: Planner,
    writer: Academicpages,
    subject: Work | Talk | Course,
    entry: LedgerEntry | None,
    taken: Collection[str],
    adoptable: Mapping[str, str],
) -> tuple[str, str]:
    """The path and permalink of an entry: those it has, those of a person's file that shows it, or new ones."""
    path = entry.name(_FILE + _part(subject)) if entry else ""
    path = planner.standing.moved.get(path, path)
    path = path or adoptable.get(subject.key) or adoptable.get(_adoption_mark(subject), "")
    permalink = entry.name(_PERMALINK + _part(subject)) if entry else ""
    if path and not permalink:
        front = parse(planner.standing.tree.read(path) or b"", path)
        permalink = str(front.values.get("permalink", "")) if front else ""
    path = path or writer.propose_path(subject, taken)
    return path, permalink or writer.propose_permalink(subject, path)


def _part(subject: Work | Talk | Course) -> str:
    """What a name given ends in: the term, where a course has a file for each."""
    return f":{subject.occurrence}" if isinstance(subject, Course) and subject.occurrence else ""


def _adoptable(planner: Planner, taken: Iterable[str], result: SitePlan) -> dict[str, str]:
    """Entry files that pubsync has no base of, by what they show: the key in them, else folder, title and year."""
    tree = planner.standing.tree
    owners = {base.key: path for path, base in planner.standing.bases.items() if base.key}
    found: dict[str, str] = {}
    for path in sorted(taken):
        content = tree.read(path)
        if content is None or path in planner.standing.bases:
            continue
        key = peek_key(content)
        if key in owners:
            result.remarks.append(f"{path}: a copy of {owners[key]}, so the site shows that work twice; delete one")
        elif key:
            found.setdefault(key, path)
        elif (front := parse(content, path)) and isinstance(title := front.values.get("title"), str):
            mark = f"{path.partition('/')[0]}|{plain_form(title)}|{str(front.values.get('date', ''))[:4]}"
            found.setdefault(mark, path)
    return found


def _adoption_mark(subject: Work | Talk | Course) -> str:
    date = entry_date(subject)
    return f"{FOLDERS[kind_of(subject)]}|{plain_form(subject.title)}|{date.year if date else ''}"


def _retire(planner: Planner, kind: str, shown: Collection[str], result: SitePlan) -> None:
    """Entry files whose work is not shown: ours are deleted, unless a person's hand is in them or they adopted it."""
    for path, base in planner.standing.bases.items():
        if not base.key or base.key in shown or not path.startswith(f"{FOLDERS[kind]}/"):
            continue
        content = planner.standing.tree.read(path)
        edited = bool(overrides_for(planner.overrides, path, base.key, planner.key_of))
        edited = edited or any(one.path == path for one in planner.overrides)
        if content is None or (not edited and only_ours(path, base, content)):
            result.files.append(PlannedFile(path, None, content))
            result.deleted.append(path)
            if base.key not in planner.decided:
                result.vanishing.append(path)
        else:
            if "published" not in dict(base.keys):
                result.remarks.append(f"{path}: taken off the site, but kept, since it holds words of yours")
            front = (*(pair for pair in base.keys if pair[0] != "published"), ("published", False))
            planner.add(result, EntryFile(path=path, key=base.key, front=front, body=base.body))


def _plan_page(planner: Planner, shown: Shown, output: Output, result: SitePlan) -> None:
    renderer = planner.press.renderer(output.language, "page", "html")
    owner = planner.settings.person
    shell = renderer.text(
        "shell",
        title=owner.name,
        person={"name": owner.name, "other_names": [name for name in owner.aliases if not name.isascii()]},
        sections=list(SECTIONS),
        group_by={"publications": planner.settings.publications.group_by},
    )
    content = planner.standing.tree.read(output.path)
    regions = {region.id: region for region in find(shell, output.path)}
    if content is not None:  # the person may have regions of their own in it, or attributes of their own
        regions |= {region.id: region for region in find(decode(content, output.path), output.path)}
    filled = _filled(planner, shown, output.path, tuple(regions.values()), output)
    planner.add(result, Page(path=output.path, regions=filled, shell=shell))
    result.pages.append(output.path)


def _plan_regions(planner: Planner, shown: Shown, path: str, result: SitePlan) -> None:
    regions = find(decode(planner.standing.tree.read(path) or b"", path), path)
    if regions:
        planner.add(result, Page(path=path, regions=_filled(planner, shown, path, regions, None)))


def _filled(
    planner: Planner, shown: Shown, path: str, regions: Sequence[Region], output: Output | None
) -> tuple[tuple[str, tuple[Chunk, ...]], ...]:
    found = []
    for region in regions:
        _check_region(region, path)
        if not planner.wants(region.name):
            continue
        usual = planner.settings.publications.group_by if region.name == "publications" else "none"
        language = region.attribute("lang") or (output.language if output else "en")
        suffix = "html" if output or path.endswith((".html", ".htm")) else "md"
        family = "page" if output else "region"
        renderer = planner.press.renderer(language, family, suffix, region.attribute("style"))
        section = shown.section(region.name, planner.settings, region.attribute("group_by") or usual)
        found.append((region.id, renderer.chunks(section)))
    return tuple(found)


def _check_region(region: Region, path: str) -> None:
    where = f"{path}:{region.line}"
    if region.count:
        raise SiteError("this version can't count yet", where=where, remedy="take the marker out and write the number")
    if region.name not in SECTIONS:
        near = get_close_matches(region.name, SECTIONS, n=1)
        raise SiteError(
            f"a region can't show {region.name!r}",
            where=where,
            remedy=f"did you mean {near[0]}?" if near else f"it may show {', '.join(SECTIONS)}",
        )
    for name, value in region.attributes:
        if name not in _REGION_KEYS:
            near = get_close_matches(name, _REGION_KEYS, n=1)
            remedy = f"did you mean {near[0]}=?" if near else f"known are {', '.join(_REGION_KEYS)}"
            raise SiteError(f"a region has no attribute {name!r}", where=where, remedy=remedy)
        if name == "group_by" and value not in _GROUPINGS:
            raise SiteError(f"group_by can't be {value!r}", where=where, remedy=f"it is {', '.join(_GROUPINGS)}")


def _config_of(tree: SiteTree) -> Any:  # noqa: ANN401 - see site_config
    from ruamel.yaml import YAML  # noqa: PLC0415 - start-up time
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - start-up time

    content = tree.read("_config.yml")
    if content is None:
        return site_config(None)
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_duplicate_keys = True  # as Jekyll reads it
    try:
        return site_config(yaml.load(content.decode("utf-8-sig")))
    except (YAMLError, UnicodeDecodeError) as error:
        raise SiteError(
            "can't be read as YAML", where="_config.yml", remedy="mend it; Jekyll can't read it either"
        ) from error


def _category_remark(planner: Planner, kind: str, category: str) -> str:
    label = planner.press.printing("en", "html").label(kind, within="types")
    wanted = CATEGORIES.get(kind, (kind,))[0]
    return (
        f"_config.yml has no publication_category for the type {label.lower()}: they are listed under {category}. "
        f"To list them apart, add under publication_category: {wanted}: {{title: '{label}'}}"
    )
