"""The machine's own memory: when runs happened, how each source did, and how long it is left alone.

It lies outside the repository, so that a quiet night leaves git clean: in the user's state folder
(``platformdirs``), one folder for each site, named by the site's folder and a hash of its full path. The environment
variable ``PUBSYNC_STATE_HOME`` names another place for all of them, such as one that a CI action keeps between runs.

It is never a reason to fail: what can't be read is set aside, what can't be written is forgotten, with a remark.
Functions that need to know the time are told it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, field, replace
from pathlib import Path

from platformdirs import user_cache_path, user_state_path

from pubsync.frozen import frozen

STATE_HOME = "PUBSYNC_STATE_HOME"
CACHE_HOME = "PUBSYNC_CACHE_HOME"
SHORTEST_REST = dt.timedelta(hours=20)
"""Under a day, so that a job at the same hour tomorrow asks again, and over any retry of tonight."""
LONGEST_REST = dt.timedelta(days=7)

_VERSION = 1
_FACTS = frozenset({"version", "last_run", "sources", "asked", "troubles", "questions"})
_FILE = "state.json"


@frozen(kw_only=True)
class RunRecord:
    """A run: ISO timestamps in UTC, the exit code, and what it did in one line."""

    started: str
    finished: str
    exit_code: int
    summary: str = ""


@frozen(kw_only=True)
class SourceMemory:
    """How a source did: ISO timestamps in UTC, "" where there is none yet.

    ``last_error`` stays after a success, with its time, for ``status``.
    """

    last_success: str = ""
    last_error: str = ""
    last_error_at: str = ""
    cool_down_until: str = ""
    failures_in_a_row: int = 0


@frozen(kw_only=True)
class Trouble:
    """Something that goes wrong run after run: ISO timestamps in UTC of its first run and, once over, of its end.

    ``told`` counts how often the person was told of it: at its onset, and again while it lasts.
    """

    since: str
    told: int = 0
    ended: str = ""


@frozen(kw_only=True)
class State:
    """All that the machine remembers of one site; ``remarks`` are of this loading and are not kept."""

    last_run: RunRecord | None = None
    sources: Mapping[str, SourceMemory] = field(default_factory=dict)
    asked: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By enricher and a work's key: the ISO date on which it was last asked about that work."""
    troubles: Mapping[str, Trouble] = field(default_factory=dict)
    """By the source's name, "" for what stops a whole run; one that is over stays until that was told."""
    questions: frozenset[str] = frozenset()
    """What waits for a decision and was told already, by the questions' ids."""
    remarks: tuple[str, ...] = ()

    def source(self, name: str) -> SourceMemory:
        """Return what is known of a source by its unique name."""
        return self.sources.get(name, SourceMemory())

    def with_source(self, name: str, memory: SourceMemory) -> State:
        """Return a state that knows ``memory`` of the source ``name``."""
        return replace(self, sources={**self.sources, name: memory})

    def with_trouble(self, name: str, trouble: Trouble | None) -> State:
        """Return a state that knows ``trouble`` of the source ``name``, None for none."""
        others = {known: one for known, one in self.troubles.items() if known != name}
        return replace(self, troubles=others if trouble is None else {**others, name: trouble})

    def with_asked(self, name: str, keys: Iterable[str], today: str) -> State:
        """Return a state that knows that the enricher ``name`` was asked about the works ``keys`` on ``today``."""
        return replace(self, asked={**self.asked, name: {**self.asked.get(name, {}), **dict.fromkeys(keys, today)}})


def state_folder(root: Path) -> Path:
    """Return the machine's own folder for the site at ``root``; nothing is created."""
    home = os.environ.get(STATE_HOME, "")
    base = Path(home) if home else user_state_path("pubsync", appauthor=False)
    site = os.path.realpath(root)
    name = re.sub(r"[^\w.-]+", "-", Path(site).name) or "site"
    return Path(os.path.realpath(base)) / f"{name}-{_short_hash(os.path.normcase(site))}"


def cache_folder() -> Path:
    """Return where answers of the network are kept for revalidation, for all sites; nothing is created."""
    home = os.environ.get(CACHE_HOME, "")
    return Path(home) if home else user_cache_path("pubsync", appauthor=False)


def undo_folder(root: Path) -> Path:
    """Return where the old contents of the last run are kept for ``undo``; nothing is created."""
    return state_folder(root) / "undo"


def load_state(root: Path) -> State:
    """Return what the machine remembers of the site at ``root``.

    A file that is damaged is set aside as ``state.json.damaged``, one of a newer version as ``state.json.newer``; an
    empty state with a remark stands in.
    """
    file = state_folder(root) / _FILE
    try:
        return _parse(file.read_bytes())
    except FileNotFoundError:
        return State()
    except OSError as error:
        return State(remarks=(f"{file} can't be read ({error.strerror}): past runs are unknown",))
    except _NewerError:
        return _begun_afresh(file, "newer", "from a newer version")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return _begun_afresh(file, "damaged", "damaged")


def _begun_afresh(file: Path, ending: str, what: str) -> State:
    aside = file.with_name(f"{_FILE}.{ending}")
    with suppress(OSError):
        file.replace(aside)
    return State(remarks=(f"{file} is {what}: set aside as {aside.name}, begun afresh",))


def save_state(root: Path, state: State) -> str:
    """Replace what the machine remembers of the site at ``root``, at once or not at all.

    Returns:
        "", or a remark on why it could not be kept.
    """
    folder = state_folder(root)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace_file(folder / _FILE, _text(state).encode())
    except OSError as error:
        return f"{folder} can't be written ({error.strerror}): this run won't be remembered"
    return ""


def succeeded(memory: SourceMemory, now: dt.datetime) -> SourceMemory:
    """Return the memory of a source that has just answered well."""
    return replace(memory, last_success=_stamp(now), cool_down_until="", failures_in_a_row=0)


def failed(memory: SourceMemory, error: str, now: dt.datetime) -> SourceMemory:
    """Return the memory of a source that has just failed; for a refusal, ``cool_down`` comes on top."""
    failures = memory.failures_in_a_row + 1
    return replace(memory, last_error=error, last_error_at=_stamp(now), failures_in_a_row=failures)


def cool_down(memory: SourceMemory, error_retry_after: float | None, now: dt.datetime) -> SourceMemory:
    """Return the memory of a source that refused and is left alone for a while; call ``failed`` before.

    A refusal tonight means no request before tomorrow: 20 hours, doubled with every failure in a row, or as long as
    the source asked if that is longer, but never over 7 days.

    Args:
        memory: with this failure counted.
        error_retry_after: the seconds that the source asked to wait, None where it did not say.
        now: the time of the refusal, with its zone.
    """
    doublings = min(max(memory.failures_in_a_row, 1) - 1, 10)
    grown = SHORTEST_REST.total_seconds() * 2**doublings
    seconds = min(max(grown, error_retry_after or 0.0), LONGEST_REST.total_seconds())
    return replace(memory, cool_down_until=_stamp(now + dt.timedelta(seconds=seconds)))


def troubled(trouble: Trouble | None, now: dt.datetime) -> Trouble:
    """Return the trouble of what has just gone wrong: the one that lasts, an end untold being none, or a new one."""
    return replace(trouble, ended="") if trouble else Trouble(since=_stamp(now))


def recovered(trouble: Trouble, now: dt.datetime) -> Trouble:
    """Return the trouble as over."""
    return trouble if trouble.ended else replace(trouble, ended=_stamp(now))


def age(stamp: str, now: dt.datetime) -> dt.timedelta | None:
    """Return how long ago a timestamp is, None where there is none."""
    moment = _moment(stamp)
    return now - moment if moment else None


def resting(memory: SourceMemory, now: dt.datetime) -> str:
    """Say why a source is not asked now, "" where it is.

    An end further away than any rest lasts was written by a wrong clock and counts for nothing.
    """
    until = _moment(memory.cool_down_until)
    if until is None or not now < until <= now + LONGEST_REST:
        return ""
    refused = _moment(memory.last_error_at)
    since = f"it refused on {_clock(refused)} and " if refused else "it refused and "
    return f"{since}is left alone until {_clock(until)}"


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")


def _moment(stamp: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _clock(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"


def _short_hash(text: str) -> str:
    return hashlib.sha256(os.fsencode(text)).hexdigest()[:10]


class _NewerError(Exception):
    """A newer version wrote it."""


def _text(state: State) -> str:
    body = {
        "version": _VERSION,
        "last_run": asdict(state.last_run) if state.last_run else None,
        "sources": {name: asdict(memory) for name, memory in sorted(state.sources.items())},
        "asked": {name: dict(sorted(keys.items())) for name, keys in sorted(state.asked.items())},
        "troubles": {name: asdict(trouble) for name, trouble in sorted(state.troubles.items())},
        "questions": sorted(state.questions),
    }
    return json.dumps(body, indent=1) + "\n"


def _parse(content: bytes) -> State:
    """Read what ``_text`` wrote.

    Raises:
        _NewerError: where a newer version wrote it.
        ValueError: and its like, as ``load_state`` names them, for anything else.
    """
    found = json.loads(content)
    version = found["version"]
    if isinstance(version, int) and (version > _VERSION or found.keys() - _FACTS):
        raise _NewerError
    if version != _VERSION:
        raise ValueError(version)
    run = found["last_run"]
    return State(
        last_run=None if run is None else _run(**run),
        sources={name: _memory(**memory) for name, memory in found["sources"].items()},
        asked={name: _dates(keys) for name, keys in found.get("asked", {}).items()},
        troubles={name: _trouble(**trouble) for name, trouble in found.get("troubles", {}).items()},
        questions=frozenset(map(_string, found.get("questions", ()))),
    )


def _run(started: object, finished: object, exit_code: object, summary: object) -> RunRecord:
    return RunRecord(
        started=_string(started), finished=_string(finished), exit_code=_count(exit_code), summary=_string(summary)
    )


def _memory(
    last_success: object,
    last_error: object,
    last_error_at: object,
    cool_down_until: object,
    failures_in_a_row: object,
) -> SourceMemory:
    return SourceMemory(
        last_success=_string(last_success),
        last_error=_string(last_error),
        last_error_at=_string(last_error_at),
        cool_down_until=_string(cool_down_until),
        failures_in_a_row=_count(failures_in_a_row),
    )


def _trouble(since: object, told: object, ended: object) -> Trouble:
    return Trouble(since=_string(since), told=_count(told), ended=_string(ended))


def _dates(keys: Mapping[str, object]) -> dict[str, str]:
    return {key: dt.date.fromisoformat(_string(date)).isoformat() for key, date in keys.items()}


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise TypeError(value)
    return value


def _replace_file(file: Path, content: bytes) -> None:
    """Replace ``file`` so that a kill or a power failure leaves it old or new, readable by its owner alone."""
    descriptor, draft = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with open(descriptor, "wb") as stream:  # noqa: PTH123 - a descriptor, as mkstemp gives it
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(draft).unlink()
        raise
