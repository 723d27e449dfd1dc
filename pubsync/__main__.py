"""``python -m pubsync`` and the ``pubsync`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Answer ``--version`` at once; import the command line only for the rest."""
    if sys.argv[1:] == ["--version"]:
        from pubsync import __version__  # noqa: PLC0415 - start-up time

        sys.stdout.write(f"pubsync {__version__}\n")
        return
    from pubsync.cli.app import run  # noqa: PLC0415 - start-up time

    run()


if __name__ == "__main__":
    main()
