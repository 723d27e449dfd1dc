"""Which entry of a .bib shows which work."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.records.record import RecordId
from pubsync.records.work import Work
from pubsync.sites.bib_rows import row_ids, standing_entries
from tests.sites.writing import work

SOURCE = "bibtex:papers.bib"
BIB = """---
---
@string{emnlp = "EMNLP"}
@Article{Mine2020, title = {ProphetNet for R\\&D}, year = {2020}}
@inproceedings{taken, title = {Another}, booktitle = emnlp, year = {2019}}
@misc{twice, title = {First of two}, year = {2018}}
@misc{twice, title = {Second of two}, year = {2018}}
@misc{talked, title = {A talk}, keywords = {talk}, year = {2020}}
"""


def of(identity: str, key: str, title: str = "T") -> Work:
    return work(key, title=title, records=(RecordId(SOURCE, identity),))


def ids(*works: Work, known: dict[str, str] | None = None, text: str = BIB) -> dict[str, str]:
    standing = standing_entries(text.encode(), "papers.bib")
    return row_ids(works, known=known or {}, standing=standing, source=SOURCE)


def test_an_entry_of_the_persons_keeps_its_key_and_a_new_work_gets_its_own() -> None:
    assert ids(of("Mine2020", "qi2020"), work("new2021", title="New")) == {"qi2020": "Mine2020", "new2021": "new2021"}


def test_an_id_once_given_comes_before_all_else() -> None:
    assert ids(of("Mine2020", "qi2020"), known={"qi2020": "given"}) == {"qi2020": "given"}


def test_no_new_work_takes_a_key_that_stands_whatever_its_case() -> None:
    assert ids(of("Mine2020", "qi2020"), work("TAKEN", title="New")) == {"qi2020": "Mine2020", "TAKEN": "TAKEN-2"}


def test_no_two_works_share_an_id_even_if_told_so() -> None:
    found = ids(of("taken", "a"), of("taken", "b"), of("taken", "c"), known={"c": "taken", "x": "b"})
    assert found == {"c": "taken", "a": "a", "b": "b-2"}


def test_of_two_entries_of_one_work_one_is_ours_and_the_other_stays_alone() -> None:
    both = work("qi2020", records=(RecordId(SOURCE, "Mine2020"), RecordId(SOURCE, "taken")))
    assert ids(both) == {"qi2020": "Mine2020"}


def test_a_work_that_took_another_in_keeps_the_entry_of_that() -> None:
    merged = work("older", records=(RecordId(SOURCE, "Mine2020"),))
    assert ids(merged, known={"younger": "Mine2020"}) == {"older": "Mine2020"}


def test_an_entry_of_a_hidden_work_is_no_other_works() -> None:
    assert ids(work("qi2020"), known={"hidden": "Mine2020"}) == {"qi2020": "qi2020"}


def test_a_work_whose_entry_no_key_tells_from_others_is_left_to_that_entry() -> None:
    assert ids(of("twice@2", "b"), of("twice", "a")) == {"a": "twice"}


def test_a_work_whose_entry_is_gone_is_new() -> None:
    assert ids(of("gone", "a")) == {"a": "a"}


@pytest.mark.parametrize("title", ["PROPHETNET for r&d", "ProphetNet for R&D"])
def test_an_entry_in_a_file_that_is_no_source_is_known_by_title_and_year(title: str) -> None:
    assert ids(work("qi2020", title=title)) == {"qi2020": "Mine2020"}
    assert ids(work("qi2020", title=title, issued=None)) == {"qi2020": "qi2020"}
    assert ids(work("qi2020", title="A talk")) == {"qi2020": "qi2020"}


def test_an_entry_in_a_file_that_is_no_source_is_known_by_its_doi() -> None:
    text = "@article{mine, title = {Otherwise}, doi = {10.1000/X}}"
    assert ids(work("qi2020", doi="10.1000/x"), text=text) == {"qi2020": "mine"}


def test_in_a_source_nothing_is_guessed_from_titles() -> None:
    assert ids(of("taken", "a", "Another"), work("qi2020")) == {"a": "taken", "qi2020": "qi2020"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcde"), st.sampled_from(["Mine2020", "taken", "twice", "gone", ""])),
        max_size=5,
        unique_by=lambda pair: pair[0],
    ),
    st.dictionaries(st.sampled_from("abcdefx"), st.sampled_from(["Mine2020", "taken", "a", "B", "c-2"]), max_size=4),
    st.randoms(use_true_random=False),
)
def test_ids_are_unlike_and_the_order_of_works_changes_nothing(
    pairs: list[tuple[str, str]], known: dict[str, str], shuffle: random.Random
) -> None:
    works = [of(identity, key, key) if identity else work(key, title=key) for key, identity in pairs]
    found = ids(*works, known=known)
    assert len(set(found.values())) == len(found)
    shuffle.shuffle(works)
    assert ids(*works, known=known) == found
