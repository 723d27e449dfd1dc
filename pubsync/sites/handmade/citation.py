"""The authors in a recommended citation, as people and tools write it into academicpages' front matter.

    Your Name, You. (2009). "Paper Title Number 1." Journal 1. 1(1).
    Qi, W., Yan, Y., & Gong, Y. (2020). ProphetNet. Findings of EMNLP.
    Ann Lee, Bo Wu, "On tea." Marianne, 2017.
    A. Lee and B. Wu. On tea. Proc. of T, 2017.

What stands before the title is the list, where all of it reads as names; else nobody is known.
"""

from __future__ import annotations

import re

from pubsync.records.text import plain_form
from pubsync.sites.handmade.inline import plain_words
from pubsync.sites.handmade.pieces import EDGE
from pubsync.sites.handmade.written_names import NOBODY, NameList, name_list

_LONGEST = 8_000
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{2})\.\s+|(?<=\))\.\s+|\s*[“”\"「《]|:\s")
_YEAR = re.compile(r"[\s,.]*[(\[（]?(?:19|20)\d{2}[a-z]?(?:,[^()（）]{0,30})?[)\]）]?[\s,.:：]*$")
_LEAD = re.compile(r"^\s*(?:recommended citation|citation|cite as|引用格式?)\s*[:：]\s*", re.IGNORECASE)
_SHORTEST_TITLE = 6


def authors_of_citation(citation: str, title: str) -> NameList:
    """Return the authors that a citation names before ``title``, or ``NOBODY``."""
    words = _LEAD.sub("", plain_words(citation[:_LONGEST]).replace(EDGE, ""))
    before = _before_title(words, title)
    if not before:
        return NOBODY
    return name_list(_YEAR.sub("", before.rstrip(" .,:;\"“”‘’'「《")))


def _before_title(words: str, title: str) -> str:
    """Return what stands before the title: where it stands word for word, else up to the first year or full stop."""
    at = _place_of(words, title)
    if at >= 0:
        return words[:at]
    year = re.search(r"[(（]\s*(?:19|20)\d{2}", words)
    if year:
        return words[: year.start()]
    stop = _FULL_STOP.search(words)
    return words[: stop.start()] if stop else ""


def _place_of(words: str, title: str) -> int:
    wanted = plain_form(title)
    if len(wanted) < _SHORTEST_TITLE:
        return -1
    places, letters = [], []
    for place, sign in enumerate(words):
        plain = plain_form(sign)
        letters.append(plain)
        places += [place] * len(plain)
    at = "".join(letters).find(wanted)
    return places[at] if at >= 0 else -1
