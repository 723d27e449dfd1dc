"""In entry files, what is ours becomes current and what a person wrote stays, however often it is run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.errors import SiteError
from pubsync.records.base import FileBase, Value
from pubsync.sites.assembly import only_ours, plan, release, tell
from pubsync.sites.frontmatter import parse
from pubsync.sites.interface import Assembled, EntryFile, Override
from tests.sites.assembled import as_overrides, base_of, content_of, places

PATH = "_publications/2020-bang.md"
WANTED = EntryFile(
    path=PATH,
    key="qi2020",
    front=(("title", "Bang"), ("venue", "ICML"), ("date", "2020-07-01"), ("pubsync", "qi2020")),
    body="\nAn abstract.\n",
)


def with_front(wanted: EntryFile, **keys: Value) -> EntryFile:
    return replace(wanted, front=tuple((dict(wanted.front) | keys).items()))


def values(content: bytes) -> dict[str, Value]:
    front = parse(content, PATH)
    assert front is not None
    return front.values


@pytest.fixture
def first() -> Assembled:
    return plan(WANTED, None, None)


def test_a_new_file_is_ours_and_holds_no_edit(first: Assembled) -> None:
    assert content_of(first) == (
        b'---\ntitle: "Bang"\nvenue: "ICML"\ndate: 2020-07-01\npubsync: "qi2020"\n---\n\nAn abstract.\n'
    )
    assert first.base == FileBase(keys=WANTED.front, body=WANTED.body, made=True, key="qi2020")
    assert (first.planned.before, first.remarks) == (None, ())
    assert tell(PATH, first.base, content_of(first)) == ()


def test_nothing_new_writes_nothing(first: Assembled) -> None:
    again = plan(WANTED, first.base, content_of(first))
    assert (again.planned.changes, again.base) == (False, first.base)


def test_only_the_key_whose_value_moved_is_rewritten(first: Assembled) -> None:
    standing = content_of(first).replace(b'"ICML"', b"ICML   # keep").replace(b"---\n\n", b"mine: x\n---\n\n")
    after = plan(with_front(WANTED, title="Bang!", doi="10.1/x"), first.base, standing)
    expected = standing.replace(b'"Bang"', b'"Bang!"').replace(b"mine: x\n", b'mine: x\ndoi: "10.1/x"\n')
    assert content_of(after) == expected
    assert tell(PATH, after.base, expected) == ()


def test_a_key_no_longer_wanted_goes_unless_it_was_edited(first: Assembled) -> None:
    fewer = replace(WANTED, front=tuple(pair for pair in WANTED.front if pair[0] != "venue"))
    assert "venue" not in values(content_of(plan(fewer, first.base, content_of(first))))
    edited = content_of(first).replace(b"ICML", b"ICML 2020")
    after = plan(fewer, first.base, edited)
    assert (content_of(after), "venue" in dict(base_of(after).keys)) == (edited, False)


def test_edits_are_told_by_place(first: Assembled) -> None:
    standing = content_of(first).replace(b'"Bang"', b"Bang, revised").replace(b'venue: "ICML"\n', b"")
    edits = tell(PATH, first.base, standing.replace(b"An abstract", b"My abstract"))
    assert places(edits) == [("key:title", "Bang, revised"), ("key:venue", None), ("body", "\nMy abstract.\n")]
    assert {(edit.path, edit.key) for edit in edits} == {(PATH, "qi2020")}
    assert edits[0].before == "Bang"


def test_a_formatters_run_is_no_edit(first: Assembled) -> None:
    standing = content_of(first).replace(b'"Bang"', b"'Bang' ").replace(b"2020-07-01", b"'2020-07-01'")
    standing = standing.replace(b"abstract.\n", b"abstract.  \n\n").replace(b"\n", b"\r\n")
    assert tell(PATH, first.base, standing) == ()
    assert not plan(WANTED, first.base, standing).planned.changes


def test_an_override_keeps_the_persons_text_while_the_rest_is_current(first: Assembled) -> None:
    standing = content_of(first).replace(b'"Bang"', b"Bang, revised  # mine").replace(b"An abs", b"My abs")
    standing = standing.replace(b"date: 2020-07-01\n", b"")
    overrides = as_overrides(tell(PATH, first.base, standing))
    newer = replace(with_front(WANTED, title="Newer", venue="ICML 2020", date="2021-01-01"), body="\nNewer.\n")
    after = plan(newer, first.base, standing, overrides)
    assert content_of(after) == standing.replace(b'"ICML"', b'"ICML 2020"')
    assert tell(PATH, after.base, content_of(after)) == ()
    assert not plan(newer, after.base, content_of(after), overrides).planned.changes
    back = plan(newer, after.base, content_of(after))
    assert values(content_of(back)) == dict(newer.front)


def test_an_override_is_written_into_a_file_that_lost_it(first: Assembled) -> None:
    overrides = [
        Override(path=PATH, place="key:title", value="Mine"),
        Override(path="other.md", place="body", value="x"),
    ]
    assert values(content_of(plan(WANTED, first.base, content_of(first), overrides)))["title"] == "Mine"
    assert values(content_of(plan(WANTED, None, None, overrides)))["title"] == "Mine"


def test_an_edit_that_nobody_decided_about_stands_and_is_told_again(first: Assembled) -> None:
    standing = content_of(first).replace(b'"Bang"', b"Mine").replace(b"An abs", b"My abs").replace(b"date", b"day")
    after = plan(with_front(WANTED, venue="ACL"), first.base, standing)
    assert content_of(after) == standing.replace(b"ICML", b"ACL")
    edits = tell(PATH, after.base, content_of(after))
    assert places(edits) == [("key:title", "Mine"), ("key:date", None), ("body", "\nMy abstract.\n")]


def test_a_patched_value_is_written_as_wanted(first: Assembled) -> None:
    standing = content_of(first).replace(b'"Bang"', b"Bang_1")
    after = plan(with_front(WANTED, title=r"Bang\_1"), first.base, standing)
    assert values(content_of(after))["title"] == r"Bang\_1"


def test_a_released_place_is_ours_again(first: Assembled) -> None:
    standing = content_of(first).replace(b'"Bang"', b"Mine").replace(b"An abs", b"My abs").replace(b"date", b"day")
    base = release(PATH, base_of(first), standing, ["key:title", "key:date", "body"])
    after = plan(WANTED, base, standing)
    assert values(content_of(after)) == {**dict(WANTED.front), "day": "2020-07-01"}
    assert content_of(after).endswith(b"\nAn abstract.\n")


def test_an_adopted_file_gets_absent_keys_alone() -> None:
    standing = b"---\ntitle: 'My own title' # !\npermalink: /x\n---\nMy own body\n"
    adopted = plan(WANTED, None, standing)
    assert content_of(adopted) == (
        b"---\ntitle: 'My own title' # !\npermalink: /x\n"
        b'venue: "ICML"\ndate: 2020-07-01\npubsync: "qi2020"\n---\nMy own body\n'
    )
    assert (base_of(adopted).made, base_of(adopted).body) == (False, None)
    newer = replace(with_front(WANTED, title="New", venue="ACL"), body="\nNew\n")
    after = plan(newer, adopted.base, content_of(adopted).replace(b"My own title", b"Mine"))
    assert content_of(after) == content_of(adopted).replace(b"My own title", b"Mine").replace(b"ICML", b"ACL")


def test_a_file_deleted_by_hand_is_told_and_stays_away(first: Assembled) -> None:
    assert places(tell(PATH, first.base, None)) == [("file", None)]
    after = plan(WANTED, first.base, None)
    assert (after.planned.content, after.planned.before, after.base) == (None, None, first.base)
    assert "deleted by hand" in after.remarks[0]


def test_a_body_is_not_touched_where_it_is_not_ours(first: Assembled) -> None:
    without = replace(WANTED, body=None)
    standing = content_of(first).replace(b"An abstract", b"Mine")
    assert content_of(plan(without, first.base, standing)) == standing
    made = plan(without, None, None)
    assert content_of(plan(WANTED, made.base, content_of(made))).endswith(b"---\n\nAn abstract.\n")
    theirs = content_of(made) + b"Mine\n"
    assert content_of(plan(WANTED, made.base, theirs)) == theirs


@pytest.mark.parametrize(
    ("old", "new", "all_ours"),
    [
        (b"", b"", True),
        (b"\n", b"\r\n", True),
        (b'"Bang"', b"Bang  ", True),
        (b'"Bang"', b"Bang2", False),
        (b'"Bang"', b'"Bang" # why', False),
        (b"venue", b"# why\nvenue", False),
        (b"pubsync", b"mine: 1\npubsync", False),
        (b"abstract.\n", b"abstract.\nMine.\n", False),
    ],
)
def test_whether_a_file_holds_anything_of_a_persons(
    first: Assembled, old: bytes, new: bytes, *, all_ours: bool
) -> None:
    assert (
        only_ours(PATH, base_of(first), content_of(first).replace(old, new) if old else content_of(first)) is all_ours
    )
    without = plan(replace(WANTED, body=None), None, None)
    assert only_ours(PATH, base_of(without), content_of(without) + b"Mine\n") is False
    assert only_ours(PATH, replace(base_of(first), made=False), content_of(first)) is False


def test_damage_is_an_error_and_nothing_is_planned(first: Assembled) -> None:
    for run in (lambda content: tell(PATH, first.base, content), lambda content: plan(WANTED, first.base, content)):
        with pytest.raises(SiteError) as caught:
            run(content_of(first).replace(b"date:", b"title:"))
        assert caught.value.where == f"{PATH}:4"


def test_text_from_outside_that_utf8_cannot_hold_is_still_written() -> None:
    after = plan(replace(with_front(WANTED, title="a\ud800"), body="b\udfff\r\nc\n"), None, None)
    assert values(content_of(after))["title"] == "a\ufffd"
    assert (base_of(after).body, tell(PATH, after.base, content_of(after))) == ("b\ufffd\nc\n", ())


names = st.sampled_from(["title", "venue", "date", "tags", "pubsync"])
simple: st.SearchStrategy[Value] = st.sampled_from(["a", "b: c", "2020-01-01", "no", "", 3, True])
lists: st.SearchStrategy[Value] = st.lists(st.sampled_from(["x", "y"]), max_size=2).map(list)
fronts = st.dictionaries(names, simple | lists, max_size=4)
bodies = st.none() | st.sampled_from(["", "\nOne\n", "Two\n\nthree\n"])
standings = st.none() | st.sampled_from(
    [
        b"",
        b"Just text\n",
        b"---\n---\n",
        b"---\ntitle: mine # c\nown: [1,\n  2]\n---\nBody",
        b"\xef\xbb\xbf---\r\ntags:\r\n- x\r\n# end\r\n---\r\nBody\r\n",
    ]
)
tampering = st.sampled_from(
    [
        (b"a", b"A"),
        (b'"', b""),
        (b"\n", b"\r\n"),
        (b"date", b"day"),
        (b"One", b"1"),
        (b"---\n", b"---\nown: 1\n"),
        (b"", b""),
    ]
)


@given(standings, st.lists(st.tuples(fronts, bodies, tampering), min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_property_an_entry_file_settles_and_keeps_every_decided_edit(
    content: bytes | None, rounds: list[tuple[dict[str, Value], str | None, tuple[bytes, bytes]]]
) -> None:
    base: FileBase | None = None
    overrides: list[Override] = []
    for front, body, (old, new) in rounds:
        wanted = EntryFile(path=PATH, key="k", front=tuple(front.items()), body=body)
        try:
            edits = tell(PATH, base, content)
            own_before = _own_values(content, base)
        except SiteError:
            return
        overrides += as_overrides(edits)
        after = plan(wanted, base, content, overrides)
        content, base = after.planned.content, after.base
        assert content is not None
        assert base is not None
        assert tell(PATH, base, content) == ()
        assert not plan(wanted, base, content, overrides).planned.changes
        assert own_before.items() <= values(content).items() if own_before else True
        for edit in edits:
            if edit.place.startswith("key:") and edit.after is not None:
                name = edit.place.removeprefix("key:")
                assert values(content)[name] == edit.after
        content = content.replace(old, new, 1) if old else content


def _own_values(content: bytes | None, base: FileBase | None) -> dict[str, Value]:
    front = parse(content, PATH) if content is not None else None
    owned = dict(base.keys) if base else {}
    return {name: value for name, value in front.values.items() if name not in owned} if front else {}
