"""The numbers that running text quotes: "over 60 papers, 20 of them as first or corresponding author".

Counted is what is shown, each work once. Unknown is not no: a number is written only where it is certain, or, under
``round=down:N``, as a bound that the true number can't be below.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple

from pubsync.frozen import frozen
from pubsync.records.counts import Counts
from pubsync.records.course import Course
from pubsync.records.talk import Talk
from pubsync.records.work import Work
from pubsync.views.conditions import (
    Answer,
    IsOwn,
    all_of,
    any_of,
    at_venue,
    is_first_author,
    is_first_or_corresponding,
    of_type,
    role_gap,
    titled_in,
    within,
)
from pubsync.views.count_question import CountQuestion
from pubsync.views.sections import publications, talks, teaching

_NOUNS = {"publications": "works", "talks": "talks", "teaching": "courses"}
_ROLES: Mapping[str, Callable[[Work, IsOwn], Answer]] = {
    "first_author": is_first_author,
    "first_or_corresponding": is_first_or_corresponding,
}
_MOST_NAMED = 3


@frozen(kw_only=True)
class Basis:
    """What numbers rest on: all that the site shows, in any order.

    ``is_own`` tells whether a name can be the owner's. ``partial`` holds the sections whose lists are known not to be
    whole.
    """

    works: Sequence[Work] = ()
    talks: Sequence[Talk] = ()
    courses: Sequence[Course] = ()
    is_own: IsOwn
    counts: Counts = field(default_factory=Counts)
    partial: Collection[str] = ()


@frozen(kw_only=True)
class Counted:
    """An answer. ``number`` is before rounding, and None where nothing may be written.

    ``keys`` are what was counted for certain, and ``unknown`` those that leave the number open, newest first; of a
    course it is the key of the course. Both are empty where the number is the profile's own figure. ``why`` is a
    sentence for a person, "" where the number is exact.
    """

    number: int | None
    keys: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    lower_bound: bool = False
    why: str = ""


def count(question: CountQuestion, basis: Basis) -> Counted:
    """Return the number that the question asks for, as far as it is known.

    Citations and h-index of all works are the figures of the person's profile, where the source that counts has them;
    of some works they are made of the counts of these works. A work without a count has an unknown one, not none.

    The number is None where the list it rests on is partial; where it is not certain and may not be rounded down; and
    where nothing is certain, since "over 0" says nothing.
    """
    figure = _figure(question, basis.counts)
    if figure is not None:
        return Counted(number=figure)
    candidates = [one for one in _candidates(question, basis) if one.answer is not False]
    certain = [one for one in candidates if one.answer]
    measure = _h_index if question.name == "h_index" else math.fsum
    low, high = measure(one.low for one in certain), measure(one.high for one in candidates)
    exact = low == high
    unknown = [] if exact else [one for one in candidates if not one.answer or one.low != one.high]
    is_partial, is_bound = question.section in basis.partial, not exact and question.round_down > 0 and low > 0
    return Counted(
        number=int(low) if not is_partial and (exact or is_bound) else None,
        keys=tuple(one.key for one in certain),
        unknown=tuple(one.key for one in unknown),
        lower_bound=is_bound and not is_partial,
        why=_why_partial(question) if is_partial else _why_unknown(question, unknown, int(low)),
    )


def in_print(counted: Counted, question: CountQuestion) -> str | None:
    """Return the text to write, in digits alone and so the same in every language; None: what stands there stays.

    A number below the step of rounding is written as it is: "7", not "0".
    """
    if counted.number is None:
        return None
    below = counted.number % question.round_down if counted.number >= question.round_down > 0 else 0
    return str(counted.number - below)


def _figure(question: CountQuestion, counts: Counts) -> int | None:
    """Return what the person's profile says of itself, which rests on no list of ours."""
    if question.is_filtered:
        return None
    return {"citations": counts.citations, "h_index": counts.h_index}.get(question.name)


class _Candidate(NamedTuple):
    """Something that may count: between ``low`` and ``high`` if it does, and ``lacks`` what is not known of it."""

    key: str
    answer: Answer
    low: float
    high: float
    lacks: tuple[str, ...]


def _candidates(question: CountQuestion, basis: Basis) -> Iterator[_Candidate]:
    """Yield each work, talk or course once, newest first."""
    if question.section == "publications":
        shown = {work.key: work for work in basis.works}.values()
        for work in publications(shown, group_by="none").entries():
            yield _of_work(question, work, basis.is_own)
    elif question.section == "talks":
        for talk in talks({talk.key: talk for talk in basis.talks}.values()).entries():
            yield _of_occasions(question, talk.key, [talk])
    else:
        terms: dict[str, list[Course]] = {}
        for course in teaching(basis.courses).entries():
            terms.setdefault(course.course_key, []).append(course)
        for key, occasions in terms.items():
            yield _of_occasions(question, key, occasions)


def _of_work(question: CountQuestion, work: Work, is_own: IsOwn) -> _Candidate:
    answers = _answers(question, work)
    role = _ROLES.get(question.name)
    if role:
        answers[role_gap(work, is_own)] = role(work, is_own)
    low = high = 1.0
    if question.name in ("citations", "h_index"):
        low, high = work.citations or 0, math.inf if work.citations is None else work.citations
    lacks = [what for what, answer in answers.items() if answer is None] + (["citation count"] if low != high else [])
    return _Candidate(work.key, all_of(answers.values()), low, high, tuple(lacks))


def _of_occasions(question: CountQuestion, key: str, occasions: Sequence[Talk | Course]) -> _Candidate:
    """A course counts once, if one of its terms does."""
    answers = [_answers(question, one) for one in occasions]
    lacks = dict.fromkeys(what for one in answers for what, answer in one.items() if answer is None)
    return _Candidate(key, any_of(all_of(one.values()) for one in answers), 1, 1, tuple(lacks))


def _answers(question: CountQuestion, subject: Work | Talk | Course) -> dict[str, Answer]:
    return {
        "year": within(subject, question.since, question.until),
        "type": of_type(subject, question.types),
        "venue": at_venue(subject, question.venues),
        "title": titled_in(subject, question.languages),
    }


def _h_index(citations: Iterable[float]) -> int:
    return sum(cited >= place for place, cited in enumerate(sorted(citations, reverse=True), start=1))


def _why_partial(question: CountQuestion) -> str:
    return (
        f"the list of {question.section} is known to be partial, so the number stays as it is until the list is whole"
    )


def _why_unknown(question: CountQuestion, unknown: Sequence[_Candidate], low: int) -> str:
    if not unknown:
        return ""
    lacks = sorted({what for one in unknown for what in one.lacks})
    keys = [one.key for one in unknown[:_MOST_NAMED]]
    more = f" and {len(unknown) - len(keys)} more" if len(unknown) > len(keys) else ""
    of = f"{len(unknown)} of the {_NOUNS[question.section]} ({', '.join(keys)}{more})"
    if not low:
        then = "so nothing certain can be said"
    elif question.round_down:
        then = f"so {low} is the least that it can be"
    else:
        then = f"so only a number that it can't be below, {low}, is certain: round=down:10 writes that"
    return f"{' and '.join(lacks)} unknown for {of}, {then}"
