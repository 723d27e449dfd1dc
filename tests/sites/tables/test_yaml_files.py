"""In a YAML file single rows and fields are ours; comments, quotes, indentation and order stay a person's."""

from __future__ import annotations

from typing import Any

import pytest

from pubsync.errors import SiteError
from pubsync.records.base import FileBase, Row, TableBase
from pubsync.sites.assembly import plan, tell
from pubsync.sites.interface import DataFile, Table
from tests.sites.assembled import base_of, content_of
from tests.sites.tables.making import row, tree

PATH = "papers.yaml"
LIST = """# my list
---
- id: k   # the id
  title: 'It''s'  # why
  tags:
  # two
  - a  # first
  - b

  text: |  # header
    one
    # no comment
# about the next
- {id: other, title: x}  # flow
"""
CITATIONS = """metadata:
  last_updated: '2026-05-13'   # by hand
  by: me
papers:
  0QI:2os:
    citations: 25 # n
  # between
other: {x: 1}
"""


def citations(*rows: Row, updated: str = "2026-06-01") -> DataFile:
    metadata = Row(key="", id="", fields=(("last_updated", updated),))
    tables = (
        Table(place="metadata", shape="fields", rows=(metadata,)),
        Table(place="papers", shape="mapping", rows=rows),
    )
    return DataFile(path=PATH, format="yaml", tables=tables)


def of_ours(*rows: Row, place: str = "", id_field: str = "id") -> FileBase:
    named = [Row(key=one.key, id=one.id, fields=((id_field, one.id), *one.fields)) for one in rows]
    return FileBase(tables=(TableBase(place=place, rows=tuple(named), made=tuple(one.id for one in rows)),), made=True)


def planned(standing: str, base: FileBase | None, wanted: DataFile) -> str:
    after = plan(wanted, base, standing.encode())
    assert tell(wanted.path, after.base, content_of(after)) == ()
    assert not plan(wanted, after.base, content_of(after)).planned.changes
    return content_of(after).decode()


def test_a_new_file_with_two_tables_as_al_folio_has_them() -> None:
    made = plan(citations(row("0QI:2os", citations=25, title="T: x"), row("k"), updated="soon"), None, None)
    assert content_of(made).decode() == (
        'metadata:\n  last_updated: "soon"\npapers:\n  "0QI:2os":\n    citations: 25\n    title: "T: x"\n  k: {}\n'
    )
    assert tell(PATH, made.base, content_of(made)) == ()


def test_a_new_list() -> None:
    made = plan(tree("yaml", row("doi:10.1/x", title="T", tags=["a"]), row("b")), None, None)
    assert content_of(made) == b'- id: "doi:10.1/x"\n  title: "T"\n  tags: ["a"]\n- id: "b"\n'


def test_a_changed_value_is_written_in_its_own_place() -> None:
    base = of_ours(row("k", title="It's", tags=["a", "b"], text="one\n# no comment\n"))
    after = planned(LIST, base, tree("yaml", row("k", title="Now", tags=["c"], text="t")))
    assert after == LIST.replace("'It''s'", '"Now"').replace(
        "  tags:\n  # two\n  - a  # first\n  - b\n", '  tags: ["c"]\n  # two\n  # first\n'
    ).replace("  text: |  # header\n    one\n    # no comment\n", '  text: "t"\n  # header\n')


def test_a_field_no_longer_wanted_goes_and_its_comments_stay() -> None:
    base = of_ours(row("k", title="It's", tags=["a", "b"], text="one\n# no comment\n"))
    after = planned(LIST, base, tree("yaml", row("k")))
    assert after == (
        "# my list\n---\n- id: k   # the id\n  # why\n  # two\n  # first\n\n  # header\n"
        "# about the next\n- {id: other, title: x}  # flow\n"
    )


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ("- title: T  # why\n  id: k\n  x: 1\n", "- # why\n  id: k\n  x: 1\n"),
        ("- title: T\n  id: k\n", "- id: k\n"),
        ("-\n  title: T\n  id: k\n", "-\n  id: k\n"),
        ("- id: k\n  title: T", "- id: k"),
        ("- {title: T, id: k}\n", "- {id: k}\n"),
        ("- {id: k, title: T}  # c\n", "- {id: k}  # c\n"),
        ("- {id: k,  # c\n   title: T\n  }\n", "- {id: k  # c\n  }\n"),
        ('[{"id": "k", "title": "T"}]\n', '[{"id": "k"}]\n'),
    ],
)
def test_a_field_is_taken_out_wherever_it_stands(standing: str, expected: str) -> None:
    assert planned(standing, of_ours(row("k", title="T")), tree("yaml", row("k"))) == expected


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ("- id: k\n", '- id: k\n  title: "T"\n'),
        ("- id: k", '- id: k\n  title: "T"'),
        ("-   id: k  # c\n# d\n", '-   id: k  # c\n    title: "T"\n# d\n'),
        ("- id: k\r\n  x:\r\n  - a\r\n\r\n", '- id: k\r\n  x:\r\n  - a\r\n  title: "T"\r\n\r\n'),
        ("- {id: k}\n", '- {id: k, title: "T"}\n'),
        ("- {id: k, }  # c\n", '- {id: k, title: "T", }  # c\n'),
        ("- {id: k  # c\n  }\n", '- {id: k,  # c\n  title: "T"\n  }\n'),
        ("[{id: k}]", '[{id: k, title: "T"}]'),
        ("- id: k\n  title:\n", None),
        ("- id: k\n  <<: {title: mine}\n", None),
    ],
)
def test_an_absent_field_comes_last_in_the_rows_own_manner(standing: str, expected: str | None) -> None:
    assert planned(standing, None, tree("yaml", row("k", title="T"))) == (expected or standing)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ("papers:\n", "papers:\n  k:\n    num: 1\n"),
        ("papers:  # c\nx: 1\n", "papers:  # c\n  k:\n    num: 1\nx: 1\n"),
        ("papers: {}  # c\n", "papers:  # c\n  k:\n    num: 1\n"),
        ("x: 1\n# end", "x: 1\npapers:\n  k:\n    num: 1\n# end"),
        ("  x: 1\n", "  x: 1\n  papers:\n    k:\n      num: 1\n"),
        ("{x: 1}", "{x: 1, papers: {k: {num: 1}}}"),
        ("{papers: {}, x: 1}", "{papers: {k: {num: 1}}, x: 1}"),
        ("papers: {a: {num: 2}}\n", "papers: {a: {num: 2}, k: {num: 1}}\n"),
        ("papers:\n    a:\n        num: 2\n", "papers:\n    a:\n        num: 2\n    k:\n        num: 1\n"),
        ("papers:\n  a: {num: 2}\n\n  b: {}\n\nx: 1\n", "papers:\n  a: {num: 2}\n\n  b: {}\n\n  k: {num: 1}\n\nx: 1\n"),
        ("papers:\n  k:\n", "papers:\n  k:\n    num: 1\n"),
        ("papers:\n  k: {}  # c\n", "papers:\n  k:  # c\n    num: 1\n"),
        ("# only this\n---\n", "# only this\n---\npapers:\n  k:\n    num: 1\n"),
        ("~\n", "papers:\n  k:\n    num: 1\n"),
        ("# only this\n", "# only this\npapers:\n  k:\n    num: 1\n"),
        ("---\nx: 1\n...\n", "---\nx: 1\npapers:\n  k:\n    num: 1\n...\n"),
    ],
)
def test_a_row_is_put_wherever_a_table_may_stand(standing: str, expected: str) -> None:
    assert planned(standing, None, tree("yaml", row("k", num=1), place="papers", shape="mapping")) == expected


def test_a_table_that_lost_all_rows_is_empty_and_keeps_its_comments() -> None:
    wanted = citations(row("a", num=1), row("b", num=2))
    made = plan(wanted, None, None)
    standing = content_of(made).replace(b"papers:", b"papers:  # all").replace(b"  b:", b"  # about b\n  b:")
    after = plan(citations(), made.base, standing)
    assert content_of(after).decode() == ("metadata:\n  last_updated: 2026-06-01\npapers: {}  # all\n  # about b\n")
    assert planned("- id: a\n  num: 1\n", of_ours(row("a", num=1)), tree("yaml")) == "[]\n"


def test_single_fields_of_a_mapping_are_ours_and_the_others_stay() -> None:
    adopted = plan(citations(row("0QI:2os", citations=30, year="2021"), updated="x"), None, CITATIONS.encode())
    assert content_of(adopted).decode() == CITATIONS.replace("# n\n", '# n\n    year: "2021"\n')
    base = FileBase(
        tables=(TableBase(place="metadata", rows=(Row(key="", id="", fields=(("last_updated", "2026-05-13"),)),)),)
    )
    after = plan(citations(), base, CITATIONS.encode())
    assert content_of(after).decode() == CITATIONS.replace("'2026-05-13'", "2026-06-01")


def test_single_fields_no_longer_wanted_go() -> None:
    fields = Row(key="", id="", fields=(("a", 1), ("b", 2)))
    wanted = DataFile(path=PATH, format="yaml", tables=(Table(place="x", shape="fields", rows=(fields,)),))
    nothing = DataFile(path=PATH, format="yaml", tables=(Table(place="x", shape="fields"),))
    made = plan(wanted, None, None)
    assert content_of(plan(nothing, made.base, content_of(made))) == b"x: {}\n"
    own = content_of(made).replace(b"  b:", b"  mine: 3  # c\n  b:").replace(b"b: 2", b"b: 4")
    assert content_of(plan(nothing, made.base, own)) == b"x:\n  mine: 3  # c\n  b: 4\n"


def test_top_level_fields_beside_a_table() -> None:
    def wanted(total: int, *rows: Row) -> DataFile:
        fields = Row(key="", id="", fields=(("total", total),))
        tables = (Table(shape="fields", rows=(fields,)), Table(place="papers", shape="mapping", rows=rows))
        return DataFile(path=PATH, format="yaml", tables=tables)

    adopted = plan(wanted(1, row("a", num=1)), None, b"mine: 1\n# end\n")
    assert content_of(adopted) == b"mine: 1\ntotal: 1\npapers:\n  a:\n    num: 1\n# end\n"
    after = plan(wanted(2, row("a", num=2)), adopted.base, content_of(adopted))
    assert content_of(after) == b"mine: 1\ntotal: 2\npapers:\n  a:\n    num: 2\n# end\n"
    assert tell(PATH, after.base, content_of(after)) == ()


def test_aliases_and_anchors_of_a_persons_stay() -> None:
    standing = "- &one\n  id: k\n  tags: &t [a]\n- id: j\n  tags: *t  # same\n  more: *t\n- just text\n- x: [*one]\n"
    after = planned(standing, None, tree("yaml", row("j", tags=["b"], num=2)))
    assert after == standing.replace("more: *t\n", "more: *t\n  num: 2\n")


def test_a_field_given_by_an_alias_is_rewritten_in_its_place() -> None:
    standing = "- id: k\n  tags: &t [a]\n- id: j\n  tags: *t  # same\n"
    after = planned(standing, of_ours(row("j", tags=["a"])), tree("yaml", row("j", tags=["b"])))
    assert after == standing.replace("*t", '["b"]')


def test_a_change_that_would_change_another_row_is_refused() -> None:
    standing = b"- id: k\n  tags: &t [a]\n- id: j\n  tags: *t\n"
    with pytest.raises(SiteError, match="not pubsync's") as caught:
        plan(tree("yaml", row("k", tags=["b"])), of_ours(row("k", tags=["a"])), standing)
    assert (caught.value.where, bool(caught.value.remedy)) == (PATH, True)


def test_a_change_that_would_change_what_stands_outside_is_refused() -> None:
    standing = b"first: &x 1\npapers:\n  k:\n    num: &x 2\nother: *x\n"
    base = FileBase(tables=(TableBase(place="papers", rows=(row("k", num=2),), made=("k",)),))
    with pytest.raises(SiteError, match="not pubsync's"):
        plan(tree("yaml", row("k", num=3), place="papers", shape="mapping"), base, standing)


@pytest.mark.parametrize(
    ("standing", "line"),
    [
        ("papers:\n  a: [1\nx: 2\n", 3),
        ("papers:\n  a: {num: 1}\n  a: {num: 2}\n", 3),
        ("x: 1\npapers:\n- a\n", 3),
        ("x: 1\npapers: text\n", 2),
        ("- a\n", 1),
        ("papers:\n  a: &a\n    b: *a\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
        ("papers:\n  a: {num: 1}\n<<<<<<< HEAD\n  b: {num: 1}\n=======\n>>>>>>> x\n", 3),
        ("papers: !!python/object:os.system {}\n\tx: 1\n", 2),
    ],
)
def test_damage_is_told_with_file_and_line(standing: str, line: int) -> None:
    wanted = tree("yaml", row("k", num=1), place="papers", shape="mapping")
    with pytest.raises(SiteError) as caught:
        plan(wanted, None, standing.encode())
    assert (caught.value.where, bool(caught.value.remedy)) == (f"{PATH}:{line}", True)
    base = base_of(plan(wanted, None, None))
    if "text" not in standing and "- a" not in standing:
        with pytest.raises(SiteError):
            tell(PATH, base, standing.encode())


def test_aliases_that_swell_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(SiteError, match="swells"):
        plan(tree("yaml", row("k"), place="papers", shape="mapping"), None, "\n".join(lines).encode())


def test_a_row_of_another_shape_is_left_alone_with_a_remark() -> None:
    standing = b"papers:\n  k: 25\n"
    after = plan(tree("yaml", row("k", num=1), place="papers", shape="mapping"), None, standing)
    assert (content_of(after), after.remarks) == (
        standing,
        ("papers.yaml:2: k can't be read; it is left alone until you mend it",),
    )


def test_a_quoted_merge_key_is_a_name_like_any_other() -> None:
    wanted = tree("yaml", row("<<", a=1), row("k", b=2), place="papers", shape="mapping")
    made = plan(wanted, None, None)
    assert tell(PATH, made.base, content_of(made)) == ()
    assert not plan(wanted, made.base, content_of(made)).planned.changes


def test_a_file_too_large_for_yaml_is_an_error() -> None:
    with pytest.raises(SiteError, match="too large for YAML"):
        plan(tree("yaml", row("k")), None, b"- a\n" * 400_000)


def test_text_from_outside_can_not_become_structure() -> None:
    hostile = 'a: b # c\n- d: "e" {{ x }} & *y ---'
    fields: dict[str, Any] = {hostile: hostile, "no": [hostile]}
    made = plan(tree("yaml", row(hostile, **fields)), None, None)
    assert content_of(made).count(b"\n") == 3
    assert tell(PATH, made.base, content_of(made)) == ()
