"""What puts works in print for one site: citers, labels and renderers, by language, made once a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from pubsync.citing.citations import Citer
from pubsync.citing.escape import html_attribute, markdown_safe, markdown_text
from pubsync.records.names import Name
from pubsync.records.people import Person, person
from pubsync.records.work import Work
from pubsync.resources import resource_folder
from pubsync.settings import Settings
from pubsync.sites.contexts import Printing
from pubsync.sites.labels import load_labels
from pubsync.sites.render import Renderer


@dataclass
class Press:
    """Printings and renderers for the languages that the outputs and regions ask for."""

    settings: Settings
    _citers: dict[tuple[str, str], Citer] = field(default_factory=dict)
    _printings: dict[tuple[str, str, str], Printing] = field(default_factory=dict)
    _cited: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @cached_property
    def owner(self) -> Person:
        """Whose page it is."""
        return person(self.settings.person.name, self.settings.person.aliases)

    def is_own(self, name: Name) -> bool:
        """Whether a name is the owner's, under any alias."""
        return self.owner.is_named(name)

    def printing(self, language: str, target: str, style: str = "") -> Printing:
        """Return how to print for ``target``: ``html``, ``md`` (a Markdown page) or ``front`` (front matter)."""
        style = style or self.settings.publications.style
        known = (language, target, style)
        if known not in self._printings:
            self._printings[known] = Printing(
                language=language,
                labels=load_labels(resource_folder("templates") / "labels", language),
                escape=html_attribute if target == "html" else markdown_text,
                is_own=self.is_own,
                cite=self._cite(language, target, style),
            )
        return self._printings[known]

    def renderer(self, language: str, family: str, suffix: str, style: str = "") -> Renderer:
        """Return a renderer of a template family for ``html`` or ``md``."""
        return Renderer(self.printing(language, suffix, style), [resource_folder("templates")], family, suffix)

    def _cite(self, language: str, target: str, style: str) -> Callable[[Work], str]:
        def cite(work: Work) -> str:
            known = (work.key, language, style)
            if known not in self._cited:
                self._cited[known] = self._citer(language, style).html(work, work.key)
            cited = self._cited[known]
            return cited if target == "html" else markdown_safe(cited)

        return cite

    def _citer(self, language: str, style: str) -> Citer:
        if (language, style) not in self._citers:
            highlight = self.settings.publications.highlight
            self._citers[(language, style)] = Citer(style, language, self.is_own, highlight)
        return self._citers[(language, style)]
