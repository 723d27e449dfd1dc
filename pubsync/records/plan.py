"""What is going to be written: plans are values, ``publish`` alone writes."""

from __future__ import annotations

import hashlib

from pubsync.frozen import frozen


def content_hash(content: bytes | None) -> str:
    """Return the SHA-256 of ``content`` in hexadecimal, "" for a file that isn't there."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


@frozen()
class PlannedFile:
    """One file as it is to be, and the contents that the plan was made from.

    ``path`` is relative to the site's root, with ``/``. ``content`` is None to delete the file. ``before`` is the
    contents read when the plan was made (None: there was no such file); the plan is void where they no longer stand.
    """

    path: str
    content: bytes | None
    before: bytes | None

    @property
    def changes(self) -> bool:
        """Whether writing it would change anything."""
        return self.content != self.before
