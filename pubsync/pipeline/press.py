"""What puts works in print for one site: citers, labels and renderers, by language, made once a run."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Self

from pubsync.citing.citations import Citation, Citer
from pubsync.citing.escape import html_attribute, liquid_safe, markdown_safe, markdown_text
from pubsync.citing.escape import url as safe_url
from pubsync.citing.styles import find_style
from pubsync.keeping import Shelf, key_of, made_by
from pubsync.records.course import Course
from pubsync.records.names import Name
from pubsync.records.people import Person, finder, person
from pubsync.records.talk import Talk
from pubsync.records.work import Work
from pubsync.resources import resource_folder
from pubsync.settings import Publications, Settings
from pubsync.sites.contexts import Printing
from pubsync.sites.labels import load_labels
from pubsync.sites.render import Renderer
from pubsync.state import cache_folder
from pubsync.views import Member

_MOST_OF_TEMPLATES = 5_000_000
"""Bytes: who names a folder with more than templates as theirs has their entries rendered anew each time."""


@dataclass
class Press:
    """Printings and renderers for the languages, people and styles that the outputs and regions ask for."""

    settings: Settings
    members: Sequence[Member]
    root: Path
    _printings: dict[tuple[str, str, str, str], Printing] = field(default_factory=dict)
    _shelves: dict[tuple[str, ...], Shelf] = field(default_factory=dict)

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """Where templates are looked for, the user's own first."""
        own = (self.root / self.settings.templates,) if self.settings.templates else ()
        return (*own, resource_folder("templates"))

    @property
    def _own_labels(self) -> Path | None:
        return self.folders[0] / "labels" if self.settings.templates else None

    @cached_property
    def _names(self) -> _Names:
        coauthors = tuple((person(name), url) for name, url in self.settings.coauthors.items())
        return _Names(self.members, coauthors)

    @cached_property
    def _citations(self) -> _Citations:
        return _Citations(self.root, self.settings.publications, self._names)

    def printing(self, language: str, target: str, style: str = "", whose: str = "") -> Printing:
        """Return how to print.

        Args:
            language: a BCP 47 tag.
            target: ``html``, ``md`` (a Markdown page) or ``front`` (front matter).
            style: a CSL style, by default the site's.
            whose: the id of the person whose name stands out, by default everyone's of the site.
        """
        style = style or self.settings.publications.style
        known = (language, target, style, whose)
        if known not in self._printings:
            self._printings[known] = Printing(
                language=language,
                labels=load_labels(self.folders[-1] / "labels", language, own=self._own_labels),
                escape=_html if target == "html" else markdown_text,
                is_own=self.is_own(whose),
                cite=self._citations.cite(language, target, style, whose),
                page_of=self._names.page_of,
                marks=self.settings.publications.marks.signs,
            )
        return self._printings[known]

    def made_from(self, language: str, whose: str = "") -> str:
        """Return a text for all that a work in front matter depends on besides the work, in the site's style.

        Raises:
            SettingsError: where there is no such style, or none that can be read.
        """
        publications = self.settings.publications
        return key_of(
            made_by("citeproc", "lxml", "markupsafe"),
            *(language, whose, publications.highlight, *publications.marks.signs.values()),
            repr(self.printing(language, "front", whose=whose).labels),
            find_style(publications.style).read_bytes(),
            repr([(one.id, one.person) for one in self.members]),
            repr(tuple(self.settings.coauthors.items())),
        ).hex()

    def renderer(self, printing: Printing, family: str, suffix: str, level: int = 3) -> Renderer:
        """Return a renderer of a template family for ``html`` or ``md``, with headings of a level."""
        if suffix == "md" or not self._templates:  # a line of Markdown is rendered as quickly as looked up
            return Renderer(printing, self.folders, family, suffix, level)
        name = (printing.language, family, suffix, str(level))
        if name not in self._shelves:
            self._shelves[name] = Shelf(cache_folder(), "entries", str(self.root), *name)
        renderer = _KeptRenderer(printing, self.folders, family, suffix, level)
        return renderer.keeping(self._shelves[name], self._templates)

    @cached_property
    def _templates(self) -> str:
        """What all templates hold today, since each may include any other; "" where that can't be told cheaply."""
        found = [made_by("jinja2", "markupsafe")]
        room = _MOST_OF_TEMPLATES
        for top in self.folders:
            for folder, inner, names in os.walk(top):
                inner.sort()
                paths = [Path(folder, name) for name in sorted(names)]
                room -= sum(path.stat().st_size for path in paths if path.is_file())
                if room < 0 or any(Path(folder, name).is_symlink() for name in inner):
                    return ""
                found += [f"{path}\n{key_of(path.read_bytes()).hex()}" for path in paths if path.is_file()]
        return key_of(*found).hex()

    def is_own(self, whose: str) -> Callable[[Name], bool]:
        """Return what tells whether a name is one person's, by their id; "" for anyone's of the site."""
        return self._names.is_own(whose)


class _KeptRenderer(Renderer):
    """Renders works as ``Renderer`` does; one that it rendered in an earlier run is not rendered again."""

    _shelf = Shelf(None)
    _program = ""

    def keeping(self, shelf: Shelf, templates: str) -> Self:
        """Take from a shelf what earlier runs rendered with the same templates, and leave there what this one does."""
        labels = json.dumps(self.printing.labels, sort_keys=True, default=str)
        marks = repr(sorted(self.printing.marks.items()))
        self._shelf, self._program = shelf, key_of(templates, self.printing.language, labels, marks).hex()
        return self

    def entry(self, section: str, entry: Work | Talk | Course) -> str:
        """Return one entry's text."""
        if not isinstance(entry, Work):
            return super().entry(section, entry)
        printing = self.printing
        names = dict.fromkeys((*entry.author, *entry.authors(printing.language)))
        people = [f"{printing.is_own(name)} {printing.page_of(name)}" for name in names]
        key = key_of(self._program, section, repr(entry), printing.cite(entry), *people)
        kept = self._shelf.find(key)
        if kept is not None:
            return kept.decode("utf-8", "surrogatepass")
        text = super().entry(section, entry)
        self._shelf.add(key, text.encode("utf-8", "surrogatepass"))
        return text


@dataclass
class _Names:
    """Whose names stand out, and which lead to a page; a name is looked at once, however many works bear it."""

    members: Sequence[Member]
    coauthors: Sequence[tuple[Person, str]]
    """The co-authors whose pages the user gave."""
    _own: dict[str, Callable[[Name], bool]] = field(default_factory=dict)
    _pages: dict[Name, str] = field(default_factory=dict)

    def is_own(self, whose: str) -> Callable[[Name], bool]:
        """See ``Press.is_own``."""
        if whose not in self._own:
            people = finder([one.person for one in self.members if whose in ("", one.id)])
            self._own[whose] = cache(lambda name: bool(people(name)))
        return self._own[whose]

    def page_of(self, name: Name) -> str:
        """Return the page of a co-author, "" where the user gave none."""
        if name not in self._pages:
            found = (safe_url(url) for one, url in self.coauthors if one.is_named(name))
            self._pages[name] = next(found, "")
        return self._pages[name]


@dataclass
class _Citations:
    """The citers of one site, made with the first citation that asks for one, and what they printed in this run."""

    root: Path
    publications: Publications
    names: _Names
    _citers: dict[tuple[str, str], Citer] = field(default_factory=dict)
    _cited: dict[tuple[str, str, str], Citation] = field(default_factory=dict)

    def cite(self, language: str, target: str, style: str, whose: str) -> Callable[[Work], str]:
        """Return what cites works; see ``Press.printing``."""
        is_own = self.names.is_own(whose)

        def cite(work: Work) -> str:
            known = (work.key, language, style)
            if known not in self._cited:
                self._cited[known] = self._citer(language, style).cite(work, work.key)
            cited = self._cited[known].html(is_own)
            return liquid_safe(cited) if target == "html" else markdown_safe(cited)

        return cite

    def _citer(self, language: str, style: str) -> Citer:
        known = (language, style)
        if known not in self._citers:
            shelf = Shelf(cache_folder(), "citations", str(self.root), *known)
            anyone, page_of = self.names.is_own(""), self.names.page_of
            marks, highlight = self.publications.marks.signs, self.publications.highlight
            self._citers[known] = Citer(style, language, anyone, highlight, marks, page_of).keeping(shelf)
        return self._citers[known]


def _html(text: str) -> str:
    """A page of HTML may have front matter, and then runs Liquid, or Hugo's shortcodes."""
    return liquid_safe(html_attribute(text))
