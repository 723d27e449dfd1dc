"""What a host answered, and what its bytes are. Pure."""

from __future__ import annotations

import codecs
import datetime as dt
import json
import re
from collections.abc import Mapping
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pubsync.errors import SourceError

LONGEST_REST = 30 * 24 * 3600
"""Seconds; no host means to be left alone for longer."""

_REMEDY = "the next run asks again; if it lasts for days, look for a newer pubsync"
_BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DECLARED = re.compile(rb"""^\s*<\?xml[^<>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']""", re.IGNORECASE)
_NO_TEXT = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"BZh", b"7z\xbc\xaf", b"\xfd7zXZ")
_LOOKED_AT = 2_000
_WESTERN = "cp1252"
_ALIASES = {"ascii": "utf-8", "iso8859-1": _WESTERN, "gb2312": "gb18030", "gbk": "gb18030", "utf-8-sig": "utf-8"}
_CHARSETS = frozenset(
    (
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5", "big5hkscs"),
        *("euc_jp", "shift_jis", "iso2022_jp", "cp932", "euc_kr", "cp949", "koi8-r", "koi8-u", "mac-roman"),
        *(f"iso8859-{part}" for part in (*range(2, 12), *range(13, 17))),
        *(f"cp125{page}" for page in range(9)),
    )
)
"""Encodings of texts; Python's other codecs (``punycode``, ``unicode_escape``) are for nobody outside to choose."""


class Reply(NamedTuple):
    """A good answer: ``status`` is 200 or 404; header names are in lower case, the body is decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    """Where it came from, after redirects."""

    def __repr__(self) -> str:
        """Leave out the query, which may hold a key."""
        return f"Reply({self.status}, {len(self.body):,} bytes from {host_of(self.url)})"


class RefusedError(SourceError):
    """A host refused, so that it should be left alone for a while; ``retry_after`` as Scholar's refusals have it."""

    def __init__(self, what: str, *, status: int, retry_after: int | None, where: str, remedy: str = "") -> None:
        """Keep what a cool-down is made from."""
        super().__init__(what, where=where, remedy=remedy)
        self.status = status
        self.retry_after = retry_after


class BrokenOffError(SourceError):
    """A connection broke off, which may not happen again at once."""


def host_of(url: str) -> str:
    """Return the host of an address, with a port where it names one: all of it that may be shown to anyone."""
    try:
        split = urlsplit(url)
        port = f":{split.port}" if split.port else ""
    except ValueError:
        return ""
    return f"{(split.hostname or '')[:100]}{port}"


def json_of(reply: Reply, where: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the JSON of an answer.

    Raises:
        SourceError: where it is none, or broke off; ``where`` names the source.
    """
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        raise SourceError("answered with something that is no JSON", where=where, remedy=_REMEDY) from error


def text_of(reply: Reply, where: str) -> str:
    """Return the text of an answer, by its byte order mark, its Content-Type, its XML declaration, or as UTF-8.

    Nothing is lost where that fails: lines that are no UTF-8 are read as Windows-1252. Latin-1 is believed only of
    what is not UTF-8, since many servers say it of every file.

    Raises:
        SourceError: where it is no text; ``where`` names the source.
    """
    body = reply.body
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if body.startswith(mark):
            return body.decode(encoding, errors="replace")
    encoding = _charset(reply.headers.get("content-type", "")) or _declared(body)
    if body.startswith(_NO_TEXT) or (b"\0" in body[:_LOOKED_AT] and not encoding.startswith("utf-16")):
        raise SourceError("answered with something that is no text", where=where, remedy="check the address")
    for candidate in ("utf-8" if encoding in ("", _WESTERN) else encoding, "utf-8", encoding):
        try:
            return body.decode(candidate or "utf-8")
        except UnicodeDecodeError:
            continue
    return "".join(_decoded_line(line) for line in body.splitlines(keepends=True))


def seconds_to_wait(headers: Mapping[str, str]) -> int | None:
    """Return how long ``Retry-After`` asks to wait (RFC 9110, 10.2.3), None where it does not say.

    A date is counted from the answer's own ``Date``, so that a wrong clock here does no harm.
    """
    told = headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return min(int(told[:9]), LONGEST_REST)
    try:
        until = parsedate_to_datetime(told)
        since = parsedate_to_datetime(headers["date"]) if "date" in headers else dt.datetime.now(dt.UTC)
        return max(0, min(int((until - since).total_seconds()), LONGEST_REST))
    except (ValueError, TypeError, OverflowError):
        return None


def _charset(content_type: str) -> str:
    message = Message()
    message["Content-Type"] = content_type[:_LOOKED_AT]
    return _known(str(message.get_param("charset", "")))


def _declared(body: bytes) -> str:
    found = _DECLARED.match(body[:_LOOKED_AT])
    # What could be read to here is no UTF-16, whatever it says.
    known = _known(found[1].decode("ascii")) if found else ""
    return "" if known.startswith("utf-16") else known


def _known(label: str) -> str:
    try:
        name = codecs.lookup(label.strip(" \"'")).name if label.isascii() else ""
    except (LookupError, ValueError):
        return ""
    name = _ALIASES.get(name, name)
    return name if name in _CHARSETS else ""


def _decoded_line(line: bytes) -> str:
    """One stray byte must not spoil the lines around it."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode(_WESTERN, errors="replace")
