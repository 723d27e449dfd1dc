"""Files added to a ``pubsync.yaml`` as sources: every other byte of it stays, comments and order among them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from pubsync.errors import SettingsError
from pubsync.settings.models import Settings, SourceEntry
from pubsync.settings.reading import FILE_NAME, parse_settings

_KEYS = ("sources", "talks", "teaching")
_PLAIN_PATH = re.compile(r"[A-Za-z_][\w./-]*")
_REST = re.compile(r"(?P<value>[^#\r\n]*?)(?P<remark>[ \t]*(?:#[^\r\n]*)?)")


def with_files(text: str, files: Mapping[str, Sequence[str]]) -> str | None:
    """Return the settings with further files, each after those that stand there.

    Args:
        text: what stands in ``pubsync.yaml``.
        files: paths by the key that they go below: ``sources`` (of BibTeX files), ``talks``, ``teaching``.

    Returns:
        The new text, which was read back and says just that much more; None where it is written in a way that this
        can't add to.
    """
    try:
        before = parse_settings(text, FILE_NAME)
        wanted = _with_files(before, files)
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        added = text.removeprefix(mark)
        for key in _KEYS:
            for path in _missing(before, key, files.get(key, ())):
                added = _with_entry(added, key, path)
        return mark + added if parse_settings(added, FILE_NAME) == wanted else None
    except (SettingsError, _UnknownFormError):
        return None


def lines_to_add(files: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the lines that name the files, for a person to write."""
    lines = []
    for key in _KEYS:
        paths = files.get(key, ())
        if key == "sources" and paths:
            lines += ["sources:", *(f"  - bibtex: {path}" for path in paths)]
        elif paths:
            lines.append(f"{key}: [{', '.join(paths)}]")
    return lines


class _UnknownFormError(Exception):
    """A value is written in a way that nothing can be added to line by line."""


def _missing(before: Settings, key: str, paths: Sequence[str]) -> list[str]:
    return [path for path in paths if not _is_read(before, key, path)]


def _is_read(before: Settings, key: str, path: str) -> bool:
    """Whether a file is named already, though it may not stand there yet: also by a glob such as ``*.bib``."""
    if key == "sources":
        globs = [str(one.bibtex) for one in before.all_sources if one.bibtex]
    else:
        named = [entry for one in (before, *before.people) for entry in getattr(one, key)]
        globs = [entry for entry in named if isinstance(entry, str)]
    return any(path == glob or ("*" in glob and PurePosixPath(path).match(glob)) for glob in globs)


def _with_files(before: Settings, files: Mapping[str, Sequence[str]]) -> Settings:
    bibtex = tuple(SourceEntry(bibtex=path) for path in _missing(before, "sources", files.get("sources", ())))
    more = {key: (*getattr(before, key), *_missing(before, key, files.get(key, ()))) for key in ("talks", "teaching")}
    return before.model_copy(update={"sources": (*before.sources, *bibtex), **more})


def _with_entry(text: str, key: str, path: str) -> str:
    if not _PLAIN_PATH.fullmatch(path):
        raise _UnknownFormError
    newline = "\r\n" if "\r\n" in text else "\n"
    entry = f"bibtex: {path}" if key == "sources" else path
    line = re.search(rf"^{key}[ \t]*:(?=[ \t\r\n]|\Z)", text, re.MULTILINE)
    if line is None:
        above = text if not text or text.endswith("\n") else text + newline
        return f"{above}{key}:{newline}  - {entry}{newline}"
    end = _line_end(text, line.end())
    rest = _REST.fullmatch(text[line.end() : end].rstrip("\r\n"))
    if rest is None:
        raise _UnknownFormError
    value = rest["value"].strip()
    if not value:
        return _in_block(text, end, entry, newline)
    written = _in_brackets(value, f"{{{entry}}}" if key == "sources" else entry)
    return f"{text[: line.end()]} {written}{text[line.end() + len(rest['value'].rstrip()) :]}"


def _in_brackets(value: str, entry: str) -> str:
    """A value on one line with one more member: a list in brackets, or a single entry that becomes one."""
    if value.startswith("[") and value.endswith("]"):
        inner = value[1:-1].strip().rstrip(",")
        return f"[{inner}, {entry}]" if inner else f"[{entry}]"
    if value[0] in "[&*!|>%@`":
        raise _UnknownFormError
    return f"[{value}, {entry}]"


def _in_block(text: str, at: int, entry: str, newline: str) -> str:
    """A list of lines with dashes, with one more after its last entry."""
    first = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*(?P<indent> *)-[ \t]").match(text, at)
    if first is None:  # a key with nothing behind it
        return f"{text[:at]}  - {entry}{newline}{text[at:]}"
    indent = first["indent"]
    end = place = first.start("indent")
    while place < len(text):
        after = _line_end(text, place)
        bare = text[place:after].strip()
        depth = len(text[place:after]) - len(text[place:after].lstrip(" "))
        inside = depth > len(indent) or (depth == len(indent) and bare.startswith("-"))
        if bare and not bare.startswith("#"):
            if not inside:
                break
            end = after
        place = after
    above = text[:end] if text[:end].endswith("\n") else text[:end] + newline
    return f"{above}{indent}- {entry}{newline}{text[end:]}"


def _line_end(text: str, at: int) -> int:
    return text.find("\n", at) + 1 or len(text)
