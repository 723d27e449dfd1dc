"""Lists that a person wrote into pages by hand: which works they show, and taking them over as marked regions.

A list is taken over only on the person's word, after they saw what it would become. What its entries say beyond the
sources is kept as decisions; entries that show nothing known stay word for word.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pubsync.curation import Decision
from pubsync.errors import SettingsError
from pubsync.pipeline.run import Outcome, Supposed, SyncOptions, offline_outcome, sync_site
from pubsync.sites.frontmatter import decode
from pubsync.sites.handmade.adoption import AdoptedPage, plan_adoption
from pubsync.sites.handmade.decisions import decisions_from_item
from pubsync.sites.handmade.entry_words import Subject
from pubsync.sites.handmade.lists import read_lists
from pubsync.sites.handmade.matching import MatchedList, match_items
from pubsync.sites.tree import SiteTree

_LONGEST = 70


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page with lists: as it would be taken over, what its entries decide, and the change of the page."""

    adopted: AdoptedPage
    decisions: tuple[Decision, ...]
    diff: str

    @property
    def takes(self) -> bool:
        """Whether any of its lists can be taken over."""
        return bool(self.adopted.regions)


def find_lists(root: Path, paths: Sequence[str] = ()) -> tuple[FoundPage, ...]:
    """Return the pages with hand-written lists of what is known, and what each would become.

    ``paths`` are the pages to look at, by default all of the site.

    Raises:
        SettingsError: where a path is no page of the site.
        PubsyncError: where the site can't be read.
    """
    outcome = offline_outcome(root)
    tree = SiteTree(outcome.loaded.root)
    for path in paths:
        if tree.read(path) is None:
            raise SettingsError("no such page", where=path, remedy="give its path from the site's folder")
    found = [_found(outcome, tree, path) for path in (paths or tree.pages()) if path not in _entry_files(outcome)]
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
    for region in page.adopted.regions:
        yield f"{path}: {len(region.keys)} entries of {region.section} are known"
        for item in region.unmatched:
            yield f"  stays as it stands, since no source names it: {' '.join(item.words.split())[:_LONGEST]}"
    for decision in page.decisions:
        if decision.kind == "patch":
            yield f"  kept from your list: {decision.field}: {str(decision.value)[:_LONGEST]}"
    for hand, reason in page.adopted.left:
        yield f"{path}: a list of {len(hand.items)} entries is left alone: {reason}"


def _entry_files(outcome: Outcome) -> set[str]:
    return {path for path, base in outcome.library.bases.items() if base.key or base.shell}


def _found(outcome: Outcome, tree: SiteTree, path: str) -> FoundPage | None:
    content = tree.read(path) or b""
    text = decode(content, path)
    lists = read_lists(text, path)
    shown = outcome.shown
    subjects: list[Subject] = [*shown.all_works(outcome.loaded.settings), *shown.talks, *shown.courses]
    matched = match_items(lists, subjects) if lists and subjects else ()
    if not any(one.shown for one in matched):
        return None
    adopted = plan_adoption(text, path, matched, subjects, outcome.library.bases.get(path))
    decisions = (*_decisions(matched, adopted, subjects), *adopted.kept)
    return FoundPage(adopted, decisions, _diff(outcome, adopted, decisions, text) if adopted.regions else "")


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


def _diff(outcome: Outcome, adopted: AdoptedPage, decisions: Sequence[Decision], before: str) -> str:
    """The change of the page, as taken over and brought up to date."""
    supposed = Supposed(
        contents={adopted.path: adopted.text.encode()}, bases={adopted.path: adopted.base}, decisions=decisions
    )
    options = SyncOptions(dry_run=True, offline=True)
    planned = sync_site(outcome.loaded.root, options, supposed=supposed).planned
    content = next((one.content for one in planned if one.path == adopted.path), None)
    after = adopted.text if content is None else content.decode()
    names = (f"a/{adopted.path}", f"b/{adopted.path}")
    return "\n".join(difflib.unified_diff(before.splitlines(), after.splitlines(), *names, lineterm="", n=1))
