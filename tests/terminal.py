"""The program on a terminal of its own, as a person at the keys meets it."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

SLOWEST = 60
"""Seconds for any answer; a machine under load is slow."""
_LOCAL_FLAGS = 3


class Conversation:
    """A program on a terminal of its own."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pubsync", *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb", **environment},
        )
        os.close(theirs)
        self.told = ""
        self._read = 0

    def hears(self, words: str) -> None:
        """Wait until the program has said these words, after what was heard before."""
        end = time.monotonic() + SLOWEST
        while words not in self.told[self._read :]:
            assert time.monotonic() < end, self.told
            if not self._more(end):
                break
        assert words in self.told[self._read :], self.told
        self._read = self.told.index(words, self._read) + len(words)

    def says(self, words: str) -> None:
        os.write(self._ours, f"{words}\n".encode())

    def presses(self, key: str) -> None:
        """Press a key, once the program waits for one and no more for a line."""
        end = time.monotonic() + SLOWEST
        while termios.tcgetattr(self._ours)[_LOCAL_FLAGS] & termios.ICANON:
            assert time.monotonic() < end, self.told
            assert self.process.poll() is None, self.told
            self._more(time.monotonic() + 0.01)
        os.write(self._ours, key.encode())

    def hangs_up(self) -> None:
        """Close the window."""
        self.process.send_signal(signal.SIGHUP)

    def interrupts(self) -> None:
        """Press Ctrl-C, and again where nothing comes of it: one in the moment before a line is read may be lost."""
        while self._more(time.monotonic() + 0.2):
            pass
        for _ in range(3):
            self.process.send_signal(signal.SIGINT)
            if self._more(time.monotonic() + 5) or self.process.poll() is not None:
                return

    def ends(self) -> int:
        end = time.monotonic() + SLOWEST
        while self._more(end):
            pass
        return self.process.wait(timeout=SLOWEST)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._ours)

    def _more(self, end: float) -> bool:
        """Read what there is; whether the terminal is still open."""
        ready, _, _ = select.select([self._ours], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return False
        try:
            piece = os.read(self._ours, 65536)
        except OSError:  # the other side is closed
            return False
        self.told += piece.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(piece)


@contextmanager
def talk(*words: str, **environment: str) -> Iterator[Conversation]:
    """Run pubsync with these words; ``environment`` is added to the test's own."""
    conversation = Conversation(words, environment)
    try:
        yield conversation
    finally:
        conversation.close()
