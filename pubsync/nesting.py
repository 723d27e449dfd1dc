"""How deep a text nests, told before a reader is let loose on it."""

from __future__ import annotations

import re

_BRACKET = re.compile(r"[\[\]{}]")


def nests_too_deep(text: str, limit: int = 100) -> bool:
    """Whether brackets and braces open deeper than in anything that people write.

    A YAML reader's time grows with the square of that.
    """
    depth = 0
    for found in _BRACKET.finditer(text):
        depth += 1 if found.group() in "[{" else -1
        if depth > limit:
            return True
    return False
