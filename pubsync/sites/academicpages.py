"""The entry files of an academicpages site (https://github.com/academicpages/academicpages.github.io).

One file for each work in ``_publications``, each talk in ``_talks`` and each course in ``_teaching``. The template's
pages loop over those collections, so no page needs a change.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from html import unescape
from typing import Any, ClassVar

from pubsync.citing.escape import markdown_text, slug
from pubsync.citing.escape import url as safe_url
from pubsync.citing.languages import term_in_print
from pubsync.frozen import frozen
from pubsync.records.base import Value
from pubsync.records.course import Course
from pubsync.records.dates import PartialDate, parse_date
from pubsync.records.identifiers import Link
from pubsync.records.talk import Talk
from pubsync.records.work import Work
from pubsync.sites.contexts import Printing, PublicationContext, links_in_print, work_links
from pubsync.sites.interface import EntryFile
from pubsync.sites.keptfiles import KeptFiles
from pubsync.sites.taken import taken_paths
from pubsync.views import course_start

FOLDERS = {"work": "_publications", "talk": "_talks", "course": "_teaching"}
_PERMALINK_ROOTS = {"work": "/publication", "talk": "/talks", "course": "/teaching"}
KEY = "pubsync"
"""The front matter key that tells whose file it is, so that a renamed file is found again."""

CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "article-journal": ("manuscripts", "journals", "journal", "articles"),
    "paper-conference": ("conferences", "conference", "proceedings"),
    "book": ("books", "book"),
    "chapter": ("chapters", "chapter", "books", "book"),
    "article": ("preprints", "preprint", "working_papers", "workingpapers"),
    "manuscript": ("preprints", "preprint", "working_papers", "workingpapers"),
    "thesis": ("theses", "thesis", "dissertations"),
    "report": ("reports", "report", "techreports"),
    "patent": ("patents", "patent"),
}
"""Keys of ``publication_category`` that suit a CSL type, best first; the site's own ``_config.yml`` decides."""
_LAST_RESORT = ("manuscripts", "conferences", "books")
PATCHED_BY = {
    "work": {"title": "title", "venue": "container_title", "date": "issued"},
    "talk": {"title": "title", "venue": "venue", "location": "location", "date": "start", "type": "type"},
    "course": {"title": "title", "venue": "venue", "location": "location", "type": "type"},
}
"""Which front matter key is which field of the model, so that a hand edit of the one becomes a patch of the other."""
_SAFE_PERMALINK = re.compile(r"/(?!/)[\w\-./~%]*")


@frozen()
class SiteConfig:
    """What the site's own ``_config.yml`` says that matters here.

    ``categories`` are the keys of ``publication_category`` in file order, None where there is no such block.
    ``future`` is whether Jekyll shows what is dated in the future.
    """

    categories: tuple[str, ...] | None = None
    future: bool = False


@frozen()
class Academicpages:
    """Plans the entry files of one academicpages site; ``kept`` are those that earlier runs made of all the same."""

    config: SiteConfig
    printing: Printing
    kept: KeptFiles = field(default_factory=KeptFiles)
    folders: ClassVar[Mapping[str, str]] = FOLDERS
    patched_by: ClassVar[Mapping[str, Mapping[str, str]]] = PATCHED_BY
    unpublished: ClassVar[tuple[str, Value]] = ("published", False)

    def field_value(self, key: str, text: str) -> str | None:
        """Return the field's value that would be printed as ``text`` under ``key``, None where none would."""
        if key == "date":
            date = parse_date(text)
            return text if date and _day(date) == text else None
        value = unescape(text)
        return value if markdown_text(value) == text else None

    def propose_path(self, entry: Work | Talk | Course, taken: Collection[str]) -> str:
        """Return the path for a new entry: its date and the title shown, unlike any in ``taken`` in whatever case."""
        kind, date = kind_of(entry), entry_date(entry)
        title = entry.text("title", self.printing.language)
        stem = "-".join(part for part in (_day(date), slug(title, fallback=entry.key)) if part)
        known = taken_paths(taken)
        for number in range(1, len(known) + 2):
            path = f"{FOLDERS[kind]}/{stem if number == 1 else f'{stem}-{number}'}.md"
            if path not in known:
                break
        return path

    def propose_permalink(self, entry: Work | Talk | Course, path: str) -> str:
        """Return the permalink for a new entry: the source's own where it gives a safe one, else the file's name."""
        given = "" if isinstance(entry, Work) else entry.permalink
        if given and _SAFE_PERMALINK.fullmatch(given) and ".." not in given:
            return given
        return f"{_PERMALINK_ROOTS[kind_of(entry)]}/{path.rpartition('/')[2].rpartition('.')[0]}"

    def entry_files(
        self, entry: Work | Talk | Course, *, path: str, permalink: str, redirects: Sequence[str] = ()
    ) -> tuple[EntryFile]:
        """Return the one file that an entry wants."""

        def make() -> EntryFile:
            return self.entry_file(entry, path=path, permalink=permalink, redirects=redirects)

        return (self.kept.file(entry, (path, permalink, *redirects), make) if isinstance(entry, Work) else make(),)

    def entry_file(
        self, entry: Work | Talk | Course, *, path: str, permalink: str, redirects: Sequence[str] = ()
    ) -> EntryFile:
        """Return the file that an entry wants, at the path and permalink given to it for life."""
        front: dict[str, Value] = {
            "title": markdown_text(entry.text("title", self.printing.language)),
            "collection": FOLDERS[kind_of(entry)].removeprefix("_"),
        }
        if isinstance(entry, Work):
            front |= self._work_keys(entry)
        elif isinstance(entry, Talk):
            front |= self._occasion_keys(entry, "Talk")
        else:
            front |= self._occasion_keys(entry, "Undergraduate course")
        front["permalink"] = permalink
        date = entry_date(entry)
        if date:
            front["date"] = _day(date)
        if redirects:
            front["redirect_from"] = list(redirects)
        front[KEY] = entry.key
        return EntryFile(path=path, key=entry.key, front=tuple(front.items()), body=self._body(entry))

    def category(self, work: Work) -> str:
        """Return the site's category for a work: "" where the site has none at all."""
        if not self.config.categories:
            return ""
        for wanted in (*CATEGORIES.get(work.type, ()), *_LAST_RESORT):
            if wanted in self.config.categories:
                return wanted
        return self.config.categories[0]

    def lacks_category(self, work: Work) -> bool:
        """Whether the site has categories, but none that suits the work's type."""
        return bool(self.config.categories) and self.category(work) not in CATEGORIES.get(work.type, ())

    def _work_keys(self, work: Work) -> dict[str, Value]:
        keys: dict[str, Value] = {}
        if category := self.category(work):
            keys["category"] = category
        keys["excerpt"] = ""
        keys["venue"] = markdown_text(self._venue(work))
        addresses = {link.kind: link.url for link in work_links(work)}
        paper = next((addresses[kind] for kind in ("pdf", "doi", "url", "arxiv") if kind in addresses), "")
        for key, address in (("paperurl", paper), ("slidesurl", addresses.get("slides", ""))):
            if safe_url(address):
                keys[key] = safe_url(address)
        told = PublicationContext(work, self.printing)
        marks = [f"({told.status_label})"] if told.status_label else []
        marks += [f"<b>{told.award}</b>"] if told.award else []
        keys["citation"] = " ".join([self.printing.cite(work), *marks])
        return keys

    def _venue(self, work: Work) -> str:
        """Where it appeared, else what kind of work it is: the CV shows the citation only where there is a venue."""
        language = self.printing.language
        venue = work.text("container_title", language) or work.text("publisher", language) or work.event_title
        kind = work.type if work.type in self.printing.labels.get("types", {}) else "manuscript"
        return venue or work.genre or self.printing.label(kind, within="types")

    def _occasion_keys(self, occasion: Talk | Course, usual_type: str) -> dict[str, Value]:
        language = self.printing.language
        return {
            "type": markdown_text(occasion.text("type", language)) or usual_type,
            "venue": markdown_text(occasion.text("venue", language)),
            "location": markdown_text(occasion.text("location", language)),
        }

    def _body(self, entry: Work | Talk | Course) -> str:
        language = self.printing.language
        paragraphs = []
        if isinstance(entry, Work):
            paragraphs.append(markdown_text(entry.abstract))
        else:
            paragraphs.append(markdown_text(entry.text("description", language)))
        if isinstance(entry, Course) and entry.terms:
            paragraphs.insert(0, markdown_text(", ".join(term_in_print(term, language) for term in entry.terms)))
        links = work_links(entry) if isinstance(entry, Work) else entry.links
        paragraphs.append(_link_line(links, self.printing))
        return "".join(f"\n{paragraph}\n" for paragraph in paragraphs if paragraph)


def site_config(document: Any) -> SiteConfig:  # noqa: ANN401 - a parsed _config.yml may be anything
    """Return what matters of a parsed ``_config.yml``; a damaged or missing one says nothing."""
    if not isinstance(document, dict):
        return SiteConfig()
    categories = document.get("publication_category")
    keys = tuple(str(key) for key in categories) if isinstance(categories, dict) else None
    return SiteConfig(keys, future=document.get("future") is True)


def entry_date(entry: Work | Talk | Course) -> PartialDate | None:
    """Return the date that an entry is filed under."""
    if isinstance(entry, Work):
        return entry.issued
    return course_start(entry) if isinstance(entry, Course) else entry.start


def _day(date: PartialDate | None) -> str:
    """Jekyll knows only whole days: the first that it may be."""
    return date.first_day().isoformat() if date else ""


def kind_of(entry: Work | Talk | Course) -> str:
    """Return ``work``, ``talk`` or ``course``, as in ``FOLDERS``."""
    if isinstance(entry, Work):
        return "work"
    return "talk" if isinstance(entry, Talk) else "course"


def _link_line(links: Sequence[Link], printing: Printing) -> str:
    return " · ".join(f"[{link['label']}]({link['url']})" for link in links_in_print(links, printing))
