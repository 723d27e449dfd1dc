"""Dataclasses that nobody changes, and that cost little: to define, and to make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, dataclass_transform

Made = TypeVar("Made")

_LATE = {"__init__": "init", "__eq__": "eq", "__hash__": "unsafe_hash", "__repr__": "repr"}
"""Methods, and what ``dataclass`` calls each when it is asked to write it."""


@dataclass_transform(frozen_default=True)
def frozen(*, kw_only: bool = False) -> Callable[[type[Made]], type[Made]]:
    """Return what makes a class a dataclass with slots and a hash, whose fields are for reading alone.

    The type checker holds everyone to that. ``dataclass(frozen=True)`` has the interpreter do so as well, but then each
    field is set through a call: a Record takes five times as long to make, and a bibliography has tens of thousands.

    A method is written when it is first called: most runs neither make nor compare nor print what most classes are
    for, and to write all methods of two hundred classes took a tenth of a short run.
    """

    def decorate(cls: type[Made]) -> type[Made]:
        late = [name for name in _LATE if name not in cls.__dict__]
        made: type[Made] = dataclass(slots=True, kw_only=kw_only, init=False, eq=False, repr=False)(cls)
        for name in late:
            setattr(made, name, _late(made, name))
        return made

    return decorate


def _late(cls: type, name: str) -> Callable[..., Any]:
    """Return a method that, when called, has ``dataclass`` write the real one, and takes its own place."""

    def method(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the real one
        wanted = {option: late == name for late, option in _LATE.items()}
        whole: type = dataclass(**wanted)(type(cls.__name__, (cls,), {"__slots__": ()}))
        setattr(cls, name, vars(whole)[name])
        return getattr(cls, name)(*given, **named)

    return method
