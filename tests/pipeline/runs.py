"""Short words for what tests of whole runs say again and again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pubsync.pipeline.run import Outcome, SyncOptions, sync_site

NOW = dt.datetime(2026, 11, 23, 3, 15, tzinfo=dt.UTC)
BANG = "_publications/2021-07-01-bang-bridging-autoregressive-and-non-autoregressive-generation-with-large-scale.md"
TALK = "_talks/2023-04-26-an-introduction-to-gpt-4-for-everyone.md"


def sync(site: Path, **options: object) -> Outcome:
    return sync_site(site, SyncOptions(**({"offline": True} | options)), NOW)  # type: ignore[arg-type]


def written(outcome: Outcome) -> list[str]:
    return [one.path for one in outcome.report.files]


def pages(outcome: Outcome) -> list[str]:
    return [path for path in written(outcome) if not path.startswith("_pubsync/")]


def tree(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def edit(path: Path, old: str, new: str, *, last: bool = False) -> None:
    """Replace a text in a file wherever it stands, or where it stands last."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    changed = new.join(text.rsplit(old, 1)) if last else text.replace(old, new)
    path.write_text(changed, encoding="utf-8")
