"""What a run comes to know: the sources asked, their records matched, and the gaps of works filled."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field, replace
from difflib import get_close_matches

from pubsync.enrich import Lookup, LookupPlan, kept, look_up
from pubsync.errors import NoAnswerError, SettingsError
from pubsync.frozen import frozen
from pubsync.library import Library
from pubsync.pipeline.asking import usable_records
from pubsync.pipeline.building import Surroundings, build_enrichers, build_sources
from pubsync.pipeline.memory import Memory
from pubsync.pipeline.people import members_of
from pubsync.pipeline.resolving import Resolution, resolve
from pubsync.records.people import Person
from pubsync.records.record import Record
from pubsync.settings import LoadedSettings
from pubsync.sources.gather import Asking, Gathered, gather
from pubsync.sources.interface import Enricher
from pubsync.state import cache_folder

_WORDS = frozenset(("deletions", "former", "names", "rendering"))
"""What ``--accept`` may name besides sources."""


@frozen()
class Knowledge:
    """How every source and enricher did, what all of it comes to, and the works that enrichers were asked about."""

    gathered: tuple[Gathered, ...]
    resolution: Resolution
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)


def gather_all(loaded: LoadedSettings, asking: Asking, library: Library, memory: Memory, *, dry_run: bool) -> Knowledge:
    """Ask all that the settings name, and resolve what they say.

    Raises:
        SettingsError: where the settings or the options name a source that there is not.
        NoAnswerError: where no source gave an answer.
    """
    settings = loaded.settings
    around = Surroundings(
        loaded.root, cache_folder(), memory.now.date().toordinal(), offline=asking.offline, bases=library.bases
    )
    sources, enrichers = build_sources(settings, around), build_enrichers(settings, around)
    _check_names(asking, [*(one.name for one in sources), *(one.name for one in enrichers)])
    members = members_of(settings)
    people = tuple(one.person for one in members)
    owners = {name: one.person for one in members for name in one.sources}
    asking = replace(asking, people=people, owners=owners)
    gathered = gather(sources, library.snapshots, asking)
    if sources and all(one.result.answer is None for one in gathered):
        memory.save(gathered, None, dry_run=dry_run)
        first = gathered[0].result
        raise NoAnswerError(
            f"no source gave an answer, so nothing was changed; {first.error or first.resting}",
            remedy="mend the first one and run again",
        )
    return _completed(gathered, enrichers, library, asking, people, memory)


def _completed(
    gathered: tuple[Gathered, ...],
    enrichers: Sequence[Enricher],
    library: Library,
    asking: Asking,
    people: Sequence[Person],
    memory: Memory,
) -> Knowledge:
    """Resolve what the sources name with what enrichers said before; ask these about gaps; resolve once more."""
    named = usable_records(gathered, library.curation.shown())
    stored = [
        record
        for one in enrichers
        if one.name in library.snapshots
        for record in library.snapshots[one.name].records
        if isinstance(record, Record)
    ]
    resolution = resolve(named, stored, library, people)
    if not enrichers:
        return Knowledge(gathered, resolution)
    plan = LookupPlan(works=resolution.works.shown, people=people, asking=asking, asked=memory.state.asked)
    lookups = look_up(enrichers, library.snapshots, plan)
    if any(one.found for one in lookups):
        completing = [record for one in lookups for record in one.gathered.records if isinstance(record, Record)]
        resolution = resolve(named, completing, library, people)
    lookups = tuple(kept(one, resolution.matching.groups, asking.today) for one in lookups)
    return Knowledge((*gathered, *(one.gathered for one in lookups)), resolution, _asked(lookups))


def _asked(lookups: Sequence[Lookup]) -> dict[str, Sequence[str]]:
    return {one.gathered.result.source: one.asked for one in lookups if one.asked}


def _check_names(asking: Asking, known: Collection[str]) -> None:
    unknown = {*asking.only, *(set(asking.accepted) - _WORDS)} - set(known)
    if unknown:
        raise _unknown_source(min(unknown), list(known))


def _unknown_source(name: str, known: list[str]) -> SettingsError:
    near = get_close_matches(name, known, n=1, cutoff=0.3)
    remedy = f"did you mean {near[0]}?" if near else f"sources here: {', '.join(known)}"
    return SettingsError(f"no source is called {name!r}", where="pubsync.yaml", remedy=remedy)
