"""The time between two requests to one host, whoever in this process asks."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

_SLOWEST = 60.0
"""Seconds between two requests; a host that asks for more is damaged, or can't be used anyway."""
_INTERVAL = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*(ms|s|m|h|)", re.ASCII)
_UNITS = {"ms": 0.001, "": 1, "s": 1, "m": 60, "h": 3600}


class _Turn(NamedTuple):
    """When a host was last asked, and how long whoever asked wanted it to be left alone."""

    at: float
    pause: float


class Pace:
    """Whose turn it is to ask which host; for all threads."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Know of no host yet."""
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._turns: dict[str, _Turn] = {}
        self._told: dict[str, float] = {}

    def wait(self, host: str, pause: float) -> None:
        """Wait for the next turn to ask ``host``: ``pause`` seconds after the last; the first never waits."""
        with self._lock:
            now = self._clock()
            last = self._turns.get(host)
            turn = now if last is None else max(now, last.at + max(pause, last.pause, self._told.get(host, 0)))
            self._turns[host] = _Turn(turn, pause)
        if turn > now:
            self._sleep(turn - now)

    def answered(self, host: str, headers: Mapping[str, str]) -> None:
        """Count the time from the end of an exchange, and obey the pace that an answer asks for."""
        asked_for = seconds_between(headers)
        with self._lock:
            last = self._turns.get(host)
            if last:
                self._turns[host] = last._replace(at=max(last.at, self._clock()))
            if asked_for is not None:
                self._told[host] = asked_for


def seconds_between(headers: Mapping[str, str]) -> float | None:
    """Return the pace that a host asks for, None where it does not.

    Crossref says ``x-rate-limit-limit: 50`` and ``x-rate-limit-interval: 1s``
    (https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/).
    """
    limit = headers.get("x-rate-limit-limit", "").strip()
    interval = _INTERVAL.fullmatch(headers.get("x-rate-limit-interval", "").strip().lower())
    if not interval or not (limit.isascii() and limit.isdigit()) or not int(limit[:9]):
        return None
    return min(float(interval[1]) * _UNITS[interval[2]] / int(limit[:9]), _SLOWEST)


PACE = Pace()
"""The one of this process."""
