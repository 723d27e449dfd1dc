"""Structured files, BibTeX, YAML and JSON, in which single rows and fields are ours and every other byte a person's."""

from pubsync.sites.tables.planning import plan_data_file
from pubsync.sites.tables.telling import (
    only_ours_in_data_file,
    person_content,
    released_in_data_file,
    tell_data_file,
)

__all__ = [
    "only_ours_in_data_file",
    "person_content",
    "plan_data_file",
    "released_in_data_file",
    "tell_data_file",
]
