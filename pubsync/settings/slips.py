"""Slips in ``pubsync.yaml`` that YAML takes for something else: signs of Chinese keyboards, a missing blank."""

from __future__ import annotations

import re

from pubsync.errors import SettingsError
from pubsync.settings.models import Settings

_FULL_WIDTH_COLON = re.compile(r"^\s*(?:-\s+)*[A-Za-z_]+：", re.MULTILINE)
_KEY_AND_VALUE = re.compile(r"([A-Za-z_]+)\s*[:：]\s*(\S.*)", re.DOTALL)
_FULL_WIDTH_COMMA = re.compile("[，、；]")
_LONGEST = 80


def full_width_colon(text: str, where: str) -> SettingsError | None:
    """Return the error for the first key that ends in a full-width colon."""
    found = _FULL_WIDTH_COLON.search(text)
    if found is None:
        return None
    key, line = found.group().strip().lstrip("- "), text.count("\n", 0, found.end()) + 1
    what = f"{key} has a full-width colon, which is none in YAML"
    return SettingsError(what, where=f"{where}:{line}", remedy=f"write {key[:-1]}: with a blank after it")


def key_run_together(written: object) -> str:
    """Return how a text like ``bibtex:a.bib`` is to be written, "" where it holds no key."""
    found = _KEY_AND_VALUE.fullmatch(written) if isinstance(written, str) else None
    return f"{found[1]}: {found[2][:_LONGEST]}" if found else ""


def names_run_together(settings: Settings) -> tuple[int, str] | None:
    """Return the place of a person and a name of theirs that holds a full-width comma: it is two names."""
    for place, person in enumerate(settings.people):
        for name in (person.name, *person.aliases):
            if _FULL_WIDTH_COMMA.search(name):
                return place, name
    return None
