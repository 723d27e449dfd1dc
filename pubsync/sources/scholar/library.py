"""scholarly 1.7.11: its parsers, fed by our own guard instead of its navigator.

``AuthorParser`` and ``PublicationParser`` decide what to ask for and read it; the navigator that they are given only
has to answer ``_get_soup(path)``. scholarly's own would sleep, retry for minutes and start a browser; it is not even
loaded.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from pubsync.errors import SourceError
from pubsync.sources.scholar.pages import MOST_ELEMENTS, changed_layout, plain_count, tidied, work_id

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

Ask = Callable[[str], str]
"""Answers a path on Scholar with the text of its page."""

NO_MORE = '<button id="gsc_bpf_more" disabled></button>'
"""A page at which the reading of a list ends."""
_IMPORTING = threading.Lock()
_PACKAGE = "scholarly"
_BIBTEX_1 = "bibtexparser.bibdatabase"


def list_rows(scholar_id: str, ask: Ask, where: str, most_elements: int = MOST_ELEMENTS) -> tuple[dict[str, Any], ...]:
    """Return the rows of a profile, newest first, as scholarly's ``Publication`` dictionaries.

    ``ask`` is asked for the first page, and for the next as long as the button for more is enabled. Counts are read
    in the number formats of all languages.

    Raises:
        SourceError: as raised by ``ask``, or where scholarly can't read a page.
    """
    parsers = _parsers(where)
    author = {
        "container_type": "Author",
        "scholar_id": scholar_id,
        "source": parsers.author_source.AUTHOR_PROFILE_PAGE,
        "filled": [],
    }
    with _layout_errors(where):
        navigator = _Navigator(ask, where, most_elements)
        filled = parsers.author(navigator).fill(author, sections=["publications"], sortby="year")
        return tuple(filled["publications"])


def read_work(author_pub_id: str, ask: Ask, where: str) -> Mapping[str, Any]:
    """Return a work as its own page tells it: ``bib`` and, where it links the work, ``pub_url``.

    Raises:
        SourceError: as ``list_rows``.
    """
    parsers = _parsers(where)
    publication = {
        "container_type": "Publication",
        "source": parsers.publication_source.AUTHOR_PUBLICATION_ENTRY,
        "author_pub_id": author_pub_id,
        "bib": {},
        "filled": False,
    }
    with _layout_errors(where):
        filled: Mapping[str, Any] = parsers.publication(_Navigator(ask, where)).fill(publication)
        return filled


# What scholarly has to say goes to nobody: it may hold text of the page.
logging.getLogger("scholarly").addHandler(logging.NullHandler())


class _Navigator:
    """What scholarly's parsers need of its ``Navigator``."""

    logger = logging.getLogger("scholarly")

    def __init__(self, ask: Ask, where: str, most_elements: int = MOST_ELEMENTS) -> None:
        self._ask = ask
        self._where = where
        self._most_elements = most_elements

    def _get_soup(self, path: str) -> BeautifulSoup:
        from bs4 import BeautifulSoup  # noqa: PLC0415 - scholarly's own dependency, loaded with it

        page = tidied(self._ask(path), self._where, self._most_elements)
        soup = BeautifulSoup(page.replace("\xa0", " "), "lxml")
        seen = {""}
        for row in soup.find_all("tr", class_="gsc_a_tr"):
            if row.find_parent("tr", class_="gsc_a_tr"):
                raise changed_layout("one of its rows stands within another", self._where)
            link = row.find("a", class_="gsc_a_at")
            work = "" if link is None else work_id(str(link.get("href", "")), link.text)
            # "There are no articles in this profile." is a row, too; scholarly takes each for a work and stumbles.
            if work in seen:
                row.decompose()
                continue
            seen.add(work)
            for cited in row.find_all(class_="gsc_a_ac"):
                count = plain_count(cited.text)
                cited.string = cited.text if count is None else str(count)
        return soup


@contextmanager
def _layout_errors(where: str) -> Iterator[None]:
    try:
        yield
    except SourceError:
        raise
    except Exception as error:
        told = f"scholarly stumbles over it ({type(error).__name__})"
        raise changed_layout(told, where) from error


def _parsers(where: str) -> SimpleNamespace:
    with _IMPORTING:
        try:
            return _imported()
        except Exception as error:
            what = f"the library scholarly can't be loaded: {error!s:.200}"
            remedy = "install pubsync again; it brings scholarly 1.7.11"
            raise SourceError(what, where=where, remedy=remedy) from error


@cache
def _imported() -> SimpleNamespace:
    """Import scholarly's parsers where they are first needed."""
    with _bare_package(), _with_bibtexparser_1():
        authors = importlib.import_module("scholarly.author_parser")
        publications = importlib.import_module("scholarly.publication_parser")
    return SimpleNamespace(
        author=authors.AuthorParser,
        publication=publications.PublicationParser,
        author_source=authors.AuthorSource,
        publication_source=publications.PublicationSource,
    )


@contextmanager
def _bare_package() -> Iterator[None]:
    """Let the parsers be imported without the package's own ``__init__``, and leave no trace of it.

    That would load a browser's driver and the next ``.env`` file, and make HTTP clients that fail for proxies which
    nobody asks: a second and 50 MB for what is never used here.
    """
    if _PACKAGE in sys.modules:
        yield
        return
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or found.submodule_search_locations is None:
        raise ModuleNotFoundError(f"No module named {_PACKAGE!r}")
    package = ModuleType(_PACKAGE)
    package.__path__ = list(found.submodule_search_locations)
    sys.modules[_PACKAGE] = package
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == _PACKAGE]:
            del sys.modules[name]


@contextmanager
def _with_bibtexparser_1() -> Iterator[None]:
    """Stand in for a module of bibtexparser 1, which scholarly imports and needs for other pages than ours."""
    stand_in = ModuleType(_BIBTEX_1)
    stand_in.BibDatabase = type("BibDatabase", (), {})  # type: ignore[attr-defined] # a module made by hand
    sys.modules[_BIBTEX_1] = stand_in
    try:
        yield
    finally:
        del sys.modules[_BIBTEX_1]
