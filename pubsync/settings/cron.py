"""When to run: ``schedule:`` with cron's own meaning, or refused.

What it means is what Debian's cron does (https://manpages.debian.org/bookworm/cron/crontab.5.en.html and cron.8):

- Weekdays count from Sunday, which is 0 and 7.
- A day must fit the day of the month *or* the weekday where both are restricted, and both where one begins with ``*``.
- A time that the clock skips in spring comes at the moment of the change, one that it repeats in autumn comes once;
  with a ``*`` at the start of minute or hour it comes whenever the clock shows it.

What cron does not know (``mon#1``, ``L``, ``?``, seconds, a time zone), what only some crons do, and what would never
come (31 February) is an error in words, since a schedule that means something else than it says is worse than none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from pubsync.frozen import frozen

_SHORTHANDS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PART = re.compile(r"(?P<all>\*)(?:/(?P<step_of_all>[0-9]+))?|(?P<first>\w+)(?:-(?P<last>\w+)(?:/(?P<step>[0-9]+))?)?")
_HORIZON = 41 * 366
"""29 February on a given weekday is up to 40 years away, over a year such as 2100."""


@frozen()
class _Field:
    """One of the five: its name in errors, its range, and the words that may stand for its first numbers."""

    name: str
    low: int
    high: int
    words: tuple[str, ...] = ()


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("weekday", 0, 7, _WEEKDAYS),
)


@frozen(kw_only=True)
class Cron:
    """A schedule as sets of numbers; weekdays are 0 to 6 from Sunday.

    ``fields`` are the five as they were written. ``either`` is whether a day fits by day of the month or weekday
    alone; ``by_clock`` whether minute or hour begins with ``*``, so that it goes by what the clock shows.
    """

    fields: tuple[str, str, str, str, str]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    either: bool
    by_clock: bool

    @property
    def text(self) -> str:
        """The five fields on one line."""
        return " ".join(self.fields)

    @property
    def runs_a_day(self) -> int:
        """How often it comes on a day on which it comes."""
        return len(self.minutes) * len(self.hours)

    def fits(self, day: dt.date) -> bool:
        """Whether it comes on ``day``."""
        if day.month not in self.months:
            return False
        by_day, by_weekday = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return by_day or by_weekday if self.either else by_day and by_weekday

    def next_after(self, moment: dt.datetime) -> dt.datetime:
        """Return when it next comes after ``moment``, in the time zone of ``moment``.

        Args:
            moment: with a time zone that knows of its own changes, such as a ``ZoneInfo`` or ``LocalTime``.

        Raises:
            ValueError: where ``moment`` has no time zone.
        """
        zone = moment.tzinfo
        if zone is None:
            message = "a moment needs a time zone"
            raise ValueError(message)
        after = moment.astimezone(dt.UTC)
        start = moment.date() - dt.timedelta(days=1)
        for offset in range(_HORIZON):
            day = start + dt.timedelta(days=offset)
            if not self.fits(day):
                continue
            later = [instant for instant in self._instants(day, zone) if instant > after]
            if later:
                return min(later).astimezone(zone)
        message = f"{self.text} never comes"  # parse_cron lets none of these through
        raise ValueError(message)

    def _instants(self, day: dt.date, zone: dt.tzinfo) -> Iterator[dt.datetime]:
        for hour in self.hours:
            for minute in self.minutes:
                yield from self._moments(dt.datetime.combine(day, dt.time(hour, minute), zone), zone)

    def _moments(self, shown: dt.datetime, zone: dt.tzinfo) -> Iterator[dt.datetime]:
        """Yield the moments that stand for what the clock shows, none, one or two of them; see PEP 495 for ``fold``."""
        first, second = shown.astimezone(dt.UTC), shown.replace(fold=1).astimezone(dt.UTC)
        if first <= second:  # the same, or the clock shows it twice
            yield first
            if self.by_clock and first != second:
                yield second
        elif not self.by_clock:  # the clock skips it
            yield _change_between(second, first, zone)


def parse_cron(text: str) -> Cron:
    """Read a schedule: five fields, or ``@daily`` and its like.

    Raises:
        ValueError: saying what is wrong with it, in words that complete "schedule: …".
    """
    words = _SHORTHANDS.get(text.strip().lower(), text).split()
    _refuse_other_shapes(words)
    found = [_values(field, word) for field, word in zip(_FIELDS, words, strict=True)]
    minutes, hours, days, months, weekdays = found
    cron = Cron(
        fields=(words[0], words[1], words[2], words[3], words[4]),
        minutes=minutes,
        hours=hours,
        days=days,
        months=months,
        weekdays=tuple(sorted({number % 7 for number in weekdays})),
        either=not (words[2].startswith("*") or words[4].startswith("*")),
        by_clock=words[0].startswith("*") or words[1].startswith("*"),
    )
    if not cron.either and all(min(days) > _LONGEST[month - 1] for month in months):
        message = f"should come some day; no such month has a day {min(days)}"
        raise ValueError(message)
    return cron


def _refuse_other_shapes(words: list[str]) -> None:
    shape = 'should be as in a crontab, such as "15 3 * * *": minute, hour, day of the month, month, weekday'
    if words and words[0].startswith("@"):
        message = f"{words[0]} is not known; there are {', '.join(_SHORTHANDS)}"
    elif words and "=" in words[0]:
        message = f"{shape}, without a time zone: set TZ={words[0].partition('=')[2]} in the environment instead"
    elif len(words) == len(_FIELDS) + 1:
        message = f"{shape}; here are six, and cron knows no seconds or years"
    elif len(words) != len(_FIELDS):
        message = shape
    else:
        return
    raise ValueError(message)


def _values(field: _Field, text: str) -> tuple[int, ...]:
    """The numbers that a field names, in order."""
    found: set[int] = set()
    for part in text.split(","):
        found.update(_part(field, part))
    return tuple(sorted(found))


def _part(field: _Field, part: str) -> range:
    match = _PART.fullmatch(part)
    if match is None:
        message = f"the {field.name} {part!r} is not cron's; a number, a range 1-5, a step */2 or 1-9/2, or a list is"
        raise ValueError(message)
    if match["all"]:
        return range(field.low, field.high + 1, _step(field, match["step_of_all"]))
    first = _number(field, match["first"])
    last = first if match["last"] is None else _number(field, match["last"])
    if last < first:
        message = f"the {field.name} {part!r} goes backwards; write it as two ranges with a comma"
        raise ValueError(message)
    return range(first, last + 1, _step(field, match["step"]))


def _step(field: _Field, text: str | None) -> int:
    step = int(text[:4]) if text else 1
    if step == 0:
        message = f"the step of the {field.name} should be 1 or more"
        raise ValueError(message)
    return step


def _number(field: _Field, text: str) -> int:
    if text.lower() in field.words:
        return field.low + field.words.index(text.lower())
    number = int(text) if re.fullmatch(r"[0-9]{1,4}", text) else -1
    if not field.low <= number <= field.high:
        names = f" or {field.words[0]} and so on" if field.words else ""
        message = f"the {field.name} {text!r} should be {field.low} to {field.high}{names}"
        raise ValueError(message)
    return number


def _change_between(before: dt.datetime, after: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Return the moment, to the second, at which the clock of ``zone`` is put forward between two moments in UTC."""
    old = before.astimezone(zone).utcoffset()
    seconds = int((after - before).total_seconds())
    low, high = 0, seconds
    while high - low > 1:
        middle = (low + high) // 2
        same = (before + dt.timedelta(seconds=middle)).astimezone(zone).utcoffset() == old
        low, high = (middle, high) if same else (low, middle)
    return before + dt.timedelta(seconds=high)
