"""Run in a process of its own by test_scholar: fetch one profile, and tell what else that did to the process."""

from __future__ import annotations

import json
import os
import sys

from pubsync.errors import SourceError
from pubsync.sources.scholar import ScholarSource
from pubsync.sources.scholar.library import _parsers

HEAVY = ("scholarly", "httpx", "bs4", "selenium", "bibtexparser")
NEVER = ("scholarly", "selenium", "dotenv", "fake_useragent", "bibtexparser.bibdatabase")


def main(scholar_id: str, proxy: str = "") -> None:
    before = dict(os.environ)
    told: dict[str, object] = {"loaded before": [name for name in HEAVY if name in sys.modules]}
    try:
        answer = ScholarSource(name="scholar:child", scholar_id=scholar_id, timeout=5, proxy=proxy).fetch(None)
        told["records"] = len(answer.records)
    except SourceError as error:
        told["error"] = f"{type(error).__name__}: {error}"
    told["left behind"] = [name for name in NEVER if name in sys.modules]
    told["new in environment"] = sorted(set(os.environ.items()) ^ set(before.items()))
    told["parser"] = _parsers("scholar:child").author.fill.__code__.co_filename
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
