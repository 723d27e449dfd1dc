"""DBLP's names for persons: ``65/9612``, ``65/9612-1``, ``h/GeoffreyEHinton``."""

from __future__ import annotations

import re

from pubsync.errors import SettingsError

_PID = re.compile(r"[a-z\d]{1,8}/[A-Za-z\d][A-Za-z\d=_~-]{0,100}", re.ASCII)
_ADDRESS = re.compile(r"^https?://(?:www\.)?dblp\.(?:org|uni-trier\.de|dagstuhl\.de)/pid/", re.IGNORECASE)
_ENDING = re.compile(r"(?:\.(?:html|xml|bib|rdf|nt|ttl|ris))?(?:[?#].*)?$", re.DOTALL)


def pid_in(text: str) -> str:
    """Return the pid that a text is: itself, the address of a person's page, or a record key; else ""."""
    bare = _ENDING.sub("", _ADDRESS.sub("", text.strip()[:300]), count=1).removeprefix("homepages/")
    return bare if _PID.fullmatch(bare) else ""


def checked_pid(text: str, where: str) -> str:
    """Return the pid that a text is.

    Raises:
        SettingsError: where it is none; ``where`` names the source.
    """
    pid = pid_in(text)
    if not pid:
        raise SettingsError(
            f"{text[:80]!a} is no DBLP pid",
            where=where,
            remedy="take what stands after /pid/ in the address of your DBLP page, such as 65/9612",
        )
    return pid
