"""DBLP's XML elements to entries (https://dblp.org/faq/16154937.html). Pure."""

from __future__ import annotations

from lxml import etree

from pubsync.formats.latex_symbols import LOWERED, RAISED
from pubsync.sources.dblp.records import ARXIV, Entry
from pubsync.sources.markup import one_line

TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "proceedings": "book",
    "book": "book",
    "incollection": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "data": "dataset",
    "www": "webpage",
}
"""CSL types of DBLP's elements."""

_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
_SCRIPTS = {"sup": ("^", RAISED), "sub": ("_", LOWERED)}
_PERSONS = "homepages/"


def read_entry(element: etree._Element) -> Entry | str:
    """Return the entry that an element is; where it is none that can be used, the reason."""
    key = one_line(element.get("key", ""))
    kind = TYPES.get(str(element.tag), "")
    if not kind:
        return f"an entry of the unknown kind {str(element.tag)[:40]!a} is left out"
    if not key:
        return "an entry without a key is left out"
    title = _text(element, "title")
    if not title:
        return "an entry without a title is left out"
    traits = element.get("publtype", "").split()
    container = _text(element, "journal") or _text(element, "booktitle")
    return Entry(
        key=key,
        type=_type(kind, traits, container),
        genre="Habilitation thesis" if "habil" in traits else _GENRES.get(str(element.tag), ""),
        title=title,
        authors=_texts(element, "author"),
        editors=_texts(element, "editor"),
        # The short name of proceedings is no volume that they are part of.
        container="" if kind in ("book", "thesis") else container,
        series=_text(element, "series"),
        publisher=(_text(element, "school") if kind == "thesis" else "") or _text(element, "publisher"),
        volume=_text(element, "volume"),
        number=_text(element, "number"),
        pages=_text(element, "pages"),
        year=_text(element, "year"),
        month=_text(element, "month"),
        addresses=_texts(element, "ee"),
        isbns=_texts(element, "isbn"),
        withdrawn="withdrawn" in traits,
    )


def is_person(element: etree._Element) -> bool:
    """Whether an element is about a person, not a work."""
    return element.get("key", "").startswith(_PERSONS)


def _type(kind: str, traits: list[str], container: str) -> str:
    """Informal articles are preprints; an informal paper of a conference is still one of the conference."""
    if kind == "article-journal" and ("informal" in traits or container == ARXIV):
        return "article"
    if kind == "chapter" and "encyclopedia" in traits:
        return "entry-encyclopedia"
    if "software" in traits:
        return "software"
    return "book" if "edited" in traits else kind


def _text(element: etree._Element, tag: str) -> str:
    return one_line(text_of(element.find(tag)))


def _texts(element: etree._Element, tag: str) -> tuple[str, ...]:
    found = (one_line(text_of(child)) for child in element.findall(tag))
    return tuple(text for text in found if text)


def text_of(element: etree._Element | None) -> str:
    """Return what an element shows: ``H<sub>2</sub>O`` is H₂O, ``L<sub>p</sub>`` is L$_{p}$, other markup goes."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += [_shown(child), child.tail or ""]
    return "".join(parts)


def _shown(child: etree._Element) -> str:
    if not isinstance(child.tag, str):
        # An entity that nobody defined stands as it is written; comments and instructions show nothing.
        return (child.text or "") if child.tag is etree.Entity else ""
    sign, letters = _SCRIPTS.get(child.tag, ("", {}))
    return scripted(sign, letters, text_of(child)) if sign else text_of(child)


def scripted(sign: str, letters: dict[str, str], text: str) -> str:
    """Return raised (``^``) or lowered (``_``) text, in Unicode where all its letters are there."""
    if not text.strip() or letters.keys() >= set(text):
        return "".join(letters.get(letter, letter) for letter in text)
    return f"${sign}{{{text.replace('$', '')}}}$"
