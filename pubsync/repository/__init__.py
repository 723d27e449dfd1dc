"""Git, where a person asked for it: pubsync's own paths into a commit, and its own commits to where the site is built.

What a person has in their working tree is theirs: changed files that pubsync does not write, the index, commits that
are not yet pushed. Nothing here forces, stashes or checks out over it; where it stands in the way, the error says so.
"""

from pubsync.repository.committing import Commit, OwnPath, commit
from pubsync.repository.git import GitError
from pubsync.repository.opening import Repository, open_repository
from pubsync.repository.publishing import ConflictError, catch_up, push, start_over

__all__ = [
    "Commit",
    "ConflictError",
    "GitError",
    "OwnPath",
    "Repository",
    "catch_up",
    "commit",
    "open_repository",
    "push",
    "start_over",
]
