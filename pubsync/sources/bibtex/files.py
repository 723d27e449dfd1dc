"""Which files of the site a path or a glob names, and what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from pubsync.errors import SourceError

LARGEST = 50_000_000
"""Bytes; the largest bibliographies that people keep are a tenth of it."""
_NOT_ENTERED = frozenset(("_site", "_pubsync", "node_modules", "vendor", "__pycache__"))
_IS_PATTERN = re.compile(r"[*?\[]")


def files_of(paths: Iterable[str], root: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file once, with its name as people know it.

    Raises:
        SourceError: for what does not exist, or lies outside of ``root`` where no absolute path says so.
    """
    seen: set[Path] = set()
    for configured in paths:
        for path in _matching(configured, root):
            shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
            resolved = _resolved(path, shown)
            if not PurePath(configured).is_absolute():
                _keep_inside(resolved, root, shown)
            if resolved not in seen:
                seen.add(resolved)
                yield path, shown


def _matching(configured: str, root: Path) -> list[Path]:
    """Return the file of a path, or the files of a glob, sorted.

    Raises:
        SourceError: where there is none.
    """
    path = PurePath(configured)
    if ".." in path.parts and not path.is_absolute():
        raise SourceError(
            "leaves the site's folder", where=configured, remedy="give the file's absolute path in pubsync.yaml"
        )
    if not _IS_PATTERN.search(configured) or (root / path).is_file():
        return [root / path]
    base = Path(path.anchor) if path.is_absolute() else root
    pattern = str(path.relative_to(path.anchor)) if path.is_absolute() else configured
    try:
        matches = (match for match in base.glob(pattern) if match.is_file())
        found = sorted(match for match in matches if not _is_passed_over(match.relative_to(base), path))
    except (ValueError, NotImplementedError, OSError) as error:
        raise SourceError("is no usable pattern", where=configured, remedy="write it like papers/*.bib") from error
    if not found:
        raise SourceError("no file matches", where=configured, remedy="mend the pattern in pubsync.yaml")
    return found


def _is_passed_over(match: PurePath, pattern: PurePath) -> bool:
    """Whether a file lies in a folder that holds copies or none of a person's files, and the pattern names it not."""
    return any(
        part not in pattern.parts and (part in _NOT_ENTERED or part.startswith(".")) for part in match.parent.parts
    )


def _resolved(path: Path, shown: str) -> Path:
    try:
        return path.resolve(strict=True)
    except FileNotFoundError:
        raise SourceError("no such file", where=shown, remedy="create it, or mend its path in pubsync.yaml") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise SourceError("can't be found", where=shown, remedy="check its path and its links") from error


def _keep_inside(resolved: Path, root: Path, shown: str) -> None:
    if not resolved.is_relative_to(root.resolve()):
        raise SourceError(
            "leads out of the site's folder",
            where=shown,
            remedy="copy the file into the site, or give its absolute path in pubsync.yaml",
        )


def content_of(path: Path, shown: str) -> bytes:
    """Return what is in a file.

    Raises:
        SourceError: where it is none, is too large or may not be read; ``shown`` names it.
    """
    # A pipe or a device would be waited for without end.
    if not path.is_file():
        raise SourceError("is no file", where=shown, remedy="give a .bib file, or a glob such as papers/*.bib")
    try:
        if path.stat().st_size > LARGEST:
            raise SourceError(
                f"is larger than {LARGEST // 1_000_000} MB",
                where=shown,
                remedy="keep your own works in a file of theirs",
            )
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"can't be read: {error.strerror}", where=shown, remedy="check its permissions") from error
