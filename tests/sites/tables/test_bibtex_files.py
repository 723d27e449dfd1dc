"""In a .bib file single fields are ours; a person's way of writing stays, byte for byte."""

from __future__ import annotations

import pytest

from pubsync.errors import SiteError
from pubsync.records.base import FileBase, Row, TableBase, Value
from pubsync.sites.assembly import plan, tell
from pubsync.sites.interface import Override
from tests.sites.assembled import as_overrides, base_of, content_of, places
from tests.sites.tables.making import bib, owned, row

PATH = "papers.bib"
BANG = row("qi2020", title="{BANG}", author="Qi, Weizhen", year="2020")


def of_ours(*rows: Row) -> FileBase:
    """A base that says that rows, and all their fields, are ours."""
    return FileBase(tables=(TableBase(place="", rows=rows, made=tuple(one.id for one in rows)),), made=True)


def planned(standing: str, base: FileBase | None, *rows: Row) -> str:
    after = plan(bib(*rows), base, standing.encode())
    assert tell(PATH, after.base, content_of(after)) == ()
    assert not plan(bib(*rows), after.base, content_of(after)).planned.changes
    return content_of(after).decode()


def test_a_new_file_has_its_head_and_one_field_a_line() -> None:
    made = plan(bib(BANG, row("b", kind="misc", selected=True, volume=3, none=None), head="---\n---\n"), None, None)
    assert content_of(made).decode() == (
        "---\n---\n\n"
        "@article{qi2020,\n  title = {{BANG}},\n  author = {Qi, Weizhen},\n  year = {2020},\n}\n\n"
        "@misc{b,\n  selected = {true},\n  volume = {3},\n}\n"
    )
    assert base_of(made).made
    assert owned(base_of(made), "b") == {"selected": "true", "volume": "3"}


@pytest.mark.parametrize(
    "standing",
    [
        "@article{qi2020,\n  title = {{BANG}},\n  author = {Qi, Weizhen},\n  year = {2020},\n}\n",
        '@ARTICLE{qi2020,\n\tTitle     = {BANG} ,\n\tAuthor = "Qi,\n Weizhen",\n\tYEAR=2020}',
        "@string{me = {Qi, Weizhen}}\n@article(qi2020, year = 2020, author = me, title = {{{BANG}}})",
        '@string{qi = "Qi, "}\r\n@article{qi2020,\r\n author = qi # "Weizhen", title={{BANG}}, year={{2020}}\r\n}',
    ],
)
def test_another_way_of_writing_is_no_edit(standing: str) -> None:
    assert tell(PATH, of_ours(BANG), standing.encode()) == ()
    assert planned(standing, of_ours(BANG), BANG) == standing


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (
            '@Article{k ,\n\ttitle     = "Old" ,  % why\n\tyear=2020}\n',
            "@Article{k ,\n\ttitle     = {New} ,  % why\n\tyear=2020}\n",
        ),
        ("@article(k, title = old # {x}, year = 2020)", "@article(k, title = {New}, year = 2020)"),
        (
            "@article{k,\r\n  title = {A\r\n   b},\r\n  year = {2020}\r\n}",
            "@article{k,\r\n  title = {New},\r\n  year = {2020}\r\n}",
        ),
    ],
)
def test_a_changed_field_is_rewritten_in_its_own_place(standing: str, expected: str) -> None:
    before = {'"Old"': "Old", "old # {x}": "oldx", "{A\r\n   b}": "A b"}
    old = next(value for written, value in before.items() if written in standing)
    assert planned(standing, of_ours(row("k", title=old, year="2020")), row("k", title="New", year="2020")) == expected


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ("@article{k,\n    title = {T}\n}\n", "@article{k,\n    title = {T},\n    doi = {10.1/x}\n}\n"),
        ("@article{k,\n    title = {T},\n}\n", "@article{k,\n    title = {T},\n    doi = {10.1/x},\n}\n"),
        ("@article{k, title={T}}", "@article{k, title={T}, doi = {10.1/x}}"),
        ("@article(k, title={T},\n  )", "@article(k, title={T}, doi = {10.1/x},\n  )"),
        ("@article{k,\n\ttitle={T} % a, b\n}", "@article{k,\n\ttitle={T}, % a, b\n\tdoi = {10.1/x}\n}"),
        ("@article{k,\n  title={T}, % a, b\n  % c\n}", "@article{k,\n  title={T}, % a, b\n  % c\n  doi = {10.1/x},\n}"),
        ("@article{k}\r\n", "@article{k,\r\n  title = {T},\r\n  doi = {10.1/x},\r\n}\r\n"),
        ("@article{k, % c\n}", "@article{k, % c\n  title = {T},\n  doi = {10.1/x},\n}"),
    ],
)
def test_a_new_field_comes_last_in_the_entrys_own_manner(standing: str, expected: str) -> None:
    assert planned(standing, None, row("k", title="T", doi="10.1/x")) == expected


def test_a_field_no_longer_wanted_goes_with_its_comma_and_leaves_comments() -> None:
    base = of_ours(row("k", title="T", a="1", b="2"))
    standing = "@article{k,\n  a = {1}, % one\n  title = {T}, % the title\n  mine = {x},\n  b = {2} % last\n}\n"
    expected = "@article{k,\n  % one\n  title = {T}, % the title\n  mine = {x} % last\n}\n"
    assert planned(standing, base, row("k", title="T")) == expected


def test_the_type_is_a_field_like_any_other() -> None:
    first = plan(bib(row("k", kind="misc", title="T")), None, None)
    later = plan(bib(row("k", kind="InProceedings", title="T")), first.base, content_of(first))
    assert content_of(later).startswith(b"@inproceedings{k,")
    edited = content_of(later).replace(b"inproceedings", b"Article")
    edits = tell(PATH, later.base, edited)
    assert places(edits) == [("field::@type:w-k", "article")]
    kept = plan(bib(row("k", kind="book", title="U")), later.base, edited, as_overrides(edits))
    assert content_of(kept).startswith(b"@Article{k,\n  title = {U}")
    assert tell(PATH, kept.base, content_of(kept)) == ()


def test_of_a_persons_entry_the_type_stays() -> None:
    assert planned("@techreport{k, title={T}}", None, row("k", title="T")) == "@techreport{k, title={T}}"


def test_new_rows_come_where_the_wanted_order_puts_them() -> None:
    standing = "% head\n\n@misc{z}\n\n% about b\n@misc{b}\n\n@misc{y}\n\n@misc{d}\n% end\n"
    rows = [row(name, title="T") for name in "abcde"]
    after = planned(standing, None, *rows)
    assert [line[6:-1] for line in after.split("\n") if line.startswith("@misc")] == ["z", "b", "y", "d"]
    order = [line for line in after.split("\n") if line.startswith(("@", "%"))]
    assert order == [
        "% head",
        "@misc{z}",
        "@article{a,",
        "% about b",
        "@misc{b,",
        "@misc{y}",
        "@article{c,",
        "@misc{d,",
        "@article{e,",
        "% end",
    ]


def test_our_rows_take_the_wanted_order_and_a_persons_stay_below_theirs() -> None:
    a, b, c = (row(name, title=name) for name in "abc")
    made = content_of(plan(bib(a, b, c), None, None)).decode()
    standing = made.replace("@article{b", "% on b\n@article{b").replace("@article{c", "@misc{mine}\n\n@article{c")
    after = planned(standing, of_ours(a, b, c), c, b, a)
    assert [line for line in after.split("\n") if line.startswith(("@", "%"))] == [
        "@article{c,",
        "% on b",
        "@article{b,",
        "@misc{mine}",
        "@article{a,",
    ]


def test_comments_behind_a_row_move_with_it() -> None:
    a, b = row("a", title="a"), row("b", title="b")
    standing = "@article{a,\n  title = {a},\n} = one\n\n@article{b,\n  title = {b},\n} , two\n"
    expected = "@article{b,\n  title = {b},\n} , two\n\n@article{a,\n  title = {a},\n} = one\n"
    assert planned(standing, of_ours(a, b), b, a) == expected


def test_rows_do_not_change_places_across_a_string() -> None:
    a, b = row("a", title="a"), row("b", title="b")
    made = content_of(plan(bib(a, b), None, None)).decode()
    standing = made.replace("@article{b", "@string{x = {y}}\n\n@article{b")
    assert planned(standing, of_ours(a, b), b, a) == standing


def test_a_broken_entry_of_ours_is_left_alone_until_it_is_mended() -> None:
    first = plan(bib(BANG, row("b", title="B")), None, None)
    broken = content_of(first).replace(b"{{BANG}}", b"{{BANG!}")
    assert tell(PATH, first.base, broken) == ()
    newer = (row("qi2020", title="Newer", year="2021"), row("b", title="B2"))
    after = plan(bib(*newer), first.base, broken)
    assert content_of(after) == broken.replace(b"{B}", b"{B2}")
    assert after.remarks == ("papers.bib:1: qi2020 can't be read; it is left alone until you mend it",)
    assert owned(base_of(after), "qi2020")["title"] == "{BANG}"
    assert tell(PATH, after.base, broken.replace(b"{{BANG!}", b"{{BANG}}"))[0].place == "field::title:w-b"
    assert not plan(bib(*newer), after.base, content_of(after)).planned.changes


def test_ids_that_differ_in_case_alone_are_one_to_bibtex() -> None:
    assert planned("@article{QI2020, title={T}}", None, row("qi2020", title="x")) == "@article{QI2020, title={T}}"
    standing = "@article{QI2020, title={T}}"
    assert planned(standing, None, row("qi2020", note="n")) == standing.replace("{T}", "{T}, note = {n}")
    assert tell(PATH, of_ours(row("qi2020", title="T")), standing.encode()) == ()
    both = "@article{QI2020, title={T}}\n@article{qi2020, title={U}}\n"
    after = planned(both, None, row("qi2020", title="x", note="n"))
    assert after == both.replace("{U}", "{U}, note = {n}")


def test_of_two_entries_with_one_id_the_first_is_taken() -> None:
    standing = "@article{k, title={T}}\n@article{k, title={U}}\n"
    after = plan(bib(row("k", title="x", note="n")), None, standing.encode())
    assert content_of(after).decode() == standing.replace("{T}", "{T}, note = {n}")
    assert after.remarks == ("papers.bib:2: k stands twice; this one is left alone",)


def test_of_a_field_that_stands_twice_the_first_holds() -> None:
    standing = "@article{k, title={T}, title={mine}}"
    assert planned(standing, of_ours(row("k", title="T")), row("k", title="N")) == standing.replace("{T}", "{N}")


@pytest.mark.parametrize("value", ["a } b", "{", "a {b", "}{", "x\\", r"a \} b"])
def test_a_value_that_would_break_the_file_is_refused(value: str) -> None:
    with pytest.raises(SiteError, match="would break the file") as caught:
        plan(bib(row("k", title=value)), None, b"@misc{mine}\n")
    assert caught.value.where == PATH


@pytest.mark.parametrize(
    "wanted",
    [
        row("a b", title="T"),
        row("a,b", title="T"),
        row("a}", title="T"),
        row("k", kind="x{y", title="T"),
        row("k", **{"a b": "c"}),
    ],
)
def test_what_is_no_bibtex_is_refused(wanted: Row) -> None:
    with pytest.raises(SiteError):
        plan(bib(wanted), None, None)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a\n  b\r\nc", b"{a b c}"),
        ("x\x00\x07y", b"{xy}"),
        ("a\ud800", b"{a\xef\xbf\xbd}"),
        ("@misc{a}", b"{@misc{a}}"),
    ],
)
def test_a_value_is_one_line_of_text(value: Value, written: bytes) -> None:
    made = plan(bib(row("k", title=value)), None, None)
    assert b"title = " + written + b",\n" in content_of(made)
    assert tell(PATH, made.base, content_of(made)) == ()


def test_an_edit_that_uses_a_string_is_told_as_what_it_stands_for() -> None:
    made = plan(bib(row("k", title="T", journal="J")), None, None)
    standing = b"@string{jmlr = {Journal of {ML} Research}}\n" + content_of(made).replace(b"{J}", b"jmlr # { 5}")
    edits = tell(PATH, made.base, standing)
    assert places(edits) == [("field::journal:w-k", "Journal of {ML} Research 5")]
    assert content_of(plan(bib(row("k", title="T", journal="K")), made.base, standing, as_overrides(edits))) == standing


def test_strings_that_swell_stand_for_themselves() -> None:
    strings = "@string{s0 = {xxxxxxxxxx}}\n" + "".join(f"@string{{s{n} = s{n - 1} # s{n - 1}}}\n" for n in range(1, 60))
    made = plan(bib(row("k", title="T")), None, None)
    standing = strings.encode() + content_of(made).replace(b"{T}", b"s59")
    (edit,) = tell(PATH, made.base, standing)
    assert len(str(edit.after)) < 50_000


def test_the_mark_of_a_merge_conflict_is_an_error() -> None:
    made = plan(bib(BANG), None, None)
    conflict = content_of(made) + b"<<<<<<< HEAD\n=======\n>>>>>>> other\n"
    for run in (lambda: tell(PATH, made.base, conflict), lambda: plan(bib(BANG), made.base, conflict)):
        with pytest.raises(SiteError, match="merge conflict") as caught:
            run()
        assert caught.value.where == "papers.bib:6"


def test_an_override_comes_before_what_is_wanted_also_in_a_new_row() -> None:
    override = Override(path=PATH, place="field::title:w-k", value="Mine")
    gone = Override(path=PATH, place="field::year:w-k", value=None)
    made = plan(bib(row("k", title="T", year="2020")), None, None, [override, gone])
    assert content_of(made) == b"@article{k,\n  title = {Mine},\n}\n"
