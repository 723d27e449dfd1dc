"""Dataclasses that nobody changes, and that are quick to make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True)
def frozen(*, kw_only: bool = False) -> Callable[[type[Made]], type[Made]]:
    """Return what makes a class a dataclass with slots and a hash, whose fields are for reading alone.

    The type checker holds everyone to that. ``dataclass(frozen=True)`` has the interpreter do so as well, but then each
    field is set through a call: a Record takes five times as long to make, and a bibliography has tens of thousands.
    """
    return dataclass(slots=True, kw_only=kw_only, unsafe_hash=True)
