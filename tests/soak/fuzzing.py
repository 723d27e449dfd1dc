"""Millions of damaged texts for the parsers that read what others wrote: no crash, no hang, nothing lost.

Each input is made from a good text by a few random changes, and follows from the seed alone. What fails is cut down to
the least that fails the same way, and named in the error; it then becomes a test beside the parser's own.
"""

from __future__ import annotations

import gc
import itertools
import os
import random
import signal
import traceback
import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tests.soak.targets import TARGETS, Target

PATIENCE = 30.0
"""Seconds that one input may take on however busy a machine; the usual one takes a thousandth."""
LONGEST = 20_000
_CHUNK = 5_000
_TRIES = 1_500
_MOST_FINDS = 3
_ODD = (
    "\0",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\x85",
    "\r",
    "\r\n",
    "\t",
    "é",
    "e\u0301",
    "齐",
    "😀",
    "\ud800",
)


class HangError(Exception):
    """An input took longer than ``PATIENCE``."""


# Making inputs


def inputs(target: Target, seed: str, count: int) -> Iterator[str]:
    """Yield ``count`` damaged texts."""
    dice = random.Random(f"{target.name} {seed}")
    for _ in range(count):
        text = dice.choice(target.seeds)
        if dice.random() < 0.3:
            at = dice.randrange(len(text))
            text = text[at : at + dice.randrange(120)]
        for _ in range(dice.randint(1, 8)):
            text = _changed(dice, text, target)
        yield text[:LONGEST]


def _changed(dice: random.Random, text: str, target: Target) -> str:
    at = dice.randint(0, len(text))
    to = min(len(text), at + int(dice.expovariate(0.05)))
    before, within, after = text[:at], text[at:to], text[to:]
    return before + dice.choices(_WAYS, cum_weights=_CUMULATED)[0](dice, target, within, after)


def _the_rest_of_a_seed(dice: random.Random, target: Target, _within: str, _after: str) -> str:
    seed = dice.choice(target.seeds)
    return seed[dice.randrange(len(seed)) :]


_Change = Callable[[random.Random, Target, str, str], str]
_WEIGHED: tuple[tuple[int, _Change], ...] = (
    (35, lambda dice, target, within, after: dice.choice(target.pieces) + within + after),
    (15, lambda dice, target, _, after: dice.choice(target.pieces) + after),
    (15, lambda _, __, ___, after: after),
    (10, lambda _, __, within, after: within + within + after),
    (12, lambda dice, _, within, after: dice.choice(_ODD) + within + after),
    (7, lambda dice, _, __, after: chr(dice.randrange(0x250)) + after),
    (5, _the_rest_of_a_seed),
    (1, lambda dice, target, within, after: dice.choice(target.pieces) * dice.choice((50, 400, 3000)) + within + after),
)
"""What may come after the place of a change, by how often it does."""
_WAYS = tuple(way for _, way in _WEIGHED)
_CUMULATED = tuple(itertools.accumulate(weight for weight, _ in _WEIGHED))


# Trying them


def fuzz(target: Target, seed: str, count: int) -> int:
    """Try ``count`` inputs; an AssertionError shows the least input of each way in which some fail."""
    found = finds(target, seed, count)
    assert not found, "\n\n".join(found.values())
    return count


def finds(target: Target, seed: str, count: int, known: Collection[str] = ()) -> dict[str, str]:
    """Try ``count`` inputs and return, by the way in which they fail, what to say of the least of those that do.

    Ways that are ``known`` are left out; after ``_MOST_FINDS`` the others are as well.
    """
    found: dict[str, str] = {}
    with _watch(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for text in inputs(target, seed, count):
            fault = _fault(target, text)
            way = _way(fault) if fault else ""
            if fault is None or way in known or way in found or len(found) >= _MOST_FINDS:
                continue
            least = _least(target, text, way)
            found[way] = f"{target.name}, seed {seed}: {fault!r} ({way})\nfor {least!r}"
    return found


def fuzz_all(folder: Path, seed: int, count: int, told: Callable[[str], None]) -> None:
    """Try ``count`` inputs in all, on every core, to the end; what fails is told, and raised at the end."""
    done: dict[str, int] = dict.fromkeys(TARGETS, 0)
    failures: dict[tuple[str, str], str] = {}
    cores = int(os.environ.get("PUBSYNC_SOAK_CORES", os.cpu_count() or 1))
    with ProcessPoolExecutor(cores, initializer=gc.freeze) as pool:  # what is loaded need not be looked through again
        for name, found in pool.map(_task, _tasks(seed, count)):
            done[name] += _CHUNK
            fresh = {(name, way): words for way, words in found.items() if (name, way) not in failures}
            failures |= fresh
            for words in fresh.values():
                told(words)
            if sum(done.values()) % (40 * _CHUNK) == 0:
                told(f"{sum(done.values()):,} inputs: {done}")
    told(f"{sum(done.values()):,} inputs: {done}; {len(failures)} failures")
    words = "\n\n".join(failures.values())
    (folder / "failures.txt").write_text(words, encoding="utf-8", errors="backslashreplace")
    assert not failures, words


def _tasks(seed: int, count: int) -> Iterator[tuple[str, str, int]]:
    parts = [(name, -(-int(count * one.share) // _CHUNK)) for name, one in TARGETS.items()]
    for number in range(max(chunks for _, chunks in parts)):
        yield from ((name, f"{seed}.{number}", _CHUNK) for name, chunks in parts if number < chunks)


def _task(task: tuple[str, str, int]) -> tuple[str, dict[str, str]]:
    name, seed, count = task
    found = finds(TARGETS[name], seed, count, _TOLD[name])
    _TOLD[name].update(found)
    return name, found


_TOLD: dict[str, set[str]] = {name: set() for name in TARGETS}
"""The ways of failing that this process has told of already: to make an input small takes as long as many inputs."""


def _fault(target: Target, text: str) -> Exception | None:
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        target.check(text)
    except Exception as error:  # noqa: BLE001 - whatever a parser raises is what is looked for
        return error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return None


def _way(fault: Exception) -> str:
    """Tell failures apart by their kind and the line that failed; a hang has none."""
    if isinstance(fault, HangError) or fault.__traceback__ is None:
        return type(fault).__name__
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__}, {Path(last.filename).name}:{last.lineno}"


def _least(target: Target, text: str, way: str) -> str:
    """Take pieces out of a text as long as it fails in the same way."""
    size, tries = len(text) // 2, 0
    while size and tries < _TRIES and way != HangError.__name__:
        for at in range(0, len(text), size):
            shorter = text[:at] + text[at + size :]
            tries += 1
            fault = _fault(target, shorter)
            if fault and _way(fault) == way:
                text = shorter
                break
        else:
            size //= 2
    return text


@contextmanager
def _watch() -> Iterator[None]:
    """Let an alarm end an input that hangs; none outside a program's main thread."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise HangError

    before = signal.signal(signal.SIGALRM, ring)
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, before)


def names() -> Sequence[str]:
    """The names of the targets."""
    return tuple(TARGETS)
