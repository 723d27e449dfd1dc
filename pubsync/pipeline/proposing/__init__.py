"""``pubsync propose``: what a run writes, on a branch of its own and as a pull request.

The branch belongs to whoever looks at it: commits that a person puts there stay, and are taken in like any other edit
of theirs. Nothing is ever forced: where the branch can't go on as it is, the next commit begins anew from the site's
own branch and names the former one as a parent.
"""

from pubsync.pipeline.proposing.proposal import Proposal, propose
from pubsync.pipeline.proposing.pull_request import PullRequest, open_pull_request

__all__ = ["Proposal", "PullRequest", "open_pull_request", "propose"]
