"""Deduplication on the labelled sets beside bib-dedupe: precision, recall, seconds and memory, in one run.

``python tests/benchmarks/dedup_bench.py [--no-peer] [SET…]``. Each program reads each set as a whole process of its
own. bib-dedupe (https://pypi.org/project/bib-dedupe/) is installed into ``build/bib-dedupe``; it uses all cores,
pubsync one.
"""

from __future__ import annotations

import csv
import itertools
import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SETS = ROOT.parent / "shared" / "data" / "dedup"
PEER = ROOT / "build" / "bib-dedupe"
PEER_VERSION = "0.11.0"
REPEATS = 3
"""pubsync's runs a set, of which the quickest counts: the machine's other work only ever adds."""


class Figures(NamedTuple):
    """How one program did on one set."""

    precision: float
    recall: float
    f1: float
    seconds: float
    megabytes: int


def main(wanted: list[str]) -> None:
    """Print a line for each program and set, and the ratio of their speeds."""
    with_peer = "--no-peer" not in wanted
    names = [one for one in wanted if not one.startswith("--")]
    peer = peer_python() if with_peer else None
    for folder in sorted(one for one in SETS.iterdir() if (one / "gold.csv").exists()):
        if names and folder.name not in names:
            continue
        count = records_in(folder)
        ours = pubsync(folder)
        show(folder.name, "pubsync", ours, count)
        if peer and count > 100:
            theirs = bib_dedupe(folder, peer)
            show("", "bib-dedupe", theirs, count)
            show_ratio(ours, theirs)


def pubsync(folder: Path) -> Figures:
    """Run ``pubsync dedup`` on a set."""
    command = [sys.executable, "-m", "pubsync", "dedup", str(folder / "records.json.gz"), "--json"]
    runs = [timed(command) for _ in range(REPEATS)]
    seconds, megabytes, printed = min(runs, key=lambda run: run[0])
    return scored(folder, json.loads(printed)["groups"], seconds, megabytes)


def bib_dedupe(folder: Path, python: Path) -> Figures:
    """Run bib-dedupe on a set; its own seconds are counted, without start-up and reading."""
    script = Path(__file__).with_name("bib_dedupe_peer.py")
    _, _, printed = timed([str(python), str(script), str(folder / "records.json.gz")])
    told = json.loads(printed.splitlines()[-1])
    return scored(folder, told["groups"], told["seconds"], told["megabytes"])


def timed(command: list[str]) -> tuple[float, int, str]:
    """Return wall seconds, peak megabytes and the output of a whole process."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"failed with {process.returncode}: {' '.join(command)}")
    return time.perf_counter() - started, usage.ru_maxrss // 1024, printed


def scored(folder: Path, groups: Iterable[list[str]], seconds: float, megabytes: int) -> Figures:
    """Score groups against the gold pairs; the dblp sets' gold names pairs across their sources alone."""
    with (folder / "gold.csv").open(encoding="utf-8", newline="") as handle:
        gold = {tuple(sorted(row[:2])) for row in itertools.islice(csv.reader(handle), 1, None)}
    cross = folder.name.startswith("dblp-")
    pairs = {pair for group in groups for pair in itertools.combinations(sorted(set(group)), 2)}
    pairs = {pair for pair in pairs if not cross or pair[0][0] != pair[1][0]}
    hits = len(pairs & gold)
    precision, recall = hits / max(len(pairs), 1), hits / len(gold)
    return Figures(precision, recall, 2 * precision * recall / max(precision + recall, 1e-9), seconds, megabytes)


def records_in(folder: Path) -> int:
    """Return how many records a set has."""
    import gzip  # noqa: PLC0415 - only here

    with gzip.open(folder / "records.json.gz", "rt", encoding="utf-8") as handle:
        return len(json.load(handle))


def peer_python() -> Path:
    """Return the interpreter of bib-dedupe's environment, made where it is not there yet."""
    python = PEER / "bin" / "python"
    if not python.exists():
        print(f"Installing bib-dedupe {PEER_VERSION} into {PEER.relative_to(ROOT)} (once) ...", flush=True)  # noqa: T201
        venv.create(PEER, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", f"bib-dedupe=={PEER_VERSION}"], check=True)
    return python


def show(folder: str, program: str, told: Figures, count: int) -> None:
    """Print a line of figures."""
    quality = f"P {told.precision:.4f}  R {told.recall:.4f}  F1 {told.f1:.4f}"
    cost = f"{told.seconds:7.2f} s  {count / told.seconds:7.0f} records/s  {told.megabytes:5} MB"
    print(f"{folder:20} {program:10}  {quality}  {cost}", flush=True)  # noqa: T201 - a benchmark prints


def show_ratio(ours: Figures, theirs: Figures) -> None:
    """Print how the two compare."""
    speed, memory = theirs.seconds / ours.seconds, theirs.megabytes / ours.megabytes
    better = f"F1 {ours.f1 - theirs.f1:+.4f}, {speed:.1f} times the speed, {1 / memory:.2f} of the memory"
    print(f"{'':20} {'':10}  pubsync beside bib-dedupe: {better}", flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    if not SETS.is_dir():
        sys.exit("No labelled sets stand beside this checkout; there is nothing to measure on.")
    main(sys.argv[1:])
