"""What was drafted comes back as it was read, whatever stands in it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.formats.bibtex import read
from pubsync.pipeline.by_hand.languages import Told
from pubsync.pipeline.by_hand.texts import bibliography, occasions
from pubsync.records.course import CourseRecord
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Link
from pubsync.records.names import parse_name
from pubsync.records.record import Record
from pubsync.records.talk import TalkRecord
from pubsync.records.text import Translation
from pubsync.sources.occasions import OccasionSource

_HOSTILE = [
    "A {brace and 100% of it # @article{x, title={y}} \\input{z}",
    '}} @string{a = "b"} $x$ ~ ^ _ & \\\\ "quoted" \'too\'',
    "- title: x\n  date: [1, 2\n# no comment: {en: {",
    "*alias &anchor !!python/object:os.system | > %TAG ? : -",
    "题目：茶「叶」与《书》，100％",
    "yes",
    "2020",
    "null",
    "---",
]
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=80) | (
    st.sampled_from(_HOSTILE)
)


def told(record: Record | TalkRecord | CourseRecord, words: str = "the words", where: str = "p.md:3") -> Told:
    return Told(record, where, words)


def paper(identity: str, title: str, **more: object) -> Record:
    values = {"issued": PartialDate(2020), "author": (parse_name("Ann Lee"),)} | more
    return Record(source="page:p.md", id=identity, title=title, **values)  # type: ignore[arg-type]


def occasions_of(text: str, kind: str) -> list[TalkRecord | CourseRecord]:
    with TemporaryDirectory() as folder:
        (Path(folder) / "list.yaml").write_text(text, encoding="utf-8")
        answer = OccasionSource("list.yaml", Path(folder), kind).fetch(None)  # type: ignore[arg-type]
    assert answer.notices == ()
    return list(answer.records)  # type: ignore[arg-type]


def test_a_paper_is_an_entry_below_its_own_words() -> None:
    record = paper("1", "Counting tea leaves", container_title="Journal of Tea", type="article-journal")
    text = bibliography([told(record, "Ann Lee. Counting tea leaves. me@x.org")])
    assert "% p.md:3: Ann Lee. Counting tea leaves. me(at)x.org\n@article{lee-2020-counting,\n" in text
    assert text.splitlines()[0].startswith("% Drafted by")


def test_keys_are_unique_and_made_of_latin_letters() -> None:
    papers = [paper(str(number), "基于深度学习的茶叶识别", author=(parse_name("李安"),)) for number in range(3)]
    reading = read(bibliography([told(one) for one in papers]), source="s", where="x")
    keys = [one.id for one in reading.records]
    assert len(set(keys)) == 3
    assert all(key.isascii() for key in keys)
    assert reading.notices == ()


@given(_TEXTS, _TEXTS, st.integers(1000, 2999))
@settings(max_examples=120, deadline=None)
def test_whatever_a_title_holds_it_comes_back_and_breaks_no_other_entry(title: str, words: str, year: int) -> None:
    title = " ".join(title.split())
    if not any(map(str.isalnum, title)):
        return
    first, second = paper("1", title, issued=PartialDate(year)), paper("2", "The entry after it")
    reading = read(bibliography([told(first, words), told(second, words)]), source="s", where="x")
    assert len(reading.records) == 2
    assert str(reading.records[0].issued) == f"{year:04d}"
    assert reading.records[0].author == (parse_name("Ann Lee"),)
    assert reading.records[1].title == "The entry after it"
    plain = not set(title) & set("$~\\`'\"") and "--" not in title
    if plain:
        assert reading.records[0].title.rstrip(".") == normalize("NFC", title).rstrip(".")


@given(_TEXTS, _TEXTS, _TEXTS)
@settings(max_examples=120, deadline=None)
def test_whatever_a_talk_says_it_comes_back_from_yaml(title: str, venue: str, words: str) -> None:
    title, venue = " ".join(title.split()), " ".join(venue.split())
    if not title:
        return
    talk = TalkRecord(source="s", id="1", title=title, venue=venue, start=PartialDate(2020, 5))
    after = TalkRecord(source="s", id="2", title="The talk after it", start=PartialDate(2021, 5, 3))
    first, second = occasions_of(occasions([told(talk, words), told(after, words)]), "talks")
    assert (first.title, first.venue, str(first.start)) == (title, venue, "2020-05")
    assert (second.title, str(second.start)) == ("The talk after it", "2021-05-03")


@pytest.mark.parametrize("title", _HOSTILE)
def test_a_course_with_its_terms_comes_back(title: str) -> None:
    title = " ".join(title.split())
    terms = ("Fall 2020", "2021", "2022年秋")
    course = CourseRecord(source="s", id="1", title=title, terms=terms, level="graduate", role="TA: lab")
    (found,) = occasions_of(occasions([told(course)]), "teaching")
    assert isinstance(found, CourseRecord)
    assert (found.title, found.terms, found.level, found.role) == (title, terms, "graduate", "TA: lab")


def test_a_text_in_two_languages_is_written_by_language() -> None:
    both = (Translation("title", "en", "On tea: a talk"), Translation("title", "zh", "茶"))
    talk = TalkRecord(
        source="s",
        id="1",
        title="On tea: a talk",
        start=PartialDate(2020),
        translations=both,
        links=(Link("slides", "https://x.org/s.pdf"), Link("code", "https://x.org/c")),
    )
    (found,) = occasions_of(occasions([told(talk)]), "talks")
    assert found.translations == both
    assert found.links == (Link("slides", "https://x.org/s.pdf"),)
