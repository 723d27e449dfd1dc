"""The elements of a CSL style that print names, see ``elements``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pubsync.citing.element import Element, Entry, Node
from pubsync.citing.name_list import NameListStyle, name_list


class Names(Element):
    """``cs:names``."""

    def render(self, item: Entry, names_context: Node = None, **_: object) -> str | None:
        """Return the names of all roles, each with its label, or what stands in for them."""
        variables, delimiter, substitute = self.kept("own", self._own)
        roles = [role for role in variables if item.call(role)]
        if not roles:
            found: str | None = None if substitute is None else substitute.render(item)
            return found
        source = self if names_context is None else names_context
        return self.framed(delimiter.join([source.role(item, role) for role in roles]))

    def _own(self) -> tuple[list[str], str, Node]:
        """Return the roles, what stands between them, and what stands in for them."""
        delimiter = self.option("delimiter", "names-delimiter") or ""
        return self.get("variable").split(), delimiter, next(iter(self.xpath_search("./cs:substitute")), None)

    def role(self, item: Entry, role: str) -> str:
        """Return the names of one role with their label, as this element wants them."""
        name, label, label_first = self.kept("parts", self._parts)
        names: str = name.listed(item, role)
        if label is None:
            return names
        word = label.word(role, several=len(item.variables[role]) > 1) or ""
        return word + names if label_first else names + word

    def _parts(self) -> tuple[Node, Node, bool]:
        return self.name, self.label, self.label is not None and self.label is self.getchildren()[0]

    if TYPE_CHECKING:
        name: Node
        label: Node


class Name(Element):
    """``cs:name``: all of it is done in ``name_list``."""

    def listed(self, item: Entry, role: str) -> str:
        """Return the list of names."""
        style = self.kept("style", self._style)
        text = name_list(item.variables[role], style, cut=bool(item.variables.get(f"{role}-cut")))
        return self.framed(text)

    def _style(self) -> NameListStyle:
        et_al = self.xpath_search("./following-sibling::cs:et-al[1]")
        return NameListStyle(
            delimiter=self._option("delimiter", ", ", "name-delimiter"),
            and_word={"text": str(self.get_single_term(name="and")), "symbol": "&"}.get(self._option("and"), ""),
            et_al=et_al[0].word() if et_al else str(self.get_single_term(name="et-al")),
            delimiter_precedes_last=self._option("delimiter-precedes-last", "contextual"),
            delimiter_precedes_et_al=self._option("delimiter-precedes-et-al", "contextual"),
            et_al_min=int(self._option("et-al-min", "0")),
            et_al_use_first=int(self._option("et-al-use-first", "1")),
            et_al_use_last=self._option("et-al-use-last") == "true",
            form=self._option("form", "long", "name-form"),
            initialize=self._option("initialize", "true") == "true",
            initialize_with=self.option("initialize-with"),
            initialize_with_hyphen=self._option("initialize-with-hyphen", "true") == "true",
            name_as_sort_order=self._option("name-as-sort-order"),
            sort_separator=self._option("sort-separator", ", "),
            demote_particle=self._option("demote-non-dropping-particle", "display-and-sort") == "display-and-sort",
            family_part=self._part("family"),
            given_part=self._part("given"),
        )

    def _option(self, name: str, default: str = "", inherited: str = "") -> str:
        found = self.option(name, inherited)
        return default if found is None else found

    def _part(self, name: str) -> Callable[[str], str]:
        found = self.xpath_search(f"./cs:name-part[@name='{name}']")
        if not found:
            return str
        return lambda text: str(found[0].framed(found[0].case(text)))


class EtAl(Element):
    """``cs:et-al``."""

    def word(self) -> str:
        """Return the word, formatted."""
        word: str = self.kept("word", lambda: str(self.get_single_term(name=self.get("term", "et-al"))))
        return self.framed(word)


class Substitute(Element):
    """``cs:substitute``: whatever stands in for names is not printed a second time, be it in a macro."""

    if TYPE_CHECKING:
        getparent: Callable[[], Node]

    def render(self, item: Entry, **_: object) -> str | None:
        """Return the first child that has any text."""
        names = self.getparent()
        for child in self.kept("branches", self.getchildren):
            before = len(item.rendered)
            like_parent = {"names_context": names} if child.tag == names.tag and not len(child) else {}
            text: str | None = child.render(item, **like_parent)
            if text:
                item.repressed.update(item.rendered[before:])
                return text
        return None
