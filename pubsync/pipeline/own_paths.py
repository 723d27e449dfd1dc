"""Which paths the commit of a run takes, and what of them: pubsync's own, and no draft of the person's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pubsync.errors import AskPersonError, PubsyncError, SiteError
from pubsync.frozen import frozen
from pubsync.library import BASE_FOLDER, base_path
from pubsync.pipeline.run import Outcome
from pubsync.records.base import FileBase
from pubsync.records.base_text import base_from_json
from pubsync.repository import OwnPath, Repository
from pubsync.sites.frontmatter import decode, parse
from pubsync.sites.regions import fill, find

_MODIFIED = " M"
_DELETED = (" D", "D ")
_OURS = "_pubsync/"


@frozen()
class Before:
    """What was not committed before a run: git's letters by path, and the contents of changed files that git knows."""

    letters: Mapping[str, str]
    contents: Mapping[str, bytes]

    @classmethod
    def of(cls, repository: Repository) -> Before:
        """Read it."""
        letters = repository.changed()
        files = {path: repository.root / path for path, two in letters.items() if two == _MODIFIED}
        return cls(letters, {path: file.read_bytes() for path, file in files.items() if file.is_file()})


def own_paths(
    outcome: Outcome, before: Before, changed: Mapping[str, str], repository: Repository
) -> Iterator[OwnPath]:
    """Yield the paths that a run's commit takes: what it wrote, all of ``_pubsync/``, and what earlier runs left.

    ``_pubsync/base`` tells what was last written into each file, and the two only make sense together: a commit with
    one and without the other would look like a hand edit to the next machine. So a file whose base was not committed
    yet goes in as well. Where a person has changes of their own in such a file, only pubsync's are taken, if the two
    can be told apart. That they deleted a file which pubsync made is what a decision to hide was made from, and goes in
    with it. What they write into a file after the run wrote it is left to them.

    Args:
        outcome: of the run.
        before: what was not committed before it.
        changed: what is not committed now, see ``Repository.changed``.
        repository: where the last commit is read.

    Raises:
        AskPersonError: where they can't.
    """
    report, bases = outcome.report, outcome.library.bases
    written = {one.path: one.content for one in outcome.planned if one.content is not None}
    made = {path for path, base in bases.items() if base.made}
    made |= {one.path for one in report.files if one.action == "deleted"}
    made |= {path for path, two in before.letters.items() if two in _DELETED and _was_made(path, outcome, repository)}
    wanted = {one.path for one in report.files} | {path for path in changed if path.startswith(_OURS)}
    wanted |= {path for one in changed if (path := _file_of_base(one)) in changed}
    for path in sorted(wanted):
        if path not in before.letters or path in made or path.startswith(_OURS):
            yield OwnPath(path, content=_if_gone_on(path, written.get(path), repository))
            continue
        part = _part_of_ours(path, outcome, before, written.get(path), repository)
        if part is None:
            raise AskPersonError(
                "it holds changes of yours that are not committed, beside those of pubsync; nothing was committed",
                where=path,
                remedy=f"look at it, commit it with git commit -- '{path}', and run again",
            )
        yield part


def _part_of_ours(
    path: str, outcome: Outcome, before: Before, written: bytes | None, repository: Repository
) -> OwnPath | None:
    """Return what to commit of a file that held changes of the person's before the run; None where none can tell."""
    if before.letters[path] != _MODIFIED:
        return None
    base = outcome.library.bases.get(path)
    content = _without_drafts(path, base, written, repository)
    if content is not None:
        return OwnPath(path, content=content)
    is_edited = any(one.path == path for one in outcome.report.taken_over)
    is_settled = not is_edited and f"{BASE_FOLDER}/{path}.json" not in before.letters
    return OwnPath(path, shared=before.contents[path]) if is_settled and not (base and base.regions) else None


def _was_made(path: str, outcome: Outcome, repository: Repository) -> bool:
    """Whether a file that the person deleted was made by pubsync, and is gone from what it keeps since."""
    committed = None if path in outcome.library.bases else repository.committed(base_path(path))
    if committed is None:
        return False
    try:
        return base_from_json(committed.decode("utf-8"), path).made
    except (PubsyncError, ValueError):
        return False


def _if_gone_on(path: str, written: bytes | None, repository: Repository) -> bytes | None:
    """Return what the run wrote into a file where something else stands there by now, else None."""
    if written is None:
        return None
    file = repository.root / path
    return None if file.is_file() and file.read_bytes() == written else written


def _without_drafts(path: str, base: FileBase | None, written: bytes | None, repository: Repository) -> bytes | None:
    """Return the file as last committed with pubsync's parts as the run left them; None where that can't be told."""
    committed = repository.committed(path)
    now = (repository.root / path).read_bytes() if written is None else written
    if base is None or committed is None or base.tables:
        return None
    try:
        return _page(path, committed, now) if base.regions else _entry_file(path, base, committed, now)
    except SiteError:  # the last commit may hold a marker that was mended since
        return None


def _page(path: str, committed: bytes, now: bytes) -> bytes | None:
    old, new = decode(committed, path), decode(now, path)
    texts = {region.id: region.text for region in find(new, path)}
    if [region.id for region in find(old, path)] != list(texts):
        return None
    return fill(old, path, texts).encode()


def _entry_file(path: str, base: FileBase, committed: bytes, now: bytes) -> bytes | None:
    """All of the file, where nothing differs but what is pubsync's in it."""
    old, new = parse(committed, path), parse(now, path)
    if old is None or new is None:
        return None
    ours = {name for name, _ in base.keys}
    theirs = [{name: value for name, value in one.values.items() if name not in ours} for one in (old, new)]
    same_body = base.body is not None or old.body == new.body
    return now if theirs[0] == theirs[1] and same_body else None


def _file_of_base(path: str) -> str:
    """The file whose base stands at ``path``, "" where that is no base."""
    if not path.startswith(f"{BASE_FOLDER}/"):
        return ""
    return path.removeprefix(f"{BASE_FOLDER}/").removesuffix(".json")
