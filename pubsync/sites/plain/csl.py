"""Works as CSL-JSON, as citation managers, Pandoc and Quarto read it.

The schema is https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json, which allows
no types and keys but its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from pubsync.citing.csl import csl_entry
from pubsync.frozen import frozen
from pubsync.records.base import Row, Value
from pubsync.records.work import Work
from pubsync.sites.interface import DataFile, Material, Table
from pubsync.views.csl_types import TYPES


@frozen()
class CslJson:
    """Writes the list, each work by its key; all texts are the original's."""

    path: str = "publications.csl.json"

    def files(self, material: Material) -> Iterable[DataFile]:
        """Return the file that the output wants; see ``FileWriter``."""
        rows = (Row(key=work.key, id=work.key, fields=tuple(csl_fields(work).items())) for work in material.works)
        yield DataFile(path=self.path, format="json", tables=(Table(id_field="id", rows=tuple(rows)),))


def csl_fields(work: Work) -> dict[str, Value]:
    """Return a work's CSL-JSON but for its ``id``; a type that CSL doesn't know is a ``document``."""
    fields = cast("dict[str, Value]", csl_entry(work, ""))
    return fields | {"type": fields["type"] if fields["type"] in TYPES else "document"}
