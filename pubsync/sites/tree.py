"""The files of the site, as they stand: read once, kept for the run's preconditions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pubsync.errors import SiteError

_LEFT_ALONE = frozenset({"_site", "node_modules", "vendor", "_pubsync", "build", "public", "dist", "__pycache__"})
_PAGE_SUFFIXES = (".md", ".markdown", ".html", ".htm")
_MARKABLE = (*_PAGE_SUFFIXES, ".xhtml", ".qmd", ".Rmd", ".txt", ".rst", ".org", ".njk", ".liquid", ".astro", ".vue")
"""Texts in which a comment of HTML can stand."""
_LARGEST_PAGE = 5_000_000
_MARK = b"pubsync:"


@dataclass
class SiteTree:
    """Reads files below ``root`` by their path relative to it; a file is read once a run."""

    root: Path
    _contents: dict[str, bytes | None] = field(default_factory=dict)

    def read(self, path: str) -> bytes | None:
        """Return a file's contents, None where there is none.

        Raises:
            SiteError: where it is there and can't be read.
        """
        if path not in self._contents:
            self._contents[path] = self._from_disk(path)
        return self._contents[path]

    def entries(self, folder: str) -> Iterator[str]:
        """Yield the Markdown and HTML files of a collection's folder, in any depth, sorted."""
        top = self.root / folder
        found = [path for path in top.rglob("*") if path.suffix in _PAGE_SUFFIXES and path.is_file()]
        yield from sorted(path.relative_to(self.root).as_posix() for path in found)

    def marked_pages(self) -> Iterator[str]:
        """Yield every page that may hold a marker of ours, sorted."""
        for path in self.pages():
            content = self.read(path)
            if content and _MARK in content:
                yield path

    def pages(self) -> Iterator[str]:
        """Yield every text of the site that may be a page, sorted; built output and hidden folders are none."""
        found = []
        for folder, inner, names in os.walk(self.root):
            inner[:] = sorted(name for name in inner if not name.startswith(".") and name not in _LEFT_ALONE)
            found += [os.path.join(folder, name) for name in names if name.endswith(_MARKABLE)]  # noqa: PTH118 - many paths
        for path in sorted(Path(name).relative_to(self.root).as_posix() for name in found):
            if (self.root / path).stat().st_size <= _LARGEST_PAGE:
                yield path

    def _from_disk(self, path: str) -> bytes | None:
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise SiteError(f"can't be read: {error.strerror}", where=path, remedy="check its permissions") from error
