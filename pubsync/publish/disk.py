"""Reading and writing single files so that they are surely on the disk, and saying why where they can't be."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from pubsync.errors import PublishError

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""A pipe in the place of a file can't hang the run, nor a link that appears at the last moment lead it astray."""

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)

_WAITING_AT_ONCE = 4
_AT_ONCE = 1 << 20
"""Bytes."""

_REASONS = {
    errno.ENOSPC: ("the disk is full", "free some space, then run again"),
    errno.EDQUOT: ("the disk quota is used up", "free some space, then run again"),
    errno.EFBIG: (
        "the file would be larger than the limit allows",
        "raise the limit (see ulimit -f), then run again",
    ),
    errno.EACCES: ("it may not be written, or another program holds it", "allow writing the file and its folder"),
    errno.EPERM: ("it may not be written", "allow writing the file and its folder"),
    errno.EROFS: ("it is on a file system that can only be read", "mount it for writing, then run again"),
    errno.ENOENT: ("its folder vanished meanwhile", "run again"),
    errno.ENOTDIR: ("a file stands where its folder should be", "move that file away, then run again"),
    errno.EEXIST: ("a file stands where its folder should be", "move that file away, then run again"),
    errno.EISDIR: ("a folder stands where the file should be", "move that folder away, then run again"),
    errno.EINVAL: ("what stands there is no ordinary file", "move it away, then run again"),
    errno.ELOOP: ("its symbolic links go round in a circle", "mend the links, then run again"),
    errno.ENAMETOOLONG: ("its name is too long for this system", "give it a shorter name"),
    errno.EXDEV: ("it is on another file system than the rest of the site", "keep the site on one file system"),
    errno.EBUSY: ("it is mounted or in use", "mount the whole site instead of the single file"),
}


@contextmanager
def naming(where: str) -> Iterator[None]:
    """Turn an ``OSError`` of the block into a ``PublishError`` that names the file and what to do."""
    try:
        yield
    except OSError as error:
        what, remedy = _REASONS.get(error.errno or 0, (f"it can't be written: {error.strerror or error}", "run again"))
        raise PublishError(what, where=where, remedy=remedy) from error


def read_regular(path: str | Path) -> bytes | None:
    """Return the contents of an ordinary file, None where there is nothing.

    Raises:
        OSError: where something else than an ordinary file stands there, or where it can't be read.
    """
    try:
        descriptor = os.open(path, _READ)
    except FileNotFoundError:
        return None
    except PermissionError:
        if os.path.isdir(path):  # Windows opens no folder
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path)) from None
        raise
    try:  # by the descriptor, so that what was checked is what is read
        looks = os.fstat(descriptor)
        if stat.S_ISREG(looks.st_mode):
            return _read_all(descriptor, looks.st_size)
    finally:
        os.close(descriptor)
    fault = errno.EISDIR if stat.S_ISDIR(looks.st_mode) else errno.EINVAL
    raise OSError(fault, os.strerror(fault), str(path))


def _read_all(descriptor: int, size: int) -> bytes:
    """Read to the end; a file that grew meanwhile is longer than ``size``."""
    content = os.read(descriptor, size + 1)
    if len(content) == size:
        return content
    parts = [content]
    while parts[-1]:
        parts.append(os.read(descriptor, _AT_ONCE))
    return b"".join(parts)


def write_new(path: str | Path, content: bytes, *, mode: int = 0, owner: tuple[int, int] | None = None) -> None:
    """Write a file that does not exist yet, with the permission bits ``mode`` and, where allowed, the ``owner``.

    A run as root, as in a container, would otherwise leave a person's files in root's hands. 0 and None: as this
    system gives them to a new file. Where it can, the system is told to begin taking the file to the disk, so that
    ``sync_files`` finds little left to wait for.
    """
    descriptor = os.open(path, _CREATE, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)
    if not mode and not owner:
        return
    made = os.stat(path)
    if owner and hasattr(os, "chown") and (made.st_uid, made.st_gid) != owner:
        with suppress(PermissionError):
            os.chown(path, *owner)
    if mode and stat.S_IMODE(made.st_mode) != mode:
        os.chmod(path, mode)


def keep(path: str, kept: str) -> None:
    """Keep the file at ``path`` under a second name: the very file where hard links can be made, else a copy.

    A link is quick, gives back times and owner with the contents, and still shows what an editor writes into the old
    file at the moment it is replaced.
    """
    try:
        os.link(path, kept)
    except OSError:
        shutil.copy2(path, kept, follow_symlinks=False)


def sync_files(paths: Sequence[str | Path]) -> None:
    """Wait until the contents of all ``paths`` are on the disk.

    Writing was begun for all by ``write_new`` before the first is waited for, as dpkg does it, and several are waited
    for at once, so that the file system and the disk take them together: 2,000 files of 2 kB on a busy ext4 took 0.2 s,
    against 0.3 to 6 s one by one. ``sync`` would be quicker still, but waits for the files of all other programs on all
    disks, and tells of no error.

    Raises:
        OSError: for the first that could not be written, as late as this on a network's disk that is full.
    """
    if os.name == "nt":  # needs files opened for writing there
        return
    shares = [paths[first::_WAITING_AT_ONCE] for first in range(min(_WAITING_AT_ONCE, len(paths)))]
    with ThreadPoolExecutor(_WAITING_AT_ONCE) as pool:
        for _ in pool.map(_wait_for, shares):
            pass


def sync_folders(folders: Iterable[str | Path]) -> None:
    """Wait until what was created, renamed or removed in ``folders`` is on the disk; missing ones are passed over."""
    if os.name == "nt":  # folders can't be opened there
        return
    for folder in sorted(set(map(str, folders))):
        with suppress(FileNotFoundError, NotADirectoryError):
            _wait_for([folder])


def _wait_for(paths: Sequence[str | Path]) -> None:
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
