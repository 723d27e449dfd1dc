"""The markers that go around a list of a person's: what they ask for, so that ours is written as theirs was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from pubsync.sites.frontmatter import newline_of
from pubsync.sites.handmade.items import HandItem
from pubsync.sites.handmade.lists import Group, HandList
from pubsync.sites.handmade.matching import MatchedList

_FEWEST_YEARS = 3
_FEWEST_OF_STANDARD = 2
_NUMBERED = re.compile(r"[ \t]*\d{1,9}[.)][ \t]")
_CHINESE_STANDARD = re.compile(r"[\[［【](?:[JMCGDNPRSAZ]|EB|DB|CP|DS)(?:/OL)?[\]］】]")
"""What GB/T 7714 puts behind a title for the kind of the work."""
_NAME_OF_STANDARD = re.compile(r"gb-?t-?7714", re.IGNORECASE)
_HEADING = re.compile(r"^[ \t]*(?P<marks>#{1,6})\s|<h(?P<number>[1-6])\b", re.IGNORECASE | re.MULTILINE)


def markers(text: str, one: MatchedList, style: str = "") -> tuple[str, str]:
    """Return what goes before and after ``text[one.hand.start:one.hand.end]``; ``style`` is the site's own."""
    hand = one.hand
    newline = newline_of(text)
    line = text[text.rfind("\n", 0, hand.start) + 1 :][:200].partition("\n")[0]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    begins_line = hand.start == 0 or text[hand.start - 1] == "\n"
    ends_line = hand.end > 0 and text[hand.end - 1] == "\n"
    attributes = "".join(f" {name}={value}" for name, value in (*_attributes(one), *_form(text, hand, style)))
    begin = f"{indent}<!-- pubsync:begin {one.section}{attributes} -->{newline}"
    end = f"{indent}<!-- pubsync:end -->{newline}"
    return ("" if begins_line else newline) + begin, ("" if ends_line else newline) + end


def _attributes(one: MatchedList) -> Iterator[tuple[str, str]]:
    hand = one.hand
    if one.section == "publications" or hand.grouping != "none":
        yield "group_by", hand.grouping
    if hand.language != "en":
        yield "lang", hand.language
    if hand.selected and one.section == "publications":
        yield "selected", "yes"
    # A year's heading below that of a type may begin another list: what the entries are decides.
    types = hand.type.split(",")
    if hand.type and hand.grouping != "type" and all(match.type in types for match in one.matches if match):
        yield "type", hand.type
    if hand.since:
        yield "since", hand.since
    if _is_oldest_first(one):
        yield "sort", "oldest"


def _form(text: str, hand: HandList, style: str) -> Iterator[tuple[str, str]]:
    """How entries and headings are written: lists stay HTML, tables or numbered, headings keep their level."""
    sign = Counter(item.sign for item in hand.items).most_common(1)[0][0]
    if sign in ("li", "tr"):
        yield "template", "list"
    if sign == "tr":
        yield "rows", "own"
    if sign == "number" and all(_NUMBERED.match(text, item.start) for item in hand.items if item.sign == sign):
        yield "template", "numbered"
    standard = sum(bool(_CHINESE_STANDARD.search(item.words)) for item in hand.items)
    if standard >= _FEWEST_OF_STANDARD and not _NAME_OF_STANDARD.search(style):
        yield "style", "gb-t-7714"
    levels = {level for group in hand.groups if (level := _level(text, group))}
    if hand.grouping != "none" and len(levels) == 1 and levels != {"3"}:
        yield "level", next(iter(levels))
    if hand.feet or (hand.grouping == "year" and not all(_is_plain(text, group, levels) for group in hand.groups)):
        yield "headings", "own"


def _level(text: str, group: Group) -> str:
    """Return the level of a heading, tags around it or not; "" for one that is only bold."""
    found = _HEADING.search(text, group.start, group.end)
    return "" if found is None else found["number"] or str(len(found["marks"]))


def _is_plain(text: str, group: Group, levels: Collection[str]) -> bool:
    """Whether a year's heading is written as ours would be; one that is none of ours stays in any case."""
    standing = "".join(own_lines(text, group).split())
    plain = [(f"{'#' * int(level)}{group.key}", f"<h{level}>{group.key}</h{level}>") for level in levels]
    return not group.key or any(standing in forms for forms in plain)


def _is_oldest_first(one: MatchedList) -> bool:
    years = [match.year for match in one.matches if match and match.year]
    return len(set(years)) >= _FEWEST_YEARS and years == sorted(years)


def own_lines(text: str, part: HandItem | Group) -> str:
    """Return the lines of an entry or heading as the base has them: without the list's indentation and outer blanks."""
    lines = text[part.start : part.end].replace("\r\n", "\n").strip("\n").split("\n")
    first = lines[0]
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    return "\n".join(line.removeprefix(indent) for line in lines) + "\n"
