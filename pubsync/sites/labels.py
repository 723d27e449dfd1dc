"""The words of the interface, by language: one file each under ``templates/labels``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pubsync.errors import SettingsError
from pubsync.sites.keptyaml import read_once


@cache
def load_labels(folder: Path, language: str, own: Path | None = None) -> Mapping[str, Any]:
    """Return the labels of ``language``; what its file lacks is taken from English.

    ``own`` is a folder of the user's with such files, whose words come first.

    Raises:
        SettingsError: where there is no file for the language, or one of the user's is no mapping of words.
    """
    name = f"{language.partition('-')[0]}.yaml"
    theirs = _own_words(own / name) if own else {}
    english = _packaged(folder / "en.yaml")
    path = folder / name
    if not path.is_file() and theirs:
        return _merged(english, theirs)
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.yaml")))
        raise SettingsError(
            f"no labels for language {language!r}", where="pubsync.yaml", remedy=f"languages known: {known}"
        )
    return _merged(_merged(english, _packaged(path)), theirs)


def _merged(words: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The words, with those of ``before`` in place of their namesakes."""
    return {
        key: {**value, **before.get(key, {})} if isinstance(value, dict) else before.get(key, value)
        for key, value in words.items()
    }


def _own_words(path: Path) -> dict[str, Any]:
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - start-up time

    if not path.is_file():
        return {}
    try:
        words = _load(path)
    except (YAMLError, UnicodeDecodeError) as error:
        raise SettingsError("can't be read as YAML", where=str(path), remedy="mend it, or remove it") from error
    if not isinstance(words, dict):
        raise SettingsError("holds no words by name", where=str(path), remedy="write lines such as talks: Lectures")
    return words


def _packaged(path: Path) -> dict[str, Any]:
    """The words of a file that came with the program."""
    return read_once(str(path), path.read_bytes(), lambda: _load(path))


def _load(path: Path) -> dict[str, Any]:
    from ruamel.yaml import YAML  # noqa: PLC0415 - start-up time

    labels: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return labels
