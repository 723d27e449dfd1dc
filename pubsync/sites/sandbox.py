"""The sandbox that templates run in, and the few words of ours that they may use beside Jinja's.

Entries are rendered by the thousand, and a macro of Jinja's costs ten times a filter: what each text of an entry goes
through is a filter here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from pubsync.sites.contexts import PublicationContext

_HAN = re.compile("[一-鿿]")
_HARMLESS = frozenset((PublicationContext, Markup, str))
"""What templates mostly read from: nothing of it can be changed, and nothing leads into the interpreter."""


def one_line(text: str) -> Markup:
    """Return a text on one line, escaped where it was not."""
    return Markup(" ".join(str.split(escape(text))))  # noqa: S704 - escaped just before


def lang(text: str, language: str, given: str = "") -> Markup:
    """Return the ``lang`` attribute of a text in another language than the page's: the one given, else that it shows.

    Only Chinese shows.
    """
    tag = given or ("zh" if is_han(text) else "")
    if not tag or _primary(tag) == _primary(language):
        return Markup()
    return Markup(' lang="{}"').format(tag)


def comma(before: str, labels: Mapping[str, Any]) -> str:
    """Return what stands between two facts: the language's comma, but the Latin one after Latin letters or figures."""
    return str(labels["comma"]) if is_han(Markup(before).striptags()[-1:]) else ", "  # noqa: S704 - for its end alone


def is_han(text: str) -> bool:
    """Whether any of a text is written in Han characters."""
    return not text.isascii() and _HAN.search(text) is not None


def is_followed(url: str) -> bool:
    """Whether an address may be followed: http, https, or one within the site (no colon before its first slash)."""
    scheme = url.partition("/")[0].lower()
    return bool(url) and (scheme in {"http:", "https:"} or ":" not in scheme)


FILTERS: Mapping[str, Callable[..., Any]] = MappingProxyType({"one_line": one_line, "lang": lang, "comma": comma})
TESTS: Mapping[str, Callable[[str], bool]] = MappingProxyType({"han": is_han, "followed": is_followed})


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox for templates in folders, the user's first.

    A template of the user's can extend "pubsync/region/talk.md.j2", ours, though its own name is the same.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        """Load nothing yet."""
        ours = PrefixLoader({"pubsync": FileSystemLoader(folders[-1])})
        super().__init__(
            loader=ChoiceLoader([*map(FileSystemLoader, folders), ours]),
            auto_reload=False,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.filters.update(FILTERS)
        self.tests.update(TESTS)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - as Jinja has it
        """Return what Jinja would, sooner for the types that most attributes are read from."""
        if type(obj) in _HARMLESS:
            return not attr.startswith("_")
        return super().is_safe_attribute(obj, attr, value)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()
