"""What all elements of a CSL style have in common: ``citeproc-py``'s, faster, and by the specification.

``citeproc-py`` reads a style into a tree of elements that each render themselves, and searches that tree anew, by
XPath, for every macro and option of every entry. Here the answers are kept. ``Element`` comes before the library's own
class of each element, see ``processor``; sections are those of CSL 1.0.2,
https://docs.citationstyles.org/en/stable/specification.html. Every text is a plain ``str``, in which formatting and
the ends of quotations are those of ``markup``; punctuation is left as it falls, since ``markup.html_of`` mends it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from pubsync.citing.markup import QUOTE_END, formatted
from pubsync.citing.text_case import in_case

Kept = TypeVar("Kept")
Node: TypeAlias = Any
"""An element of a style or a locale; neither lxml nor citeproc-py ships types."""

CSL = "{http://purl.org/net/xbiblio/csl}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_FORMATS = (
    ("font-style", "italic", "italic"),
    ("font-style", "oblique", "italic"),
    ("font-variant", "small-caps", "small-caps"),
    ("font-weight", "bold", "bold"),
    ("vertical-align", "sup", "superscript"),
    ("vertical-align", "sub", "subscript"),
)
_LONGER_FORMS = {"verb-short": "verb", "symbol": "short", "short": None, "verb": None}
_SLOT = "\0"
"""Stands in no XML."""
_STRAIGHT_QUOTES = re.compile(r'"([^"]*)"')


@dataclass(slots=True)
class Entry:
    """A work while it is being printed.

    ``variables`` are by CSL's names. ``called`` counts those that elements asked for and ``rendered`` names those that
    were there, from which a group tells whether it stands; ``repressed`` are those that stood in for others.
    """

    kind: str
    variables: Mapping[str, Any]
    called: int = 0
    rendered: list[str] = field(default_factory=list)
    repressed: set[str] = field(default_factory=set)

    def call(self, variable: str) -> Any:  # noqa: ANN401 - a text, names or a date
        """Return a variable to be printed, None where it is unknown or was printed in another's stead."""
        self.called += 1
        value = None if variable in self.repressed else self.variables.get(variable)
        if value:
            self.rendered.append(variable)
        return value


class Element:
    """What all elements share."""

    memo: dict[object, Any]
    if TYPE_CHECKING:  # what lxml and citeproc-py, which ship no types, bring along
        nsmap: dict[str, str]
        tag: str
        get: Callable[..., Any]
        find: Callable[..., Any]
        xpath: Callable[..., list[Any]]
        getchildren: Callable[[], list[Any]]
        getroottree: Callable[[], Any]
        get_plural_term: Callable[..., str]

    def _init(self) -> None:
        """Begin with nothing kept; lxml calls this for every element that it makes."""
        self.memo = {}

    def __getattr__(self, name: str) -> Node:
        """Return the first child of that name, as ``citeproc-py`` has it."""
        if name.startswith("_") or name == "memo":
            raise AttributeError(name)
        return self.kept(("child", name), lambda: self.find(f"cs:{name}", self.nsmap))

    def kept(self, key: object, make: Callable[[], Kept]) -> Kept:
        """Return what ``make`` returned the first time."""
        try:
            found: Kept = self.memo[key]
        except KeyError:
            found = self.memo[key] = make()
        return found

    @property
    def top(self) -> Node:
        """The root of the style."""
        root = self.get_root()
        return self.kept("top", lambda: root.style if root.tag == f"{CSL}locale" else root)

    def get_root(self) -> Node:
        """Return the root of the file that the element stands in."""
        return self.kept("root", lambda: self.getroottree().getroot())

    def xpath_search(self, expression: str) -> list[Any]:
        """Return what XPath finds from here."""
        return self.kept(expression, lambda: self.xpath(expression, namespaces=self.nsmap))

    def get_single_term(self, name: str, **wanted: object) -> str:
        """Return a term in the singular, "" where no locale has it."""
        key = ("single", name, *sorted(wanted.items()))
        found: str = self.top.kept(key, lambda: self._find_single_term(name, wanted))
        return found

    def _find_single_term(self, name: str, wanted: Mapping[str, Any]) -> str:
        term = self.get_term(name, **wanted)
        return "" if term is None else str(term.single)

    def preformat(self, text: str) -> str:
        """Return the text as it is: all text is escaped at the end."""
        return text

    def option(self, name: str, inherited: str = "") -> str | None:
        """Return an attribute, else that of the bibliography or the style (section "Inheritable Name Options")."""
        for element, key in ((self, name), (self.top.listing, inherited or name), (self.top, inherited or name)):
            value: str | None = element.get(key)
            if value is not None:
                return value
        return None

    def get_locale_option(self, name: str) -> str:
        """Return an option of the locale, "" where none of its files says."""
        found: str = self.top.kept(("locale option", name), lambda: self._find_locale_option(name))
        return found

    def _find_locale_option(self, name: str) -> str:
        found = (options.get(name) for locale in self.top.locales for options in locale.findall(f"{CSL}style-options"))
        return next((str(value) for value in found if value), "")

    def get_term(
        self, name: str, form: str | None = None, fallback_locale: bool = True, zero_padded: bool = False
    ) -> Node:
        """Return a term in its form, else in a longer one, from the language's own locales before all others."""
        key = ("term", name, form, fallback_locale, zero_padded)
        return self.top.kept(key, lambda: self._find_term(name, form, zero_padded, others=fallback_locale))

    def _find_term(self, name: str, form: str | None, zero_padded: bool, *, others: bool) -> Node:
        locales = self.top.locales
        language = self.top.language
        own = [locale for locale in locales if (locale.get(_LANGUAGE) or language).startswith(language)]
        groups = (own, locales) if others else (own,)
        asked = ((locale, wanted) for group in groups for wanted in _with_longer_forms(form) for locale in group)
        for locale, wanted in asked:
            with suppress(IndexError):
                return locale.get_term(name, wanted, zero_padded=zero_padded)
        return None

    def format(self, text: str) -> str:
        """Set the text in italics, bold and so on."""
        kinds = self.kept("formats", lambda: [kind for name, value, kind in _FORMATS if self.get(name) == value])
        for kind in kinds:
            text = formatted(text, kind)
        return text

    def wrap(self, text: str) -> str:
        """Put the prefix and the suffix around the text."""
        prefix, suffix = self.kept("affixes", lambda: (self.get("prefix", ""), self.get("suffix", "")))
        return f"{prefix}{text}{suffix}"

    def framed(self, text: str) -> str:
        """Set the text in italics, bold and so on, and put the prefix and the suffix around that."""
        before, after = self.kept("frame", self._frame)
        return f"{before}{text}{after}"

    def _frame(self) -> tuple[str, str]:
        before, _, after = self.wrap(self.format(_SLOT)).partition(_SLOT)
        return before, after

    def case(self, text: str, language: str | None = None) -> str:
        """Put the text in the case that the element asks for; without ``language`` it is a word of the locale."""
        case = self.get("text-case")
        return in_case(text, case, self.top.language if language is None else language) if case else text

    def quote(self, text: str) -> str:
        """Put quotation marks around the text where the element asks for them, and make those within it inner ones."""
        if self.get("quotes") != "true":
            return text
        outer_open, outer_close, inner_open, inner_close = self.kept("quotes", self._quotation_marks)
        inner = _STRAIGHT_QUOTES.sub(lambda found: f"{outer_open}{found.group(1)}{outer_close}", text)
        inner = inner.replace(outer_open, inner_open).replace(outer_close, inner_close)
        ends = QUOTE_END if self.get_locale_option("punctuation-in-quote") == "true" else ""
        return f"{outer_open}{inner}{outer_close}{ends}"

    def _quotation_marks(self) -> list[str]:
        names = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
        return [str(self.get_single_term(name=name)) for name in names]

    def render_children(self, item: Entry, delimiter: str = "", **_: object) -> str | None:
        """Render all children; a ``choose`` among them passes the delimiter on (section "Choose")."""
        texts = []
        for child, passes_on in self.kept("children", self._children):
            text = child.render(item, delimiter=delimiter) if passes_on else child.render(item)
            if text:
                texts.append(text)
        return delimiter.join(texts) or None

    def _children(self) -> list[tuple[Node, bool]]:
        return [(child, child.tag == f"{CSL}choose") for child in self.getchildren()]


def _with_longer_forms(form: str | None) -> list[str | None]:
    forms = [form]
    while forms[-1] is not None:
        forms.append(_LONGER_FORMS.get(forms[-1]))
    return forms
