"""What is ours becomes current, what a person wrote stays, whatever comes in between and however often it is run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.errors import SiteError
from pubsync.records.base import Chunk, Edit, FileBase, Value
from pubsync.records.base_text import base_from_json, base_to_json
from pubsync.sites.assembly import plan, release, tell
from pubsync.sites.frontmatter import parse
from pubsync.sites.interface import Assembled, EntryFile, Override, Page

PATH = "_publications/2020-bang.md"
WANTED = EntryFile(
    path=PATH,
    key="qi2020",
    front=(("title", "Bang"), ("venue", "ICML"), ("date", "2020-07-01"), ("pubsync", "qi2020")),
    body="\nAn abstract.\n",
)
END = "<!-- pubsync:end -->"
A, B, C = (Chunk("entry", key, f"- Qi, W. ({year}). {title}. *ACL*.\n") for key, year, title in [
    ("a", 2021, "Proteins at rest"), ("b", 2020, "Learning to read the weather"), ("c", 2019, "Maps of Mars")
])  # fmt: skip


def with_front(wanted: EntryFile, **keys: Value) -> EntryFile:
    return replace(wanted, front=tuple((dict(wanted.front) | keys).items()))


def as_overrides(edits: Sequence[Edit]) -> list[Override]:
    return [Override(path=edit.path, place=edit.place, value=edit.after) for edit in edits]


def content_of(assembled: Assembled) -> bytes:
    assert assembled.planned.content is not None
    return assembled.planned.content


def base_of(assembled: Assembled) -> FileBase:
    assert assembled.base is not None
    return assembled.base


def values(content: bytes) -> dict[str, Value]:
    front = parse(content, PATH)
    assert front is not None
    return front.values


def places(edits: Sequence[Edit]) -> list[tuple[str, Value]]:
    return [(edit.place, edit.after) for edit in edits]


@pytest.fixture
def first() -> Assembled:
    return plan(WANTED, None, None)


# --- entry files ----------------------------------------------------------------------------------------------------


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


def test_damage_is_an_error_and_nothing_is_planned(first: Assembled) -> None:
    for run in (lambda content: tell(PATH, first.base, content), lambda content: plan(WANTED, first.base, content)):
        with pytest.raises(SiteError) as caught:
            run(content_of(first).replace(b"date:", b"title:"))
        assert caught.value.where == f"{PATH}:4"


def test_text_from_outside_that_utf8_cannot_hold_is_still_written() -> None:
    after = plan(replace(with_front(WANTED, title="a\ud800"), body="b\udfff\r\nc\n"), None, None)
    assert values(content_of(after))["title"] == "a\ufffd"
    assert (base_of(after).body, tell(PATH, after.base, content_of(after))) == ("b\ufffd\nc\n", ())


# --- pages ----------------------------------------------------------------------------------------------------------


def page(*chunks: Chunk, region: str = "publications", shell: str = "", path: str = "about.md") -> Page:
    return Page(path=path, regions=((region, chunks),), shell=shell)


def region(inner: str, head: str = "publications") -> str:
    return f"<!-- pubsync:begin {head} -->\n{inner}{END}\n"


ABOUT = "\ufeff# Me\r\n\r\n" + region("").replace("\n", "\r\n") + "Bye"


def run(wanted: Page, base: FileBase | None, text: str, overrides: Sequence[Override] = ()) -> Assembled:
    return plan(wanted, base, text.encode(), overrides)


def text_of(assembled: Assembled) -> str:
    return content_of(assembled).decode()


def test_a_persons_page_gets_its_region_filled_and_keeps_every_other_byte() -> None:
    after = run(page(A, B), None, ABOUT)
    assert text_of(after) == ABOUT.replace(END, (A.text + B.text).replace("\n", "\r\n") + END)
    assert after.base == FileBase(regions=(("publications", (A, B)),))
    assert tell("about.md", after.base, content_of(after)) == ()
    assert not plan(page(A, B), after.base, content_of(after)).planned.changes


def test_edits_in_a_region_are_told_by_entry() -> None:
    after = run(page(Chunk("heading", "2021", "## 2021\n"), A, B), None, region(""))
    text = text_of(after).replace("at rest", "at work").replace(B.text, "").replace("## 2021", "## Year 2021")
    edits = tell("about.md", after.base, text.encode())
    assert places(edits) == [
        ("heading:publications:2021", "## Year 2021\n"),
        ("entry:publications:a", A.text.replace("at rest", "at work")),
        ("entry:publications:b", None),
    ]
    assert [(edit.key, edit.before) for edit in edits] == [("", "## 2021\n"), ("a", A.text), ("b", B.text)]
    kept = run(page(Chunk("heading", "2021", "## 2021\n"), A, B, C), after.base, text, as_overrides(edits))
    assert text_of(kept) == text.replace(END, C.text + END)
    assert tell("about.md", kept.base, content_of(kept)) == ()


def test_a_persons_line_stays_over_many_runs() -> None:
    after = run(page(A, B), None, region(""))
    text = text_of(after).replace(B.text, "- My column.\n" + B.text)
    for chunks in ((A, B), (A, C, B), (B, C), (C, A, B)):
        after = run(page(*chunks), after.base, text)
        text = text_of(after)
        assert text.count("- My column.\n") == 1
        assert tell("about.md", after.base, text.encode()) == ()
        assert base_from_json(base_to_json(base_of(after)), "x") == after.base
    assert [chunk.kind for chunk in base_of(after).regions[0][1]].count("hand") == 1


def test_an_emptied_region_stays_so_until_decided() -> None:
    after = run(page(A, B), None, region(""))
    edits = tell("about.md", after.base, region("").encode())
    assert places(edits) == [("region:publications", None)]
    left = run(page(A, B, C), after.base, region(""))
    assert (text_of(left), left.base, "emptied" in left.remarks[0]) == (region(""), after.base, True)
    kept = run(page(A, B, C), after.base, region(""), as_overrides(edits))
    assert (text_of(kept), tell("about.md", kept.base, content_of(kept)), kept.remarks) == (region(""), (), ())
    assert text_of(run(page(A), kept.base, region(""), as_overrides(edits))) == region("")
    again = release("about.md", base_of(after), region("").encode(), ["region:publications"])
    assert text_of(run(page(A, B), again, region(""))) == region(A.text + B.text)


def test_a_released_entry_is_ours_again() -> None:
    after = run(page(A, B), None, region(""))
    text = text_of(after).replace("at rest", "at work").replace(B.text, "")
    base = release("about.md", base_of(after), text.encode(), ["entry:publications:a", "entry:publications:b"])
    assert text_of(run(page(A, B), base, text)) == region(A.text + B.text)


def test_a_region_that_we_did_not_write_is_left_alone() -> None:
    text = "x\n" + region("- my own list\n")
    after = run(page(A), None, text)
    assert (text_of(after), after.base) == (text, None)
    assert after.remarks == (
        "about.md:2: the region is not empty and not written by pubsync; empty it to let pubsync fill it",
    )
    ours = run(page(A), None, region(A.text.replace("- ", "* ")))
    assert (ours.planned.changes, base_of(ours).regions) == (False, (("publications", (A,)),))


def test_a_region_that_nobody_asked_about_stays_as_it_is() -> None:
    after = run(page(A), None, region(""))
    other = run(page(B, region="talks"), after.base, text_of(after))
    assert (text_of(other), other.base) == (text_of(after), after.base)


def test_changed_attributes_keep_entries_and_decisions() -> None:
    after = run(page(A, B), None, region(""))
    text = text_of(after).replace("at rest", "at work").replace(A.text, A.text + "- My column.\n")
    text = text.replace("at work. *ACL*.\n", "at work. *ACL*.\n- My column.\n")
    overrides = as_overrides(tell("about.md", after.base, text.encode()))
    zh = text.replace("publications", "publications lang=zh")
    chinese = Chunk("entry", "b", "- 齐炜祯 (2020). 学会读天气. *ACL*.\n")
    for _ in range(2):
        after = run(page(A, chinese, region="publications lang=zh"), after.base, zh, overrides)
        zh = text_of(after)
        mine = A.text.replace("at rest", "at work")
        assert zh == region(mine + "- My column.\n" + chinese.text, "publications lang=zh")
        assert tell("about.md", after.base, zh.encode()) == ()
    assert base_of(after).renamed == (("publications", "publications lang=zh"),)


def test_a_region_gone_from_the_page_is_said_and_forgotten() -> None:
    after = run(page(A), None, region(""))
    gone = run(page(A), after.base, "# Me\n")
    assert (text_of(gone), gone.base, "`publications` is gone" in gone.remarks[0]) == ("# Me\n", None, True)


COUNT = f"Over <!-- pubsync:count publications round=down:10 -->{END} papers.\n"
COUNTED = "count:publications round=down:10"


def number(value: str) -> Page:
    return page(Chunk("count", "", value), region=COUNTED)


def test_a_count_is_kept_and_one_typed_over_stays_until_released() -> None:
    after = run(number("60"), None, COUNT)
    assert text_of(after) == COUNT.replace(END, "60" + END)
    after = run(number("70"), after.base, text_of(after))
    typed = text_of(after).replace("70", "72")
    edits = tell("about.md", after.base, typed.encode())
    assert places(edits) == [(COUNTED, "72")]
    assert text_of(run(number("70"), after.base, typed)) == typed
    kept = run(number("80"), after.base, typed, as_overrides(edits))
    assert (text_of(kept), tell("about.md", kept.base, content_of(kept))) == (typed, ())
    assert text_of(run(number("80"), kept.base, typed)) == typed.replace("72", "80")
    released = release("about.md", base_of(after), typed.encode(), [COUNTED])
    assert text_of(run(number("70"), released, typed)) == typed.replace("72", "70")


def test_a_number_of_the_persons_is_ours_only_where_it_is_right() -> None:
    typed = COUNT.replace(END, "63" + END)
    assert text_of(run(number("60"), None, typed)) == typed
    assert "number is not empty" in run(number("60"), None, typed).remarks[0]
    right = run(number("63"), None, typed)
    assert text_of(run(number("70"), right.base, text_of(right))) == typed.replace("63", "70")
    blank = run(number("70"), right.base, COUNT)
    assert (tell("about.md", right.base, COUNT.encode()), text_of(blank)) == ((), typed.replace("63", "70"))


def test_a_marker_or_lone_surrogate_in_an_entry_does_no_harm() -> None:
    evil = Chunk("entry", "e", f"- Title {END} <!--  PubSync:begin x --> \ud800\n")
    after = run(page(A, evil), None, region(""))
    assert text_of(after).count("<!--") == 2
    assert tell("about.md", after.base, content_of(after)) == ()
    assert not plan(page(A, evil), after.base, content_of(after)).planned.changes


def test_a_damaged_marker_is_an_error_with_its_line() -> None:
    after = run(page(A), None, region(""))
    broken = text_of(after).replace(END, "")
    for act in (lambda: tell("about.md", after.base, broken.encode()), lambda: run(page(A), after.base, broken)):
        with pytest.raises(SiteError) as caught:
            act()
        assert caught.value.where == "about.md:1"


def test_regions_in_a_list_are_indented_as_their_marker() -> None:
    text = f"- Papers\n\n  <!-- pubsync:begin publications -->\n  {END}\n"
    after = run(page(A, B), None, text)
    assert text_of(after) == text.replace(f"  {END}", f"  {A.text}  {B.text}  {END}")
    edits = tell("about.md", after.base, content_of(after).replace(b"at rest", b"at work"))
    assert places(edits) == [("entry:publications:a", A.text.replace("at rest", "at work"))]


# --- pages of ours --------------------------------------------------------------------------------------------------

SHELL = "<html>\n<h1>Me</h1>\n" + region("") + "</html>\n"


def ours(*chunks: Chunk, shell: str = SHELL) -> Page:
    return page(*chunks, shell=shell, path="publications.html")


def test_a_page_of_ours_is_made_and_follows_its_layout() -> None:
    after = plan(ours(A), None, None)
    assert text_of(after) == SHELL.replace(END, A.text + END)
    assert (base_of(after).made, bool(base_of(after).shell)) == (True, True)
    assert tell("publications.html", after.base, content_of(after)) == ()
    standing = text_of(after).replace(A.text, A.text + "- My column.\n")
    newer = run(ours(A, B, shell=SHELL.replace("Me", "Weizhen Qi")), after.base, standing)
    assert text_of(newer) == SHELL.replace("Me", "Weizhen Qi").replace(END, A.text + "- My column.\n" + B.text + END)
    assert tell("publications.html", newer.base, content_of(newer)) == ()


def test_a_page_of_ours_that_was_changed_keeps_the_change_and_current_regions() -> None:
    after = plan(ours(A), None, None)
    standing = text_of(after).replace("<h1>Me", "<h1>Myself")
    (edit,) = tell("publications.html", after.base, standing.encode())
    assert (edit.place, edit.before) == ("shell", base_of(after).shell)
    newer = ours(A, B, shell=SHELL.replace("Me", "Weizhen Qi"))
    kept = run(newer, after.base, standing)
    assert text_of(kept) == standing.replace(END, B.text + END)
    assert "yours" in kept.remarks[0]
    assert tell("publications.html", kept.base, content_of(kept)) == ()
    assert not plan(newer, kept.base, content_of(kept)).planned.changes
    base = release("publications.html", base_of(after), standing.encode(), ["shell"])
    assert text_of(run(newer, base, standing)) == SHELL.replace("Me", "Weizhen Qi").replace(END, A.text + B.text + END)


def test_a_formatters_run_over_a_page_of_ours_is_left_alone() -> None:
    after = plan(ours(A), None, None)
    standing = text_of(after).replace("\n", "  \r\n")
    assert tell("publications.html", after.base, standing.encode()) == ()
    assert not run(ours(A), after.base, standing).planned.changes


def test_a_newer_layout_without_a_region_that_holds_a_persons_lines_is_not_taken() -> None:
    after = plan(ours(A), None, None)
    standing = text_of(after).replace(A.text, A.text + "- My column.\n")
    newer = ours(A, shell=SHELL.replace("publications", "talks"))
    assert "My column" in text_of(run(newer, after.base, standing))
    assert text_of(run(newer, after.base, text_of(after))) == SHELL.replace("publications", "talks")


def test_a_persons_file_where_ours_was_to_be_is_left_alone() -> None:
    after = run(ours(A), None, "<p>mine</p>\n")
    assert (text_of(after), after.base, "yours" in after.remarks[0]) == ("<p>mine</p>\n", None, True)


def test_a_page_that_is_not_there_is_said() -> None:
    after = plan(page(A), None, None)
    assert (after.planned.content, after.base, len(after.remarks)) == (None, None, 1)


# --- properties -----------------------------------------------------------------------------------------------------

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
        except SiteError:
            return
        overrides += as_overrides(edits)
        own_before = _own_values(content, base)
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


chunk_sets = st.lists(st.sampled_from([A, B, C]), unique=True, max_size=3)
hands = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["- Mine 1", "Mine 2", "", "  - Mine 3"])), max_size=3)


@given(st.lists(st.tuples(chunk_sets, hands), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_property_a_page_settles_and_keeps_every_line_of_a_persons(
    rounds: list[tuple[list[Chunk], list[tuple[int, str]]]], newline: str, made: bool
) -> None:
    path, shell = ("publications.html", SHELL) if made else ("about.md", "")
    content: bytes | None = None if made else f"# Me\n{region('')}\nBye".replace("\n", newline).encode()
    base: FileBase | None = None
    overrides: list[Override] = []
    mine: list[str] = []
    for chunks, added in rounds:
        overrides += as_overrides([edit for edit in tell(path, base, content) if edit.place != "shell"])
        wanted = page(*(chunks or [A]), shell=shell, path=path)
        after = plan(wanted, base, content, overrides)
        content, base = content_of(after), base_of(after)
        text = content.decode()
        shown = {override.place.rpartition(":")[2] for override in overrides}
        assert all(line.strip() in text for line in mine if not shown)
        assert tell(path, base, content) == ()
        again = plan(wanted, base, content, overrides)
        assert (again.planned.changes, again.base) == (False, base)
        lines = text.split("\n")
        for at, line in added:
            lines.insert(min(at, len(lines)), line)
            mine.append(line)
        content = "\n".join(lines).encode()
        base = base_from_json(base_to_json(base), "x")
