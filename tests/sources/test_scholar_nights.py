"""A long profile over many nights: what is asked for, what is noticed, and that quiet nights leave nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from pubsync.errors import SettingsError
from pubsync.records.record import Record
from pubsync.snapshots import Snapshot, snapshot_from_text, snapshot_to_text
from pubsync.sources.gather import Asking, Gathered, gather
from tests.fakes.scholar_pages import CAPTCHAS, HTML, Paper, ScholarSite, many_papers
from tests.fakes.scholar_source import HOST, JANE, source, web_of_jane
from tests.fakes.web import Response, Web

NAME = "scholar:jane"
BLOCKED = Response(CAPTCHAS["inline"], headers=HTML)


@dataclass
class Nights:
    """One night after the other, with nothing but the snapshot's text kept between them."""

    web: Web
    papers: tuple[Paper, ...]
    options: dict[str, object] = field(default_factory=dict)
    kept: str = ""
    turn: int = 0
    step: int = 1

    def play(self) -> Gathered:
        self.web.hosts[HOST] = ScholarSite([replace(JANE, papers=self.papers)])
        known = {NAME: snapshot_from_text(self.kept, "kept")} if self.kept else {}
        jane = source(turn=self.turn, **self.options)
        (gathered,) = gather([jane], known, Asking(today="2026-03-01"))
        assert gathered.snapshot is not None
        self.kept = snapshot_to_text(gathered.snapshot)
        self.turn += self.step
        return gathered

    def night(self) -> list[int]:
        """Play a night; return what it asked for."""
        self.web.log.clear()
        self.play()
        return self.asked()

    def asked(self) -> list[int]:
        """The first rows of the pages asked for since the last time; -1 for a work's own page."""
        starts = [
            -1 if "citation_for_view" in request.query else int(request.query.get("cstart", 0))
            for request in self.web.log
        ]
        self.web.log.clear()
        return starts

    @property
    def snapshot(self) -> Snapshot:
        return snapshot_from_text(self.kept, "kept")

    @property
    def records(self) -> list[Record]:
        return [record for record in self.snapshot.records if isinstance(record, Record)]

    def until(self, told: Callable[[Gathered], bool], most: int) -> int:
        """Play until a night tells it; return the number of nights."""
        for night in range(1, most + 1):
            if told(self.play()):
                return night
        pytest.fail(f"not within {most} nights")


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with web_of_jane(tmp_path, monkeypatch) as web:
        yield web


def nights(web: Web, papers: int, **options: object) -> Nights:
    return Nights(web, many_papers(papers), options)


def has_details(record: Record) -> bool:
    return record.abstract != ""


# What ten nights cost


def test_ten_nights_of_the_first_page_cost_ten_requests(web: Web) -> None:
    jane = nights(web, 300)
    jane.play()
    first = jane.kept
    for _ in range(9):
        jane.play()
    assert jane.asked() == [0] * 10
    assert jane.kept == first
    assert (len(jane.records), jane.snapshot.partial) == (100, "100 rows; more exist")


def test_ten_nights_of_all_pages_cost_two_requests_a_night_after_the_first(web: Web) -> None:
    jane = nights(web, 299, pages="all")
    jane.play()
    assert jane.asked() == [0, 100, 200]
    first = jane.kept
    asked = [jane.night() for _ in range(9)]
    assert sorted(asked[:2]) == [[0, 100], [0, 200]]
    assert sum(map(len, asked)) == 18
    assert jane.kept == first
    assert (len(jane.records), jane.snapshot.partial) == (299, "")


def test_a_list_that_ends_with_a_full_page_costs_the_look_behind_it(web: Web) -> None:
    jane = nights(web, 300, pages="all")
    jane.play()
    first = jane.kept
    assert jane.asked() == [0, 100, 200, 300]
    asked = [jane.night() for _ in range(9)]
    assert sorted(asked[:2]) == [[0, 100], [0, 200, 300]]
    assert sum(map(len, asked)) <= 23
    assert (jane.kept, jane.snapshot.partial, len(jane.records)) == (first, "", 300)


def test_ten_nights_with_details_never_ask_for_a_work_twice(web: Web) -> None:
    jane = nights(web, 299, pages="all", details=10)
    asked = [jane.night() for _ in range(10)]
    assert [len(night) for night in asked] == [12] * 10
    assert sum(night.count(-1) for night in asked) == 9 + 9 * 10
    detailed = {record.id.partition(":")[2] for record in jane.records if has_details(record)}
    assert detailed == {paper.id for paper in jane.papers[:99]}


def test_after_enough_nights_all_works_have_their_details_and_nothing_moves(web: Web) -> None:
    jane = nights(web, 45, details=10)
    jane.until(lambda _: all(map(has_details, jane.records)), 5)
    quiet = jane.kept
    jane.asked()
    assert jane.play().snapshot is not None
    assert (jane.asked(), jane.kept) == ([0], quiet)


def test_details_are_asked_for_again_where_the_venue_changed_and_the_authors_stay_meanwhile(web: Web) -> None:
    jane = nights(web, 3, details=3)
    jane.play()
    second = replace(jane.papers[1], venue="Nature 591 (7850), 379-384", year="2026", citations=5)
    jane.papers = (jane.papers[0], second, jane.papers[2])
    jane.options = {"details": 0}
    jane.play()
    for _ in range(2):
        record = next(record for record in jane.records if record.id.endswith(second.id))
        assert (record.container_title, record.author_complete, len(record.author)) == ("Nature", True, 4)
        jane.play()
    jane.asked()
    jane.options = {"details": 3}
    jane.play()
    jane.play()
    assert jane.asked() == [0, -1, 0]


def test_counts_alone_ask_for_no_details_again(web: Web) -> None:
    jane = nights(web, 3, details=3)
    jane.play()
    jane.asked()
    jane.papers = tuple(replace(paper, citations=paper.citations + 7) for paper in jane.papers)
    gathered = jane.play()
    assert jane.asked() == [0]
    assert [record.citations for record in gathered.fresh if isinstance(record, Record)] == [106, 105, 104]


@pytest.mark.parametrize("options", [{"budget": 0}, {"budget": 1, "pages": "all"}, {"budget": 1, "details": 1}])
def test_a_budget_too_small_for_what_is_wished_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match="too small"):
        source(**options)
