"""Citation counts, as last written: the only thing on the site that follows the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field, replace

from pubsync.frozen import frozen


@frozen(kw_only=True)
class Counts:
    """Counts of one day: by work (key), by year, and in all."""

    date: str = ""
    """ISO 8601; empty where nothing was ever counted."""
    source: str = ""
    citations: int | None = None
    h_index: int | None = None
    by_year: tuple[tuple[int, int], ...] = ()
    works: Mapping[str, int] = field(default_factory=dict)


def renewed(old: Counts, new: Counts, every: int) -> Counts:
    """Return the counts to keep: ``new`` as a whole where any count differs and ``old`` is ``every`` days old.

    ``new`` holds nothing (no date) where no source counted tonight.
    """
    if not new.date or replace(new, date=old.date) == old:
        return old
    if not old.date:
        return new
    age = dt.date.fromisoformat(new.date) - dt.date.fromisoformat(old.date)
    return new if age.days >= every or age.days < 0 else old
