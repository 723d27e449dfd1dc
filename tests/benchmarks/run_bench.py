"""Whole runs: start-up, a first sync, a sync with nothing to do, one more paper, and a lab; beside ``academic import``.

``python tests/benchmarks/run_bench.py [--no-peer] [--large]``. Every program is run as a whole process; counted is the
processor's time, of which the least of a few runs stands: the machine's other work only ever adds. ``academic``
(https://pypi.org/project/academic/), which turns a .bib file into Hugo's page bundles, is installed into
``build/academic``. ``--large`` adds a lab of 200 people, which takes minutes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.bibliographies import Paper, conference_papers, papers, write_bibliography  # noqa: E402 - as above
from tests.benchmarks.labs import write_lab  # noqa: E402 - as above

PEER = ROOT / "build" / "academic"
PEER_VERSION = "0.11.2"
REPEATS = 3
SMALL, MIDDLE, LARGE = 500, 1_000, 10_000
_SETTINGS = """\
people: [{name: Jane Doe}]
sources: [{bibtex: publications.bib}]
outputs: [{kind: academicpages}]
"""
_SYNC = (sys.executable, "-m", "pubsync", "sync", "--offline", "--quiet")


class Cost(NamedTuple):
    """What one process took."""

    seconds: float
    megabytes: int


def main(wanted: list[str]) -> None:
    """Print all figures, each beside what it should be."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        started = bench.least(lambda: bench.run(sys.executable, "-m", "pubsync", "--version"))
        say("pubsync --version", f"{started.seconds:6.2f} s", "under 0.15 s")
        quiet_runs(bench)
        first_syncs(bench, with_peer="--no-peer" not in wanted)
        growth(bench)
        lab(bench, people=30, works=5_000, target="under 15 s")
        if "--large" in wanted:
            lab(bench, people=200, works=30_000, target="")


class Bench:
    """A folder for sites, with a cache and a state folder of its own; compiled modules are kept beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        compiled = ROOT / "build" / "bench-pycache"
        own = {"PUBSYNC_CACHE_HOME": str(folder / "cache"), "PUBSYNC_STATE_HOME": str(folder / "state")}
        self._environment = {**os.environ, **own, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(compiled)}
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def site(self, name: str, works: Iterator[Paper]) -> Path:
        """Make an academicpages site that was never synced."""
        root = self.folder / name
        root.mkdir()
        (root / "pubsync.yaml").write_text(_SETTINGS, encoding="utf-8")
        (root / "_config.yml").write_text("title: A bench\n", encoding="utf-8")
        write_bibliography(root / "publications.bib", works)
        return root

    def run(self, *command: str | Path, within: Path | None = None) -> Cost:
        """Run a program to its end."""
        with subprocess.Popen(command, cwd=within or ROOT, env=self._environment, stdout=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"failed with {process.returncode}: {' '.join(map(str, command))}")
        return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)

    def sync(self, site: Path) -> Cost:
        """Sync a site."""
        return self.run(*_SYNC, within=site)

    def first_sync(self, site: Path) -> Cost:
        """Sync a site as if it and the caches were new."""
        forget(site, self.folder / "cache", self.folder / "state")
        return self.sync(site)

    @staticmethod
    def least(run: Callable[[], Cost], repeats: int = REPEATS) -> Cost:
        """Return the least of several runs, in time and in memory."""
        costs = [run() for _ in range(repeats)]
        return Cost(min(cost.seconds for cost in costs), min(cost.megabytes for cost in costs))


def forget(site: Path, *folders: Path) -> None:
    """Put away what programs wrote.

    It is not deleted: ext4 looks past each number of a file that was deleted within the last seconds whenever it makes
    one, so that whatever writes next would pay a second for that.
    """
    for folder in (site / "_pubsync", site / "_publications", site / "content", *folders):
        if folder.exists():
            folder.rename(tempfile.mkdtemp(dir=site.parent))


def quiet_runs(bench: Bench) -> None:
    """A sync of a site that has nothing to do."""
    site = bench.site("quiet", papers(SMALL))
    bench.first_sync(site)
    cost = bench.least(lambda: bench.sync(site))
    say(f"no-op, {SMALL} works", f"{cost.seconds:6.2f} s  {cost.megabytes:4} MB", "under 0.6 s and 100 MB")


def first_syncs(bench: Bench, *, with_peer: bool) -> None:
    """The first sync of a .bib of conference papers, beside the peer's import of the very same file."""
    site = bench.site("first", conference_papers(MIDDLE))
    peer = peer_command() if with_peer else None
    ours, theirs = [], []
    for _ in range(REPEATS):
        ours.append(bench.first_sync(site).seconds)
        if peer:
            (site / "content").mkdir()
            theirs.append(bench.run(peer, "import", "publications.bib", "content/", "--compact", within=site).seconds)
    say(f"first sync, {MIDDLE} entries", f"{min(ours):6.2f} s", "")
    if theirs:
        ratio = f"{min(theirs) / min(ours):6.1f} times as fast"
        say(f"academic {PEER_VERSION} import", f"{min(theirs):6.2f} s", "")
        say("pubsync beside academic", ratio, "at least 5 times")


def growth(bench: Bench) -> None:
    """A first sync of ten times as many entries, a no-op among them, and one more paper."""
    small, large = bench.site("small", papers(MIDDLE)), bench.site("large", papers(LARGE))
    least = bench.least(lambda: bench.first_sync(small)).seconds
    most = bench.first_sync(large).seconds
    say(f"first sync, {LARGE} entries", f"{most:6.2f} s, {most / least:.1f} times {MIDDLE}", "at most 11 times")
    quiet = bench.least(lambda: bench.sync(large))
    say(f"no-op, {LARGE} works", f"{quiet.seconds:6.2f} s  {quiet.megabytes:4} MB", "")
    further = list(papers(LARGE + REPEATS))[LARGE:]
    more = bench.least(lambda: one_more(bench, large, further.pop()))
    say("one more paper", f"{more.seconds:6.2f} s, {more.seconds / quiet.seconds:.1f} times a no-op", "at most 2 times")


def one_more(bench: Bench, site: Path, paper: Paper) -> Cost:
    """Sync a site after its owner has added a paper."""
    with (site / "publications.bib").open("a", encoding="utf-8") as bibliography:
        bibliography.write(paper.entry(["Doe, Jane"]))
    return bench.sync(site)


def lab(bench: Bench, *, people: int, works: int, target: str) -> None:
    """The first sync of a lab, and the next one."""
    site = bench.folder / f"lab-{people}"
    site.mkdir()
    records = write_lab(site, people, works)
    name = f"lab, {people} people, {works} works"
    first = bench.sync(site)
    say(name, f"{first.seconds:6.2f} s  {first.megabytes:4} MB for {records} records", target)
    quiet = bench.sync(site)
    say(f"{name}, no-op", f"{quiet.seconds:6.2f} s  {quiet.megabytes:4} MB", "")


def peer_command() -> Path:
    """Return the peer's program, installed where it is not there yet."""
    command = PEER / "bin" / "academic"
    if not command.exists():
        print(f"Installing academic {PEER_VERSION} into {PEER.relative_to(ROOT)} (once) ...", flush=True)  # noqa: T201
        venv.create(PEER, with_pip=True)
        python = PEER / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", f"academic=={PEER_VERSION}"], check=True)
    return command


def say(what: str, figures: str, target: str) -> None:
    """Print a line of figures."""
    print(f"{what:38} {figures:44} {target}".rstrip(), flush=True)  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main(sys.argv[1:])
