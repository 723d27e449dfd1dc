"""Whole runs of ``pubsync sync``, killed at random moments: the next run ends where an undisturbed one does.

A run is a process of its own: mostly one forked from this one, which has the program loaded, so that most of its time
is spent at work; now and then a fresh interpreter. Half of the kills come while it writes, which is but a small part.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from unittest import mock

from pubsync.cli import app as command_line
from pubsync.pipeline.run import SyncOptions, sync_site
from tests.pipeline.nights import tree
from tests.real import example

Tree = dict[str, bytes]
NOTE = b"\nA line that the person wrote after the kill.\n"
_PAGES = ("_pages/about.md", "_pages/about-zh.md")
_JOURNAL = "_pubsync/.journal"
_OFFLINE = SyncOptions(offline=True)
_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Scene:
    """A site before a run, and what an undisturbed run makes of it; ``seconds`` is how long that takes."""

    name: str
    before: Path
    was: Tree
    after: Tree
    seconds: float


def scenes(folder: Path) -> tuple[Scene, ...]:
    """Make the sites: one that was never synced, and one after a day on which much happened."""
    fresh = example(folder / "fresh")
    busy = Path(shutil.copytree(fresh, folder / "busy" / "site"))
    sync_site(busy, _OFFLINE)
    _live(busy)
    return tuple(_scene(folder, name, site) for name, site in (("first", fresh), ("busy", busy)))


def run_kills(folder: Path, seed: int, count: int, told: Callable[[str], None] = lambda _: None) -> dict[str, int]:
    """Kill ``count`` runs; return how often a run was killed before, while and after it wrote.

    Raises:
        AssertionError: naming the kill, for a file that is half, or a site that the next run does not bring right.
    """
    dice = random.Random(seed)
    homes = {f"PUBSYNC_{name}_HOME": str(folder / name.lower()) for name in ("STATE", "CACHE")}
    seen = {"before it wrote": 0, "while it wrote": 0, "after it wrote": 0}
    with mock.patch.dict(os.environ, homes):
        made, day = scenes(folder), _day()
        for number in range(count):
            if _day() != day:  # runs write the day into what they keep
                made, day = scenes(folder / f"night{number}"), _day()
            scene = made[number % len(made)]
            try:
                seen[_kill_once(folder, scene, dice, number)] += 1
            except AssertionError as error:
                if _day() != day:
                    continue
                raise AssertionError(f"seed {seed}, kill {number} ({scene.name}): {error}") from error
            if number % 50 == 49:
                told(f"{number + 1} kills: {seen}")
    return seen


def _day() -> tuple[int, ...]:
    return tuple(time.localtime()[:3])


def _scene(folder: Path, name: str, site: Path) -> Scene:
    twin = Path(shutil.copytree(site, folder / "site"))
    was = tree(twin)
    began = time.monotonic()
    assert os.waitstatus_to_exitcode(os.waitpid(_forked(twin), 0)[1]) == 0
    seconds = time.monotonic() - began
    after = tree(twin)
    shutil.rmtree(twin)
    assert after != was
    return Scene(name, site, was, after, seconds)


def _live(site: Path) -> None:
    """A day: a new paper, a corrected title, one gone; and by hand a renamed, an edited and a deleted file."""
    bib = site / "publications.bib"
    text = bib.read_text(encoding="utf-8").replace("Bridging", "Connecting")
    new = "@misc{qi2024new, title = {A wholly new thing}, author = {Qi, Weizhen}, year = 2024}"
    bib.write_text(f"{text}\n{new}\n", encoding="utf-8")
    files = sorted((site / "_publications").glob("*.md"))
    files[0].rename(files[0].with_name("my-own-name.md"))
    files[1].unlink()
    files[2].write_bytes(files[2].read_bytes() + b"\nWords of mine.\n")


def _kill_once(folder: Path, scene: Scene, dice: random.Random, number: int) -> str:
    """Kill one run, perhaps the next as well, perhaps with an edit between, and see that the one after it is right."""
    site = Path(shutil.copytree(scene.before, folder / "site"))
    try:
        when = _killed(site, scene, dice, fresh=number % 10 == 9)
        _assert_no_half_file(site, scene)
        if dice.random() < 0.3:
            _killed(site, scene, dice, fresh=False)
            _assert_no_half_file(site, scene)
        edits = [path for path in _PAGES if dice.random() < 0.3]
        for path in edits:
            with (site / path).open("ab") as page:
                page.write(NOTE)
        sync_site(site, _OFFLINE)
        expected = scene.after | {path: scene.after[path] + NOTE for path in edits}
        found = tree(site)
        differing = sorted(path for path in {*found, *expected} if found.get(path) != expected.get(path))
        assert not differing, f"killed {when}, edited: {edits}; the next run leaves otherwise: {differing}"
        again = sync_site(site, _OFFLINE).report.files
        assert not again, f"the run after the next writes {again}"
    finally:
        shutil.rmtree(site)
    return when


def _killed(site: Path, scene: Scene, dice: random.Random, *, fresh: bool) -> str:
    """Kill a run at a random moment, and say at which."""
    process = _spawned(site) if fresh else _forked(site)
    seconds = scene.seconds * (4 if fresh else 1)
    if dice.random() < 0.5:
        time.sleep(dice.uniform(0, seconds * 1.05))
    else:
        _wait_for(site / _JOURNAL, process)
        time.sleep(dice.uniform(0, scene.seconds / 8))
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(process, 0)
    if (site / _JOURNAL).exists():
        return "while it wrote"
    return "before it wrote" if tree(site) == scene.was else "after it wrote"


def _assert_no_half_file(site: Path, scene: Scene) -> None:
    for path, content in tree(site).items():
        if not path.startswith("_pubsync/.journal"):
            assert content in (scene.was.get(path), scene.after.get(path)), f"{path} is half"


def _wait_for(journal: Path, process: int) -> None:
    end = time.monotonic() + _WAIT
    while not journal.exists() and time.monotonic() < end:
        if os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return
        time.sleep(0.0002)


def _forked(site: Path) -> int:
    """Run ``pubsync sync`` in a child of this process."""
    process = os.fork()
    if process == 0:
        _sync_and_leave(site)
    return process


def _sync_and_leave(site: Path) -> NoReturn:
    code = 70
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        sys.argv = ["pubsync", "sync", "--offline", "--quiet", "--site", str(site)]
        command_line.run()
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
    finally:
        os._exit(code)


def _spawned(site: Path) -> int:
    """Run ``pubsync sync`` in a fresh interpreter."""
    words = [sys.executable, "-m", "pubsync", "sync", "--offline", "--quiet", "--site", str(site)]
    return os.posix_spawn(words[0], words, dict(os.environ), file_actions=_SILENT)


_SILENT = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]

__all__ = ["Scene", "run_kills", "scenes"]
