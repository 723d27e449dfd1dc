"""The machine's own memory during one run: what time it is, how sources did before, what to remember of this run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pubsync.errors import SourceError
from pubsync.frozen import frozen
from pubsync.library import base_path
from pubsync.publish import UndoResult, lock, publish, recover, undo
from pubsync.records.plan import PlannedFile
from pubsync.report import RunReport
from pubsync.settings import load_settings
from pubsync.sources.gather import Gathered
from pubsync.state import (
    RunRecord,
    SourceMemory,
    State,
    Trouble,
    age,
    cool_down,
    failed,
    load_state,
    recovered,
    resting,
    save_state,
    state_folder,
    succeeded,
    troubled,
    undo_folder,
)


def stale_sources(root: Path, now: dt.datetime | None = None) -> tuple[str, ...]:
    """Return the names of the sources of the site at ``root`` that fail, and have not answered for ``stale_after``.

    Raises:
        SettingsError: where ``pubsync.yaml`` can't be read.
    """
    loaded = load_settings(root.resolve())
    memory = Memory.load(loaded.root, now or dt.datetime.now(dt.UTC))
    failing = [name for name, trouble in memory.state.troubles.items() if name and not trouble.ended]
    return tuple(sorted(name for name in failing if memory.is_old(name, loaded.settings.stale_after)))


@frozen()
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

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the site, so that no other run writes to it, with what an interrupted run left brought to its end.

        Raises:
            PublishError: where another run holds it, or what was left can't be brought to its end.
        """
        with lock(self.root, self.folder):
            recover(self.root, undo_folder=self.undo_folder, companion=base_path)
            yield

    def publish(self, files: Sequence[PlannedFile]) -> tuple[str, ...]:
        """Write all of ``files``, or none, while the site is ``held``; return the paths changed.

        Raises:
            PublishError: where it can't be done; the site is then as it was.
        """
        return publish(self.root, files, undo_folder=self.undo_folder, companion=base_path)

    def undo(self) -> UndoResult:
        """Give the files of the last run their former contents, but those edited since, while the site is ``held``.

        Raises:
            PublishError: where there is nothing to undo, or it can't be done.
        """
        return undo(self.root, self.undo_folder, companion=base_path)

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

    def is_stale(self, one: Gathered, stale_after: int) -> bool:
        """Whether a source fails tonight, or is left alone after a refusal, and has not answered for too long."""
        fails = one.result.error is not None or one.result.resting in self.resting(()).values()
        return fails and not one.result.fresh and self.is_old(one.result.source, stale_after)

    def is_old(self, name: str, stale_after: int) -> bool:
        """Whether a source's last success is too long ago; where none is known here, the begin of its trouble."""
        trouble = self.state.troubles.get(name)
        old = age(self.state.source(name).last_success or (trouble.since if trouble else ""), self.now)
        return old is not None and old > dt.timedelta(days=stale_after)

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
            state = state.with_trouble(one.result.source, self._trouble_of(one))
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

    def _trouble_of(self, one: Gathered) -> Trouble | None:
        """The trouble of a source after this run: begun, going on, over, or none; a run without it changes nothing."""
        known = self.state.troubles.get(one.result.source)
        if one.result.fresh:
            return recovered(known, self.now) if known else None
        if one.result.error is None or one.result.resting:
            return known
        return troubled(known, self.now)

    def _left_alone(self, memory: SourceMemory, error: SourceError) -> SourceMemory:
        """What is remembered after a failure: a refusal means a while without a request."""
        from pubsync.sources.http import RefusedError  # noqa: PLC0415 - start-up time

        if isinstance(error, RefusedError):
            return cool_down(memory, error.retry_after, self.now)
        return memory


def settle(root: Path) -> None:
    """Bring what an interrupted run left in a site to its end, so that nobody looks at half of what it wrote.

    Raises:
        PublishError: as ``Memory.held``.
    """
    if (root / "_pubsync" / ".journal").is_dir():
        with Memory.load(root.resolve(), dt.datetime.now(dt.UTC)).held():
            pass
