"""What an entry of a hand-written list says of a talk or a course, as a record for the person to look over.

Such entries have no form of their own: "On tea. Keynote, Oxford, 3 May 2023", or 特邀报告：茶的历史，清华大学，2023.05.
What is taken is what tells itself: a date, a term, words for the kind or the role; of the rest, what stands out or
comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pubsync.records.course import CourseRecord
from pubsync.records.dates import PartialDate, parse_date
from pubsync.records.identifiers import Link
from pubsync.records.spoken import is_kind, without_kind
from pubsync.records.talk import TalkRecord
from pubsync.records.terms import every_year, in_order, listed_terms, parse_term
from pubsync.records.text import has_han
from pubsync.sites.handmade.addresses import link_kind, web_url
from pubsync.sites.handmade.items import HandItem
from pubsync.sites.handmade.lists import HandList
from pubsync.sites.handmade.pieces import EDGE

NO_TITLE = "its title can't be told for sure"
NO_DATE = "it names no year"
NO_TERM = "it names neither term nor year"
UNSURE_TERMS = "its terms can't be told for sure"
SEVERAL_YEARS = "it names several years"
_LINK_KINDS = ("url", "slides", "video")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?:\s*[-–—]\s*\d{1,2}(?:st|nd|rd|th)?)?"
_YEAR = r"(?:19[5-9]|20[0-3])\d"
_DATES = re.compile(
    rf"{_YEAR}\s*年(?:\s*\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*[日号])?)?"
    rf"|(?<!\d){_YEAR}\s?[./-]\s?\d{{1,2}}(?:[./-]\d{{1,2}})?(?!\d)|(?<!\d)\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}(?!\d)"
    rf"|(?<!\d)\d{{1,2}}[./]{_YEAR}(?!\d)"
    rf"|(?:\b{_DAY}\s+)?\b{_MONTH}\s*(?:[-–/]\s*{_MONTH}\s*)?(?:{_DAY})?,?\s+{_YEAR}(?!\d)|(?<![\d.]){_YEAR}(?!\d)",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(
    rf"\b{_DAY}\s+{_MONTH}(?![a-z])|\b{_MONTH}\s+{_DAY}\b|\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*[日号])?", re.IGNORECASE
)
_SPAN = re.compile(rf"(?<!\d)({_YEAR})\s*[-–—~～至]\s*({_YEAR}|present|now|今)(?!\d)", re.IGNORECASE)
_FROM_TO = re.compile(r"\s*(?:[-–—~～至]+|\bto\b)\s*", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:universit\w*|institut\w*|college|school|academy|laborator\w*|lab|labs|department|dept|cent(?:er|re)|faculty"
    r"|hospital|museum|workshop|conference|symposium|seminars?|colloquium|forum|summit|congress|meeting|society"
    r"|association|inc|ltd|corporation|company|hosted|host|eth|mit|epfl|ucla|caltech)\b"
    r"|大学|学院|研究所|研究院|实验室|中心|公司|论坛|会议|大会|研讨会|年会|学会|协会|讲坛",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"(?P<first>[A-Z][A-Za-z&-]*)(?: [A-Z][A-Za-z&-]*){0,2} ?(?:(?:19|20)\d{2}|'?\d{2})?")
_NO_TITLE_OF_A_TALK = re.compile(
    r"\b(?:invited to|gave|give|given|giving|hosted|attended|organi[sz]\w+|talks? (?:at|in)|speaker|session chair)\b"
    r"|应邀|受邀在",
    re.IGNORECASE,
)
_ROLES = (
    r"(?:head |lead |graduate |co-)?(?:teaching assistant|ta|instructor|lecturer|course (?:coordinator|director)|tutor"
    r"|marker|grader|teacher|guest lecturer|professor)|助教|主讲(?:教师|人)?|任课教师|讲师|授课教师"
)
_ROLE = re.compile(rf"(?:{_ROLES})s?", re.IGNORECASE)
_ROLE_FIRST = re.compile(rf"^(?P<role>{_ROLES})s?\s*(?:(?:for|of|in)\b|[:：,，])\s*(?P<title>\S.*)$", re.IGNORECASE)
_LEVEL = re.compile(
    r"(?:under)?graduate(?: level| course)?s?|(?:bachelor|master|doctoral|ph\.?d\.?)(?:'?s)?(?: level| course)?"
    r"|本科生?(?:课程?)?|硕士生?|博士生?|研究生(?:课程?)?",
    re.IGNORECASE,
)
_CUTS = re.compile(rf"[\n|;；。]|\s*[,，、]\s*|\.(?=\s|$)|\s[-–—]\s|——|[{EDGE}]?[(（\[【]|[)）\]】]")
_COURSE_CUTS = re.compile(rf"[\n|;；。]|\s*[,，、]\s*|\.(?=\s|$)|[{EDGE}]?[(（\[【]|[)）\]】]")
"""A course's number may stand before its name with a dash between."""
_TERM_FIRST = re.compile(r"^(?P<term>[^:：\n]{4,80})[:：]")
_LABELS = re.compile(r"\**\[?(?:new|updated?)\]?\**", re.IGNORECASE)
_AROUND = f'{EDGE} \n\t.,，。;；:：|*_-–—·“”"《》'
_QUOTED = re.compile(r"“([^“”]{4,300})”|\"([^\"]{4,300})\"|《([^《》]{3,200})》|「([^「」]{3,200})」")
_MOST_WORDS, _MOST_SIGNS = 60, 150
_SHORTEST_HAN = 4
_LONGEST_ACRONYM = 40


class OccasionReading(NamedTuple):
    """A talk or course as an entry tells it; ``record`` is None where too little could be told, see ``fault``."""

    record: TalkRecord | CourseRecord | None
    fault: str = ""


@dataclass(slots=True)
class _Words:
    """An entry's words, of which more and more is told; a cut stands where something was taken out."""

    left: str
    title: str = ""

    def take(self, form: re.Pattern[str]) -> list[str]:
        found = [one.group() for one in form.finditer(self.left)]
        self.left = form.sub("\n", self.left)
        return found

    def segments(self, cuts: re.Pattern[str] = _CUTS) -> list[str]:
        parts = (" ".join(part.replace(EDGE, "").split()).strip(_AROUND) for part in cuts.split(self.left))
        return [part for part in parts if part and not _LABELS.fullmatch(part)]


def read_talk(item: HandItem, hand: HandList, *, source: str) -> OccasionReading:
    """Return the talk that an entry tells of; its title and year must be told, all else may be unknown."""
    if _is_prose(item):
        return OccasionReading(None, NO_TITLE)
    words = _Words(_without_labels(item))
    words.title = _standing_out(item, words)
    dates = list(dict.fromkeys(map(str, filter(None, map(parse_date, words.take(_DATES))))))
    if len({one[:4] for one in dates}) > 1:
        return OccasionReading(None, SEVERAL_YEARS)
    start = parse_date(max(dates, key=len)) if dates else _below_year(item, hand, words)
    if start is None:
        return OccasionReading(None, NO_DATE)
    kind, venue, segments = _kind_and_venue(words)
    title = words.title or _title_of_talk(words.left, segments)
    if not title:
        return OccasionReading(None, NO_TITLE)
    rest = [one for one in segments if one not in title or words.title]
    place = _place(rest, venue)
    return OccasionReading(
        TalkRecord(
            source=source,
            id=str(item.start),
            title=title,
            type=kind,
            start=start,
            venue=place[0],
            location=place[1],
            links=_links(item, title),
            language="zh" if has_han(title) else "",
        )
    )


def read_course(item: HandItem, hand: HandList, *, source: str) -> OccasionReading:
    """Return the course that an entry tells of; its title and a term or year must be told, all else may be unknown."""
    if _is_prose(item):
        return OccasionReading(None, NO_TITLE)
    words = _Words(_without_labels(item))
    words.left = _TERM_FIRST.sub(_cut_after_term, words.left)
    words.title = _standing_out(item, words)
    segments = words.segments(_COURSE_CUTS)
    terms = [term for part in segments for term in _terms_in(part)]
    terms += [] if terms else _terms_above(item, hand)
    if not terms:
        return OccasionReading(None, UNSURE_TERMS if _DATES.search(words.left) else NO_TERM)
    told = [part for part in segments if not _terms_in(part)]
    role = next((part for part in told if _ROLE.fullmatch(part)), "")
    level = next((part for part in told if _LEVEL.fullmatch(part)), "")
    rest = [part for part in told if part not in (role, level)]
    title = words.title or _title_of_course(words.left, rest)
    if found := _ROLE_FIRST.match(title):
        role, title = role or found["role"], found["title"]
    if not _may_be_title(title):
        return OccasionReading(None, NO_TITLE)
    return OccasionReading(
        CourseRecord(
            source=source,
            id=str(item.start),
            title=title,
            role=role,
            level=level,
            terms=in_order(terms),
            venue=next((part for part in rest if _PLACE.search(part) and part != title), ""),
            links=_links(item, title),
            language="zh" if has_han(title) else "",
        )
    )


def _cut_after_term(found: re.Match[str]) -> str:
    """A term that stands before a colon, as in "Fall 2020: On tea", with a cut in the colon's place."""
    term = " ".join(found["term"].replace(EDGE, "").split()).strip(_AROUND)
    return f"{found['term']}\n" if _terms_in(term) else found.group()


def _is_prose(item: HandItem) -> bool:
    """Whether an entry says so much that its parts can't be told apart."""
    return len(item.words.split()) > _MOST_WORDS or (has_han(item.words) and len(item.words) > _MOST_SIGNS)


def _title_of_course(left: str, segments: Sequence[str]) -> str:
    """As ``_first``, but two segments without a place may be a name with a comma in it, or a name and a city."""
    places = [bool(_PLACE.search(one)) for one in segments]
    if not segments or places[0]:
        return ""
    title = _first(left, segments)
    return title if any(places) or len(segments) == 1 or not re.search(rf"{re.escape(title)}\s*[,，、]", left) else ""


def _without_labels(item: HandItem) -> str:
    """The words without those of links to slides and the like."""
    words = item.bounded
    for link in item.links:
        if link.kind and link.label and link_kind(link.label, ""):
            words = words.replace(link.label, "\n", 1)
    return words


def _standing_out(item: HandItem, words: _Words) -> str:
    """Take out the title where it is quoted or stands in a style of its own, and names no place."""
    quoted = _QUOTED.search(words.left)
    found = next((one for one in quoted.groups() if one), "") if quoted else ""
    where = quoted.span() if quoted else None
    if not found and item.title:
        form = rf"[\s{EDGE}]+".join(map(re.escape, item.title.split()))
        styled = re.search(rf"(?:{EDGE}|^)\s*({form})[.,，。:：]?\s*(?:{EDGE}|$)", words.left)
        found, where = (item.title, styled.span()) if styled else ("", None)
        if _PLACE.search(found) or _DATES.search(found):
            return ""
    title = " ".join(found.replace(EDGE, "").split()).strip(_AROUND)
    if where is None or not _may_be_title(title) or _NO_TITLE_OF_A_TALK.search(title):
        return ""
    words.left = f"{words.left[: where[0]]}\n{words.left[where[1] :]}"
    told = without_kind(title)
    return told.title


def _below_year(item: HandItem, hand: HandList, words: _Words) -> PartialDate | None:
    """The date of an entry that stands below a year's heading, with the day where it names one."""
    above = (item.group, *(hand.headings[-1:]))
    year = next((one.strip() for one in above if re.fullmatch(_YEAR, one.strip())), "")
    days = words.take(_DAY_ALONE) if year else []
    text = f"{year}年{days[0]}" if days and "月" in days[0] else " ".join([*days[:1], year])
    return parse_date(text) if year else None


def _kind_and_venue(words: _Words) -> tuple[str, str, list[str]]:
    """Return what kind of talk it is, the venue where both stand together, and the other segments."""
    kind = venue = ""
    segments = []
    for segment in words.segments():
        told = without_kind(segment)
        at = re.match(r"(?P<kind>.{3,40}?)\s+(?:at|in|@)\s+(?:the\s+)?(?P<venue>\S.*)", segment)
        if is_kind(segment):
            kind = kind or segment
        elif at and is_kind(at["kind"]):
            kind, venue = kind or at["kind"], venue or at["venue"]
        elif told.kind:
            kind, venue = kind or told.kind, venue or told.venue
            segments.append(told.title)
        else:
            segments.append(segment)
    return kind[:1].upper() + kind[1:], venue, segments


def _title_of_talk(left: str, segments: Sequence[str]) -> str:
    """The words before the place, where they read as a title; of one segment alone nobody knows which it is."""
    title = _first(left, segments) if len(segments) > 1 else ""
    if not _may_be_title(title) or _PLACE.search(title) or _NO_TITLE_OF_A_TALK.search(title):
        return ""
    return title if has_han(title) or " " in title else ""


def _first(left: str, segments: Sequence[str]) -> str:
    """The first segment, with those that commas join to it before the first that names a place.

    Where none does, of three segments nobody can tell whether the second is a part of the title or a city.
    """
    flat = re.sub(r"[^\S\n]+", " ", left.replace(EDGE, ""))
    named = next((at for at, one in enumerate(segments) if at and (_PLACE.search(one) or _is_acronym(one))), 0)
    title, joined = segments[0], 1
    for one in segments[1 : named or None]:
        found = re.search(rf"{re.escape(title)}\s*[,，、]\s*{re.escape(one)}", flat)
        if found is None:
            break
        title, joined = found.group(), joined + 1
    if named or joined == 1:
        return title
    return segments[0] if len(segments) == 2 else ""  # noqa: PLR2004 - a title and where


def _may_be_title(text: str) -> bool:
    letters = sum(sign.isalpha() for sign in text)
    return letters >= (_SHORTEST_HAN if has_han(text) else 5) and len(text) <= 300  # noqa: PLR2004 - "On tea"


def _place(rest: Sequence[str], venue: str) -> tuple[str, str]:
    """Return venue and place: who invited comes first where words tell it, and short names after it are where."""
    named = venue or next((one for one in rest if _PLACE.search(one) or _is_acronym(one)), "")
    venue = named or (rest[0] if rest else "")
    after = rest[rest.index(venue) + 1 :] if venue in rest else rest
    short = [one for one in after if _is_short_name(one)]
    return venue, ", ".join(short) if short == list(after) and len(short) < 3 else ""  # noqa: PLR2004 - city and country


def _is_acronym(text: str) -> bool:
    """Whether a text is such as ICML, IEEE VIS or ACM SIGKDD2024."""
    found = _ACRONYM.fullmatch(text[:_LONGEST_ACRONYM])
    return found is not None and sum(map(str.isupper, found["first"])) > 1 and len(text) <= _LONGEST_ACRONYM


def _is_short_name(text: str) -> bool:
    if has_han(text):
        return len(text) <= 8 and not _PLACE.search(text)  # noqa: PLR2004 - 内蒙古呼和浩特市
    return len(text.split()) <= 3 and text[0].isupper() and not any(map(str.isdigit, text))  # noqa: PLR2004 - New York City


def _terms_in(text: str) -> Sequence[str]:
    terms = listed_terms(text.replace("&", ",").replace(" and ", ", "))
    terms = tuple(each for one in terms for each in _each_of_a_span(one))
    return terms if terms and all(map(parse_term, terms)) else ()


def _each_of_a_span(text: str) -> Sequence[str]:
    """Each fall of 2019年秋—2024年秋; a span of bare years tells no terms, and nor does one from fall to spring."""
    for sign in _FROM_TO.finditer(text):
        ends = text[: sign.start()], text[sign.end() :]
        first, last = map(parse_term, ends)
        if first and last and first.name and first < last and first.name == last.name and first.spans == last.spans:
            return every_year("..".join(ends))
    return (text,)


def _terms_above(item: HandItem, hand: HandList) -> Sequence[str]:
    above = (one.strip() for one in (item.group, *reversed(hand.headings[-1:])))
    return next((found for one in above if (found := _terms_in(one))), ())


def _links(item: HandItem, title: str) -> tuple[Link, ...]:
    found: dict[str, str] = {}
    for kind, url in _told(item, title):
        if kind in _LINK_KINDS and web_url(url):
            found.setdefault(kind, url)
    return tuple(Link(kind, url) for kind, url in found.items())


def _told(item: HandItem, title: str) -> Iterator[tuple[str, str]]:
    for link in item.links:
        label = " ".join(link.label.split()).strip(_AROUND)
        yield link.kind or ("url" if label and label in title else ""), link.url
