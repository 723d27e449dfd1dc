"""Works, talks and courses to what a page shows of them: sections, and the numbers that running text quotes."""

from pubsync.views.choosing import Choice, chosen
from pubsync.views.count_question import COUNTABLE, CountError, parse_count
from pubsync.views.counting import Basis, Counted, count, in_print
from pubsync.views.membership import Member, lists, theirs, union
from pubsync.views.sections import (
    FORTHCOMING,
    GROUPINGS,
    NO_VENUE,
    SORTS,
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
    "COUNTABLE",
    "FORTHCOMING",
    "GROUPINGS",
    "NO_VENUE",
    "SORTS",
    "UNDATED",
    "Basis",
    "Choice",
    "CountError",
    "Counted",
    "Group",
    "Member",
    "Section",
    "chosen",
    "count",
    "course_start",
    "in_print",
    "lists",
    "parse_count",
    "publications",
    "talks",
    "teaching",
    "term_start",
    "theirs",
    "union",
]
