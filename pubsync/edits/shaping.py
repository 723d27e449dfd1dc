"""Headings and list tags of a region as the person had them: ours are written like those that stand.

A heading of a list in HTML may have the list's own tags with it: it opens the list (``<h3>2023</h3>`` and ``<ul>``),
and a chunk ``foot`` (``</ul>``) closes it. Both stay as they were; a new year's are written like its neighbours'.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from pubsync.edits.reading import RegionReading
from pubsync.frozen import frozen
from pubsync.records.base import Chunk

_TAG = re.compile(r"<[^<>]*>")
_ID = re.compile(r"\s+(?:id|name)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE)
_MARK = "\x1f"
_MOST_LETTERS = 12
"""Letters that may stand beside a year in a heading that others are written like: "Published in 2023"."""


def in_shape(wanted: Sequence[Chunk], reading: RegionReading, *, indent: str = "") -> tuple[Chunk, ...]:
    """Return the wanted chunks with headings, feet and indentation like those of what stands.

    A heading that stands stays as it is. Where lists have feet, a heading below which a person's own lines stand in
    its list stays as well, whether it is wanted or not: else they would stand in no list. Where no heading stands,
    items of lists get plain ones. ``indent`` is the region's.
    """
    shape = _Shape.of(reading)
    if not shape.headings:
        return tuple(_in_lists(wanted))
    margin = _margin(reading, indent)
    return tuple(chunk for group in _with_held(_groups(wanted), shape) for chunk in shape.chunks(group, margin))


@frozen()
class _Group:
    """A heading with its entries; ``heading`` None where they stand below none."""

    heading: Chunk | None
    entries: tuple[Chunk, ...] = ()


@frozen()
class _Shape:
    """The headings and feet last written, by their keys, and the keys of those below which lines of a person's are."""

    headings: dict[str, str]
    feet: dict[str, str]
    held: tuple[str, ...]

    @classmethod
    def of(cls, reading: RegionReading) -> _Shape:
        headings = {name.key: chunk.text for name, chunk in reading.base.items() if name.kind == "heading"}
        feet = {name.key: chunk.text for name, chunk in reading.base.items() if name.kind == "foot"}
        return cls(headings, feet, tuple(_held(reading)) if feet else ())

    def chunks(self, group: _Group, margin: str) -> Iterator[Chunk]:
        """Yield a group's chunks as they are to stand."""
        heading = group.heading
        if heading is not None:
            words = self.headings.get(heading.key) or self._new(heading)
            yield replace(heading, text=self._parted(words.strip("\n"), heading.text))
        yield from (replace(one, text=_indented(one.text, margin)) for one in group.entries)
        if heading is not None and self.feet:
            yield Chunk("foot", heading.key, self.feet.get(heading.key) or _usual(list(self.feet.values())))

    def _parted(self, words: str, ours: str) -> str:
        """Return a heading with the blank lines around it that ours has, where Markdown needs them."""
        above = "\n" if ours.startswith("\n") and not words.startswith("<") else ""
        return f"{above}{words}\n" + ("\n" if ours.endswith("\n\n") and not self.feet else "")

    def _new(self, heading: Chunk) -> str:
        """Return a heading that is new, written as most others are."""
        marked = _usual([one for key, text in self.headings.items() if (one := _with_mark(text, key))])
        if marked and heading.key.isdecimal():
            return marked.replace(_MARK, heading.key)
        if self.feet:  # it must open a list, whatever it says
            label = _TAG.sub("", heading.text).strip(" #\n")
            return _usual(list(map(_bare, self.headings.values()))).replace(_MARK, label)
        return heading.text


def _in_lists(wanted: Sequence[Chunk]) -> Iterator[Chunk]:
    """Yield the chunks, items of a list below a heading in one."""
    for group in _groups(wanted):
        listed = group.heading is not None and any(one.text.lstrip().startswith("<li") for one in group.entries)
        if group.heading is not None:
            yield replace(group.heading, text=f"{group.heading.text.rstrip()}\n<ul>\n") if listed else group.heading
        yield from group.entries
        if listed and group.heading is not None:
            yield Chunk("foot", group.heading.key, "</ul>\n")


def _held(reading: RegionReading) -> Iterator[str]:
    """Yield the keys of headings in whose lists a person's own lines stand."""
    current = ""
    for stretch in reading.stretches:
        if stretch.id is None:
            if current:
                yield current
        elif stretch.id.kind == "heading":
            current = stretch.id.key
        elif stretch.id.kind == "foot":
            current = ""


def _groups(wanted: Sequence[Chunk]) -> list[_Group]:
    found = [_Group(None)]
    for chunk in wanted:
        if chunk.kind == "heading":
            found.append(_Group(chunk))
        else:
            found[-1] = replace(found[-1], entries=(*found[-1].entries, chunk))
    return [one for one in found if one.heading or one.entries]


def _with_held(groups: list[_Group], shape: _Shape) -> list[_Group]:
    """Put the headings that stay for a person's own lines among the groups: years in order, others where they stood."""
    for key in dict.fromkeys(shape.held):
        keys = [group.heading.key if group.heading else "" for group in groups]
        if key not in keys:
            place = _place_of_year(key, keys) if key.isdecimal() else _place_after(key, keys, list(shape.headings))
            groups.insert(place, _Group(Chunk("heading", key, shape.headings[key])))
    return groups


def _place_of_year(key: str, keys: Sequence[str]) -> int:
    years = [int(one) if one.isdecimal() else None for one in keys]
    known = [year for year in years if year is not None]
    falling = len(known) < 2 or known[0] > known[-1]  # noqa: PLR2004 - one alone has no order
    later = (at for at, year in enumerate(years) if year is not None and (year < int(key)) == falling)
    return next(later, len(years))


def _place_after(key: str, keys: Sequence[str], order: Sequence[str]) -> int:
    earlier = [keys.index(one) for one in order[: order.index(key)] if one in keys]
    return max(earlier, default=-1) + 1


def _with_mark(text: str, key: str) -> str:
    """Return a heading with a mark for its year, "" where it says more than the year, or runs Liquid."""
    marked = text.replace(key, _MARK)
    words = _TAG.sub(" ", marked)
    letters = sum(letter.isalnum() for letter in words)
    if (
        "{{" in text
        or "{%" in text
        or _MARK not in words
        or letters > _MOST_LETTERS
        or any(letter.isdecimal() for letter in words)
    ):
        return ""
    return _ID.sub(lambda found: found.group() if _MARK in found.group() else "", marked)


def _bare(text: str) -> str:
    """Return a heading with a mark in place of its words, and without what names it alone."""
    found, done = [], 0
    for tag in [*_TAG.finditer(text), None]:
        words = text[done : tag.start() if tag else len(text)]
        found.append(re.sub(r"\S(?:.*\S)?", _MARK, words, flags=re.DOTALL))
        found.append(_ID.sub("", tag.group()) if tag else "")
        done = tag.end() if tag else done
    first, mark, rest = "".join(found).partition(_MARK)
    return first + mark + rest.replace(_MARK, "")


def _usual(texts: Collection[str]) -> str:
    """Return the most frequent of some texts, the first of several; "" for none."""
    return Counter(texts).most_common(1)[0][0] if texts else ""


def _margin(reading: RegionReading, indent: str) -> str:
    """Return by how much most entries stand deeper than the region."""
    cores = [one.core for one in reading.stretches if one.id and one.id.kind == "entry"]
    margin = _usual([core[: len(core) - len(core.lstrip(" \t"))] for core in cores])
    return margin.removeprefix(indent) if margin.startswith(indent) else ""


def _indented(text: str, margin: str) -> str:
    return "".join(margin + line if line.strip() else line for line in text.splitlines(keepends=True))
