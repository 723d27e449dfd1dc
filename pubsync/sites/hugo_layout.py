"""How a Hugo Blox site is laid out: its folders, its language, and under which name it knows its owner.

Sections of the older templates are called ``publication`` and ``event``, those of the newer ones (``HugoBlox/kit``)
``publications`` and ``events``, and their entries have other keys
(https://github.com/HugoBlox/kit, ``modules/blox/layouts/_partials/functions/build_links.html``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import PurePosixPath
from typing import Any

from pubsync.errors import SiteError
from pubsync.frozen import frozen
from pubsync.records.people import Person
from pubsync.sites.frontmatter import parse
from pubsync.sites.tree import SiteTree

_SECTIONS = {"work": ("publications", "publication"), "talk": ("events", "event", "talk"), "course": ("teaching",)}
"""The names of each kind's section, the newer template's first."""
_NEWER = frozenset({"publications", "events"})
_USUAL_PROFILES = ("me", "admin")
"""What the templates call the owner's profile, the newer one's first."""
_CONFIG_FOLDERS = ("", "config/_default/")
_CONFIG_SUFFIXES = ("yaml", "yml", "toml", "json")


@frozen(kw_only=True)
class Layout:
    """Where entries go, and what the site's own configuration makes of them.

    ``folders`` are those of each kind that the site shows: a site without a section for teaching has none for courses.
    ``content`` is the content folder, ``prefix`` what stands before every address in a site of several languages, such
    as ``/zh``. ``owner`` is the name of the owner's profile, "" where the site has none that bears their name.
    """

    folders: Mapping[str, str]
    content: str = "content"
    prefix: str = ""
    owner: str = ""
    future: bool = False
    """Whether Hugo builds what is dated in the future (``buildFuture``)."""
    redirects: bool = True
    """Whether Hugo itself makes pages of ``aliases``; the templates leave that to the server (``disableAliases``)."""

    def is_newer(self, kind: str) -> bool:
        """Whether entries of a kind have the newer template's keys."""
        return PurePosixPath(self.folders[kind]).name in _NEWER


def layout(tree: SiteTree, *, folder: str = "", language: str = "en", owner: Person | None = None) -> Layout:
    """Return how the site is laid out, by what of it stands there already; by the newer template where nothing does.

    Args:
        tree: the site.
        folder: the content folder, where the person named one.
        language: whose content folder it is, where they did not.
        owner: whose page it is; None for several people's.

    Raises:
        SiteError: where the site's configuration can't be read.
    """
    config = _read_config(tree)
    content = folder or config.content_of(language)
    found = {kind: _section(tree, content, kind) for kind in _SECTIONS}
    newer = (found["work"] or found["talk"] or "publications") in _NEWER
    folders = {
        kind: f"{content}/{found[kind] or names[0 if newer else 1]}"
        for kind, names in _SECTIONS.items()
        if found[kind] or kind != "course"
    }
    return Layout(
        folders=folders,
        content=content,
        prefix=config.prefix_of(content),
        owner=_profile(tree, content, owner) if owner else "",
        future=config.settings.get("buildFuture") is True,
        redirects=config.settings.get("disableAliases") is not True,
    )


def _section(tree: SiteTree, content: str, kind: str) -> str:
    """Return the name of a kind's section, "" where there is none; of two, the one that holds more."""
    standing = [name for name in _SECTIONS[kind] if (tree.root / content / name).is_dir()]
    if len(standing) <= 1:
        return standing[0] if standing else ""
    return max(standing, key=lambda name: sum(1 for _ in tree.entries(f"{content}/{name}")))


@frozen()
class _Config:
    """Hugo's configuration, of which only the top level of each file was merged."""

    settings: Mapping[str, Any]
    languages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def content_of(self, language: str) -> str:
        """Return the content folder of a language, else that of the site."""
        near = (name for name in self.languages if _main_tag(name) == _main_tag(language))
        name = language if language in self.languages else next(near, "")
        folder = self.languages.get(name, {}).get("contentDir") or self.settings.get("contentDir")
        return _clean(folder) or "content"

    def prefix_of(self, content: str) -> str:
        """Return what stands before the addresses of what is in a content folder."""
        usual = str(self.settings.get("defaultContentLanguage") or "en")
        own = (name for name, settings in self.languages.items() if _clean(settings.get("contentDir")) == content)
        language = next(own, usual)
        in_folder = self.settings.get("defaultContentLanguageInSubdir") is True
        return f"/{language.lower()}" if language != usual or in_folder else ""


def _main_tag(language: str) -> str:
    return language.partition("-")[0].casefold()


def _clean(folder: object) -> str:
    """Return a folder's path within the site, "" for none and for one outside."""
    path = PurePosixPath(folder) if isinstance(folder, str) else PurePosixPath()
    return "" if path.is_absolute() or ".." in path.parts else str(path).removeprefix(".")


def _read_config(tree: SiteTree) -> _Config:
    settings: dict[str, Any] = {}
    for folder in _CONFIG_FOLDERS:
        for name in ("config", "hugo"):
            settings |= _read(tree, f"{folder}{name}")
    languages = settings.get("languages")
    languages = (languages if isinstance(languages, dict) else {}) | _read(tree, "config/_default/languages")
    return _Config(settings, {str(name): one for name, one in languages.items() if isinstance(one, dict)})


def _read(tree: SiteTree, stem: str) -> dict[str, Any]:
    paths = (f"{stem}.{suffix}" for suffix in _CONFIG_SUFFIXES)
    path = next((path for path in paths if tree.read(path) is not None), "")
    return _document(tree, path) if path else {}


def _document(tree: SiteTree, path: str) -> dict[str, Any]:
    """Return a YAML, JSON or TOML file that holds a mapping; what holds anything else says nothing.

    Raises:
        SiteError: where it can't be read.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 - start-up time
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - start-up time

    yaml = YAML(typ="safe", pure=True)
    yaml.allow_duplicate_keys = True
    try:
        text = (tree.read(path) or b"").decode("utf-8-sig")
        found = tomllib.loads(text) if path.endswith(".toml") else yaml.load(text)
    except (YAMLError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SiteError("can't be read", where=path, remedy="mend it; Hugo can't read it either") from error
    return found if isinstance(found, dict) else {}


def _profile(tree: SiteTree, content: str, owner: Person) -> str:
    """Return the name of the profile that shows the owner's name, the templates' own first; "" where none does."""
    profiles = dict(_profiles(tree, content))
    order = [*(name for name in _USUAL_PROFILES if name in profiles), *sorted(set(profiles) - set(_USUAL_PROFILES))]
    return next((name for name in order if any(map(owner.is_called, profiles[name]))), "")


def _profiles(tree: SiteTree, content: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each profile with the names that it shows; one that can't be read shows none."""
    for path in tree.entries(f"{content}/authors"):
        folder, file = PurePosixPath(path).parent, PurePosixPath(path).name
        if file == "_index.md" and folder.name != "authors":
            yield folder.name, _titles(_front(tree, path))
    for found in sorted((tree.root / "data" / "authors").glob("*.y*ml")):
        path = found.relative_to(tree.root).as_posix()
        yield found.stem, _titles(_safe_document(tree, path))


def _titles(profile: Mapping[str, Any]) -> list[str]:
    name = profile.get("name")
    parts = name if isinstance(name, dict) else {}
    whole = " ".join(str(parts[part]) for part in ("given", "family") if parts.get(part))
    shown = (profile.get("title"), name, parts.get("display"), parts.get("alternate"), whole)
    return [one for one in shown if isinstance(one, str) and one]


def _front(tree: SiteTree, path: str) -> Mapping[str, Any]:
    try:
        front = parse(tree.read(path) or b"", path)
    except SiteError:
        return {}
    return front.values if front else {}


def _safe_document(tree: SiteTree, path: str) -> Mapping[str, Any]:
    try:
        return _document(tree, path)
    except SiteError:
        return {}
