"""Works, talks and courses to what a page shows of them: sections, and the numbers that running text quotes."""

from pubsync.views.sections import (
    FORTHCOMING,
    UNDATED,
    Group,
    Section,
    course_start,
    publications,
    talks,
    teaching,
    term_start,
)

__all__ = [
    "FORTHCOMING",
    "UNDATED",
    "Group",
    "Section",
    "course_start",
    "publications",
    "talks",
    "teaching",
    "term_start",
]
