"""Whether a venue, as a work names it, is one that a person asks for: an acronym, or a name in full.

``matching.venues`` weighs names as evidence among other evidence, so it may be vague. What is told here ends in a
number on a homepage: ``ACL`` is not ``NAACL``, nor ``Nature`` the same as ``Nature Communications``.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pubsync.matching.normalize import LONGEST, fold, has_cjk
from pubsync.matching.words import words_of

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_PIECES = re.compile(rf"(?P<stop>[,;:|(){{}}\[\]<>]|\s[-‐-―]+\s)|(?P<han>[{_HAN}]+)|(?P<word>[^\W_{_HAN}]+)")
_LETTERS = re.compile(r"[^\W\d_]+")
_STOP = "|"
_OPEN = "("
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?|st|nd|rd|th")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HAN_EDITION = re.compile(r"^(?:年度?|第[一二三四五六七八九十百零〇]*[届屆次])|论文集$")
_SMALL = words_of("of the in on and for a an to at with de la le et und der die fur")
_ORDINALS = words_of(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth "
    "ninetieth twenty thirty forty fifty sixty seventy eighty ninety hundredth"
)
_SPONSORS = words_of("ieee acm usenix cvf rsj ifip siam springer elsevier isoc mts asme iapr isprs")
_DRESSING = words_of("proceedings proc") | _SMALL | _ORDINALS | _SPONSORS
_EVENTS = words_of("conference conf symposium symp workshop meeting congress colloquium")
_WORLDWIDE = words_of("international intl int joint")
_FEWEST_LETTERS = 3
_FEWEST_OF_ANOTHER = 4
"""Initials less sure than others need more letters: without the "International" that most acronyms hold."""
_LONGEST_ACRONYM = 8
_MOST_PARTS = 4

# What initials do not give. The first ones are parts of those below them.
_KNOWN = tuple(
    (tuple(name.split()), acronym)
    for name, acronym in (
        ("association for computational linguistics", "acl"),
        ("assoc for comput linguistics", "acl"),
        ("assoc comput linguistics", "acl"),
        ("assoc comput ling", "acl"),
        ("north american chapter of the acl", "naacl"),
        ("european chapter of the acl", "eacl"),
        ("asia pacific chapter of the acl", "aacl"),
        ("transactions of the acl", "tacl"),
        ("trans of the acl", "tacl"),
        ("trans acl", "tacl"),
        ("findings of the acl", "findings"),
        ("findings of", "findings"),
        ("international conference on computational linguistics", "coling"),
        ("computational natural language learning", "conll"),
        ("international speech communication association", "interspeech"),
        ("neural information processing systems", "neurips"),
        ("nips", "neurips"),
        ("conference on very large data bases", "vldb"),
        ("pacific asia conference on knowledge discovery and data mining", "pakdd"),
        ("knowledge discovery and data mining", "kdd"),
        ("knowledge discovery data mining", "kdd"),
        ("research and development in information retrieval", "sigir"),
        ("information and knowledge management", "cikm"),
        ("conference on management of data", "sigmod"),
        ("world wide web conference", "www"),
        ("human factors in computing systems", "chi"),
        ("symposium on theory of computing", "stoc"),
        ("conference on robot learning", "corl"),
        ("intelligent robots and systems", "iros"),
        ("medical image computing and computer assisted intervention", "miccai"),
        ("proceedings of the national academy of sciences", "pnas"),
        ("proc natl acad sci", "pnas"),
    )
)
_ACRONYMS = frozenset(acronym for _, acronym in _KNOWN)


class _Form(NamedTuple):
    """A name as it compares.

    ``words`` are folded, with marks where a bracket opens or something else parts them; ``acronyms`` are those that
    are written as one, or stand for a name known to have it.
    """

    words: tuple[str, ...]
    acronyms: frozenset[str]


def is_venue(venue: str, asked: str) -> bool:
    """Return whether ``venue`` ("Findings of the ACL: EMNLP 2020") is the one asked for ("EMNLP"), whatever the case.

    An acronym matches where it stands as a word of its own, or where a name is known by it or has its initials. A name
    in full matches the same name, with or without "Proceedings of the 58th Annual", year, sponsor and what follows it
    behind a comma, colon or bracket; it does not match a name that only holds it. One with a year matches the words
    as they stand.
    """
    there, wanted = _form(venue[:LONGEST]), _form(asked[:LONGEST])
    if not _words_alone(there) or not _words_alone(wanted):
        return False
    if any(_YEAR.fullmatch(word) for word in wanted.words):
        return _holds(_words_alone(there), _words_alone(wanted))
    acronym = _as_acronym(asked, wanted)
    if acronym and (_has_acronym(there, acronym) or "".join(acronym) in _initials(there)):
        return True
    short = {letters for letters in _initials(wanted) if len(letters) >= _FEWEST_OF_ANOTHER}
    return _is_named(there, wanted) or (not acronym and bool(short & there.acronyms))


@lru_cache(maxsize=16384)
def _form(name: str) -> _Form:
    text = unicodedata.normalize("NFKC", name).replace("&", " and ")
    shouting = not any(map(str.islower, text)) and any(len(word) > _LONGEST_ACRONYM for word in _LETTERS.findall(text))
    words: list[str] = []
    acronyms: set[str] = set()
    for word, is_acronym in _pieces(text):
        words.append(word)
        if is_acronym and not shouting:
            acronyms.add(word)
    for known, acronym in _KNOWN:
        place = _find(words, known)
        while place >= 0:
            words[place : place + len(known)] = [acronym]
            acronyms.add(acronym)
            place = _find(words, known) if acronym not in known else -1
    return _Form(tuple(words), frozenset(acronyms))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield words, each with whether it is written as an acronym; between scripts there is a stop."""
    before = ""
    for found in _PIECES.finditer(text):
        kind, piece = found.lastgroup or "", found.group()
        if kind == "stop":
            yield (_OPEN if piece in "([" else _STOP), False
        elif {kind, before} == {"han", "word"}:
            yield _STOP, False
        if kind == "han":
            piece = _HAN_EDITION.sub("", piece)
        before = kind
        if kind != "stop" and piece:
            for word in fold(piece).split():
                yield word, kind == "word" and _is_written_as_acronym(piece)


def _is_written_as_acronym(word: str) -> bool:
    """``ACL``, ``NeurIPS``, ``arXiv``, ``L`` (of ``RA-L``): a capital elsewhere than at the start of a word."""
    return any(map(str.isupper, word[1:])) or (len(word) == 1 and word.isupper())


def _find(words: Sequence[str], part: Sequence[str]) -> int:
    last = len(words) - len(part)
    return next((at for at in range(last + 1) if tuple(words[at : at + len(part)]) == tuple(part)), -1)


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    return _find(words, part) >= 0


def _words_alone(form: _Form) -> tuple[str, ...]:
    return tuple(word for word in form.words if word not in (_STOP, _OPEN))


def _as_acronym(asked: str, wanted: _Form) -> tuple[str, ...]:
    """Return the words of what may be an acronym (``ACL``, ``acl``, ``RA-L``), () for a name: ``Nature``, two words."""
    if len(asked.split()) > 1:
        whole = wanted.words[_after_dressing(wanted.words, ("annual",)) :]
        name = _subject(whole) or whole
        return tuple(name) if len(name) == 1 and name[0] in _ACRONYMS else ()
    is_word = asked[:1].isupper() and asked[1:].islower() and not _ACRONYMS.intersection(wanted.words)
    return () if is_word or not asked.isascii() else _words_alone(wanted)


def _has_acronym(there: _Form, acronym: Sequence[str]) -> bool:
    written = all(word in there.acronyms or word in _SMALL for word in acronym)
    return written and _holds(_words_alone(there), acronym)


@lru_cache(maxsize=16384)
def _initials(form: _Form) -> frozenset[str]:
    """Return the initials of a name's parts, with and without small words and what may be left out at its start."""
    found: set[str] = set()
    for part in _parts(form.words):
        whole, yearly = _after_dressing(part), _after_dressing(part, ("annual",))
        worldwide = _after_dressing(part, {"annual", *_WORLDWIDE})
        found |= _letters(part[whole:], _FEWEST_LETTERS) | _letters(part[yearly:], _FEWEST_LETTERS)
        found |= _letters(_subject(part[yearly:]), _FEWEST_LETTERS)
        found |= _letters(_subject(part[worldwide:]), _FEWEST_OF_ANOTHER)
    return frozenset(found)


def _letters(words: Sequence[str], fewest: int) -> set[str]:
    named = [word for word in words if not _NUMBER.fullmatch(word)]
    both = "".join(word[0] for word in named), "".join(word[0] for word in named if word not in _SMALL)
    return {letters for letters in both if len(letters) >= fewest}


def _parts(words: Sequence[str]) -> list[Sequence[str]]:
    """Return the words between stops, and those from the start to each of the first stops: a name may hold commas."""
    stops = [-1, *(at for at, word in enumerate(words) if word in (_STOP, _OPEN)), len(words)]
    parts = [words[start + 1 : end] for start, end in itertools.pairwise(stops) if end > start + 1]
    joined = itertools.accumulate(parts[:_MOST_PARTS], lambda before, part: [*before, *part])
    return [*parts, *itertools.islice(joined, 1, None)]


def _after_dressing(words: Sequence[str], besides: Collection[str] = ()) -> int:
    """Return where a name begins after what may stand before it, at the latest with its last word."""
    at = 0
    while at < len(words) - 1 and words[at + 1] not in (_STOP, _OPEN) and _is_dressing(words[at], besides):
        at += 1
    return at


def _is_dressing(word: str, besides: Collection[str]) -> bool:
    return word in _DRESSING or word in besides or bool(_NUMBER.fullmatch(word))


def _subject(words: Sequence[str]) -> Sequence[str]:
    """Return what a "Conference on" or "Meeting of the" is about, nothing where the words do not begin so."""
    if not words[1:] or words[0] not in _EVENTS:
        return ()
    return words[1 + _after_dressing(words[1:]) :]


def _is_named(there: _Form, wanted: _Form) -> bool:
    """Whether the name itself begins at a place where a name may, and ends there."""
    name = _words_alone(wanted)
    name = name[_after_dressing(name, ("annual",)) :]
    starts = [0, *(at + 1 for at, word in enumerate(there.words) if word in (_STOP, _OPEN))]
    is_long = sum(word not in _SMALL for word in name) > 1 or any(map(has_cjk, name))
    for start in starts:
        rest = there.words[start:]
        rest = rest[_after_dressing(rest, ("annual",)) :]
        may_begin = start == 0 or is_long or there.words[start - 1] == _OPEN
        if may_begin and _begins_with(rest, name, is_long=is_long):
            return True
    return False


def _begins_with(words: Sequence[str], name: Sequence[str], *, is_long: bool) -> bool:
    """Whether ``name`` stands first and alone: of "Brain, Behavior, and Immunity" one word before a comma is a part."""
    at = 0
    for word in name:
        while at < len(words) and words[at] == _STOP:
            if not is_long:
                return False
            at += 1
        if at >= len(words) or words[at] != word:
            return False
        at += 1
    after = words[at:]
    alone = all(word in (_STOP, _OPEN) or _NUMBER.fullmatch(word) for word in after)
    return alone or after[0] == _OPEN or bool(_NUMBER.fullmatch(after[0])) or (is_long and after[0] == _STOP)
