"""The CSL processor: ``citeproc-py``, with the elements of ``element`` and ``elements`` before its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pubsync.citing.element import CSL, Element, Entry, Node
from pubsync.citing.elements import MENDED
from pubsync.citing.shapes import Render, Shape, rendering, shape_of
from pubsync.errors import SettingsError
from pubsync.records.dates import PartialDate

if TYPE_CHECKING:
    from lxml import etree

_MOST_SHAPES = 500
"""Combinations of variables for which is remembered what they leave of a style; a list of papers has some dozens."""


class Processor:
    """One style in one locale.

    Args:
        path: the style, which must be an independent one.
        locale: a locale of CSL such as ``en-US``, whose words stand in the citations.

    Raises:
        SettingsError: where the file can't be read, or holds no such style.
    """

    def __init__(self, path: Path, locale: str) -> None:
        """Read the style and its locales."""
        style = _parsed(path)
        # lxml forgets what an element has kept as soon as nothing in Python refers to it.
        self._elements = list(style.iter())
        parts = [style.bibliography, style.citation] if style.tag == f"{CSL}style" else []
        listing = next((part for part in parts if part is not None and part.layout is not None), None)
        if listing is None:
            raise SettingsError("this is no citation style", where=str(path), remedy="choose another style")
        style.listing = listing
        style.language = locale.partition("-")[0]
        style.locales = _locales(style, locale)
        for found in style.locales:
            found.style = style
            self._elements += found.iter()
        self._elements += map(_with_name, style.iter(f"{CSL}names"))
        self._layout = listing.layout
        self._numeric = sorted({name for part in style.iter() for name in part.get("is-numeric", "").split()})
        self._renders: dict[Shape, Render] = {}

    def citation(self, kind: str, variables: Mapping[str, object]) -> str:
        """Return one entry of the bibliography, of a style that has none its first note, formatted as ``markup`` does.

        Args:
            kind: the CSL type.
            variables: by CSL's names: texts that went through ``markup.field_text``, lists of
                ``ListedName``, dates. A truthy ``author-cut`` says that more authors belong to the list.
        """
        known = {name: _date(value) if isinstance(value, PartialDate) else value for name, value in variables.items()}
        entry = Entry(kind, known)
        shape = shape_of(entry, self._numeric)
        if shape not in self._renders:
            if len(self._renders) >= _MOST_SHAPES:
                self._renders.clear()
            self._renders[shape] = rendering(self._layout, entry)
        text = self._renders[shape](entry)
        return str(self._layout.format(self._layout.wrap(text))) if text else ""


def _with_name(names: Node) -> Node:
    """Give an element of names the ``cs:name`` that it leaves out; within a substitute that of its parent serves."""
    if names.name is None and names.getparent().tag != f"{CSL}substitute":
        names.insert(0, names.makeelement(f"{CSL}name"))
        names.memo.clear()
    return names.name


def _date(date: PartialDate) -> Mapping[str, object]:
    from citeproc.source import Date  # noqa: PLC0415 - as above

    parts = {"year": date.year, "month": date.month, "day": date.day}
    known: Mapping[str, object] = Date(**{name: number for name, number in parts.items() if number})
    return known


@cache
def _parser() -> etree.XMLParser:
    """Return a parser that makes our elements, for styles and locales alike, and reads nothing but the file itself."""
    from citeproc.model import CitationStylesElement, SomewhatObjectifiedElement  # noqa: PLC0415 - as above
    from lxml import etree  # noqa: PLC0415 - as above

    lookup = etree.ElementNamespaceClassLookup()
    classes = lookup.get_namespace(CSL.strip("{}"))
    classes[None] = type("Other", (Element, SomewhatObjectifiedElement), {})
    for library_class in CitationStylesElement.__subclasses__():
        name = library_class.__name__
        mended = (library_class,) if name == "Locale" else (MENDED.get(name, Element), library_class)
        classes[name.replace("_", "-").lower()] = type(name, mended, {})
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(lookup)
    return parser


def _parsed(path: Path) -> Node:
    from lxml import etree  # noqa: PLC0415 - as above

    try:
        return etree.parse(path, _parser()).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        raise SettingsError(f"this citation style can't be read: {error}", where=str(path)) from error


def _locales(style: Node, locale: str) -> list[Node]:
    """Return all places to look for words, best first, see "Locale Fallback" in the specification."""
    from citeproc import LOCALES_PATH, PRIMARY_DIALECTS  # noqa: PLC0415 - as above

    language = locale.partition("-")[0]
    within = [style.xpath_search(f"./cs:locale[@xml:lang='{tag}']") for tag in dict.fromkeys((locale, language))]
    within.append(style.xpath_search("./cs:locale[not(@xml:lang)]"))
    tags = dict.fromkeys((locale, PRIMARY_DIALECTS.get(language, ""), "en-US"))
    files = (Path(LOCALES_PATH) / f"locales-{tag}.xml" for tag in tags if tag)
    return [found for group in within for found in group] + [_parsed(file) for file in files if file.is_file()]
