"""Titles and names of journals in two languages, as Chinese databases export them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pubsync.formats.bibtex.types import language_tag
from pubsync.formats.ris.entry import Entry, without_full_stop
from pubsync.records.text import Translation, has_han

_EQUALS = re.compile(r"\s+=\s+")
_CHINESE = ("cnki", "知网", "万方", "wanfang", "维普", "cqvip", "中华医学", "中国专利")


def read_title(entry: Entry, *words: str) -> tuple[str, tuple[Translation, ...]]:
    """Return the title that the first of the words has, and the same in the other language of the edition."""
    texts = next(filter(None, (list(entry.texts(word)) for word in words)), [])
    written = [without_full_stop(piece) for text in texts for piece in _parted(text)]
    if not written:
        return "", ()
    others = [without_full_stop(text) for text in entry.texts("title_other")]
    bracketed = written[0].rstrip(".")
    if entry.form == "nbib" and bracketed.startswith("[") and bracketed.endswith("]"):
        # PubMed puts its translations in brackets, and has the original beside them.
        translated = without_full_stop(bracketed[1:-1])
        return (others[0], (Translation("title", "en", translated),)) if others else (translated, ())
    return written[0], tuple(in_other_language("title", written[0], [*written[1:], *others]))


def _parted(text: str) -> list[str]:
    """Split "中文题名 = English title"."""
    parts = _EQUALS.split(text)
    is_pair = len(parts) == 2 and has_han(parts[0]) != has_han(parts[1])  # noqa: PLR2004 - as its name says
    return parts if is_pair else [text]


def in_other_language(field: str, text: str, others: Iterable[str]) -> Iterator[Translation]:
    """Yield the first of the others that is Chinese where ``text`` is not, or the other way round.

    What stands beside a Chinese title is taken for English.
    """
    found = next((other for other in others if other and has_han(other) != has_han(text)), "")
    if found:
        yield Translation(field, "zh" if has_han(found) else "en", found)


def read_language(entry: Entry, title: str) -> str:
    """Return the language of an entry: what it says, or Chinese where a Chinese database has a Chinese title."""
    for text in entry.texts("language"):
        if tag := language_tag(text.rstrip(";； ")):
            return tag
    return "zh" if has_han(title) and entry.is_from(*_CHINESE) else ""
