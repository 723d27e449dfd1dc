"""The exports of programs and databases that the readers of RIS and its relatives are held to."""

from __future__ import annotations

from pathlib import Path

from pubsync.formats.ris import read
from pubsync.formats.ris.reading import Reading
from pubsync.records.record import Record

_FOLDER = Path(__file__).parents[1] / "data" / "sources" / "ris"

ZOTERO = (_FOLDER / "zotero.ris").read_text(encoding="utf-8")
SCOPUS = (_FOLDER / "scopus.ris").read_text(encoding="utf-8")
WEB_OF_SCIENCE_RIS = (_FOLDER / "savedrecs.ris").read_text(encoding="utf-8")
IEEE = (_FOLDER / "ieee.ris").read_text(encoding="utf-8")
PUBMED_RIS = (_FOLDER / "pubmed.ris").read_text(encoding="utf-8")
CNKI_ENDNOTE = (_FOLDER / "cnki.enw").read_text(encoding="utf-8")
WANFANG_ENDNOTE = (_FOLDER / "wanfang.enw").read_text(encoding="utf-8")
CNKI_NOTEEXPRESS = (_FOLDER / "cnki.net").read_text(encoding="utf-8")
CNKI_REFWORKS = (_FOLDER / "cnki.txt").read_text(encoding="utf-8")
REFWORKS = (_FOLDER / "refworks.txt").read_text(encoding="utf-8")
ENDNOTE_XML = (_FOLDER / "endnote.xml").read_text(encoding="utf-8")
NBIB = (_FOLDER / "pubmed.nbib").read_text(encoding="utf-8")
WEB_OF_SCIENCE = (_FOLDER / "savedrecs.txt").read_text(encoding="utf-8")

EVERY_FORM = {
    "ris": ZOTERO,
    "endnote": CNKI_ENDNOTE,
    "endnote-xml": ENDNOTE_XML,
    "noteexpress": CNKI_NOTEEXPRESS,
    "refworks": CNKI_REFWORKS,
    "nbib": NBIB,
    "wos": WEB_OF_SCIENCE,
}


def reading_of(text: str) -> Reading:
    return read(text, source="bibtex:list", where="list.ris")


def record_of(text: str) -> Record:
    reading = reading_of(text)
    assert len(reading.records) == 1, reading
    return reading.records[0]


def journal(*lines: str, kind: str = "JOUR") -> Record:
    """The record of an entry in RIS with a title and these lines."""
    return record_of("\n".join((f"TY  - {kind}", "TI  - A Title", *lines, "ER  - ", "")))


def notices_of(text: str) -> list[str]:
    return [f"{where}: {what}" for what, where in reading_of(text).notices]


def extra(record: Record, name: str) -> str:
    return dict(record.extra).get(name, "")
