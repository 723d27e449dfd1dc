"""BibTeX and biblatex: a .bib text to Records, and the talks among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pubsync.formats.bibtex.entries import NoticeBoard, read_entries
from pubsync.formats.bibtex.records import to_record
from pubsync.formats.bibtex.splitting import load_parser
from pubsync.formats.bibtex.talks import is_talk, to_talk
from pubsync.formats.notices import FormatNotice
from pubsync.records.record import Record
from pubsync.records.talk import TalkRecord


class Reading(NamedTuple):
    """What a .bib text holds: publications, talks, and what the person should know of it."""

    records: tuple[Record, ...]
    talks: tuple[TalkRecord, ...]
    notices: tuple[FormatNotice, ...]


def read(text: str, *, source: str, where: str, taken: Iterable[str] = ()) -> Reading:
    """Return the Records and TalkRecords of a .bib text in its order; it never raises.

    Ids are BibTeX keys; one that comes again, or is ``taken``, becomes ``key@2`` and so on, and a missing one ``@N``,
    N being the entry's position counted from 1. Entries marked as talks (``keywords = {talk}``, ``@misc`` with
    ``howpublished = {Invited talk}``) are no publications. Whatever could not be read as an entry, or was mended, has
    a notice with its line.

    Args:
        text: the file's content.
        source: the unique name of the source that the records are of.
        where: the file, as notices name it.
        taken: ids that other files of the same source have used.
    """
    board = NoticeBoard(where)
    records: list[Record] = []
    talks: list[TalkRecord] = []
    for entry in read_entries(text, board, taken):
        if is_talk(entry):
            talks.append(to_talk(entry, source))
        elif record := to_record(entry, source, board):
            records.append(record)
    return Reading(tuple(records), tuple(talks), board.notices())


def load() -> None:
    """Load the parser; ``read`` does where nobody has."""
    load_parser()


__all__ = ["Reading", "load", "read"]
