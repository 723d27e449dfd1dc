"""Structured files of the site, read for what they say; ``tables`` writes them, with every byte of a person's kept."""

from __future__ import annotations

import json

from pubsync.sites.tree import SiteTree

LARGEST = 5_000_000
"""Bytes; no list of publications has so many."""


def read_document(tree: SiteTree, path: str) -> object:
    """Return what a YAML or JSON file of the site holds, None where it is not there, empty, too large or damaged.

    A damaged file is no reason to stop: whoever writes to it tells where it is damaged.
    """
    content = tree.read(path)
    if content is None or len(content) > LARGEST:
        return None
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text) if path.endswith(".json") else _yaml(text)
    except (ValueError, RecursionError):
        return None


def _yaml(text: str) -> object:
    from ruamel.yaml import YAML  # noqa: PLC0415 - start-up time
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - start-up time

    yaml = YAML(typ="safe", pure=True)
    yaml.allow_duplicate_keys = True  # as Ruby's and Python's readers take them
    try:
        return yaml.load(text)
    except YAMLError:
        return None


def mappings_in(document: object) -> list[dict[str, object]]:
    """Return the members of a list that are mappings; none of anything else."""
    return [member for member in document if isinstance(member, dict)] if isinstance(document, list) else []


def text_in(value: object) -> str:
    """Return a text or a number as text, "" for anything else: a list may hold itself a million times over."""
    return str(value) if isinstance(value, str | int) else ""
