"""JSON that is read to be written again."""

from __future__ import annotations

import json
import re
from typing import Any

_MAY_BE_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(text: str) -> Any:  # noqa: ANN401 - JSON may hold anything
    r"""Return what a JSON text holds.

    Raises:
        ValueError: where it is none, or has half a character (``\ud800``), which no file and no name of one can hold.
    """
    found = json.loads(text)
    if _MAY_BE_HALF.search(text):
        json.dumps(found, ensure_ascii=False).encode()
    return found
