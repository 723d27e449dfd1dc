"""Whose a work is, on one person's list and on a lab's."""

from __future__ import annotations

from pubsync.records.dates import PartialDate
from pubsync.records.names import parse_name
from pubsync.records.people import person
from pubsync.records.record import RecordId
from pubsync.records.talk import Talk
from pubsync.records.work import Work
from pubsync.views import Member, lists, theirs, union

LI = Member(id="li", person=person("Na Li", ["李娜"]), sources=frozenset({"scholar:li"}))
QI = Member(
    id="qi",
    person=person("Weizhen Qi"),
    sources=frozenset({"bibtex:qi.bib"}),
    since=PartialDate(2021, 9),
    until=PartialDate(2023),
)


def work(key: str, year: int, *authors: str, source: str = "bibtex:lab.bib", month: int = 0) -> Work:
    names = tuple(map(parse_name, authors))
    return Work(key=key, title=key, author=names, issued=PartialDate(year, month), records=(RecordId(source, key),))


def keys(subjects: tuple[Work, ...] | tuple[Talk, ...]) -> list[str]:
    return [one.key for one in subjects]


def test_a_persons_list_holds_what_names_them_by_any_alias_and_what_their_own_source_names() -> None:
    works = [
        work("by-alias", 2020, "李娜", "王伟"),
        work("own-source", 2020, source="scholar:li"),
        work("another", 2020, "Wei Wang"),
    ]

    assert keys(theirs(works, LI)) == ["by-alias", "own-source"]


def test_a_work_counts_for_a_member_only_while_they_were_one() -> None:
    works = [
        work("before", 2021, "Weizhen Qi", month=8),
        work("perhaps", 2021, "Weizhen Qi"),
        work("first-month", 2021, "Weizhen Qi", month=9),
        work("last-year", 2023, "Weizhen Qi", month=12),
        work("after", 2024, "Weizhen Qi"),
    ]

    assert keys(theirs(works, QI)) == ["perhaps", "first-month", "last-year"]


def test_a_paper_of_two_members_stands_once_in_the_union_and_on_both_lists() -> None:
    joint = work("joint", 2022, "Weizhen Qi", "Na Li")

    assert keys(union([joint], [LI, QI])) == ["joint"]
    assert keys(theirs([joint], LI)) == keys(theirs([joint], QI)) == ["joint"]


def test_a_former_members_later_paper_is_the_labs_only_with_another_member_on_it() -> None:
    alone = work("alone", 2025, "Weizhen Qi", source="bibtex:qi.bib")
    with_li = work("with-li", 2025, "Weizhen Qi", "Na Li")

    assert keys(union([alone, with_li], [LI, QI])) == ["with-li"]


def test_a_work_of_the_sites_own_source_stays_though_its_author_list_is_cut() -> None:
    assert keys(union([work("cut", 2022, "Wei Wang")], [LI, QI])) == ["cut"]


def test_what_has_no_date_is_within_any_membership() -> None:
    assert keys(theirs([Talk(key="t", title="t", records=(RecordId("bibtex:qi.bib", "t"),))], QI)) == ["t"]


def test_the_lists_of_all_members_are_what_each_ones_list_is() -> None:
    works = [
        work("joint", 2022, "Weizhen Qi", "Na Li"),
        work("before", 2019, "W. Qi"),
        work("own-source", 2022, source="bibtex:qi.bib"),
        work("nobody", 2022, "Wei Wang"),
    ]

    assert lists(works, [LI, QI]) == {"li": theirs(works, LI), "qi": theirs(works, QI)}
    assert keys(lists(works, [LI, QI])["qi"]) == ["joint", "own-source"]


def test_a_name_that_fits_two_members_is_the_one_whose_source_names_the_work() -> None:
    jing = Member(id="jing", person=person("Jing Wang"), sources=frozenset({"bibtex:jing.bib"}))
    james = Member(id="james", person=person("James Wang"), sources=frozenset({"bibtex:james.bib"}))
    works = [
        work("hers", 2021, "J. Wang", "B. Chen", source="bibtex:jing.bib"),
        work("of-both", 2021, "J. Wang", "J. Wang", source="bibtex:jing.bib"),
        work("hers-and-his", 2021, "Jing Wang", "J. Wang", source="bibtex:jing.bib"),
        work("of-either", 2021, "J. Wang", "N. Li"),
    ]
    found = lists(works, [jing, james])
    assert keys(found["jing"]) == ["hers", "of-both", "hers-and-his", "of-either"]
    assert keys(found["james"]) == ["of-both", "hers-and-his", "of-either"]
