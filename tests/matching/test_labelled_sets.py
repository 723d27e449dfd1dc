"""The labelled sets, where they stand beside the checkout: what the matching must reach on each, with one setting."""

from __future__ import annotations

import csv
import gzip
import itertools
from pathlib import Path

import pytest

from pubsync.formats import csljson
from pubsync.matching import match

SETS = Path(__file__).resolve().parents[3] / "shared" / "data" / "dedup"
# precision and F1 that each set must reach; cora's gold joins versions that are kept apart here
WANTED = {
    "dblp-scholar-half": (0.96, 0.91),
    "dblp-acm": (0.98, 0.98),
    "digital-work": (0.995, 0.995),
    "cytology-screening": (0.998, 0.992),
    "stroke": (0.998, 0.995),
    "cora": (0.0, 0.82),
    "special-cases": (1.0, 1.0),
}


@pytest.mark.parametrize("name", WANTED)
def test_precision_and_recall(name: str) -> None:
    folder = SETS / name
    if not folder.exists():
        pytest.skip("the labelled sets are not beside this checkout")
    with (folder / "gold.csv").open(encoding="utf-8", newline="") as handle:
        gold = {tuple(sorted(row[:2])) for row in itertools.islice(csv.reader(handle), 1, None)}
    text = gzip.decompress((folder / "records.json.gz").read_bytes()).decode()
    groups = match(csljson.read(text, source="file")).groups
    pairs = {pair for group in groups for pair in itertools.combinations(sorted(one.id for one in group), 2)}
    if name.startswith("dblp-"):
        pairs = {pair for pair in pairs if pair[0][0] != pair[1][0]}
    precision, recall = len(pairs & gold) / len(pairs), len(pairs & gold) / len(gold)
    wanted_precision, wanted_f1 = WANTED[name]
    assert precision >= wanted_precision
    assert 2 * precision * recall / (precision + recall) >= wanted_f1
