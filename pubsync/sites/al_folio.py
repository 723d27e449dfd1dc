"""The files of an al-folio site: its bibliography, and the citation counts that its badges show.

https://github.com/alshedivat/al-folio: jekyll-scholar lists ``_bibliography/papers.bib``, whose entries have fields of
the theme's own; the badge of Google Scholar takes its number from ``_data/citations.yml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pubsync.citing.escape import html_text
from pubsync.frozen import frozen
from pubsync.records.base import FileBase, Row
from pubsync.records.work import Work
from pubsync.sites.al_folio_fields import al_folio_fields, missing
from pubsync.sites.bib_rows import row_ids, standing_entries
from pubsync.sites.interface import DataFile, Material, Table
from pubsync.sites.scholar_rows import scholar_rows
from pubsync.sites.tree import SiteTree

HEAD = "---\n---\n"
"""What jekyll-scholar's files of al-folio begin with."""
_LAYOUTS = ("_layouts/bib.liquid", "_layouts/bib.html")


@frozen()
class AlFolio:
    """Writes the bibliography, and the counts once there are any.

    An entry of the person's that shows a work keeps its key, its type and its fields; fields that it lacks are added.
    A work of several rows on Google Scholar has one of them here, with the counts of all: pages of al-folio sites add
    up what stands in ``citations``, and the badge looks for the row that the entry names.
    """

    path: str = "_bibliography/papers.bib"
    citations: str = "_data/citations.yml"
    source: str = ""
    """The name of the source that reads ``path``, by default ``bibtex:`` and the path."""

    def files(self, material: Material) -> Iterable[DataFile]:
        """Return the files that the output wants; see ``FileWriter``."""
        yield DataFile(path=self.path, format="bibtex", tables=(Table(rows=tuple(self._rows(material))),), head=HEAD)
        if material.counts.date:
            yield DataFile(path=self.citations, format="yaml", tables=_citation_tables(material))

    def _rows(self, material: Material) -> Iterator[Row]:
        standing = standing_entries(material.tree.read(self.path), self.path)
        known = material.known_ids(self.path)
        source = self.source or f"bibtex:{self.path}"
        ids = row_ids(material.works, known=known, standing=standing, source=source)
        ours, made = _written(material.bases.get(self.path))
        doi_button, marks = _links_dois(material.tree), material.printing("html").marks
        for work in material.works:
            if work.key not in ids:
                continue
            identity = ids[work.key]
            entry = standing.get(identity)
            theirs = entry.entry_type if entry and identity not in made else ""
            row = scholar_row(work, material.scholar_id)
            entry_type, fields = al_folio_fields(work, theirs, row, marks=marks, doi_button=doi_button)
            if theirs:  # which buttons an entry of theirs has is theirs to say
                fields.pop("bibtex_show", None)
            said = entry.fields.keys() - ours.get(identity, frozenset()) if entry else frozenset()
            yield Row(key=work.key, id=identity, fields=tuple(missing(fields, said)), type=entry_type)


def scholar_row(work: Work, scholar_id: str) -> str:
    """Return the row on Google Scholar by which the site names a work: the person's choice, else the first, else ""."""
    rows = scholar_rows(work, scholar_id)
    named = dict(work.extra).get("google_scholar_id", "")
    return next((row for row in rows if named and row.endswith(f":{named}")), rows[0] if rows else "")


def _written(base: FileBase | None) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Return the names of the fields that pubsync wrote, by row, and the rows that it made."""
    tables = [table for table in base.tables if not table.place] if base else []
    ours = {row.id: frozenset(name for name, _ in row.fields) for table in tables for row in table.rows}
    return ours, frozenset(identity for table in tables for identity in table.made)


def _links_dois(tree: SiteTree) -> bool:
    """Whether the theme links DOIs: it does since 2024, and older sites have their layout in the repository."""
    layouts = [content for path in _LAYOUTS if (content := tree.read(path)) is not None]
    return not layouts or any(b"doi.org/" in content for content in layouts)


def _citation_tables(material: Material) -> tuple[Table, ...]:
    """Return the counts, a mapping by the ids of rows on Google Scholar, which stand for no work by themselves."""
    updated = Row(key="", id="", fields=(("last_updated", material.counts.date),))
    papers = []
    for work in material.works:
        row = scholar_row(work, material.scholar_id)
        if row:
            title = html_text(" ".join(work.title.split()))
            year = (("year", str(work.issued.year)),) if work.issued else ()
            count = material.counts.works.get(work.key, 0)
            papers.append(Row(key="", id=row, fields=(("citations", count), ("title", title), *year)))
    papers.sort(key=lambda paper: paper.id)
    return (
        Table(place="metadata", shape="fields", rows=(updated,)),
        Table(place="papers", shape="mapping", rows=tuple(papers)),
    )
