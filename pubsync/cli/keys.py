"""One key from the person, without Enter where the terminal can."""

from __future__ import annotations

import os
import sys
import unicodedata

import typer

LEAVES = ""
"""What is returned where nobody is there any more to press a key."""


def asks() -> bool:
    """Whether a person is there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def pressed() -> str:
    """Wait for a key and return it in lower case, " " for one that is no letter or sign, ``LEAVES`` at the end.

    What was typed before is forgotten: it can't have been meant for a question that was not yet shown.

    Raises:
        KeyboardInterrupt: on Ctrl-C.
    """
    sys.stdout.flush()
    try:
        typed = _line() if os.environ.get("TERM") == "dumb" else _key()
    except (EOFError, OSError):  # Ctrl-D, or the terminal is gone
        return LEAVES
    if not typed:
        return LEAVES
    # An input method for Chinese or Japanese may give the broad form of a letter.
    letter = unicodedata.normalize("NFKC", typed).strip().lower()
    return letter if len(letter) == 1 and letter.isprintable() else " "


def _line() -> str:
    """A line, for terminals that know nothing else, such as a shell within Emacs."""
    return sys.stdin.readline()


def _key() -> str:
    _forget_what_was_typed()
    try:
        return typer.getchar()
    except RuntimeError:  # of a terminal that has no single keys
        return _line()


def _forget_what_was_typed() -> None:
    """On POSIX ``getchar`` does it, as it changes the mode of the terminal."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - of this system alone

        while msvcrt.kbhit():
            msvcrt.getwch()
