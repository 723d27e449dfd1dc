"""Entries that are talks, not publications."""

from __future__ import annotations

import re

from pubsync.formats.bibtex.entries import RawEntry
from pubsync.formats.bibtex.fields import Fields
from pubsync.formats.bibtex.links import read_links
from pubsync.formats.bibtex.records import KEYWORD_FIELDS, read_issued, read_keywords, read_title
from pubsync.formats.bibtex.types import language_tag
from pubsync.records.dates import PartialDate, parse_date
from pubsync.records.talk import TalkRecord

_KEYWORDS = frozenset(("talk", "talks", "invited talk", "keynote", "keynote talk", "tutorial talk"))
_ENTRY_TYPES = frozenset(("talk", "presentation", "speech"))
_MARKING = (*KEYWORD_FIELDS, "howpublished")
"""The fields in which a mark may stand."""
_SPOKEN = re.compile(
    r"^(?P<type>(?:(?:invited|keynote|plenary|contributed|guest|public|tutorial|conference|seminar|colloquium)\s+)*"
    r"(?:talk|lecture|seminar|keynote|colloquium|speech|presentation))\b"
    r"(?:\s*(?:,|:|at|in|for|to|@|-|–)\s*(?P<venue>\S.*))?$",
    re.IGNORECASE,
)


def is_talk(entry: RawEntry) -> bool:
    """Whether the person marked an entry as a talk: by a keyword, its type, or how a ``@misc`` was published."""
    if entry.entry_type in _ENTRY_TYPES:
        return True
    if entry.fields.keys().isdisjoint(_MARKING):
        return False
    fields = Fields({name: entry.fields[name] for name in _MARKING if name in entry.fields})
    if _KEYWORDS.intersection(map(str.casefold, read_keywords(fields))):
        return True
    return entry.entry_type in ("misc", "unpublished") and bool(_SPOKEN.match(fields.peek("howpublished")))


def to_talk(entry: RawEntry, source: str) -> TalkRecord:
    """Return the TalkRecord of an entry."""
    fields = Fields(entry.fields)
    spoken = _SPOKEN.match(fields.text("howpublished"))
    marks = [keyword for keyword in read_keywords(fields) if keyword.casefold() in _KEYWORDS]
    kind = fields.text("type") or (spoken["type"] if spoken else "") or next(iter(marks), "talk")
    venue = fields.text("eventtitle", "booktitle", "journal", "organization", "institution", "school")
    start, end = _days(fields)
    return TalkRecord(
        source=source,
        id=entry.id,
        language=language_tag(fields.peek("langid")) or language_tag(fields.peek("language")),
        title=read_title(fields),
        type=kind[:1].upper() + kind[1:],
        start=start,
        end=end,
        venue=venue or (spoken["venue"] or "" if spoken else "") or ("" if spoken else fields.peek("howpublished")),
        location=fields.text("venue", "location", "address"),
        description=fields.text("abstract", "note"),
        links=read_links(fields),
    )


def _days(fields: Fields) -> tuple[PartialDate | None, PartialDate | None]:
    """Return the first day and, of a range as biblatex writes it (``2020-05-03/2020-05-07``), the last."""
    event = fields.peek("eventdate")
    written = event or fields.peek("date")
    start = parse_date(event) or read_issued(fields)
    _, slash, last = written.partition("/")
    end = parse_date(last) if slash and start else None
    return start, end if end and start and end > start else None
