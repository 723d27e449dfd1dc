"""One commit of pubsync's own paths, made in an index of its own, so that the person's stays as it is."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pubsync.errors import AskPersonError
from pubsync.frozen import frozen
from pubsync.repository.git import Git, failure
from pubsync.repository.opening import Repository

TRAILER = "Made-by: pubsync"
"""By this the commits that may be pushed, and made anew, are told from the person's."""
_NEW = "100644 blob - -"
"""How ``ls-tree`` would list an ordinary file that was never committed."""
_TRIES = 5
_BETWEEN = 0.5


@frozen()
class OwnPath:
    """A path of the site that a run wrote.

    By default the file is committed as it stands. Where a person has changes in it that are not committed, ``content``
    is what to commit instead; or ``shared`` is what it held before the run, where all such changes are theirs, and only
    what the run did to it is committed then.
    """

    path: str
    content: bytes | None = None
    shared: bytes | None = None

    @property
    def whole(self) -> bool:
        """Whether the file is committed as it stands."""
        return self.content is None and self.shared is None


@frozen()
class Commit:
    """A commit that was made; ``ignored`` are paths of pubsync's that git is told to ignore, and that are not in it."""

    id: str
    message: str
    ignored: tuple[str, ...] = ()


def commit(repository: Repository, paths: Sequence[OwnPath], message: str) -> Commit | None:
    """Commit ``paths`` and nothing else; None where they are as in the last commit.

    The person's hooks and signing are used as in any commit. What they have staged of other files stays staged.

    Raises:
        AskPersonError: where a file holds changes of theirs on the lines that the run changed, or lies in a submodule.
        GitError: where git or a hook refuses; nothing was committed.
    """
    _refuse_submodules(repository, paths)
    ignored = _ignored(repository, [one.path for one in paths])
    taken = [one for one in paths if one.path not in ignored]
    with _own_index(repository) as git:
        _stage(repository, git, taken)
        if repository.head and git.tries("diff", "--cached", "--quiet", "HEAD"):
            return None
        text = f"{message}\n\n{TRAILER}\n"
        git.told("commit", "--quiet", "--cleanup=whitespace", "--file=-", stdin=text.encode())
    _tell_their_index(repository, [one.path for one in taken])
    return Commit(repository.head, message, tuple(sorted(ignored)))


def _tell_their_index(repository: Repository, paths: Sequence[str]) -> None:
    """Let the person's index know what these paths hold now; the rest of it is left as it is.

    Another git may hold it for a moment.
    """
    words = ("reset", "--quiet", "--pathspec-from-file=-", "--pathspec-file-nul")
    for _ in range(_TRIES):
        if repository.git.tries(*words, stdin=_listed(paths)):
            return
        time.sleep(_BETWEEN)
    repository.git.raw(*words, stdin=_listed(paths))


def _stage(repository: Repository, git: Git, taken: Sequence[OwnPath]) -> None:
    whole = [one.path for one in taken if one.whole]
    git.raw("update-index", "--add", "--remove", "-z", "--stdin", stdin=_listed(whole))
    for one in taken:
        if one.whole:
            continue
        full = f"{repository.prefix}{one.path}"
        known = git.told("ls-tree", "--full-tree", "HEAD", full) if repository.head else ""
        mode, _, committed, _ = (known or _NEW).split(None, 3)
        if one.content is not None:
            blob = _blob(git, one.path, one.content)
        else:
            blob = _merged(repository, one.path, committed, one.shared or b"")
        line = f"{mode} {blob}\t{full}\0"
        git.raw("update-index", "-z", "--index-info", stdin=line.encode("utf-8", "surrogateescape"))


def _merged(repository: Repository, path: str, committed: str, before: bytes) -> str:
    """Return the id of what was last committed at ``path``, with what the run did to it and nothing else."""
    git = repository.git
    versions = [
        git.raw("cat-file", "blob", one)
        for one in (
            committed,
            _blob(git, path, before),
            _blob(git, path, (repository.root / path).read_bytes()),
        )
    ]
    content = merge_texts(git, *versions)
    if content is None:
        raise AskPersonError(
            "it holds changes of yours that are not committed, beside those of pubsync; nothing was committed",
            where=path,
            remedy=f"look at it, commit it with git commit -- '{path}', and run again",
        )
    return git.told("hash-object", "-w", "--stdin", "--no-filters", stdin=content)


def _blob(git: Git, path: str, content: bytes) -> str:
    """Store what git would store for ``path``: line ends as the repository has them."""
    return git.told("hash-object", "-w", "--stdin", f"--path={path}", stdin=content)


def merge_texts(git: Git, ours: bytes, before: bytes, theirs: bytes, *, union: bool = False) -> bytes | None:
    """Merge what became of ``before`` in two places; None where both changed the same lines.

    ``union``: take the lines of both there.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("ours", "before", "theirs")]
        for file, content in zip(files, (ours, before, theirs), strict=True):
            file.write_bytes(content)
        options = ["--union"] if union else []
        done = git.run("merge-file", "-p", "--quiet", *options, *map(str, files))
    return done.stdout if done.returncode == 0 else None


@contextmanager
def _own_index(repository: Repository) -> Iterator[Git]:
    """Yield git with an index of its own, which holds the last commit.

    It begins as a copy of the person's, which knows what the files looked like; from nothing, git would have to read
    every file of the site again.
    """
    with tempfile.TemporaryDirectory(prefix="pubsync-", dir=repository.folder) as folder:
        index = Path(folder) / "index"
        theirs = Path(repository.git.told("rev-parse", "--path-format=absolute", "--git-path", "index"))
        if theirs.exists():
            shutil.copy2(theirs, index)
        git = Git(repository.root, {"GIT_INDEX_FILE": str(index)})
        git.told("read-tree", *(["--reset", "HEAD"] if repository.head else ["--empty"]))
        yield git


def _refuse_submodules(repository: Repository, paths: Sequence[OwnPath]) -> None:
    """A file in a submodule belongs to a repository of its own."""
    told = repository.git.raw("ls-files", "--stage", "-z", "--", ".").split(b"\0")
    folders = [
        entry.partition(b"\t")[2].decode("utf-8", "surrogateescape") for entry in told if entry.startswith(b"160000 ")
    ]
    for one in paths:
        for folder in folders:
            if one.path.startswith(f"{folder}/"):
                raise AskPersonError(
                    f"it lies in {folder}, a submodule with commits of its own; nothing was committed",
                    where=one.path,
                    remedy=f"commit there by hand, or write outside of {folder}",
                )


def _ignored(repository: Repository, paths: Sequence[str]) -> set[str]:
    """Those of ``paths`` that git is told to ignore and does not know."""
    words = ("check-ignore", "-z", "--stdin")
    # This command alone refuses to take paths literally; ./ before each keeps it from reading more into one.
    git = Git(repository.root, {"GIT_LITERAL_PATHSPECS": "0"})
    done = git.run(*words, stdin=_listed([f"./{path}" for path in paths]))
    if done.returncode not in (0, 1):
        raise failure(words, done)
    named = (path.decode("utf-8", "surrogateescape") for path in done.stdout.split(b"\0") if path)
    return {path.removeprefix("./") for path in named}


def _listed(paths: Sequence[str]) -> bytes:
    return b"".join(path.encode("utf-8", "surrogateescape") + b"\0" for path in paths)
