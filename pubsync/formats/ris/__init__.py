"""RIS and its relatives, as reference managers and databases export them: a text to Records.

Read are RIS, EndNote's tagged lines and its XML, RefWorks, NoteExpress, PubMed's .nbib and Web of Science's plain text,
with the habits of CNKI and Wanfang among them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pubsync.formats.bibtex.entries import NoticeBoard
from pubsync.formats.decoding import decoded
from pubsync.formats.notices import FormatNotice
from pubsync.formats.ris.detection import looks_like
from pubsync.formats.ris.endnote_xml import read_entries
from pubsync.formats.ris.entry import Entry, entry_of
from pubsync.formats.ris.identity import Ids
from pubsync.formats.ris.lines import split
from pubsync.formats.ris.records import to_record
from pubsync.formats.ris.tags import SYNTAXES
from pubsync.records.record import Record


class Reading(NamedTuple):
    """What a text holds: publications, and what the person should know of it."""

    records: tuple[Record, ...]
    notices: tuple[FormatNotice, ...]


def read(text: str, *, source: str, where: str, taken: Iterable[str] = ()) -> Reading:
    """Return the Records of a text in its order, in whichever of the forms it is written; it never raises.

    Ids are what the entries are called where they come from: a label or citation key, a number in a database, a DOI;
    else they are made from title and year. One that comes again, or is ``taken``, becomes ``id@2`` and so on. What is
    no entry, or was mended, has a notice with its line; tags that no table knows are passed over.

    Args:
        text: the file's content.
        source: the unique name of the source that the records are of.
        where: the file, as notices name it.
        taken: ids that other files of the same source have used.
    """
    board = NoticeBoard(where)
    ids = Ids(board, taken)
    records = [to_record(entry, source, board, ids) for entry in _entries(text, board)]
    return Reading(tuple(record for record in records if record is not None), board.notices())


def _entries(text: str, board: NoticeBoard) -> Iterable[Entry]:
    form = looks_like(text)
    if form == "endnote-xml":
        return read_entries(text, board)
    if form:
        return [entry_of(tagged, form, board) for tagged in split(text, SYNTAXES[form], board)]
    if text.strip("\ufeff\0 \t\r\n"):
        board.add("is neither RIS nor one of EndNote's, RefWorks', NoteExpress's or PubMed's exports", 1)
    return []


__all__ = ["Reading", "decoded", "looks_like", "read"]
