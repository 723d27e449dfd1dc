"""Front matter is read as YAML 1.2 and changed key by key; every other byte stays."""

from __future__ import annotations

import datetime as dt
import json
import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from pubsync.errors import SiteError
from pubsync.records.base import Value
from pubsync.sites.frontmatter import REMOVE, Changes, parse, peek_key, update
from pubsync.sites.yamltext import one_line, quoted

PAGE = b"""---
# mine
title: 'It''s   "here"'   # keep me
collection: publications
date: 2009-10-01

authors:
- A  # first
# between
- B
# after

text: |  # header
  one
  # no comment
tail:   # empty
---

Body --- with hyphens
"""


def values(content: bytes) -> dict[str, Value]:
    front = parse(content, "a.md")
    assert front is not None
    return front.values


def test_values_are_read_as_yaml_1_2() -> None:
    text = b"---\nno: no\ndate: 2021-07-01\nn: 3\nf: 1.5\nb: true\nnil:\nl: [a, 'b']\nm: {x: 1}\nz: 0123\n---\n"
    assert values(text) == {
        "no": "no",
        "date": "2021-07-01",
        "n": 3,
        "f": 1.5,
        "b": True,
        "nil": None,
        "l": ["a", "b"],
        "m": {"x": 1},
        "z": 123,
    }


@pytest.mark.parametrize("content", [b"", b"# Title\n", b"text\n---\na: 1\n---\n", b"----\na: 1\n----\n"])
def test_a_file_without_front_matter_has_none(content: bytes) -> None:
    assert parse(content, "a.md") is None


def test_empty_front_matter_as_in_a_jekyll_scholar_bibliography() -> None:
    front = parse(b"---\n---\n\n@article{a}\n", "papers.bib")
    assert front is not None
    assert (front.values, front.body) == ({}, "\n@article{a}\n")


def test_the_lines_of_each_key_are_told() -> None:
    front = parse(PAGE, "a.md")
    assert front is not None
    lines = {key.name: (key.first, key.last) for key in front.keys}
    assert lines == {
        "title": (3, 3),
        "collection": (4, 4),
        "date": (5, 5),
        "authors": (7, 10),
        "text": (13, 15),
        "tail": (16, 16),
    }


def test_only_the_changed_keys_line_is_written_and_its_comment_stays() -> None:
    after = update(PAGE, {"title": "New"}, None, path="a.md")
    before_lines, after_lines = PAGE.splitlines(), after.splitlines()
    assert after_lines[2] == b'title: "New"   # keep me'
    assert before_lines[:2] + before_lines[3:] == after_lines[:2] + after_lines[3:]


def test_comments_within_a_replaced_list_stay() -> None:
    after = update(PAGE, {"authors": ["C"]}, None, path="a.md")
    assert b'authors: ["C"]\n# first\n# between\n# after\n\ntext' in after


def test_a_block_text_is_replaced_whole_and_its_header_comment_stays() -> None:
    after = update(PAGE, {"text": "two\nlines"}, None, path="a.md")
    assert b'text: "two\\nlines"\n# header\ntail:   # empty\n' in after
    assert values(after)["text"] == "two\nlines"


def test_an_empty_key_can_be_filled() -> None:
    assert b'\ntail: "x"   # empty\n---\n' in update(PAGE, {"tail": "x"}, None, path="a.md")


def test_absent_keys_go_to_the_end_of_the_front_matter() -> None:
    after = update(PAGE, {"pubsync": "qi2020", "date": "2009-10-01"}, None, path="a.md")
    assert after == PAGE.replace(b"# empty\n---", b'# empty\npubsync: "qi2020"\n---')


def test_a_removed_key_takes_its_lines_but_leaves_comments() -> None:
    after = update(PAGE, {"authors": REMOVE, "title": REMOVE, "absent": REMOVE}, None, path="a.md")
    assert after.startswith(b"---\n# mine\n# keep me\ncollection: publications\n")
    assert b"2009-10-01\n\n# first\n# between\n# after\n" in after
    assert "authors" not in values(after)


def test_windows_line_ends_bom_and_a_missing_last_newline_stay() -> None:
    content = b"\xef\xbb\xbf---\r\ntitle: a\r\nb: 1\r\n---\r\nBody\r\nend"
    after = update(content, {"title": "x", "new": 2}, None)
    assert after == b'\xef\xbb\xbf---\r\ntitle: "x"\r\nb: 1\r\nnew: 2\r\n---\r\nBody\r\nend'


def test_mixed_line_ends_stay_line_by_line() -> None:
    content = b"---\ntitle: a\r\nb: 1\n---\nBody\r\nend\n"
    assert update(content, {"title": "x", "b": 2}, None) == b'---\ntitle: "x"\r\nb: 2\n---\nBody\r\nend\n'


def test_indented_front_matter_keeps_its_indentation() -> None:
    content = b"---\n  title: a\n  b: 1\n---\n"
    assert update(content, {"b": 2, "c": 3}, None) == b"---\n  title: a\n  b: 2\n  c: 3\n---\n"
    assert peek_key(update(content, {"pubsync": "k"}, None)) == "k"


def test_the_body_alone_changes() -> None:
    content = b"---\r\na: 1\r\n---\r\nOld\r\n"
    assert update(content, {}, "New\nlines\n") == b"---\r\na: 1\r\n---\r\nNew\r\nlines\r\n"
    assert update(b"---\na: 1\n---", {}, "New\n") == b"---\na: 1\n---\nNew\n"


def test_a_new_file() -> None:
    after = update(None, {"title": "T", "date": "2020-01-01", "year": "2020", "gone": REMOVE}, "Body\n")
    assert after == b'---\ntitle: "T"\ndate: 2020-01-01\nyear: "2020"\n---\nBody\n'


def test_front_matter_goes_above_what_a_file_holds() -> None:
    assert update(b"\xef\xbb\xbf# Hi\r\n", {"a": 1}, None) == b"\xef\xbb\xbf---\r\na: 1\r\n---\r\n# Hi\r\n"


def test_three_hyphens_never_stand_in_a_value() -> None:
    after = update(None, {"title": "a --- b", "dash----key": "-----"}, None)
    assert after.count(b"---") == 2
    assert values(after) == {"title": "a --- b", "dash----key": "-----"}


def test_control_and_bidirectional_characters_are_escaped() -> None:
    assert quoted('a\u202eb\x00\n\u2028"\\\U000e0001') == r'"a\u202Eb\u0000\n\u2028\"\\\U000E0001"'.replace(
        "u202e", "u202E"
    )


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"---\ntitle: a\n", 1, "not closed"),
        (b"---\na: 1\nb: 2\na: 3\n---\n", 4, "stands twice"),
        (b"---\na: {x: 1, x: 2}\n---\n", 2, "stands twice"),
        (b"---\na: 1\nb: [1\n---\n", 4, "no valid YAML"),
        (b"---\na: 1\n\tb: 2\n---\n", 3, "no valid YAML"),
        (b"---\na: b: c\n---\n", 2, "no valid YAML"),
        (b"---\n- a\n---\n", 2, "key: value"),
        (b"---\n{a: 1, b: 2}\n---\n", 2, "one key a line"),
        (b"---\n? [a]\n: b\n---\n", 2, "no plain word"),
        (b"---\na: &x [*x]\n---\n", 2, "holds itself"),
        (b"---\na: " + b"[" * 300 + b"\n---\n", 2, "nests too deep"),
        (b"---\na: 1\n# \xff\n---\n", 3, "not UTF-8"),
        (b"+++\ntitle = 'a'\n+++\n", 1, "TOML"),
        (b"---\na: " + b"x" * 70_000 + b"\n---\n", 1, "not closed"),
    ],
)
def test_damaged_front_matter_is_told_with_file_and_line(content: bytes, line: int, says: str) -> None:
    with pytest.raises(SiteError) as caught:
        parse(content, "_publications/a.md")
    assert (caught.value.where, says in caught.value.what) == (f"_publications/a.md:{line}", True)
    assert caught.value.remedy


def test_aliases_that_swell_are_refused_at_once() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    started = time.process_time()
    with pytest.raises(SiteError, match="swells"):
        parse(("---\n" + "\n".join(rows) + "\n---\n").encode(), "a.md")
    assert time.process_time() - started < 5


def test_a_change_that_would_change_another_key_is_refused() -> None:
    with pytest.raises(SiteError, match="without changing other keys"):
        update(b"---\na: &x 1\nb: *x\n---\n", {"a": 2}, None, path="a.md")


def test_an_alias_ends_where_its_line_does() -> None:
    content = b"---\nb: &x [1, 2]\na: *x  # same\nc: 3\n---\n"
    assert values(content) == {"b": [1, 2], "a": [1, 2], "c": 3}
    assert update(content, {"a": 5}, None) == content.replace(b"*x", b"5")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"---\ntitle: x\npubsync: qi2020\n---\n", "qi2020"),
        (b'\xef\xbb\xbf---\r\npubsync: "qi2020"  # k\r\n---\r\n', "qi2020"),
        (b"---\n'pubsync': 'qi2020'\n---\n", "qi2020"),
        (b"---\nx:\n  pubsync: nested\n---\n", ""),
        (b"---\ntitle: a\n---\npubsync: below\n", ""),
        (b"pubsync: nowhere\n", ""),
        (b"---\npubsync: open\n", ""),
        (b"---\npubsync:\n---\n", ""),
        (b"---\npubsync: k\n\xff\n---\n", "k"),
        (b'---\ntitle: "one\npubsync: two\nthree"\n---\n', ""),
        (b'---\ntitle: "one\\\npubsync: two\n  three"\npubsync: k\n---\n', "k"),
        (b"---\ntitle: 'it''s\r\npubsync: two\r\nthree'\r\npubsync: k\r\n---\r\n", "k"),
        (b'---\n"title":\n  "one\npubsync: two"\npubsync: "k"\n---\n', "k"),
        (b'---\ntags:\n- "one\npubsync: two"\n---\n', ""),
        (b"---\ntags: [a,\npubsync: two]\n---\n", ""),
        (b"---\ntags: {a: b,\npubsync: two}\npubsync: k\n---\n", "k"),
        (b"---\ntitle: rock 'n roll\npubsync: k\n---\n", "k"),
        (b'---\ntitle: "left open\npubsync: k\n---\n', "k"),
        (b"---\ntitle: rock 'n roll\npubsync:\n---\n", ""),
    ],
)
def test_the_key_is_peeked_at(content: bytes, key: str) -> None:
    assert peek_key(content) == key


names = st.text(string.ascii_letters + "_- :#'\"中", min_size=1, max_size=8)
texts = st.text(max_size=30) | st.sampled_from(["no", "2020-01-01", "2020-13-01", "---", "- a", "{{ x }}", "a\r\nb"])
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
anything = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3))


@settings(deadline=None)
@given(st.dictionaries(names, anything, min_size=1, max_size=5), st.text("ab\n", max_size=9))
def test_what_is_written_is_read_back(front: dict[str, Value], body: str) -> None:
    content = update(None, front, body)
    read = parse(content, "a.md")
    assert read is not None
    assert (read.values, read.body) == (front, body)
    assert content.count(b"---") == 2
    assert content.count(b"\n") == len(front) + 2 + body.count("\n")


@settings(deadline=None)
@given(texts)
def test_a_reader_of_yaml_1_1_takes_a_text_for_the_same_text(text: str) -> None:
    older = YAML(typ="safe", pure=True)
    older.version = "1.1"
    read = older.load(one_line(text))
    assert (read.isoformat() if isinstance(read, dt.date) else read) == text


@settings(deadline=None)
@given(anything)
def test_every_value_is_one_line(value: Value) -> None:
    assert len(one_line(value).splitlines()) == 1


person_lines = [
    "# a comment",
    "",
    "title: plain  # c",
    "venue: 'it''s'",
    "tags:\n- a # x\n- b",
    "abstract: >-\n  two\n  lines",
    "nested:\n  # in\n  x: 1\n  y: [1,\n    2]",
    "empty:",
    'quoted: "a\n  b"',
    "long: |+\n  keep\n\n",
    "'odd key' : 1",
    "open: [1,  # one\n  2\n  ]",
    "nulls:\n- a\n-\n-  # why",
]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(person_lines), max_size=8, unique=True),
    st.dictionaries(
        st.sampled_from(["title", "tags", "nested", "abstract", "long", "open", "nulls", "new"]),
        scalars | st.just(REMOVE),
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["", "Body", "Body\n\ttail \n"]),
)
def test_a_change_touches_only_its_own_keys(
    parts: list[str], changes: Changes, newline: str, bom: str, body: str
) -> None:
    text = "".join(part + "\n" for part in parts)
    content = (bom + f"---\n{text}---\n{body}".replace("\n", newline)).encode()
    after = update(content, changes, None, path="a.md")
    expected = {name: value for name, value in values(content).items() if name not in changes}
    written = {name: value for name, value in changes.items() if value is not REMOVE}
    assert json.dumps(values(after), sort_keys=True) == json.dumps(expected | written, sort_keys=True)
    untouched = [part for part in parts if part.partition(":")[0] not in changes]
    for part in untouched:
        assert part.replace("\n", newline).encode() in after
    comments = [line.partition("#")[2] for line in text.split("\n") if "#" in line]
    assert all(comment.encode() in after for comment in comments)
    assert update(after, changes, None, path="a.md") == after
    assert after.startswith(bom.encode() + b"---")
    assert after.endswith((newline + "---" + newline + body.replace("\n", newline)).encode())
