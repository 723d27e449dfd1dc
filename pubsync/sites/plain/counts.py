"""The numbers that a biography quotes, as a data file for templates (in Jekyll ``site.data.pubsync.publications``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from pubsync.frozen import frozen
from pubsync.records.base import FileBase, Row, Value
from pubsync.sites.interface import DataFile, Material, Table
from pubsync.views.count_question import CountQuestion
from pubsync.views.counting import Basis, count

_NAMES = {
    "publications": "publications",
    "first_author": "first_author",
    "first_or_corresponding": "first_or_corresponding",
    "citations": "citations",
    "h_index": "h_index",
    "talks": "talks",
    "courses": "teaching",
}
"""Keys of the file with what they count, as in ``<!-- pubsync:count … -->``."""


@frozen()
class CountsFile:
    """Writes each number of which pubsync is certain; one that is not stays as it was last written, or away.

    ``partial`` holds the sections (``publications``, ``talks``, ``teaching``) whose lists are known not to be whole.
    """

    path: str = "_data/pubsync.yml"
    partial: Collection[str] = ()

    def files(self, material: Material) -> Iterable[DataFile]:
        """Return the file that the output wants; see ``FileWriter``."""
        before = material.bases.get(self.path)
        basis = Basis(
            works=material.works,
            talks=material.talks,
            courses=material.courses,
            is_own=material.printing("html").is_own,
            counts=material.counts,
            partial=self.partial,
        )
        certain = {name: count(CountQuestion(name=asked), basis).number for name, asked in _NAMES.items()}
        years = (str(work.issued.year) for work in material.works if work.issued)
        types = (work.type for work in material.works if work.type)
        tables = (
            _table("", {name: number for name, number in certain.items() if number is not None}, before, _NAMES),
            self._parts("by_type", types, before),
            self._parts("by_year", years, before),
        )
        yield DataFile(path=self.path, format="yaml", tables=tables)

    def _parts(self, place: str, kinds: Iterable[str], before: FileBase | None) -> Table:
        if "publications" in self.partial:
            return _table(place, {}, before)
        return _table(place, dict(sorted(Counter(kinds).items())), None)


def _table(place: str, numbers: Mapping[str, int], before: FileBase | None, order: Iterable[str] = ()) -> Table:
    """Return the numbers, and those last written where they are not known now."""
    last = _last_written(before, place)
    fields: dict[str, Value] = {**last, **numbers}
    names = [name for name in order if name in fields] or list(fields)
    return Table(
        place=place, shape="fields", rows=(Row(key="", id="", fields=tuple((name, fields[name]) for name in names)),)
    )


def _last_written(before: FileBase | None, place: str) -> dict[str, Value]:
    tables = [table for table in before.tables if table.place == place] if before else []
    return {name: value for table in tables for row in table.rows for name, value in row.fields}
