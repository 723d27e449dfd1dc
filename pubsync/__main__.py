"""``python -m pubsync`` and the ``pubsync`` command."""

from __future__ import annotations

import gc
import os
import sys

CYCLES_AFTER = 1_000_000
"""Objects more than before, after which the interpreter looks for cycles among them."""


def main() -> None:
    """Answer ``--version`` at once; import the command line only for the rest."""
    if sys.argv[1:] == ["--version"]:
        from pubsync import __version__  # noqa: PLC0415 - start-up time

        sys.stdout.write(f"pubsync {__version__}\n")
        return
    # Nearly all that a run makes lives to its end, so that looking for cycles at Python's usual pace is labour lost.
    gc.set_threshold(CYCLES_AFTER)
    # Plugins are for programs that watch their models; to look for them takes as long as to load ours.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    from pubsync.cli.app import run  # noqa: PLC0415 - start-up time

    run()


if __name__ == "__main__":
    main()
