"""What a site's own configuration would hide of what pubsync writes, and what to change so that it shows."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pubsync.detect.filtering import filtered_out
from pubsync.detect.ignoring import ignored_by
from pubsync.detect.lists import marked_pages
from pubsync.detect.survey import Survey, nested
from pubsync.detect.updates import repository_root
from pubsync.errors import SiteError
from pubsync.sites.hugo_layout import layout

_COLLECTIONS = ("publications", "talks", "teaching")
_HUGO_SECTIONS = (
    *("content/publication", "content/publications", "content/event", "content/events", "content/talk"),
    "content/teaching",
)
_KEPT = ("pubsync.yaml", "_pubsync/library.json", "_pubsync/base/page.md.json", "_pubsync/snapshots/source.json")
"""What git must not leave out: a fresh checkout has all it needs."""
_SHOWN = 3
_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Hidden(NamedTuple):
    """Something that would not show: what and where, and what to do. ``is_note``: nothing is lost by it."""

    what: str
    where: str
    remedy: str
    is_note: bool = False


def hidden(survey: Survey, *, today: str = "", written: Collection[str] = ()) -> tuple[Hidden, ...]:
    """Return what the site's configuration would hide.

    Args:
        survey: the site.
        today: the ISO date; "" to say nothing of what is to come.
        written: files that pubsync wrote, by path.
    """
    found = [*_ignored(survey, written)]
    if survey.engine == "jekyll":
        found += _jekyll(survey, today, written)
    elif survey.engine == "hugo":
        found += _hugo(survey, today)
    return tuple(dict.fromkeys(found))


def _ignored(survey: Survey, written: Collection[str]) -> Iterator[Hidden]:
    root = survey.tree.root
    repository = repository_root(root)
    told: dict[tuple[str, str], list[str]] = {}
    for path in (*_KEPT, *sorted(written)):
        if by := ignored_by(root, repository, path):
            told.setdefault(by, []).append(path)
    for (where, pattern), paths in told.items():
        remedy = f"take the line {pattern} out, or add below it: !/{paths[0].split('/')[0]}"
        yield Hidden(f"git leaves out {_listed(paths)}, so that another checkout would begin anew", where, remedy)


def _jekyll(survey: Survey, today: str, written: Collection[str]) -> Iterator[Hidden]:
    if not survey.config:
        yield Hidden("can't be read", survey.config_path, "mend it; Jekyll can't read it either")
        return
    yield from _collections(survey)
    yield from _categories(survey)
    yield from _filtered(survey)
    yield from _excluded(survey, written)
    yield from _not_included(survey)
    yield from _unpublished(survey, ("published", False))
    yield from _commented_out(survey)
    yield from _redirects(survey)
    if today and survey.config.get("future") is not True:
        ahead = _ahead(survey, [f"_{name}" for name in _COLLECTIONS], today)
        if ahead:
            what = f"Jekyll hides what is dated in the future: {_listed(ahead)}"
            yield Hidden(what, survey.where(survey.config_path, "future"), "write future: true in it")
    if survey.has_file("pubsync.yaml") and not _matches("pubsync.yaml", _words(survey.config.get("exclude"))):
        what = "Jekyll copies pubsync.yaml onto the web"
        yield Hidden(what, survey.config_path, "add under exclude: the line - pubsync.yaml", is_note=True)


def _collections(survey: Survey) -> Iterator[Hidden]:
    declared = survey.config.get("collections")
    for name in _COLLECTIONS:
        if not survey.under(f"_{name}"):
            continue
        settings = nested(declared, name) if isinstance(declared, Mapping) else None
        is_named = settings is not None or (isinstance(declared, list) and name in declared)
        if isinstance(declared, Mapping) and name in declared:
            is_named = True
        if not is_named:
            what = f"_{name} is no collection, so that no page lists what is in it"
            yield Hidden(what, survey.config_path, f"add under collections: {name}: {{output: true}}")
        elif not (isinstance(settings, Mapping) and settings.get("output") is True):
            what = f"the collection {name} has no output: true, so that its entries have no pages of their own"
            yield Hidden(what, survey.where(survey.config_path, f"{name}:"), f"write {name}: {{output: true}}")


def _categories(survey: Survey) -> Iterator[Hidden]:
    """Academicpages' list silently skips an entry whose category is no key."""
    declared = survey.config.get("publication_category")
    if not isinstance(declared, Mapping):
        return
    keys = {str(key) for key in declared}
    unlisted: dict[str, list[str]] = {}
    for path in survey.under("_publications"):
        category = survey.front(path).get("category")
        if survey.front(path) and str(category) not in keys:
            unlisted.setdefault("" if category is None else str(category), []).append(path)
    for category, paths in sorted(unlisted.items()):
        has = f"the category {category[:60]!r}, which publication_category lacks" if category else "no category"
        what = f"no page lists {_listed(paths)}: {'it has' if len(paths) == 1 else 'they have'} {has}"
        remedy = f"write one of {', '.join(sorted(keys))} into category:, or add the key"
        yield Hidden(what, survey.where(survey.config_path, "publication_category"), remedy)


def _filtered(survey: Survey) -> Iterator[Hidden]:
    for one in filtered_out(survey):
        what = f"this list shows only entries by their {one.key}:, which is not in {_listed(one.paths)}"
        remedy = (
            f"write {one.key}: into them; what you write there stays. Or give all of them one under defaults: in "
            f"{survey.config_path}"
        )
        yield Hidden(what, one.where, remedy)


def _excluded(survey: Survey, written: Collection[str]) -> Iterator[Hidden]:
    patterns = _words(survey.config.get("exclude"))
    shown = [path for path in (*marked_pages(survey), *sorted(written)) if _is_for_the_web(path)]
    for pattern in patterns:
        paths = [path for path in dict.fromkeys(shown) if _matches(path, [pattern])]
        if paths:
            what = f"Jekyll leaves out {_listed(paths)}"
            where = survey.where(survey.config_path, pattern, below="exclude")
            yield Hidden(what, where, f"take {pattern} out of exclude:")


def _is_for_the_web(path: str) -> bool:
    return not path.startswith("_pubsync/") and path.endswith((".md", ".markdown", ".html", ".htm"))


def _not_included(survey: Survey) -> Iterator[Hidden]:
    """Jekyll enters no folder that begins with an underscore but collections and what ``include:`` names."""
    declared = survey.config.get("collections")
    names = {f"_{name}" for name in declared} if isinstance(declared, Mapping | list) else set()
    entered = {"_posts", "_drafts", *names, *(one.strip("/") for one in _words(survey.config.get("include")))}
    for path in marked_pages(survey):
        folder = path.partition("/")[0] if "/" in path else ""
        if folder.startswith("_") and folder not in entered:
            yield Hidden(
                f"Jekyll does not enter {folder}", survey.config_path, f"add under include: the line - {folder}"
            )


def _unpublished(survey: Survey, key: tuple[str, object]) -> Iterator[Hidden]:
    name, value = key
    for path in marked_pages(survey):
        if survey.front(path).get(name) == value:
            shown = str(value).lower()
            what = f"{name}: {shown} keeps this page, which has a region, off the site"
            yield Hidden(what, survey.where(path, f"{name}:"), "take that line out, or the region")


def _commented_out(survey: Survey) -> Iterator[Hidden]:
    for path in marked_pages(survey):
        text = survey.text(path)
        for found in _COMMENT.finditer(text):
            if "pubsync:begin" in found.group():
                line = text.count("\n", 0, found.start()) + 1
                what = "a region stands within {% comment %}, which Liquid leaves out"
                yield Hidden(what, f"{path}:{line}", "put the region outside")


def _redirects(survey: Survey) -> Iterator[Hidden]:
    plugins = {*_words(survey.config.get("plugins")), *_words(survey.config.get("gems"))}
    if {"jekyll-redirect-from", "github-pages"} & plugins:
        return
    paths = [
        path for path in survey.under(*(f"_{name}" for name in _COLLECTIONS)) if survey.front(path).get("redirect_from")
    ]
    if paths:
        what = f"former addresses lead nowhere without the plugin jekyll-redirect-from: {_listed(paths)}"
        yield Hidden(what, survey.config_path, "add under plugins: the line - jekyll-redirect-from")


def _hugo(survey: Survey, today: str) -> Iterator[Hidden]:
    try:
        shape = layout(survey.tree)
    except SiteError as error:
        yield Hidden(error.what, error.where, error.remedy)
        return
    yield from _unpublished(survey, ("draft", True))
    ahead = _ahead(survey, _HUGO_SECTIONS, today) if today and not shape.future else []
    if ahead:
        what = f"Hugo hides what is dated in the future: {_listed(ahead)}"
        yield Hidden(what, survey.config_path, "write buildFuture: true in it")
    yield from _raw_html(survey)
    for pattern in _words(survey.config.get("ignoreFiles")):
        paths = [path for path in survey.under(*_HUGO_SECTIONS) if _found_by(pattern, path)]
        if paths:
            what = f"Hugo leaves out {_listed(paths)}"
            yield Hidden(what, survey.where(survey.config_path, "ignoreFiles"), f"take {pattern} out of ignoreFiles:")
    aliased = [path for path in survey.under(*_HUGO_SECTIONS) if survey.front(path).get("aliases")]
    if aliased and not shape.redirects:
        what = f"disableAliases leaves former addresses to the web server: {_listed(aliased)}"
        remedy = "write disableAliases: false, unless Netlify or the like serves _redirects"
        yield Hidden(what, survey.where(survey.config_path, "disableAliases"), remedy, is_note=True)


def _raw_html(survey: Survey) -> Iterator[Hidden]:
    """Goldmark leaves raw HTML out of Markdown unless told otherwise; Hugo Blox tells it in its own module."""
    pages = [path for path in marked_pages(survey) if path.endswith((".md", ".markdown"))]
    said = nested(survey.config, "markup", "goldmark", "renderer", "unsafe")
    for suffix in ("yaml", "yml", "toml", "json"):
        document = survey.document(f"config/_default/markup.{suffix}")
        said = nested(document, "goldmark", "renderer", "unsafe") if said is None else said
    is_blox = any("hugoblox" in survey.text(path).casefold() for path in ("go.mod", "config/_default/module.yaml"))
    if pages and said is not True and not (is_blox and said is None):
        what = f"Hugo leaves raw HTML out of Markdown, and with it the own name in bold and pictures: {_listed(pages)}"
        remedy = "write markup: {goldmark: {renderer: {unsafe: true}}} in it"
        yield Hidden(what, survey.config_path, remedy)


def _ahead(survey: Survey, folders: Sequence[str], today: str) -> list[str]:
    """The entries that are dated after today and have no earlier ``publishDate``."""
    found = []
    for path in survey.under(*folders):
        front = survey.front(path)
        dates = [_DATE.match(str(front.get(name) or "")) for name in ("publishDate", "date")]
        told = [one.group() for one in dates if one]
        if told and told[0] > today:
            found.append(path)
    return found


def _words(value: Any) -> list[str]:  # noqa: ANN401 - a configuration may hold anything
    return [str(one) for one in value if isinstance(one, str | int)] if isinstance(value, list) else []


def _matches(path: str, patterns: Sequence[str]) -> bool:
    """As Jekyll's ``EntryFilter#glob_include?``: the path itself, a folder above it, or a pattern."""
    for pattern in patterns:
        bare = pattern.strip("/")
        if bare and (path == bare or path.startswith(f"{bare}/") or fnmatch.fnmatchcase(path, bare)):
            return True
    return False


def _found_by(pattern: str, path: str) -> bool:
    try:
        return len(pattern) < 200 and bool(re.search(pattern, path))  # noqa: PLR2004 - a person's own pattern is short
    except re.error:
        return False


def _listed(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:_SHOWN])
    return shown if len(paths) <= _SHOWN else f"{shown} and {len(paths) - _SHOWN} more"
