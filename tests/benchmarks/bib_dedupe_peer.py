"""Run by ``dedup_bench`` in an environment of its own: what bib-dedupe finds in one labelled set.

``python bib_dedupe_peer.py RECORDS.json.gz`` prints one line of JSON: groups, seconds, megabytes. It knows nothing of
pubsync, so that nothing of one can help or hinder the other.
"""

from __future__ import annotations

import gzip
import json
import resource
import sys
import time
from typing import Any


def main(path: str) -> None:
    import pandas as pd  # noqa: PLC0415 - only this environment has it
    from bib_dedupe import bib_dedupe, verbose_print  # noqa: PLC0415 - as above

    verbose_print.verbosity_level = 0
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        entries = json.load(handle)
    frame = pd.DataFrame([row(entry) for entry in entries])
    started = time.perf_counter()
    prepared = bib_dedupe.prep(frame, verbosity_level=0)
    matched = bib_dedupe.match(bib_dedupe.block(prepared, verbosity_level=0), verbosity_level=0)
    groups = bib_dedupe.cluster(matched, verbosity_level=0)
    seconds = time.perf_counter() - started
    usage = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    told = {"groups": [sorted(group) for group in groups], "seconds": seconds, "megabytes": max(usage) // 1024}
    sys.stdout.write("\n" + json.dumps(told) + "\n")


def row(entry: dict[str, Any]) -> dict[str, str]:
    """Return an entry of CSL-JSON in the columns that bib-dedupe asks for."""
    parts = (entry.get("issued") or {}).get("date-parts") or [[""]]
    conference = entry.get("type") == "paper-conference"
    return {
        "ID": entry["id"],
        "ENTRYTYPE": "inproceedings" if conference else "article",
        "title": entry.get("title", ""),
        "author": " and ".join(name(one) for one in entry.get("author", [])),
        "year": str(parts[0][0]) if parts[0] else "",
        "journal": "" if conference else entry.get("container-title", ""),
        "booktitle": entry.get("container-title", "") if conference else "",
        "volume": str(entry.get("volume", "")),
        "number": str(entry.get("issue", "")),
        "pages": str(entry.get("page", "")),
        "doi": str(entry.get("DOI", "")),
        "abstract": str(entry.get("abstract", "")),
    }


def name(author: dict[str, str]) -> str:
    literal = author.get("literal", "")
    if not literal:
        return f"{author.get('family', '')}, {author.get('given', '')}"
    given, _, family = literal.rpartition(" ")
    return f"{family}, {given}" if given else family


if __name__ == "__main__":
    main(sys.argv[1])
