"""One line for an event, on standard error, in the form that whoever reads it likes.

Under systemd a line begins with its priority (``<4>`` is a warning, see sd-daemon(3)) and the journal adds the time;
elsewhere, as in a container, it begins with the time.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Mapping
from typing import TextIO

LOGGER = logging.getLogger("pubsync.schedule")
_LONGEST_LINE = 1000
_PRIORITIES = {logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}
_WORDS = {logging.WARNING: "warning: ", logging.ERROR: "error: ", logging.CRITICAL: "error: "}


def start_logging(stream: TextIO, environment: Mapping[str, str]) -> None:
    """Send what the schedule and APScheduler have to say to ``stream``."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JournalLine() if goes_to_journal(stream, environment) else TimedLine())
    for logger, level in ((LOGGER, logging.INFO), (logging.getLogger("apscheduler"), logging.ERROR)):
        logger.handlers = [handler]
        logger.setLevel(level)
        logger.propagate = False


def goes_to_journal(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether ``stream`` is connected to systemd's journal: JOURNAL_STREAM names its device and inode then."""
    try:
        found = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return environment.get("JOURNAL_STREAM", "") == f"{found.st_dev}:{found.st_ino}"


def one_line(text: str) -> str:
    """Return ``text`` without what could end the line or colour the terminal, and not too long."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text[:_LONGEST_LINE]).strip()
    return f"{plain}…" if len(text) > _LONGEST_LINE else plain


class JournalLine(logging.Formatter):
    """The priority and the message."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return f"<{_PRIORITIES.get(record.levelno, 6)}>{one_line(record.getMessage())}{_cause(record)}"


class TimedLine(logging.Formatter):
    """The time where the machine is, with its offset from UTC, and the message."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = dt.datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="seconds")
        return f"{moment} {_WORDS.get(record.levelno, '')}{one_line(record.getMessage())}{_cause(record)}"


def _cause(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    return f": {type(error).__name__}: {one_line(str(error))}" if error else ""
