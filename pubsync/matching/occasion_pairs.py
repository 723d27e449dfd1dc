"""What two records of talks, or of courses, are to each other: the same, different, or for a person to say.

Talks are told apart by their days and places, since people give one talk in many places; courses by their terms.
Within one source two entries are two on purpose, unless they say the very same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from rapidfuzz import fuzz

from pubsync.matching.evidence import Decision
from pubsync.matching.normalize import TitleForm, parts_of_title, title_form
from pubsync.matching.venues import venues_agree
from pubsync.matching.words import STOPWORDS, words_of
from pubsync.records.course import CourseRecord
from pubsync.records.dates import PartialDate
from pubsync.records.spoken import without_kind
from pubsync.records.talk import TalkRecord
from pubsync.records.terms import Term, parse_term, term_identity

OccasionRecord: TypeAlias = TalkRecord | CourseRecord

MOVED = 28
"""Days within which a talk of the same title at the same place may be one that was moved."""
LONGEST = 31
"""Days of a talk or a meeting at which another talk may be a part of it."""
_MUCH_ALIKE = 90.0
_LONG_ENOUGH = 10
_VENUES_AGREE = 0.3
_TERM_BEGINS_EARLY = 2
_TERM_BEGINS_LATE = 3
FULL = 3

_SAYS_LITTLE = STOPWORDS | words_of(
    "talk talks lecture lectures seminar seminars keynote colloquium presentation invited guest tutorial workshop "
    "conference meeting session research group weekly tba tbd tbc title untitled my our new 报告 讲座 演讲 特邀 邀请"
)
_ANY_PLACE = STOPWORDS | words_of(
    "room hall building floor campus university universities universite universitat college school institute institut "
    "department dept faculty center centre lab laboratory auditorium seminar conference workshop international science "
    "sciences computer computing technology online virtual zoom remote hybrid teams usa uk 大学 学院 研究 究院 中心"
)
_NUMBER = re.compile(r"\d+|\b(?:i{1,3}|iv|vi{0,3}|ix|x)\b")


class Days(IntEnum):
    """How the days of two talks, or the terms of two courses, lie to each other; the higher, the closer."""

    FAR = 0
    UNKNOWN = 1
    COARSE = 2
    """One is known to the month or the year, and the other lies in it."""
    COARSELY_EQUAL = 3
    NEAR = 4
    """One day apart, as time zones make them."""
    WITHIN = 5
    EQUAL = 6


class Places(IntEnum):
    """How two places lie to each other."""

    OTHER = 0
    UNKNOWN = 1
    ALIKE = 2


class Titles(IntEnum):
    """How two titles lie to each other."""

    OTHER = 0
    ALIKE = 1
    EQUAL = 2


class Judgement(NamedTuple):
    """What two records are; of two that are the same, how clearly, and of two undecided, why."""

    decision: Decision
    strength: tuple[int, ...] = ()
    reason: str = ""


_DIFFERENT = Judgement("different")


def judge_talks(left: TalkRecord, right: TalkRecord) -> Judgement:
    """Return what two records of talks are to each other, in whichever order they are given."""
    left, right = sorted((left, right), key=lambda one: one.record_id)
    titles, places, days = compare_titles(left, right), compare_places(left, right), compare_days(left, right)
    if left.source == right.source:
        is_copy = titles is Titles.EQUAL and left.start == right.start and places is not Places.OTHER
        return Judgement("same", (days, titles, places)) if is_copy else _DIFFERENT
    if titles is Titles.OTHER or _says_little(left) or _says_little(right):
        return _by_day_and_place(left, right, titles, places, days)
    if places is Places.OTHER:
        is_odd = titles is Titles.EQUAL and days >= Days.WITHIN
        return Judgement("undecided", reason="one title and day, but other places") if is_odd else _DIFFERENT
    return _by_days(left, right, days, titles, places)


def _by_day_and_place(left: TalkRecord, right: TalkRecord, titles: Titles, places: Places, days: Days) -> Judgement:
    """Return what two talks are whose titles do not tell: "Talk at ETH" is one of its day and place."""
    if not (_says_little(left) or _says_little(right)) or days is not Days.EQUAL or places is not Places.ALIKE:
        return _DIFFERENT
    if titles is Titles.EQUAL:
        return Judgement("same", (days, titles, places))
    return Judgement("undecided", reason="one day and place, but a title that says little")


def _by_days(left: TalkRecord, right: TalkRecord, days: Days, titles: Titles, places: Places) -> Judgement:
    """Return what two talks are whose titles are alike and whose places may be one."""
    there = places is Places.ALIKE
    if titles is Titles.ALIKE:
        if days >= Days.WITHIN and there:
            return Judgement("same", (days, titles, places))
        is_near = days >= Days.WITHIN or (days >= Days.COARSE and there)
        return Judgement("undecided", reason="titles alike, and perhaps one day") if is_near else _DIFFERENT
    if days >= Days.COARSE or (left.start is None and right.start is None):
        return Judgement("same", (days, titles, places))
    if days is Days.UNKNOWN:
        return Judgement("undecided", reason="one title, but only one of them has a date")
    moved = there and _days_between(left, right) <= MOVED
    return Judgement("undecided", reason="one title and place, on days near each other") if moved else _DIFFERENT


def judge_courses(left: CourseRecord, right: CourseRecord) -> Judgement:
    """Return what two records of courses are to each other, in whichever order they are given."""
    left, right = sorted((left, right), key=lambda one: one.record_id)
    titles, places, terms = compare_titles(left, right), compare_places(left, right), compare_terms(left, right)
    if left.source == right.source:
        equal = (_identities(left), left.start) == (_identities(right), right.start)
        is_copy = titles is Titles.EQUAL and equal and places is not Places.OTHER
        return Judgement("same", (terms, titles, places)) if is_copy else _DIFFERENT
    if titles is Titles.OTHER:
        return _DIFFERENT
    if titles is Titles.ALIKE or places is Places.OTHER:
        one_term = terms is Days.EQUAL if titles is Titles.ALIKE else terms >= Days.COARSE
        odd = one_term and (titles is Titles.EQUAL or places is Places.ALIKE)
        return Judgement("undecided", reason="one term, but other titles or places") if odd else _DIFFERENT
    return _by_terms(left, right, terms, places)


def _by_terms(left: CourseRecord, right: CourseRecord, terms: Days, places: Places) -> Judgement:
    """Return what two courses of one title are whose places may be one."""
    if left.level and right.level and _words(left.level) != _words(right.level):
        return Judgement("undecided", reason="one title, but other levels")
    if terms >= Days.COARSE or not (_has_time(left) or _has_time(right)):
        return Judgement("same", (terms, Titles.EQUAL, places))
    reason = "one title, but only one of them has a term" if terms is Days.UNKNOWN else "one title, but other terms"
    return Judgement("undecided", reason=reason)


def compare_titles(left: OccasionRecord, right: OccasionRecord) -> Titles:
    """Compare titles in all their languages, without the kind of talk before them.

    Alike are two that differ as typing errors do, or of which one lacks the other's subtitle; never two with other
    numbers in them ("Part 2").
    """
    mine, theirs = title_forms(left), title_forms(right)
    if {form.compact for form in mine} & {form.compact for form in theirs}:
        return Titles.EQUAL
    return Titles.ALIKE if any(_alike(one, other) for one in mine for other in theirs) else Titles.OTHER


def title_forms(record: OccasionRecord) -> tuple[TitleForm, ...]:
    """Return the titles of a record as they compare, none of them empty."""
    texts = (record.title, *(given.text for given in record.translations if given.field == "title"))
    return tuple(form for text in dict.fromkeys(texts) if (form := _title_form(text)).compact)


@lru_cache(maxsize=16384)
def _title_form(text: str) -> TitleForm:
    return title_form(without_kind(text).title)


def _alike(left: TitleForm, right: TitleForm) -> bool:
    if _NUMBER.findall(left.text) != _NUMBER.findall(right.text):
        return False
    if min(len(left.compact), len(right.compact)) < _LONG_ENOUGH:
        return False
    if fuzz.ratio(left.compact, right.compact) >= _MUCH_ALIKE:
        return True
    return any(
        short.compact == head for short, long in ((left, right), (right, left)) for head, _ in parts_of_title(long)
    )


def _says_little(record: OccasionRecord) -> bool:
    """Whether a title says no more than that there is a talk at its place ("Talk at ETH")."""
    known = _SAYS_LITTLE | _place_words(record)
    return all(frozenset(form.words) <= known for form in title_forms(record))


def compare_places(left: OccasionRecord, right: OccasionRecord) -> Places:
    """Compare venues and locations; what one calls a venue may be the other's location."""
    mine, theirs = _place_words(left) - _ANY_PLACE, _place_words(right) - _ANY_PLACE
    if not mine or not theirs:
        return Places.UNKNOWN
    if mine <= theirs or theirs <= mine:
        return Places.ALIKE
    if left.venue and right.venue:
        if _variants_agree(left, right):
            return Places.ALIKE
        venues = [_words(one.venue) - _ANY_PLACE for one in (left, right)]
        return Places.ALIKE if venues[0] & venues[1] else Places.OTHER
    if mine & theirs:
        return Places.ALIKE
    return Places.OTHER if left.location and right.location else Places.UNKNOWN


def _variants_agree(left: OccasionRecord, right: OccasionRecord) -> bool:
    return any(
        venues_agree(one, other) >= _VENUES_AGREE for one in _texts(left, "venue") for other in _texts(right, "venue")
    )


def _texts(record: OccasionRecord, field: str) -> Sequence[str]:
    given = (getattr(record, field), *(one.text for one in record.translations if one.field == field))
    return [text for text in given if text]


def _place_words(record: OccasionRecord) -> frozenset[str]:
    texts = (text for field in ("venue", "location") for text in _texts(record, field))
    return frozenset(word for text in texts for word in _words(text))


@lru_cache(maxsize=16384)
def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in title_form(text).words if len(word) > 1 and not word.isdigit())


def compare_days(left: OccasionRecord, right: OccasionRecord) -> Days:
    """Compare when two talks take place, each at the precision at which it is known."""
    if left.start is None or right.start is None:
        return Days.UNKNOWN
    if left.start.precision < FULL or right.start.precision < FULL:
        if left.start == right.start:
            return Days.COARSELY_EQUAL
        return Days.COARSE if left.start.agrees_with(right.start) else Days.FAR
    if left.start == right.start:
        return Days.EQUAL
    gap = _days_between(left, right)
    return Days.WITHIN if gap == 0 else Days.NEAR if gap == 1 else Days.FAR


def _days_between(left: OccasionRecord, right: OccasionRecord) -> int:
    """How many days lie between the last of the one and the first of the other; 0 where they overlap."""
    mine, theirs = span_of(left), span_of(right)
    return max(0, max(mine[0], theirs[0]) - min(mine[1], theirs[1]))


def span_of(record: OccasionRecord) -> tuple[int, int]:
    """Return the first and the last day of a record, as numbers of days; of a long series only its first weeks."""
    start = record.start.first_day().toordinal() if record.start else 0
    end = record.end.first_day().toordinal() if record.end and record.end.precision == FULL else start
    return start, min(max(start, end), start + LONGEST)


def compare_terms(left: CourseRecord, right: CourseRecord) -> Days:
    """Compare when two courses are given: ``EQUAL`` for a common term, ``COARSE`` for one that may be common."""
    if not (_has_time(left) and _has_time(right)):
        return Days.UNKNOWN
    if _identities(left) & _identities(right):
        return Days.EQUAL
    mine, theirs = _times(left), _times(right)
    return Days.COARSE if any(_may_be_one(one, other) for one in mine for other in theirs) else Days.FAR


def _has_time(record: CourseRecord) -> bool:
    return bool(record.terms or record.start)


def _identities(record: CourseRecord) -> frozenset[str]:
    return frozenset(map(term_identity, record.terms))


def _times(record: CourseRecord) -> list[Term | PartialDate]:
    """Return its terms, or the day on which it begins where it names none that can be read."""
    terms = [term for text in record.terms if (term := parse_term(text))]
    return [*terms] if terms else [record.start] if record.start else []


def _may_be_one(left: Term | PartialDate, right: Term | PartialDate) -> bool:
    """Whether two terms, or a term and a day, may be one: a bare year is any of its terms."""
    if isinstance(left, Term) and isinstance(right, Term):
        return left.year == right.year and not (left.name and right.name)
    mine, theirs = _beginning(left), _beginning(right)
    if not mine.month or not theirs.month:
        return mine.year == theirs.year
    if not isinstance(left, Term) and not isinstance(right, Term):
        return (mine.year, mine.month) == (theirs.year, theirs.month)
    later = _months(theirs) - _months(mine) if isinstance(left, Term) else _months(mine) - _months(theirs)
    return -_TERM_BEGINS_EARLY <= later <= _TERM_BEGINS_LATE


def _beginning(time: Term | PartialDate) -> PartialDate:
    return time.starts if isinstance(time, Term) else time


def _months(date: PartialDate) -> int:
    return date.year * 12 + date.month
