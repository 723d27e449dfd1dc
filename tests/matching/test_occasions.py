"""Talks and courses that several sources know of."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.matching.occasion_pairs import judge_courses, judge_talks
from pubsync.matching.occasions import (
    OccasionGroups,
    Settled,
    group_courses,
    group_talks,
    in_order_of_trust,
    merged_fields,
)
from pubsync.records.course import CourseRecord
from pubsync.records.dates import PartialDate, parse_date
from pubsync.records.identifiers import Link
from pubsync.records.record import RecordId
from pubsync.records.talk import Talk, TalkRecord
from pubsync.records.text import Translation

TITLE = "Brewing tea at scale"
SOURCES = {"yaml": "talks:talks.yaml", "bib": "bibtex:talks.bib", "cal": "calendar:talks.ics", "tsv": "talks:old.tsv"}


def talk(
    identity: str, title: str = TITLE, when: str = "", venue: str = "", location: str = "", **more: Any
) -> TalkRecord:
    """Return a talk of the source that its id begins with; ``when`` is a day, or two with a blank between."""
    start, _, end = when.partition(" ")
    return TalkRecord(
        source=SOURCES[identity.rstrip("0123456789")],
        id=identity,
        title=title,
        start=parse_date(start),
        end=parse_date(end),
        venue=venue,
        location=location,
        **more,
    )


def course(identity: str, *terms: str, title: str = "Analysis", when: str = "", **more: Any) -> CourseRecord:
    source = {"yaml": "teaching:teaching.yaml", "cal": "calendar:lectures.ics"}[identity.rstrip("0123456789")]
    return CourseRecord(source=source, id=identity, title=title, terms=terms, start=parse_date(when), **more)


def shown(found: OccasionGroups) -> tuple[list[str], list[str]]:
    """Return groups of two and more, and undecided pairs, by ids."""
    groups = [" ".join(one.id for one in group) for group in found.groups if len(group) > 1]
    return groups, [f"{pair.left.id} {pair.right.id}" for pair in found.undecided]


# Talks


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            talk("yaml", when="2024-05-03", venue="ETH Zürich"),
            talk("cal", when="2024-05-03", venue="Room 5, ETH Zürich"),
        ),
        (
            talk("yaml", when="2024-05-03", venue="ETH Zurich"),
            talk("cal", "Invited talk: Brewing Tea at Scale", "2024-05-03"),
        ),
        (talk("yaml", "Brewing tea at scale.", "2024-05-03"), talk("bib", "{Brewing} tea at scale", "2024-05")),
        (talk("yaml", when="2024-05-03"), talk("bib", when="2024", venue="Tea Society")),
        (talk("yaml", when="2024"), talk("bib", when="2024")),
        (talk("yaml"), talk("bib")),
        # A time zone away.
        (
            talk("yaml", when="2024-05-03", location="Bern"),
            talk("cal", when="2024-05-04", location="Bern, Switzerland"),
        ),
        (talk("yaml", when="2024-05-03"), talk("cal", when="2024-05-04")),
        # The days of a conference, and the day of its talk.
        (talk("yaml", when="2024-05-03 2024-05-07", venue="TeaConf"), talk("cal", when="2024-05-06")),
        (talk("yaml", when="2024-05-03 2024-05-07"), talk("cal", when="2024-05-08")),
        # A typing error, a subtitle left out.
        (
            talk("yaml", when="2024-05-03", venue="Inria"),
            talk("cal", "Brewing tea at scael", "2024-05-03", "Inria, Paris"),
        ),
        (talk("yaml", when="2024-05-03", venue="Inria"), talk("cal", f"{TITLE}: a review", "2024-05-03", "Inria")),
        # One language here, another there.
        (
            talk("yaml", "大规模泡茶", "2024-05-03", translations=(Translation("title", "en", TITLE),)),
            talk("cal", when="2024-05-03"),
        ),
        (
            talk("yaml", "大规模泡茶", "2024-05-03", "清华大学"),
            talk("cal", "特邀报告：大规模泡茶", "2024-05-03", "清华大学FIT楼"),
        ),
        # Online says nothing of a place.
        (talk("yaml", when="2024-05-03", venue="Inria"), talk("cal", when="2024-05-03", location="Online")),
        # Little is said, but on the same day at the same place.
        (talk("yaml", "Invited talk", "2024-05-03", "ETH"), talk("cal", "Invited talk", "2024-05-03", "HG, ETH")),
        # A conference by its name and by its acronym.
        (
            talk("yaml", when="2024-05-03", venue="International Conference on Very Large Data Bases"),
            talk("cal", when="2024-05-03", venue="VLDB"),
        ),
    ],
)
def test_one_talk_that_two_sources_know(left: TalkRecord, right: TalkRecord) -> None:
    assert shown(group_talks([left, right])) == (
        [" ".join(sorted((left.id, right.id), key=lambda one: SOURCES[one]))],
        [],
    )


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # People give one talk in many places.
        (talk("yaml", when="2024-05-03", venue="ETH"), talk("cal", when="2024-09-03", venue="EPFL")),
        (talk("yaml", when="2024-05-03", venue="ETH"), talk("cal", when="2024-05-04", venue="EPFL")),
        (talk("yaml", when="2024-05-03"), talk("cal", when="2024-09-03")),
        (talk("yaml", when="2024-05-03", venue="ETH"), talk("bib", when="2024", venue="EPFL")),
        (talk("yaml", when="2024"), talk("cal", when="2025-01-01")),
        (talk("yaml", when="2024-05-03", venue="ETH"), talk("cal", when="2024-07-03", venue="ETH")),
        # Other titles on one day at one place.
        (talk("yaml", when="2024-05-03", venue="ETH"), talk("cal", "Washing cups", "2024-05-03", "ETH")),
        (
            talk("yaml", "Brewing tea, part 1", "2024-05-03", "ETH"),
            talk("cal", "Brewing tea, part 2", "2024-05-03", "ETH"),
        ),
        (talk("yaml", "Brewing of tea I", "2024-05-03", "ETH"), talk("cal", "Brewing of tea II", "2024-05-03", "ETH")),
        (talk("yaml", "Seminar", "2024-05-03", "ETH"), talk("cal", "Seminar", "2024-05-04", "ETH")),
        (talk("yaml", "", "2024-05-03", "ETH"), talk("cal", "", "2024-05-03", "EPFL")),
    ],
)
def test_talks_that_are_two(left: TalkRecord, right: TalkRecord) -> None:
    assert shown(group_talks([left, right])) == ([], [])


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        (talk("yaml", when="2024-05-03", venue="ETH"), talk("cal", when="2024-05-03", venue="EPFL"), "other places"),
        (talk("yaml", when="2024-05-03"), talk("cal", "Brewing teas at scale", "2024-05-03"), "titles alike"),
        (talk("yaml"), talk("cal", when="2024-05-03"), "has a date"),
        (
            talk("yaml", when="2024-05-03", venue="ETH"),
            talk("cal", when="2024-05-17", venue="ETH"),
            "days near each other",
        ),
        (talk("yaml", when="2024-05-03", venue="ETH"), talk("cal", "Talk at ETH", "2024-05-03", "ETH"), "says little"),
    ],
)
def test_talks_that_a_person_has_to_decide(left: TalkRecord, right: TalkRecord, reason: str) -> None:
    found = group_talks([left, right])
    assert [len(group) for group in found.groups] == [1, 1]
    (pair,) = found.undecided
    assert {pair.left, pair.right} == {left.record_id, right.record_id}
    assert pair.left < pair.right
    assert reason in pair.reason


def test_two_entries_of_one_source_are_two_unless_they_say_the_same() -> None:
    day = "2024-05-03"
    assert shown(group_talks([talk("yaml1", when=day), talk("yaml2", when=day)])) == (["yaml1 yaml2"], [])
    for other in (
        talk("yaml2", when="2024-05-04"),
        talk("yaml2", when="2024-05"),
        talk("yaml2", "Brewing tea at scales", day),
        talk("yaml2", when=day, venue="EPFL"),
    ):
        assert shown(group_talks([talk("yaml1", when=day, venue="ETH"), other])) == ([], [])


def test_the_clearer_pair_settles_the_less_clear() -> None:
    records = [
        talk("yaml1", when="2024-05-03", venue="ETH"),
        talk("yaml2", when="2024-05-04", venue="EPFL"),
        talk("cal", when="2024-05-04"),
        talk("bib", when="2024", venue="ETH"),
    ]
    assert shown(group_talks(records)) == (["bib yaml1", "cal yaml2"], [])


def test_what_may_go_two_ways_stays_apart_and_is_told() -> None:
    records = [
        talk("bib", when="2024"),
        talk("tsv", when="2024"),
        talk("cal1", when="2024-05-03"),
        talk("cal2", when="2024-09-03"),
    ]
    assert shown(group_talks(records)) == (["bib tsv"], ["bib cal1", "bib cal2"])


def test_three_sources_of_one_talk() -> None:
    records = [
        talk("yaml", when="2024-05-03", venue="ETH"),
        talk("bib", when="2024-05", venue="ETH Zürich"),
        talk("cal", f"Keynote: {TITLE}", "2024-05-03"),
    ]
    assert shown(group_talks(records)) == (["bib cal yaml"], [])


def ids(*records: TalkRecord) -> tuple[RecordId, ...]:
    return tuple(one.record_id for one in records)


def test_a_persons_word_counts() -> None:
    one, other = talk("yaml", when="2024-05-03", venue="ETH"), talk("cal", when="2024-05-03", venue="ETH")
    third = talk("bib", "Washing cups", "2020")
    pair = (one.record_id, other.record_id)
    assert shown(group_talks([one, other], Settled(parted=[pair]))) == ([], [])
    assert shown(group_talks([one, other], Settled(parted=[pair], joined=[pair], established=[pair]))) == ([], [])
    joined = Settled(joined=[(third.record_id, one.record_id), (one.record_id, RecordId("gone", "x"))])
    assert shown(group_talks([one, other, third], joined)) == (["bib cal yaml"], [])


def test_what_is_one_on_the_page_stays_one() -> None:
    one, other = talk("yaml", when="2024-05-03", venue="ETH"), talk("cal", when="2024-11-03", venue="EPFL")
    established = Settled(established=[(*ids(one, other), RecordId("gone", "x"))])
    assert shown(group_talks([one, other], established)) == (["cal yaml"], [])
    # What is either of them is both, unless their own source says that it is another.
    again = talk("bib", when="2024-05", venue="ETH")
    assert shown(group_talks([one, other, again], established)) == (["bib cal yaml"], [])
    second = talk("cal2", when="2024-05-03", venue="ETH")
    assert shown(group_talks([one, other, second], established)) == (["cal yaml"], [])


def test_entries_that_their_source_tells_apart_by_now_are_two_again() -> None:
    before = [talk("yaml1", when="2024-05-03"), talk("yaml2", when="2024-05-03")]
    established = Settled(established=group_talks(before).groups)
    assert shown(group_talks(before, established)) == (["yaml1 yaml2"], [])
    after = [before[0], talk("yaml2", when="2024-06-03"), talk("cal", when="2024-05-03")]
    assert shown(group_talks(after, established)) == (["cal yaml1"], [])


# Courses


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (course("yaml", "Fall 2024"), course("cal", "2024-fall")),
        (course("yaml", "2023-fall", "2024-fall"), course("cal", "2024年秋", title="Lecture: analysis")),
        (course("yaml", "Fall 2024"), course("cal", "2024")),
        (course("yaml", "Fall 2024"), course("cal", when="2024-09-17")),
        (course("yaml", "WS 2024/25"), course("cal", when="2024-10-17")),
        (course("yaml", "2024"), course("cal", when="2024-10-17")),
        (course("yaml", when="2024-10"), course("cal", when="2024-10-17")),
        (course("yaml"), course("cal")),
        (course("yaml", "Fall 2024", venue="ETH Zürich"), course("cal", "Fall 2024", venue="HG F 5, ETH Zürich")),
    ],
)
def test_one_course_that_two_sources_know(left: CourseRecord, right: CourseRecord) -> None:
    assert shown(group_courses([left, right])) == (["cal yaml"], [])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (course("yaml", "Fall 2024"), course("cal", "Fall 2024", title="Algebra")),
        (course("yaml", "Fall 2024", title="Mathematics I"), course("cal", "Fall 2024", title="Mathematics II")),
        (course("yaml", "Fall 2024", venue="ETH"), course("cal", "Fall 2022", venue="EPFL")),
        (course("yaml1", "Fall 2023"), course("yaml2", "Fall 2024")),
        (course("yaml1", "Fall 2024", venue="ETH"), course("yaml2", "Fall 2024", venue="EPFL")),
    ],
)
def test_courses_that_are_two(left: CourseRecord, right: CourseRecord) -> None:
    assert shown(group_courses([left, right])) == ([], [])


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        (course("yaml", "Fall 2023"), course("cal", "Fall 2024"), "other terms"),
        (course("yaml", "Fall 2023"), course("cal", when="2024-03-01"), "other terms"),
        (course("yaml", "Fall 2023"), course("cal"), "only one of them has a term"),
        (course("yaml", "Fall 2024", venue="ETH"), course("cal", "Fall 2024", venue="HG F 5"), "titles or places"),
        (course("yaml", "Fall 2024", level="Master"), course("cal", "Fall 2024", level="Bachelor"), "other levels"),
        (
            course("yaml", "Fall 2024", title="Introduction to analysis", venue="ETH"),
            course("cal", "Fall 2024", title="Introductions to analysis", venue="ETH"),
            "titles or places",
        ),
    ],
)
def test_courses_that_a_person_has_to_decide(left: CourseRecord, right: CourseRecord, reason: str) -> None:
    found = group_courses([left, right])
    assert shown(found) == ([], ["cal yaml"])
    assert reason in found.undecided[0].reason


def test_a_course_entered_once_a_term_is_not_joined_by_a_calendar_that_knows_both() -> None:
    records = [course("yaml1", "Fall 2023"), course("yaml2", "Fall 2024"), course("cal", "2023", "2024")]
    assert shown(group_courses(records)) == ([], ["cal yaml1", "cal yaml2"])


# What is taken from which


def test_files_kept_by_hand_are_trusted_before_a_bib_file_and_that_before_a_calendar() -> None:
    records = [talk("cal"), talk("bib"), talk("yaml"), talk("tsv")]
    assert [one.id for one in in_order_of_trust(records)] == ["tsv", "yaml", "bib", "cal"]


def test_each_field_is_from_the_most_trusted_record_that_has_it() -> None:
    merged = merged_fields(
        [
            talk(
                "cal", "brewing tea", "2024-05-03", "Room 5", "Zürich", type="Talk", links=(Link("url", "https://c"),)
            ),
            talk("yaml", TITLE, "2024-05", "ETH", links=(Link("slides", "https://y"),)),
            talk("bib", "Brewing", "2023", "", "", description="On tea.", links=(Link("slides", "https://b"),)),
        ]
    )
    assert (merged["title"], merged["venue"], merged["location"]) == (TITLE, "ETH", "Zürich")
    assert (merged["type"], merged["description"]) == ("Talk", "On tea.")
    assert merged["start"] == PartialDate(2024, 5, 3)
    assert merged["links"] == (Link("slides", "https://y"), Link("url", "https://c"))
    assert "source" not in merged
    assert "id" not in merged


def test_the_last_day_is_never_of_a_record_with_another_first() -> None:
    merged = merged_fields([talk("yaml", when="2024-05-04"), talk("cal", when="2024-05-03 2024-05-05")])
    assert (merged["start"], merged["end"]) == (PartialDate(2024, 5, 4), None)
    merged = merged_fields([talk("yaml", when="2024-05"), talk("cal", when="2024-05-03 2024-05-05")])
    assert (merged["start"], merged["end"]) == (PartialDate(2024, 5, 3), PartialDate(2024, 5, 5))


def test_a_course_has_the_terms_that_any_record_names_as_first_written() -> None:
    merged = merged_fields(
        [course("cal", "2024-fall", "2023", "2022"), course("yaml", "Fall 2024", "WS 2023/24", show="each")]
    )
    assert (merged["terms"], merged["show"]) == (("2022", "WS 2023/24", "Fall 2024"), "each")


@pytest.mark.parametrize("said", ["zh", ""])
def test_what_records_in_two_scripts_say_is_each_others_translation(said: str) -> None:
    chinese = talk("yaml1", "饮茶小史", "2024-05", "清华大学", "", type="特邀报告", language=said)
    english = talk("yaml2", "A short history of tea", "2024-05-03", "Tsinghua University", "Beijing")
    for records in ([chinese, english], [english, chinese]):
        found = Talk(key="k", **merged_fields(records))
        assert (found.text("title", "zh"), found.text("title", "en")) == ("饮茶小史", "A short history of tea")
        assert (found.text("venue", "zh"), found.text("venue", "en")) == ("清华大学", "Tsinghua University")
        assert (found.text("location", "zh"), found.text("type", "en")) == ("Beijing", "特邀报告")


def test_translations_of_all_are_kept() -> None:
    chinese, english = Translation("title", "zh", "茶"), Translation("title", "en", "Tea")
    merged = merged_fields(
        [talk("yaml", translations=(chinese,)), talk("bib", translations=(Translation("title", "zh", "茗"), english))]
    )
    assert merged["translations"] == (chinese, english)


# What must hold of any records


texts = st.sampled_from(
    ("", "tea", TITLE, f"Talk: {TITLE}", f"{TITLE}: why", "Brewing teas at scale", "Seminar", "茶", "?")
)
places = st.sampled_from(("", "ETH", "Room 5, ETH Zürich", "EPFL", "Zürich, Switzerland", "Online", "清华大学"))
dates = st.none() | st.sampled_from(
    [parse_date(one) for one in ("2024", "2024-05", "2024-05-03", "2024-05-04", "2024-05-20", "2023-05-03")]
)
written_terms = st.lists(
    st.sampled_from(("2024-fall", "Fall 2024", "2024", "WS 2024/25", "2023-fall", "Module A")), max_size=2
)


@st.composite
def talk_lists(draw: st.DrawFn) -> list[TalkRecord]:
    return [
        TalkRecord(
            source=draw(st.sampled_from(tuple(SOURCES.values()))),
            id=str(number),
            title=draw(texts),
            start=draw(dates),
            end=draw(st.none() | st.just(PartialDate(2024, 5, 20))),
            venue=draw(places),
            location=draw(places),
        )
        for number in range(draw(st.integers(0, 7)))
    ]


@st.composite
def course_lists(draw: st.DrawFn) -> list[CourseRecord]:
    return [
        CourseRecord(
            source=draw(st.sampled_from(("teaching:a.yaml", "teaching:b.csv", "calendar:c"))),
            id=str(number),
            title=draw(texts),
            start=draw(dates),
            venue=draw(places),
            terms=tuple(draw(written_terms)),
            level=draw(st.sampled_from(("", "Master", "Bachelor"))),
        )
        for number in range(draw(st.integers(0, 7)))
    ]


def check(found: OccasionGroups, again: OccasionGroups, members: set[RecordId]) -> None:
    assert found == again
    listed = [one for group in found.groups for one in group]
    assert sorted(listed) == sorted(members)
    group_of = {one: number for number, group in enumerate(found.groups) for one in group}
    pairs = [{group_of[pair.left], group_of[pair.right]} for pair in found.undecided]
    assert all(len(pair) == 2 for pair in pairs)
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)


@settings(max_examples=200, deadline=None)
@given(talk_lists(), st.randoms(use_true_random=False))
def test_the_order_of_talks_changes_nothing_and_none_is_lost(records: list[TalkRecord], chance: random.Random) -> None:
    shuffled = list(records)
    chance.shuffle(shuffled)
    found = group_talks(records)
    check(found, group_talks(shuffled), {one.record_id for one in records})
    by_id = {one.record_id: one for one in records}
    for group in found.groups:
        for pair in itertools.combinations(group, 2):
            assert judge_talks(by_id[pair[0]], by_id[pair[1]]).decision != "different"
        merged = merged_fields([by_id[one] for one in group])
        assert merged == merged_fields([by_id[one] for one in reversed(group)])
        assert not (merged["start"] and merged["end"]) or merged["start"] < merged["end"] or len(group) == 1


@settings(max_examples=200, deadline=None)
@given(course_lists(), st.randoms(use_true_random=False))
def test_the_order_of_courses_changes_nothing_and_none_is_lost(
    records: list[CourseRecord], chance: random.Random
) -> None:
    shuffled = list(records)
    chance.shuffle(shuffled)
    found = group_courses(records)
    check(found, group_courses(shuffled), {one.record_id for one in records})
    by_id = {one.record_id: one for one in records}
    for group in found.groups:
        for pair in itertools.combinations(group, 2):
            assert judge_courses(by_id[pair[0]], by_id[pair[1]]).decision != "different"
        merged = merged_fields([by_id[one] for one in group])
        assert merged == merged_fields([by_id[one] for one in reversed(group)])


@settings(deadline=None)
@given(talk_lists(), course_lists())
def test_a_verdict_is_the_same_from_both_sides(talks: list[TalkRecord], courses: list[CourseRecord]) -> None:
    for left, right in itertools.combinations(talks, 2):
        assert judge_talks(left, right) == judge_talks(right, left)
    for one, other in itertools.combinations(courses, 2):
        assert judge_courses(one, other) == judge_courses(other, one)


@settings(max_examples=200, deadline=None)
@given(talk_lists(), course_lists())
def test_a_run_that_begins_with_what_the_last_one_found_finds_the_same(
    talks: list[TalkRecord], courses: list[CourseRecord]
) -> None:
    found = group_talks(talks)
    assert group_talks(talks, Settled(established=found.groups)) == found
    found = group_courses(courses)
    assert group_courses(courses, Settled(established=found.groups)) == found


def test_what_is_joined_late_settles_what_was_tied_before() -> None:
    records = [
        talk("bib1", when="2024", venue="ETH"),
        talk("bib2", when="2024-05"),
        talk("cal1", when="2024-05-03", venue="ETH"),
        talk("cal2", when="2024-09-03", venue="ETH"),
    ]
    assert shown(group_talks(records)) == (["bib1 cal2", "bib2 cal1"], [])


@settings(max_examples=150, deadline=None)
@given(talk_lists())
def test_all_pairs_that_the_judge_does_not_call_different_are_looked_at(records: list[TalkRecord]) -> None:
    found = group_talks(records)
    group_of = {one: group for group in found.groups for one in group}
    for left, right in itertools.combinations(records, 2):
        apart = group_of[left.record_id] != group_of[right.record_id]
        alone = len(group_of[left.record_id]) == len(group_of[right.record_id]) == 1
        if apart and alone and judge_talks(left, right).decision != "different":
            pair = tuple(sorted((left.record_id, right.record_id)))
            assert pair in [(one.left, one.right) for one in found.undecided]


def test_many_talks_take_a_moment() -> None:
    series = [
        talk(
            f"cal{number}",
            "Group seminar on tea",
            str(PartialDate(2000 + number // 336, 1 + number // 28 % 12, 1 + number % 28)),
        )
        for number in range(3000)
    ]
    found = group_talks([*series, talk("yaml", "Group seminar on tea")])
    assert (len(found.groups), found.undecided) == (3001, ())
