"""Lists of a Jekyll site that show only entries with a certain key of the site's own, which new files lack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pubsync.detect.survey import Survey, nested

_COLLECTION = r"site\.(?P<collection>publications|talks|teaching)\b"
_FILTERS = (
    # The whole of the loop stands within a condition on one key of the entry.
    re.compile(
        rf"\{{%-?\s*for\s+(?P<entry>\w+)\s+in\s+{_COLLECTION}[^%]*%\}}\s*"
        r"\{%-?\s*if\s+(?P=entry)\.(?P<key>\w+)\s*(?:==|contains\b)"
    ),
    re.compile(rf"{_COLLECTION}[^%\n]*?\|\s*where:\s*[\"'](?P<key>\w+)[\"']"),
)


class Filtered(NamedTuple):
    """A list at ``where`` that skips ``paths``, files of pubsync's, since they lack ``key``."""

    where: str
    collection: str
    key: str
    paths: tuple[str, ...]


def filtered_out(survey: Survey) -> Iterator[Filtered]:
    """Yield the keys by which lists filter and that files of pubsync's lack, each once, at the first such list."""
    told: set[tuple[str, str]] = set()
    for path in survey.paths:
        if not path.endswith((".md", ".markdown", ".html")):
            continue
        for place, collection, key in _filters(survey.text(path)):
            if (collection, key) in told or _has_default(survey, collection, key):
                continue
            told.add((collection, key))
            lacking = tuple(one for one in survey.under(f"_{collection}") if _lacks(survey.front(one), key))
            if lacking:
                yield Filtered(f"{path}:{place}", collection, key, lacking)


def _filters(text: str) -> Iterator[tuple[int, str, str]]:
    for pattern in _FILTERS:
        for found in pattern.finditer(text):
            yield text.count("\n", 0, found.start()) + 1, found["collection"], found["key"]


def _lacks(front: Mapping[str, object], key: str) -> bool:
    return "pubsync" in front and front.get(key) in (None, "", [])


def _has_default(survey: Survey, collection: str, key: str) -> bool:
    """Whether ``defaults:`` of the configuration give every entry of the collection the key.

    See https://jekyllrb.com/docs/configuration/front-matter-defaults/.
    """
    defaults = survey.config.get("defaults")
    for one in defaults if isinstance(defaults, list) else []:
        scope, values = nested(one, "scope") or {}, nested(one, "values") or {}
        if not isinstance(scope, Mapping) or not isinstance(values, Mapping):
            continue
        if key in values and scope.get("type", collection) == collection and not scope.get("path"):
            return True
    return False
