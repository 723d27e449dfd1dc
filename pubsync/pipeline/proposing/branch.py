"""The branch of a proposal: where it stands, what a run is to work on, and how it goes on.

``onto`` is the branch that the site is built from (``main``), ``tip`` is where the proposal's own branch stands. A run
works on both joined: what people committed on the one and on the other is in it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pubsync.errors import AskPersonError, PubsyncError, SettingsError
from pubsync.frozen import frozen
from pubsync.library import Library, read_library
from pubsync.repository import GitError, Repository
from pubsync.repository.committing import TRAILER
from pubsync.repository.git import NO_HOOKS, Git, failure
from pubsync.snapshots import FOLDER as SNAPSHOTS

_SMALL = {"GIT_LFS_SKIP_SMUDGE": "1"}


@frozen(kw_only=True)
class Place:
    """Where a proposal stands elsewhere: the remote, both branches, and their commits ("" for none yet)."""

    remote: str
    base: str
    branch: str
    onto: str
    tip: str


def look(repository: Repository, branch: str, base: str = "") -> Place:
    """Learn where both branches stand elsewhere.

    Args:
        repository: of the site.
        branch: the proposal's.
        base: what it is proposed to, by default the branch that is checked out.

    Raises:
        SettingsError: where a name can't be a branch's, both are the same, or there is no such base.
        GitError: where they can't be fetched.
    """
    git, base = repository.git, base or repository.branch
    for name in (branch, base):
        if not git.tries("check-ref-format", "--branch", name) or name.startswith("-"):
            raise SettingsError(f"no branch can be called {name!r}", remedy="name another, such as pubsync/update")
    if branch == base:
        raise SettingsError(f"{branch} can't be proposed to itself", remedy="name another --branch")
    remote = _remote(git, base)
    if git.told("rev-parse", "--is-shallow-repository") == "true":
        git.told("fetch", "--quiet", "--no-tags", "--unshallow", remote)
    onto, tip = (_fetched(git, remote, name) for name in (base, branch))
    if not onto:
        raise SettingsError(f"{remote} has no branch {base}", remedy="name the one that the site is built from: --base")
    return Place(remote=remote, base=base, branch=branch, onto=onto, tip=tip)


def beginning(repository: Repository, place: Place) -> str:
    """Return the commit that a run is to work on; the branch can go on from it without force.

    Raises:
        AskPersonError: where a person's commits on the branch and the base change the same lines.
        GitError: where git fails.
    """
    git, onto, tip = repository.git, place.onto, place.tip
    if not tip or _is_within(git, tip, onto):
        return onto
    if _is_within(git, onto, tip):
        return tip
    joined = join(repository, tip, onto, f"Take in {place.base}")
    if joined:
        return joined
    if _has_commits_of_a_person(git, onto, tip):
        raise AskPersonError(
            f"commits of yours on {place.branch} and {place.base} change the same lines, so it stays as it is",
            where=place.branch,
            remedy=f"git switch {place.branch} && git merge {place.remote}/{place.base}, mend it, and push",
        )
    return _begun_anew(repository, place)


def join(repository: Repository, first: str, second: str, message: str) -> str:
    """Merge one commit into another, in a folder of its own, and return the outcome; "" where they conflict.

    It is a conflict, too, where lines go together but pubsync can't read what comes of it.

    Raises:
        GitError: where git fails for another reason.
    """
    words = ("merge", "--quiet", "--no-ff", "-m", f"{message}\n\n{TRAILER}", second)
    with _elsewhere(repository, first) as there:
        done = there.run(*NO_HOOKS, *words)
        if done.returncode and not there.told("ls-files", "--unmerged"):
            raise failure(words, done)
        if done.returncode or not _can_be_read(there.folder / repository.prefix):
            return ""
        return there.told("rev-parse", "HEAD")


def library_at(repository: Repository, commit: str) -> Library:
    """Return what pubsync kept in a commit.

    Raises:
        PubsyncError: where that can't be read.
    """
    with _elsewhere(repository, commit) as there:
        return read_library(there.folder / repository.prefix).library


@contextmanager
def standing_at(repository: Repository, commit: str) -> Iterator[None]:
    """Check out a commit while the block runs, and the person's branch after it.

    Raises:
        AskPersonError: where files that git knows were changed and not committed; nothing is touched then.
        GitError: where a file that git does not know stands in the way, or the branch can't be checked out again.
    """
    changed = sorted(path for path, letters in repository.changed().items() if letters != "??")
    if changed:
        raise AskPersonError(
            "it holds changes that are not committed, and a proposal checks out another branch",
            where=changed[0],
            remedy="commit or stash them, and run again",
        )
    check_out(repository, commit)
    try:
        yield
    finally:
        check_out(repository, repository.branch)


def check_out(repository: Repository, commit: str) -> None:
    """Check out a branch by its name, or another commit without one; what is not committed is never written over."""
    words = () if commit == repository.branch else ("--detach",)
    repository.git.told(*NO_HOOKS, "checkout", "--quiet", *words, commit)


def push_proposal(repository: Repository, place: Place) -> GitError | None:
    """Push what is checked out to the proposal's branch; return why it was refused."""
    words = ("push", "--quiet", "--porcelain", place.remote, f"HEAD:refs/heads/{place.branch}")
    done = repository.git.run(*words)
    return failure(words, done) if done.returncode else None


def differing(repository: Repository, onto: str) -> list[tuple[str, str]]:
    """Return how the site at what is checked out differs from a commit: git's letter, and the path."""
    told = repository.git.raw("diff", "--name-status", "--no-renames", "--relative", "-z", onto, "HEAD", "--", ".")
    parts = told.decode("utf-8", "surrogateescape").split("\0")
    return list(zip(parts[::2], parts[1::2], strict=False))


def _begun_anew(repository: Repository, place: Place) -> str:
    """A commit that holds what the base holds and follows both, but for what sources said on the branch alone."""
    git, onto, tip = repository.git, place.onto, place.tip
    common = git.told("merge-base", onto, tip)
    there_alone = _snapshots_changed(git, common, tip) - _snapshots_changed(git, common, onto)
    with _elsewhere(repository, onto) as there:
        for path in sorted(there_alone):
            there.told("checkout", "--quiet", tip, "--", path)
        tree = there.told("write-tree")
        message = f"Begin anew from {place.base}\n\n{TRAILER}"
        return there.told("commit-tree", tree, "-p", tip, "-p", onto, "-m", message)


def _snapshots_changed(git: Git, before: str, after: str) -> set[str]:
    """The snapshots that were added or changed from one commit to another, by their paths in the repository."""
    told = git.raw("diff", "--name-only", "--no-renames", "--diff-filter=AM", "-z", before, after, "--", SNAPSHOTS)
    return {path for path in told.decode("utf-8", "surrogateescape").split("\0") if path}


def _has_commits_of_a_person(git: Git, onto: str, tip: str) -> bool:
    """Whether a commit on the branch is a person's: made by one, or one of pubsync's that they changed."""
    own = git.told("var", "GIT_COMMITTER_IDENT").rpartition(">")[0]
    told = git.told("log", "--format=%cn <%ce%x00%B%x01", f"{onto}..{tip}")
    commits: Sequence[str] = [entry.lstrip("\n") for entry in told.split("\x01") if entry.strip()]
    return any(
        committer != own or TRAILER not in message.splitlines()
        for committer, _, message in (entry.partition("\0") for entry in commits)
    )


def _can_be_read(site: Path) -> bool:
    try:
        read_library(site)
    except PubsyncError:
        return False
    return True


@contextmanager
def _elsewhere(repository: Repository, commit: str) -> Iterator[Git]:
    """Check a commit out into a folder of its own while the block runs."""
    with tempfile.TemporaryDirectory(prefix="pubsync-", dir=repository.folder) as folder:
        place = Path(folder) / "tree"
        words = ("worktree", "add", "--quiet", "--detach", str(place), commit)
        Git(repository.root, _SMALL).told(*NO_HOOKS, *words)
        try:
            yield Git(place, _SMALL)
        finally:
            repository.git.run("worktree", "remove", "--force", str(place))


def _remote(git: Git, base: str) -> str:
    done = git.run("config", f"branch.{base}.remote")
    named = done.stdout.decode("utf-8", "surrogateescape").strip()
    remotes = git.told("remote").split()
    if named in remotes:
        return named
    if not remotes:
        raise SettingsError(
            "the repository knows no other one, so there is nowhere to propose to",
            remedy=f"git remote add origin ADDRESS && git push --set-upstream origin {base}",
        )
    return "origin" if "origin" in remotes else remotes[0]


def _fetched(git: Git, remote: str, branch: str) -> str:
    """Fetch a branch and return its commit, "" where there is none of that name."""
    listed = git.told("ls-remote", "--heads", remote, f"refs/heads/{branch}")
    if not listed:
        return ""
    git.told("fetch", "--quiet", "--no-tags", remote, f"+refs/heads/{branch}:refs/remotes/{remote}/{branch}")
    return git.told("rev-parse", "--verify", f"refs/remotes/{remote}/{branch}^{{commit}}")


def _is_within(git: Git, older: str, newer: str) -> bool:
    return git.tries("merge-base", "--is-ancestor", older, newer)
