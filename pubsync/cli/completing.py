"""What a shell offers on Tab: keys of works with their titles, and names of sources; see ``--install-completion``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import typer


def complete_keys(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the keys that begin so, with their titles; none where the site or its ledger can't be read."""
    from pubsync.errors import PubsyncError  # noqa: PLC0415 - start-up time
    from pubsync.library import read_library  # noqa: PLC0415 - start-up time

    with suppress(PubsyncError, OSError, ValueError):
        ledger = read_library(_site(context)).library.ledger
        return [(one.key, one.title) for one in ledger if not one.merged_into and one.key.startswith(incomplete)]
    return []


def complete_sources(context: typer.Context, incomplete: str) -> list[str]:
    """Return the names of sources that begin so; none where the settings can't be read."""
    from pubsync.errors import PubsyncError  # noqa: PLC0415 - start-up time

    with suppress(PubsyncError, OSError, ValueError):
        return [name for name in _names(_site(context)) if name.startswith(incomplete)]
    return []


def complete_accepted(context: typer.Context, incomplete: str) -> list[str]:
    """Return what ``--accept`` may name that begins so."""
    words = [word for word in ("deletions", "former", "names", "rendering") if word.startswith(incomplete)]
    return [*complete_sources(context, incomplete), *words]


def _names(site: Path) -> Iterator[str]:
    from pubsync.settings import load_settings  # noqa: PLC0415 - start-up time

    for entry in load_settings(site).settings.all_sources:
        yield entry.unique_name


def _site(context: typer.Context) -> Path:
    return Path(context.params.get("site") or ".").resolve()
