"""The old contents of the last run, kept outside the repository for ``undo``.

Keeping them is never a reason to fail: where the folder can't be written, the run stands and can't be undone. The
contents are checked by their hashes when they are needed, so nothing here waits for the disk. They go into one
archive, since a thousand small files take longer to create than to write.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pubsync.errors import PublishError
from pubsync.frozen import frozen
from pubsync.publish.journal import Entries, Journal, Step, decode, encode
from pubsync.records.plan import content_hash

_LIST = "undo.json"


@frozen()
class Image:
    """A step of the last run, and what its file held before (None: there was none)."""

    step: Step
    before: bytes | None


class UndoFolder:
    """Two runs at most: ``last``, which can be undone, and ``former``, while a newer one is not yet certain."""

    def __init__(self, folder: Path) -> None:
        """Use ``folder``, which need not exist."""
        self._folder = folder
        self._last = folder / "last.zip"
        self._former = folder / "former.zip"

    def set_aside(self) -> None:
        """Put the last run aside: from here on its old contents may be older than what stands on the site."""
        with suppress(OSError):
            self._last.replace(self._former)

    def bring_back(self) -> None:
        """Take the run put aside for the last again, as the one after it came to nothing."""
        with suppress(OSError):
            self._former.replace(self._last)

    def save(self, journal: Journal, entries: Entries) -> None:
        """Copy the old contents out of the journal, and forget the run put aside."""
        draft = self._folder / "next.zip"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            kept = [number for number, step in enumerate(entries.steps) if step.before]
            with zipfile.ZipFile(draft, "w") as archive:
                archive.writestr(_LIST, encode(entries))
                for number in kept:
                    archive.writestr(str(number), Path(journal.saved(number)).read_bytes())
            draft.replace(self._last)
        with suppress(OSError):
            self._former.unlink()

    def load(self) -> tuple[Image, ...]:
        """Return what the last run changed.

        Raises:
            PublishError: where nothing was kept, where it is not whole, or where a newer pubsync kept it.
        """
        with _unavailable():
            if not self._last.exists():
                raise PublishError(
                    "there is no run to undo on this machine", remedy="take the older contents from git instead"
                )
            with zipfile.ZipFile(self._last) as archive:
                entries = decode(archive.read(_LIST), str(self._last))
                if entries is None:
                    raise ValueError(_LIST)
                return tuple(_image(archive, number, step) for number, step in enumerate(entries.steps))


def _image(archive: zipfile.ZipFile, number: int, step: Step) -> Image:
    before = archive.read(str(number)) if step.before else None
    if content_hash(before) != step.before:
        raise ValueError(step.path)
    return Image(step, before)


@contextmanager
def _unavailable() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise PublishError(
            "what was kept of the last run is damaged", remedy="take the older contents from git instead"
        ) from error
