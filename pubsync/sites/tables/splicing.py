"""Texts put together anew: every character that is not replaced stays.

Members of a collection stand either in lines of their own (BibTeX entries, block YAML) or between commas (JSON, flow
YAML, the fields of a BibTeX entry). Both are taken apart into the members and what stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

from pubsync.frozen import frozen

Span: TypeAlias = tuple[int, int]
Splice: TypeAlias = tuple[int, int, str]
"""Where a text is replaced, and by what."""


@frozen()
class Placed:
    """A member as it is to be. ``number`` counts those that stand, None for a new one; ``text`` None: it goes."""

    text: str | None
    number: int | None = None


def spliced(text: str, splices: Iterable[Splice], within: Span | None = None) -> str:
    """Return the text, or the stretch ``within``, with the splices done; they do not overlap."""
    at, end = within or (0, len(text))
    pieces = []
    for start, stop, new in sorted(splices, key=lambda splice: splice[:2]):
        pieces += [text[at:start], new]
        at = stop
    return "".join([*pieces, text[at:end]])


def line_end(text: str, at: int) -> int:
    r"""Return where the line that ``at`` is in ends, before its ``\n`` or ``\r\n``."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if end > at and text[end - 1] == "\r" else end


def line_start(text: str, at: int) -> int:
    """Return where the line that ``at`` is in begins."""
    return text.rfind("\n", 0, at) + 1


def previous_line_end(text: str, start: int) -> int:
    """Return where the line before the one that begins at ``start`` ends; ``start`` is not the text's own."""
    return start - 2 if text[start - 2 : start] == "\r\n" else start - 1


def in_lines(text: str, spans: Sequence[Span], placed: Sequence[Placed], gap: str) -> str:
    """Return the stretch from the first of ``spans`` to the end of the last one's line, with members as ``placed``.

    A comment right above a member, and one behind it or right below, go where the member goes, and stay where it
    goes away. Blank lines keep their places. ``gap`` is what stands before a new member.
    """
    gaps = ["", *(text[end:start] for (_, end), (start, _) in pairwise(spans))]
    behind = text[spans[-1][1] : line_end(text, spans[-1][1])]
    if [one.number for one in placed] == list(range(len(spans))) and all(one.text is not None for one in placed):
        return "".join(before + (one.text or "") for before, one in zip(gaps, placed, strict=True)) + behind
    parts = [*(_parted(between) for between in gaps), _Gap(behind, "", "")]
    pieces: list[tuple[Placed, str]] = []
    for one in placed:
        piece = one.text if one.number is None else _with_comments(one, parts)
        if piece is not None:
            pieces.append((one, piece))
    numbers = sorted(one.number for one, _ in pieces if one.number is not None)
    return _in_order(pieces, [parts[number].blank for number in numbers], gap)


@frozen()
class _Gap:
    """What stands between two members: of the one above, of nobody, of the one below."""

    above: str
    blank: str
    below: str


def _parted(gap: str) -> _Gap:
    lines = _LINE.findall(gap)
    if len(lines) < 2 and not gap.endswith("\n"):  # noqa: PLR2004 - both members stand on one line
        return _Gap("", gap, "")
    first_blank = next((number for number, line in enumerate(lines[1:], start=1) if not line.strip()), None)
    held = first_blank if first_blank is not None and gap.strip() else 1
    text_at = next((number for number in range(held, len(lines)) if lines[number].strip()), len(lines))
    above = "".join(lines[:held])
    bare = above.rstrip("\r\n")
    return _Gap(bare, above[len(bare) :] + "".join(lines[held:text_at]), "".join(lines[text_at:]))


def _with_comments(one: Placed, parts: Sequence[_Gap]) -> str | None:
    number = one.number or 0
    above, behind = parts[number].below, parts[number + 1].above
    if one.text is not None:
        return above + one.text + behind
    left = (above + behind.lstrip()).rstrip() if above.strip() or behind.strip() else ""
    return left or None


def _in_order(pieces: Sequence[tuple[Placed, str]], blanks: Sequence[str], gap: str) -> str:
    written: list[str] = []
    standing = 0
    before = Placed(None)
    for one, piece in pieces:
        between = gap
        if one.number is not None:
            # Members may stand on one line, but not behind what is left of one that goes: that may be a comment.
            beside = before.text is not None and before.number == one.number - 1
            between = blanks[standing] if standing and (beside or "\n" in blanks[standing]) else gap
            standing += 1
        written += [between, piece] if written else [piece]
        before = one
    return "".join(written)


@frozen()
class Commas:
    """Members between commas. ``inner`` is all between the brackets; there is one member at least.

    ``comment`` begins a comment that ends with its line, "" where there are none; ``blank`` follows a comma within a
    line.
    """

    text: str
    inner: Span
    spans: Sequence[Span]
    comment: str = ""
    blank: str = " "

    @property
    def lead(self) -> str:
        """What stands before the first member."""
        return self.text[self.inner[0] : self.spans[0][0]]

    @property
    def indent(self) -> str | None:
        """The white space that members on lines of their own begin with, None where they share a line."""
        before, _, indent = self.lead.rpartition("\n")
        return indent if (before or self.lead.startswith("\n")) and not indent.strip() else None

    @property
    def gap(self) -> str:
        """The comma and the white space between two members of this collection."""
        between = (self.text[one[1] : other[0]] for one, other in pairwise(self.spans))
        plain = next((gap for gap in between if gap.strip() == ","), "")
        lead = self.lead.rpartition(",")[2]
        return plain or "," + (lead[len(lead.rstrip()) :] or self.blank)

    def arranged(self, placed: Sequence[Placed]) -> str:
        """Return what is to stand between the brackets; comments stay where they are."""
        lead, gaps = self._without_gone({one.number for one in placed if one.text is None})
        shown = [one for one in placed if one.text is not None]
        if not shown:
            left = lead.rstrip() + "".join(self._split(gap)[1] for gap in gaps)
            return left if left.strip() else ""
        tail, gap = gaps[-1], self.gap
        opened, closing = self._opened(tail)
        last_standing = max((count for count, one in enumerate(shown) if one.number is not None), default=-1)
        following = iter(gaps[:-1])
        written = [lead]
        for count, one in enumerate(shown):
            after = gap if one.number is None else opened if count == last_standing else next(following)
            written += [one.text or "", after]
        written[-1] = tail if last_standing == len(shown) - 1 else closing
        return "".join(written)

    def _without_gone(self, gone: set[int | None]) -> tuple[str, list[str]]:
        """Return what stands before the first of those that stay and what follows each, comments folded in."""
        ends = [*(start for start, _ in self.spans[1:]), self.inner[1]]
        gaps = [self.text[span[1] : end] for span, end in zip(self.spans, ends, strict=True)]
        lead = self.lead
        for number in sorted((one for one in gone if one is not None), reverse=True):
            if number:
                fold = self._folded_tail if number == len(gaps) - 1 else self._folded
                gaps[number - 1 : number + 1] = [fold(gaps[number - 1], gaps[number])]
            elif len(gaps) > 1:
                left = self._split(gaps.pop(0))[1]
                lead += left.lstrip(" \t") if left.strip() else ""
        return lead, gaps

    def _split(self, gap: str) -> tuple[str, str]:
        """Return the gap's comma, "" where it has none, and the gap without it."""
        comma = next((one for one in _SIGNS[self.comment].finditer(gap) if one.group() == ","), None)
        return (",", gap[: comma.start()] + gap[comma.end() :]) if comma else ("", gap)

    def _folded(self, before: str, after: str) -> str:
        left = self._split(after)[1]
        if not left.strip():
            return before
        return before + left.lstrip(" \t") if self._split(before)[1].strip() else after

    def _folded_tail(self, before: str, tail: str) -> str:
        left = self._split(before)[1]
        if not left.strip():
            return tail
        comma, rest = self._split(tail)
        return comma + left.rstrip() + (rest if rest.startswith(("\n", "\r")) else "\n" + rest)

    def _opened(self, tail: str) -> tuple[str, str]:
        """Return what is to stand between the last member and one that is added, and what after that."""
        bare = tail.rstrip()
        comma, left = self._split(bare)
        blank, end = self.gap.partition(",")[2], tail[len(bare) :]
        if left.strip() and "\n" not in blank:  # a comment ends with its line
            blank = end if "\n" in end else "\n" + blank
        return (bare if comma else "," + bare) + blank, comma + end


_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_SIGNS = {"": re.compile(","), "%": re.compile(r"%[^\n]*|,"), "#": re.compile(r"#[^\n]*|,")}
