"""Each source, asked as a run would ask it: who can't be reached, who refuses, who gives no usable answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pubsync.errors import PubsyncError, SourceError
from pubsync.library import Library
from pubsync.pipeline.building import Surroundings, build_enrichers, build_sources
from pubsync.pipeline.checking.findings import Finding, note, well, wrong
from pubsync.pipeline.memory import Memory
from pubsync.pipeline.people import members_of
from pubsync.records.record import Record
from pubsync.report import counted
from pubsync.settings import LoadedSettings
from pubsync.sources.gather import Asking, Gathered, gather
from pubsync.sources.http import RefusedError
from pubsync.sources.interface import Enricher, Want
from pubsync.state import cache_folder

_SECTION = "sources"
_UNREACHABLE = re.compile(
    r"can't be reached|gave no whole answer|broke the connection off|broke off|no secure connection|\bproxy\b"
    r"|can't be set up|no answer within",
    re.IGNORECASE,
)
"""How errors of the network read: nobody came as far as to be refused."""
_AS_ONE = ": unreachable: "


def check_sources(
    loaded: LoadedSettings,
    library: Library | None,
    memory: Memory,
    *,
    offline: bool,
    told: Callable[[str, str], None],
) -> list[Finding]:
    """Return how each source and enricher does; what a refusal means is remembered, as after a run.

    Sources that are left alone after a refusal are not asked, unless it is over.
    """
    settings, known = loaded.settings, library or Library()
    day = memory.now.date().toordinal()
    around = Surroundings(loaded.root, cache_folder(), day, offline=offline, bases=known.bases)
    try:
        sources, enrichers = build_sources(settings, around), build_enrichers(settings, around)
        members = members_of(settings)
    except PubsyncError:
        return []  # said of the settings
    asking = Asking(
        today=memory.today,
        offline=offline,
        resting=memory.resting(()),
        people=tuple(one.person for one in members),
        owners={name: one.person for one in members for name in one.sources},
        told=told,
    )
    gathered = gather(sources, known.snapshots, asking)
    memory.save(gathered, None, dry_run=True)
    found = [_of_source(one) for one in gathered]
    if not offline:
        found += [_of_enricher(one, known, told) for one in enrichers]
    return list(_unreachable_as_one(found))


def _unreachable_as_one(found: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the findings, those that no way leads to and that one thing mends as one."""
    alike: dict[str, list[Finding]] = {}
    for one in found:
        if _AS_ONE in one.what and one.state == "wrong":
            alike.setdefault(one.remedy, []).append(one)
    for one in found:
        group = alike.get(one.remedy, [])
        if one not in group or len(group) == 1:
            yield one
        elif one is group[0]:
            told = "; ".join(member.what.replace(_AS_ONE, ": ", 1) for member in group)
            yield replace(one, what=f"{len(group)} sources are unreachable: {told}")


def _of_source(one: Gathered) -> Finding:
    name, error, resting = one.result.source, one.result.error, one.result.resting
    if resting == "offline":
        kept = len(one.snapshot.records) if one.snapshot else 0
        return note(_SECTION, f"{name}: not asked; {counted(kept, 'record', 'records')} of its last answer are kept")
    if resting:
        return note(_SECTION, f"{name}: {resting}")
    if error:
        return _failed(name, error)
    answer = one.result.answer
    partial = f"; {answer.partial}" if answer and answer.partial else ""
    return well(_SECTION, f"{name}: {counted(len(one.fresh), 'record', 'records')}{partial}")


def _failed(name: str, error: SourceError) -> Finding:
    return wrong(_SECTION, f"{name}: {way_of(error)}: {error.what}", where=_where(name, error), remedy=error.remedy)


def way_of(error: SourceError) -> str:
    """Return in a word how a source failed: ``refused``, ``unreachable``, or ``no usable answer``."""
    if isinstance(error, RefusedError):
        return "refused"
    return "unreachable" if _UNREACHABLE.search(error.what) else "no usable answer"


def _where(name: str, error: SourceError) -> str:
    return "" if error.where == name else error.where


def _of_enricher(enricher: Enricher, known: Library, told: Callable[[str, str], None]) -> Finding:
    want = next(_wants(known), None)
    name = f"enrich: {enricher.name}"
    if want is None:
        return note(_SECTION, f"{name}: not asked, since no work with a DOI is known yet")
    told(enricher.name, "asking")
    try:
        enricher.look_up([want])
    except SourceError as error:
        told(enricher.name, "failed")
        return replace(_failed(enricher.name, error), what=f"{name}: {way_of(error)}: {error.what}")
    told(enricher.name, "done")
    return well(_SECTION, f"{name}: answers")


def _wants(known: Library) -> Iterator[Want]:
    """Yield works that an enricher can be asked about by an identifier, with one cheap request."""
    for snapshot in known.snapshots.values():
        for record in snapshot.records:
            if isinstance(record, Record) and record.identifier("doi"):
                yield Want(title=record.title, author=record.author, identifiers=record.identifiers)
