"""In a JSON file single rows and fields are ours; layout, order and everything else stay a person's."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pubsync.errors import SiteError
from pubsync.records.base import FileBase, Row, TableBase
from pubsync.sites.assembly import plan, tell
from pubsync.sites.interface import DataFile, Table
from tests.sites.assembled import content_of
from tests.sites.tables.making import row, tree

PATH = "papers.json"


def planned(standing: str, base: FileBase | None, wanted: DataFile) -> str:
    after = plan(wanted, base, standing.encode())
    assert tell(wanted.path, after.base, content_of(after)) == ()
    assert not plan(wanted, after.base, content_of(after)).planned.changes
    return content_of(after).decode()


def of_ours(one: Row) -> FileBase:
    return FileBase(tables=(TableBase(place="papers", rows=(replace(one, type=""),), made=(one.id,)),))


def papers(*rows: Row) -> DataFile:
    return tree("json", *rows, place="papers", shape="mapping")


def test_a_new_file_as_a_scholar_dump_has_it() -> None:
    author = Row(key="", id="", fields=(("name", "齐炜祯"), ("citedby", 120)))
    tables = (
        Table(shape="fields", rows=(author,)),
        Table(place="publications", shape="mapping", rows=(row("X:1", bib={"title": "T"}, num_citations=3),)),
    )
    made = plan(DataFile(path="gs_data.json", format="json", tables=tables, head="left out"), None, None)
    assert content_of(made).decode() == (
        '{\n  "name": "齐炜祯",\n  "citedby": 120,\n  "publications": {\n    "X:1": {\n'
        '      "bib": {\n        "title": "T"\n      },\n      "num_citations": 3\n    }\n  }\n}\n'
    )
    assert tell("gs_data.json", made.base, content_of(made)) == ()


def test_a_new_file_without_rows_is_json_all_the_same() -> None:
    assert content_of(plan(tree("json"), None, None)) == b"[]\n"
    assert content_of(plan(papers(), None, None)) == b'{\n  "papers": {}\n}\n'


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ('{"papers":{"k":{"a":1}},"x":[1, 2]}', '{"papers":{"k":{"a":2,"b":["c"]}},"x":[1, 2]}'),
        ('{"papers": {"k": {"a": 1}}}\n', '{"papers": {"k": {"a": 2, "b": ["c"]}}}\n'),
        (
            '{\n\t"papers": {\n\t\t"k": {\n\t\t\t"a" : 1\n\t\t}\n\t}\n}',
            '{\n\t"papers": {\n\t\t"k": {\n\t\t\t"a" : 2,\n\t\t\t"b": [\n\t\t\t\t"c"\n\t\t\t]\n\t\t}\n\t}\n}',
        ),
        (
            '{\r\n    "papers": {\r\n        "k": { "a": 1, "own": [\r\n1] }\r\n    }\r\n}\r\n',
            '{\r\n    "papers": {\r\n        "k": { "a": 2, "own": [\r\n1], "b": ["c"] }\r\n    }\r\n}\r\n',
        ),
        (
            '{"papers":\n{\n"k":\n{\n"a":\n1\n}\n}\n}',
            '{"papers":\n{\n"k":\n{\n"a":\n2,\n"b": ["c"]\n}\n}\n}',
        ),
        ('\ufeff{"papers": {"k": {"a": 1}}}', '\ufeff{"papers": {"k": {"a": 2, "b": ["c"]}}}'),
    ],
)
def test_fields_are_written_in_the_files_own_layout(standing: str, expected: str) -> None:
    assert planned(standing, of_ours(row("k", a=1)), papers(row("k", a=2, b=["c"]))) == expected


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ('{"papers":{"j":{"a":2}}}', '{"papers":{"j":{"a":2},"k":{"a":1}}}'),
        (
            '{\n  "papers": {\n    "j": {"a": 2}\n  }\n}\n',
            '{\n  "papers": {\n    "j": {"a": 2},\n    "k": {"a": 1}\n  }\n}\n',
        ),
        (
            '{\n  "papers": {\n    "j": {\n      "a": 2\n    }\n  }\n}\n',
            '{\n  "papers": {\n    "j": {\n      "a": 2\n    },\n    "k": {\n      "a": 1\n    }\n  }\n}\n',
        ),
        ('{\n  "papers": {}\n}\n', '{\n  "papers": {\n    "k": {\n      "a": 1\n    }\n  }\n}\n'),
        ('{\n  "x": 1\n}\n', '{\n  "x": 1,\n  "papers": {\n    "k": {\n      "a": 1\n    }\n  }\n}\n'),
        ('{"x": [{}]}', '{"x": [{}], "papers": {"k": {"a": 1}}}'),
        ('{"papers": null, "x": 1}', '{"papers": {"k": {"a": 1}}, "x": 1}'),
        ("", '{\n  "papers": {\n    "k": {\n      "a": 1\n    }\n  }\n}\n'),
    ],
)
def test_a_row_is_written_as_those_beside_it_are(standing: str, expected: str) -> None:
    assert planned(standing, None, papers(row("k", a=1))) == expected


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ('{"papers": {"k": {"a": 1}, "x": {}}}', '{"papers": {"x": {}}}'),
        ('{"papers": {"x": {}, "k": {"a": 1}}}', '{"papers": {"x": {}}}'),
        ('{\n  "papers": {\n    "k": {"a": 1}\n  }\n}', '{\n  "papers": {}\n}'),
        (
            '{\n  "papers": {\n    "x": {},\n    "k": {"a": 1}\n  }\n}',
            '{\n  "papers": {\n    "x": {}\n  }\n}',
        ),
    ],
)
def test_a_row_goes_with_its_comma(standing: str, expected: str) -> None:
    assert planned(standing, of_ours(row("k", a=1)), papers()) == expected


def test_a_number_written_otherwise_is_no_edit() -> None:
    base = of_ours(row("k", a=25, b="x"))
    standing = '{"papers": {"k": {"b": "\\u0078", "a": 25.0}}}'
    assert tell(PATH, base, standing.encode()) == ()
    assert planned(standing, base, papers(row("k", a=25, b="x"))) == standing


@pytest.mark.parametrize(
    "text", ["a\u2028b\x85", "\x00\x1f\x7f\ufeff\ufffe", "\u202eabc\u200b", 'q"\\/', "🎓\U000e0001", "\ud800"]
)
def test_text_from_outside_is_json_that_yaml_readers_take_too(text: str) -> None:
    made = plan(tree("json", row("k", title=text)), None, None)
    (one,) = json.loads(content_of(made))
    assert one["title"] == text.replace("\ud800", "\ufffd")
    assert not set("\u2028\x85\x00\x1f\x7f\ufeff\ufffe\u202e\u200b") & set(content_of(made).decode())
    assert tell(PATH, made.base, content_of(made)) == ()


@pytest.mark.parametrize(
    ("standing", "line", "says"),
    [
        ('{\n  "papers": {},\n}\n', ":3", "double quotes"),
        ('{\n  "papers": {}\n  "x": 1\n}\n', ":3", "','"),
        ('{"papers": {}\n', ":2", "','"),
        ('{"papers" {}}\n', ":1", "':'"),
        ('{"papers": }\n', ":1", "Expecting value"),
        ('// c\n{"papers": {}}\n', ":1", "Expecting value"),
        ('{"papers": {}}\n{}\n', ":2", "follows"),
        ('{"papers": {"k": {"a": 1,\n"a": 2}}}\n', ":2", "twice"),
        ('{"papers": {"k": {"a": NaN}}}\n', "", "NaN"),
        ('{"papers": {"k": {"a": ' + "9" * 5000 + "}}}\n", "", "can be read"),
        ('{"papers": {"k": {"a": ' + "[" * 100_000 + "}}}\n", "", "deep"),
        ('{\n"papers": [{}]}\n', ":2", "`papers` does not hold a mapping"),
        ("[1]\n", ":1", "could hold `papers`"),
        ('{\n<<<<<<< HEAD\n"papers": {}\n=======\n>>>>>>> x\n}\n', ":2", "merge conflict"),
    ],
)
def test_damage_is_told_with_file_and_line(standing: str, line: str, says: str) -> None:
    with pytest.raises(SiteError) as caught:
        plan(papers(row("k", a=1)), None, standing.encode())
    assert (caught.value.where, says in caught.value.what, bool(caught.value.remedy)) == (PATH + line, True, True)


def test_a_file_that_is_no_utf8_or_too_large_is_an_error() -> None:
    for content in (b'{"papers": {}, "x": "\xff"}', b" " * 9_000_000):
        with pytest.raises(SiteError):
            plan(papers(row("k", a=1)), None, content)


def test_a_place_may_hold_null_or_an_empty_list() -> None:
    assert planned('{"papers": []}', None, papers(row("k", a=1))) == '{"papers": {"k": {"a": 1}}}'
    assert planned("{}", None, tree("json", row("k", a=1))) == '[\n  {\n    "id": "k",\n    "a": 1\n  }\n]'


def test_ids_of_a_list_may_be_numbers() -> None:
    standing = '[{"id": 7, "a": 1}, {"id": true}, {"a": 1}, 7]'
    expected = standing.replace('"a": 1}, {"id": true', '"a": 1, "b": 2}, {"id": true')
    assert planned(standing, None, tree("json", row("7", b=2))) == expected
