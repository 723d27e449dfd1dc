"""The fields of one entry, read as text, and which of them were read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pubsync.formats.bibtex.journals import journal_of
from pubsync.formats.latex import to_text

_NOTHING = frozenset(("", "n/a", "-", "--", "–", "?", "tba", "tbd", "todo"))
_NO_NUMBER = frozenset(("na", "none", "null", "nan", "0"))
# What reference managers keep for themselves, and private notes.
_NOT_KEPT = frozenset(
    "urldate timestamp biburl bibsource file owner groups localfile pdffile annote comment "  # noqa: SIM905 - a word list reads better so
    "review readstatus creationdate modificationdate date-added date-modified added-at date_added interhash intrahash "
    "username __markedentry crossref xdata xref ids options presort sortkey sortname sorttitle sortyear key label "
    "archiveprefix primaryclass eprintclass eprinttype related relatedtype bibkey".split()
)
_NO_WORD = re.compile(r"[\s\\{}]")
_WORDS = re.compile(r"[^\W\d_]{5}|[^\W\d_]+,? [^\W\d_]")
"""How most names begin: what it is in LaTeX need not be known to see that it says something."""
_NOT_KEPT_BEGINNINGS = ("bdsk-", "mendeley-", "citeulike-", "jabref-", "posted-at", "author+an", "editor+an")


def plain(raw: str) -> str:
    """Return a value as one line of plain text, "" for what only fills a place, such as ``n/a``."""
    text = " ".join(to_text(raw).split())
    return "" if text.casefold() in _NOTHING else text


class Fields:
    """The fields of one entry by names in lower case; those that were read don't show up in ``rest``."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        """Take the fields as LaTeX."""
        self._fields = {name: raw.strip() for name, raw in fields.items()}
        self._plain: dict[str, str] = {}
        self._read: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return bool(self._fields.get(name))

    def given(self, names: Iterable[str]) -> list[str]:
        """Return those of the names whose fields are not empty."""
        return [name for name in names if self._fields.get(name)]

    def raw(self, *names: str) -> str:
        """Return the first of the named fields that says something, as LaTeX, and take it for read."""
        for name in names:
            if _WORDS.match(self._fields.get(name, "")) or self.peek(name):
                self._read.add(name)
                return self._fields[name]
        return ""

    def text(self, *names: str) -> str:
        """Return the first of the named fields that says something, as plain text in one line."""
        for name in names:
            text = self.peek(name)
            if text:
                self._read.add(name)
                return text
        return ""

    def number(self, *names: str) -> str:
        """Return the first of the named fields that numbers something: neither ``NA`` nor ``none`` nor 0 does."""
        text = self.text(*names)
        return "" if text.casefold() in _NO_NUMBER else text

    def peek(self, name: str) -> str:
        """Return a field as plain text without taking it for read."""
        if name not in self._fields:
            return ""
        if name not in self._plain:
            raw = self._fields[name]
            self._plain[name] = (journal_of(raw) if name.startswith("journal") else "") or plain(raw)
        return self._plain[name]

    def peek_raw(self, name: str) -> str:
        """Return a field as LaTeX without taking it for read."""
        return self._fields.get(name, "")

    def beginning(self, prefix: str) -> Iterator[str]:
        """Yield the values of the fields whose names begin so, as LaTeX."""
        return (text for name, text in self._fields.items() if name.startswith(prefix))

    def drop(self, *names: str) -> None:
        """Take fields for read."""
        self._read.update(names)

    def rest(self) -> Iterator[tuple[str, str]]:
        """Yield what nobody read, as plain text, by name; paths and other single words stay as they are."""
        for name in sorted(self._fields.keys() - self._read - _NOT_KEPT):
            raw = self._fields[name]
            text = self.peek(name) if _NO_WORD.search(raw) else raw
            if text and not name.startswith(_NOT_KEPT_BEGINNINGS):
                yield name, text
