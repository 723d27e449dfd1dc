"""The text of a file that nobody labelled: UTF-8, UTF-16, GB18030 as CNKI writes it, or Windows-1252."""

from __future__ import annotations

import codecs
import re

_BYTE_ORDER_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_LEAST_BROKEN = 0.3
"""Of all signs beyond ASCII: a UTF-8 file with some stray bytes has fewer that are none, another encoding more."""
_LEAST_COMMON = 0.6
"""Of all signs beyond ASCII, those that Chinese text is made of."""
_MOST_BROKEN = 0.02
_SAMPLE = 1_000_000
"""Bytes that are looked at."""
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
# GB 2312's punctuation and its usual hanzi: neither "ü" before an ASCII letter nor Cyrillic words are such pairs.
_COMMON_PAIR = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text, and the encoding it was read by where that is a guess.

    What is no UTF-8 is GB18030 where its signs are mostly pairs that stand for hanzi; else each line that is no UTF-8
    is Windows-1252: one stray byte, as pasted from an old file, must not spoil the lines around it.
    """
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), ""
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    if _is_chinese(content[:_SAMPLE]):
        return content.decode("gb18030", errors="replace"), "GB18030"
    return "".join(_decoded_line(line) for line in content.splitlines(keepends=True)), "Windows-1252 in part"


def _is_chinese(sample: bytes) -> bool:
    runs = _BEYOND_ASCII.findall(sample)
    size = sum(map(len, runs))
    broken = sample.decode("utf-8", errors="replace").count("\ufffd")
    if broken < _LEAST_BROKEN * size / 2:
        return False
    pairs = sum(len(_COMMON_PAIR.findall(run)) for run in runs)
    # A sample, or a file that broke off, may end within a sign.
    wrong = codecs.getincrementaldecoder("gb18030")("replace").decode(sample).count("\ufffd")
    return 2 * pairs >= _LEAST_COMMON * size and wrong <= _MOST_BROKEN * size / 2


def _decoded_line(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")
