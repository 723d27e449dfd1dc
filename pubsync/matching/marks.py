"""What a title says of the work's kind and number: an erratum, Part II, the third challenge, a yearly introduction."""

from __future__ import annotations

import re

from pubsync.frozen import frozen
from pubsync.matching.normalize import TitleForm
from pubsync.matching.words import words_of

_MARKS = {
    "erratum": re.compile(r"^(?:erratum|errata|corrigendum|correction|corrections|addendum|retraction|retracted)\b"),
    "reply": re.compile(r"^(?:reply|response|comments?|commentary|discussion|rejoinder)(?: to| on| of|$)\b"),
    "dataset": re.compile(r"\b(?:replication package|data ?set for|artifacts? for|supplementary material)\b"),
    "talk": re.compile(r"\b(?:slides|poster|invited talk|keynote)\b"),
    "extended": re.compile(r"\b(?:vision paper|position paper|work in progress|extended abstract)\b"),
    "patent": re.compile(r"\bus patents?\b"),
}
# A title that neither begins with one of these words nor holds one of those has no such mark: a look at its words costs
# a tenth of the patterns.
_MARK_BEGINS = dict.fromkeys(
    words_of("erratum errata corrigendum correction corrections addendum retraction retracted"), "erratum"
) | dict.fromkeys(words_of("reply response comment comments commentary discussion rejoinder"), "reply")
_MARK_HOLDS = {
    word: kind
    for kind, words in {
        "dataset": "replication data dataset artifact artifacts supplementary",
        "talk": "slides poster invited keynote",
        "extended": "vision position work extended",
        "patent": "us",
    }.items()
    for word in words_of(words)
}
_NO_KINDS = frozenset[str]()
_DIGITS = re.compile(r"\d+")
_ORDINALS = {
    word: str(number)
    for number, word in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"), 1
    )
}
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_COUNTED = _ORDINALS | _ROMAN
_PARTED = frozenset(("part", "volume", "vol", "chapter", "phase", "type", "series", "no"))
_PART = re.compile(rf"\b(?:{'|'.join(sorted(_PARTED))})\b ([ivx]+|[0-9]+)\b")
_RECURRING = re.compile(
    r"^(?:guest )?(?:editorial|editors? (?:comments|notes|introduction)|preface|foreword|message from|proceedings of"
    r"|call for (?:papers|participation|contributions))\b|\bminitrack\b|\bspecial issue\b"
    r"|^(?:introduction to|report on|overview of|findings of) the .*"
    r"\b(?:challenge|workshop|task|track|conference|theme)\b"
)


_RECURRING_BEGINS = words_of(
    "guest editorial editor editors preface foreword message proceedings call introduction report overview findings"
)
_RECURRING_HOLDS = words_of("minitrack special")


@frozen()
class TitleMarks:
    """What a title says besides its subject.

    ``kinds`` are such as ``erratum`` and ``reply``; ``numbers`` all numbers in digits, ``ordinal`` whether one of them
    was written as a word or in Roman numerals; ``recurring`` whether such titles come again every year.
    """

    kinds: frozenset[str]
    part: str
    numbers: frozenset[str]
    ordinal: bool
    recurring: bool


_NO_MARKS = TitleMarks(_NO_KINDS, "", frozenset(), ordinal=False, recurring=False)
# Most titles hold none of these words and no number.
_TELLING = _RECURRING_BEGINS | _RECURRING_HOLDS | _PARTED | _MARK_BEGINS.keys() | _MARK_HOLDS.keys() | _COUNTED.keys()


def title_marks(title: TitleForm) -> TitleMarks:
    """Return the marks of a title."""
    text, words = title.text, title.words
    if _TELLING.isdisjoint(words) and title.compact.isalpha():
        return _NO_MARKS
    begins, holds = words[:1], not _RECURRING_HOLDS.isdisjoint(words)
    possible = [_MARK_BEGINS[word] for word in begins if word in _MARK_BEGINS]
    possible += [_MARK_HOLDS[word] for word in words if word in _MARK_HOLDS]
    kinds = frozenset([kind for kind in possible if _MARKS[kind].search(text)]) if possible else _NO_KINDS
    recurring = (holds or not _RECURRING_BEGINS.isdisjoint(begins)) and bool(_RECURRING.search(text))
    found = None if _PARTED.isdisjoint(words) else _PART.search(text)
    part = _ROMAN.get(found.group(1), found.group(1)) if found else ""
    counted = [] if _COUNTED.keys().isdisjoint(words) else [_COUNTED[word] for word in words if word in _COUNTED]
    numbers = frozenset(counted + _DIGITS.findall(text))
    return TitleMarks(kinds, part, numbers, bool(counted), recurring)
