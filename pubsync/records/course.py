"""Courses: what a source says of one, and what we hold to be true of it."""

from __future__ import annotations

from pubsync.frozen import frozen
from pubsync.records.record import RecordId
from pubsync.records.talk import Occasion


@frozen(kw_only=True)
class CourseFields(Occasion):
    """The fields of a course besides those of every occasion."""

    level: str = ""
    terms: tuple[str, ...] = ()
    """As written by the person, newest last: ``2024-fall``, ``2025-fall``."""
    show: str = "once"
    """``once``: one entry for all terms; ``each``: one entry a term."""


@frozen(kw_only=True)
class CourseRecord(CourseFields):
    """What one source says of one course."""

    source: str
    id: str

    @property
    def record_id(self) -> RecordId:
        """The record's name for life."""
        return RecordId(self.source, self.id)


@frozen(kw_only=True)
class Course(CourseFields):
    """One course, with its name for life."""

    key: str
    records: tuple[RecordId, ...] = ()
    occurrence: str = ""
    """The term that this one entry stands for, where a course shows once a term; its key then ends in it."""

    @property
    def course_key(self) -> str:
        """The key of the course itself, for life."""
        return self.key.removesuffix(f"-{self.occurrence}") if self.occurrence else self.key
