"""Whether an entry whose title is not word for word a work's is that work all the same: by what matching would say."""

from __future__ import annotations

from collections.abc import Sequence

from pubsync.matching.compare import judge_portraits
from pubsync.matching.portrait import Portrait
from pubsync.records.dates import PartialDate
from pubsync.records.record import Record
from pubsync.records.work import Work
from pubsync.sites.handmade.items import HandItem
from pubsync.sites.handmade.written_names import name_list, with_roles


def is_alike(item: HandItem, work: Work) -> bool:
    """Whether the parts of an entry, as far as they could be told, would be taken for a record of the work."""
    return bool(those_alike(item, [portrait_of(work)]))


def those_alike(item: HandItem, works: Sequence[Portrait]) -> list[str]:
    """Return the keys of the works, see ``portrait_of``, of which an entry would be taken for a record."""
    if not (item.title and works):
        return []
    mine = Portrait(_record_of(item))
    return [one.record.id for one in works if judge_portraits(mine, one, one_person=True).decision == "same"]


def portrait_of(work: Work) -> Portrait:
    """Return a work as entries are compared with it."""
    return Portrait(_as_record(work))


def _record_of(item: HandItem) -> Record:
    listed = name_list(item.authors)
    return Record(
        source="site:list",
        id=str(item.start),
        title=item.title,
        author=with_roles(listed.names, {}) if listed.names else (),
        author_complete=listed.complete,
        issued=PartialDate(item.year) if item.year else None,
        identifiers=item.identifiers,
    )


def _as_record(work: Work) -> Record:
    return Record(
        source="works",
        id=work.key,
        type=work.type,
        title=work.title,
        author=work.author,
        author_complete=work.author_complete,
        issued=work.issued,
        container_title=work.container_title,
        volume=work.volume,
        page=work.page,
        identifiers=work.identifiers,
    )
