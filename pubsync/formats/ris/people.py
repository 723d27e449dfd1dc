"""Authors and editors: one a value, or several in one, in any order of their parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pubsync.formats.bibtex.authors import LONGEST_NAME, Names
from pubsync.formats.ris.entry import plain
from pubsync.records.names import Name, parse_name, script

_SEPARATOR = re.compile("[;；\n]")
_AND = re.compile(r"\s+and\s+")
_HAN_SEPARATOR = re.compile(r"\s*[,，、]\s*")
_CJK = ("Hani", "Jpan", "Kore")
_COMPOUND = frozenset("欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 皇甫 夏侯 东方 慕容 令狐 宇文 长孙 司徒 端木 南宫".split())  # noqa: SIM905 - a word list reads better so
_OTHERS = re.compile(r"(?:and\s+)?(?:others|et\.?\s*al\.?|\.\.\.|…|等)$", re.IGNORECASE)
_ET_AL = re.compile(r"(?:,\s?|\s)(?:et\.?\s*al\.?|\.\.\.|…|等)$", re.IGNORECASE)
# Footnotes of CNKI ("郝国强[1,2]"), mail addresses of Web of Science, ORCID iDs, "(Corresponding Author)".
_BESIDE = re.compile(
    r"\[[\d,，\s]{1,20}\]|\([^()]{0,80}[@\d][^()]{0,80}\)|\((?:corresponding|reprint)[^()]{0,80}\)", re.IGNORECASE
)
_MARKS = " *∗＊†‡§¶#,;!"


def read_names(values: Iterable[str]) -> Names:
    """Return the names of an entry; they are no complete list where it ends in "et al."."""
    names: list[Name] = []
    complete = True
    for value in values:
        for piece in _pieces(value):
            bare = _ET_AL.sub("", piece)
            is_others = bool(_OTHERS.match(bare))
            complete = complete and not is_others and bare == piece
            name = None if is_others else _name(bare[:LONGEST_NAME])
            names += [name] if name is not None else []
    return Names(tuple(_once(names)), complete)


def _once(names: list[Name]) -> Iterable[Name]:
    """Some exports write the whole list twice, as ``A1`` and as ``AU``; else two names alike are two people."""
    counts = Counter(names)
    return counts if all(count == 2 for count in counts.values()) else names  # noqa: PLR2004 - twice


def _pieces(value: str) -> Iterator[str]:
    for part in _SEPARATOR.split(value):
        text = " ".join(_BESIDE.sub("", part).split())
        if script(text) in _CJK:
            yield from _han_pieces(text)
        elif text:
            yield from _by_and(text)


def _by_and(text: str) -> list[str]:
    """Split "Smith, J. and Doe, A." and "John Smith and Jane Doe", but no group whose name has an "and"."""
    pieces = [piece for piece in _AND.split(text) if piece]
    if len(pieces) > 1 and all(re.search(r",\s*\S", piece) for piece in pieces):
        return pieces
    is_group = bool(parse_name(text).literal) or any("," in piece or " " not in piece for piece in pieces)
    return [text] if is_group else pieces


def _han_pieces(text: str) -> list[str]:
    """Split "颜宏,石德成,赵伟", but not "余, 敏" or "山田, 太郎", where a comma parts one name."""
    pieces = [piece for piece in _HAN_SEPARATOR.split(text) if piece]
    is_one = len(pieces) == 2 and (", " in text or len(pieces[0]) == 1 or pieces[0] in _COMPOUND)  # noqa: PLR2004 - family and given
    return [text] if is_one else pieces


@lru_cache(maxsize=32768)
def _name(piece: str) -> Name | None:
    text = plain(piece)
    if text.endswith(","):
        group = text.rstrip(_MARKS)
        return Name(literal=group) if group else None
    name = parse_name(text.strip(_MARKS))
    return name if str(name) else None


def joined(values: Iterable[str]) -> str:
    """Return names in one text, as an output shows them that has no better place for them."""
    return "; ".join(str(name) for name in read_names(values).names)
