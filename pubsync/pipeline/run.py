"""One run, from the settings to the report: the stages in their order; it decides nothing itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from pubsync import __version__
from pubsync.changes import Change
from pubsync.curation import Decision, append_decisions, parse_curation
from pubsync.frozen import frozen
from pubsync.library import Library, StoredLibrary, plan_library, read_library
from pubsync.matching import Matching
from pubsync.matching.namesakes import Namesake
from pubsync.pipeline.asking import count_citations, silent_sources
from pubsync.pipeline.happenings import changes_of
from pubsync.pipeline.knowing import gather_all
from pubsync.pipeline.memory import Memory
from pubsync.pipeline.moving import Moved
from pubsync.pipeline.own_names import guard_names, people_told
from pubsync.pipeline.people import members_of, with_ids
from pubsync.pipeline.planner import Planner, SitePlan
from pubsync.pipeline.planning import plan_site
from pubsync.pipeline.press import Press
from pubsync.pipeline.reporting import RunFacts, make_report
from pubsync.pipeline.resolving import Resolution
from pubsync.pipeline.showing import Shown, shown_of
from pubsync.pipeline.standing import (
    Standing,
    decisions_from,
    guard_deletions,
    guard_rendering,
    guard_rows,
    guard_snapshots,
    read_standing,
)
from pubsync.pipeline.twins import told_apart, with_twins
from pubsync.pipeline.writers import EntryOutput, entry_outputs
from pubsync.records.base import FileBase
from pubsync.records.counts import renewed
from pubsync.records.course import Course
from pubsync.records.ledger import Ledger, LedgerEntry
from pubsync.records.plan import PlannedFile
from pubsync.records.talk import Talk
from pubsync.records.work import Work
from pubsync.report import RunReport
from pubsync.settings import LoadedSettings, Settings, load_settings
from pubsync.sites.tree import SiteTree
from pubsync.sources.gather import Asking, Gathered


@frozen(kw_only=True)
class SyncOptions:
    """What a person asks of a run; the fields are the options of ``pubsync sync``."""

    dry_run: bool = False
    offline: bool = False
    parts: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()
    with_diff: bool = False
    take_over: bool = True
    """Whether what a person did to the site becomes decisions; else it stays, and nothing follows from it."""


@frozen(kw_only=True)
class Outcome:
    """What a run came to: its report, what is shown, and why."""

    loaded: LoadedSettings
    report: RunReport
    shown: Shown
    library: Library
    matching: Matching
    namesakes: tuple[Namesake, ...] = ()
    moved: tuple[Moved, ...] = ()
    planned: tuple[PlannedFile, ...] = ()


@frozen(kw_only=True)
class Supposed:
    """What a run is to take for standing: contents and bases of pages by path, and further decisions."""

    contents: Mapping[str, bytes]
    bases: Mapping[str, FileBase]
    decisions: Sequence[Decision]


Told: TypeAlias = Callable[[str, str], None]
"""Hears, from several threads, the name of each source on the network and how it stands."""


def sync_site(
    root: Path,
    options: SyncOptions,
    now: dt.datetime | None = None,
    told: Told = lambda _name, _state: None,
    supposed: Supposed | None = None,
) -> Outcome:
    """Bring the site in ``root`` up to date, or tell in a dry run what that would change.

    Args:
        root: the site's folder, where ``pubsync.yaml`` stands.
        options: see there.
        now: the time of the run, by default the machine's; it shows in ``citations.json``, snapshots and the
            machine's own memory alone.
        told: hears how each source stands: ``asking``, ``done`` or ``failed``.
        supposed: what to take for standing; it is written with all else that the run writes.

    Raises:
        PubsyncError: where nothing could be done; the site is then as it was.
    """
    loaded = load_settings(root.resolve())
    memory = Memory.load(loaded.root, now or dt.datetime.now(dt.UTC))
    with nullcontext() if options.dry_run else memory.held():
        return run_loaded(loaded, options, memory, told, supposed)


def offline_outcome(root: Path) -> Outcome:
    """Return what is known of the site in ``root``, asking no one and writing nothing; see ``sync_site``."""
    return sync_site(root, SyncOptions(dry_run=True, offline=True))


def run_loaded(
    loaded: LoadedSettings, options: SyncOptions, memory: Memory, told: Told, supposed: Supposed | None = None
) -> Outcome:
    """Run with settings that were read already; see ``sync_site``, which locks the site around it."""
    stored = _stored(loaded.root, supposed)
    tree = SiteTree(loaded.root, dict(supposed.contents) if supposed else {})
    members = members_of(loaded.settings)
    loaded = replace(loaded, settings=with_ids(loaded.settings, members))
    press = Press(loaded.settings, members, loaded.root)
    outputs = entry_outputs(loaded.settings.outputs, tree, press)
    standing = read_standing(tree, stored.library.bases, outputs)
    standing, twins = told_apart(standing, stored.library, outputs, press.members if options.take_over else ())
    entry_files = sum(1 for base in stored.library.bases.values() if base.key)
    _guard_standing(standing, entry_files, options.accepted)
    decisions = _decisions(standing, stored.library, outputs) if options.take_over else ()
    library = with_twins(_with_decisions(stored.library, decisions), twins)
    knowledge = gather_all(loaded, _asking(options, memory, told), library, memory, dry_run=options.dry_run)
    gathered, resolution = knowledge.gathered, knowledge.resolution
    library = _with_counts(library, gathered, resolution, memory, loaded.settings.citations_every)
    whole = not any(one.result.answer and one.result.answer.partial for one in gathered)
    shown = shown_of(resolution, library, press.members, whole=whole)
    _guard_answers(gathered, library, shown, options)
    planner = _planner(loaded.settings, press, standing, outputs, library, resolution)
    site_plan = plan_site(replace(planner, parts=options.parts, accepted=options.accepted), shown)
    site_plan.remarks += [twin.remark() for twin in twins]
    guard_deletions(site_plan.vanishing, entry_files, options.accepted, silent_sources(gathered))

    library = _as_planned(library, stored, resolution, site_plan, decisions, loaded.settings)
    changes = changes_of(stored.library, library, shown, _hidden(resolution), loaded.settings)
    _guard_release(site_plan, stored.library, changes, options.accepted)
    files = (*_over_what_stands(site_plan.files, loaded.root, supposed), *plan_library(stored, library))
    facts = RunFacts(
        loaded=loaded,
        with_diff=options.with_diff,
        dry_run=options.dry_run,
        gathered=gathered,
        memory=memory,
        before=stored.library,
        after=library,
        resolution=resolution,
        shown=shown,
        site_plan=site_plan,
        files=files,
        changes=changes,
    )
    outcome = _outcome(facts)
    if not options.dry_run:
        memory.publish(files)
    memory.save(gathered, outcome.report, dry_run=options.dry_run, asked=knowledge.asked)
    return outcome


def _guard_standing(standing: Standing, entry_files: int, accepted: Collection[str]) -> None:
    guard_deletions(standing.deleted, entry_files, accepted)
    guard_rows(standing, accepted)


def _guard_answers(gathered: Sequence[Gathered], library: Library, shown: Shown, options: SyncOptions) -> None:
    """Stop where what is known would spoil the site; who only looks is told by the exit code 3, and by a remark."""
    if not options.dry_run:
        guard_snapshots(gathered, library.ledger, options.accepted)
        guard_names(library.people, shown, options.accepted)


def _decisions(standing: Standing, library: Library, outputs: Sequence[EntryOutput]) -> tuple[Decision, ...]:
    """What the person decided by editing; one that a command spoke of before a sync saw it is kept as that said."""
    edited = decisions_from(standing, library.ledger, outputs)
    return tuple(one for one in edited if not library.curation.holds(one))


def _outcome(facts: RunFacts) -> Outcome:
    return Outcome(
        loaded=facts.loaded,
        report=make_report(facts),
        shown=facts.shown,
        library=facts.after,
        matching=facts.resolution.matching,
        namesakes=facts.resolution.namesakes,
        moved=facts.moved,
        planned=tuple(facts.files),
    )


def _stored(root: Path, supposed: Supposed | None) -> StoredLibrary:
    """What is kept of the site, and what is to be taken for kept."""
    stored = read_library(root)
    if supposed is None:
        return stored
    known = replace(stored.library, bases={**stored.library.bases, **supposed.bases})
    return replace(stored, library=_with_decisions(known, supposed.decisions))


def _planner(
    settings: Settings,
    press: Press,
    standing: Standing,
    outputs: Sequence[EntryOutput],
    library: Library,
    resolution: Resolution,
) -> Planner:
    hidden = _hidden(resolution)
    return Planner(
        settings=settings,
        press=press,
        standing=standing,
        entry_outputs=outputs,
        overrides=library.curation.overrides(),
        entries={entry.key: entry for entry in resolution.ledger},
        key_of=resolution.key_of,
        decided=hidden | {entry.key for entry in resolution.ledger if entry.merged_into},
        titles={entry.key: "" if entry.key in hidden else entry.title for entry in resolution.ledger},
        disowned=_disowned(library),
    )


def _as_planned(
    library: Library,
    stored: StoredLibrary,
    resolution: Resolution,
    site_plan: SitePlan,
    decisions: Sequence[Decision],
    settings: Settings,
) -> Library:
    """The library with names given, bases, and what planning decided besides the ``decisions`` that it holds already.

    New decisions that keep what would be written anyway are left out.
    """
    library = _with_decisions(library, site_plan.decisions)
    library = replace(library, ledger=_with_names(resolution.ledger, site_plan), bases=site_plan.bases)
    if site_plan.bases:
        library = replace(library, rendered_by=__version__, people=people_told(settings))
    if not site_plan.needless:
        return library
    made = (*decisions, *site_plan.decisions)
    needed = [one for one in made if one.kind != "override" or (one.path, one.value) not in site_plan.needless]
    kept = _with_decisions(stored.library, needed)
    return replace(library, curation=kept.curation, curation_text=kept.curation_text)


def _guard_release(site_plan: SitePlan, before: Library, changes: Sequence[Change], accepted: Collection[str]) -> None:
    if before.rendered_by not in ("", __version__):
        guard_rendering(_rendered_anew(site_plan, before, changes), len(before.bases), accepted)


def _over_what_stands(planned: Sequence[PlannedFile], root: Path, supposed: Supposed | None) -> Sequence[PlannedFile]:
    """The planned files with the contents that truly stand, where the run took others for standing."""
    if supposed is None:
        return planned
    standing = SiteTree(root)
    contents = {**supposed.contents, **{one.path: one.content for one in planned}}
    return [PlannedFile(path, content, standing.read(path)) for path, content in contents.items()]


def _rendered_anew(site_plan: SitePlan, before: Library, changes: Sequence[Change]) -> list[str]:
    """The files that would change though nothing that they show did."""
    changed = {change.key for change in changes}
    found = []
    for planned in site_plan.files:
        base = before.bases.get(planned.path)
        if base and planned.content is not None and not (base.key in changed if base.key else changed):
            found.append(planned.path)
    return found


def _with_decisions(library: Library, decisions: Sequence[Decision]) -> Library:
    """The library with what the person decided by editing the site."""
    text = append_decisions(library.curation_text, decisions)
    return replace(library, curation_text=text, curation=parse_curation(text)) if decisions else library


def _asking(options: SyncOptions, memory: Memory, told: Told) -> Asking:
    return Asking(
        today=memory.today,
        offline=options.offline,
        accepted=options.accepted,
        only=options.sources,
        resting=memory.resting(options.sources),
        told=told,
    )


def _with_counts(
    library: Library, gathered: tuple[Gathered, ...], resolution: Resolution, memory: Memory, every: int
) -> Library:
    """The library with the counts to show, and the snapshots of tonight."""
    tonight = count_citations(gathered, resolution.key_of.get, memory.today, library.counts)
    snapshots = dict(library.snapshots)
    snapshots |= {one.result.source: one.snapshot for one in gathered if one.snapshot}
    return replace(library, counts=renewed(library.counts, tonight, every), snapshots=snapshots)


def _with_names(ledger: Ledger, site_plan: SitePlan) -> Ledger:
    """The ledger with the names that planning gave."""

    def named(entry: LedgerEntry) -> LedgerEntry:
        names = dict(entry.names) | site_plan.names.get(entry.key, {})
        return replace(entry, names=tuple(sorted(names.items())))

    return Ledger(tuple(named(entry) for entry in ledger))


def _hidden(resolution: Resolution) -> set[str]:
    return {*_keys(resolution.works.hidden), *_keys(resolution.talks.hidden), *_keys(resolution.courses.hidden)}


def _disowned(library: Library) -> set[str]:
    disowned = library.curation.disowned()
    return {entry.key for entry in library.ledger if not disowned.isdisjoint(entry.records)} if disowned else set()


def _keys(subjects: Iterable[Work | Talk | Course]) -> set[str]:
    return {one.key for one in subjects}
