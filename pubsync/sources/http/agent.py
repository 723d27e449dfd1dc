"""Who asks, said honestly to every host."""

from __future__ import annotations

import re

from pubsync import __version__

_HOME = "https://pypi.org/project/pubsync"
_SENDABLE = re.compile(r"[!-~]{1,200}")


def user_agent(contact: str = "") -> str:
    """Return the User-Agent; ``contact`` is a mail address, left out where no header can hold it."""
    named = f"; mailto:{contact}" if _SENDABLE.fullmatch(contact) else ""
    return f"pubsync/{__version__} (+{_HOME}{named})"
