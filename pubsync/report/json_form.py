"""What a run did, for programs."""

from __future__ import annotations

from typing import Any

from pubsync.report.values import RunReport, SourceReport


def report_json(report: RunReport) -> dict[str, Any]:
    """Return the report for programs; stable keys, no clock."""
    return {
        "exit_code": report.exit_code,
        "dry_run": report.dry_run,
        "totals": dict(report.totals),
        "sources": [_source(one) for one in report.sources],
        "changes": [
            {"kind": one.kind, "subject": one.subject, "key": one.key, "title": one.title, "detail": one.detail}
            for one in report.changes
        ],
        "merged": [
            {"key": one.key, "title": one.title, "records": list(one.records), "reasons": list(one.reasons)}
            for one in report.joins
        ],
        "undecided": [
            {"records": [str(one.left), str(one.right)], "probability": round(one.probability, 4)}
            for one in report.undecided
        ],
        "aside": [{"records": list(one.records), "reason": one.reason} for one in report.aside],
        "moved": [{"subject": one.subject, "place": one.place} for one in report.moved],
        "taken_over": [{"path": one.path, "field": one.field, "place": one.place} for one in report.taken_over],
        "remarks": list(report.remarks),
        "files": [{"path": one.path, "action": one.action} for one in report.files],
        "pages": list(report.pages),
    }


def _source(one: SourceReport) -> dict[str, Any]:
    return {
        "name": one.name,
        "state": one.state,
        "records": one.records,
        "partial": one.partial,
        "problem": one.problem,
        "unchanged_since": one.since,
        "last_success": one.last_success,
        "stale": one.stale,
        "notices": list(one.notices),
        "no_longer_named": list(one.dropped),
        "requests": one.requests,
    }
