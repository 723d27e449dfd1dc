"""The sign that a Markdown list's entries begin with: new ones take that of those which stand there.

Two signs make two lists (https://spec.commonmark.org/0.31.2/#lists), and in kramdown an entry with a hyphen below one
with a number is a part of it.

A list that is still empty, or empty for a while, shows no sign: that it is to be numbered, the region's attribute
``template=numbered`` remembers, which ``adopt`` writes for a numbered list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from pubsync.records.base import Chunk

_SIGN = re.compile(r"(?P<bullet>[-*+])(?=[ \t])|\d{1,9}(?P<stop>[.)])(?=[ \t])")
_OURS = "- "
_NUMBER = "1."


def wanted_sign(text: str, indent: str = "", *, numbered: bool) -> str:
    """Return what the entries of a region that holds ``text`` are to begin with, "" for whatever is usual.

    ``numbered``: a number, in the form of those that stand there.
    """
    sign = sign_of(text, indent)
    return sign if sign.startswith("1") or not numbered else _NUMBER


def sign_of(text: str, indent: str = "") -> str:
    """Return what most entries of a list begin with: ``-``, ``*``, ``+``, ``1.`` or ``1)``; "" where there are none.

    ``indent`` is what its lines begin with: what stands further in is a list within an entry.
    """
    lines = (line.removeprefix(indent) for line in text.splitlines())
    signs = Counter(
        found["bullet"] or f"1{found['stop']}" for line in lines if (found := _SIGN.match(line)) is not None
    )
    return max(signs, key=lambda sign: (signs[sign], sign == "-", sign)) if signs else ""


def with_sign(chunks: Iterable[Chunk], sign: str) -> tuple[Chunk, ...]:
    """Return a region's chunks, those of entries beginning with ``sign``, if any, in place of our hyphen."""
    if not sign:
        return tuple(chunks)
    return tuple(_signed(one, sign) if one.kind == "entry" and one.text.startswith(_OURS) else one for one in chunks)


def _signed(chunk: Chunk, sign: str) -> Chunk:
    first, *others = chunk.text.removeprefix(_OURS).split("\n")
    further = " " * (len(sign) + 1 - len(_OURS))  # what belongs to an entry stands below its first word
    lines = [first, *(further + line if line.startswith(" ") else line for line in others)]
    return replace(chunk, text=f"{sign} " + "\n".join(lines))
