"""Texts in several languages."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from pubsync.frozen import frozen

_GAP = re.compile(r"(?<=[A-Za-z-]\d\.) (?=\d)")
_HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_EAST_ASIAN = frozenset(("zh", "ja", "ko"))


class Translation(NamedTuple):
    """One field's text in one language (a BCP 47 tag such as ``zh`` or ``en``)."""

    field: str
    language: str
    text: str

    @property
    def primary_language(self) -> str:
        """Its language without script or region: ``zh`` of ``zh-Hans``."""
        return self.language.partition("-")[0].casefold()


@frozen(kw_only=True)
class Translatable:
    """Something whose text fields may be given in several languages besides the original."""

    language: str = ""
    """The language of the original texts, as a BCP 47 tag; empty where nobody said."""
    translations: tuple[Translation, ...] = ()

    def text(self, name: str, language: str = "") -> str:
        """Return field ``name`` in ``language``, else the original.

        The original is taken for one in ``language`` where that is said of it and its writing agrees.
        """
        original = str(getattr(self, name))
        wanted = language.partition("-")[0].casefold()
        if not (self.translations and wanted):
            return original
        said = self.language.partition("-")[0].casefold()
        if wanted == said and wanted == language_of(original, said):
            return original
        same = (one.text for one in self.translations if one.field == name and one.primary_language == wanted)
        return next(same, original)

    def languages(self, name: str) -> frozenset[str]:
        """Return the languages, such as ``zh``, in which field ``name`` is given; empty where it is not given."""
        own = language_of(str(getattr(self, name)), self.language)
        others = (one.language for one in self.translations if one.field == name and one.text)
        return frozenset(tag.partition("-")[0].casefold() for tag in (own, *others) if tag)


def language_of(text: str, said: str = "") -> str:
    """Return the language of a title: ``zh, ja`` or ``ko`` by its writing, else ``said``, else ``en``; "" of no text.

    ``said`` is what the sources say of the language (a BCP 47 tag), which may be that of another of its titles. In Han
    characters is what has more of them than Latin words: "基于BERT的翻译", but not "The particle 的 in Mandarin".
    """
    tag = said.partition("-")[0].casefold()
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    if len(_HAN.findall(text)) > len(_LATIN_WORD.findall(text)):
        return tag if tag in _EAST_ASIAN else "zh"
    if not text:
        return ""
    return tag if tag and tag not in _EAST_ASIAN else "en"


def plain_form(text: str) -> str:
    """Return the letters and digits of a text alone, folded: what stays equal when case, accents or marks change."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text).casefold() if letter.isalnum())


def without_gaps(title: str) -> str:
    """Return a title of Google Scholar's without the blanks that it puts into numbers: "PM2. 5" is "PM2.5"."""
    return _GAP.sub("", title)


def has_han(text: str) -> bool:
    """Whether a text holds Chinese characters."""
    return not text.isascii() and bool(_HAN.search(text))
