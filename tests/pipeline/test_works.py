from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pubsync.curation import Curation, Decision
from pubsync.pipeline.works import match_works, propose_key, resolve_courses, resolve_talks, resolve_works
from pubsync.records.course import CourseRecord
from pubsync.records.dates import PartialDate
from pubsync.records.ledger import Ledger
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.records.talk import TalkRecord
from pubsync.records.work import FieldOrigin, Work
from tests.builders import record, rid

NO_DECISIONS = Curation()


def resolved(
    records: list[Record], ledger: Ledger | None = None, curation: Curation = NO_DECISIONS
) -> tuple[Any, Ledger]:
    before = ledger or Ledger()
    matching = match_works(records, before, curation)
    found = resolve_works(records, matching.groups, before, curation)
    return found, before.updated(found.entries)


def keys(found: Any) -> dict[str, list[str]]:
    return {work.key: [one.id for one in work.records] for work in found.shown}


TEA = record("tea", "The history of tea and its many kinds", year=2019, doi="10.1/tea")
TEA_ROW = record("scholar:aaaaaaaaaaaa#t", "The history of tea and its many kinds", year=2019)
COFFEE = record("coffee", "Coffee in the modern office: a field study", year=2021)


def test_a_key_is_typable_from_author_year_and_title() -> None:
    assert (
        propose_key(Work(key="", title="The ProphetNet: a model", author=(Name("Qi", "W."),), issued=PartialDate(2020)))
        == "qi2020prophetnet"
    )
    assert propose_key(Work(key="", title="茶的研究", author=(Name(literal="齐炜祯"),))).isascii()
    chinese = Work(key="", title="基于图神经网络的街道尺度二氧化氮浓度制图", author=(Name(literal="刘霞"),))
    assert propose_key(chinese) == "liuxiajiyutushen"
    assert propose_key(Work(key="", title="???")) == "work"


def test_records_of_one_work_share_a_key_and_the_ledger_remembers_it() -> None:
    found, ledger = resolved([TEA, TEA_ROW, COFFEE])
    assert keys(found) == {"lee2019history": ["tea", "t"], "lee2021coffee": ["coffee"]}
    again, same = resolved([TEA, TEA_ROW, COFFEE], ledger)
    assert keys(again) == keys(found)
    assert same == ledger


def test_a_key_survives_a_corrected_title_year_and_bibtex_key() -> None:
    _, ledger = resolved([TEA, COFFEE])
    corrected = record("tea", "A history of teas", year=2020, doi="10.1/tea")
    found, later = resolved([corrected, COFFEE], ledger)
    assert set(keys(found)) == {"lee2019history", "lee2021coffee"}
    renamed = record("tea2020", "A history of teas", year=2020, doi="10.1/tea")
    assert set(keys(resolved([renamed, COFFEE], later)[0])) == {"lee2019history", "lee2021coffee"}


def test_a_person_merges_and_splits_and_the_former_key_comes_back() -> None:
    _, ledger = resolved([TEA, COFFEE])
    merge = Decision(kind="merge", records=(rid("tea"), rid("coffee")))
    found, merged = resolved([TEA, COFFEE], ledger, Curation((merge,)))
    assert keys(found) == {"lee2019history": ["coffee", "tea"]}
    assert merged.get("lee2021coffee").merged_into == "lee2019history"  # type: ignore[union-attr]
    split = Decision(kind="split", parts=((rid("tea"),), (rid("coffee"),)))
    found, _ = resolved([TEA, COFFEE], merged, Curation((merge, split)))
    assert keys(found) == {"lee2019history": ["tea"], "lee2021coffee": ["coffee"]}


def test_a_work_that_took_another_in_answers_to_its_permalink() -> None:
    _, ledger = resolved([TEA, COFFEE])
    named = Ledger(tuple(replace(entry, names=(("permalink:academicpages", f"/p/{entry.key}"),)) for entry in ledger))
    merge = Decision(kind="merge", records=(rid("tea"), rid("coffee")))
    _, merged = resolved([TEA, COFFEE], named, Curation((merge,)))
    assert merged.get("lee2019history").redirects == ("/p/lee2021coffee",)  # type: ignore[union-attr]
    split = Decision(kind="split", parts=((rid("tea"),), (rid("coffee"),)))
    _, parted = resolved([TEA, COFFEE], merged, Curation((merge, split)))
    assert parted.get("lee2019history").redirects == ()  # type: ignore[union-attr]


def test_a_split_parts_what_stood_together_on_the_page() -> None:
    _, ledger = resolved([TEA, TEA_ROW])
    split = Decision(kind="split", parts=((rid("tea"),), (TEA_ROW.record_id,)))
    found, _ = resolved([TEA, TEA_ROW], ledger, Curation((split,)))
    assert len(found.shown) == 2


def test_a_hidden_work_is_shown_nowhere_whatever_joins_it_later() -> None:
    hide = Curation((Decision(kind="hide", records=(rid("tea"),)),))
    found, ledger = resolved([TEA, COFFEE], None, hide)
    assert list(keys(found)) == ["lee2021coffee"]
    found, _ = resolved([TEA, TEA_ROW, COFFEE], ledger, hide)
    assert list(keys(found)) == ["lee2021coffee"]
    assert [work.key for work in found.hidden] == ["lee2019history"]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("title", "Mine", "Mine"),
        ("issued", "2018-05", PartialDate(2018, 5)),
        ("container_title", "J", "J"),
        ("award", "A", "A"),
    ],
)
def test_a_patch_goes_before_every_source(field: str, value: str, expected: object) -> None:
    patch = Decision(kind="patch", records=(rid("tea"),), field=field, value=value)
    found, _ = resolved([TEA, TEA_ROW], None, Curation((patch,)))
    assert getattr(found.shown[0], field) == expected
    assert FieldOrigin(field, None) in found.shown[0].origins


def test_a_patched_link_replaces_that_kind_alone() -> None:
    patch = Decision(kind="patch", records=(rid("tea"),), field="slides", value="https://s")
    found, _ = resolved([TEA], None, Curation((patch,)))
    assert found.shown[0].link("slides") == "https://s"


def talk(identity: str, title: str, start: PartialDate | None = None, source: str = "talks:talks.yaml") -> TalkRecord:
    return TalkRecord(source=source, id=identity, title=title, start=start)


DAY = PartialDate(2023, 4, 26)


def test_one_talk_of_two_files_is_one() -> None:
    found = resolve_talks([talk("a", "On Tea", DAY), talk("b", "on tea", DAY, "talks:old.tsv")], Ledger(), NO_DECISIONS)
    assert [(one.key, len(one.records)) for one in found.shown] == [("on-tea-2023", 2)]


def test_a_retitled_talk_of_the_same_day_keeps_its_key_and_another_talk_does_not_get_it() -> None:
    first = resolve_talks([talk("2023-04-26 On Tea", "On Tea", DAY)], Ledger(), NO_DECISIONS)
    ledger = Ledger().updated(first.entries)
    retitled = resolve_talks([talk("2023-04-26 On Teas", "On Teas", DAY)], ledger, NO_DECISIONS)
    assert [one.key for one in retitled.shown] == ["on-tea-2023"]
    another = resolve_talks([talk("2023-04-26 Welcome", "Welcome to the institute", DAY)], ledger, NO_DECISIONS)
    assert [one.key for one in another.shown] == ["welcome-to-the-institute-2023"]


def test_a_moved_talk_keeps_its_key() -> None:
    ledger = Ledger().updated(resolve_talks([talk("a", "On Tea", DAY)], Ledger(), NO_DECISIONS).entries)
    moved = resolve_talks([talk("b", "On Tea", PartialDate(2023, 5, 2))], ledger, NO_DECISIONS)
    assert [one.key for one in moved.shown] == ["on-tea-2023"]


def test_courses_keep_their_terms() -> None:
    course = CourseRecord(source="teaching:t.yaml", id="x", title="Deep learning", terms=("2024-fall",))
    (found,) = resolve_courses([course], Ledger(), NO_DECISIONS).shown
    assert (found.key, found.terms) == ("deep-learning-2024", ("2024-fall",))
