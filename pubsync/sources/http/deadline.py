"""An exchange that ends in time, whatever the other side does.

Neither the look-up of an address nor a server that sends one byte a second is ended by a socket's timeout. So an
exchange runs in a thread of its own, and whoever waits for it holds a cord by which its connection is cut.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

_Result = TypeVar("_Result")


class _Line(Protocol):
    """A socket, or what TLS makes of one."""

    def fileno(self) -> int: ...


class Cord:
    """A hold on the connection that an exchange is using, so that another thread can cut it.

    It keeps a duplicate of the socket: shutting that down ends the connection whatever layer (proxy, TLS) reads from
    it, and closing it leaves the layers' own descriptor alone.
    """

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._lock = threading.Lock()
        self._held: list[socket.socket] = []
        self._is_cut = False

    def hold(self, line: _Line) -> None:
        """Take hold of a connection; one that comes after the cut is cut at once."""
        with self._lock:
            self._held.append(socket.fromfd(line.fileno(), socket.AF_INET, socket.SOCK_STREAM))
        if self._is_cut:
            self.cut()

    def cut(self) -> None:
        """End the connection, also one that is only now being made."""
        self._is_cut = True
        for line in self._taken():
            _shut(line)

    def let_go(self) -> None:
        """Leave the connection as it is, to be used again."""
        for line in self._taken():
            line.close()

    def _taken(self) -> list[socket.socket]:
        with self._lock:
            held, self._held = self._held, []
        return held


def within(
    seconds: float,
    exchange: Callable[[Cord], _Result],
    in_words: Callable[[BaseException], Exception],
    *,
    name: str,
) -> _Result:
    """Return what ``exchange`` returns, in at most ``seconds``.

    ``exchange`` gives the cord hold of each connection that it makes or uses. ``in_words`` says what it stumbled over;
    the exception that it was is not chained, since it may hold addresses with keys in them. ``name`` is the thread's.

    Raises:
        TimeoutError: where it takes longer.
        Exception: as ``in_words`` says.
    """
    cord = Cord()
    answer: Future[_Result] = Future()

    def settle() -> None:
        try:
            answer.set_result(exchange(cord))
        except BaseException as error:  # noqa: BLE001 - it is raised again where the answer is waited for
            answer.set_exception(in_words(error))

    threading.Thread(target=settle, name=name, daemon=True).start()
    try:
        result = answer.result(max(seconds, 0))
    except BaseException:
        cord.cut()
        raise
    cord.let_go()
    return result


def _shut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side was first
    finally:
        line.close()
