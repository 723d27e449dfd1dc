"""Works as citations in a style of CSL, with the own name set off."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from pubsync.citing.csl import CslValue, csl_entry
from pubsync.citing.languages import is_east_asian, name_in_print
from pubsync.citing.markup import field_text, set_off, unset_html_of
from pubsync.citing.name_list import ListedName
from pubsync.citing.styles import default_locale, find_style
from pubsync.errors import SettingsError
from pubsync.frozen import frozen
from pubsync.keeping import Shelf, key_of, made_by
from pubsync.records.names import Name
from pubsync.records.record import Bibliographic
from pubsync.records.two_scripts import by_either

if TYPE_CHECKING:
    from pubsync.citing.processor import Processor

_LONGEST = 2000
_LONGEST_NUMBER = 200
_NO_TEXTS = frozenset(["id", "type"])
_NUMBERS = frozenset(["volume", "issue", "page", "number", "edition"])
_MOST_NAMES = 6000
"""The longest list of authors that a paper had was 5,154 names (Aad et al. 2015); what is longer ends in "et al."."""
_ENGLISH = "en"
_EAST_ASIAN = frozenset(["zh", "ja", "ko"])
_TAG = re.compile(r"(?P<language>[A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-(?P<region>[A-Za-z]{2}))?(?:-[A-Za-z0-9]+)*")
_WORD = re.compile("[a-z]+")
_NO_MARKS: Mapping[str, str] = MappingProxyType({})
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a style that breaks the specification makes ``citeproc-py`` raise."""


@frozen()
class Citation:
    """A work in print, its own names marked and not yet set off; they are ``own``, in the order of their numbers."""

    marked: str
    own: tuple[Name, ...]

    def html(self, stands_out: Callable[[Name], bool] = lambda _name: True) -> str:
        """Return the citation as safe HTML on one line, with those of the own names set off that are to stand out.

        Only ``i``, ``b``, ``sup``, ``sub``, ``a`` and ``span`` for small capitals stand in it, always closed.
        """
        return set_off(self.marked, lambda number: stands_out(self.own[number - 1]))


class Citer:
    """Prints works in one style and one language.

    The words of a citation ("et al.", "in", a month's name) are those of the page's language. Only between Chinese and
    other scripts it is the work that counts, as GB/T 7714-2015 wants it: on a Chinese page, works in Latin letters have
    English words, and a Chinese style has Chinese ones for works in Chinese on any page.

    Args:
        style: the name of a style, an alias such as ``mla``, or the path of a ``.csl`` file, see ``find_style``.
        language: the page's, as a BCP 47 tag.
        is_own: whether a name is the own one.
        highlight: ``bold`` sets the own name off; ``none`` does not.
        marks: what follows a name that has a role, raised, such as ``{"equal": "*", "corresponding": "†"}``.
        page_of: the address that a name leads to, already safe, or "".

    Raises:
        SettingsError: where there is no such style; it names the nearest spellings.
    """

    def __init__(
        self,
        style: str,
        language: str,
        is_own: Callable[[Name], bool],
        highlight: str = "bold",
        marks: Mapping[str, str] = _NO_MARKS,
        page_of: Callable[[Name], str] = lambda _name: "",
    ) -> None:
        """Find the style; it is read with the first citation."""
        self._path = find_style(style)
        self._language = language
        self._locale_wanted = _csl_locale(language)
        self._is_own = is_own if highlight == "bold" else _nobody
        self._marks = marks
        self._page_of = page_of
        self._shelf = Shelf(None)
        self._names: dict[tuple[Name, Name], tuple[ListedName, Name | None, str]] = {}
        self._processors: dict[str, Processor] = {}

    def keeping(self, shelf: Shelf) -> Self:
        """Return this citer, which from now on takes from a shelf what earlier runs printed, and adds its own."""
        self._shelf = shelf
        return self

    def html(self, work: Bibliographic, key: str) -> str:
        """Return the citation of a work with every own name set off, see ``cite``."""
        return self.cite(work, key).html()

    def cite(self, work: Bibliographic, key: str) -> Citation:
        """Return the citation of a work, without a number before it.

        Raises:
            SettingsError: where the style can't be read or is broken.
        """
        entry = csl_entry(work, key, self._language)
        variables = _variables(entry, self._words)
        if work.issued:
            variables["issued"] = work.issued
        addresses: list[str] = []
        own: list[Name] = []
        authors = zip(work.authors(self._language), work.author, strict=True)
        for role, names in (("author", authors), ("editor", zip(work.editor, work.editor, strict=True))):
            shown = islice(names, _MOST_NAMES)
            if listed := [self._listed(name, other, addresses, own) for name, other in shown if str(name)]:
                variables[role] = listed
        variables["author-cut"] = not work.author_complete or len(work.author) > _MOST_NAMES
        return Citation(self._printed(str(entry["type"]), variables, addresses, self._locale(work)), tuple(own))

    def _printed(self, kind: str, variables: Mapping[str, object], addresses: Sequence[str], locale: str) -> str:
        """Return the citation as ``unset_html_of`` makes it, or made it in an earlier run of all the same."""
        key = key_of(self._program, locale, kind, repr(variables), *addresses)
        kept = self._shelf.find(key)
        if kept is not None:
            return kept.decode("utf-8", "surrogatepass")
        printed = unset_html_of(self._citation(kind, variables, locale), addresses)
        self._shelf.add(key, printed.encode("utf-8", "surrogatepass"))
        return printed

    @cached_property
    def _program(self) -> str:
        """What prints: the style, as its file says it today, and the releases of all that reads it."""
        return f"{made_by('citeproc', 'lxml')} {key_of(self._path.read_bytes()).hex()}"

    @cached_property
    def _words(self) -> frozenset[str]:
        """All words that the style's file is made of: no variable is printed whose name begins with another."""
        content = self._path.read_bytes().replace(b"\0", b"")  # UTF-16 has one in each letter
        return frozenset(_WORD.findall(content.decode("ascii", "replace").casefold()))

    def _citation(self, kind: str, variables: Mapping[str, object], locale: str) -> str:
        try:
            citation = self._processor(locale).citation(kind, variables)
        except _FAULTS as error:
            raise SettingsError(
                f"this citation style is broken: {type(error).__name__}: {error}",
                where=str(self._path),
                remedy="choose another style",
            ) from error
        return citation or str(variables.get("title", ""))

    def _listed(self, name: Name, other: Name, addresses: list[str], own: list[Name]) -> ListedName:
        """Return a name ready for print; what it leads to is added to ``addresses``, and an own one to ``own``.

        ``other`` is the same author's name as the leading source writes it, by which they are known just as well.
        """
        known = (name, other)
        if known not in self._names:
            mine = by_either(name, other, self._is_own)
            self._names[known] = (self._unlinked(name), mine, self._page_of(name) or self._page_of(other))
        listed, mine, address = self._names[known]
        if mine is not None:
            own.append(mine)
            listed = listed._replace(own=len(own))
        if not address:
            return listed
        addresses.append(address)
        return listed._replace(link=len(addresses) - 1)

    def _unlinked(self, name: Name) -> ListedName:
        marks = "".join(self._marks.get(role, "") for role in name.roles)
        if not name.family or is_east_asian(name.family + name.given):
            literal = field_text(name_in_print(name, self._language), _LONGEST_NUMBER)
            return ListedName(literal=literal, marks=marks)
        parts = (name.family, name.given, name.non_dropping_particle, name.suffix)
        family, given, particle, suffix = (field_text(part, _LONGEST_NUMBER) for part in parts)
        return ListedName(family, given, particle, suffix, marks=marks)

    def _processor(self, locale: str) -> Processor:
        from pubsync.citing.processor import Processor  # noqa: PLC0415 - lxml and citeproc load with the first citation

        if locale not in self._processors:
            self._processors[locale] = Processor(self._path, locale)
        return self._processors[locale]

    def _locale(self, work: Bibliographic) -> str:
        """Return the locale whose words the citation is to have, see the class."""
        style = default_locale(self._path)
        wanted = self._locale_wanted
        names = work.authors(wanted)[:_MOST_NAMES]
        if is_east_asian(work.text("title", wanted) + "".join(map(str, names))):
            wanted = style if _language(style) in _EAST_ASIAN else wanted
        elif _language(wanted) in _EAST_ASIAN:
            wanted = _ENGLISH
        return style if _language(style) == _language(wanted) else wanted


def _nobody(_: Name) -> bool:
    return False


def _csl_locale(tag: str) -> str:
    """Return the locale that CSL knows for a BCP 47 tag: ``zh-CN`` for ``zh-hans-cn``, English for what is no tag."""
    found = _TAG.fullmatch(tag)
    if not found:
        return _ENGLISH
    region = found.group("region")
    return f"{found.group('language').lower()}-{region.upper()}" if region else found.group("language").lower()


def _language(locale: str) -> str:
    return locale.partition("-")[0].casefold()


def _variables(entry: Mapping[str, CslValue], words: frozenset[str]) -> dict[str, object]:
    """Return the entry's texts as the processor takes them: the title, and whatever ``words`` can ask for."""
    variables: dict[str, object] = {}
    for name, value in entry.items():
        is_wanted = name == "title" or name.casefold().partition("-")[0] in words
        if is_wanted and isinstance(value, str) and name not in _NO_TEXTS:
            limit = _LONGEST_NUMBER if name in _NUMBERS else _LONGEST
            variables[name] = field_text(value, limit)
    if "event-title" in variables:
        variables["event"] = variables["event-title"]
    return variables
