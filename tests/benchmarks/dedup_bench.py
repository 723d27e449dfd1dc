"""Precision, recall, records a second and memory on the labelled sets.

Run by hand: ``python tests/benchmarks/dedup_bench.py [SET…]``.
"""

from __future__ import annotations

import csv
import gzip
import itertools
import resource
import sys
import time
from pathlib import Path

from pubsync.formats import csljson
from pubsync.matching import match

SETS = Path(__file__).resolve().parents[3] / "shared" / "data" / "dedup"


def score(folder: Path) -> str:
    """Return the line of one set."""
    gold = {tuple(sorted(row[:2])) for row in itertools.islice(csv.reader((folder / "gold.csv").open()), 1, None)}
    started = time.process_time()
    with gzip.open(folder / "records.json.gz", "rt", encoding="utf-8") as handle:
        records = csljson.read(handle.read(), source="file")
    read = time.process_time()
    answer = match(records)
    seconds = time.process_time() - started
    cross = folder.name.startswith("dblp-")
    pairs = {
        pair
        for group in answer.groups
        for pair in itertools.combinations(sorted({one.id for one in group}), 2)
        if not cross or pair[0][0] != pair[1][0]
    }
    asked = {tuple(sorted((one.left.id, one.right.id))) for one in answer.undecided} - pairs
    hits = len(pairs & gold)
    precision, recall = hits / max(len(pairs), 1), hits / len(gold)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{folder.name:20} P {precision:.4f} R {recall:.4f} F1 {f1:.4f}  undecided {len(asked):5} "
        f"({len(asked & gold)} gold)  {len(records) / seconds:7.0f} records/s "
        f"(reading {read - started:.2f} s of {seconds:.2f})  {memory} MB"
    )


if __name__ == "__main__":
    if not SETS.is_dir():
        sys.exit("No labelled sets stand beside this checkout; there is nothing to measure on.")
    wanted = sys.argv[1:] or sorted(one.name for one in SETS.iterdir() if (one / "gold.csv").exists())
    for name in wanted:
        print(score(SETS / name))  # noqa: T201 - a benchmark prints its figures
