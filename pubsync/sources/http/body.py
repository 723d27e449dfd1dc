"""An answer's body, unpacked within a bound: a few kilobytes of gzip can hold gigabytes."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable

_PIECE = 1 << 16
_MEGABYTE = 1_000_000
_PLAIN, _ZIPPED = ("", "identity"), ("gzip", "x-gzip")


class BodyError(Exception):
    """A body that can't be had whole; says why in words."""


def whole_body(pieces: Iterable[bytes], coding: str, largest: int) -> bytes:
    """Return a body that arrives in ``pieces``, decompressed.

    ``coding`` is the answer's Content-Encoding. ``largest`` bounds the bytes both as they arrive and as they are
    unpacked; no piece is asked for after that.

    Raises:
        BodyError: where it is larger, broke off, is damaged, or is compressed in a way that nobody asked for.
    """
    coding = coding.strip().lower()
    if coding not in (*_PLAIN, *_ZIPPED):
        raise BodyError("the answer is compressed in a way that was not asked for")
    arriving = io.BufferedReader(_Arriving(pieces, largest), _PIECE)
    if coding in _PLAIN:
        return _read(arriving, largest)
    try:
        with gzip.GzipFile(fileobj=arriving) as unpacked:
            return _read(unpacked, largest)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise BodyError("the answer broke off or is damaged") from None


def too_large(largest: int) -> BodyError:
    """Return the error of a body that is larger than ``largest``."""
    size = f"{round(largest / _MEGABYTE)} MB" if largest >= _MEGABYTE else f"{largest:,} bytes"
    return BodyError(f"the answer is larger than {size}")


def _read(stream: io.BufferedIOBase, largest: int) -> bytes:
    body = bytearray()
    while piece := stream.read(_PIECE):
        body += piece
        if len(body) > largest:
            raise too_large(largest)
    return bytes(body)


class _Arriving(io.RawIOBase):
    """Pieces as a file to be read, up to ``largest`` bytes."""

    def __init__(self, pieces: Iterable[bytes], largest: int) -> None:
        self._pieces = filter(None, pieces)
        self._kept = b""
        self._received, self._largest = 0, largest

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override] # what BufferedReader gives
        """Fill the buffer as far as the next piece does."""
        if not self._kept:
            self._kept = next(self._pieces, b"")
            self._received += len(self._kept)
        if self._received > self._largest:
            raise too_large(self._largest)
        size = min(len(buffer), len(self._kept))
        buffer[:size], self._kept = self._kept[:size], self._kept[size:]
        return size
