"""The lists of papers, talks and courses that a person wrote into a page.

Each has its entries with their exact places, the headings by year or type within it, and what stands above it. Nothing
is looked for in code, comments, front matter and regions that are ours already.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

from pubsync.errors import SiteError
from pubsync.frozen import frozen
from pubsync.records.text import has_han
from pubsync.sites.handmade.blocks import HEADING, ITEM, Block
from pubsync.sites.handmade.headings import Heading, read_heading
from pubsync.sites.handmade.html_blocks import html_blocks
from pubsync.sites.handmade.inline import plain_words
from pubsync.sites.handmade.items import HandItem, read_item
from pubsync.sites.handmade.markdown_blocks import markdown_blocks
from pubsync.sites.handmade.masks import is_html, marked_lines, visible
from pubsync.sites.handmade.placeholders import is_placeholder_text
from pubsync.sites.handmade.written_names import legend

_LONGEST = 3_000_000
_MOST_ITEMS = 5_000
_LINK_DEFINITION = re.compile(r"^ {0,3}\[(?P<name>[^\[\]\n]{1,200})\]:\s+<?(?P<to>[^\s<>]+)>?", re.MULTILINE)
_TITLE = re.compile(r"^title\s*:\s*(?P<quote>[\"']?)(?P<title>[^\n]*?)(?P=quote)\s*$", re.MULTILINE)
_LANGUAGE = re.compile(r"^lang(?:uage)?\s*:\s*[\"']?(?P<tag>[a-z]{2})", re.MULTILINE)
_HTML_TITLE = re.compile(r"<title[^<>]*>(?P<title>[^<>]{0,200})</title>", re.IGNORECASE)
_DATE_FIRST = re.compile(
    r"^[\W_]*(?:\d{4}\s*[./年-]\s*\d{1,2}|\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{4}|\d{1,2}\s*[./]\s*\d{4}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?['’]?\d{2,4}"
    r"|\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+\d{4})",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\b(?:accept\w*|award\w*|join\w*|released?|won|invited|congrat\w*|excited|happy|glad|honou?red|selected as"
    r"|our (?:paper|work)|i (?:am|will|gave|was|have)|received|promoted|new paper|published)\b"
    "|录用|接收|获奖|加入|荣获|祝贺|入选|🎉|📢|🔥",
    re.IGNORECASE,
)
_MAY_EXPLAIN = re.compile(r"contribut|correspond|first author|一作|通讯|同等", re.IGNORECASE)
_WHOLE = re.compile(r"\bfull\b|\bcomplete\b|\ball\b|\blist\b|全部|完整|列表", re.IGNORECASE)
_HALF = 0.5


class Group(NamedTuple):
    """A heading within a list; ``key`` is its year or CSL type, "" for one that groups otherwise."""

    start: int
    end: int
    key: str
    words: str


@frozen(kw_only=True)
class HandList:
    """One list, from ``start`` to ``end`` in the page's text.

    ``section`` is ``publications``, ``talks`` or ``teaching`` by what stands above it, ``news`` or ``other`` where it
    clearly is none of them, "" where nothing tells. ``headings`` are those above it, the outermost first.
    ``grouping`` is ``year``, ``type`` or ``none`` by the headings in it. ``selected`` is whether it is headed so;
    ``partial`` whether it is of one topic or of recent ones alone; ``type`` is the CSL type that its own heading names.
    ``feet`` are what ends the own list of each of ``groups``, where each has one (see ``sections``); ``since`` is the
    first year of those, where older ones are parted otherwise. ``news`` is whether it announces. ``language`` is ``zh``
    for a Chinese list, else ``en``. ``legend`` says what marks on names mean.
    """

    path: str
    start: int
    end: int
    items: tuple[HandItem, ...]
    section: str = ""
    headings: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    feet: tuple[Group, ...] = ()
    since: str = ""
    grouping: Literal["year", "type", "none"] = "none"
    selected: bool = False
    partial: bool = False
    type: str = ""
    news: bool = False
    language: str = "en"
    legend: tuple[tuple[str, str], ...] = ()


def read_lists(text: str, path: str) -> tuple[HandList, ...]:
    """Return the lists of a Markdown or HTML page in their order; none of a page with a damaged marker of ours.

    Entries and headings within a list never overlap, and lists do not overlap each other.
    """
    if len(text) > _LONGEST:
        return ()
    try:
        seen = visible(text, path)
    except SiteError:
        return ()
    markdown = not is_html(path)
    blocks = markdown_blocks(seen, 0, len(seen)) if markdown else list(html_blocks(seen, 0, len(seen)))
    page = _Page(text, seen, path, markdown=markdown)
    drafts = list(page.drafts(page.placed(blocks)))
    return tuple(one for draft in drafts if (one := page.finished(draft)) is not None)


@dataclass(slots=True)
class _Draft:
    """A list as it is gathered."""

    above: tuple[Heading, ...]
    items: list[tuple[Block, str]] = field(default_factory=list)
    groups: list[tuple[Block, Heading]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    under: str = ""
    """The key of the heading above it that is of the list before."""


class _Page:
    def __init__(self, text: str, seen: str, path: str, *, markdown: bool) -> None:
        self._text = text
        self._seen = seen
        self._path = path
        self._markdown = markdown
        self._targets = _targets(seen) if markdown else {}
        self._title = _page_title(text, path)
        self._barred = sorted(marked_lines(text))
        self._legend = legend(plain_words(self._legend_words(), markdown=markdown))

    def _legend_words(self) -> str:
        """The lines of the page that may say what marks mean."""
        lines = (line for line in self._seen.splitlines() if len(line) < 600)  # noqa: PLR2004 - a legend is short
        return "\n".join(line for line in lines if _MAY_EXPLAIN.search(line))

    def placed(self, blocks: Sequence[Block]) -> list[Block]:
        """Return the blocks in order, at whole lines where they share none; what overlaps another is left out."""
        found: list[Block] = []
        ordered = sorted((self._on_lines(block) for block in blocks), key=lambda one: (one.start, -one.end))
        limits = [*(one.start for one in ordered[1:]), len(self._text)]
        for block, limit in zip(ordered, limits, strict=False):
            if not found or block.start >= found[-1].end:
                found.append(self._with_unseen(block, limit))
        return found

    def _with_unseen(self, block: Block, limit: int) -> Block:
        """Return an entry with the lines right below it that belong to it but are not to be looked into."""
        end = block.end
        own_line = self._text[block.start : block.end].partition("\n")[0]
        while block.kind == ITEM and end < limit and self._text[end - 1] == "\n" and not self._is_barred(end, end + 1):
            after = self._text.find("\n", end) + 1 or len(self._text)
            line = self._text[end:after]
            goes_on = block.sign in ("bullet", "number", "paragraph") or _indent(line) > _indent(own_line)
            if not line.strip() or self._seen[end:after].strip() or not goes_on:
                break
            end = after
        return block._replace(end=end)

    def _on_lines(self, block: Block) -> Block:
        start = self._text.rfind("\n", 0, block.start) + 1
        after = self._text.find("\n", block.end - 1) if block.end > block.start else block.end
        end = len(self._text) if after < 0 else after + 1
        start = start if not self._text[start : block.start].strip(" \t\ufeff") else block.start
        end = end if not self._text[block.end : end].strip() else block.end
        # An entry without an end tag ends where the next begins, whose line is none of its own.
        line = self._text.rfind("\n", 0, end) + 1
        end = line if block.start < line < end and not self._text[line:end].strip(" \t") else end
        return block._replace(start=start, end=end)

    def drafts(self, blocks: Sequence[Block]) -> Iterator[_Draft]:
        """Yield the lists: an entry belongs to the one above it unless another heading or a marker stands between."""
        above: list[tuple[int, Heading]] = []
        draft = _Draft(())
        before = 0
        for block in blocks:
            if self._is_barred(before, block.end) and draft.items:
                yield draft
                draft = _Draft(draft.above)
            before = block.end
            if block.kind == HEADING:
                heading = read_heading(self._seen[block.inner : block.end])
                if self._groups(draft, heading, above):
                    draft.groups.append((block, heading))
                    continue
                yield draft
                above = [one for one in above if one[0] < block.level]
                above.append((block.level, heading))
                draft = _Draft(tuple(one for _, one in above))
            elif block.kind == ITEM:
                if draft.items and self._begins_another(draft, block):
                    done, draft = self._parted(draft)
                    yield done
                draft.items.append((block, self._key(draft)))
            else:
                draft.words.append(self._seen[block.start : block.end][:600])
        yield draft

    def _groups(self, draft: _Draft, heading: Heading, above: Sequence[tuple[int, Heading]]) -> bool:
        """Whether a heading parts the list that is being gathered, rather than beginning another."""
        last = draft.groups[-1][1] if draft.groups else None
        if heading.groups:
            return last is None or last.groups
        if not heading.type or heading.section != "publications" or (last and last.groups):
            return False
        of_all = bool(above) and above[-1][1].section == "publications" and not above[-1][1].type
        return last is not None or (of_all and not draft.items)

    def _begins_another(self, draft: _Draft, block: Block) -> bool:
        """Whether an entry is of another list, with no heading between: of other tags, or of those after the years."""
        last, group = draft.items[-1]
        new_group = bool(draft.groups) and draft.groups[-1][0].start > last.start
        if not new_group:
            return block.holder != last.holder
        return not group and block.sign != last.sign

    def _parted(self, draft: _Draft) -> tuple[_Draft, _Draft]:
        """Return a draft as it ends with its last entry, and the one that goes on below the same headings."""
        last = draft.items[-1][0].start
        later = [one for one in draft.groups if one[0].start > last]
        earlier = [one for one in draft.groups if one[0].start < last]
        return replace(draft, groups=earlier), _Draft(draft.above, groups=later, under=self._key(draft))

    def _key(self, draft: _Draft) -> str:
        heading = draft.groups[-1][1] if draft.groups else None
        return (heading.year or heading.type) if heading else draft.under

    def _is_barred(self, start: int, end: int) -> bool:
        """Whether a marker of ours stands on a line that begins in between."""
        at = bisect_left(self._barred, start)
        return at < len(self._barred) and self._barred[at] < end

    def finished(self, draft: _Draft) -> HandList | None:
        """Return a draft as a list, None where it has no entries."""
        kept = [(block, group) for block, group in draft.items if not self._is_barred(block.start, block.end)]
        items = tuple(self._item(block, group) for block, group in kept[:_MOST_ITEMS])
        items = tuple(one for one in items if one.words and not is_placeholder_text(one.title or one.words, one.markup))
        if not items:
            return None
        groups = tuple(Group(block.start, block.end, one.year or one.type, one.words) for block, one in draft.groups)
        section, telling = self._section(draft.above)
        selected = any(one.selected for one in draft.above[-2:])
        chinese = _is_chinese(draft.above, items, self._text)
        meanings = legend("\n".join([*(one.words for one in draft.above), *draft.words])) or self._legend
        return HandList(
            path=self._path,
            start=min(items[0].start, *(one.start for one in groups)) if groups else items[0].start,
            end=items[-1].end,
            items=tuple(replace(one, selected=selected, legend=one.legend or tuple(meanings.items())) for one in items),
            section=section,
            headings=tuple(one.words for one in draft.above),
            groups=tuple(one for one in groups if one.start < items[-1].start),
            grouping=_grouping(groups),
            selected=selected,
            partial=bool(draft.above and telling) and _is_partial(draft.above[-1], telling),
            type=draft.above[-1].type if draft.above else "",
            news=section == "news" or _is_news(items),
            language="zh" if chinese else "en",
            legend=tuple(meanings.items()),
        )

    def _item(self, block: Block, group: str) -> HandItem:
        markdown = self._reads_as_markdown(block)
        item = read_item(self._text, self._seen, block, markdown=markdown, targets=self._targets)
        begins_line = block.start == 0 or self._text[block.start - 1] == "\n"
        ends_line = block.end == len(self._text) or self._text[block.end - 1] == "\n"
        return replace(item, group=group, whole=begins_line and ends_line)

    def _reads_as_markdown(self, block: Block) -> bool:
        if not self._markdown:
            return False
        return block.sign not in ("li", "tr", "dd", "p") or "markdown=" in self._text[block.start : block.end]

    def _section(self, above: Sequence[Heading]) -> tuple[str, Heading | None]:
        """Return the section by the innermost heading that tells, else by the page's title, and that heading."""
        for heading in reversed(above):
            if heading.section:
                return heading.section, heading
        return self._title.section, self._title if self._title.section else None


def _is_partial(heading: Heading, telling: Heading | None) -> bool:
    """Whether a list is of a part alone: of recent ones, or below a heading that names a topic within its section."""
    return heading.recent or (heading is not telling and not _WHOLE.search(heading.words))


def _grouping(groups: Sequence[Group]) -> Literal["year", "type", "none"]:
    if any(one.key.isdecimal() for one in groups):
        return "year"
    return "type" if any(one.key for one in groups) else "none"


def _is_news(items: Sequence[HandItem]) -> bool:
    dated = [one for one in items if _DATE_FIRST.match(one.words)]
    if len(dated) <= _HALF * len(items):
        return False
    return sum(bool(_ANNOUNCES.search(one.words)) for one in dated) > _HALF * len(dated)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _is_chinese(above: Sequence[Heading], items: Sequence[HandItem], text: str) -> bool:
    if above:
        return above[-1].chinese
    language = _LANGUAGE.search(text[:4_000])
    if language:
        return language["tag"] == "zh"
    return sum(has_han(one.words) for one in items) > _HALF * len(items)


def _targets(seen: str) -> Mapping[str, str]:
    return {found["name"].strip().casefold(): found["to"] for found in _LINK_DEFINITION.finditer(seen)}


def _page_title(text: str, path: str) -> Heading:
    """Return what the page's own title says, else its file's name."""
    head = text[:4_000]
    front = _TITLE.search(head) if head.lstrip("\ufeff").startswith("---") else None
    found = front or _HTML_TITLE.search(head)
    heading = read_heading(found["title"]) if found else Heading("")
    name = PurePosixPath(path)
    stem = name.parent.name if name.stem in ("index", "_index") else name.stem
    return heading if heading.section else read_heading(stem.replace("-", " ").replace("_", " "))
