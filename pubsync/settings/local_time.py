"""The machine's own time zone, with its changes in spring and autumn."""

from __future__ import annotations

import datetime as dt

_NOTHING = dt.timedelta()


class LocalTime(dt.tzinfo):
    """What the machine's clock shows, asked of the system each time, whatever form ``TZ`` has.

    ``datetime.astimezone()`` gives a fixed offset instead, which is wrong on the other side of a change; looking up
    the zone's name fails where ``TZ`` is a rule, such as ``CET-1CEST``.
    """

    def utcoffset(self, moment: dt.datetime | None) -> dt.timedelta | None:
        """Return how far the clock is ahead of UTC; ``fold`` tells the two of an hour that comes twice."""
        if moment is None:
            return None
        shown = moment.replace(tzinfo=None)
        return shown - dt.datetime.fromtimestamp(shown.timestamp(), dt.UTC).replace(tzinfo=None)

    def fromutc(self, moment: dt.datetime) -> dt.datetime:
        """Return what the clock shows at a moment whose fields are in UTC."""
        return dt.datetime.fromtimestamp(moment.replace(tzinfo=dt.UTC).timestamp()).replace(tzinfo=self)  # noqa: DTZ006 - local time is asked for

    def dst(self, moment: dt.datetime | None) -> dt.timedelta | None:
        """Say nothing of summer time: the offset holds it."""
        return _NOTHING if moment else None

    def tzname(self, moment: dt.datetime | None) -> str | None:
        """Return the zone's short name."""
        return moment.replace(tzinfo=None).astimezone().tzname() if moment else None
