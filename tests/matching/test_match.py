"""Groups: what joins, what holds apart, and what a person is asked."""

from __future__ import annotations

from dataclasses import replace

from pubsync.matching import Matching, judge, match
from pubsync.records.record import Record, RecordId
from tests.matching.making import entry, groups_of, paper, scholar

WAVELETS = "Approximate query processing using wavelets on massive relations"
AUTHORS = "Chakrabarti, Kaushik; Garofalakis, Minos; Rastogi, Rajeev"


def ids(*records: Record) -> list[RecordId]:
    return [one.record_id for one in records]


def asked(matching: Matching) -> set[frozenset[str]]:
    return {frozenset((one.left.id, one.right.id)) for one in matching.undecided}


def test_every_record_is_in_one_group_and_joined_pairs_hold_the_groups() -> None:
    one = paper(WAVELETS, AUTHORS, 2000, "VLDB", id="a")
    two = paper(WAVELETS, "K. Chakrabarti; M. Garofalakis; R. Rastogi", 2000, id="b")
    other = paper("Editorial", "Lee, A.", 2001, id="c")
    found = match([other, two, one])
    assert found.groups == (tuple(ids(one, two)), tuple(ids(other)))
    assert [(verdict.left.id, verdict.right.id) for verdict in found.joined] == [("a", "b")]
    assert not found.undecided


def test_nothing_comes_of_nothing() -> None:
    assert match([]) == Matching((), (), (), ())


def test_copies_in_many_files_get_the_verdicts_that_each_pair_gets_by_itself() -> None:
    said = [
        paper(WAVELETS, AUTHORS, 2000, "VLDB", id="a"),
        paper(WAVELETS, "K. Chakrabarti", 2000, id="b"),
        scholar(WAVELETS, AUTHORS, 2000, id="c"),
    ]
    kinds = {"scholar": ("scholar:me", "scholar:you")}
    files = ("bibtex:me.bib", "bibtex:you.bib", "bibtex:us.bib")
    copies = [
        replace(one, source=file, id=f"{one.id}{number}")
        for one in said
        for file in kinds.get(one.source_kind, files)
        for number in range(2)
    ]
    by_id = {one.record_id: one for one in copies}
    found = match(copies, one_person=True)
    assert len(found.groups) == 1
    assert len(found.joined) == len(copies) - 1
    for one in found.joined:
        assert one == judge(by_id[one.left], by_id[one.right], one_person=True)


def test_what_one_list_says_of_two_works_is_no_verdict_on_two_lists() -> None:
    other = "Approximate query processing using wavelet on massive data relations"
    mine = [entry(one, AUTHORS, 2000, "VLDB", id=name) for one, name in ((WAVELETS, "a"), (other, "b"))]
    again = replace(mine[1], source="bibtex:you.bib")
    assert judge(*mine, one_person=True).decision == "undecided"
    assert judge(mine[0], again, one_person=True).decision == "same"
    assert mine[0].record_id in [one.left for one in match([*mine, again], one_person=True).joined]


def test_closure_alone_never_merges() -> None:
    conference = paper(
        WAVELETS, AUTHORS, 2000, "International Conference on Very Large Data Bases", id="a", doi="10.1000/c"
    )
    journal = paper(WAVELETS, AUTHORS, 2001, "The VLDB Journal", id="c", doi="10.1000/j")
    between = paper(WAVELETS, AUTHORS, 2001, id="b")
    found = match([conference, between, journal])
    assert groups_of(found.groups) == [["b", "c"]]
    assert [kind for *_, kind in found.related] == ["extended"]


def test_what_two_works_claim_equally_is_asked() -> None:
    conference = paper(WAVELETS, AUTHORS, 2000, "Conference on Data", id="a", doi="10.1000/c")
    journal = paper(WAVELETS, AUTHORS, 2000, "Journal of Files", id="c", doi="10.1000/j")
    found = match([conference, paper(WAVELETS, AUTHORS, 2000, id="b"), journal])
    assert groups_of(found.groups) == []
    assert asked(found) == {frozenset("ab"), frozenset("bc")}


def test_a_link_joins_what_evidence_does_not() -> None:
    left, right = paper("Zur Elektrodynamik", id="a"), paper("On the electrodynamics", id="b")
    found = match([left, right], links=[(right.record_id, left.record_id)])
    assert groups_of(found.groups) == [["a", "b"]]
    assert found.joined[0].evidence[0].name == "decision"


def test_what_a_person_joined_is_told_as_that_on_every_later_night_too() -> None:
    tea, coffee, water = (paper(title, "Lee, A.", 2001, id=title) for title in ("Tea", "Coffee", "Water"))
    links = [(tea.record_id, coffee.record_id)]
    for established in ([], [ids(tea, coffee)], [ids(tea, coffee, water)]):
        found = match([tea, coffee, water], links=links, established=established)
        (pair,) = (one for one in found.joined if {one.left, one.right} == {tea.record_id, coffee.record_id})
        assert "a person said that they are one work" in [one.detail for one in pair.evidence]


def test_a_cannot_link_is_stronger_than_everything() -> None:
    one, two, three = (paper(WAVELETS, AUTHORS, 2000, id=name, doi="10.1000/c") for name in "abc")
    pair = (one.record_id, two.record_id)
    tellings = (
        match([one, two, three], cannot=[pair]),
        match([one, two, three], cannot=[pair], links=[pair]),
        match([one, two, three], cannot=[pair], established=[ids(one, two)]),
    )
    for found in tellings:
        assert not any({"a", "b"} <= {record.id for record in group} for group in found.groups)
        assert frozenset("ab") not in asked(found)


def test_a_work_on_the_page_is_never_split() -> None:
    one, two = paper("Zur Elektrodynamik", "Einstein, A.", 1905, id="a"), paper("Optics", "Newton, I.", 1704, id="b")
    found = match([one, two], established=[ids(one, two)])
    assert groups_of(found.groups) == [["a", "b"]]


def test_two_works_on_the_page_are_asked_about() -> None:
    one, two = paper(WAVELETS, AUTHORS, 2000, id="a"), paper(WAVELETS, AUTHORS, 2000, id="b")
    found = match([one, two], established=[ids(one), ids(two)])
    assert groups_of(found.groups) == []
    assert asked(found) == {frozenset("ab")}
    assert {verdict.decision for verdict in found.undecided} == {"undecided"}


def test_two_works_on_the_page_join_on_an_identifier() -> None:
    one, two = (paper(WAVELETS, AUTHORS, 2000, id=name, doi="10.1000/c") for name in "ab")
    assert groups_of(match([one, two], established=[ids(one), ids(two)]).groups) == [["a", "b"]]


def test_two_works_on_the_page_join_on_a_preprint_link() -> None:
    preprint = paper(WAVELETS, AUTHORS, 1999, "arXiv", id="a", arxiv="1901.00001")
    published = paper("Wavelets for approximate processing of queries", AUTHORS, 2000, "VLDB", id="b", doi="10.1000/c")
    linked = paper(WAVELETS, AUTHORS, 2000, "VLDB", id="c", doi="10.1000/c", arxiv="1901.00001")
    works = [ids(preprint), ids(published)]
    assert groups_of(match([preprint, published], established=works).groups) == []
    assert groups_of(match([preprint, published, linked], established=works).groups) == [["a", "b", "c"]]


def test_a_new_record_joins_a_work_on_the_page() -> None:
    one, two = paper(WAVELETS, AUTHORS, 2000, id="a"), paper(WAVELETS, AUTHORS, 2000, id="b")
    assert groups_of(match([one, two], established=[ids(one)]).groups) == [["a", "b"]]


def test_a_profiles_row_goes_to_the_entry_of_its_year() -> None:
    title = "Recovering trace links between software documentation and code"
    first = entry(title, "Keim, Jan", 2024, "International Conference on Software Engineering", id="icse")
    summary = entry(title, "Keim, Jan", 2025, "Gesellschaft für Informatik", id="gi")
    row = scholar(title, year=2024, id="row")
    found = match([summary, row, first], one_person=True)
    assert groups_of(found.groups) == [["icse", "row"]]
    assert not found.undecided


def test_chinese_rows_are_offered_beside_their_english_entries() -> None:
    row = scholar("南极磷虾生物量估算方法", year=2018, id="row")
    right = entry("Methods for biomass estimation of Antarctic krill: a review", "Tong, J.", 2018, id="right")
    wrong = entry("Noise of a research vessel", "Tong, J.", 2018, id="wrong")
    found = match([row, right, wrong], one_person=True)
    assert groups_of(found.groups) == []
    assert asked(found) == {frozenset(("row", "right"))}


def test_a_title_that_is_a_files_name() -> None:
    name = (
        "2b62a637-46f6-GlobalEcology-2025-WorldwideSoundscapesASynthesisOfPassiveAcousticMonitoringAcross. pdf Page 01"
    )
    row = scholar(name, id="row")
    whole = scholar(
        "Worldwide soundscapes: a synthesis of passive acoustic monitoring across realms", year=2025, id="whole"
    )
    assert groups_of(match([row, whole], one_person=True).groups) == [["row", "whole"]]


def test_many_works_of_one_generic_title_stay_apart() -> None:
    editorials = [paper("Editorial", "Lee, Allen", 2000 + number % 9, id=f"{number:03}") for number in range(300)]
    assert len(match(editorials).groups) > 290


def test_works_that_belong_together_are_related() -> None:
    whole = paper("How do requirements evolve over time", "Schneider, Stephan", 2018, "JIT", id="a")
    erratum = paper("Erratum to: How do requirements evolve over time", "Schneider, Stephan", 2018, "JIT", id="b")
    assert match([whole, erratum]).related == ((whole.record_id, erratum.record_id, "erratum"),)


def test_junk_costs_no_time() -> None:
    junk = [
        paper(f". A{'a 1' * 40_000}[" * 3, "; ".join(["Lee, A"] * 2000), 2000, "x" * 99_999, id=str(n))
        for n in range(4)
    ]
    junk += [scholar(f"{'[' * 9_000}{'$' * 9_000}{'. Aa ' * 9_000}1", "A" * 50_000, id=f"s{n}") for n in range(4)]
    assert sum(len(group) for group in match(junk, one_person=True).groups) == len(junk)


def test_many_copies_cost_no_time() -> None:
    copies = [paper(WAVELETS, AUTHORS, 2000, id=f"{number:04}") for number in range(1500)]
    assert len(match(copies).groups) == 1
