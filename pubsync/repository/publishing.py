"""Following a branch elsewhere, and pushing pubsync's own commits to it; never by force."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from pubsync.errors import AskPersonError, PublishError
from pubsync.repository.committing import TRAILER, merge_texts
from pubsync.repository.git import NO_HOOKS, Git, GitError, failure
from pubsync.repository.opening import Repository

SET_ASIDE = "refs/pubsync/set-aside"
"""What was made here and then made anew, kept from git's collector."""


class ConflictError(GitError):
    """What pubsync committed here and what was pushed elsewhere change the same lines."""


def catch_up(repository: Repository) -> str:
    """Take in what was pushed elsewhere, where nothing here stands against it; call it before a run.

    Returns:
        "", or a remark on why it could not be taken in. A person's changed files, index and commits stay.
    """
    try:
        _fetch(repository)
        with repository.held():
            if repository.head == _upstream(repository) or not _is_within(repository, "HEAD", repository.upstream):
                return ""
            _move(repository, _upstream(repository), "taken in what was pushed")
    except (GitError, PublishError) as error:
        return f"what was pushed elsewhere is not taken in: {error}"
    return ""


def push(repository: Repository) -> bool:
    """Push pubsync's commits; where others were faster, put them on top of theirs once, and push again.

    Returns:
        Whether there was anything to push.

    Raises:
        AskPersonError: where commits of the person's would be pushed with them.
        ConflictError: where they can't be put on top; everything here is as before.
        GitError: where it can't be pushed; the commits stand and go with the next push.
        PublishError: where others were faster and another run is at work on the site; likewise.
    """
    ours = _waiting(repository)
    if not ours:
        return False
    refusal = _pushed(repository, ours)
    if refusal is None:
        return True
    _fetch(repository)
    if _is_within(repository, repository.upstream, "HEAD"):
        raise refusal  # nobody was faster: it is refused for what it is
    _put_on_top(repository)
    ours = _waiting(repository)
    if ours and (refusal := _pushed(repository, ours)):
        raise GitError(
            f"others push at the same time; {refusal.what}", remedy="the commit stands here and goes with the next run"
        )
    return True


def start_over(repository: Repository, unions: Mapping[str, Callable[[bytes], bool]]) -> None:
    """Give up pubsync's commits for what was pushed elsewhere, so that the next run makes them anew.

    What is given up is kept as ``refs/pubsync/set-aside``. A person's changed files stay as they are.

    Args:
        repository: after a ``ConflictError``.
        unions: files in which a person's decisions are: the lines of both sides are kept. The function tells whether
            the outcome can be read.

    Raises:
        AskPersonError: where such a file can't be joined; everything is as before.
        GitError: where changed files of the person's stand in the way; likewise.
        PublishError: where another run is at work on the site; likewise.
    """
    with repository.held():
        joined = {path: _joined(repository, path, is_good) for path, is_good in unions.items()}
        repository.git.told("update-ref", SET_ASIDE, "HEAD")
        _move(repository, _upstream(repository), "made anew on top of what was pushed")
        for path, content in joined.items():
            if content is not None:
                (repository.root / path).write_bytes(content)


def _waiting(repository: Repository) -> str:
    """The commit up to which all is to be pushed, "" where nothing waits; what is committed later is not looked at.

    Raises:
        AskPersonError: where not all of them are pubsync's.
    """
    head = repository.head
    told = repository.git.told("log", "--format=%H%x00%B%x01", f"{repository.upstream}..{head}")
    commits = [entry.partition("\0")[2] for entry in told.split("\x01") if entry.strip()]
    theirs = sum(1 for message in commits if TRAILER not in message.splitlines())
    if theirs:
        raise AskPersonError(
            f"{theirs} of your own commits wait to be pushed, and pubsync pushes none but its own",
            where=repository.branch,
            remedy="git push, once you want them to be seen; pubsync's commit goes with them",
        )
    return head if commits else ""


def _pushed(repository: Repository, commit: str) -> GitError | None:
    words = ("push", "--quiet", "--porcelain", repository.remote, f"{commit}:{repository.target}")
    done = repository.git.run(*words)
    return failure(words, done) if done.returncode else None


def _fetch(repository: Repository) -> None:
    """Learn of the one branch; others may be large, above all in a shallow clone."""
    words = ("fetch", "--quiet", "--no-tags", repository.remote, f"+{repository.target}:{repository.upstream}")
    if repository.remote != ".":
        repository.git.told(*words)


def _upstream(repository: Repository) -> str:
    return repository.git.told("rev-parse", "--verify", f"{repository.upstream}^{{commit}}")


def _is_within(repository: Repository, older: str, newer: str) -> bool:
    return repository.git.tries("merge-base", "--is-ancestor", older, newer)


def _put_on_top(repository: Repository) -> None:
    with repository.held():
        _move(repository, _rebased(repository), "put on top of what was pushed")


def _rebased(repository: Repository) -> str:
    """Rebase in a folder of its own, so that the person's files are touched only by the outcome, which is returned.

    Raises:
        ConflictError: where it can't be done.
    """
    with tempfile.TemporaryDirectory(prefix="pubsync-", dir=repository.folder) as folder:
        place = Path(folder) / "tree"
        small = {"GIT_LFS_SKIP_SMUDGE": "1"}
        Git(repository.root, small).told(*NO_HOOKS, "worktree", "add", "--quiet", "--detach", str(place), "HEAD")
        try:
            there = Git(place, small)
            if not there.tries(*NO_HOOKS, "rebase", "--quiet", _upstream(repository)):
                raise ConflictError(
                    "pubsync's commit and what was pushed elsewhere change the same lines", where=repository.branch
                )
            return there.told("rev-parse", "HEAD")
        finally:
            repository.git.run("worktree", "remove", "--force", str(place))


def _move(repository: Repository, target: str, why: str) -> None:
    """Bring branch, index and files to ``target``; what a person changed or staged elsewhere stays as it is.

    ``reset --keep`` would lose what is staged but changed again since.

    Raises:
        GitError: where a file that changes holds changes of theirs; everything is as before.
    """
    git, old = repository.git, repository.head
    git.run("update-index", "-q", "--refresh")
    words = ("read-tree", "-m", "-u", "HEAD", target)
    done = git.run(*words)
    if done.returncode:
        raise GitError(
            f"files that you changed were changed elsewhere too: {failure(words, done).what}",
            where=str(repository.root),
            remedy="commit or stash yours, then git pull --rebase",
        )
    git.told("update-ref", "-m", f"pubsync: {why}", f"refs/heads/{repository.branch}", target, old)


def _joined(repository: Repository, path: str, is_good: Callable[[bytes], bool]) -> bytes | None:
    """Return what a file is to hold that both sides changed, None where it is as it was pushed."""
    ours, theirs = _at(repository, "HEAD", path), _at(repository, repository.upstream, path)
    if ours in (theirs, b""):
        return None
    base = _at(repository, repository.git.told("merge-base", "HEAD", repository.upstream), path)
    content = merge_texts(repository.git, theirs, base, ours, union=True)
    if content is None or not is_good(content):
        raise AskPersonError(
            "what was decided here and elsewhere can't be joined",
            where=path,
            remedy="git pull --rebase, keep the lines of both, then git push",
        )
    return content


def _at(repository: Repository, commit: str, path: str) -> bytes:
    done = repository.git.run("cat-file", "blob", f"{commit}:{repository.prefix}{path}")
    return b"" if done.returncode else done.stdout
