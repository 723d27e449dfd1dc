"""The files of a site, looked over once: which there are, and what its generator's own configuration says."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pubsync.errors import SiteError
from pubsync.sites.documents import read_document
from pubsync.sites.frontmatter import parse
from pubsync.sites.tree import SiteTree

PAGE_SUFFIXES = (".md", ".markdown", ".html", ".htm")
LARGEST_PAGE = 3_000_000
"""Bytes; a homepage has a hundredth of it."""
MOST_FILES = 50_000
"""A site has some hundreds; what lies beyond is not looked at."""
JEKYLL_CONFIGS = ("_config.yml", "_config.yaml", "_config.toml")
HUGO_CONFIGS = tuple(
    f"{folder}{name}.{suffix}"
    for folder in ("config/_default/", "")
    for name in ("hugo", "config")
    for suffix in ("yaml", "yml", "toml", "json")
)
_LEFT_ALONE = frozenset(
    {"_site", "_pubsync", "node_modules", "vendor", "__pycache__", "build", "public", "dist", "resources", "themes"}
    | {"bower_components", "site-packages", "exampleSite"}
)
_ENTERED_THOUGH_HIDDEN = frozenset({".github", "workflows"})
_MOST_VALUES = 20_000


@dataclass
class Survey:
    """A site as ``init`` and ``doctor`` look at it; a file is read once, and nothing is written."""

    tree: SiteTree
    _fronts: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The site's files by their path, sorted; built output, hidden folders and other people's code are not."""
        return tuple(sorted(self._walk()))

    def _walk(self) -> Iterator[str]:
        left = MOST_FILES
        for folder, inner, names in os.walk(self.tree.root):
            inner[:] = sorted(name for name in inner if _is_entered(name))
            below = Path(folder).relative_to(self.tree.root).as_posix()
            prefix = "" if below == "." else f"{below}/"
            yield from (f"{prefix}{name}" for name in names[:left])
            left -= len(names)
            if left <= 0:
                return

    def has_file(self, path: str) -> bool:
        """Whether there is such a file."""
        return path in self._all

    def has_folder(self, path: str) -> bool:
        """Whether there is such a folder with files in it."""
        return any(one.startswith(f"{path}/") for one in self.paths)

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(self.paths)

    def under(self, *folders: str, suffixes: tuple[str, ...] = PAGE_SUFFIXES) -> list[str]:
        """Return the files in these folders, in any depth, that end so."""
        return [
            path
            for path in self.paths
            if path.startswith(tuple(f"{one}/" for one in folders)) and path.endswith(suffixes)
        ]

    def text(self, path: str) -> str:
        """Return a file's text, "" where there is none, or one that is too large or can't be read."""
        place = self.tree.root / path
        try:
            if not place.is_file() or place.stat().st_size > LARGEST_PAGE:
                return ""
            return (self.tree.read(path) or b"").decode("utf-8-sig", errors="replace")
        except (OSError, SiteError):
            return ""

    def document(self, path: str) -> Mapping[str, Any]:
        """Return the mapping that a YAML, JSON or TOML file holds, an empty one where it holds none."""
        if not self.text(path):
            return {}
        return _mapping(_toml(self.text(path)) if path.endswith(".toml") else read_document(self.tree, path))

    def front(self, path: str) -> Mapping[str, Any]:
        """Return the front matter of a page, empty where it has none that can be read."""
        if path not in self._fronts:
            self._fronts[path] = self._read_front(path)
        return self._fronts[path]

    def _read_front(self, path: str) -> Mapping[str, Any]:
        if not self.text(path):
            return {}
        try:
            front = parse(self.tree.read(path) or b"", path)
        except SiteError:
            return {}
        return front.values if front else {}

    @cached_property
    def config_path(self) -> str:
        """Where the generator's main configuration stands, "" where there is none."""
        return next(
            (path for path in (*JEKYLL_CONFIGS, *HUGO_CONFIGS) if path in self._all and self._is_config(path)), ""
        )

    def _is_config(self, path: str) -> bool:
        """A ``config.json`` may be anybody's; Hugo's names the site."""
        if path in JEKYLL_CONFIGS or "hugo." in path or path.startswith("config/_default/"):
            return True
        return any(name.casefold() in ("baseurl", "theme", "languagecode", "module") for name in self.document(path))

    @cached_property
    def config(self) -> Mapping[str, Any]:
        """What the generator's main configuration says, empty where it can't be read."""
        return self.document(self.config_path) if self.config_path else {}

    @property
    def engine(self) -> str:
        """``jekyll``, ``hugo``, or "" for pages that no known generator makes."""
        if not self.config_path:
            return ""
        return "jekyll" if self.config_path in JEKYLL_CONFIGS else "hugo"

    def where(self, path: str, text: str, key: str = "", *, below: str = "") -> str:
        """Return where a text stands, as ``FILE:LINE``, or ``FILE`` where it stands in no line but comments.

        It is the first line that names ``key`` besides, else the first; ``below`` is a key that stands before it.
        """
        lines = self.text(path).splitlines()
        start = next((number for number, line in enumerate(lines) if below and line.lstrip().startswith(below)), 0)
        found = [
            (number, line)
            for number, line in enumerate(lines, start=1)
            if number > start and text and text in line and not line.lstrip().startswith("#")
        ]
        named = [number for number, line in found if key and re.match(rf"\s*-?\s*\w*{re.escape(key)}\s*:", line)]
        at = next(iter((*named, *(number for number, _ in found))), 0)
        return f"{path}:{at}" if at else path


def _is_entered(name: str) -> bool:
    return name not in _LEFT_ALONE and (not name.startswith(".") or name in _ENTERED_THOUGH_HIDDEN)


def _toml(text: str) -> object:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _mapping(document: object) -> Mapping[str, Any]:
    return {str(name): value for name, value in document.items()} if isinstance(document, dict) else {}


def nested(document: Mapping[str, Any], *names: str) -> Any:  # noqa: ANN401 - a document may hold anything
    """Return what stands under these keys, one within the other, in any letters' case; None where nothing does."""
    value: Any = document
    for name in names:
        if not isinstance(value, Mapping):
            return None
        value = next((inner for key, inner in value.items() if str(key).casefold() == name.casefold()), None)
    return value


def texts_of(document: object) -> Iterator[tuple[str, str]]:
    """Yield each text and number of a document with the key that it stands under; an alias is gone into once."""
    waiting: list[tuple[str, object]] = [("", document)]
    seen: set[int] = set()
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        key, value = waiting.pop()
        if isinstance(value, str | int) and not isinstance(value, bool):
            yield key, str(value)
        elif isinstance(value, Mapping | list) and id(value) not in seen:
            seen.add(id(value))
            waiting += reversed(list(_members(key, value)))


def _members(key: str, value: Mapping[Any, Any] | list[Any]) -> Iterable[tuple[str, object]]:
    if isinstance(value, Mapping):
        return [(str(name), inner) for name, inner in value.items()]
    return [(key, inner) for inner in value]


def plain_key(name: str) -> str:
    """Return a key without what people write between its words: ``google-scholar`` as ``googlescholar``."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())
