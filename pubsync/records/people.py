"""The person whose page it is."""

from __future__ import annotations

from dataclasses import dataclass

from pubsync.records.names import Name


@dataclass(frozen=True, slots=True)
class Person:
    """A researcher under every name that their papers carry."""

    name: Name
    aliases: tuple[Name, ...] = ()
