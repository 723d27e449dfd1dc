"""Chinese names in Latin letters: Hanyu Pinyin syllables, and how Han characters are read."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxryw]|[zcs]h?)"
    r"(?:a(?:i|ng?|o)?|e(?:i|ng?)?|ong|ou|i(?:a(?:ng?|o)?|e|ng?|ong|u)?|u(?:a(?:i|ng?)?|e|i|n|o)?|ve?)"
    r"|[bpmfwy]o|a(?:i|ng?|o)?|e(?:i|ng?|r)?|ou?"
)
_LONGEST = 30
_COMPOUND_SURNAMES = frozenset(
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 皇甫 夏侯 东方 東方 尉迟 尉遲 公孙 公孫 慕容 令狐 宇文 长孙 長孫 司徒 "  # noqa: SIM905 - a word list reads better so
    "端木 南宫 西门 百里 独孤 万俟 鲜于 轩辕 钟离 闾丘 澹台 公冶 太史 申屠 呼延 东郭 南门 拓跋 赫连 纳兰".split()
)
_LONGEST_NAME = 4
_MOST_READINGS = 64


def syllable_splits(word: str) -> Iterator[tuple[str, ...]]:
    """Yield every way to read a lower-case word as pinyin syllables: "xian" is "xian" and "xi an"."""
    if word and len(word) <= _LONGEST:
        yield from _splits(word, 0, ())


def _splits(word: str, start: int, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if start == len(word):
        yield before
    # A name has three syllables at most, and none is longer than six letters ("zhuang").
    if len(before) == 3:  # noqa: PLR2004 - as said above
        return
    for end in range(start + 1, min(len(word), start + 6) + 1):
        if _SYLLABLE.fullmatch(word, start, end):
            yield from _splits(word, end, (*before, word[start:end]))


def is_syllable(word: str) -> bool:
    """Whether a lower-case word is one pinyin syllable."""
    return _SYLLABLE.fullmatch(word) is not None


def readings(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each reading of a Chinese name in Han characters: the family name, and the given name's syllables.

    All readings of a character are taken, as names keep old ones (仇 is qiu, 区 ou), and compound family names are
    read both ways. ü is yielded as ``v``, ``u`` and ``yu``, which passports and papers all use. A name of more than
    four characters is no Chinese name, and has none.
    """
    if not 1 < len(name) <= _LONGEST_NAME:
        return
    syllables = [_syllables(character) for character in name]
    for reading in itertools.islice(itertools.product(*syllables), _MOST_READINGS):
        yield reading[0], reading[1:]
        if name[:2] in _COMPOUND_SURNAMES and len(name) > 2:  # noqa: PLR2004 - two for the family, the rest given
            yield reading[0] + reading[1], reading[2:]


def _syllables(character: str) -> list[str]:
    from pypinyin import Style, pinyin  # noqa: PLC0415 - its tables take a quarter of a second to load

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    spelt = [
        syllable.replace("v", letter)
        for syllable in (found[0] if found else [])
        for letter in (("v", "u", "yu") if "v" in syllable else ("v",))
    ]
    return list(dict.fromkeys(spelt))
