"""What people put before or after the title of a talk to say what kind of talk it is: ``Invited talk: …``."""

from __future__ import annotations

import re
from typing import NamedTuple

_OF_WHAT_KIND = (
    "invited|keynote|plenary|contributed|guest|public|tutorial|conference|seminar|colloquium|lightning|short|oral|poster"
    "|research|tech|technical|virtual|online|distinguished|panel|workshop|departmental|department|job|inaugural|lab"
)
_KIND = (
    rf"(?:(?:{_OF_WHAT_KIND})\s+)*(?:talk|lecture|seminar|keynote|colloquium|speech|presentation|tutorial|poster|panel"
    r"|workshop|address|discussion|course|class|exercises?|lab)"
    "|(?:特邀|邀请|受邀|主题|学术|大会|分组|口头|公开)*(?:报告|演讲|讲座|讲学|墙报|海报|教程|课程|授课)"
)
_AT = r"(?:(?:\s+(?:at|in)\s+|\s*[@于]\s*)(?P<venue>[^:：]{2,80}?))?"
_BEFORE = re.compile(rf"(?P<kind>{_KIND}){_AT}(?:\s*[:：|]\s*|\s+[-–—]\s+|\s*——\s*)(?P<title>\S.*)", re.IGNORECASE)
_BRACKETED_BEFORE = re.compile(rf"[(（\[【]\s*(?P<kind>{_KIND})\s*[)）\]】]\s*[:：]?\s*(?P<title>\S.*)", re.IGNORECASE)
_BRACKETED_AFTER = re.compile(rf"(?P<title>\S.*?)\s*[(（\[【]\s*(?P<kind>{_KIND})\s*[)）\]】]", re.IGNORECASE)
_ALONE = re.compile(rf"(?:{_KIND})s?", re.IGNORECASE)
_LONGEST = 1_000


class Spoken(NamedTuple):
    """A title without what kind of talk it is; ``kind`` and ``venue`` (``Talk at ETH: …``) are "" where not said."""

    title: str
    kind: str = ""
    venue: str = ""


def without_kind(title: str) -> Spoken:
    """Return a title apart from the kind that stands before it or in brackets at one of its ends; it is never empty."""
    line = title.strip()
    if len(line) > _LONGEST:
        return Spoken(line)
    for form in (_BEFORE, _BRACKETED_BEFORE, _BRACKETED_AFTER):
        found = form.fullmatch(line)
        if found:
            parts = found.groupdict()
            kind = parts["kind"].strip()
            return Spoken(parts["title"].strip(), kind[:1].upper() + kind[1:], (parts.get("venue") or "").strip())
    return Spoken(line)


def is_kind(text: str) -> bool:
    """Whether a text, such as a category in a calendar, is a kind of talk and nothing else."""
    return len(text) <= _LONGEST and _ALONE.fullmatch(text.strip()) is not None
