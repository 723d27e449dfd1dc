"""One entry of any of these forms, by words that mean the same in all, and how its texts are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pubsync.formats.bibtex.entries import NoticeBoard
from pubsync.formats.latex import to_text
from pubsync.formats.ris.lines import TaggedEntry, cut
from pubsync.formats.ris.tags import WORDS

_NOTHING = frozenset(
    ("", "n/a", "na", "-", "--", "–", "?", "tba", "null", "none", "undefined", "[anonymous]", "n/a-n/a")
)
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
_LATEX = re.compile(r"[\\{}]")
_HAN = "\u3000-\u9fff\uff00-\uffef"
_HAN_BREAK = re.compile(f"(?:(?<=[{_HAN}])|(?<=[{_HAN}][,.;:)]))[^\\S\n]*\n\\s*(?=[{_HAN},])")
# CNKI's databases write "IC_(50)" and "Ca~(2+)"; MathML and JATS stand in what publishers export.
_LOWERED = re.compile(r"_\((\w{1,8})\)")
_RAISED = re.compile(r"~\(([\w+-]{1,8})\)")
_TAG = re.compile(
    r"</?(?:mml:|jats:)?(?:inline-formula|math|m[inos]|mrow|msub|msup|mtext|inf|title|sec|sc|ext-link)\b[^<>]{0,300}>"
)
_KEPT_FULL_STOP = re.compile(r"(?:\.\.|\b\w\.\w|\b(?:etc|inc|jr|ltd|al|vs))\.$", re.IGNORECASE)
_ORDINARY = re.compile(r"(?:[^\W_]|[ ,.:;()/?!+]|-(?!-))*+")
_AGAIN = re.compile(r"%[AKYI]\s")


def plain(raw: str) -> str:
    """Return a value as one line of plain text, "" for what only fills a place, such as ``n/a``.

    HTML and LaTeX that exports carry along are decoded, mathematics stays as ``$…$``.
    """
    if _ORDINARY.fullmatch(raw):
        text = " ".join(raw.split())
        return "" if text.casefold() in _NOTHING else text
    text = _TAG.sub("", _UNSEEN.sub(" ", _HAN_BREAK.sub("", raw)))
    text = _RAISED.sub(r"<sup>\1</sup>", _LOWERED.sub(r"<sub>\1</sub>", text))
    if not _LATEX.search(text):
        text = text.replace("~", r"\textasciitilde{}")
    text = " ".join(to_text(text).split())
    return "" if text.casefold() in _NOTHING else text


def without_full_stop(text: str) -> str:
    """Return a title without the full stop at its end, which belongs to no title."""
    if text.endswith(".") and not _KEPT_FULL_STOP.search(text):
        return text[:-1].rstrip()
    return text.removesuffix("。")


@dataclass(slots=True)
class Entry:
    """One entry: ``values`` are raw texts by word, in their order; ``form`` is the one it is written in."""

    form: str
    line: int
    values: dict[str, list[str]] = field(default_factory=dict)

    def add(self, word: str, value: str, board: NoticeBoard) -> None:
        """Add a value; what is empty says nothing."""
        if value.strip():
            self.values.setdefault(word, []).append(cut(value.strip(), word, self.line, board))

    def all(self, *words: str) -> list[str]:
        """Return all raw values of the words, word by word."""
        return [value for word in words for value in self.values.get(word, ())]

    def texts(self, *words: str) -> Iterator[str]:
        """Yield all values of the words that say something, as plain text."""
        return filter(None, map(plain, self.all(*words)))

    def text(self, *words: str) -> str:
        """Return the first value of the words that says something, as plain text."""
        return next(self.texts(*words), "")

    def is_from(self, *names: str) -> bool:
        """Whether the database that exported it is one of these."""
        found = " ".join(self.all("database", "accession")).casefold()
        return any(name in found for name in names)


def entry_of(tagged: TaggedEntry, form: str, board: NoticeBoard) -> Entry:
    """Return an entry of tagged lines by words."""
    entry = Entry(form, tagged.line)
    table = WORDS[form]
    for tag, value in tagged.values():
        for word in table.get(tag, ()):
            for one in _parted(value, form, word):
                entry.add(word, one, board)
    return entry


def _parted(value: str, form: str, word: str) -> Iterable[str]:
    """CNKI's EndNote form may have several authors or keywords in a line, each with its tag."""
    return _AGAIN.split(value) if form == "endnote" and word in ("author", "keyword") else (value,)
