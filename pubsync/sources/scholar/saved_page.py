"""A profile's page as a browser saved it: all rows that were on the screen, in whatever language. Pure."""

from __future__ import annotations

from pubsync.errors import SourceError
from pubsync.sources.interface import Notice
from pubsync.sources.scholar.file_reading import FileReading
from pubsync.sources.scholar.library import NO_MORE, list_rows
from pubsync.sources.scholar.pages import PageError, asks_for_captcha, read_profile
from pubsync.sources.scholar.rows import row_to_record

MOST_ELEMENTS = 300_000
"""A row has some twenty, and the longest profiles have a few thousand rows."""

_REMEDY = "open the profile in a browser, press Show more until it turns grey, and save the page as a web page"


def read_saved_page(text: str, scholar_id: str, source: str, where: str) -> FileReading:
    """Return what a saved page holds; ``source`` is the source's name, ``where`` the file's.

    Raises:
        SourceError: where it is no profile's page, one cut short, or another person's than ``scholar_id``'s (if any).
    """
    if asks_for_captcha(text):
        raise SourceError("is the page on which Google asks for a CAPTCHA", where=where, remedy=_REMEDY)
    try:
        profile = read_profile(text, scholar_id, where, MOST_ELEMENTS)
        pages = iter((text, NO_MORE))
        rows = list_rows(profile.owner_id, lambda _: next(pages), where, MOST_ELEMENTS)
    except PageError as error:
        raise SourceError(f"is no whole page of a profile ({error.reason})", where=where, remedy=_REMEDY) from error
    lines = profile.author_lines
    notices = []
    if profile.unreadable:
        notices.append(Notice(f"{profile.unreadable} rows of the profile could not be read", where, _REMEDY))
    if profile.more:
        notices.append(Notice(f"the page was saved with {len(lines)} rows, and the profile has more", where, _REMEDY))
    records = {
        row["author_pub_id"]: row_to_record(row, lines.get(row["author_pub_id"], ""), source) for row in reversed(rows)
    }
    return FileReading(
        tuple(records[id_] for id_ in lines if id_ in records),
        has_ids=True,
        notices=tuple(notices),
        owner=profile.owner,
        owner_id=profile.owner_id,
        statistics=profile.statistics,
        partial=f"{len(lines)} rows; more exist" if profile.more else "",
    )
