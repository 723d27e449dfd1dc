"""What can be asked of a work, a talk or a course, answered with yes, no, or that nobody knows.

Unknown is not no: an absent author list, a venue that its source cut, a work without a date leave a question open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from typing import TypeAlias

from pubsync.records.course import Course
from pubsync.records.names import Name, script
from pubsync.records.talk import Talk
from pubsync.records.text import has_han
from pubsync.records.work import Work
from pubsync.views.sections import term_start
from pubsync.views.venue_words import is_venue

Answer: TypeAlias = bool | None
"""Yes, no, or unknown (None)."""
IsOwn: TypeAlias = Callable[[Name], bool]
"""Whether a name on a work can be the owner's."""

_IN_A_VENUE = frozenset(("article-journal", "paper-conference", "chapter", ""))
"""Types that appear in something; of any other an empty venue is none."""
_VENUE_FIELDS = ("container_title", "event_title", "collection_title")
_ABBREVIATIONS = frozenset(("abbr", "container_title_short", "short_journal", "shortjournal", "journaltitle_short"))
_CUT_AT = frozenset(("of", "the", "on", "in", "for", "and", "&", "a", "an", "to", "with"))
_EDITED = frozenset(("book", "collection", "periodical"))
"""Types that may have editors and no authors; the editors of others are those of what they appeared in."""
_EAST_ASIAN = frozenset(("Hani", "Jpan", "Kore"))


def all_of(answers: Iterable[Answer]) -> Answer:
    """Return no where one is no, else unknown where one is unknown, else yes."""
    given = set(answers)
    return False if False in given else None if None in given else True


def any_of(answers: Iterable[Answer]) -> Answer:
    """Return yes where one is yes, else unknown where one is unknown, else no."""
    given = set(answers)
    return True if True in given else None if None in given else False


def within(subject: Work | Talk | Course, since: int | None, until: int | None) -> Answer:
    """Return whether it is of the years from ``since`` to ``until``, both included; None: no bound.

    A course is where one of its terms is. A work that awaits publication and has no date is newer than any year, as it
    stands on the page.
    """
    if since is None and until is None:
        return True
    spans = _spans(subject)
    if any((since is None or since <= last) and (until is None or first <= until) for first, last in spans):
        return True
    terms = len(subject.terms) if isinstance(subject, Course) else 0
    return None if len(spans) < max(1, terms) else False


def _spans(subject: Work | Talk | Course) -> list[tuple[int, int]]:
    """Return the first and last year of each time that is known."""
    if isinstance(subject, Work):
        newest = dt.MAXYEAR if subject.status else None
        year = subject.issued.year if subject.issued else newest
        return [(year, year)] if year else []
    if isinstance(subject, Course) and subject.terms:
        return [(start.year, start.year) for term in subject.terms if (start := term_start(term))]
    if subject.start is None:
        return []
    ends = subject.end or subject.start
    # A talk is given once: that its conference goes on into the next year does not make it two.
    return [(subject.start.year, ends.year if isinstance(subject, Course) else subject.start.year)]


def of_type(subject: Work | Talk | Course, types: Sequence[str]) -> Answer:
    """Return whether it is of one of the types; no types: yes.

    Of works these are CSL types. Talks and courses have those that their owner gave them: a type matches where it
    stands in theirs as whole words (``invited`` in "Invited talk"), or in the level of a course.
    """
    if not types:
        return True
    if isinstance(subject, Work):
        return subject.type in types if subject.type else None
    named = [subject.type, *(one.text for one in subject.translations if one.field == "type")]
    named += [subject.level] if isinstance(subject, Course) else []
    if not any(named):
        return None
    return any(_stands_in(asked, text) for asked in types for text in named)


def titled_in(subject: Work | Talk | Course, languages: Sequence[str]) -> Answer:
    """Return whether it has a title in one of the languages, such as ``zh``; no languages: yes."""
    if not languages:
        return True
    known = subject.languages("title")
    return not known.isdisjoint(languages) if known else None


def _stands_in(asked: str, text: str) -> bool:
    if has_han(asked):  # Chinese parts no words
        return asked.casefold() in text.casefold()
    return f" {_plain(asked)} " in f" {_plain(text)} "


def _plain(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def at_venue(subject: Work | Talk | Course, venues: Sequence[str]) -> Answer:
    """Return whether it appeared, or was given, at one of the venues (see ``is_venue``); no venues: yes.

    Looked at are the container, the event and the series of a work, in every language, and the abbreviations that its
    sources give. Where none of them matches it is unknown if the name is cut, or absent though the type needs one.
    """
    if not venues:
        return True
    fields = _VENUE_FIELDS if isinstance(subject, Work) else ("venue",)
    names = [getattr(subject, field) for field in fields]
    names += [one.text for one in subject.translations if one.field in fields]
    extra = subject.extra if isinstance(subject, Work) else ()
    names += [value for name, value in extra if name in _ABBREVIATIONS]
    if any(is_venue(name, asked) for asked in venues for name in names if name):
        return True
    return None if _has_unknown_venue(subject) else False


def _has_unknown_venue(subject: Work | Talk | Course) -> bool:
    if not isinstance(subject, Work):
        return not subject.venue
    name = subject.container_title or subject.event_title
    if not name:
        return subject.type in _IN_A_VENUE and subject.status != "submitted"
    cut = name.endswith(("…", "...")) or name.casefold().split()[-1:] in [[word] for word in _CUT_AT]
    return cut or ("container_cut", "yes") in subject.extra


def is_first_author(work: Work, is_own: IsOwn) -> Answer:
    """Return whether the owner is first author, or one of the authors who share the first place.

    They share it who stand at the head of the list and are all marked ``equal``, without a gap. The first name of a cut
    list is known, too. It is unknown where there are no authors; where a whole list of persons does not name the owner,
    who then stands in it under a name that nobody told (an editor, or a member of a group that is named, does not);
    where a list is cut while the shared first place may go on; and where two names can be the owner's and the answers
    differ.
    """
    places = _own_places(work, is_own)
    if places:
        return _agreed(place < max(1, _sharing_first(work)) for place in places)
    if work.author_complete or not work.author:
        return _of_the_unnamed(work, is_own)
    return None if _sharing_first(work) == len(work.author) else False


def is_first_or_corresponding(work: Work, is_own: IsOwn) -> Answer:
    """Return whether the owner is first author (see ``is_first_author``), corresponding author, or both.

    - yes: the owner is first author, or carries the corresponding author's mark;
    - no: the owner is not first author, stands in the list without the mark, and another author carries it; or the
      owner is not named because a group is, or because the owner is the editor;
    - unknown: everything else. Where nobody carries the mark nobody said who corresponds, and behind "et al." the
      owner may carry it, too.
    """
    places = _own_places(work, is_own)
    marked = any("corresponding" in name.roles for name in work.author)
    if places:
        return _agreed(
            any_of((place < max(1, _sharing_first(work)), _corresponds(work.author[place], marked=marked)))
            for place in places
        )
    return _of_the_unnamed(work, is_own) if work.author_complete or not work.author else None


def role_gap(work: Work, is_own: IsOwn) -> str:
    """Return what is missing where a role is unknown, as a noun: what a person would have to fill in."""
    places = _own_places(work, is_own)
    if len(places) > 1:
        return "which author is you"
    if places or (work.author and not work.author_complete and _sharing_first(work) < len(work.author)):
        return "corresponding author"
    return "your name among the authors" if work.author and work.author_complete else "whole author list"


def _own_places(work: Work, is_own: IsOwn) -> list[int]:
    return [place for place, name in enumerate(work.author) if is_own(name)]


def _sharing_first(work: Work) -> int:
    """Count the names at the head of the list that are marked as equal."""
    return len(list(takewhile(lambda name: "equal" in name.roles, work.author)))


def _corresponds(name: Name, *, marked: bool) -> Answer:
    return True if "corresponding" in name.roles else False if marked else None


def _agreed(answers: Iterable[Answer]) -> Answer:
    """Return the answer that holds for every place in the list that may be the owner's."""
    given = set(answers)
    return given.pop() if len(given) == 1 else None


def _of_the_unnamed(work: Work, is_own: IsOwn) -> Answer:
    """No where a group stands for the owner, or the owner edited; else nobody knows why the owner is not named."""
    groups = any(name.literal and script(name) not in _EAST_ASIAN for name in work.author)
    edited = any(map(is_own, work.editor)) and (bool(work.author) or work.type in _EDITED)
    return False if groups or edited else None
