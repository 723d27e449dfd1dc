"""A cron schedule in the words of systemd and launchd, which know no "day of the month or weekday"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from pubsync.errors import SettingsError
from pubsync.settings.cron import Cron

_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_ALL = {"minutes": 60, "hours": 24, "days": 31, "months": 12, "weekdays": 7}
_MOST_INTERVALS = 400


def on_calendar(cron: Cron) -> tuple[str, ...]:
    """Return the schedule as values of systemd's ``OnCalendar=``, any of which may start it (systemd.time(7)).

    Each states all three of date, weekday and time; what may be any day of the month *or* a weekday is two.
    """
    months = _listed(cron.months, _ALL["months"])
    days = _listed(cron.days, _ALL["days"])
    clock = f"{_listed(cron.hours, _ALL['hours'])}:{_listed(cron.minutes, _ALL['minutes'])}:00"
    weekdays = "" if len(cron.weekdays) == _ALL["weekdays"] else f"{','.join(_DAYS[day] for day in cron.weekdays)} "
    if cron.either and weekdays and days != "*":
        return f"*-{months}-{days} {clock}", f"{weekdays}*-{months}-* {clock}"
    if cron.either:  # one of the two is any day, and so is the whole
        return (f"*-{months}-* {clock}",)
    return (f"{weekdays}*-{months}-{days} {clock}",)


def calendar_intervals(cron: Cron) -> list[dict[str, int]]:
    """Return the schedule as launchd's ``StartCalendarInterval`` (launchd.plist(5)): one mapping for each time.

    Raises:
        SettingsError: where launchd can't say it: it starts a job where day *or* weekday fits, if both are given. Or
            where it would be very long.
    """
    by_day = len(cron.days) < _ALL["days"]
    by_weekday = len(cron.weekdays) < _ALL["weekdays"]
    if by_day and by_weekday and not cron.either:
        raise _unsayable("a day of the month that must be a certain weekday too")
    if cron.either and not (by_day and by_weekday):
        by_day = by_weekday = False
    days = [{"Day": day} for day in cron.days] if by_day else []
    days += [{"Weekday": day} for day in cron.weekdays] if by_weekday else []
    found = [
        {**month, **day, **hour, **minute}
        for month, day, hour, minute in product(
            _each("Month", cron.months, _ALL["months"]),
            days or [{}],
            _each("Hour", cron.hours, _ALL["hours"]),
            _each("Minute", cron.minutes, _ALL["minutes"]),
        )
    ]
    if len(found) > _MOST_INTERVALS:
        raise _unsayable(f"{len(found)} different times")
    return found


def _each(name: str, numbers: Sequence[int], every: int) -> list[dict[str, int]]:
    return [{}] if len(numbers) == every else [{name: number} for number in numbers]


def _listed(numbers: Sequence[int], every: int) -> str:
    return "*" if len(numbers) == every else ",".join(f"{number:02}" for number in numbers)


def _unsayable(what: str) -> SettingsError:
    return SettingsError(
        f"launchd can't be told {what}", where="schedule:", remedy="choose a simpler schedule, or --print crontab"
    )


def fields_of_github(cron: Cron) -> Iterator[str]:
    """Yield the five fields as GitHub takes them: its Sunday is 0 and never 7."""
    *others, weekday = cron.fields
    yield from others
    yield weekday if weekday.startswith("*") else ",".join(map(str, cron.weekdays))
