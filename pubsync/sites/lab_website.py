"""The works of a lab-website-template site (https://github.com/greenelab/lab-website-template).

The template's ``_cite/cite.py`` reads every ``_data/sources*`` file and writes ``_data/citations.yaml``. It asks
Manubot about each entry that has an ``id``, and then lets the entry's own fields prevail; entries of one ``id`` become
one. So entries here have both: all fields, which makes Manubot's answer matter little, and the ``id``, which the page
shows and by which other files' entries meet this one. What Manubot can't resolve fails the template's workflow: with
``ids=False`` nothing is asked, and the page says "[no id info]".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from pubsync.citing.escape import html_text, markdown_text
from pubsync.citing.escape import url as safe_url
from pubsync.citing.languages import name_in_print
from pubsync.frozen import frozen
from pubsync.records.base import Row, Value
from pubsync.records.identifiers import doi_identifier, identifiers_in_url, normal_arxiv
from pubsync.records.names import Name
from pubsync.records.text import plain_form
from pubsync.records.work import Work
from pubsync.sites.contexts import work_links
from pubsync.sites.documents import mappings_in, read_document, text_in
from pubsync.sites.interface import DataFile, Material, Table
from pubsync.sites.tree import SiteTree

ID_FIELD = "pubsync"
"""The key of an entry that names its work; the template passes over it."""
_TYPES: Mapping[str, str] = {
    "article": "preprint",
    "manuscript": "unpublished",
    "book": "book",
    "chapter": "book",
    "dataset": "data",
    "software": "package",
    "webpage": "website",
}
"""Keys of the template's ``_data/types.yaml``, by CSL type; all else is a ``paper``."""
_BUTTONS: Mapping[str, tuple[str, str]] = {
    "pdf": ("paper", "PDF"),
    "code": ("source", "Code"),
    "data": ("data", "Data"),
    "project": ("website", "Website"),
    "slides": ("external", "Slides"),
    "video": ("external", "Video"),
    "poster": ("external", "Poster"),
}
_PAPER = ("doi", "url", "arxiv", "pdf")
_SOURCES = "_data"
_PLAIN_ID = re.compile(r"[^\s<>&\"']+")
"""The page shows an id as it is."""


@frozen()
class LabWebsite:
    """Writes one more of the template's files of sources.

    A work that another of these files names, by identifier or title, is left to that file, whose author chose what it
    says. ``citations.yaml`` is never written: it is the template's own output.
    """

    path: str = "_data/sources.pubsync.yaml"
    ids: bool = True
    """Whether entries have an ``id``, so that Manubot is asked about them."""

    def files(self, material: Material) -> Iterable[DataFile]:
        """Return the file that the output wants; see ``FileWriter``."""
        listed = set(_listed(material.tree, self.path))
        rows = (self._row(work, material) for work in material.works if listed.isdisjoint(_marks_of(work)))
        yield DataFile(path=self.path, format="yaml", tables=(Table(id_field=ID_FIELD, rows=tuple(rows)),))

    def _row(self, work: Work, material: Material) -> Row:
        language = material.language
        links = {link.kind: address for link in work_links(work) if (address := safe_url(link.url))}
        fields: dict[str, Value] = {
            "id": _citekey(work) if self.ids else "",
            "title": _html(work.text("title", language)),
            "authors": _authors(work, material),
            "publisher": _html(work.text("container_title", language) or work.publisher),
            "date": work.issued.first_day().isoformat() if work.issued else "",
            "link": next((links[kind] for kind in _PAPER if kind in links), ""),
            "type": _TYPES.get(work.type, "paper"),
            "description": markdown_text("; ".join(filter(None, (work.award, work.text("note", language))))),
            "buttons": [
                {"type": kind, "text": text, "link": links[name]}
                for name, (kind, text) in _BUTTONS.items()
                if name in links
            ],
            "tags": [_html(label) for label in work.labels],
        }
        return Row(key=work.key, id=work.key, fields=tuple((name, value) for name, value in fields.items() if value))


def _html(text: str) -> str:
    return html_text(" ".join(text.split()))


def _citekey(work: Work) -> str:
    """Return the id by which Manubot knows a work, or ""."""
    ids = (f"{scheme}:{value}" for scheme in ("doi", "arxiv", "pmid") if (value := work.identifier(scheme)))
    return next((identity for identity in ids if _PLAIN_ID.fullmatch(identity)), "")


def _authors(work: Work, material: Material) -> list[Value]:
    """Return the names as Markdown; the template takes a comma for the end of a name."""
    language = material.language
    marks = material.printing("html").marks
    written = (_author(name, language, marks).replace(",", " ") for name in work.authors(language))
    names: list[Value] = [markdown_text(name) for name in written]
    if names and not work.author_complete:
        names.append(str(material.printing("html").labels.get("et_al", "et al.")))
    return names


def _author(name: Name, language: str, marks: Mapping[str, str]) -> str:
    return name_in_print(name, language) + "".join(marks.get(role, "") for role in name.roles)


def _listed(tree: SiteTree, ours: str) -> Iterator[str]:
    """Yield the marks of what the site's other files of sources name."""
    folder = tree.root / _SOURCES
    names = sorted(path.name for path in folder.glob("sources*")) if folder.is_dir() else []
    for path in (f"{_SOURCES}/{name}" for name in names if name.endswith((".yaml", ".yml", ".json"))):
        entries = mappings_in(read_document(tree, path)) if PurePosixPath(path) != PurePosixPath(ours) else []
        for entry in entries:
            yield from _marks(text_in(entry.get("id")), text_in(entry.get("title")))


def _marks(identity: str, title: str) -> Iterator[str]:
    """Yield what an entry is known by: ``doi:10.1371/…``, ``arxiv:…`` or ``pmid:…``, and its title."""
    scheme, _, value = identity.strip().partition(":")
    scheme = scheme.casefold()
    if scheme == "doi":
        yield str(doi_identifier(value))
    elif scheme == "arxiv":
        yield f"arxiv:{normal_arxiv(value)}"
    elif scheme in ("pmid", "pubmed"):
        yield f"pmid:{value.strip()}"
    else:
        yield from map(str, identifiers_in_url(identity))
    if plain_form(title):
        yield f"title:{plain_form(title)}"


def _marks_of(work: Work) -> set[str]:
    return {*map(str, work.identifiers), f"title:{plain_form(work.title)}"}
