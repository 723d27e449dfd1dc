"""The ids of records: what their database calls them, and where it calls them nothing, what their content gives."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from pubsync.formats.bibtex.entries import NoticeBoard
from pubsync.records.record import Record
from pubsync.records.text import plain_form

_LONGEST = 200
# The running number of an entry in somebody's library, of which each library has its own.
_BARE_NUMBER = re.compile(r"\d{1,5}")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 12
_SHORT_WORD = 3


def own_id(record: Record, names: Iterable[str], accessions: Iterable[str]) -> str:
    """Return the id that an entry has wherever it is exported.

    That is its label or citation key, its number in a database (``WOS:…``, a PMID), its DOI or arXiv id, its running
    number in somebody's library, and else ``titleword2020-1f3a9c2e``, made from its title and year: never its place
    in the file, which changes when another entry comes or goes.
    """
    found = [" ".join(name.split()) for name in (*names, *accessions)]
    found = [name for name in found if name and len(name) <= _LONGEST]
    telling = next((name for name in found if not _BARE_NUMBER.fullmatch(name)), "")
    identifiers = (record.identifier(scheme) for scheme in ("doi", "arxiv", "pmid"))
    return telling or next(filter(None, identifiers), "") or next(iter(found), "") or _content_id(record)


def _content_id(record: Record) -> str:
    year = str(record.issued.year) if record.issued else ""
    words = _WORD.findall(record.title[:_LONGEST]) or ["untitled"]
    word = next((word for word in words if len(word) > _SHORT_WORD), words[0])[:_LONGEST_WORD].casefold()
    digest = hashlib.sha256(f"{plain_form(record.title)}\n{year}".encode("utf-8", "replace")).hexdigest()
    return f"{word}{year}-{digest[:8]}"


class Ids:
    """Gives each record an id of its own."""

    def __init__(self, board: NoticeBoard, taken: Iterable[str]) -> None:
        """Remember the ids that other files of the source have used."""
        self._board = board
        self._taken = frozenset(taken)
        self._lines: dict[str, int] = {}
        self._uses: dict[str, int] = {}

    def give(self, wanted: str, line: int) -> str:
        """Return the id, as ``id@2`` and so on where it was given before."""
        identity = wanted
        number = self._uses.get(wanted, 1)
        while identity in self._lines or identity in self._taken:
            number += 1
            identity = f"{wanted}@{number}"
        self._uses[wanted] = number
        if identity != wanted:
            place = f"first in line {self._lines[wanted]}" if wanted in self._lines else "first in another file"
            self._board.add(f"the id {wanted} is used again ({place}); this entry is {identity}", line)
        self._lines[identity] = line
        return identity
