"""Short words for what tests of assembly say again and again."""

from __future__ import annotations

from collections.abc import Sequence

from pubsync.records.base import Edit, FileBase, Value
from pubsync.sites.interface import Assembled, Override


def as_overrides(edits: Sequence[Edit]) -> list[Override]:
    return [Override(path=edit.path, place=edit.place, value=edit.after) for edit in edits]


def content_of(assembled: Assembled) -> bytes:
    assert assembled.planned.content is not None
    return assembled.planned.content


def base_of(assembled: Assembled) -> FileBase:
    assert assembled.base is not None
    return assembled.base


def places(edits: Sequence[Edit]) -> list[tuple[str, Value]]:
    return [(edit.place, edit.after) for edit in edits]
