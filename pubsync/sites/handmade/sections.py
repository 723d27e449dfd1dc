"""Lists in HTML of which each year, or each type, has its own tags: ``<h3>2023</h3><ul>…</ul><h3>2022</h3><ul>…</ul>``.

By year they become one list, whose headings open and whose feet close the person's own lists. By type each stays a list
of its own, where the works in it tell it from the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from pubsync.frozen import frozen
from pubsync.sites.handmade.items import HandItem
from pubsync.sites.handmade.lists import Group, HandList
from pubsync.sites.handmade.masks import visible
from pubsync.sites.handmade.matching import A_PART, Match, MatchedList

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?:\s[^<>]*)?(?P<empty>/?)>")
_VOID = frozenset({"br", "img", "hr", "input", "source", "meta", "link", "wbr", "embed", "col", "area", "base"})
_MAY_STAY_OPEN = frozenset({"p", "li", "dd", "dt", "td", "tr"})
"""Their ends may be left out (HTML Living Standard, 13.1.2.4)."""
_SIGNS = frozenset({"li", "div", "p"})
_FARTHEST = 2_000


def with_sections(text: str, path: str, lists: Sequence[MatchedList]) -> tuple[MatchedList, ...]:
    """Return the lists, those in sections of their own tags laid out so that they can be taken over.

    Lists below headings of types may be taken over where what stands in them tells them apart. One that can't be stays
    as it is.
    """
    lists = _told_by_type(lists)
    if not any(_has_sections(one) for one in lists):
        return tuple(lists)
    seen = visible(text, path)
    return tuple(laid_out for one in lists for laid_out in _laid_out(text, seen, one))


def _told_by_type(lists: Sequence[MatchedList]) -> Sequence[MatchedList]:
    """Return the lists, those of a type that were refused as parts of others taken where no type stands in two."""
    shown = [one for one in lists if one.section == "publications" and one.shown and not one.hand.news]
    parts = [one for one in shown if one.reason == A_PART]
    types = [{match.type for match in one.matches if match} for one in shown]
    told = sum(map(len, types)) == len(set().union(*types)) and all(one.hand.type for one in shown)
    if not told or any(one.hand.partial or one.hand.grouping == "type" for one in parts):
        return lists
    found = {id(one): ",".join(sorted(names)) for one, names in zip(shown, types, strict=True)}
    return [
        replace(one, reason="", hand=replace(one.hand, type=found[id(one)])) if one in parts else one for one in lists
    ]


def _has_sections(one: MatchedList) -> bool:
    return one.takes and len(one.hand.groups) > 0 and all(item.sign in _SIGNS for item in one.hand.items)


def _laid_out(text: str, seen: str, one: MatchedList) -> Sequence[MatchedList]:
    sections = _sections(one) if _has_sections(one) else []
    if not any(_splits(seen[a.items[-1].end : b.items[0].start]) for a, b in pairwise(sections)):
        return [one]
    if one.hand.grouping == "type":
        return _by_type(one, sections) or [one]
    by_year, since = _of_single_years(sections)
    spans = _spans(text, seen, by_year) if by_year else None
    return [one] if spans is None else [_in_one(one, by_year, spans, since)]


@frozen()
class _Section:
    """A heading and the entries below it, with what they show."""

    group: Group
    items: tuple[HandItem, ...]
    matches: tuple[Match | None, ...]

    @property
    def types(self) -> frozenset[str]:
        return frozenset(match.type for match in self.matches if match)

    @property
    def years(self) -> frozenset[int]:
        return frozenset(int(match.year) for match in self.matches if match and match.year)


def _sections(one: MatchedList) -> list[_Section]:
    """Return a list by its headings; none where entries stand above the first, or a heading has none."""
    groups = sorted(one.hand.groups)
    pairs = list(zip(one.hand.items, one.matches, strict=True))
    edges = [group.start for group in groups] + [one.hand.end]
    parted = [[pair for pair in pairs if first <= pair[0].start < stop] for first, stop in pairwise(edges)]
    if sum(map(len, parted)) < len(pairs) or not all(parted):
        return []
    return [
        _Section(group, tuple(item for item, _ in below), tuple(match for _, match in below))
        for group, below in zip(groups, parted, strict=True)
    ]


def _by_type(one: MatchedList, sections: Sequence[_Section]) -> list[MatchedList]:
    """Return each section as a list of its own; none where types of works do not tell them apart."""
    types = [section.types for section in sections]
    if not all(types) or sum(map(len, types)) > len(frozenset().union(*types)):
        return []
    return [
        replace(
            one,
            hand=replace(
                one.hand,
                start=section.items[0].start,
                end=section.items[-1].end,
                items=section.items,
                groups=(),
                grouping="none",
                type=",".join(sorted(section.types)),
            ),
            matches=section.matches,
        )
        for section in sections
    ]


def _of_single_years(sections: Sequence[_Section]) -> tuple[Sequence[_Section], str]:
    """Return the sections of a year each, and since when, where sections of all that is older follow them."""
    keys = [section.group.key for section in sections]
    count = next((at for at, key in enumerate(keys) if not key.isdecimal()), len(keys))
    first = min((int(key) for key in keys[:count]), default=0)
    older = sections[count:]
    if len(set(keys[:count])) < count or any(section.group.key for section in older):
        return (), ""
    if any(year >= first for section in older for year in section.years):
        return (), ""
    return sections[:count], str(first) if older else ""


class _Span(NamedTuple):
    """Whole lines of the page."""

    start: int
    end: int


class _Split(NamedTuple):
    """The tags between two entries: those that end what began above, and those that begin what ends below."""

    closing: tuple[re.Match[str], ...]
    opening: tuple[re.Match[str], ...]


def _splits(seen: str) -> bool:
    found = _split(seen, 0, len(seen))
    return found is not None and bool(found.closing)


def _split(seen: str, start: int, end: int) -> _Split | None:
    """Return the tags of ``seen[start:end]`` that have no partner in it, None where they cross."""
    closing: list[re.Match[str]] = []
    opened: list[re.Match[str]] = []
    for tag in _TAG.finditer(seen, start, end):
        name = _name(tag)
        if name in _VOID or tag["empty"]:
            continue
        if not tag["end"]:
            opened.append(tag)
            continue
        while opened and _name(opened[-1]) != name and _name(opened[-1]) in _MAY_STAY_OPEN:
            opened.pop()
        if opened and _name(opened[-1]) == name:
            opened.pop()
        elif opened:
            return None
        elif name not in _MAY_STAY_OPEN:
            closing.append(tag)
    return _Split(tuple(closing), tuple(tag for tag in opened if _name(tag) not in _MAY_STAY_OPEN))


def _name(tag: re.Match[str]) -> str:
    return tag["name"].lower()


def _names(tags: Sequence[re.Match[str]]) -> list[str]:
    return [_name(tag) for tag in tags]


def _spans(text: str, seen: str, sections: Sequence[_Section]) -> list[tuple[_Span, _Span]] | None:
    """Return the lines of each section's heading and of its foot, None where they are not whole lines of tags."""
    splits = [_split(seen, a.items[-1].end, b.items[0].start) for a, b in pairwise(sections)]
    first = _split(seen, sections[0].group.start, sections[0].items[0].start)
    if first is None or not all(splits):
        return None
    between = [one for one in splits if one]
    first = _with_wrappers(seen, sections[0].group.start, first, between[0].closing if between else None)
    heads = [first.opening, *(one.opening for one in between)]
    last = _closing_after(seen, sections[-1].items[-1].end, _names(heads[-1])[::-1])
    feet = [*(one.closing for one in between), last]
    if any(not head or _names(head)[::-1] != _names(foot) for head, foot in zip(heads, feet, strict=True)):
        return None
    found = [
        (_head_span(text, head, section.group), _foot_span(text, foot))
        for section, head, foot in zip(sections, heads, feet, strict=True)
    ]
    return found if _are_sound(text, seen, sections, found) else None


def _with_wrappers(seen: str, start: int, first: _Split, closing: Sequence[re.Match[str]] | None) -> _Split:
    """Return the tags that open the first section, with those on the lines above its heading that its foot closes."""
    missing = len(closing or ()) - len(first.opening)
    if missing <= 0:
        return first
    above = list(_TAG.finditer(seen, max(0, start - _FARTHEST), start))[-missing:]
    blank = above and not _TAG.sub("", seen[above[0].start() : start]).strip()
    return first._replace(opening=(*above, *first.opening)) if blank else first


def _closing_after(seen: str, start: int, names: Sequence[str]) -> tuple[re.Match[str], ...]:
    """Return the tags right below the last entry that close what its heading opened."""
    tags = _TAG.finditer(seen, start, start + _FARTHEST)
    found = [tag for tag in tags if _name(tag) not in _MAY_STAY_OPEN][: len(names)]
    return tuple(found) if all(tag["end"] for tag in found) else ()


def _head_span(text: str, opening: Sequence[re.Match[str]], group: Group) -> _Span:
    start = min(opening[0].start(), group.start)
    return _Span(text.rfind("\n", 0, start) + 1, _line_end(text, max(opening[-1].end(), group.end)))


def _foot_span(text: str, closing: Sequence[re.Match[str]]) -> _Span:
    return _Span(text.rfind("\n", 0, closing[0].start()) + 1, _line_end(text, closing[-1].end()))


def _line_end(text: str, at: int) -> int:
    if text[at - 1 : at] == "\n":
        return at
    return text.find("\n", at) + 1 or len(text)


def _are_sound(text: str, seen: str, sections: Sequence[_Section], spans: Sequence[tuple[_Span, _Span]]) -> bool:
    """Whether headings and feet hold nothing but tags and the heading's words, and overlap nothing."""
    edges: list[int] = []
    for section, (head, foot) in zip(sections, spans, strict=True):
        edges += [*head, section.items[0].start, section.items[-1].end, *foot]
        around = (
            seen[head.start : section.group.start],
            seen[section.group.end : head.end],
            seen[foot.start : foot.end],
        )
        if any(_TAG.sub("", words).strip() for words in around):
            return False
        if any(text[span.start : span.end] != seen[span.start : span.end] for span in (head, foot)):
            return False
    return edges == sorted(edges)


def _in_one(
    one: MatchedList, sections: Sequence[_Section], spans: Sequence[tuple[_Span, _Span]], since: str
) -> MatchedList:
    """Return the sections as one list by year."""
    heads = tuple(_group(section, head) for section, (head, _) in zip(sections, spans, strict=True))
    feet = tuple(_group(section, foot) for section, (_, foot) in zip(sections, spans, strict=True))
    hand: HandList = replace(
        one.hand,
        start=heads[0].start,
        end=feet[-1].end,
        items=tuple(item for section in sections for item in section.items),
        groups=heads,
        feet=feet,
        grouping="year",
        since=since,
    )
    return replace(one, hand=hand, matches=tuple(match for section in sections for match in section.matches))


def _group(section: _Section, span: _Span) -> Group:
    return section.group._replace(start=span.start, end=span.end)
