"""What a run came to, as a report."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pubsync.changes import Change
from pubsync.frozen import frozen
from pubsync.library import Library
from pubsync.matching import Matching, Verdict
from pubsync.pipeline.asking import source_report
from pubsync.pipeline.memory import Memory
from pubsync.pipeline.moving import Moved
from pubsync.pipeline.own_names import own_name_remarks
from pubsync.pipeline.planner import SitePlan
from pubsync.pipeline.resolving import Resolution
from pubsync.pipeline.showing import Shown
from pubsync.records.course import Course
from pubsync.records.ledger import Ledger
from pubsync.records.plan import PlannedFile
from pubsync.records.record import RecordId
from pubsync.records.talk import Talk
from pubsync.records.work import Work
from pubsync.report import Aside, Described, Join, MovedDecision, RunReport, SourceReport, WrittenFile
from pubsync.settings import LoadedSettings, Settings
from pubsync.sites.contexts import work_links
from pubsync.sources.gather import Gathered

PARTIAL = 3
_REASONS_SHOWN = 2


@frozen(kw_only=True)
class RunFacts:
    """All that the report is made from."""

    loaded: LoadedSettings
    with_diff: bool
    dry_run: bool
    gathered: Sequence[Gathered]
    memory: Memory
    before: Library
    after: Library
    resolution: Resolution
    shown: Shown
    site_plan: SitePlan
    files: Sequence[PlannedFile]
    changes: tuple[Change, ...]

    @property
    def moved(self) -> tuple[Moved, ...]:
        """Decisions of the person's that the sources moved past."""
        return (*self.resolution.moved, *self.site_plan.moved)


def make_report(facts: RunFacts) -> RunReport:
    """Return the report of a run; of what the person hid it says nothing."""
    stale_after = facts.loaded.settings.stale_after
    hidden = hidden_records(facts.after)
    failed = any(facts.memory.counts_as_failed(one, stale_after) for one in facts.gathered)
    shown = facts.shown
    changing = [one for one in facts.files if one.changes]
    return RunReport(
        exit_code=PARTIAL if failed else 0,
        dry_run=facts.dry_run,
        totals={"work": len(shown.works), "talk": len(shown.talks), "course": len(shown.courses)},
        outside=len(shown.outside - hidden_keys(facts.after)),
        first=not facts.before.ledger.entries,
        today=facts.memory.today,
        sources=tuple(_source(one, facts, hidden) for one in facts.gathered),
        changes=told_changes(facts.changes, facts.after, facts.loaded.settings, shown),
        joins=joins(shown.works, facts.resolution.matching, facts.before.ledger),
        undecided=tuple(one for one in facts.resolution.matching.undecided if not {one.left, one.right} & hidden),
        aside=tuple(
            Aside(records=tuple(map(str, one.records)), reason=one.reason)
            for one in facts.resolution.namesakes
            if not hidden.intersection(one.records)
        ),
        moved=tuple(
            MovedDecision(subject=one.subject, place=one.place)
            for one in facts.moved
            if one.subject not in hidden_keys(facts.after)
        ),
        titles=_titles(facts.gathered),
        keys={str(record): entry.key for entry in facts.after.ledger for record in entry.records},
        described=_described(shown) | told_of_members(shown, facts.changes),
        taken_over=facts.after.curation.decisions[len(facts.before.curation.decisions) :],
        remarks=(*facts.memory.state.remarks, *own_name_remarks(shown), *facts.site_plan.remarks),
        files=tuple(_written(one, with_diff=facts.with_diff) for one in changing),
        pages=tuple(
            str(facts.loaded.root / page) for page in facts.site_plan.pages if any(one.path == page for one in changing)
        ),
    )


def hidden_records(library: Library) -> frozenset[RecordId]:
    """Return all records of the works, talks and courses that the person hid."""
    hidden = library.curation.hidden()
    return hidden.union(*(entry.records for entry in library.ledger if hidden.intersection(entry.records)))


def hidden_keys(library: Library) -> frozenset[str]:
    """Return the keys of the works, talks and courses that the person hid."""
    hidden = library.curation.hidden()
    return frozenset(entry.key for entry in library.ledger if hidden.intersection(entry.records))


def told_changes(changes: Iterable[Change], library: Library, settings: Settings, shown: Shown) -> tuple[Change, ...]:
    """Return what changed of all but what is hidden, and works of types that the person leaves out."""
    left_out = settings.publications.exclude.type
    quiet = hidden_keys(library) | {work.key for work in shown.works if work.type in left_out}
    return tuple(change for change in changes if change.key not in quiet)


def joins(works: Sequence[Work], matching: Matching, before: Ledger) -> tuple[Join, ...]:
    """Return the works of several records, with why; ``before`` tells which were known as one already."""
    found = []
    together = {record: frozenset(entry.records) for entry in before for record in entry.records}
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
        found.append(
            Join(
                key=work.key,
                title=work.title,
                records=tuple(map(str, work.records)),
                reasons=reasons,
                fresh=not together.get(work.records[0], frozenset()).issuperset(work.records),
            )
        )
    return tuple(found)


def _source(one: Gathered, facts: RunFacts, hidden: frozenset[RecordId]) -> SourceReport:
    memory = facts.memory
    report = source_report(
        one,
        memory.last_success(one.result.source),
        stale=memory.is_stale(one, facts.loaded.settings.stale_after),
        hidden=hidden,
    )
    known = memory.state.source(one.result.source)
    if one.result.resting and known.failures_in_a_row and "--accept" in known.last_error:
        return replace(report, problem=known.last_error)  # the question stands until it is answered, asked or not
    return report


def _described(shown: Shown) -> dict[str, Described]:
    """Where and when each came out, and the first of its links."""
    found = {}
    for work in shown.works:
        where = ", ".join(part for part in (work.container_title, str(work.issued or "")) if part)
        found[work.key] = Described(where=where, url=next((link.url for link in work_links(work)), ""))
    occasions: tuple[Talk | Course, ...] = (*shown.talks, *shown.courses)
    for one in occasions:
        when = str(one.start or "") or ", ".join(getattr(one, "terms", ()))
        where = ", ".join(part for part in (one.venue, when) if part)
        found[one.key] = Described(where=where, url=one.link("url") or next((link.url for link in one.links), ""))
    return found


def told_of_members(shown: Shown, changes: Iterable[Change]) -> dict[str, Described]:
    """Return what is told of all that is new in a lab, with whose it is; of one person's site nothing."""
    new = {change.key for change in changes if change.kind == "added"}
    if len(shown.members) < 2 or not new:  # noqa: PLR2004 - one person is no lab
        return {}
    news = replace(
        shown,
        works=tuple(one for one in shown.works if one.key in new),
        talks=tuple(one for one in shown.talks if one.key in new),
        courses=tuple(one for one in shown.courses if one.key in new),
    )
    theirs = {str(one.person.name): news.of(one.id).keys() for one in shown.members}
    return {
        key: replace(told, whose=tuple(name for name, keys in theirs.items() if key in keys))
        for key, told in _described(news).items()
    }


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
