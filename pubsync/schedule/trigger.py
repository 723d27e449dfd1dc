"""When APScheduler is to run: ``schedule:`` as cron means it, a little later and at random."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from secrets import SystemRandom

from apscheduler.triggers.base import BaseTrigger

from pubsync.settings.cron import Cron
from pubsync.settings.local_time import LocalTime

_CHANCE = SystemRandom().random


class CronWithJitter(BaseTrigger):  # type: ignore[misc]  # APScheduler ships no types
    """Comes after each time of ``cron``, by at most ``jitter`` and less than half of the way to the next.

    APScheduler's own trigger for crontabs means something else: its weekday 0 is Monday, it wants day of the month
    *and* weekday, and the hour that comes twice in autumn counts twice (measured with 3.11.3).

    Args:
        cron: when.
        jitter: how much later at the most.
        zone: the clock that ``cron`` goes by.
        chance: a number from 0 to 1 for each run.
    """

    def __init__(
        self,
        cron: Cron,
        jitter: dt.timedelta = dt.timedelta(),
        *,
        zone: dt.tzinfo | None = None,
        chance: Callable[[], float] = _CHANCE,
    ) -> None:
        """Keep what the next time is worked out from."""
        self.cron = cron
        self.jitter = jitter
        self._zone = zone or LocalTime()
        self._chance = chance

    def get_next_fire_time(self, previous_fire_time: dt.datetime | None, now: dt.datetime) -> dt.datetime:
        """Return the next time after the previous one, or after ``now`` where there was none, in UTC."""
        due = self.due_after(previous_fire_time or now)
        return due + self._chance() * self._longest(due)

    def due_after(self, moment: dt.datetime) -> dt.datetime:
        """Return the next time of the schedule itself, in UTC."""
        return self.cron.next_after(moment.astimezone(self._zone)).astimezone(dt.UTC)

    def latest_after(self, moment: dt.datetime) -> dt.datetime:
        """Return the latest that the next time may come out at, in UTC."""
        due = self.due_after(moment)
        return due + self._longest(due)

    def _longest(self, due: dt.datetime) -> dt.timedelta:
        return min(self.jitter, (self.due_after(due) - due) / 2)
