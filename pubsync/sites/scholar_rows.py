"""The rows of a work on Google Scholar, by the ids that sites quote (``DhtAFkwAAAAJ:ALROH1vI_8AC``)."""

from __future__ import annotations

import re

from pubsync.records.work import Work

_ROW = re.compile(r"[\w-]{4,40}:[\w-]{1,40}", re.ASCII)


def scholar_rows(work: Work, scholar_id: str = "") -> tuple[str, ...]:
    """Return the ids of a work's rows, sorted: those of one profile, or of any where ``scholar_id`` is "".

    Records of exports have ids of our own making, which are none of Scholar's.
    """
    ids = {record.id for record in work.records if record.source.partition(":")[0] == "scholar"}
    return tuple(sorted(one for one in ids if _ROW.fullmatch(one) and scholar_id in ("", one.partition(":")[0])))
