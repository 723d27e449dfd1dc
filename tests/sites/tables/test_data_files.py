"""Ownership in structured files, the same in all formats: what is ours is current, what a person wrote stays."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pubsync.errors import SiteError
from pubsync.records.base import Row, Value
from pubsync.sites.assembly import only_ours, plan, release, tell
from pubsync.sites.interface import DataFile, Override, Table
from pubsync.sites.tables import person_content
from tests.sites.assembled import as_overrides, base_of, content_of, places
from tests.sites.tables.hands import HANDS, Hand
from tests.sites.tables.making import bib, owned, row, tree

A = row("a", title="Bang", doi="10.1/a", venue="ICML")
B = row("b", title="Boom", doi="10.1/b", venue="ACL")
C = row("c", title="Crash", doi="10.1/c", venue="NeurIPS")


@pytest.fixture(params=HANDS)
def hand(request: pytest.FixtureRequest) -> Hand:
    return HANDS[request.param]


def with_field(one: Row, **fields: Value) -> Row:
    return replace(one, fields=tuple({**dict(one.fields), **fields}.items()))


def entry_of(hand: Hand, content: bytes, word: str) -> str:
    """The text of the entry that holds a word."""
    return next(found.group() for found in hand.entry.finditer(content.decode()) if word in found.group())


def test_nothing_new_writes_nothing(hand: Hand) -> None:
    first = plan(hand.wanted(A, B), None, None)
    again = plan(hand.wanted(A, B), first.base, content_of(first))
    assert (again.planned.changes, again.base, again.remarks) == (False, first.base, ())


def test_only_what_moved_is_rewritten(hand: Hand) -> None:
    first = plan(hand.wanted(A, B), None, None)
    after = plan(hand.wanted(A, with_field(B, venue="EMNLP")), first.base, content_of(first))
    assert content_of(after) == content_of(first).replace(b"ACL", b"EMNLP")


def test_edits_are_told_by_place(hand: Hand) -> None:
    wanted = hand.wanted(A, B, C)
    first = plan(wanted, None, None)
    text = content_of(first).decode().replace("Bang", "Big Bang")
    venue = (
        next(found for found in hand.field.finditer(text) if found[1] == "ACL") if "json" not in wanted.path else None
    )
    text = text.replace(venue.group(), "") if venue else text.replace('"ACL"', '"X"')
    table = wanted.tables[0].place
    edits = tell(wanted.path, first.base, text.encode())
    assert places(edits) == [
        (f"field:{table}:title:w-a", "Big Bang"),
        (f"field:{table}:venue:w-b", None if venue else "X"),
    ]
    assert [(edit.before, edit.key) for edit in edits] == [("Bang", "w-a"), ("ACL", "w-b")]
    without = text.replace(entry_of(hand, text.encode(), "Boom"), "")
    gone = tell(wanted.path, first.base, without.encode())[-1]
    assert (gone.place, gone.key, gone.after) == (f"row:{table}:w-b", "w-b", None)
    assert isinstance(gone.before, dict)
    assert gone.before["title"] == "Boom"


def test_an_override_keeps_the_persons_text_while_the_rest_is_current(hand: Hand) -> None:
    first = plan(hand.wanted(A, B), None, None)
    standing = content_of(first).replace(b"Bang", b"Mine").replace(b"ICML", b"ICML'20")
    overrides = as_overrides(tell(first.planned.path, first.base, standing))
    newer = hand.wanted(with_field(A, title="Newer", venue="X", doi="10.1/z"), B)
    after = plan(newer, first.base, standing, overrides)
    assert content_of(after) == standing.replace(b"10.1/a", b"10.1/z")
    assert tell(newer.path, after.base, content_of(after)) == ()
    back = plan(newer, after.base, content_of(after))
    assert content_of(back) == content_of(after).replace(b"Mine", b"Newer").replace(b"ICML'20", b"X")


def test_a_removed_field_stays_away_by_its_override_alone(hand: Hand) -> None:
    first = plan(hand.wanted(A, B), None, None)
    place = f"field:{hand.wanted().tables[0].place}:venue:w-a"
    after = plan(
        hand.wanted(A, B), first.base, content_of(first), [Override(path=first.planned.path, place=place, value=None)]
    )
    assert b"ICML" not in content_of(after)
    assert b"ACL" in content_of(after)
    assert "venue" not in owned(base_of(after), "a")


def test_an_edit_that_nobody_decided_about_stands_until_the_wanted_value_moves_on(hand: Hand) -> None:
    first = plan(hand.wanted(A, B), None, None)
    standing = content_of(first).replace(b"Bang", b"Mine")
    after = plan(hand.wanted(with_field(A, venue="X"), B), first.base, standing)
    assert content_of(after) == standing.replace(b"ICML", b"X")
    moved = plan(hand.wanted(with_field(A, title="Newer"), B), first.base, standing)
    assert b"Newer" in content_of(moved)


def test_a_removed_row_stays_away_until_it_moves_on_or_is_released(hand: Hand) -> None:
    wanted = hand.wanted(A, B, C)
    first = plan(wanted, None, None)
    standing = content_of(first).decode().replace(entry_of(hand, content_of(first), "Boom"), "").encode()
    undecided = plan(wanted, first.base, standing)
    assert content_of(undecided) == standing
    edits = tell(wanted.path, undecided.base, standing)
    assert [edit.after for edit in edits] == [None]
    moved = plan(hand.wanted(A, with_field(B, title="Boom!"), C), first.base, standing)
    assert b"Boom!" in content_of(moved)
    away = plan(hand.wanted(A, with_field(B, title="Boom!"), C), first.base, standing, as_overrides(edits))
    assert content_of(away) == standing
    assert tell(wanted.path, away.base, standing) == ()
    base = release(wanted.path, base_of(first), standing, [edits[0].place])
    assert content_of(plan(wanted, base, standing)).split() == content_of(first).split()


def test_a_row_that_is_to_stay_away_is_taken_out(hand: Hand) -> None:
    wanted = hand.wanted(A, B, C)
    first = plan(wanted, None, None)
    place = f"row:{wanted.tables[0].place}:w-b"
    after = plan(wanted, first.base, content_of(first), [Override(path=wanted.path, place=place, value=None)])
    assert content_of(after).decode() == content_of(first).decode().replace(
        entry_of(hand, content_of(first), "Boom"), ""
    ).replace("}\n\n\n@", "}\n\n@")
    assert tell(wanted.path, after.base, content_of(after)) == ()


def test_released_fields_are_ours_again(hand: Hand) -> None:
    wanted = hand.wanted(A, B)
    first = plan(wanted, None, None)
    standing = content_of(first).replace(b"Bang", b"Mine").replace(b"article{b", b"book{b")
    spots = [edit.place for edit in tell(wanted.path, first.base, standing)]
    base = release(wanted.path, base_of(first), standing, spots)
    assert content_of(plan(wanted, base, standing)) == content_of(first)


def test_a_persons_row_is_adopted_and_never_leaves(hand: Hand) -> None:
    standing = content_of(plan(hand.wanted(row("a", title="My own", note="x")), None, None))
    adopted = plan(hand.wanted(A), None, standing)
    assert b"My own" in content_of(adopted)
    assert b"Bang" not in content_of(adopted)
    assert base_of(adopted).tables[0].made == ()
    assert {"doi", "venue"} == owned(base_of(adopted), "a").keys() - {"id"}
    later = plan(hand.wanted(with_field(A, title="New", venue="ACL")), adopted.base, content_of(adopted))
    assert content_of(later) == content_of(adopted).replace(b"ICML", b"ACL")
    assert content_of(plan(hand.wanted(), later.base, content_of(later))) == standing


def test_a_row_no_longer_wanted_goes_where_nothing_in_it_is_a_persons(hand: Hand) -> None:
    first = plan(hand.wanted(A, B), None, None)
    after = plan(hand.wanted(B), first.base, content_of(first))
    assert b"10.1/a" not in content_of(after)
    assert (owned(base_of(after), "b").keys() - {"id"}, after.remarks) == ({"title", "doi", "venue"}, ())


@pytest.mark.parametrize("edit", ["field", "value", "decided value", "comment"])
def test_a_row_no_longer_wanted_leaves_what_a_person_wrote_in_it(hand: Hand, edit: str) -> None:
    if edit == "comment" and hand.comment is None:
        pytest.skip("JSON has no comments")
    first = plan(hand.wanted(A, B), None, None)
    standing, base = content_of(first).decode(), first.base
    opening = next(hand.opening.finditer(standing))
    if edit == "field":
        standing = standing[: opening.end()] + hand.added("award") + standing[opening.end() :]
    elif edit == "comment" and hand.comment:
        standing = (
            standing[: opening.end()] + hand.comment("award", standing[opening.end() :]) + standing[opening.end() :]
        )
    else:
        standing = standing.replace("Bang", "award")
    overrides = as_overrides(tell(first.planned.path, base, standing.encode())) if edit == "decided value" else []
    after = plan(hand.wanted(B), base, standing.encode(), overrides)
    assert b"award" in content_of(after)
    assert b"10.1/a" not in content_of(after)
    assert len(after.remarks) == 1
    assert after.remarks[0].endswith(": a is no longer wanted; what you wrote in it stays")
    assert tell(first.planned.path, after.base, content_of(after)) == ()
    again = plan(hand.wanted(B), after.base, content_of(after), overrides)
    assert (again.planned.changes, again.remarks) == (False, ())
    assert b"award" in content_of(plan(hand.wanted(A, B), after.base, content_of(after), overrides))


def test_a_row_under_another_id_is_known_by_what_it_holds(hand: Hand) -> None:
    wanted = hand.wanted(A, B)
    first = plan(wanted, None, None)
    identity = next(hand.identity.finditer(content_of(first).decode()))
    text = content_of(first).decode()
    standing = (text[: identity.start(1)] + "mine" + text[identity.end(1) :]).replace("ICML", "Mine").encode()
    edits = tell(wanted.path, first.base, standing)
    assert [(edit.place.split(":")[2:], edit.after) for edit in edits] == [(["venue", "w-a"], "Mine")]
    after = plan(hand.wanted(with_field(A, title="Newer"), B), first.base, standing, as_overrides(edits))
    assert content_of(after) == standing.replace(b"Bang", b"Newer")
    assert [one.id for one in base_of(after).tables[0].rows] == ["mine", "b"]
    again = plan(hand.wanted(with_field(A, title="Newest"), B), after.base, content_of(after), as_overrides(edits))
    assert content_of(again) == standing.replace(b"Bang", b"Newest")


def test_one_equal_field_does_not_make_a_row_the_same(hand: Hand) -> None:
    first = plan(hand.wanted(row("a", kind="misc", title="Bang"), B), None, None)
    own = content_of(plan(hand.wanted(row("mine", title="Bang"), B), None, None))
    assert [edit.place.partition(":")[0] for edit in tell(first.planned.path, first.base, own)] == ["row"]


def test_rows_under_other_ids_are_told_apart_one_by_one(hand: Hand) -> None:
    wanted = hand.wanted(row("a", title="Same", year="2020", doi="1"), row("b", title="Same", year="2020", doi="2"))
    first = plan(wanted, None, None)
    text = content_of(first).decode()
    for word in ("mineb", "minea"):
        found = list(hand.identity.finditer(text))[0 if word == "minea" else 1]
        text = text[: found.start(1)] + word + text[found.end(1) :]
    standing = re.sub(r"(doi\W+)1", r"\g<1>3", text).encode()
    edits = tell(wanted.path, first.base, standing)
    assert [(edit.place.split(":")[2:], edit.after) for edit in edits] == [(["doi", "w-a"], "3")]


def test_a_key_and_an_id_may_be_the_same_word(hand: Hand) -> None:
    wanted = hand.wanted(row("x", key="a", title="One"), row("a", key="", title="Two"))
    first = plan(wanted, None, None)
    again = plan(wanted, first.base, content_of(first))
    assert (again.planned.changes, again.base) == (False, first.base)


def test_a_row_that_shows_nothing_is_known_by_its_id_also_under_another(hand: Hand) -> None:
    keyless = replace(A, key="")
    wanted = hand.wanted(keyless, B)
    first = plan(wanted, None, None)
    identity = next(hand.identity.finditer(content_of(first).decode()))
    text = content_of(first).decode()
    standing = (text[: identity.start(1)] + "mine" + text[identity.end(1) :]).replace("Bang", "Mine").encode()
    edits = tell(wanted.path, first.base, standing)
    assert [(edit.place.split(":")[2:], edit.key) for edit in edits] == [(["title", "a"], "")]
    after = plan(wanted, first.base, standing, as_overrides(edits))
    again = plan(hand.wanted(with_field(keyless, title="Newer"), B), after.base, content_of(after), as_overrides(edits))
    assert (content_of(after), content_of(again)) == (standing, standing)


def test_a_new_row_does_not_take_an_id_that_stands(hand: Hand) -> None:
    first = plan(hand.wanted(A), None, None)
    identity = next(hand.identity.finditer(content_of(first).decode()))
    text = content_of(first).decode()
    standing = (text[: identity.start(1)] + "b" + text[identity.end(1) :]).encode()
    after = plan(hand.wanted(A, B), first.base, standing)
    assert content_of(after) == standing
    assert after.remarks[0].endswith(": b is the id of another row; what is to stand under it is left out")


def test_rows_of_one_work_have_one_key_between_them_for_life(hand: Hand) -> None:
    two = row("b", key="w-a", title="Boom", doi="10.1/b")
    first = plan(hand.wanted(A, two), None, None)
    assert [(one.key, one.id) for one in base_of(first).tables[0].rows] == [("w-a", "a"), ("", "b")]
    standing = content_of(first).replace(b"Boom", b"Mine")
    edits = tell(first.planned.path, first.base, standing)
    assert [edit.place.split(":")[2:] for edit in edits] == [["title", "b"]]
    three = row("0", key="w-a", title="Zero", doi="10.1/0")
    after = plan(hand.wanted(three, two, A), first.base, standing, as_overrides(edits))
    assert [(one.key, one.id) for one in base_of(after).tables[0].rows] == [("", "0"), ("", "b"), ("w-a", "a")]
    assert b"Mine" in content_of(after)


def test_whether_a_file_is_all_ours(hand: Hand) -> None:
    first = plan(hand.wanted(A, B), None, None)
    path, base = first.planned.path, base_of(first)
    text = content_of(first).decode()
    assert only_ours(path, base, text.encode())
    assert only_ours(path, base, text.replace("\n", "\r\n").encode())
    assert not only_ours(path, replace(base, made=False), text.encode())
    assert not only_ours(path, base, text.replace("Bang", "Mine").encode())
    opening, entry = next(hand.opening.finditer(text)), next(hand.entry.finditer(text))
    assert not only_ours(path, base, (text[: opening.end()] + hand.added("award") + text[opening.end() :]).encode())
    assert not only_ours(path, base, (text[: entry.start()] + hand.another("mine") + text[entry.start() :]).encode())
    if hand.comment:
        for at in (0, opening.end(), entry.start(), len(text)):
            assert not only_ours(path, base, (text[:at] + hand.comment("mine", text[at:]) + text[at:]).encode())
    later = plan(hand.wanted(C), base, text.encode())
    assert only_ours(path, base_of(later), content_of(later))


@pytest.mark.parametrize(
    "wanted", [bib(A, head="---\n---\n"), replace(tree("yaml", A), head="# made by pubsync\n---\n")]
)
def test_the_head_of_a_made_file_is_ours_too(wanted: DataFile) -> None:
    first = plan(wanted, None, None)
    assert content_of(first).startswith(wanted.head.encode())
    assert only_ours(wanted.path, base_of(first), content_of(first))
    mine = b"% mine\n" if wanted.format == "bibtex" else b"# mine\n"
    assert not only_ours(wanted.path, base_of(first), mine + content_of(first))
    later = plan(
        replace(wanted, head="", tables=(replace(wanted.tables[0], rows=(B,)),)), first.base, content_of(first)
    )
    assert content_of(later).startswith(wanted.head.encode())


def test_our_own_output_is_no_evidence(hand: Hand) -> None:
    own = content_of(plan(hand.wanted(row("a", title="My own")), None, None))
    adopted = plan(hand.wanted(A, B, C), None, own)
    content = content_of(adopted)
    assert person_content(adopted.planned.path, base_of(adopted), content) == own
    edited = content.replace(b"Boom", b"Mine").replace(b"ICML", b"ICML'20")
    left = person_content(adopted.planned.path, base_of(adopted), edited)
    assert all(word in left for word in (b"My own", b"Mine", b"ICML'20"))
    assert all(word not in left for word in (b"10.1/a", b"Crash"))


def test_a_table_no_longer_wanted_is_emptied() -> None:
    two = (Table(place="x", shape="mapping", rows=(A,)), Table(place="z", shape="list", id_field="name", rows=(B,)))
    first = plan(DataFile(path="a.yaml", format="yaml", tables=two), None, None)
    after = plan(DataFile(path="a.yaml", format="yaml", tables=two[:1]), first.base, content_of(first))
    assert content_of(after).endswith(b"z: []\n")
    assert [table.place for table in base_of(after).tables] == ["x"]


def test_a_file_deleted_by_hand_stays_away(hand: Hand) -> None:
    first = plan(hand.wanted(A), None, None)
    assert places(tell(first.planned.path, first.base, None)) == [("file", None)]
    after = plan(hand.wanted(A), first.base, None)
    assert (after.planned.content, after.base) == (None, first.base)
    assert "deleted by hand" in after.remarks[0]


@pytest.mark.parametrize(
    "wanted",
    [replace(bib(A), path="papers.txt"), replace(bib(A), path="papers.json"), replace(tree("yaml", A), path="papers")],
)
def test_the_name_says_the_format(wanted: DataFile) -> None:
    with pytest.raises(SiteError, match="format"):
        plan(wanted, None, None)


@pytest.mark.parametrize("path", ["a.YML", "b/c.yaml"])
def test_yaml_has_two_suffixes(path: str) -> None:
    made = plan(replace(tree("yaml", A), path=path), None, None)
    assert tell(path, made.base, content_of(made)) == ()


def test_of_a_persons_file_without_a_row_of_ours_nothing_is_remembered(hand: Hand) -> None:
    standing = content_of(plan(hand.wanted(A), None, None))
    assert plan(hand.wanted(), None, standing).base is None
    adopted = plan(hand.wanted(B), None, standing)
    assert plan(hand.wanted(), adopted.base, content_of(adopted)).base is None


def test_a_file_emptied_by_hand_is_a_file_without_rows(hand: Hand) -> None:
    wanted = hand.wanted(A, B)
    first = plan(wanted, None, None)
    edits = tell(wanted.path, first.base, b"\n")
    assert [(edit.place.partition(":")[0], edit.after) for edit in edits] == [("row", None), ("row", None)]
    assert content_of(plan(wanted, first.base, b"\n")) == b"\n"
    base = release(wanted.path, base_of(first), b"\n", [edit.place for edit in edits])
    assert content_of(plan(wanted, base, b"\n")).strip() == content_of(first).strip()
