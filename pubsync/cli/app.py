"""The command line: commands in families, errors to one line and an exit code."""

from __future__ import annotations

import gc
import sys
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pubsync.cli.console import print_error
from pubsync.cli.examples import tell_examples
from pubsync.errors import PubsyncError

INTERRUPTED = 130
FAILED = 4
_STOPPED = "interrupted; nothing is half written"


class _Commands(TyperGroup):
    """The commands; who interrupts one is told what that means, which Typer would leave out."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - where the type stands differs by release
        """Run a command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            print_error(_STOPPED)
            raise typer.Exit(INTERRUPTED) from None


_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "starting": ("init", "doctor"),
    "syncing": ("sync", "check"),
    "looking": ("list", "status"),
    "adopting": ("adopt",),
    "reviewing": ("review",),
    "comparing": ("explain", "dedup"),
    "deciding": ("merge", "split", "hide", "show", "patch", "pin", "select", "disown", "resolve", "undo"),
    "exporting": ("export",),
    "leaving": ("eject",),
    "proposing": ("propose",),
    "automating": ("ci",),
    "scheduling": ("schedule",),
}
"""The modules that commands stand in, in the order in which the help lists them."""


def command_line(words: Sequence[str] = ()) -> typer.Typer:
    """Return the command line for the words that a person typed.

    Where the first is a command, its family alone is made ready, which saves a tenth of a short run; else all are, for
    the help, the completion in a shell, and the nearest spelling of what is none.
    """
    app = typer.Typer(
        name="pubsync",
        cls=_Commands,
        help="Keeps the Publications, Talks and Teaching of your homepage true.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(main)
    asked = [family for family, commands in _FAMILIES.items() if words and words[0] in commands]
    for family in asked or _FAMILIES:
        import_module(f"pubsync.cli.{family}").register(app)
    tell_examples(app)
    return app


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
        command_line(sys.argv[1:])(prog_name="pubsync")
    except PubsyncError as error:
        if debug:
            traceback.print_exc()
        print_error(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print_error(_STOPPED)
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
