"""What was read from YAML, kept for the next run: its reader takes its time, most over a site's configuration."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

from pubsync.keeping import Shelf, key_of, made_by
from pubsync.state import cache_folder

Reading = TypeVar("Reading")


def read_once(name: str, content: bytes, read: Callable[[], Reading]) -> Reading:
    """Return what ``read`` makes of a content, from an earlier run where that is kept.

    Args:
        name: what tells the file from all others.
        content: what it holds; with the program, all that the answer depends on.
        read: reads the content; what it raises is passed on, and not kept. It returns a small value: one that aliases
            have grown out of all measure would take as long to write down.
    """
    shelf = Shelf(cache_folder(), "yaml", name)
    key = key_of(made_by("ruamel.yaml"), content)
    if (kept := shelf.find(key)) is not None:
        known: Reading = json.loads(kept)
        return known
    found = read()
    if packed := _packed(found):
        shelf.add(key, packed)
    return found


def _packed(found: object) -> bytes:
    """Return a value as JSON; b"" where it would not come back the very same, as a date or a number as a key."""
    try:
        packed = json.dumps(found, ensure_ascii=False).encode()
        return packed if repr(json.loads(packed)) == repr(found) else b""
    except (TypeError, ValueError):
        return b""
