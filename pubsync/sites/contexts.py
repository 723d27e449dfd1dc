"""Works, talks and courses as templates see them.

Every text is a Markup that is already escaped for the target, HTML or Markdown, so that a template can neither forget
to escape nor do it twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from pubsync.citing.escape import url as safe_url
from pubsync.citing.languages import date_in_print, date_range_in_print, name_in_print, term_in_print
from pubsync.frozen import frozen
from pubsync.records.course import Course
from pubsync.records.identifiers import Link, identifiers_in_url
from pubsync.records.names import Name
from pubsync.records.record import Bibliographic
from pubsync.records.talk import Occasion, Talk
from pubsync.records.text import has_han
from pubsync.records.two_scripts import by_either
from pubsync.records.work import Work

Escape = Callable[[str], str]
_KANA_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
MARKS: Mapping[str, str] = MappingProxyType({"equal": "*", "corresponding": "†"})
"""What follows the name of an author who has a role, where nothing else is asked for."""
LINK_ORDER = ("doi", "url", "arxiv", "pdf", "code", "data", "slides", "video", "poster", "project", "bibtex")
_LINK_PLACES = {kind: place for place, kind in enumerate(LINK_ORDER)}


@frozen()
class Printing:
    """How things are put in print: the language, its labels, the target's escape, and whose name stands out."""

    language: str
    labels: Mapping[str, Any]
    escape: Escape
    is_own: Callable[[Name], bool]
    cite: Callable[[Work], str]
    """A work's citation as safe HTML."""
    page_of: Callable[[Name], str] = lambda _name: ""
    """A co-author's page, "" where the user gave none."""
    marks: Mapping[str, str] = field(default_factory=lambda: MARKS)
    """What follows the name of an author who has a role, by the role."""

    def text(self, text: str) -> Markup:
        """Return a text escaped for the target."""
        return Markup(self.escape(text))  # noqa: S704 - this is where escaping happens

    def label(self, name: str, *, within: str = "") -> str:
        """Return an interface word, or the name itself where there is none."""
        words = self.labels.get(within, {}) if within else self.labels
        return str(words.get(name, name))


@dataclass(frozen=True)
class PublicationContext:
    """A work in print. Attributes are what templates use; see ``docs`` for their meaning."""

    work: Work
    printing: Printing

    @cached_property
    def key(self) -> Markup:
        """The key for life."""
        return self.printing.text(self.work.key)

    @cached_property
    def title(self) -> Markup:
        """The title in the page's language where there is one, else the original."""
        return self.printing.text(self.work.text("title", self.printing.language))

    @cached_property
    def title_language(self) -> str:
        """The language of ``title`` where it differs from the page's, else ""."""
        return foreign_language(self.work.text("title", self.printing.language), self.printing.language)

    @cached_property
    def title_translated(self) -> Markup:
        """The title in the other language, where both are known; else ""."""
        shown = self.work.text("title", self.printing.language)
        others = [one.text for one in self.work.translations if one.field == "title" and one.text != shown]
        if shown != self.work.title:
            others.insert(0, self.work.title)
        return self.printing.text(others[0] if others else "")

    @cached_property
    def authors(self) -> list[dict[str, Any]]:
        """Each author: ``text, own, roles, marks, url``; ``marks`` are the signs of the roles, by role."""
        language, is_own, page_of = self.printing.language, self.printing.is_own, self.printing.page_of
        return [
            {
                "text": self.printing.text(name_in_print(name, language)),
                "own": by_either(name, other, is_own) is not None,
                "roles": list(name.roles),
                "marks": {role: self.printing.text(self.printing.marks.get(role, "")) for role in name.roles},
                "url": address_in_print(page_of(name) or page_of(other)),
            }
            for name, other in zip(self.work.authors(language), self.work.author, strict=True)
        ]

    @cached_property
    def authors_cut(self) -> bool:
        """Whether there are more authors than are known."""
        return bool(self.work.author) and not self.work.author_complete

    @cached_property
    def venue(self) -> Markup:
        """Where it appeared."""
        work = self.work
        return self.printing.text(work.text("container_title", self.printing.language) or work.publisher)

    @cached_property
    def year(self) -> str:
        """The year, or ""."""
        return f"{self.work.issued.year}" if self.work.issued else ""

    @cached_property
    def date(self) -> str:
        """The date in ISO 8601 at its precision, or ""."""
        return str(self.work.issued or "")

    @cached_property
    def details(self) -> Markup:
        """Volume, issue and pages, such as ``139(2), 8630–8639``."""
        work = self.work
        numbers = work.volume + (f"({work.issue})" if work.issue else "")
        pages = re.sub(r"\s*(?:--?|–|(?<=\d)\s*[~～〜∼]\s*(?=\d))\s*", "–", work.page)
        return self.printing.text(", ".join(part for part in (numbers, pages) if part))

    @cached_property
    def type(self) -> str:
        """The CSL type."""
        return re.sub(r"[^a-z-]", "", self.work.type)

    @cached_property
    def type_label(self) -> Markup:
        """The type in words."""
        return self.printing.text(self.printing.label(self.type, within="types")) if self.type else Markup()

    @cached_property
    def links(self) -> list[dict[str, Any]]:
        """Each link: ``kind, label, url``."""
        return links_in_print(work_links(self.work), self.printing)

    @cached_property
    def citations(self) -> int | None:
        """How often it was cited, by the source that counts; None where unknown."""
        return self.work.citations

    @cached_property
    def status_label(self) -> Markup:
        """``Accepted``, ``Under review``, ``Retracted`` … in words, or ""."""
        told = dict(self.work.extra)
        notice = "retracted" if told.get("retracted") == "yes" else "corrected" if told.get("corrected") else ""
        status = notice or self.work.status
        return self.printing.text(self.printing.label(status, within="statuses")) if status else Markup()

    @cached_property
    def award(self) -> Markup:
        """An award, in the person's words."""
        return self.printing.text(self.work.award)

    @cached_property
    def note(self) -> Markup:
        """A note, in the person's words."""
        return self.printing.text(self.work.note)

    @cached_property
    def labels(self) -> list[Markup]:
        """Free labels."""
        return [self.printing.text(label) for label in self.work.labels]

    @cached_property
    def citation_html(self) -> Markup:
        """The whole citation in the configured style, the own name in bold."""
        return Markup(self.printing.cite(self.work))  # noqa: S704 - the citer returns safe HTML


def occasion_context(occasion: Talk | Course, printing: Printing) -> dict[str, Any]:
    """Return what talks and courses have in common in print."""
    language = printing.language
    texts = {name: printing.text(occasion.text(name, language)) for name in ("title", "venue", "location", "role")}
    return texts | {
        "key": printing.text(occasion.key),
        "title_language": foreign_language(occasion.text("title", language), language),
        "type": printing.text(occasion.text("type", language)),
        "description": printing.text(occasion.text("description", language)),
        "date": str(occasion.start or ""),
        "date_label": printing.text(_dates(occasion, language)),
        "links": links_in_print(occasion.links, printing),
    }


def course_context(course: Course, printing: Printing) -> dict[str, Any]:
    """Return a course in print."""
    terms = [term_in_print(term, printing.language) for term in course.terms]
    separator = "、" if printing.language.startswith("zh") else ", "
    return occasion_context(course, printing) | {
        "level": printing.text(course.text("level", printing.language)),
        "terms_label": printing.text(separator.join(terms) or _dates(course, printing.language)),
    }


def work_links(work: Bibliographic) -> tuple[Link, ...]:
    """Return the links to show: the identifiers' own addresses, then the others, each address once."""
    found = [Link("doi", f"https://doi.org/{doi}") for doi in (work.identifier("doi"),) if doi]
    found += [Link("arxiv", f"https://arxiv.org/abs/{arxiv}") for arxiv in (work.identifier("arxiv"),) if arxiv]
    addresses = {link.url.casefold() for link in found}
    for link in work.links:
        if not _same_place(link, work, addresses):
            found.append(link)
            addresses.add(link.url.casefold())
    return tuple(sorted(found, key=lambda link: (_LINK_PLACES.get(link.kind, len(_LINK_PLACES)), link.kind)))


def links_in_print(links: Sequence[Link], printing: Printing) -> list[dict[str, Any]]:
    """Return each link that leads to the web, with its label."""
    return [
        {
            "kind": printing.text(link.kind),
            "label": printing.text(printing.label(link.kind, within="links")),
            "url": address,
        }
        for link in links
        if (address := address_in_print(link.url))
    ]


def address_in_print(address: str) -> Markup:
    """Return an address that leads to the web, ready for an attribute or a Markdown link; "" for any other."""
    safe = safe_url(address)
    return Markup(safe.replace("&", "&amp;").replace('"', "%22"))  # noqa: S704 - percent-encoded by url()


def foreign_language(text: str, language: str) -> str:
    """Return ``zh`` or ``en`` where a text's script is not that of ``language``, else ""."""
    if _KANA_HANGUL.search(text):
        return ""
    found = "zh" if has_han(text) else "en"
    return "" if language.startswith(found) or (found == "en" and not language.startswith("zh")) else found


def _same_place(link: Link, work: Bibliographic, addresses: set[str]) -> bool:
    named = identifiers_in_url(link.url)
    return link.url.casefold() in addresses or bool(named and set(named) <= set(work.identifiers))


def _dates(occasion: Occasion, language: str) -> str:
    if occasion.start and occasion.end:
        return date_range_in_print(occasion.start, occasion.end, language)
    return date_in_print(occasion.start, language) if occasion.start else ""
