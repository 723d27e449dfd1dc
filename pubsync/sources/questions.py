"""Several questions to one host, one after the other: what it answers is kept, what fails is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pubsync.errors import SourceError
from pubsync.records.record import Record
from pubsync.sources.http import RefusedError
from pubsync.sources.interface import Notice

MOST_FAILURES = 2
"""One answer may be odd; a host that fails again is left alone for this run."""


class Reading(NamedTuple):
    """What an answer says: its records, and notices of what in it could not be read."""

    records: tuple[Record, ...] = ()
    notices: tuple[Notice, ...] = ()


def ask_all(questions: Iterable[Callable[[], Reading]], where: str) -> Reading:
    """Ask until all is answered, the host refuses, or it failed twice.

    Returns:
        The records by id, each once, sorted; failures are among the notices.

    Raises:
        SourceError: the first failure, where nothing was answered; ``where`` names the source.
    """
    readings: list[Reading] = []
    failures: list[SourceError] = []
    for question in questions:
        try:
            readings.append(question())
        except SourceError as error:
            failures.append(error)
            if isinstance(error, RefusedError) or len(failures) >= MOST_FAILURES:
                break
    if failures and not readings:
        raise failures[0]
    found = {record.id: record for reading in reversed(readings) for record in reading.records}
    told = [Notice(f"some works are left for another run: {error.what}", where, error.remedy) for error in failures]
    return Reading(
        tuple(found[id_] for id_ in sorted(found)),
        (*(notice for reading in readings for notice in reading.notices), *told),
    )
