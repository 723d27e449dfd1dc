"""Venues in a form in which they compare: kinds, acronyms and abbreviations."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from pubsync.frozen import frozen
from pubsync.matching.normalize import fold
from pubsync.matching.words import words_of

_PREPRINT = words_of(
    "arxiv biorxiv medrxiv chemrxiv psyarxiv techrxiv socarxiv eartharxiv edarxiv ssrn preprint preprints corr "
    "openreview eprint eccc"
)
_JOURNAL = words_of(
    "journal j jnl trans transactions letters lett record review reviews rev magazine annals bulletin quarterly "
    "notices newsletter acta archives arch zeitschrift revue revista rivista tijdschrift notes sciences"
)
_CONFERENCE = words_of(
    "conference conf symposium symp workshop workshops congress meeting proc proceedings colloquium minitrack findings"
)
_ELSEWHERE = words_of("thesis dissertation report tr rapport patent manuscript unpublished submitted press appear")
_JOURNALS_CALLED_PROCEEDINGS = (
    "proceedings of the national academy",
    "proceedings of the vldb endowment",
    "proceedings of the acm on",
    "proceedings of the ieee",
    "proceedings of the royal society",
    "mayo clinic proceedings",
    "transplantation proceedings",
    "lecture notes in",
)
_EMPTY = words_of(
    "of the in on and for a an to at proc proceedings annual international intl int conference conf symposium symp "
    "workshop congress meeting journal j jnl trans transactions acm ieee usenix volume vol pages pp no series its "
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "de la le et und der die fur new york san diego usa university press"
)
_NUMERAL = re.compile(r"^\d+(?:st|nd|rd|th)?$|^(?:st|nd|rd|th)$")
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b")
_CUT = re.compile(r"(?:…|\.\.\.|&hellip;)[\s,]*$")
_MIN_ACRONYM = 3
_MOST_WORDS = 0.6
_ACRONYM_ONLY = 0.3
_ACRONYM_AGREES = 0.8
_ONE_WITHIN_THE_OTHER = 0.7
_MUCH_ALIKE = 85.0


@frozen()
class VenueForm:
    """A venue as it compares: ``kind`` is ``journal``, ``conference``, ``preprint``, ``other`` or "" for unknown."""

    text: str
    words: tuple[str, ...]
    acronyms: frozenset[str]
    initials: str
    kind: str
    cut: bool


@lru_cache(maxsize=65536)
def venue_form(venue: str) -> VenueForm:
    """Return the form of a venue's name."""
    text = fold(venue)
    every = text.split()
    words = tuple(word for word in every if word not in _EMPTY and not _NUMERAL.match(word))
    shouting = venue.isupper() and len(words) > 1
    acronyms = () if shouting else [found.casefold() for found in _ACRONYM.findall(venue)]
    initials = "".join(word[0] for word in every if not word[0].isdigit())
    kind = _kind(text, frozenset(every)) if words else ""
    return VenueForm(text, words, frozenset(acronyms) - _EMPTY, initials, kind, bool(_CUT.search(venue)))


def _kind(text: str, words: frozenset[str]) -> str:
    if not words:
        return ""
    if words & _PREPRINT:
        return "preprint"
    if words & _ELSEWHERE:
        return "other"
    if text.startswith(_JOURNALS_CALLED_PROCEEDINGS):
        return "journal"
    conference = bool(words & _CONFERENCE)
    if bool(words & _JOURNAL) != conference:
        return "conference" if conference else "journal"
    return ""


@lru_cache(maxsize=65536)
def venues_agree(left: str, right: str) -> float:
    """Return how far two names may be one venue's: from 1 (one venue) over 0 (can't tell) to -1 (two venues)."""
    mine, theirs = venue_form(left), venue_form(right)
    if not mine.text or not theirs.text:
        return 0.0
    if mine.text == theirs.text:
        return 1.0
    if _acronym_of(mine, theirs) or _acronym_of(theirs, mine):
        # "VLDB" alone may be the conference or the journal.
        unclear = {mine.kind, theirs.kind} == {"", "journal"}
        return _ACRONYM_ONLY if unclear else _ACRONYM_AGREES
    return _words_agree(mine, theirs)


def _words_agree(mine: VenueForm, theirs: VenueForm) -> float:
    if not mine.words or not theirs.words:
        return 0.0
    short, long = sorted((mine.words, theirs.words), key=lambda words: (len(words), words))
    common = sum(1 for word in short if any(_abbreviates(word, other) for other in long))
    if common == len(short):
        return 1.0 if len(short) == len(long) else _ONE_WITHIN_THE_OTHER
    if common >= _MOST_WORDS * len(short):
        return _ACRONYM_ONLY
    if mine.cut or theirs.cut or fuzz.partial_ratio("".join(short), "".join(long)) >= _MUCH_ALIKE:
        return 0.0
    return -0.5 if common else -1.0


def _abbreviates(short: str, long: str) -> bool:
    if short == long:
        return True
    if short[0] != long[0]:
        return False
    return long.startswith(short) or short.startswith(long) or (len(short) > _MIN_ACRONYM and short[:4] == long[:4])


def _acronym_of(short: VenueForm, long: VenueForm) -> bool:
    for acronym in short.acronyms:
        letters = acronym.removeprefix("sig") if len(acronym) > _MIN_ACRONYM else acronym
        if acronym in long.acronyms or acronym in long.words:
            return True
        if len(letters) >= _MIN_ACRONYM and letters in long.initials:
            return True
        if long.cut and any(long.initials.endswith(letters[:known]) for known in range(2, len(letters))):
            return True
    return False
