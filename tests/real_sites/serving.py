"""A built site on loopback, as GitHub Pages serves it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class _Pages(SimpleHTTPRequestHandler):
    """Files of a folder; an address without an ending finds its ``.html``, as on GitHub Pages."""

    def translate_path(self, path: str) -> str:
        found = super().translate_path(path)
        page = Path(f"{found}.html")
        return str(page) if not Path(found).exists() and page.is_file() else found

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in http.server
        """Say nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve ``folder`` while the context lasts; yield the address of its root, with a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
