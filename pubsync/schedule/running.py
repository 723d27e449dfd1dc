"""One run, in a process of its own: what it takes goes with it, and what befalls it leaves the schedule standing."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from pubsync.schedule.health import LONGEST_RUN
from pubsync.schedule.logs import one_line

LINES_KEPT = 200
NOT_STARTED = 4
"""The exit code where a run could not even be started: nothing could be done."""
_TIME_TO_END = 30.0
_LINE = 4096


def sync_command(root: Path, options: Sequence[str]) -> list[str]:
    """Return the command of a run. ``-P``: what lies in the folder it starts in is no part of the program."""
    return [sys.executable, "-P", "-m", "pubsync", "sync", "--quiet", "--site", str(root), *options]


@dataclass(slots=True)
class Runner:
    """Runs a command and passes on what it says, line by line; ``interrupt`` may be called from another thread.

    A Ctrl-C at the terminal does not reach the run, so that the schedule can wait for its end.
    """

    command: Sequence[str]
    say: Callable[[str], None]
    longest: dt.timedelta = LONGEST_RUN
    _process: subprocess.Popen[str] | None = field(default=None, init=False)

    def run(self) -> int:
        """Run to the end, or to the longest time that a run may take, and return the exit code as a shell gives it."""
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own command, of separate words
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=os.environ | {"NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            )
        except OSError as error:
            self.say(f"a run can't be started: {error.strerror or error}")
            return NOT_STARTED
        code = self._wait(self._process)
        self._process = None
        return code if code >= 0 else 128 - code

    def interrupt(self) -> None:
        """End the run as Ctrl-C would; it leaves nothing half written."""
        if self._process and self._process.poll() is None:
            _send(self._process, signal.SIGINT)

    def _wait(self, process: subprocess.Popen[str]) -> int:
        reader = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        reader.start()
        try:
            code = process.wait(self.longest.total_seconds())
        except subprocess.TimeoutExpired:
            self.say(f"the run takes more than {self.longest} and is ended")
            code = _end(process)
        reader.join(5)  # a process that a hook of git's left behind may hold the other end open for ever
        return code

    def _read(self, stream: IO[str] | None) -> None:
        said = 0
        with suppress(ValueError, OSError):
            for line in iter(lambda: stream.readline(_LINE) if stream else "", ""):
                said += bool(line.strip())
                if line.strip() and said <= LINES_KEPT:
                    self.say(one_line(line))
        if said > LINES_KEPT:
            self.say(f"and {said - LINES_KEPT} more lines")


def _end(process: subprocess.Popen[str]) -> int:
    _send(process, signal.SIGINT)
    try:
        return process.wait(_TIME_TO_END)
    except subprocess.TimeoutExpired:
        _send(process, getattr(signal, "SIGKILL", signal.SIGTERM))
        return process.wait()


def _send(process: subprocess.Popen[str], number: int) -> None:
    """Send a signal to the run and all that it started; where there are no such groups, end it alone."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, number)
        else:
            process.terminate()
