"""Where the templates and the example configuration live: in an installed wheel, or in a checkout."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from pubsync.errors import PubsyncError


@cache
def resource_folder(name: str) -> Path:
    """Return the folder ``templates`` or ``config`` that belongs to this pubsync.

    A wheel carries both under ``pubsync/_data``; in a checkout they stand beside the package, and are believed only
    where the project's own ``pyproject.toml`` stands there too.

    Raises:
        PubsyncError: where the installation is damaged.
    """
    with as_file(files("pubsync") / "_data" / name) as packaged:
        if packaged.is_dir():
            return packaged
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise PubsyncError(
        f"the folder {name!r} of pubsync is missing",
        where=str(checkout),
        remedy="install pubsync again: pip install --force-reinstall pubsync",
    )
