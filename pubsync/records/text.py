"""Texts in several languages."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from pubsync.records.frozen import frozen

_GAP = re.compile(r"(?<=[A-Za-z-]\d\.) (?=\d)")
_HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")


class Translation(NamedTuple):
    """One field's text in one language (a BCP 47 tag such as ``zh`` or ``en``)."""

    field: str
    language: str
    text: str


@frozen(kw_only=True)
class Translatable:
    """Something whose text fields may be given in several languages besides the original."""

    language: str = ""
    """The language of the original texts, as a BCP 47 tag; empty where nobody said."""
    translations: tuple[Translation, ...] = ()

    def text(self, name: str, language: str = "") -> str:
        """Return field ``name`` in ``language``, else the original."""
        if not self.translations:
            return str(getattr(self, name))
        wanted = language.partition("-")[0].casefold()
        if wanted and wanted != self.language.partition("-")[0].casefold():
            for translation in self.translations:
                if translation.field == name and translation.language.partition("-")[0].casefold() == wanted:
                    return translation.text
        return str(getattr(self, name))


def plain_form(text: str) -> str:
    """Return the letters and digits of a text alone, folded: what stays equal when case, accents or marks change."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text).casefold() if letter.isalnum())


def without_gaps(title: str) -> str:
    """Return a title of Google Scholar's without the blanks that it puts into numbers: "PM2. 5" is "PM2.5"."""
    return _GAP.sub("", title)


def has_han(text: str) -> bool:
    """Whether a text holds Chinese characters."""
    return not text.isascii() and bool(_HAN.search(text))
