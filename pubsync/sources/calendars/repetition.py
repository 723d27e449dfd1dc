"""The days on which an event takes place that repeats (RFC 5545, 3.3.10), as far as they are of use here. Pure.

Talks and courses need days, never hours, and a file from outside must not cost more than a moment: so days are looked
at one by one, and only as many as a course could take. The libraries for this search until the year 9999 for the
30th of February.
"""

from __future__ import annotations

import datetime as dt
from calendar import isleap, monthrange
from collections.abc import Mapping, Sequence

from pubsync.frozen import frozen

_FURTHEST = dt.timedelta(days=4 * 366)
MOST_DAYS = 400
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = frozenset(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
_UNREAD = frozenset(("BYSETPOS", "BYWEEKNO", "BYYEARDAY", "RSCALE"))
_DAYS = 7
_MONTHS = 12


@frozen(kw_only=True)
class Rule:
    """A rule of repetition, to the day. ``weekdays`` are (which of its month or year, 0 for each, and the weekday)."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: dt.date | None = None
    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    week_start: int = 0


def read_rule(parts: Mapping[str, Sequence[object]], until: dt.date | None) -> Rule:
    """Return the rule that the parts of an RRULE say; ``until`` is its last day, in the event's own time zone.

    Raises:
        ValueError: where it repeats by the hour, or in a way that is not read.
    """
    frequency = str(next(iter(parts.get("FREQ", ())), ""))
    weekdays = tuple(_weekday(str(found)) for found in parts.get("BYDAY", ()))
    by_week = frequency in ("DAILY", "WEEKLY")
    if frequency not in _FREQUENCIES or _UNREAD & set(parts) or (by_week and any(which for which, _ in weekdays)):
        message = "repeats in a way that is not read"
        raise ValueError(message)
    return Rule(
        frequency=frequency,
        interval=max(1, next(iter(_numbers(parts, "INTERVAL")), 1)),
        count=next(iter(_numbers(parts, "COUNT")), None),
        until=until,
        weekdays=weekdays,
        month_days=_numbers(parts, "BYMONTHDAY"),
        months=_numbers(parts, "BYMONTH"),
        week_start=next((_weekday(str(day))[1] for day in parts.get("WKST", ())), 0),
    )


def days_of(rule: Rule, start: dt.date) -> tuple[dt.date, ...]:
    """Return the days, beginning with ``start``; none where they have no end, or one that is years away."""
    if rule.until is None and rule.count is None:
        return ()
    last = min(rule.until or dt.date.max, dt.date.max - dt.timedelta(days=1))
    wanted = MOST_DAYS + 1 if rule.count is None else rule.count
    found, day = [start], start
    weekdays = frozenset(weekday for _, weekday in rule.weekdays)
    while len(found) < wanted and day < last:
        day += dt.timedelta(days=1)
        if day - start > _FURTHEST or len(found) > MOST_DAYS:
            return ()
        if (not weekdays or day.weekday() in weekdays) and _is_day_of(rule, start, day):
            found.append(day)
    return tuple(found)


def _is_day_of(rule: Rule, start: dt.date, day: dt.date) -> bool:
    if (rule.months and day.month not in rule.months) or _periods(rule, start, day) % rule.interval:
        return False
    if rule.month_days and not {day.day, day.day - _month_length(day) - 1} & set(rule.month_days):
        return False
    if rule.weekdays:
        return any(day.weekday() == weekday and _is_which(rule, day, which) for which, weekday in rule.weekdays)
    if rule.frequency == "WEEKLY":
        return day.weekday() == start.weekday()
    if rule.frequency == "DAILY" or rule.month_days:
        return True
    return day.day == start.day and (rule.frequency == "MONTHLY" or bool(rule.months) or day.month == start.month)


def _periods(rule: Rule, start: dt.date, day: dt.date) -> int:
    """How many days, weeks, months or years lie between."""
    if rule.frequency == "WEEKLY":
        return ((day - start).days + (start.weekday() - rule.week_start) % _DAYS) // _DAYS
    if rule.frequency == "DAILY":
        return (day - start).days
    years = day.year - start.year
    return years if rule.frequency == "YEARLY" else years * _MONTHS + day.month - start.month


def _is_which(rule: Rule, day: dt.date, which: int) -> bool:
    """Whether it is the first, second or, with a negative number, last but so many such weekday."""
    if not which:
        return True
    within_year = rule.frequency == "YEARLY" and not rule.months
    length = 365 + isleap(day.year) if within_year else _month_length(day)
    place = day.toordinal() - dt.date(day.year, 1, 1).toordinal() + 1 if within_year else day.day
    return which in ((place - 1) // _DAYS + 1, -((length - place) // _DAYS + 1))


def _month_length(day: dt.date) -> int:
    return monthrange(day.year, day.month)[1]


def _weekday(text: str) -> tuple[int, int]:
    name = text.upper().strip()
    number = name[:-2].lstrip("+")
    return int(number) if number else 0, _WEEKDAYS.index(name[-2:])


def _numbers(parts: Mapping[str, Sequence[object]], name: str) -> tuple[int, ...]:
    return tuple(int(str(found)) for found in parts.get(name, ()))
