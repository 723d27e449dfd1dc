"""What all outputs need to plan their files, and what planning comes to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pubsync.curation import Decision
from pubsync.frozen import frozen
from pubsync.pipeline.moving import Moved, moved_overrides, needless_overrides
from pubsync.pipeline.press import Press
from pubsync.pipeline.standing import Standing, overrides_for
from pubsync.pipeline.writers import EntryOutput
from pubsync.records.base import FileBase, Value
from pubsync.records.ledger import LedgerEntry
from pubsync.records.plan import PlannedFile
from pubsync.records.record import RecordId
from pubsync.settings import Settings
from pubsync.sites.assembly import plan
from pubsync.sites.interface import EntryFile, Wanted
from pubsync.sites.places import FILE


@dataclass(kw_only=True)
class SitePlan:
    """What planning found: files to write, the bases to keep, names given, and remarks for the person."""

    files: list[PlannedFile] = field(default_factory=list)
    bases: dict[str, FileBase] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    """By key: names given for life, see ``LedgerEntry.names``."""
    remarks: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    vanishing: list[str] = field(default_factory=list)
    """Those of ``deleted`` that vanish without a person's word."""
    moved: list[Moved] = field(default_factory=list)
    needless: list[tuple[str, Value]] = field(default_factory=list)
    """Path and text of overrides that keep what would be written anyway, once all other decisions hold."""
    decisions: list[Decision] = field(default_factory=list)
    """What a person's own entries in regions decide, now that what they show is known."""


@frozen(kw_only=True)
class Planner:
    """What all outputs need to plan their files."""

    settings: Settings
    press: Press
    standing: Standing
    entry_outputs: Sequence[EntryOutput]
    overrides: Sequence[Decision]
    """Those that count, see ``Curation.overrides``."""
    entries: Mapping[str, LedgerEntry]
    key_of: Mapping[RecordId, str]
    decided: Collection[str] = ()
    """Keys that do not show because a person said so: hidden, or merged into others."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What remarks call works, talks and courses, by key: their titles, and "" for what the person hid."""
    disowned: Collection[str] = ()
    """Keys of what a person said is not theirs."""
    parts: Collection[str] = ()
    """The sections to bring up to date; empty for all."""
    accepted: Collection[str] = ()
    """What the person said yes to on the command line."""

    def add(self, result: SitePlan, wanted: Wanted) -> None:
        """Plan one file and take it into the result."""
        path = wanted.path
        content, base = self.standing.tree.read(path), self.standing.bases.get(path)
        key = wanted.key if isinstance(wanted, EntryFile) else ""
        overrides = overrides_for(self.overrides, path, key, self.key_of)
        if content is None and any(one.place == FILE and one.value is None for one in overrides):
            return
        result.moved += moved_overrides(wanted, overrides)
        result.needless += needless_overrides(wanted, overrides)
        assembled = plan(wanted, base, content, overrides)
        if assembled.planned.changes:
            result.files.append(assembled.planned)
        if assembled.base is not None:
            result.bases[path] = assembled.base
        result.remarks += assembled.remarks

    def remove(self, result: SitePlan, path: str) -> None:
        """Plan to delete a file and to forget its base."""
        result.files.append(PlannedFile(path, None, self.standing.tree.read(path)))
        result.deleted.append(path)

    def wants(self, section: str) -> bool:
        """Whether a section is to be brought up to date in this run."""
        return not self.parts or section in self.parts
