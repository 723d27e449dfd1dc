"""Lists that a person wrote into pages by hand: which works they show, and taking them over as marked regions.

A list is taken over only on the person's word, after they saw what it would become. What its entries say beyond the
sources is kept as decisions; entries that show nothing known stay word for word.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from pubsync.curation import Decision
from pubsync.errors import SettingsError, SiteError
from pubsync.frozen import frozen
from pubsync.pipeline.run import Outcome, Supposed, SyncOptions, offline_outcome, sync_site
from pubsync.records.base import FileBase, Value
from pubsync.report import counted
from pubsync.settings import SIGN
from pubsync.sites.frontmatter import decode
from pubsync.sites.handmade.adoption import AdoptedPage, AdoptedRegion, plan_adoption
from pubsync.sites.handmade.decisions import decisions_from_item
from pubsync.sites.handmade.entry_words import Subject
from pubsync.sites.handmade.lists import read_lists
from pubsync.sites.handmade.matching import MatchedList, match_items
from pubsync.sites.handmade.placing import Years, in_places
from pubsync.sites.handmade.sections import with_sections
from pubsync.sites.tree import SiteTree

_LONGEST = 70
_FORTHCOMING = 9999
"""The year of what has none yet: it stands first."""
_OCCASIONS = ("talks", "teaching")
_REMEDIES = {
    "publications": "give it an entry in a .bib file",
    "talks": "write it into talks.yaml",
    "teaching": "write it into teaching.yaml",
}
_DRAFTED = "pubsync adopt --draft drafts that"
_NAMED = 5
"""Entries of a list that are named one by one; of more a number is told."""


@frozen()
class FoundPage:
    """A page with lists: as it would be taken over, what its entries decide, and the change of the page.

    Where entries of the person's own change their place for it, ``adopted`` is the page with them there.
    """

    adopted: AdoptedPage
    decisions: tuple[Decision, ...] = ()
    diff: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    """What pubsync writes behind the name of an author who has a role."""
    fault: str = ""
    """Why the page can't be read at all; then nothing else is known of it."""

    @property
    def takes(self) -> bool:
        """Whether any of its lists can be taken over."""
        return bool(self.adopted.regions)


def find_lists(root: Path, paths: Sequence[str] = ()) -> tuple[FoundPage, ...]:
    """Return the pages with hand-written lists of what is known, and what each would become.

    ``paths`` are the pages to look at, by default all of the site; of those, one that can't be read is told with its
    ``fault``.

    Raises:
        SettingsError: where a path is no page of the site.
        PubsyncError: where the site can't be read, or a page of ``paths``.
    """
    outcome = offline_outcome(root)
    tree = SiteTree(outcome.loaded.root)
    for path in paths:
        if tree.read(path) is None:
            raise SettingsError("no such page", where=path, remedy="give its path from the site's folder")
    entry_files = _entry_files(outcome)
    looked_at = [path for path in (paths or tree.pages()) if path not in entry_files]
    found = [_found(outcome, tree, path) if paths else _looked_at(outcome, tree, path) for path in looked_at]
    return tuple(one for one in found if one)


def take_over(root: Path, pages: Sequence[FoundPage]) -> Outcome:
    """Put markers around the lists, keep what their entries decide, and bring the pages up to date, asking no source.

    Raises:
        PubsyncError: where a page changed since it was looked at, or can't be written; nothing is written then.
    """
    supposed = Supposed(
        contents={one.adopted.path: one.adopted.text.encode() for one in pages},
        bases={one.adopted.path: one.adopted.base for one in pages},
        decisions=[decision for one in pages for decision in one.decisions],
    )
    return sync_site(root, SyncOptions(offline=True), supposed=supposed)


def found_lines(page: FoundPage) -> Iterator[str]:
    """Yield what was found on a page and what would become of it."""
    path = page.adopted.path
    if page.fault:
        yield f"{path}: left alone: {page.fault}"
    for region in page.adopted.regions:
        are = "is" if len(region.keys) == 1 else "are"
        yield f"{path}: {counted(len(region.keys), 'entry', 'entries')} of {region.section} {are} known"
        yield from (f"  {line}" for line in _legend_lines(region, page.marks))
        yield from _named("no source names it", [item.words for item in region.unmatched])
        if region.unmatched:
            remedy = f"{_REMEDIES[region.section]} ({_DRAFTED}), then sync"
            yield f"  to have such an entry counted, and in your other lists: {remedy}"
        yield from _named("it says more than the sources do", [str(one.value) for one in region.kept])
    kept = Counter(f"{one.field}: {_in_words(one.value)}" for one in page.decisions if one.kind == "patch")
    for what, times in kept.items():
        yield f"  kept from your list: {what}" + (f" (of {times} entries)" if times > 1 else "")
    for hand, reason in page.adopted.left:
        if hand.section == "other":  # education, service and the like: nobody meant those
            continue
        below = f' below "{_start_of(hand.headings[-1])}"' if hand.headings else ""
        yield f"{path}: the list of {counted(len(hand.items), 'entry', 'entries')}{below} is left alone: {reason}"
        if hand.section in _OCCASIONS:
            yield f"  to have pubsync keep it: {_REMEDIES[hand.section]} ({_DRAFTED}), sync, adopt"


def in_short(page: FoundPage) -> Iterator[str]:
    """Yield a line for each list that can be taken over: how many of its entries are known, and how many stay."""
    for region in page.adopted.regions:
        known = counted(len(region.keys), "known entry", "known entries")
        staying = len(region.unmatched) + len(region.kept)
        stays = f", {counted(staying, 'entry stays', 'entries stay')} in your words" if staying else ""
        yield f"{page.adopted.path}: {region.section}, {known}{stays}"


def _named(why: str, entries: Sequence[str]) -> Iterator[str]:
    """Yield the first entries that stay in the person's words, and how many more do."""
    for words in entries[:_NAMED]:
        yield f"  stays as it stands, since {why}: {_start_of(words)}"
    if len(entries) > _NAMED:
        yield f"  … and {len(entries) - _NAMED} more stay as they stand, since {why}"


def _legend_lines(region: AdoptedRegion, marks: Mapping[str, str]) -> Iterator[str]:
    """What signs a page explains otherwise than pubsync writes them, and what to write for pubsync to use the same."""
    explained = region.legend if region.section == "publications" else ()
    others = [(mark, role) for mark, role in explained if marks.get(role, mark) != mark]
    for mark, role in others:
        yield f"your page explains {mark} ({role} author); in what pubsync writes it is {marks[role]}"
    wanted = {role: mark for mark, role in reversed(others) if SIGN.fullmatch(mark)}
    if wanted:
        written = ", ".join(f'{role}: "{wanted[role]}"' for role in sorted(wanted, reverse=True))
        yield f"for pubsync to write yours, put under publications: in pubsync.yaml: marks: {{{written}}}"
    elif others:
        yield "change that line of your page"


def _in_words(value: Value) -> str:
    return _start_of(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _start_of(words: str) -> str:
    shown = " ".join(words.split())
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def _entry_files(outcome: Outcome) -> set[str]:
    return {path for path, base in outcome.library.bases.items() if base.key or base.shell}


def _looked_at(outcome: Outcome, tree: SiteTree, path: str) -> FoundPage | None:
    """As ``_found``; one page of many that is no text does not keep the others from being looked at."""
    try:
        return _found(outcome, tree, path)
    except SiteError as error:
        return FoundPage(AdoptedPage(path=path, text="", base=FileBase()), fault=f"{error.what} ({error.remedy})")


def _found(outcome: Outcome, tree: SiteTree, path: str) -> FoundPage | None:
    content = tree.read(path) or b""
    text = decode(content, path)
    lists = read_lists(text, path)
    shown = outcome.shown
    subjects: list[Subject] = [*shown.all_works(outcome.loaded.settings), *shown.talks, *shown.courses]
    matched = with_sections(text, path, match_items(lists, subjects)) if lists and subjects else ()
    if not any(one.shown for one in matched):
        return None
    publications = outcome.loaded.settings.publications
    marks = publications.marks.signs
    while True:
        adopted = plan_adoption(
            text, path, matched, subjects, outcome.library.bases.get(path), style=publications.style
        )
        decisions = (*_decisions(matched, adopted, subjects), *adopted.kept)
        if not adopted.regions:
            return FoundPage(adopted, decisions, marks=marks)
        after = _after(outcome, adopted, decisions)
        left_out = _left_out(adopted, after.library.bases.get(path, FileBase()))
        if not any(left_out):
            found = FoundPage(adopted, decisions, marks=marks)
            found, after = _by_year(outcome, found, after, _taken(matched, adopted), text)
            return replace(found, diff=_diff(found.adopted, after, text))
        matched = _refused(matched, adopted, left_out)


def _left_out(adopted: AdoptedPage, planned: FileBase) -> list[int]:
    """How many of the entries of each region would no longer stand there."""
    standing = {region: {chunk.key for chunk in chunks} for region, chunks in planned.regions}
    return [len(set(one.keys) - standing.get(one.id, set())) for one in adopted.regions]


def _refused(matched: Sequence[MatchedList], adopted: AdoptedPage, left_out: Sequence[int]) -> tuple[MatchedList, ...]:
    """The lists, those from which entries would go left alone: a list is never taken over to show less."""
    reasons = {
        one.hand.start: f"the list in its place would leave out {count} of its entries"
        for one, count in zip(_taken(matched, adopted), left_out, strict=True)
        if count
    }
    return tuple(replace(one, reason=reasons.get(one.hand.start, one.reason)) for one in matched)


def _taken(matched: Sequence[MatchedList], adopted: AdoptedPage) -> list[MatchedList]:
    """The lists that became the regions of the page, in the order of those."""
    left = {hand.start for hand, _ in adopted.left}
    return sorted((one for one in matched if one.hand.start not in left), key=lambda one: one.hand.start)


def _decisions(
    matched: Sequence[MatchedList], adopted: AdoptedPage, subjects: Sequence[Subject]
) -> tuple[Decision, ...]:
    """What the entries that are taken over say beyond the sources, each field of a work once."""
    by_key = {one.key: one for one in subjects}
    taken = {key for region in adopted.regions for key in region.keys}
    found: dict[tuple[str, str], Decision] = {}
    for one in matched:
        for item, key in one.shown if one.takes else ():
            if key not in taken:
                continue
            for decision in decisions_from_item(item, by_key[key], origin=adopted.path):
                found.setdefault((key, decision.field or decision.kind), decision)
    return tuple(found.values())


def _after(outcome: Outcome, adopted: AdoptedPage, decisions: Sequence[Decision]) -> Outcome:
    """What a run comes to with the page as taken over; it writes nothing."""
    supposed = Supposed(
        contents={adopted.path: adopted.text.encode()}, bases={adopted.path: adopted.base}, decisions=decisions
    )
    return sync_site(outcome.loaded.root, SyncOptions(dry_run=True, offline=True), supposed=supposed)


def _by_year(
    outcome: Outcome, found: FoundPage, after: Outcome, taken: Sequence[MatchedList], page: str
) -> tuple[FoundPage, Outcome]:
    """The page with the person's own entries put among ours by their years, and what a run then comes to.

    Where that would change any line, all stays where it is.
    """
    adopted, base = found.adopted, after.library.bases.get(found.adopted.path)
    if base is None:
        return found, after
    text = _text_after(adopted, after)
    dated = {one.key: one.issued.year if one.issued else _FORTHCOMING for one in after.shown.works}
    moved = in_places(text, base, page, adopted, taken, Years(dated, outcome.loaded.settings.publications.sort))
    if moved == text:
        return found, after
    placed = replace(adopted, text=moved, base=base)
    again = _after(outcome, placed, found.decisions)
    if _lines_of(_text_after(placed, again)) != _lines_of(text):
        return found, after
    return replace(found, adopted=placed), again


def _lines_of(text: str) -> list[str]:
    return sorted(line for line in text.splitlines() if line.strip())


def _text_after(adopted: AdoptedPage, after: Outcome) -> str:
    content = next((one.content for one in after.planned if one.path == adopted.path), None)
    return adopted.text if content is None else content.decode()


def _diff(adopted: AdoptedPage, after: Outcome, before: str) -> str:
    """The change of the page, as taken over and brought up to date."""
    text = _text_after(adopted, after)
    names = (f"a/{adopted.path}", f"b/{adopted.path}")
    return "\n".join(difflib.unified_diff(before.splitlines(), text.splitlines(), *names, lineterm="", n=1))
