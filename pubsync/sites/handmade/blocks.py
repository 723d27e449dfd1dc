"""What a page is made of, as far as lists need it: headings, entries, and text between them."""

from __future__ import annotations

import re
from typing import NamedTuple

ITEM = "item"
HEADING = "heading"
TEXT = "text"

_TAG = re.compile(r"<[^<>]*>")
_TARGET = re.compile(r"\]\([^()\s]*\)")
_LINKED = re.compile(r"\]\(|<a\s", re.IGNORECASE)
_STRESSED = re.compile(r"\*\*|__|<(?:b|strong|em|i|u)[\s>]", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
SHORTEST = 25
LONGEST = 12_000


class Block(NamedTuple):
    """A stretch of the page: ``kind`` is ``item``, ``heading`` or ``text``.

    ``sign`` says what an entry is written as: ``bullet, number, paragraph, row, li, tr, dd, div, p``, or ``line`` for
    one of several in a paragraph. ``inner`` is where its words begin, after the bullet or the tag. ``level`` is a
    heading's, 7 where it is only bold.
    ``holder`` tells the lists of one page apart that have tags of their own around them.
    """

    kind: str
    start: int
    end: int
    sign: str = ""
    inner: int = 0
    level: int = 0
    holder: int = -1


def reads_as_entry(markup: str) -> bool:
    """Whether a stretch may be an entry of a list: some words, with a link, stressed words or a year in them."""
    if len(markup) > LONGEST:
        return False
    words = _TARGET.sub("]", _TAG.sub(" ", markup)).strip()
    if len(words) < SHORTEST and not any("\u4e00" <= sign <= "\u9fff" for sign in words):
        return False
    stands_out = _LINKED.search(markup) or _STRESSED.search(markup) or _YEAR.search(words)
    return len(words) > SHORTEST // 3 and bool(stands_out)
