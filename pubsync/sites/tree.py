"""The files of the site, as they stand: read once, kept for the run's preconditions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

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
    _missing: set[str] = field(default_factory=set)
    """Folders that are not there: a first run asks for thousands of files in them."""

    def read(self, path: str) -> bytes | None:
        """Return a file's contents, None where there is none.

        Raises:
            SiteError: where it is there and can't be read.
        """
        if path not in self._contents:
            is_missing = path.rpartition("/")[0] in self._missing
            self._contents[path] = None if is_missing else self._from_disk(path)
        return self._contents[path]

    def entries(self, folder: str) -> Iterator[str]:
        """Yield the Markdown and HTML files of a collection's folder, in any depth, sorted."""
        found = self._below(folder, _PAGE_SUFFIXES, lambda inner: inner)
        yield from sorted(path for path in found if os.path.isfile(self._place(path)))  # noqa: PTH113 - as below

    def marked_pages(self) -> Iterator[str]:
        """Yield every page that may hold a marker of ours, sorted."""
        for path in self.pages():
            content = self.read(path)
            if content and _MARK in content:
                yield path

    def pages(self) -> Iterator[str]:
        """Yield every text of the site that may be a page, sorted; built output and hidden folders are none."""
        for path in sorted(self._below("", _MARKABLE, _entered)):
            if self._size(path) <= _LARGEST_PAGE:
                yield path

    def _below(
        self, folder: str, suffixes: tuple[str, ...], entered: Callable[[list[str]], list[str]]
    ) -> Iterator[str]:
        """Yield what ends in one of ``suffixes`` below a folder, ``entered`` choosing among the folders within it."""
        top = str(self.root / folder).rstrip(os.sep)
        within = PurePosixPath(folder).as_posix().removeprefix(".")
        for place, inner, names in os.walk(top or os.sep):
            inner[:] = entered(inner)
            beyond = place[len(top) :].replace(os.sep, "/").rstrip("/")
            pages = (name for name in names if name.endswith(suffixes) and name not in suffixes)
            yield from (f"{within}{beyond}/{name}".removeprefix("/") for name in pages)

    def _place(self, path: str) -> str:
        return os.path.join(self.root, path)  # noqa: PTH118 - a site has thousands of files, and pathlib takes its time

    def _size(self, path: str) -> int:
        known = self._contents.get(path)
        if known is not None:
            return len(known)
        try:
            return os.stat(self._place(path)).st_size  # noqa: PTH116 - as above
        except OSError:  # a link that leads nowhere; of all else reading tells what is wrong
            return 0

    def _from_disk(self, path: str) -> bytes | None:
        try:
            with open(self._place(path), "rb", buffering=0) as stream:  # noqa: PTH123 - as above
                return stream.read()
        except (FileNotFoundError, NotADirectoryError):
            folder = path.rpartition("/")[0]
            if not os.path.isdir(self._place(folder)):  # noqa: PTH112 - as above
                self._missing.add(folder)
            return None
        except OSError as error:
            raise SiteError(f"can't be read: {error.strerror}", where=path, remedy="check its permissions") from error


def _entered(folders: list[str]) -> list[str]:
    return [name for name in folders if not name.startswith(".") and name not in _LEFT_ALONE]
