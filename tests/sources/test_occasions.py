from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from pubsync.errors import SourceError
from pubsync.records.course import CourseRecord
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Link
from pubsync.records.talk import TalkRecord
from pubsync.sources.interface import Answer
from pubsync.sources.occasions import OccasionSource


def read(folder: Path, text: str, name: str = "talks.yaml", kind: Literal["talks", "teaching"] = "talks") -> Answer:
    (folder / name).write_text(text, encoding="utf-8")
    return OccasionSource(path=name, root=folder, kind=kind).fetch(None)


def test_a_talk_of_all_fields(tmp_path: Path) -> None:
    text = """
- id: t1
  title: {zh: 题目, en: A title}
  date: 2023-04-26
  end: 2023-04-27
  venue: V
  location: Beijing
  type: Keynote
  url: https://a
  slides: https://b
"""
    (talk,) = read(tmp_path, text).records
    assert isinstance(talk, TalkRecord)
    assert (talk.id, talk.text("title", "zh"), talk.text("title", "en")) == ("t1", "题目", "A title")
    assert (talk.start, talk.end) == (PartialDate(2023, 4, 26), PartialDate(2023, 4, 27))
    assert talk.links == (Link("url", "https://a"), Link("slides", "https://b"))


def test_a_course_with_terms(tmp_path: Path) -> None:
    text = "- {title: ML, terms: [2023-fall, 2024-fall], show: each, level: graduate, role: TA}\n"
    (course,) = read(tmp_path, text, kind="teaching").records
    assert isinstance(course, CourseRecord)
    assert (course.terms, course.show, course.level, course.role) == (
        ("2023-fall", "2024-fall"),
        "each",
        "graduate",
        "TA",
    )


@pytest.mark.parametrize(
    ("written", "terms"),
    [
        ("term: Fall 2024", ("Fall 2024",)),
        ("term: 2024", ("2024",)),
        ("term: 'Fall 2024, Spring 2024'", ("Spring 2024", "Fall 2024")),
        ("term: Semester 1, 2024", ("Semester 1, 2024",)),
        ("terms: [2025-fall, WS 2023/24, 2024年春]", ("WS 2023/24", "2024年春", "2025-fall")),
        ("terms: [Fall 2024, 2024-fall, Autumn 2024]", ("Fall 2024",)),
        ("terms: [Module B, Module A]", ("Module B", "Module A")),
        ("terms: [null, '', 2024-fall]", ("2024-fall",)),
        ("terms: 2022-fall..2023-fall", ("2022-fall", "2023-fall")),
        ("terms: [2024年春, 2022-fall..2023-fall]", ("2022-fall", "2023-fall", "2024年春")),
        ("terms: []", ()),
    ],
)
def test_terms_stay_as_written_each_once_the_newest_last(tmp_path: Path, written: str, terms: tuple[str, ...]) -> None:
    (course,) = read(tmp_path, f"- title: ML\n  {written}\n", kind="teaching").records
    assert isinstance(course, CourseRecord)
    assert course.terms == terms


def test_a_courses_id_stays_when_its_terms_are_written_otherwise_and_when_one_is_added(tmp_path: Path) -> None:
    ids = {
        read(tmp_path, f"- {{title: ML, terms: {terms}}}\n", kind="teaching").records[0].id
        for terms in ("[2024-fall]", "[Fall 2024]", "2024年秋", "[Autumn 2024, 2025-fall]", "[2025-fall, Fall '24]")
    }
    assert ids == {"2024-fall ML"}


def test_two_courses_of_one_name_have_ids_of_their_own(tmp_path: Path) -> None:
    text = "- {title: ML, term: 2024-fall}\n- {title: ML, term: Spring 2025}\n- {title: ML, term: Fall 2024}\n"
    found = read(tmp_path, text, kind="teaching").records
    assert [one.id for one in found] == ["2024-fall ML", "2025-spring ML", "2024-fall ML@2"]


def test_academicpages_own_table_is_read(tmp_path: Path) -> None:
    text = (
        "title\ttype\turl_slug\tvenue\tdate\tlocation\ttalk_url\tdescription\n"
        "A talk\tTalk\ttalk-1\tUC, Berkeley\t2012-03-01\tBerkeley\thttps://a\t\n"
    )
    (talk,) = read(tmp_path, text, "talks.tsv").records
    assert isinstance(talk, TalkRecord)
    assert (talk.venue, talk.start, talk.link("url")) == ("UC, Berkeley", PartialDate(2012, 3, 1), "https://a")
    assert talk.permalink == "/talks/2012-03-01-talk-1"


def test_a_bad_entry_is_told_with_its_line_and_the_others_are_used(tmp_path: Path) -> None:
    text = "- title: one\n  date: 2020\n- title: two\n  date: someday\n- date: 2021\n- title: four\n"
    answer = read(tmp_path, text)
    assert [one.title for one in answer.records if isinstance(one, TalkRecord)] == ["one", "four"]
    assert [(one.where, one.what.split(":")[0]) for one in answer.notices] == [
        ("talks.yaml:3", "date"),
        ("talks.yaml:5", "an entry without a title is left out"),
    ]


def test_an_unknown_key_is_told_with_the_nearest_and_the_entry_is_used(tmp_path: Path) -> None:
    answer = read(tmp_path, "- {title: one, locaton: here}\n")
    assert len(answer.records) == 1
    assert "did you mean location?" in answer.notices[0].remedy


def test_entries_without_an_id_have_one_from_what_they_say(tmp_path: Path) -> None:
    answer = read(tmp_path, "- {title: one, date: 2020-01-02}\n- {title: one, date: 2020-01-02}\n- {title: two}\n")
    assert [one.id for one in answer.records] == ["2020-01-02 one", "2020-01-02 one@2", "two"]
    answer = read(tmp_path, "- {id: a@2, title: one}\n- {id: a, title: one}\n- {id: a, title: one}\n")
    assert [one.id for one in answer.records] == ["a@2", "a", "a@3"]


def test_no_is_a_word(tmp_path: Path) -> None:
    (talk,) = read(tmp_path, "- {title: no, venue: off}\n").records
    assert isinstance(talk, TalkRecord)
    assert (talk.title, talk.venue) == ("no", "off")


def test_an_empty_file_is_an_empty_list(tmp_path: Path) -> None:
    assert read(tmp_path, "").records == ()
    assert read(tmp_path, "# nothing yet\n").records == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"- title: [", "talks.yaml:1: not valid YAML"),
        (b"title: one", "list of entries"),
        (b"\xff\xfe", "not UTF-8"),
        (b"x" * 5_000_001, "larger than 5 MB"),
        (b"- &a [x]\n- *b\n", "not valid YAML"),
    ],
)
def test_an_unreadable_file_is_an_error_that_says_what_to_do(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "talks.yaml").write_bytes(content)
    with pytest.raises(SourceError) as caught:
        OccasionSource(path="talks.yaml", root=tmp_path, kind="talks").fetch(None)
    assert words in str(caught.value)
    assert caught.value.remedy


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        OccasionSource(path="talks.yaml", root=tmp_path, kind="talks").fetch(None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=200), st.sampled_from(["talks.yaml", "talks.tsv", "talks.csv"]))
def test_nothing_but_a_source_error_comes_of_nonsense(tmp_path: Path, text: str, name: str) -> None:
    (tmp_path / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(SourceError):
        OccasionSource(path=name, root=tmp_path, kind="talks").fetch(None)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(
    ["title", "date", "start", "term", "terms", "show", "url", "permalink", "id", "language", "slug"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.dictionaries(keys, values, max_size=6), max_size=3))
def test_entries_of_any_values_are_read_or_told(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    with (tmp_path / "teaching.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(rows, file)
    with suppress(SourceError):
        answer = OccasionSource(path="teaching.yaml", root=tmp_path, kind="teaching").fetch(None)
        assert len({one.id for one in answer.records}) == len(answer.records)
