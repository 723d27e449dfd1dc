"""Markup and text from outside: XML read without following it anywhere, texts put on one line. Pure."""

from __future__ import annotations

import re
import unicodedata
from html.entities import name2codepoint

from lxml import etree

from pubsync.errors import SourceError
from pubsync.sources.http import Reply

MOST_MARKS = 2_000_000
"""Elements and attributes of one answer, about; the longest lists of works have a fifth of it."""

_REMEDY = "the next run asks again; if it lasts for days, look for a newer pubsync"
_DECLARATION = re.compile(r"^\s*<\?xml[^<>]{0,200}\?>")
_LATIN_1 = re.compile(rb"^[^<]{0,20}<\?xml[^<>]{0,200}iso-8859-1", re.IGNORECASE)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([a-zA-Z][a-zA-Z\d]{1,31});")
# XML allows none of these, and one in an abstract must not cost the whole list.
_NEVER_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WEB_PAGE = re.compile(rb"^[\s\xef\xbb\xbf]*<(?:[^<>]{0,300}>\s*<){0,3}(?:!doctype\s+html|html)\b", re.IGNORECASE)
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def xml_of(reply: Reply, where: str) -> etree._Element:
    """Return the root element of an answer.

    No DTD is loaded, nothing is asked of the network, and only HTML's character entities are known (``&uuml;``),
    which DBLP's DTD defines too (https://dblp.org/xml/dblp.dtd); one with another name stands as it is.

    Raises:
        SourceError: where it is no XML, broke off, would swell or defines entities; ``where`` names the source.
    """
    text = _NEVER_XML.sub("", _DECLARATION.sub("", _decoded(reply.body, where), count=1))
    if "<!ENTITY" in text:
        raise SourceError("answered with XML that defines entities of its own", where=where, remedy=_REMEDY)
    if text.count("<") + text.count("=") > MOST_MARKS:
        raise SourceError("answered with more elements than any list of works has", where=where, remedy=_REMEDY)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(_ENTITY.sub(_entity, text).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise SourceError("answered with something that is no whole XML", where=where, remedy=_REMEDY) from error


def _decoded(body: bytes, where: str) -> str:
    """Both UTF-8 and its part that is ASCII are what all hosts send; libxml2 would believe any other name too."""
    try:
        return body.decode("latin-1" if _LATIN_1.match(body) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError("answered with something that is not UTF-8", where=where, remedy=_REMEDY) from error


def _entity(found: re.Match[str]) -> str:
    code = name2codepoint.get(found.group(1))
    return f"&#{code};" if code else f"&amp;{found.group(1)};"


def is_web_page(reply: Reply) -> bool:
    """Whether an answer is a page for people, as hosts send one in place of what was asked for."""
    return _WEB_PAGE.match(reply.body[:2_000]) is not None


def one_line(text: str) -> str:
    """Return ``text`` in NFC on one line, without what can't be seen or turns the direction of the text around it."""
    return unicodedata.normalize("NFC", " ".join(_INVISIBLE.sub("", text).split()))
