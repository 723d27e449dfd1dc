"""Names of people and groups."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A name in CSL's parts; ``literal`` alone for what has no parts: a collaboration, a Chinese name in its script.

    ``roles`` holds ``equal`` (contributed equally) and ``corresponding``, sorted.
    """

    family: str = ""
    given: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""
    roles: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The name as one reads it: given, particle, family, suffix."""
        if self.literal:
            return self.literal
        parts = (self.given, self.non_dropping_particle, self.family, self.suffix)
        return " ".join(part for part in parts if part)
