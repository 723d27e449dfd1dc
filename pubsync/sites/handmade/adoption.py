"""A page as it is to be once a list of a person's is taken over: markers around it, and every other byte as it was.

The base that comes with it says that the matched entries and their years' headings were written by pubsync as they
stand, so that the next plan puts its own in their place; all else in the list counts as the person's own lines. What
an entry says beyond our own line is kept by an override of that entry.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pubsync.curation import Decision
from pubsync.edits.rows import cells_of
from pubsync.errors import SiteError
from pubsync.frozen import frozen
from pubsync.records.base import Chunk, FileBase
from pubsync.records.work import Work
from pubsync.sites.assembly import tell
from pubsync.sites.handmade.entry_words import Subject
from pubsync.sites.handmade.items import HandItem
from pubsync.sites.handmade.leftovers import says_more
from pubsync.sites.handmade.lists import Group, HandList
from pubsync.sites.handmade.markers import markers, own_lines
from pubsync.sites.handmade.matching import MatchedList
from pubsync.sites.regions import Region, find

_SIGNS = frozenset({"bullet", "number"})
_UNMARKABLE = {
    "row": "its entries are rows of a Markdown table",
    "line": "its entries are lines of one paragraph; make each an item of a list, or a paragraph of its own",
}
"""What a comment can't stand between."""
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_TAG = re.compile(r"<(?!img\b|video\b|picture\b)[^<>]*>|&nbsp;?", re.IGNORECASE)
_HOLDING_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>div|section|article|main|body|html|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|details|center|p)\b[^<>]*>",
    re.IGNORECASE,
)
_TAGS_BEFORE = re.compile(r"(?:[ \t]*<[^<>]*>)*[ \t]*")


@frozen(kw_only=True)
class AdoptedRegion:
    """One list as taken over: ``id`` is its region's; ``keys`` are what its matched entries show, in their order.

    ``sign`` says what most entries are written as (see ``Block``): ``li`` and ``dd`` stand within tags of a list.
    ``kept`` are overrides that hold entries of the person's that say more than our line would. ``legend`` is what the
    page says of marks on names, each with the role it stands for.
    """

    id: str
    section: str
    sign: str
    keys: tuple[str, ...]
    unmatched: tuple[HandItem, ...]
    kept: tuple[Decision, ...]
    legend: tuple[tuple[str, str], ...] = ()


@frozen(kw_only=True)
class AdoptedPage:
    """A page with markers around its lists, and its base; ``left`` are lists that can't be taken over, and why."""

    path: str
    text: str
    base: FileBase
    regions: tuple[AdoptedRegion, ...] = ()
    left: tuple[tuple[HandList, str], ...] = ()

    @property
    def kept(self) -> tuple[Decision, ...]:
        """All overrides that hold entries of the person's."""
        return tuple(one for region in self.regions for one in region.kept)


def plan_adoption(
    text: str,
    path: str,
    lists: Sequence[MatchedList],
    subjects: Sequence[Subject],
    base: FileBase | None = None,
    *,
    style: str = "",
) -> AdoptedPage:
    """Plan to take over the lists of a page that may be (``takes``); the others stay as they are.

    Args:
        text: the page as the lists were read from it.
        path: the page's path.
        lists: what its lists show, in their order.
        subjects: the works, talks and courses that they were matched with.
        base: what pubsync knows of the page already.
        style: the site's own citation style.

    Returns:
        The page, in which nothing of the person's is changed. ``tell`` gives no edit for its base and text.
    """
    known = {one.key: one for one in subjects}
    left = [(one.hand, one.reason) for one in lists if not one.takes]
    wrapped: list[_Wrapped] = []
    for one in lists:
        if not one.takes:
            continue
        reason = _obstacle(text, one.hand)
        found = None if reason else _wrapped_list(text, path, one, _Keeper(known, style))
        if found is None:
            left.append((one.hand, reason or "its entries can't be told apart by lines"))
        else:
            wrapped.append(found)
    return _page(text, path, wrapped, left, base)


@frozen()
class _Wrapped:
    """A list with its markers: ``before`` and ``after`` go around ``text[start:end]``."""

    start: int
    end: int
    before: str
    after: str
    matched: MatchedList
    chunks: tuple[Chunk, ...]
    kept: tuple[tuple[Subject, str], ...]


@frozen()
class _Keeper:
    """Tells which entries are to stay as the person wrote them."""

    known: Mapping[str, Subject]
    style: str
    """The site's own citation style."""

    def keeps(self, item: HandItem, subject: Subject) -> bool:
        return says_more(item, subject) or _has_more_cells(item)


def _has_more_cells(item: HandItem) -> bool:
    """Whether a row says something in more than one cell: ours would say all in one."""
    cells = cells_of(item.markup) if item.sign == "tr" else ()
    return sum(bool(_TAG.sub("", cell).strip()) for cell in cells) > 1


def _page(
    text: str, path: str, wrapped: Sequence[_Wrapped], left: list[tuple[HandList, str]], base: FileBase | None
) -> AdoptedPage:
    old = base or FileBase()
    adopted, regions = _with_markers(text, path, wrapped)
    return AdoptedPage(
        path=path,
        text=adopted,
        base=replace(old, regions=(*old.regions, *((region.id, one.chunks) for region, one in regions))),
        regions=tuple(_region(path, region, one) for region, one in regions),
        left=tuple(left),
    )


def _region(path: str, region: Region, one: _Wrapped) -> AdoptedRegion:
    signs = Counter(item.sign for item in one.matched.hand.items)
    return AdoptedRegion(
        id=region.id,
        section=one.matched.section,
        sign=signs.most_common(1)[0][0],
        keys=tuple(chunk.key for chunk in one.chunks if chunk.kind == "entry"),
        unmatched=one.matched.unmatched,
        legend=one.matched.hand.legend,
        kept=tuple(
            Decision(kind="override", path=path, records=subject.records, place=f"entry:{region.id}", value=value)
            for subject, value in one.kept
        ),
    )


def _with_markers(text: str, path: str, wrapped: Sequence[_Wrapped]) -> tuple[str, list[tuple[Region, _Wrapped]]]:
    """Return the page with the markers, and the region that each list has become.

    Raises:
        SiteError: where a marker is damaged.
    """
    pieces, done, length = [], 0, 0
    places: dict[int, _Wrapped] = {}
    for one in sorted(wrapped, key=lambda one: one.start):
        inserted = [text[done : one.start], one.before, text[one.start : one.end], one.after]
        places[length + len(inserted[0]) + len(one.before)] = one
        pieces += inserted
        length += sum(map(len, inserted))
        done = one.end
    adopted = "".join([*pieces, text[done:]])
    return adopted, [(region, places[region.start]) for region in find(adopted, path) if region.start in places]


def _obstacle(text: str, hand: HandList) -> str:
    """Return why markers can't stand around a list, "" where they can."""
    reason = next((_UNMARKABLE[item.sign] for item in hand.items if item.sign in _UNMARKABLE), "")
    if reason:
        return reason
    if any(item.sign in _SIGNS and text[item.start : item.start + 1] in (" ", "\t") for item in hand.items):
        return "its entries stand within those of another list"
    inner = [item for item in hand.items[1:-1] if not item.whole]
    if inner or (len(hand.items) > 1 and not _edges_are_clean(text, hand)):
        return "several of its entries stand on one line"
    edges = [hand.start, *(edge for one in _parts(hand) for edge in (one.start, one.end)), hand.end]
    between = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if any(_ROW.search(part) for part in between):
        return "rows of its table that are no entries stand between them"
    if any(_HOLDING_TAG.search(part) and not _is_balanced(part) for part in between):
        return "tags of the page stand between its entries"
    return ""


def _edges_are_clean(text: str, hand: HandList) -> bool:
    """Whether the first entry shares its line with tags before it alone, and the last with tags after it."""
    first, last = hand.items[0], hand.items[-1]
    before = text[text.rfind("\n", 0, first.start) + 1 : first.start]
    line_end = text.find("\n", last.end - 1)
    after = text[last.end : len(text) if line_end < 0 else line_end]
    begins = first.whole or (_TAGS_BEFORE.fullmatch(before) and text[first.end - 1 : first.end] == "\n")
    ends = last.whole or (_TAGS_BEFORE.fullmatch(after) and text[last.start - 1 : last.start] == "\n")
    return bool(begins and ends)


def _parts(hand: HandList) -> list[HandItem | Group]:
    return sorted([*hand.items, *hand.groups, *hand.feet], key=lambda one: one.start)


def _is_balanced(markup: str) -> bool:
    opened: list[str] = []
    for tag in _HOLDING_TAG.finditer(markup):
        name = tag["name"].lower()
        if not tag["end"]:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def _wrapped_list(text: str, path: str, one: MatchedList, keeper: _Keeper) -> _Wrapped | None:
    """Return a list with markers and base, None where no entry can be told from its neighbours by whole lines."""
    before, after = markers(text, one, keeper.style)
    unfiltered = not one.hand.selected and not one.hand.type
    groups = _groups_of(keeper.known.values()) if unfiltered else frozenset()
    dropped: set[str] = set()
    while True:
        chunks = tuple(_chunks(text, one, dropped, groups))
        wrapped = _Wrapped(one.hand.start, one.hand.end, before, after, one, chunks, ())
        told = _told(text, path, wrapped) if any(chunk.kind == "entry" for chunk in chunks) else None
        if told is None or told & (dropped | {foot.key for foot in one.hand.feet}):
            return None
        if not told:
            break
        dropped |= told
    shown = [(item, keeper.known[key]) for item, key in one.shown if key not in dropped]
    kept = [(subject, own_lines(text, item)) for item, subject in shown if keeper.keeps(item, subject)]
    return replace(wrapped, kept=tuple(kept))


def _told(text: str, path: str, wrapped: _Wrapped) -> set[str] | None:
    """Return the keys of chunks that ``tell`` would take for edited, None where the markers are not read as meant."""
    try:
        before = [region.id for region in find(text, path)]
        adopted, regions = _with_markers(text, path, [wrapped])
        others = [region.id for region in find(adopted, path) if region.id not in {one.id for one, _ in regions}]
    except SiteError:
        return None
    if len(regions) != 1 or others != before:
        return None
    edits = tell(path, FileBase(regions=((regions[0][0].id, wrapped.chunks),)), adopted.encode())
    return {edit.key or edit.place.rpartition(":")[2] for edit in edits}


def _groups_of(subjects: Iterable[Subject]) -> frozenset[str]:
    """The years and types under which works would stand."""
    works = [one for one in subjects if isinstance(one, Work)]
    return frozenset([work.type for work in works] + [str(work.issued.year) for work in works if work.issued])


def _chunks(text: str, one: MatchedList, dropped: Collection[str], groups: Collection[str]) -> Iterator[Chunk]:
    """Yield the entries that show something known, and the headings that pubsync would put above entries too.

    ``groups`` are headings that would stand there in any case.
    """
    pairs = list(zip(one.hand.items, one.matches, strict=True))
    shown = {item.start: match for item, match in pairs if match and match.key not in dropped}
    ours = {
        item.group
        for item, match in pairs
        if match and match.key not in dropped and item.group in (match.year, match.type)
    } | {group.key for group in one.hand.groups if group.key in groups}
    ours -= {"", *dropped}
    feet = set(one.hand.feet)
    ours |= {foot.key for foot in feet}
    for part in _parts(one.hand):
        if part in feet:
            yield Chunk("foot", part.key, own_lines(text, part))
        elif isinstance(part, Group):
            if part.key in ours:
                ours.discard(part.key)
                yield Chunk("heading", part.key, own_lines(text, part))
        elif match := shown.get(part.start):
            yield Chunk("entry", match.key, own_lines(text, part))
