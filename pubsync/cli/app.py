"""The command line: commands in families, errors to one line and an exit code."""

from __future__ import annotations

import gc
import sys
import traceback
from typing import Annotated

import typer

from pubsync.cli import (
    adopting,
    automating,
    comparing,
    deciding,
    exporting,
    leaving,
    looking,
    proposing,
    scheduling,
    starting,
    syncing,
)
from pubsync.cli.console import print_error
from pubsync.cli.examples import tell_examples
from pubsync.errors import PubsyncError

INTERRUPTED = 130
FAILED = 4

app = typer.Typer(
    name="pubsync",
    help="Keeps the Publications, Talks and Teaching of your homepage true.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
starting.register(app)
syncing.register(app)
looking.register(app)
adopting.register(app)
comparing.register(app)
deciding.register(app)
exporting.register(app)
leaving.register(app)
proposing.register(app)
automating.register(app)
scheduling.register(app)
tell_examples(app)


@app.callback(invoke_without_command=True)
def main(
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """Keeps the Publications, Talks and Teaching of your homepage true."""
    if version:
        from pubsync import __version__  # noqa: PLC0415 - start-up time

        sys.stdout.write(f"pubsync {__version__}\n")
        raise typer.Exit


def run() -> None:
    """Run the command line and leave with its exit code; a traceback only with ``--debug``."""
    debug = "--debug" in sys.argv
    try:
        app(prog_name="pubsync")
    except PubsyncError as error:
        if debug:
            traceback.print_exc()
        print_error(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print_error("interrupted; nothing is half written")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a person gets a line, not a traceback
        if debug:
            traceback.print_exc()
        print_error(f"this should not happen: {type(error).__name__}: {error} (run again with --debug, and report it)")
        sys.exit(FAILED)
    finally:
        # All memory goes with the process: the interpreter need not look for cycles in it on the way out.
        gc.freeze()
