"""The elements of a CSL style that ``citeproc-py`` renders otherwise than the specification says.

Each class comes before the library's own of the same name; what it leaves out is the library's, see ``element``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING

from pubsync.citing.element import CSL, Element, Entry, Node
from pubsync.citing.name_elements import EtAl, Name, Names, Substitute

_ONE_NUMBER = r"[A-Za-z]*\d+[A-Za-z]*"
_NUMBERS = re.compile(rf"{_ONE_NUMBER}(?P<more>\s*[,&–-]\s*{_ONE_NUMBER})*")
_PAGE_RANGE = re.compile(r"(\d+)-(\d+)")
_CONTENT = frozenset(["macro", "variable", "term", "value", "form", "plural"])
"""Attributes of ``cs:text`` that say what it prints, and not how."""
_ABOUT_LETTERS = frozenset(["strip-periods", "text-case", "quotes"])
"""Those that change the text itself, and not only what stands around it."""
_COUNTABLE = re.compile(r"\d{1,4}")


class Text(Element):
    """``cs:text``.

    Entries are not numbered, since nothing on a page refers to the numbers: ``citation-number`` is a variable that is
    never there. Letters after years are there for citations as well, but a group may stand without them.
    """

    if TYPE_CHECKING:
        _process: Callable[..., object]
        format_number: Callable[[str], str]
        _term: Callable[..., str]
        attrib: Mapping[str, str]
        get_macro: Callable[[str], Node]
        strip_periods: Callable[[str], str]

    def render(self, item: Entry, **_: object) -> str | None:
        """Return what the element stands for, formatted."""
        return self.renderer()(item)

    def renderer(self) -> Callable[[Entry], str | None]:
        """Return what ``render`` does, for whoever asks more than once."""
        return self.kept("renderer", lambda: self.finishing(self._content()))

    def finishing(self, find: Callable[[Entry], str | None]) -> Callable[[Entry], str | None]:
        """Return what prints the text that ``find`` finds as the element wants it."""
        if _CONTENT.issuperset(self.attrib):
            return find
        if _ABOUT_LETTERS.isdisjoint(self.attrib):
            return lambda item: self.framed(text) if (text := find(item)) else text
        return lambda item: self._finished(item, find(item))

    def _finished(self, item: Entry, text: str | None) -> str | None:
        if not text:
            return text
        language = item.variables.get("language") or self.top.get("default-locale", "en")
        return self.wrap(self.quote(self.format(self.case(self.strip_periods(text), language))))

    def _content(self) -> Callable[[Entry], str | None]:
        """Return what finds the text: a macro, a variable, a word of the locale, a value."""
        if macro := self.get("macro"):
            found: Callable[[Entry], str | None] = self.get_macro(macro).render_children
            return found
        if variable := self.get("variable"):
            return lambda item: self._variable(item, variable)
        text = str(self._term(None)) if self.get("term") else self.get("value", "")
        return lambda _: text

    def _variable(self, item: Entry, variable: str) -> str | None:
        if variable == "year-suffix":
            return None
        if variable in {"page", "page-first"}:
            page = item.call("page")
            return self._pages(page, variable) if page else None
        if self.get("form") == "short" and f"{variable}-short" in item.variables:
            variable = f"{variable}-short"
        value: str | None = item.call(variable)
        return value

    def _pages(self, page: str, variable: str) -> str:
        """Return pages as the style has them; one range is what nearly all works have, and put together at once."""
        found = _PAGE_RANGE.fullmatch(page)
        if found is None or variable != "page":
            return str(self._process(page, variable))
        first, last = found.groups()
        delimiter = self.get_single_term(name="page-range-delimiter") or "–"
        return f"{self.format_number(first)}{delimiter}{self.format_number(self._format_last_page(first, last))}"

    def _format_last_page(self, first: str, last: str) -> str:
        """Return the last page in short where that can be told apart; "1–29" has nothing to leave out."""
        if len(first) != len(last):
            return last
        short: str = super()._format_last_page(first, last)  # type: ignore[misc]  # the library's, untyped
        return short


class Number(Text):
    """``cs:number``: a text that is no number stays as it is, however long it is."""

    def _variable(self, item: Entry, variable: str) -> str | None:
        value = super()._variable(item, variable)
        return str(self.format_number(value)) if value and _COUNTABLE.fullmatch(value) else value


class Date(Element):
    """``cs:date``: never changes the locale's tree, as ``citeproc-py`` does, and formats what it prints."""

    def render(self, item: Entry, **_: object) -> str | None:
        """Return the date with those of its parts that are known and wanted."""
        date = item.call(self.get("variable"))
        delimiter, parts = self.kept("parts", self._parts)
        texts = [part.render(date) for name, part in parts if name in date] if date else []
        text = delimiter.join(text for text in texts if text)
        return self.framed(self.case(text)) if text else None

    def _parts(self) -> tuple[str, list[tuple[str, Node]]]:
        """Return the delimiter and the parts by name: the style's own, or the locale's with the style's attributes."""
        own = {part.get("name"): part for part in self.xpath_search("./cs:date-part")}
        form = self.get("form")
        if not form:
            return self.get("delimiter", ""), list(own.items())
        localized = next(date for locale in self.top.locales for date in locale.findall(f"{CSL}date[@form='{form}']"))
        wanted = self.get("date-parts", "year-month-day").split("-")
        parts = [deepcopy(part) for part in localized.findall(f"{CSL}date-part") if part.get("name") in wanted]
        for part in parts:
            part.memo["top"] = self.top
            part.attrib.update(own[part.get("name")].attrib if part.get("name") in own else {})
        return localized.get("delimiter", ""), [(part.get("name"), part) for part in parts]


class DatePart(Element):
    """``cs:date-part``: a day, a month or a year that is there."""

    if TYPE_CHECKING:
        process: Callable[..., object]
        strip_periods: Callable[[str], str]

    def render(self, date: Node) -> str | None:
        """Return the part."""
        text = str(self.process(date))
        return self.framed(self.case(self.strip_periods(text))) if text else None


class Label(Element):
    """``cs:label``: stands only beside a value that is there."""

    if TYPE_CHECKING:
        strip_periods: Callable[[str], str]

    def render(self, item: Entry, **_: object) -> str | None:
        """Return the term for the variable, in the plural where the value holds several numbers."""
        variable = self.get("variable")
        numbers = _NUMBERS.fullmatch(str(item.variables.get(variable) or ""))
        value = item.variables.get(variable)
        return self.word(variable, several=bool(numbers and numbers.group("more"))) if value else None

    def word(self, variable: str, *, several: bool) -> str | None:
        """Return the term for a variable, formatted."""
        word: str | None = self.kept(("word", variable, several), lambda: self._word(variable, several=several))
        return word

    def _word(self, variable: str, *, several: bool) -> str | None:
        rule = self.get("plural", "contextual")
        find = self.get_plural_term if rule == "always" or (several and rule == "contextual") else self.get_single_term
        form = self.get("form", "long")
        text = str(find(name=variable, form=None if form == "long" else form))
        return self.framed(self.case(self.strip_periods(text))) if text else None


class Group(Element):
    """``cs:group``: absent where it called variables and none of them was there, by what it really called."""

    def render(self, item: Entry, **_: object) -> str | None:
        """Return the children's texts, joined."""
        return self.unless_absent(item, lambda entry: self.render_children(entry, self.get("delimiter", "")))

    def unless_absent(self, item: Entry, children: Callable[[Entry], str | None]) -> str | None:
        """Return what ``children`` prints, formatted, unless the group is to be absent."""
        called, rendered = item.called, len(item.rendered)
        text = children(item)
        if not text or (item.called > called and len(item.rendered) == rendered):
            return None
        return self.framed(text)


class Choose(Element):
    """``cs:choose``."""

    def render(self, item: Entry, delimiter: str = "", **_: object) -> str | None:
        """Return the first branch whose conditions hold."""
        for branch in self.kept("branches", self.getchildren):
            if branch.holds(item):
                text: str | None = branch.render_children(item, delimiter)
                return text
        return None


class If(Element):
    """``cs:if`` and ``cs:else-if``; an entry has no locator and no uncertain date."""

    def holds(self, item: Entry) -> bool:
        """Whether the conditions hold: all of them, or as ``match`` says."""
        match, tests = self.kept("tests", self._tests)
        results = (test(item) for test in tests)
        if match == "all":
            return all(results)
        return any(results) == (match == "any")

    def _tests(self) -> tuple[str, list[Callable[[Entry], bool]]]:
        match = self.get("match", "all")
        kinds = self.get("type", "").split()
        tests: list[Callable[[Entry], bool]] = []
        if kinds:
            tests.append(lambda item: item.kind in kinds and (match != "all" or len(kinds) == 1))
        tests += [partial(_has, name) for name in self.get("variable", "").split()]
        tests += [partial(is_numeric, name) for name in self.get("is-numeric", "").split()]
        # Within a bibliography no position is true; the note of a style that has none is its work's first.
        first = self.top.bibliography is None
        tests += [_always if first and name == "first" else _never for name in self.get("position", "").split()]
        unknown = ("locator", "disambiguate", "is-uncertain-date")
        tests += [_never for attribute in unknown for _ in self.get(attribute, "").split()]
        return match, tests


class Else(Element):
    """``cs:else``."""

    def holds(self, _: Entry) -> bool:
        """Return True: it is what remains."""
        return True


def _has(name: str, item: Entry) -> bool:
    return bool(item.variables.get(name))


def is_numeric(name: str, item: Entry) -> bool:
    """Whether a variable holds a number, or several."""
    return _NUMBERS.fullmatch(str(item.variables.get(name) or "")) is not None


def _always(_: Entry) -> bool:
    return True


def _never(_: Entry) -> bool:
    return False


MENDED: dict[str, type[Element]] = {
    "Text": Text,
    "Number": Number,
    "Date": Date,
    "Date_Part": DatePart,
    "Label": Label,
    "Group": Group,
    "Choose": Choose,
    "If": If,
    "Else_If": If,
    "Else": Else,
    "Names": Names,
    "Name": Name,
    "Et_Al": EtAl,
    "Substitute": Substitute,
}
"""The classes that come before those of ``citeproc-py``, by the names that these have there; else ``Element``."""
