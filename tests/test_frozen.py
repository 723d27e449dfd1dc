"""What ``frozen`` makes behaves as what ``dataclass(frozen=True)`` makes does, whatever it is asked first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace

import pytest

from pubsync.frozen import frozen

Make = Callable[[type], type]
MAKERS = [frozen(), dataclass(frozen=True, slots=True)]


def point(make: Make) -> type:
    @make
    class Point:
        x: int
        note: str = field(default="", compare=False)
        hidden: int = field(default=0, repr=False)

    return Point


def named(make: Make) -> type:
    @make
    class Named:
        name: str

        def __repr__(self) -> str:
            return f"<{self.name}>"

    return Named


def nested(make: Make) -> tuple[type, type]:
    parent = point(make)

    class Line(parent):  # type: ignore[misc, valid-type]
        end: int = 9

    Line.__annotations__ = {"end": "int"}
    return parent, make(Line)


@pytest.mark.parametrize("make", MAKERS)
def test_equal_fields_make_equal_values(make: Make) -> None:
    kind = point(make)
    assert kind(1, "a") == kind(1, "b")
    assert kind(1) != kind(2)
    assert kind(1) != point(make)(1)
    assert kind(1) != 1


@pytest.mark.parametrize("make", MAKERS)
def test_equal_values_are_one_in_a_set(make: Make) -> None:
    kind = point(make)
    assert {kind(1, "a"), kind(1, "b"), kind(2)} == {kind(2), kind(1)}


@pytest.mark.parametrize("make", MAKERS)
def test_it_prints_its_fields_by_name(make: Make) -> None:
    kind = point(make)
    assert repr(kind(1, "a")) == f"{kind.__qualname__}(x=1, note='a')"
    assert f"{named(make)('n')!r}" == "<n>"


@pytest.mark.parametrize("make", MAKERS)
def test_a_class_of_its_own_is_another_kind_than_its_parent(make: Make) -> None:
    parent, child = nested(make)
    assert repr(child(1)) == f"{child.__qualname__}(x=1, note='', end=9)"
    assert repr(parent(1)) == f"{parent.__qualname__}(x=1, note='')"
    assert child(1) == child(1, end=9)
    assert child(1) != child(1, end=8)
    assert child(1) != parent(1)
    assert len({child(1), child(1, end=8), parent(1), parent(1)}) == 3


@pytest.mark.parametrize("make", MAKERS)
def test_it_is_a_dataclass_with_slots(make: Make) -> None:
    one = point(make)(1, "a")
    assert [each.name for each in fields(one)] == ["x", "note", "hidden"]
    assert replace(one, note="b").note == "b"
    assert not hasattr(one, "__dict__")
    match one:
        case object(x=1, note="a"):
            pass
        case _:
            pytest.fail("its fields can't be matched")


def test_fields_can_be_asked_for_by_name_alone() -> None:
    @frozen(kw_only=True)
    class Settings:
        name: str

    assert Settings(name="n") == Settings(name="n")
    with pytest.raises(TypeError):
        Settings("n")  # type: ignore[call-arg]
