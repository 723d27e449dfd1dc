"""EndNote's XML, which Zotero and others write too: ``<xml><records><record>…``, its texts within ``<style>``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.entities import name2codepoint
from typing import TYPE_CHECKING

from pubsync.formats.bibtex.entries import MOST_ENTRIES, NoticeBoard
from pubsync.formats.ris.entry import Entry

if TYPE_CHECKING:
    from lxml import etree

_WORDS = {
    "contributors/authors/author": "author",
    "contributors/secondary-authors/author": "author2",
    "contributors/tertiary-authors/author": "author3",
    "contributors/subsidiary-authors/author": "translator",
    "contributors/translated-authors/author": "author_other",
    "titles/title": "title",
    "titles/secondary-title": "container",
    "titles/tertiary-title": "series",
    "titles/translated-title": "title_other",
    "titles/alt-title": "short_journal",
    "periodical/full-title": "journal",
    "periodical/abbr-1": "short_journal",
    "pages": "pages",
    "volume": "volume",
    "number": "issue",
    "issue": "issue",
    "edition": "edition",
    "keywords/keyword": "keyword",
    "dates/year": "year",
    "dates/pub-dates/date": "date",
    "pub-location": "place",
    "publisher": "publisher",
    "isbn": "serial",
    "label": "id",
    "accession-num": "accession",
    "electronic-resource-num": "doi",
    "abstract": "abstract",
    "notes": "note",
    "work-type": "kind",
    "language": "language",
    "urls/web-urls/url": "url",
    "urls/related-urls/url": "url",
    "urls/pdf-urls/url": "pdf",
    "custom1": "place_too",
    "custom2": "pubmed",
    "custom3": "proceedings",
    "custom7": "article_number",
    "remote-database-name": "database",
    "remote-database-provider": "database",
    "foreign-keys/key": "id",
}
_DECLARATION = re.compile(r"^\s*<\?xml[^<>]{0,200}\?>")
_NEVER_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));", re.IGNORECASE)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([a-zA-Z][a-zA-Z\d]{1,31});")
_RAISED = {"superscript": "sup", "subscript": "sub"}


def read_entries(text: str, board: NoticeBoard) -> list[Entry]:
    """Return the entries of a text in their order; where it is damaged, what can still be read.

    No entity is resolved and nothing loaded, so that a text can neither swell nor reach out.
    """
    from lxml import etree  # noqa: PLC0415 - start-up time

    cleaned = _NEVER_XML.sub("", _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1))
    cleaned = _ENTITY.sub(_entity, _REFERENCE.sub(" ", cleaned))
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(cleaned.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        board.add(f"can't be read as XML: {error}"[:200], 1)
        return []
    for fault in list(parser.error_log)[:1]:
        board.add(f"is damaged XML ({fault.message.strip()[:100]}); what can be read is used", fault.line)
    if root is None:
        return []
    found = list(root.iter("record"))
    if len(found) > MOST_ENTRIES:
        board.add(f"what follows is not read: a file may have {MOST_ENTRIES} entries", _line(found[MOST_ENTRIES]))
    return [_entry(record, board) for record in found[:MOST_ENTRIES]]


def _entry(record: etree._Element, board: NoticeBoard) -> Entry:
    entry = Entry("endnote-xml", _line(record))
    kind = record.find("ref-type")
    if kind is not None:
        entry.add("type", kind.get("name") or _text(kind), board)
    for path, word in _WORDS.items():
        for element in record.iterfind(path):
            entry.add(word, _text(element), board)
    return entry


def _entity(found: re.Match[str]) -> str:
    """Return one of HTML's entities, which XML does not know, as a number; one that nobody knows stands as it is."""
    code = name2codepoint.get(found.group(1))
    return f"&#{code};" if code else f"&amp;{found.group(1)};"


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 1


def _text(element: etree._Element) -> str:
    """Return the text within; it is escaped, since what is set high or low is marked as HTML does it."""
    return "".join(_pieces(element)).strip()


def _pieces(element: etree._Element) -> Iterator[str]:
    yield escape(element.text or "", quote=False)
    for child in element:
        if isinstance(child.tag, str):
            inner = escape("".join(map(str, child.itertext(with_tail=False))), quote=False)
            face = (child.get("face") or "").split()
            tag = next((_RAISED[name] for name in face if name in _RAISED), "")
            yield f"<{tag}>{inner}</{tag}>" if tag and inner.strip() else inner
        yield escape(child.tail or "", quote=False)
