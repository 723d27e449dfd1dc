"""What becomes of a run in git; apart from how, so that a run without git starts quickly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubsync.errors import PubsyncError
from pubsync.frozen import frozen

if TYPE_CHECKING:
    from pubsync.pipeline.run import Outcome
    from pubsync.repository import Commit


@frozen(kw_only=True)
class Delivery:
    """What a run came to, and what became of it in git.

    ``problem`` is why it could not be committed or pushed, where that is so; the run itself stands.
    """

    outcome: Outcome
    commit: Commit | None = None
    pushed: bool = False
    remarks: tuple[str, ...] = ()
    problem: PubsyncError | None = None
