"""What is asked of a host, and which part of it another host may see. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from urllib.parse import urlsplit

from pubsync.frozen import frozen
from pubsync.sources.http.reply import host_of

_OPEN_HEADERS = frozenset(
    ("accept", "accept-encoding", "accept-language", "content-length", "content-type", "user-agent")
)
"""What says nothing that only one host may know; but for the version of an API, a key can be in any other."""
_VERSION = "-version"
_KEY_IN_PATH = re.compile(r"token|secret|private-", re.IGNORECASE)
_KEY_NAME = re.compile(
    r"key|token|secret|passw|pwd|credential|signature|session|^(?:auth|authorization|sig|code|pass)$", re.IGNORECASE
)


@frozen(kw_only=True)
class Question:
    """One request; ``url`` has no name and password in it (they are a header), no fragment, and is encoded."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)

    @property
    def host(self) -> str:
        """The host with its port, as it may be shown."""
        return host_of(self.url)

    @property
    def name(self) -> str:
        """The host alone."""
        return urlsplit(self.url).hostname or ""

    @property
    def has_key(self) -> bool:
        """Whether it may carry a key, in its headers or its address; rather too often than not."""
        split = urlsplit(self.url)
        return (
            len(self.open_headers()) < len(self.headers)
            or _KEY_IN_PATH.search(split.path) is not None
            or any(_KEY_NAME.search(one.partition("=")[0]) for one in split.query.split("&"))
        )

    def keys_in_query(self) -> tuple[str, ...]:
        """Return the values in the address's query that may be keys, by their names."""
        pairs = (one.partition("=") for one in urlsplit(self.url).query.split("&"))
        return tuple(value for name, _, value in pairs if value and _KEY_NAME.search(name))

    def with_headers(self, headers: Mapping[str, str]) -> Question:
        """Return the question with more headers."""
        return replace(self, headers={**self.headers, **headers})

    def open_headers(self) -> dict[str, str]:
        """Return the headers that any host may see."""
        return {name: text for name, text in self.headers.items() if _is_open(name.lower())}


def _is_open(name: str) -> bool:
    return name in _OPEN_HEADERS or name.endswith(_VERSION)
