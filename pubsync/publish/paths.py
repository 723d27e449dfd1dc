"""Which planned paths are safe: inside the site, on every system, and each only once."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from pubsync.errors import PublishError

JOURNAL_FOLDER = "_pubsync"
JOURNAL_NAME = ".journal"

_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending
(https://learn.microsoft.com/windows/win32/fileio/naming-a-file)."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Characters that HFS+ leaves out when it compares names, so that ``.g\\u200cit`` is ``.git`` (CVE-2014-9390)."""


def locate(root: Path, path: str) -> str:
    """Return the place of a planned path, with every symbolic link resolved.

    Args:
        root: the site's folder, resolved.
        path: relative to it, with ``/``, in its plain form (no empty part, no ``.``).

    Raises:
        PublishError: where the path is not plain, leaves the site, or touches ``.git`` or the journal.
    """
    fault = _fault(path)
    if fault:
        raise PublishError(f"the path {path!r} {fault}", where=path, remedy="choose another name for the file")
    if not _passes_links(root, path):  # all was said of it above
        return f"{root}{os.sep}{path}"
    place = Path(os.path.realpath(f"{root}{os.sep}{path}"))
    if place == root or not place.is_relative_to(root):
        raise PublishError(
            "a symbolic link leads out of the site", where=path, remedy="replace the link by a folder or file"
        )
    fault = _fault(place.relative_to(root).as_posix())
    if fault:
        raise PublishError(
            f"a symbolic link leads to a path that {fault}", where=path, remedy="replace the link by a folder or file"
        )
    return str(place)


def _passes_links(root: Path, path: str) -> bool:
    """Whether the system may lead a path elsewhere; Windows has more ways to do so than links."""
    if os.name == "nt":
        return True
    place = str(root)
    for part in path.split("/"):
        place = f"{place}{os.sep}{part}"
        if os.path.islink(place):
            return True
    return False


@lru_cache(maxsize=100_000)
def _fault(path: str) -> str:
    """Say what is wrong with a path as text, "" where nothing is; a run asks four times of each."""
    if not path or path.startswith("/") or "\\" in path or re.match(r"[A-Za-z]:", path):
        return "is not relative to the site"
    if _CONTROLS.search(path):
        return "holds a control character"
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return "can't be written on this system"
    return next((fault for fault in map(_part_fault, path.split("/")) if fault), "") or _journal_fault(path)


def _part_fault(part: str) -> str:
    if part in {"", ".", ".."}:
        return "is not in its plain form"
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", part)).casefold().rstrip(". ")
    if plain.partition(":")[0] in {".git", "git~1"}:
        return "touches .git"
    if _DEVICES.fullmatch(part.partition(".")[0].rstrip()):
        return "holds a name that Windows keeps for a device"
    return ""


def _journal_fault(path: str) -> str:
    parts = path.casefold().split("/")
    if parts[0] == JOURNAL_FOLDER and len(parts) > 1 and parts[1].startswith(JOURNAL_NAME):
        return "belongs to the journal"
    return ""


def refuse_twins(places: Sequence[tuple[str, str]]) -> None:
    """Refuse two planned paths that are one file, by their text or through a symbolic link.

    Raises:
        PublishError: naming both.
    """
    seen: dict[str, str] = {}
    for path, place in places:
        if place in seen:
            raise PublishError(f"it is planned twice, also as {seen[place]!r}", where=path, remedy="rename one of them")
        seen[place] = path


def refuse_folded_twins(paths: Sequence[str], probe: Path) -> None:
    """Refuse two planned paths that differ only by case or Unicode form, where the file system takes them for one.

    Args:
        paths: the planned paths.
        probe: a folder on the site's file system, created where names have to be tried in it.

    Raises:
        PublishError: naming both.
        OSError: where nothing can be tried there.
    """
    seen: dict[str, str] = {}
    for path in paths:
        folded = unicodedata.normalize("NFD", unicodedata.normalize("NFD", path).casefold())
        twin = seen.setdefault(folded, path)
        if twin != path and _all_folded(twin, path, probe):
            raise PublishError(
                f"this file system takes it for the same file as {twin!r}", where=path, remedy="rename one of them"
            )


def _all_folded(path: str, twin: str, probe: Path) -> bool:
    probe.mkdir(exist_ok=True)
    pairs = zip(path.split("/"), twin.split("/"), strict=True)
    return all(_same_name(probe / one, probe / other) for one, other in pairs if one != other)


def _same_name(one: Path, other: Path) -> bool:
    one.touch()
    try:
        return other.exists()
    finally:
        one.unlink()
