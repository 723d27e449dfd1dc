"""The machine's own memory during one run: what time it is, how sources did before, what to remember of this run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pubsync.errors import SourceError
from pubsync.report import RunReport
from pubsync.sources.gather import Gathered
from pubsync.sources.http import RefusedError
from pubsync.state import (
    RunRecord,
    SourceMemory,
    State,
    cool_down,
    failed,
    load_state,
    resting,
    save_state,
    state_folder,
    succeeded,
    undo_folder,
)


@dataclass(frozen=True, slots=True)
class Memory:
    """What the machine knows of one site, at the time of one run."""

    root: Path
    now: dt.datetime
    state: State

    @classmethod
    def load(cls, root: Path, now: dt.datetime) -> Memory:
        """Read the memory of the site at ``root``."""
        return cls(root, now, load_state(root))

    @property
    def today(self) -> str:
        """The date of the run in ISO 8601, where the machine is."""
        return self.now.astimezone().date().isoformat()

    @property
    def folder(self) -> Path:
        """The machine's folder for this site, outside the repository."""
        return state_folder(self.root)

    @property
    def undo_folder(self) -> Path:
        """Where the last run's before-images are kept."""
        return undo_folder(self.root)

    def resting(self, asked_for: Collection[str]) -> Mapping[str, str]:
        """Say of each source that is left alone tonight why; one that a person asked for by name is not."""
        reasons = {name: resting(memory, self.now) for name, memory in self.state.sources.items()}
        return {name: reason for name, reason in reasons.items() if reason and name not in asked_for}

    def last_success(self, source: str) -> str:
        """Return the date of a source's last success, "" where there was none on this machine."""
        return self.state.source(source).last_success[:10]

    def counts_as_failed(self, one: Gathered, stale_after: int) -> bool:
        """Whether a source makes the run a partial one.

        It does where it was asked and failed, and where it is left alone after a refusal and its last success is
        older than ``stale_after`` days.
        """
        if one.result.error:
            return True
        if not one.result.resting or one.result.resting not in self.resting(()).values():
            return False
        memory = self.state.source(one.result.source)
        if not memory.last_success:
            return True
        return self.now - dt.datetime.fromisoformat(memory.last_success) > dt.timedelta(days=stale_after)

    def save(
        self,
        gathered: Sequence[Gathered],
        report: RunReport | None,
        *,
        dry_run: bool,
        asked: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Remember how the sources did; and the run, and what enrichers were asked about, where it was no dry one."""
        state = self.state
        for one in gathered:
            known = state.source(one.result.source)
            fresh = self._of_source(known, one)
            if fresh != known:
                state = state.with_source(one.result.source, fresh)
        if not dry_run:
            for name, keys in (asked or {}).items():
                state = state.with_asked(name, keys, self.now.date().isoformat())
            stamp = self.now.astimezone(dt.UTC).isoformat(timespec="seconds")
            code = report.exit_code if report else 4
            written = sum(1 for one in report.files if not one.path.startswith("_pubsync/")) if report else 0
            record = RunRecord(started=stamp, finished=stamp, exit_code=code, summary=f"{written} files written")
            state = replace(state, last_run=record)
        save_state(self.root, state)

    def _of_source(self, known: SourceMemory, one: Gathered) -> SourceMemory:
        refused = one.result.answer.refused if one.result.answer else None
        if one.result.fresh:
            memory = succeeded(known, self.now)
            return self._left_alone(failed(memory, str(refused), self.now), refused) if refused else memory
        if one.result.error is None or one.result.resting:
            return known
        return self._left_alone(failed(known, str(one.result.error), self.now), one.result.error)

    def _left_alone(self, memory: SourceMemory, error: SourceError) -> SourceMemory:
        """What is remembered after a failure: a refusal means a while without a request."""
        if isinstance(error, RefusedError):
            return cool_down(memory, error.retry_after, self.now)
        return memory
