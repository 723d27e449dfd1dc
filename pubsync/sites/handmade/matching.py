"""Which work, talk or course each entry of a hand-written list shows.

By identifiers first, then by the title standing in the entry's words, then by likeness where title, year and authors
agree. One entry shows one work, and within a list one work is shown by one entry. What is unsure stays unmatched: it
remains the person's own line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pubsync.frozen import frozen
from pubsync.matching.portrait import Portrait
from pubsync.matching.venues import venues_agree
from pubsync.records.course import Course
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier
from pubsync.records.talk import Talk
from pubsync.records.terms import parse_term
from pubsync.records.text import has_han, plain_form
from pubsync.records.work import Work
from pubsync.sites.handmade.entry_words import EntryWords, Subject, titles_of
from pubsync.sites.handmade.items import HandItem
from pubsync.sites.handmade.likeness import is_alike, portrait_of, those_alike
from pubsync.sites.handmade.lists import HandList

BY_IDENTIFIER, BY_TITLE, BY_LIKENESS = 3, 2, 1
FEWEST = 3
"""Matched entries that make a list one of works, whatever stands above it …"""
SHARE = 0.5
"""… where they are at least this share of its entries; …"""
HEADED_SHARE = 1 / 3
"""… below a heading that says so, this share is enough."""
_LEAD_ENDS = re.compile("[(（,，:：;；]")
_SHORTEST = 12
"""Letters of a title below which it may stand in an entry by chance …"""
_SHORTEST_HAN = 6
"""… and Chinese characters."""
_YEARS_OFF = 3
"""Years between what a list and the sources say of one work: preprints, online first, misprints."""
_DOIS_OF_PREPRINTS = (
    *("10.1101/", "10.2139/", "10.5281/", "10.21203/", "10.31234/", "10.26434/", "10.36227/", "10.20944/", "10.31219/"),
)
A_PART = "it shows a part, and other lists of yours the rest"
_MODELS = {"publications": Work, "talks": Talk, "teaching": Course}


class Match(NamedTuple):
    """What an entry shows: the key of a work, talk or course, and how that was told (``BY_TITLE`` and so on).

    ``year`` and ``type`` are the groups that it would stand under; "" where unknown.
    """

    key: str
    how: int
    year: str = ""
    type: str = ""


@frozen(kw_only=True)
class MatchedList:
    """A list with what its entries show: ``matches`` has one for each, None where it shows nothing known.

    ``section`` is ``publications``, ``talks`` or ``teaching``, by the heading above it or by what it shows.
    ``left_out`` is how many that are known it does not show. ``reason`` says why it can't be taken over as a region of
    that section, "" where it can.
    """

    hand: HandList
    matches: tuple[Match | None, ...]
    section: str
    left_out: int = 0
    reason: str = ""

    @property
    def takes(self) -> bool:
        """Whether it may be taken over."""
        return not self.reason

    @property
    def shown(self) -> tuple[tuple[HandItem, str], ...]:
        """The entries that show something known, with its key."""
        pairs = zip(self.hand.items, self.matches, strict=True)
        return tuple((item, match.key) for item, match in pairs if match is not None)

    @property
    def unmatched(self) -> tuple[HandItem, ...]:
        """The entries that show nothing known."""
        return tuple(item for item, match in zip(self.hand.items, self.matches, strict=True) if match is None)


def match_items(lists: Sequence[HandList], subjects: Sequence[Subject]) -> tuple[MatchedList, ...]:
    """Return the lists with the works, talks and courses that their entries show; each list by itself."""
    known = {name: _Known([one for one in subjects if isinstance(one, model)]) for name, model in _MODELS.items()}
    return tuple(_beside_others([_matched(one, known) for one in lists]))


def _beside_others(lists: Sequence[MatchedList]) -> Iterator[MatchedList]:
    """Yield the lists; one beside which another shows other works of its section holds a part of them."""
    for one in lists:
        mine = {key for _, key in one.shown}
        others = [
            other
            for other in lists
            if other is not one
            and (other.takes or other.hand.section)
            and (other.section, other.hand.language, other.hand.selected)
            == (one.section, one.hand.language, one.hand.selected)
            and not other.hand.news
            and not {key for _, key in other.shown} <= mine
        ]
        of_a_type = one.hand.type and all(match.type == one.hand.type for match in one.matches if match)
        yield replace(one, reason=A_PART) if others and one.takes and not of_a_type else one


def _matched(hand: HandList, known: Mapping[str, _Known]) -> MatchedList:
    items = [EntryWords(item) for item in hand.items]
    sections = [hand.section] if hand.section in known else list(known)
    matches = {name: _assigned(items, known[name]) for name in sections}
    counts = {name: sum(match is not None for match in found) for name, found in matches.items()}
    section = max(sections, key=lambda name: counts[name])
    return MatchedList(
        hand=hand,
        matches=tuple(matches[section]),
        section=section,
        left_out=known[section].count - counts[section],
        reason=_reason(hand, counts[section]),
    )


def _assigned(items: Sequence[EntryWords], known: _Known) -> list[Match | None]:
    """Return what each entry shows: of two that would show one work the one that is told by more."""
    claims = [claim for place, item in enumerate(items) for claim in known.claims(item, place)]
    matches: list[Match | None] = [None] * len(items)
    taken: set[str] = set()
    for claim in sorted(claims, key=lambda one: (-one.how, -one.strength, one.place, one.key)):
        if matches[claim.place] is None and claim.key not in taken:
            matches[claim.place] = known.match(claim)
            taken.add(claim.key)
    return matches


def _reason(hand: HandList, count: int) -> str:
    """Return why a list can't be taken over, "" where it can."""
    if hand.news:
        return "it is a list of news"
    if hand.section == "other":
        return "it stands below a heading of something else"
    if not count:
        return "it shows nothing that the sources know"
    headed = bool(hand.section)
    if count < (HEADED_SHARE if headed else SHARE) * len(hand.items) or (not headed and count < FEWEST):
        return f"only {count} of its {len(hand.items)} entries are known"
    if hand.partial and not hand.selected:
        return A_PART
    return ""


class _Claim(NamedTuple):
    place: int
    key: str
    how: int
    strength: int


class _Known:
    """The works, the talks or the courses, by what entries may name."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self.count = len(subjects)
        self._subjects = {one.key: one for one in subjects}
        self._by_identifier: dict[str, set[str]] = defaultdict(set)
        self._titles: dict[str, set[str]] = defaultdict(set)
        for one in subjects:
            for identifier in one.identifiers if isinstance(one, Work) else ():
                self._by_identifier[str(identifier)].add(one.key)
            for title in titles_of(one):
                self._titles[plain_form(title)].add(one.key)
        self._works_of: dict[int, list[Work]] = defaultdict(list)
        for one in subjects:
            if isinstance(one, Work):
                self._works_of[_year_of(one)].append(one)
        self._portraits: dict[str, Portrait] = {}
        # Titles are looked for by their beginnings, so that a long list is not searched for each of them in turn.
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for title in sorted(self._titles, key=lambda one: (-len(one), one)):
            if title:
                self._by_start[title[:4]].append(title)

    def match(self, claim: _Claim) -> Match:
        """Return a claim as what an entry shows."""
        one = self._subjects[claim.key]
        year = _year_of(one)
        return Match(claim.key, claim.how, str(year) if year else "", one.type if isinstance(one, Work) else "")

    def claims(self, words: EntryWords, place: int) -> Iterator[_Claim]:
        """Yield what an entry may show; nothing where two are equally likely."""
        item = words.item
        named = set().union(*(self._by_identifier.get(str(one), set()) for one in item.identifiers))
        sure = [self._subjects[key] for key in sorted(named)]
        fitting = [one for one in sure if self._names_agree(words, one)]
        if len(fitting) == 1:
            yield _Claim(place, fitting[0].key, BY_IDENTIFIER, 0)
            return
        if len(fitting) > 1:  # a chapter and its book, a link to earlier work
            fitting = [one for one in fitting if any(words.holds(plain_form(title)) for title in titles_of(one))]
            if len(fitting) == 1:
                yield _Claim(place, fitting[0].key, BY_IDENTIFIER, 0)
            return
        title, keys = self._longest(words)
        chosen = self._one(words, [self._subjects[key] for key in sorted(keys)])
        year_stands = chosen is not None and _year_of(chosen) in words.item.years
        if chosen is not None and (_is_long(title) or year_stands or isinstance(chosen, Course)):
            yield _Claim(place, chosen.key, BY_TITLE, len(title))
        elif not title:
            yield from self._alike(words, place)

    def _names_agree(self, words: EntryWords, one: Subject) -> bool:
        """Whether an entry that names a work's identifier may show it: its words name it, or no other title."""
        if not isinstance(one, Work) or not words.kind_agrees(one):
            return False
        if any(words.holds(plain_form(title)) for title in titles_of(one)):
            return True
        return is_alike(words.item, one)

    def _longest(self, words: EntryWords) -> tuple[str, set[str]]:
        """Return the longest known title that stands in the words, and whose it is."""
        lead = _lead(words)
        starts = {words.plain[at : at + 4] for at in range(max(1, len(words.plain) - 3))} | {words.title[:4]}
        found = [
            title
            for start in starts
            for title in self._by_start.get(start, ())
            if (_is_long(title) or title == words.title or (title == lead and self._are_courses(title)))
            and words.holds(title)
        ]
        best = max(found, key=lambda one: (len(one), one), default="")
        return best, self._titles[best] if best else set()

    def _are_courses(self, title: str) -> bool:
        return all(isinstance(self._subjects[key], Course) for key in self._titles[title])

    def _one(self, words: EntryWords, candidates: Sequence[Subject]) -> Subject | None:
        """Return the one of several of a title that the entry's kind, year and venue fit, None where it is unclear."""
        fitting = [one for one in candidates if self._fits(words, one)]
        if len(fitting) > 1:
            fitting = [one for one in fitting if _year_of(one) in words.item.years] or fitting
        if len(fitting) > 1:
            fitting = [one for one in fitting if _venue_stands(words, one)]
        return fitting[0] if len(fitting) == 1 else None

    def _fits(self, words: EntryWords, one: Subject) -> bool:
        item = words.item
        if isinstance(one, Work):
            if not words.kind_agrees(one):
                return False
            foreign, own = _dois(item.identifiers), _dois(one.identifiers)
            if len(foreign) == 1 and own and not foreign & own:
                return False  # another version of it, or another's of the same title
            return _years_agree(item, _year_of(one))
        if isinstance(one, Talk):
            return not item.years or not one.start or one.start.year in item.years
        return True

    def _alike(self, words: EntryWords, place: int) -> Iterator[_Claim]:
        """Yield the one work whose record would be taken for the entry's, where the year agrees too."""
        item = words.item
        if not item.title or not item.year:
            return
        year = item.year
        near = [one for other in (year - 1, year, year + 1) for one in self._works_of.get(other, ())]
        same = those_alike(item, [self._portrait(one) for one in near if words.kind_agrees(one)])
        if len(same) == 1:
            yield _Claim(place, same[0], BY_LIKENESS, 0)

    def _portrait(self, work: Work) -> Portrait:
        if work.key not in self._portraits:
            self._portraits[work.key] = portrait_of(work)
        return self._portraits[work.key]


def _lead(words: EntryWords) -> str:
    """Return the folded words before an entry's first bracket, comma or colon: a course's short title stands so."""
    return plain_form(_LEAD_ENDS.split(words.item.words, maxsplit=1)[0])


def _is_long(title: str) -> bool:
    return len(title) >= (_SHORTEST_HAN if has_han(title) else _SHORTEST)


def _year_of(one: Subject) -> int:
    date: PartialDate | None = one.issued if isinstance(one, Work) else one.start
    return date.year if date else 0


def _dois(identifiers: Iterable[Identifier]) -> frozenset[str]:
    """Return the DOIs of record: a preprint's or a data set's says nothing against another."""
    return frozenset(
        one.value for one in identifiers if one.scheme == "doi" and not one.value.startswith(_DOIS_OF_PREPRINTS)
    )


def _years_agree(item: HandItem, year: int) -> bool:
    return not item.years or not year or min(abs(year - other) for other in item.years) <= _YEARS_OFF


def _venue_stands(words: EntryWords, one: Subject) -> bool:
    """Whether an entry names a subject's venue, or the year of a course's term."""
    venue = one.container_title or one.event_title if isinstance(one, Work) else one.venue
    if venue and plain_form(venue) in words.plain:
        return True
    if isinstance(one, Course):
        terms = [term for text in one.terms if (term := parse_term(text))]
        return any(str(term.year) in words.item.words for term in terms)
    return bool(venue) and venues_agree(*sorted((venue, words.item.venue))) > SHARE
