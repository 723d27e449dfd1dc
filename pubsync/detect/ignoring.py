"""Which paths git leaves out, by the files that say so; without running git (https://git-scm.com/docs/gitignore)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pubsync.frozen import frozen

_LARGEST = 200_000
_TOKEN = re.compile(r"\*\*/|/\*\*$|\*+|\?|\[[^\]]+\]|\\.|.")


class IgnoredBy(NamedTuple):
    """The line that leaves a path out."""

    where: str
    pattern: str


@frozen()
class _Rule:
    expression: re.Pattern[str]
    takes_back: bool
    folders_only: bool
    base: str
    by: IgnoredBy

    def matches(self, path: str, *, is_folder: bool) -> bool:
        if not path.startswith(self.base) or (self.folders_only and not is_folder):
            return False
        return bool(self.expression.fullmatch(path.removeprefix(self.base)))


def ignored_by(root: Path, repository: Path, path: str) -> IgnoredBy | None:
    """Return the line by which git leaves out a path of the site in ``root``, None where it does not.

    A file within a folder that is left out can't be taken back, as with git itself.
    """
    prefix = root.relative_to(repository).as_posix()
    whole = path if prefix == "." else f"{prefix}/{path}"
    rules = tuple(_rules(repository, whole))
    parts = whole.split("/")
    for depth in range(1, len(parts) + 1):
        above = "/".join(parts[:depth])
        found = [rule for rule in rules if rule.matches(above, is_folder=depth < len(parts))]
        if found and not found[-1].takes_back:
            return found[-1].by
    return None


def _rules(repository: Path, path: str) -> Iterator[_Rule]:
    """Yield the rules that may speak of a path, the weakest first: a deeper file's come later."""
    folders = ["", *(path[: found.end()] for found in re.finditer("/", path))]
    files = [("", ".git/info/exclude"), *((folder, f"{folder}.gitignore") for folder in folders)]
    for folder, shown in files:
        for number, line in enumerate(_lines(repository / shown), start=1):
            if rule := _rule(line, folder, IgnoredBy(f"{shown}:{number}", line.strip())):
                yield rule


def _lines(path: Path) -> list[str]:
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return []
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _rule(line: str, base: str, by: IgnoredBy) -> _Rule | None:
    pattern = line.rstrip()
    if not pattern or pattern.startswith("#"):
        return None
    takes_back = pattern.startswith("!")
    pattern = pattern.removeprefix("!").removeprefix("\\")
    folders_only = pattern.endswith("/")
    pattern = pattern.rstrip("/")
    expression = _expression(pattern)
    return _Rule(expression, takes_back, folders_only, base, by) if pattern else None


@lru_cache(maxsize=1024)
def _expression(pattern: str) -> re.Pattern[str]:
    anchored = "/" in pattern
    pieces = ["" if anchored else "(?:.*/)?"]
    rest = pattern.removeprefix("/")
    pieces += [_piece(found.group()) for found in _TOKEN.finditer(rest)]
    try:
        return re.compile("".join(pieces))
    except re.error:
        return re.compile(re.escape(pattern))


def _piece(token: str) -> str:
    known = {"**/": "(?:.*/)?", "/**": "/.*", "?": "[^/]"}
    if token in known:
        return known[token]
    if token.startswith("*"):
        return "[^/]*"
    if token.startswith("[") and len(token) > 1:
        inner = token[1:-1].replace("[", r"\[")
        return f"[^{inner[1:]}]" if inner.startswith("!") else f"[{inner}]"
    return re.escape(token.removeprefix("\\") if len(token) > 1 else token)
