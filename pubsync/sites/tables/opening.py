"""Which format a structured file has, and how that is read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from pubsync.edits import same_value
from pubsync.errors import SiteError
from pubsync.sites.frontmatter import decode
from pubsync.sites.tables import bibtex_rows
from pubsync.sites.tables.rows import Dialect, Document
from pubsync.sites.tables.trees import open_json, open_yaml
from pubsync.sites.yamltext import storable

_DIALECTS: Final[Mapping[str, Dialect]] = {
    "bibtex": bibtex_rows.dialect(),
    "yaml": Dialect(open=open_yaml, stored=storable, same=same_value),
    "json": Dialect(open=open_json, stored=storable, same=same_value),
}
_FORMATS: Final = {".bib": "bibtex", ".yaml": "yaml", ".yml": "yaml", ".json": "json"}
_BOM = "\ufeff"
_CONFLICTS = ("<<<<<<< ", ">>>>>>> ")


def dialect_of(path: str, wanted: str = "") -> Dialect:
    """Return how the file at ``path`` is written, by its suffix.

    Raises:
        SiteError: where the suffix is that of another format than ``wanted``, or of none.
    """
    found = next((name for suffix, name in _FORMATS.items() if path.casefold().endswith(suffix)), "")
    if not found or wanted not in ("", found):
        remedy = "let its name end in .bib, .yaml, .yml or .json, as its format is"
        raise SiteError("the name does not say what format the file has", where=path, remedy=remedy)
    return _DIALECTS[found]


def text_of(content: bytes, path: str) -> tuple[str, str]:
    """Return a file's byte order mark, "" where it has none, and its text.

    Raises:
        SiteError: with file and line, where it is too large, no UTF-8, or holds the marks of a merge conflict.
    """
    text = decode(content, path)
    for line, one in enumerate(text.split("\n"), start=1) if any(mark in text for mark in _CONFLICTS) else ():
        if one.startswith(_CONFLICTS):
            message = "the mark of a merge conflict stands there"
            raise SiteError(message, where=f"{path}:{line}", remedy="resolve the conflict, then run again")
    return (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)


@lru_cache(maxsize=8)
def open_document(text: str, path: str) -> Document:
    """Read a file's text; a run does so twice, to tell its edits and to plan it.

    Raises:
        SiteError: with file and line, where it can't be read.
    """
    return dialect_of(path).open(text, path)
