"""Whether a commit can be made here at all, asked before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from pubsync.errors import SettingsError
from pubsync.frozen import frozen
from pubsync.repository.git import Git, GitError

_UNDER_WAY = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}


@frozen(kw_only=True)
class Repository:
    """The repository that a site lies in.

    ``root`` is the site's folder, ``prefix`` where it lies in the repository ("" or ``site/``). ``remote``, ``target``
    (``refs/heads/main`` there) and ``upstream`` (the full name of what was last seen of it) are "" where the branch
    follows none.
    """

    git: Git
    root: Path
    prefix: str
    folder: Path
    """Git's own."""
    branch: str
    remote: str = ""
    target: str = ""
    upstream: str = ""
    held: Callable[[], AbstractContextManager[None]] = nullcontext
    """What keeps other runs off the site while git moves its files; never held while a network is waited for."""

    @property
    def head(self) -> str:
        """The commit that the branch is at, "" where it has none yet."""
        done = self.git.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return done.stdout.decode().strip()

    def committed(self, path: str) -> bytes | None:
        """Return what the last commit has at ``path``, with line ends as in the working tree; None where nothing."""
        done = self.git.run("cat-file", "--filters", f"HEAD:{self.prefix}{path}")
        return None if done.returncode else done.stdout

    def changed(self) -> dict[str, str]:
        """Return what differs from the last commit within the site, by path, in git's two letters (index, file).

        A submodule is named as a whole.
        """
        told = self.git.raw("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", ".")
        found = {}
        for entry in told.split(b"\0"):
            if entry:
                path = entry[3:].decode("utf-8", "surrogateescape")
                found[path.removeprefix(self.prefix)] = entry[:2].decode()
        return found


def open_repository(
    root: Path, *, pushing: bool = False, held: Callable[[], AbstractContextManager[None]] = nullcontext
) -> Repository:
    """Return the repository of the site at ``root``, ready for a commit by pubsync and, if asked, for a push.

    ``held`` is as in ``Repository``.

    Raises:
        SettingsError: saying what has to be done first, and with which command: it is no repository, the branch is
            unknown or follows none, nobody is named as author, or a merge is under way.
        GitError: where git fails at that.
    """
    git = Git(root)
    prefix, folder = _place(git, root)
    _refuse_half_done(folder, root)
    branch = _branch(git, root)
    _need_author(git)
    remote, target, upstream = _upstream(git, branch) if pushing else ("", "", "")
    return Repository(
        git=git,
        root=root,
        prefix=prefix,
        folder=folder,
        branch=branch,
        remote=remote,
        target=target,
        upstream=upstream,
        held=held,
    )


def _place(git: Git, root: Path) -> tuple[str, Path]:
    done = git.run("rev-parse", "--is-inside-work-tree", "--show-prefix", "--absolute-git-dir")
    said = done.stderr.decode("utf-8", "replace")
    if "safe.directory" in said:
        raise SettingsError(
            "the repository belongs to another user, so git does not trust it",
            where=str(root),
            remedy=f"git config --global --add safe.directory '{root}'",
        )
    lines = done.stdout.decode("utf-8", "surrogateescape").split("\n")
    if done.returncode or lines[0] != "true":
        raise SettingsError(
            "the site is not in a git repository, so nothing can be committed",
            where=str(root),
            remedy="git init there, or leave --commit and --push out",
        )
    return lines[1], Path(lines[2])


def _refuse_half_done(folder: Path, root: Path) -> None:
    for name, what in _UNDER_WAY.items():
        if (folder / name).exists():
            raise SettingsError(
                f"a {what} is under way, and a commit now would be part of it",
                where=str(root),
                remedy=f"finish it, or give it up: git {what} --abort",
            )


def _branch(git: Git, root: Path) -> str:
    done = git.run("symbolic-ref", "--quiet", "--short", "HEAD")
    if done.returncode:
        raise SettingsError(
            "no branch is checked out (detached HEAD), so a commit would belong to none",
            where=str(root),
            remedy="git switch main, or whatever your branch is called",
        )
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def _need_author(git: Git) -> None:
    if git.tries("var", "GIT_AUTHOR_IDENT") and git.tries("var", "GIT_COMMITTER_IDENT"):
        return
    raise SettingsError(
        "git does not know in whose name to commit",
        remedy='git config user.name "Your Name" && git config user.email you@example.edu',
    )


def _upstream(git: Git, branch: str) -> tuple[str, str, str]:
    remote = git.run("config", f"branch.{branch}.remote").stdout.decode("utf-8", "surrogateescape").strip()
    target = git.run("config", f"branch.{branch}.merge").stdout.decode("utf-8", "surrogateescape").strip()
    if not (remote and target):
        remotes = git.told("remote").split()
        name = "origin" if "origin" in remotes or not remotes else remotes[0]
        first = "" if remotes else f"git remote add {name} ADDRESS && "
        raise SettingsError(
            f"the branch {branch} follows none elsewhere, so there is nowhere to push to",
            remedy=f"{first}git push --set-upstream {name} {branch}",
        )
    done = git.run("rev-parse", "--symbolic-full-name", f"{branch}@{{upstream}}")
    upstream = done.stdout.decode("utf-8", "surrogateescape").strip()
    if done.returncode or not upstream:
        raise GitError(
            f"what the branch {branch} follows was never fetched",
            remedy=f"git fetch {remote}, or git push --set-upstream {remote} {branch}",
        )
    return remote, target, upstream
