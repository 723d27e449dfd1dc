"""What a run came to, as a report."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from pubsync.changes import Change
from pubsync.library import Library
from pubsync.matching import Matching, Verdict
from pubsync.matching.namesakes import Namesake
from pubsync.pipeline.asking import source_report
from pubsync.pipeline.memory import Memory
from pubsync.pipeline.moving import Moved
from pubsync.pipeline.planner import SitePlan
from pubsync.pipeline.showing import Shown
from pubsync.records.plan import PlannedFile
from pubsync.records.record import RecordId
from pubsync.records.work import Work
from pubsync.report import Aside, Join, MovedDecision, RunReport, WrittenFile
from pubsync.settings import LoadedSettings
from pubsync.sources.gather import Gathered

PARTIAL = 3
_REASONS_SHOWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """All that the report is made from."""

    loaded: LoadedSettings
    with_diff: bool
    dry_run: bool
    gathered: Sequence[Gathered]
    memory: Memory
    before: Library
    after: Library
    matching: Matching
    namesakes: tuple[Namesake, ...]
    moved: tuple[Moved, ...]
    shown: Shown
    site_plan: SitePlan
    files: Sequence[PlannedFile]
    changes: tuple[Change, ...]


def make_report(facts: RunFacts) -> RunReport:
    """Return the report of a run."""
    stale_after = facts.loaded.settings.stale_after
    sources = tuple(source_report(one, facts.memory.last_success(one.result.source)) for one in facts.gathered)
    failed = any(facts.memory.counts_as_failed(one, stale_after) for one in facts.gathered)
    shown = facts.shown
    changing = [one for one in facts.files if one.changes]
    return RunReport(
        exit_code=PARTIAL if failed else 0,
        dry_run=facts.dry_run,
        totals={"work": len(shown.works), "talk": len(shown.talks), "course": len(shown.courses)},
        sources=sources,
        changes=facts.changes,
        joins=tuple(_joins(shown.works, facts.matching)),
        undecided=facts.matching.undecided,
        aside=tuple(Aside(records=tuple(map(str, one.records)), reason=one.reason) for one in facts.namesakes),
        moved=tuple(MovedDecision(subject=one.subject, place=one.place) for one in facts.moved),
        titles=_titles(facts.gathered),
        keys={str(record): entry.key for entry in facts.after.ledger for record in entry.records},
        taken_over=facts.after.curation.decisions[len(facts.before.curation.decisions) :],
        remarks=tuple(facts.site_plan.remarks),
        files=tuple(_written(one, with_diff=facts.with_diff) for one in changing),
        pages=tuple(str(facts.loaded.root / page) for page in facts.site_plan.pages),
    )


def _joins(works: Sequence[Work], matching: Matching) -> list[Join]:
    """The works of several records, with why."""
    found = []
    by_record: dict[RecordId, list[Verdict]] = {}
    for verdict in matching.joined:
        by_record.setdefault(verdict.left, []).append(verdict)
    for work in works:
        if len(work.records) < 2:  # noqa: PLR2004 - one record joins nothing
            continue
        verdicts = [verdict for record in work.records for verdict in by_record.get(record, ())]
        evidence = [one for verdict in verdicts if verdict.right in work.records for one in verdict.evidence]
        strongest = sorted((one for one in evidence if one.weight > 0), key=lambda one: (-one.weight, one.name))
        reasons = tuple(dict.fromkeys(one.name for one in strongest))[:_REASONS_SHOWN]
        found.append(Join(key=work.key, title=work.title, records=tuple(map(str, work.records)), reasons=reasons))
    return found


def _titles(gathered: Sequence[Gathered]) -> dict[str, str]:
    return {str(record.record_id): f"{record.title} [{record.source}]" for one in gathered for record in one.records}


def _written(planned: PlannedFile, *, with_diff: bool) -> WrittenFile:
    action = "deleted" if planned.content is None else "created" if planned.before is None else "updated"
    return WrittenFile(path=planned.path, action=action, diff=_diff(planned) if with_diff else "")


def _diff(planned: PlannedFile) -> str:
    before = (planned.before or b"").decode("utf-8", "replace").splitlines()
    after = (planned.content or b"").decode("utf-8", "replace").splitlines()
    lines = difflib.unified_diff(before, after, f"a/{planned.path}", f"b/{planned.path}", lineterm="", n=1)
    return "\n".join(lines)
