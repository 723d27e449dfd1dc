"""What differs in print from language to language: one file each, named by its BCP 47 tag."""

from __future__ import annotations

from collections.abc import Mapping

from pubsync.frozen import frozen


@frozen(kw_only=True)
class Language:
    """How one language writes dates, ranges and terms; all patterns are for ``str.format``."""

    east_asian: bool
    """Whether its text is written in Chinese, Japanese or Korean."""
    months: tuple[str, ...]
    dates: Mapping[str, str]
    """Patterns with ``{year}``, ``{month}`` (one of ``months``) and ``{day}``, by the parts to be shown: ``year``,
    ``year-month`` and ``year-month-day``, and in a range ``month``, ``month-day`` and ``day``."""
    close_range: str
    """Joins ``{start}`` and ``{end}`` where they differ in one part, as in ``3–5 May 2020``."""
    wide_range: str
    """Joins them where they differ in more, as in ``30 April – 2 May 2020``."""
    shared_at_start: bool
    """Whether what both ends share stands with the start (``2020年5月至7月``) or the end (``May–July 2020``)."""
    seasons: Mapping[str, str]
    term: str
    """With ``{year}`` and ``{season}``."""
