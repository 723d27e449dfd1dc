"""Talks: what a source says of one, and what we hold to be true of it."""

from __future__ import annotations

from pubsync.frozen import frozen
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Link
from pubsync.records.record import RecordId
from pubsync.records.text import Translatable


@frozen(kw_only=True)
class Occasion(Translatable):
    """What talks and courses have in common; empty means unknown."""

    title: str = ""
    type: str = ""
    """As the person calls it: ``Invited talk``, ``Tutorial``, ``Undergraduate course`` …"""
    role: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None
    venue: str = ""
    location: str = ""
    description: str = ""
    links: tuple[Link, ...] = ()
    permalink: str = ""

    def link(self, kind: str) -> str:
        """Return the first link of ``kind`` (``url``, ``slides``, ``video``), or ""."""
        return next((found.url for found in self.links if found.kind == kind), "")


@frozen(kw_only=True)
class TalkRecord(Occasion):
    """What one source says of one talk."""

    source: str
    id: str

    @property
    def record_id(self) -> RecordId:
        """The record's name for life."""
        return RecordId(self.source, self.id)


@frozen(kw_only=True)
class Talk(Occasion):
    """One talk, with its name for life."""

    key: str
    records: tuple[RecordId, ...] = ()
