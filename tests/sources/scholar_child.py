"""Run in a process of its own by test_scholar: fetch one profile, and tell what else that did to the process."""

from __future__ import annotations

import json
import os
import sys

from pubsync.errors import SourceError
from pubsync.sources.scholar import ScholarSource

HEAVY = ("scholarly", "httpx", "bs4", "selenium", "bibtexparser")


def main(scholar_id: str) -> None:
    before = dict(os.environ)
    told: dict[str, object] = {"loaded before": [name for name in HEAVY if name in sys.modules]}
    try:
        answer = ScholarSource(name="scholar:child", scholar_id=scholar_id, timeout=5).fetch(None)
        told["records"] = len(answer.records)
    except SourceError as error:
        told["error"] = f"{type(error).__name__}: {error}"
    told["scholarly"] = getattr(sys.modules.get("scholarly"), "__file__", "")
    told["new in environment"] = sorted(set(os.environ.items()) ^ set(before.items()))
    told["stand-in left"] = "bibtexparser.bibdatabase" in sys.modules
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
