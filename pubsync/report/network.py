"""Sources that no way led to: where that is so of all on the network, it is said once."""

from __future__ import annotations

from collections.abc import Sequence

from pubsync.report.values import SourceReport

_ASKED = ("fresh", "snapshot", "failed")


def without_network(sources: Sequence[SourceReport]) -> tuple[SourceReport, ...]:
    """Return the sources that could not be reached, where these are several and all that were asked on the network."""
    asked = [one for one in sources if one.remote and one.state in _ASKED]
    unreached = tuple(one for one in asked if one.unreached)
    return unreached if len(asked) == len(unreached) > 1 else ()


def network_line(unreached: Sequence[SourceReport]) -> str:
    """Return what is told of such sources: who they are, what stands in, and what to look at."""
    heard = [one for one in unreached if one.records or one.since]
    mute = [one.name for one in unreached if one not in heard]
    if not heard:
        standing_in = "none of them has answered so far"
    else:
        standing_in = f"their last good answers{_dates(heard)} stand in"
        standing_in += f", but for {_listed(mute)}: nothing yet" if mute else ""
    remedies = "; ".join(dict.fromkeys(one.unreached for one in unreached))
    return f"no network: {_listed([one.name for one in unreached])} can't be reached; {standing_in} ({remedies})"


def _dates(heard: Sequence[SourceReport]) -> str:
    dates = sorted({date for one in heard if (date := one.last_success or one.since)})
    return f" of {' to '.join(dict.fromkeys((dates[0], dates[-1])))}" if dates else ""


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
