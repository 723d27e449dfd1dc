"""A run whose outcome goes to a branch of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pubsync.changes import returned_to_sight, tell_changes
from pubsync.errors import AskPersonError, PubsyncError
from pubsync.frozen import frozen
from pubsync.library import Library, keys_shown
from pubsync.pipeline.committing import commit_message
from pubsync.pipeline.memory import Memory
from pubsync.pipeline.proposing.branch import (
    Place,
    beginning,
    check_out,
    differing,
    join,
    library_at,
    look,
    push_proposal,
    standing_at,
)
from pubsync.pipeline.reporting import hidden_keys, joins, told_changes, told_of_members
from pubsync.pipeline.run import Outcome, SyncOptions, Told, run_loaded
from pubsync.report import RunReport, WrittenFile
from pubsync.repository import Commit, GitError, OwnPath, Repository, commit, open_repository
from pubsync.settings import load_settings

_OURS = "_pubsync/"
_ACTIONS = {"A": "created", "D": "deleted"}


@frozen(kw_only=True)
class Proposal:
    """What a run came to, and the proposal that it is part of.

    ``report`` tells what all of the proposal changes, this run's and earlier ones' part of it; ``outcome.report`` tells
    of this run alone. ``differs`` is whether there is anything to propose at all.
    """

    outcome: Outcome
    report: RunReport
    place: Place
    head: str
    commit: Commit | None = None
    pushed: bool = False
    differs: bool = False


def propose(
    root: Path,
    options: SyncOptions,
    branch: str,
    base: str = "",
    *,
    now: dt.datetime | None = None,
    told: Told = lambda _name, _state: None,
) -> Proposal:
    """Run on the proposal's branch, commit what the run wrote, and push that; the person's branch stays as it is.

    Args:
        root: the site's folder, in a repository without changes that are not committed.
        options: see ``sync_site``; no dry run.
        branch: the proposal's branch, made where there is none.
        base: the branch that it is proposed to, by default the one that is checked out.
        now: see ``sync_site``.
        told: see ``sync_site``.

    Raises:
        AskPersonError: where something of the person's stands in the way; it stays as it is.
        PubsyncError: where nothing could be done, committed or pushed.
    """
    site, at = root.resolve(), now or dt.datetime.now(dt.UTC)
    repository = open_repository(site)
    place = look(repository, branch, base)
    before = library_at(repository, place.onto)
    # As long as another commit is checked out, to the end of the push, no other run may take it for the site.
    with Memory.load(site, at).held(), standing_at(repository, beginning(repository, place)):
        outcome, made = _run(repository, options, at, told)
        done = _described(repository, place, before, outcome, made)
        if not done.differs or done.head == place.tip:
            return done
        refusal = push_proposal(repository, place)
        if refusal is None:
            return replace(done, pushed=True)
        place = _taken_in(repository, place, refusal)
        _, later = _run(repository, replace(options, offline=True), at, told)
        done = _described(repository, place, before, outcome, later or made)
        if refusal := push_proposal(repository, place):
            raise refusal
        return replace(done, pushed=True)


def _run(repository: Repository, options: SyncOptions, at: dt.datetime, told: Told) -> tuple[Outcome, Commit | None]:
    """Run and commit what was written; all else was committed before, or is unknown to git."""
    unknown = repository.changed().keys()
    site = repository.root
    outcome = run_loaded(load_settings(site), options, Memory.load(site, at), told)
    report = outcome.report
    written = {one.path for one in report.files} | {one for one in repository.changed() if one.startswith(_OURS)}
    try:
        theirs = sorted(path for path in written & unknown if not path.startswith(_OURS))
        if theirs:
            raise AskPersonError(
                "it is yours and was never committed, and the run writes into it; nothing is proposed",
                where=theirs[0],
                remedy="commit it, or move it out of the site's folder, and run again",
            )
        paths = [OwnPath(path) for path in sorted(written)]
        made = commit(repository, paths, commit_message(report)) if paths else None
    except PubsyncError:
        _take_back(repository, written - unknown)
        raise
    return outcome, made


def _take_back(repository: Repository, written: Collection[str]) -> None:
    """Undo what a run wrote, so that the person's branch can be checked out again; the next run writes it anew."""
    for path, letters in repository.changed().items():
        if path not in written:
            continue
        if letters == "??":
            with suppress(OSError):
                (repository.root / path).unlink()
        else:
            repository.git.run("checkout", "--quiet", "HEAD", "--", path)


def _taken_in(repository: Repository, place: Place, refusal: GitError) -> Place:
    """Check out what was made here joined with what somebody else pushed to the branch meanwhile.

    Raises:
        GitError: where nobody did, so that the push is refused for what it is; or where the two conflict.
    """
    fresh = look(repository, place.branch, place.base)
    if fresh.tip == place.tip:
        raise refusal
    joined = join(repository, fresh.tip, repository.head, "Take in what was pushed meanwhile")
    if not joined:
        raise GitError(
            f"somebody pushed to {place.branch} meanwhile, and both change the same lines",
            remedy="nothing was pushed; the next run takes theirs in first",
        )
    check_out(repository, joined)
    return fresh


def _described(
    repository: Repository, place: Place, before: Library, outcome: Outcome, made: Commit | None
) -> Proposal:
    files = differing(repository, place.onto)
    return Proposal(
        outcome=outcome,
        report=_since(before, outcome, files),
        place=place,
        head=repository.head,
        commit=made,
        differs=bool(files),
    )


def _since(before: Library, outcome: Outcome, files: list[tuple[str, str]]) -> RunReport:
    """The report of a run as if it had done all that the proposal changes."""
    after, shown, settings = outcome.library, outcome.shown, outcome.loaded.settings
    keys = [[work.key for work in shown.works], [talk.key for talk in shown.talks], [one.key for one in shown.courses]]
    present = hidden_keys(after).union(*keys)
    changes = tell_changes(before.ledger, after.ledger, present, keys_shown(before.bases), shown.outside)
    changes = returned_to_sight(changes, keys_shown(after.bases))
    known = before.curation.decisions
    return replace(
        outcome.report,
        changes=told_changes(changes, after, settings, shown),
        described={**outcome.report.described, **told_of_members(shown, changes)},
        joins=joins(shown.works, outcome.matching, before.ledger),
        taken_over=tuple(one for one in after.curation.decisions if one not in known),
        files=tuple(WrittenFile(path=path, action=_ACTIONS.get(letter, "updated")) for letter, path in files),
    )
