"""Dates at the precision at which they are known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a year and month, or a full day: a year is a year, not its first of January.

    ``month`` and ``day`` are 0 where unknown, so that tuples order and a bare year comes before its months.

    Raises:
        ValueError: where there is no such day.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        """Refuse a date that no calendar has."""
        if self.day and not self.month:
            message = "a day needs a month"
            raise ValueError(message)
        dt.date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        """ISO 8601 at the known precision: ``2020``, ``2020-05`` or ``2020-05-03``."""
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
        if self.day:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def first_day(self) -> dt.date:
        """Return the earliest day it may be, for formats that know only whole days."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    def agrees_with(self, other: PartialDate) -> bool:
        """Whether both may be one and the same day: what both know is equal."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine == theirs or not mine or not theirs for mine, theirs in pairs)

    @property
    def precision(self) -> int:
        """How many of year, month and day are known: 1, 2 or 3."""
        return 1 + bool(self.month) + bool(self.day)
