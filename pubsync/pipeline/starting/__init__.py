"""``init``: from what a site's own files tell to a ``pubsync.yaml``, and what the first sync with it would do."""

from pubsync.pipeline.starting.drafting import SCHEMA_PATH, Answers, Draft, draft_settings, needs_name
from pubsync.pipeline.starting.telling import found_lines, missing_lines, printing_command, update_lines
from pubsync.pipeline.starting.trying import Preview, begin, preview, refuse_existing, whole_site_above

__all__ = [
    "SCHEMA_PATH",
    "Answers",
    "Draft",
    "Preview",
    "begin",
    "draft_settings",
    "found_lines",
    "missing_lines",
    "needs_name",
    "preview",
    "printing_command",
    "refuse_existing",
    "update_lines",
    "whole_site_above",
]
