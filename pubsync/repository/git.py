"""Asking git: commands as separate words, without questions, in bounded time, and errors in words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path

from pubsync.errors import PubsyncError
from pubsync.frozen import frozen

_LOCAL = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)
"""What a hook or an alias of another repository leaves behind (``git rev-parse --local-env-vars``)."""
_SETTINGS = ("-c", "core.quotePath=false", "-c", "color.ui=false", "-c", "gc.autoDetach=false")
"""A collector in the background would outlive the run, and stay as a zombie where pubsync is process 1."""
NO_HOOKS = ("-c", f"core.hooksPath={os.devnull}")
_SECRET = re.compile(r"(?<=://)[^/@\s]+@")
_NEEDLESS = re.compile(r"^(?:hint|warning|remote):\s*|^(?:error|fatal):\s*")
_LONGEST = 300
_SECONDS = 600.0


class GitError(PubsyncError):
    """Git refused, or could not do, what was asked of it."""


@frozen()
class Git:
    """Git in one folder; ``environment`` is added to the machine's."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def told(self, *words: str, stdin: bytes = b"") -> str:
        """Return what git prints, without the last line end.

        Raises:
            GitError: where it fails, with its own words and without the secrets in addresses.
        """
        return self.raw(*words, stdin=stdin).decode("utf-8", "surrogateescape").removesuffix("\n")

    def raw(self, *words: str, stdin: bytes = b"") -> bytes:
        """Return what git prints; see ``told``."""
        done = self.run(*words, stdin=stdin)
        if done.returncode:
            raise failure(words, done)
        return done.stdout

    def tries(self, *words: str, stdin: bytes = b"") -> bool:
        """Whether git does it."""
        return self.run(*words, stdin=stdin).returncode == 0

    def run(self, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run git and return how it ended.

        Raises:
            GitError: where there is no git, or it takes longer than ten minutes.
        """
        try:
            return subprocess.run(  # noqa: S603 - separate words, paths behind --
                ["git", *_SETTINGS, *words],  # noqa: S607 - the git that the person uses
                cwd=self.folder,
                input=stdin,
                capture_output=True,
                env=_environment() | dict(self.environment),
                timeout=_SECONDS,
                check=False,
            )
        except FileNotFoundError as error:
            raise GitError("git is not installed", remedy="install it, or leave --commit and --push out") from error
        except subprocess.TimeoutExpired as error:
            raise GitError(
                f"git {_verb(words)} takes longer than {_SECONDS / 60:.0f} minutes",
                remedy="see whether it asks something",
            ) from error


def failure(words: Sequence[str], done: subprocess.CompletedProcess[bytes]) -> GitError:
    """Return the error for a command that failed: the last things that git said of it, on one line."""
    stderr = _decoded(done.stderr)
    said = [_NEEDLESS.sub("", line.strip()) for line in stderr.splitlines() if not line.startswith("hint:")]
    reasons = [
        line.rpartition("\t")[2] for line in done.stdout.decode("utf-8", "replace").splitlines() if line[:1] == "!"
    ]
    told = "; ".join(_decoded(line) for line in (*said[-4:], *reasons) if line)
    shown = without_secrets(told)[:_LONGEST] or "it does not say why"
    return GitError(f"git {_verb(words)} failed: {shown}", remedy=_remedy(stderr))


def without_secrets(text: str) -> str:
    """Return ``text`` without the names and tokens in its addresses."""
    return _SECRET.sub("", text)


def _remedy(stderr: str) -> str:
    if "gpg" in stderr or "signing" in stderr:
        return "let your key be used without asking, or turn signing off here: git config commit.gpgSign false"
    if "terminal prompts disabled" in stderr or "Authentication failed" in stderr or "Permission denied" in stderr:
        return "give this machine a key or a token that may push; git push by hand shows whether it may"
    return ""


def _verb(words: Sequence[str]) -> str:
    """The command itself, behind its settings."""
    rest = list(words)
    while rest[:1] == ["-c"]:
        rest = rest[2:]
    return rest[0]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _LOCAL}
    if not (sys.stdin and sys.stdin.isatty()):
        kept["GIT_TERMINAL_PROMPT"] = "0"  # nobody is there to answer
    return kept | {"GIT_LITERAL_PATHSPECS": "1", "GIT_EDITOR": "true", "GIT_MERGE_AUTOEDIT": "no"}


def _decoded(text: bytes | str) -> str:
    plain = (text if isinstance(text, str) else text.decode("utf-8", "replace")).replace("\r", "\n")
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in plain)
