"""Which asterisks and underlines are emphasis and which are marks on names (CommonMark 0.31, 6.2), in linear time."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from pubsync.sites.handmade.pieces import Piece


@dataclass(slots=True)
class Run:
    """A run of asterisks or underlines, and what of it was found to open or to close emphasis."""

    sign: str
    count: int
    opens: bool
    closes: bool
    opened: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    @classmethod
    def between(cls, run: str, before: str, after: str) -> Self:
        """Return the run that stands between two characters, "" at an end of the text.

        One before a comma is a mark on the name before it, and so is one alone in an element (``<sup>*</sup>``), which
        kramdown reads apart.
        """
        if before == ">" and after == "<":
            return cls(run[0], len(run), opens=False, closes=False)
        left = not _is_blank(after) and (not _is_mark(after) or _is_blank(before) or _is_mark(before))
        right = not _is_blank(before) and (not _is_mark(before) or _is_blank(after) or _is_mark(after))
        if run[0] == "_":
            left, right = left and (not right or _is_mark(before)), right and (not left or _is_mark(after))
        return cls(run[0], len(run), opens=left and after not in ",;.)]，；。）", closes=right)


def styled(found: Sequence[Piece | Run]) -> Iterator[Piece]:
    """Yield the pieces with the emphasis that stands around them; runs that are none stand as they are."""
    _pair([one for one in found if isinstance(one, Run)])
    depth = {"bold": 0, "italic": 0}
    for one in found:
        if isinstance(one, Run):
            for style in one.closed:
                depth[style] -= 1
            if one.count:
                yield _piece(one.sign * one.count, depth)
            for style in one.opened:
                depth[style] += 1
        else:
            yield replace(one, style=one.style.union(style for style, count in depth.items() if count))


def _piece(text: str, depth: dict[str, int]) -> Piece:
    return Piece(text, frozenset(style for style, count in depth.items() if count))


def _pair(runs: Sequence[Run]) -> None:
    waiting: dict[str, list[Run]] = {"*": [], "_": []}
    for run in runs:
        openers = waiting[run.sign]
        while run.closes and run.count and openers:
            opener = openers[-1]
            width = 2 if run.count > 1 and opener.count > 1 else 1
            style = "bold" if width > 1 else "italic"
            opener.opened.insert(0, style)
            run.closed.append(style)
            opener.count -= width
            run.count -= width
            if not opener.count:
                openers.pop()
        if run.opens and run.count:
            openers.append(run)


def _is_blank(character: str) -> bool:
    return not character or character.isspace()


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
