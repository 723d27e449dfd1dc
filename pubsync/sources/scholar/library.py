"""scholarly 1.7.11: its parsers, fed by our own guard instead of its navigator.

``AuthorParser`` and ``PublicationParser`` decide what to ask for and read it; the navigator that they are given only
has to answer ``_get_soup(path)``. scholarly's own would sleep, retry for minutes and start a browser.
"""

from __future__ import annotations

import importlib
import logging
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from pubsync.errors import SourceError
from pubsync.sources.scholar.guard import SETUP_REMEDY
from pubsync.sources.scholar.pages import changed_layout, tidied, work_id

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

Ask = Callable[[str], str]
"""Answers a path on Scholar with the text of its page."""

_IMPORTING = threading.Lock()
_BIBTEX_1 = "bibtexparser.bibdatabase"


def list_rows(scholar_id: str, ask: Ask, where: str) -> tuple[dict[str, Any], ...]:
    """Return the rows of a profile, newest first, as scholarly's ``Publication`` dictionaries.

    ``ask`` is asked for the first page, and for the next as long as the button for more is enabled.

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
        filled = parsers.author(_Navigator(ask, where)).fill(author, sections=["publications"], sortby="year")
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


class _Navigator:
    """What scholarly's parsers need of its ``Navigator``."""

    logger = logging.getLogger("scholarly")

    def __init__(self, ask: Ask, where: str) -> None:
        self._ask = ask
        self._where = where

    def _get_soup(self, path: str) -> BeautifulSoup:
        from bs4 import BeautifulSoup  # noqa: PLC0415 - scholarly's own dependency, loaded with it

        page = tidied(self._ask(path), self._where)
        soup = BeautifulSoup(page.replace("\xa0", " "), "lxml")
        for row in soup.find_all("tr", class_="gsc_a_tr"):
            link = row.find("a", class_="gsc_a_at")
            # "There are no articles in this profile." is a row, too; scholarly takes each for a work and stumbles.
            if link is None or not work_id(str(link.get("href", "")), link.text):
                row.decompose()
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
        except ImportError as error:
            what = f"the library scholarly can't be loaded: {error!s:.200}"
            remedy = "install pubsync again; it brings scholarly 1.7.11"
            raise SourceError(what, where=where, remedy=remedy) from error
        except Exception as error:
            # On import it makes HTTP clients of its own, which never ask for anything.
            what = f"the connection can't be set up ({type(error).__name__})"
            raise SourceError(what, where=where, remedy=SETUP_REMEDY) from error


@cache
def _imported() -> SimpleNamespace:
    """Import scholarly where it is first needed: it takes a second and 70 MB."""
    with _without_dotenv(), _with_bibtexparser_1():
        authors = importlib.import_module("scholarly.author_parser")
        publications = importlib.import_module("scholarly.publication_parser")
    return SimpleNamespace(
        author=authors.AuthorParser,
        publication=publications.PublicationParser,
        author_source=authors.AuthorSource,
        publication_source=publications.PublicationSource,
    )


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


@contextmanager
def _without_dotenv() -> Iterator[None]:
    """Keep scholarly from loading the next ``.env`` file into our environment when it is imported."""
    dotenv = importlib.import_module("dotenv")
    load = dotenv.load_dotenv
    dotenv.load_dotenv = lambda *_, **__: False  # type: ignore[attr-defined] # put back below
    try:
        yield
    finally:
        dotenv.load_dotenv = load  # type: ignore[attr-defined] # as it was
