"""The schedule at work: it waits, runs ``sync``, says what came of it, and stops when told.

What can go wrong over the years, and what is done about it:

- The machine sleeps: the clock by which threads wait sleeps too, so the time is looked at every half minute; what was
  missed is made up for once, a minute after waking, when the network is back.
- It was off: the last run's time is remembered, and what was missed since is made up for likewise.
- The clock is set, or the time zone changes: a next run that is too far away is worked out anew.
- ``pubsync.yaml`` changes: a new ``schedule:`` counts at once, a faulty one not at all.
- A run crashes, hangs or swells: it is a process of its own, and is ended after three hours.
"""

from __future__ import annotations

import datetime as dt
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any, Protocol

from apscheduler.events import EVENT_JOB_MAX_INSTANCES
from apscheduler.schedulers.background import BackgroundScheduler

from pubsync.errors import PubsyncError, SettingsError
from pubsync.schedule.health import GOOD_CODES, Health, LastRun, load_health, moment_of, save_health, stamp
from pubsync.schedule.logs import LOGGER
from pubsync.schedule.trigger import CronWithJitter
from pubsync.settings import FILE_NAME, Settings, load_settings
from pubsync.settings.cron import parse_cron
from pubsync.state import load_state

SETTLE = dt.timedelta(minutes=1)
"""After waking, a network needs a while."""
INTERRUPTED = 130
MANY_A_DAY = 24
_LATE = dt.timedelta(minutes=2)
_LOOK_EVERY = 30.0
_JOB = "sync"
_FINISHED = 0
"""What is put among the numbers of signals when a run ends; no signal has this number."""


class Runs(Protocol):
    """What runs ``sync``: see ``running.Runner``."""

    def run(self) -> int:
        """Run to the end and return the exit code."""
        ...

    def interrupt(self) -> None:
        """End the run now; called from another thread."""
        ...


def trigger_of(settings: Settings) -> CronWithJitter:
    """Return when to run by the settings.

    Raises:
        SettingsError: where they have no ``schedule:``.
    """
    if not settings.schedule:
        raise SettingsError(
            "schedule: is missing, so there is no time to run at",
            where=FILE_NAME,
            remedy='add a line schedule: "15 3 * * *", for every night at a quarter past three',
        )
    return CronWithJitter(parse_cron(settings.schedule), dt.timedelta(minutes=settings.jitter))


class Foreground:
    """The schedule of one site at work; ``signals`` is where numbers of signals are put to stop it."""

    def __init__(self, root: Path, runner: Runs) -> None:
        """Read the settings of the site at ``root``; nothing runs yet.

        Raises:
            SettingsError: where they are faulty, or have no ``schedule:``.
        """
        self.signals: SimpleQueue[int] = SimpleQueue()
        self._root = root
        self._runner = runner
        self._running = False
        self._telling = Lock()
        self._seen = _content(root)
        self._trigger = trigger_of(load_settings(root).settings)
        self._health = Health(schedule=self._trigger.cron.text, last_run=_last_run(root))
        # A zone is given, or APScheduler looks for the machine's and fails on some.
        self._scheduler = BackgroundScheduler(timezone=dt.UTC)
        self._scheduler.add_listener(_tell_left_out, EVENT_JOB_MAX_INSTANCES)

    @property
    def next_run(self) -> dt.datetime | None:
        """When it is to run next, None where it stops."""
        job = self._scheduler.get_job(_JOB)
        return job.next_run_time if job else None

    def start(self, *, paused: bool = False) -> None:
        """Begin to wait, in a thread of its own; ``paused``: run nothing."""
        now = _now()
        missed = self._missed(now)
        first = now + SETTLE if missed else self._trigger.get_next_fire_time(None, now)
        self._scheduler.add_job(
            self._run,
            self._trigger,
            id=_JOB,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            next_run_time=first,
        )
        self._scheduler.start(paused=paused)
        LOGGER.info("%s at %s%s", self._trigger.cron.text, self._root, "; a run was missed" if missed else "")
        if self._trigger.cron.runs_a_day > MANY_A_DAY:
            LOGGER.warning("%d runs a day: each asks every source", self._trigger.cron.runs_a_day)
        self._tell_next()

    def wait(self) -> None:
        """Stay until a signal comes, then until a run that is under way has ended; a second signal ends that."""
        while not self._next_signal():
            self.look()
        self._scheduler.remove_all_jobs()
        LOGGER.info("stopping%s", ", once the run has ended; ask again to end it now" if self._running else "")
        while self._running:
            if self.signals.get() != _FINISHED:
                self._runner.interrupt()
        self._scheduler.shutdown()
        self._tell(next_run="")

    def look(self) -> None:
        """See whether the machine slept, its clock was set, or the settings changed."""
        self._reread()
        now, due = _now(), self.next_run
        if due is None:
            return
        if due < now - _LATE:
            LOGGER.info("the run of %s was missed, as when the machine sleeps; it comes now", _shown(due))
            self._move(now + SETTLE)
        elif due > self._trigger.latest_after(now) and due > now + SETTLE:
            LOGGER.info("the clock was set")
            self._move(self._trigger.get_next_fire_time(None, now))

    def _next_signal(self) -> int:
        try:
            return self.signals.get(timeout=_LOOK_EVERY)
        except Empty:
            return _FINISHED

    def _move(self, moment: dt.datetime) -> None:
        self._scheduler.modify_job(_JOB, next_run_time=moment)
        self._tell_next()

    def _reread(self) -> None:
        content = _content(self._root)
        if content in (self._seen, b""):
            return
        self._seen = content
        try:
            trigger = trigger_of(load_settings(self._root).settings)
        except PubsyncError as error:
            LOGGER.warning("%s; the schedule stays as it was", error)
            return
        if (trigger.cron, trigger.jitter) != (self._trigger.cron, self._trigger.jitter):
            self._trigger = trigger
            self._scheduler.reschedule_job(_JOB, trigger=trigger)
            LOGGER.info("the schedule is now %s", trigger.cron.text)
            self._tell_next(schedule=trigger.cron.text)

    def _missed(self, now: dt.datetime) -> bool:
        """Whether a run was due since the last one, by this schedule or by hand."""
        by_schedule, by_anyone = self._health.last_run, load_state(self._root).last_run
        begun = [moment for run in (by_schedule, by_anyone) if run and (moment := moment_of(run.started))]
        return bool(begun) and self._trigger.due_after(max(begun)) <= now

    def _run(self) -> None:
        """Run once; APScheduler calls it in a thread of its own, and never twice at once."""
        started = _now()
        self._running = True
        try:
            self._tell(running_since=stamp(started))
            LOGGER.info("sync begins")
            run = ended_run(self._root, started, self._runner.run())
            self._tell_next(running_since="", last_run=run)
        finally:
            self._running = False
            self.signals.put(_FINISHED)

    def _tell_next(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Health
        due = self.next_run
        if due:
            LOGGER.info("next run %s", _shown(due))
        self._tell(next_run=stamp(due) if due else "", **changes)

    def _tell(self, **changes: Any) -> None:  # noqa: ANN401 - as above
        with self._telling:
            self._health = replace(self._health, **changes)
            problem = save_health(self._root, self._health)
        if problem:
            LOGGER.warning("%s", problem)


def run_once(root: Path, runner: Runs, *, wait: float) -> int:
    """Wait so many seconds, run once, and return the exit code; for tools that can't wait at random themselves.

    A signal ends it at once, the run too.
    """
    signals: SimpleQueue[int] = SimpleQueue()
    with stopped_by(signals.put):
        if wait >= 1:
            LOGGER.info("sync begins in %.0f s", wait)
        try:
            signals.get(timeout=wait)
        except Empty:
            pass
        else:
            return INTERRUPTED
    started = _now()
    with stopped_by(lambda _number: runner.interrupt()):
        LOGGER.info("sync begins")
        run = ended_run(root, started, runner.run())
    problem = save_health(root, replace(load_health(root) or Health(), running_since="", last_run=run))
    if problem:
        LOGGER.warning("%s", problem)
    return run.exit_code


def ended_run(root: Path, started: dt.datetime, code: int) -> LastRun:
    """Say how a run that began at ``started`` ended, and return it for keeping."""
    finished = _now()
    known = load_state(root).last_run
    did = known.summary if known and known.started >= stamp(started) else ""
    level = logging.INFO if code == 0 else logging.WARNING if code in GOOD_CODES else logging.ERROR
    seconds = max((finished - started).total_seconds(), 0)
    LOGGER.log(level, "sync ended with exit code %d after %.0f s%s", code, seconds, f": {did}" if did else "")
    return LastRun(started=stamp(started), finished=stamp(finished), exit_code=code, did=did)


@contextmanager
def stopped_by(told: Callable[[int], object]) -> Iterator[None]:
    """Let ``told`` hear of each signal that asks a program to end, while the block runs; in the main thread only.

    ``SimpleQueue.put`` may be called from a handler, ``Event.set`` may not: it could wait for what it interrupts.
    """
    names = ("SIGTERM", "SIGINT", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda heard, _frame: told(heard)) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell_left_out(_event: object) -> None:
    LOGGER.warning("a run is left out: the one before is still under way")


def _content(root: Path) -> bytes:
    """The settings as they stand; b"" while an editor replaces them."""
    try:
        return (root / FILE_NAME).read_bytes()
    except OSError:
        return b""


def _last_run(root: Path) -> LastRun | None:
    health = load_health(root)
    return health.last_run if health else None


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _shown(moment: dt.datetime) -> str:
    return moment.astimezone().isoformat(timespec="minutes")
