"""A record of any kind: of a work, a talk or a course."""

from __future__ import annotations

from typing import TypeAlias

from pubsync.records.course import CourseRecord
from pubsync.records.record import Record
from pubsync.records.talk import TalkRecord

AnyRecord: TypeAlias = Record | TalkRecord | CourseRecord
