"""A file of a profile in place of the network: a dump, an export, or a page saved from a browser."""

from __future__ import annotations

from pathlib import Path, PurePath

from pubsync.errors import SourceError
from pubsync.formats import ris
from pubsync.frozen import frozen
from pubsync.records.record import Record
from pubsync.sources.interface import Answer
from pubsync.sources.scholar.content_ids import with_content_ids
from pubsync.sources.scholar.dump import read_dump
from pubsync.sources.scholar.exports import read_bibtex, read_csv, read_ris, separator_of
from pubsync.sources.scholar.file_reading import FileReading
from pubsync.sources.scholar.saved_page import read_saved_page

LARGEST = 30_000_000
"""Bytes; the saved page of a profile with thousands of works has a sixth of it."""

_FORMS = "a page saved from a browser, gs_data.json, or the profile's export as BibTeX, CSV, RIS or EndNote"
_NOT_READ = {
    b"\x1f\x8b": ("is compressed by gzip", "unpack it first"),
    b"PK\x03\x04": ("is a zip archive or a spreadsheet", "unpack it, or save the table as CSV"),
    b"%PDF": ("is a PDF", f"give {_FORMS}"),
    b"bplist00": ("is a web archive of Safari's", "save the page as page source"),
    b"From: <Saved by": ("is a web page in one file (MHTML)", "save it as web page, complete"),
    b"MIME-Version:": ("is a web page in one file (MHTML)", "save it as web page, complete"),
}


@frozen(kw_only=True)
class ScholarFileSource:
    """A person's profile from a file of the repository; see ``Source``.

    ``path`` is below ``root``, the site's folder, or absolute. What it is shows in its content: ``gs_data.json`` as
    scholarly and AcadHomepage write it, Scholar's own exports as BibTeX, CSV, RIS or EndNote, or a profile's page saved
    from a browser. Where the file has Scholar's ids, records have them as ``ScholarSource`` gives them; else ids are
    made from title and year. ``scholar_id`` is the profile that it should be of, "" for any.
    """

    name: str
    path: str
    root: Path
    scholar_id: str = ""
    remote: bool = False

    def fetch(self, previous: Answer | None) -> Answer:
        """Read the file; see ``Source``. ``previous`` keeps the ids of works that title and year do not tell apart."""
        found = self._read()
        owner = found.owner_id
        if self.scholar_id and owner and owner != self.scholar_id:
            raise SourceError(
                f"is of the profile {owner[:40]!a}, not of {self.scholar_id!a}",
                where=self.path,
                remedy="mend the id or the file: the id stands after user= in the profile's address",
            )
        if not found.records:
            raise SourceError("names no works", where=self.path, remedy=f"give {_FORMS}")
        records = found.records
        if not found.has_ids:
            known = (record for record in (previous.records if previous else ()) if isinstance(record, Record))
            records = with_content_ids(records, {record.id: record for record in known})
        return Answer(
            records=records,
            partial=found.partial,
            notices=found.notices,
            statistics=found.statistics,
            owner=found.owner,
        )

    def _read(self) -> FileReading:
        content = content_of(self.path, self.root)
        text = _text_of(content, self.path)
        beginning = text.lstrip("\ufeff \t\r\n")[:1]
        if beginning in ("{", "["):
            return read_dump(text, self.name, self.path)
        if beginning == "<" and not ris.looks_like(text):
            return read_saved_page(text, self.scholar_id, self.name, self.path)
        if separator_of(text):
            return read_csv(text, self.name, self.path)
        if ris.looks_like(text):
            return read_ris(text, self.name, self.path)
        if any(line.lstrip().startswith("@") for line in text.splitlines()):
            return read_bibtex(text, self.name, self.path)
        raise SourceError("is no file of a profile", where=self.path, remedy=f"give {_FORMS}")


def content_of(path: str, root: Path) -> bytes:
    """Return what is in a file below ``root``, or in one whose absolute path is given.

    Raises:
        SourceError: where there is no such file, it may not be read or is too large, or lies somewhere else.
    """
    is_absolute = PurePath(path).is_absolute()
    if ".." in PurePath(path).parts and not is_absolute:
        raise _elsewhere(path)
    try:
        found = (root / path).resolve(strict=True)
        if not is_absolute and not found.is_relative_to(root.resolve()):
            raise _elsewhere(path)
        # A pipe or a device would be waited for without end.
        if not found.is_file():
            raise SourceError("is no file", where=path, remedy=f"give {_FORMS}")
        if found.stat().st_size > LARGEST:
            raise SourceError(f"is larger than {LARGEST // 1_000_000} MB", where=path, remedy=f"give {_FORMS}")
        return found.read_bytes()
    except FileNotFoundError:
        raise SourceError("no such file", where=path, remedy="create it, or mend its path in pubsync.yaml") from None
    except OSError as error:
        what = f"can't be read: {error.strerror or type(error).__name__}"
        raise SourceError(what, where=path, remedy="check its permissions") from error
    except (RuntimeError, ValueError) as error:
        raise SourceError("can't be found", where=path, remedy="check its path and its links") from error


def _elsewhere(path: str) -> SourceError:
    return SourceError(
        "leads out of the site's folder",
        where=path,
        remedy="copy the file into the site, or give its absolute path in pubsync.yaml",
    )


def _text_of(content: bytes, where: str) -> str:
    for beginning, (what, remedy) in _NOT_READ.items():
        if content.startswith(beginning):
            raise SourceError(what, where=where, remedy=remedy)
    if not content.strip():
        raise SourceError("is empty", where=where, remedy=f"give {_FORMS}")
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 (byte {error.start})"
        raise SourceError(what, where=where, remedy="save it in the UTF-8 encoding") from error
