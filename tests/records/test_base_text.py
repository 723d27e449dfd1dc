"""The base is kept as text that reads back the same, a line for a fact."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.errors import LedgerError, NewerError
from pubsync.records.base import Chunk, FileBase, Row, TableBase
from pubsync.records.base_text import base_from_json, base_to_json

BASE = FileBase(
    keys=(("title", "Bang — “networks”"), ("tags", ["a", {"b": None}]), ("n", 3), ("show", True)),
    body="\nOne\nTwo\n",
    regions=(
        ("publications lang=zh", (Chunk("heading", "2020", "### 2020\n"), Chunk("entry", "qi2020", "- 齐\n  b\n"))),
        ("count:publications", (Chunk("count", "", "63"),)),
        ("talks", ()),
    ),
    shell="ab12",
    made=True,
    key="qi2020",
    renamed=(("publications", "publications lang=zh"),),
)
TABLES = FileBase(
    tables=(
        TableBase(
            place="papers",
            rows=(
                Row(key="qi2020", id="X:1", fields=(("citations", 3), ("title", "齐")), type="article"),
                Row(key="", id="X:2", fields=()),
            ),
            made=("X:1",),
        ),
        TableBase(place="metadata"),
    )
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
)
chunks = st.builds(Chunk, st.sampled_from(["entry", "heading", "hand", "count"]), texts, texts)
rows = st.builds(Row, key=texts, id=texts, fields=st.lists(st.tuples(texts, values), max_size=3).map(tuple), type=texts)


@st.composite
def tables(draw: st.DrawFn) -> TableBase:
    written = draw(st.lists(rows, max_size=3, unique_by=lambda row: row.id))
    return TableBase(
        place=draw(texts),
        rows=tuple(written),
        made=tuple(row.id for row in written if draw(st.booleans())),
    )


bases = st.builds(
    FileBase,
    keys=st.lists(st.tuples(texts, values), max_size=4).map(tuple),
    body=st.none() | texts,
    regions=st.lists(st.tuples(texts, st.lists(chunks, max_size=3).map(tuple)), max_size=3).map(tuple),
    shell=texts,
    made=st.booleans(),
    key=texts,
    renamed=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    tables=st.lists(tables(), max_size=2).map(tuple),
)


def test_one_changed_fact_is_one_changed_line() -> None:
    before = base_to_json(BASE)
    after = base_to_json(
        FileBase(
            keys=(("title", "Other"), *BASE.keys[1:]),
            body="\nOne\n2\n",
            regions=(
                (BASE.regions[0][0], (BASE.regions[0][1][0], Chunk("entry", "qi2020", "- Qi\n"))),
                *BASE.regions[1:],
            ),
            shell="ab12",
            made=True,
            key="qi2020",
            renamed=BASE.renamed,
        )
    )
    changed = [pair for pair in zip(before.split("\n"), after.split("\n"), strict=True) if pair[0] != pair[1]]
    assert len(changed) == 3
    assert json.loads(before)["version"] == 1


@settings(deadline=None)
@given(bases)
def test_what_is_written_is_read_back(base: FileBase) -> None:
    text = base_to_json(base)
    assert base_from_json(text, "a.json") == base
    assert base_to_json(base_from_json(text, "a.json")) == text
    assert text.endswith("}\n")


def test_the_order_of_a_mapping_changes_nothing() -> None:
    one, other = FileBase(keys=(("a", {"x": 1, "y": 2}),)), FileBase(keys=(("a", {"y": 2, "x": 1}),))
    assert base_to_json(one) == base_to_json(other)


def test_a_base_without_renamed_regions_is_read() -> None:
    text = base_to_json(FileBase(key="k")).replace(',\n"renamed": []', "")
    assert base_from_json(text, "a.json") == FileBase(key="k")


def test_a_base_without_tables_has_no_word_of_them() -> None:
    assert "tables" not in base_to_json(BASE)
    assert "tables" not in json.loads(base_to_json(BASE))


def test_one_row_is_one_line() -> None:
    lines = base_to_json(TABLES).split("\n")
    assert '["qi2020", "X:1", "article", [["citations", 3], ["title", "齐"]], true],' in lines
    assert '["", "X:2", "", [], false]' in lines


GOOD = base_to_json(BASE)
ROWS = base_to_json(TABLES)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "b/a.json:1"),
        (GOOD[:-3], "b/a.json"),
        (GOOD.replace('"made": true', '"made": true,\n<<<<<<< HEAD'), "b/a.json:5"),
        ("[]", "b/a.json"),
        ("[" * 100_000, "b/a.json"),
        ("{}", "b/a.json"),
        (GOOD.replace('"version": 1', '"version": 0'), "b/a.json"),
        (GOOD.replace('"made": true', '"made": 1'), "b/a.json"),
        (GOOD.replace('"shell": "ab12"', '"shell": null'), "b/a.json"),
        (GOOD.replace('"entry", "qi2020"', '"entry", 2020'), "b/a.json"),
        (GOOD.replace('"### 2020\\n"', '"### 2020\\n", ""'), "b/a.json"),
        (GOOD.replace('"n", 3', '"n", NaN'), "b/a.json"),
        (GOOD.replace("Bang", "\\ud800"), "b/a.json"),
        (GOOD.replace('"n", 3', '"n", ' + "9" * 5000), "b/a.json"),
        (ROWS.replace('"X:1"', "1"), "b/a.json"),
        (ROWS.replace("true]", "1]"), "b/a.json"),
        (ROWS.replace(', "article"', ""), "b/a.json"),
        (ROWS.replace('["citations", 3]', '["citations"]'), "b/a.json"),
        (ROWS.replace('"metadata"', "null"), "b/a.json"),
    ],
)
def test_damage_is_told_with_the_way_out(text: str, where: str) -> None:
    with pytest.raises(LedgerError) as caught:
        base_from_json(text, "b/a.json")
    assert caught.value.where.startswith(where)
    assert "git checkout" in caught.value.remedy


def test_a_newer_version_asks_for_an_update() -> None:
    with pytest.raises(NewerError, match="newer") as caught:
        base_from_json(GOOD.replace('"version": 1', '"version": 2'), "a.json")
    assert "upgrade" in caught.value.remedy
