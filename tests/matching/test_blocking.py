"""Which pairs are worth comparing."""

from __future__ import annotations

from pubsync.matching.blocking import candidates
from pubsync.matching.portrait import Portrait
from pubsync.records.record import Record


def test_a_title_that_begins_as_it_ends_is_not_compared_with_itself() -> None:
    title = "abcdefghijkl " * 4
    portraits = [Portrait(Record(source="bibtex:a.bib", id=str(number), title=title)) for number in range(3)]
    assert candidates(portraits) == [(0, 1), (0, 2), (1, 2)]
