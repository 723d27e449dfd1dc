"""The words of the interface, by language: one file each under ``templates/labels``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pubsync.errors import SettingsError


@cache
def load_labels(folder: Path, language: str) -> Mapping[str, Any]:
    """Return the labels of ``language``; what its file lacks is taken from English.

    Raises:
        SettingsError: where there is no file for the language.
    """
    english = _load(folder / "en.yaml")
    path = folder / f"{language.partition('-')[0]}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.yaml")))
        raise SettingsError(
            f"no labels for language {language!r}", where="pubsync.yaml", remedy=f"languages known: {known}"
        )
    own = _load(path)
    return {
        key: {**value, **own.get(key, {})} if isinstance(value, dict) else own.get(key, value)
        for key, value in english.items()
    }


def _load(path: Path) -> dict[str, Any]:
    from ruamel.yaml import YAML  # noqa: PLC0415 - start-up time

    labels: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return labels
