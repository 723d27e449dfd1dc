"""How matching grows: time for each of 300,000 synthetic records against that for each of 30,000.

The records are made from those of the labelled sets by a seeded model: new works from their vocabulary of titles,
names and venues, and of most works further records with the faults of real ones (cut, retyped, initialled, a year off,
a venue abbreviated or missing).
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pubsync.formats import csljson
from pubsync.matching import match

SETS = Path(__file__).resolve().parents[3] / "shared" / "data" / "dedup"
SIZES = (30_000, 300_000)
SEED = 20240501
REPEATS = {30_000: 3, 300_000: 1}
Entry = dict[str, Any]


def main() -> None:
    """Print seconds a record for both sizes, and their ratio."""
    originals = [entry for folder in sorted(SETS.glob("*/records.json.gz")) for entry in loaded(folder)]
    originals = [entry for entry in originals if len(entry.get("title", "").split()) > 3]
    costs = []
    for size in SIZES:
        records = csljson.from_entries(synthetic(originals, size), source="file")
        costs.append(min(seconds(records) for _ in range(REPEATS[size])) / size)
        print(f"{size:7} records: {costs[-1] * 1e6:6.1f} microseconds each", flush=True)  # noqa: T201 - a benchmark prints
    print(f"time per record grows {costs[1] / costs[0]:.2f} times from {SIZES[0]} to {SIZES[1]}")  # noqa: T201 - as above


def loaded(path: Path) -> list[Entry]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        return list(json.load(handle))


def seconds(records: tuple[Any, ...]) -> float:
    started = time.process_time()
    match(records)
    return time.process_time() - started


def synthetic(originals: list[Entry], size: int) -> Iterator[Entry]:
    """Yield ``size`` records."""
    chance = random.Random(SEED)
    words = [word for entry in originals for word in entry["title"].split()]
    made = 0
    while made < size:
        work = new_work(chance, originals, words)
        for _ in range(min(chance.choice((1, 1, 2, 2, 3, 4)), size - made)):
            made += 1
            yield faulty(chance, work) | {"id": str(made)}


def new_work(chance: random.Random, originals: list[Entry], words: list[str]) -> Entry:
    """Return a work that none of the originals is: some words of a title exchanged, with other people."""
    title = chance.choice(originals)["title"].split()
    for _ in range(max(2, len(title) // 3)):
        title[chance.randrange(len(title))] = chance.choice(words)
    people = chance.choice(originals).get("author", []) + chance.choice(originals).get("author", [])
    place = chance.choice(originals)
    known = ("container-title", "volume", "page", "type")
    return {
        "title": " ".join(title),
        "author": chance.sample(people, min(len(people), chance.randint(1, 5))),
        "issued": {"date-parts": [[chance.randint(1985, 2024)]]},
        **{name: place[name] for name in known if place.get(name)},
    }


def faulty(chance: random.Random, work: Entry) -> Entry:
    """Return a record of a work, with the faults that records have."""
    record = dict(work)
    if chance.random() < 0.3:
        record["title"] = retyped(chance, record["title"])
    if chance.random() < 0.1:
        record["title"] = record["title"][: max(20, len(record["title"]) * 2 // 3)] + " …"
    if chance.random() < 0.3:
        record["author"] = [initialled(one) for one in record["author"]]
    if chance.random() < 0.15:
        record["issued"] = {"date-parts": [[work["issued"]["date-parts"][0][0] + 1]]}
    if chance.random() < 0.3:
        record.pop("container-title", None)
    return record


def retyped(chance: random.Random, title: str) -> str:
    at = chance.randrange(len(title))
    return title[:at] + chance.choice(("", title[at] * 2, "e", " ")) + title[at + 1 :]


def initialled(author: dict[str, str]) -> dict[str, str]:
    if author.get("given"):
        return author | {"given": author["given"][0]}
    given, _, family = author.get("literal", "").rpartition(" ")
    return {"literal": f"{given[0]} {family}"} if given and family else author


if __name__ == "__main__":
    if not SETS.is_dir():
        sys.exit("No labelled sets stand beside this checkout; there is nothing to measure on.")
    main()
