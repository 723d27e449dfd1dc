"""Whatever a person does to a structured file between runs, it stands; and a run without news writes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.records.base import Row
from pubsync.sites.assembly import plan, tell
from pubsync.sites.interface import Assembled, Override
from tests.sites.assembled import as_overrides, base_of, content_of
from tests.sites.tables.hands import HANDS, worked_on
from tests.sites.tables.making import row

FORMATS = pytest.mark.parametrize("name", HANDS)
fields = st.fixed_dictionaries(
    {"title": st.sampled_from(["Bang", "A: b # c", "Q {x}"])},
    optional={"venue": st.sampled_from(["ICML", "no"]), "year": st.sampled_from(["2020", "2021"])},
)


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    names = draw(st.lists(st.sampled_from("abcdefg"), unique=True, max_size=6))
    return [row(name, doi=f"10.1/{name}", **draw(fields)) for name in names]


def words(count: int, round_number: int) -> list[str]:
    return [f"mine{round_number}{'abcdefgh'[number]}" for number in range(count)]


@FORMATS
@given(data=st.data())
@settings(deadline=None, max_examples=50)
def test_property_all_that_a_person_wrote_stands(name: str, data: st.DataObject) -> None:
    hand = HANDS[name]
    assembled = plan(hand.wanted(*data.draw(rows())), None, None)
    overrides: list[Override] = []
    own: list[str] = []
    for number in range(data.draw(st.integers(1, 3))):
        before = content_of(assembled).decode()
        text, wrote = data.draw(worked_on(hand, before, words(data.draw(st.integers(0, 3)), number)))
        own = [word for word in own if word in text] + wrote
        overrides += as_overrides(tell(assembled.planned.path, assembled.base, text.encode()))
        wanted = hand.wanted(*data.draw(rows()))
        assembled = plan(wanted, assembled.base, text.encode(), overrides)
        after = content_of(assembled)
        assert [word for word in own if word.encode() not in after] == []
        assert tell(wanted.path, assembled.base, after) == ()
        again = plan(wanted, assembled.base, after, overrides)
        assert (content_of(again), again.base) == (after, assembled.base)


@FORMATS
@given(data=st.data(), wanted=rows())
@settings(deadline=None, max_examples=25)
def test_property_an_undecided_edit_stands_and_is_told_again(name: str, data: st.DataObject, wanted: list[Row]) -> None:
    hand = HANDS[name]
    first = plan(hand.wanted(*wanted), None, None)
    text, own = data.draw(worked_on(hand, content_of(first).decode(), words(3, 0)))
    edits = tell(first.planned.path, first.base, text.encode())
    more = [*wanted, row("h", title="New")]
    after = plan(hand.wanted(*more), first.base, text.encode())
    assert [word for word in own if word.encode() not in content_of(after)] == []
    assert tell(first.planned.path, after.base, content_of(after)) == edits
    again = plan(hand.wanted(*more), after.base, content_of(after))
    assert (content_of(again), again.base) == (content_of(after), after.base)


@FORMATS
@given(before=rows(), after=rows())
@settings(deadline=None, max_examples=20)
def test_property_a_file_of_ours_alone_is_the_same_whatever_stood_there(
    name: str, before: list[Row], after: list[Row]
) -> None:
    hand = HANDS[name]
    first = plan(hand.wanted(*before), None, None)
    moved = plan(hand.wanted(*after), first.base, content_of(first))
    anew = plan(hand.wanted(*after), None, None)
    order = [found[1] for found in hand.identity.finditer(content_of(moved).decode())]
    assert order == [one.id for one in after]
    assert not after or words_of(moved) == words_of(anew)
    assert base_of(moved).tables == base_of(anew).tables


@FORMATS
@given(wanted=rows(), data=st.data())
@settings(deadline=None, max_examples=20)
def test_property_a_row_with_another_id_is_the_same_row(name: str, wanted: list[Row], data: st.DataObject) -> None:
    hand = HANDS[name]
    first = plan(hand.wanted(*wanted), None, None)
    text = content_of(first).decode()
    for number, _ in enumerate(wanted):
        found = list(hand.identity.finditer(text))[number]
        if data.draw(st.booleans()):
            text = f"{text[: found.start(1)]}own{number}{text[found.end(1) :]}"
    assert tell(first.planned.path, first.base, text.encode()) == ()
    changed = [replace(one, fields=(*one.fields[:1], ("title", "Newer"))) for one in wanted]
    after = plan(hand.wanted(*changed), first.base, text.encode())
    assert [found[1] for found in hand.identity.finditer(content_of(after).decode())] == [
        found[1] for found in hand.identity.finditer(text)
    ]
    assert content_of(after).count(b"Newer") == len(wanted)
    assert not plan(hand.wanted(*changed), after.base, content_of(after)).planned.changes


def words_of(assembled: Assembled) -> list[bytes]:
    return sorted(content_of(assembled).replace(b",", b"").split())
