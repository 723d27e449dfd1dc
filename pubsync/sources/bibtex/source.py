"""Bibliographies as a source: BibTeX, RIS and their relatives, in files of the site or on the web."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import field
from pathlib import Path

from pubsync.errors import SourceError
from pubsync.formats.notices import FormatNotice
from pubsync.frozen import frozen
from pubsync.keeping import Shelf, key_of, made_by
from pubsync.records.any_record import AnyRecord
from pubsync.sources.bibtex.addresses import Page, ask, is_address, shown_address
from pubsync.sources.bibtex.files import LARGEST, content_of, files_of
from pubsync.sources.interface import Answer, Notice
from pubsync.sources.kept import Read, read_once

_REMEDY = "mend it there; the other entries are used"
_PAGE_REMEDY = "give the address of the raw file, which a browser shows without a page around it; it may need no login"
_ENTRY = re.compile(r"^[ \t]*@[a-z]+\s*[{(]", re.IGNORECASE | re.MULTILINE)
_WEB_PAGE = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?:<!--.{0,1000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


@frozen()
class BibtexSource:
    """Bibliographies; see ``Source``.

    ``paths`` are files or globs (``papers/*.bib``, ``**/*.bib``) below ``root``, the site's folder, or absolute, or
    addresses on the web. What lies outside of ``root``, also behind a symbolic link, is read only where its absolute
    path is configured. Which form a text is in shows in itself, whatever its name: BibTeX and biblatex, RIS, EndNote,
    RefWorks, NoteExpress, PubMed's or Web of Science's. Records have for their id the BibTeX key, or what ``ris.read``
    says; where one comes again, in the order of ``paths`` and of the files that a glob finds, sorted, addresses after
    files, the later is ``key@2``. ``written_by_hand`` takes a file of the site and its contents and returns what of
    them a person wrote: our own output is no evidence. In ``cache`` is kept what was read, so that a text that did not
    change is not parsed again. The other fields are for addresses alone: those of ``Http``, and ``api_key`` for a
    Zotero library that is not public.
    """

    name: str
    paths: tuple[str, ...]
    root: Path
    written_by_hand: Callable[[str, bytes], bytes] = field(default=lambda _path, content: content, repr=False)
    contact: str = ""
    proxy: str = field(default="", repr=False)
    timeout: float = 20
    pause: float = 0
    cache: Path | None = None
    api_key: str = field(default="", repr=False)

    @property
    def remote(self) -> bool:
        """Whether any of it is on the network."""
        return any(map(is_address, self.paths))

    def fetch(self, previous: Answer | None) -> Answer:  # noqa: ARG002 - a bibliography has no partial answers
        """Read all of it; see ``Source``."""
        shelf = Shelf(self.cache, "bibliography", self.name, str(self.root))
        gathered = _Gathered(self.name, shelf)
        for path, shown in files_of((one for one in self.paths if not is_address(one)), self.root):
            content = self.written_by_hand(shown, content_of(path, shown))
            gathered.add(Page(content, shown), is_bibtex=path.suffix.casefold() == ".bib")
        requests = self._add_addresses(gathered) if self.remote else 0
        shelf.save()
        return Answer(
            records=tuple(gathered.records),
            notices=tuple(gathered.notices),
            partial="; ".join(gathered.partial),
            requests=requests,
        )

    def _add_addresses(self, gathered: _Gathered) -> int:
        """Read what is on the web, and return how many requests that took."""
        from pubsync.sources.http import Http  # noqa: PLC0415 - start-up time

        http = Http(
            name=self.name,
            contact=self.contact,
            proxy=self.proxy,
            timeout=self.timeout,
            largest=LARGEST,
            pause=self.pause,
            cache=self.cache,
        )
        for address in dict.fromkeys(filter(is_address, self.paths)):
            before = len(gathered.records)
            for page in ask(address, http, self.api_key):
                gathered.add(page)
            if len(gathered.records) == before:
                raise gathered.nothing_at(address)
        return http.requests


class _Gathered:
    """What was read so far."""

    def __init__(self, source: str, shelf: Shelf) -> None:
        self.records: list[AnyRecord] = []
        self.notices: list[Notice] = []
        self.partial: list[str] = []
        self._source = source
        self._shelf = shelf
        self._before = hashlib.sha256()

    def add(self, page: Page, *, is_bibtex: bool = False) -> None:
        """Read one text; ``is_bibtex`` is whether it is called so, and may thus be without an entry.

        Raises:
            SourceError: where it is no bibliography.
        """
        program, form = made_by("bibtexparser", "pylatexenc"), "bibtex" if is_bibtex else "any"
        key = key_of(program, self._source, page.shown, form, self._before.digest(), page.content)
        found = read_once(self._shelf, key, self._source, lambda: self._read(page, is_bibtex=is_bibtex))
        self.records += found.records
        self.notices += found.notices
        self.partial += [page.partial] if page.partial else []
        self._before.update(key_of(*(record.id for record in found.records)))

    def _read(self, page: Page, *, is_bibtex: bool) -> Read:
        from pubsync.formats import ris  # noqa: PLC0415 - start-up time

        text, read_as = ris.decoded(page.content)
        records, notices = self._parsed(text, page.shown, is_bibtex=is_bibtex)
        told = [Notice(what, where, _REMEDY) for what, where in notices]
        if read_as:
            what = f"is not UTF-8, and was read as {read_as}"
            told.insert(0, Notice(what, page.shown, "save it in the UTF-8 encoding"))
        return Read(tuple(records), tuple(told))

    def _parsed(self, text: str, shown: str, *, is_bibtex: bool) -> tuple[Sequence[AnyRecord], Sequence[FormatNotice]]:
        from pubsync.formats import bibtex, ris  # noqa: PLC0415 - start-up time

        taken = [record.id for record in self.records]
        if ris.looks_like(text):
            return ris.read(text, source=self._source, where=shown, taken=taken)
        if _WEB_PAGE.match(text):
            raise SourceError("holds a web page in place of a bibliography", where=shown, remedy=_PAGE_REMEDY)
        if text.strip() and not is_bibtex and not _ENTRY.search(text):
            raise SourceError(
                "holds neither BibTeX nor RIS, EndNote, RefWorks, NoteExpress or PubMed's format",
                where=shown,
                remedy="export the list in one of these forms",
            )
        reading = bibtex.read(text, source=self._source, where=shown, taken=taken)
        return (*reading.records, *reading.talks), reading.notices

    def nothing_at(self, address: str) -> SourceError:
        """Return the error for an address that has no entry, where a file of the site may have none."""
        shown = shown_address(address)
        told = next((notice.what for notice in self.notices if notice.where.startswith(shown)), "")
        what = f"holds no entry that can be read: {told}" if told else "answered with no entry at all"
        return SourceError(what, where=shown, remedy="open the address in a browser, and check that the list is public")
