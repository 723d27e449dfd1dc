"""The page bundles of a Hugo Blox site (https://github.com/HugoBlox/kit, formerly Wowchemy and Academic).

One folder with an ``index.md`` for each work, talk and course, and a ``cite.bib`` beside a work's. The template's pages
list those sections, so no page needs a change. The body below a work or talk is the person's.

``publishDate`` is not when pubsync ran, which would change every file every night. Works have none, so that Hugo
takes their date; talks and courses have a day well before theirs, without which Hugo hides what is to come.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from posixpath import relpath
from typing import ClassVar

from pubsync.citing.escape import slug
from pubsync.citing.escape import url as safe_url
from pubsync.citing.languages import name_in_print, term_in_print
from pubsync.formats.bibtex_writer import fields_of
from pubsync.frozen import frozen
from pubsync.records.base import Row, Value
from pubsync.records.course import Course
from pubsync.records.dates import PartialDate, parse_date
from pubsync.records.names import Name
from pubsync.records.people import Person
from pubsync.records.talk import Talk
from pubsync.records.work import Work
from pubsync.sites.academicpages import KEY, entry_date, kind_of
from pubsync.sites.contexts import Printing, PublicationContext, links_in_print, work_links
from pubsync.sites.frontmatter import parse
from pubsync.sites.hugo_layout import Layout
from pubsync.sites.hugo_links import link_keys
from pubsync.sites.hugo_text import (
    either_way,
    markdown,
    one_line,
    place_name,
    read_either_way,
    read_place_name,
    term,
)
from pubsync.sites.interface import DataFile, EntryFile, Table, Wanted
from pubsync.sites.taken import taken_paths
from pubsync.sites.tree import SiteTree

_PATCHED_WORK = {"title": "title", "date": "issued", "publication": "container_title"}
_PATCHED_TALK = {"title": "title", "date": "start", "event": "venue", "location": "location"}
_PATCHED_NEWER_TALK = {"title": "title", "event_start": "start", "event_name": "venue", "location": "location"}
_SAFE_PERMALINK = re.compile(r"/(?!/)[\w\-./~%]*")
_FILE_NAME = re.compile(r"(/index)?(\.[a-z]{2,3}(-[A-Za-z]{2,8})?)?\.(md|markdown|html?)$")
"""The end of a path that is no part of its address, with the language that a translation's name bears."""
_ANNOUNCED_BEFORE = 5
"""Years."""
_DATES = frozenset({"date", "event_start"})


@frozen()
class HugoBlox:
    """Plans the page bundles of one Hugo Blox site.

    ``owner`` is whose talks these are, and who is named by their profile where the site has one; None where the site
    is several people's.
    """

    layout: Layout
    printing: Printing
    tree: SiteTree
    owner: Person | None = None
    unpublished: ClassVar[tuple[str, Value]] = ("draft", True)
    """To Hugo ``published`` is a date, and ``published: false`` an error that stops the build."""

    @property
    def folders(self) -> Mapping[str, str]:
        """The folder of each kind of subject that the site shows."""
        return self.layout.folders

    @property
    def patched_by(self) -> Mapping[str, Mapping[str, str]]:
        """Which front matter key is which field of the model; see ``field_value``."""
        talk = _PATCHED_NEWER_TALK if self.layout.is_newer("talk") else _PATCHED_TALK
        return {"work": _PATCHED_WORK, "talk": talk, "course": {"title": "title"}}

    def field_value(self, key: str, text: str) -> str | None:
        """Return the field's value that would be printed as ``text`` under ``key``, None where none would."""
        if key in _DATES:
            date = parse_date(text)
            return text if date and _day(date) == text else None
        return read_place_name(text) if key == "publication" else read_either_way(text)

    def propose_path(self, entry: Work | Talk | Course, taken: Collection[str]) -> str:
        """Return the path for a new entry by its title, in a folder where nothing in ``taken`` stands."""
        section = f"{self.folders[kind_of(entry)]}/"
        stem = slug(entry.title, fallback=entry.key)
        names = taken_paths(taken).names_in(section)
        number = 1
        while (f"{stem}-{number}" if number > 1 else stem) in names:
            number += 1
        return f"{section}{stem}-{number}/index.md" if number > 1 else f"{section}{stem}/index.md"

    def propose_permalink(self, entry: Work | Talk | Course, path: str) -> str:
        """Return the address for a new entry: the source's own, or the file's own, or what Hugo makes of the path."""
        given = "" if isinstance(entry, Work) else entry.permalink
        if given and _SAFE_PERMALINK.fullmatch(given) and ".." not in given:
            return given
        standing = self._standing(path)
        address, name = standing.get("url"), standing.get("slug")
        if isinstance(address, str) and address.startswith("/"):
            return address
        usual = self._address(path)
        if not (isinstance(name, str) and name):
            return usual
        return f"{usual.rstrip('/').rpartition('/')[0]}/{_in_address(name)}/"

    def entry_files(
        self, entry: Work | Talk | Course, *, path: str, permalink: str, redirects: Sequence[str] = ()
    ) -> tuple[Wanted, ...]:
        """Return the files that an entry wants at the path and permalink given to it for life."""
        if kind_of(entry) not in self.folders:
            return ()
        front: dict[str, Value] = {"title": either_way(entry.text("title", self.printing.language))}
        if isinstance(entry, Work):
            front |= self._work_keys(entry)
        elif isinstance(entry, Talk):
            front |= self._talk_keys(entry)
        else:
            front |= self._course_keys(entry)
        if redirects:
            front["aliases"] = [self._alias(redirect, permalink) for redirect in redirects]
        if permalink != self._address(path) and "slug" not in self._standing(path):
            front["url"] = permalink
        kept = {name: value for name, value in front.items() if value not in ("", [], {})} | {KEY: entry.key}
        body = self._course_body(entry) if isinstance(entry, Course) else None
        entry_file = EntryFile(path=path, key=entry.key, front=tuple(kept.items()), body=body)
        return (entry_file, *self._citation(entry, path)) if isinstance(entry, Work) else (entry_file,)

    def _work_keys(self, work: Work) -> dict[str, Value]:
        told = dict(work.extra)
        short = told.get("publication_short") or told.get("abbr", "")
        keys: dict[str, Value] = self._author_keys(work) | {
            "date": _day(work.issued),
            "publication_types": [work.type if work.type in self.printing.labels.get("types", {}) else "manuscript"],
            "publication": self._publication(work),
            "publication_short": place_name(short),
        }
        links = [link for link in work_links(work) if link.kind not in ("doi", "bibtex")]
        if self.layout.is_newer("work"):
            named = {"doi": work.identifier("doi"), "arxiv": work.identifier("arxiv")}
            identifiers: dict[str, Value] = {scheme: one_line(value) for scheme, value in named.items() if value}
            keys["hugoblox"] = {"ids": identifiers} if identifiers else {}
            links = [link for link in links if link.kind != "arxiv"]
        else:
            keys["doi"] = one_line(work.identifier("doi"))
        keys |= {
            "abstract": markdown(work.text("abstract", self.printing.language)),
            "summary": markdown(told.get("summary", "")),
            "tags": _tags((*work.labels, *work.keywords)),
        }
        if work.selected:
            keys["featured"] = True
        return keys | link_keys(links, self.printing, newer=self.layout.is_newer("work"))

    def _talk_keys(self, talk: Talk) -> dict[str, Value]:
        language, newer = self.printing.language, self.layout.is_newer("talk")
        keys: dict[str, Value] = {
            "event_name" if newer else "event": either_way(talk.text("venue", language)),
            "event_url": safe_url(talk.link("url")),
            "location": either_way(talk.text("location", language)),
            "abstract": markdown(talk.text("description", language)),
            "date": _day(talk.start),
            "publishDate": _announced(talk.start),
        }
        end = _day(talk.end) if talk.end != talk.start else ""
        if newer:
            keys |= {"event_start": _day(talk.start), "event_end": end}
        else:
            keys["date_end"] = end
        if talk.start:
            keys["event_all_day" if newer else "all_day"] = True
        if self.owner:
            keys["authors"] = [self.layout.owner or self._printed(self.owner.name_in(language))]
        keys["tags"] = _tags((talk.text("type", language),))
        return keys | link_keys([link for link in talk.links if link.kind != "url"], self.printing, newer=newer)

    def _course_keys(self, course: Course) -> dict[str, Value]:
        """A term begins on no certain day, so none shows; the terms stand in the body."""
        start = entry_date(course)
        keys: dict[str, Value] = {"date": _day(start), "publishDate": _announced(start), "show_date": False}
        return keys if self.layout.is_newer("work") else keys | {"hide_date": True}

    def _author_keys(self, work: Work) -> dict[str, Value]:
        """The authors as printed, and a note for each, "" for none, since the template counts them off."""
        own = [name for name in work.author if self.owner and self.owner.is_named(name)]
        shown: list[str] = []
        notes: list[Value] = []
        for name, other in zip(work.authors(self.printing.language), work.author, strict=True):
            is_owner = len(own) == 1 and other is own[0]  # where it is clear which of them they are
            printed = (self.layout.owner if is_owner else "") or self._printed(name)
            if printed:
                shown.append(printed)
                notes.append(self._note(name))
        if shown and not work.author_complete:
            shown.append(self._author(self.printing.label("et_al")))
            notes.append("")
        return {"authors": list(shown), "author_notes": notes if any(notes) else []}

    def _note(self, name: Name) -> str:
        note = self.printing.label("comma").join(map(self.printing.label, reversed(name.roles)))
        return note[:1].upper() + note[1:]

    def _printed(self, name: Name) -> str:
        return self._author(name_in_print(name, self.printing.language))

    def _author(self, text: str) -> str:
        """The older template shows the pages made of the authors, and older Hugos none for a name like "Jr."."""
        return term(text) if self.layout.is_newer("work") else _tag(text)

    def _publication(self, work: Work) -> str:
        """Where it appeared, and its status and awards; of what appeared nowhere, what it is."""
        language = self.printing.language
        venue = place_name(work.text("container_title", language))
        if not venue:
            comma, publisher = self.printing.label("comma"), work.text("publisher", language)
            venue = comma.join(markdown(part) for part in (work.genre, publisher or work.event_title) if part)
        remarks = [str(PublicationContext(work, self.printing).status_label), markdown(work.award)]
        told = self.printing.label("comma").join(filter(None, remarks))
        return f"{venue} ({told})" if venue and told else venue or told

    def _course_body(self, course: Course) -> str:
        language = self.printing.language
        details = (one for name in ("type", "level", "venue", "location") if (one := course.text(name, language)))
        paragraphs = [
            markdown(self.printing.label("comma").join(dict.fromkeys(details))),
            markdown(self.printing.label("comma").join(term_in_print(one, language) for one in course.terms)),
            markdown(course.text("description", language)),
            " · ".join(f"[{link['label']}]({link['url']})" for link in links_in_print(course.links, self.printing)),
        ]
        return "".join(f"\n{paragraph}\n" for paragraph in paragraphs if paragraph)

    def _citation(self, work: Work, path: str) -> Iterator[DataFile]:
        """The ``cite.bib`` of a bundle; one that a person put there, which names no entry of ours, is left alone."""
        folder, _, name = path.rpartition("/")
        if not name.startswith("index."):
            return
        beside = f"{folder}/cite.bib"
        standing = self.tree.read(beside)
        ours = re.compile(rf"@\s*\w+\s*[{{(]\s*{re.escape(work.key)}\s*,")
        if standing is None or ours.search(standing.decode("utf-8", errors="replace")):
            entry_type, fields = fields_of(work)
            row = Row(key=work.key, id=work.key, type=entry_type, fields=fields)
            yield DataFile(path=beside, format="bibtex", tables=(Table(rows=(row,)),))

    def _address(self, path: str) -> str:
        """The address that Hugo makes of a path (https://gohugo.io/content-management/urls/)."""
        inner = path.removeprefix(f"{self.layout.content}/")
        bundle = _FILE_NAME.sub("", inner)
        return f"{self.layout.prefix}/{'/'.join(map(_in_address, bundle.split('/')))}/"

    def _alias(self, redirect: str, permalink: str) -> str:
        """A former address, in a site of several languages from the page's own: Hugo's versions disagree on others."""
        if not self.layout.prefix:
            return redirect
        return relpath(f"/{redirect.strip('/')}", f"/{permalink.strip('/').rpartition('/')[0]}")

    def _standing(self, path: str) -> Mapping[str, Value]:
        front = parse(self.tree.read(path) or b"", path)
        return front.values if front else {}


def _tags(words: Sequence[str]) -> list[Value]:
    return [*dict.fromkeys(filter(None, map(_tag, words)))]


def _tag(text: str) -> str:
    return term(text).rstrip(". ")


def _in_address(name: str) -> str:
    return re.sub(r"\s+", "-", name.strip()).lower()


def _day(date: PartialDate | None) -> str:
    """Hugo knows only whole days: the first that it may be."""
    return date.first_day().isoformat() if date else ""


def _announced(date: PartialDate | None) -> str:
    """Return a day by which nobody has announced yet what happens on ``date``, so that it is in the past today."""
    return f"{max(date.year - _ANNOUNCED_BEFORE, 1):04d}-01-01" if date else ""
