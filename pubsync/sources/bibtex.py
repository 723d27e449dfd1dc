"""BibTeX files of the site, by path or glob."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from pubsync.errors import SourceError
from pubsync.formats.bibtex import read
from pubsync.records.any_record import AnyRecord
from pubsync.sources.interface import Answer, Notice

LARGEST = 50_000_000
"""Bytes; the largest bibliographies that people keep are a tenth of it."""
_REMEDY = "mend it there; the other entries are used"
_NOT_ENTERED = frozenset(("_site", "_pubsync", "node_modules", "vendor", "__pycache__"))
_IS_PATTERN = re.compile(r"[*?\[]")
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True)
class BibtexSource:
    """Files in BibTeX or biblatex; see ``Source``.

    ``paths`` are files or globs (``papers/*.bib``, ``**/*.bib``) below ``root``, the site's folder, or absolute. What
    lies outside of ``root``, also behind a symbolic link, is read only where its absolute path is configured. Records
    have the BibTeX key for their id; where a key comes again, in the order of ``paths`` and of the files that a glob
    finds, sorted, the later is ``key@2``.
    """

    name: str
    paths: tuple[str, ...]
    root: Path
    remote: bool = False

    def fetch(self, previous: Answer | None) -> Answer:  # noqa: ARG002 - a file has no partial answers
        """Read the files; see ``Source``."""
        records: list[AnyRecord] = []
        notices: list[Notice] = []
        for path, shown in self._files():
            text, read_as = decoded(_content(path, shown))
            if read_as:
                notices.append(
                    Notice(f"is not UTF-8, and was read as {read_as}", shown, "save it in the UTF-8 encoding")
                )
            reading = read(text, source=self.name, where=shown, taken=[record.id for record in records])
            records += [*reading.records, *reading.talks]
            notices += [Notice(what, where, _REMEDY) for what, where in reading.notices]
        return Answer(records=tuple(records), notices=tuple(notices))

    def _files(self) -> Iterator[tuple[Path, str]]:
        """Yield each file once, with its name as people know it."""
        seen: set[Path] = set()
        for configured in self.paths:
            for path in _matching(configured, self.root):
                shown = path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
                resolved = _resolved(path, shown)
                if not PurePath(configured).is_absolute():
                    _keep_inside(resolved, self.root, shown)
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


def _content(path: Path, shown: str) -> bytes:
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


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text, and the encoding it was read by where that is a guess."""
    encoding = _BYTE_ORDER_MARKS.get(content[:2], "utf-8-sig")
    try:
        return content.decode(encoding), ""
    except UnicodeDecodeError:
        return "".join(_decoded_line(line) for line in content.splitlines(keepends=True)), "Windows-1252 in part"


def _decoded_line(line: bytes) -> str:
    """One stray byte, as pasted from an old file, must not spoil the lines around it."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")
