"""How the Academic Graph is asked: with or without a key, and what its refusals mean.

Without a key all users of the world share one pool, so that HTTP 429 is common and says nothing of the one who asks;
with one it is one request a second (https://www.semanticscholar.org/product/api).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pubsync.errors import SettingsError, SourceError
from pubsync.sources.http import Http, RefusedError, Reply, json_of

API = "https://api.semanticscholar.org/graph/v1"
KEY_VARIABLE = "SEMANTIC_SCHOLAR_API_KEY"
"""The environment variable that a key is read from."""

NOT_FOUND = 404
_TOO_MANY = 429
_GET_A_KEY = (
    "all who ask without a key share one pool; a key is free, see https://www.semanticscholar.org/product/api#api-key-form,"
    f" and goes into the environment variable {KEY_VARIABLE}"
)
_CHECK_THE_KEY = f"check the key in the environment variable {KEY_VARIABLE}"


def checked_key(key: str, where: str) -> str:
    """Return a key without the blanks around it.

    Raises:
        SettingsError: where it can't stand in a header; the key itself is not told.
    """
    stripped = key.strip()
    if not stripped.isascii() or not stripped.isprintable() or " " in stripped:
        raise SettingsError("the API key holds signs that no key has", where=where, remedy=_CHECK_THE_KEY)
    return stripped


@dataclass(slots=True, kw_only=True)
class Graph:
    """Asks the Academic Graph through ``http``, with ``key`` where there is one."""

    http: Http
    key: str = field(default="", repr=False)

    def get(self, path: str, parameters: Mapping[str, str]) -> Reply:
        """Ask for ``path`` below the API's address; as ``Http.get``."""
        with self._remedies():
            return self.http.get(f"{API}{path}", params=parameters, headers=self._headers())

    def post(self, path: str, body: Mapping[str, Any], parameters: Mapping[str, str]) -> Reply:
        """Send ``body``; as ``Http.post_json``."""
        with self._remedies():
            return self.http.post_json(f"{API}{path}", body, params=parameters, headers=self._headers())

    def json_of(self, reply: Reply) -> object:
        """Return the JSON of an answer; see ``http.json_of``."""
        found: object = json_of(reply, self.http.name)
        return found

    def _headers(self) -> dict[str, str]:
        return {"x-api-key": self.key} if self.key else {}

    @contextmanager
    def _remedies(self) -> Iterator[None]:
        try:
            yield
        except RefusedError as error:
            is_pool = not self.key and error.status == _TOO_MANY
            is_key = bool(self.key) and error.status in (401, 403)
            if not (is_pool or is_key):
                raise
            raise RefusedError(
                error.what,
                status=error.status,
                retry_after=error.retry_after,
                where=error.where,
                remedy=_GET_A_KEY if is_pool else _CHECK_THE_KEY,
            ) from error


def changed(what: str, where: str) -> SourceError:
    """Return the error of an answer that is not as documented."""
    return SourceError(
        f"Semantic Scholar's answer has changed or is damaged: it {what}",
        where=where,
        remedy="if it lasts for days, look for a newer pubsync",
    )
