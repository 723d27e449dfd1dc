"""The marked regions of a text file: finding them, and putting text into them, every byte around them kept.

    <!-- pubsync:begin publications group_by=year lang=zh -->
    … lines of ours …
    <!-- pubsync:end -->

    Over <!-- pubsync:count publications round=down:10 -->60<!-- pubsync:end --> papers.

Attributes are ``name=value`` or ``name="value with blanks"``. What quotes a marker as code is none: fenced blocks and
code spans (CommonMark 0.31, 4.5 and 6.1) in all but HTML files, ``<pre>`` and ``<code>`` elements in all.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from pubsync.errors import SiteError
from pubsync.frozen import frozen
from pubsync.sites.codeblocks import comments
from pubsync.sites.frontmatter import newline_of

_COMMENT_OF_OURS = re.compile(r"<!--\s*pubsync\s*:", re.IGNORECASE)
_MARKER = re.compile(r"<!--\s*pubsync:(?P<word>begin|count|end)(?=\s|-->)(?P<rest>.*?)\s*-->", re.DOTALL)
_NAME = re.compile(r"\s+([A-Za-z_][\w-]*)(?=\s|$)")
_ATTRIBUTE = re.compile(
    r"""\s+(?P<name>[A-Za-z_][\w-]*)=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'“”]+))(?=\s|$)"""
)
_PLAIN_VALUE = re.compile(r"""[^\s"'“”]+""")
_IN_ID = re.compile(r"""\s(?P<name>[A-Za-z_][\w-]*)=(?P<value>"(?:[^"\\]|\\.)*"|[^\s"]+)""")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_REST_OF_LINE = re.compile(r"[ \t]*\r?\n")
_MOST_FOUND = 16
"""Texts whose regions are remembered: a run asks several times of a page and goes on to the next."""
_REMEDY = "mend it: `<!-- pubsync:begin NAME name=value -->` and `<!-- pubsync:end -->` stand around a region"


@frozen(kw_only=True)
class Region:
    """One region of a file.

    ``id`` names it there: its name, its attributes in alphabetical order, its number among equals. ``text`` is what
    stands between the markers, from ``start`` to ``end``, in characters of the file's text: whole lines, where the
    markers have lines of their own. ``line`` is that of its first marker.
    """

    id: str
    name: str
    attributes: tuple[tuple[str, str], ...]
    count: bool
    """Whether it is a number in running text."""
    text: str
    start: int
    end: int
    line: int
    indent: str = ""
    """What new lines of the region begin with: the marker's own indentation."""

    def attribute(self, name: str) -> str:
        """Return an attribute's value, "" where it is not given."""
        return dict(self.attributes).get(name, "")


@frozen()
class _Marker:
    word: str
    rest: str
    start: int
    end: int
    line: int


@lru_cache(maxsize=_MOST_FOUND)
def find(text: str, path: str) -> tuple[Region, ...]:
    """Return the regions of a file's text in their order.

    Raises:
        SiteError: with file and line, for a damaged marker: a begin without an end, an end without a begin, a region
            within another, attributes that can't be read, a number that is not on one line.
    """
    found: list[Region] = []
    opened: _Marker | None = None
    for marker in _markers(text, path):
        if marker.word == "end" and opened is None:
            raise _damaged(path, marker.line, "a region ends that never began")
        if marker.word != "end" and opened is not None:
            raise _damaged(path, marker.line, f"a region begins within the one of line {opened.line}")
        if opened is not None:
            found.append(_region(text, path, opened, marker))
        opened = None if marker.word == "end" else marker
    if opened is not None:
        raise _damaged(path, opened.line, "a region begins that never ends")
    return tuple(_numbered(found))


def region_id(name: str, attributes: Mapping[str, str] | None = None, *, count: bool = False) -> str:
    """Return the id of a file's first region of that name with those attributes."""
    written = [f"{key}={_value_text(value)}" for key, value in sorted((attributes or {}).items())]
    return " ".join([f"count:{name}" if count else name, *written])


def attribute_in(identity: str, name: str) -> str:
    """Return the attribute that a region's id tells, "" where it has none."""
    value = next((found[2] for found in _IN_ID.finditer(identity) if found[1] == name), "")
    if not value.startswith('"'):
        return value
    try:
        return str(json.loads(value))
    except ValueError:  # no id that was made here
        return ""


def match_bases(regions: Sequence[Region], base_ids: Iterable[str]) -> dict[str, str]:
    """Map the ids of regions to those that their base has.

    Where a person changed attributes, what is left of one name is matched in order; not so a blank region, which is
    new.
    """
    left = list(base_ids)
    matched: dict[str, str] = {}
    for alike in _alike(regions):
        known = [region.id for region in alike if region.id in left]
        # Of several alike, a blank one more than there were is the new one, wherever it stands.
        written = [region for region in alike if region.text.strip()] if len(alike) > len(known) else alike
        if len(written) > len(known):  # one was filled by hand: those that were known keep their own
            written = [region for region in written if region.id in left]
        matched |= {region.id: former for region, former in zip(written, known, strict=False)}
    left = [base_id for base_id in left if base_id not in matched.values()]
    for region in regions:
        head = region_id(region.name, count=region.count)
        former = next((base_id for base_id in left if base_id.partition(" ")[0] == head), None)
        if former is not None and region.id not in matched and region.text.strip():
            matched[region.id] = former
            left.remove(former)
    return matched


def _alike(regions: Sequence[Region]) -> list[list[Region]]:
    """Regions of one name and the same attributes, together, in the order of the file."""
    found: dict[tuple[str, tuple[tuple[str, str], ...], bool], list[Region]] = {}
    for region in regions:
        found.setdefault((region.name, region.attributes, region.count), []).append(region)
    return list(found.values())


def fill(text: str, path: str, texts: Mapping[str, str]) -> str:
    """Return ``text`` with the regions named in ``texts`` holding those texts; all else stays byte for byte.

    The markers stay as they stand; an end on the line of its begin, or of text, moves to a line of its own.

    Raises:
        SiteError: as ``find``; also where a text would change what the markers mean, as by holding one.
    """
    regions = find(text, path)
    pieces, done = [], 0
    for region in regions:
        wanted = texts.get(region.id, region.text)
        if wanted == region.text or not (wanted.strip() or region.text.strip()):
            continue
        pieces += [text[done : region.start], wanted if region.count else _on_own_lines(text, region, wanted)]
        done = region.end
    filled = "".join([*pieces, text[done:]])
    expected = [(region.id, texts.get(region.id, region.text).strip()) for region in regions]
    if pieces and expected != _ids_and_texts(filled, path):
        message = "what is to be written would change what the markers mean"
        raise SiteError(message, where=path, remedy="look near them for a marker too many, or code that is not closed")
    return filled


def _ids_and_texts(text: str, path: str) -> list[tuple[str, str]]:
    try:
        return [(region.id, region.text.strip()) for region in find(text, path)]
    except SiteError:
        return []


def outside(text: str, path: str) -> str:
    """Return all of a file's text but what stands in its regions.

    Raises:
        SiteError: as ``find``.
    """
    pieces, done = [], 0
    for region in find(text, path):
        pieces.append(text[done : region.start])
        done = region.end
    return "".join([*pieces, text[done:]])


def without_markers(text: str, path: str) -> str:
    """Return a file's text without its markers; what stands between them stays.

    A marker on a line of its own goes with the line. Where text stands right above and below it, a blank line takes
    its place: Markdown would else take both for one paragraph.

    Raises:
        SiteError: as ``find``.
    """
    find(text, path)
    pieces, done = [], 0
    for marker in _markers(text, path):
        start, end = _own_line(text, marker) or (marker.start, marker.end)
        before, after = text[done:start], text[end:]
        pieces.append(before)
        above = ("".join(pieces) or "\n").rsplit("\n", 2)[-2:]
        if end > marker.end and above[0].strip() and after.partition("\n")[0].strip():
            pieces.append(newline_of(text))
        done = end
    return "".join([*pieces, text[done:]])


def _own_line(text: str, marker: _Marker) -> tuple[int, int] | None:
    """Where the marker's line begins and ends, line end included; None where something else stands on it."""
    start = text.rfind("\n", 0, marker.start) + 1
    rest = _REST_OF_LINE.match(text, marker.end)
    if text[start : marker.start].strip() or rest is None:
        return None
    return start, rest.end()


def _on_own_lines(text: str, region: Region, wanted: str) -> str:
    newline = newline_of(text)
    begins_line = region.start == 0 or text[region.start - 1] == "\n"
    ends_line = region.text.endswith("\n") or (begins_line and not region.text)
    if not wanted:
        return wanted
    if not wanted.endswith("\n") and (ends_line or not region.text.strip()):
        wanted += newline
    after = region.indent if wanted.endswith("\n") and not ends_line else ""
    return ("" if begins_line else newline) + wanted + after


def _markers(text: str, path: str) -> Iterator[_Marker]:
    for start, end in comments(text, markdown=not path.casefold().endswith((".html", ".htm"))):
        if not _COMMENT_OF_OURS.match(text, start):
            continue
        line = text.count("\n", 0, start) + 1
        marker = _MARKER.fullmatch(text, start, end)
        if marker is None or (marker["word"] == "end" and marker["rest"].strip()):
            shown = " ".join(text[start : min(end, start + 80)].split())
            raise _damaged(path, line, f"{shown!r} is none that pubsync knows")
        yield _Marker(marker["word"], marker["rest"], start, end, line)


def _region(text: str, path: str, begin: _Marker, end: _Marker) -> Region:
    name, attributes = _name_and_attributes(begin, path)
    count = begin.word == "count"
    if count and "\n" in text[begin.end : end.start]:
        raise _damaged(path, begin.line, "a count and its end are not on one line")
    start, stop = (begin.end, end.start) if count else _inner(text, begin.end, end.start)
    return Region(
        id=region_id(name, attributes, count=count),
        name=name,
        attributes=tuple(sorted(attributes.items())),
        count=count,
        text=text[start:stop],
        start=start,
        end=stop,
        line=begin.line,
        indent="" if count else _indent(text[text.rfind("\n", 0, begin.start) + 1 : begin.start]),
    )


def _inner(text: str, after_begin: int, before_end: int) -> tuple[int, int]:
    rest = _REST_OF_LINE.match(text, after_begin)
    start = rest.end() if rest else after_begin
    line_start = text.rfind("\n", 0, before_end) + 1
    own_line = line_start >= start and not text[line_start:before_end].strip(" \t")
    return start, line_start if own_line else before_end


def _indent(before: str) -> str:
    if not before.strip(" \t"):
        return before
    return " " * len(before) if _LIST_ITEM.fullmatch(before) else ""


def _name_and_attributes(marker: _Marker, path: str) -> tuple[str, dict[str, str]]:
    name = _NAME.match(marker.rest)
    if name is None:
        raise _damaged(path, marker.line, f"a {marker.word} names no region")
    attributes: dict[str, str] = {}
    at = name.end()
    while at < len(marker.rest):
        found = _ATTRIBUTE.match(marker.rest, at)
        if found is None:
            raise _damaged(path, marker.line, f"{marker.rest[at:].strip()!r} is not written as name=value")
        if found["name"] in attributes:
            raise _damaged(path, marker.line, f"the attribute {found['name']!r} stands twice")
        attributes[found["name"]] = found["double"] or found["single"] or found["bare"] or ""
        at = found.end()
    return name.group(1), attributes


def _value_text(value: str) -> str:
    return value if _PLAIN_VALUE.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _numbered(regions: Iterable[Region]) -> Iterator[Region]:
    seen: Counter[str] = Counter()
    for region in regions:
        seen[region.id] += 1
        yield region if seen[region.id] == 1 else replace(region, id=f"{region.id} #{seen[region.id]}")


def _damaged(path: str, line: int, what: str) -> SiteError:
    return SiteError(f"damaged marker: {what}", where=f"{path}:{line}", remedy=_REMEDY)
