"""A bibliography that did not change is not parsed again, and gives the same answer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.errors import SourceError
from pubsync.formats import bibtex
from pubsync.keeping import FILE, Shelf, key_of
from pubsync.records.dates import PartialDate
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.records.talk import TalkRecord
from pubsync.sources.bibtex import BibtexSource
from pubsync.sources.interface import Answer, Notice
from pubsync.sources.kept import Read, read_once

BIB = (
    "@article{z, title={On tea}, author={Qi, Weizhen* and Li, Na}, year={2020}, doi={10.1/z}}\n"
    "@article{a, title={Über Tee}, author={齐炜祯}, month=may, year=2021, abbr={TEA}}\n"
    "@misc{t, title={A talk}, howpublished={Invited talk}, year={2022}}\n"
    "@article{z, title={On tea again}, year={2023}}\n"
    "@article{none, year={2020}}\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "own.bib").write_text(BIB, encoding="utf-8")
    return tmp_path


def fetch(root: Path, *paths: str, name: str = "bibtex:own.bib", cache: str = "cache") -> Answer:
    return BibtexSource(name=name, paths=paths or ("own.bib",), root=root, cache=root / cache).fetch(None)


@pytest.fixture
def _unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on nobody can parse BibTeX."""

    def fail(*_: object, **__: object) -> None:
        pytest.fail("it was parsed")

    monkeypatch.setattr(bibtex, "read", fail)


def test_the_answer_is_the_same_with_nothing_kept_with_all_kept_and_with_a_damaged_file(root: Path) -> None:
    first = fetch(root)
    assert [record.id for record in first.records] == ["z", "a", "z@2", "t"]
    assert len(first.notices) == 2
    assert fetch(root) == first
    assert fetch(root, cache="another") == first
    kept = root / "cache" / FILE
    kept.write_bytes(kept.read_bytes()[:-3000] + bytes(3000))
    assert fetch(root) == fetch(root) == first


def test_what_did_not_change_is_not_parsed_again(root: Path, request: pytest.FixtureRequest) -> None:
    first = fetch(root)
    request.getfixturevalue("_unread")
    assert fetch(root) == first


def test_of_several_files_only_the_one_that_changed_is_parsed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "more.bib").write_text("@article{m, title={More}}\n", encoding="utf-8")
    fetch(root, "own.bib", "more.bib")
    (root / "more.bib").write_text("@article{m, title={More of it}}\n", encoding="utf-8")
    read, texts = bibtex.read, list[str]()

    def watched(text: str, *, source: str, where: str, taken: Iterable[str]) -> bibtex.Reading:
        texts.append(text)
        return read(text, source=source, where=where, taken=taken)

    monkeypatch.setattr(bibtex, "read", watched)
    answer = fetch(root, "own.bib", "more.bib")
    assert [text.strip() for text in texts] == ["@article{m, title={More of it}}"]
    assert answer.records[-1] == Record(source="bibtex:own.bib", id="m", title="More of it", type="article-journal")


def test_ids_still_differ_from_those_of_the_files_before(root: Path) -> None:
    (root / "more.bib").write_text("@article{m, title={More}}\n", encoding="utf-8")
    fetch(root, "own.bib", "more.bib")
    (root / "own.bib").write_text("@article{m, title={Most}}\n", encoding="utf-8")
    assert [record.id for record in fetch(root, "own.bib", "more.bib").records] == ["m", "m@2"]


def test_another_source_or_another_name_of_the_file_is_another_answer(root: Path) -> None:
    fetch(root)
    assert {record.source for record in fetch(root, name="bibtex:renamed").records} == {"bibtex:renamed"}
    (root / "own.bib").rename(root / "named.bib")
    assert fetch(root, "named.bib").notices[0].where == "named.bib:4"


def test_a_text_that_is_no_bibliography_is_an_error_each_time(root: Path) -> None:
    (root / "own.txt").write_text("words and no entry", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(SourceError, match="holds neither BibTeX nor"):
            fetch(root, "own.txt")


TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
NAMES = st.builds(Name, family=TEXTS, given=TEXTS, literal=TEXTS, roles=st.sampled_from([(), ("equal",)]))
DATES = st.none() | st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12))
RECORDS = st.builds(
    Record,
    source=st.just("s"),
    id=TEXTS,
    title=TEXTS,
    author=st.lists(NAMES, max_size=2).map(tuple),
    author_complete=st.booleans(),
    issued=DATES,
    extra=st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
) | st.builds(TalkRecord, source=st.just("s"), id=TEXTS, title=TEXTS, start=DATES)
READS = st.builds(
    Read,
    st.lists(RECORDS, max_size=4, unique_by=lambda record: record.id).map(tuple),
    st.lists(st.builds(Notice, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
)


@settings(max_examples=50, deadline=None)
@given(READS)
def test_whatever_was_read_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, found: Read) -> None:
    folder = tmp_path_factory.mktemp("kept")
    shelf = Shelf(folder, "bibliography")
    assert read_once(shelf, key_of("text"), "s", lambda: found) == found
    shelf.save()
    again = read_once(Shelf(folder, "bibliography"), key_of("text"), "s", lambda: pytest.fail("it was read"))
    assert again == found


@pytest.mark.parametrize(
    "record", [Record(source="s", id="a", citations=3), Record(source="s", id="a", title="\ud800")]
)
def test_what_has_no_form_to_be_kept_in_is_read_each_time(tmp_path: Path, record: Record) -> None:
    shelf, found = Shelf(tmp_path, "bibliography"), Read((record,), ())
    assert read_once(shelf, key_of("text"), "s", lambda: found) == found
    assert shelf.find(key_of("text")) is None
