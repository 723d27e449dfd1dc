"""The parts of README.md that come from the program itself: ``make readme`` writes them, a test holds them to it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
_BLOCK = re.compile(r"(<!-- begin: pubsync (?P<words>[a-z -]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def told(words: str) -> str:
    """Return what ``pubsync WORDS`` prints, at a width of 100."""
    environment = os.environ | {"COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "pubsync", *words.split()]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def with_blocks(text: str) -> str:
    """Return a README with its blocks as the program has them."""
    return _BLOCK.sub(lambda found: f"{found[1]}```\n{told(found['words'])}\n```\n{found[3]}", text)


if __name__ == "__main__":
    README.write_text(with_blocks(README.read_text(encoding="utf-8")), encoding="utf-8")
