"""Dates at the precision at which they are known."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?<![a-z])(?P<month>jan(?:uary)?|febr?(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_ORDINAL = r"(?:st|nd|rd|th)?\.?"
_DAYS = rf"(?<!\d)(?P<day>\d{{1,2}}){_ORDINAL}(?:\s*[-–—/]+\s*\d{{1,2}}{_ORDINAL})?"
_MONTH_NAME = re.compile(_MONTH)
_DAY_MONTH = re.compile(rf"{_DAYS}\s*(?:of\s+)?{_MONTH}")
_MONTH_DAY = re.compile(rf"{_MONTH}[\s.,~]*(?P<day>\d{{1,2}})(?!\d)")
_NUMERIC = (
    re.compile(r"(?<!\d)(?P<year>[12]\d{3})([-/.])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>[12]\d{3})\s*年(?:\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*[日号])?)?"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\.\s*(?P<month>\d{1,2})\.\s*(?P<year>[12]\d{3})(?!\d)"),
    re.compile(r"^(?P<month>\d{1,2})[-/.](?P<year>[12]\d{3})$"),
)
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_MONTH_NUMBER = re.compile(r"0?([1-9]|1[0-2])\s*月?")
_LONGEST = 200
"""Characters: no date is longer, and nothing past them is looked at."""


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

    def last_day(self) -> dt.date:
        """Return the latest day it may be."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def agrees_with(self, other: PartialDate) -> bool:
        """Whether both may be one and the same day: what both know is equal."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine == theirs or not mine or not theirs for mine, theirs in pairs)

    @property
    def precision(self) -> int:
        """How many of year, month and day are known: 1, 2 or 3."""
        return 1 + bool(self.month) + bool(self.day)


def month_number(text: str) -> int:
    """Return the month that a text names, from 1: ``5``, ``05``, ``May``, ``sept.``, ``5月``, of ``jul/aug`` the first.

    Returns:
        0 where it names none.
    """
    folded = _folded(text)
    number = _MONTH_NUMBER.fullmatch(folded)
    if number:
        return int(number.group(1))
    name = _MONTH_NAME.search(folded)
    return _month(name) if name else 0


@lru_cache(maxsize=4096)
def parse_date(text: str) -> PartialDate | None:
    """Return the date that a text holds, at the precision at which there is such a day, or None.

    Read are ISO 8601 (``2020``, ``2020-05``, ``2020-05-03``, also with ``/``, with a time, or as a range),
    ``May 2020``, ``3 May 2020``, ``May 3, 2020``, ``3.5.2020``, ``05/2020`` and ``2020年5月3日``. Of a range it is the
    first day. A 31 February is February, a thirteenth month only its year; so is ``03/05/2020``, which may be two
    days. The year is one from 1000 to 2999.
    """
    folded = _folded(text)
    for form in _NUMERIC:
        found = form.search(folded)
        if found:
            parts = found.groupdict()
            return _existing(*(int(parts.get(part) or 0) for part in ("year", "month", "day")))
    year = _YEAR.search(folded)
    return _existing(int(year.group()), *_month_and_day(folded)) if year else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:_LONGEST]).casefold().strip()


def _month(found: re.Match[str]) -> int:
    return _MONTHS.index(found["month"][:3]) + 1


def _month_and_day(folded: str) -> tuple[int, int]:
    both = [found for found in (_DAY_MONTH.search(folded), _MONTH_DAY.search(folded)) if found]
    if both:
        first = min(both, key=re.Match.start)
        return _month(first), int(first["day"])
    name = _MONTH_NAME.search(folded)
    return (_month(name), 0) if name else (0, 0)


def _existing(year: int, month: int, day: int) -> PartialDate:
    """Return the date at the precision at which there is one."""
    for known in ((year, month, day), (year, month)):
        try:
            return PartialDate(*known)
        except ValueError:
            continue
    return PartialDate(year)
