"""Reading a text in any of the forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pubsync.formats.bibtex.entries import NoticeBoard
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


def read_text(text: str, *, source: str, where: str, taken: Iterable[str] = ()) -> Reading:
    """See ``pubsync.formats.ris.read``."""
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
