"""Which pages a run asks for and what is known after it, played on a list in memory, over many nights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.errors import SourceError
from pubsync.records.dates import PartialDate
from pubsync.records.record import Record
from pubsync.snapshots import Snapshot, snapshot_to_text
from pubsync.sources.gather import Asking, Gathered, gather
from pubsync.sources.interface import Answer
from pubsync.sources.scholar import ScholarBlockedError
from pubsync.sources.scholar.details import with_details
from pubsync.sources.scholar.listing import ListPage
from pubsync.sources.scholar.pages import PageError
from pubsync.sources.scholar.visit import Wishes, visit

NAME = "scholar:jane"
BLOCKED = ScholarBlockedError("asks for a CAPTCHA", reason="captcha", status=200, retry_after=None, where=NAME)


def row(number: int, year: int, title: str = "") -> Record:
    return Record(
        source=NAME,
        id=f"jane:{number:04d}",
        title=title or f"On the problem of number {number}",
        author_complete=False,
        issued=PartialDate(year) if year else None,
        citations=number,
    )


def rows(count: int) -> list[Record]:
    """Rows of a profile, newest first, twenty a year."""
    return [row(number, 2025 - number // 20) for number in range(count)]


@dataclass
class Jane:
    """A profile in memory as a source, with nothing but the snapshot kept from night to night.

    ``blocked`` are rows at which a page that begins there is refused; ``unreadable`` are ids of rows that can't be
    read; ``bare`` are ids of works whose own pages can't.
    """

    listed: list[Record]
    pages: str = "all"
    details: int = 0
    budget: int = 12
    step: int = 1
    turn: int = 0
    blocked: set[int] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    snapshot: Snapshot = field(default_factory=lambda: Snapshot(source=NAME, records=()))
    asked: list[int] = field(default_factory=list)
    name: str = NAME
    remote: bool = True

    def fetch(self, previous: Answer | None) -> Answer:
        wishes = Wishes(all_pages=self.pages == "all", details=self.details, budget=self.budget, turn=self.turn)
        return visit(self, wishes, previous, self.name)

    def page(self, start: int) -> ListPage:
        self.asked.append(start)
        if start in self.blocked:
            raise BLOCKED
        shown = self.listed[start : start + 100]
        read = tuple(record for record in shown if record.id not in self.unreadable)
        return ListPage(read, unreadable=len(shown) - len(read), more=len(shown) == 100)

    def detailed(self, record: Record) -> Record:
        self.asked.append(-1)
        if record.id in self.bare:
            raise PageError("names no authors", where=NAME)
        return with_details(record, {"bib": {"author": "Jane Doe", "abstract": "We study."}}, None)

    def play(self) -> Gathered:
        """Play a night."""
        known = {NAME: self.snapshot} if self.snapshot.records else {}
        (gathered,) = gather([self], known, Asking(today="2026-03-01"))
        assert gathered.snapshot is not None
        self.snapshot = gathered.snapshot
        self.turn += self.step
        return gathered

    def night(self) -> list[int]:
        """Play a night; return what was asked for."""
        self.asked.clear()
        self.play()
        return self.asked.copy()

    @property
    def titles(self) -> set[str]:
        return {record.title for record in self.snapshot.records if isinstance(record, Record)}

    def has_marks(self) -> bool:
        """Whether any record waits to be seen again."""
        return "unchecked" in snapshot_to_text(replace(self.snapshot, gone=()))

    def until(self, told: Callable[[Gathered], bool], most: int) -> None:
        """Play until a night tells it, ``most`` nights at the most."""
        for _ in range(most):
            if told(self.play()):
                return
        pytest.fail(f"not within {most} nights")


def notices(gathered: Gathered) -> list[str]:
    assert gathered.result.answer is not None
    return [notice.what for notice in gathered.result.answer.notices]


# What is noticed


def test_a_new_work_is_noticed_on_the_first_night() -> None:
    jane = Jane(rows(299))
    jane.play()
    jane.listed.insert(0, row(1000, 2026, "News"))
    gathered = jane.play()
    assert "News" in jane.titles
    assert (len(jane.titles), jane.snapshot.partial, gathered.dropped) == (300, "", ())


@pytest.mark.parametrize("step", [1, 2, 3, 7, 30])
@pytest.mark.parametrize("at", [150, 298])
def test_an_old_row_that_changed_is_noticed_whatever_the_days_between_runs(step: int, at: int) -> None:
    jane = Jane(rows(299), step=step)
    jane.play()
    jane.listed[at] = replace(jane.listed[at], title="Another title")
    jane.until(lambda _: "Another title" in jane.titles, 3 if step == 1 else 31)


@pytest.mark.parametrize("count", [150, 299, 300, 1000, 2950])
def test_every_row_is_looked_at_again_within_so_many_nights(count: int) -> None:
    jane = Jane(rows(count), budget=40)
    jane.play()
    jane.listed = [replace(record, title=f"Changed: {record.title}") for record in jane.listed]
    older = max(1, -(-count // 100) - 1)
    jane.until(lambda _: all(title.startswith("Changed: ") for title in jane.titles), 2 * older)


@pytest.mark.parametrize("at", [0, 99, 100, 150, 298])
def test_a_row_that_vanished_is_noticed_after_as_many_nights_as_there_are_pages(at: int) -> None:
    jane = Jane(rows(299))
    jane.play()
    gone = jane.listed.pop(at)
    jane.until(lambda gathered: [one.id for one in gathered.dropped] == [gone.id], 3)
    quiet = jane.snapshot
    assert [len(jane.night()) for _ in range(3)] == [2, 2, 2]
    assert jane.snapshot == quiet


def test_a_row_that_vanished_from_the_first_page_is_noticed_though_the_list_is_partial() -> None:
    jane = Jane(rows(230), pages="first")
    jane.play()
    gone = jane.listed.pop(10)
    assert [one.id for one in jane.play().dropped] == [gone.id]
    assert len(jane.titles) == 100


def test_a_row_that_slid_off_the_first_page_has_not_vanished() -> None:
    jane = Jane(rows(230), pages="first")
    jane.play()
    jane.listed[:0] = [row(1000 + number, 2025) for number in range(30)]
    assert jane.play().dropped == ()
    assert len(jane.titles) == 130


def test_a_list_out_of_order_says_nothing_of_what_it_lacks() -> None:
    jane = Jane([row(1000, 1990), *rows(230)], pages="first")
    jane.play()
    del jane.listed[10]
    assert jane.play().dropped == ()


def test_rows_added_behind_the_end_are_noticed() -> None:
    jane = Jane(rows(120))
    jane.play()
    jane.listed = rows(290)
    jane.until(lambda _: len(jane.titles) == 290, 2)
    assert jane.snapshot.partial == ""


def test_a_list_that_turns_out_longer_is_partial_until_its_end_is_reached() -> None:
    jane = Jane(rows(250))
    jane.play()
    jane.listed, jane.blocked = rows(450), {300}
    jane.until(lambda _: jane.snapshot.partial == "300 rows; more exist", 2)
    jane.blocked.clear()
    assert jane.night() == [0, 300, 400]
    assert (len(jane.titles), jane.snapshot.partial) == (450, "")


def test_more_new_works_than_a_page_shows_are_all_found() -> None:
    jane = Jane(rows(120))
    jane.play()
    jane.listed[:0] = [row(1000 + number, 2026) for number in range(150)]
    assert jane.night() == [0, 100, 200]
    assert (len(jane.titles), jane.snapshot.partial) == (270, "")


def test_a_row_that_cant_be_read_has_not_vanished() -> None:
    jane = Jane(rows(3))
    jane.play()
    jane.unreadable = {jane.listed[1].id}
    gathered = jane.play()
    assert (gathered.dropped, len(jane.titles)) == ((), 3)
    assert "1 rows of the profile could not be read" in notices(gathered)[0]


def test_counts_are_unknown_for_rows_that_were_not_looked_at() -> None:
    jane = Jane(rows(299))
    jane.play()
    counted = {record.id for record in jane.play().fresh if isinstance(record, Record) and record.citations is not None}
    assert {int(id_.removeprefix("jane:")) // 100 for id_ in counted} in ({0, 1}, {0, 2})


# Works' own pages


def detailed(jane: Jane) -> list[int]:
    """The numbers of the works whose own pages have been read, in order."""
    found = (record for record in jane.snapshot.records if isinstance(record, Record) and record.abstract)
    return sorted(int(record.id.removeprefix("jane:")) for record in found)


def test_so_many_works_are_asked_for_as_are_wished_and_the_newest_first() -> None:
    jane = Jane(rows(299), pages="first", details=2)
    assert [jane.night() for _ in range(2)] == [[0, -1, -1]] * 2
    assert detailed(jane) == [0, 1, 2, 3]


def test_the_newest_come_first_also_those_whose_page_was_not_asked_for() -> None:
    jane = Jane(rows(299))
    jane.play()
    jane.details, jane.budget = 120, 130
    assert jane.night()[:2] == [0, 200]
    assert detailed(jane) == list(range(120))


def test_a_layout_that_changed_costs_three_requests_a_night() -> None:
    jane = Jane(rows(50), details=10)
    jane.bare = {record.id for record in jane.listed}
    gathered = jane.play()
    assert (jane.asked, len(notices(gathered))) == ([0, -1, -1, -1], 3)


def test_two_works_without_readable_pages_keep_no_other_from_its_details() -> None:
    jane = Jane(rows(6), details=1)
    jane.bare = {record.id for record in jane.listed[:2]}
    for _ in range(4):
        jane.play()
    assert detailed(jane) == [2, 3, 4, 5]


# Where a night ends early


def test_a_small_budget_goes_on_where_it_stopped() -> None:
    jane = Jane(rows(450), budget=3, details=5)
    assert (jane.night(), jane.snapshot.partial) == ([0, 100, 200], "300 rows; more exist")
    assert (jane.night(), jane.snapshot.partial) == ([0, 300, 400], "")
    assert len(jane.titles) == 450
    first, second, third = jane.night()
    assert (first, second % 100, third) == (0, 0, -1)


def test_a_refusal_ends_the_night_and_the_next_goes_on_there() -> None:
    jane = Jane(rows(299), details=5, blocked={200})
    gathered = jane.play()
    assert (jane.asked, jane.snapshot.partial) == ([0, 100, 200], "200 rows; more exist")
    assert "the list is read in part: asks for a CAPTCHA" in notices(gathered)[0]
    jane.blocked.clear()
    assert jane.night()[:2] == [0, 200]
    assert (len(jane.titles), jane.snapshot.partial) == (299, "")


@pytest.mark.parametrize("count", [299, 300])
def test_a_refusal_on_a_quiet_night_changes_nothing(count: int) -> None:
    jane = Jane(rows(count))
    jane.play()
    quiet = jane.snapshot
    jane.blocked = {100, 200, 300}
    assert all("CAPTCHA" in notices(jane.play())[0] for _ in range(3))
    jane.blocked = {300}
    for _ in range(3):
        jane.play()
    assert jane.snapshot == quiet


def test_which_row_vanished_is_found_over_several_nights_where_one_does_not_do() -> None:
    jane = Jane(rows(950), budget=4)
    jane.until(lambda _: jane.snapshot.partial == "", 5)
    gone = jane.listed.pop(350)
    jane.until(lambda gathered: [one.id for one in gathered.dropped] == [gone.id], 20)
    assert len(jane.titles) == 949
    assert not jane.has_marks()
    quiet = jane.snapshot
    for _ in range(12):
        jane.play()
    assert jane.snapshot == quiet


def test_the_first_page_alone_can_be_taken_up_to_all() -> None:
    jane = Jane(rows(230), pages="first")
    jane.play()
    jane.pages = "all"
    assert (jane.night(), len(jane.titles), jane.snapshot.partial) == ([0, 100, 200], 230, "")


def test_a_list_without_end_is_read_in_part_and_its_rows_have_their_turns() -> None:
    jane = Jane(rows(3500), budget=40)
    assert len(jane.night()) == 30
    assert (len(jane.titles), jane.snapshot.partial) == (3000, "3000 rows; more exist")
    assert {tuple(jane.night()) for _ in range(29)} == {(0, 100 * page) for page in range(1, 30)}


CHANGES = st.lists(
    st.tuples(st.sampled_from(["new", "gone", "retitled", "blocked", "quiet"]), st.integers(0, 10_000)), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 330), CHANGES, st.integers(2, 6))
def test_whatever_happened_the_list_is_true_again_after_quiet_nights(
    count: int, changes: list[tuple[str, int]], budget: int
) -> None:
    jane = Jane(rows(count), budget=budget)
    for number, (change, place) in enumerate(changes):
        at = place % len(jane.listed) if jane.listed else 0
        if change == "new":
            year = jane.listed[at].issued if jane.listed else None
            jane.listed.insert(at, row(5000 + number, year.year if year else 0))
        elif change == "gone" and len(jane.listed) > 20:
            del jane.listed[at]
        elif change == "retitled" and jane.listed:
            jane.listed[at] = replace(jane.listed[at], title=f"Retitled {number}")
        jane.blocked = {place % 5 * 100 or 100} if change == "blocked" else set()
        jane.play()
    jane.blocked = set()
    for _ in range(40):
        jane.play()
    assert jane.titles == {record.title for record in jane.listed}
    assert (jane.snapshot.partial, jane.has_marks()) == ("", False)
    quiet = jane.snapshot
    jane.play()
    assert jane.snapshot == quiet


def test_a_refusal_of_the_first_page_is_an_error() -> None:
    with pytest.raises(SourceError, match="CAPTCHA"):
        Jane(rows(3), blocked={0}).fetch(None)
