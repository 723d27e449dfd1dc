"""Works as a .bib file."""

from __future__ import annotations

from collections.abc import Iterable

from pubsync.formats.bibtex_writer import fields_of
from pubsync.frozen import frozen
from pubsync.records.base import Row
from pubsync.records.work import Work
from pubsync.sites.interface import DataFile, Material, Table


@frozen()
class Bibliography:
    """Writes an entry for each work, its key the work's.

    ``path`` must be no source at the same time: an output never feeds what it is made from.
    """

    path: str = "publications-all.bib"

    def files(self, material: Material) -> Iterable[DataFile]:
        """Return the file that the output wants; see ``FileWriter``."""
        rows = tuple(map(_row, material.works))
        yield DataFile(path=self.path, format="bibtex", tables=(Table(rows=rows),))


def _row(work: Work) -> Row:
    entry_type, fields = fields_of(work)
    return Row(key=work.key, id=work.key, fields=fields, type=entry_type)
