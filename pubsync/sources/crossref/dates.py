"""When a work appeared, of the several dates that Crossref has. Pure.

A date is ``{"date-parts": [[2020, 5, 3]]}`` at the precision known; a missing one may be ``[[null]]``
(https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md#partial-date).
"""

from __future__ import annotations

from collections.abc import Mapping

from pubsync.records.dates import PartialDate, parse_date
from pubsync.sources.answers import part, raw

_PRINTED = ("published-print", "published-online", "published", "issued", "posted", "approved")
_POSTED = ("posted", "published-online", "published", "issued", "approved")
_YEAR_DIGITS = 4
_MOST_DIGITS = 2


def issued(work: Mapping[str, object], kind: str) -> PartialDate | None:
    """Return the date of a work of Crossref's type ``kind``, at the best precision that agrees with it.

    What was printed counts by its issue, not by the day on which it was first online: the two may be years apart. A
    preprint counts by the day on which it was posted.
    """
    found = [date for field in (_POSTED if kind == "posted-content" else _PRINTED) if (date := _date(work.get(field)))]
    agreeing = [date for date in found if date.agrees_with(found[0])]
    return max(agreeing, key=lambda date: date.precision, default=None)


def _date(value: object) -> PartialDate | None:
    listed = part(value, "date-parts")
    first = listed[0] if isinstance(listed, list) and listed else None
    numbers = [raw(one) for one in first] if isinstance(first, list) else []
    if not numbers or len(numbers[0]) != _YEAR_DIGITS or not numbers[0].isdecimal():
        return None
    known = [numbers[0]]
    for number in numbers[1:3]:
        if not (number.isdecimal() and len(number) <= _MOST_DIGITS and int(number)):
            break
        known.append(number)
    return parse_date("-".join(known))
