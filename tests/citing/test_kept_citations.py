"""Citations from an earlier run, and what of a style is left for works of one shape: the same text in less time."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.citing.citations import Citer
from pubsync.citing.element import Entry
from pubsync.citing.markup import own, set_off
from pubsync.citing.name_list import ListedName
from pubsync.citing.processor import Processor
from pubsync.citing.shapes import rendering, shape_of
from pubsync.citing.styles import find_style
from pubsync.keeping import Shelf
from pubsync.records.dates import PartialDate
from pubsync.records.names import Name
from pubsync.records.work import Work

QI, LI, DOE = Name("Qi", "Weizhen"), Name("Li", "Na"), Name("Doe", "Jane")
WORK = Work(
    key="k",
    type="article-journal",
    title="On tea",
    author=(QI, LI, DOE),
    issued=PartialDate(2020),
    container_title="Journal of Tea",
)
STYLE = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><bibliography><layout>'
    '<names variable="author"/><text variable="title" prefix=" {}"/></layout></bibliography></style>'
)


def is_own(name: Name) -> bool:
    return name in (QI, LI)


def cited(folder: Path, work: Work = WORK, style: str = "apa", owns: Callable[[Name], bool] = is_own) -> str:
    shelf = Shelf(folder, "citations")
    html = Citer(style, "en", owns).keeping(shelf).html(work, work.key)
    shelf.save()
    return html


@pytest.fixture
def _unprinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on nobody can print."""

    def fail(*_: object) -> str:
        pytest.fail("it was printed")

    monkeypatch.setattr(Processor, "citation", fail)


def test_a_citation_that_nothing_changed_is_not_printed_again(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    first = cited(tmp_path)
    assert first.startswith("<b>Qi, W.</b>, <b>Li, N.</b>, &amp; Doe, J. (2020). On tea.")
    request.getfixturevalue("_unprinted")
    assert cited(tmp_path) == first
    assert cited(tmp_path, replace(WORK, key="another", citations=7, abstract="", keywords=("tea",))) == first


@pytest.mark.parametrize(
    "work",
    [
        replace(WORK, title="On tee"),
        replace(WORK, issued=PartialDate(2021)),
        replace(WORK, author=(QI, LI)),
        replace(WORK, author_complete=False),
        replace(WORK, type="book"),
        replace(WORK, container_title=""),
    ],
)
def test_whatever_changes_of_a_work_its_citation_is_as_if_nothing_were_kept(tmp_path: Path, work: Work) -> None:
    cited(tmp_path)
    assert cited(tmp_path, work) == cited(tmp_path / "empty", work)


def test_other_own_names_and_another_style_or_language_are_another_citation(tmp_path: Path) -> None:
    cited(tmp_path)
    assert cited(tmp_path, owns=lambda name: name == DOE).count("<b>Doe, J.</b>") == 1
    assert "<b>" not in cited(tmp_path, owns=lambda _: False)
    assert cited(tmp_path, style="mla") != cited(tmp_path)
    chinese = Citer("apa", "zh", is_own).keeping(Shelf(tmp_path, "citations"))
    assert chinese.html(replace(WORK, author=(Name(literal="李娜"), QI)), "k") != ""


def test_a_style_of_the_users_own_counts_as_it_is_today(tmp_path: Path) -> None:
    style = tmp_path / "own.csl"
    style.write_text(STYLE.format("one"), encoding="utf-8")
    assert "one" in cited(tmp_path, style=str(style))
    style.write_text(STYLE.format("two"), encoding="utf-8")
    assert "two" in cited(tmp_path, style=str(style))


def test_each_page_sets_off_its_own_people_in_one_and_the_same_citation() -> None:
    citation = Citer("apa", "en", is_own).cite(WORK, "k")
    assert citation.own == (QI, LI)
    assert citation.html(lambda name: name == LI).startswith("Qi, W., <b>Li, N.</b>, &amp; Doe, J.")
    assert citation.html(lambda _: False) == Citer("apa", "en", lambda _: False).html(WORK, "k")


@pytest.mark.parametrize("number", [1, 2, 16, 255, 4095, 5000])
def test_own_names_keep_their_numbers(number: int) -> None:
    told = min(number, 4095)
    assert set_off(f"A {own('B', number)} C", lambda one: one == told) == "A <b>B</b> C"
    assert set_off(f"A {own('B', number)} C", lambda one: one != told) == "A B C"


STYLES = {
    name: (Processor(find_style(name), "en-US"), Processor(find_style(name), "en-US"))
    for name in ("apa", "ieee", "mla", "chicago", "gb-t-7714", "vancouver")
}
TEXTS = ("title", "container-title", "publisher", "volume", "issue", "page", "number", "edition", "URL", "DOI", "note")
VALUES = st.sampled_from(["1", "12–19", "Foo. Bar", "IV", ""])
LISTS = st.lists(st.sampled_from([ListedName("Qi", "Weizhen"), ListedName(literal="李娜")]), max_size=3)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(STYLES)),
    st.lists(
        st.tuples(
            st.sampled_from(["article-journal", "book", "chapter", "thesis", "patent", "article"]),
            st.dictionaries(st.sampled_from(TEXTS), VALUES),
            LISTS,
            LISTS,
            st.none() | st.builds(PartialDate, st.integers(1990, 2024)),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_what_is_left_of_a_style_prints_what_the_whole_of_it_does(
    style: str, works: list[tuple[str, dict[str, str], list[ListedName], list[ListedName], PartialDate | None]]
) -> None:
    left, whole = STYLES[style]
    for kind, texts, authors, editors, issued in works:
        variables: dict[str, object] = {**texts, "author": authors, "editor": editors, "issued": issued}
        variables = {name: value for name, value in variables.items() if value is not None}
        assert left.citation(kind, variables) == printed_whole(whole, kind, variables)


def printed_whole(processor: Processor, kind: str, variables: dict[str, object]) -> str:
    """Print with all of the style, as if no shape were known."""
    layout = processor._layout
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pubsync.citing.processor.rendering", lambda _layout, _entry: layout.render_children)
        processor._renders.clear()
        return processor.citation(kind, variables)


def test_works_of_other_types_variables_or_numbers_have_other_shapes() -> None:
    entries = [
        Entry("book", {"volume": "1"}),
        Entry("chapter", {"volume": "1"}),
        Entry("book", {"volume": "one"}),
        Entry("book", {"volume": ""}),
        Entry("book", {"issue": "1"}),
        Entry("book", {}),
    ]
    assert len(unlike(shape_of(entry, ["volume"]) for entry in entries)) == len(entries)
    assert shape_of(Entry("book", {"volume": "2"}), ["volume"]) == shape_of(entries[0], ["volume"])
    assert callable(rendering(STYLES["apa"][0]._layout, entries[0]))


def unlike(shapes: Iterable[object]) -> list[object]:
    return [one for one, _ in itertools.groupby(sorted(shapes, key=repr))]
