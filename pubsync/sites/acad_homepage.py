"""The citation counts of an AcadHomepage site (https://github.com/RayeRen/acad-homepage.github.io).

Its pages read ``gs_data.json`` and ``gs_data_shieldsio.json`` from the branch ``google-scholar-stats`` while they are
viewed. The theme's workflow ``google_scholar_crawler.yaml`` puts there what its crawler left in
``google_scholar_crawler/results``; with these files in that folder, the crawler's step is no longer needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pubsync.frozen import frozen
from pubsync.records.base import Row, Value
from pubsync.records.work import Work
from pubsync.sites.interface import DataFile, Material, Table
from pubsync.sites.scholar_rows import scholar_rows


@frozen()
class AcadHomepage:
    """Writes the two files once there are counts; what they say of citations changes with ``citations.json`` alone.

    Where a work has several rows on Google Scholar, each is there with the count of all: a page asks for whichever row
    its author typed, and a row that is absent stops the theme's script. The total is not the sum of these.
    """

    folder: str = "google_scholar_crawler/results"

    def files(self, material: Material) -> Iterable[DataFile]:
        """Return the files that the output wants; see ``FileWriter``."""
        if not material.counts.date:
            return
        yield DataFile(path=f"{self.folder}/gs_data.json", format="json", tables=_dump(material))
        badge: dict[str, Value] = {"schemaVersion": 1, "label": "citations", "message": str(_total(material))}
        yield DataFile(path=f"{self.folder}/gs_data_shieldsio.json", format="json", tables=(_keys("", badge),))


def _dump(material: Material) -> tuple[Table, ...]:
    """Return the profile as scholarly's ``Author`` has it, its publications by ``author_pub_id``."""
    counts = material.counts
    profile: dict[str, Value] = {
        "scholar_id": material.scholar_id,
        "name": str(material.owner.name),
        "citedby": _total(material),
        "hindex": counts.h_index,
        "updated": counts.date,
    }
    by_year: dict[str, Value] = {str(year): count for year, count in counts.by_year}
    rows = sorted((row for work in material.works for row in _rows(work, material)), key=lambda row: row.id)
    return (
        _keys("", {name: value for name, value in profile.items() if value not in (None, "")}),
        *((_keys("cites_per_year", by_year),) if by_year else ()),
        Table(place="publications", shape="mapping", rows=tuple(rows)),
    )


def _keys(place: str, fields: dict[str, Value]) -> Table:
    return Table(place=place, shape="fields", rows=(Row(key="", id="", fields=tuple(fields.items())),))


def _total(material: Material) -> int:
    """Return the profile's citations; where the source names no total, those of the works."""
    counts = material.counts
    if counts.citations is not None:
        return counts.citations
    return sum(counts.works.get(work.key, 0) for work in material.works)


def _rows(work: Work, material: Material) -> Iterator[Row]:
    """Yield a work's rows; they stand for themselves (``Row.key`` is ""), since a work may have several."""
    bib: dict[str, Value] = {
        "title": work.title,
        "pub_year": str(work.issued.year) if work.issued else "",
        "author": " and ".join(map(str, work.author)),
        "venue": work.container_title,
    }
    told: Value = {name: value for name, value in bib.items() if value}
    count = material.counts.works.get(work.key, 0)
    for row in scholar_rows(work, material.scholar_id):
        yield Row(key="", id=row, fields=(("bib", told), ("author_pub_id", row), ("num_citations", count)))
