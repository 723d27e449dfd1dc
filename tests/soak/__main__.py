"""``python -m tests.soak nights|kills|fuzzing``: the long runs, of which the tests take samples."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Run what is asked for; an error names the seed that shows it again."""
    asking = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    asking.add_argument("what", choices=["nights", "kills", "fuzzing"])
    asking.add_argument("--seed", type=int, default=0)
    asking.add_argument("--count", type=int, default=0, help="nights, kills or inputs; by default all of them")
    asked = asking.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        _WAYS[asked.what](Path(folder).resolve(), asked.seed, asked.count)
    _say(f"{asked.what}: done in {time.monotonic() - began:.0f} s")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _nights(folder: Path, seed: int, count: int) -> None:
    from tests.soak.nights import run_nights  # noqa: PLC0415 - each takes its time to load

    run_nights(folder, seed, count or 365, _say)


def _kills(folder: Path, seed: int, count: int) -> None:
    from tests.soak.kills import run_kills  # noqa: PLC0415 - each takes its time to load

    run_kills(folder, seed, count or 500, _say)


def _fuzzing(folder: Path, seed: int, count: int) -> None:
    from tests.soak.fuzzing import fuzz_all  # noqa: PLC0415 - each takes its time to load

    fuzz_all(folder, seed, count or 10_000_000, _say)


_WAYS = {"nights": _nights, "kills": _kills, "fuzzing": _fuzzing}

if __name__ == "__main__":
    main()
