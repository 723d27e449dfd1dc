"""What the reader of a format has to say about a text that it could read."""

from __future__ import annotations

from typing import NamedTuple


class FormatNotice(NamedTuple):
    """Something that the person should know about a text; ``where`` is ``FILE:LINE``."""

    what: str
    where: str
