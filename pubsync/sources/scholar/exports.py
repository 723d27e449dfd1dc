"""Scholar's own exports of a profile: CSV, and BibTeX, RIS and EndNote by way of ``formats``. Pure.

A profile's page offers them where its owner has ticked the works (``citations.csv``, ``.bib``, ``.ris``, ``.enw``).
None has ids of Scholar's or citation counts; all have every author, and the family name first.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from pubsync.errors import SourceError
from pubsync.formats import bibtex, ris
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier
from pubsync.records.names import parse_name
from pubsync.records.record import Record
from pubsync.sources.interface import Notice
from pubsync.sources.markup import one_line
from pubsync.sources.scholar.file_reading import FileReading
from pubsync.sources.scholar.venue_line import plausible_year, read_venue

_COLUMNS = ("Authors", "Title", "Publication", "Volume", "Number", "Pages", "Year", "Publisher")
_SEPARATORS = ",;\t"
_OTHERS = frozenset(("others", "et al", "et al.", "...", "…"))
_AGAIN = "is used again"
"""What a notice on a repeated key says; ids are made from content here."""
_REMEDY = "mend it there; the other entries are used"


def read_bibtex(text: str, source: str, where: str) -> FileReading:
    """Return the works of ``citations.bib``; its keys are not unique, and so are no ids."""
    found = bibtex.read(text, source=source, where=where)
    notices = [Notice(what, line, _REMEDY) for what, line in found.notices if _AGAIN not in what]
    if found.talks:
        told = f"{len(found.talks)} entries marked as talks are left out"
        notices.append(Notice(told, where, "a profile's export has none; name the file as a bibtex: source"))
    return FileReading(found.records, has_ids=False, notices=tuple(notices))


def read_ris(text: str, source: str, where: str) -> FileReading:
    """Return the works of ``citations.ris`` or ``citations.enw``."""
    found = ris.read(text, source=source, where=where)
    notices = [Notice(what, line, _REMEDY) for what, line in found.notices if _AGAIN not in what]
    return FileReading(found.records, has_ids=False, notices=tuple(notices))


def separator_of(text: str) -> str:
    """Return what parts the columns of ``citations.csv``, also as a spreadsheet saves it; "" for any other text."""
    for separator in _SEPARATORS:
        names = {name.strip(' "') for name in text.lstrip("\ufeff").partition("\n")[0].strip().split(separator)}
        if {"Title", "Authors", "Year"} <= names:
            return separator
    return ""


def read_csv(text: str, source: str, where: str) -> FileReading:
    """Return the works of ``citations.csv``.

    Raises:
        SourceError: where it breaks off, or is no table.
    """
    records: list[Record] = []
    notices: list[Notice] = []
    for line, row in _rows(text, where):
        if row["Title"]:
            records.append(_record(row, source))
        else:
            notices.append(Notice("a row without a title is left out", f"{where}:{line}", _REMEDY))
    return FileReading(tuple(records), has_ids=False, notices=tuple(notices))


def _rows(text: str, where: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield each row with its line, from 1."""
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator_of(text), strict=True)
    try:
        names = [name.strip() for name in next(reader)]
        for cells in reader:
            if not any(map(str.strip, cells)):
                continue
            if len(cells) < len(names):
                raise SourceError(
                    "breaks off within a row", where=f"{where}:{reader.line_num}", remedy="export the profile again"
                )
            told = {name: one_line(cell) for name, cell in zip(names, cells, strict=False)}
            yield reader.line_num, {name: told.get(name, "") for name in _COLUMNS}
    except csv.Error as error:
        raise SourceError(
            f"is no whole table ({error})", where=f"{where}:{reader.line_num}", remedy="export the profile again"
        ) from error


def _record(row: Mapping[str, str], source: str) -> Record:
    names = [name for part in row["Authors"].split(";") if (name := part.strip(" ,"))]
    cut = any(name.casefold() in _OTHERS for name in names)
    authors = tuple(parse_name(name) for name in names if name.casefold() not in _OTHERS)
    venue = read_venue(row["Publication"])
    year = plausible_year(row["Year"]) or venue.year
    is_numbered = bool(venue.type)  # a preprint or a patent, whose number stands where others have their venue
    return Record(
        source=source,
        id="",
        type=venue.type,
        title=row["Title"],
        author=authors,
        author_complete=bool(authors) and not cut,
        issued=PartialDate(year) if year else None,
        container_title=venue.container_title if is_numbered else row["Publication"],
        publisher=row["Publisher"],
        volume=row["Volume"],
        issue=row["Number"],
        page=row["Pages"],
        number=venue.number,
        genre=venue.genre,
        identifiers=(Identifier("arxiv", venue.arxiv),) if venue.arxiv else (),
    )
